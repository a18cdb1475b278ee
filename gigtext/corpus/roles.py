"""Who of the speakers is the interviewer: declared, known by the label, or inferred and said in a note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from gigtext.corpus.cues import fold, phrase_pattern
from gigtext.corpus.labels import known_word
from gigtext.corpus.turns import SpokenTurn
from gigtext.records import Role
from gigtext.wording import say

LEAST_ASKING = 0.25
"""Share of turns that ask something, from which on a speaker may be the interviewer."""
SECOND_ASKING = 0.35
"""A further speaker who asks this often, and at least half as often as the one who asks most, is a second interviewer."""
_MARKDOWN = re.compile(r"[*_\\]+")
_BETWEEN_NAMES = frozenset(["teman", "saya", "aku", "gue", "kak", "mbak", "mas", "bang", "rekan", "partner"])
_OPENING_TURNS = 3


def assign_roles(
    text: str, turns: Sequence[SpokenTurn], declared: Sequence[str], lang: str = "id"
) -> tuple[dict[str, Role], list[str]]:
    """Speaker form → role, and what was inferred, in words."""
    order = list(dict.fromkeys(turn.form for turn in turns))
    labels = {turn.form: turn.speaker for turn in reversed(turns)}
    wanted = {fold(name) for name in declared}
    named = {turn.form for turn in turns if turn.form in wanted or fold(turn.speaker) in wanted} if wanted else set()
    roles: dict[str, Role] = {}
    notes: list[str] = []
    for form in order:
        word = known_word(labels[form])
        if form in named:
            roles[form] = "interviewer"
        elif word is not None and word.role is not None:
            roles[form] = word.role
    # in a table of answers the questions stand in a column of their own
    rows = all(turn.row_id is not None for turn in turns)
    if named or rows:  # a declared interviewer leaves nobody else to be one, except who is called so
        return {form: roles.get(form, "participant") for form in order}, notes
    open_forms = [form for form in order if form not in roles and not _is_joint(form, order)]
    asking = _shares_of_questions(text, turns)
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
        before = words[at - 1]
        after = [each for each in words[at + 1 : at + 5] if each not in _BETWEEN_NAMES][:1]
        speakers = [_speaker_called(name, open_forms) for name in (before, *after)]
        if speakers[0] is None and before in ("aku", "saya", "gue"):
            speakers[0] = next(iter(hosts))
        if None not in speakers and set(speakers) & hosts:
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


def _shares_of_questions(text: str, turns: Sequence[SpokenTurn]) -> dict[str, float]:
    """Speaker form → share of his turns that ask something."""
    counts = Counter(turn.form for turn in turns)
    asked = Counter(turn.form for turn in turns if asks(text[turn.start : turn.end]))
    return {form: asked[form] / count for form, count in counts.items()}


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
