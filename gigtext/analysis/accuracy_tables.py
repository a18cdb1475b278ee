"""Accuracy as tables: overall, per domain, per theme; and what a training run learnt."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gigtext.analysis.accuracy import FEW_CODINGS, RESAMPLES, Accuracy, Outcome, Score
from gigtext.analysis.summaries import precision_mark
from gigtext.records import Cell, Codebook, Column, Table
from gigtext.wording import decimal, pick, say

if TYPE_CHECKING:
    from gigtext.classifier import Model

CURVE_WIDTH = 40
"""Characters of a bar at F1 = 1."""


def accuracy_tables(accuracy: Accuracy, codebook: Codebook, *, lang: str = "id") -> list[Table]:
    """Three tables with the same columns: `domain`, `code` (keys), a name, `gold`, `firm`, `precision`, `recall`, `f1`,
    `interval` (95 %; also as keys `low`, `high`) and `mark`."""
    overall: list[tuple[str, Score]] = [
        (say(lang, "micro"), accuracy.micro),
        (say(lang, "macro"), accuracy.macro),
        (say(lang, "any_theme"), accuracy.any_theme),
    ]
    if accuracy.lenient is not None:
        overall.insert(1, (say(lang, "lenient"), accuracy.lenient))
    tables = [
        _table(
            say(lang, "accuracy_overall"),
            "measure",
            [
                _row("", "lenient" if score is accuracy.lenient else score.name, text, score, "")
                for text, score in overall
            ],
            {},
            lang,
        )
    ]
    labels = {domain.name: pick(domain.label, lang, domain.name) for domain in codebook.domains}
    rows = [_row(score.name, "", labels[score.name], score, _few(score, lang)) for score in accuracy.domains]
    tables.append(_table(say(lang, "accuracy_domains"), "domain", rows, {}, lang))
    scores = {score.name: score for score in accuracy.themes}
    rows, sections = [], {}
    for domain in codebook.domains:
        sections[len(rows)] = labels[domain.name]
        for code in codebook.codes:
            if code.domain == domain.name:
                score = scores[code.name]
                rows.append(_row(domain.name, code.name, pick(code.label, lang, code.name), score, _few(score, lang)))
    tables.append(_table(say(lang, "accuracy_themes"), "theme", rows, sections, lang))
    return tables


def accuracy_notes(accuracy: Accuracy, *, lang: str = "id") -> list[str]:
    """What a reader of the accuracy tables must know: one sentence each."""
    coded, gold = accuracy.any_theme.firm, accuracy.any_theme.gold
    share = [decimal(100 * n / max(1, accuracy.passages), lang, 0) for n in (coded, gold)]
    lines = [
        say(lang, "accuracy_share", passages=accuracy.passages, groups=accuracy.groups, coded=share[0], gold=share[1]),
        say(lang, "accuracy_interval", resamples=RESAMPLES)
        if accuracy.micro.low is not None
        else say(lang, "accuracy_no_interval"),
    ]
    if any(score.gold < FEW_CODINGS for score in (*accuracy.themes, *accuracy.domains)):
        lines.append(say(lang, "accuracy_few", n=FEW_CODINGS))
    if accuracy.unknown:
        names = ", ".join(f"{code} ({n})" for code, n in accuracy.unknown)
        lines.append(say(lang, "accuracy_unknown", codes=names))
    return lines


def confusion_table(outcomes: Sequence[Outcome], codebook: Codebook, most: int, *, lang: str = "id") -> Table:
    """What was said in place of what: pairs of a missed and a wrong theme of one passage, the most frequent first, with a
    passage; "–" where nothing was said instead (missed), or nothing was there (false alarm)."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        missed, wrong = sorted(outcome.gold - outcome.firm), sorted(outcome.firm - outcome.gold)
        for pair in itertools.product(missed or [""], wrong or [""]):
            if pair != ("", ""):
                pairs.setdefault(pair, []).append(outcome.text)
    labels = {code.name: pick(code.label, lang, code.name) for code in codebook.codes} | {"": "–"}
    ranked = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    rows: list[list[Cell]] = [
        [missed, wrong, labels.get(missed, missed), labels.get(wrong, wrong), len(texts), min(texts, key=len)]
        for (missed, wrong), texts in ranked[:most]
    ]
    columns = (
        Column("missed_code", "missed", "key"),
        Column("wrong_code", "wrong", "key"),
        Column("missed", say(lang, "missed")),
        Column("wrong", say(lang, "wrong")),
        Column("n", "n", "count"),
        Column("example", say(lang, "example")),
    )
    return Table(say(lang, "confusions"), columns, tuple(rows))


def curve_table(points: Sequence[tuple[int, int, Accuracy]], *, lang: str = "id") -> Table:
    """One row per size of the training material: `passages`, `codings`, then micro `f1` with its interval, and a bar."""
    rows: list[list[Cell]] = []
    for passages, codings, accuracy in points:
        micro = accuracy.micro
        bar = "█" * round(micro.f1 * CURVE_WIDTH)
        rows.append([passages, codings, micro.precision, micro.recall, micro.f1, _interval(micro), bar])
    columns = (
        Column("passages", say(lang, "passages_trained"), "count"),
        Column("codings", say(lang, "codings"), "count"),
        *_measures(lang),
        Column("interval", "95 %"),
        Column("bar", ""),
    )
    return Table(say(lang, "learning_curve"), columns, tuple(rows))


def training_table(model: Model, codebook: Codebook, *, lang: str = "id") -> Table:
    """What training learnt: `theme`, `codings` (of them `real`), held-out `precision`, `recall`, `f1`, `threshold`, `mark`."""
    report = model.report
    rows: list[list[Cell]] = []
    sections = {}
    for domain in codebook.domains:
        sections[len(rows)] = pick(domain.label, lang, domain.name)
        for code in codebook.codes:
            if code.domain != domain.name:
                continue
            label = pick(code.label, lang, code.name)
            if code.name not in model.codes:
                rows.append([domain.name, code.name, label, *[None] * 6, say(lang, "rules_only")])
                continue
            precision, tested = model.precision[code.name]
            _, recall, f1 = report["per code"][code.name]
            sizes = [report["codings"][code.name], report["real codings"][code.name]]
            held_out = [precision if tested else None, recall, f1, model.thresholds[code.name]]
            rows.append([domain.name, code.name, label, *sizes, *held_out, precision_mark(precision, tested, lang)])
    columns = (
        Column("domain", say(lang, "domain"), "key"),
        Column("code", "code", "key"),
        Column("theme", say(lang, "theme")),
        Column("codings", say(lang, "codings"), "count"),
        Column("real", say(lang, "codings_real"), "count"),
        *_measures(lang),
        Column("threshold", say(lang, "threshold"), "number"),
        Column("mark", say(lang, "mark")),
    )
    return Table(say(lang, "training_title"), columns, tuple(rows), (), sections)


def training_notes(model: Model, *, lang: str = "id") -> list[str]:
    """How well the trained model holds overall, and on what that was measured."""
    held = model.report["held out"]
    unread = model.report["held out, unread pages"]
    lines = [say(lang, "training_held_out", real=held["passages"], groups=held["groups"], **_rounded(held, lang))]
    if unread["passages"] < held["passages"] and "held out, own passages" not in model.report:
        lines.append(say(lang, "training_unread", n=unread["passages"], **_rounded(unread, lang)))
    return [*lines, say(lang, "marks_note")]


def _rounded(figures: Mapping[str, float], lang: str) -> dict[str, str]:
    names = {"f1": "micro_f1", "precision": "precision", "recall": "recall"}
    return {name: decimal(figures[key], lang, 3) for name, key in names.items()}


def _few(score: Score, lang: str) -> str:
    return say(lang, "few_codings") if score.gold < FEW_CODINGS else ""


def _measures(lang: str) -> tuple[Column, ...]:
    return (
        Column("precision", say(lang, "precision_heading"), "number"),
        Column("recall", say(lang, "recall_heading"), "number"),
        Column("f1", "F1", "number"),
    )


def _interval(score: Score) -> str:
    return "" if score.low is None or score.high is None else f"{score.low:.2f}–{score.high:.2f}"


def _row(domain: str, code: str, text: str, score: Score, mark: str) -> list[Cell]:
    numbers: list[Cell] = [score.gold, score.firm, score.precision, score.recall, score.f1]
    return [domain, code, text, *numbers, _interval(score), score.low, score.high, mark]


def _table(title: str, first: str, rows: Sequence[Sequence[Cell]], sections: dict[int, str], lang: str) -> Table:
    columns = (
        Column("domain", say(lang, "domain"), "key"),
        Column("code", "code", "key"),
        Column("name", say(lang, first)),
        Column("gold", say(lang, "gold"), "count"),
        Column("firm", say(lang, "coded"), "count"),
        *_measures(lang),
        Column("interval", "95 %"),
        Column("low", "low", "key"),
        Column("high", "high", "key"),
        Column("mark", say(lang, "mark")),
    )
    return Table(title, columns, tuple(rows), (), sections)
