"""The stem of an Indonesian word: PySastrawi's rules behind a cache, with a list of the words they are known to get wrong."""

from __future__ import annotations

from functools import cache

from gigtext.language.affixes import strip_affixes
from gigtext.language.lexicon import ENDINGS, read_rows, roots


@cache
def _dictionary() -> frozenset[str]:
    return roots() - {""}


@cache
def _exceptions() -> dict[str, str]:
    return {word: row[0] for row in read_rows("stems.tsv") for word in row[1].split()}


@cache
def stem(word: str) -> str:
    """The stem of one normalised, lower-case word (see `normalise`); a word that has none is its own stem.

    >>> stem("penghasilannya"), stem("mengerjakan"), stem("teman-temannya"), stem("pembelinya")
    ('hasil', 'kerja', 'teman', 'beli')
    """
    for ending in ("", *ENDINGS):
        if word.endswith(ending) and (found := _exceptions().get(word[: len(word) - len(ending)])):
            return found
    if not word.isascii() or not word.replace("-", "").isalpha():
        return word
    found = strip_affixes(word, _dictionary()) or word
    # foreign words and abbreviations are no roots of the dictionary: acnya, ratingnya
    return word.removesuffix("nya") if found == word and len(word) > 4 else found
