"""Comparing groups: which test, how strong the association, what many tests at once do to p. Numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

Method = Literal["chi2", "exact", "simulated"]
Correction = Literal["holm", "bh", "none"]

SMALLEST_EXPECTED = 5.0
"""χ² from this expected count on, in every cell (Cochran 1954, Biometrics 10:417-451, in its strict form)."""
MOST_TABLES = 1_000_000
"""Beyond so many possible tables, the exact p is estimated from random ones."""
SIMULATIONS = 20_000
SEED = 0
CONFIDENCE = 0.95
_EQUAL = 1e-7
"""Relative difference up to which two tables count as equally likely; R's fisher.test has the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a 2 × k table (with and without a theme, in k groups) says about the difference between the groups."""

    method: Method
    """How `p` came about: Pearson's χ², the exact test, or the exact test from random tables."""
    chi2: float
    """Pearson's χ², without continuity correction, whatever `method` is."""
    df: int
    p: float
    v: float
    """Cramér's V, not corrected for bias: 0 (no difference) to 1."""
    v_interval: tuple[float, float] | None
    """95 % interval of V; None where it has no sensible limits (see `cramers_v_interval`)."""


def compare(with_theme: Sequence[int], sizes: Sequence[int]) -> Comparison | None:
    """Compare k groups: `with_theme[i]` of `sizes[i]` have the theme (both of length k, whole numbers).

    χ² where every expected count is at least 5, else the Fisher-Freeman-Halton exact test. Groups of size 0 are left
    out. None where there is nothing to test: fewer than two groups, or a theme that nobody or everybody has.
    ValueError when a group has more with the theme than it has members.

    >>> found = compare([3, 1], [4, 4])
    >>> found.method, round(found.p, 4), found.v
    ('exact', 0.4857, 0.5)
    """
    pairs = [(having, size) for having, size in zip(with_theme, sizes, strict=True) if size]
    if any(not 0 <= having <= size for having, size in zip(with_theme, sizes, strict=True)):
        raise ValueError(f"counts {list(with_theme)} do not fit groups of {list(sizes)}")
    having, everyone = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if len(pairs) < 2 or having in (0, everyone):
        return None
    counts, groups = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    df = len(pairs) - 1
    chi2 = pearson_chi2(counts, groups)
    method: Method
    if min(groups) * min(having, everyone - having) / everyone >= SMALLEST_EXPECTED:
        from scipy.stats import chi2 as distribution

        method, p = "chi2", float(distribution.sf(chi2, df))
    else:
        method, p = exact_test(counts, groups)
    v = min(1.0, (chi2 / everyone) ** 0.5)  # the table has two rows: min(rows, columns) - 1 = 1
    return Comparison(method, chi2, df, p, v, cramers_v_interval(chi2, df, everyone))


def pearson_chi2(with_theme: Sequence[int], sizes: Sequence[int]) -> float:
    """Pearson's χ² of the 2 × k table, without continuity correction (Agresti 2013, Categorical Data Analysis, p. 75).

    Written for two rows: Σ (xᵢ - nᵢ·q)² / (nᵢ·q·(1-q)), with q the share of the whole. df = k - 1.
    """
    share = sum(with_theme) / sum(sizes)
    squares = ((having - size * share) ** 2 / size for having, size in zip(with_theme, sizes, strict=True))
    return float(sum(squares) / (share * (1 - share)))


def exact_test(with_theme: Sequence[int], sizes: Sequence[int]) -> tuple[Method, float]:
    """Fisher-Freeman-Halton exact test of a 2 × k table, two-sided (Freeman & Halton 1951, Biometrika 38:141-149).

    p = the probability, margins fixed, of all tables at most as likely as the one seen; for k = 2 Fisher's exact test.
    The tables follow the multivariate hypergeometric distribution: Π C(nᵢ, xᵢ) / C(n, x). Returns `exact`, all of them
    enumerated; or `simulated` where there are more than `MOST_TABLES`: (1 + how many of `SIMULATIONS` random tables are
    at most as likely) / (1 + `SIMULATIONS`), as Davison & Hinkley 1997 (p. 140) and R's simulate.p.value have it.
    """
    import numpy as np

    groups = np.asarray(sizes, dtype=np.int64)
    total = int(sum(with_theme))
    logs = _log_factorials(int(groups.sum()))
    seen = float(_log_choose(logs, groups, np.asarray(with_theme)).sum()) + _EQUAL
    if count_tables(sizes, total) > MOST_TABLES:
        random = np.random.default_rng(SEED).multivariate_hypergeometric(groups, total, size=SIMULATIONS)
        as_likely = int(np.count_nonzero(_log_choose(logs, groups, random).sum(axis=1) <= seen))
        return "simulated", (1 + as_likely) / (1 + SIMULATIONS)
    weights = _all_log_weights(logs, groups, total)
    whole = logs[-1] - logs[total] - logs[-1 - total]
    return "exact", min(1.0, float(np.exp(weights[weights <= seen] - whole).sum()))


def count_tables(sizes: Sequence[int], total: int) -> int:
    """How many ways `total` can be spread over groups of `sizes`; counted no further than `MOST_TABLES` + 1.

    >>> count_tables([4, 4], 4)
    5
    """
    import numpy as np

    ways = np.zeros(total + 1, dtype=np.int64)
    ways[0] = 1
    for size in sizes:
        sums = np.concatenate([[0], np.cumsum(ways)])
        first = np.maximum(0, np.arange(total + 1) - size)
        ways = np.minimum(sums[1:] - sums[first], MOST_TABLES + 1)
    return int(ways[total])


def _all_log_weights(logs: NDArray[Any], groups: NDArray[Any], total: int) -> NDArray[Any]:
    """log Π C(nᵢ, xᵢ) of every table with these margins, group after group."""
    import numpy as np

    left = np.asarray([total], dtype=np.int64)
    weights = np.zeros(1)
    for at, size in enumerate(groups):
        least = np.maximum(0, left - groups[at + 1 :].sum())
        choices = np.minimum(size, left) - least + 1
        of = np.repeat(np.arange(len(left)), choices)
        having = least[of] + np.arange(len(of)) - (np.cumsum(choices) - choices)[of]
        left = left[of] - having
        weights = weights[of] + _log_choose(logs, size, having)
    return weights


def _log_factorials(most: int) -> NDArray[Any]:
    """log 0!, log 1! … log `most`!"""
    import numpy as np
    from scipy.special import gammaln

    logs: NDArray[Any] = gammaln(np.arange(most + 1) + 1.0)
    return logs


def _log_choose(logs: NDArray[Any], n: NDArray[Any], x: NDArray[Any]) -> NDArray[Any]:
    result: NDArray[Any] = logs[n] - logs[x] - logs[n - x]
    return result


def cramers_v_interval(chi2: float, df: int, n: int) -> tuple[float, float] | None:
    """95 % interval of Cramér's V of a table with two rows (or two columns), from its χ², df and n.

    The noncentrality λ for which the χ² seen is the 97.5th (lower limit) and the 2.5th percentile (upper limit) of the
    noncentral χ² distribution, as V = √(λ / n), within 0 and 1: Smithson 2003, Confidence Intervals, pp. 39-41, without
    the df that he adds to λ, as `DescTools::CramerV(x, conf.level = 0.95, method = "ncchisq")` in R has it, so that no
    difference gives a lower limit of 0. An approximation that is coarse for small n.
    None where the upper limit would not lie above the V seen: χ² is then smaller than chance alone would make it, and the
    method has nothing to say.
    """
    from scipy.optimize import brentq
    from scipy.stats import chi2 as central
    from scipy.stats import ncx2

    tail = (1 - CONFIDENCE) / 2

    def solve(percentile: float) -> float:
        if central.cdf(chi2, df) <= percentile:
            return 0.0
        high = chi2 + 10 * (chi2 + 1) ** 0.5 + 10
        return float(brentq(lambda noncentrality: ncx2.cdf(chi2, df, noncentrality) - percentile, 0.0, high))

    low, high = solve(1 - tail), solve(tail)
    if high <= chi2:
        return None
    return min(1.0, (low / n) ** 0.5), min(1.0, (high / n) ** 0.5)


def correct(p_values: Sequence[float], correction: Correction) -> list[float]:
    """p-values corrected for having tested several themes, in the order given.

    `holm`: Holm 1979, Scandinavian Journal of Statistics 6:65-70, holds the chance of any false alarm. `bh`: Benjamini &
    Hochberg 1995, Journal of the Royal Statistical Society B 57:289-300, holds the share of false alarms. `none`: as given.

    >>> correct([0.01, 0.04, 0.03], "holm")
    [0.03, 0.06, 0.06]
    """
    if correction == "none" or not p_values:
        return list(p_values)
    if correction == "bh":
        from scipy.stats import false_discovery_control

        return [float(p) for p in false_discovery_control(p_values, method="bh")]
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        corrected[at] = largest
    return corrected
