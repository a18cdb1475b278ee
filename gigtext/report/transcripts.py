"""Transcripts for the page: turns cut into passages, each with its codes and their evidence.

Offsets that the page gets count UTF-16 units, as strings of JavaScript do; everywhere else in gigtext they count code points.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from gigtext.store import Results

Spans = list[tuple[int, int]]


def transcripts(results: Results) -> list[dict[str, Any]]:
    """Per transcript `id`, `length` (code points) and `turns`: `role`, `who` (participant id, never a name), `time` (seconds or
    null) and `parts`: strings, and passages as `id`, `text`, `start`, `end` (code points into the transcript), `turn` (from 1)
    and `codes`. A code is `code`, `firm`, `coder`, `score`, `spans` (evidence, UTF-16 units into the passage).

    Shown is talk only: what stands before the first turn of a transcript may hold names. Rejected and denied codes are left out.
    """
    database = results.database
    passages: defaultdict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    codes = _codes(results)
    for document, turn, number, start, end, text, codable in database.execute(
        'SELECT document_id, turn, id, "start", "end", text, codable FROM passages ORDER BY document_id, "start"'
    ).fetchall():
        found = codes.get(number, []) if codable else []
        passage = {"id": number, "text": text, "start": start, "end": end, "turn": turn + 1}
        passages[document, turn].append({**passage, "codes": _in_utf16(found, text)})
    turns: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    texts = dict(database.execute("SELECT id, text FROM documents").fetchall())
    for document, index, role, who, start, end, time in database.execute(
        'SELECT document_id, "index", role, participant_id, "start", "end", time FROM turns ORDER BY document_id, "index"'
    ).fetchall():
        parts = _parts(texts[document], start, end, passages.get((document, index), []))
        turns[document].append({"role": role, "who": who or "", "time": time, "parts": parts})
    return [{"id": name, "length": len(text), "turns": turns.get(name, [])} for name, text in texts.items()]


def _parts(text: str, start: int, end: int, passages: list[dict[str, Any]]) -> list[str | dict[str, Any]]:
    """The text from `start` to `end` as passages and what lies between them; nothing is lost or doubled."""
    parts: list[str | dict[str, Any]] = []
    at = start
    for passage in passages:
        if between := text[at : passage["start"]]:
            parts.append(between)
        parts.append(passage)
        at = passage["end"]
    if rest := text[at:end]:
        parts.append(rest)
    return parts


def _codes(results: Results) -> dict[str, list[dict[str, Any]]]:
    """Passage id → its firm and suggested codes, firm first, in the codebook's order."""
    evidence = _evidence(results)
    rank = {code.name: at for at, code in enumerate(results.codebook.codes)}
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for passage, code, status, coder, score in results.database.execute(
        "SELECT passage_id, code, status, coder, score FROM decisions WHERE status IN ('firm', 'suggested')"
    ).fetchall():
        spans = evidence.get((passage, code), [])
        found[passage].append(
            {"code": code, "firm": status == "firm", "coder": coder, "score": round(score, 3), "spans": spans}
        )
    for each in found.values():
        each.sort(key=lambda code: (not code["firm"], rank.get(code["code"], len(rank))))
    return found


def _evidence(results: Results) -> dict[tuple[str, str], Spans]:
    """(passage id, code) → spans of the matched words: the rules' where there are any, else the other coders'."""
    spans: defaultdict[tuple[str, str], dict[bool, Spans]] = defaultdict(dict)
    for passage, code, coder, start, end in results.database.execute(
        'SELECT passage_id, code, coder, "start", "end" FROM codings WHERE stance = \'affirmed\' ORDER BY "start", "end"'
    ).fetchall():
        own = spans[passage, code].setdefault(coder == "rules", [])
        if (start, end) not in own:
            own.append((start, end))
    return {key: found.get(True) or found[False] for key, found in spans.items()}


def _in_utf16(codes: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    if text.isascii() or all(character <= "\uffff" for character in text):
        return codes
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if character > "\uffff" else 1))
    return [{**code, "spans": [(units[start], units[end]) for start, end in code["spans"]]} for code in codes]
