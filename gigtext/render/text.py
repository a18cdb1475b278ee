"""Tables as csv, json, markdown and the plain rows of a pipe."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Literal

from gigtext.records import Cell, Column, Table

Format = Literal["table", "csv", "json", "markdown"]

SCHEMA = "gigtext/tables/1"
"""Names the shape of the JSON output; it changes when a program that reads it would have to."""


def render(tables: Sequence[Table], form: Format, extra: Mapping[str, object] | None = None) -> str:
    """`tables` as one text that ends in a newline; `table` gives plain rows. `extra` goes into JSON only."""
    if form == "csv":
        return as_csv(tables)
    if form == "json":
        return as_json(tables, extra)
    if form == "markdown":
        return as_markdown(tables)
    return as_plain(tables)


def as_csv(tables: Sequence[Table]) -> str:
    """RFC 4180 with a header row; tables with the same columns share one, others follow after an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header: list[str] | None = None
    for table in tables:
        names = [column.name for column in table.columns]
        if names != header:
            if header is not None:
                out.write("\n")
            writer.writerow(names)
            header = names
        writer.writerows(_csv_row(row, table) for row in table.rows)
    return out.getvalue()


def as_json(tables: Sequence[Table], extra: Mapping[str, object] | None = None) -> str:
    """`{"schema", …extra, "tables": [{"title", "columns", "rows", "notes"}]}`; rows are objects keyed by column name."""
    document = {
        "schema": SCHEMA,
        **(extra or {}),
        "tables": [
            {
                "title": table.title,
                "columns": [
                    {"name": each.name, "heading": each.heading, "kind": each.kind, "group": each.group}
                    for each in table.columns
                ],
                "rows": [
                    {column.name: _number(cell, column) for column, cell in zip(table.columns, row, strict=True)}
                    for row in table.rows
                ],
                "notes": list(table.notes),
            }
            for table in tables
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_markdown(tables: Sequence[Table]) -> str:
    """GitHub tables (quotations as block quotes), each with its title and notes."""
    parts = []
    for table in tables:
        lines = [f"## {table.title}", ""]
        if is_quotations(table):
            lines.extend(_quotes(table))
        else:
            lines.extend(_grid(table))
        lines.extend(["", *(f"- {note}" for note in table.notes)] if table.notes else [])
        parts.append("\n".join(lines).rstrip() + "\n")
    return "\n".join(parts)


def as_plain(tables: Sequence[Table]) -> str:
    """Tab-separated rows with a header line, for pipes; line breaks and tabs inside cells become spaces."""
    lines: list[str] = []
    header: list[str] | None = None
    for table in tables:
        names = [column.name for column in table.columns]
        if names != header:
            lines.extend([""] if header else [])
            lines.append("\t".join(names))
            header = names
        lines.extend("\t".join(" ".join(str(cell).split()) for cell in _csv_row(row, table)) for row in table.rows)
    return "\n".join(lines) + "\n"


def _grid(table: Table) -> list[str]:
    shown = visible(table)
    columns = [column for _, column in shown]
    lines = [
        "| " + " | ".join(_escape(heading(column)) for column in columns) + " |",
        "|" + "|".join("---:" if right_aligned(column) else "---" for column in columns) + "|",
    ]
    for index, row in enumerate(table.rows):
        if index in table.sections:
            lines.append(
                "| " + " | ".join([f"**{_escape(table.sections[index])}**"] + [""] * (len(columns) - 1)) + " |"
            )
        lines.append("| " + " | ".join(_escape(cell_text(row[at], column)) for at, column in shown) + " |")
    return lines


def _quotes(table: Table) -> list[str]:
    lines = []
    for index, row in enumerate(table.rows):
        if index in table.sections:
            lines.extend([f"### {table.sections[index]}", ""])
        text, source = quoted(table, row)
        lines.extend(["> " + " ".join(text.split()), ">", f"> — {source}", ""])
    return lines


def is_quotations(table: Table) -> bool:
    """Whether the table is shown as quotations, not as a grid."""
    return any(column.kind == "quotation" for column in table.columns)


def quoted(table: Table, row: Sequence[Cell]) -> tuple[str, str]:
    """A row of quotations: what was said, and who said it where (the other cells that people see)."""
    shown = visible(table)
    text = next(str(row[at]) for at, column in shown if column.kind == "quotation")
    parts = (cell_text(row[at], column) for at, column in shown if column.kind == "text")
    return text, "; ".join(part for part in parts if part)


def closing_notes(tables: Sequence[Table], at: int) -> list[str]:
    """The notes of `tables[at]` that no later table has: what several tables share stands once, under the last of them."""
    later = {note for other in tables[at + 1 :] for note in other.notes}
    return [note for note in tables[at].notes if note not in later]


def visible(table: Table) -> list[tuple[int, Column]]:
    """The columns that people see, with their positions."""
    return [(at, column) for at, column in enumerate(table.columns) if column.kind != "key"]


def heading(column: Column) -> str:
    """A column's heading on one line, its group before it."""
    group = ", ".join(column.group.split("\n")) if column.group else ""
    return f"{group}: {column.heading}" if group else column.heading


def numeric(column: Column) -> bool:
    """Whether the cells are numbers."""
    return column.kind in ("count", "percent", "number", "p")


def right_aligned(column: Column) -> bool:
    """Whether the cells end at the right edge of their column: numbers, and text that the next column continues."""
    return numeric(column) or column.kind == "context"


def cell_text(cell: Cell, column: Column, mark: str = ".") -> str:
    """A cell as people read it, with the decimal sign `mark`; None is empty.

    On a terminal, in pipes and in Markdown the sign is a point; documents (Word, LaTeX) take that of their language.
    """
    text = _plain_text(cell, column)
    return text.replace(".", mark) if mark != "." and isinstance(cell, float) and numeric(column) else text


def _plain_text(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and column.kind == "percent":
        return f"{cell:.1f}"
    if isinstance(cell, float) and column.kind == "number":
        return f"{cell:.2f}"
    if isinstance(cell, float) and column.kind == "p":
        return "<0.001" if cell < 0.001 else f"{cell:.3f}"
    return str(cell)


def _number(cell: Cell, column: Column) -> Cell:
    if isinstance(cell, float) and column.kind == "p":
        return float(f"{cell:.4g}")  # decimals would make a small p zero
    return round(cell, 4) if isinstance(cell, float) else cell


def _csv_row(row: Sequence[Cell], table: Table) -> list[Cell]:
    cells = zip(row, table.columns, strict=True)
    return ["" if cell is None else _number(cell, column) for cell, column in cells]


def _escape(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
