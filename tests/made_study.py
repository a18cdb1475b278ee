"""Studies of any size made from rows, for tests that count by another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gigtext.codebook import default_codebook_path
from gigtext.records import Corpus, Decision, Document, Participant, Passage, Run, Turn
from gigtext.store import FORMAT, Results, open_results
from tests.written import write_results


@dataclass(frozen=True)
class Said:
    """One passage of a made study."""

    document: str
    turn: int
    who: str
    text: str
    firm: frozenset[str] = frozenset()
    suggested: frozenset[str] = frozenset()
    codable: bool = True
    row: bool = False
    """From a table with one row per answer."""


def write_made_study(
    folder: Path,
    rows: Sequence[Said],
    attributes: Mapping[str, Mapping[str, str]] | None = None,
    *,
    codebook: bytes | None = None,
) -> Results:
    """Write and open a study of `rows`; `attributes` of its participants, everybody without any by default."""
    texts: dict[str, str] = {}
    turns: dict[tuple[str, int], Turn] = {}
    passages: list[Passage] = []
    decisions: list[Decision] = []
    for number, said in enumerate(rows):
        before = texts.get(said.document, "")
        start = len(before)
        texts[said.document] = before + said.text + "\n"
        place = (said.document, said.turn)
        row_id = f"r{number}" if said.row else None
        turns.setdefault(
            place,
            Turn(*place, said.who, "participant", said.who, start, start + len(said.text), row_id=row_id),
        )
        passage = Passage(
            row_id or f"p{number}",
            *place,
            said.who,
            start,
            start + len(said.text),
            said.text,
            "",
            said.codable,
        )
        passages.append(passage)
        decisions += [Decision(passage.id, code, "firm", "classifier", 0.8) for code in sorted(said.firm)]
        decisions += [Decision(passage.id, code, "suggested", "classifier", 0.2) for code in sorted(said.suggested)]
    given = attributes or {}
    people = [Participant(who, given.get(who, {})) for who in dict.fromkeys(said.who for said in rows)]
    documents = tuple(Document(name, name, text) for name, text in texts.items())
    run = Run(
        id="20260101T000000",
        created="2026-01-01T00:00:00+00:00",
        versions={"format": FORMAT, "gigtext": "0", "codebook": "c", "model": "m"},
        options={"decisions": "../gigtext-decisions.csv", "codebook": ""},
        counts={},
    )
    corpus = Corpus(documents, tuple(people), tuple(turns.values()))
    write_results(folder, run, corpus, passages, [], decisions, codebook or default_codebook_path().read_bytes())
    return open_results(folder)
