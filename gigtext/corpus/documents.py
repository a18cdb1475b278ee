"""Files and folders → Corpus: every document, its turns, and the participants of the study.

    read_documents(paths)      all at once, for whoever wants the whole corpus in memory

A study that is read part by part goes the same way in steps: `find_inputs`, `read_inputs` of some of them, `speakers_of`
each, `assign_participants` over all, `turns_of` each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gigtext.corpus.cues import fold, word_table
from gigtext.corpus.frontmatter import read_front_matter
from gigtext.corpus.participants import Reading, assign_participants, speakers_of
from gigtext.corpus.readers import find_files, read_source, read_text
from gigtext.corpus.source import Source
from gigtext.corpus.speakers import find_turns
from gigtext.errors import InputError
from gigtext.records import Attribute, Corpus, Document, Skip, Turn
from gigtext.wording import say

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


@dataclass(frozen=True, slots=True)
class Input:
    """One transcript that is to be read."""

    id: str
    """The id of its document."""
    place: str
    """The path as the user gave it, for messages."""
    path: Path | None
    """None: it came on stdin."""
    data: bytes = b""
    """What came on stdin."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How transcripts are read: the same for all inputs of a study."""

    interviewer: tuple[str, ...] = ()
    """Labels of interviewers."""
    text_column: str | None = None
    question_column: str | None = None
    lang: str = "id"
    """Language of the notes."""


def read_documents(
    paths: Sequence[str],
    *,
    attributes: Sequence[Attribute] = (),
    participants: Path | None = None,
    interviewer: Sequence[str] = (),
    text_column: str | None = None,
    question_column: str | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda done, total: None,
    lang: str = "id",
) -> Corpus:
    """Read all transcripts in `paths` (files, folders with everything below, `-` for `stdin`).

    `attributes` come from the codebook; `participants` is the participants file (else found beside the transcripts); `interviewer`
    names labels of interviewers. A file that cannot be read is a skip with its reason; paths that do not exist and a broken
    participants file raise InputError. Notes are in `lang`.
    """
    inputs, skipped = find_inputs(paths, stdin)
    options = ReadOptions(tuple(interviewer), text_column, question_column, lang)
    readings: list[Reading] = []
    for done, each in enumerate(inputs):
        progress(done, len(inputs))
        read, left_out = read_inputs([each], options, attributes)
        readings += read
        skipped += left_out
    progress(len(inputs), len(inputs))
    speakers = [speaker for reading in readings for speaker in speakers_of(reading, attributes)]
    assigned = assign_participants(speakers, attributes, participants, paths, lang=lang)
    notes = [*(note for reading in readings for note in notes_of(reading, lang)), *assigned.notes]
    return Corpus(
        documents=tuple(reading.document for reading in readings),
        participants=assigned.participants,
        turns=tuple(turn for reading in readings for turn in turns_of(reading, assigned.participant_of)),
        skipped=tuple(skipped),
        notes=tuple(dict.fromkeys(notes)),
    )


def find_inputs(paths: Sequence[str], stdin: BinaryIO | None = None) -> tuple[list[Input], list[Skip]]:
    """The transcripts in `paths`, in reading order, and what was left out. InputError for paths that do not exist."""
    files, skipped = find_files(path for path in paths if path != "-")
    inputs = [Input(name, str(path), path) for name, path in files]
    if "-" in paths and stdin is not None:
        inputs.append(Input("stdin", "-", None, stdin.read()))
    return inputs, skipped


def read_inputs(
    inputs: Sequence[Input], options: ReadOptions, attributes: Sequence[Attribute] = ()
) -> tuple[list[Reading], list[Skip]]:
    """Every input as far as it can be understood by itself; one that cannot be read is a skip with its reason."""
    headings = frozenset(fold(name) for attribute in attributes for name in (attribute.name, *attribute.aliases))
    readings: list[Reading] = []
    skipped: list[Skip] = []
    for each in inputs:
        try:
            if each.path is None:
                source = _read_stdin(each.data)
            else:
                source = read_source(
                    each.path, text_column=options.text_column, question_column=options.question_column
                )
            readings.append(_read(each, source, options, headings))
        except InputError as error:
            skipped.extend(Skip(each.place, problem.removeprefix(f"{each.path}: ")) for problem in error.problems)
    return readings, skipped


def turns_of(reading: Reading, participant_of: Mapping[tuple[str, str], str]) -> list[Turn]:
    """The turns of one transcript, its speakers named by `participant_of`: (document id, speaker form) → participant id."""
    return [
        Turn(
            document_id=reading.document.id,
            index=index,
            speaker=turn.speaker,
            role=turn.role,
            participant_id=participant_of.get((reading.document.id, turn.form)) if turn.role == "participant" else None,
            start=turn.start,
            end=turn.end,
            time=turn.time,
            question=turn.question,
            row_id=turn.row_id,
        )
        for index, turn in enumerate(reading.speech.turns)
    ]


def notes_of(reading: Reading, lang: str) -> list[str]:
    """What was inferred when the transcript was read, each note behind its document's id."""
    notes = [*reading.source.notes, *reading.speech.notes]
    if reading.speech.turns and all(turn.role != "participant" for turn in reading.speech.turns):
        notes.append(say(lang, "no_participant_talk"))
    return [f"{reading.document.id}: {note}" for note in notes]


def _read_stdin(data: bytes) -> Source:
    if not data.strip():
        raise InputError("stdin is empty; pipe a transcript into gigtext code -")
    return Source(read_text(data))


def _read(each: Input, source: Source, options: ReadOptions, headings: frozenset[str]) -> Reading:
    front: Mapping[str, object] = {}
    start = 0
    if source.turns is None:
        front, start = read_front_matter(source.text)
    declared = [*options.interviewer, *_interviewers(front), *_interviewers(source.attributes)]
    speech = find_turns(source, start, interviewer=declared, headings=headings, lang=options.lang)
    return Reading(Document(each.id, each.place, source.text), source, speech, front)


def _interviewers(pairs: Mapping[str, object]) -> list[str]:
    """Labels of interviewers that front matter or a header table declare."""
    names: list[str] = []
    for key, value in pairs.items():
        if word_table("interview_keys").get(fold(str(key))) == "interviewer":
            values = value if isinstance(value, list) else str(value).split(",")
            names.extend(str(each).strip() for each in values if str(each).strip())
    return names
