"""The joint display: numbers and voices side by side, theme by theme and group by group."""

from __future__ import annotations

from collections.abc import Sequence

from gigtext.analysis.crosstab import crosstab
from gigtext.analysis.quotations import quotations as find_quotations
from gigtext.analysis.selection import Group, attribute_label, find_attribute, groups, identifier, select
from gigtext.records import Cell, Code, Column, Table
from gigtext.store import Results
from gigtext.wording import pick, say

CONTRARY = 1
"""Contrary quotations per theme and group."""


def joint_display(
    results: Results,
    *,
    by: Sequence[str],
    where: Sequence[str] = (),
    domain: str | None = None,
    test: bool = False,
    quotations: int = 2,
    lang: str = "id",
) -> list[Table]:
    """Per domain its table of numbers, as `crosstab` makes it, then a table of quotations per theme that has any.

    A table of quotations holds for every group, as a section, up to `quotations` typical passages (the surest; every
    participant once before anybody twice) and one contrary passage (it denies the theme and is not counted). Columns:
    keys `group`, `code`, `voice` (`typical` or `contrary`), `passage`, `participant_id`, `document`, `turn`,
    `line_first`, `line_last`, `status`, `coder`, `evidence` (`start-end;…`, code points into the quotation); `quotation`,
    `kind` (`voice` in words), `participant`, `place`. A note names the groups without a quotation. Raises InputError
    without `by` and for unknown attributes, values and domains.
    """
    numbers = crosstab(results, by=by, where=where, domain=domain, test=test, lang=lang)
    columns_by = [find_attribute(results, name) for name in by]
    select(results, where)
    found = groups(results, columns_by, lang)
    group_of = _group_of_passages(results, columns_by)
    words = " × ".join(attribute_label(results.codebook, name, lang) for name in columns_by)
    tables = []
    for table in numbers:
        notes = (*table.notes[:-1], say(lang, "voices_note"), table.notes[-1])
        tables.append(Table(table.title, table.columns, table.rows, notes, table.sections))
        for row in table.dicts():
            theme = results.codebook.code(str(row["code"]))
            counts = [int(row[f"{group.key}_n"] or 0) for group in found]
            voices = _voices(results, theme, by, where, quotations, lang)
            if voices:
                title = say(lang, "voices", theme=pick(theme.label, lang, theme.name), by=words)
                tables.append(_theme_table(theme, title, voices, found, counts, group_of, lang))
    return tables


Voice = tuple[str, dict[str, Cell]]
"""(`typical` or `contrary`, a row of `quotations` by column name)"""


def _voices(
    results: Results, theme: Code, by: Sequence[str], where: Sequence[str], count: int, lang: str
) -> list[Voice]:
    voices: list[Voice] = []
    for voice, contrary, most in (("typical", False, count), ("contrary", True, CONTRARY)):
        table = find_quotations(results, theme, by=by, where=where, count=most, contrary=contrary, lang=lang)
        voices.extend((voice, row) for row in table.dicts())
    return voices


_KEYS = ("passage", "participant_id", "document", "turn", "line_first", "line_last", "status", "coder", "evidence")


def _theme_table(
    theme: Code,
    title: str,
    voices: Sequence[Voice],
    found: Sequence[Group],
    counts: Sequence[int],
    group_of: dict[str, tuple[str | None, ...]],
    lang: str,
) -> Table:
    rows: list[list[Cell]] = []
    sections: dict[int, str] = {}
    silent = []
    for group, n in zip(found, counts, strict=True):
        own = [(voice, row) for voice, row in voices if group_of[str(row["passage"])] == group.values]
        if not own:
            silent.append(group.label)
            continue
        size = say(lang, "group_size", participants=group.participants, passages=group.passages)
        sections[len(rows)] = say(lang, "voices_of", label=group.label, size=size, n=n)
        for voice, row in own:
            said = [row["quotation"], say(lang, f"voice_{voice}"), row["participant"], row["place"]]
            rows.append([group.key, theme.name, voice, *(row[key] for key in _KEYS), *said])
    columns = (
        *(Column(name, name, "key") for name in ("group", "code", "voice", *_KEYS)),
        Column("quotation", say(lang, "quotation"), "quotation"),
        Column("kind", say(lang, "voice")),
        Column("participant", say(lang, "participant")),
        Column("place", say(lang, "place")),
    )
    label = pick(theme.label, lang, theme.name)
    notes = (say(lang, "voices_none", theme=label, groups=", ".join(silent)),) if silent else ()
    return Table(title, columns, tuple(rows), notes, sections)


def _group_of_passages(results: Results, by: Sequence[str]) -> dict[str, tuple[str | None, ...]]:
    """Passage id → its participant's values of `by`, for the passages of the view `counted`."""
    columns = "".join(f", {identifier(name)}" for name in by)
    rows = results.database.execute(f"SELECT passage{columns} FROM counted").fetchall()
    return {passage: tuple(values) for passage, *values in rows}
