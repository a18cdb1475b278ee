"""Training: coded passages → a calibrated `Model`, and how well it holds on passages it has not seen.

One ridge regression per code on `Features` (scikit-learn's `Ridge`, multi-output). Real talk weighs more than synthetic;
synthetic series weigh alike. Everything that depends on how often themes occur in life (calibration, thresholds, precision)
comes from folds over real talk alone, grouped by page or interview; synthetic passages always train, never measure. Where the
material names pages that nobody read while patterns were written (`unread_every`), it comes from those alone: patterns look
better than they are on the pages they were written from.

The codebook's own examples and counterexamples train too, each for its own code only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.calibration import Calibration, fit_calibration, fit_threshold, shrunk_precision
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
SENTENCE_WEIGHT = 2.0
"""What an example or counterexample of the codebook weighs, beside 1 for a synthetic passage."""
LEAST_JUDGING = 300
"""Fewer unread real examples than this cannot calibrate: then all real ones do."""
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
    about: NDArray[np.int64]
    """Place of the one code that a sentence of the codebook says something about; -1 for coded passages."""
    judging: Flags
    """Real examples that calibration, thresholds and precision come from."""


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
    judged = material.judging[held_out.rows]
    calibration = fit_calibration(held_out.scores[judged], gold[judged])
    probabilities = calibrate(held_out.scores, calibration.slope, calibration.intercept)
    threshold = fit_threshold(probabilities[judged], gold[judged])
    firm = held_out.firm[judged]
    right = firm & gold[judged]
    precision = {
        code: (round(float(right[:, j].sum() / max(1, firm[:, j].sum())), 4), int(firm[:, j].sum()))
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
        thresholds=dict.fromkeys(material.codes, round(threshold, 6)),
        precision=precision,
        rule_precision=measure_rules(material, held_out.rows[judged]),
        report=_report(material, features, held_out, seed, facts or {}),
        version="",
    )
    object.__setattr__(model, "version", content_hash(model))
    return model


def prepare(examples: Sequence[Example], codebook: Codebook, *, seed: int = 0, folds: int = FOLDS) -> Material:
    """Read every example as the coders do, and decide weights and folds."""
    from gigtext.codebook import compile_rules
    from gigtext.language import analyse

    counts = Counter(code for example in examples for code in example.codes)
    codes = tuple(code.name for code in codebook.codes if counts[code.name] >= LEAST_EXAMPLES)
    if not codes:
        known = ", ".join(sorted(counts)[:5]) or "none"
        raise InputError(
            f"training material: no code of the codebook has {LEAST_EXAMPLES} coded passages (codes found: {known}); "
            "check the code names, or give more examples"
        )
    sentences, places = codebook_sentences(codebook, codes)
    about = np.append(np.full(len(examples), -1), places)
    examples = [*examples, *sentences]
    rules = compile_rules(codebook)
    tokens = [analyse(example.text) for example in examples]
    real = np.array([example.kind == "real" for example in examples])
    if not real.any():
        real = about < 0
    judging = real & np.array([example.unread for example in examples])
    if judging.sum() < LEAST_JUDGING:
        judging = real
    return Material(
        examples=examples,
        tokens=tokens,
        hits=[rules.match(each) for each in tokens],
        codes=codes,
        gold=np.array([[code in example.codes for code in codes] for example in examples]),
        weights=_weigh_examples(examples),
        real=real,
        folds=make_folds([example.group for example in examples], real, folds, seed),
        about=about,
        judging=judging,
    )


def codebook_sentences(codebook: Codebook, codes: Sequence[str]) -> tuple[list[Example], NDArray[np.int64]]:
    """Examples (they carry their code) and counterexamples (they do not) of `codes`, and the place of each one's code."""
    found: list[Example] = []
    about: list[int] = []
    for code in codebook.codes:
        if code.name not in codes:
            continue
        for texts, carried in ((code.examples, frozenset([code.name])), (code.counterexamples, frozenset[str]())):
            for text in texts:
                name = f"{code.name}:{len(found)}"
                found.append(Example(name, text, "", carried, name, "synthetic", SENTENCE_WEIGHT))
                about.append(codes.index(code.name))
    return found, np.array(about, dtype=np.int64)


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
        test, others = folds == fold, (folds != fold) & material.judging[rows]
        if not others.any():
            others = test
        calibration: Calibration = fit_calibration(scores[others], gold[others])
        probabilities[test] = calibrate(scores[test], calibration.slope, calibration.intercept)
        known = calibrate(scores[others], calibration.slope, calibration.intercept)
        threshold = fit_threshold(known, gold[others])
        precision = measure_rules(material, rows[others])
        firm[test] = decide_firm(material, rows[test], probabilities[test], threshold, precision)
    return HeldOut(rows, scores, probabilities, firm)


def fit_linear(
    matrix: sparse.csr_matrix, material: Material, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int8], Floats, Floats]:
    """Ridge on `rows`: 8-bit weights (n_codes, width), their scale per code, and bias."""
    from sklearn.linear_model import Ridge

    features, gold, weights = matrix[rows], material.gold[rows].astype(np.float64), material.weights[rows]
    about = material.about[rows]
    fits = []
    for place in range(len(material.codes)):
        # a sentence of the codebook says something about its own code only
        speaks = (about < 0) | (about == place)
        ridge = Ridge(alpha=ALPHA, solver="sparse_cg", tol=1e-4)
        fits.append(ridge.fit(features[speaks], gold[speaks, place], sample_weight=weights[speaks]))
    coefficients = np.array([fit.coef_ for fit in fits])
    scales = np.maximum(np.abs(coefficients).max(axis=1), 1e-12) / WEIGHT_LEVELS
    quantised = np.rint(coefficients / scales[:, None]).astype(np.int8)
    return quantised, scales, np.array([float(fit.intercept_) for fit in fits])


def decide_firm(
    material: Material,
    rows: NDArray[np.int64],
    probabilities: Floats,
    threshold: float,
    rule_precision: dict[str, tuple[float, int]],
) -> Flags:
    """The decision of `gigtext.coding.decide` on trained codes: (len(rows), n_codes)."""
    firm: Flags = probabilities >= threshold
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
    judged = material.judging[held_out.rows]
    return {
        "seed": seed,
        "versions": {"gigtext": gigtext.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "examples": {
            "real": int(material.real.sum()),
            "synthetic": int((~material.real & (material.about < 0)).sum()),
            "sentences of the codebook": int((material.about >= 0).sum()),
            "real groups": len({material.examples[row].group for row in held_out.rows}),
        },
        "columns": {"terms": len(features.terms), "grams": len(features.grams), "width": features.width},
        "per code": {code: _per_code(gold[:, j], held_out.firm[:, j]) for j, code in enumerate(material.codes)},
        "codings": {code: int(material.gold[:, j].sum()) for j, code in enumerate(material.codes)},
        "real codings": {code: int(gold[:, j].sum()) for j, code in enumerate(material.codes)},
        "held out": _figures(gold, held_out.firm),
        "held out, unread pages": _figures(gold[judged], held_out.firm[judged]),
        **facts,
    }


def _figures(gold: Flags, firm: Flags) -> dict[str, Any]:
    right = int((gold & firm).sum())
    return {
        "micro_f1": round(micro_f1(gold, firm), 4),
        "precision": round(right / max(1, int(firm.sum())), 4),
        "recall": round(right / max(1, int(gold.sum())), 4),
        "firm": int(firm.sum()),
        "gold": int(gold.sum()),
        "passages": len(gold),
        "share of passages coded": round(float(firm.any(axis=1).mean()), 4),
        "share of passages with a theme": round(float(gold.any(axis=1).mean()), 4),
    }


def _per_code(gold: NDArray[np.bool_], firm: NDArray[np.bool_]) -> list[float]:
    """Precision, recall, F1."""
    right, said, there = int((gold & firm).sum()), int(firm.sum()), int(gold.sum())
    figures = (right / max(1, said), right / max(1, there), 2 * right / max(1, said + there))
    return [round(figure, 4) for figure in figures]
