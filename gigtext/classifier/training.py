"""Training: coded passages → a calibrated `Model`, and how well it holds on passages it has not seen.

One linear support vector machine per code on `Features` (scikit-learn's `LinearSVC`, squared hinge loss); in the accurate tier a head on the encoder's
vectors beside it (`gigtext.classifier.meaning`). Real talk weighs more than synthetic; synthetic series weigh alike. Everything that depends on how often
themes occur in life comes from folds over real talk alone, grouped by page or interview; synthetic passages always train, never
measure.

Scores are calibrated per code, and their log-odds summed with a rule hit by weights that are the same for all codes. Where the
material names pages that nobody read while patterns were written (`unread_every`), these weights, the threshold and every printed
precision come from those pages alone: on the pages that patterns were written from they look better than they are (right in 78 of
100 hits there, in 54 of 100 on unread pages), and a regression that saw rule hits as features learnt to trust them too much
(micro-F1 .42 on unread pages, .45 without rules, .47 this way).

The codebook's own examples and counterexamples train too, each for its own code only.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.calibration import fit_calibration, fit_fusion, fit_threshold, shrunk_precision
from gigtext.classifier.examples import Example
from gigtext.classifier.familiarity import usual_unknown
from gigtext.classifier.features import Features, fit_features
from gigtext.classifier.material import FOLDS, Flags, Floats, Material, prepare
from gigtext.classifier.meaning import Meaning, fit_meaning, meaning_scores
from gigtext.classifier.model import Model, affirmed, content_hash, sigmoid
from gigtext.classifier.teaching import Lessons
from gigtext.records import Codebook

if TYPE_CHECKING:
    from scipy import sparse

    from gigtext.classifier.encoder import Encoder

Progress = Callable[[int, int], None]

COST = 0.1
"""Of the linear support vector machines (C)."""
LESSON_WEIGHT = 1.0
"""What a text that the encoder judged weighs, split between yes and no by its probability."""
LEAST_PROBABILITY = 0.02
"""Below it a text that the encoder judged is only a no."""
WEIGHT_LEVELS = 127
THREADS = min(3, os.cpu_count() or 1)
DECISIVE = 0.9


@dataclass(frozen=True)
class Fusion:
    """Log-odds = Σ slope × score of each part + intercept + rule_weight × rule hit; slopes and intercept per code."""

    slopes: list[Floats]
    intercept: Floats
    rule_weight: float

    def probabilities(self, scores: Sequence[Floats], hits: Flags) -> Floats:
        parts = (slope * part for slope, part in zip(self.slopes, scores, strict=True))
        return sigmoid(sum(parts, self.intercept + self.rule_weight * hits))


@dataclass(frozen=True)
class HeldOut:
    """What the coders said of real examples while these were held out. Rows: the real examples, in order."""

    rows: NDArray[np.int64]
    """Places of the real examples in `Material.examples`."""
    scores: list[Floats]
    """Of each part: linear, then meaning."""
    hits: Flags
    probabilities: Floats
    firm: Flags
    """Decisions of rules and classifier together, calibration, fusion, threshold and rule precision from the other folds."""


def train(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    seed: int = 0,
    folds: int = FOLDS,
    encoder: Encoder | None = None,
    lessons: Lessons | None = None,
    progress: Progress | None = None,
    facts: dict[str, Any] | None = None,
) -> Model:
    """Fit, calibrate and measure. The same examples, codebook, lessons and seed give the same model.

    With an `encoder` the model is one of the accurate tier; `lessons` are for the fast one. `facts` goes into the model's report (checksums of the training files, for instance).
    `progress(done, of)` is called after every fit. Raises InputError when no code has enough examples.
    """
    tell = progress or (lambda done, of: None)
    material = prepare(examples, codebook, seed=seed, folds=folds, encoder=encoder)
    steps = len(set(material.folds.tolist()) - {-1}) + 1
    features = fit_features(material.tokens)
    matrix = features.transform(material.tokens)
    taught = _taught(lessons, features, material.codes)
    held_out = hold_out(material, matrix, taught, lambda done: tell(done, steps))
    everything = np.arange(len(material.examples))
    weights, scales, bias = fit_linear(matrix, material, everything, taught)
    meaning = _fit_meaning(material, everything)
    tell(steps, steps)
    gold = material.gold[held_out.rows]
    judged = material.judging[held_out.rows]
    fusion = fit_parts(held_out.scores, held_out.hits, gold, judged)
    probabilities = fusion.probabilities([part[judged] for part in held_out.scores], held_out.hits[judged])
    threshold = fit_threshold(probabilities, gold[judged])
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
        slope=fusion.slopes[0],
        intercept=fusion.intercept,
        rule_weight=round(fusion.rule_weight, 6),
        usual_unknown=usual_unknown(material),
        thresholds=dict.fromkeys(material.codes, round(threshold, 6)),
        precision=precision,
        rule_precision=measure_rules(material, held_out.rows[judged]),
        report=_report(material, features, held_out, seed, taught, facts or {}),
        version="",
        meaning=meaning,
        meaning_slope=fusion.slopes[1] if meaning is not None else None,
        encoder=encoder.version if encoder is not None else "",
    )
    object.__setattr__(model, "version", content_hash(model))
    return model


@dataclass(frozen=True)
class Taught:
    """Lessons as the linear model sees them."""

    matrix: sparse.csr_matrix
    probabilities: Floats
    """(n_texts, n_codes); NaN for codes that the encoder does not know."""


def _taught(lessons: Lessons | None, features: Features, codes: Sequence[str]) -> Taught | None:
    from gigtext.language import analyse

    if lessons is None or not set(codes) & set(lessons.codes):
        return None
    probabilities = np.full((len(lessons.texts), len(codes)), np.nan)
    for place, code in enumerate(codes):
        if code in lessons.codes:
            probabilities[:, place] = lessons.probabilities[:, lessons.codes.index(code)]
    return Taught(features.transform([analyse(text) for text in lessons.texts]), probabilities)


def hold_out(
    material: Material,
    matrix: sparse.csr_matrix,
    taught: Taught | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> HeldOut:
    """Score every real example by a model that has not seen its fold, then decide it by the other folds' calibration."""
    rows = np.flatnonzero(material.real)
    folds = material.folds[rows]
    shape = (len(rows), len(material.codes))
    scores = [np.zeros(shape) for _ in range(1 if material.vectors is None else 2)]
    numbers = sorted(set(folds.tolist()))
    for done, fold in enumerate(numbers, 1):
        test = folds == fold
        train_rows = np.flatnonzero(material.folds != fold)
        weights, scales, bias = fit_linear(matrix, material, train_rows, taught)
        scores[0][test] = matrix[rows[test]] @ (weights * scales[:, None]).T + bias
        meaning = _fit_meaning(material, train_rows)
        if meaning is not None and material.vectors is not None:
            scores[1][test] = meaning_scores(meaning, material.vectors[rows[test]])
        progress(done)
    gold = material.gold[rows]
    hits = affirmed([material.hits[row] for row in rows.tolist()], material.codes)
    probabilities = np.zeros(shape)
    firm = np.zeros(shape, dtype=bool)
    for fold in numbers:
        test, others = folds == fold, folds != fold
        judged = others & material.judging[rows]
        if not judged.any():
            others = judged = test
        parts = [part[others] for part in scores]
        fusion = fit_parts(parts, hits[others], gold[others], judged[others])
        probabilities[test] = fusion.probabilities([part[test] for part in scores], hits[test])
        known = fusion.probabilities([part[judged] for part in scores], hits[judged])
        threshold = fit_threshold(known, gold[judged])
        precision = measure_rules(material, rows[judged])
        firm[test] = decide_firm(material, rows[test], probabilities[test], threshold, precision)
    return HeldOut(rows, scores, hits, probabilities, firm)


def fit_parts(scores: Sequence[Floats], hits: Flags, gold: Flags, judging: Flags) -> Fusion:
    """Calibrate each part per code, then weigh parts and rule hits on the `judging` rows alone.

    The linear part is calibrated on all rows, the encoder's on the `judging` ones: it was tuned on the others. (Where the
    encoder taught the linear part, that one is a little too sure on the others; its weight, from the `judging` rows, mends it.)
    """
    calibrations = [fit_calibration(scores[0], gold)]
    calibrations += [fit_calibration(part[judging], gold[judging]) for part in scores[1:]]
    log_odds = [each.slope * part + each.intercept for each, part in zip(calibrations, scores, strict=True)]
    weights, bias = fit_fusion([*(part[judging] for part in log_odds), hits[judging].astype(np.float64)], gold[judging])
    pairs = list(zip(weights[:-1].tolist(), calibrations, strict=True))
    intercept = np.sum([weight * each.intercept for weight, each in pairs], axis=0) + bias
    return Fusion([weight * each.slope for weight, each in pairs], intercept, float(weights[-1]))


def fit_linear(
    matrix: sparse.csr_matrix, material: Material, rows: NDArray[np.int64], taught: Taught | None = None
) -> tuple[NDArray[np.int8], Floats, Floats]:
    """A linear support vector machine per code on `rows`: 8-bit weights (n_codes, width), their scale per code, and bias."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    features, gold, weights = matrix[rows], material.gold[rows], material.weights[rows]
    about = material.about[rows]
    coefficients = np.zeros((len(material.codes), matrix.shape[1]))
    bias = np.full(len(material.codes), -1.0)

    def fit(place: int) -> None:
        # a sentence of the codebook says something about its own code only
        speaks = (about < 0) | (about == place)
        target = gold[speaks, place]
        if not target.any() or target.all():
            return
        seen, weigh = features[speaks], weights[speaks]
        if taught is not None and not np.isnan(taught.probabilities[0, place]):
            sure = taught.probabilities[:, place]
            yes = sure >= LEAST_PROBABILITY
            seen = sparse.vstack([seen, taught.matrix, taught.matrix[yes]], format="csr")
            target = np.concatenate([target, np.zeros(len(sure), dtype=bool), np.ones(int(yes.sum()), dtype=bool)])
            weigh = np.concatenate([weigh, LESSON_WEIGHT * (1 - sure), LESSON_WEIGHT * sure[yes]])
        # primal: the same numbers on every run
        svm = LinearSVC(C=COST, dual=False, tol=1e-3).fit(seen, target, sample_weight=weigh)
        coefficients[place], bias[place] = svm.coef_[0], float(svm.intercept_[0])

    # liblinear leaves Python's lock alone while it works; each thread holds a copy of the matrix
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fit, range(len(material.codes))))
    scales = np.maximum(np.abs(coefficients).max(axis=1), 1e-12) / WEIGHT_LEVELS
    quantised = np.rint(coefficients / scales[:, None]).astype(np.int8)
    return quantised, scales, bias


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


def _fit_meaning(material: Material, rows: NDArray[np.int64]) -> Meaning | None:
    if material.vectors is None:
        return None
    rows = rows[material.about[rows] < 0]
    return fit_meaning(
        material.codes,
        material.head,
        material.vectors[rows],
        material.gold[rows],
        material.weights[rows],
        material.real[rows],
    )


def micro_f1(gold: Flags, predicted: Flags) -> float:
    """2 TP / (gold + predicted); 0 when there is neither."""
    total = int(gold.sum() + predicted.sum())
    return 2 * int((gold & predicted).sum()) / total if total else 0.0


def _report(
    material: Material, features: Features, held_out: HeldOut, seed: int, taught: Taught | None, facts: dict[str, Any]
) -> dict[str, Any]:
    import sklearn

    import gigtext

    gold = material.gold[held_out.rows]
    judged = material.judging[held_out.rows]
    # What the encoder was tuned on cannot measure it, nor what it taught.
    fair = judged if material.head is not None or taught is not None else np.ones(len(gold), dtype=bool)
    return {
        "seed": seed,
        "versions": {"gigtext": gigtext.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "examples": {
            "real": int(material.real.sum()),
            "synthetic": int((~material.real & (material.about < 0)).sum()),
            "sentences of the codebook": int((material.about >= 0).sum()),
            "real groups": len({material.examples[row].group for row in held_out.rows}),
            "texts judged by the encoder": 0 if taught is None else taught.matrix.shape[0],
        },
        "columns": {"terms": len(features.terms), "grams": len(features.grams), "width": features.width},
        "per code": {code: _per_code(gold[fair, j], held_out.firm[fair, j]) for j, code in enumerate(material.codes)},
        "codings": {code: int(material.gold[:, j].sum()) for j, code in enumerate(material.codes)},
        "real codings": {code: int(gold[:, j].sum()) for j, code in enumerate(material.codes)},
        "held out": {
            **_figures(gold[fair], held_out.firm[fair]),
            "groups": len({material.examples[row].group for row in held_out.rows[fair].tolist()}),
        },
        "held out, unread pages": _figures(gold[judged], held_out.firm[judged]),
        "calibration": _reliability(gold[judged], held_out.probabilities[judged]),
        **_own_figures(material, held_out),
        **facts,
    }


def _reliability(gold: Flags, probabilities: Floats) -> dict[str, Any]:
    """How often codes of a probability are right: bins of a tenth from 0.1 on, and the expected calibration error over them
    (Naeini, Cooper & Hauskrecht 2015). Below 0.1 lie nearly all pairs of passage and code; nobody ever sees those."""
    bins = []
    for low in range(1, 10):
        inside = (probabilities >= low / 10) & (probabilities < (low + 1) / 10 if low < 9 else probabilities <= 1)
        if n := int(inside.sum()):
            mean, right = float(probabilities[inside].mean()), float(gold[inside].mean())
            bins.append({"from": low / 10, "n": n, "mean probability": round(mean, 4), "share right": round(right, 4)})
    total = sum(each["n"] for each in bins)
    error = sum(each["n"] * abs(each["mean probability"] - each["share right"]) for each in bins) / max(1, total)
    return {"expected error": round(error, 4), "bins": bins}


def _own_figures(material: Material, held_out: HeldOut) -> dict[str, Any]:
    """How the model does on the researcher's own passages while their interview was held out."""
    own = np.array([material.examples[row].own for row in held_out.rows.tolist()])
    if not own.any():
        return {}
    return {"held out, own passages": _figures(material.gold[held_out.rows[own]], held_out.firm[own])}


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
