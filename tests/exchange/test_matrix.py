"""The matrix as files, read back by other libraries."""

import csv
import sys
from pathlib import Path

import pytest

from gigtext.analysis.matrix import Variable, build_matrix
from gigtext.errors import InputError
from gigtext.exchange.matrix import spss_names, write_matrix
from gigtext.store import Results
from tests.made_study import Said, write_made_study
from tests.small_study import write_small_study


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


class TestCsv:
    def test_with_a_bom_and_empty_cells_for_what_is_missing(self, results: Results, tmp_path: Path) -> None:
        path = tmp_path / "baru" / "m.csv"
        assert write_matrix(results, path) == 4
        assert path.read_bytes().startswith(b"\xef\xbb\xbfparticipant,")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["generation"] for row in rows] == ["Z", "Z", "Milenial", ""]
        assert [row["pendapatan_tidak_pasti_n"] for row in rows] == ["1", "1", "1", "0"]

    def test_a_formula_is_text(self, tmp_path: Path) -> None:
        said = [Said("a.txt", 0, "=1+1", "Order sepi.")]
        write_matrix(write_made_study(tmp_path / "codings", said, {"=1+1": {"job": "@SUM(A1)"}}), tmp_path / "m.csv")
        assert "'=1+1,'@SUM(A1),1,0" in (tmp_path / "m.csv").read_text(encoding="utf-8-sig")

    def test_only_a_matrix_is_replaced(self, results: Results, tmp_path: Path) -> None:
        path = tmp_path / "m.csv"
        write_matrix(results, path)
        write_matrix(results, path, block="participant")
        path.write_text("participant,generation\nN1,Z\n", encoding="utf-8")
        with pytest.raises(InputError, match="something other than a matrix"):
            write_matrix(results, path)
        assert path.read_text(encoding="utf-8") == "participant,generation\nN1,Z\n"


def test_parquet_has_types(results: Results, tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    write_matrix(results, tmp_path / "m.parquet")
    table = parquet.read_table(tmp_path / "m.parquet")
    assert str(table.schema.field("networking").type) == "int8"
    assert str(table.schema.field("networking_n").type) == "int32"
    matrix = build_matrix(results)
    assert [tuple(row.values()) for row in table.to_pylist()] == list(matrix.rows)
    assert list(tmp_path.iterdir()) == [tmp_path / "m.parquet"]


class TestSpss:
    def test_labels_values_and_missing(self, results: Results, tmp_path: Path) -> None:
        pyreadstat = pytest.importorskip("pyreadstat")
        write_matrix(results, tmp_path / "m.sav")
        frame, about = pyreadstat.read_sav(str(tmp_path / "m.sav"))
        assert list(frame["participant"]) == ["N1", "N2", "N3", "N4"]
        assert about.variable_value_labels["generation"] == {1.0: "Milenial", 2.0: "Gen Z"}
        assert list(frame["generation"][:3]) == [2.0, 2.0, 1.0]
        assert frame["generation"].isna().tolist() == [False, False, False, True]
        assert about.column_names_to_labels["networking"] == "Membangun jaringan (0/1)"
        assert about.column_names_to_labels["networking_n"] == "Membangun jaringan (petikan)"
        assert about.variable_value_labels["networking"] == {0.0: "tidak ada", 1.0: "ada"}
        assert about.variable_measure["networking_n"] == "scale"
        matrix = build_matrix(results)
        for at, variable in enumerate(matrix.variables):
            if variable.kind in ("presence", "count", "passages"):
                assert frame[variable.name].tolist() == [row[at] for row in matrix.rows]

    def test_numbers_are_numbers_and_texts_texts(self, tmp_path: Path) -> None:
        pyreadstat = pytest.importorskip("pyreadstat")
        said = [Said("a.txt", at, f"N{at}", "Order sepi.") for at in range(3)]
        attributes = {
            "N0": {"age": "26", "hours": "7.5", "occupation": "kurir 🛵", "generation": "Z"},
            "N1": {"hours": "8", "occupation": "perias", "generation": "X"},
        }
        write_matrix(write_made_study(tmp_path / "codings", said, attributes), tmp_path / "m.sav", lang="en")
        frame, about = pyreadstat.read_sav(str(tmp_path / "m.sav"))
        assert frame["age"].isna().tolist() == [False, True, True]
        assert frame["hours"].tolist()[:2] == [7.5, 8.0]
        assert frame["occupation"].tolist() == ["kurir 🛵", "perias", ""]
        # a value that the codebook does not list has a number of its own
        assert about.variable_value_labels["generation"] == {1.0: "Millennials", 2.0: "Gen Z", 3.0: "X"}

    def test_a_clear_message_without_pyreadstat(
        self, results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyreadstat", None)
        with pytest.raises(InputError, match=r'pip install "gigtext\[spss\]"'):
            write_matrix(results, tmp_path / "m.sav")
        assert list(tmp_path.iterdir()) == []

    def test_valid_unique_names(self) -> None:
        wanted = ["usia (tahun)", "2nd_job", "by", "Nama", "nama", "é" * 60, "é" * 61, "_x", "a-b", "😀"]
        names = spss_names([Variable(name, "attribute", name) for name in wanted])
        assert names[:5] == ["usia__tahun_", "v_2nd_job", "by_2", "Nama", "nama_2"]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(len(name.encode()) <= 64 and name[0].isalpha() for name in names)

    def test_names_that_spss_would_refuse_can_be_written(self, tmp_path: Path) -> None:
        pyreadstat = pytest.importorskip("pyreadstat")
        said = [Said("a.txt", 0, "N1", "Order sepi.")]
        attributes = {"N1": {"usia (tahun)": "26", "by": "x", "2nd": "y", "ü" * 50: "z" * 300}}
        write_matrix(write_made_study(tmp_path / "codings", said, attributes), tmp_path / "m.sav")
        frame, _ = pyreadstat.read_sav(str(tmp_path / "m.sav"))
        assert frame["usia__tahun_"].tolist() == [26.0]
        assert frame["ü" * 32].tolist() == ["z" * 300]


def test_another_suffix(results: Results, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the suffix names the format"):
        write_matrix(results, tmp_path / "m.dta")


def test_a_folder_that_cannot_be_written(results: Results, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    for suffix in (".csv", ".parquet", ".sav"):
        with pytest.raises(InputError, match="cannot be written"):
            write_matrix(results, tmp_path / "berkas" / f"m{suffix}")
