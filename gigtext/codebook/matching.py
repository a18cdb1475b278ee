"""Patterns as regular expressions over an encoded passage.

A passage is written as one string in which every token is ` stem␂word` (␂ is U+0002) and `\\n` stands between sentences.
A place of a pattern is then a short regular expression, and Python's own engine does the search.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

from gigtext.codebook.patterns import AnyWord, Choice, Gap, Maybe, Node, Number, Sequence, Word, parse_pattern
from gigtext.language import Tokens, analyse

SEPARATOR = "\x02"
_ANY = r" [^ \n]++"
_STEM = r" [^ \n\x02]++\x02"
_END = r"(?![^ \n])"

UNBOUNDED = 1_000_000
Key = tuple[str, str]
"""What a required place asks of a passage: (`stem`, `exact` or `prefix`, text)."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage ready for matching. Token indexes everywhere; `begins[i]` is where token i begins in `text`."""

    tokens: Tokens
    text: str
    begins: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Token indexes (end exclusive) of the stretch `text[start:end]`, which begins and ends between tokens."""
        return bisect_left(self.begins, start), bisect_left(self.begins, end)

    def sentence(self, token: int) -> tuple[int, int]:
        """Token indexes (end exclusive) of the sentence of `token`."""
        number = self.tokens.sentence
        return bisect_left(number, number[token]), bisect_left(number, number[token] + 1)

    def slice(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of `text` that tokens `first` to `last` (exclusive) take, for a search between two offsets."""
        end = self.begins[last] if last < len(self.begins) else len(self.text)
        return self.begins[first], end


def encode(tokens: Tokens) -> Encoded:
    """`tokens` as the string that compiled patterns search."""
    pieces = [f" {stem}{SEPARATOR}{word}" for stem, word in zip(tokens.stems, tokens.words, strict=True)]
    breaks = [token for token, (one, two) in enumerate(pairwise(tokens.sentence), 1) if one != two]
    for token in breaks:
        pieces[token] = "\n" + pieces[token]
    begins = list(accumulate(map(len, pieces), initial=0))[:-1]
    for token in breaks:
        begins[token] += 1
    return Encoded(tokens, "".join(pieces), begins)


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """`pattern` over encoded passages: group 0 begins and ends between tokens, every further group is a gap.

    PatternError when the pattern breaks a rule of the language.
    """
    return re.compile(_render(parse_pattern(pattern)))


@cache
def required_places(pattern: str) -> tuple[frozenset[Key], ...]:
    """Sets of keys, in the order in which a match of `pattern` holds a word for each; a sentence without them cannot match."""
    return tuple(_required(parse_pattern(pattern)))


@cache
def longest_match(pattern: str) -> int:
    """The most words that a match of `pattern` takes; `UNBOUNDED` when a number in it may have any number of words."""
    return _most(parse_pattern(pattern))


@cache
def word_keys(word: Word) -> tuple[Key, ...]:
    """The keys of one written word; more than one when it stands for two words (`gatau`)."""
    if word.kind == "prefix":
        return (("prefix", word.text),)
    tokens = analyse(word.text)
    values = tokens.words if word.kind == "exact" else tokens.stems
    return tuple((word.kind, value) for value in values) or ((word.kind, word.text),)


def _render(node: Node) -> str:
    match node:
        case Word():
            return "".join(_render_key(key) for key in word_keys(node))
        case AnyWord():
            return _ANY
        case Number():
            return f"(?:{_STEM}(?:{_number()}){_END})+"
        case Gap(most):
            return f"((?:{_ANY}){{0,{most}}}?)"
        case Maybe(item):
            return f"(?:{_render(item)})?"
        case Choice(items):
            return f"(?:{'|'.join(_render(item) for item in sorted(items, key=_length, reverse=True))})"
        case Sequence(items):
            return "".join(_render(item) for item in items)


def _render_key(key: Key) -> str:
    kind, value = key
    if kind == "stem":
        return f" {re.escape(value)}{SEPARATOR}[^ \\n]++"
    return f"{_STEM}{re.escape(value)}" + (_END if kind == "exact" else "[^ \\n]*+")


def _most(node: Node) -> int:
    match node:
        case Word():
            return len(word_keys(node))
        case AnyWord():
            return 1
        case Number():
            return UNBOUNDED
        case Gap(most):
            return most
        case Maybe(item):
            return _most(item)
        case Choice(items):
            return max(_most(item) for item in items)
        case Sequence(items):
            return sum(_most(item) for item in items)


def _length(node: Node) -> int:
    """The most words `node` can take, so that longer alternatives are tried first."""
    match node:
        case Gap(most):
            return most
        case Maybe(item):
            return _length(item)
        case Choice(items):
            return max(_length(item) for item in items)
        case Sequence(items):
            return sum(_length(item) for item in items)
        case _:
            return 1


def _required(node: Node) -> list[frozenset[Key]]:
    match node:
        case Word():
            return [frozenset([key]) for key in word_keys(node)]
        case Sequence(items):
            return [place for item in items for place in _required(item)]
        case Choice(items):
            ways = [_required(item) for item in items]
            return [frozenset().union(*(min(way, key=len) for way in ways))] if all(ways) else []
        case _:
            return []


@cache
def _number() -> str:
    words = read_list("numbers.txt")
    return rf"(?:rp\.?)?\d[\d.,]*+[a-z%]*+|(?:{'|'.join(map(re.escape, words))})"


def read_list(name: str) -> list[str]:
    """The lines of a data file of this package, without comments (`#` and what follows) and empty lines."""
    text = (files("gigtext.codebook") / "cues" / name).read_text(encoding="utf-8")
    return [line for line in (raw.partition("#")[0].strip() for raw in text.splitlines()) if line]


def compile_any(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds any of `patterns`, longer ones first."""
    nodes = sorted((parse_pattern(pattern) for pattern in patterns), key=_length, reverse=True)
    return re.compile("|".join(_render(node) for node in nodes))
