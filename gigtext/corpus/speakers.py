"""Who speaks: the text of one file → its turns, each with a speaker and a role.

Interviewers are declared (`--interviewer`, front matter), or known by their label (`Pewawancara`), or inferred: who opens
the talk as a host, who asks most. What was inferred is said in a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gigtext.corpus.cues import fold, phrase_pattern, word_list
from gigtext.corpus.labels import accept_labels, find_labels, is_short, known_word, stamp_at
from gigtext.corpus.source import Source, SourceTurn
from gigtext.records import Role
from gigtext.wording import say

LEAST_ASKING = 0.25
"""Share of turns that ask something, from which on a speaker may be the interviewer."""
SECOND_ASKING = 0.35
"""A further speaker who asks this often, and at least half as often as the one who asks most, is a second interviewer."""
_PAUSE = 3.0
"""Seconds of silence that end a turn in subtitles of one speaker."""
_WORDS_PER_SECOND = 1.8
"""Slow speech: what lies beyond it between the beginnings of two subtitles is silence."""
_LONGEST_CUED_TURN = 80
"""Words after which subtitles of one speaker begin a new turn at the next subtitle."""
_MARKDOWN = re.compile(r"[*_\\]+")
_BETWEEN_NAMES = frozenset(["teman", "saya", "aku", "gue", "kak", "mbak", "mas", "bang", "rekan", "partner"])
_OPENING_TURNS = 3


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one speaker says before another does. Offsets are code points of the file's text."""

    speaker: str
    """The label as written, empty when there is none."""
    form: str
    """The speaker within this file: `Kiki (K)` and `K` have the same form."""
    role: Role
    start: int
    end: int
    time: float | None = None
    question: str = ""
    row_id: str | None = None
    note: str = ""
    """What stood in parentheses behind the label (`L, 24 th`)."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """The talk of one file."""

    turns: tuple[SpokenTurn, ...]
    header: tuple[int, int]
    """The stretch of text before the talk, where lines such as `Nama: …` stand."""
    notes: tuple[str, ...] = ()
    """What was inferred about the speakers."""


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
    for turn in given:
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
            and not _pauses(source.text, given, turn)
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


def _pauses(text: str, given: Sequence[SourceTurn], turn: SourceTurn) -> bool:
    """Whether there was silence before `turn`."""
    at = given.index(turn) if len(given) < 2 else _index_of(given, turn)
    before = given[at - 1]
    if at == 0 or before.time is None or turn.time is None:
        return False
    spoken = len(text[before.start : before.end].split()) / _WORDS_PER_SECOND
    return turn.time - before.time - spoken > _PAUSE


def _index_of(given: Sequence[SourceTurn], turn: SourceTurn) -> int:
    from bisect import bisect_left

    return bisect_left(given, turn.start, key=lambda each: each.start)


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
        forms[form] = re.sub(r"(?<=[^\W\d_]) (?=\d)", "", target)
    return forms


# --- roles ----------------------------------------------------------------------------------------------------------


def assign_roles(
    text: str, turns: Sequence[SpokenTurn], declared: Sequence[str], lang: str = "id"
) -> tuple[dict[str, Role], list[str]]:
    """Speaker form → role, and what was inferred, in words."""
    order = list(dict.fromkeys(turn.form for turn in turns))
    labels = {turn.form: turn.speaker for turn in reversed(turns)}
    wanted = {fold(name) for name in declared}
    roles: dict[str, Role] = {}
    notes: list[str] = []
    for form in order:
        spoken = {fold(turn.speaker) for turn in turns if turn.form == form} | {form}
        word = known_word(labels[form])
        if spoken & wanted:
            roles[form] = "interviewer"
        elif word is not None and word.role is not None:
            # a declared interviewer leaves nobody else to be one, except who is called so
            roles[form] = word.role
    if wanted and any(roles.get(form) == "interviewer" for form in order):
        return {form: roles.get(form, "participant") for form in order}, notes
    open_forms = [form for form in order if form not in roles and not _is_joint(form, order)]
    asking = {form: _share_of_questions(text, turns, form) for form in order}
    has_interviewer = "interviewer" in roles.values()
    found, why = _infer(text, turns, order, open_forms, asking, has_interviewer, lang)
    for form in open_forms:
        roles[form] = "interviewer" if form in found else "participant"
    for form in order:
        if form not in roles:
            parts = [roles[part] for part in _joint_parts(form, order)]
            roles[form] = "interviewer" if all(role == "interviewer" for role in parts) else "other"
    if found:
        shown = ", ".join(_shown(labels[form], order.index(form), lang) for form in order if form in found)
        notes.append(say(lang, "interviewer_taken", who=shown, why=why))
    return roles, notes


def _infer(
    text: str,
    turns: Sequence[SpokenTurn],
    order: Sequence[str],
    open_forms: Sequence[str],
    asking: Mapping[str, float],
    has_interviewer: bool,
    lang: str,
) -> tuple[set[str], str]:
    """Which of the speakers without a telling label are interviewers, and why."""
    if not open_forms or len(order) < 2:
        return set(), ""
    if has_interviewer:
        # A second interviewer without a telling label asks, as often as anybody; participants hardly ever do.
        counts = Counter(turn.form for turn in turns)
        second = {form for form in open_forms if asking[form] >= 0.6 and counts[form] >= 3}
        if not second or len(second) == len(open_forms) == len(order) - 1:
            return set(), ""
        percent = round(100 * min(asking[form] for form in second))
        return second, say(lang, "by_questions", percent=percent)
    by_label = _by_letters(order)
    if by_label is not None and by_label in open_forms and asking[by_label] >= 0.1:
        others = [asking[form] for form in order if form != by_label]
        if asking[by_label] >= max(others) - 0.2:
            return {by_label}, say(lang, "by_label")
    most = max(open_forms, key=lambda form: (asking[form], -order.index(form)))
    further: set[str] = set()
    if len(order) > 2:
        further = {form for form in open_forms if asking[form] >= max(SECOND_ASKING, 0.5 * asking[most])}
    hosts = _hosts(text, turns, open_forms)
    if hosts:
        both = hosts | further
        both |= {form for form in open_forms if form not in both and _talks_like_a_host(turns, form, both)}
        return (hosts if len(both) == len(order) else both), say(lang, "by_host")
    if asking[most] < LEAST_ASKING:
        return ({by_label}, say(lang, "by_label")) if by_label is not None and by_label in open_forms else (set(), "")
    found = {most} if len(further) == len(order) else {most} | further
    return found, say(lang, "by_questions", percent=round(100 * asking[most]))


def _by_letters(order: Sequence[str]) -> str | None:
    """Who is the interviewer by a pair of usual short labels: T and J, Q and A, P and N …"""
    for asker, answerers in (
        ("t", ("j",)),
        ("q", ("a",)),
        ("p", ("n", "i", "r", "s", "j", "inf", "res", "nar")),
        ("i", ("n", "r", "p")),
    ):
        if asker in order and any(
            re.fullmatch(rf"(?:{'|'.join(answerers)})[\d ]*", form) for form in order if form != asker
        ):
            return asker
    return None


def _hosts(text: str, turns: Sequence[SpokenTurn], open_forms: Sequence[str]) -> set[str]:
    """Who opens the talk as a host, and whom a host names as host beside himself ("Kiki dan Galuh di sini")."""
    opening = phrase_pattern("host_cues")
    hosts: set[str] = set()
    said = ""
    for turn in turns[:_OPENING_TURNS]:
        # a list of hosts may be finished by the next one: "bersama Kiki dan teman saya … — Aku Galuh."
        before = said if said.endswith(("...", "…")) else ""
        said = _MARKDOWN.sub("", text[turn.start : turn.end])
        if turn.form in open_forms and opening.search(said):
            hosts.add(turn.form)
        if hosts:
            hosts |= _named_hosts(f"{before} {said}", hosts, open_forms)
    return hosts


def _named_hosts(said: str, hosts: set[str], open_forms: Sequence[str]) -> set[str]:
    """Speakers named in one breath with a host: "Kiki dan Galuh", "bareng aku sama Galuh", "saya Kiki dan teman saya Galuh"."""
    words = fold(said).split()
    named = set()
    for at, word in enumerate(words):
        if word not in ("dan", "sama", "and") or not at:
            continue
        near = words[at + 1 : at + 5]
        before, after = words[at - 1], [each for each in near if each not in _BETWEEN_NAMES][:1]
        speakers = [_speaker_called(name, open_forms) for name in (before, *after)]
        if speakers[0] is None and before in ("aku", "saya", "gue"):
            speakers[0] = next(iter(hosts))
        if None not in speakers and set(speakers) & hosts and (set(near) & _BETWEEN_NAMES or near):
            named |= {each for each in speakers if each is not None}
    return named


def _talks_like_a_host(turns: Sequence[SpokenTurn], form: str, hosts: set[str]) -> bool:
    """Whether nobody asks this speaker anything, and a guest who says far more answers him: a second host.

    Only of use where a programme has a host; in a group interview somebody may well talk with his neighbour alone.
    """
    before = [first.form for first, second in pairwise(turns) if second.form == form and first.form != form]
    after = [second.form for first, second in pairwise(turns) if first.form == form and second.form != form]
    if len(after) < 4 or sum(other in hosts for other in before) > 0.2 * len(before):
        return False
    guest, count = Counter(after).most_common(1)[0]
    said = {each: [turn.end - turn.start for turn in turns if turn.form == each] for each in (form, guest)}
    means = {each: sum(lengths) / len(lengths) for each, lengths in said.items()}
    return guest not in hosts and count >= 0.75 * len(after) and means[guest] >= 2 * means[form]


def _speaker_called(name: str, forms: Sequence[str]) -> str | None:
    """The speaker whose label is `name`, or the only one whose short label is its first letter."""
    if name in forms:
        return name
    letters = [form for form in forms if len(form) == 1 and name.startswith(form)]
    return letters[0] if len(letters) == 1 and len(name) > 3 else None


def _share_of_questions(text: str, turns: Sequence[SpokenTurn], form: str) -> float:
    """Share of a speaker's turns that ask something."""
    own = [turn for turn in turns if turn.form == form]
    return sum(asks(text[turn.start : turn.end]) for turn in own) / len(own)


def asks(said: str) -> bool:
    """Whether a turn asks something: by its question mark, or by its question words where there are no marks at all.

    >>> asks("Kenapa pilih kerja ini?"), asks("iya apa adanya saja"), asks("kenapa pilih kerja ini")
    (True, False, True)
    """
    if "?" in said:
        return said.count("?") * 40 >= len(said.split())
    if re.search(r"[.!]", said):
        return False
    words = fold(said).split()
    pattern = phrase_pattern("question_words")
    found = [
        match
        for match in pattern.finditer(said)
        if fold(match[0]) != "apa" or not re.match(r"\s+(?:adanya|pun|saja)", said[match.end() :])
    ]
    return len(words) <= 40 and (bool(found) or any(len(word) > 5 and word.endswith("kah") for word in words))


def _is_joint(form: str, order: Sequence[str]) -> bool:
    return bool(_joint_parts(form, order))


def _joint_parts(form: str, order: Sequence[str]) -> list[str]:
    """The speakers of a joint label (`kiki galuh`, `k g`): every word of it is a speaker or the beginning of one."""
    words = [word for word in form.split() if word != "dan"]
    if len(words) < 2:
        return []
    parts = []
    for word in words:
        part = next((each for each in order if each != form and each.startswith(word)), None)
        if part is None:
            return []
        parts.append(part)
    return parts


def _shown(label: str, number: int, lang: str) -> str:
    """A label in a message; a person's name may stand in it, since interviewers are no informants."""
    return f'"{label}"' if label else say(lang, "speaker_number", n=number + 1)


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
