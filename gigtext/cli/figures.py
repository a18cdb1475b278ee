"""Findings as figures: plot."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gigtext.cli import app
from gigtext.cli.opening import names, open_for_reading
from gigtext.cli.options import (
    ByOption,
    DomainOption,
    LangOption,
    QuietOption,
    ResultsOption,
    UnitName,
    UnitOption,
    WhereOption,
    chosen_language,
)
from gigtext.cli.screen import tell
from gigtext.errors import InputError
from gigtext.study import load_study

PANEL = "Findings"
SUFFIXES = (".svg", ".png")


class FigureName(StrEnum):
    themes = "themes"
    cooccur = "cooccur"
    saturation = "saturation"
    timeline = "timeline"


@app.command(rich_help_panel=PANEL)
def plot(
    figure: Annotated[FigureName, typer.Argument(metavar="FIGURE", help="themes, cooccur, saturation or timeline.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Target, .svg or .png.")],
    by: ByOption = None,
    where: WhereOption = None,
    domain: DomainOption = None,
    unit: UnitOption = UnitName.passage,
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="The transcript of a timeline.")
    ] = None,
    rows: Annotated[str | None, typer.Option("--rows", metavar="DOMAIN|THEME", help="One side of cooccur.")] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="DOMAIN|THEME", help="The other side of cooccur.")
    ] = None,
    scale: Annotated[float, typer.Option("--scale", min=0.5, max=10, help="Size of a PNG; 3 suits print.")] = 3,
    results: ResultsOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> None:
    """A figure for the thesis, as SVG or PNG.

    **gigtext plot themes --by generation -o tema.svg**

    **gigtext plot cooccur --rows tantangan --columns strategi -o peta.svg**

    **gigtext plot timeline --document N1 -o n1.png**
    """
    from gigtext import figures
    from gigtext.analysis.cooccurrence import cooccurrence
    from gigtext.analysis.saturation import saturation
    from gigtext.analysis.summaries import summarise
    from gigtext.analysis.timelines import timeline_table
    from gigtext.store import atomic_write, replacing

    if output.suffix.casefold() not in SUFFIXES:
        raise InputError(f"{output}: the suffix names the format; use {' or '.join(SUFFIXES)}")
    if (figure is FigureName.timeline) != bool(document):
        raise InputError("a timeline is of one transcript: gigtext plot timeline --document ID -o FILE.svg")
    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    opened = open_for_reading(results, study, language, quiet)
    match figure:
        case FigureName.themes:
            tables = summarise(opened, by=names(by), where=where or (), unit=unit.value, domain=domain, lang=language)
            spec = figures.theme_bars(tables, language)
        case FigureName.cooccur:
            crossed = bool(rows or columns)
            pairs = cooccurrence(
                opened,
                window="interview" if crossed else "passage",
                rows=rows,
                columns=columns,
                where=where or (),
                lang=language,
            )
            spec = figures.heat_map(pairs[0], language, crossed=bool(rows and columns))
        case FigureName.saturation:
            spec = figures.saturation_curve(saturation(opened, where=where or (), lang=language), language)
        case FigureName.timeline:
            spec = figures.timeline(timeline_table(opened, document or "", lang=language), language)
    if not spec["data"]["values"]:
        raise InputError("nothing to draw: no passage is coded firmly here; look at gigtext summarize")
    if output.suffix.casefold() == ".svg":
        svg = figures.as_svg(spec, language)
        with atomic_write(output) as file:
            file.write(svg)
    else:
        png = figures.as_png(spec, language, scale)
        with replacing(output) as temporary:
            temporary.write_bytes(png)
    tell(f"written: {output}", quiet=quiet)
