"""What the classifier sees of a passage: a sparse row of TF-IDF weights.

Two blocks side by side, each with its own length normalisation:

words   stems and pairs of neighbouring stems, sublinear TF-IDF
chars   character 2- to 5-grams inside each normalised word, padded by a space on both sides, sublinear TF-IDF

Equal to scikit-learn's `TfidfVectorizer(sublinear_tf=True, vocabulary=…)` (a test holds this), but everything that is a
function of one word is computed once per distinct word: ten million words have under a hundred thousand of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    from gigtext.language import Tokens

CHARACTERS = (2, 5)
WORD_LIMIT = 40
"""Longer words (links, keyboard mashing) are cut for their character n-grams: they teach nothing and cost much."""

Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Features:
    """A fitted vocabulary. Columns: `terms`, then `grams`."""

    terms: tuple[str, ...]
    """Stems, and pairs of stems joined by a space."""
    grams: tuple[str, ...]
    idf: NDArray[np.float64]
    """(len(terms) + len(grams),)"""
    pivots: tuple[float, float] = (0.0, 0.0)
    """Length of a usual passage's words and chars block; shorter rows are not stretched to length 1 (pivoted normalisation,
    Singhal, Buckley & Mitra 1996): a single word of a short answer does not weigh like a whole story."""
    _term_ids: dict[str, int] = field(init=False, repr=False, compare=False)
    _gram_ids: dict[str, int] = field(init=False, repr=False, compare=False)
    _word_grams: dict[str, Ids] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_term_ids", {term: i for i, term in enumerate(self.terms)})
        first = len(self.terms)
        object.__setattr__(self, "_gram_ids", {gram: first + i for i, gram in enumerate(self.grams)})

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.terms) + len(self.grams)

    def transform(self, tokens: Sequence[Tokens]) -> sparse.csr_matrix:
        """(n_passages, width) float64."""
        words = self._counts([self._terms_of(each.stems) for each in tokens])
        chars = self._counts([self._grams_of(each.words) for each in tokens])
        _weigh(words, self.idf, self.pivots[0])
        _weigh(chars, self.idf, self.pivots[1])
        return (words + chars).tocsr()

    def usual_lengths(self, tokens: Sequence[Tokens]) -> tuple[float, float]:
        """Median raw length of the words and of the chars block."""
        words = _weigh(self._counts([self._terms_of(each.stems) for each in tokens]), self.idf)
        chars = _weigh(self._counts([self._grams_of(each.words) for each in tokens]), self.idf)
        return round(float(np.median(words)), 4), round(float(np.median(chars)), 4)

    def word_columns(self, word: str) -> Ids:
        """Columns of one word's character n-grams, once per occurrence; cached per distinct word."""
        found = self._word_grams.get(word)
        if found is None:
            ids = (self._gram_ids.get(gram) for gram in character_grams(word))
            found = np.array([i for i in ids if i is not None], dtype=np.int32)
            self._word_grams[word] = found
        return found

    def term_columns(self, stems: Sequence[str]) -> list[tuple[int, int, int]]:
        """(column, first word, last word) of every known stem and pair: where a term stands in the passage."""
        found = [(self._term_ids[stem], i, i) for i, stem in enumerate(stems) if stem in self._term_ids]
        for i in range(len(stems) - 1):
            column = self._term_ids.get(f"{stems[i]} {stems[i + 1]}")
            if column is not None:
                found.append((column, i, i + 1))
        return found

    def _terms_of(self, stems: Sequence[str]) -> list[int]:
        ids = self._term_ids
        found = [ids[stem] for stem in stems if stem in ids]
        found += [ids[pair] for pair in map(" ".join, pairwise(stems)) if pair in ids]
        return found

    def _grams_of(self, words: Sequence[str]) -> Ids:
        return np.concatenate([self.word_columns(word) for word in words]) if words else np.empty(0, np.int32)

    def _counts(self, columns: Sequence[Sequence[int] | Ids]) -> sparse.csr_matrix:
        ends = np.cumsum([0, *map(len, columns)])
        ids = (
            np.concatenate([np.asarray(each, dtype=np.int32) for each in columns]) if columns else np.empty(0, np.int32)
        )
        counts = sparse.csr_matrix((np.ones(len(ids)), ids, ends), shape=(len(columns), self.width))
        counts.sum_duplicates()
        return counts


def fit_features(tokens: Sequence[Tokens], *, least_terms: int = 2, least_grams: int = 3) -> Features:
    """Learn vocabulary and smoothed inverse document frequencies from `tokens`.

    A term must stand in `least_terms` passages, a character n-gram in `least_grams`.
    idf = ln((1 + n) / (1 + df)) + 1, as scikit-learn's `smooth_idf`.
    """
    term_counts: Counter[str] = Counter()
    gram_counts: Counter[str] = Counter()
    grams_of: dict[str, frozenset[str]] = {}
    for each in tokens:
        words, stems = each.words, each.stems
        term_counts.update({*stems, *map(" ".join, pairwise(stems))})
        grams: set[str] = set()
        for word in set(words):
            if word not in grams_of:
                grams_of[word] = frozenset(character_grams(word))
            grams |= grams_of[word]
        gram_counts.update(grams)
    terms = sorted(term for term, count in term_counts.items() if count >= least_terms)
    grams_kept = sorted(gram for gram, count in gram_counts.items() if count >= least_grams)
    frequencies = [term_counts[term] for term in terms] + [gram_counts[gram] for gram in grams_kept]
    idf = np.log((1 + len(tokens)) / (1 + np.array(frequencies, dtype=np.float64))) + 1
    # Rounded here to what a model folder stores, so that a loaded model scores exactly as the trained one.
    idf = idf.astype(np.float32).astype(np.float64)
    raw = Features(tuple(terms), tuple(grams_kept), idf)
    return replace(raw, pivots=raw.usual_lengths(tokens))


def character_grams(word: str) -> list[str]:
    """The n-grams scikit-learn's `char_wb` makes of one word, n from 2 to 5, with repetitions.

    >>> character_grams("ya")
    [' y', 'ya', 'a ', ' ya', 'ya ', ' ya ']
    """
    padded = f" {word[:WORD_LIMIT]} "
    grams: list[str] = []
    for n in range(CHARACTERS[0], CHARACTERS[1] + 1):
        grams += [padded[i : i + n] for i in range(max(1, len(padded) - n + 1))]
        if n >= len(padded):
            break
    return grams


def _weigh(counts: sparse.csr_matrix, idf: NDArray[np.float64], pivot: float = 0.0) -> NDArray[np.float64]:
    """Counts → sublinear TF-IDF rows, in place: long ones of length 1, those under `pivot` shorter. Returns their raw lengths."""
    counts.data = (np.log(counts.data) + 1) * idf[counts.indices]
    squares = np.add.reduceat(np.append(counts.data**2, 0.0), counts.indptr[:-1]) if counts.shape[0] else np.empty(0)
    empty = np.diff(counts.indptr) == 0
    lengths = np.sqrt(np.where(empty, 0.0, squares))
    divisors = np.maximum(lengths, pivot)
    counts.data /= np.repeat(np.where(divisors == 0, 1.0, divisors), np.diff(counts.indptr))
    return lengths
