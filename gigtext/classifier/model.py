"""A trained model: loading, saving, predicting. Needs numpy only, so that coding starts fast.

A model folder holds `model.json` (words) and `arrays.npz` (numbers); never a pickle. Weights are stored as 8-bit integers
with one scale per code; what is loaded is exactly what training measured, because training rounds before it measures.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.features import Features
from gigtext.classifier.meaning import Meaning, meaning_scores
from gigtext.errors import ModelError
from gigtext.records import Codebook, Hit

if TYPE_CHECKING:
    from gigtext.language import Tokens

FORMAT = 4
FAST_MODEL = Path(__file__).parent.parent / "models" / "fast"
ACCURATE_MODEL = FAST_MODEL.with_name("accurate")
MODEL_FILES = {"model.json", "arrays.npz", "README.md", "encoder.onnx", "pieces.npz", "head.npz", "tuning.json"}
ARRAYS = {
    "weights": np.int8,
    "scales": np.float64,
    "bias": np.float64,
    "slope": np.float64,
    "intercept": np.float64,
    "idf": np.float32,
    "terms": np.uint8,
    "grams": np.uint8,
}
MEANING_ARRAYS = {
    "centre": np.float32,
    "meaning_weights": np.float32,
    "meaning_bias": np.float64,
    "meaning_slope": np.float64,
}
"""Only in models of the accurate tier."""
KEYS = {
    "format",
    "codes",
    "pivots",
    "rule_weight",
    "usual_unknown",
    "encoder",
    "thresholds",
    "precision",
    "rule_precision",
    "report",
    "version",
}
FIX = "train it again: gigtext train examples/training"


@dataclass(frozen=True)
class Model:
    """A linear model over `Features`, in the accurate tier a head on the encoder's vectors beside it, and the weight of a rule hit.

    Probability = sigmoid(slope × linear score + meaning slope × head's score + intercept + rule_weight × hit), per code
    (Platt 1999), where hit is 1 when a rule of the code affirms it in the passage.
    """

    codes: tuple[str, ...]
    features: Features
    weights: NDArray[np.int8]
    """(n_codes, features.width); times `scales` gives the coefficients."""
    scales: NDArray[np.float64]
    bias: NDArray[np.float64]
    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]
    rule_weight: float
    """Log-odds that a rule hit adds, the same for all codes; learnt from pages that nobody read while patterns were written."""
    usual_unknown: float
    """Share of unknown words that nearly all real talk stays under (`gigtext.classifier.familiarity`)."""
    thresholds: Mapping[str, float]
    """Code → the probability from which on a passage is coded firmly."""
    precision: Mapping[str, tuple[float, int]]
    """Code → held-out precision of firm codings on real talk, and the number of firm codings it was tested on."""
    rule_precision: Mapping[str, tuple[float, int]]
    """`code: pattern.match` → shrunk precision on real talk, and hits."""
    report: Mapping[str, Any]
    """Sizes, seed, scores, versions, checksums of the training material."""
    version: str
    """First 12 hexadecimal digits of the SHA-256 of the content."""
    meaning: Meaning | None = None
    """The accurate tier's part; then `meaning_slope` and `encoder` are set too."""
    meaning_slope: NDArray[np.float64] | None = None
    encoder: str = ""
    """Which encoder made the vectors that `meaning` reads (`Encoder.version`)."""

    @property
    def tier(self) -> Literal["fast", "accurate"]:
        return "fast" if self.meaning is None else "accurate"

    @property
    def tested_on(self) -> Literal["shipped", "own"]:
        """Whose passages the printed precision comes from: the shipped material's unread pages, or the researcher's own."""
        shipped = "real/statements.jsonl" in self.report.get("files", {})
        return "shipped" if shipped and "held out, own passages" not in self.report else "own"

    @property
    def coefficients(self) -> NDArray[np.float64]:
        """(features.width, n_codes), computed once."""
        found = self.__dict__.get("_coefficients")
        if found is None:
            found = np.ascontiguousarray((self.weights * self.scales[:, None]).T)
            self.__dict__["_coefficients"] = found
        return found


def predict(
    model: Model,
    tokens: Sequence[Tokens],
    hits: Sequence[Sequence[Hit]],
    vectors: NDArray[np.float32] | None = None,
) -> NDArray[np.float64]:
    """Calibrated probabilities, (n_passages, n_codes), columns in the order of `model.codes`.

    `tokens`, `hits` and `vectors` run in parallel; `vectors` are those of the model's encoder and needed by the accurate tier.
    """
    if not tokens:
        return np.zeros((0, len(model.codes)))
    logits = linear_scores(model, tokens) * model.slope + model.intercept
    logits += model.rule_weight * affirmed(hits, model.codes)
    if model.meaning is not None and model.meaning_slope is not None:
        if vectors is None:
            raise ModelError("the accurate model needs the encoder's vectors of the passages")
        logits += meaning_scores(model.meaning, vectors) * model.meaning_slope
    return sigmoid(logits)


def linear_scores(model: Model, tokens: Sequence[Tokens]) -> NDArray[np.float64]:
    """Scores of the linear part before calibration, (n_passages, n_codes)."""
    return model.features.rows(tokens) @ model.coefficients + model.bias


def affirmed(hits: Sequence[Sequence[Hit]], codes: Sequence[str]) -> NDArray[np.bool_]:
    """(n_passages, n_codes): whether a rule of the code affirms it in the passage."""
    place = {code: j for j, code in enumerate(codes)}
    found = np.zeros((len(hits), len(codes)), dtype=bool)
    for row, of_passage in enumerate(hits):
        for hit in of_passage:
            if hit.stance == "affirmed" and hit.code in place:
                found[row, place[hit.code]] = True
    return found


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + exp(-logits)), computed without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * logits))


def evidence(model: Model, tokens: Tokens, code: str) -> tuple[int, int]:
    """Code points of the passage that speak most for `code`: the sentence whose words carry the most weight.

    (0, length of the text) when nothing speaks for it or the passage is one sentence.
    """
    whole = (0, len(tokens.text))
    if not tokens.words or tokens.sentence[0] == tokens.sentence[-1]:
        return whole
    weights = word_weights(model, tokens, code)
    totals: dict[int, float] = {}
    for sentence, weight in zip(tokens.sentence, weights, strict=True):
        totals[sentence] = totals.get(sentence, 0.0) + weight
    best = max(totals, key=lambda sentence: totals[sentence])
    if totals[best] <= 0:
        return whole
    places = [i for i, sentence in enumerate(tokens.sentence) if sentence == best]
    return tokens.starts[places[0]], tokens.ends[places[-1]]


def word_weights(model: Model, tokens: Tokens, code: str) -> list[float]:
    """How much each word of the passage speaks for (above 0) or against `code`, in score units.

    A pair's weight is shared by its two words. The sum plus the bias is the linear score.
    """
    features = model.features
    row = features.rows([tokens])
    each = row.values * model.coefficients[row.columns, model.codes.index(code)] / row.counts
    grams = [features.word_columns(word) for word in tokens.words]
    inside = np.append(each[np.searchsorted(row.columns, np.concatenate([*grams, np.empty(0, np.int32)]))], 0.0)
    weights = [float(inside[start:end].sum()) for start, end in pairwise(accumulate(map(len, grams), initial=0))]
    terms = features.term_columns(tokens.stems)
    places = np.searchsorted(row.columns, [column for column, _, _ in terms])
    for value, (_, first, last) in zip(each[places].tolist(), terms, strict=True):
        for word in range(first, last + 1):
            weights[word] += value / (last - first + 1)
    return weights


def untrained(model: Model, codebook: Codebook) -> tuple[str, ...]:
    """Codes of the codebook that the model does not know: rules alone decide them.

    Raises ModelError when model and codebook share no code at all.
    """
    names = [code.name for code in codebook.codes]
    if not set(names) & set(model.codes):
        raise ModelError(
            f"{codebook.path or 'codebook'}: shares no code with the model (it knows {', '.join(model.codes[:3])} …); "
            "train one for this codebook: gigtext train FOLDER --codebook FILE, or use --coder rules"
        )
    return tuple(name for name in names if name not in model.codes)


def check_target(folder: Path) -> None:
    """Raise ModelError when `folder` holds anything but a model: it is not ours to write into."""
    if folder.is_file():
        raise ModelError(f"{folder}: is a file; name a folder for the model")
    foreign = sorted(path.name for path in folder.glob("*") if path.name not in MODEL_FILES)
    if foreign:
        raise ModelError(f"{folder}: holds other files ({', '.join(foreign[:3])}); name a new folder for the model")


def save_model(model: Model, folder: Path) -> None:
    """Write `model.json` and `arrays.npz`; the same model gives the same bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **_arrays(model))  # type: ignore[arg-type]
    content = {**_content(model), "version": model.version}
    # Arrays first, JSON last: a folder without model.json is refused, so a killed run never leaves half a model.
    _write(folder / "arrays.npz", buffer.getvalue())
    _write(folder / "model.json", (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def load_model(folder: Path | None = None) -> Model:
    """Read a model folder; None: the one that ships with gigtext.

    Raises ModelError for anything that is not exactly a model of this version.
    """
    folder = FAST_MODEL if folder is None else Path(folder)
    json_path, array_path = folder / "model.json", folder / "arrays.npz"
    for path in (json_path, array_path):
        if not path.is_file():
            raise ModelError(f"{path}: no such file; a model folder has model.json and arrays.npz; {FIX}")
    try:
        content = json.loads(json_path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{json_path}: not JSON ({error}); {FIX}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        found = content.get("format") if isinstance(content, dict) else None
        raise ModelError(f"{json_path}: model format {found!r}, this gigtext reads {FORMAT}; {FIX}")
    if set(content) != KEYS:
        odd = ", ".join(sorted(set(content) ^ KEYS))
        raise ModelError(f"{json_path}: missing or foreign keys ({odd}); {FIX}")
    try:
        with np.load(array_path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, KeyError) as error:
        raise ModelError(f"{array_path}: not a file of plain arrays ({error}); {FIX}") from None
    wanted = ARRAYS | (MEANING_ARRAYS if content.get("encoder") else {})
    for name, kind in wanted.items():
        if name not in arrays or arrays[name].dtype != kind:
            raise ModelError(f"{array_path}: array {name} is missing or not {np.dtype(kind)}; {FIX}")
    if foreign := sorted(set(arrays) - set(wanted)):
        raise ModelError(f"{array_path}: foreign arrays ({', '.join(foreign)}); {FIX}")
    try:
        model = _build(content, arrays)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{json_path}: damaged ({error}); {FIX}") from None
    if model.version != content_hash(model):
        raise ModelError(f"{folder}: content does not match its version {model.version}; {FIX}")
    return model


def content_hash(model: Model) -> str:
    """First 12 hexadecimal digits of the SHA-256 of everything but the version."""
    digest = hashlib.sha256(json.dumps(_content(model), sort_keys=True, ensure_ascii=False).encode())
    for name, array in sorted(_arrays(model).items()):
        digest.update(name.encode() + str(array.shape).encode() + np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:12]


def _content(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "codes": list(model.codes),
        "pivots": list(model.features.pivots),
        "rule_weight": model.rule_weight,
        "usual_unknown": model.usual_unknown,
        "encoder": model.encoder,
        "thresholds": dict(model.thresholds),
        "precision": {code: list(pair) for code, pair in model.precision.items()},
        "rule_precision": {rule: list(pair) for rule, pair in model.rule_precision.items()},
        "report": model.report,
    }


def _arrays(model: Model) -> dict[str, NDArray[Any]]:
    features = model.features
    arrays: dict[str, NDArray[Any]] = {
        "weights": model.weights,
        "scales": model.scales,
        "bias": model.bias,
        "slope": model.slope,
        "intercept": model.intercept,
        "idf": features.idf.astype(np.float32),
        "terms": np.frombuffer("\n".join(features.terms).encode(), dtype=np.uint8),
        "grams": np.frombuffer("\n".join(features.grams).encode(), dtype=np.uint8),
    }
    if model.meaning is not None and model.meaning_slope is not None:
        parts = model.meaning
        kept = (parts.centre, parts.weights, parts.bias, model.meaning_slope)
        arrays |= dict(zip(MEANING_ARRAYS, kept, strict=True))
    return arrays


def _build(content: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Model:
    terms, grams = (_strings(arrays[name]) for name in ("terms", "grams"))
    codes = tuple(content["codes"])
    idf = arrays["idf"].astype(np.float64)
    words, chars = (float(length) for length in content["pivots"])
    features = Features(terms, grams, idf, (words, chars))
    if not codes or len(set(codes)) != len(codes) or not all(isinstance(code, str) for code in codes):
        raise ValueError("codes are not a list of different names")
    if arrays["weights"].shape != (len(codes), features.width) or idf.shape != (len(terms) + len(grams),):
        raise ValueError("arrays do not fit each other")
    for name in ("scales", "bias", "slope", "intercept"):
        if arrays[name].shape != (len(codes),):
            raise ValueError(f"array {name} does not fit the codes")
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise ValueError("arrays hold numbers that are not finite")
    thresholds = {code: float(content["thresholds"][code]) for code in codes}
    rule_weight = float(content["rule_weight"])
    if not all(math.isfinite(value) for value in (rule_weight, *thresholds.values())):
        raise ValueError("thresholds are not finite")
    meaning, encoder = None, str(content["encoder"])
    if encoder:
        centre, weights, bias, _ = (arrays[name] for name in MEANING_ARRAYS)
        if weights.shape != (len(centre), len(codes)):
            raise ValueError("arrays of the accurate tier do not fit each other")
        if any(array.shape != (len(codes),) for array in (bias, arrays["meaning_slope"])):
            raise ValueError("arrays of the accurate tier do not fit the codes")
        meaning = Meaning(centre, weights, bias)
    return Model(
        codes=codes,
        features=features,
        weights=arrays["weights"],
        scales=arrays["scales"],
        bias=arrays["bias"],
        slope=arrays["slope"],
        intercept=arrays["intercept"],
        rule_weight=rule_weight,
        usual_unknown=float(content["usual_unknown"]),
        thresholds=thresholds,
        precision={code: (float(p), int(n)) for code, (p, n) in content["precision"].items()},
        rule_precision={rule: (float(p), int(n)) for rule, (p, n) in content["rule_precision"].items()},
        report=dict(content["report"]),
        version=str(content["version"]),
        meaning=meaning,
        meaning_slope=arrays["meaning_slope"] if meaning is not None else None,
        encoder=encoder,
    )


def _strings(array: NDArray[Any]) -> tuple[str, ...]:
    text = array.tobytes().decode("utf-8")
    return tuple(text.split("\n")) if text else ()


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(content)
    temporary.replace(path)
