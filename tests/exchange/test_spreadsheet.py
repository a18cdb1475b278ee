"""codings.csv: what a researcher opens, decides in, and gives back."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from gigtext.errors import InputError
from gigtext.exchange.spreadsheet import has_unsaved_decisions, read_decisions, write_codings
from gigtext.store import Results
from tests.small_study import write_small_study


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return write_small_study(tmp_path / "codings")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def edit(path: Path, *, delimiter: str = ",", encoding: str = "utf-8-sig", **changes: dict[str, str]) -> None:
    """What a person does in a spreadsheet: `changes` maps the beginning of a passage to the cells filled in."""
    rows = rows_of(path)
    for begin, cells in changes.items():
        next(row for row in rows if row["text"].startswith(begin.replace("_", " "))).update(cells)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def read(results: Results, path: Path) -> list[tuple[str, str, str]]:
    return [
        (each.quotation[:5], each.code, each.verdict)
        for each in read_decisions(results, path, coder="Rina", date="").judgements
    ]


def test_one_row_per_passage_and_code_and_one_for_passages_without(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    assert write_codings(results, path) == 9  # eight codable passages, one of them with two codes
    rows = rows_of(path)
    assert {row["decision"] + row["replace_by"] + row["memo"] for row in rows} == {""}
    income = next(row for row in rows if row["text"].startswith("Order naik"))
    assert (income["participant"], income["generation"], income["status"]) == ("N1", "Z", "firm")
    assert next(row for row in rows if "Soe" in row["text"])["code"] == ""


def test_a_spreadsheet_reads_every_letter(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    write_codings(results, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "😭" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_decisions_come_back_however_the_spreadsheet_saved(
    results: Results, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "kode.csv"
    write_codings(results, path)
    edit(
        path,
        delimiter=delimiter,
        encoding=encoding,
        Waktunya={"decision": "ya"},
        Order_naik={"decision": "Tidak", "replace_by": "persaingan_ketat", "memo": "harga"},
        Saya_lahir={"replace_by": "Networking"},
    )
    assert read(results, path) == [
        ("Waktu", "fleksibilitas_otonomi", "yes"),
        ("Order", "pendapatan_tidak_pasti", "no"),
        ("Order", "persaingan_ketat", "yes"),
        ("Saya ", "networking", "yes"),
    ]


def test_xlsx_there_and_back(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.xlsx"
    write_codings(results, path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("decision") + 1).value = "ya"
    book.save(path)
    assert [verdict for _, _, verdict in read(results, path)] == ["yes"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"decision": "mungkin"}, 'decision "mungkin" is not understood; write ya or tidak'),
        ({"decision": "tidak", "replace_by": "networkng"}, "did you mean networking"),
        ({"decision": "ya", "replace_by": "networking"}, "ya and a replacing code together"),
        ({"memo": "bagus"}, "a memo without a decision"),
        ({"decision": "ya", "text": "Lain.", "passage": "x"}, "is not in these results"),
        ({"decision": "ya", "text": "Waktunya lain sekarang."}, "has another text now"),
    ],
)
def test_bad_rows_are_told_with_their_line_and_nothing_is_imported(
    results: Results, tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    path = tmp_path / "kode.csv"
    write_codings(results, path)
    edit(path, Waktunya=cells, Semoga={"decision": "ya"})
    with pytest.raises(InputError) as caught:
        read(results, path)
    assert message in str(caught.value)
    assert "kode.csv:2: " in str(caught.value)


def test_a_file_that_is_something_else(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "lain.csv"
    path.write_text("nama,usia\nA,3\n")
    with pytest.raises(InputError, match="column passage and decision is missing"):
        read(results, path)
    assert has_unsaved_decisions(path)


@pytest.mark.parametrize("text", ["=1+1", "+62 812", "-5", "@rina", "biasa"])
def test_what_a_spreadsheet_would_run_as_a_formula_is_kept_as_text(results: Results, tmp_path: Path, text: str) -> None:
    results.database.execute("CREATE TABLE said AS SELECT * REPLACE (? AS question) FROM passages", [text])
    results.database.execute("CREATE OR REPLACE VIEW passages AS SELECT * FROM said")
    for name in ("kode.csv", "kode.xlsx"):
        write_codings(results, tmp_path / name)
    expected = text if text == "biasa" else f"'{text}"
    assert {row["question"] for row in rows_of(tmp_path / "kode.csv")} == {expected}
    sheet = openpyxl.load_workbook(tmp_path / "kode.xlsx").active
    at = [cell.value for cell in sheet[1]].index("question") + 1
    assert (sheet.cell(2, at).value, sheet.cell(2, at).data_type) == (text, "s")


def test_a_filled_in_file_is_known_as_such(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    write_codings(results, path)
    assert not has_unsaved_decisions(path)
    edit(path, Waktunya={"memo": "periksa lagi"})
    assert has_unsaved_decisions(path)


def test_columns_in_any_order_under_indonesian_headings(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    path.write_text(
        "Keputusan;kode pengganti;Catatan;KODE;informan;Kutipan\n"
        'ya;;;Fleksibilitas dan otonomi;N1;"Waktunya bebas, saya atur sendiri."\n'
        "Tidak;persaingan_ketat;harga;pendapatan_tidak_pasti;N1;Order naik turun 😭 tidak tentu.\n",
        encoding="utf-8",
    )
    assert read(results, path) == [
        ("Waktu", "fleksibilitas_otonomi", "yes"),
        ("Order", "pendapatan_tidak_pasti", "no"),
        ("Order", "persaingan_ketat", "yes"),
    ]


def test_our_own_heading_comes_before_another_that_means_the_same(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    path.write_text("id,decision,code,passage\nN1,ya,fleksibilitas_otonomi,a.txt:0.0\n", encoding="utf-8")
    assert read(results, path) == [("Waktu", "fleksibilitas_otonomi", "yes")]


def test_a_table_without_what_is_needed_names_its_headings(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    path.write_text("petikan,usia\nHalo.,3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"kode\.csv:1: column decision is missing \(found: petikan, usia\)"):
        read(results, path)
