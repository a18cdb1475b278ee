"""Precision, recall and F1 by hand."""

import numpy as np
import pytest

from gigtext.classifier.training import micro_f1


@pytest.mark.parametrize(
    ("gold", "predicted", "f1"),
    [
        ([[1, 0], [0, 1]], [[1, 0], [0, 1]], 1.0),
        ([[1, 0], [0, 1]], [[0, 0], [0, 0]], 0.0),
        ([[1, 1], [0, 1]], [[1, 0], [1, 1]], 2 * 2 / (3 + 3)),
        ([[0, 0]], [[0, 0]], 0.0),
    ],
)
def test_micro_f1(gold: list[list[int]], predicted: list[list[int]], f1: float) -> None:
    assert micro_f1(np.array(gold, dtype=bool), np.array(predicted, dtype=bool)) == pytest.approx(f1)
