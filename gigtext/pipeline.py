"""The main job from end to end: read, split, code, write."""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from gigtext import __version__
from gigtext.codebook import default_codebook_path, load_codebook
from gigtext.coding import CoderName
from gigtext.corpus import ReadOptions, Speaker, Split, assign_participants, find_inputs
from gigtext.engines import Engine, Lost, map_batches
from gigtext.errors import InputError, ResultsError
from gigtext.exchange.spreadsheet import has_unsaved_decisions, write_codings
from gigtext.judgements import FILE_NAME, read_judgements
from gigtext.machine import Earlier, Recipe, coder_of, earlier_parts, has_key, model_folder, stored_facts
from gigtext.parts import Job, Part, code_part, cut_parts, hear_part
from gigtext.places import absolute, is_remote, place
from gigtext.records import Codebook, Participant, Run, Skip
from gigtext.store import (
    FORMAT,
    Results,
    begin_results,
    check_format,
    discard_results,
    finish_results,
    lay_over,
    open_results,
    part_files,
    read_run,
    resolved,
)
from gigtext.wording import decimal, say

COUNTS = ("documents", "participants", "turns", "passages", "codable", "coded anew", "firm", "suggested")

Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What `gigtext code` was asked to do."""

    paths: tuple[str, ...]
    results: Path
    codebook: Path | None = None
    model: str | None = None
    coder: str = "both"
    participants: Path | None = None
    interviewer: tuple[str, ...] = ()
    split: str = "passage"
    text_column: str | None = None
    question_column: str | None = None
    decisions: Path | None = None
    lang: str = "id"
    engine: Engine = "inline"
    workers: int | None = None
    scheduler: str | None = None


def code_study(request: Request, *, progress: Progress = lambda _what, _done, _total: None) -> Run:
    """Read the transcripts, code them and write the results folder; returns the run record.

    Earlier results stay as they are until the new ones are complete. What a run that is stopped has written, the next one
    takes over. Raises InputError when nothing could be read, CodebookError and ModelError when there is nothing to code with.
    """
    check_format(request.results)
    if request.engine == "dask":
        request = _for_elsewhere(request)
    folder = request.results
    codebook = load_codebook(request.codebook)
    model, accurate = ("", False) if request.coder == "rules" else stored_facts(model_folder(request.model))
    recipe = Recipe(request.codebook, request.model, cast(CoderName, request.coder), (codebook.version, model))
    # what a text's codes depend on besides the text
    key = {"gigtext": __version__, "codebook": codebook.version, "model": model, "coder": recipe.coder}
    before = _before(folder, key)
    if before is None:
        coder_of(recipe)  # a model that does not fit is told before anything is read
    judgements_file = request.decisions or _decisions_file(request.paths)
    judgements = read_judgements(judgements_file)
    inputs, skipped = find_inputs(request.paths, sys.stdin.buffer if "-" in request.paths else None)
    if request.engine == "dask":
        inputs = [replace(each, path=each.path and absolute(each.path)) for each in inputs]
    if not inputs:
        _refuse_nothing(skipped, [], read=0)
    workers = 1 if request.engine == "inline" else request.workers or os.cpu_count() or 1
    parts = cut_parts(inputs, workers, accurate=accurate)
    options = ReadOptions(request.interviewer, request.text_column, request.question_column, request.lang)
    now = datetime.now(UTC)
    data = begin_results(folder, f"{now:%Y%m%dT%H%M%S}", _codebook_file(request).read_bytes(), key)
    job = Job(recipe, options, cast(Split, request.split), data)
    try:
        done = _code(request, job, parts, codebook, earlier_parts(folder, key), progress)
        skipped = list(dict.fromkeys([*skipped, *done.skipped]))
        _refuse_nothing(skipped, done.notes, read=done.counts["documents"], codable=done.counts["codable"])
    except BaseException as error:
        if isinstance(error, InputError) or not part_files(data, "documents"):
            discard_results(data)  # nothing in it for the next run
        raise
    facts = _facts(recipe, codebook, before)
    notes = [*done.notes, *_far_from_training(facts, done.documents, done.words, request.lang)]
    if judgements:
        outcome = lay_over(data, judgements)
        if outcome.unanchored:
            notes.append(say(request.lang, "unanchored", n=len(outcome.unanchored)))
        if outcome.disputed:
            notes.append(say(request.lang, "disputed", n=len(outcome.disputed)))
    if kept := _keep_edited(folder):
        notes.append(say(request.lang, "kept", file=kept))
    run = _record(request, facts, key, now, done.counts, skipped, notes, judgements_file)
    finish_results(folder, data, run, done.participants)
    write_codings(open_results(folder), folder / "codings.csv", lang=request.lang)
    return run


@dataclass(frozen=True, slots=True)
class _Done:
    """All parts together."""

    participants: list[Participant]
    documents: dict[str, str]
    """Document id → source."""
    counts: Counter[str]
    words: dict[str, tuple[int, int]]
    notes: list[str]
    skipped: list[Skip]


def _code(
    request: Request,
    job: Job,
    parts: Sequence[Part],
    codebook: Codebook,
    earlier: Mapping[str, Sequence[Earlier]],
    progress: Progress,
) -> _Done:
    """Two passes over the parts: who speaks, then what they say."""

    def run(function: Callable[[Job, Part], Result], parts: Sequence[Part], what: str) -> Iterator[tuple[Part, Result]]:
        """The results of the parts that a worker survived; the others' transcripts are skips."""
        done = 0
        results = map_batches(
            partial(function, job),
            parts,
            engine=request.engine,
            workers=request.workers,
            scheduler=request.scheduler,
        )
        for part, found in zip(parts, results, strict=True):
            if isinstance(found, Lost):
                skipped.extend(Skip(each.place, say(request.lang, "worker_died")) for each in part.inputs)
            else:
                yield part, found
            done += len(part.inputs)
            progress(say(request.lang, what), done, total)

    total = sum(len(part.inputs) for part in parts)
    skipped: list[Skip] = []
    notes: list[str] = []
    speakers: list[Speaker] = []
    times: Counter[str] = Counter()
    heard: list[Part] = []
    for part, found in run(hear_part, parts, "reading"):
        heard.append(part)
        speakers += found.speakers
        times.update(found.row_ids)
        notes += found.notes
        skipped += found.skipped
    assigned = assign_participants(
        speakers, codebook.attributes, request.participants, request.paths, lang=request.lang
    )
    of_document: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for (document, form), name in assigned.participant_of.items():
        of_document[document][document, form] = name
    repeated = frozenset(name for name, count in times.items() if count > 1)

    def settled(part: Part) -> Part:
        names = [each.id for each in part.inputs]
        return replace(
            part,
            participant_of={spoken: name for each in names for spoken, name in of_document[each].items()},
            repeated=repeated,
            earlier=tuple(dict.fromkeys(found for each in names for found in earlier.get(each, ()))),
        )

    documents: dict[str, str] = {}
    counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    words: dict[str, tuple[int, int]] = {}
    for _, written in run(code_part, [settled(part) for part in heard], "coding"):
        documents.update(written.documents)
        counts.update(written.counts)
        words.update(written.words)
        skipped += written.skipped
    spoke = {name for document in documents for name in of_document[document].values()}
    participants = [each for each in assigned.participants if each.id in spoke]
    counts["participants"] = len(participants)
    notes = list(dict.fromkeys([*notes, *assigned.notes]))
    return _Done(participants, documents, counts, words, notes, skipped)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the run record says of the machine coders."""

    coder: str
    model: str
    tier: str
    tested_on: str
    usual_unknown: float | None
    precision: dict[str, tuple[float, int]]
    untrained: tuple[str, ...]


def _facts(recipe: Recipe, codebook: Codebook, before: Run | None) -> Facts:
    """From the coder, or from the record of a run that was made with the same one."""
    if before is not None:
        options = before.options
        usual = options.get("usual_unknown")
        return Facts(
            str(options["coder"]),
            before.versions["model"],
            str(options["tier"]),
            str(options["tested_on"]),
            float(str(usual)) if usual is not None else None,
            dict(before.precision),
            before.untrained,
        )
    coder = coder_of(recipe)
    model = coder.model
    if model is None:
        return Facts(coder.name, "", "", "", None, {}, tuple(code.name for code in codebook.codes))
    from gigtext.classifier import untrained

    names = {code.name for code in codebook.codes}
    precision: dict[str, tuple[float, int]] = {}
    if coder.name == "both":
        precision = {code: tuple(value) for code, value in model.precision.items() if code in names}  # type: ignore[misc]
    rules_only = tuple(untrained(model, codebook))
    return Facts(coder.name, model.version, model.tier, model.tested_on, model.usual_unknown, precision, rules_only)


def _before(folder: Path, key: Mapping[str, str]) -> Run | None:
    """The record of the last run, if it was made with the same machine."""
    try:
        run, data = read_run(folder)
    except (ResultsError, KeyError, TypeError):
        return None
    return run if has_key(data, key) else None


def _far_from_training(
    facts: Facts, sources: Mapping[str, str], words: Mapping[str, tuple[int, int]], lang: str
) -> list[str]:
    """A warning when the talk holds far more unknown words than real talk usually does, and which transcripts hold most."""
    if facts.usual_unknown is None:
        return []
    from gigtext.classifier.familiarity import LEAST_WORDS

    usual = facts.usual_unknown
    shares = {document: unknown / every for document, (unknown, every) in words.items() if every >= LEAST_WORDS}
    far = sorted((document for document in shares if shares[document] > usual), key=lambda name: -shares[name])
    if not far:
        return []
    named = ", ".join(f"{sources[name]} ({decimal(100 * shares[name], lang, 0)} %)" for name in far[:3])
    more = f" (+{len(far) - 3})" if len(far) > 3 else ""
    return [say(lang, "far", n=len(far), limit=decimal(100 * usual, lang, 0), which=named + more)]


def stale_codebook(results: Results) -> str | None:
    """The path of the codebook the results were made with, when it says something else now."""
    stored = str(results.run.options.get("codebook") or "")
    path = resolved(results.folder, stored) if stored else default_codebook_path()
    if not path.is_file():
        return None
    return (stored and str(path)) or path.name if version_of(path) != results.run.versions["codebook"] else None


def version_of(path: Path) -> str:
    """A codebook file's version: the first 12 digits of the SHA-256 of its bytes, newlines as `\\n`."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:12]


def _decisions_file(paths: tuple[str, ...]) -> Path:
    """People's decisions stand beside the transcripts: in the first folder given, or beside the first file."""
    first = place(paths[0]) if paths[0] != "-" else Path()
    if is_remote(first):
        return Path(FILE_NAME)  # people's decisions are never kept on a network
    return (first if first.is_dir() else first.parent) / FILE_NAME


def _refuse_nothing(skipped: Sequence[Skip], notes: Sequence[str], *, read: int, codable: int = 0) -> None:
    if not read:
        reasons = [f"{skip.source}: {skip.reason}" for skip in skipped]
        raise InputError(
            *reasons, "nothing to code: no transcript could be read; see gigtext code --help for the formats"
        )
    if not codable:
        raise InputError(
            *notes,
            "nothing to code: the transcripts hold no participant talk; name the interviewer's label with --interviewer",
        )


def _codebook_file(request: Request) -> Path:
    return request.codebook or default_codebook_path()


def _for_elsewhere(request: Request) -> Request:
    """The request as workers in other folders and on other machines understand it: absolute paths, the tier by name."""
    from gigtext.classifier.encoder import default_tier

    model = request.model or default_tier()
    return replace(
        request,
        results=absolute(request.results),
        codebook=request.codebook and absolute(request.codebook),
        model=model if model in ("fast", "accurate") else str(Path(model).resolve()),
    )


def _record(
    request: Request,
    facts: Facts,
    key: Mapping[str, str],
    now: datetime,
    counts: Mapping[str, int],
    skipped: Sequence[Skip],
    notes: Sequence[str],
    judgements_file: Path,
) -> Run:
    return Run(
        id=f"{now:%Y%m%dT%H%M%S}",
        created=now.isoformat(timespec="seconds"),
        versions={
            "format": FORMAT,
            "gigtext": __version__,
            "codebook": key["codebook"],
            "model": facts.model,
        },
        options={
            "paths": list(request.paths),
            "codebook": _relative(request.codebook, request.results) if request.codebook else "",
            "decisions": _relative(judgements_file, request.results),
            "coder": facts.coder,
            "tier": facts.tier,
            "tested_on": facts.tested_on,
            "usual_unknown": facts.usual_unknown,
            "split": request.split,
            "interviewer": list(request.interviewer),
            "engine": request.engine,
        },
        counts={name: counts[name] for name in COUNTS},
        skipped=tuple(skipped),
        notes=tuple(notes),
        precision=facts.precision,
        untrained=facts.untrained,
    )


def _relative(path: Path, folder: Path) -> str:
    """`path` as seen from the results folder, so that a study may be moved as a whole."""
    if is_remote(folder):
        return str(absolute(path))
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive on Windows
        return str(path.resolve())


def _keep_edited(folder: Path) -> Path | None:
    """Move a `codings.csv` that a person has written decisions into out of the way; nothing of it is ever lost."""
    path = folder / "codings.csv"
    if not path.exists() or not has_unsaved_decisions(path):
        return None
    number = 1
    while (kept := folder / f"codings-edited-{number}.csv").exists():
        number += 1
    path.rename(kept)
    return kept
