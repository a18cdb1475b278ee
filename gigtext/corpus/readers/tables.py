"""What the columns of a table are for: transcripts kept in tables of two to five columns, and tables of attributes.

A header row decides where there is one; otherwise the cells do. Columns of notes, coding or translation never become
talk. Works on plain strings: `rows[i][j]` is the text of a cell, empty where a cell is merged into the one above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Literal

from gigtext.corpus.readers.headings import heading_role, is_attribute, plain

ColumnRole = Literal["number", "time", "speaker", "talk", "voice", "notes"]
"""`talk` belongs to the person in the `speaker` column (or holds labelled lines when there is none);
`voice` is the talk of one person, named by the column's heading (`Pertanyaan | Jawaban`, `Peneliti | Informan`)."""

_NUMBER = re.compile(r"\(?\d{1,5}\s*[.)]?")
_TIME = re.compile(r"[\[(]?(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{2}(?:[.,]\d{1,3})?)[\])]?")
_LONGEST_LABEL = 40

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column of a transcript table is for."""

    roles: tuple[ColumnRole, ...]
    headings: tuple[str, ...]
    """Headings as written, empty strings without a header row."""
    header_rows: int = 0
    """How many rows at the top hold no talk."""

    def columns(self, role: ColumnRole) -> list[int]:
        return [column for column, own in enumerate(self.roles) if own == role]


def find_layout(rows: Rows, previous: Layout | None = None) -> Layout | None:
    """The layout of a table of talk; None for any other table.

    `previous` is the layout of the transcript table before it: a table of as many columns without a header of its own
    continues it (Word starts a new table where a page was pasted).
    """
    width = len(rows[0]) if rows else 0
    if not 2 <= width <= 5:
        return None
    header = _find_header(rows)
    if header is not None:
        return _layout_from_header(rows, header)
    if previous is not None and len(previous.roles) == width:
        return Layout(previous.roles, previous.headings)
    return None if find_attributes(rows) is not None else _layout_from_cells(rows)


def find_attributes(rows: Rows) -> dict[str, str] | None:
    """Heading → value of a table that describes the interview (`Nama | …`, `Usia | : | …`), None for any other table."""
    pairs: dict[str, str] = {}
    known = 0
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip() not in ("", ":")]
        if len(cells) == 1:
            cells.append("")
        if len(cells) not in (2, 4):
            return None
        for heading, value in zip(cells[0::2], cells[1::2], strict=True):
            heading = heading.rstrip(" :\t")
            if heading in pairs or len(heading) > _LONGEST_LABEL or len(value) > 160:
                return None
            known += is_attribute(heading)
            pairs[heading] = value.lstrip(" :\t")
    # Rows `Peneliti | Kenapa …?` and `Informan | Karena …` are talk: values of attributes are no sentences.
    sentences = sum(value.endswith((".", "?", "!", "…")) and len(value.split()) > 3 for value in pairs.values())
    if sentences * 2 >= len(pairs):
        return None
    if not pairs or known * 2 <= len(pairs) or median(map(len, pairs.values())) > 60:
        return None
    return pairs


def read_time(cell: str) -> float | None:
    """Seconds of `00:01:23`, `[01:23]`, `1.23` …; None when the cell is no time.

    >>> read_time("[00:01:23]")
    83.0
    """
    match = _TIME.fullmatch(cell.strip().split("-")[0].split("–")[0].strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def is_repeated_header(layout: Layout, row: Sequence[str]) -> bool:
    """True for a header row that is repeated further down (on every page)."""
    return any(layout.headings) and tuple(map(plain, row)) == tuple(map(plain, layout.headings))


def _find_header(rows: Rows) -> int | None:
    """Index of the header row: the first or second row, all of its cells known headings."""
    for index, row in enumerate(rows[:2]):
        cells = [cell for cell in row if cell.strip()]
        roles = [heading_role(cell) for cell in cells]
        if len(cells) >= 2 and all(roles) and len(rows) > index + 1:
            return index
        # One heading of our own making among known ones (`No | Subjek | Petikan`) still is a header.
        if len(cells) >= 3 and roles.count(None) == 1 and all(len(cell) <= _LONGEST_LABEL for cell in cells):
            short = max(len(cell) for cell in cells)
            if len(rows) > index + 1 and max(len(cell) for cell in rows[index + 1]) > 2 * short:
                return index
    return None


def _layout_from_header(rows: Rows, header: int) -> Layout | None:
    headings = tuple(" ".join(cell.split()) for cell in rows[header])
    body = rows[header + 1 :]
    named = [heading_role(heading) for heading in headings]
    roles: list[ColumnRole] = []
    for column, name in enumerate(named):
        cells = _column(body, column)
        if name in ("number", "time", "notes"):
            roles.append(name)  # type: ignore[arg-type]
        elif name == "question":
            roles.append("voice")
        elif name == "speaker":
            # `Peneliti | Informan`: the heading names a person, the cells are what the person says.
            roles.append("voice" if _is_talk(cells) else "speaker")
        elif name == "talk":
            roles.append("talk" if "talk" not in roles else "notes")
        else:
            roles.append("notes")
    if "talk" not in roles and "voice" not in roles:
        unknown = [column for column, name in enumerate(named) if name is None]
        if not unknown:
            return None
        roles[max(unknown, key=lambda column: _size(body, column))] = "talk"
    if "talk" in roles and "speaker" not in roles and "voice" in roles:
        roles[roles.index("talk")] = "voice"
    return Layout(tuple(roles), headings, header + 1)


def _layout_from_cells(rows: Rows) -> Layout | None:
    width = len(rows[0])
    roles: list[ColumnRole] = ["notes"] * width
    rest = []
    for column in range(width):
        cells = _column(rows, column)
        if cells and all(_NUMBER.fullmatch(cell) for cell in cells):
            roles[column] = "number"
        elif cells and all(read_time(cell) is not None for cell in cells):
            roles[column] = "time"
        elif cells:
            rest.append(column)
    labels = [column for column in rest if _is_labels(_column(rows, column), len(rows))]
    talk = max(rest, key=lambda column: _size(rows, column), default=None)
    if talk is None or talk in labels:
        return None
    speaker = next((column for column in labels if column < talk), None)
    if speaker is None:
        # Without a column of speakers only a table whose cells carry the labels is a transcript: `P: …` in one column.
        labelled = [bool(re.match(r"[^\s:][^:\n]{0,30}:\s*\S", cell)) for cell in _column(rows, talk)]
        if not labelled or mean(labelled) < 0.5:
            return None
    else:
        roles[speaker] = "speaker"
    roles[talk] = "talk"
    return Layout(tuple(roles), ("",) * width)


def _is_labels(cells: Sequence[str], rows: int) -> bool:
    """Short, without sentence punctuation, and repeated (or, in a table of up to four rows, merely short)."""
    if any(len(cell) > _LONGEST_LABEL or len(cell.split()) > 5 or cell.endswith((".", "?", "!")) for cell in cells):
        return False
    distinct = len({plain(cell) for cell in cells})
    return distinct <= max(1, len(cells) // 2) or rows <= 4


def _is_talk(cells: Sequence[str]) -> bool:
    """Sentences rather than names: long, or nearly all different and of several words."""
    if not cells:
        return False
    several = mean(len(cell.split()) > 4 for cell in cells)
    return mean(map(len, cells)) > _LONGEST_LABEL or several > 0.5


def _column(rows: Rows, column: int) -> list[str]:
    return [row[column].strip() for row in rows if row[column].strip()]


def _size(rows: Rows, column: int) -> int:
    return sum(map(len, _column(rows, column)))
