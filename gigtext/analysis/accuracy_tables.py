"""Accuracy as tables: overall, per domain, per theme; and what a training run learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gigtext.analysis.accuracy import FEW_CODINGS, RESAMPLES, Accuracy, Score
from gigtext.analysis.summaries import precision_mark
from gigtext.records import Cell, Codebook, Column, Table
from gigtext.wording import decimal, pick, say

if TYPE_CHECKING:
    from gigtext.classifier import Model


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
        Column("precision", say(lang, "precision_heading"), "number"),
        Column("recall", say(lang, "recall_heading"), "number"),
        Column("f1", "F1", "number"),
        Column("threshold", say(lang, "threshold"), "number"),
        Column("mark", say(lang, "mark")),
    )
    return Table(say(lang, "training_title"), columns, tuple(rows), (), sections)


def training_notes(model: Model, *, lang: str = "id") -> list[str]:
    """How well the trained model holds overall, and on what that was measured."""
    held, sizes = model.report["held out"], model.report["examples"]
    return [
        say(
            lang,
            "training_held_out",
            f1=decimal(held["micro_f1"], lang, 3),
            precision=decimal(held["precision"], lang, 3),
            recall=decimal(held["recall"], lang, 3),
            real=sizes["real"],
            groups=sizes["real groups"],
        ),
        say(lang, "marks_note"),
    ]


def _few(score: Score, lang: str) -> str:
    return say(lang, "few_codings") if score.gold < FEW_CODINGS else ""


def _row(domain: str, code: str, text: str, score: Score, mark: str) -> list[Cell]:
    interval = "" if score.low is None or score.high is None else f"{score.low:.2f}–{score.high:.2f}"
    numbers: list[Cell] = [score.gold, score.firm, score.precision, score.recall, score.f1]
    return [domain, code, text, *numbers, interval, score.low, score.high, mark]


def _table(title: str, first: str, rows: Sequence[Sequence[Cell]], sections: dict[int, str], lang: str) -> Table:
    columns = (
        Column("domain", say(lang, "domain"), "key"),
        Column("code", "code", "key"),
        Column("name", say(lang, first)),
        Column("gold", say(lang, "gold"), "count"),
        Column("firm", say(lang, "coded"), "count"),
        Column("precision", say(lang, "precision_heading"), "number"),
        Column("recall", say(lang, "recall_heading"), "number"),
        Column("f1", "F1", "number"),
        Column("interval", "95 %"),
        Column("low", "low", "key"),
        Column("high", "high", "key"),
        Column("mark", say(lang, "mark")),
    )
    return Table(title, columns, tuple(rows), (), sections)
