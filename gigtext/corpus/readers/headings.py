"""What the heading of a column says about it. The words are data: `headings.tsv`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


def heading_role(heading: str) -> str | None:
    """Role of a column (`notes`, `number`, `time`, `question`, `speaker`, `talk`); None for an unknown heading.

    >>> [heading_role(heading) for heading in ("No.", "Kode Informan", "Kode", "Hasil Wawancara", "Apa kabar?")]
    ['number', 'speaker', 'notes', 'talk', None]
    """
    words = heading_words(heading)
    sentence = len(words) > 1 and heading.rstrip().endswith(("?", ".", "!", ","))
    if sentence or len(words) > 5 or len(heading) > 60:
        return None
    roles = [role for role, known in _read_roles() if role != "attribute" and words & known]
    # `Kode Informan`, `Nama Responden` name people; `Kode` alone is coding.
    if "speaker" in roles and words & {"kode", "nama", "inisial", "code", "id"}:
        return "speaker"
    return roles[0] if roles else None


def is_attribute(heading: str) -> bool:
    """True for headings of a table that describes an interview (`Usia`, `Jenis kelamin`, `Tanggal wawancara`)."""
    return any(role == "attribute" and heading_words(heading) & known for role, known in _read_roles())


def plain(text: str) -> str:
    """Lower case, words only: how headings and labels are compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def heading_words(heading: str) -> set[str]:
    return set(plain(heading.replace("_", " ")).split())


@cache
def _read_roles() -> tuple[tuple[str, frozenset[str]], ...]:
    lines = Path(__file__).with_name("headings.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return tuple((role, frozenset(words.split())) for role, words in rows)
