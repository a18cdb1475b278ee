"""The main job from end to end: read, split, code, write."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, cast

from gigtext import __version__
from gigtext.codebook import default_codebook_path, load_codebook
from gigtext.coding import CoderName
from gigtext.corpus import read_documents, split_passages
from gigtext.engines import Engine, Lost, map_batches
from gigtext.errors import InputError, ResultsError
from gigtext.exchange.spreadsheet import has_unsaved_decisions, write_codings
from gigtext.judgements import FILE_NAME, apply_judgements, read_judgements
from gigtext.machine import (
    Coded,
    Recipe,
    code_texts,
    coder_of,
    for_elsewhere,
    forget_unfinished,
    keep_unfinished,
    model_folder,
    stored_version,
    taken_over,
)
from gigtext.records import Codebook, Coding, Corpus, Decision, Passage, Run, Skip
from gigtext.store import FORMAT, Results, check_format, open_results, read_run, write_results
from gigtext.wording import decimal, say

BATCH = 512
VECTORS = "vectors.npz"
"""In the results folder: what the encoder made of each passage, so that only new and changed ones are read again."""

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

    Earlier results stay as they are until the new ones are complete. Raises InputError when nothing could be read,
    CodebookError and ModelError when there is nothing to code with.
    """
    check_format(request.results)
    codebook = load_codebook(request.codebook)
    model = "" if request.coder == "rules" else stored_version(model_folder(request.model))
    recipe = Recipe(request.codebook, request.model, cast(CoderName, request.coder), (codebook.version, model))
    if request.engine == "dask":
        recipe = for_elsewhere(recipe)
    folder = request.results
    before = _before(folder)
    if request.coder == "rules" or before is None:
        coder_of(recipe)  # a model that does not fit is told before anything is read
    judgements_file = request.decisions or _decisions_file(request.paths)
    judgements = read_judgements(judgements_file)
    corpus = read_documents(
        request.paths,
        attributes=codebook.attributes,
        participants=request.participants,
        interviewer=request.interviewer,
        text_column=request.text_column,
        question_column=request.question_column,
        stdin=sys.stdin.buffer if "-" in request.paths else None,
        progress=lambda done, total: progress(say(request.lang, "reading"), done, total),
        lang=request.lang,
    )
    passages = split_passages(corpus, cast(Literal["passage", "sentence", "turn"], request.split))
    _refuse_nothing(corpus, passages)
    # what a text's codes depend on besides the text
    key = {"gigtext": __version__, "codebook": codebook.version, "model": model, "coder": recipe.coder}
    coded = taken_over(folder, key)
    new = list(dict.fromkeys(each.text for each in passages if each.codable and each.text not in coded))
    lost = _code(request, recipe, key, coded, new, progress)
    skipped = list(corpus.skipped)
    if lost:
        source = {document.id: document.source for document in corpus.documents}
        hit = [source[each.document_id] for each in passages if each.codable and each.text in lost]
        skipped += [Skip(name, say(request.lang, "worker_died", n=hit.count(name))) for name in dict.fromkeys(hit)]
        # what nobody could code counts neither as coded nor as talk without a theme
        passages = [replace(each, codable=False) if each.text in lost else each for each in passages]
    codings, decisions, words = _joined(passages, coded)
    facts = _facts(recipe, codebook, before if before and before.options.get("machine") == key else None)
    notes = [*corpus.notes, *_far_from_training(facts, corpus, passages, words, request.lang)]
    if judgements:
        outcome = apply_judgements(passages, decisions, judgements)
        if outcome.unanchored:
            notes.append(say(request.lang, "unanchored", n=len(outcome.unanchored)))
        if outcome.disputed:
            notes.append(say(request.lang, "disputed", n=len(outcome.disputed)))
    if kept := _keep_edited(folder):
        notes.append(say(request.lang, "kept", file=kept))
    corpus = replace(corpus, skipped=tuple(skipped))
    run = _record(request, facts, key, corpus, passages, decisions, judgements_file, notes, coded_anew=len(new))
    codebook_file = request.codebook or default_codebook_path()
    write_results(folder, run, corpus, passages, codings, decisions, codebook_file.read_bytes(), words)
    forget_unfinished(folder)
    write_codings(open_results(folder), folder / "codings.csv", lang=request.lang)
    encoder = coder_of(recipe).encoder if new else None
    if encoder is not None:
        encoder.keep(folder / VECTORS, (passage.text for passage in passages if passage.codable))
    return run


def _code(
    request: Request,
    recipe: Recipe,
    key: dict[str, str],
    coded: dict[str, Coded],
    new: list[str],
    progress: Progress,
) -> set[str]:
    """Code the `new` texts into `coded`; returns those that no worker survived.

    An interrupted run leaves what it had for the next one: earlier results stay as they are.
    """
    if new and request.engine == "inline" and (encoder := coder_of(recipe).encoder) is not None:
        encoder.remember(request.results / VECTORS)
    batches = [new[start : start + BATCH] for start in range(0, len(new), BATCH)]
    lost: set[str] = set()
    done = 0
    made: dict[str, Coded] = {}
    try:
        results = map_batches(
            partial(code_texts, recipe),
            batches,
            engine=request.engine,
            workers=request.workers,
            scheduler=request.scheduler,
        )
        for batch, found in zip(batches, results, strict=True):
            if isinstance(found, Lost):
                lost.update(batch)
            else:
                made.update(zip(batch, found, strict=True))
            done += len(batch)
            progress(say(request.lang, "coding"), done, len(new))
    except KeyboardInterrupt:
        if made:
            keep_unfinished(request.results, key, {**coded, **made})
        raise
    coded.update(made)
    return lost


def _joined(
    passages: Sequence[Passage], coded: Mapping[str, Coded]
) -> tuple[list[Coding], list[Decision], list[tuple[int, int]]]:
    """Codings and decisions of all passages in reading order, and (unknown words, words) of each."""
    codings: list[Coding] = []
    decisions: list[Decision] = []
    words: list[tuple[int, int]] = []
    for passage in passages:
        found = coded[passage.text] if passage.codable else None
        words.append((found.unknown, found.words) if found else (0, 0))
        if found is not None:
            codings += [replace(each, passage_id=passage.id) for each in found.codings]
            decisions += [replace(each, passage_id=passage.id) for each in found.decisions]
    return codings, decisions, words


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


def _before(folder: Path) -> Run | None:
    try:
        return read_run(folder)[0]
    except (ResultsError, KeyError, TypeError):
        return None


def _far_from_training(
    facts: Facts, corpus: Corpus, passages: Sequence[Passage], words: Sequence[tuple[int, int]], lang: str
) -> list[str]:
    """A warning when the talk holds far more unknown words than real talk usually does, and which transcripts hold most."""
    if facts.usual_unknown is None:
        return []
    from gigtext.classifier.familiarity import LEAST_WORDS

    usual = facts.usual_unknown
    counts: dict[str, tuple[int, int]] = {}
    for passage, (unknown, every) in zip(passages, words, strict=True):
        before = counts.get(passage.document_id, (0, 0))
        counts[passage.document_id] = (before[0] + unknown, before[1] + every)
    shares = {document: unknown / every for document, (unknown, every) in counts.items() if every >= LEAST_WORDS}
    far = sorted((document for document in shares if shares[document] > usual), key=lambda name: -shares[name])
    if not far:
        return []
    source = {document.id: document.source for document in corpus.documents}
    named = ", ".join(f"{source[name]} ({decimal(100 * shares[name], lang, 0)} %)" for name in far[:3])
    more = f" (+{len(far) - 3})" if len(far) > 3 else ""
    return [say(lang, "far", n=len(far), limit=decimal(100 * usual, lang, 0), which=named + more)]


def stale_codebook(results: Results) -> str | None:
    """The path of the codebook the results were made with, when it says something else now."""
    stored = str(results.run.options.get("codebook") or "")
    path = Path(os.path.normpath(results.folder / stored)) if stored else default_codebook_path()
    if not path.is_file():
        return None
    return (stored and str(path)) or path.name if version_of(path) != results.run.versions["codebook"] else None


def version_of(path: Path) -> str:
    """A codebook file's version: the first 12 digits of the SHA-256 of its bytes, newlines as `\\n`."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:12]


def _decisions_file(paths: tuple[str, ...]) -> Path:
    """People's decisions stand beside the transcripts: in the first folder given, or beside the first file."""
    first = Path(paths[0]) if paths[0] != "-" else Path()
    return (first if first.is_dir() else first.parent) / FILE_NAME


def _refuse_nothing(corpus: Corpus, passages: list[Passage]) -> None:
    if not corpus.documents:
        reasons = [f"{skip.source}: {skip.reason}" for skip in corpus.skipped]
        raise InputError(
            *reasons, "nothing to code: no transcript could be read; see gigtext code --help for the formats"
        )
    if not any(passage.codable for passage in passages):
        raise InputError(
            *corpus.notes,
            "nothing to code: the transcripts hold no participant talk; name the interviewer's label with --interviewer",
        )


def _record(
    request: Request,
    facts: Facts,
    key: Mapping[str, str],
    corpus: Corpus,
    passages: Sequence[Passage],
    decisions: Sequence[Decision],
    judgements_file: Path,
    notes: Sequence[str],
    *,
    coded_anew: int,
) -> Run:
    now = datetime.now(UTC)
    return Run(
        id=now.strftime("%Y%m%dT%H%M%S"),
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
            "machine": dict(key),
        },
        counts={
            "documents": len(corpus.documents),
            "participants": len(corpus.participants),
            "turns": len(corpus.turns),
            "passages": len(passages),
            "codable": sum(passage.codable for passage in passages),
            "coded anew": coded_anew,
            "firm": sum(decision.status == "firm" for decision in decisions),
            "suggested": sum(decision.status == "suggested" for decision in decisions),
        },
        skipped=corpus.skipped,
        notes=tuple(notes),
        precision=facts.precision,
        untrained=facts.untrained,
    )


def _relative(path: Path, folder: Path) -> str:
    """`path` as seen from the results folder, so that a study may be moved as a whole."""
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
    path.replace(kept)
    return kept
