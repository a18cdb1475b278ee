"""What the fast tier learns from the accurate one (distillation, Hinton, Vinyals & Dean 2015, arXiv:1503.02531).

The tuned encoder reads single sentences of the training material and pairs of them, and its probability of every code is what
the linear model learns from them, as from a passage that is coded in part. The encoder never saw the pages that judge
(`unread`), and none of their sentences is among these: what is measured there stays fair.

`taught.npz` beside the training material keeps the probabilities, so that nobody needs the encoder to train the fast tier.
The texts themselves are made from the material again; one that is not known there, because the material has changed, is left out.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.examples import Example
from gigtext.classifier.model import sigmoid
from gigtext.errors import InputError

if TYPE_CHECKING:
    from gigtext.classifier.encoder import Encoder

NAME = "taught.npz"
LEAST_WORDS = 3
PAIRS = 20_000
LEVELS = 255


@dataclass(frozen=True)
class Lessons:
    """Texts with the encoder's probabilities."""

    texts: Sequence[str]
    codes: tuple[str, ...]
    probabilities: NDArray[np.float64]
    """(n_texts, n_codes)"""


def lesson_texts(examples: Sequence[Example]) -> list[str]:
    """Sentences of the coded passages of several sentences, each once, and random pairs of them; none of unread pages."""
    from gigtext.language.sentences import sentences

    found: set[str] = set()
    for example in examples:
        spans = [] if example.unread or example.own else sentences(example.text)
        if len(spans) > 1:
            found.update(example.text[start:end] for start, end in spans)
    single = sorted(text for text in found if len(text.split()) >= LEAST_WORDS)
    if not single:
        return []
    pairs = np.random.default_rng(0).integers(0, len(single), (PAIRS, 2))
    return single + [f"{single[first]} {single[second]}" for first, second in pairs.tolist()]


def write_lessons(examples: Sequence[Example], encoder: Encoder, path: Path) -> int:
    """Let the encoder's tuned head read the texts, and keep what it says in `path`. Returns the number of texts."""
    texts = lesson_texts(examples)
    vectors = encoder.encode(texts)
    probabilities = sigmoid(vectors.astype(np.float64) @ encoder.head.weights.T + encoder.head.bias)
    np.savez_compressed(
        path,
        codes=np.frombuffer("\n".join(encoder.head.codes).encode(), dtype=np.uint8),
        keys=np.frombuffer(b"".join(map(_key, texts)), dtype=np.uint8).reshape(-1, 8),
        probabilities=np.rint(probabilities * LEVELS).astype(np.uint8),
    )
    return len(texts)


def read_lessons(folder: Path, examples: Sequence[Example]) -> Lessons | None:
    """The lessons kept in the training folder, for the texts that `examples` still give; None where there are none.

    Raises InputError for a damaged file.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            codes = tuple(file["codes"].tobytes().decode("utf-8").split("\n"))
            keys, levels = file["keys"], file["probabilities"]
        known = {key.tobytes(): row for row, key in enumerate(keys)}
        if keys.shape != (len(levels), 8) or levels.shape[1:] != (len(codes),):
            raise ValueError
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        raise InputError(f"{path}: damaged; install gigtext again, or delete it to train without it") from None
    texts = [text for text in lesson_texts(examples) if _key(text) in known]
    if not texts:
        return None
    return Lessons(texts, codes, levels[[known[_key(text)] for text in texts]] / LEVELS)


def _key(text: str) -> bytes:
    return hashlib.sha1(text.encode()).digest()[:8]
