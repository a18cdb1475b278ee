"""The statistics against published values, other implementations, and the definitions worked out the long way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import comb, exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import association
from statsmodels.stats.multitest import multipletests

from gigtext.analysis import statistics
from gigtext.analysis.statistics import (
    Correction,
    compare,
    correct,
    count_tables,
    cramers_v_interval,
    exact_test,
    pearson_chi2,
)


@st.composite
def tables(draw: st.DrawFn, most: int = 12, groups: int = 4) -> tuple[list[int], list[int]]:
    """(with the theme, group sizes) of two or more groups, with somebody on either side."""
    sizes = draw(st.lists(st.integers(1, most), min_size=2, max_size=groups))
    counts = [draw(st.integers(0, size)) for size in sizes]
    if sum(counts) == 0:
        counts[0] = 1
    if sum(counts) == sum(sizes):
        counts[0] -= 1
    return (counts, sizes) if 0 < sum(counts) < sum(sizes) else ([1, *counts[1:]], [sizes[0] + 1, *sizes[1:]])


def matrix(counts: Sequence[int], sizes: Sequence[int]) -> np.ndarray:
    return np.array([counts, [size - count for count, size in zip(counts, sizes, strict=True)]])


class TestPublishedValues:
    def test_party_by_gender(self) -> None:
        """Agresti (2007), p. 39, as in R's documentation of chisq.test: X-squared = 30.07, df = 2, p-value = 2.954e-07."""
        women, men = [762, 327, 468], [484, 239, 477]
        found = compare(women, [w + m for w, m in zip(women, men, strict=True)])
        assert found is not None
        assert found.method == "chi2"
        assert found.chi2 == pytest.approx(30.07, abs=0.005)
        assert found.df == 2
        assert found.p == pytest.approx(2.954e-07, rel=2e-4)

    def test_a_lady_tasting_tea(self) -> None:
        """Fisher's tea tasting (Agresti 1990, p. 61, in R's documentation of fisher.test), two-sided: p = 0.4857."""
        assert exact_test([3, 1], [4, 4]) == ("exact", pytest.approx(34 / 70))

    def test_twins_of_criminals(self) -> None:
        """Fisher (1962, 1970), Convictions in R's documentation of fisher.test: 2 of 17 and 10 of 13; p = 0.0005367."""
        method, p = exact_test([2, 10], [17, 13])
        assert method == "exact"
        assert p == pytest.approx(0.0005367241, rel=1e-6)

    def test_transmission_and_engine(self) -> None:
        """V of R's mtcars, am by vs: 0.1683 (documentation of confintr::cramersv)."""
        found = compare([7, 7], [19, 13])
        assert found is not None
        assert found.v == pytest.approx(0.1683451, abs=1e-7)


class TestExact:
    @given(tables(most=25, groups=2).filter(lambda table: len(table[0]) == 2))
    @settings(deadline=None)
    def test_two_groups_are_fishers_exact_test(self, table: tuple[list[int], list[int]]) -> None:
        _, p = exact_test(*table)
        assert p == pytest.approx(stats.fisher_exact(matrix(*table)).pvalue, rel=1e-6)

    @given(tables())
    @settings(deadline=None)
    def test_several_groups_are_the_definition(self, table: tuple[list[int], list[int]]) -> None:
        """All tables with these margins, in whole numbers: no rounding decides which is as likely as the one seen."""
        counts, sizes = table
        ways = {
            each: np.prod([comb(size, x) for size, x in zip(sizes, each, strict=True)], dtype=object)
            for each in itertools.product(*(range(size + 1) for size in sizes))
            if sum(each) == sum(counts)
        }
        as_likely = sum(number for number in ways.values() if number <= ways[tuple(counts)])
        assert exact_test(counts, sizes)[1] == pytest.approx(as_likely / comb(sum(sizes), sum(counts)), rel=1e-9)
        assert count_tables(sizes, sum(counts)) == len(ways)

    def test_three_groups_as_a_permutation_of_people(self) -> None:
        """Nine people in groups of 2, 3 and 4, three of whom speak of the theme: every choice of three, one by one."""
        group_of = [0, 0, 1, 1, 1, 2, 2, 2, 2]
        tables = [
            tuple(np.bincount([group_of[i] for i in who], minlength=3)) for who in itertools.combinations(range(9), 3)
        ]
        seen = tables.count((0, 0, 3))
        as_likely = sum(tables.count(each) for each in set(tables) if tables.count(each) <= seen)
        assert exact_test([0, 0, 3], [2, 3, 4])[1] == pytest.approx(as_likely / len(tables))

    def test_many_people_lose_no_precision(self) -> None:
        assert exact_test([3, 9], [40_000, 40_000])[1] == pytest.approx(
            stats.fisher_exact([[3, 9], [39_997, 39_991]]).pvalue, rel=1e-6
        )

    def test_too_many_tables_are_drawn_at_random_and_named_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        counts, sizes = [1, 5, 2, 8], [20, 20, 20, 20]
        _, exact = exact_test(counts, sizes)
        monkeypatch.setattr(statistics, "MOST_TABLES", 100)
        method, p = exact_test(counts, sizes)
        assert method == "simulated"
        assert p == pytest.approx(exact, abs=4 * (exact / statistics.SIMULATIONS) ** 0.5)
        assert exact_test(counts, sizes) == (method, p)  # the same seed, the same number
        found = compare(counts, sizes)
        assert found is not None
        assert found.method == "simulated"

    def test_counting_tables_stops_at_the_bound(self) -> None:
        assert count_tables([1000] * 12, 5000) == statistics.MOST_TABLES + 1


class TestCompare:
    @given(tables(most=400, groups=5))
    @settings(max_examples=60, deadline=None)
    def test_chi2_and_v_are_scipys(self, table: tuple[list[int], list[int]]) -> None:
        expected = stats.chi2_contingency(matrix(*table), correction=False)
        assert pearson_chi2(*table) == pytest.approx(expected.statistic, abs=1e-9)
        found = compare(*table)
        assert found is not None
        assert (found.method == "chi2") == bool((expected.expected_freq >= 5).all())
        assert found.df == expected.dof
        if found.method == "chi2":
            assert found.p == pytest.approx(expected.pvalue, rel=1e-9)
        assert found.v == pytest.approx(association(matrix(*table), method="cramer"), abs=1e-9)

    def test_an_expected_count_of_five_is_enough(self) -> None:
        enough, few = compare([4, 6], [20, 20]), compare([3, 6], [20, 20])
        assert enough is not None
        assert few is not None
        assert (enough.method, few.method) == ("chi2", "exact")

    @pytest.mark.parametrize(
        ("counts", "sizes"),
        [([0, 0], [3, 4]), ([3, 4], [3, 4]), ([2], [5]), ([2, 0], [5, 0]), ([], []), ([0, 0], [0, 0])],
    )
    def test_nothing_to_test(self, counts: list[int], sizes: list[int]) -> None:
        assert compare(counts, sizes) is None

    def test_an_empty_group_takes_no_part(self) -> None:
        assert compare([3, 0, 1], [4, 0, 4]) == compare([3, 1], [4, 4])

    @pytest.mark.parametrize(("counts", "sizes"), [([5, 1], [4, 4]), ([-1, 1], [4, 4])])
    def test_counts_that_do_not_fit(self, counts: list[int], sizes: list[int]) -> None:
        with pytest.raises(ValueError, match="do not fit"):
            compare(counts, sizes)

    @given(tables())
    @settings(deadline=None)
    def test_the_order_of_groups_and_the_side_that_is_counted_do_not_matter(
        self, table: tuple[list[int], list[int]]
    ) -> None:
        counts, sizes = table
        found = compare(counts, sizes)
        assert found is not None
        without = [size - count for count, size in zip(counts, sizes, strict=True)]
        for other in (compare(counts[::-1], sizes[::-1]), compare(without, sizes)):
            assert other is not None
            assert other.p == pytest.approx(found.p)
            assert other.v == pytest.approx(found.v)


def noncentral_cdf(x: float, df: int, noncentrality: float) -> float:
    """P(X <= x) by the definition: central χ² weighted with Poisson probabilities."""
    half = noncentrality / 2
    return float(sum(exp(-half + j * log(half) - lgamma(j + 1)) * stats.chi2.cdf(x, df + 2 * j) for j in range(2000)))


class TestInterval:
    @pytest.mark.parametrize(("chi2", "df", "n"), [(30.07, 2, 2757), (6.5, 1, 40), (250.0, 3, 1000), (12.0, 5, 60)])
    def test_the_limits_are_the_percentiles_that_define_them(self, chi2: float, df: int, n: int) -> None:
        found = cramers_v_interval(chi2, df, n)
        assert found is not None
        low, high = (n * v * v for v in found)
        assert noncentral_cdf(chi2, df, high) == pytest.approx(0.025, abs=1e-6)
        if low:
            assert noncentral_cdf(chi2, df, low) == pytest.approx(0.975, abs=1e-6)
        else:
            assert stats.chi2.sf(chi2, df) > 0.025

    @given(tables(most=60))
    @settings(max_examples=60, deadline=None)
    def test_v_lies_inside(self, table: tuple[list[int], list[int]]) -> None:
        found = compare(*table)
        assert found is not None
        if found.v_interval:
            low, high = found.v_interval
            assert 0 <= low <= found.v <= high <= 1

    def test_no_interval_where_the_method_has_none(self) -> None:
        found = compare([5, 5], [10, 10])
        assert found is not None
        assert (found.v, found.v_interval, found.p) == (0.0, None, 1.0)

    def test_a_lower_limit_above_zero_is_a_significant_chi2(self) -> None:
        for chi2 in (4.0, 4.9, 5.1, 8.0):
            found = cramers_v_interval(chi2, 1, 100)
            assert found is not None
            assert (found[0] > 0) == (stats.chi2.sf(chi2, 1) < 0.025)

    def test_huge_tables(self) -> None:
        found = cramers_v_interval(90_000.0, 1, 100_000)
        assert found is not None
        low, high = found
        assert low < 0.9**0.5 < high


class TestCorrect:
    def test_holms_example(self) -> None:
        """By hand: 4 × 0.01; 3 × 0.013, but not below the one before; 2 × 0.4; 1 × 0.9."""
        assert correct([0.9, 0.01, 0.4, 0.013], "holm") == pytest.approx([0.9, 0.04, 0.8, 0.04])

    def test_benjamini_and_hochberg_1995(self) -> None:
        """Their 15 p-values (p. 295): with q = 0.05 the four smallest are found, with Holm three."""
        p = [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1.0,
        ]
        assert sum(each <= 0.05 for each in correct(p, "bh")) == 4
        assert sum(each <= 0.05 for each in correct(p, "holm")) == 3

    @pytest.mark.parametrize(("correction", "method"), [("holm", "holm"), ("bh", "fdr_bh")])
    @given(p=st.lists(st.floats(0, 1), min_size=1, max_size=30))
    @settings(deadline=None)
    def test_as_statsmodels(self, correction: Correction, method: str, p: list[float]) -> None:
        assert correct(p, correction) == pytest.approx(multipletests(p, method=method)[1], abs=1e-12)

    def test_none_and_nothing(self) -> None:
        assert correct([0.04, 0.03], "none") == [0.04, 0.03]
        assert correct([], "holm") == correct([], "bh") == []
