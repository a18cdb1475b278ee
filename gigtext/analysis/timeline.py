"""Where in a transcript which theme is spoken of."""

from __future__ import annotations

from difflib import get_close_matches

from gigtext.analysis.selection import fold, select
from gigtext.errors import InputError
from gigtext.records import Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import pick, say


def find_document(results: Results, name: str) -> str:
    """The id of the transcript that `name` means: its id, or its file name with or without suffix. InputError lists them."""
    known = [row[0] for row in results.database.execute("SELECT id FROM documents").fetchall()]
    if name in known:
        return name
    names: dict[str, set[str]] = {}
    for document in known:
        file = document.rsplit("/", 1)[-1]
        for each in (document, file, file.rsplit(".", 1)[0]):
            names.setdefault(fold(each), set()).add(document)
    found = sorted(names.get(fold(name), ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f'--document "{name}" names {len(found)} transcripts: {", ".join(found)}; write it out')
    guess = get_close_matches(fold(name), names, n=1)
    hint = f' (did you mean "{min(names[guess[0]])}"?)' if guess else ""
    more = ", …" if len(known) > 20 else ""
    raise InputError(f'unknown transcript "{name}"{hint}; there are: {", ".join(known[:20])}{more}')


def timeline(results: Results, document: str, *, lang: str = "id") -> Table:
    """The coded passages of one transcript (`document`: its id), in reading order, one row per passage and theme.

    Columns: keys `passage`, `code`, `start`, `end` (code points into the transcript, end exclusive), `firm` (1 or 0);
    `theme`, `domain`, `participant`, `turn` (from 1), `status`; `from` and `to`: where the passage begins and ends, percent
    of the transcript's code points. Firm and suggested codings of codable passages; nothing that was rejected or denied.
    """
    select(results)
    codebook = results.codebook
    themes = {code.name: (pick(code.label, lang, code.name), code.domain) for code in codebook.codes}
    domains = {domain.name: pick(domain.label, lang, domain.name) for domain in codebook.domains}
    rank = {name: at for at, name in enumerate(themes)}
    found = results.database.execute(
        'SELECT p.id, d.code, p."start", p."end", d.status, p.participant_id, p.turn, length(t.text) '
        "FROM counted c JOIN passages p ON p.id = c.passage JOIN documents t ON t.id = p.document_id "
        "JOIN decisions d ON d.passage_id = p.id "
        "WHERE c.codable AND p.document_id = ? AND d.status IN ('firm', 'suggested')",
        [document],
    ).fetchall()
    rows: list[list[Cell]] = []
    for passage, code, start, end, status, person, turn, length in sorted(
        found, key=lambda row: (row[2], rank.get(row[1], len(rank)))
    ):
        theme, domain = themes.get(code, (code, ""))
        place: list[Cell] = [100 * start / length, 100 * end / length]
        keys: list[Cell] = [passage, code, start, end, int(status == "firm")]
        rows.append(
            [*keys, theme, domains.get(domain, domain), person, turn + 1, say(lang, f"status_{status}"), *place]
        )
    columns = (
        *(Column(name, name, "key") for name in ("passage", "code", "start", "end", "firm")),
        Column("theme", say(lang, "theme")),
        Column("domain", say(lang, "domain")),
        Column("participant", say(lang, "participant")),
        Column("turn", say(lang, "figure_turn"), "count"),
        Column("status", say(lang, "status")),
        Column("from", say(lang, "figure_from"), "percent"),
        Column("to", say(lang, "figure_to"), "percent"),
    )
    title = say(lang, "figure_timeline_title", document=document)
    return Table(title, columns, tuple(rows), (say(lang, "figure_timeline_note"),))
