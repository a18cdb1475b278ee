"""What the machine coders say of texts: by a coder that every worker builds once, or taken over from the run before.

A passage's codes depend on its text, the codebook, the model, the coders that take part and this program, and on nothing
else: where all of these are as they were, nothing is coded again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from gigtext.codebook import load_codebook
from gigtext.coding import Coder, CoderName, code_batch, make_coder
from gigtext.places import is_remote
from gigtext.records import Codebook, Coding, Decision, Passage
from gigtext.store import part_file, part_files


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a worker needs to build the coder."""

    codebook: Path | None
    model: str | None
    coder: CoderName
    versions: tuple[str, str]
    """Of codebook and model: a file that has changed makes another recipe."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What the machine says of one text; the passage ids are empty."""

    codings: tuple[Coding, ...]
    decisions: tuple[Decision, ...]
    unknown: int
    """Words that the model's training material never had; 0 without a model."""
    words: int


def load_coder(codebook: Codebook, model: str | None, coder: CoderName) -> Coder:
    """The machine coders for a codebook: its rules, and the model unless rules alone were asked for.

    A codebook that the shipped model knows nothing of is coded by its rules alone; a model that was asked for by name must
    fit, or ModelError says why.
    """
    if coder == "rules":
        return make_coder(codebook, None, "rules")
    from gigtext.classifier import load_model, untrained
    from gigtext.classifier.encoder import load_encoder

    folder = model_folder(model)
    loaded = load_model(folder)
    fits = set(loaded.codes) & {code.name for code in codebook.codes}
    if not fits and (model is None or model in ("fast", "accurate")) and coder == "both":
        return make_coder(codebook, None, "rules")
    untrained(loaded, codebook)  # raises when they have no code in common
    return make_coder(codebook, loaded, coder, load_encoder() if loaded.tier == "accurate" else None)


def model_folder(model: str | None) -> Path:
    """The folder of a model: one that ships with gigtext, or the path given."""
    from gigtext.classifier.encoder import default_tier
    from gigtext.classifier.model import ACCURATE_MODEL, FAST_MODEL

    return {"fast": FAST_MODEL, "accurate": ACCURATE_MODEL}.get(model or default_tier(), Path(model or ""))


@lru_cache(maxsize=1)
def coder_of(recipe: Recipe) -> Coder:
    """The coder, built once per process."""
    return load_coder(load_codebook(recipe.codebook), recipe.model, recipe.coder)


def code_texts(recipe: Recipe, texts: Sequence[str]) -> list[Coded]:
    """Code every text; a pure function of its arguments, to be run by any engine."""
    coder = coder_of(recipe)
    passages = [Passage(str(at), "", 0, "", 0, len(text), text) for at, text in enumerate(texts)]
    codings, decisions = code_batch(coder, passages)
    said = _by_passage([each.id for each in passages], codings, decisions)
    counts = _count_words(recipe, texts) if coder.model is not None else [(0, 0)] * len(texts)
    return [Coded(*each, *count) for each, count in zip(said, counts, strict=True)]


def _count_words(recipe: Recipe, texts: Sequence[str]) -> list[tuple[int, int]]:
    """(unknown words, words) of every text, found once per distinct stretch between spaces."""
    from gigtext.classifier.familiarity import unknown_in

    known, table = _known(recipe)
    found = []
    for text in texts:
        unknown = words = 0
        for stretch in text.split():
            counts = table.get(stretch)
            if counts is None:
                counts = table[stretch] = unknown_in(known, [stretch])
            unknown += counts[0]
            words += counts[1]
        found.append((unknown, words))
    return found


@lru_cache(maxsize=1)
def _known(recipe: Recipe) -> tuple[frozenset[str], dict[str, tuple[int, int]]]:
    """The stems that the model's training material had, and what is already counted."""
    from gigtext.classifier.familiarity import known_stems

    model = coder_of(recipe).model
    return (known_stems(model.features.terms) if model is not None else frozenset()), {}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A part of an earlier run, finished or interrupted."""

    data: Path
    number: int
    same: bool
    """Made with the same program, codebook, model and coders: what it says of a text holds."""

    @property
    def vectors(self) -> Path:
        return part_file(self.data, "vectors", self.number, ".npz")


def earlier_parts(folder: Path, key: Mapping[str, str]) -> dict[str, list[Earlier]]:
    """Document id → the parts of earlier runs in `folder` that hold it. What is damaged or foreign is passed over."""
    import pyarrow
    import pyarrow.parquet as parquet

    found: dict[str, list[Earlier]] = defaultdict(list)
    for data in sorted(folder.glob("data-*"), key=lambda path: path.name):
        same = has_key(data, key)
        for number, path in part_files(data, "documents"):
            try:
                # not read_table: that one imports pandas where it is installed
                names = parquet.ParquetFile(opened(path)).read(columns=["id"]).column(0).to_pylist()
            except (OSError, KeyError, pyarrow.ArrowException):
                continue
            for name in names:
                found[name].append(Earlier(data, number, same))
    return found


def opened(path: Path) -> Any:
    """What pyarrow reads: a path of this machine, or an open file of object storage."""
    return path.open("rb") if is_remote(path) else path


def taken_over(earlier: Iterable[Earlier]) -> dict[str, Coded]:
    """Text → what the machine said of it in those earlier parts that were made with the same key."""
    import pyarrow
    import pyarrow.parquet as parquet

    def rows(part: Earlier, table: str) -> list[dict[str, Any]]:
        read: list[dict[str, Any]] = (
            parquet.ParquetFile(opened(part_file(part.data, table, part.number))).read().to_pylist()
        )
        return read

    found: dict[str, Coded] = {}
    for part in earlier:
        if not part.same:
            continue
        try:
            passages = [row for row in rows(part, "passages") if row["codable"]]
            codings = [Coding(**row) for row in rows(part, "codings")]
            decisions = [Decision(**row) for row in rows(part, "decisions")]
            said = _by_passage([row["id"] for row in passages], codings, decisions)
            for row, (own, decided) in zip(passages, said, strict=True):
                found.setdefault(row["text"], Coded(own, decided, row["unknown"], row["words"]))
        except (OSError, KeyError, TypeError, pyarrow.ArrowException):
            continue
    return found


def _by_passage(
    ids: Sequence[str], codings: Iterable[Coding], decisions: Iterable[Decision]
) -> list[tuple[tuple[Coding, ...], tuple[Decision, ...]]]:
    """The codings and decisions of every passage, without its id: they hold wherever the text stands."""
    said: dict[str, tuple[list[Coding], list[Decision]]] = {each: ([], []) for each in ids}
    for coding in codings:
        said[coding.passage_id][0].append(replace(coding, passage_id=""))
    for decision in decisions:
        said[decision.passage_id][1].append(replace(decision, passage_id=""))
    return [(tuple(said[each][0]), tuple(said[each][1])) for each in ids]


def has_key(data: Path, key: Mapping[str, str]) -> bool:
    """Whether the results in a data folder depend on the same things besides the texts."""
    try:
        return bool(json.loads((data / "key.json").read_text(encoding="utf-8")) == dict(key))
    except (OSError, ValueError):
        return False


def stored_facts(folder: Path) -> tuple[str, bool]:
    """A model's version as it says itself, and whether it reads with an encoder, without loading it; empty where unreadable."""
    try:
        content: Any = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return str(content["version"]), bool(content["encoder"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", False
