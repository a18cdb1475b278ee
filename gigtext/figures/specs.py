"""Table → Vega-Lite v5 specification (a plain dict). The values drawn are the cells of the table's rows, copied once.

Colours are those of Okabe & Ito (2008, "Color Universal Design"), told apart by people with any colour vision; they are
ordered so that neighbours differ in brightness too, and every bar carries its number, for print in grey.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from gigtext.errors import InputError
from gigtext.records import Table
from gigtext.wording import say

Spec = dict[str, Any]
"""A Vega-Lite v5 specification."""
Measure = Literal["count", "percent"]
Strength = Literal["both", "jaccard", "lift"]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""Names the version of the specification; nothing is ever loaded from there."""
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#F0E442", "#000000")
INK = "#222222"
WIDTH = 440
"""Pixels of the drawing area without labels, where a figure stands alone."""
LABEL_WIDTH = 42
"""Characters after which a label goes on in a second line."""


def theme_bars(*tables: Table, measure: Measure = "count", lang: str = "id") -> Spec:
    """Bars of every theme, groups beside each other: one drawing per table of `analysis.summaries.summarise`.

    Values: `code`, `theme`, `group` (key), `label`, `value` (the cell of `<group>_n` or `<group>_percent`; None is not
    drawn). All drawings share one scale. Raises InputError for more groups than colours, and when the tables hold no
    percentages.
    """
    suffix = "_n" if measure == "count" else "_percent"
    first = tables[0]
    labels: dict[str, str] = {}
    for column in first.columns:
        if column.group and column.name.endswith(suffix):
            name, *size = column.group.split("\n")
            labels[column.name.removesuffix(suffix)] = f"{name} ({', '.join(size)})" if size else name
    if not labels:
        raise InputError("these tables hold no percentages (fewer than 20 participants); draw counts instead")
    if len(labels) > len(COLOURS):
        raise InputError(
            f"{len(labels)} groups cannot be told apart in one figure (at most {len(COLOURS)}); "
            "choose an attribute with fewer values, or some of them with --where"
        )
    by_passage = any(column.name.endswith("_participants") for column in first.columns)
    title = say(lang, f"figure_{'passages' if by_passage else 'informants'}_{measure}")
    values = [_bar_values(table, labels, suffix) for table in tables]
    largest = max((each["value"] for rows in values for each in rows if each["value"] is not None), default=0)
    plots = [_bars(table, rows, labels, measure, title, largest) for table, rows in zip(tables, values, strict=True)]
    if len(plots) == 1:
        return _frame() | plots[0]
    return _frame() | {"vconcat": plots, "spacing": 24}


def _bar_values(table: Table, labels: dict[str, str], suffix: str) -> list[dict[str, Any]]:
    return [
        {
            "code": cells["code"] or cells["domain"],
            "theme": cells["theme"],
            "group": group,
            "label": label,
            "value": cells[group + suffix],
        }
        for cells in table.dicts()
        for group, label in labels.items()
    ]


def _bars(
    table: Table, values: list[dict[str, Any]], labels: dict[str, str], measure: Measure, title: str, largest: float
) -> Spec:
    themes = {row["code"]: row["theme"] for row in values}
    form = "d" if measure == "count" else ".1f"
    several = len(labels) > 1
    encoding: Spec = {
        "y": _theme_axis("code", themes),
        "x": {
            "field": "value",
            "type": "quantitative",
            "title": title,
            # room at the right for the numbers
            "scale": {"domain": [0, max(1, largest) * 1.08], "nice": False},
            "axis": {"format": "d", "values": _ticks(0, largest), "grid": True},
        },
        "tooltip": [
            {"field": "theme", "title": say_heading(table, "theme")},
            {"field": "label", "title": ""},
            {"field": "value", "type": "quantitative", "format": form, "title": title},
        ],
    }
    bar: Spec = {"mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.5, "color": COLOURS[0]}}
    if several:
        encoding["yOffset"] = {"field": "group", "type": "nominal", "sort": list(labels)}
        bar["encoding"] = {
            "color": {
                "field": "group",
                "type": "nominal",
                "scale": {"domain": list(labels), "range": list(COLOURS[: len(labels)])},
                "legend": {
                    "title": None,
                    "orient": "top",
                    "labelExpr": f"{_literal(labels)}[datum.value]",
                },
            }
        }
    numbers = {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4, "color": INK},
        "encoding": {"text": {"field": "value", "type": "quantitative", "format": form}},
    }
    return {
        "title": _title(table.title),
        "width": WIDTH,
        "height": sum(max(15 * len(labels), 13 * len(_lines(label))) + 8 for label in themes.values()),
        "data": {"values": values},
        "encoding": encoding,
        "layer": [bar, numbers],
    }


def heat_map(table: Table, *, measure: Strength = "both", order: Sequence[str] = (), lang: str = "id") -> Spec:
    """Theme by theme, the darker the more they share: the first table of `analysis.cooccurrence.cooccurrence`.

    Values: all its columns, one cell per row. `order` holds codes in the order in which they should stand (the codebook's).
    Raises InputError when no two themes share a window.
    """
    values = table.dicts()
    if not values:
        raise InputError("nothing to draw: no two themes are spoken of together; try --window interview")
    rows = {row["code_a"]: row["theme_a"] for row in values}
    columns = {row["code_b"]: row["theme_b"] for row in values}
    largest = max(float(row[measure]) for row in values)
    form = "d" if measure == "both" else ".2f"
    title = say(lang, "figure_both") if measure == "both" else say_heading(table, measure)
    fields = ("theme_a", "theme_b", "n_a", "n_b", "both", "jaccard", "lift")
    across = _theme_axis("code_b", _ordered(columns, order), limit=200)
    across["axis"] |= {"orient": "top", "labelAngle": -50, "labelAlign": "left"}
    return _frame() | {
        "title": _title(table.title),
        "width": {"step": 30},
        "height": {"step": 26},
        "data": {"values": values},
        "encoding": {
            "y": _theme_axis("code_a", _ordered(rows, order)),
            "x": across,
            "tooltip": [
                {"field": name, "title": say_heading(table, name), "format": form}
                if isinstance(values[0][name], float)
                else {"field": name, "title": say_heading(table, name)}
                for name, form in ((name, ".2f") for name in fields)
            ],
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#ffffff"},
                "encoding": {
                    "color": {
                        "field": measure,
                        "type": "quantitative",
                        "scale": {"domain": [0, largest], "range": ["#eef4fa", "#08306b"]},
                        "legend": {
                            "title": title,
                            "format": form,
                            "orient": "bottom",
                            "tickCount": 3,
                            "tickMinStep": 1,
                        },
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {
                    "text": {"field": measure, "type": "quantitative", "format": form},
                    "color": {
                        "condition": {"test": f"datum.{measure} > {0.45 * largest}", "value": "#ffffff"},
                        "value": INK,
                    },
                },
            },
        ],
    }


def saturation_curve(table: Table, *, lang: str = "id") -> Spec:
    """Coverage of the codebook after 1, 2 … interviews: the table of `analysis.saturation.saturation`.

    Values: all its columns. A line in file order, a dashed line for the mean of the random orders, a band from their 5th to
    their 95th percentile. Raises InputError when there is no interview.
    """
    values = table.dicts()
    if not values:
        raise InputError("nothing to draw: these results hold no interview")
    in_order, over_orders, band = (say(lang, f"figure_{name}") for name in ("in_order", "mean", "band"))
    kinds = [in_order, over_orders, band]
    shared: Spec = {
        "x": {
            "field": "interviews",
            "type": "quantitative",
            "title": say_heading(table, "interviews"),
            "axis": {"format": "d", "values": _ticks(1, len(values)), "grid": False},
            "scale": {"domain": [1, max(2, len(values))], "nice": False},
        }
    }
    percent = {"type": "quantitative", "scale": {"domain": [0, 100]}}
    named = [(name, say_heading(table, name)) for name in ("interviews", "document", "new", "found", "coverage")]
    colour = {"scale": {"domain": kinds, "range": [COLOURS[0], COLOURS[4], "#d4d4d4"]}}
    legend = {"title": None, "orient": "bottom", "columns": 1, "symbolOpacity": 1}
    return _frame() | {
        "title": _title(table.title),
        "width": WIDTH,
        "height": 260,
        "data": {"values": values},
        "encoding": shared,
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.7},
                "encoding": {
                    "y": percent | {"field": "low", "title": say(lang, "figure_coverage")},
                    "y2": {"field": "high"},
                    "color": {"datum": band} | colour | {"legend": legend},
                },
            },
            {
                "mark": {"type": "line", "strokeDash": [6, 4], "strokeWidth": 2},
                "encoding": {"y": percent | {"field": "mean"}, "color": {"datum": over_orders} | colour},
            },
            {
                "mark": {"type": "line", "point": {"size": 45, "filled": True}, "strokeWidth": 2.5},
                "encoding": {
                    "y": percent | {"field": "coverage"},
                    "color": {"datum": in_order} | colour,
                    "tooltip": [
                        {"field": name, "title": title, **({"format": ".1f"} if name == "coverage" else {})}
                        for name, title in named
                    ],
                },
            },
        ],
    }


def timeline(table: Table, *, themes: Mapping[str, str], domains: Sequence[str], lang: str = "id") -> Spec:
    """Where in a transcript which theme is spoken of: the table of `analysis.timeline.timeline`.

    Values: all its columns; a bar from `from` to `to` (percent of the transcript) per coded passage, filled when firm, open
    when suggested, in the colour of its domain (one colour for all when there are more domains than colours). `themes` (code
    → label) and `domains` (labels) are the codebook's, in its order, so that a domain has one colour in every transcript.
    """
    values = table.dicts()
    spoken = {row["code"] for row in values}
    shown = ("theme", "domain", "participant", "turn", "status")
    colours = domain_colours(len(domains))
    scale = {"domain": list(domains), "range": colours}
    colour: Spec = {"field": "domain", "type": "nominal", "scale": scale}
    legend = {"title": None, "orient": "top"} if len(set(colours)) > 1 else None
    return _frame() | {
        "title": _title(table.title, say(lang, "figure_timeline")),
        "width": WIDTH,
        "height": 20 * len(spoken),
        "data": {"values": values},
        "mark": {"type": "bar", "height": {"band": 0.72}, "strokeWidth": 1.2},
        "encoding": {
            "y": _theme_axis("code", themes, grid=True),
            "x": {
                "field": "from",
                "type": "quantitative",
                "title": say(lang, "figure_position"),
                "scale": {"domain": [0, 100], "nice": False},
                "axis": {"format": "d", "grid": False},
            },
            "x2": {"field": "to"},
            "color": colour | {"legend": legend},
            "stroke": colour | {"legend": legend},
            "fillOpacity": {"condition": {"test": "datum.firm", "value": 0.95}, "value": 0.08},
            "tooltip": [{"field": name, "title": say_heading(table, name)} for name in shown],
        },
    }


def domain_colours(count: int) -> list[str]:
    """One colour per domain; the same for all when there are more domains than colours."""
    return list(COLOURS[:count]) if count <= len(COLOURS) else [COLOURS[0]] * count


def say_heading(table: Table, name: str) -> str:
    """What a person reads above the column called `name`, in one line."""
    return next(" ".join(column.heading.split()) for column in table.columns if column.name == name)


def _theme_axis(field: str, themes: Mapping[str, Any], *, limit: int = LABEL_WIDTH, grid: bool = False) -> Spec:
    """An axis of codes that shows their labels, whole, long ones in several lines."""
    lines = {code: _lines(label, limit) for code, label in themes.items()}
    return {
        "field": field,
        "type": "nominal",
        "sort": list(themes),
        "title": None,
        "axis": {
            "labelExpr": f"{_literal(lines)}[datum.value]",
            "labelLimit": 0,
            "labelLineHeight": 11,
            "labelPadding": 6,
            "ticks": False,
            "domain": False,
            "grid": grid,
        },
    }


def _ticks(first: int, last: float) -> list[int]:
    """Whole numbers from `first` to `last`, in steps of 1, 2, 5, 10, 20 … so that there are about ten at most.

    >>> _ticks(0, 7.5), _ticks(1, 23)
    ([0, 1, 2, 3, 4, 5, 6, 7], [1, 5, 10, 15, 20])
    """
    steps = (factor * 10**power for power in range(12) for factor in (1, 2, 5))
    step = next(step for step in steps if last / step <= 10)
    return list(dict.fromkeys([first, *range(step if first else 0, int(last) + 1, step)]))


def _lines(label: object, limit: int = LABEL_WIDTH) -> list[str]:
    return textwrap.wrap(str(label), limit) or [""]


def _literal(names: dict[str, Any]) -> str:
    """A dict as a literal of Vega's expression language."""
    return json.dumps(names)


def _ordered(themes: dict[str, Any], order: Iterable[str]) -> dict[str, Any]:
    first = {code: themes[code] for code in order if code in themes}
    return first | {code: label for code, label in themes.items() if code not in first}


def _title(text: str, below: str = "") -> Spec:
    return {"text": text, "anchor": "start", "frame": "group", **({"subtitle": below} if below else {})}


def _frame() -> Spec:
    return {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 8,
        "config": {
            "font": "Liberation Sans, Arial, Helvetica, sans-serif",
            "view": {"stroke": None},
            "title": {"fontSize": 14, "fontWeight": 600, "color": INK, "offset": 10, "subtitleColor": "#555555"},
            "axis": {
                "labelFontSize": 11.5,
                "titleFontSize": 11.5,
                "titleFontWeight": "normal",
                "labelColor": INK,
                "titleColor": INK,
                "gridColor": "#e4e4e4",
                "tickColor": "#999999",
                "domainColor": "#999999",
            },
            "legend": {
                "labelFontSize": 11.5,
                "titleFontSize": 11.5,
                "titleFontWeight": "normal",
                "labelColor": INK,
                "labelLimit": 0,
                "symbolType": "square",
                "columns": 2,
            },
            "text": {"fontSize": 10.5},
        },
    }
