"""`export passages`: one JSON line per participant passage, for other programs."""

from __future__ import annotations

import json
from pathlib import Path

from gigtext.places import atomic_write
from gigtext.store import Results


def write_passages(results: Results, path: Path) -> int:
    """One line per participant passage, in reading order; returns how many.

    Keys: `id`, `document`, `start`, `end` (code points into the document's text), `participant`, `text`, `question`,
    `codable`, `codes` (firm ones) and `suggested`, each a list of `{"code", "score"}` by falling score.
    """
    decided: dict[str, dict[str, list[dict[str, object]]]] = {}
    for passage, code, status, score in results.database.execute(
        "SELECT passage_id, code, status, score FROM decisions WHERE status <> 'rejected' ORDER BY score DESC, code"
    ).fetchall():
        decided.setdefault(passage, {}).setdefault(status, []).append({"code": code, "score": round(score, 4)})
    rows = results.database.execute(
        'SELECT id, document_id, "start", "end", participant_id, text, question, codable FROM passages'
    ).fetchall()
    with atomic_write(path) as file:
        for passage, document, start, end, participant, text, question, codable in rows:
            codes = decided.get(passage, {})
            line = {
                "id": passage,
                "document": document,
                "start": start,
                "end": end,
                "participant": participant,
                "text": text,
                "question": question,
                "codable": codable,
                "codes": codes.get("firm", []),
                "suggested": codes.get("suggested", []),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(rows)
