"""cooccur, saturation, keywords, kwic and matrix as commands, on real files."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    more = "N2: Jadi kurir itu waktunya bebas, saya atur sendiri, kurir lain juga begitu. Penghasilannya tidak menentu."
    with (study / "transcripts" / "N2.txt").open("a", encoding="utf-8") as file:
        file.write(more + "\n")
    assert run("code", "transcripts", "--quiet", "--split", "turn").exit_code == 0
    return study


COMMANDS = [
    ["cooccur"],
    ["cooccur", "--rows", "faktor", "--columns", "tantangan"],
    ["saturation"],
    ["keywords", "--by", "generation"],
    ["keywords", "--by", "theme"],
    ["kwic", "order"],
    ["matrix"],
]


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_in_every_format_and_both_languages(coded: Path, run: Run, command: list[str], form: str) -> None:
    indonesian = run(*command, "--format", form)
    english = run(*command, "--format", form, "--lang", "en")
    assert indonesian.exit_code == english.exit_code == 0
    assert len(indonesian.stdout.splitlines()) > 1
    if form in ("json", "markdown"):
        assert indonesian.stdout != english.stdout
    if form == "json":
        assert json.loads(indonesian.stdout)["schema"] == "gigtext/tables/1"


class TestCooccur:
    def test_rows_and_columns_take_the_interview_and_quote(self, coded: Path, run: Run) -> None:
        result = run("cooccur", "--rows", "faktor", "--columns", "tantangan", "--format", "json")
        numbers, quoted = json.loads(result.stdout)["tables"]
        (pair,) = numbers["rows"]
        assert (pair["code_a"], pair["code_b"]) == ("fleksibilitas_otonomi", "pendapatan_tidak_pasti")
        assert (pair["n_a"], pair["n_b"], pair["both"], pair["lift"]) == (2, 2, 2, 1.0)
        assert len({row["participant_id"] for row in quoted["rows"]}) == 1
        assert "wawancara" in numbers["notes"][0]

    def test_quotations_may_be_left_out_and_the_window_chosen(self, coded: Path, run: Run) -> None:
        result = run(
            "cooccur", "--rows", "faktor", "--columns", "tantangan", "--quotations", "0", "--window", "turn",
            "--format", "json",
        )  # fmt: skip
        (numbers,) = json.loads(result.stdout)["tables"]
        assert "giliran" in numbers["notes"][0]

    def test_an_unknown_domain(self, coded: Path, run: Run) -> None:
        result = run("cooccur", "--rows", "tantangn")
        assert result.exit_code == 2
        assert "did you mean" in result.stderr


def test_saturation(coded: Path, run: Run) -> None:
    first, second = rows(run("saturation", "--format", "csv").stdout)
    assert (first["document"], first["interviews"], second["new"]) == ("N1.txt", "1", "0")
    assert run("saturation", "--orders", "0").exit_code == 2


def test_keywords_need_by(coded: Path, run: Run) -> None:
    assert run("keywords").exit_code == 2
    assert "unknown attribute" in run("keywords", "--by", "zodiak").stderr


class TestKwic:
    def test_hits_with_their_place(self, coded: Path, run: Run) -> None:
        first, second = rows(run("kwic", "order naik turun", "--format", "csv").stdout)
        assert (first["hit"], first["who"], second["who"]) == ("Order naik turun", "N1", "N2")
        assert first["place"] == "N1.txt, baris 8"

    def test_denied_and_bad(self, coded: Path, run: Run) -> None:
        assert {row["mark"] for row in rows(run("kwic", "remehkan", "--format", "csv").stdout)} == {"disangkal"}
        result = run("kwic", "order ...")
        assert result.exit_code == 2
        assert result.stderr.startswith("gigtext: pattern `order ...`: a gap")

    def test_no_hit_is_no_error(self, coded: Path, run: Run) -> None:
        result = run("kwic", "astronot")
        assert result.exit_code == 0
        assert "0 temuan" in result.stderr


class TestMatrix:
    @pytest.mark.parametrize("name", ["m.csv", "m.parquet", "m.sav"])
    def test_files(self, coded: Path, run: Run, name: str) -> None:
        result = run("matrix", name)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert (coded / name).stat().st_size > 100

    def test_units(self, coded: Path, run: Run) -> None:
        header = run("matrix", "--unit", "participant").stdout.splitlines()[0].split("\t")
        assert "networking" in header
        assert "networking_n" not in header

    def test_a_foreign_suffix_and_a_foreign_file(self, coded: Path, run: Run) -> None:
        assert "suffix names the format" in run("matrix", "m.xlsx").stderr
        result = run("matrix", "codings/codings.csv")
        assert result.exit_code == 2
        assert "something other than a matrix" in result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_results_the_fix_is_told(study: Path, run: Run, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 2
    assert "gigtext code" in result.stderr
