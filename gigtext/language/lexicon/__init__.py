"""The data files of `gigtext.language`: tab-separated, UTF-8, `#` begins a comment line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu")
"""What stands behind a word without changing its sense."""


def read_rows(name: str) -> list[list[str]]:
    """The rows of a lexicon file, cells stripped; comment and blank lines are left out."""
    return [[cell.strip() for cell in line.split("\t")] for line in read_lines(name)]


def read_lines(name: str) -> list[str]:
    """The lines of a lexicon file without comment and blank lines."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def roots() -> frozenset[str]:
    """Roots that take Indonesian affixes: the stemmer's dictionary (some 30,000) and `roots.txt`."""
    dictionary = (files("Sastrawi") / "Stemmer" / "data" / "kata-dasar.txt").read_text(encoding="utf-8")
    return frozenset(dictionary.split("\n")) | frozenset(read_lines("roots.txt"))
