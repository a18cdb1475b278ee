"""The accurate tier's second opinion: a kernel regression on the encoder's vectors.

Gaussian kernel between a passage's centred unit vector and a fixed sample of training passages (landmarks; Nyström's
approximation in the form "subset of regressors", Rasmussen & Williams 2006, section 8.3.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GAMMA = 1.0
"""exp(-GAMMA × squared distance) of centred unit vectors."""
LANDMARKS = 3000
RIDGE = 1.0


@dataclass(frozen=True)
class Meaning:
    """A fitted kernel regression. What is stored is what is computed with: training rounds before it measures."""

    centre: NDArray[np.float32]
    """(width,): the mean vector of real talk, taken from every vector first."""
    landmarks: NDArray[np.float16]
    """(n_landmarks, width), centred unit vectors."""
    weights: NDArray[np.float32]
    """(n_landmarks, n_codes)"""
    bias: NDArray[np.float64]
    """(n_codes,)"""


def meaning_scores(meaning: Meaning, vectors: NDArray[np.float32]) -> Floats:
    """Scores before calibration, (n_passages, n_codes); `vectors` as the encoder gives them."""
    near = kernel(centred(vectors, meaning.centre), meaning.landmarks.astype(np.float32))
    scores: Floats = near.astype(np.float64) @ meaning.weights + meaning.bias
    return scores


def fit_meaning(
    vectors: NDArray[np.float32], gold: NDArray[np.bool_], weights: Floats, real: NDArray[np.bool_]
) -> Meaning:
    """Minimise Σ w (y - K a)² + RIDGE · aᵀ K_mm a over the weights `a` of a random sample of the passages (landmarks).

    `vectors` (n, width), `gold` (n, n_codes), `weights` (n,), `real` (n,): whose mean is the common direction.
    """
    centre: NDArray[np.float32] = vectors[real if real.any() else ~real].mean(axis=0, dtype=np.float32)
    units = centred(vectors, centre)
    chosen = np.sort(np.random.default_rng(0).permutation(len(units))[:LANDMARKS])
    landmarks = units[chosen].astype(np.float16)
    near: Floats = kernel(units, landmarks.astype(np.float32)).astype(np.float64)
    among: Floats = kernel(landmarks.astype(np.float32), landmarks.astype(np.float32)).astype(np.float64)
    bias = np.asarray((weights @ gold) / weights.sum(), dtype=np.float64)
    weighed = near * weights[:, None]
    left = weighed.T @ near + RIDGE * among + 1e-6 * np.eye(len(chosen))
    found = np.linalg.solve(left, weighed.T @ (gold - bias))
    return Meaning(centre, landmarks, found.astype(np.float32), bias)


def centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors minus their common direction, of length 1: e5's vectors all point one way."""
    moved: NDArray[np.float32] = vectors - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return (moved / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def kernel(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """exp(-GAMMA · |a - b|²) of unit vectors, (n_left, n_right)."""
    near: NDArray[np.float32] = np.exp(2 * GAMMA * (left @ right.T - 1)).astype(np.float32)
    return near
