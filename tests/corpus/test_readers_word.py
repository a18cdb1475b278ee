"""Word files: what is talk, where it stands, and what python-docx alone would miss."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from gigtext.corpus.readers import read_source
from gigtext.corpus.source import Source
from gigtext.errors import InputError


def read(document: docx.document.Document, folder: Path) -> Source:
    path = folder / "wawancara.docx"
    document.save(str(path))
    return read_source(path)


def talk(source: Source) -> list[tuple[str, str]]:
    assert source.turns is not None
    return [(turn.speaker, source.text[turn.start : turn.end]) for turn in source.turns]


def add_table(document: docx.document.Document, rows: list[list[str]]) -> docx.table.Table:
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return table


QUESTION = "Kenapa Kaka pilih jadi kurir?"
ANSWER = "Karena jam kerja bebas 😀, beta bisa antar ana skola dolo."
MORE = "Kalau di toko, talat lima menit sa su dapa mara."


def test_paragraphs_with_bold_labels_and_soft_breaks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Transkrip Wawancara", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Pewa").bold = True
    paragraph.add_run("wancara: ").bold = True
    paragraph.add_run(QUESTION)
    document.add_paragraph(f"R01:\t{ANSWER}\nBaris kedua.")
    document.add_paragraph("Sudah.", style="List Number")
    source = read(document, tmp_path)
    assert source.text == f"Transkrip Wawancara\nPewawancara: {QUESTION}\nR01:\t{ANSWER}\nBaris kedua.\nSudah."
    assert source.turns is None
    assert [source.text[start:end] for start, end in source.emphasis] == ["Transkrip Wawancara", "Pewawancara:"]


def test_bold_by_style_counts_and_can_be_switched_off(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Rina", style="Strong")
    paragraph.add_run(" sudah lama kerja.")
    heading = document.add_paragraph(style="Heading 2")
    heading.add_run("Anton").bold = False
    source = read(document, tmp_path)
    assert [source.text[start:end] for start, end in source.emphasis] == ["Rina"]


TABLES = {
    "two columns, no header": [["P", QUESTION], ["R01", ANSWER], ["P", "Lalu?"], ["R01", MORE]],
    "two rows": [["Peneliti:", QUESTION], ["Informan:", ANSWER]],
    "three columns, numbered": [
        ["1.", "P", QUESTION],
        ["2.", "R01", ANSWER],
        ["3.", "P", "Lalu?"],
        ["4.", "R01", MORE],
    ],
    "header and coding": [
        ["No", "Penutur", "Transkrip", "Koding"],
        ["1", "P", QUESTION, ""],
        ["2", "R01", ANSWER, "fleksibilitas waktu; ini catatan peneliti yang panjang sekali"],
        ["3", "R01", MORE, "atasan"],
    ],
    "speaker cell left empty": [["Pelaku", "Tuturan"], ["P", QUESTION], ["R01", ANSWER], ["", MORE]],
    "five columns with time": [
        ["No.", "Waktu", "Nama", "Hasil Wawancara", "Catatan"],
        ["1", "00:00:05", "P", QUESTION, "tertawa"],
        ["2", "00:00:09", "R01", ANSWER, "nada senang"],
    ],
    "translation": [
        ["Speaker", "Teks", "Terjemahan"],
        ["P", QUESTION, "Why?"],
        ["R01", ANSWER, "Because of the hours"],
    ],
    "coding without a header": [
        ["P", QUESTION, ""],
        ["R01", ANSWER, "waktu"],
        ["P", "Lalu?", ""],
        ["R01", MORE, "atasan galak"],
    ],
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_talk(name: str, tmp_path: Path) -> None:
    rows = TABLES[name]
    document = docx.Document()
    document.add_paragraph("Wawancara di Oesapa")
    add_table(document, rows)
    source = read(document, tmp_path)
    said = [text for _, text in talk(source)]
    expected = [text for text in (QUESTION, ANSWER, "Lalu?", MORE) if any(text in row for row in rows)]
    assert said == expected
    assert {speaker for speaker, _ in talk(source)} in ({"P", "R01"}, {"Peneliti", "Informan"})
    assert talk(source)[1][0] in ("R01", "Informan")
    assert source.text.startswith("Wawancara di Oesapa\n")
    assert "catatan peneliti" not in source.text


def test_times_of_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, TABLES["five columns with time"])
    turns = read(document, tmp_path).turns
    assert turns is not None
    assert [turn.time for turn in turns] == [5.0, 9.0]


def test_notes_column_is_reported(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, TABLES["header and coding"])
    assert any('"Koding"' in note for note in read(document, tmp_path).notes)


@pytest.mark.parametrize(
    ("header", "speakers"),
    [
        (["Pertanyaan", "Jawaban"], ["Pertanyaan", "Jawaban"]),
        (["No", "Pertanyaan", "Jawaban"], ["Pertanyaan", "Jawaban"]),
        (["Peneliti", "Informan"], ["Peneliti", "Informan"]),
        (["Pertanyaan", "Informan 1", "Informan 2"], ["Pertanyaan", "Informan 1", "Informan 2"]),
    ],
)
def test_columns_that_are_people(header: list[str], speakers: list[str], tmp_path: Path) -> None:
    said = [QUESTION, ANSWER, MORE][: len(speakers)]
    row = ["1", *said] if header[0] == "No" else said
    document = docx.Document()
    add_table(document, [header, row])
    assert talk(read(document, tmp_path)) == list(zip(speakers, said, strict=True))


def test_attributes_at_the_top_and_several_tables(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, [["Nama", ":", "A. (inisial)"], ["Usia", ":", "24 tahun"], ["Pekerjaan", ":", "Kurir"]])
    document.add_paragraph("P: Peneliti")
    add_table(document, [["No", "Penutur", "Transkrip"], ["1", "P", QUESTION], ["2", "R01", ANSWER]])
    document.add_paragraph("Sesi kedua, sesudah istirahat.")
    document.add_paragraph("P: Kita lanjut ya?")
    add_table(document, [["3", "P", "Lalu?"], ["4", "R01", MORE]])
    source = read(document, tmp_path)
    assert source.attributes == {"Nama": "A. (inisial)", "Usia": "24 tahun", "Pekerjaan": "Kurir"}
    assert talk(source) == [
        ("P", QUESTION),
        ("R01", ANSWER),
        ("P", "Kita lanjut ya?"),
        ("P", "Lalu?"),
        ("R01", MORE),
    ]
    assert "Usia: 24 tahun\n" in source.text
    assert "Sesi kedua, sesudah istirahat." in source.text
    assert any(note.startswith("1 line") for note in source.notes)


def test_merged_cells_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    rows = [
        ["Penutur", "Transkrip", "Kode"],
        ["Bagian A", "", ""],
        ["P", QUESTION, ""],
        ["R01", ANSWER, "x"],
        ["", MORE, ""],
    ]
    table = add_table(document, rows)
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(3, 0).merge(table.cell(4, 0))
    source = read(document, tmp_path)
    assert talk(source) == [("P", QUESTION), ("R01", ANSWER), ("R01", MORE)]
    assert source.text.count("Bagian A") == 1
    assert source.text.count(ANSWER) == 1


def test_labels_inside_the_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = add_table(document, [["No", "Transkrip", "Koding"], ["1", "", "bebas"]])
    cell = table.cell(1, 1)
    cell.paragraphs[0].add_run("P: ").bold = True
    cell.paragraphs[0].add_run(QUESTION)
    cell.add_paragraph(f"R01: {ANSWER}")
    source = read(document, tmp_path)
    assert source.turns is None
    assert source.text == f"P: {QUESTION}\nR01: {ANSWER}"
    assert source.emphasis == ((0, 2),)


def test_a_frame_of_one_column_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = f"P: {QUESTION}"
    inner = cell.add_table(2, 2)
    for place, text in {(0, 0): "P", (0, 1): QUESTION, (1, 0): "R01", (1, 1): ANSWER}.items():
        inner.cell(*place).text = text
    assert talk(read(document, tmp_path))[-1] == ("R01", ANSWER)


def test_a_small_table_in_prose_stays_prose(tmp_path: Path) -> None:
    document = docx.Document()
    for _ in range(5):
        document.add_paragraph(f"P: {QUESTION}")
        document.add_paragraph(f"R01: {ANSWER} {MORE}")
    add_table(document, [["P", QUESTION], ["R01", ANSWER]])
    source = read(document, tmp_path)
    assert source.turns is None
    assert source.text.endswith(f"P: {QUESTION}\nR01: {ANSWER}")


def test_nothing_that_python_docx_overlooks_is_lost(tmp_path: Path) -> None:
    document = docx.Document()
    word = nsdecls("w")
    pieces = [
        f"<w:p {word}><w:r><w:t>P: Halo </w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>disisipkan</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='x'><w:r><w:delText>dihapus</w:delText></w:r></w:del></w:p>",
        f"<w:p {word}><w:pPr><w:rPr><w:del w:id='3' w:author='x'/></w:rPr></w:pPr><w:r><w:t>satu </w:t></w:r></w:p>",
        f"<w:p {word}><w:r><w:t>paragraf</w:t></w:r></w:p>",
        f"<w:p {word}><w:hyperlink><w:r><w:t>tautan</w:t></w:r></w:hyperlink><w:fldSimple w:instr='DATE'><w:r><w:t> bidang</w:t>"
        "</w:r></w:fldSimple><w:smartTag><w:r><w:t> cerdas</w:t></w:r></w:smartTag></w:p>",
        f"<w:sdt {word}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>kotak isian</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {word}><w:r><w:t>kata</w:t><w:br w:type='page'/><w:t>baru</w:t><w:noBreakHyphen/><w:t>lagi</w:t></w:r></w:p>",
        f"<w:p {word}><w:moveFrom w:id='4' w:author='x'><w:r><w:t>asal</w:t></w:r></w:moveFrom>"
        "<w:moveTo w:id='5' w:author='x'><w:r><w:t>tujuan</w:t></w:r></w:moveTo></w:p>",
        f"<w:p {word} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r><w:t>sebelum kotak</w:t>"
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>dalam kotak</w:t></w:r></w:p>"
        "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>dalam kotak</w:t></w:r>"
        "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    ]
    for piece in pieces:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(piece))
    assert read(document, tmp_path).text.split("\n") == [
        "P: Halo disisipkan",
        "satu paragraf",
        "tautan bidang cerdas",
        "kotak isian",
        "kata",
        "baru-lagi",
        "tujuan",
        "sebelum kotak",
        "dalam kotak",
    ]


def test_deleted_rows_and_comments(tmp_path: Path) -> None:
    document = docx.Document()
    table = add_table(
        document, [["P", QUESTION], ["R01", "Baris yang dihapus dari tabel."], ["R01", ANSWER], ["P", "Lalu?"]]
    )
    properties = table.rows[1]._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:del {nsdecls('w')} w:id='9' w:author='x'/>"))
    paragraph = document.add_paragraph("P: Sudah.")
    document.add_comment(paragraph.runs, text="Catatan peneliti", author="x")
    source = read(document, tmp_path)
    assert "dihapus" not in source.text
    assert "Catatan" not in source.text
    assert "1 comments were not read as talk" in source.notes


def test_uneven_borders(tmp_path: Path) -> None:
    """Word splits a column into two when a border was dragged in some rows only."""
    document = docx.Document()
    table = add_table(document, [["P", "", QUESTION], ["", "R01", ANSWER], ["P", "", "Lalu?"], ["R01", "", MORE]])
    for index, row in enumerate(table.rows):
        cells = row._tr.findall(qn("w:tc"))
        drop, keep = (cells[0], cells[1]) if index == 1 else (cells[1], cells[0])
        row._tr.remove(drop)
        keep.get_or_add_tcPr().append(parse_xml(f"<w:gridSpan {nsdecls('w')} w:val='2'/>"))
    assert talk(read(document, tmp_path)) == [("P", QUESTION), ("R01", ANSWER), ("P", "Lalu?"), ("R01", MORE)]


def archive(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"P: Halo\nR: Baik\n", "not a Word file but something else"),
        (b"{\\rtf1 Halo}", "rename it to .rtf"),
        (b"<html>Halo</html>", "a web page"),
        (b"%PDF-1.7 x", "a PDF"),
        (OLE, "old Office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"PK\x03\x04 broken", "a damaged archive"),
        (archive({"xl/workbook.xml": "<x/>"}), "an Excel file"),
        (archive({"word/document.xml": "<x/>"}), "damaged or of an unusual kind"),
        (archive({"word/document.xml": bytes(300 * 2**20)}), "unpacked"),
        (b"", "empty"),
    ],
)
def test_what_is_no_word_file(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "wawancara.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"wawancara\.docx: .*;") as caught:
        read_source(path)
    assert words in str(caught.value)


def test_a_word_file_without_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(docx.Document(), tmp_path)
