"""The data files of `gigtext.language`: tab-separated, UTF-8, `#` begins a comment line."""

from __future__ import annotations

from importlib.resources import files


def read_rows(name: str) -> list[list[str]]:
    """The rows of a lexicon file, cells stripped; comment and blank lines are left out."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [[cell.strip() for cell in line.split("\t")] for line in lines]
