"""One table in every format; the drawn ones are kept as snapshots."""

import csv
import io
import json

import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from gigtext.records import Column, Table
from gigtext.render import as_csv, as_json, as_markdown, as_plain, print_table

COLUMNS = (
    Column("code", "code", "key"),
    Column("theme", "tema"),
    Column("Z_n", "n", "count", "Gen Z\nN=2"),
    Column("Z_percent", "%", "percent", "Gen Z\nN=2"),
    Column("Milenial_n", "n", "count", "Milenial\nN=1"),
)
TABLE = Table(
    "Tantangan menurut Generasi",
    COLUMNS,
    (["income", "Pendapatan tidak pasti", 2, 66.666666, 1], ["rivals", 'Persaingan | ketat, "keras"', 0, 0.0, None]),
    ("n = petikan",),
    {0: "Tantangan"},
)
QUOTES = Table(
    "Petikan: Networking",
    (Column("evidence", "evidence", "key"), Column("quotation", "petikan", "quotation"), Column("who", "informan")),
    (["4-10", "Ikut grup WA\nbiar dapat order 😀", "N1, Z"],),
    ("1 dari 1 petikan.",),
)


def drawn(table: Table, width: int) -> str:
    console = Console(width=width, force_terminal=False, record=True, file=io.StringIO())
    print_table(table, console)
    return console.export_text()


@pytest.mark.parametrize("width", [80, 40])
def test_on_a_terminal(snapshot: SnapshotAssertion, width: int) -> None:
    assert drawn(TABLE, width) == snapshot


def test_quotations_on_a_terminal(snapshot: SnapshotAssertion) -> None:
    assert drawn(QUOTES, 60) == snapshot


@pytest.mark.parametrize("table", [TABLE, QUOTES], ids=["table", "quotes"])
def test_markdown(snapshot: SnapshotAssertion, table: Table) -> None:
    assert as_markdown([table]) == snapshot


def test_csv_is_read_back_with_one_header_for_tables_alike() -> None:
    rows = list(csv.reader(io.StringIO(as_csv([TABLE, TABLE]))))
    assert rows[0] == ["code", "theme", "Z_n", "Z_percent", "Milenial_n"]
    assert rows[1] == ["income", "Pendapatan tidak pasti", "2", "66.6667", "1"]
    assert rows[2][1] == 'Persaingan | ketat, "keras"'
    assert rows[2][4] == ""
    assert len(rows) == 5


def test_tables_of_other_columns_follow_after_an_empty_line() -> None:
    assert as_csv([TABLE, QUOTES]).count("\n\n") == 1


def test_json_has_a_named_schema_and_rows_by_column_name() -> None:
    read = json.loads(as_json([TABLE], {"run": {"id": "x"}}))
    assert read["schema"] == "gigtext/tables/1"
    assert read["run"] == {"id": "x"}
    assert read["tables"][0]["rows"][0] == {
        "code": "income",
        "theme": "Pendapatan tidak pasti",
        "Z_n": 2,
        "Z_percent": 66.6667,
        "Milenial_n": 1,
    }


def test_plain_rows_are_one_line_each() -> None:
    lines = as_plain([QUOTES]).splitlines()
    assert lines == ["evidence\tquotation\twho", "4-10\tIkut grup WA biar dapat order 😀\tN1, Z"]


def test_p_values_have_three_decimals_for_people_and_stay_numbers_for_programs() -> None:
    columns = (Column("theme", "tema"), Column("p", "p", "p"))
    table = Table("Uji", columns, (["a", 2.9535891e-07], ["b", 0.0009999], ["c", 0.04951], ["d", 1.0], ["e", None]))
    assert [line.split("|")[2].strip() for line in as_markdown([table]).splitlines()[4:]] == [
        "<0.001",
        "<0.001",
        "0.050",
        "1.000",
        "",
    ]
    assert "<0.001" in drawn(table, 80)
    assert [row["p"] for row in json.loads(as_json([table]))["tables"][0]["rows"]] == [
        2.954e-07,
        0.0009999,
        0.04951,
        1,
        None,
    ]
    assert as_plain([table]).splitlines()[1] == "a\t2.954e-07"
    assert as_csv([table]).splitlines()[-1] == "e,"


def test_text_before_a_hit_ends_where_the_hit_begins() -> None:
    columns = (Column("left", "sebelum", "context"), Column("hit", "temuan"))
    table = Table("Konkordansi", columns, (["saya narik dari", "pagi"], ["tiap", "pagi"]))
    lines = [line.rstrip() for line in drawn(table, 80).splitlines() if line.rstrip().endswith("pagi")]
    assert len({line.index("pagi") for line in lines}) == 1
    assert len({len(line) for line in lines}) == 1
    assert "---:" in as_markdown([table])


def test_numbers_stay_whole_where_their_heading_must_wrap() -> None:
    columns = (Column("who", "informan"), *(Column(f"n{at}", "jumlah petikan tegas", "count") for at in range(4)))
    text = drawn(Table("Lebar", columns, (["N1", 12345, 12345, 12345, 12345],)), 50)
    assert text.count("12345") == 4
    assert "jumlah petikan" not in text.replace("jumlah\n", "")


def test_only_rows_of_empty_numbers_are_dimmed() -> None:
    console = Console(width=60, force_terminal=True, record=True, file=io.StringIO())
    print_table(Table("Teks", (Column("a", "a"), Column("b", "b")), (["kalimat", "lain"],)), console, notes=False)
    assert "\x1b[2m" not in console.export_text(styles=True)
