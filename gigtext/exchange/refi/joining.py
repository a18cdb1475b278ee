"""Selections of a project's source → passages of a transcript: what a person marked and what gigtext codes differ in extent."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from gigtext.exchange.refi.project import Selection
from gigtext.records import Passage

Span = tuple[int, int]
Locate = Callable[[int, int], Span | None]
"""(start, end) in a source → the same words in the transcript; None when they are not there."""

CONTEXT = 30
"""Letters before and after a stretch that tell it from another of the same words."""
HALF = 0.5
"""A selection means a passage when it covers at least half of it, or when at least half of the selection lies in it."""


def letters(text: str) -> list[int]:
    """Offsets of all characters but white space and byte-order marks: what no program changes on the way."""
    return [at for at, character in enumerate(text) if not (character.isspace() or character in "\ufeff\x00")]


def locator(source: str, transcript: str) -> Locate:
    """Where a stretch of `source` stands in `transcript`.

    Texts that differ in white space alone (CRLF for LF, a byte-order mark, a last newline) agree letter by letter; in others
    the stretch is looked for by its words, and by what stands around it when they stand there several times.
    """
    if source == transcript:
        return lambda start, end: (start, end)
    here, there = letters(source), letters(transcript)
    said, written = ("".join(map(text.__getitem__, at)) for text, at in ((source, here), (transcript, there)))

    def locate(start: int, end: int) -> Span | None:
        first, last = bisect_left(here, start), bisect_left(here, end)
        if first == last:
            return None
        if said != written:
            found = _only_place(said, first, last, written)
            if found is None:
                return None
            first, last = found, found + last - first
        return there[first], there[last - 1] + 1

    return locate


def _only_place(source: str, first: int, last: int, text: str) -> int | None:
    """Where `source[first:last]` stands in `text`, told apart by what stands around it; None when that does not decide."""
    for before, after in ((0, 0), (CONTEXT, CONTEXT), (CONTEXT, 0), (0, CONTEXT)):
        begin = max(0, first - before)
        words = source[begin : last + after]
        at = text.find(words)
        if at >= 0 and text.find(words, at + 1) < 0:
            return at + first - begin
    return None


def passages_of(selection: Span, passages: Sequence[Passage], ends: Sequence[int]) -> list[Passage]:
    """The passages that `selection` means, by the rule of `HALF`.

    `passages` of one transcript in order, without overlap; `ends` their ends.
    """
    start, end = selection
    found = []
    for passage in passages[bisect_left(ends, start + 1) :]:
        if passage.start >= end:
            break
        shared = min(end, passage.end) - max(start, passage.start)
        if shared >= HALF * (passage.end - passage.start) or shared >= HALF * (end - start):
            found.append(passage)
    return found


def join(
    selection: Selection, locate: Locate, passages: Sequence[Passage], ends: Sequence[int]
) -> tuple[list[Passage], str]:
    """The codable passages that `selection` means; when there are none, why: a key of the wording."""
    place = locate(selection.start, selection.end)
    if place is None:
        return [], "refi_text_changed"
    found = passages_of(place, passages, ends)
    codable = [passage for passage in found if passage.codable]
    if codable:
        return codable, ""
    return [], "refi_not_codable" if found else "refi_no_passage"
