"""Paragraphs and tables of a word processor's file, put together to one text.

The Word, OpenDocument and RTF readers produce blocks; `assemble` decides which tables hold talk and lays everything out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gigtext.corpus.readers.tables import Layout, find_attributes, find_layout, is_repeated_header, read_time
from gigtext.corpus.source import Source, SourceTurn


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    bold: int = 0
    """How many code points at the beginning are bold."""


@dataclass(frozen=True, slots=True)
class Cell:
    column: int
    """Grid column of the left edge, from 0."""
    blocks: tuple[Block, ...] = ()
    """Empty for a cell that is merged into the one above it."""

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in _flatten(self.blocks)).strip()


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class _Talk:
    """A table cell that one person says."""

    speaker: str
    text: str
    time: float | None


_Item = Paragraph | _Talk


def make_paragraph(runs: Iterable[tuple[str, bool]]) -> Paragraph:
    """A paragraph of (text, is bold) stretches; trailing white space of the bold beginning does not count."""
    runs = list(runs)
    bold = 0
    for text, is_bold in runs:
        if text.strip() and not is_bold:
            break
        bold += len(text)
    text = "".join(text for text, _ in runs)
    return Paragraph(text, len(text[:bold].rstrip()))


def assemble(blocks: Iterable[Block], *, attributes: dict[str, str] | None = None, notes: Sequence[str] = ()) -> Source:
    """Lay out blocks as text, one paragraph or talking cell a line (cells as `speaker: talk`).

    `Source.turns` is set when the tables hold most of the text; labelled lines between tables, whose label is one of the
    tables' speakers, are turns too. Other lines stay in the text. Where tables are the smaller part, everything is prose.
    """
    found_attributes = dict(attributes or {})
    found_notes = list(notes)
    items = list(_read_blocks(blocks, found_attributes, found_notes))
    talk = sum(len(item.text) for item in items if isinstance(item, _Talk))
    rest = sum(len(item.text) for item in items if isinstance(item, Paragraph))
    speakers = {item.speaker.casefold() for item in items if isinstance(item, _Talk) and item.speaker}

    lines: list[str] = []
    turns: list[SourceTurn] = []
    emphasis: list[tuple[int, int]] = []
    position = unread = 0
    for item in items:
        prefix = f"{item.speaker}: " if isinstance(item, _Talk) and item.speaker else ""
        if isinstance(item, _Talk):
            start = position + len(prefix)
            turns.append(SourceTurn(item.speaker, start, start + len(item.text), item.time))
        else:
            if item.bold:
                emphasis.append((position, position + item.bold))
            turn = _labelled_turn(item.text, position, speakers, started=bool(turns))
            if turn is not None:
                turns.append(turn)
            elif turns and item.text.strip():
                unread += 1
        lines.append(prefix + item.text)
        position += len(lines[-1]) + 1
    in_tables = talk > 0 and talk >= rest
    if in_tables and unread:
        found_notes.append(f"{unread} lines between or after the tables were kept in the text but not read as talk")
    return Source(
        text="\n".join(lines),
        emphasis=tuple(emphasis),
        turns=tuple(turns) if in_tables else None,
        attributes=found_attributes,
        notes=tuple(found_notes),
    )


def _labelled_turn(line: str, position: int, speakers: set[str], *, started: bool) -> SourceTurn | None:
    match = re.match(r"\s*([^:\n]{1,40}?)\s*:\s*(?=\S)", line)
    if match is None or match[1].casefold() not in speakers:
        return None
    end = len(line.rstrip())
    # `P: Peneliti` above the table explains the label and is no talk.
    if not started and len(line[match.end() :].split()) < 3:
        return None
    return SourceTurn(match[1], position + match.end(), position + end)


def _read_blocks(blocks: Iterable[Block], attributes: dict[str, str], notes: list[str]) -> Iterator[_Item]:
    previous: Layout | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        rows = _align(block)
        if not rows:
            continue
        if max(map(len, rows)) == 1:
            # A frame around paragraphs, not a table.
            yield from _read_blocks((inner for row in rows for cell in row for inner in cell.blocks), attributes, notes)
            continue
        width = max(map(len, rows))
        texts = [[cell.text for cell in row] for row in rows if len(row) == width]
        layout = find_layout(texts, previous)
        if layout is not None:
            previous = layout
            yield from _read_transcript(rows, layout, notes)
            continue
        pairs = find_attributes(texts)
        attributes.update(pairs or {})
        for row in rows:
            cells = [" ".join(cell.text.split()) for cell in row]
            if pairs is not None and len(row) == width:
                cells = [cell for cell in cells if cell not in ("", ":")]
                for heading, value in zip(cells[0::2], [*cells[1::2], ""], strict=False):
                    yield Paragraph(f"{heading.rstrip(' :')}: {value.lstrip(' :')}")
            else:
                yield Paragraph("\t".join(cells).strip())


def _read_transcript(rows: Sequence[Sequence[Cell]], layout: Layout, notes: list[str]) -> Iterator[_Item]:
    width = len(layout.roles)
    speaker = ""
    left_out: Counter[int] = Counter()
    body = 0
    for row in rows:
        if len(row) != width:
            # A row across the whole table: a heading, or a labelled line.
            yield from (paragraph for cell in row for paragraph in _flatten(cell.blocks))
            continue
        body += 1
        texts = [cell.text for cell in row]
        if body <= layout.header_rows or is_repeated_header(layout, texts):
            continue
        times = [read_time(texts[column]) for column in layout.columns("time")]
        time = next((value for value in times if value is not None), None)
        for column in layout.columns("speaker"):
            # An empty cell of the speaker column means that the same person goes on.
            speaker = " ".join(texts[column].split()).rstrip(" :") or speaker
        for column, role in enumerate(layout.roles):
            if not texts[column]:
                continue
            if role == "voice":
                yield _Talk(layout.headings[column], texts[column], time)
            elif role == "talk" and layout.columns("speaker"):
                yield _Talk(speaker, texts[column], time)
            elif role == "talk":
                yield from _flatten(row[column].blocks)
            elif role == "notes":
                left_out[column] += 1
    for column, count in left_out.items():
        name = layout.headings[column] or str(column + 1)
        notes.append(f'{count} cells of the table column "{name}" are notes and were not read as talk')


def _align(grid: Grid) -> list[list[Cell]]:
    """Rows as lists of equally many cells where possible; rows with one cell stay single.

    Word splits a column into several grid columns when its borders are not quite straight. The most frequent number of
    cells in a row is the number of columns; rows with another number are fitted by their left edges.
    """
    counts = Counter(len(row) for row in grid.rows if len(row) > 1)
    if not counts:
        return [list(row) for row in grid.rows]
    width = max(counts, key=lambda count: (counts[count], count))
    edges = next([cell.column for cell in row] for row in grid.rows if len(row) == width)
    aligned: list[list[Cell]] = []
    for row in grid.rows:
        if len(row) in (1, width):
            aligned.append(list(row))
            continue
        fitted: list[list[Block]] = [[] for _ in edges]
        for cell in row:
            place = max((index for index, edge in enumerate(edges) if edge <= cell.column), default=0)
            fitted[place].extend(cell.blocks)
        aligned.append([Cell(edge, tuple(own)) for edge, own in zip(edges, fitted, strict=True)])
    return aligned


def _flatten(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """All paragraphs, those in nested tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (paragraph for row in block.rows for cell in row for paragraph in _flatten(cell.blocks))
