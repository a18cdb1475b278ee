"""The stem of an Indonesian word: PySastrawi behind a cache, with a list of the words it is known to get wrong."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from gigtext.language.lexicon import read_rows


class _Stemmer(Protocol):
    def stem(self, text: str) -> str: ...


@cache
def _sastrawi() -> _Stemmer:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    stemmer: _Stemmer = StemmerFactory().create_stemmer()
    return stemmer


@cache
def _exceptions() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("stems.tsv")}


@cache
def stem(word: str) -> str:
    """The stem of one normalised, lower-case word (see `normalise`); a word that has none is its own stem.

    >>> stem("penghasilannya"), stem("mengerjakan"), stem("teman-temannya")
    ('hasil', 'kerja', 'teman')
    """
    if word in _exceptions():
        return _exceptions()[word]
    if not word.isascii() or not word.replace("-", "").isalpha():
        return word
    return _sastrawi().stem(word) or word
