"""Coded passages as training sees them: read, matched by the rules, weighed, and dealt out to folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.examples import Example
from gigtext.errors import InputError
from gigtext.records import Codebook, Hit

if TYPE_CHECKING:
    from gigtext.classifier.encoder import Encoder
    from gigtext.classifier.meaning import Head
    from gigtext.language import Tokens

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FOLDS = 5
LEAST_EXAMPLES = 3
"""A code with fewer coded passages is not trained: rules alone decide it."""
LEAST_OWN = 100
"""From so many passages of the researcher's own study on, these alone say what a rule hit is worth and where firm begins: how often
themes occur, and how people speak of them, differs from study to study."""
SENTENCE_WEIGHT = 12.0
"""What an example or counterexample of the codebook weighs, beside 1 for a synthetic passage."""
LEAST_JUDGING = 300
"""Fewer unread real examples than this cannot calibrate: then all real ones do."""


@dataclass(frozen=True)
class Material:
    """Examples as the coders see them; everything runs in parallel with `examples`."""

    examples: Sequence[Example]
    tokens: Sequence[Tokens]
    hits: Sequence[Sequence[Hit]]
    codes: tuple[str, ...]
    gold: Flags
    """(n_examples, n_codes)"""
    weights: Floats
    real: Flags
    """Which examples are real talk: they alone measure."""
    folds: NDArray[np.int64]
    """Fold of each real example; -1 for synthetic ones."""
    about: NDArray[np.int64]
    """Place of the one code that a sentence of the codebook says something about; -1 for coded passages."""
    judging: Flags
    """Real examples that the weights of fusion, the threshold and precision come from."""
    vectors: NDArray[np.float32] | None
    """The encoder's vectors, (n_examples, width); None in the fast tier."""
    head: Head | None
    """What was tuned with the encoder; None in the fast tier."""


def prepare(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    seed: int = 0,
    folds: int = FOLDS,
    encoder: Encoder | None = None,
) -> Material:
    """Read every example as the coders do, and decide weights and folds."""
    from gigtext.codebook import compile_rules
    from gigtext.language import analyse

    counts = Counter(code for example in examples for code in example.codes)
    codes = tuple(code.name for code in codebook.codes if counts[code.name] >= LEAST_EXAMPLES)
    if not codes:
        known = ", ".join(sorted(counts)[:5]) or "none"
        raise InputError(
            f"training material: no code of the codebook has {LEAST_EXAMPLES} coded passages (codes found: {known}); "
            "check the code names, or give more examples"
        )
    sentences, places = codebook_sentences(codebook, codes)
    about = np.append(np.full(len(examples), -1), places)
    examples = [*examples, *sentences]
    rules = compile_rules(codebook)
    tokens = [analyse(example.text) for example in examples]
    real = np.array([example.kind == "real" for example in examples])
    if not real.any():
        real = about < 0
    judging = real & np.array([example.unread for example in examples])
    own = real & np.array([example.own for example in examples])
    if own.sum() >= LEAST_OWN:
        judging = own
    elif judging.sum() < LEAST_JUDGING:
        judging = real
    return Material(
        examples=examples,
        tokens=tokens,
        hits=[rules.match(each) for each in tokens],
        codes=codes,
        gold=np.array([[code in example.codes for code in codes] for example in examples]),
        weights=_weigh_examples(examples),
        real=real,
        folds=make_folds([example.group for example in examples], real, folds, seed),
        about=about,
        judging=judging,
        vectors=encoder.encode([example.text for example in examples]) if encoder is not None else None,
        head=encoder.head if encoder is not None else None,
    )


def codebook_sentences(codebook: Codebook, codes: Sequence[str]) -> tuple[list[Example], NDArray[np.int64]]:
    """Examples (they carry their code) and counterexamples (they do not) of `codes`, and the place of each one's code."""
    found: list[Example] = []
    about: list[int] = []
    for code in codebook.codes:
        if code.name not in codes:
            continue
        for texts, carried in ((code.examples, frozenset([code.name])), (code.counterexamples, frozenset[str]())):
            for text in texts:
                name = f"{code.name}:{len(found)}"
                found.append(Example(name, text, "", carried, name, "synthetic", SENTENCE_WEIGHT))
                about.append(codes.index(code.name))
    return found, np.array(about, dtype=np.int64)


def _weigh_examples(examples: Sequence[Example]) -> Floats:
    """Each example's weight; synthetic series weigh alike: a series of few passages does not drown in a long one."""
    sizes = Counter(example.series for example in examples if example.series)
    mean = sum(sizes.values()) / max(1, len(sizes))
    return np.array(
        [example.weight * (mean / sizes[example.series] if example.series else 1.0) for example in examples]
    )


def make_folds(groups: Sequence[str], real: Flags, folds: int, seed: int) -> NDArray[np.int64]:
    """Fold of every real example, -1 for others; a group never stands in two folds."""
    names = sorted({group for group, is_real in zip(groups, real, strict=True) if is_real})
    if len(names) == 1:
        # One group only: nothing to hold out but single passages.
        rows = np.flatnonzero(real)
        found = np.full(len(groups), -1)
        found[rows] = np.random.default_rng(seed).permutation(len(rows)) % folds
        return found
    order = np.random.default_rng(seed).permutation(len(names))
    fold_of = {names[place]: int(i % folds) for i, place in enumerate(order)}
    return np.array([fold_of[group] if is_real else -1 for group, is_real in zip(groups, real, strict=True)])
