"""Saturation: the curve in file order, over orders, and the figure of Guest, Namey & Chen."""

import random
from itertools import permutations
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.analysis.saturation import saturated_at, saturation
from gigtext.codebook import load_codebook
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.made_study import Said, write_made_study
from tests.small_study import write_small_study

CODES = [code.name for code in load_codebook().codes]


def column(table: Table, name: str) -> list[Cell]:
    at = [each.name for each in table.columns].index(name)
    return [row[at] for row in table.rows]


def spread(folder: Path, themes: list[set[str]]) -> Results:
    rows = [
        Said(f"w{number:02}.txt", 0, f"N{number}", "Begini ceritanya.", frozenset(codes))
        for number, codes in enumerate(themes)
    ]
    return write_made_study(folder / "codings", rows)


class TestCurve:
    def test_the_small_study(self, tmp_path: Path) -> None:
        table = saturation(write_small_study(tmp_path / "codings"))
        assert column(table, "interviews") == [1, 2]
        assert column(table, "document") == ["a.txt", "b.txt"]
        assert column(table, "new") == [2, 1]
        assert column(table, "found") == [2, 3]
        assert column(table, "coverage") == [pytest.approx(100 * 2 / 24), pytest.approx(100 * 3 / 24)]
        # both orders begin with an interview of two themes
        assert column(table, "mean") == [pytest.approx(100 * 2 / 24), pytest.approx(100 * 3 / 24)]

    def test_an_interview_without_a_codable_passage_counts(self, tmp_path: Path) -> None:
        rows = [
            Said("a.txt", 0, "N1", "Order sepi terus.", frozenset(["pendapatan_tidak_pasti"])),
            Said("b.txt", 0, "N2", "Iya.", codable=False),
        ]
        table = saturation(write_made_study(tmp_path / "codings", rows))
        assert column(table, "new") == [1, 0]

    def test_in_a_table_of_answers_each_person_is_an_interview(self, tmp_path: Path) -> None:
        rows = [
            Said("jawaban.csv", turn, who, "Order sepi terus.", frozenset([code]), row=True)
            for turn, (who, code) in enumerate(
                [("R1", "networking"), ("R2", "intensi"), ("R1", "kapabilitas"), ("R2", "networking")]
            )
        ]
        table = saturation(write_made_study(tmp_path / "codings", rows))
        assert column(table, "document") == ["jawaban.csv: R1", "jawaban.csv: R2"]
        assert column(table, "new") == [2, 1]

    def test_it_is_named_coverage_of_a_given_codebook(self, tmp_path: Path) -> None:
        table = saturation(write_small_study(tmp_path / "codings"), lang="en")
        assert "not discovery of new themes" in table.notes[0]
        assert any("needs at least 6 interviews" in note for note in table.notes)

    def test_where(self, tmp_path: Path) -> None:
        table = saturation(write_small_study(tmp_path / "codings"), where=["generation=Milenial"])
        assert column(table, "document") == ["b.txt"]
        assert column(table, "found") == [2]


class TestOrders:
    def test_few_interviews_are_taken_in_every_order(self, tmp_path: Path) -> None:
        themes = [set(CODES[:6]), set(CODES[4:7]), set(CODES[:1]), set()]
        table = saturation(spread(tmp_path, themes))
        for at, mean in enumerate(column(table, "mean")):
            covered = [len(set().union(*order[: at + 1])) for order in permutations(themes)]
            assert mean == pytest.approx(100 * sum(covered) / len(covered) / len(CODES))
        assert any("24 urutan" in each.group for each in table.columns)

    def test_the_mean_is_near_the_expected_value_over_all_orders(self, tmp_path: Path) -> None:
        choose = random.Random(5)
        themes = [{code for code in CODES if choose.random() < 0.2} for _ in range(15)]
        table = saturation(spread(tmp_path, themes), orders=2000)
        spoken = [sum(code in each for each in themes) for code in CODES]
        for count, mean in zip(column(table, "interviews"), column(table, "mean"), strict=True):
            # a theme of n interviews is missed by k of N with probability C(N-n, k) / C(N, k)
            expected = sum(1 - comb(15 - n, int(str(count))) / comb(15, int(str(count))) for n in spoken)
            assert mean == pytest.approx(100 * expected / len(CODES), abs=1.0)
        for low, mean, high in zip(*(column(table, name) for name in ("low", "mean", "high")), strict=True):
            assert float(str(low)) <= float(str(mean)) + 1e-9
            assert float(str(mean)) <= float(str(high)) + 1e-9
        assert column(table, "low")[-1] == column(table, "high")[-1] == column(table, "coverage")[-1]

    def test_the_same_seed_gives_the_same_numbers(self, tmp_path: Path) -> None:
        choose = random.Random(6)
        results = spread(tmp_path, [{code for code in CODES if choose.random() < 0.2} for _ in range(9)])
        assert saturation(results, orders=50, seed=3) == saturation(results, orders=50, seed=3)
        assert saturation(results, orders=50, seed=3).rows != saturation(results, orders=50, seed=4).rows


class TestGuest:
    def test_the_run_moves_on_by_one_interview(self) -> None:
        new = [20, 8, 6, 3, 2, 1, 1, 0, 0]  # 37 themes in the base; runs: 3, 2, 1, 0 new themes
        assert saturated_at(new, base=4, run=2, threshold=0.05) == 6  # 1/37 = 2.7 %
        assert saturated_at(new, base=4, run=2, threshold=2 / 37) == 5
        assert saturated_at(new, base=4, run=2, threshold=0.0) == 7
        assert saturated_at(new, base=4, run=3, threshold=0.0) is None

    def test_without_themes_in_the_base_it_is_never_reached(self) -> None:
        assert saturated_at([0, 0, 0, 0, 0, 0], base=4, run=2, threshold=0.05) is None

    def test_the_note(self, tmp_path: Path) -> None:
        themes = [set(CODES[:10]), set(CODES[:15]), set(), set(CODES[:20]), set(CODES[:21]), set(), set(CODES[:3])]
        table = saturation(spread(tmp_path, themes), lang="en")
        (note,) = [note for note in table.notes if "Guest" in note]
        assert "run 2, ≤ 5 %: reached at interview 4 (+2)" in note  # 1 of 20
        assert "run 2, ≤ 0 %: reached at interview 5 (+2)" in note
        assert "run 3, ≤ 0 %: not reached" in note

    @given(st.lists(st.integers(0, 5), min_size=1, max_size=15), st.integers(1, 3), st.floats(0, 0.3))
    def test_a_stricter_threshold_is_never_reached_earlier(self, new: list[int], run: int, threshold: float) -> None:
        loose = saturated_at(new, base=4, run=run, threshold=threshold)
        strict = saturated_at(new, base=4, run=run, threshold=threshold / 2)
        assert strict is None or (loose is not None and loose <= strict)
