"""`gigtext evaluate`: run the whole coder over gold passages, as it is or trained without the part it is measured on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gigtext.analysis.accuracy import Outcome
from gigtext.classifier import Example
from gigtext.coding import Coder, CoderName, code_batch, count_firm, make_coder
from gigtext.errors import InputError
from gigtext.records import Codebook, Passage

if TYPE_CHECKING:
    from gigtext.classifier.encoder import Encoder

BATCH = 512
FOLDS = 5
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Of the training pages, in a learning curve."""

Progress = Callable[[int, int], None]


def code_examples(coder: Coder, examples: Sequence[Example], progress: Progress | None = None) -> list[Outcome]:
    """Run the whole coder over gold passages, as `gigtext code` does."""
    passages = [
        Passage(str(at), "gold", at, "gold", 0, len(each.text), each.text, each.question)
        for at, each in enumerate(examples)
    ]
    firm: dict[str, set[str]] = {}
    for start in range(0, len(passages), BATCH):
        _, decisions = code_batch(coder, passages[start : start + BATCH])
        firm.update(count_firm(decisions))
        if progress:
            progress(min(start + BATCH, len(passages)), len(passages))
    return [
        Outcome(each.group, each.codes, frozenset(firm.get(str(at), ())), each.either, each.text)
        for at, each in enumerate(examples)
    ]


def cross_validate(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    more: Sequence[Example] = (),
    coder: CoderName = "both",
    folds: int = FOLDS,
    seed: int = 0,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Code every real example by a coder trained on the other folds; pages and interviews stay whole.

    Synthetic examples, `more`, and pages that the encoder was tuned on always train and are never measured; those of `more` that share a group or a text with a
    held-out example are left out of that fold. Outcomes stand in the order of the real examples.
    Raises InputError when there are fewer than two groups.
    """
    from gigtext.classifier.material import make_folds
    from gigtext.classifier.training import train

    measured = [example for example in examples if example.kind == "real"]
    if encoder is not None and any(example.unread for example in measured):
        # The encoder was tuned on the pages that were read: only the others can measure.
        measured = [example for example in measured if example.unread or example.own]
    kept = set(map(id, measured))
    others = [example for example in examples if id(example) not in kept] + list(more)
    groups = sorted({example.group for example in measured})
    if len(groups) < 2:
        raise InputError("--cv needs passages of at least two pages or interviews; give more, or evaluate without --cv")
    if coder == "rules":
        return code_examples(make_coder(codebook, None, "rules"), measured, progress)
    numbers = make_folds([example.group for example in measured], np.ones(len(measured), dtype=bool), folds, seed)
    outcomes: list[Outcome | None] = [None] * len(measured)
    chosen = sorted(set(numbers.tolist()))
    for done, fold in enumerate(chosen, 1):
        places = np.flatnonzero(numbers == fold).tolist()
        held_groups = {measured[at].group for at in places}
        held_texts = {measured[at].text for at in places}
        rest = [measured[at] for at in np.flatnonzero(numbers != fold).tolist()]
        rest += [each for each in others if each.group not in held_groups and each.text not in held_texts]
        model = train(rest, codebook, seed=seed, encoder=encoder)
        coded = code_examples(make_coder(codebook, model, coder, encoder), [measured[at] for at in places])
        for at, outcome in zip(places, coded, strict=True):
            outcomes[at] = outcome
        if progress:
            progress(done, len(chosen))
    return [outcome for outcome in outcomes if outcome is not None]


def learning_curve(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    more: Sequence[Example] = (),
    coder: CoderName = "both",
    seed: int = 0,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> list[tuple[int, int, list[Outcome]]]:
    """(training passages, codings among them, outcomes) for growing shares of the real examples.

    Measured on pages that nobody read while patterns were written, where the material names them, else on a fifth of the
    groups: they never train. Synthetic examples and `more` always train. Raises InputError as `cross_validate` does.
    """
    from gigtext.classifier.material import make_folds
    from gigtext.classifier.training import train

    real = [example for example in examples if example.kind == "real"]
    others = [example for example in examples if example.kind != "real"] + list(more)
    groups = sorted({example.group for example in real})
    if len(groups) < 2:
        raise InputError("--learning-curve needs passages of at least two pages or interviews; give more")
    numbers = make_folds([example.group for example in real], np.ones(len(real), dtype=bool), FOLDS, seed)
    held = np.array([example.unread for example in real])
    if not held.any():
        held = numbers == 0
    test = [real[at] for at in np.flatnonzero(held).tolist()]
    order = np.random.default_rng(seed).permutation(
        sorted({example.group for example in real} - {e.group for e in test})
    )
    points = []
    for done, share in enumerate(SHARES, 1):
        chosen = set(order[: max(2, round(share * len(order)))].tolist())
        learn = [example for example in real if example.group in chosen] + others
        model = train(learn, codebook, seed=seed, encoder=encoder)
        outcomes = code_examples(make_coder(codebook, model, coder, encoder), test)
        points.append((len(learn), sum(len(example.codes) for example in learn), outcomes))
        if progress:
            progress(done, len(SHARES))
    return points


def was_trained_on(report: Mapping[str, Any], gold: Path) -> bool:
    """Whether a file of `gold` is among those that a model's report names: then its figures say too much."""
    from gigtext.classifier.examples import checksums

    return bool(set(checksums([gold]).values()) & set(report.get("files", {}).values()))
