"""How well codings agree with gold: precision, recall and F1 per theme and over all, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gigtext.records import Cell, Codebook, Column, Table
from gigtext.wording import decimal, pick, say

RESAMPLES = 2000
FEW_CODINGS = 30
"""A theme with fewer gold codings is marked: its F1 says little."""

Flags = NDArray[np.bool_]
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 (0..1), 0 where nothing was predicted or nothing is there to find."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Firm codes against gold. Arrays run over `codes`; counts are (true positives, predicted, gold)."""

    codes: tuple[str, ...]
    counts: Counts
    """(n_groups, n_codes, 3): the resampling unit is the group (page, interview)."""
    any_theme: Counts
    """(n_groups, 3): passages with any theme, whichever."""
    passages: int

    def of(self, code: str) -> Score:
        """Score of one theme."""
        return _score(self.counts[:, self.codes.index(code)].sum(axis=0))

    def micro(self, codes: Sequence[str] | None = None) -> Score:
        """Every coding counts alike; over `codes`, default all."""
        return _score(self.counts[:, self._places(codes)].sum(axis=(0, 1)))

    def macro(self, codes: Sequence[str] | None = None) -> Score:
        """Every theme that gold holds counts alike: means of their precision, recall and F1."""
        scores = [self.of(code) for code in (self.codes if codes is None else codes) if self.gold(code)]
        if not scores:
            return Score(0.0, 0.0, 0.0)
        return Score(
            *(float(np.mean([getattr(each, name) for each in scores])) for name in ("precision", "recall", "f1"))
        )

    def gold(self, code: str) -> int:
        """Gold codings of one theme."""
        return int(self.counts[:, self.codes.index(code), 2].sum())

    def _places(self, codes: Sequence[str] | None) -> list[int]:
        return [at for at, code in enumerate(self.codes) if codes is None or code in codes]


def compare(
    gold: Sequence[frozenset[str]],
    predicted: Sequence[frozenset[str]],
    groups: Sequence[str],
    codes: Sequence[str],
) -> Accuracy:
    """Count agreement. The first three run in parallel over passages; other codes than `codes` are left out."""
    wanted = list(codes)
    truth: Flags = np.array([[code in each for code in wanted] for each in gold], dtype=bool).reshape(len(gold), -1)
    said: Flags = np.array([[code in each for code in wanted] for each in predicted], dtype=bool).reshape(len(gold), -1)
    names, place = np.unique(np.array(list(groups), dtype=object).astype(str), return_inverse=True)
    cells = np.stack([truth & said, said, truth], axis=2).astype(float)
    counts = np.zeros((len(names), len(wanted), 3))
    np.add.at(counts, place, cells)
    any_truth, any_said = truth.any(axis=1), said.any(axis=1)
    any_theme = np.zeros((len(names), 3))
    np.add.at(any_theme, place, np.stack([any_truth & any_said, any_said, any_truth], axis=1).astype(float))
    return Accuracy(tuple(wanted), counts, any_theme, len(gold))


def interval(counts: Counts, *, resamples: int = RESAMPLES, seed: int = 0) -> tuple[float, float]:
    """95 % percentile bootstrap interval of micro-F1, groups drawn with replacement (Efron & Tibshirani 1993, ch. 13).

    `counts`: (n_groups, …, 3); everything between is summed.
    """
    per_group = counts.reshape(len(counts), -1, 3).sum(axis=1)
    drawn = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=resamples)
    total = drawn @ per_group
    f1 = 2 * total[:, 0] / np.maximum(total[:, 1] + total[:, 2], 1)
    low, high = np.percentile(f1, [2.5, 97.5])
    return float(low), float(high)


def accuracy_tables(
    accuracy: Accuracy, codebook: Codebook, *, lang: str = "id", notes: Sequence[str] = ()
) -> list[Table]:
    """Two tables: over all (micro, macro, any theme, each domain) and per theme.

    Columns `precision`, `recall`, `f1`, `low`, `high` (0..1; the interval is of F1), `gold`, `coded` (codings); in the first
    `measure`, in the second `domain`, `code` (keys), `theme`, `mark`.
    """
    rows: list[list[Cell]] = []
    totals = accuracy.counts.sum(axis=(0, 1))
    rows.append(
        [say(lang, "micro"), *_cells(accuracy.micro()), *interval(accuracy.counts), int(totals[2]), int(totals[1])]
    )
    rows.append([say(lang, "macro"), *_cells(accuracy.macro()), None, None, None, None])
    found = accuracy.any_theme.sum(axis=0)
    rows.append(
        [say(lang, "any_theme"), *_cells(_score(found)), *interval(accuracy.any_theme), int(found[2]), int(found[1])]
    )
    for domain in codebook.domains:
        own = [code.name for code in codebook.codes if code.domain == domain.name and code.name in accuracy.codes]
        if not own:
            continue
        part = accuracy.counts[:, [accuracy.codes.index(code) for code in own]]
        total = part.sum(axis=(0, 1))
        label = pick(domain.label, lang, domain.name)
        rows.append([label, *_cells(accuracy.micro(own)), *interval(part), int(total[2]), int(total[1])])
    figures = (
        Column("precision", say(lang, "precision_heading"), "number"),
        Column("recall", say(lang, "recall_heading"), "number"),
        Column("f1", "F1", "number"),
        Column("low", say(lang, "interval_low"), "number"),
        Column("high", say(lang, "interval_high"), "number"),
        Column("gold", say(lang, "gold"), "count"),
        Column("coded", say(lang, "coded"), "count"),
    )
    overall = Table(
        say(lang, "accuracy_title"), (Column("measure", say(lang, "measure")), *figures), tuple(rows), tuple(notes)
    )
    return [overall, _per_theme(accuracy, codebook, figures, lang, notes)]


def _per_theme(
    accuracy: Accuracy, codebook: Codebook, figures: tuple[Column, ...], lang: str, notes: Sequence[str]
) -> Table:
    rows: list[list[Cell]] = []
    sections: dict[int, str] = {}
    for domain in codebook.domains:
        own = [code for code in codebook.codes if code.domain == domain.name and code.name in accuracy.codes]
        if own:
            sections[len(rows)] = pick(domain.label, lang, domain.name)
        for code in own:
            part = accuracy.counts[:, accuracy.codes.index(code.name)]
            total = part.sum(axis=0)
            few = say(lang, "few_codings") if total[2] < FEW_CODINGS else ""
            rows.append(
                [
                    domain.name,
                    code.name,
                    pick(code.label, lang, code.name),
                    *_cells(accuracy.of(code.name)),
                    *interval(part),
                    int(total[2]),
                    int(total[1]),
                    few,
                ]
            )
    columns = (
        Column("domain", say(lang, "domain"), "key"),
        Column("code", "code", "key"),
        Column("theme", say(lang, "theme")),
        *figures,
        Column("mark", say(lang, "mark")),
    )
    return Table(say(lang, "accuracy_by_theme"), columns, tuple(rows), tuple(notes), sections)


def accuracy_notes(accuracy: Accuracy, lang: str) -> list[str]:
    """What was measured, for the foot of the tables."""
    coded = accuracy.any_theme[:, 1].sum() / max(1, accuracy.passages)
    themed = accuracy.any_theme[:, 2].sum() / max(1, accuracy.passages)
    return [
        say(
            lang,
            "accuracy_note",
            passages=accuracy.passages,
            groups=len(accuracy.counts),
            coded=decimal(100 * coded, lang, 0),
            themed=decimal(100 * themed, lang, 0),
        )
    ]


def _score(counts: Counts) -> Score:
    right, said, there = (float(each) for each in counts)
    return Score(
        right / said if said else 0.0,
        right / there if there else 0.0,
        2 * right / (said + there) if said + there else 0.0,
    )


def _cells(score: Score) -> list[Cell]:
    return [score.precision, score.recall, score.f1]
