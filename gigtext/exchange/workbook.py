"""Tables as a workbook: one sheet per table, numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigtext.exchange.spreadsheet import safe
from gigtext.places import replacing
from gigtext.records import Table
from gigtext.render.text import cell_text, numeric, right_aligned, visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMATS = {"count": "0", "percent": "0.0", "number": "0.00", "p": "0.000"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NAME = 31
"""Characters that a sheet's name may have."""
WIDEST = 60


def write_workbook(tables: Sequence[Table], path: Path, foot: Sequence[str] = ()) -> None:
    """Write `tables` to `path` (`.xlsx`): bold frozen headings, groups of columns above them, notes below; `foot` on a sheet
    of its own. Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(_sheet_name(table.title, taken)), table)
    if foot or not tables:
        sheet = book.create_sheet(_sheet_name("gigtext", taken))
        for line in foot:
            sheet.append([_cell(line)])
    with replacing(path) as temporary:
        book.save(temporary)


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    shown = visible(table)
    columns = [column for _, column in shown]
    sheet.append([_cell(table.title)])
    sheet["A1"].font = Font(bold=True, size=12)
    if any(column.group for column in columns):
        sheet.append([_cell(", ".join(column.group.splitlines())) or None for column in columns])
        first = 1
        for group, members in groupby(columns, key=lambda column: column.group):
            width = len(list(members))
            for at in range(first + 1, first + width):
                sheet.cell(sheet.max_row, at).value = None
            if group and width > 1:
                sheet.merge_cells(
                    start_row=sheet.max_row, end_row=sheet.max_row, start_column=first, end_column=first + width - 1
                )
            sheet.cell(sheet.max_row, first).font = bold
            sheet.cell(sheet.max_row, first).alignment = Alignment(horizontal="center", wrap_text=True)
            first += width
    sheet.append([_cell(column.heading) for column in columns])
    heading = sheet.max_row
    for at, column in enumerate(columns, 1):
        cell = sheet.cell(heading, at)
        cell.font = bold
        cell.alignment = Alignment(horizontal="right" if right_aligned(column) else "left", wrap_text=True)
    for at, row in enumerate(table.rows):
        if at in table.sections:
            sheet.append([_cell(table.sections[at])])
            sheet.cell(sheet.max_row, 1).font = bold
        sheet.append([_cell(row[i]) for i, _ in shown])
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(sheet.max_row, place)
            cell.number_format = _FORMATS.get(column.kind, "General")
            if not numeric(column):
                cell.alignment = Alignment(wrap_text=column.kind == "quotation", vertical="top")
    sheet.freeze_panes = sheet.cell(heading + 1, 1)
    for place, (i, column) in enumerate(shown, 1):
        longest = max([len(column.heading), *(len(cell_text(row[i], column)) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(8, longest + 2))
    if table.notes:
        sheet.append([])
        for note in table.notes:
            sheet.append([_cell(note)])
    for cells in sheet.iter_rows():
        for each in cells:
            if each.data_type == "f":  # text that begins with "=" is text here
                each.data_type = "s"


def _cell(value: Any) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", safe(value))[:32_000] if isinstance(value, str) else value


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = " ".join(str(_cell(title.translate(_FORBIDDEN))).split()) or "Tabel"
    name, number = plain[:NAME].strip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: NAME - 1 - len(str(number))].strip()} {number}"
    taken.add(name.casefold())
    return name
