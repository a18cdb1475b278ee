"""OpenDocument texts (.odt), read with odfpy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from gigtext.corpus.readers.archives import open_archive
from gigtext.corpus.readers.blocks import Block, Cell, Grid, assemble, make_paragraph
from gigtext.corpus.source import Source
from gigtext.errors import InputError

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FORMAT = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"

# Deleted text (tracked-changes holds only that), notes, comments, and what prints nothing.
_WITHOUT_TALK = {
    (_TEXT, "tracked-changes"),
    (_TEXT, "note"),
    (_TEXT, "sequence-decls"),
    (_TEXT, "variable-decls"),
    (_TEXT, "user-field-decls"),
    (_TEXT, "table-of-content"),
    (_OFFICE, "annotation"),
    (_OFFICE, "forms"),
}
_MOST_REPEATS = 1000
_Run = tuple[str, bool]


def read_opendocument(data: bytes) -> Source:
    """Paragraphs, lists, tables and text boxes of an .odt; InputError when it is damaged, protected or something else."""
    archive = open_archive(data, "content.xml", "an OpenDocument text", ".odt")
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest:
        raise InputError("this file is protected by a password; open it and save it without one as .odt")
    import xml.sax
    import zipfile

    from odf.opendocument import load

    try:
        document = load(BytesIO(data))
        body = document.text
    except (xml.sax.SAXException, zipfile.BadZipFile, KeyError, AttributeError, IndexError, ValueError) as error:
        raise InputError("this is not an OpenDocument text or it is damaged; open it and save it as .docx") from error
    bold_styles = _find_bold_styles([*document.styles.childNodes, *document.automaticstyles.childNodes])
    skipped = {"footnotes and endnotes": (_TEXT, "note"), "comments": (_OFFICE, "annotation")}
    notes = []
    for name, tag in skipped.items():
        count = sum(element.qname == tag for element in _walk(body))
        if count:
            notes.append(f"{count} {name} were not read as talk")
    return assemble(_read_children(body, bold_styles), notes=notes)


def _walk(element: Any) -> Iterator[Any]:
    for child in element.childNodes:
        if child.nodeType == child.ELEMENT_NODE:
            yield child
            yield from _walk(child)


def _read_children(parent: Any, bold_styles: frozenset[str]) -> Iterator[Block]:
    for element in parent.childNodes:
        if element.nodeType != element.ELEMENT_NODE or element.qname in _WITHOUT_TALK:
            continue
        if element.qname in ((_TEXT, "p"), (_TEXT, "h")):
            boxes: list[Any] = []
            bold = _attribute(element, _TEXT, "style-name") in bold_styles
            yield make_paragraph(_collapse(_read_runs(element, bold, bold_styles, boxes)))
            for box in boxes:
                yield from _read_children(box, bold_styles)
        elif element.qname == (_TABLE, "table"):
            yield Grid(tuple(_read_rows(element, bold_styles)))
        else:
            # Lists, sections, indexes: what is inside counts.
            yield from _read_children(element, bold_styles)


def _read_runs(element: Any, bold: bool, bold_styles: frozenset[str], boxes: list[Any]) -> Iterator[_Run]:
    for child in element.childNodes:
        if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
            yield re.sub(r"[ \t\r\n]+", " ", child.data), bold
            continue
        if child.nodeType != child.ELEMENT_NODE or child.qname in _WITHOUT_TALK:
            continue
        namespace, name = child.qname
        if namespace == _TEXT and name == "s":
            count = _attribute(child, _TEXT, "c")
            # A no-break mark keeps this white space from being collapsed with its neighbours.
            yield "\0" * (min(int(count), _MOST_REPEATS) if count.isdigit() else 1), bold
        elif namespace == _TEXT and name == "tab":
            yield "\t", bold
        elif namespace == _TEXT and name == "line-break":
            yield "\n", bold
        elif child.qname == (_DRAW, "text-box"):
            boxes.append(child)
        elif namespace == _TEXT and name == "span":
            style = _attribute(child, _TEXT, "style-name")
            own = style in bold_styles or (bold and f"-{style}" not in bold_styles)
            yield from _read_runs(child, own, bold_styles, boxes)
        else:
            yield from _read_runs(child, bold, bold_styles, boxes)


def _collapse(runs: Iterable[_Run]) -> list[_Run]:
    """White space as the format prescribes: none at the beginning, one space for several."""
    collapsed: list[_Run] = []
    after_space = True
    for text, bold in runs:
        if after_space:
            text = text.removeprefix(" ")
        if text:
            after_space = text.endswith(" ")
            collapsed.append((text.replace("\0", " "), bold))
    return collapsed


def _read_rows(table: Any, bold_styles: frozenset[str]) -> Iterator[tuple[Cell, ...]]:
    for element in table.childNodes:
        if element.nodeType != element.ELEMENT_NODE:
            continue
        if element.qname == (_TABLE, "table-row"):
            yield tuple(_read_cells(element, bold_styles))
        elif element.qname[0] == _TABLE and element.qname[1] in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _read_rows(element, bold_styles)


def _read_cells(row: Any, bold_styles: frozenset[str]) -> Iterator[Cell]:
    column = covered = 0
    for element in row.childNodes:
        if element.nodeType != element.ELEMENT_NODE:
            continue
        repeated = _attribute(element, _TABLE, "number-columns-repeated")
        for _ in range(min(int(repeated), _MOST_REPEATS) if repeated.isdigit() else 1):
            if element.qname == (_TABLE, "covered-table-cell"):
                # Covered by the cell on its left: no cell. Covered by the one above: a cell without text.
                if covered:
                    covered -= 1
                else:
                    yield Cell(column)
            elif element.qname == (_TABLE, "table-cell"):
                spanned = _attribute(element, _TABLE, "number-columns-spanned")
                covered = int(spanned) - 1 if spanned.isdigit() else 0
                yield Cell(column, tuple(_read_children(element, bold_styles)))
            column += 1


def _attribute(element: Any, namespace: str, name: str) -> str:
    return str(element.attributes.get((namespace, name), ""))


def _find_bold_styles(styles: Iterable[Any]) -> frozenset[str]:
    """Names of bold styles, and `-name` for those that switch bold off."""
    weights: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in styles:
        if style.nodeType != style.ELEMENT_NODE or style.qname != (_STYLE, "style"):
            continue
        name = _attribute(style, _STYLE, "name")
        parents[name] = _attribute(style, _STYLE, "parent-style-name")
        for properties in style.childNodes:
            if properties.nodeType == properties.ELEMENT_NODE and properties.qname == (_STYLE, "text-properties"):
                weights[name] = _attribute(properties, _FORMAT, "font-weight")

    def weight(name: str) -> str:
        for _ in range(20):  # a chain of styles may loop in a damaged file
            if weights.get(name) or name not in parents:
                break
            name = parents[name]
        return weights.get(name, "")

    bold = {name for name in parents if weight(name) in ("bold", "600", "700", "800", "900")}
    return frozenset(bold | {f"-{name}" for name in parents if weight(name) in ("normal", "400")})
