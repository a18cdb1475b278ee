"""Row-per-answer files: one row, one passage."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.corpus.readers import read_source
from gigtext.corpus.readers.rows import read_delimited
from gigtext.corpus.source import Source
from gigtext.errors import InputError

ROWS = [
    ["id", "informan", "generasi", "Pertanyaan", "Jawaban"],
    ["J1", "R01", "Z", "Kenapa pilih ojol?", "Karena bebas 😀,\nbisa atur waktu; tidak ada bos"],
    ["J2", "R02", "Milenial", "Kenapa pilih ojol?", 'Dia bilang "ikut saja", ya saya ikut'],
    ["J3", "R02", "Milenial", "Suka dukanya?", ""],
]


def write(rows: list[list[str]], delimiter: str = ",", newline: str = "\r\n") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return buffer.getvalue()


def read(
    text: str, *, text_column: str | None = None, question_column: str | None = None, tabs: bool = False
) -> Source:
    return read_delimited(
        text.replace("\r\n", "\n"), tabs=tabs, text_column=text_column, question_column=question_column
    )


def said(source: Source) -> list[str]:
    assert source.turns is not None
    return [source.text[turn.start : turn.end] for turn in source.turns]


def check_interview(source: Source) -> None:
    assert source.turns is not None
    assert said(source) == [ROWS[1][4], ROWS[2][4]]
    first, second = source.turns
    assert (first.row_id, first.speaker, first.question) == ("J1", "R01", "Kenapa pilih ojol?")
    assert (second.row_id, second.speaker, second.attributes) == ("J2", "R02", {"generasi": "Milenial"})
    assert source.text == f"{ROWS[1][4]}\n{ROWS[2][4]}"
    assert any(note.startswith("1 of 3 rows") for note in source.notes)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("delimiter", "suffix"), [(",", ".csv"), (";", ".csv"), ("\t", ".csv"), ("\t", ".tsv"), (";", ".tsv")]
)
def test_delimiters_and_marks(delimiter: str, suffix: str, mark: str, tmp_path: Path) -> None:
    path = tmp_path / f"jawaban{suffix}"
    path.write_bytes((mark + write(ROWS, delimiter)).encode())
    check_interview(read_source(path))


def test_excel_says_its_separator(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.csv"
    path.write_bytes(("sep=;\r\n" + write(ROWS, ";")).encode())
    check_interview(read_source(path))


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.jsonl"
    lines = [json.dumps(dict(zip(ROWS[0], row, strict=True)) | {"codes": ["x"]}) for row in ROWS[1:]]
    path.write_text("\n\n".join(lines), encoding="utf-8")
    check_interview(read_source(path))


def test_a_json_list_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.json"
    path.write_text(json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]), encoding="utf-8")
    check_interview(read_source(path))


def test_excel(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Wawancara daring"])
    sheet.append([])
    for row in ROWS[:3]:
        sheet.append(row)
    hidden = book.create_sheet("Rahasia")
    hidden.append(["id", "Jawaban"])
    hidden.append(["9", "tersembunyi"])
    hidden.sheet_state = "hidden"
    more = book.create_sheet("Lanjutan")
    for row in (ROWS[0], ROWS[3]):
        more.append(row)
    book.create_sheet("Daftar").append(["kota", "jumlah"])
    book.save(path)
    source = read_source(path)
    check_interview(source)
    assert 'sheet "Daftar" has other headings and was not read' in source.notes


def test_numbers_and_dates_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "ulasan.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["ulasan", "umur", "tanggal", "nilai"])
    book.active.append(["Pendapatan lumayan", 24.0, datetime.datetime(2024, 5, 1), 4.5])
    book.save(path)
    turns = read_source(path).turns
    assert turns is not None
    assert turns[0].attributes == {"umur": "24", "tanggal": "2024-05-01", "nilai": "4.5"}


@pytest.mark.parametrize(
    ("headings", "column"),
    [
        ("id,ulasan,aplikasi", 1),
        ("nama,kota,isi", 2),
        ("tanggal ulasan,ulasan,skor", 1),
        ("a,b,c", 2),
        ("Jawaban Anda,x,y", 0),
        ("id_jawaban,x,teks", 2),
        ("question,answer,z", 1),
    ],
)
def test_which_column_is_the_text(headings: str, column: int) -> None:
    cells = ["satu", "dua", "tiga"]
    cells[column] = "Saya suka karena jam kerjanya bebas sekali"
    assert said(read(f"{headings}\n{','.join(cells)}\n")) == [cells[column]]


def test_a_guessed_column_is_reported() -> None:
    notes = read("a,b\nx,Saya suka karena bebas\n").notes
    assert notes == ('column "b" was read as the text; choose another with --text-column',)


def test_columns_by_name() -> None:
    text = "Keluhan,Saran,Tanya ini\nSering telat,Perbaiki aplikasi,Apa saran Anda?\n"
    source = read(text, text_column="saran", question_column="Tanya ini")
    assert source.turns is not None
    assert said(source) == ["Perbaiki aplikasi"]
    assert source.turns[0].question == "Apa saran Anda?"
    assert source.turns[0].attributes == {"Keluhan": "Sering telat"}


@pytest.mark.parametrize("option", ["text_column", "question_column"])
def test_an_unknown_column_lists_the_known_ones(option: str) -> None:
    with pytest.raises(InputError, match="the columns are Keluhan, Saran; did you mean") as caught:
        read("Keluhan,Saran\na,b\n", **{option: "Sarann"})
    assert f"--{option.replace('_', '-')}" in str(caught.value)


def test_an_id_that_repeats_is_the_person() -> None:
    turns = read("id,teks\nR01,Suka sekali\nR01,Karena bebas\nR02,Kurang suka\n").turns
    assert turns is not None
    assert [(turn.row_id, turn.speaker) for turn in turns] == [("1", "R01"), ("2", "R01"), ("3", "R02")]


def test_missing_ids_are_filled_without_a_clash() -> None:
    turns = read("id,teks\n2,Suka\n,Karena bebas\n,Lumayan\n").turns
    assert turns is not None
    assert [turn.row_id for turn in turns] == ["2", "row-2", "3"]


def test_times() -> None:
    turns = read("waktu,speaker,teks\n00:00:05,P,Kenapa?\n00:01:05,R01,Bebas\n").turns
    assert turns is not None
    assert [turn.time for turn in turns] == [5.0, 65.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,teks\n1,Saya suka, karena bebas\n2,Ya, begitu\n", "line 2 has 3 cells.*\n.*line 3"),
        ('id,teks\n1,"Saya suka\n2,Ya\n', "quotation mark is not closed, perhaps in line 2"),
        ("id,teks\n", "no rows below its headings"),
        ("id,teks\n1,\n2,\n", "no text in any row"),
        (f"1,{'Saya suka karena bebas. ' * 5}\n2,Ya\n", "holds talk, not headings"),
    ],
)
def test_broken_tables(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(text)


def test_broken_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "ya"}\n{"id": 2,\n[1]\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2 is not a JSON object.*\n.*line 3"):
        read_source(path)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"id,teks\n1,Suka\n"])
def test_what_is_no_excel_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match="not an Excel file"):
        read_source(path)


cells = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('",;\t\n'), max_size=30).map(
    str.strip
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_any_cells_come_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    talk = [text for text, _ in rows if text]
    table = write([["teks", "kota"], *map(list, rows)], delimiter, "\n")
    if not talk:
        with pytest.raises(InputError):
            read(table)
        return
    source = read(table)
    assert said(source) == talk
