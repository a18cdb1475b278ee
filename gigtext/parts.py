"""A study in parts: some transcripts each, read, coded and written by one worker, so that no one ever holds them all.

Two passes over the transcripts. The first one hears who speaks (`hear_part`): who the informants are can only be told from
all transcripts together. The second one codes and writes (`code_part`). Both are functions of their arguments and of the
files they name, run by any engine; what a part gives does not depend on how the study is cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from gigtext.codebook import load_codebook
from gigtext.corpus import (
    Input,
    Reading,
    ReadOptions,
    Speaker,
    Split,
    notes_of,
    read_inputs,
    speakers_of,
    split_passages,
    turns_of,
)
from gigtext.machine import Coded, Earlier, Recipe, code_texts, coder_of, taken_over
from gigtext.records import Coding, Decision, Passage, Skip
from gigtext.store import part_file, write_part
from gigtext.wording import say

BATCH = 512
"""Texts that are coded together."""
LARGEST = 2 * 2**20
"""Bytes of transcripts in one part: some 300,000 words, a few seconds of work."""
LARGEST_ACCURATE = 64 * 2**10
"""The same for the accurate tier, which reads a hundred times slower."""
SMALLEST = 64 * 2**10
"""Parts are not cut smaller than this to keep all workers busy."""
PARTS_PER_WORKER = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Some transcripts of a study. The later fields are known after the first pass."""

    number: int
    inputs: tuple[Input, ...]
    participant_of: Mapping[tuple[str, str], str] | None = None
    """(document id, speaker form) → participant id."""
    repeated: frozenset[str] = frozenset()
    """Ids of rows that come more than once in the study."""
    earlier: tuple[Earlier, ...] = ()
    """Parts of earlier runs that hold these transcripts."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all parts of a study."""

    recipe: Recipe
    options: ReadOptions
    split: Split
    data: Path
    """The data folder to write into, another one in every run."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the first pass finds in a part."""

    speakers: list[Speaker]
    row_ids: list[str]
    notes: list[str]
    skipped: list[Skip]


@dataclass(frozen=True, slots=True)
class Written:
    """What the second pass has written of a part."""

    documents: Mapping[str, str]
    """Document id → source."""
    counts: Mapping[str, int]
    words: Mapping[str, tuple[int, int]]
    """Document id → how many of its words the model's training material never had, and how many it has."""
    skipped: list[Skip]


def cut_parts(inputs: Sequence[Input], workers: int, *, accurate: bool) -> list[Part]:
    """The inputs in order, in parts of like size; one transcript is never cut."""
    sizes = [_size(each) for each in inputs]
    largest = LARGEST_ACCURATE if accurate else LARGEST
    if workers > 1:
        largest = min(largest, max(SMALLEST, sum(sizes) // (PARTS_PER_WORKER * workers)))
    parts: list[Part] = []
    current: list[Input] = []
    filled = 0
    for each, size in zip(inputs, sizes, strict=True):
        if current and filled + size > largest:
            parts.append(Part(len(parts), tuple(current)))
            current, filled = [], 0
        current.append(each)
        filled += size
    if current:
        parts.append(Part(len(parts), tuple(current)))
    return parts


def _size(each: Input) -> int:
    try:
        return each.path.stat().st_size if each.path is not None else len(each.data)
    except OSError:  # it is told when it is read
        return 0


def hear_part(job: Job, part: Part) -> Heard:
    """Who speaks in the transcripts of a part."""
    readings, skipped = _read(job, part.inputs)
    attributes = load_codebook(job.recipe.codebook).attributes
    return Heard(
        [speaker for reading in readings for speaker in speakers_of(reading, attributes)],
        [turn.row_id for reading in readings for turn in reading.speech.turns if turn.row_id is not None],
        [note for reading in readings for note in notes_of(reading, job.options.lang)],
        list(skipped),
    )


def code_part(job: Job, part: Part) -> Written:
    """Code the transcripts of a part and write them into the data folder."""
    readings, skipped = _read(job, part.inputs)
    participant_of = part.participant_of or {}
    settled = [each for each in readings if _is_settled(each, participant_of)]
    skipped = [*skipped, *_changed(readings, settled, job.options.lang)]
    documents = [each.document for each in settled]
    turns = [turn for each in settled for turn in turns_of(each, participant_of)]
    passages = split_passages(documents, turns, job.split, part.repeated)
    texts = list(dict.fromkeys(each.text for each in passages if each.codable))
    coded = taken_over(part.earlier)
    new = [text for text in texts if text not in coded]
    coded.update(_coded(job, part, new, texts))
    codings, decisions, words = _joined(passages, coded)
    write_part(job.data, part.number, documents, turns, passages, codings, decisions, words)
    by_document: dict[str, tuple[int, int]] = {}
    for passage, (unknown, every) in zip(passages, words, strict=True):
        before = by_document.get(passage.document_id, (0, 0))
        by_document[passage.document_id] = (before[0] + unknown, before[1] + every)
    status = Counter(decision.status for decision in decisions)
    counts = {
        "documents": len(documents),
        "turns": len(turns),
        "passages": len(passages),
        "codable": sum(passage.codable for passage in passages),
        "coded anew": len(new),
        "firm": status["firm"],
        "suggested": status["suggested"],
    }
    return Written({each.id: each.source for each in documents}, counts, by_document, skipped)


@lru_cache(maxsize=1)
def _read(job: Job, inputs: tuple[Input, ...]) -> tuple[list[Reading], list[Skip]]:
    """A study of one part is read once for both passes; the data folder in `job` is another one in every run."""
    return read_inputs(inputs, job.options, load_codebook(job.recipe.codebook).attributes)


def _is_settled(reading: Reading, participant_of: Mapping[tuple[str, str], str]) -> bool:
    forms = {turn.form for turn in reading.speech.turns if turn.role == "participant"}
    return all((reading.document.id, form) in participant_of for form in forms)


def _changed(readings: Iterable[Reading], settled: Sequence[Reading], lang: str) -> Iterator[Skip]:
    """Transcripts in which somebody speaks now who did not in the first pass."""
    kept = {each.document.id for each in settled}
    for reading in readings:
        if reading.document.id not in kept:
            yield Skip(reading.document.source, say(lang, "changed_meanwhile"))


def _coded(job: Job, part: Part, new: Sequence[str], texts: Sequence[str]) -> dict[str, Coded]:
    """Code the `new` texts; where an encoder reads, its vectors of all `texts` are kept for the next run."""
    vectors = part_file(job.data, "vectors", part.number, ".npz")
    before = [each.vectors for each in part.earlier]
    encoder = coder_of(job.recipe).encoder if new else None
    if encoder is not None:
        encoder.known.clear()
        for path in before:
            encoder.remember(path)
    coded: dict[str, Coded] = {}
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        coded.update(zip(batch, code_texts(job.recipe, batch), strict=True))
    if encoder is not None:
        encoder.keep(vectors, texts)
    elif before:
        from gigtext.classifier.vectors import carry_vectors

        carry_vectors(before, vectors, texts)
    return coded


def _joined(
    passages: Sequence[Passage], coded: Mapping[str, Coded]
) -> tuple[list[Coding], list[Decision], list[tuple[int, int]]]:
    """Codings and decisions of all passages in reading order, and (unknown words, words) of each."""
    codings: list[Coding] = []
    decisions: list[Decision] = []
    words: list[tuple[int, int]] = []
    for passage in passages:
        found = coded[passage.text] if passage.codable else None
        words.append((found.unknown, found.words) if found else (0, 0))
        if found is not None:
            codings += [replace(each, passage_id=passage.id) for each in found.codings]
            decisions += [replace(each, passage_id=passage.id) for each in found.decisions]
    return codings, decisions, words
