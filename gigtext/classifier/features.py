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

if TYPE_CHECKING:
    from scipy import sparse

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
    _pair_ids: dict[tuple[str, str], int] = field(init=False, repr=False, compare=False)
    _word_grams: _WordGrams = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_term_ids", {term: i for i, term in enumerate(self.terms) if " " not in term})
        pairs = ((term.split(" ", 1), i) for i, term in enumerate(self.terms) if " " in term)
        object.__setattr__(self, "_pair_ids", {(one, two): i for (one, two), i in pairs})
        first = len(self.terms)
        object.__setattr__(self, "_gram_ids", {gram: first + i for i, gram in enumerate(self.grams)})
        object.__setattr__(self, "_word_grams", _WordGrams(self._gram_ids))

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.terms) + len(self.grams)

    def rows(self, tokens: Sequence[Tokens]) -> Rows:
        """The weighted rows of `tokens`, as plain arrays: prediction needs nothing else, and no scipy."""
        found = [self._columns_of(each) for each in tokens]
        ends = np.cumsum([0, *map(len, found)])
        every = np.concatenate([*found, np.empty(0, np.int32)])
        first = np.ones(len(every), dtype=bool)
        first[1:] = every[1:] != every[:-1]
        first[ends[:-1][np.diff(ends) > 0]] = True
        places = np.flatnonzero(first)
        columns, counts = every[places], np.diff(places, append=len(every))
        starts = np.searchsorted(places, ends)
        values = (np.log(np.arange(1, counts.max(initial=0) + 1)) + 1)[counts - 1] * self.idf[columns]
        is_term = columns < len(self.terms)
        squares = values**2
        words = np.sqrt(_sums(np.where(is_term, squares, 0.0), starts))
        chars = np.sqrt(_sums(np.where(is_term, 0.0, squares), starts))
        divisors = np.stack([np.maximum(chars, self.pivots[1]), np.maximum(words, self.pivots[0])])
        divisors[divisors == 0] = 1.0
        row = np.repeat(np.arange(len(found)), np.diff(starts))
        return Rows(starts, columns, values / divisors[is_term.astype(np.intp), row], counts, (words, chars))

    def transform(self, tokens: Sequence[Tokens]) -> sparse.csr_matrix:
        """(n_passages, width) float64."""
        from scipy import sparse

        rows = self.rows(tokens)
        return sparse.csr_matrix((rows.values, rows.columns, rows.starts), shape=(len(tokens), self.width))

    def usual_lengths(self, tokens: Sequence[Tokens]) -> tuple[float, float]:
        """Median raw length of the words and of the chars block."""
        words, chars = self.rows(tokens).lengths
        return round(float(np.median(words)), 4), round(float(np.median(chars)), 4)

    def word_columns(self, word: str) -> Ids:
        """Columns of one word's character n-grams, once per occurrence; cached per distinct word."""
        return self._word_grams[word]

    def term_columns(self, stems: Sequence[str]) -> list[tuple[int, int, int]]:
        """(column, first word, last word) of every known stem and pair: where a term stands in the passage."""
        found = [(self._term_ids[stem], i, i) for i, stem in enumerate(stems) if stem in self._term_ids]
        for i, pair in enumerate(pairwise(stems)):
            column = self._pair_ids.get(pair)
            if column is not None:
                found.append((column, i, i + 1))
        return found

    def _columns_of(self, tokens: Tokens) -> Ids:
        """Columns of everything in one passage, once per occurrence, in ascending order."""
        terms = [i for i in map(self._term_ids.get, tokens.stems) if i is not None]
        terms += [i for i in map(self._pair_ids.get, pairwise(tokens.stems)) if i is not None]
        found = np.concatenate([np.array(terms, dtype=np.int32), *map(self._word_grams.__getitem__, tokens.words)])
        found.sort()
        return found


class _WordGrams(dict[str, Ids]):
    """Word → columns of its character n-grams; a word is looked into when it is first asked for."""

    def __init__(self, gram_ids: dict[str, int]) -> None:
        super().__init__()
        self.gram_ids = gram_ids

    def __missing__(self, word: str) -> Ids:
        ids = [i for i in map(self.gram_ids.get, character_grams(word)) if i is not None]
        found = self[word] = np.array(ids, dtype=np.int32)
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows: `columns`, `values` and `counts` of row i lie from `starts[i]` to `starts[i + 1]`, columns ascending."""

    starts: NDArray[np.int64]
    columns: Ids
    values: NDArray[np.float64]
    counts: NDArray[np.int64]
    """How often the column's term or n-gram occurs in the passage."""
    lengths: tuple[NDArray[np.float64], NDArray[np.float64]]
    """Raw length of every row's words and chars block."""

    def __matmul__(self, coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n_rows, m) for `coefficients` (width, m)."""
        product = np.empty((len(self.starts) - 1, coefficients.shape[1]))
        for i, (start, end) in enumerate(pairwise(self.starts.tolist())):
            product[i] = self.values[start:end] @ coefficients.take(self.columns[start:end], axis=0)
        return product


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


def _sums(values: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sum of `values` from each start to the next; 0 where nothing lies between."""
    # the zero behind the end gives the last stretch an end of its own: sums do not depend on what else is in the batch
    found: NDArray[np.float64] = np.add.reduceat(np.append(values, 0.0), starts)[:-1]
    return np.where(np.diff(starts) == 0, 0.0, found)
