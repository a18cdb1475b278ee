"""Co-occurrence, counted on the fingers in the small study and by plain loops in made ones."""

import random
from pathlib import Path

import pytest

from gigtext.analysis.cooccurrence import Window, cooccurrence
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.made_study import Said, write_made_study
from tests.small_study import write_small_study

CODES = ["pendapatan_tidak_pasti", "persaingan_ketat", "networking", "intensi", "saran_asosiasi"]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def cells(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


class TestSmallStudy:
    def test_one_participant_in_one_document_is_an_interview(self, results: Results) -> None:
        (table,) = cooccurrence(results, window="interview")
        first, second = cells(table)
        assert (first["code_a"], first["code_b"]) == ("fleksibilitas_otonomi", "pendapatan_tidak_pasti")
        assert (first["n_a"], first["n_b"], first["both"]) == (1, 3, 1)
        assert first["jaccard"] == pytest.approx(1 / 3)
        assert first["lift"] == pytest.approx((1 / 4) / ((1 / 4) * (3 / 4)))
        assert (second["code_a"], second["code_b"]) == ("pendapatan_tidak_pasti", "saran_asosiasi")
        assert any("N = 4" in note for note in table.notes)

    def test_suggested_and_denied_themes_are_nowhere(self, results: Results) -> None:
        (table,) = cooccurrence(results, window="interview")
        assert not {"persaingan_ketat", "persepsi_stigma", "kepuasan_klien"} & {
            str(row[name]) for row in cells(table) for name in ("code_a", "code_b")
        }

    def test_nothing_together_is_said(self, results: Results) -> None:
        (table,) = cooccurrence(results, window="passage", lang="en")
        assert table.rows == ()
        assert "No two themes are spoken of together." in table.notes

    def test_where_counts_the_chosen_participants_only(self, results: Results) -> None:
        (table,) = cooccurrence(results, window="interview", where=["generation=Z"])
        (row,) = cells(table)
        assert (row["n_a"], row["n_b"], row["both"], row["lift"]) == (1, 2, 1, pytest.approx(2 * 1 / (1 * 2)))
        assert any("generation=Z" in note for note in table.notes)

    def test_quotations_of_both_sides_come_from_the_same_person(self, results: Results) -> None:
        numbers, quoted = cooccurrence(results, window="interview", rows="faktor", columns="tantangan", quotations=1)
        assert len(numbers.rows) == 1
        one, other = cells(quoted)
        assert (one["theme"], one["quotation"]) == ("Fleksibilitas dan otonomi", "Waktunya bebas, saya atur sendiri.")
        assert other["quotation"] == "Order naik turun 😭 tidak tentu."
        assert one["participant_id"] == other["participant_id"] == "N1"
        assert "a.txt, giliran 2, baris 2" in str(other["place"])
        assert quoted.sections == {0: "Fleksibilitas dan otonomi × Pendapatan tidak pasti (1)"}

    def test_low_numbers_warn(self, results: Results) -> None:
        (table,) = cooccurrence(results, window="interview", lang="en")
        assert any("fewer than 5" in note for note in table.notes)

    @pytest.mark.parametrize("side", ["rows", "columns"])
    def test_unknown_names(self, results: Results, side: str) -> None:
        with pytest.raises(
            InputError, match=r"domain or theme .netwrking. .did you mean networking.*domains: faktor, "
        ):
            cooccurrence(results, rows=None if side == "columns" else "netwrking", columns="netwrking")


def made(seed: int, folder: Path) -> tuple[list[Said], Results]:
    choose = random.Random(seed)
    rows = [
        Said(
            document=(document := f"d{number % 4}"),
            turn=number // 8,
            who=f"{document}-{number // 8 % 2}",
            text=f"Kalimat nomor {number}.",
            firm=frozenset(code for code in CODES if choose.random() < 0.35),
            suggested=frozenset(["relasi_profesional"]),
            codable=choose.random() < 0.9,
        )
        for number in range(120)
    ]
    return rows, write_made_study(folder / f"codings-{seed}", rows)


@pytest.mark.parametrize("window", ["passage", "turn", "interview"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_as_counting_by_loops(tmp_path: Path, window: Window, seed: int) -> None:
    rows, results = made(seed, tmp_path)
    themes: dict[tuple[object, ...], set[str]] = {}
    for number, said in enumerate(rows):
        place = {
            "passage": (number,),
            "turn": (said.document, said.turn),
            "interview": (said.document, said.who),
        }[window]
        if said.codable:
            themes.setdefault(place, set()).update(said.firm)
    (table,) = cooccurrence(results, window=window)
    found = {(str(row["code_a"]), str(row["code_b"])): row for row in cells(table)}
    total = len(themes)
    expected = 0
    for at, a in enumerate(CODES):
        for b in CODES[at + 1 :]:
            n_a = sum(a in each for each in themes.values())
            n_b = sum(b in each for each in themes.values())
            both = sum(a in each and b in each for each in themes.values())
            row = found.get((a, b)) or found.get((b, a))
            if not both:
                assert row is None
                continue
            expected += 1
            assert row is not None
            assert {row["n_a"], row["n_b"]} == {n_a, n_b}
            assert row["both"] == both
            assert row["jaccard"] == pytest.approx(both / (n_a + n_b - both))
            assert row["lift"] == pytest.approx((both / total) / ((n_a / total) * (n_b / total)))
    assert len(found) == expected
    shared = [int(str(row["both"])) for row in cells(table)]
    assert shared == sorted(shared, reverse=True)


@pytest.mark.parametrize("window", ["passage", "turn", "interview"])
def test_quotations_stand_in_a_shared_window(tmp_path: Path, window: Window) -> None:
    rows, results = made(3, tmp_path)
    _, quoted = cooccurrence(results, window=window, rows="tantangan", columns="strategi", quotations=2)
    place = {"passage": "passage", "turn": "turn", "interview": "participant_id"}[window]
    said = {f"p{number}": each for number, each in enumerate(rows)}
    shown = cells(quoted)
    assert {(row["code_a"], row["code_b"]) for row in shown} == {(a, b) for a in CODES[:2] for b in CODES[2:4]}
    at = 0
    while at < len(shown):
        row = shown[at]
        firm = said[str(row["passage"])].firm
        if " + " in str(row["theme"]):  # one passage is the best of both
            assert {row["code_a"], row["code_b"]} <= firm
            at += 1
            continue
        other = shown[at + 1]
        assert row["code_a"] in firm
        assert other["code_b"] in said[str(other["passage"])].firm
        assert (row["document"], row[place]) == (other["document"], other[place])
        at += 2


def test_a_theme_against_a_domain_and_each_pair_once(tmp_path: Path) -> None:
    _, results = made(4, tmp_path)
    (table,) = cooccurrence(results, window="interview", rows="Membangun jaringan", columns="tantangan")
    assert {str(row["code_a"]) for row in cells(table)} == {"networking"}
    assert table.title.endswith("Membangun jaringan × Tantangan")
    (table,) = cooccurrence(results, window="interview", rows="tantangan", columns="tantangan")
    assert [(row["code_a"], row["code_b"]) for row in cells(table)] == [("pendapatan_tidak_pasti", "persaingan_ketat")]
