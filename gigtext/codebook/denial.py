"""Denial: whether what a pattern found is said not to be so ("tidak pernah dianggap remeh").

A negator denies a match when it stands
- before it, in the same clause, with at most two words of content between and nothing that ends its reach (`tapi`, `yang`);
- in a gap of it, right before the next matched word ("pendapatan tidak stabil" for `pendapatan ... stabil`);
- after it, when the speaker says that this does not happen ("kalau soal stigma saya tidak pernah alami"), also as the
  answer to the speaker's own question ("Stigma? Saya sih tidak pernah.").
Two negators undo each other. A negator that the pattern's own words match belongs to the pattern and denies nothing.
The words are data: `cues/denial.tsv`, in the pattern language, each row with an example.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from gigtext.codebook.matching import Encoded, compile_any

Span = tuple[int, int]
"""First token and the one after the last."""

CONTENT_WORDS = 2
"""How many words of content may stand between a negator and what it denies."""
WORDS_BEFORE = 7
"""How many words of any kind may stand between."""
WORDS_AFTER = 6
"""How many words may stand between a match and the negator that follows it."""
QUESTION_WORDS = 8
"""The longest question that a speaker puts to himself."""


@cache
def read_cues() -> tuple[tuple[str, str, str], ...]:
    """(kind, pattern, example) of every row of `cues/denial.tsv`.

    negator   says that something is not so
    neutral   holds a negator that denies nothing (`tidak hanya`)
    ender     ends the reach of a negator that stands before it
    filler    carries no content: does not count between a negator and what it denies
    topic     announces what the speaker is going to speak of; topic_strong leaves no doubt of it
    experience  with a negator: this does not happen
    tag       a question at the end (`kan tidak?`)
    """
    text = (files("gigtext.codebook") / "cues" / "denial.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple((row["kind"], row["pattern"], row["example"]) for row in rows)


@cache
def cue_expression(kind: str) -> re.Pattern[str]:
    """One expression for all cues of a kind."""
    return compile_any([pattern for name, pattern, _ in read_cues() if name == kind])


class Negations:
    """The negators of one passage and the words around them, found once for all of its hits."""

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        negators = self.find("negator")
        neutral = self.covered("neutral") if negators else set()
        self.negators = [span for span in negators if neutral.isdisjoint(range(*span))]
        self._covered: dict[str, set[int]] = {}

    def find(self, kind: str) -> list[Span]:
        """Where the cues of a kind stand."""
        return [self.encoded.span(*match.span()) for match in cue_expression(kind).finditer(self.encoded.text)]

    def covered(self, kind: str) -> set[int]:
        """Indexes of all tokens that a cue of this kind covers."""
        return {token for span in self.find(kind) for token in range(*span)}

    def holds(self, kind: str, token: int) -> bool:
        """Whether a cue of this kind covers `token`."""
        if kind not in self._covered:
            self._covered[kind] = self.covered(kind)
        return token in self._covered[kind]


def is_denied(negations: Negations, first: int, last: int, gaps: list[Span]) -> bool:
    """Whether a negator that is no part of the match (tokens `first` to `last`, exclusive) denies it."""
    if not negations.negators:
        return False
    in_gap = {token for gap in gaps for token in range(*gap)}
    own = any(first <= start < last and start not in in_gap for start, _ in negations.negators)
    before = _count_before(negations, first, own)
    inside = sum(_denies_from_gap(negations, gap) for gap in gaps)
    if (before + inside) % 2:
        return True
    return (
        not before and not inside and (_is_denied_after(negations, first, last) or _is_answered(negations, first, last))
    )


def _count_before(negations: Negations, first: int, own: bool) -> int:
    """How many negators before the match reach it; `own`: the match holds a negator itself."""
    clause, words = negations.encoded.tokens.clause, negations.encoded.tokens.words
    count = 0
    content = 0
    token = first - 1
    most = 0 if own else CONTENT_WORDS
    ends = {end - 1: start for start, end in negations.negators}
    negator_words: set[str] = set()
    while token >= max(0, first - WORDS_BEFORE) and clause[token] == clause[first]:
        if token in ends:
            # "nggak, nggak pernah" and "nggak nggak" say it twice, they do not undo it.
            if words[token] not in negator_words or token + 1 not in ends:
                count += 1
            negator_words.add(words[token])
            token = ends[token] - 1
            continue
        if negations.holds("ender", token) or (words[token] == "yang" and not _is_nobody(negations, token)):
            break
        content += not negations.holds("filler", token)
        if content > most:
            break
        token -= 1
    return count


def _is_nobody(negations: Negations, token: int) -> bool:
    """Whether `yang` at `token` continues "tidak ada (orang) yang", "bukan (orang) yang"."""
    words = negations.encoded.tokens.words
    for start, end in negations.negators:
        if start < token <= end + 4:
            between = words[end:token]
            if "ada" in between or words[start] in ("mana", "bukan") or not between:
                return True
    return False


def _denies_from_gap(negations: Negations, gap: Span) -> bool:
    """Whether the last negator of a gap stands right before the matched word that follows the gap."""
    start, end = gap
    clause = negations.encoded.tokens.clause
    for negator, after in reversed(negations.negators):
        if start <= negator and after <= end:
            return clause[negator] == clause[end] and all(
                negations.holds("filler", token) for token in range(after, end)
            )
    return False


def _is_denied_after(negations: Negations, first: int, last: int) -> bool:
    """Whether the words after the match say that it does not happen."""
    encoded = negations.encoded
    clause = encoded.tokens.clause
    begin, end = encoded.sentence(first)
    topics = range(max(begin, first - 4), first)
    topic = any(negations.holds("topic", token) for token in topics)
    strong = any(negations.holds("topic_strong", token) for token in topics)
    for start, after in negations.negators:
        if not last <= start <= min(end - 1, last + WORDS_AFTER):
            continue
        if clause[start] > clause[last - 1] + (1 if topic else 0):
            return False
        between = range(last, start)
        if any(negations.holds("ender", token) and not negations.holds("filler", token) for token in between):
            return False
        if not strong and not all(negations.holds("filler", token) for token in between):
            return False
        bare = topic or (start > last and encoded.tokens.words[start - 1] == "sih")
        return not negations.holds("tag", start) and _says_never(negations, after, end, bare)
    return False


def _is_answered(negations: Negations, first: int, last: int) -> bool:
    """Whether the match stands in a short question that the speaker answers with no: "Stigma? Tidak pernah."."""
    encoded = negations.encoded
    tokens = encoded.tokens
    begin, end = encoded.sentence(first)
    if end - begin > QUESTION_WORDS or end >= len(tokens.words):
        return False
    if "?" not in tokens.text[tokens.ends[end - 1] : tokens.starts[end]]:
        return False
    answer_end = encoded.sentence(end)[1]
    for start, after in negations.negators:
        if end <= start < min(answer_end, end + WORDS_AFTER):
            if not all(negations.holds("filler", token) for token in range(end, start)):
                return False
            return _says_never(negations, after, answer_end, bare=True)
    return False


def _says_never(negations: Negations, token: int, end: int, bare: bool) -> bool:
    """Whether what follows a negator only says that this does not happen, up to the end of the clause.

    `bare`: the negator alone says so, too.
    """
    clause = negations.encoded.tokens.clause
    experience = False
    here = clause[token - 1]
    while token < end and clause[token] == here and not negations.holds("ender", token):
        if negations.holds("experience", token):
            experience = True
        elif not negations.holds("filler", token):
            return False
        token += 1
    return experience or bare
