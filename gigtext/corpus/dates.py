"""Dates and numbers as people write them in Indonesian headers and tables."""

from __future__ import annotations

import datetime
import re

from gigtext.corpus.cues import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt aug ags",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
_YEAR = re.compile(r"(?<!\d)(19[2-9]\d|20[0-4]\d)(?!\d)")


def read_date(text: str) -> datetime.date | None:
    """A day, written in any usual way; None when it is not one. Day before month, as in Indonesia.

    >>> [str(read_date(text)) for text in ("Jumat, 14 Maret 2025", "14-03-2025", "2025-03-14", "14/3/25", "kemarin")]
    ['2025-03-14', '2025-03-14', '2025-03-14', '2025-03-14', 'None']
    """
    words = fold(text).split()
    numbers: list[int] = []
    month = None
    for word in words:
        if word in _MONTHS:
            month = _MONTHS[word]
        elif word.isdigit():
            numbers.append(int(word))
    if month is not None and len(numbers) >= 2:
        day, year = numbers[0], numbers[1]
        if day > 31:  # 2025 Maret 14
            day, year = year, day
    elif month is None and len(numbers) >= 3:
        if numbers[0] > 31:
            year, month, day = numbers[:3]
        else:
            day, month, year = numbers[:3]
    else:
        return None
    if year < 100:
        year += 2000
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def read_birth_year(text: str) -> int | None:
    """The year of birth in a cell: `1999`, `12 Mei 1999`, `Kupang, 12-05-1999`."""
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def read_age(text: str) -> int | None:
    """An age in years: `24`, `24 tahun`, `24 th`; None for anything else, such as `20-25` or a birth year.

    >>> read_age("24 tahun"), read_age("±25 thn"), read_age("20-25"), read_age("1999")
    (24, 25, None, None)
    """
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 1 or not 5 <= int(numbers[0]) <= 110:
        return None
    return int(numbers[0])
