"""Where in an interview each theme is spoken of."""

from __future__ import annotations

from difflib import get_close_matches

from gigtext.analysis.selection import select
from gigtext.errors import InputError
from gigtext.records import Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import pick, say


def timeline_table(results: Results, document: str, *, lang: str = "id") -> Table:
    """One row per firm or suggested code of a transcript's codable passages, in reading order.

    Columns: keys `passage`, `code`; `number` (the passage's place among the codable ones, from 1), `line` (its first),
    `who` (participant), `theme`, `status`, `score`. `document` is its id, the suffix may be missing. Raises InputError when no transcript is called so.
    """
    known = [str(row[0]) for row in results.database.execute("SELECT id FROM documents").fetchall()]
    same_stem = [name for name in known if name.rsplit(".", 1)[0] == document]
    if document not in known and len(same_stem) == 1:
        document = same_stem[0]
    if document not in known:
        near = get_close_matches(document, known, n=1)
        hint = f' (did you mean "{near[0]}"?)' if near else ""
        raise InputError(f'no transcript "{document}"{hint}; there are: {", ".join(known[:10])}')
    select(results)
    found = results.database.execute(
        "SELECT p.id, d.code, p.number, p.line_first, p.participant_id, d.status, d.score FROM "
        "(SELECT *, row_number() OVER (ORDER BY start) AS number FROM passages "
        " WHERE document_id = ? AND codable AND participant_id IS NOT NULL) p "
        "JOIN decisions d ON d.passage_id = p.id WHERE d.status IN ('firm', 'suggested')",
        [document],
    ).fetchall()
    place = {code.name: at for at, code in enumerate(results.codebook.codes)}
    label = {code.name: pick(code.label, lang, code.name) for code in results.codebook.codes}
    rows: list[list[Cell]] = [
        [passage, code, number, line, who, label[code], say(lang, f"status_{status}"), score]
        for passage, code, number, line, who, status, score in sorted(found, key=lambda row: (row[2], place[row[1]]))
    ]
    columns = (
        Column("passage", "passage", "key"),
        Column("code", "code", "key"),
        Column("number", say(lang, "timeline_passage"), "count"),
        Column("line", say(lang, "timeline_line"), "count"),
        Column("who", say(lang, "participant")),
        Column("theme", say(lang, "theme")),
        Column("status", say(lang, "status")),
        Column("score", say(lang, "score"), "number"),
    )
    return Table(say(lang, "timeline_title", document=document), columns, tuple(rows))
