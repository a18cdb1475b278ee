"""Who the informants are: speakers of all files → participants with codes that are safe to print, and their attributes.

What is said of a participant is trusted in this order: participants file, front matter, header lines and rows, the label's
note. One informant may speak in several files:
- when a row of the participants file says so (by id or file name), or front matter or header name the same code (`Kode: I-03`);
- when the label is a numbered code (`Informan 3`, `N7`) and at most one of the files holds several informants, unless
  what is known of them contradicts it. Labels that machines number anew in each file (`SPEAKER_01`) never join.
Names of persons never become ids.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from gigtext.corpus.attributes import Facts, facts_of, names_of, read_note, resolve
from gigtext.corpus.cues import fold, join_number, word_table
from gigtext.corpus.labels import is_code, known_word
from gigtext.corpus.roster import Roster, Row, read_roster
from gigtext.corpus.source import Source
from gigtext.corpus.turns import Speech, SpokenTurn
from gigtext.records import Attribute, Document, Participant
from gigtext.wording import say

_HEADER_LINE = re.compile(
    r"^[ \t*_#>•-]*(?P<key>[^:=\t\n]{2,40}?)[ \t*_]*(?::|=|\t)[ \t*_]*(?P<value>[^\n]+?)[ \t*_]*$", re.MULTILINE
)
_FILE_WORDS = frozenset(
    ["wawancara", "transkrip", "transcript", "interview", "fgd", "rekaman", "audio", "kelompok", "diskusi"]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as far as it has been understood."""

    document: Document
    source: Source
    speech: Speech
    front: Mapping[str, object] = field(default_factory=dict)
    """Front matter."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """`participant_of`: (document id, speaker form) → participant id, for every speaker with the role `participant`."""

    participants: tuple[Participant, ...]
    participant_of: Mapping[tuple[str, str], str]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Speaker:
    """One speaker of one file, while it is found out who that is."""

    document: str
    form: str
    label: str
    alone: bool
    """The only participant of its file."""
    code: str = ""
    """A code that front matter or header give."""
    row: Row | None = None
    facts: list[Facts] = field(default_factory=list)

    @property
    def label_code(self) -> str:
        return self.label if self.label and is_code(self.label) else ""


def assign_participants(
    speakers: Sequence[Speaker],
    attributes: Sequence[Attribute] = (),
    participants: Path | None = None,
    paths: Sequence[str] = (),
    *,
    lang: str = "id",
) -> Assigned:
    """Participants of all files, in the order of `speakers`, and what could not be joined. A speaker's row is filled in.

    `participants`: the participants file, else one named `participants.csv|tsv|xlsx` in or beside `paths` is used. Raises InputError
    with every problem of that file.
    """
    roster = read_roster(participants, paths)
    names = names_of(attributes)
    notes: list[str] = []
    if roster is not None:
        _join_roster(speakers, roster, names)
    groups = _group(speakers, attributes, notes, lang)
    ids = _name(groups)
    found: dict[str, Participant] = {}
    participant_of: dict[tuple[str, str], str] = {}
    for members, identity in zip(groups, ids, strict=True):
        facts = _ranked(members)
        resolved = resolve(facts, attributes, identity, lang)
        notes.extend(resolved.notes)
        found[identity] = Participant(identity, resolved.attributes, resolved.missing)
        for speaker in members:
            participant_of[speaker.document, speaker.form] = identity
    if roster is not None:
        used = {id(speaker.row) for speaker in speakers if speaker.row is not None}
        unused = [row for row in roster.rows if id(row) not in used]
        if unused:
            shown = ", ".join(row.id or row.files[0] for row in unused[:10])
            notes.append(say(lang, "rows_unjoined", file=roster.path.name, n=len(unused), rows=shown))
        alone = [
            identity for members, identity in zip(groups, ids, strict=True) if all(each.row is None for each in members)
        ]
        if alone:
            shown = ", ".join(alone[:10]) + (" …" if len(alone) > 10 else "")
            notes.append(say(lang, "participants_unjoined", file=roster.path.name, n=len(alone), who=shown))
    return Assigned(tuple(found.values()), participant_of, tuple(dict.fromkeys(notes)))


# --- what a file says -----------------------------------------------------------------------------------------------


def speakers_of(reading: Reading, attributes: Sequence[Attribute] = ()) -> list[Speaker]:
    """The participants who speak in one file, and what it says of them: all that is needed to find out who they are."""
    names = names_of(attributes)
    document, speech = reading.document, reading.speech
    own = [turn for turn in speech.turns if turn.role == "participant"]
    forms = list(dict.fromkeys(turn.form for turn in own))
    first = {turn.form: turn for turn in reversed(own)}
    notes = {turn.form: turn.note for turn in reversed(own) if turn.note}
    header = {
        **_header_pairs(document.text[speech.header[0] : speech.header[1]]),
        **reading.source.attributes,
    }
    front_people = _people_of_front(reading.front)
    rows = _row_values(own) if any(turn.attributes for turn in own) else {}
    speakers = []
    for form in forms:
        speaker = Speaker(document.id, form, first[form].speaker, alone=len(forms) == 1)
        shared = [Facts(document.id, {})]
        if speaker.alone:
            speaker.code = _code(reading.front) or _code(header)
            shared = [
                facts_of(reading.front, names, document.id, others=False),
                facts_of(header, names, document.id, others=False),
            ]
        else:
            # the day of a focus group is everybody's, its other header lines are nobody's
            both = facts_of({**header, **reading.front}, names, document.id, others=False)
            shared = [
                Facts(document.id, {name: text for name, text in both.values.items() if name == "interview_date"})
            ]
        personal = front_people.get(form) or front_people.get(fold(speaker.label))
        speaker.facts = [
            *([facts_of(personal, names, document.id, others=True)] if personal else []),
            *shared,
            *([facts_of(rows[form], names, document.id, others=True)] if form in rows else []),
            Facts(document.id, read_note(notes.get(form, ""), attributes)),
        ]
        speakers.append(speaker)
    return speakers


def _header_pairs(header: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for match in _HEADER_LINE.finditer(header):
        pairs.setdefault(match["key"].strip(), match["value"].strip())
    return pairs


def _code(pairs: Mapping[str, object]) -> str:
    """The informant's code in front matter or header lines; a name is none."""
    for key, value in pairs.items():
        if word_table("interview_keys").get(fold(key)) == "participant" and isinstance(value, str | int):
            text = " ".join(str(value).split())
            if text and len(text) <= 20 and (is_code(text) or text.isdigit()):
                return text
    return ""


def _people_of_front(front: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """Folded label or code → attributes, of front matter that describes several people (`peserta: {N1: {usia: 24}}`)."""
    people: dict[str, Mapping[str, object]] = {}
    for key, value in front.items():
        if word_table("interview_keys").get(fold(str(key))) != "participant":
            continue
        if isinstance(value, dict):
            people.update({_tight(str(name)): facts for name, facts in value.items() if isinstance(facts, dict)})
        elif isinstance(value, list):
            for facts in value:
                if not isinstance(facts, dict):
                    continue
                for name in facts:
                    if word_table("interview_keys").get(fold(str(name))) in ("participant", "name"):
                        people.setdefault(_tight(str(facts[name])), facts)
    return people


def _tight(label: str) -> str:
    return join_number(fold(label))


def _row_values(turns: Sequence[SpokenTurn]) -> dict[str, dict[str, str]]:
    """Speaker form → cells of his rows that are the same in all of them: what varies says nothing of the person."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for turn in turns:
        for heading, cell in turn.attributes.items():
            values[turn.form][heading].add(cell)
    return {
        form: {heading: next(iter(cells)) for heading, cells in found.items() if len(cells) == 1}
        for form, found in values.items()
    }


# --- who is who -----------------------------------------------------------------------------------------------------


def _join_roster(speakers: Sequence[Speaker], roster: Roster, names: Mapping[str, str]) -> None:
    """Give every speaker its row of the participants file: by file and id, by code, by file name."""
    by_file: dict[str, list[Row]] = defaultdict(list)
    by_id: dict[str, Row] = {}
    for row in roster.rows:
        for file in row.files:
            by_file[_file_key(file)].append(row)
        if row.id:
            by_id.setdefault(_tight(row.id), row)
    for speaker in speakers:
        path = PurePosixPath(speaker.document)
        rows = by_file.get(_file_key(speaker.document), [])
        labels = {speaker.form, _tight(speaker.label), _tight(speaker.code)} - {""}
        named = [row for row in rows if row.id and _tight(row.id) in labels]
        if named:
            speaker.row = named[0]
        elif speaker.alone and len(rows) == 1:
            speaker.row = rows[0]
        elif not rows:
            candidates = [_tight(speaker.code), speaker.form if speaker.label_code else ""]
            if speaker.alone:
                candidates.append(_tight(path.stem))
            # a name in the file joins too, but only ever this one speaker
            candidates.append(_tight(speaker.label))
            for key in candidates:
                found = by_id.get(key) if key else None
                if found is not None and not found.files:
                    speaker.row = found
                    break
        if speaker.row is not None:
            speaker.facts.insert(0, facts_of(speaker.row.values, names, speaker.row.place, others=True))


def _file_key(name: str) -> str:
    """File names are compared without folder, suffix and case."""
    return PurePosixPath(name.casefold().replace("\\", "/")).stem


def _group(
    speakers: Sequence[Speaker], attributes: Sequence[Attribute], notes: list[str], lang: str
) -> list[list[Speaker]]:
    """Speakers that are one informant, in reading order."""
    groups: dict[tuple[str, str], list[Speaker]] = {}
    loose: dict[str, list[Speaker]] = defaultdict(list)
    for speaker in speakers:
        if speaker.row is not None:
            key = ("row", speaker.row.place)
        elif speaker.code:
            key = ("code", _tight(speaker.code))
        elif speaker.label_code and re.search(r"\d", speaker.label) and not _is_machine_label(speaker.label):
            key = ("label", speaker.form)
            loose[speaker.form].append(speaker)
        else:
            key = ("file", f"{speaker.document}\n{speaker.form}")
        groups.setdefault(key, []).append(speaker)
    for form, members in loose.items():
        if len(members) < 2:
            continue
        crowds = sum(not speaker.alone for speaker in members)
        if crowds > 1 or _contradict(members, attributes):
            where = ", ".join(speaker.document for speaker in members)
            notes.append(say(lang, "same_label_apart", label=members[0].label, files=where))
            del groups["label", form]
            for speaker in members:
                groups["file", f"{speaker.document}\n{speaker.form}"] = [speaker]
        else:
            where = ", ".join(speaker.document for speaker in members)
            notes.append(say(lang, "same_label_joined", label=members[0].label, files=where))
    order = {id(speaker): number for number, speaker in enumerate(speakers)}
    return sorted(groups.values(), key=lambda members: order[id(members[0])])


def _is_machine_label(label: str) -> bool:
    word = known_word(label)
    return word is not None and word.word in ("speaker", "pembicara", "spk", "suara")


def _contradict(members: Sequence[Speaker], attributes: Sequence[Attribute]) -> bool:
    """Whether what is known of speakers under one label cannot be true of one person."""
    lasting = {"birth_year", "gender"} | {attribute.name for attribute in attributes if attribute.birth_years}
    seen: dict[str, str] = {}
    for speaker in members:
        values = resolve(speaker.facts, attributes, "").attributes
        for name in lasting & values.keys():
            if seen.setdefault(name, values[name]) != values[name]:
                return True
    return False


def _ranked(members: Sequence[Speaker]) -> list[Facts]:
    """The facts of all members, most trusted first: facts of one rank of all files before those of the next."""
    most = max(len(speaker.facts) for speaker in members)
    padded = [[Facts("", {})] * (most - len(speaker.facts)) + speaker.facts for speaker in members]
    unique: dict[tuple[str, tuple[tuple[str, str], ...]], Facts] = {}
    for rank in range(most):
        for facts in padded:
            each = facts[rank]
            if each.values:
                unique.setdefault((each.place, tuple(each.values.items())), each)
    return list(unique.values())


def _name(groups: Sequence[Sequence[Speaker]]) -> list[str]:
    """A code for every participant: unique, printable, never a person's name."""
    wanted = [_wish(members) for members in groups]
    taken: set[str] = set()
    counts: dict[str, int] = defaultdict(int)
    for wish in wanted:
        counts[_tight(wish)] += 1
    ids = []
    number = 0
    for members, wish in zip(groups, wanted, strict=True):
        if wish and counts[_tight(wish)] > 1 and members[0].row is None and not members[0].code:
            stem = PurePosixPath(members[0].document).with_suffix("").as_posix()
            wish = f"{stem}/{wish}" if _is_file_code(PurePosixPath(stem).name) else ""
        if not wish and members[0].alone:
            stem = PurePosixPath(members[0].document).stem
            wish = stem if _is_file_code(stem) else ""
        while not wish or _tight(wish) in taken:
            number += 1
            wish = f"P{number:02d}"
            if any(_tight(other) == _tight(wish) for other in wanted):
                wish = ""
        taken.add(_tight(wish))
        ids.append(wish)
    return ids


def _wish(members: Sequence[Speaker]) -> str:
    first = members[0]
    if first.row is not None:
        return first.row.id if is_code(first.row.id) or re.search(r"\d", first.row.id) else ""
    if first.code:
        return first.code
    if first.form.startswith("#"):
        return first.form[1:] if len(first.form) <= 20 else ""
    if not first.label_code or _is_machine_label(first.label):
        return ""
    # `Informan` or `J` in file after file says nothing; the file's own code says more
    stem = PurePosixPath(first.document).stem
    if not re.search(r"\d", first.label) and first.alone and _is_file_code(stem):
        return stem
    return first.label


def _is_file_code(stem: str) -> bool:
    """Whether a file's name is a code (`R01`, `informan_03`, `wawancara-2`) and so safe to print as an informant's.

    >>> [_is_file_code(stem) for stem in ("R01", "informan_03", "fgd1", "wawancara rina", "rina2")]
    [True, True, True, False, False]
    """
    match = re.fullmatch(r"(?P<word>[^\W\d_]{1,14})[ ._-]*\d{1,4}[a-z]?", stem)
    return match is not None and (
        len(match["word"]) <= 2 or match["word"].casefold() in _FILE_WORDS or known_word(match["word"]) is not None
    )
