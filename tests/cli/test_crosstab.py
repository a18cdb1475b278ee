"""`gigtext crosstab` and `gigtext display`, end to end on real files."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from gigtext.cli.options import FormatName
from gigtext.cli.screen import show
from gigtext.records import Column, Table
from tests.conftest import Run

INCOME = "pendapatan_tidak_pasti"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    for name, year in (("N3", "1990"), ("N4", "2001")):
        text = f"Kode: {name}\nTahun lahir: {year}\n\nP: Bagaimana?\n{name}: Saya senang ketemu banyak orang, Kak 😀.\n"
        (study / "transcripts" / f"{name}.txt").write_text(text, encoding="utf-8", newline="\r\n")
    assert run("code", "transcripts").exit_code == 0
    return study


class TestCrosstab:
    def test_counts_without_a_test(self, coded: Path, run: Run) -> None:
        result = run("crosstab", "--by", "generation", "--format", "csv")
        income = next(row for row in rows(result.stdout) if row["code"] == INCOME)
        assert (income["Z_n"], income["Z_participants"], income["Milenial_participants"]) == ("1", "1", "1")
        assert "p" not in income
        assert "berapa orang menyebut tema" in result.stderr

    def test_with_a_test(self, coded: Path, run: Run) -> None:
        result = run("crosstab", "--by", "generation", "--domain", "tantangan", "--test", "--format", "csv")
        income = next(row for row in rows(result.stdout) if row["code"] == INCOME)
        assert (income["test"], income["p"], income["p_corrected"], income["v_high"]) == ("eksak", "1.0", "1.0", "")
        assert "Uji per informan, bukan per petikan" in result.stderr
        assert "atas semua 1 tema" in result.stderr

    def test_by_passage_in_json_and_english(self, coded: Path, run: Run) -> None:
        result = run(
            *("crosstab", "--by", "generasi", "--test", "--unit", "passage", "--correction", "none"),
            *("--lang", "en", "--format", "json"),
        )
        read = json.loads(result.stdout)
        assert {column["kind"] for column in read["tables"][0]["columns"] if column["name"] == "p"} == {"p"}
        assert any(note.startswith("Warning: tested by passage") for note in read["tables"][0]["notes"])

    def test_whole_domains_into_a_file(self, coded: Path, run: Run) -> None:
        options = ("--by", "generation", "--level", "domain", "--correction", "bh", "--test")
        assert run("crosstab", *options, "-o", "silang.md").exit_code == 0
        assert "p BH" in (coded / "silang.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize("command", ["crosstab", "display"])
    def test_an_attribute_must_be_named(self, coded: Path, run: Run, command: str) -> None:
        result = run(command)
        assert result.exit_code == 2
        assert "no attribute to compare by; for instance: --by generation" in result.stderr

    @pytest.mark.parametrize("command", ["crosstab", "display"])
    def test_without_results(self, study: Path, run: Run, command: str) -> None:
        result = run(command, "--by", "generation")
        assert result.exit_code == 2
        assert "no results here" in result.stderr

    def test_summarize_prints_no_tests(self, coded: Path, run: Run) -> None:
        assert "\tp\t" not in run("summarize", "--by", "generation").stdout


def test_on_a_terminal_a_note_stands_once_under_the_last_table_that_has_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    one, two, three = (
        Table(title, (Column("n", "n", "count"),), ([1],), notes)
        for title, notes in (("Satu", ("umum", "khusus")), ("Dua", ("umum",)), ("Tiga", ()))
    )
    show([one, two, three], FormatName.table, None)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    lines = [line.strip() for line in plain.splitlines()]
    words = [line for line in lines if line in ("Satu", "Dua", "Tiga", "umum", "khusus")]
    assert words == ["Satu", "khusus", "Dua", "umum", "Tiga"]


class TestDisplay:
    def test_numbers_and_voices(self, coded: Path, run: Run) -> None:
        result = run("display", "--by", "generation", "--domain", "tantangan", "--test", "-n", "1", "--format", "csv")
        numbers, quotes = result.stdout.split("\n\n")
        assert next(row for row in rows(numbers) if row["code"] == INCOME)["Z_participants"] == "1"
        found = rows(quotes)
        assert {row["kind"] for row in found} == {"khas", "menyangkal"}
        income = [row for row in found if row["code"] == INCOME]
        assert [(row["group"], row["participant_id"]) for row in income] == [("Milenial", "N2"), ("Z", "N1")]

    def test_markdown(self, coded: Path, run: Run) -> None:
        result = run("display", "--by", "generation", "--lang", "en", "-o", "display.md")
        assert result.exit_code == 0
        text = (coded / "display.md").read_text(encoding="utf-8")
        assert "## Quotations: Uncertain income by Generation" in text
        assert "> — contrary; N1, Gen Z, Female" in text
