"""Tables as workbooks and Word documents: numbers stay numbers, talk stays text."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from gigtext.exchange.document import write_document
from gigtext.exchange.workbook import write_workbook
from gigtext.records import Column, Table
from tests.conftest import Run

NUMBERS = Table(
    "Tantangan menurut [Generasi]: semua/apa?",
    (
        Column("code", "code", "key"),
        Column("theme", "tema"),
        Column("a_n", "n", "count", "Milenial\nN=4"),
        Column("a_percent", "%", "percent", "Milenial\nN=4"),
        Column("p", "p", "p", "Uji"),
    ),
    (["x", "Persaingan ketat", 3, 12.5, 0.0004], ["y", "=HYPERLINK(1)", 0, None, None]),
    ("n = petikan",),
    {1: "Bagian"},
)
QUOTES = Table(
    "Petikan",
    (Column("quotation", "petikan", "quotation"), Column("who", "informan")),
    (["=1+1 order 😀 sepi\x07", "N1"], ["kata " * 5000, "N2"]),
)


def test_a_workbook_has_typed_cells_and_inert_text(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"
    write_workbook([NUMBERS, QUOTES, NUMBERS], path, ["Kode mesin."])
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == len({name.casefold() for name in book.sheetnames}) == 4
    assert all(len(name) <= 31 for name in book.sheetnames)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:3] == [None, "Milenial, N=4", None]
    assert rows[2] == ["tema", "n", "%", "p"]
    assert rows[3] == ["Persaingan ketat", 3, 12.5, 0.0004]
    assert rows[4][0] == "Bagian"
    assert rows[5] == ["'=HYPERLINK(1)", 0, None, None]
    assert sheet.freeze_panes == "A4"
    assert [cell.number_format for cell in sheet[4]] == ["General", "0", "0.0", "0.000"]
    assert all(cell.data_type != "f" for each in book for row in each.iter_rows() for cell in row)
    assert book.worksheets[1]["A3"].value == "'=1+1 order 😀 sepi"


def test_a_document_has_real_tables_captions_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "tabel.docx"
    write_document([NUMBERS, QUOTES, NUMBERS], path, ["Kode mesin."])
    document = docx.Document(str(path))
    captions = [p for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert [p.text.split()[:2] for p in captions] == [["Tabel", "1"], ["Tabel", "2"]]
    assert "SEQ Tabel" in captions[0]._p.xml
    grid = document.tables[0]
    cells = [[cell.text for cell in row.cells] for row in grid.rows]
    assert cells[1] == ["tema", "n", "%", "p"]
    assert cells[2] == ["Persaingan ketat", "3", "12,5", "<0,001"]
    assert cells[4] == ["=HYPERLINK(1)", "0", "", ""]
    assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows] == [
        *(True, True),
        *(False, False, False),
    ]
    quotes = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Quote"]
    assert quotes[0] == "“=1+1 order 😀 sepi” (N1)"


def test_decimals_follow_the_language(tmp_path: Path) -> None:
    write_document([NUMBERS], tmp_path / "t.docx", lang="en")
    assert docx.Document(str(tmp_path / "t.docx")).tables[0].cell(2, 2).text == "12.5"


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "tex", "md", "csv", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ["summarize", "--by", "generation"],
        ["crosstab", "--by", "generation", "--test"],
        ["display", "--by", "generation"],
        ["quotes", "fleksibilitas_otonomi"],
        ["cooccur", "--window", "interview"],
        ["saturation"],
        ["kwic", "waktu"],
    ],
    ids=lambda command: command[0],
)
def test_every_table_can_be_written_in_every_format(coded: Path, run: Run, command: list[str], suffix: str) -> None:
    target = coded / f"tabel.{suffix}"
    assert run(*command, "-o", str(target)).exit_code == 0
    assert target.stat().st_size > 50


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    assert run("code", "transcripts").exit_code == 0
    return study


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "tex", "md"])
def test_all_findings_in_one_file(coded: Path, run: Run, suffix: str) -> None:
    done = run("export", "tables", f"temuan.{suffix}", "--by", "generation")
    assert done.exit_code == 0
    if suffix == "md":
        text = (coded / "temuan.md").read_text(encoding="utf-8")
        assert "Tema dalam transkrip" in text
        assert "menurut Generasi" in text
        assert "> — N1" in text


def test_another_suffix_is_refused(coded: Path, run: Run) -> None:
    done = run("export", "tables", "temuan.pdf")
    assert (done.exit_code, "the suffix names the format" in done.stderr) == (2, True)


def test_latex_on_the_screen(coded: Path, run: Run) -> None:
    assert r"\toprule" in run("summarize", "--by", "generation", "--format", "latex").stdout
