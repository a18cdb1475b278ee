"""Rich text (.rtf), read with striprtf.

striprtf gives plain text. Marks of our own, put into the source before, carry what it drops: bold, the borders of table
rows and cells. Deleted (tracked) text is turned into a group that it passes over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gigtext.corpus.readers.blocks import Block, Cell, Grid, Paragraph, assemble, make_paragraph
from gigtext.corpus.readers.joining import clean_text
from gigtext.corpus.source import Source
from gigtext.errors import InputError

# Private-use characters; they are taken out of the text again.
_BOLD, _REGULAR, _CELL, _ROW_END, _ROW_START = "\ue000\ue001\ue002\ue003\ue004"
_MARKS = re.compile(f"[{_BOLD}-{_ROW_START}]")
_TOKENS = re.compile(r"\\'[0-9a-fA-F]{2}|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\[^a-zA-Z]|[{}]")


def read_rich_text(data: bytes) -> Source:
    """Paragraphs and tables of an .rtf; InputError when it is something else."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError("this is not rich text although its name ends in .rtf; open it and save it as .docx")
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError:
        source = data.decode("cp1252", "replace")
    from striprtf.striprtf import rtf_to_text

    notes = []
    for word, name in (("footnote", "footnotes"), ("annotation", "comments"), ("shptxt", "text boxes")):
        count = len(re.findall(rf"\\{word}(?![a-zA-Z])", source))
        if count:
            notes.append(f"{count} {name} were not read as talk")
    try:
        text: str = rtf_to_text(_mark(source), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError) as error:
        raise InputError("this rich text is damaged; open it and save it as .docx") from error
    # Emoji are written as two halves; clean_text joins them.
    return assemble(_read_blocks(clean_text(text).rstrip("\n")), notes=notes)


def _mark(source: str) -> str:
    if re.search(r"\\bin\d", source):
        return source  # raw bytes inside: nothing may be moved
    stack: list[bool] = []
    bold = False

    def replace(match: re.Match[str]) -> str:
        nonlocal bold
        token, word, number = match[0], match[1], match[2]
        before = bold
        if token == "{":
            stack.append(bold)
        elif token == "}":
            bold = stack.pop() if stack else False
        elif word == "b":
            bold = number != "0"
        elif word == "plain":
            bold = False
        elif word in ("cell", "nestcell"):
            token = _CELL
        elif word in ("row", "nestrow"):
            token = _ROW_END
        elif word == "trowd":
            token = _ROW_START
        elif word == "deleted" and number != "0":
            token = r"\*"
        return token if bold == before else token + (_BOLD if bold else _REGULAR)

    return _TOKENS.sub(replace, source)


def _read_blocks(text: str) -> Iterator[Block]:
    """Paragraphs, and rows that follow each other as one table."""
    rows: list[tuple[Cell, ...]] = []
    position, bold = 0, False
    pattern = re.compile(
        f"{_ROW_START}[^{_ROW_END}]*{_ROW_END}|[^\n{_CELL}{_ROW_START}]*{_CELL}[^{_ROW_END}]*{_ROW_END}|[^\n{_ROW_START}]*(?:\n|(?={_ROW_START})|$)"
    )
    while position < len(text):
        match = pattern.match(text, position)
        if match is None or match.end() == position:
            position += 1
            continue
        position = match.end()
        piece = match[0]
        if piece.endswith(_ROW_END):
            cells = piece.split(_CELL)[:-1]
            row = []
            for column, cell in enumerate(cells):
                paragraphs = []
                for line in cell.strip("\n").split("\n"):
                    paragraph, bold = _read_line(line, bold)
                    paragraphs.append(paragraph)
                row.append(Cell(column, tuple(paragraphs)))
            if row:
                rows.append(tuple(row))
            continue
        paragraph, bold = _read_line(piece.removesuffix("\n"), bold)
        if not paragraph.text.strip() and rows and text.startswith(_ROW_START, position):
            continue
        if rows:
            yield Grid(tuple(rows))
            rows = []
        yield paragraph
    if rows:
        yield Grid(tuple(rows))


def _read_line(line: str, bold: bool) -> tuple[Paragraph, bool]:
    runs: list[tuple[str, bool]] = []
    position = 0
    for match in _MARKS.finditer(line):
        runs.append((line[position : match.start()], bold))
        position = match.end()
        if match[0] in (_BOLD, _REGULAR):
            bold = match[0] == _BOLD
    runs.append((line[position:], bold))
    return make_paragraph(runs), bold
