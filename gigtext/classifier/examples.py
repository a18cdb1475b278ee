"""Coded passages as training or gold material: JSONL, tables and coded-interview JSON → `Example`s.

Formats
-------
``.jsonl``  one object a line: ``id, text, question, codes`` and, where known, ``page`` or ``group`` (what must stay in one fold)
``.csv``    (``.tsv``, ``.xlsx``) a column of passages and one of codes, or one of 0 and 1 per code: `coded_tables`
``.json``   one coded interview: ``id, turns``; interviewer turns have ``text``, informant turns ``passages`` of ``text, codes``

A folder may hold ``training.yaml`` that says what its files are (``kind: real|synthetic``) and what they weigh.
Without it everything counts as real talk of weight 1.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from gigtext.classifier.coded_tables import name_codes, table_rows
from gigtext.errors import InputError
from gigtext.records import Codebook

Kind = Literal["real", "synthetic"]
MANIFEST = "training.yaml"
GROUP_KEYS = ("page", "group", "document", "source")
"""The first of these that a row has says what must stay in one fold."""
SUFFIXES = (".json", ".jsonl", ".csv", ".tsv", ".xlsx")
OWN_WEIGHT = 4.0
"""What a passage of the researcher's own study weighs, beside 2 for a real statement of the shipped material."""


@dataclass(frozen=True, slots=True)
class Example:
    """One coded passage."""

    id: str
    text: str
    question: str
    codes: frozenset[str]
    group: str
    """Page, interview or document: examples of one group never stand in two folds."""
    kind: Kind = "real"
    weight: float = 1.0
    series: str = ""
    """A family of synthetic interviews by one writer (leading letters of the file name); empty for real talk."""
    unread: bool = False
    """From a page that nobody read while patterns were written."""
    either: frozenset[str] | None = None
    """Codes that at least one of two coders gave, where two coded."""
    own: bool = False
    """A passage of the study that the model is trained for (`train --with`)."""


@dataclass(frozen=True, slots=True)
class TrainingSource:
    """One line of `training.yaml`."""

    path: str
    kind: Kind
    weight: float
    unread_every: int = 0
    """Of every so many pages one was not read while patterns were written: those whose SHA-1, as an integer, it divides."""


def read_training(folder: Path) -> list[Example]:
    """All coded passages below `folder` (or of one file), in the order of their paths.

    Raises InputError naming every unreadable file and row at once.
    """
    folder = Path(folder)
    if folder.is_file():
        return read_gold(folder)
    if not folder.is_dir():
        raise InputError(
            f"{folder}: no such folder; give a folder with .jsonl, .csv, .xlsx or .json files of coded passages"
        )
    sources = _read_manifest(folder)
    examples: list[Example] = []
    problems: list[str] = []
    for path in training_files(folder):
        source = _source_of(path.relative_to(folder).as_posix(), sources)
        if source is None:
            continue
        try:
            examples += _read_file(path, source)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    if not examples:
        raise InputError(
            f"{folder}: no coded passages; put .jsonl, .csv, .xlsx or .json files with texts and codes there"
        )
    return examples


def read_gold(path: Path) -> list[Example]:
    """Coded passages of one file or of a folder, all counted as real talk of weight 1."""
    path = Path(path)
    if path.is_dir():
        return read_training(path)
    if not path.is_file():
        raise InputError(f"{path}: no such file; give a .jsonl, .csv, .xlsx or .json file of coded passages")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: not a file of coded passages; known are {', '.join(SUFFIXES)}")
    examples = _read_file(path, TrainingSource("", "real", 1.0))
    if not examples:
        raise InputError(f"{path}: no coded passages in it; each needs a text and a list of codes")
    return examples


def read_own(paths: Sequence[Path], codebook: Codebook) -> list[Example]:
    """A researcher's own coded passages, for `train --with`: real talk that weighs `OWN_WEIGHT`.

    Raises InputError for a file whose codes are all foreign to `codebook`.
    """
    codes = {code.name for code in codebook.codes}
    own: list[Example] = []
    problems: list[str] = []
    for path in paths:
        examples = name_codes(read_gold(path), codebook)
        found = sorted({code for example in examples for code in example.codes})
        if found and not codes & set(found):
            problems.append(
                f"{path}: none of its codes is in the codebook (it has {', '.join(found[:3])}; the codebook "
                f"{', '.join(sorted(codes)[:3])} …); name the codebook it was coded with: --codebook FILE"
            )
        own += [replace(example, weight=OWN_WEIGHT, own=True, unread=True) for example in examples]
    if problems:
        raise InputError(*problems)
    return own


def shipped_material() -> Path:
    """The folder of the training material that ships with gigtext (in a checkout: `examples/training`)."""
    package = Path(__file__).parents[1]
    for folder in (package / "training", package.parent / "examples" / "training"):
        if (folder / MANIFEST).is_file():
            return folder
    raise InputError(f"{package / 'training'}: the shipped training material is missing; install gigtext again")


def training_files(folder: Path) -> list[Path]:
    """The files that `read_training` looks at, sorted by their path below `folder`."""
    files = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def checksums(paths: Iterable[Path]) -> dict[str, str]:
    """File name below its training folder → first 12 hexadecimal digits of the SHA-256 of its bytes (newlines as \\n)."""
    sums: dict[str, str] = {}
    for path in paths:
        files = training_files(path) if path.is_dir() else [path]
        for file in files:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            sums[name] = hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:12]
    return sums


def _read_manifest(folder: Path) -> list[TrainingSource] | None:
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not readable as YAML ({error}); see the example in the documentation") from None
    entries = content.get("sources") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise InputError(f"{path}: no list `sources`; write one with path, kind and weight per source")
    sources: list[TrainingSource] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, 1):
        place = f"{path}: source {number}"
        if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
            problems.append(f"{place}: has no path; write `path: folder or file`")
            continue
        unknown = sorted(set(entry) - {"path", "kind", "weight", "unread_every"})
        if unknown:
            problems.append(f"{place}: unknown key {', '.join(unknown)}; known are path, kind, weight, unread_every")
        kind, weight = entry.get("kind", "real"), entry.get("weight", 1)
        if kind not in ("real", "synthetic"):
            problems.append(f"{place}: kind is {kind!r}; write real or synthetic")
        elif isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1000:
            problems.append(f"{place}: weight is {weight!r}; write a number above 0")
        elif not isinstance(every := entry.get("unread_every", 0), int) or isinstance(every, bool) or every < 0:
            problems.append(f"{place}: unread_every is {every!r}; write a whole number, such as 5")
        else:
            sources.append(TrainingSource(entry["path"].strip("/"), kind, float(weight), every))
    if problems:
        raise InputError(*problems)
    return sources


def _source_of(name: str, sources: list[TrainingSource] | None) -> TrainingSource | None:
    if sources is None:
        return TrainingSource("", "real", 1.0)
    for source in sources:
        if name == source.path or name.startswith(source.path + "/"):
            return source
    return None


def _read_file(path: Path, source: TrainingSource) -> list[Example]:
    rows: Iterator[Mapping[str, Any]]
    match path.suffix.lower():
        case ".jsonl":
            rows = _jsonl_rows(path, _text_of(path))
        case ".json":
            rows = _interview_rows(path, _text_of(path))
        case _:
            rows = table_rows(path)
    examples: list[Example] = []
    problems: list[str] = []
    series = re.match(r"[^\W\d_]*", path.stem)
    while True:
        try:
            row = next(rows, None)
        except InputError as error:
            problems += error.problems
            break
        if row is None:
            break
        place, codes, words = row["place"], row.get("codes"), row.get("text")
        if not isinstance(words, str) or not words.strip():
            problems.append(f"{place}: no text; every coded passage needs one")
        elif not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            problems.append(f"{place}: codes is not a list of code names; write [] for none")
        else:
            either = row.get("either")
            group = next((row[name] for name in GROUP_KEYS if row.get(name)), row["id"])
            examples.append(
                Example(
                    id=str(row["id"]),
                    text=words,
                    question=str(row.get("question") or ""),
                    codes=frozenset(codes),
                    group=str(group),
                    kind=source.kind,
                    weight=source.weight,
                    series=series.group() if series and source.kind == "synthetic" else "",
                    unread=_is_unread(str(group), source.unread_every),
                    either=frozenset(either) if isinstance(either, list) else None,
                )
            )
    if problems:
        raise InputError(*problems)
    return examples


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8; save it as UTF-8") from None


def _is_unread(group: str, every: int) -> bool:
    return every > 0 and int(hashlib.sha1(group.encode()).hexdigest(), 16) % every == 0


def _jsonl_rows(path: Path, text: str) -> Iterator[dict[str, Any]]:
    # Not splitlines: a JSON string may hold U+2028 and its kin unescaped.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}:{number}: not JSON ({error.msg}); write one object a line") from None
        if not isinstance(row, dict):
            raise InputError(f'{path}:{number}: not an object; write {{"text": …, "codes": […]}}')
        codes = row.get("codes")
        if isinstance(codes, list):  # `gigtext export passages` writes {"code": …, "score": …}
            row["codes"] = [each["code"] if isinstance(each, dict) and "code" in each else each for each in codes]
        yield {**row, "id": row.get("id") or f"{path.stem}:{number}", "place": f"{path}:{number}"}


def _interview_rows(path: Path, text: str) -> Iterator[dict[str, Any]]:
    try:
        interview = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not JSON ({error.msg})") from None
    turns = interview.get("turns") if isinstance(interview, dict) else None
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise InputError(
            f"{path}: no list `turns`; a coded interview has id and turns, other material goes into .jsonl"
        )
    name = str(interview.get("id") or path.stem)
    question = ""
    for turn_number, turn in enumerate(turns, 1):
        if "passages" not in turn:
            question = str(turn.get("text") or "")
            continue
        for number, passage in enumerate(turn["passages"], 1):
            place = f"{path}: turn {turn_number}, passage {number}"
            if not isinstance(passage, dict):
                raise InputError(f"{place}: not an object; write text and codes")
            row = {"text": passage.get("text"), "codes": passage.get("codes"), "question": question}
            yield {**row, "id": f"{name}:{turn_number}.{number}", "page": f"{path.stem}", "place": place}
