"""Participant × theme: who speaks of what, as 0/1 and as numbers of passages, with attributes, for statistics programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gigtext.analysis.selection import attribute_label, identifier, select
from gigtext.records import Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import pick, say

Block = Literal["both", "participant", "passage"]
"""Which columns: 0/1 per theme (`participant`), numbers of passages (`passage`), or both."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the matrix."""

    name: str
    """Unique in the matrix: the attribute's name, the code, or the code with `_n`."""
    kind: Literal["participant", "attribute", "passages", "presence", "count"]
    label: str
    """What a person reads: the attribute's or the theme's label."""
    group: str = ""
    """What stands above it: the domain's label, for an attribute that it is one."""
    attribute: str = ""
    """The attribute's own name, for `attribute`."""


@dataclass(frozen=True, slots=True)
class Matrix:
    variables: tuple[Variable, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """One per participant, in reading order; `rows[i][j]` belongs to `variables[j]`, None is a missing attribute."""
    where: str
    """The conditions in words; empty without any."""


def build_matrix(results: Results, *, where: Sequence[str] = (), block: Block = "both", lang: str = "id") -> Matrix:
    """A row for every participant who says anything: code, attributes, codable passages, then the themes.

    `<code>`: 1 when at least one codable passage of the participant carries the theme firmly, else 0; `<code>_n`: how many do.
    An attribute whose name is taken by these gets `_2` behind it. Raises InputError for a bad condition.
    """
    said = select(results, where)
    codes = results.codebook.codes
    taken: set[str] = set()
    participant, passages = _free("participant", taken), _free("passages", taken)
    presence = [_free(code.name, taken) for code in codes]
    counts = [_free(f"{code.name}_n", taken) for code in codes]
    attributes = [_free(name, taken) for name in results.attributes]
    domains = {domain.name: pick(domain.label, lang, domain.name) for domain in results.codebook.domains}
    labels = [(pick(code.label, lang, code.name), domains[code.domain]) for code in codes]
    attributes_of = say(lang, "matrix_attributes")
    variables = [
        Variable(participant, "participant", say(lang, "participant")),
        *(
            Variable(name, "attribute", attribute_label(results.codebook, own, lang), attributes_of, own)
            for name, own in zip(attributes, results.attributes, strict=True)
        ),
        Variable(passages, "passages", say(lang, "matrix_passages")),
    ]
    if block != "passage":
        variables += [Variable(name, "presence", *label) for name, label in zip(presence, labels, strict=True)]
    if block != "participant":
        variables += [Variable(name, "count", *label) for name, label in zip(counts, labels, strict=True)]
    return Matrix(tuple(variables), tuple(_rows(results, block)), said)


def matrix_table(results: Results, *, where: Sequence[str] = (), block: Block = "both", lang: str = "id") -> Table:
    """`build_matrix` as a table: columns are called as its variables are."""
    matrix = build_matrix(results, where=where, block=block, lang=lang)
    behind = {"presence": " (0/1)", "count": " (n)"}
    columns = tuple(
        Column(
            each.name,
            each.label,
            "text" if each.kind in ("participant", "attribute") else "count",
            each.group + behind.get(each.kind, ""),
        )
        for each in matrix.variables
    )
    notes = [say(lang, "matrix_note", n=len(matrix.rows))]
    if matrix.where:
        notes.append(say(lang, "where", where=matrix.where))
    return Table(say(lang, "matrix_title"), columns, matrix.rows, tuple(notes))


def _free(name: str, taken: set[str]) -> str:
    """`name`, or `name_2`, `name_3` … when it is taken; taken from now on."""
    free = name
    number = 2
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    taken.add(free)
    return free


def _rows(results: Results, block: Block) -> list[tuple[Cell, ...]]:
    columns = "".join(f", {identifier(name)}" for name in results.attributes)
    passages = dict(
        results.database.execute("SELECT participant, count_if(codable) FROM counted GROUP BY participant").fetchall()
    )
    firm: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for participant, code, n in results.database.execute(
        "SELECT c.participant, d.code, count(DISTINCT c.passage) FROM counted c JOIN decisions d ON d.passage_id = c.passage "
        "WHERE c.codable AND d.status = 'firm' GROUP BY ALL"
    ).fetchall():
        firm[participant][code] = n
    rows: list[tuple[Cell, ...]] = []
    for participant, *values in results.database.execute(f"SELECT id{columns} FROM participants").fetchall():
        if participant in passages:
            own = [firm[participant].get(code.name, 0) for code in results.codebook.codes]
            present = [int(n > 0) for n in own] if block != "passage" else []
            counted = own if block != "participant" else []
            rows.append((participant, *values, passages[participant], *present, *counted))
    return rows
