"""Rows of the classifier are scikit-learn's, computed the plain way: one vectoriser for terms and one for character n-grams."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from gigtext.classifier import load_model
from gigtext.classifier.features import WORD_LIMIT
from gigtext.classifier.model import linear_scores, word_weights
from gigtext.language import Tokens, analyse, create_nlp, normalise, stem

STATEMENTS = Path(__file__).parents[2] / "examples" / "training" / "real" / "statements.jsonl"
MESSY = ["", "😀", "ya", "Ya. Ya. Ya.", "Rp1.500.000,-!!! (tertawa) nge-judge'", "bangeeet " * 300, "x" * 500]
TEXTS = [json.loads(line)["text"] for line in STATEMENTS.read_text(encoding="utf-8").splitlines()[::200]] + MESSY
MODEL = load_model()


def plain_rows(texts: list[str]) -> np.ndarray:
    """spaCy tokens of the whole text → standard words → stems → two scikit-learn vectorisers."""
    nlp = create_nlp()
    words = [
        [word for token in nlp(text) if any(c.isalnum() for c in token.text) for word in normalise(token.text)]
        for text in texts
    ]
    features = MODEL.features
    terms, idf = len(features.terms), features.idf

    def weigh(analyzer: object, vocabulary: tuple[str, ...], idf: np.ndarray, pivot: float) -> np.ndarray:
        vectoriser = TfidfVectorizer(
            analyzer=analyzer, vocabulary=vocabulary, sublinear_tf=True, norm=None, lowercase=False
        )
        vectoriser.fit([["a"]])
        vectoriser.idf_ = idf
        rows = vectoriser.transform(words).toarray()
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), pivot)
        return rows / np.where(lengths == 0, 1, lengths)

    def stems_and_pairs(said: list[str]) -> list[str]:
        stems = [stem(word) for word in said]
        return stems + [f"{one} {two}" for one, two in pairwise(stems)]

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), lowercase=False).build_analyzer()
    return np.hstack(
        [
            weigh(stems_and_pairs, features.terms, idf[:terms], features.pivots[0]),
            weigh(
                lambda said: [gram for word in said for gram in grams(word[:WORD_LIMIT])],
                features.grams,
                idf[terms:],
                features.pivots[1],
            ),
        ]
    )


@pytest.fixture(scope="module")
def tokens() -> list[Tokens]:
    return [analyse(text) for text in TEXTS]


def test_rows_and_scores_equal_the_plain_way(tokens: list[Tokens]) -> None:
    plain = plain_rows(TEXTS)
    assert np.abs(MODEL.features.transform(tokens).toarray() - plain).max() < 1e-9
    assert np.abs(linear_scores(MODEL, tokens) - (plain @ MODEL.coefficients + MODEL.bias)).max() < 1e-9


def test_batches_do_not_matter(tokens: list[Tokens]) -> None:
    together = linear_scores(MODEL, tokens)
    assert np.array_equal(together, np.vstack([linear_scores(MODEL, [each]) for each in tokens]))


def test_weights_of_words_sum_to_the_score(tokens: list[Tokens]) -> None:
    for each, scores in zip(tokens, linear_scores(MODEL, tokens), strict=True):
        for j in (0, len(MODEL.codes) - 1):
            weights = word_weights(MODEL, each, MODEL.codes[j])
            assert len(weights) == len(each.words)
            assert sum(weights) + MODEL.bias[j] == pytest.approx(scores[j], abs=1e-9)
