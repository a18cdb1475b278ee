"""`gigtext evaluate`: code gold passages through the whole coder, or by cross-validation, and count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gigtext.analysis.accuracy import Accuracy, compare
from gigtext.coding import CoderName, code_batch, count_firm
from gigtext.errors import InputError
from gigtext.pipeline import load_coder
from gigtext.records import Codebook, Passage

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The counts, and whether the gold file is among what the model was trained on (then they say too much)."""

    accuracy: Accuracy
    seen: bool
    model: str
    """Version of the model, empty for rules alone or cross-validation."""


def evaluate(
    gold: Path,
    codebook: Codebook,
    *,
    model: str | None = None,
    coder: CoderName = "both",
    cross_validate: bool = False,
    progress: Progress = lambda done, total: None,
) -> Evaluation:
    """Compare firm codes with the coded passages in `gold` (.jsonl, .csv, interview .json, or a folder of them).

    With `cross_validate` the coder is trained on `gold` itself, a fifth of its pages or interviews held out each time. Raises InputError
    when the gold shares no code with the codebook.
    """
    from gigtext.classifier import read_gold

    examples = read_gold(gold)
    codes = [code.name for code in codebook.codes]
    used = {code for example in examples for code in example.codes}
    if not used & set(codes):
        shown = ", ".join(sorted(used)[:5]) or "none"
        raise InputError(f"{gold}: none of its codes ({shown}) is in the codebook; name the right one with --codebook")
    if cross_validate:
        return Evaluation(_cross_validated(examples, codebook, progress), False, "")
    prepared = load_coder(codebook, model, coder)
    passages = [
        Passage(str(at), "gold", at, "gold", 0, len(example.text), example.text, example.question)
        for at, example in enumerate(examples)
    ]
    firm: dict[str, set[str]] = {}
    for start in range(0, len(passages), 1000):
        _, decisions = code_batch(prepared, passages[start : start + 1000])
        firm.update(count_firm(decisions))
        progress(min(start + 1000, len(passages)), len(passages))
    predicted = [frozenset(firm.get(str(at), ())) for at in range(len(examples))]
    accuracy = compare([each.codes for each in examples], predicted, [each.group for each in examples], codes)
    version = prepared.model.version if prepared.model is not None else ""
    return Evaluation(accuracy, prepared.model is not None and _seen(gold, prepared.model.report), version)


def _cross_validated(examples: Sequence[object], codebook: Codebook, progress: Progress) -> Accuracy:
    from gigtext.classifier.examples import Example
    from gigtext.classifier.training import cross_validate

    held_out, material = cross_validate([each for each in examples if isinstance(each, Example)], codebook, progress)
    rows = [material.examples[row] for row in held_out.rows.tolist()]
    predicted = [
        frozenset(code for code, is_firm in zip(material.codes, flags, strict=True) if is_firm)
        for flags in held_out.firm.tolist()
    ]
    return compare(
        [each.codes for each in rows], predicted, [each.group for each in rows], [code.name for code in codebook.codes]
    )


def _seen(gold: Path, report: object) -> bool:
    from gigtext.classifier.examples import checksums

    files = report.get("files") if isinstance(report, dict) else None
    return isinstance(files, dict) and bool(set(checksums([gold]).values()) & set(files.values()))
