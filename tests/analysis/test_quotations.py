"""Which quotations are shown, in which order, and what stands under them."""

import pytest

from gigtext.analysis.quotations import quotations
from gigtext.analysis.selection import find_theme
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.small_study import write_small_study


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def column(table: Table, name: str) -> list[Cell]:
    at = [each.name for each in table.columns].index(name)
    return [row[at] for row in table.rows]


def test_the_surest_first_and_one_per_informant(results: Results) -> None:
    table = quotations(results, find_theme(results.codebook, "pendapatan_tidak_pasti"))
    assert column(table, "participant_id") == ["N3", "N1", "N2"]
    assert "3 dari 3 petikan." in table.notes


def test_the_informant_is_a_code_with_attributes_and_the_place_can_be_found(results: Results) -> None:
    table = quotations(results, find_theme(results.codebook, "pendapatan_tidak_pasti"), count=1)
    assert column(table, "participant") == ["N3, Milenial, Perempuan"]
    assert column(table, "place") == ["b.txt, giliran 2, baris 2"]


def test_matched_words_are_marked(results: Results) -> None:
    table = quotations(results, find_theme(results.codebook, "fleksibilitas_otonomi"))
    (text,), (span,) = column(table, "quotation"), column(table, "evidence")
    start, end = map(int, str(span).split("-"))
    assert str(text)[start:end] == "Waktunya bebas"


def test_contrary_shows_denials(results: Results) -> None:
    table = quotations(results, find_theme(results.codebook, "persepsi_stigma"), contrary=True)
    assert column(table, "quotation") == ["Kalau soal stigma saya tidak pernah alami."]
    assert column(table, "evidence") == ["11-17"]


def test_uncoded_shows_what_no_theme_caught_and_no_back_channels(results: Results) -> None:
    table = quotations(results, None, uncoded=True)
    assert set(column(table, "quotation")) == {
        "Saya lahir di Soe.",
        "Kalau soal stigma saya tidak pernah alami.",
        "Saya suka kopi.",
    }


def test_by_groups(results: Results) -> None:
    table = quotations(results, find_theme(results.codebook, "pendapatan_tidak_pasti"), by=["generation"], count=1)
    assert [heading.split(" (")[0] for heading in table.sections.values()] == ["Milenial", "Gen Z", "tidak diketahui"]
    assert column(table, "participant_id") == ["N3", "N1"]


@pytest.mark.parametrize("name", ["networking", "NETWORKING", "Networking", "Persepsi dan stigma", "persepsi stigma"])
def test_themes_by_name_or_label(results: Results, name: str) -> None:
    assert find_theme(results.codebook, name)


def test_an_unknown_theme_offers_near_ones(results: Results) -> None:
    with pytest.raises(InputError, match="did you mean networking"):
        find_theme(results.codebook, "networkng")
