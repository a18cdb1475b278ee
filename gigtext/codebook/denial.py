"""Denial: whether what a pattern found is said not to be so ("tidak pernah dianggap remeh")."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from gigtext.codebook.matching import Encoded, compile_any

CONTENT_WORDS = 2
"""How many words that carry content may stand between a negator and what it denies."""


@cache
def read_cues() -> tuple[tuple[str, str, str], ...]:
    """(kind, pattern, example) of every row of `cues/denial.tsv`."""
    text = (files("gigtext.codebook") / "cues" / "denial.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple((row["kind"], row["pattern"], row["example"]) for row in rows)


@cache
def cue_expression(kind: str) -> re.Pattern[str]:
    """One expression for all cues of a kind."""
    return compile_any([pattern for name, pattern, _ in read_cues() if name == kind])


class Negations:
    """The negators of one passage, found once for all of its hits."""

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        self.negators = self.find("negator")
        neutral = self.covered("neutral") if self.negators else set()
        self.effective = [(first, last) for first, last in self.negators if first not in neutral]

    def find(self, kind: str) -> list[tuple[int, int]]:
        """Token spans (end exclusive) of all cues of a kind."""
        return [self.encoded.span(*match.span()) for match in cue_expression(kind).finditer(self.encoded.text)]

    def covered(self, kind: str) -> set[int]:
        """Indexes of all tokens that a cue of this kind covers."""
        return {token for first, last in self.find(kind) for token in range(first, last)}


def is_denied(negations: Negations, first: int, last: int, gaps: list[tuple[int, int]]) -> bool:
    """Whether a negator that is no part of the match (tokens `first` to `last`, exclusive) denies it."""
    tokens = negations.encoded.tokens
    return any(
        first - 4 <= end <= first
        and tokens.clause[start] == tokens.clause[first]
        and tokens.sentence[start] == tokens.sentence[first]
        for start, end in negations.effective
    )
