"""The pattern language: what a researcher writes under `patterns:`, and its syntax tree.

A pattern is a row of *places*, separated by spaces, that must be found next to each other inside one sentence.

    atur waktu          words, compared by the stem of the normalised word: also "ngatur waktunya"
    =pendapatan         this very word (normalised to standard Indonesian), not its stem "dapat"
    fleksib*            every word that begins so
    atur|tentukan waktu several words for one place: "atur waktu" or "menentukan waktunya"
    (jam kerja|waktu)   several rows of words for one place; rows may hold places of any kind, also further parentheses
    sendiri?  (yang lain)?   a word or a parenthesis that may be missing
    ...                 a gap of 0 to 5 words
    ..3                 a gap of 0 to 3 words (any number up to 15)
    *                   exactly one word, whichever
    #                   a number: digits, number words, `50rb`, `dua ratus ribu`

Inside parentheses `|` separates whole rows, outside it separates single words: `(a b|c)` is "a b" or "c", while
`a|b c` is "a c" or "b c". Capitals do not matter. A gap never stands first or last, and never beside another gap.
A pattern needs at least one word: `* ... #` would match everywhere.

>>> parse_pattern("atur|kelola waktu sendiri?")
Sequence(items=(Choice(items=(Word(text='atur', kind='stem'), Word(text='kelola', kind='stem'))), \
Word(text='waktu', kind='stem'), Maybe(item=Word(text='sendiri', kind='stem'))))
>>> parse_pattern("=pendapatan ..2 (naik turun|tidak pasti)").items[1]
Gap(most=2)
>>> parse_pattern("bebas ...")
Traceback (most recent call last):
gigtext.codebook.patterns.PatternError: a gap (`...`) stands last; remove it or put the word that follows it
>>> parse_pattern("(atur waktu")
Traceback (most recent call last):
gigtext.codebook.patterns.PatternError: `(` at character 1 is never closed; add `)`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

DEFAULT_GAP = 5
LONGEST_GAP = 15
MOST_GAPS = 4


class PatternError(ValueError):
    """A pattern that cannot be read: fact and fix, without the place (the loader knows the line)."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    """As written, lower case."""
    kind: Literal["stem", "exact", "prefix"]


@dataclass(frozen=True, slots=True)
class AnyWord:
    pass


@dataclass(frozen=True, slots=True)
class Number:
    pass


@dataclass(frozen=True, slots=True)
class Gap:
    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    item: Node


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]


Node = Word | AnyWord | Number | Gap | Choice | Maybe | Sequence

_PIECE = re.compile(r"\s+|\.\.\.(?![.\d])|\.\.\d+|[()|?]|=?[^\s()|?*=#]+\*?|[*#]|.")


@cache
def parse_pattern(pattern: str) -> Sequence:
    """The syntax tree of `pattern`; PatternError (fact; fix) when it breaks a rule of the language."""
    pieces = [(match.group(), match.start() + 1) for match in _PIECE.finditer(pattern.lower().strip())]
    if not pieces:
        raise PatternError("the pattern is empty; write at least one word")
    sequence, position = _parse_sequence(pieces, 0, depth=0)
    if position < len(pieces):
        raise PatternError(f"`)` at character {pieces[position][1]} closes nothing; remove it or add `(` before it")
    if can_be_empty(sequence):
        raise PatternError(
            "every part of the pattern is optional, so it would match everywhere; make one part required"
        )
    if not _has_word(sequence):
        raise PatternError("the pattern has no required word, so it would match nearly everywhere; add a word")
    if count_gaps(sequence) > MOST_GAPS:
        raise PatternError(f"the pattern has more than {MOST_GAPS} gaps; split it into several patterns")
    return sequence


def can_be_empty(node: Node) -> bool:
    """Whether `node` may match no word at all."""
    match node:
        case Maybe() | Gap():
            return True
        case Sequence(items):
            return all(can_be_empty(item) for item in items)
        case Choice(items):
            return any(can_be_empty(item) for item in items)
        case _:
            return False


def count_gaps(node: Node) -> int:
    """How many gaps `node` holds, at most, on one way through it."""
    match node:
        case Gap():
            return 1
        case Sequence(items):
            return sum(count_gaps(item) for item in items)
        case Choice(items):
            return max(count_gaps(item) for item in items)
        case Maybe(item):
            return count_gaps(item)
        case _:
            return 0


def _has_word(node: Node) -> bool:
    """Whether every way through `node` meets a word."""
    match node:
        case Word():
            return True
        case Sequence(items):
            return any(_has_word(item) for item in items)
        case Choice(items):
            return all(_has_word(item) for item in items)
        case _:
            return False


def _parse_sequence(pieces: list[tuple[str, int]], position: int, depth: int) -> tuple[Sequence, int]:
    """Places up to the end, or up to the `|` or `)` that ends a row inside parentheses; the position after them."""
    items: list[Node] = []
    while position < len(pieces):
        piece, at = pieces[position]
        if piece.isspace():
            position += 1
        elif piece == ")" or (piece == "|" and depth):
            break
        elif piece.startswith(".."):
            if re.fullmatch(r"\.\.\d+", piece) is None and piece != "...":
                raise PatternError(f"`{piece}` at character {at} is no gap; write `...` (0 to 5 words) or `..3`")
            most = DEFAULT_GAP if piece == "..." else int(piece[2:])
            if not 1 <= most <= LONGEST_GAP:
                raise PatternError(
                    f"the gap `{piece}` is not between 1 and {LONGEST_GAP} words; write `..3` for 0 to 3"
                )
            if items and isinstance(items[-1], Gap):
                raise PatternError(f"two gaps stand side by side at character {at}; write one, such as `..8`")
            items.append(Gap(most))
            position += 1
        else:
            item, position = _parse_place(pieces, position, depth)
            items.append(item)
    if not items:
        where = f"at character {pieces[position][1]}" if position < len(pieces) else "at the end"
        raise PatternError(f"a row of words is missing {where}; write a word there, or remove the `|` or `()`")
    for index, name in ((0, "first"), (-1, "last")):
        if isinstance(items[index], Gap):
            word = "goes before" if name == "first" else "follows"
            raise PatternError(f"a gap (`...`) stands {name}; remove it or put the word that {word} it")
    return Sequence(tuple(items)), position


def _parse_place(pieces: list[tuple[str, int]], position: int, depth: int) -> tuple[Node, int]:
    """One place: an item, or items joined by `|` without spaces (outside parentheses), and an optional `?`."""
    items: list[Node] = []
    while True:
        item, position = _parse_item(pieces, position, depth)
        items.append(item)
        follows = pieces[position][0] if position < len(pieces) else ""
        if follows == "?":
            if len(items) > 1 or (not depth and position + 1 < len(pieces) and pieces[position + 1][0] == "|"):
                raise PatternError("`?` beside `|` is ambiguous; write `(a|b)?`")
            return Maybe(item), position + 1
        if follows.isspace() and not depth and position + 1 < len(pieces) and pieces[position + 1][0] == "|":
            raise PatternError(
                f"there is a space before `|` at character {pieces[position + 1][1]}; write `a|b` for single words "
                "and `(a b|c d)` for rows of words"
            )
        if follows != "|" or depth:
            return (items[0] if len(items) == 1 else Choice(tuple(items))), position
        position += 1


def _parse_item(pieces: list[tuple[str, int]], position: int, depth: int) -> tuple[Node, int]:
    """A word, `*`, `#` or a parenthesis."""
    if position >= len(pieces):
        raise PatternError("the pattern ends with `|`; write the other word after it or remove it")
    piece, at = pieces[position]
    if piece == "(":
        rows: list[Node] = []
        place = position
        while True:
            row, place = _parse_sequence(pieces, place + 1, depth + 1)
            rows.append(row if len(row.items) > 1 else row.items[0])
            if place >= len(pieces):
                raise PatternError(f"`(` at character {at} is never closed; add `)`")
            if pieces[place][0] == ")":
                return (rows[0] if len(rows) == 1 else Choice(tuple(rows))), place + 1
    if piece == "*":
        return AnyWord(), position + 1
    if piece == "#":
        return Number(), position + 1
    if piece in "|?":
        raise PatternError(f"`{piece}` at character {at} follows no word; write a word before it or remove it")
    text = piece.removeprefix("=").removesuffix("*")
    if not any(character.isalnum() for character in text):
        raise PatternError(
            f"`{piece}` at character {at} is no word; use letters, digits and the signs = * | ( ) ? ... ..3 #"
        )
    if ".." in text:
        raise PatternError(f"`{piece}` at character {at} has a gap without a space; write `a ... b`")
    if piece.startswith("=") and piece.endswith("*"):
        raise PatternError(f"`{piece}` at character {at} has both `=` and `*`; keep one of them")
    if piece.endswith("*") and len(text) < 3:
        raise PatternError(f"`{piece}` at character {at} begins with fewer than 3 letters; write more of the word")
    if (
        at > 1 and position and pieces[position - 1][0] not in ("(", "|") and not pieces[position - 1][0].isspace()
    ) and (not pieces[position - 1][0].startswith("..")):
        raise PatternError(f"there is no space before `{piece}` at character {at}; put one there")
    kind: Literal["stem", "exact", "prefix"] = (
        "exact" if piece.startswith("=") else "prefix" if piece.endswith("*") else "stem"
    )
    return Word(text, kind), position + 1
