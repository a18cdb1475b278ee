"""The best quotations for a theme: what a chapter cites, with the place where each was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gigtext.analysis.selection import (
    attribute_label,
    find_attribute,
    groups,
    identifier,
    select,
    tier_name,
    value_label,
)
from gigtext.records import MACHINES, Cell, Code, Column, Table
from gigtext.store import Results
from gigtext.wording import pick, say

NOT_SHOWN = ("interview_date", "birth_year")
"""Attributes that a quotation does not carry: they say more of a person than a reader needs."""


def quotations(
    results: Results,
    theme: Code | None,
    *,
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    count: int = 5,
    contrary: bool = False,
    uncoded: bool = False,
    lang: str = "id",
) -> Table:
    """The `count` best quotations per group, one per participant before a second.

    Columns: keys `passage`, `code`, `participant`, `document`, `turn`, `line_first`, `line_last`, `status`, `coder`,
    `evidence` (`start-end;…`, code points into the quotation); `quotation`, `who`, `place`, `score`. People's decisions
    come first, then the surest; `contrary` shows passages in which the theme is denied, `uncoded` (no theme) those that
    no theme caught, the fullest first. Raises InputError for unknown attributes and values.
    """
    columns_by = [find_attribute(results, name) for name in by]
    said = select(results, where)
    rows = _candidates(results, theme, contrary=contrary, uncoded=uncoded, by=columns_by)
    evidence = _evidence(results, theme, "denied" if contrary else "affirmed") if theme else {}
    people = _participants(results, lang)
    chosen: list[list[Cell]] = []
    sections: dict[int, str] = {}
    total = 0
    for group in groups(results, columns_by, lang) if columns_by else [None]:
        own = [row for row in rows if group is None or row["group"] == group.values]
        total += len(own)
        if group is not None:
            size = say(lang, "group_size", participants=group.participants, passages=group.passages)
            sections[len(chosen)] = f"{group.label} ({size}): {len(own)}"
        for row in _one_each(own)[:count]:
            passage = str(row["id"])
            spans = ";".join(f"{start}-{end}" for start, end in evidence.get(passage, []))
            chosen.append(
                [
                    passage,
                    theme.name if theme else "",
                    str(row["participant_id"]),
                    str(row["document_id"]),
                    int(str(row["turn"])) + 1,
                    int(str(row["line_first"])),
                    int(str(row["line_last"])),
                    str(row["status"]),
                    str(row["coder"]),
                    spans,
                    str(row["text"]),
                    people.get(str(row["participant_id"]), str(row["participant_id"])),
                    _place(row, lang),
                    float(str(row["score"])) if row["score"] is not None else None,
                ]
            )
    label = pick(theme.label, lang, theme.name) if theme else ""
    key = "quotes_uncoded" if uncoded else "quotes_contrary" if contrary else "quotes_title"
    notes = [say(lang, "shown", n=len(chosen), total=total)] if total else [say(lang, "none_found")]
    if said:
        notes.append(say(lang, "where", where=said))
    notes.append(say(lang, "machine", tier=tier_name(results.run, lang)))
    names = ("passage", "code", "participant_id", "document", "turn", "line_first", "line_last")
    columns = (
        *(Column(name, name, "key") for name in (*names, "status", "coder", "evidence")),
        Column("quotation", say(lang, "quotation"), "quotation"),
        Column("participant", say(lang, "participant")),
        Column("place", say(lang, "place")),
        Column("score", say(lang, "score"), "number"),
    )
    return Table(say(lang, key, theme=label), columns, tuple(chosen), tuple(notes), sections)


def _candidates(
    results: Results, theme: Code | None, *, contrary: bool, uncoded: bool, by: Sequence[str]
) -> list[dict[str, object]]:
    """Passages to quote, best first, as dicts of their columns plus `group`, `status`, `coder`, `score`."""
    group = "".join(f", c.{identifier(name)}" for name in by)
    fields = f"p.id, p.document_id, p.turn, p.participant_id, p.text, p.line_first, p.line_last, p.time{group}"
    values: list[object] = []
    if uncoded:
        query = (
            f"SELECT {fields}, '' AS status, '' AS coder, NULL AS score FROM counted c JOIN passages p ON p.id = c.passage "
            "WHERE c.codable AND p.id NOT IN (SELECT passage_id FROM decisions WHERE status = 'firm')"
        )
    elif contrary:
        assert theme is not None
        query = (
            f"SELECT {fields}, 'denied' AS status, 'rules' AS coder, max(k.score) AS score "
            "FROM counted c JOIN passages p ON p.id = c.passage JOIN codings k ON k.passage_id = p.id "
            "WHERE c.codable AND k.code = ? AND k.stance = 'denied' AND p.id NOT IN "
            "(SELECT passage_id FROM decisions WHERE status = 'firm' AND code = ?) GROUP BY ALL"
        )
        values = [theme.name, theme.name]
    else:
        assert theme is not None
        query = (
            f"SELECT {fields}, d.status, d.coder, d.score FROM counted c JOIN passages p ON p.id = c.passage "
            "JOIN decisions d ON d.passage_id = p.id WHERE c.codable AND d.code = ? AND d.status = 'firm'"
        )
        values = [theme.name]
    cursor = results.database.execute(query, values)
    assert cursor.description is not None
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["group"] = tuple(row[name] for name in by)
    rows.sort(key=lambda row: (_rank(row), row["document_id"], row["turn"], row["id"]))
    return rows


def _rank(row: dict[str, object]) -> tuple[bool, float, int]:
    """People before machines, surer before less sure, then a length that can be cited (15 to 60 words) before others."""
    words = len(str(row["text"]).split())
    machine = row["coder"] in (*MACHINES, "")
    score = float(str(row["score"])) if row["score"] is not None else 0.0
    return (machine, -round(score, 1), max(0, 15 - words) + max(0, words - 60))


def _one_each(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Every participant's best before anybody's second best, otherwise in the given order."""
    seen: dict[object, int] = defaultdict(int)
    rounds = []
    for index, row in enumerate(rows):
        rounds.append((seen[row["participant_id"]], index))
        seen[row["participant_id"]] += 1
    return [rows[index] for _, index in sorted(rounds)]


def _evidence(results: Results, theme: Code, stance: str) -> dict[str, list[tuple[int, int]]]:
    """Passage id → spans of the matched words; the rules' spans where there are any, else the classifier's."""
    spans: dict[str, dict[bool, list[tuple[int, int]]]] = {}
    for passage, coder, start, end in results.database.execute(
        'SELECT passage_id, coder, "start", "end" FROM codings WHERE code = ? AND stance = ? ORDER BY "start"',
        [theme.name, stance],
    ).fetchall():
        spans.setdefault(passage, {}).setdefault(coder == "rules", []).append((start, end))
    return {passage: found.get(True) or found[False] for passage, found in spans.items()}


def _participants(results: Results, lang: str) -> dict[str, str]:
    """Participant id → code and attributes, ready to print."""
    names = [name for name in results.attributes if name not in NOT_SHOWN]
    order = [attribute.name for attribute in results.codebook.attributes]
    names.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    columns = "".join(f", {identifier(name)}" for name in names)
    said = {}
    for participant, *values in results.database.execute(f"SELECT id{columns} FROM participants").fetchall():
        parts = [participant]
        for name, value in zip(names, values, strict=True):
            if value is not None:
                text = value_label(results.codebook, name, value, lang)
                plain = str(value).isdigit()  # a bare number says nothing without its heading
                parts.append(f"{attribute_label(results.codebook, name, lang)} {text}" if plain else text)
        said[participant] = ", ".join(parts)
    return said


def _place(row: dict[str, object], lang: str) -> str:
    first, last = int(str(row["line_first"])), int(str(row["line_last"]))
    lines = say(lang, "line", first=first) if first == last else say(lang, "lines", first=first, last=last)
    place = f"{row['document_id']}, {say(lang, 'turn', turn=int(str(row['turn'])) + 1)}, {lines}"
    if row["time"] is not None:
        seconds = int(float(str(row["time"])))
        place += f", {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return place
