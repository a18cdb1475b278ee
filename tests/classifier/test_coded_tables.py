"""Coded passages in a spreadsheet: any order of columns, headings in two languages, codes in every usual form."""

from pathlib import Path

import openpyxl
import pytest

from gigtext.classifier import name_codes, read_gold, read_own, read_training
from gigtext.codebook import load_codebook
from gigtext.errors import InputError
from gigtext.exchange.spreadsheet import write_codings
from tests.small_study import write_small_study

SEPI = "Order sepi; kadang satu hari tidak dapat 😭."
BEBAS = "Waktunya bebas, saya atur sendiri."
SOE = "Saya lahir di Soe."
EXPECTED = {SEPI: {"pendapatan_tidak_pasti", "persaingan_ketat"}, BEBAS: {"fleksibilitas_otonomi"}, SOE: set()}

JOINED = [
    ["Kode", "No", "Kutipan", "Informan"],
    ["pendapatan_tidak_pasti; persaingan_ketat", 1, SEPI, "N1"],
    ["fleksibilitas_otonomi", 2, BEBAS, "N2"],
    ["", 3, SOE, "N2"],
]
ONE_A_ROW = [
    ["informan", "TEMA", "teks"],
    ["N1", "pendapatan_tidak_pasti", SEPI],
    ["N2", "fleksibilitas_otonomi", BEBAS],
    ["N1", "persaingan_ketat", SEPI],
    ["N2", "-", SOE],
]
MARKS = [
    ["no", "fleksibilitas_otonomi", "pendapatan_tidak_pasti", "Petikan", "persaingan_ketat", "informan", "catatan"],
    [1, 0, 1, SEPI, 1, "N1", "bagus"],
    [2, 1, 0, BEBAS, 0, "N2", ""],
    [3, 0, 0, SOE, "", "N2", "1"],
]
CROSSES = [
    ["Text", "fleksibilitas_otonomi", "pendapatan_tidak_pasti", "persaingan_ketat", "document"],
    [SEPI, "", "x", "X", "N1"],
    [BEBAS, "x", "", "", "N2"],
    [SOE, "", "", "", "N2"],
]
FORMS = {"joined": JOINED, "one a row": ONE_A_ROW, "0 and 1": MARKS, "crosses": CROSSES}


def write(path: Path, rows: list[list[object]], delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        lines = (delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows)
        path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding, newline="")
    return path


@pytest.mark.parametrize("rows", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", ["kode.csv", "kode.xlsx", "kode.tsv"])
def test_every_form_says_the_same(tmp_path: Path, rows: list[list[object]], name: str) -> None:
    examples = read_gold(write(tmp_path / name, rows, "\t" if name.endswith("tsv") else ","))
    assert {each.text: set(each.codes) for each in examples} == EXPECTED
    assert {each.text: each.group for each in examples} == {SEPI: "N1", BEBAS: "N2", SOE: "N2"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_however_the_spreadsheet_saved(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [row[::-1] for row in JOINED]
    examples = read_gold(write(tmp_path / "kode.csv", rows, delimiter, encoding))
    assert {each.text: set(each.codes) for each in examples} == EXPECTED


def test_the_same_words_of_two_people_stay_two(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["text", "codes", "page"],
        ["Sepi.", "a", "1"],
        ["Sepi.", "b", "2"],
        ["Sepi.", "c", "2"],
    ]
    examples = read_gold(write(tmp_path / "kode.csv", rows))
    assert [(each.group, sorted(each.codes)) for each in examples] == [("1", ["a"]), ("2", ["b", "c"])]


def test_labels_are_codes_too(tmp_path: Path) -> None:
    rows: list[list[object]] = [["teks", "tema"], ["Sepi.", "Pendapatan Tidak Pasti; Networking;lain"], ["Halo.", ""]]
    path = write(tmp_path / "kode.xlsx", rows)
    expected = frozenset({"pendapatan_tidak_pasti", "networking", "lain"})
    assert [each.codes for each in name_codes(read_gold(path), load_codebook())] == [expected, frozenset()]
    assert [each.codes for each in read_own([path], load_codebook())] == [expected, frozenset()]


def test_a_folder_of_tables(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", JOINED)
    write(tmp_path / "b.csv", MARKS)
    assert len(read_training(tmp_path)) == 6


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["nama", "kode"], ["a", "b"]], r"kode\.csv:1: no column text \(found: nama, kode\)"),
        ([["kutipan", "usia"], ["Sepi.", "24"]], r"kode\.csv:1: no column codes \(found: kutipan, usia\)"),
        ([["teks", "kode"], ["Sepi.", "a"], ["", "b"], ["  ", "c"]], r"kode\.csv:3: no text.*\n.*kode\.csv:4: no text"),
        ([["teks", "kode"]], "no coded passages in it"),
    ],
)
def test_errors_name_heading_and_row(tmp_path: Path, rows: list[list[object]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_gold(write(tmp_path / "kode.csv", rows))


def test_an_empty_and_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"a\.csv: empty"):
        read_gold(tmp_path / "a.csv")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 rusak")
    with pytest.raises(InputError, match=r"a\.xlsx: this is not an Excel file but a damaged archive"):
        read_gold(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["codings.csv", "codings.xlsx"])
def test_the_machines_own_codes_are_no_gold(tmp_path: Path, name: str) -> None:
    write_codings(write_small_study(tmp_path / "codings"), tmp_path / name)
    with pytest.raises(InputError, match=r"this is the codings\.csv of a run"):
        read_gold(tmp_path / name)
