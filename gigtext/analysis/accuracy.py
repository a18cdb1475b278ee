"""How far the coder can be trusted: its firm codes against gold, with intervals that know passages hang together.

precision = TP / firm, recall = TP / gold, F1 = 2 TP / (firm + gold), counted over passage × code. *micro* adds the counts
of all themes; *macro* is the mean F1 of the themes that gold or coder gave at all. Intervals are percentile bootstrap
intervals (Efron & Tibshirani 1993, *An Introduction to the Bootstrap*, ch. 13): whole groups (pages, interviews) are drawn
with replacement, since passages of one page err together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gigtext.errors import InputError
from gigtext.records import Codebook

RESAMPLES = 1000
SEED = 0
FEW_CODINGS = 30
"""A theme with fewer gold codings than this has no F1 worth comparing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Gold and coder on one passage."""

    group: str
    gold: frozenset[str]
    firm: frozenset[str]
    either: frozenset[str] | None = None
    """Codes that at least one of two people gave, where two coded."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One line of an accuracy table. `precision` and `recall` are None where nothing was firm, or nothing gold."""

    name: str
    gold: int
    firm: int
    right: int
    f1: float
    low: float | None = None
    high: float | None = None
    """95 % interval of `f1`; None when there is only one group to draw."""
    averaged: bool = False
    """A mean over themes: counts are sums, precision and recall means."""
    mean_precision: float | None = None
    mean_recall: float | None = None

    @property
    def precision(self) -> float | None:
        if self.averaged:
            return self.mean_precision
        return self.right / self.firm if self.firm else None

    @property
    def recall(self) -> float | None:
        if self.averaged:
            return self.mean_recall
        return self.right / self.gold if self.gold else None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Everything `gigtext evaluate` reports."""

    passages: int
    groups: int
    micro: Score
    macro: Score
    any_theme: Score
    """Counted over passages: has it a theme at all?"""
    lenient: Score | None
    """micro, where a code that at least one of two people gave is not wrong; None when gold has no `either`."""
    domains: tuple[Score, ...]
    themes: tuple[Score, ...]
    unknown: tuple[tuple[str, int], ...] = ()
    """Codes in gold that the codebook does not have, and how often: left out."""


def score_outcomes(outcomes: Sequence[Outcome], codebook: Codebook, *, resamples: int = RESAMPLES) -> Accuracy:
    """Count, average and resample. Codes that the codebook does not have are left out and named in `unknown`.

    Raises InputError when gold and codebook share no code.
    """
    codes = [code.name for code in codebook.codes]
    unknown: dict[str, int] = {}
    for outcome in outcomes:
        for code in outcome.gold - set(codes):
            unknown[code] = unknown.get(code, 0) + 1
    known = [restrict(outcome, codes) for outcome in outcomes]
    if unknown and not any(outcome.gold for outcome in known):
        raise InputError(
            f"gold: shares no code with the codebook {codebook.path} (gold has {', '.join(sorted(unknown)[:3])} …; the "
            f"codebook {', '.join(codes[:3])} …); give the codebook it was coded with: --codebook FILE"
        )
    domain_of = {code.name: code.domain for code in codebook.codes}
    domains = [domain.name for domain in codebook.domains]
    by_domain = [
        Outcome(
            outcome.group,
            frozenset(domain_of[code] for code in outcome.gold),
            frozenset(domain_of[code] for code in outcome.firm),
        )
        for outcome in known
    ]
    any_theme = [
        Outcome(
            outcome.group,
            frozenset(["any"] if outcome.gold else []),
            frozenset(["any"] if outcome.firm else []),
        )
        for outcome in known
    ]
    theme_scores, micro, macro = _score(known, codes, resamples)
    domain_scores, _, _ = _score(by_domain, domains, resamples)
    (any_score,), _, _ = _score(any_theme, ["any"], resamples)
    lenient = None
    if any(outcome.either is not None for outcome in known):
        generous = [
            replace(outcome, gold=outcome.gold | (outcome.firm & outcome.either)) if outcome.either else outcome
            for outcome in known
        ]
        lenient = _score(generous, codes, resamples)[1]
    return Accuracy(
        passages=len(outcomes),
        groups=len({outcome.group for outcome in outcomes}),
        micro=micro,
        macro=macro,
        any_theme=any_score,
        lenient=lenient,
        domains=tuple(domain_scores),
        themes=tuple(theme_scores),
        unknown=tuple(sorted(unknown.items())),
    )


def restrict(outcome: Outcome, codes: Iterable[str]) -> Outcome:
    """The same outcome with nothing but `codes`."""
    kept = frozenset(codes)
    either = None if outcome.either is None else outcome.either & kept
    return Outcome(outcome.group, outcome.gold & kept, outcome.firm & kept, either)


def draw_groups(groups: int, resamples: int, seed: int = SEED) -> NDArray[np.int64]:
    """(resamples, groups): how often each group stands in each bootstrap sample; rows sum to `groups`."""
    drawn: NDArray[np.int64] = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), resamples)
    return drawn


def count_by_group(outcomes: Sequence[Outcome], codes: Sequence[str]) -> NDArray[np.int64]:
    """(groups, codes, 3): right, firm and gold codings of every group, groups in order of appearance."""
    place = {code: at for at, code in enumerate(codes)}
    rows: dict[str, int] = {}
    for outcome in outcomes:
        rows.setdefault(outcome.group, len(rows))
    counts = np.zeros((len(rows), len(codes), 3), dtype=np.int64)
    for outcome in outcomes:
        row = counts[rows[outcome.group]]
        for at, found in enumerate((outcome.gold & outcome.firm, outcome.firm, outcome.gold)):
            for code in found:
                row[place[code], at] += 1
    return counts


def f1_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 of counts (…, 3) of right, firm and gold; 0 where there is neither firm nor gold.

    >>> f1_of(np.array([2, 3, 5])).item()
    0.5
    """
    total = counts[..., 1] + counts[..., 2]
    return np.asarray(2 * counts[..., 0] / np.maximum(total, 1), dtype=np.float64)


def macro_f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean F1 over the codes (second axis from the end) that occur in gold or firm."""
    present = counts[..., 1] + counts[..., 2] > 0
    total = (f1_of(counts) * present).sum(axis=-1)
    return np.asarray(total / np.maximum(present.sum(axis=-1), 1), dtype=np.float64)


def _score(outcomes: Sequence[Outcome], codes: Sequence[str], resamples: int) -> tuple[list[Score], Score, Score]:
    """Scores per code, micro and macro."""
    counts = count_by_group(outcomes, codes)
    total = counts.sum(axis=0)
    drawn = draw_groups(len(counts), resamples) if len(counts) > 1 else None
    samples = None
    if drawn is not None:
        samples = (drawn @ counts.reshape(len(counts), -1)).reshape(resamples, len(codes), 3)

    def interval(values: NDArray[np.float64] | None) -> tuple[float | None, float | None]:
        if values is None:
            return None, None
        low, high = np.percentile(values, [2.5, 97.5])
        return float(low), float(high)

    spread = None if samples is None else f1_of(samples)
    themes = []
    for at, code in enumerate(codes):
        right, firm, gold = map(int, total[at])
        bounds = interval(None if spread is None else spread[:, at])
        themes.append(Score(code, gold, firm, right, float(f1_of(total[at])), *bounds))
    summed = total.sum(axis=0)
    right, firm, gold = map(int, summed)
    micro = Score(
        "micro",
        gold,
        firm,
        right,
        float(f1_of(summed)),
        *interval(None if samples is None else f1_of(samples.sum(axis=1))),
    )
    precisions = [score.precision for score in themes if score.precision is not None]
    recalls = [score.recall for score in themes if score.recall is not None]
    macro = Score(
        "macro",
        gold,
        firm,
        right,
        float(macro_f1(total)),
        *interval(None if samples is None else macro_f1(samples)),
        averaged=True,
        mean_precision=sum(precisions) / len(precisions) if precisions else None,
        mean_recall=sum(recalls) / len(recalls) if recalls else None,
    )
    return themes, micro, macro
