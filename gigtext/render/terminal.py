"""Tables on a terminal, drawn by rich."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from gigtext.records import Column, Table
from gigtext.render.text import cell_text, is_quotations, numeric, quoted, right_aligned, visible


def print_table(table: Table, console: Console, *, notes: bool = True) -> None:
    """Draw `table`; one with a `quotation` column as a list of quotations, matched words highlighted."""
    console.print()
    console.print(Text(table.title, style="bold"))
    if is_quotations(table):
        _print_quotations(table, console)
    else:
        for part in _fitting(table, console.width):
            console.print(_grid(table, part))
    if notes:
        print_notes(table.notes, console)


def print_notes(notes: Iterable[str], console: Console) -> None:
    """Notes under a table, dimmed; a wrapped line stays indented."""
    for note in notes:
        console.print(Padding(Text(note, style="dim"), (0, 0, 0, 2)))


def _grid(table: Table, shown: list[tuple[int, Column]]) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    lines = max((column.group.count("\n") + 1 for _, column in shown if column.group), default=0)
    last = ""
    for at, column in shown:
        # the first column of a group carries the group's heading; it may run over its neighbours' empty space
        above = column.group.split("\n") if column.group and column.group != last else []
        last = column.group
        text = "\n".join([*above, *[""] * (lines - len(above)), column.heading])
        grid.add_column(
            Text(text, justify="right" if right_aligned(column) else "left"),
            justify="right" if right_aligned(column) else "left",
            # numbers stay whole, their heading may wrap
            min_width=max((len(cell_text(row[at], column)) for row in table.rows), default=0)
            if numeric(column)
            else None,
            no_wrap=column.kind == "context",
            overflow="fold",
        )
    for index, row in enumerate(table.rows):
        if index in table.sections:
            if index:
                grid.add_section()
            grid.add_row(Text(table.sections[index], style="bold cyan"))
        numbers = [row[at] for at, column in shown if numeric(column)]
        empty = bool(numbers) and all(number in (0, None, "", 0.0) for number in numbers)
        cells = [
            Text(cell_text(row[at], column), style="yellow" if column.name == "mark" else "") for at, column in shown
        ]
        grid.add_row(*cells, style="dim" if empty else "")
    return grid


def _fitting(table: Table, width: int) -> list[list[tuple[int, Column]]]:
    """The visible columns, cut between groups into as many grids as the width of the terminal needs."""
    shown = visible(table)
    stub = [each for each in shown if not each[1].group]
    grouped = [list(part) for _, part in groupby((each for each in shown if each[1].group), key=lambda e: e[1].group)]
    if not grouped:
        return [shown]

    def size(columns: list[tuple[int, Column]]) -> int:
        total = 0
        last = ""
        for at, column in columns:
            # a group's heading stands above its first column
            above = column.group.split("\n") if column.group != last else []
            last = column.group
            texts = [column.heading, *above, *(cell_text(row[at], column) for row in table.rows)]
            longest = max(len(text) for text in texts)
            total += 2 + (longest if numeric(column) else min(longest, 36))
        return total

    parts: list[list[tuple[int, Column]]] = []
    current: list[tuple[int, Column]] = []
    for group in grouped:
        if current and size([*stub, *current, *group]) > width:
            parts.append([*stub, *current])
            current = []
        current = [*current, *group]
    return [*parts, [*stub, *current]]


def _print_quotations(table: Table, console: Console) -> None:
    names = [column.name for column in table.columns]
    for index, row in enumerate(table.rows):
        if index in table.sections:
            console.print()
            console.print(Text(table.sections[index], style="bold cyan"))
        said, source = quoted(table, row)
        text = Text(said)
        for span in str(row[names.index("evidence")] or "").split(";") if "evidence" in names else []:
            if span:
                start, end = map(int, span.split("-"))
                text.stylize("bold green", start, end)
        console.print()
        console.print(Padding(text, (0, 0, 0, 2)))
        console.print(Padding(Text(f"— {source}", style="dim"), (0, 0, 0, 4)))
    console.print()
