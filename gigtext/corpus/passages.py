"""Turns → passages: one thought of a participant each, the unit that is coded.

A turn is cut at sentence ends into stretches of one to four sentences; a sentence that opens a new thought (`Nah`, `Kalau soal`)
begins a new passage. Talk without punctuation is cut at such openings and by length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from gigtext.corpus.cues import fold, phrase_pattern, word_list
from gigtext.language import sentences
from gigtext.records import Document, Passage, Turn

Split = Literal["passage", "sentence", "turn"]
Span = tuple[int, int]

LEAST_WORDS = 8
"""A stretch shorter than this joins its neighbour."""
USUAL_WORDS = 30
"""From here on a sentence end ends the passage."""
MOST_WORDS = 60
"""A passage is not made longer than this by joining sentences."""
MOST_SENTENCES = 4
LONGEST_SENTENCE = 90
"""A longer stretch without a sentence end is cut at discourse markers, else by length."""
CUT_WORDS = 35
"""Length that such cuts aim at."""
_WORD = re.compile(r"\S+")
_SPOKEN = re.compile(r"\w")


def split_passages(
    documents: Sequence[Document],
    turns: Sequence[Turn],
    split: Split = "passage",
    repeated: Collection[str] | None = None,
) -> list[Passage]:
    """The passages of all participant turns, in reading order. `split`: thoughts, single sentences, or whole turns.

    Passages of a turn do not overlap and leave out white space only. A turn that is a row (`row_id`) is one passage with that id,
    behind the name of its document where another one has the same: `repeated` row ids, else those that come twice in `turns`.
    Ids are unique.
    """
    texts = {document.id: document.text for document in documents}
    passages: list[Passage] = []
    if repeated is None:
        times = Counter(turn.row_id for turn in turns if turn.row_id is not None)
        repeated = {row_id for row_id, count in times.items() if count > 1}
    for turn in turns:
        if turn.row_id is not None and turn.row_id in repeated:
            # two tables that both number their rows from 1
            turn = replace(turn, row_id=f"{turn.document_id}:{turn.row_id}")
        if turn.role != "participant" or turn.participant_id is None:
            continue
        passages.extend(_split_turn(turn, texts[turn.document_id], split))
    return passages


def _split_turn(turn: Turn, document: str, split: Split) -> Iterator[Passage]:
    text = document[turn.start : turn.end]
    if turn.row_id is not None or split == "turn":
        spans = [_trim(text, 0, len(text))]
    elif split == "sentence":
        spans = _sentences(text)
    else:
        spans = list(_thoughts(text))
    for number, (start, end) in enumerate(spans):
        if start == end:
            continue
        said = text[start:end]
        yield Passage(
            id=turn.row_id if turn.row_id is not None else f"{turn.document_id}:{turn.index}.{number}",
            document_id=turn.document_id,
            turn=turn.index,
            participant_id=turn.participant_id or "",
            start=turn.start + start,
            end=turn.start + end,
            text=said,
            question=turn.question,
            codable=is_codable(said),
        )


def is_codable(said: str) -> bool:
    """Whether a passage says anything: not for back-channel answers (`iya`, `heem`, `oh begitu ya`).

    >>> [is_codable(said) for said in ("Iya, heem.", "Oh begitu ya.", "(tertawa)", "Iya, sepi.")]
    [False, False, False, True]
    """
    back_channels = _back_channels()
    # stretch by stretch: the first one usually settles it
    return any(word not in back_channels for stretch in said.split() for word in fold(stretch).split())


@cache
def _back_channels() -> frozenset[str]:
    return frozenset(word for phrase in word_list("back_channels") for word in phrase.split())


def _thoughts(text: str) -> Iterator[Span]:
    """Stretches of one to four sentences that belong together."""
    parts = [(start, end, _count_words(text, start, end)) for start, end in _sentences(text)]
    opening = phrase_pattern("topic_markers")
    begin = 0
    while begin < len(parts):
        end = begin + 1
        words = parts[begin][2]
        while end < len(parts) and end - begin < MOST_SENTENCES:
            more = parts[end][2]
            # a short rest of the turn is no thought of its own
            last = end + 1 == len(parts) and more < LEAST_WORDS
            opens = opening.match(text, parts[end][0]) is not None
            if not last and words >= LEAST_WORDS and (words >= USUAL_WORDS or opens):
                break
            if words + more > MOST_WORDS and words >= LEAST_WORDS and not last:
                break
            words += more
            end += 1
        yield parts[begin][0], parts[end - 1][1]
        begin = end


def _sentences(text: str) -> list[Span]:
    """Sentences; a very long one (talk without punctuation) is cut into stretches of usual length."""
    spans: list[Span] = []
    for start, end in sentences(text):
        if spans and not _SPOKEN.search(text, start, end):
            # a lone dash or emoji belongs to what was said before it
            spans[-1] = (spans[-1][0], end)
            continue
        if _count_words(text, start, end) > LONGEST_SENTENCE:
            spans.extend(_cut(text, start, end))
        else:
            spans.append((start, end))
    return spans


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches of about `CUT_WORDS` words, each beginning at a line, a comma or a discourse marker where there is one."""
    words = [match.start() for match in _WORD.finditer(text, start, end)]
    places = {match.start(): 2 for match in phrase_pattern("topic_markers").finditer(text, start, end)}
    for at, word in enumerate(words[1:], 1):
        between = text[words[at - 1] : word]
        if "\n" in between:
            places[word] = places.get(word, 0) + 2
        elif between.rstrip().endswith((",", ";", ":", "-")):
            places[word] = places.get(word, 0) + 1
    first = 0
    while len(words) - first > CUT_WORDS * 1.6:
        near = range(first + CUT_WORDS // 2, min(len(words), first + int(CUT_WORDS * 1.6)))
        best = max(near, key=lambda at: (places.get(words[at], 0), -abs(at - first - CUT_WORDS)))
        yield _trim(text, words[first], words[best])
        first = best
    yield _trim(text, words[first], end)


def _count_words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def _trim(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    if not body.strip():
        return start, start
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
