"""Word files (.docx).

python-docx opens the package and finds styles; the text is collected here, because `paragraph.text` misses inserted
(tracked) text, text boxes, content controls and fields, and would join words at a page break.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from gigtext.corpus.readers.archives import open_archive
from gigtext.corpus.readers.blocks import Block, Cell, Grid, assemble, make_paragraph
from gigtext.corpus.source import Source
from gigtext.errors import InputError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Deleted or moved-away text, instructions of fields and marks that print nothing.
_WITHOUT_TEXT = frozenset(
    _WORD + name for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr")
) | {_COMPATIBILITY + "Fallback"}
_CHARACTERS = {
    _WORD + "tab": "\t",
    _WORD + "ptab": "\t",
    _WORD + "br": "\n",
    _WORD + "cr": "\n",
    _WORD + "noBreakHyphen": "-",
}
_Run = tuple[str, bool]


def read_word(data: bytes) -> Source:
    """Paragraphs and tables of a .docx; InputError when it is damaged, protected or something else."""
    open_archive(data, "word/document.xml", "a Word file", ".docx")
    import docx

    try:
        document = docx.Document(BytesIO(data))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile, docx.exceptions.PythonDocxError) as error:
        raise InputError(
            "this Word file is damaged or of an unusual kind; open it in Word and save it as .docx"
        ) from error
    bold_styles = _find_bold_styles(document.styles.element)
    blocks = list(_read_children(document.element.body, bold_styles))
    notes = [f"{count} {name} were not read as talk" for name, count in _count_notes(document).items() if count]
    return assemble(blocks, notes=notes)


def _count_notes(document: Any) -> dict[str, int]:
    body = document.element.body
    return {
        "footnotes and endnotes": len(body.findall(f".//{_WORD}footnoteReference"))
        + len(body.findall(f".//{_WORD}endnoteReference")),
        "comments": len(body.findall(f".//{_WORD}commentReference")),
    }


def _read_children(parent: Any, bold_styles: frozenset[str]) -> Iterator[Block]:
    """The blocks inside a body, a cell or a text box, in reading order."""
    runs: list[_Run] = []
    for element in parent:
        if element.tag == _WORD + "p":
            boxes: list[Any] = []
            runs.extend(_read_runs(element, _style_is_bold(element, bold_styles), bold_styles, boxes))
            # A deleted paragraph mark joins this paragraph with the next.
            if element.find(f"{_WORD}pPr/{_WORD}rPr/{_WORD}del") is None:
                yield make_paragraph(runs)
                runs = []
            for box in boxes:
                yield from _read_children(box, bold_styles)
        elif element.tag == _WORD + "tbl":
            yield _read_grid(element, bold_styles)
        elif element.tag not in _WITHOUT_TEXT and len(element):
            yield from _read_children(element, bold_styles)
    if runs:
        yield make_paragraph(runs)


def _read_runs(element: Any, bold: bool, bold_styles: frozenset[str], boxes: list[Any]) -> Iterator[_Run]:
    """Text and weight of everything inside a paragraph; text boxes are put aside into `boxes`."""
    for child in element:
        tag = child.tag
        if tag in _WITHOUT_TEXT:
            continue
        if tag == _WORD + "r":
            yield from _read_runs(child, _run_is_bold(child, bold, bold_styles), bold_styles, boxes)
        elif tag in (_WORD + "t", _MATH + "t"):
            # Line ends and tabs inside w:t are spaces to Word.
            yield (child.text or "").translate({10: " ", 13: " ", 9: " "}), bold
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag], bold
        elif tag == _WORD + "sym":
            code = int(child.get(_WORD + "char", "0"), 16)
            # Private-use characters mean something only in their font.
            if code and not 0xE000 <= code <= 0xF8FF:
                yield chr(code), bold
        elif tag == _WORD + "txbxContent":
            boxes.append(child)
        elif len(child):
            yield from _read_runs(child, bold, bold_styles, boxes)


def _read_grid(table: Any, bold_styles: frozenset[str]) -> Grid:
    rows = []
    for row in table.iter(_WORD + "tr"):
        if _owner(row, "tbl") is not table or row.find(f"{_WORD}trPr/{_WORD}del") is not None:
            continue
        before = row.find(f"{_WORD}trPr/{_WORD}gridBefore")
        column = _number(before, 0)
        cells = []
        for cell in row.iter(_WORD + "tc"):
            if _owner(cell, "tr") is not row:
                continue
            merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
            merged = merge is not None and merge.get(_WORD + "val", "continue") == "continue"
            cells.append(Cell(column, () if merged else tuple(_read_children(cell, bold_styles))))
            column += _number(cell.find(f"{_WORD}tcPr/{_WORD}gridSpan"), 1)
        rows.append(tuple(cells))
    return Grid(tuple(rows))


def _owner(element: Any, name: str) -> Any:
    return next(element.iterancestors(_WORD + name))


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(_WORD + "val", "")
    return int(value) if value.isdigit() else default


def _is_on(element: Any) -> bool | None:
    return None if element is None else element.get(_WORD + "val", "true") not in ("0", "false", "off", "none")


def _run_is_bold(run: Any, inherited: bool, bold_styles: frozenset[str]) -> bool:
    own = _is_on(run.find(f"{_WORD}rPr/{_WORD}b"))
    if own is not None:
        return own
    style = run.find(f"{_WORD}rPr/{_WORD}rStyle")
    return inherited or (style is not None and style.get(_WORD + "val") in bold_styles)


def _style_is_bold(paragraph: Any, bold_styles: frozenset[str]) -> bool:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return style is not None and style.get(_WORD + "val") in bold_styles


def _find_bold_styles(styles: Any) -> frozenset[str]:
    """Ids of the styles that are bold, by themselves or through the style they are based on."""
    own: dict[str, bool | None] = {}
    parents: dict[str, str] = {}
    for style in styles.findall(_WORD + "style"):
        name = style.get(_WORD + "styleId", "")
        own[name] = _is_on(style.find(f"{_WORD}rPr/{_WORD}b"))
        based_on = style.find(_WORD + "basedOn")
        if based_on is not None:
            parents[name] = based_on.get(_WORD + "val", "")

    def is_bold(name: str) -> bool:
        for _ in range(20):  # a chain of styles may loop in a damaged file
            if own.get(name) is not None:
                return bool(own[name])
            if name not in parents:
                break
            name = parents[name]
        return False

    return frozenset(name for name in own if is_bold(name))
