"""Studies of many informants, made to order: who has which attributes and speaks of what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gigtext.codebook import default_codebook_path, load_codebook
from gigtext.records import Corpus, Decision, Document, Participant, Passage, Run, Turn
from gigtext.store import FORMAT, Results, open_results
from tests.written import write_results

Person = tuple[str, dict[str, str], Sequence[tuple[str, Sequence[str]]]]
"""(informant, attributes, passages as (document, codes))"""


def write_groups_study(folder: Path, people: Sequence[Person]) -> Results:
    """Write a study in which every code given is firm, and open it."""
    texts: dict[str, str] = {}
    turns: list[Turn] = []
    passages: list[Passage] = []
    decisions: list[Decision] = []
    for who, _, said in people:
        for document, codes in said:
            text = f"{who} bercerita tentang {', '.join(codes) or 'hal lain'}."
            start = len(texts.get(document, ""))
            texts[document] = texts.get(document, "") + text + "\n"
            index = sum(turn.document_id == document for turn in turns)
            turns.append(Turn(document, index, who, "participant", who, start, start + len(text)))
            passage = Passage(f"{document}:{index}.0", document, index, who, start, start + len(text), text)
            passages.append(passage)
            decisions.extend(Decision(passage.id, code, "firm", "rules", 0.95) for code in codes)
    corpus = Corpus(
        tuple(Document(name, name, text) for name, text in texts.items()),
        tuple(Participant(who, attributes) for who, attributes, _ in people),
        tuple(turns),
    )
    run = Run(
        "20260101T000000",
        "2026-01-01T00:00:00+00:00",
        {"format": FORMAT, "gigtext": "0", "codebook": load_codebook().version, "model": "m"},
        {"decisions": "../gigtext-decisions.csv", "codebook": ""},
        {},
    )
    write_results(folder, run, corpus, passages, [], decisions, default_codebook_path().read_bytes())
    return open_results(folder)
