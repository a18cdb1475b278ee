"""A results folder written from records, as `gigtext code` writes one: a study of one part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gigtext.records import Coding, Corpus, Decision, Passage, Run
from gigtext.store import begin_results, finish_results, write_part


def write_results(
    folder: Path,
    run: Run,
    corpus: Corpus,
    passages: Sequence[Passage],
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
    codebook_text: bytes,
) -> None:
    data = begin_results(folder, run.id, codebook_text, {})
    write_part(data, 0, corpus.documents, corpus.turns, passages, codings, decisions)
    finish_results(folder, data, run, corpus.participants)
