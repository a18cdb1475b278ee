"""What a trained model says of itself, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gigtext.classifier.model import Model
from gigtext.records import Cell, Codebook, Column, Table
from gigtext.wording import decimal, pick, say


def training_table(model: Model, codebook: Codebook, lang: str = "id") -> Table:
    """One row per theme: codings it was trained on, held-out precision, recall and F1, and the threshold.

    Columns `domain`, `code` (keys), `theme`, `codings`, `precision`, `recall`, `f1`, `threshold`.
    """
    report: Mapping[str, Any] = model.report
    rows: list[list[Cell]] = []
    sections: dict[int, str] = {}
    for domain in codebook.domains:
        own = [code for code in codebook.codes if code.domain == domain.name and code.name in model.codes]
        if own:
            sections[len(rows)] = pick(domain.label, lang, domain.name)
        for code in own:
            precision, recall, f1 = report["per code"][code.name]
            rows.append(
                [
                    domain.name,
                    code.name,
                    pick(code.label, lang, code.name),
                    report["codings"][code.name],
                    precision,
                    recall,
                    f1,
                    model.thresholds[code.name],
                ]
            )
    columns = (
        Column("domain", say(lang, "domain"), "key"),
        Column("code", "code", "key"),
        Column("theme", say(lang, "theme")),
        Column("codings", say(lang, "gold"), "count"),
        Column("precision", say(lang, "precision_heading"), "number"),
        Column("recall", say(lang, "recall_heading"), "number"),
        Column("f1", "F1", "number"),
        Column("threshold", say(lang, "threshold"), "number"),
    )
    sizes = report["examples"]
    note = say(
        lang,
        "training_note",
        real=sizes["real"],
        groups=sizes["real groups"],
        synthetic=sizes["synthetic"],
        f1=decimal(report["held out"]["micro_f1"], lang, 3),
    )
    return Table(say(lang, "training_title"), columns, tuple(rows), (note,), sections)
