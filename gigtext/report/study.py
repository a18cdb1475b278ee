"""Everything the report page shows, as one JSON-ready dict: words, numbers, figures, transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gigtext.analysis.cooccurrence import cooccurrence
from gigtext.analysis.deciders import coder_name, deciders
from gigtext.analysis.quotations import NOT_SHOWN
from gigtext.analysis.saturation import saturation
from gigtext.analysis.selection import attribute_label, find_attribute, groups, identifier, select, value_label
from gigtext.analysis.summaries import foot, summarise, theme_tables
from gigtext.analysis.timeline import timeline
from gigtext.errors import InputError
from gigtext.figures import specs
from gigtext.figures.drawing import LOCALES
from gigtext.records import MACHINES, Table
from gigtext.render.text import cell_text, numeric
from gigtext.report.transcripts import transcripts
from gigtext.store import Results
from gigtext.wording import page, pick, say

MOST_VALUES = 30
"""An attribute with more values than this is no filter: a list of them helps nobody."""


def gather(results: Results, *, by: Sequence[str] = (), lang: str = "id") -> dict[str, Any]:
    """The page's data. Tables hold their cells as the commands print them; figures hold the tables' own numbers.

    `by` names the attributes that make the groups of the theme tables. Raises InputError for an unknown one.
    """
    codebook = results.codebook
    themes = {code.name: pick(code.label, lang, code.name) for code in codebook.codes}
    domains = {domain.name: pick(domain.label, lang, domain.name) for domain in codebook.domains}
    colours = dict(zip(domains, specs.domain_colours(len(domains)), strict=True))
    summaries = summarise(results, by=by, lang=lang)
    talk = transcripts(results)
    empty = Table("", timeline(results, "", lang=lang).columns, ())
    coders = {code["coder"] for each in talk for turn in each["turns"] for code in _codes(turn)}
    return {
        "lang": lang,
        "locale": LOCALES[lang],
        "words": {name.removeprefix("page_"): say_raw(lang, name) for name in page.WORDS if name.startswith("page_")},
        "title": pick(codebook.title, lang, say(lang, "page_study")),
        "facts": _facts(results, lang),
        "notes": foot(results, lang=lang),
        "record": _record(results, lang),
        "deciders": _table(deciders(results, lang=lang)),
        "themeTables": [_table(table) for table in theme_tables(results, lang=lang)],
        "groups": [_with_bars(table, summaries, "percent" if by else "count", lang) for table in summaries],
        "grouped": bool(by),
        "figures": _figures(results, list(themes), lang),
        "timeline": specs.timeline(empty, themes=themes, domains=list(domains.values()), lang=lang),
        "codes": {
            code.name: {
                "label": themes[code.name],
                "domain": code.domain,
                "definition": " ".join(pick(code.definition, lang).split()),
            }
            for code in codebook.codes
        },
        "domains": {name: {"label": label, "colour": colours[name]} for name, label in domains.items()},
        "coders": {coder: coder_name(coder, lang) for coder in sorted(coders)},
        "machines": list(MACHINES),
        "attributes": _attributes(results, lang),
        "participants": _participants(results, lang),
        "documents": talk,
    }


def _codes(turn: dict[str, Any]) -> list[dict[str, Any]]:
    return [code for part in turn["parts"] if isinstance(part, dict) for code in part["codes"]]


def say_raw(lang: str, key: str) -> str:
    """A wording with its placeholders left for the page to fill in."""
    return page.WORDS[key][1 if lang == "en" else 0]


def _table(table: Table) -> dict[str, Any]:
    """A table ready to show: `rows` of texts as the commands print them, `codes` naming the theme of each row."""
    names = [column.name for column in table.columns]
    shown = [(at, column) for at, column in enumerate(table.columns) if column.kind != "key"]
    return {
        "title": table.title,
        "columns": [
            {**asdict(column), "group": column.group.split("\n") if column.group else [], "numeric": numeric(column)}
            for _, column in shown
        ],
        "rows": [[cell_text(row[at], column) for at, column in shown] for row in table.rows],
        "empty": [all(row[at] in (0, None, 0.0, "") for at, column in shown if numeric(column)) for row in table.rows],
        "codes": [row[names.index("code")] if "code" in names else "" for row in table.rows],
        "notes": list(table.notes),
        "sections": {str(at): text for at, text in table.sections.items()},
    }


def _with_bars(table: Table, tables: Sequence[Table], measure: specs.Measure, lang: str) -> dict[str, Any]:
    """A table of one domain and its bars, on the scale of all domains (percent where groups of different size compare)."""
    try:
        together = specs.theme_bars(*tables, measure=measure, lang=lang)
    except InputError:  # more groups than colours
        return {"table": _table(table), "figure": None, "why": say(lang, "page_no_bars")}
    plots = together.get("vconcat", [together])
    frame = {name: together[name] for name in ("$schema", "background", "padding", "config")}
    return {"table": _table(table), "figure": frame | plots[list(tables).index(table)], "why": ""}


def _figures(results: Results, order: list[str], lang: str) -> list[dict[str, Any]]:
    shared = cooccurrence(results, lang=lang)[0]
    curve = saturation(results, lang=lang)
    return [
        {
            "name": "cooccur",
            "table": _table(shared),
            "figure": specs.heat_map(shared, order=order, lang=lang) if shared.rows else None,
        },
        {
            "name": "saturation",
            "table": _table(curve),
            "figure": specs.saturation_curve(curve, lang=lang) if curve.rows else None,
        },
    ]


def _facts(results: Results, lang: str) -> list[list[str]]:
    """The few numbers that stand at the top: [number, what it counts]."""
    select(results)
    row = results.database.execute(
        "SELECT count(DISTINCT document), count(DISTINCT participant), count_if(codable) FROM counted"
    ).fetchone()
    coded = results.database.execute(
        "SELECT count(DISTINCT c.passage), count(*) FROM counted c JOIN decisions d ON d.passage_id = c.passage "
        "WHERE c.codable AND d.status = 'firm'"
    ).fetchone()
    assert row is not None
    assert coded is not None
    names = ("documents", "participants", "passages", "coded", "codes")
    return [[str(n), say(lang, f"page_fact_{name}")] for n, name in zip([*row, *coded], names, strict=True)]


def _record(results: Results, lang: str) -> list[list[str]]:
    """The run record in plain words: [what, value]."""
    run = results.run
    said = [[say(lang, "page_record_date"), run.created[:16].replace("T", " ") + " UTC"]]
    for name in ("gigtext", "model", "codebook"):
        if value := run.versions.get(name):
            tier = str(run.options.get("tier", "")) if name == "model" else ""
            said.append([say(lang, f"page_record_{name}"), " ".join(part for part in (tier, value) if part)])
    if split := run.options.get("split"):
        said.append([say(lang, "page_record_split"), say(lang, f"page_split_{split}")])
    return said


def _attributes(results: Results, lang: str) -> list[dict[str, Any]]:
    """The attributes that the page can filter by, with their values in the codebook's order."""
    select(results)
    found = []
    for name in results.attributes:
        if name in NOT_SHOWN:
            continue
        values = groups(results, [find_attribute(results, name)], lang)
        if 1 < len(values) <= MOST_VALUES:
            choices = [{"value": group.values[0] or "", "label": group.label} for group in values]
            found.append({"name": name, "label": attribute_label(results.codebook, name, lang), "values": choices})
    return found


def _participants(results: Results, lang: str) -> dict[str, dict[str, Any]]:
    """Participant id → `values` (attribute → value, empty when missing) and `about`, the values in words."""
    names = [name for name in results.attributes if name not in NOT_SHOWN]
    columns = "".join(f", {identifier(name)}" for name in names)
    said: dict[str, dict[str, Any]] = {}
    for person, *values in results.database.execute(f"SELECT id{columns} FROM participants").fetchall():
        known = {name: value for name, value in zip(names, values, strict=True) if value}
        words = []
        for name, value in known.items():
            text = value_label(results.codebook, name, value, lang)
            words.append(f"{attribute_label(results.codebook, name, lang)} {text}" if value.isdigit() else text)
        said[person] = {"values": dict.fromkeys(names, "") | known, "about": ", ".join(words)}
    return said
