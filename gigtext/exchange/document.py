"""Tables and quotations in Word documents: real tables, captions and styles.

`add_table`, `add_quotations` and `caption` also build the exported chapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigtext.places import replacing
from gigtext.records import Column, Table
from gigtext.render.text import cell_text, closing_notes, is_quotations, quoted, right_aligned, visible
from gigtext.wording import decimal_mark, say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
TABLE_POINTS = 10
NARROW_POINTS = 8.5
"""Size of letters in tables of many columns."""
MANY_COLUMNS = 8


def write_document(tables: Sequence[Table], path: Path, foot: Sequence[str] = (), *, lang: str = "id") -> None:
    """Write `tables` to `path` (`.docx`), each with its caption, its rows and its notes; `foot` at the end."""
    document = new_document()
    number = 0
    for at, table in enumerate(tables):
        if is_quotations(table):
            turn_page(document, landscape=False)
            document.add_heading(clean(table.title), 2)
            add_quotations(document, table)
        else:
            number += 1
            turn_page(document, landscape=len(visible(table)) > MANY_COLUMNS)
            caption(document, say(lang, "caption_table"), "", number, table.title)
            add_table(document, table, lang=lang)
        add_notes(document, closing_notes(tables, at))
    add_notes(document, foot)
    save(document, path)


def new_document() -> Document:
    """An empty A4 document with the margins and letters that Indonesian theses have (4-3-3-3 cm, 12 points)."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document: Document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(4), Cm(3), Cm(3), Cm(3)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Caption", "Quote"):
        style = document.styles[name]
        style.font.name = FONT
        # headings of the template name a theme font of their own
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)
        style.font.color.rgb = RGBColor(0, 0, 0)
    sizes = {"Normal": 12, "Heading 1": 14, "Heading 2": 12, "Heading 3": 12, "Caption": 11, "Quote": 11}
    for name, points in sizes.items():
        document.styles[name].font.size = Pt(points)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    document.styles["Caption"].font.bold = True
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Caption"].paragraph_format.space_before = Pt(10)
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)
    quote.paragraph_format.line_spacing = 1.0
    notes = document.styles.add_style("Table Notes", WD_STYLE_TYPE.PARAGRAPH)
    notes.base_style = document.styles["Normal"]
    notes.font.size = Pt(9)
    notes.paragraph_format.line_spacing = 1.0
    notes.paragraph_format.space_after = Pt(2)
    return document


def turn_page(document: Document, *, landscape: bool) -> None:
    """Go on on landscape or portrait pages, unless that is how they lie already."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section = document.sections[-1]
    if (section.orientation == WD_ORIENT.LANDSCAPE) == landscape:
        return
    empty = len(document.element.body) == 1  # its section alone
    new = section if empty else document.add_section(WD_SECTION.NEW_PAGE)
    new.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    new.page_width, new.page_height = section.page_height, section.page_width


def save(document: Document, path: Path) -> None:
    """Write the document, in one step."""
    with replacing(path) as temporary:
        document.save(str(temporary))


def add_table(document: Document, table: Table, *, lang: str = "id") -> None:
    """The visible columns as a Word table; heading rows repeat on every page, a row never breaks over two."""
    shown = visible(table)
    columns = [column for _, column in shown]
    mark = decimal_mark(lang)
    grouped = any(column.group for column in columns)
    grid = document.add_table(rows=2 if grouped else 1, cols=len(columns))
    grid.style = "Table Grid"
    grid.autofit = False
    size = NARROW_POINTS if len(columns) > MANY_COLUMNS else TABLE_POINTS
    first = 0
    if grouped:
        for group, members in groupby(columns, key=lambda column: column.group):
            width = len(list(members))
            cell = grid.cell(0, first)
            if width > 1:
                cell = cell.merge(grid.cell(0, first + width - 1))
            _write(cell, ", ".join(group.splitlines()), size, bold=True, align="center")
            first += width
    heads = grid.rows[1 if grouped else 0].cells
    for at, column in enumerate(columns):
        _write(heads[at], column.heading, size, bold=True, align=_alignment(column))
    for row in grid.rows:
        _mark_row(row, "w:tblHeader")
    for at, values in enumerate(table.rows):
        if at in table.sections:
            cells = grid.add_row().cells
            _write(cells[0].merge(cells[-1]), table.sections[at], size, bold=True)
        cells = grid.add_row().cells
        for place, (i, column) in enumerate(shown):
            _write(cells[place], cell_text(values[i], column, mark), size, align=_alignment(column))
    for row in grid.rows:
        _mark_row(row, "w:cantSplit")
    _set_widths(document, grid, table, shown)


def add_quotations(document: Document, table: Table) -> None:
    """A table of quotations as paragraphs of the style Quote, each with who said it and where."""
    for at, row in enumerate(table.rows):
        if at in table.sections:
            document.add_paragraph().add_run(clean(table.sections[at])).bold = True
        said, source = quoted(table, row)
        paragraph = document.add_paragraph(style="Quote")
        paragraph.add_run(f"“{clean(' '.join(said.split()))}”")
        paragraph.add_run(f" ({clean(source)})")


def add_notes(document: Document, notes: Sequence[str]) -> None:
    for note in notes:
        document.add_paragraph(clean(note), style="Table Notes")


def caption(
    document: Document, word: str, chapter: str, number: int, text: str, bookmark: str | None = None
) -> Paragraph:
    """`Tabel 4.1 text`: the number is a SEQ field, and `bookmark` spans word and number for references to it."""
    paragraph = document.add_paragraph(style="Caption")
    start = len(paragraph._p)
    paragraph.add_run(f"{word} {chapter}")
    add_field(paragraph, f"SEQ {word} \\* ARABIC", str(number))
    if bookmark:
        _bookmark(paragraph, bookmark, number, start)
    paragraph.add_run(f" {clean(text)}")
    return paragraph


def add_field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """A Word field with the result that it has now, so that it reads right before anybody updates it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), (None, result), ("end", "")):
        run = paragraph.add_run()
        if kind is None:
            run.text = result
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._r.append(code)


def clean(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def _bookmark(paragraph: Paragraph, name: str, number: int, start: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    opening, closing = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (opening, closing):
        mark.set(qn("w:id"), str(number))
    opening.set(qn("w:name"), name)
    paragraph._p.insert(start, opening)
    paragraph._p.append(closing)


def _alignment(column: Column) -> str:
    return "right" if right_aligned(column) else "left"


def _write(cell: Any, text: str, points: float, *, bold: bool = False, align: str = "left") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    for extra in cell.paragraphs[1:]:  # what merging left behind
        extra._p.getparent().remove(extra._p)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    run = paragraph.add_run(clean(text))
    run.bold = bold
    run.font.size = Pt(points)


def _mark_row(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_widths(document: Document, grid: Any, table: Table, shown: Sequence[tuple[int, Column]]) -> None:
    """Columns as wide as their longest word or number wants, together as wide as the page allows."""
    section = document.sections[-1]
    assert section.page_width is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    page = section.page_width - section.left_margin - section.right_margin
    wanted = []
    for i, column in shown:
        texts = [cell_text(row[i], column) for row in table.rows]
        if right_aligned(column):
            wanted.append(float(2 + max([4, *map(len, texts), *map(len, column.heading.split())])))
        else:
            wanted.append(float(2 + min(38, max([6, len(column.heading), *map(len, texts)]))))
    for place, column in enumerate(grid.columns):
        column.width = int(page * wanted[place] / sum(wanted))  # of its cells too, merged ones last
    for row in grid.rows:
        for cell in {id(cell._tc): cell for cell in row.cells}.values():
            spans = cell._tc.grid_span
            if spans > 1:
                first = cell._tc.grid_offset
                cell.width = int(page * sum(wanted[first : first + spans]) / sum(wanted))
