"""Participant × theme, counted in the small study."""

from pathlib import Path

import pytest

from gigtext.analysis.concordance import kwic
from gigtext.analysis.cooccurrence import cooccurrence
from gigtext.analysis.keywords import keywords
from gigtext.analysis.matrix import build_matrix, matrix_table
from gigtext.analysis.saturation import saturation
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.made_study import Said, write_made_study
from tests.small_study import write_small_study


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def cells(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


def test_every_participant_with_attributes_presence_and_counts(results: Results) -> None:
    rows = cells(matrix_table(results))
    assert [row["participant"] for row in rows] == ["N1", "N2", "N3", "N4"]
    assert [row["generation"] for row in rows] == ["Z", "Z", "Milenial", None]
    assert [row["passages"] for row in rows] == [2, 2, 3, 1]
    assert [row["pendapatan_tidak_pasti"] for row in rows] == [1, 1, 1, 0]
    assert [row["persepsi_stigma"] for row in rows] == [0, 0, 0, 0]  # denied
    assert [row["kepuasan_klien_n"] for row in rows] == [0, 0, 0, 0]  # suggested


def test_counts_are_passages(tmp_path: Path) -> None:
    said = [
        Said("a.txt", 0, "N1", "Order sepi.", frozenset(["pendapatan_tidak_pasti"])),
        Said("b.txt", 0, "N1", "Uang tidak tentu.", frozenset(["pendapatan_tidak_pasti", "networking"])),
        Said("b.txt", 1, "N1", "Iya.", frozenset(["networking"]), codable=False),
    ]
    (row,) = cells(matrix_table(write_made_study(tmp_path / "codings", said)))
    assert (row["pendapatan_tidak_pasti"], row["pendapatan_tidak_pasti_n"]) == (1, 2)
    assert (row["networking"], row["networking_n"]) == (1, 1)
    assert row["passages"] == 2


@pytest.mark.parametrize(("block", "columns"), [("both", 52), ("participant", 28), ("passage", 28)])
def test_blocks(results: Results, block: str, columns: int) -> None:
    table = matrix_table(results, block=block)  # type: ignore[arg-type]
    assert len(table.columns) == columns
    names = [column.name for column in table.columns]
    assert ("networking" in names) == (block != "passage")
    assert ("networking_n" in names) == (block != "participant")


def test_names_stay_unique(tmp_path: Path) -> None:
    said = [Said("a.txt", 0, "N1", "Order sepi.", frozenset(["networking"]))]
    attributes = {"N1": {"networking": "sering", "passages": "x", "participant": "y"}}
    matrix = build_matrix(write_made_study(tmp_path / "codings", said, attributes))
    names = [each.name for each in matrix.variables]
    assert len(set(names)) == len(names)
    row = dict(zip(names, matrix.rows[0], strict=True))
    assert (row["networking"], row["networking_2"], row["passages"], row["passages_2"]) == (1, "sering", 1, "x")


def test_where(results: Results) -> None:
    table = matrix_table(results, where=["generation=Z"], lang="en")
    assert [row["participant"] for row in cells(table)] == ["N1", "N2"]
    assert any("generation=Z" in note for note in table.notes)
    with pytest.raises(InputError, match="unknown attribute"):
        matrix_table(results, where=["bentuk=Z"])


def test_a_study_without_passages_gives_empty_tables(tmp_path: Path) -> None:
    results = write_made_study(tmp_path / "codings", [])
    assert matrix_table(results).rows == ()
    assert saturation(results).rows == ()
    assert kwic(results, "order").rows == ()
    assert cooccurrence(results)[0].rows == ()
    assert keywords(results, by="theme") == []
