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
    Lang,
    LangOption,
    ModelOption,
    OutputOption,
    QuietOption,
)
from gigtext.cli.screen import progress_bar, show, tell
from gigtext.study import load_study

PANEL = "Model"
PROBLEMS = 1


@app.command(rich_help_panel=PANEL)
def train(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Coded passages: .jsonl, .csv, interview .json.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder of the new model.")] = Path("model"),
    codebook: CodebookOption = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed and material, same model.")] = 0,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Train the classifier on coded passages.

    **gigtext train examples/training --to model** then gigtext code transcripts/ --model model
    """
    from gigtext.classifier.examples import checksums, read_training
    from gigtext.classifier.model import check_target, save_model
    from gigtext.classifier.report import training_table
    from gigtext.classifier.training import train as train_model
    from gigtext.codebook import load_codebook

    study = load_study(Path.cwd())
    check_target(to)
    chosen = load_codebook(codebook or study.codebook)
    examples = read_training(folder)
    with progress_bar(quiet) as progress:
        facts = {"codebook": chosen.version, "files": checksums([folder])}
        model = train_model(
            examples, chosen, seed=seed, facts=facts, progress=lambda done, total: progress("train", done, total)
        )
    save_model(model, to)
    language = (lang or Lang(study.lang or "id")).value
    show([training_table(model, chosen, language)], form, output, quiet=quiet)
    tell(f"written: {to} (model {model.version}); use it with: gigtext code … --model {to}", quiet=quiet)


@app.command(rich_help_panel=PANEL)
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Coded passages: .jsonl, .csv, interview .json, or a folder.")
    ],
    cv: Annotated[
        bool, typer.Option("--cv", help="Train on GOLD itself and test on held-out pages or interviews.")
    ] = False,
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
    """Compare the coder with passages that people coded: precision, recall, F1 per theme, domain and over all.

    **gigtext evaluate gold.jsonl --fail-under 0.5**

    **gigtext evaluate examples/training --cv**
    """
    from gigtext.analysis.accuracy import accuracy_notes, accuracy_tables
    from gigtext.codebook import load_codebook
    from gigtext.evaluation import evaluate as evaluate_gold
    from gigtext.wording import say

    study = load_study(Path.cwd())
    language = (lang or Lang(study.lang or "id")).value
    chosen = load_codebook(codebook or study.codebook)
    with progress_bar(quiet) as progress:
        result = evaluate_gold(
            gold,
            chosen,
            model=model or study.model,
            coder=coder.value,
            cross_validate=cv,
            progress=lambda done, total: progress(say(language, "coding"), done, total),
        )
    notes = accuracy_notes(result.accuracy, language)
    if cv:
        notes.append(say(language, "evaluated_cv"))
    if result.seen:
        notes.append(say(language, "evaluated_seen"))
    tables = accuracy_tables(result.accuracy, chosen, lang=language, notes=notes)
    show(tables, form, output, quiet=quiet)
    f1 = result.accuracy.micro().f1
    if fail_under is not None and f1 < fail_under:
        tell(f"gigtext: micro-F1 {f1:.3f} is under --fail-under {fail_under:g}")
        raise typer.Exit(PROBLEMS)
