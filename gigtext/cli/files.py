"""People and files: import, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gigtext.cli import GigtextGroup, app
from gigtext.cli.options import (
    ByOption,
    FormatName,
    LangOption,
    QuietOption,
    ResultsOption,
    WhereOption,
    chosen_language,
)
from gigtext.cli.screen import tell, writing
from gigtext.errors import InputError
from gigtext.records import MACHINES
from gigtext.study import load_study

PANEL = "People and files"

imports = typer.Typer(cls=GigtextGroup, no_args_is_help=True, help="Take in what people decided.")
exports = typer.Typer(cls=GigtextGroup, no_args_is_help=True, help="Write results for other programs.")
app.add_typer(imports, name="import", rich_help_panel=PANEL)
app.add_typer(exports, name="export", rich_help_panel=PANEL)


@imports.command("codings")
def import_codings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An edited codings.csv or .xlsx.")],
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Who decided.")],
    results: ResultsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Keep the decisions (ya/tidak, replacing code, memo) of an edited codings.csv as a person's.

    **gigtext import codings codings/codings.csv --coder Rina**
    """
    from datetime import UTC, datetime

    from gigtext.exchange.spreadsheet import read_decisions
    from gigtext.judgements import append_judgements
    from gigtext.store import decisions_path, open_results

    name = coder.strip()
    if not name or name in MACHINES:
        raise InputError(f'--coder "{coder}" is not a person; give the name of who decided')
    opened = open_results(results or load_study(Path.cwd()).results or Path("codings"))
    read = read_decisions(opened, file, coder=name, date=datetime.now(UTC).date().isoformat())
    target = decisions_path(opened.folder, opened.run)
    added = append_judgements(target, read.judgements)
    tell(f"{file}: {read.rows} rows decided, {added} new decisions by {name} kept in {target}", quiet=quiet)
    tell("next: gigtext summarize (every table obeys them)", quiet=quiet)


@exports.command("codings")
def export_codings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .csv or .xlsx.")],
    results: ResultsOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> None:
    """One row per passage and code, with everything a spreadsheet needs.

    **gigtext export codings kode.xlsx**
    """
    from gigtext.exchange.spreadsheet import has_unsaved_decisions, write_codings
    from gigtext.store import open_results

    want_suffix(file, ".csv", ".xlsx")
    study = load_study(Path.cwd())
    opened = open_results(results or study.results or Path("codings"))
    if file.exists() and has_unsaved_decisions(file):
        raise InputError(
            f"{file}: holds decisions that a person wrote; take them in first (gigtext import codings {file} --coder NAME)"
            " or choose another name"
        )
    with writing(file):
        rows = write_codings(opened, file, lang=chosen_language(lang, study))
    tell(f"written: {file} ({rows} rows)", quiet=quiet)


@exports.command("passages")
def export_passages(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .jsonl.")],
    results: ResultsOption = None,
    quiet: QuietOption = False,
) -> None:
    """One JSON line per participant passage with its codes.

    **gigtext export passages passages.jsonl**
    """
    from gigtext.exchange.passages import write_passages
    from gigtext.store import open_results

    want_suffix(file, ".jsonl")
    opened = open_results(results or load_study(Path.cwd()).results or Path("codings"))
    with writing(file):
        passages = write_passages(opened, file)
    tell(f"written: {file} ({passages} passages)", quiet=quiet)


@exports.command("tables")
def export_tables(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .xlsx, .docx, .tex or .md.")],
    by: ByOption = None,
    where: WhereOption = None,
    quotations: Annotated[
        int, typer.Option("--quotations", metavar="N", min=0, help="Quotations per theme; 0 for none.")
    ] = 3,
    results: ResultsOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> None:
    """All the findings in one file: theme tables, the comparison of groups, quotations of every theme.

    **gigtext export tables temuan.xlsx --by generation**
    """
    from gigtext.analysis.quotations import quotations as find_quotations
    from gigtext.analysis.summaries import foot, summarise, theme_tables
    from gigtext.cli.opening import names, open_for_reading
    from gigtext.cli.screen import write

    want_suffix(file, ".xlsx", ".docx", ".tex", ".md")
    opened, language = open_for_reading(results, lang, quiet)
    tables = [] if where else theme_tables(opened, lang=language)
    if by or where:
        tables += summarise(opened, by=names(by), where=where or (), lang=language)
    for code in opened.codebook.codes if quotations else ():
        found = find_quotations(opened, code, by=names(by), where=where or (), count=quotations, lang=language)
        tables += [found] if found.rows else []
    write(tables, FormatName.table, file, foot=foot(opened, lang=language), lang=language)
    tell(f"written: {file} ({len(tables)} tables)", quiet=quiet)


@exports.command("chapter")
def export_chapter(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .docx.")],
    by: ByOption = None,
    where: WhereOption = None,
    quotations: Annotated[int, typer.Option("--quotations", metavar="N", min=0, help="Quotations per theme.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE, whatever was written in it.")] = False,
    results: ResultsOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> None:
    """The findings as a Word chapter (Bab IV): how it was coded, tables, definitions, quotations, groups side by side.

    **gigtext export chapter bab4.docx** compares generations where they are known

    **gigtext export chapter bab4.docx --by gender --lang en**
    """
    from gigtext.cli.opening import names, open_for_reading
    from gigtext.exchange.chapter import write_chapter

    want_suffix(file, ".docx")
    opened, language = open_for_reading(results, lang, quiet)
    chosen = names(by) or ["generation"] * ("generation" in opened.attributes)
    with writing(file):
        tables = write_chapter(
            opened, file, by=chosen, where=where or (), quotations=quotations, force=force, lang=language
        )
    tell(f"written: {file} ({tables} tables)", quiet=quiet)


def want_suffix(file: Path, *suffixes: str) -> None:
    """InputError unless `file` ends in one of `suffixes`."""
    if file.suffix.casefold() not in suffixes:
        raise InputError(f"{file}: the suffix names the format; use {' or '.join(suffixes)}")
