"""Training: coded passages → a calibrated `Model`, and how well it holds on passages it has not seen.

One ridge regression per code on `Features` (scikit-learn's `Ridge`, multi-output). Real talk weighs more than synthetic;
synthetic series weigh alike. Everything that depends on how often themes occur in life (calibration, thresholds, precision)
comes from folds over real talk alone, grouped by page or interview; synthetic passages always train, never measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.calibration import Calibration, fit_calibration, fit_thresholds, shrunk_precision
from gigtext.classifier.examples import Example
from gigtext.classifier.features import Features, fit_features
from gigtext.classifier.model import Model, calibrate, content_hash
from gigtext.errors import InputError
from gigtext.records import Codebook, Hit

if TYPE_CHECKING:
    from scipy import sparse

    from gigtext.language import Tokens

Progress = Callable[[int, int], None]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FOLDS = 5
ALPHA = 3.0
"""Ridge penalty."""
LEAST_EXAMPLES = 3
"""A code with fewer coded passages is not trained: rules alone decide it."""
WEIGHT_LEVELS = 127
DECISIVE = 0.9


@dataclass(frozen=True)
class Material:
    """Examples as the coders see them; everything runs in parallel with `examples`."""

    examples: Sequence[Example]
    tokens: Sequence[Tokens]
    hits: Sequence[Sequence[Hit]]
    codes: tuple[str, ...]
    gold: Flags
    """(n_examples, n_codes)"""
    weights: Floats
    real: Flags
    """Which examples are real talk: they alone measure."""
    folds: NDArray[np.int64]
    """Fold of each real example; -1 for synthetic ones."""


@dataclass(frozen=True)
class HeldOut:
    """What the coders said of real examples while these were held out. Rows: the real examples, in order."""

    rows: NDArray[np.int64]
    """Places of the real examples in `Material.examples`."""
    scores: Floats
    probabilities: Floats
    firm: Flags
    """Decisions of rules and classifier together, calibration, thresholds and rule precision from the other folds."""


def train(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    seed: int = 0,
    folds: int = FOLDS,
    progress: Progress | None = None,
    facts: dict[str, Any] | None = None,
) -> Model:
    """Fit, calibrate and measure. The same examples, codebook and seed give the same model.

    `facts` goes into the model's report (checksums of the training files, for instance).
    `progress(done, of)` is called after every fit. Raises InputError when no code has enough examples.
    """
    tell = progress or (lambda done, of: None)
    material = prepare(examples, codebook, seed=seed, folds=folds)
    steps = len(set(material.folds.tolist()) - {-1}) + 1
    features = fit_features(material.tokens, [code.name for code in codebook.codes])
    matrix = features.transform(material.tokens, material.hits)
    held_out = hold_out(material, matrix, lambda done: tell(done, steps))
    everything = np.arange(len(material.examples))
    weights, scales, bias = fit_linear(matrix, material, everything)
    tell(steps, steps)
    gold = material.gold[held_out.rows]
    calibration = fit_calibration(held_out.scores, gold)
    probabilities = calibrate(held_out.scores, calibration.slope, calibration.intercept)
    thresholds = fit_thresholds(probabilities, gold)
    right = held_out.firm & gold
    precision = {
        code: (round(float(right[:, j].sum() / max(1, held_out.firm[:, j].sum())), 4), int(held_out.firm[:, j].sum()))
        for j, code in enumerate(material.codes)
    }
    model = Model(
        codes=material.codes,
        features=features,
        weights=weights,
        scales=scales,
        bias=bias,
        slope=calibration.slope,
        intercept=calibration.intercept,
        thresholds={code: round(float(thresholds[j]), 6) for j, code in enumerate(material.codes)},
        precision=precision,
        rule_precision=measure_rules(material, held_out.rows),
        report=_report(material, features, held_out, seed, facts or {}),
        version="",
    )
    object.__setattr__(model, "version", content_hash(model))
    return model


def prepare(examples: Sequence[Example], codebook: Codebook, *, seed: int = 0, folds: int = FOLDS) -> Material:
    """Read every example as the coders do, and decide weights and folds."""
    from gigtext.codebook import compile_rules
    from gigtext.language import analyse

    rules = compile_rules(codebook)
    tokens = [analyse(example.text) for example in examples]
    hits = [rules.match(each) for each in tokens]
    counts = Counter(code for example in examples for code in example.codes)
    codes = tuple(code.name for code in codebook.codes if counts[code.name] >= LEAST_EXAMPLES)
    if not codes:
        known = ", ".join(sorted(counts)[:5]) or "none"
        raise InputError(
            f"training material: no code of the codebook has {LEAST_EXAMPLES} coded passages (codes found: {known}); "
            "check the code names, or give more examples"
        )
    gold = np.array([[code in example.codes for code in codes] for example in examples])
    real = np.array([example.kind == "real" for example in examples])
    if not real.any():
        real[:] = True
    return Material(
        examples=examples,
        tokens=tokens,
        hits=hits,
        codes=codes,
        gold=gold,
        weights=_weigh_examples(examples),
        real=real,
        folds=make_folds([example.group for example in examples], real, folds, seed),
    )


def hold_out(
    material: Material, matrix: sparse.csr_matrix, progress: Callable[[int], None] = lambda done: None
) -> HeldOut:
    """Score every real example by a model that has not seen its fold, then decide it by the other folds' calibration."""
    rows = np.flatnonzero(material.real)
    folds = material.folds[rows]
    scores = np.zeros((len(rows), len(material.codes)))
    numbers = sorted(set(folds.tolist()))
    for done, fold in enumerate(numbers, 1):
        test = folds == fold
        train_rows = np.flatnonzero(material.folds != fold)
        weights, scales, bias = fit_linear(matrix, material, train_rows)
        scores[test] = matrix[rows[test]] @ (weights * scales[:, None]).T + bias
        progress(done)
    gold = material.gold[rows]
    probabilities = np.zeros_like(scores)
    firm = np.zeros(scores.shape, dtype=bool)
    for fold in numbers:
        test, others = folds == fold, folds != fold
        if not others.any():
            others = test
        calibration: Calibration = fit_calibration(scores[others], gold[others])
        probabilities[test] = calibrate(scores[test], calibration.slope, calibration.intercept)
        known = calibrate(scores[others], calibration.slope, calibration.intercept)
        thresholds = fit_thresholds(known, gold[others])
        precision = measure_rules(material, rows[others])
        firm[test] = decide_firm(material, rows[test], probabilities[test], thresholds, precision)
    return HeldOut(rows, scores, probabilities, firm)


def fit_linear(
    matrix: sparse.csr_matrix, material: Material, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int8], Floats, Floats]:
    """Ridge on `rows`: 8-bit weights (n_codes, width), their scale per code, and bias."""
    from sklearn.linear_model import Ridge

    ridge = Ridge(alpha=ALPHA, solver="sparse_cg", tol=1e-3)
    ridge.fit(matrix[rows], material.gold[rows].astype(np.float64), sample_weight=material.weights[rows])
    coefficients = np.atleast_2d(ridge.coef_)
    scales = np.maximum(np.abs(coefficients).max(axis=1), 1e-12) / WEIGHT_LEVELS
    weights = np.rint(coefficients / scales[:, None]).astype(np.int8)
    return weights, scales, np.atleast_1d(ridge.intercept_).astype(np.float64)


def decide_firm(
    material: Material,
    rows: NDArray[np.int64],
    probabilities: Floats,
    thresholds: Floats,
    rule_precision: dict[str, tuple[float, int]],
) -> Flags:
    """The decision of `gigtext.coding.decide` on trained codes: (len(rows), n_codes)."""
    firm: Flags = probabilities >= thresholds
    place = {code: j for j, code in enumerate(material.codes)}
    for i, row in enumerate(rows.tolist()):
        found = [hit for hit in material.hits[row] if hit.code in place]
        affirmed = {hit.code for hit in found if hit.stance == "affirmed"}
        for hit in found:
            if hit.stance == "denied":
                if hit.code not in affirmed:
                    firm[i, place[hit.code]] = False
            elif rule_precision.get(f"{hit.code}: {hit.pattern}", (0.0, 0))[0] >= DECISIVE:
                firm[i, place[hit.code]] = True
    return firm


def measure_rules(material: Material, rows: NDArray[np.int64]) -> dict[str, tuple[float, int]]:
    """`code: pattern` → shrunk precision and number of passages hit, over `rows`; denied hits do not count."""
    hits: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows.tolist():
        codes = material.examples[row].codes
        for code, pattern in {(h.code, h.pattern) for h in material.hits[row] if h.stance == "affirmed"}:
            hits[f"{code}: {pattern}"] += 1
            right[f"{code}: {pattern}"] += code in codes
    mean = sum(right.values()) / max(1, sum(hits.values()))
    return {rule: (round(shrunk_precision(right[rule], n, mean), 4), n) for rule, n in sorted(hits.items())}


def micro_f1(gold: Flags, predicted: Flags) -> float:
    """2 TP / (gold + predicted); 0 when there is neither."""
    total = int(gold.sum() + predicted.sum())
    return 2 * int((gold & predicted).sum()) / total if total else 0.0


def _weigh_examples(examples: Sequence[Example]) -> Floats:
    """Each example's weight; synthetic series weigh alike: a series of few passages does not drown in a long one."""
    sizes = Counter(example.series for example in examples if example.series)
    mean = sum(sizes.values()) / max(1, len(sizes))
    return np.array(
        [example.weight * (mean / sizes[example.series] if example.series else 1.0) for example in examples]
    )


def make_folds(groups: Sequence[str], real: Flags, folds: int, seed: int) -> NDArray[np.int64]:
    """Fold of every real example, -1 for others; a group never stands in two folds."""
    names = sorted({group for group, is_real in zip(groups, real, strict=True) if is_real})
    if len(names) == 1:
        # One group only: nothing to hold out but single passages.
        rows = np.flatnonzero(real)
        found = np.full(len(groups), -1)
        found[rows] = np.random.default_rng(seed).permutation(len(rows)) % folds
        return found
    order = np.random.default_rng(seed).permutation(len(names))
    fold_of = {names[place]: int(i % folds) for i, place in enumerate(order)}
    return np.array([fold_of[group] if is_real else -1 for group, is_real in zip(groups, real, strict=True)])


def _report(
    material: Material, features: Features, held_out: HeldOut, seed: int, facts: dict[str, Any]
) -> dict[str, Any]:
    import sklearn

    import gigtext

    gold = material.gold[held_out.rows]
    right, firm = int((gold & held_out.firm).sum()), int(held_out.firm.sum())
    return {
        "seed": seed,
        "versions": {"gigtext": gigtext.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "examples": {
            "real": int(material.real.sum()),
            "synthetic": int((~material.real).sum()),
            "real groups": len({material.examples[row].group for row in held_out.rows}),
        },
        "columns": {"terms": len(features.terms), "grams": len(features.grams), "width": features.width},
        "per code": {code: _per_code(gold[:, j], held_out.firm[:, j]) for j, code in enumerate(material.codes)},
        "codings": {code: int(material.gold[:, j].sum()) for j, code in enumerate(material.codes)},
        "real codings": {code: int(gold[:, j].sum()) for j, code in enumerate(material.codes)},
        "held out": {
            "micro_f1": round(micro_f1(gold, held_out.firm), 4),
            "precision": round(right / max(1, firm), 4),
            "recall": round(right / max(1, int(gold.sum())), 4),
            "firm": firm,
            "gold": int(gold.sum()),
            "share of passages coded": round(float(held_out.firm.any(axis=1).mean()), 4),
            "share of passages with a theme": round(float(gold.any(axis=1).mean()), 4),
        },
        **facts,
    }


def _per_code(gold: NDArray[np.bool_], firm: NDArray[np.bool_]) -> list[float]:
    """Precision, recall, F1."""
    right, said, there = int((gold & firm).sum()), int(firm.sum()), int(gold.sum())
    figures = (right / max(1, said), right / max(1, there), 2 * right / max(1, said + there))
    return [round(figure, 4) for figure in figures]
