"""Files and folders → Corpus: every document, its turns, and the participants of the study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from gigtext.corpus.cues import fold, word_table
from gigtext.corpus.frontmatter import read_front_matter
from gigtext.corpus.participants import Reading, assign_participants
from gigtext.corpus.readers import find_files, read_source, read_text
from gigtext.corpus.source import Source
from gigtext.corpus.speakers import find_turns
from gigtext.errors import InputError
from gigtext.records import Attribute, Corpus, Document, Skip, Turn
from gigtext.wording import say

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


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
    files, skipped = find_files(path for path in paths if path != "-")
    readings: list[Reading] = []
    headings = frozenset(fold(name) for attribute in attributes for name in (attribute.name, *attribute.aliases))
    given: list[tuple[str, str, Path | None]] = [(name, str(path), path) for name, path in files]
    if "-" in paths and stdin is not None:
        given.append(("stdin", "-", None))
    for done, (name, place, path) in enumerate(given):
        progress(done, len(given))
        try:
            if path is None:
                source = _read_stdin(stdin)
            else:
                source = read_source(path, text_column=text_column, question_column=question_column)
            readings.append(_read(name, place, source, interviewer, headings, lang))
        except InputError as error:
            skipped.extend(Skip(place, problem.removeprefix(f"{place}: ")) for problem in error.problems)
    progress(len(given), len(given))
    assigned = assign_participants(readings, attributes, participants, paths, lang=lang)
    notes = [
        *(f"{reading.document.id}: {note}" for reading in readings for note in _notes(reading, lang)),
        *assigned.notes,
    ]
    turns = [
        Turn(
            document_id=reading.document.id,
            index=index,
            speaker=turn.speaker,
            role=turn.role,
            participant_id=assigned.participant_of.get((reading.document.id, turn.form))
            if turn.role == "participant"
            else None,
            start=turn.start,
            end=turn.end,
            time=turn.time,
            question=turn.question,
            row_id=turn.row_id,
        )
        for reading in readings
        for index, turn in enumerate(reading.speech.turns)
    ]
    return Corpus(
        documents=tuple(reading.document for reading in readings),
        participants=assigned.participants,
        turns=tuple(turns),
        skipped=tuple(skipped),
        notes=tuple(dict.fromkeys(notes)),
    )


def _read_stdin(stdin: BinaryIO | None) -> Source:
    data = stdin.read() if stdin is not None else b""
    if not data.strip():
        raise InputError("stdin is empty; pipe a transcript into gigtext code -")
    return Source(read_text(data))


def _read(
    name: str, place: str, source: Source, interviewer: Sequence[str], headings: frozenset[str], lang: str
) -> Reading:
    front: Mapping[str, object] = {}
    start = 0
    if source.turns is None:
        front, start = read_front_matter(source.text)
    declared = [*interviewer, *_interviewers(front), *_interviewers(source.attributes)]
    speech = find_turns(source, start, interviewer=declared, headings=headings, lang=lang)
    return Reading(Document(name, place, source.text), source, speech, front)


def _interviewers(pairs: Mapping[str, object]) -> list[str]:
    """Labels of interviewers that front matter or a header table declare."""
    names: list[str] = []
    for key, value in pairs.items():
        if word_table("interview_keys").get(fold(str(key))) == "interviewer":
            values = value if isinstance(value, list) else str(value).split(",")
            names.extend(str(each).strip() for each in values if str(each).strip())
    return names


def _notes(reading: Reading, lang: str) -> list[str]:
    notes = [*reading.source.notes, *reading.speech.notes]
    if reading.speech.turns and all(turn.role != "participant" for turn in reading.speech.turns):
        notes.append(say(lang, "no_participant_talk"))
    return notes
