"""Model: train, evaluate, explain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gigtext.cli import app
from gigtext.cli.options import (
    CodebookOption,
    CoderChoice,
    CoderOption,
    FormatName,
    FormatOption,
    LangOption,
    ModelOption,
    OutputOption,
    QuietOption,
    ResultsOption,
    Tier,
    chosen_language,
)
from gigtext.cli.screen import progress_bar, show, tell
from gigtext.errors import InputError
from gigtext.study import load_study

if TYPE_CHECKING:
    from gigtext.classifier import Example, Model
    from gigtext.classifier.encoder import Encoder
    from gigtext.records import Codebook

PANEL = "Model"
PROBLEMS = 1


@app.command(rich_help_panel=PANEL)
def train(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help="Coded passages: a folder or file of .jsonl, .csv, .xlsx, interview .json.",
            show_default="the shipped training material",
        ),
    ] = None,
    own: Annotated[
        list[Path] | None,
        typer.Option("--with", metavar="FILE", help="Your own coded passages on top, weighted up; several are fine."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder of the new model; an older model is replaced.")
    ] = Path("model"),
    codebook: CodebookOption = None,
    model: Annotated[
        Tier, typer.Option("--model", help="accurate: with the encoder beside the linear model; slower.")
    ] = Tier.fast,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed and material, same model.")] = 0,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    quiet: QuietOption = False,
) -> None:
    """Train the classifier on coded passages and show how well it holds on passages it has not seen.

    **gigtext train examples/training** writes model/; then gigtext code transcripts/ --model model

    **gigtext train --with kode-saya.csv -o model-saya** the shipped material and your own codings

    **gigtext train kode-saya.csv --codebook codebook.yaml -o model-saya** your own alone, for another codebook
    """
    from gigtext.analysis.accuracy_tables import training_notes, training_table
    from gigtext.classifier import name_codes, read_own, read_training, save_model, shipped_material
    from gigtext.classifier import train as train_model
    from gigtext.classifier.encoder import load_encoder
    from gigtext.classifier.examples import checksums
    from gigtext.classifier.model import check_target
    from gigtext.classifier.teaching import read_lessons
    from gigtext.codebook import load_codebook
    from gigtext.wording import say

    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    check_target(output)
    chosen = load_codebook(codebook or study.codebook)
    material = folder or shipped_material()
    added = read_own(own or [], chosen)
    examples = name_codes(read_training(material), chosen) + added
    encoder = load_encoder() if model is Tier.accurate else None
    lessons = read_lessons(material, examples) if model is Tier.fast else None
    with progress_bar(quiet) as progress:
        trained = train_model(
            examples,
            chosen,
            seed=seed,
            encoder=encoder,
            lessons=lessons,
            facts={"codebook": chosen.version, "files": checksums([material, *(own or [])])},
            progress=lambda done, total: progress(say(language, "training"), done, total),
        )
    save_model(trained, output)
    show(
        [training_table(trained, chosen, lang=language)],
        form,
        None,
        foot=[
            *training_notes(trained, lang=language),
            *_what_own_changed(added, trained, chosen, encoder, language),
        ],
        lang=language,
        quiet=quiet,
    )
    tell(f"written: {output} (model {trained.version}); use it with: gigtext code PATHS --model {output}", quiet=quiet)


def _what_own_changed(
    examples: list[Example], trained: Model, codebook: Codebook, encoder: Encoder | None, language: str
) -> list[str]:
    """The own passages coded by the shipped model, and by the new one while their interview was held out."""
    if not examples:
        return []
    from gigtext.analysis.accuracy import score_outcomes
    from gigtext.evaluation import code_examples
    from gigtext.machine import load_coder
    from gigtext.wording import decimal, say

    shipped = load_coder(codebook, "accurate" if encoder else "fast", "both")
    before = score_outcomes(code_examples(shipped, examples), codebook).micro
    after = trained.report["held out, own passages"]
    return [
        say(
            language,
            "own_changed",
            n=len(examples),
            groups=len({example.group for example in examples}),
            before=decimal(before.f1 or 0.0, language, 2),
            after=decimal(after["micro_f1"], language, 2),
        )
    ]


@app.command(rich_help_panel=PANEL)
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD", help="Coded passages: .jsonl, .csv, .xlsx, interview .json, or a folder of them."
        ),
    ],
    cv: Annotated[
        bool,
        typer.Option(
            "--cv", help="Measure a coder trained on the rest of GOLD, a fifth of its pages or interviews at a time."
        ),
    ] = False,
    training: Annotated[
        Path | None,
        typer.Option("--training", metavar="FOLDER", help="With --cv: more material that every fold trains on."),
    ] = None,
    confusions: Annotated[
        int,
        typer.Option(
            "--confusions", metavar="N", min=0, help="Also show the N most frequent mistakes, with a passage."
        ),
    ] = 0,
    curve: Annotated[
        bool, typer.Option("--learning-curve", help="Measure coders trained on growing shares of GOLD instead.")
    ] = False,
    coder: CoderOption = CoderChoice.both,
    codebook: CodebookOption = None,
    model: ModelOption = None,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="F1", min=0, max=1, help="Exit code 1 when micro-F1 is lower."),
    ] = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Measure the coder on passages that people coded: precision, recall, F1 overall, per domain and per theme.

    **gigtext evaluate gold.jsonl --fail-under 0.5**

    **gigtext evaluate kode-saya.csv --cv --training examples/training**
    """
    from gigtext.analysis.accuracy import score_outcomes
    from gigtext.analysis.accuracy_tables import accuracy_notes, accuracy_tables, confusion_table, curve_table
    from gigtext.classifier import name_codes, read_gold, read_training
    from gigtext.classifier.encoder import load_encoder
    from gigtext.codebook import load_codebook
    from gigtext.evaluation import FOLDS, code_examples, cross_validate, learning_curve, was_trained_on
    from gigtext.machine import load_coder
    from gigtext.wording import say

    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    if (cv or curve) and model not in (None, *Tier):
        raise InputError(
            "--cv and --learning-curve train their own models: --model fast or --model accurate; leave them out to "
            "measure that one"
        )
    if training and not (cv or curve):
        raise InputError(
            "--training goes with --cv or --learning-curve; add one, or measure a trained model with --model DIR"
        )
    chosen = load_codebook(codebook or study.codebook)
    examples = name_codes(read_gold(gold), chosen)
    more = name_codes(read_training(training), chosen) if training else []
    facts = {"coder": coder.value, "codebook": chosen.version}
    encoder = load_encoder() if (cv or curve) and model == Tier.accurate else None
    with progress_bar(quiet) as progress:
        if curve:
            points = learning_curve(
                examples,
                chosen,
                more=more,
                coder=coder.value,
                encoder=encoder,
                progress=lambda done, total: progress(say(language, "training"), done, total),
            )
            scored = [(n, codings, score_outcomes(found, chosen)) for n, codings, found in points]
            last = scored[-1][2]
            note = say(language, "curve_note", n=last.passages, groups=last.groups)
            show([curve_table(scored, lang=language)], form, output, foot=[note], quiet=quiet, lang=language)
            return
        if cv:
            outcomes = cross_validate(
                examples,
                chosen,
                more=more,
                coder=coder.value,
                encoder=encoder,
                progress=lambda done, total: progress(say(language, "training"), done, total),
            )
            said = [say(language, "accuracy_cv", folds=FOLDS, **facts)]
        else:
            made = load_coder(chosen, model or study.model, coder.value)
            outcomes = code_examples(made, examples, lambda done, total: progress(say(language, "coding"), done, total))
            said = [say(language, "accuracy_coder", model=made.model.version if made.model else "-", **facts)]
            if made.model and was_trained_on(made.model.report, gold):
                said.insert(0, say(language, "accuracy_seen", file=gold))
    accuracy = score_outcomes(outcomes, chosen)
    tables = accuracy_tables(accuracy, chosen, lang=language)
    if confusions:
        tables.append(confusion_table(outcomes, chosen, confusions, lang=language))
    show(
        tables,
        form,
        output,
        foot=[*accuracy_notes(accuracy, lang=language), *said],
        lang=language,
        quiet=quiet,
    )
    if fail_under is not None and accuracy.micro.f1 < fail_under:
        tell(f"gigtext: micro-F1 {accuracy.micro.f1:.3f} is under --fail-under {fail_under:g}")
        raise typer.Exit(PROBLEMS)


@app.command(rich_help_panel=PANEL)
def explain(
    passage: Annotated[str, typer.Argument(metavar="PASSAGE|ID", help="Talk, in quotation marks, or a passage's id.")],
    theme: Annotated[str | None, typer.Option("--theme", help="Only this theme.")] = None,
    results: ResultsOption = None,
    codebook: CodebookOption = None,
    model: ModelOption = None,
    coder: CoderOption = CoderChoice.both,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show why a passage got its codes: patterns, words, how sure, and the nearest sentences of the codebook.

    **gigtext explain "beta sonde dapa order dua hari"**

    **gigtext explain I01:12 --theme pendapatan_tidak_pasti** a passage of the results in codings/
    """
    from gigtext.analysis.explaining import explain_passage
    from gigtext.analysis.selection import find_theme
    from gigtext.codebook import load_codebook
    from gigtext.machine import load_coder
    from gigtext.store import find_passage

    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    chosen = load_codebook(codebook or study.codebook)
    code = find_theme(chosen, theme).name if theme else None
    text = find_passage(results or study.results or Path("codings"), passage) or passage
    if not text.strip():
        raise InputError("nothing to explain: give a passage in quotation marks, or the id of one")
    made = load_coder(chosen, model or study.model, coder.value)
    show(explain_passage(made, text, code=code, lang=language), form, output, quiet=quiet, lang=language)
