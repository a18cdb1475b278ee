"""What the machine coders say of texts: by a coder that every worker builds once, or taken over from the run before.

A passage's codes depend on its text, the codebook, the model, the coders that take part and this program, and on nothing
else: where all of these are as they were, nothing is coded again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from gigtext.codebook import load_codebook
from gigtext.coding import Coder, CoderName, code_batch, make_coder
from gigtext.errors import ResultsError
from gigtext.records import Codebook, Coding, Decision, Passage
from gigtext.store import CODING, DECISION, as_table, atomic_write, read_run

UNFINISHED = "unfinished"
"""Folder inside the results: what an interrupted run had coded, for the next one."""


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


def for_elsewhere(recipe: Recipe) -> Recipe:
    """The recipe as workers in other folders and on other machines understand it: absolute paths, the tier by name."""
    from gigtext.classifier.encoder import default_tier

    model = recipe.model
    if model not in (None, "fast", "accurate"):
        model = str(Path(str(model)).resolve())
    path = recipe.codebook.resolve() if recipe.codebook else None
    return replace(recipe, codebook=path, model=model or default_tier())


@lru_cache(maxsize=1)
def coder_of(recipe: Recipe) -> Coder:
    """The coder, built once per process."""
    return load_coder(load_codebook(recipe.codebook), recipe.model, recipe.coder)


def code_texts(recipe: Recipe, texts: Sequence[str]) -> list[Coded]:
    """Code every text; a pure function of its arguments, to be run by any engine."""
    coder = coder_of(recipe)
    passages = [Passage(str(at), "", 0, "", 0, len(text), text) for at, text in enumerate(texts)]
    codings, decisions = code_batch(coder, passages)
    said: list[tuple[list[Coding], list[Decision]]] = [([], []) for _ in texts]
    for coding in codings:
        said[int(coding.passage_id)][0].append(replace(coding, passage_id=""))
    for decision in decisions:
        said[int(decision.passage_id)][1].append(replace(decision, passage_id=""))
    counts = _count_words(recipe, texts) if coder.model is not None else [(0, 0)] * len(texts)
    return [Coded(tuple(c), tuple(d), *count) for (c, d), count in zip(said, counts, strict=True)]


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


def taken_over(folder: Path, key: Mapping[str, str]) -> dict[str, Coded]:
    """Text → what an earlier run in `folder` (finished or interrupted) said of it, where that run's key was the same."""
    found: dict[str, Coded] = {}
    for passages, codings, decisions in read_machine(folder, key):
        by_id: dict[str, tuple[list[Coding], list[Decision]]] = {each[0]: ([], []) for each in passages}
        for coding in codings:
            by_id[coding.passage_id][0].append(replace(coding, passage_id=""))
        for decision in decisions:
            by_id[decision.passage_id][1].append(replace(decision, passage_id=""))
        for name, text, unknown, words in passages:
            found.setdefault(text, Coded(tuple(by_id[name][0]), tuple(by_id[name][1]), unknown, words))
    return found


def keep_unfinished(folder: Path, key: Mapping[str, str], coded: Mapping[str, Coded]) -> None:
    """Leave what an interrupted run had coded for the next one."""
    names = {text: str(at) for at, text in enumerate(coded)}
    write_machine(
        folder / UNFINISHED,
        key,
        [(names[text], text, each.unknown, each.words) for text, each in coded.items()],
        [replace(c, passage_id=names[text]) for text, each in coded.items() for c in each.codings],
        [replace(d, passage_id=names[text]) for text, each in coded.items() for d in each.decisions],
    )


def forget_unfinished(folder: Path) -> None:
    shutil.rmtree(folder / UNFINISHED, ignore_errors=True)


Text = tuple[str, str, int, int]
"""Passage id, text, unknown words, words."""
_TEXT = {"id": "string", "text": "string", "unknown": "int64", "words": "int64"}


def write_machine(
    folder: Path,
    key: Mapping[str, str],
    texts: Sequence[Text],
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
) -> None:
    """Keep the machine's results of single texts in `folder`; `key`: what they depend on besides the text."""
    import pyarrow.parquet as parquet

    folder.mkdir(parents=True, exist_ok=True)
    given: dict[str, Sequence[object]] = {name: [row[at] for row in texts] for at, name in enumerate(_TEXT)}
    parquet.write_table(as_table((), _TEXT, given), folder / "passages.parquet", compression="zstd")
    parquet.write_table(as_table(codings, CODING), folder / "codings.parquet", compression="zstd")
    parquet.write_table(as_table(decisions, DECISION), folder / "decisions.parquet", compression="zstd")
    with atomic_write(folder / "key.json") as file:  # last: without it the folder is not read
        json.dump(key, file)


def read_machine(folder: Path, key: Mapping[str, str]) -> Iterator[tuple[list[Text], list[Coding], list[Decision]]]:
    """The machine's results of the finished run in `folder` and of one that was interrupted (in `UNFINISHED`),
    each if made with the same `key`. What is damaged, foreign or made with another key is passed over."""
    import pyarrow
    import pyarrow.parquet as parquet

    for data in (_data_of(folder, key), folder / UNFINISHED if _has_key(folder / UNFINISHED, key) else None):
        if data is None:
            continue
        try:
            # not read_table: that one imports pandas where it is installed
            passages = parquet.ParquetFile(data / "passages.parquet").read().to_pylist()
            texts = [tuple(row[name] for name in _TEXT) for row in passages if row.get("codable", True)]
            codings = [Coding(**row) for row in parquet.ParquetFile(data / "codings.parquet").read().to_pylist()]
            decisions = [Decision(**row) for row in parquet.ParquetFile(data / "decisions.parquet").read().to_pylist()]
        except (OSError, KeyError, TypeError, pyarrow.ArrowException):
            continue
        yield texts, codings, decisions


def _data_of(folder: Path, key: Mapping[str, str]) -> Path | None:
    try:
        run, data = read_run(folder)
    except (ResultsError, KeyError, TypeError):
        return None
    return data if run.options.get("machine") == dict(key) else None


def _has_key(folder: Path, key: Mapping[str, str]) -> bool:
    try:
        return bool(json.loads((folder / "key.json").read_text(encoding="utf-8")) == dict(key))
    except (OSError, ValueError):
        return False


def stored_version(folder: Path) -> str:
    """A model's version as it says itself, without loading it; empty where that cannot be read."""
    try:
        content: Any = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return str(content["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
