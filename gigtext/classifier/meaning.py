"""The accurate tier's second opinion: a linear head on the encoder's vectors.

For the codes that the shipped encoder was tuned on, the head was learnt together with it (`Head`, in `head.npz` beside it);
for every other code one linear support vector machine is fitted to the vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COST = 1.0
"""Of the linear support vector machines (C), on vectors of mean squared length 1."""


@dataclass(frozen=True)
class Head:
    """What was tuned together with the encoder: score of a code = vector · weights + bias."""

    codes: tuple[str, ...]
    weights: NDArray[np.float32]
    """(n_codes, width)"""
    bias: NDArray[np.float32]
    """(n_codes,)"""


@dataclass(frozen=True)
class Meaning:
    """A fitted head: scores = (vectors - centre) · weights + bias."""

    centre: NDArray[np.float32]
    """(width,): the mean vector of real talk."""
    weights: NDArray[np.float32]
    """(width, n_codes)"""
    bias: NDArray[np.float64]
    """(n_codes,)"""


def meaning_scores(meaning: Meaning, vectors: NDArray[np.float32]) -> Floats:
    """Scores before calibration, (n_passages, n_codes); `vectors` as the encoder gives them."""
    moved: Floats = (vectors - meaning.centre).astype(np.float64)
    return moved @ meaning.weights + meaning.bias


def fit_meaning(
    codes: Sequence[str],
    head: Head | None,
    vectors: NDArray[np.float32],
    gold: NDArray[np.bool_],
    weights: Floats,
    real: NDArray[np.bool_],
) -> Meaning:
    """Take the codes that `head` knows from it, and fit the others.

    `vectors` (n, width), `gold` (n, n_codes), `weights` (n,), `real` (n,): whose mean is the centre.
    """
    from sklearn.svm import LinearSVC

    centre: NDArray[np.float32] = vectors[real if real.any() else ~real].mean(axis=0, dtype=np.float32)
    moved = (vectors - centre).astype(np.float64)
    length = float(np.sqrt((moved**2).sum(axis=1).mean())) or 1.0
    found, bias = np.zeros((vectors.shape[1], len(codes))), np.full(len(codes), -1.0)
    for j, code in enumerate(codes):
        if head is not None and code in head.codes:
            place = head.codes.index(code)
            found[:, j] = head.weights[place]
            bias[j] = float(head.bias[place] + head.weights[place] @ centre)
        elif gold[:, j].any() and not gold[:, j].all():
            # primal: the same numbers on every run
            svm = LinearSVC(C=COST, dual=False, tol=1e-3).fit(moved / length, gold[:, j], sample_weight=weights)
            found[:, j], bias[j] = svm.coef_[0] / length, float(svm.intercept_[0])
    return Meaning(centre, found.astype(np.float32), bias)


def centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors minus their common direction, of length 1: an encoder's vectors all point one way."""
    moved: NDArray[np.float32] = vectors - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return (moved / np.where(lengths == 0, 1, lengths)).astype(np.float32)
