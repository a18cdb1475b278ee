"""Figures: a `Table` → a Vega-Lite specification (a plain dict), and that → SVG or PNG.

A figure shows the numbers of its table and no others: the rows are its data. The same specifications are drawn by
`gigtext plot` (vl-convert-python, no browser, no network) and inside the page of `gigtext report`.
Colours: Okabe & Ito (2008), told apart by colour-blind readers and, in this order, in grey print.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.wording import decimal, say

Spec = dict[str, Any]

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#F0E442")
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""Names the language of the specification; nothing is read from there."""
WIDTH = 420
ROW = 15
"""Pixels per bar."""
POINTS_PER_INCH = 96
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


def theme_bars(tables: Sequence[Table], lang: str = "id") -> Spec:
    """Themes by group, one bar per group: percent of the group's passages, informants where the tables count those.

    `tables`: as `analysis.summaries.summarise` gives them.
    """
    values: list[dict[str, Cell]] = []
    names: list[str] = []
    groups: list[str] = []
    for table in tables:
        columns = [column.name for column in table.columns]
        for row in table.rows:
            cells = dict(zip(columns, row, strict=True))
            names.append(str(cells["theme"]))
            for column in table.columns:
                if not column.group or not column.name.endswith("_n"):
                    continue
                key = column.name.removesuffix("_n")
                label = ", ".join(column.group.split("\n"))
                if label not in groups:
                    groups.append(label)
                by_passage = f"{key}_participants" in cells
                value = cells[f"{key}_percent"] if by_passage else cells[column.name]
                values.append(
                    {
                        "theme": str(cells["theme"]),
                        "group": label,
                        "value": value,
                        "n": cells[column.name],
                    }
                )
    by_passage = any(column.name.endswith("_participants") for table in tables for column in table.columns)
    axis = say(lang, "figure_percent" if by_passage else "figure_informants")
    several = len(groups) > 1
    return _spec(
        {
            "data": {"values": values},
            "mark": {"type": "bar", "tooltip": True},
            "height": {"step": ROW},
            "width": WIDTH,
            "encoding": {
                "y": {
                    "field": "theme",
                    "type": "nominal",
                    "sort": names,
                    "title": None,
                    "axis": {"labelLimit": 0, "ticks": False, "domain": False},
                },
                "x": {"field": "value", "type": "quantitative", "title": axis, "axis": {"grid": True}},
                **({"yOffset": {"field": "group", "sort": groups}} if several else {}),
                "color": {
                    "field": "group",
                    "type": "nominal",
                    "sort": groups,
                    "scale": {"domain": groups, "range": _colours(len(groups))},
                    "legend": _legend(None) if several else None,
                },
                "tooltip": [
                    {"field": "theme", "title": say(lang, "theme")},
                    {"field": "group", "title": say(lang, "figure_group")},
                    {"field": "value", "title": axis, "format": ".1f" if by_passage else "d"},
                    {"field": "n", "title": "n"},
                ],
            },
        },
        lang,
    )


def heat_map(table: Table, lang: str = "id", *, crossed: bool = False) -> Spec:
    """Pairs of themes by the number of windows they share; `table`: the first one of `analysis.cooccurrence`.

    `crossed`: the two sides are different domains, and each pair stands once.
    """
    rows = _rows(table)
    values = [
        {"a": x, "b": y, "both": row["both"], "jaccard": row["jaccard"], "lift": row["lift"]}
        for row in rows
        for x, y in ((row["theme_a"], row["theme_b"]), (row["theme_b"], row["theme_a"]))
    ]
    if crossed:
        values = values[::2]
    first = list(dict.fromkeys(str(row["theme_a"]) for row in rows))
    second = list(dict.fromkeys(str(row["theme_b"]) for row in rows))
    every = sorted({*first, *second})
    most = max((int(row["both"] or 0) for row in rows), default=1)
    axis: Spec = {"labelLimit": 0, "ticks": False, "domain": False}
    base: Spec = {
        "x": {
            "field": "b",
            "type": "nominal",
            "sort": sorted(second) if crossed else every,
            "title": None,
            "axis": {**axis, "labelAngle": -45},
        },
        "y": {
            "field": "a",
            "type": "nominal",
            "sort": sorted(first) if crossed else every,
            "title": None,
            "axis": axis,
        },
        "tooltip": [
            {"field": "a", "title": "A"},
            {"field": "b", "title": "B"},
            {"field": "both", "title": say(lang, "figure_together")},
            {"field": "jaccard", "title": "Jaccard", "format": ".2f"},
            {"field": "lift", "title": "lift", "format": ".2f"},
        ],
    }
    colour = {
        "field": "both",
        "type": "quantitative",
        "title": say(lang, "figure_together"),
        "scale": {"scheme": "blues", "domain": [0, most]},
        "legend": {"tickMinStep": 1, "format": "d"},
    }
    text = {"condition": {"test": f"datum.both > {most * 0.55}", "value": "white"}, "value": "#222"}
    return _spec(
        {
            "data": {"values": values},
            "width": {"step": 24},
            "height": {"step": 20},
            "layer": [
                {"mark": {"type": "rect", "stroke": "white"}, "encoding": {**base, "color": colour}},
                {
                    "mark": {"type": "text", "fontSize": 10},
                    "encoding": {**base, "text": {"field": "both"}, "color": text},
                },
            ],
        },
        lang,
    )


def saturation_curve(table: Table, lang: str = "id") -> Spec:
    """Coverage of the codebook after each interview, in file order and over random orders."""
    rows = _rows(table)
    in_order, random = say(lang, "figure_file_order"), say(lang, "figure_random")
    values = [{**row, "ordered": in_order, "random": random} for row in rows]
    x = {
        "field": "interviews",
        "type": "quantitative",
        "title": say(lang, "figure_interviews"),
        "axis": {"tickMinStep": 1, "format": "d", "grid": False},
        "scale": {"domain": [1, max(2, len(rows))], "nice": False},
    }
    y = {"type": "quantitative", "title": say(lang, "figure_coverage"), "scale": {"domain": [0, 100]}}
    colour = {
        "type": "nominal",
        "scale": {"domain": [in_order, random], "range": list(COLOURS[:2])},
        "legend": _legend(None),
    }
    tooltip = [
        {"field": column.name, "title": ": ".join([*column.group.split("\n"), column.heading] if column.group else [column.heading])}
        for column in table.columns
    ]  # fmt: skip
    return _spec(
        {
            "data": {"values": values},
            "width": WIDTH,
            "height": 260,
            "layer": [
                {
                    "mark": {"type": "area", "opacity": 0.25},
                    "encoding": {
                        "x": x,
                        "y": {**y, "field": "low"},
                        "y2": {"field": "high"},
                        "color": {**colour, "field": "random"},
                    },
                },
                {
                    "mark": {"type": "line", "strokeDash": [5, 3]},
                    "encoding": {"x": x, "y": {**y, "field": "mean"}, "color": {**colour, "field": "random"}},
                },
                {
                    "mark": {"type": "line", "point": True},
                    "encoding": {
                        "x": x,
                        "y": {**y, "field": "coverage"},
                        "color": {**colour, "field": "ordered"},
                        "tooltip": tooltip,
                    },
                },
            ],
        },
        lang,
    )


def timeline(table: Table, lang: str = "id") -> Spec:
    """Codes along the passages of one interview; firm ones filled, suggested ones open (`analysis.timelines`)."""
    rows = _rows(table)
    firm, suggested = say(lang, "status_firm"), say(lang, "status_suggested")
    last = max((int(row["number"] or 0) for row in rows), default=1)
    return _spec(
        {
            "data": {"values": rows},
            "width": WIDTH + 120,
            "height": {"step": 18},
            "mark": {"type": "point", "size": 70, "strokeWidth": 1.5, "color": COLOURS[0], "opacity": 1},
            "encoding": {
                "x": {
                    "field": "number",
                    "type": "quantitative",
                    "title": say(lang, "timeline_passage"),
                    "axis": {"tickMinStep": 1, "format": "d"},
                    "scale": {"domain": [0, last + 1], "nice": False},
                },
                "y": {
                    "field": "theme",
                    "type": "nominal",
                    "sort": None,
                    "title": None,
                    "axis": {"labelLimit": 0, "grid": True, "ticks": False, "domain": False},
                },
                "fill": {
                    "field": "status",
                    "type": "nominal",
                    "scale": {"domain": [firm, suggested], "range": [COLOURS[0], "white"]},
                    "legend": {**_legend(None), "symbolStrokeColor": COLOURS[0], "symbolStrokeWidth": 1.5},
                },
                "tooltip": [
                    {"field": column.name, "title": column.heading}
                    for column in table.columns
                    if column.name in ("number", "line", "who", "theme", "status", "score")
                ],
            },
        },
        lang,
    )


def as_svg(spec: Spec, lang: str = "id") -> str:
    """The figure as SVG text. Raises InputError when vl-convert-python is not installed."""
    return str(_converter().vegalite_to_svg(spec, format_locale=_locale(lang), allowed_base_urls=[]))


def as_png(spec: Spec, lang: str = "id", scale: float = 2.0) -> bytes:
    """The figure as PNG, `scale` times 96 points to the inch. Raises InputError when vl-convert-python is not installed."""
    converter = _converter()
    return bytes(
        converter.vegalite_to_png(
            spec, scale=scale, ppi=POINTS_PER_INCH, format_locale=_locale(lang), allowed_base_urls=[]
        )
    )


def is_installed() -> bool:
    """Whether vl-convert-python is there (`pip install "gigtext[figures]"`)."""
    return find_spec("vl_convert") is not None


def drawing_script() -> str:
    """JavaScript that draws specifications in a page (`window.vegaEmbed`). Raises InputError without vl-convert-python."""
    return str(_converter().javascript_bundle())


def _converter() -> Any:
    if not is_installed():
        raise InputError(
            'figures need vl-convert-python, which is not installed; add it: pip install "gigtext[figures]"'
        )
    import vl_convert

    return vl_convert


def _spec(content: Spec, lang: str) -> Spec:
    axis = {
        "labelFont": _FONT,
        "titleFont": _FONT,
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "titleFontSize": 11,
        "gridColor": "#e4e4e4",
        "labelColor": "#222",
        "titleColor": "#444",
    }
    legend = {"labelFont": _FONT, "titleFont": _FONT, "titleFontWeight": "normal", "labelLimit": 0, "labelFontSize": 11}
    config = {
        "view": {"stroke": None},
        "axis": axis,
        "legend": legend,
        "font": _FONT,
        "background": "white",
        "locale": {"number": _locale(lang)},
    }
    return {"$schema": SCHEMA, "padding": 8, **content, "config": config}


def _legend(title: str | None) -> Spec:
    return {"title": title, "orient": "top", "direction": "horizontal", "columns": 2}


def _locale(lang: str) -> Spec:
    """Number signs of `lang`, in d3's words."""
    mark = decimal(0.5, lang)[1]
    return {"decimal": mark, "thousands": "." if mark == "," else ",", "grouping": [3], "currency": ["", ""]}


def _colours(n: int) -> list[str]:
    return [COLOURS[i % len(COLOURS)] for i in range(n)]


def _rows(table: Table) -> list[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]
