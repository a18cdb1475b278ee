"""Model: train, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gigtext.cli import app
from gigtext.cli.options import (
    CodebookOption,
    CoderChoice,
    FormatName,
    FormatOption,
    LangOption,
    ModelOption,
    OutputOption,
    QuietOption,
    Tier,
    chosen_language,
)
from gigtext.cli.screen import progress_bar, show, tell
from gigtext.errors import InputError
from gigtext.study import load_study

PANEL = "Model"
PROBLEMS = 1


@app.command(rich_help_panel=PANEL)
def train(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Coded passages: a folder or file of .jsonl, .csv, interview .json."),
    ],
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

    **gigtext train kode-saya.csv --codebook codebook.yaml -o model-saya**
    """
    from gigtext.analysis.accuracy_tables import training_notes, training_table
    from gigtext.classifier import read_training, save_model
    from gigtext.classifier import train as train_model
    from gigtext.classifier.encoder import load_encoder
    from gigtext.classifier.examples import checksums
    from gigtext.classifier.model import check_target
    from gigtext.codebook import load_codebook
    from gigtext.wording import say

    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    check_target(output)
    chosen = load_codebook(codebook or study.codebook)
    examples = read_training(folder)
    encoder = load_encoder() if model is Tier.accurate else None
    with progress_bar(quiet) as progress:
        trained = train_model(
            examples,
            chosen,
            seed=seed,
            encoder=encoder,
            facts={"codebook": chosen.version, "files": checksums([folder])},
            progress=lambda done, total: progress(say(language, "training"), done, total),
        )
    save_model(trained, output)
    show(
        [training_table(trained, chosen, lang=language)],
        form,
        None,
        foot=training_notes(trained, lang=language),
        quiet=quiet,
    )
    tell(f"written: {output} (model {trained.version}); use it with: gigtext code PATHS --model {output}", quiet=quiet)


@app.command(rich_help_panel=PANEL)
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Coded passages: .jsonl, .csv, interview .json, or a folder of them.")
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
    coder: Annotated[CoderChoice, typer.Option("--coder", help="Which machine coders take part.")] = CoderChoice.both,
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
    from gigtext.analysis.accuracy_tables import accuracy_notes, accuracy_tables
    from gigtext.classifier import read_gold, read_training
    from gigtext.classifier.encoder import load_encoder
    from gigtext.codebook import load_codebook
    from gigtext.evaluation import FOLDS, code_examples, cross_validate, was_trained_on
    from gigtext.pipeline import load_coder
    from gigtext.wording import say

    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    if cv and model not in (None, *Tier):
        raise InputError(
            "--cv trains its own models: --model fast or --model accurate; leave out --cv to measure that one"
        )
    if training and not cv:
        raise InputError("--training goes with --cv; add --cv, or measure a trained model with --model DIR")
    chosen = load_codebook(codebook or study.codebook)
    examples = read_gold(gold)
    more = read_training(training) if training else []
    facts = {"coder": coder.value, "codebook": chosen.version}
    with progress_bar(quiet) as progress:
        if cv:
            outcomes = cross_validate(
                examples,
                chosen,
                more=more,
                coder=coder.value,
                encoder=load_encoder() if model == Tier.accurate else None,
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
    show(
        accuracy_tables(accuracy, chosen, lang=language),
        form,
        output,
        foot=[*accuracy_notes(accuracy, lang=language), *said],
        quiet=quiet,
    )
    if fail_under is not None and accuracy.micro.f1 < fail_under:
        tell(f"gigtext: micro-F1 {accuracy.micro.f1:.3f} is under --fail-under {fail_under:g}")
        raise typer.Exit(PROBLEMS)
