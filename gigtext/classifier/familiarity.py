"""How far a text is from what the model was trained on: the share of its words that training never met.

Measured on talk held out from training: half of all stretches of 30 real passages have at most 3 % unknown words, 95 of 100
at most about 6 %; hotel reviews have 8 %, car reviews 15 %, an interview in a regional language 10 to 40 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gigtext.language import stems_in

if TYPE_CHECKING:
    from gigtext.classifier.material import Material
    from gigtext.language import Tokens

STRETCH = 30
"""Passages in a stretch of talk."""
LEAST_PASSAGES = 2
"""A stem that stands in fewer training passages counts as unknown, as in `Features`."""
LEAST_WORDS = 200
"""Fewer words than this say nothing about a transcript."""
PERCENTILE = 95
NOT_MEASURED = 1.0


def unknown_words(known: frozenset[str] | set[str], passages: Iterable[Tokens]) -> tuple[int, int]:
    """(unknown, all) words of the passages; numbers and signs do not count."""
    return _count(known, Counter(stem for tokens in passages for stem in tokens.stems))


def unknown_in(known: frozenset[str] | set[str], texts: Iterable[str]) -> tuple[int, int]:
    """`unknown_words` of texts that need not be analysed for anything else."""
    chunks: Counter[str] = Counter()
    for text in texts:
        chunks.update(text.split())
    stems: Counter[str] = Counter()
    for chunk, times in chunks.items():
        for stem in stems_in(chunk):
            stems[stem] += times
    return _count(known, stems)


def _count(known: frozenset[str] | set[str], stems: Counter[str]) -> tuple[int, int]:
    words = {stem: times for stem, times in stems.items() if stem[0].isalpha()}
    return sum(times for stem, times in words.items() if stem not in known), sum(words.values())


def usual_unknown(material: Material) -> float:
    """The share of unknown words that `PERCENTILE` of 100 stretches of held-out real talk stay under.

    `NOT_MEASURED` when there is too little real talk to say.
    """
    containing = Counter(stem for tokens in material.tokens for stem in set(tokens.stems))
    shares = []
    for fold in sorted(set(material.folds.tolist()) - {-1}):
        held_out = [material.tokens[row] for row in np.flatnonzero(material.folds == fold).tolist()]
        within = Counter(stem for tokens in held_out for stem in set(tokens.stems))
        known = {stem for stem, n in containing.items() if n - within[stem] >= LEAST_PASSAGES}
        for first in range(0, len(held_out) - STRETCH + 1, STRETCH):
            unknown, every = unknown_words(known, held_out[first : first + STRETCH])
            shares.append(unknown / max(1, every))
    return round(float(np.percentile(shares, PERCENTILE)), 4) if len(shares) >= STRETCH else NOT_MEASURED


def known_stems(terms: Sequence[str]) -> frozenset[str]:
    """The single stems among a model's terms."""
    return frozenset(term for term in terms if " " not in term)
