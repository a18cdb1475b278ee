"""Figures and the report page: plot, report."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gigtext.cli import app
from gigtext.cli.opening import names, open_for_reading
from gigtext.cli.options import (
    ByOption,
    LangOption,
    LevelName,
    LevelOption,
    QuietOption,
    ResultsOption,
    UnitName,
    WhereOption,
)
from gigtext.cli.patterns import WindowName
from gigtext.cli.screen import tell, writing
from gigtext.errors import InputError

if TYPE_CHECKING:
    from gigtext.figures.specs import Spec
    from gigtext.records import Table
    from gigtext.store import Results


class FigureName(StrEnum):
    themes = "themes"
    cooccur = "cooccur"
    saturation = "saturation"
    timeline = "timeline"


class MeasureName(StrEnum):
    number = "count"
    percent = "percent"


class StrengthName(StrEnum):
    both = "both"
    jaccard = "jaccard"
    lift = "lift"


@app.command(rich_help_panel="Findings")
def plot(
    figure: Annotated[FigureName, typer.Argument(metavar="FIGURE", help="themes, cooccur, saturation or timeline.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Target, .svg or .png.", show_default="SVG to a pipe")
    ] = None,
    by: ByOption = None,
    where: WhereOption = None,
    level: LevelOption = LevelName.theme,
    unit: Annotated[UnitName, typer.Option("--unit", help="themes: what is counted.")] = UnitName.passage,
    domain: Annotated[str | None, typer.Option("--domain", metavar="NAME", help="themes: only this domain.")] = None,
    measure: Annotated[
        MeasureName | None,
        typer.Option(
            "--measure", help="themes: numbers, or percent of each group.", show_default="percent to compare passages"
        ),
    ] = None,
    rows: Annotated[
        str | None, typer.Option("--rows", metavar="DOMAIN|THEME", help="cooccur: the first theme is of this domain.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="DOMAIN|THEME", help="cooccur: the second theme is of this domain."),
    ] = None,
    window: Annotated[
        WindowName | None,
        typer.Option(
            "--window",
            help="cooccur: where two themes must meet.",
            show_default="passage; interview with --rows or --columns",
        ),
    ] = None,
    strength: Annotated[
        StrengthName, typer.Option("--strength", help="cooccur: what the colours show.")
    ] = StrengthName.both,
    document: Annotated[
        str | None, typer.Option("--document", metavar="NAME", help="timeline: which transcript.")
    ] = None,
    dpi: Annotated[int, typer.Option("--dpi", min=36, max=1200, help="PNG: pixels per inch.")] = 300,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The same as FILE.", show_default=False)
    ] = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> None:
    """Draw a figure for a thesis, as SVG or PNG, from the numbers of the tables.

    **gigtext plot themes --by generation -o tema.svg**

    **gigtext plot cooccur --rows tantangan --columns strategi -o heatmap.png**

    **gigtext plot saturation -o kejenuhan.png --dpi 300**

    **gigtext plot timeline --document N1 -o n1.svg**
    """
    from gigtext.figures.drawing import as_png, as_svg

    if file and output:
        raise InputError(f"two targets given, {file} and {output}; keep one")
    target = output or file
    if target and target.suffix.casefold() not in (".svg", ".png"):
        raise InputError(f"{target}: the suffix names the format; use .svg or .png")
    if target is None and sys.stdout.isatty():
        raise InputError(f"no file given; for instance: gigtext plot {figure.value} -o {figure.value}.svg")
    if figure is FigureName.timeline and document is None:
        raise InputError("no transcript given; for instance: gigtext plot timeline --document N1")
    opened, language = open_for_reading(results, lang, quiet)
    tables, spec = _draw(
        opened,
        figure,
        language,
        by=names(by),
        where=where or [],
        level=level,
        unit=unit,
        domain=domain,
        measure=measure,
        rows=rows,
        columns=columns,
        window=window,
        strength=strength,
        document=document,
    )
    if target is None:
        sys.stdout.write(as_svg(spec, lang=language) + "\n")
    elif target.suffix.casefold() == ".svg":
        _write(target, as_svg(spec, lang=language).encode())
    else:
        _write(target, as_png(spec, dpi=dpi, lang=language))
    for note in dict.fromkeys(note for table in tables for note in table.notes):
        tell(note, quiet=quiet)
    if target:
        tell(f"written: {target}", quiet=quiet)


@app.command(rich_help_panel="Study")
def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .html.")],
    by: ByOption = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> None:
    """The whole study as one HTML file to read, filter and print, without network.

    **gigtext report laporan.html --by generation**
    """
    from gigtext.report import report_page

    if file.suffix.casefold() not in (".html", ".htm"):
        raise InputError(f"{file}: a report is a page; use the suffix .html")
    _keep_others(file)
    opened, language = open_for_reading(results, lang, quiet)
    _write(file, report_page(opened, by=names(by), lang=language).encode())
    tell(
        f"written: {file} (open it in a browser; it holds the transcripts, so share it as you would share them)",
        quiet=quiet,
    )


def _keep_others(file: Path) -> None:
    """Raise InputError when `file` exists and is no report of ours."""
    from gigtext.report import GENERATOR

    if not file.exists():
        return
    with writing(file), file.open("rb") as existing:
        start = existing.read(2000)
    if GENERATOR.encode() not in start:
        raise InputError(f"{file}: is there already and is no report of gigtext; choose another name or remove it")


def _draw(
    opened: Results,
    figure: FigureName,
    lang: str,
    *,
    by: list[str],
    where: list[str],
    level: LevelName,
    unit: UnitName,
    domain: str | None,
    measure: MeasureName | None,
    rows: str | None,
    columns: str | None,
    window: WindowName | None,
    strength: StrengthName,
    document: str | None,
) -> tuple[list[Table], Spec]:
    """The tables of a figure and its specification."""
    from gigtext.figures import specs
    from gigtext.wording import pick

    codebook = opened.codebook
    if figure is FigureName.themes:
        from gigtext.analysis.summaries import summarise

        tables = summarise(opened, by=by, where=where, level=level.value, unit=unit.value, domain=domain, lang=lang)
        # groups differ in size: their numbers of passages do not compare
        chosen_measure = measure or (MeasureName.percent if by and unit is UnitName.passage else MeasureName.number)
        return tables, specs.theme_bars(*tables, measure=chosen_measure.value, lang=lang)
    if figure is FigureName.cooccur:
        from gigtext.analysis.cooccurrence import cooccurrence

        tables = cooccurrence(
            opened, window=window.value if window else None, rows=rows, columns=columns, where=where, lang=lang
        )
        order = [code.name for code in codebook.codes]
        return tables, specs.heat_map(tables[0], measure=strength.value, order=order, lang=lang)
    if figure is FigureName.saturation:
        from gigtext.analysis.saturation import saturation

        table = saturation(opened, where=where, lang=lang)
        return [table], specs.saturation_curve(table, lang=lang)
    from gigtext.analysis.timeline import find_document, timeline

    table = timeline(opened, find_document(opened, document or ""), lang=lang)
    if not table.rows:
        raise InputError(f"nothing to draw: {document} holds no coded passage")
    themes = {code.name: pick(code.label, lang, code.name) for code in codebook.codes}
    domains = [pick(each.label, lang, each.name) for each in codebook.domains]
    return [table], specs.timeline(table, themes=themes, domains=domains, lang=lang)


def _write(path: Path, content: bytes) -> None:
    from gigtext.places import atomic_bytes

    with writing(path):
        atomic_bytes(path, content)
