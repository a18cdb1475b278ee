"""Findings in the talk itself: cooccur, saturation, keywords, kwic, matrix."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gigtext.cli import app
from gigtext.cli.opening import open_for_reading
from gigtext.cli.options import (
    FormatName,
    FormatOption,
    LangOption,
    OutputOption,
    QuietOption,
    ResultsOption,
    UnitName,
    WhereOption,
)
from gigtext.cli.screen import show, tell
from gigtext.errors import InputError

PANEL = "Findings"

KWIC_WIDTH = 40
KWIC_BESIDE = 84
"""About how many columns of a terminal the other columns of a concordance need."""


class WindowName(StrEnum):
    passage = "passage"
    turn = "turn"
    interview = "interview"


@app.command(rich_help_panel=PANEL)
def cooccur(
    rows: Annotated[
        str | None, typer.Option("--rows", metavar="DOMAIN|THEME", help="The first theme is of this domain.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="DOMAIN|THEME", help="The second theme is of this domain.")
    ] = None,
    window: Annotated[
        WindowName | None,
        typer.Option(
            "--window",
            help="Where two themes must meet.",
            show_default="passage; interview with --rows or --columns",
        ),
    ] = None,
    quotations: Annotated[
        int | None,
        typer.Option(
            "--quotations",
            min=0,
            help="Informants quoted per pair.",
            show_default="0; 1 with --rows and --columns",
        ),
    ] = None,
    where: WhereOption = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Which themes are spoken of together, with Jaccard and lift.

    **gigtext cooccur**

    **gigtext cooccur --rows tantangan --columns strategi** which challenge is met by which strategy, with quotations
    """
    from gigtext.analysis.cooccurrence import cooccurrence

    opened, language = open_for_reading(results, lang, quiet)
    tables = cooccurrence(
        opened,
        window=window.value if window else None,
        rows=rows,
        columns=columns,
        where=where or (),
        quotations=quotations if quotations is not None else int(bool(rows and columns)),
        lang=language,
    )
    show(tables, form, output, quiet=quiet, lang=language)


@app.command(rich_help_panel=PANEL)
def saturation(
    where: WhereOption = None,
    orders: Annotated[int, typer.Option("--orders", min=1, help="Random orders of the interviews.")] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed, same random orders.")] = 0,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """How much of the codebook each further interview adds, in file order and over random orders.

    **gigtext saturation**

    **gigtext saturation --where generation=Z --format csv -o kejenuhan.csv**
    """
    from gigtext.analysis.saturation import saturation as count_saturation

    opened, language = open_for_reading(results, lang, quiet)
    table = count_saturation(opened, where=where or (), orders=orders, seed=seed, lang=language)
    show([table], form, output, quiet=quiet, lang=language)


@app.command(rich_help_panel=PANEL)
def keywords(
    by: Annotated[
        str, typer.Option("--by", metavar="ATTRIBUTE|theme", help="Compare groups of an attribute, or the themes.")
    ],
    theme: Annotated[str | None, typer.Option("--theme", metavar="THEME", help="Only this theme's passages.")] = None,
    where: WhereOption = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="Words per group.")] = 20,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Distinctive words per group or theme: log-odds z and log-likelihood.

    **gigtext keywords --by generation**

    **gigtext keywords --by theme --theme networking -n 10**
    """
    from gigtext.analysis.keywords import keywords as find_keywords

    opened, language = open_for_reading(results, lang, quiet)
    tables = find_keywords(opened, by=by, theme=theme, where=where or (), count=count, lang=language)
    show(tables, form, output, quiet=quiet, lang=language)


@app.command(rich_help_panel=PANEL)
def kwic(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN", help="As under patterns: in a codebook.")],
    where: WhereOption = None,
    width: Annotated[
        int | None,
        typer.Option("--width", min=1, help="Characters on either side.", show_default="40, or what the terminal has"),
    ] = None,
    limit: Annotated[int | None, typer.Option("-n", "--limit", min=1, help="Show the first hits only.")] = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Every place where a pattern matches, with the words around it.

    **gigtext kwic "(atur|tentukan) waktu"** finds "ngatur waktunya", too

    **gigtext kwic "order ... (sepi|turun)" --where generation=Z**
    """
    from gigtext.analysis.concordance import kwic as find_hits

    opened, language = open_for_reading(results, lang, quiet)
    around = width or _usual_width(form, output)
    table = find_hits(opened, pattern, where=where or (), width=around, limit=limit, lang=language)
    show([table], form, output, quiet=quiet, lang=language)


def _usual_width(form: FormatName, output: Path | None) -> int:
    import shutil
    import sys

    if form is not FormatName.table or output is not None or not sys.stdout.isatty():
        return KWIC_WIDTH
    return max(16, min(KWIC_WIDTH, (shutil.get_terminal_size().columns - KWIC_BESIDE) // 2))


@app.command(rich_help_panel=PANEL)
def matrix(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Target, .csv, .parquet or .sav (SPSS); shown without.", show_default=False
        ),
    ] = None,
    unit: Annotated[
        UnitName | None,
        typer.Option("--unit", help="participant: 0/1 only; passage: numbers only.", show_default="both"),
    ] = None,
    where: WhereOption = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    quiet: QuietOption = False,
) -> None:
    """Informant × theme, 0/1 and numbers of passages, with attributes: for R, SPSS and others.

    **gigtext matrix matriks.sav**

    **gigtext matrix matriks.csv --unit participant**
    """
    from gigtext.analysis.matrix import matrix_table
    from gigtext.exchange.matrix import SUFFIXES, write_matrix

    if file is not None and file.suffix.casefold() not in SUFFIXES:
        raise InputError(f"{file}: the suffix names the format; use {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")
    opened, language = open_for_reading(results, lang, quiet)
    if file is None:
        show(
            [matrix_table(opened, where=where or (), block=unit.value if unit else "both", lang=language)],
            form,
            None,
            lang=language,
            quiet=quiet,
        )
        return
    count = write_matrix(opened, file, where=where or (), block=unit.value if unit else "both", lang=language)
    tell(f"written: {file} ({count} informants)", quiet=quiet)
