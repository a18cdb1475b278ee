"""The cue lists of this room: words that name a speaker, open a thought, or only say "I am listening".

Every list is a text file under `gigtext/corpus/data/`, one entry a line, `#` for remarks; nothing of them is in code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources


@cache
def word_list(name: str) -> frozenset[str]:
    """Entries of `data/NAME.txt`, folded by `fold`."""
    return frozenset(fold(line) for line in _lines(f"{name}.txt"))


@cache
def word_table(name: str) -> dict[str, str]:
    """Two columns of `data/NAME.tsv`: first column folded by `fold` → second column as written."""
    rows = (line.split("\t") for line in _lines(f"{name}.tsv"))
    return {fold(row[0]): row[1].strip() for row in rows}


@cache
def phrase_pattern(name: str) -> re.Pattern[str]:
    """One pattern that finds any entry of `data/NAME.txt` as whole words, longest first, without case."""
    phrases = sorted((re.escape(line.casefold()).replace(r"\ ", r"\s+") for line in _lines(f"{name}.txt")), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(phrases))})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """How headings, labels and values are compared: no case, accents, punctuation or repeated white space.

    >>> fold("  Tempat/Tgl. Lahir ")
    'tempat tgl lahir'
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def join_number(folded: str) -> str:
    """How speakers and their codes are compared: `N 1` and `N-1` are `N1`.

    >>> join_number(fold("Informan-3"))
    'informan3'
    """
    return re.sub(r"(?<=[^\W\d_]) (?=\d)", "", folded)


def _lines(file: str) -> list[str]:
    text = resources.files("gigtext.corpus").joinpath("data", file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
