"""Study: init, code, summarize, quotes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gigtext.cli import app
from gigtext.cli.opening import names, open_for_reading
from gigtext.cli.options import (
    ByOption,
    CodebookOption,
    CoderChoice,
    CoderOption,
    DomainOption,
    EngineName,
    FormatName,
    FormatOption,
    Lang,
    LangOption,
    LevelName,
    LevelOption,
    LogName,
    ModelOption,
    OutputOption,
    QuietOption,
    ResultsOption,
    SplitName,
    StrictOption,
    UnitName,
    UnitOption,
    WhereOption,
    chosen_language,
)
from gigtext.cli.screen import log_event, progress_bar, show, tell
from gigtext.errors import InputError
from gigtext.study import load_study

PANEL = "Study"
PROBLEMS = 1


@app.command(rich_help_panel=PANEL)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new study.")],
    lang: LangOption = None,
) -> None:
    """Start a new study: settings, codebook, participants file, sample transcript.

    **gigtext init skripsi/** then put your transcripts into skripsi/transcripts/
    """
    from gigtext.starter import write_study

    for path in write_study(folder, lang=(lang or Lang.id).value):
        tell(f"written: {path}")
    tell(f"next: cd {folder} && gigtext code transcripts")


@app.command(rich_help_panel=PANEL)
def code(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS...", help="Transcripts: files, folders (with all below), or - for stdin.", show_default=False
        ),
    ] = None,
    results: ResultsOption = None,
    codebook: CodebookOption = None,
    model: ModelOption = None,
    coder: CoderOption = CoderChoice.both,
    participants: Annotated[
        Path | None,
        typer.Option(
            "--participants",
            metavar="FILE",
            help="Participants (.csv, .xlsx).",
            show_default="found by the transcripts",
        ),
    ] = None,
    interviewer: Annotated[
        list[str] | None,
        typer.Option(
            "--interviewer",
            metavar="LABEL",
            help="Speaker label of an interviewer; repeatable.",
            show_default="inferred",
        ),
    ] = None,
    split: Annotated[
        SplitName | None, typer.Option("--split", help="How turns are cut.", show_default="passage")
    ] = None,
    text_column: Annotated[
        str | None,
        typer.Option("--text-column", metavar="NAME", help="Column of the answers in tables.", show_default="found"),
    ] = None,
    question_column: Annotated[
        str | None, typer.Option("--question-column", metavar="NAME", help="Column of the questions in tables.")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="People's decisions.",
            show_default="gigtext-decisions.csv by the transcripts",
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="processes: several cores, for very much talk; dask: a cluster.")
    ] = EngineName.inline,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Of processes or a local dask.", show_default="one per core"
        ),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="URL", help="A running Dask scheduler: tcp://host:8786.")
    ] = None,
    log: Annotated[
        LogName, typer.Option("--log-format", help="json: what happens as JSON lines on stderr, for batch jobs.")
    ] = LogName.text,
    level: LevelOption = LevelName.theme,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
    strict: StrictOption = False,
) -> None:
    """Code transcripts and show how often each theme is spoken of.

    **gigtext code transcripts/**

    **gigtext code wawancara.docx --interviewer Dewi**

    **cat wawancara.txt | gigtext code - --format json**
    """
    from gigtext.analysis.summaries import foot, theme_tables
    from gigtext.pipeline import Request, code_study
    from gigtext.store import open_results

    study = load_study(Path.cwd())
    chosen = list(paths or ([str(study.transcripts)] if study.transcripts else []))
    if scheduler and engine is not EngineName.dask:
        raise InputError("--scheduler goes with --engine dask")
    if not chosen:
        raise InputError("no transcripts given; name files or folders: gigtext code transcripts/")
    folder = results or study.results or Path("codings")
    language = chosen_language(lang, study)
    with progress_bar(quiet, log) as progress:
        run = code_study(
            Request(
                paths=tuple(chosen),
                results=folder,
                codebook=codebook or study.codebook,
                model=model or study.model,
                coder=coder.value,
                participants=participants or study.participants,
                interviewer=tuple(interviewer or study.interviewer),
                split=(split.value if split else study.split) or "passage",
                text_column=text_column,
                question_column=question_column,
                decisions=decisions,
                lang=language,
                engine=engine.value,
                workers=workers,
                scheduler=scheduler,
            ),
            progress=progress,
        )
    if log is LogName.json:
        quiet = True  # notes come as events
        for skip in run.skipped:
            log_event("skipped", source=skip.source, reason=skip.reason)
        for note in run.notes:
            log_event("note", text=note)
        log_event("done", run=run.id, counts=dict(run.counts))
    opened = open_results(folder)
    next_command = "gigtext summarize --by generation" if "generation" in opened.attributes else "gigtext quotes"
    if folder != Path("codings") and study.results is None:
        next_command += f" --results {folder}"
    show(
        theme_tables(opened, level=level.value, lang=language),
        form,
        output,
        foot=foot(opened, lang=language, command=next_command),
        extra={"run": _run_json(opened)},
        lang=language,
        quiet=quiet,
    )
    if strict and run.skipped:
        tell(f"gigtext: {len(run.skipped)} skipped (--strict)")
        raise typer.Exit(PROBLEMS)


@app.command(rich_help_panel=PANEL)
def summarize(
    by: ByOption = None,
    where: WhereOption = None,
    level: LevelOption = LevelName.theme,
    unit: UnitOption = UnitName.passage,
    domain: DomainOption = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare the themes between groups of participants: one table per domain.

    **gigtext summarize --by generation**

    **gigtext summarize --by gender --domain tantangan --unit participant**

    **gigtext summarize --by occupation --where generation=Z --format csv -o tabel.csv**
    """
    from gigtext.analysis.summaries import summarise

    opened, language = open_for_reading(results, lang, quiet)
    tables = summarise(
        opened,
        by=names(by),
        where=where or (),
        level=level.value,
        unit=unit.value,
        domain=domain,
        lang=language,
    )
    show(tables, form, output, quiet=quiet, lang=language)


@app.command(rich_help_panel=PANEL)
def quotes(
    theme: Annotated[
        str | None, typer.Argument(metavar="THEME", help="Theme: name or label.", show_default=False)
    ] = None,
    by: ByOption = None,
    where: WhereOption = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="Quotations per group.")] = 5,
    contrary: Annotated[bool, typer.Option("--contrary", help="Passages that deny the theme.")] = False,
    uncoded: Annotated[bool, typer.Option("--uncoded", help="Passages that no theme caught.")] = False,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """The best quotations for a theme, one per participant before a second.

    **gigtext quotes networking --by generation -n 3**

    **gigtext quotes persepsi_stigma --contrary**

    **gigtext quotes --uncoded -n 20**
    """
    from gigtext.analysis.quotations import quotations
    from gigtext.analysis.selection import find_theme

    if contrary and uncoded:
        raise InputError("--contrary and --uncoded exclude each other; choose one")
    if not theme and not uncoded:
        raise InputError("no theme given; for instance: gigtext quotes networking (names: gigtext codebook show)")
    if theme and uncoded:
        raise InputError("--uncoded shows passages without any theme; leave the theme out")
    opened, language = open_for_reading(results, lang, quiet)
    found = quotations(
        opened,
        find_theme(opened.codebook, theme) if theme else None,
        by=names(by),
        where=where or (),
        count=count,
        contrary=contrary,
        uncoded=uncoded,
        lang=language,
    )
    show([found], form, output, quiet=quiet, lang=language)


def _run_json(opened) -> dict[str, object]:  # type: ignore[no-untyped-def]
    from dataclasses import asdict

    return {**asdict(opened.run), "judges": dict(opened.judges)}
