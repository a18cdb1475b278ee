"""Abbreviations that end in a full stop which is neither a token of its own nor the end of a sentence."""

from __future__ import annotations

import re
from functools import cache

from gigtext.language.lexicon import read_rows


@cache
def abbreviations() -> frozenset[str]:
    """All abbreviations of `abbreviations.tsv`, lower case, without the final full stop."""
    return frozenset(row[0] for row in read_rows("abbreviations.tsv"))


@cache
def closing_abbreviations() -> frozenset[str]:
    """Those that usually stand at the end of a list or name (`dll`, `Tbk`): a capital after them starts a sentence."""
    return frozenset(row[0] for row in read_rows("abbreviations.tsv") if row[1] == "close")


@cache
def abbreviation_pattern() -> str:
    """A regular expression for all of them without the final full stop, in any case."""
    longest_first = sorted(abbreviations(), key=lambda each: (-len(each), each))
    return "(?i:" + "|".join(re.escape(each) for each in longest_first) + ")"
