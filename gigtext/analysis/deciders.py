"""Who made the codes: rules, classifier, people."""

from __future__ import annotations

from collections.abc import Sequence

from gigtext.analysis.selection import select
from gigtext.records import MACHINES, Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import say


def deciders(results: Results, *, where: Sequence[str] = (), lang: str = "id") -> Table:
    """One row per coder with decisions on codable passages: pattern rules, classifier, then people by name.

    Columns `coder` (key), `who`, `firm`, `share` (percent of all firm codes), `suggested`, `rejected`. A code is one theme in
    one passage; it has exactly one decision.
    """
    select(results, where)
    found = results.database.execute(
        "SELECT d.coder, count_if(d.status = 'firm'), count_if(d.status = 'suggested'), count_if(d.status = 'rejected') "
        "FROM counted c JOIN decisions d ON d.passage_id = c.passage WHERE c.codable GROUP BY d.coder"
    ).fetchall()
    found.sort(key=lambda row: (MACHINES.index(row[0]) if row[0] in MACHINES else len(MACHINES), row[0]))
    total = sum(row[1] for row in found)
    rows: list[list[Cell]] = [
        [coder, coder_name(coder, lang), firm, 100 * firm / total if total else None, suggested, rejected]
        for coder, firm, suggested, rejected in found
    ]
    columns = (
        Column("coder", "coder", "key"),
        Column("who", say(lang, "decided_by")),
        Column("firm", say(lang, "deciders_firm"), "count"),
        Column("share", "%", "percent"),
        Column("suggested", say(lang, "suggested"), "count"),
        Column("rejected", say(lang, "deciders_rejected"), "count"),
    )
    return Table(say(lang, "deciders_title"), columns, tuple(rows), (say(lang, "deciders_note"),))


def coder_name(coder: str, lang: str) -> str:
    """How a coder is printed: a person by name, the machines in words."""
    return say(lang, f"by_{coder}") if coder in MACHINES else coder
