"""Speaker labels: what stands at the beginning of a line and may say who talks, and which of it does.

A line is a candidate by its shape alone. It is accepted when its form is a known label word (`Pewawancara`), recurs,
is set in bold or capitals, or was introduced together with a short form (`Kiki (K)`): a colon inside talk is none of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gigtext.corpus.cues import fold, word_list, word_table
from gigtext.records import Role

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
STAMP = rf"[\[(<{{]?{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?[\])>}}]?"
_MARKS = r"[*_\\]*"
_PART = rf"(?!{_TIME})[\w.'’]+(?:[-&/+][\w.'’]+)*"
_NAME = rf"(?=[^\W\d_]){_PART}(?:[ ]{{1,2}}(?:[&/+]|{_PART})){{0,5}}"
_LONGEST_NAME = 40
_LINE = re.compile(
    rf"""(?P<lead>[ \t]*(?:>[ \t]*)?(?:[-•*][ \t]+)?(?:\d{{1,3}}[.)][ \t]*)?)
    (?P<open>{_MARKS})
    (?:(?P<before>{STAMP})[ \t]*(?:[-–—:][ \t]*)?)?
    (?P<inner>{_MARKS})
    (?P<bracket>\[|<v[ \t]+|<)?
    (?P<name>{_NAME})
    (?:[ \t]*[(\[](?P<note>[^()\[\]\n]{{1,60}})[)\]])?
    [ ]*(?P<shut>[\]>])?
    {_MARKS}
    (?:[ \t]*(?P<after>{STAMP}))?
    {_MARKS}
    (?:[ \t]*(?P<mark>[:：;]|(?<=[ \t])[-–—=](?=[ \t])|(?<=\w)[-–—](?=[ \t])|(?=\n)|\Z)|(?P<tab>[ ]*\t[ \t]*))?""",
    re.VERBOSE,
)
_STAMP_LINE = re.compile(
    rf"[ \t]*(?P<stamp>{STAMP})[ \t]*(?=\n|\Z)|[ \t]*(?P<lead>[\[(<{{]{_TIME}[^\w\n]*(?:{_TIME})?[\])>}}])[ \t]*"
)
_LATE_STAMP = re.compile(rf"[ \t]*[\[(<{{]{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?[\])>}}]")
_CLOSING = re.compile(r"[*_\\]+(?=\s|\Z)|[ \t]+")
_NUMBERED = re.compile(r"(?P<word>[^\W\d_][^\d]*?)[ ._-]*(?P<number>\d{1,3}|(?<=[ ._-])[ivx]{1,4}|(?<=[ ._-])[a-z])?$")
_SHORT = re.compile(r"[A-Z]{1,4}[ ._-]?\d{0,3}[a-z]?|[A-Z]\.[A-Z]\.?")
_CODE = re.compile(r"(?=.*\d)[A-Za-z]{1,12}[ ._-]{0,3}\d{1,4}[a-z]?")
_CAPITALISED = re.compile(
    r"(?:[A-Z][\w.'’-]*|[&/+]|dan|bin|binti|van|de|da)(?:[ /&+-]+(?:[A-Z][\w.'’-]*|[&/+]|dan|bin|binti|van|de|da))*"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A line that begins with something like a speaker label. Offsets are code points of the whole text."""

    line: int
    """Offset of the line's first character."""
    start: int
    end: int
    """The label as written, marks and notes excluded: `text[start:end] == name`."""
    talk: int
    """Where the talk of the line begins, behind colon, marks and time."""
    name: str
    note: str
    """What stands in parentheses behind the name (`L, 24 th`; `K`)."""
    time: float | None
    shape: str
    """`colon`, `bracket`, `voice` (`<v Rina>`), `dash`, `tab` or `line` (the label is the whole line)."""
    strong: bool
    """Bold or in capitals."""

    @property
    def form(self) -> str:
        return fold(self.name)


@dataclass(frozen=True, slots=True)
class Word:
    """A known label word: its role by itself and the number or name that follows it."""

    word: str
    role: Role | None
    rest: str


@cache
def known_word(name: str) -> Word | None:
    """`Informan 3` → word `informan`, role participant, rest `3`; None when `name` begins with no known label word."""
    table = word_table("label_words")
    match = _NUMBERED.match(fold(name))
    folded = fold(name)
    if folded in table:
        return _word(folded, "")
    if match and match["word"].strip() in table:
        return _word(match["word"].strip(), match["number"] or "")
    first, _, rest = folded.partition(" ")
    second, _, tail = rest.partition(" ")
    if f"{first} {second}" in table:
        return _word(f"{first} {second}", tail)
    if first in table and len(first) > 3 and len(name.split()) <= 4 and _CAPITALISED.fullmatch(name):
        return _word(first, rest)
    return None


def _word(word: str, rest: str) -> Word:
    role = word_table("label_words")[word]
    return Word(word, role if role in ("interviewer", "participant", "other") else None, rest)  # type: ignore[arg-type]


def is_short(name: str) -> bool:
    """One to four capitals, maybe numbered: `P`, `N1`, `IT 2`."""
    return _SHORT.fullmatch(name) is not None


def is_code(name: str) -> bool:
    """Could be printed as an informant's code: `N1`, `Informan 3`, `SPEAKER_01`, `R07`, single letters; not a name.

    >>> [is_code(name) for name in ("N1", "Informan 3", "SPEAKER_01", "I-03", "K", "Rina", "Budi S.")]
    [True, True, True, True, True, False, False]
    """
    word = known_word(name)
    if word is not None:
        return not word.rest or word.rest.isdigit() or len(word.rest) == 1 or not word.rest.isalpha()
    return re.fullmatch(r"[A-Za-z]", name) is not None or _CODE.fullmatch(name) is not None


def seconds(stamp: str) -> float:
    """`00:01:23` → 83.0; of a range, its beginning."""
    first = re.search(_TIME, stamp)
    parts = first[0].replace(",", ".").split(":") if first else ["0"]
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total


def stamp_at(text: str, line: int) -> tuple[int, float] | None:
    """End and seconds of a time that stands alone on the line at `line`, or in brackets at its beginning."""
    match = _STAMP_LINE.match(text, line)
    if match is None:
        return None
    return match.end(), seconds(match["stamp"] or match["lead"])


def find_labels(text: str, start: int, emphasis: Sequence[tuple[int, int]] = ()) -> list[Label]:
    """Every line from `start` on that has the shape of a label, in order."""
    bold = {begin for begin, _ in emphasis}
    found = []
    line = start
    while line < len(text):
        label = _read_line(text, line, bold)
        if label is not None:
            found.append(label)
        end = text.find("\n", line)
        line = len(text) if end < 0 else end + 1
    return found


def _read_line(text: str, line: int, bold: set[int]) -> Label | None:
    match = _LINE.match(text, line)
    if match is None:
        return None
    name, mark, note = match["name"], match["mark"], (match["note"] or "").strip()
    stamp = match["before"] or match["after"]
    if re.fullmatch(STAMP, note):
        stamp, note = stamp or note, ""
    if len(name) > _LONGEST_NAME:
        return None
    start = match.start("name")
    talk = match.end()
    bracketed = bool(match["bracket"] and match["shut"])
    if mark in (":", "："):
        if text[talk : talk + 2] == "//" or (text[talk - 2 : talk - 1].isdigit() and text[talk : talk + 1].isdigit()):
            return None
        shape = "colon"
    elif mark == ";" or (mark and mark in "-–—="):
        shape = "dash"
    elif bracketed:
        shape = "voice" if match["bracket"].startswith("<v") else "bracket"
        talk = match.end("shut")
    elif match["tab"]:
        shape = "tab"
    elif mark == "":
        shape = "line"
    else:
        return None
    if match["bracket"] and not bracketed:
        return None
    marked = bool((match["open"] + match["inner"]).strip("\\"))
    if marked and (closing := _CLOSING.match(text, talk)) and closing[0].strip():
        talk = closing.end()
    late = _LATE_STAMP.match(text, talk)
    if late is not None:
        stamp, talk = stamp or late[0], late.end()
    strong = marked or line in bold or start in bold or (len(name) > 2 and name.isupper() and name.isascii())
    return Label(
        line, start, start + len(name), talk, name, note, seconds(stamp) if stamp else None,
        shape, strong,
    )  # fmt: skip


def accept_labels(
    text: str, labels: Sequence[Label], declared: Sequence[str] = (), headings: frozenset[str] = frozenset()
) -> list[Label]:
    """The candidates that are speaker labels.

    `declared` names are accepted wherever they stand; `headings` (of header lines) are never labels.
    """
    wanted = {fold(name) for name in declared}
    never = word_list("not_labels") | headings
    introduced = {fold(label.note) for label in labels if label.shape == "colon" and _introduces(label)}
    candidates = [label for label in labels if _has_shape(text, label, never, wanted)]
    counts = Counter((label.form, label.shape) for label in candidates)
    sure = [label for label in candidates if _is_sure(label, counts, introduced, wanted)]
    if not sure:
        # two short labels, once each: a very short interview
        short = [label for label in candidates if label.shape == "colon" and is_short(label.name)]
        sure = short if len({label.form for label in short}) > 1 else []
    if not sure:
        return []
    lines = sum(1 for paragraph in text[sure[0].line :].split("\n") if paragraph.strip())
    everywhere = len(sure) >= 4 and len(sure) >= 0.7 * sum(1 for label in labels if label.line >= sure[0].line)
    dense = everywhere and len(sure) * 2 >= lines
    chosen = {label.line for label in sure}
    forms = {label.form for label in sure}
    for label in candidates:
        once = label.shape == "colon" and (label.strong or dense or is_short(label.name)) and label.form not in never
        same = label.form in forms and label.shape in ("colon", "bracket")
        if once or same or _is_joint(label, forms):
            chosen.add(label.line)
    return [label for label in candidates if label.line in chosen]


def _has_shape(text: str, label: Label, never: frozenset[str], wanted: set[str]) -> bool:
    if label.form in wanted:
        return True
    if label.form in never or not label.form:
        return False
    if known_word(label.name) is not None:
        # `Informan` may open a sentence; alone on a line or before a mark it is a label.
        return label.shape != "line" or not label.note or is_code(label.name)
    first = label.form.split()[0]
    if label.shape == "bracket" and (first in word_list("stage_directions") or not label.name[0].isupper()):
        return False
    if is_short(label.name):
        return label.shape != "line" or label.time is not None or label.strong
    if first in never or first in word_list("stage_directions"):
        return False
    if _CODE.fullmatch(label.name):
        return True
    return len(label.name.split()) <= 4 and _CAPITALISED.fullmatch(label.name) is not None


def _is_sure(label: Label, counts: Counter[tuple[str, str]], introduced: set[str], wanted: set[str]) -> bool:
    if label.form in wanted or known_word(label.name) is not None or label.form in introduced:
        return True
    recurs = counts[label.form, label.shape]
    if label.shape == "voice":
        return True
    if label.shape == "colon":
        return recurs >= 2 or _introduces(label)
    if label.shape == "line":
        return recurs >= 2 and (label.strong or label.time is not None or recurs >= 4)
    return recurs >= 2 and (is_short(label.name) or _CODE.fullmatch(label.name) is not None or label.time is not None)


def _introduces(label: Label) -> bool:
    """`Kiki (K)` or `K (Kiki)`: a name and its short form."""
    short, long = sorted((label.name, label.note), key=len)
    return (
        0 < len(short) <= 3
        and short.isupper()
        and short.isalpha()
        and len(long) > len(short)
        and long.replace(" ", "").isalpha()
    )


def _is_joint(label: Label, forms: set[str]) -> bool:
    parts = [fold(part) for part in re.split(r"[&/+,]| dan ", label.name)]
    return label.shape == "colon" and len(parts) > 1 and all(part in forms for part in parts)
