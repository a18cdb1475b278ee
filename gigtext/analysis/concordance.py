"""Concordance: every place where a pattern of the codebook's pattern language matches, with the words around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from gigtext.analysis.selection import select
from gigtext.codebook import compile_rules
from gigtext.codebook.patterns import PatternError, parse_pattern
from gigtext.codebook.rules import Rules
from gigtext.errors import InputError
from gigtext.language import analyse
from gigtext.records import Cell, Code, Codebook, Column, Pattern, Table
from gigtext.store import Results
from gigtext.wording import pick, say

_NAME = "kwic"


def kwic(
    results: Results,
    pattern: str,
    *,
    where: Sequence[str] = (),
    width: int = 40,
    limit: int | None = None,
    lang: str = "id",
) -> Table:
    """Every match of `pattern` in the codable passages, in reading order, with up to `width` characters on either side.

    The pattern is read, matched and found denied exactly as one in `codebook.yaml` would be. Columns: keys `passage`,
    `participant`, `document`, `start`, `end` (code points into the passage); `left`, `hit`, `right`, `mark` (set where the
    speaker denies it), `who`, `place`, `codes` (labels of the passage's firm themes, `; ` between them). `limit` keeps the first
    so many; the note counts all. Raises InputError for a pattern that breaks a rule of the language (fact and fix).
    """
    rules = _compile(results.codebook, pattern)
    if width < 1 or (limit is not None and limit < 1):
        raise InputError("--width and --limit must be at least 1; leave them out for the usual ones")
    said = select(results, where)
    themes = _themes(results, lang)
    rows: list[Sequence[Cell]] = []
    total = denied = 0
    passages, people = set(), set()
    for passage, document, participant, line, text in _read(results):
        for hit in rules.match(analyse(text)):
            total += 1
            denied += hit.stance == "denied"
            passages.add(passage)
            people.add(participant)
            if limit is not None and len(rows) >= limit:
                continue
            around = (
                _left(text, hit.start, width),
                " ".join(text[hit.start : hit.end].split()),
                _right(text, hit.end, width),
            )
            mark = say(lang, "kwic_denied") if hit.stance == "denied" else ""
            place = f"{document}, {say(lang, 'line', first=line)}"
            codes = "; ".join(themes.get(passage, ()))
            rows.append([passage, participant, document, hit.start, hit.end, *around, mark, participant, place, codes])
    columns = (
        *(Column(name, name, "key") for name in ("passage", "participant", "document", "start", "end")),
        Column("left", say(lang, "kwic_left"), "context"),
        Column("hit", say(lang, "kwic_hit")),
        Column("right", say(lang, "kwic_right")),
        Column("mark", say(lang, "mark")),
        Column("who", say(lang, "participant")),
        Column("place", say(lang, "place")),
        Column("codes", say(lang, "kwic_codes")),
    )
    notes = [say(lang, "kwic_note", n=total, passages=len(passages), people=len(people), denied=denied)]
    if len(rows) < total:
        notes.append(say(lang, "kwic_shown", n=len(rows)))
    if said:
        notes.append(say(lang, "where", where=said))
    return Table(say(lang, "kwic_title", pattern=pattern), columns, tuple(rows), tuple(notes))


def _compile(codebook: Codebook, pattern: str) -> Rules:
    """The pattern as the only rule of a codebook that reads denials as this study's does."""
    try:
        parse_pattern(pattern)
    except PatternError as error:
        raise InputError(f"pattern `{pattern}`: {error}") from None
    code = Code(_NAME, "", patterns=(Pattern(pattern),))
    return compile_rules(replace(codebook, codes=(code,)))


def _read(results: Results) -> list[tuple[str, str, str, int, str]]:
    """(passage, document, participant, first line, text) of the codable passages of the `counted` view, in reading order."""
    chosen = {row[0] for row in results.database.execute("SELECT passage FROM counted WHERE codable").fetchall()}
    rows = results.database.execute("SELECT id, document_id, participant_id, line_first, text FROM passages").fetchall()
    return [row for row in rows if row[0] in chosen]


def _themes(results: Results, lang: str) -> dict[str, list[str]]:
    """Passage id → labels of its firm themes, in the order of the codebook."""
    firm: defaultdict[str, set[str]] = defaultdict(set)
    for passage, code in results.database.execute(
        "SELECT passage_id, code FROM decisions WHERE status = 'firm'"
    ).fetchall():
        firm[passage].add(code)
    order = [(code.name, pick(code.label, lang, code.name)) for code in results.codebook.codes]
    return {passage: [label for name, label in order if name in codes] for passage, codes in firm.items()}


def _left(text: str, start: int, width: int) -> str:
    """What stands before `start`, white space as single blanks, cut at a word where it is longer than `width`."""
    # white space shrinks, so look at more than wanted; never at all of a long passage
    begin = max(0, start - 4 * width)
    said = " ".join(text[begin:start].split())
    if begin == 0 and len(said) <= width:
        return said
    cut = said[-width:]
    whole = len(said) > width and said[-width - 1] == " "
    return "…" + (cut if whole or " " not in cut else cut.partition(" ")[2])


def _right(text: str, end: int, width: int) -> str:
    """What stands after `end`, as `_left` shows what stands before."""
    said = " ".join(text[end : end + 4 * width].split())
    if end + 4 * width >= len(text) and len(said) <= width:
        return said
    cut = said[:width]
    whole = len(said) > width and said[width] == " "
    return (cut if whole or " " not in cut else cut.rpartition(" ")[0]) + "…"
