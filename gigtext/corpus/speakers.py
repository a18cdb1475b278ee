"""Who speaks: the text of one file → its turns, each with a speaker and a role.

Interviewers are declared (`--interviewer`, front matter), or known by their label (`Pewawancara`), or inferred: who opens
the talk as a host, who asks most. What was inferred is said in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gigtext.corpus.cues import fold, join_number, word_list
from gigtext.corpus.labels import accept_labels, find_labels, is_short, known_word, stamp_at
from gigtext.corpus.roles import assign_roles
from gigtext.corpus.source import Source, SourceTurn
from gigtext.corpus.turns import Speech, SpokenTurn

_PAUSE = 3.0
"""Seconds of silence that end a turn in subtitles of one speaker."""
_WORDS_PER_SECOND = 1.8
"""Slow speech: what lies beyond it between the beginnings of two subtitles is silence."""
_LONGEST_CUED_TURN = 80
"""Words after which subtitles of one speaker begin a new turn at the next subtitle."""


def find_turns(
    source: Source,
    start: int = 0,
    *,
    interviewer: Sequence[str] = (),
    headings: frozenset[str] = frozenset(),
    lang: str = "id",
) -> Speech:
    """The turns of `source` from offset `start` on.

    `interviewer` names labels of interviewers; `headings` are further headings of header lines (folded), which are never
    speakers. Notes are in `lang`.
    """
    if source.turns is not None:
        turns = _given_turns(source, source.turns)
        header = (start, start)
    else:
        headings = headings | word_list("headers")
        turns, header = _labelled_turns(source, start, interviewer, headings)
    roles, notes = assign_roles(source.text, turns, interviewer, lang)
    turns = [replace(turn, role=roles[turn.form]) for turn in turns]
    return Speech(tuple(_with_questions(source.text, turns)), header, tuple(notes))


# --- turns ----------------------------------------------------------------------------------------------------------


def _given_turns(source: Source, given: Sequence[SourceTurn]) -> list[SpokenTurn]:
    """The turns that the format is sure of; subtitles of one speaker are joined until a pause or a good length."""
    forms = _unite_forms({fold(turn.speaker): turn.speaker for turn in given}, {})
    turns: list[SpokenTurn] = []
    words = 0
    for before, turn in zip((None, *given), given, strict=False):
        # a row that names nobody is somebody of his own
        form = f"#{turn.row_id}" if turn.row_id and not turn.speaker else forms[fold(turn.speaker)]
        said = source.text[turn.start : turn.end]
        last = turns[-1] if turns else None
        # Only formats that cut talk by time (subtitles, speech recognition) cut inside what one person says.
        joins = (
            last is not None
            and turn.row_id is None
            and last.row_id is None
            and last.form == form
            and turn.time is not None
            and not turn.question
            and not _pauses(source.text, before, turn)
            and not (words >= _LONGEST_CUED_TURN or (words >= _LONGEST_CUED_TURN / 2 and _ends(source.text, last.end)))
        )
        if joins and last is not None:
            turns[-1] = replace(last, end=turn.end)
            words += len(said.split())
            continue
        turns.append(
            SpokenTurn(
                turn.speaker, form, "participant", turn.start, turn.end, turn.time, turn.question, turn.row_id,
                attributes=turn.attributes,
            )
        )  # fmt: skip
        words = len(said.split())
    return turns


def _pauses(text: str, before: SourceTurn | None, turn: SourceTurn) -> bool:
    """Whether there was silence between `before` and `turn`."""
    if before is None or before.time is None or turn.time is None:
        return False
    spoken = len(text[before.start : before.end].split()) / _WORDS_PER_SECOND
    return turn.time - before.time - spoken > _PAUSE


def _ends(text: str, end: int) -> bool:
    return text[end - 1 : end] in (".", "?", "!", "…")


def _labelled_turns(
    source: Source, start: int, interviewer: Sequence[str], headings: frozenset[str]
) -> tuple[list[SpokenTurn], tuple[int, int]]:
    text = source.text
    labels = accept_labels(text, find_labels(text, start, source.emphasis), interviewer, headings)
    if not labels:
        begin = _end_of_header(text, start, headings)
        return _pieces(text, begin, len(text), "", "", None, ""), (start, begin)
    written: dict[str, str] = {}
    short: dict[str, str] = {}
    for label in labels:
        written.setdefault(label.form, label.name)
        pair = ""
        if label.note and is_short(label.note) and len(label.name) > len(label.note):
            pair, name = fold(label.note), label.form
        elif label.note and is_short(label.name) and len(label.note) > len(label.name):
            pair, name = label.form, fold(label.note)
        if pair and (pair not in short or (name[0] == pair[0] and short[pair][0] != pair[0])):
            short[pair] = name  # a slip (`Kiki (G)`) gives way to the name that fits
    forms = _unite_forms(written, short)
    turns: list[SpokenTurn] = []
    before = _stamp_before(text, start, labels[0].line)
    for at, label in enumerate(labels):
        end = labels[at + 1].line if at + 1 < len(labels) else len(text)
        time = label.time if label.time is not None else before
        pieces = _pieces(text, label.talk, end, label.name, forms[label.form], time, label.note)
        before = None
        if pieces and at + 1 < len(labels):
            before = _stamp_before(text, pieces[-1].end, labels[at + 1].line)
        turns.extend(pieces)
    return turns, (start, labels[0].line)


def _pieces(
    text: str, start: int, end: int, speaker: str, form: str, time: float | None, note: str
) -> list[SpokenTurn]:
    """One turn, or several where a time on a line of its own, or in brackets at its beginning, cuts the talk."""
    turns: list[SpokenTurn] = []
    begin = line = start

    def close(until: int) -> None:
        body = text[begin:until]
        first = begin + len(body) - len(body.lstrip())
        last = begin + len(body.rstrip())
        if first < last:
            turns.append(SpokenTurn(speaker, form, "participant", first, last, time, note=note))

    while line < end:
        stamp = stamp_at(text, line) if line > start or not speaker else None
        if stamp is not None and stamp[0] <= end:
            close(line)
            begin, time = stamp
        newline = text.find("\n", line, end)
        line = end if newline < 0 else newline + 1
    close(end)
    return turns


def _stamp_before(text: str, start: int, line: int) -> float | None:
    """The time on a line of its own right above the label at `line`."""
    above = text.rfind("\n", start, max(start, line - 1)) + 1
    stamp = stamp_at(text, max(start, above))
    return stamp[1] if stamp is not None and above < line else None


def _end_of_header(text: str, start: int, headings: frozenset[str]) -> int:
    """Where talk without labels begins: behind a title and lines such as `Usia: 24 tahun`."""
    end = line = start
    unknown = 0
    while line < len(text):
        newline = text.find("\n", line)
        after = len(text) if newline < 0 else newline + 1
        content = text[line:after].strip()
        heading = re.match(r"[*_#>\s-]*([^:=\t\n]{2,40}?)[*_ ]*[:=\t]", content + "\n")
        if heading and fold(heading[1]) in headings:
            end, unknown = after, 0
        elif content:
            unknown += 1
            if unknown > 2 or len(content.split()) > 12:
                break
        line = after
    return end


def _unite_forms(written: Mapping[str, str], short: Mapping[str, str]) -> dict[str, str]:
    """Folded label → the speaker's form. `short`: short forms that were introduced (`k` → `kiki`).

    A short label that nothing introduces belongs to the only longer name that begins with its letter.
    """
    forms = {}
    names = [
        form for form in written if len(form) > 3 and known_word(written[form]) is None and not re.search(r"\d", form)
    ]
    for form in written:
        target = short.get(form, form)
        if target == form and len(form) <= 2 and form.isalpha() and known_word(written[form]) is None:
            longer = [name for name in names if name.startswith(form) and name not in short]
            if len(longer) == 1:
                target = longer[0]
        if target not in written:
            target = form
        forms[form] = join_number(target)
    return forms


def _with_questions(text: str, turns: Iterable[SpokenTurn]) -> list[SpokenTurn]:
    """Participant turns get what the interviewers said since the last participant turn; later ones keep it."""
    result = []
    question: list[str] = []
    answered = False
    for turn in turns:
        if turn.role == "interviewer":
            if answered:
                question, answered = [], False
            question.append(" ".join(text[turn.start : turn.end].split()))
        elif turn.role == "participant":
            answered = True
            if question and not turn.question:
                turn = replace(turn, question=" ".join(question))
        result.append(turn)
    return result
