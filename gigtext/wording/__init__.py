"""The words that tables, notes and files are made of, in Indonesian and English: one module per group of commands.

Imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gigtext.wording import chapter, documents, findings, page, patterns, project, study

Lang = Literal["id", "en"]

MISSING = {"id": "tidak diketahui", "en": "not known"}

_WORDS: dict[str, tuple[str, str]] = {}
for _room in (study, findings, patterns, page, documents, chapter, project):
    if _twice := _WORDS.keys() & _room.WORDS.keys():
        raise ValueError(f"worded twice: {', '.join(sorted(_twice))}")
    _WORDS |= _room.WORDS


def say(lang: str, key: str, **values: object) -> str:
    """The wording called `key` in `lang` (`id` or `en`), with `values` filled in.

    >>> say("id", "no_theme", n=12, percent="40 %")
    'Tanpa tema: 12 petikan (40 %).'
    """
    return _WORDS[key][1 if lang == "en" else 0].format(**values)


def pick(text: Mapping[str, str], lang: str, default: str = "") -> str:
    """`text` in `lang`, else in any language it has, else `default`.

    >>> pick({"en": "Networking"}, "id")
    'Networking'
    """
    return text.get(lang) or next((value for value in text.values() if value), default)


def decimal(value: float, lang: str, places: int = 1) -> str:
    """A number as `lang` writes it: decimal comma in Indonesian.

    >>> decimal(12.345, "id"), decimal(12.345, "en", 2)
    ('12,3', '12.35')
    """
    return f"{value:.{places}f}".replace(".", decimal_mark(lang))


def decimal_mark(lang: str) -> str:
    """The sign between a number's whole part and its decimals."""
    return "," if lang == "id" else "."
