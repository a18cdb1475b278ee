"""The main job from end to end: read, split, code, write."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from gigtext import __version__
from gigtext.codebook import default_codebook_path, load_codebook
from gigtext.coding import Coder, CoderName, code_batch, make_coder
from gigtext.corpus import read_documents, split_passages
from gigtext.errors import InputError
from gigtext.exchange.spreadsheet import has_unsaved_decisions, write_codings
from gigtext.judgements import FILE_NAME, apply_judgements, read_judgements
from gigtext.records import Codebook, Coding, Corpus, Decision, Passage, Run
from gigtext.store import FORMAT, Results, check_format, open_results, write_results
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


def code_study(request: Request, *, progress: Progress = lambda _what, _done, _total: None) -> Run:
    """Read the transcripts, code them and write the results folder; returns the run record.

    Earlier results stay as they are until the new ones are complete. Raises InputError when nothing could be read,
    CodebookError and ModelError when there is nothing to code with.
    """
    check_format(request.results)
    codebook = load_codebook(request.codebook)
    coder = load_coder(codebook, request.model, cast(CoderName, request.coder))
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
    codings: list[Coding] = []
    decisions: list[Decision] = []
    if coder.encoder is not None:
        coder.encoder.remember(request.results / VECTORS)
    for start in range(0, len(passages), BATCH):
        batch_codings, batch_decisions = code_batch(coder, passages[start : start + BATCH])
        codings.extend(batch_codings)
        decisions.extend(batch_decisions)
        progress(say(request.lang, "coding"), min(start + BATCH, len(passages)), len(passages))
    notes = [*corpus.notes, *_far_from_training(coder, corpus, passages, request.lang)]
    if judgements:
        outcome = apply_judgements(passages, decisions, judgements)
        if outcome.unanchored:
            notes.append(say(request.lang, "unanchored", n=len(outcome.unanchored)))
        if outcome.disputed:
            notes.append(say(request.lang, "disputed", n=len(outcome.disputed)))
    if kept := _keep_edited(request.results):
        notes.append(say(request.lang, "kept", file=kept))
    run = _record(request, coder, corpus, passages, decisions, judgements_file, notes)
    folder = request.results
    codebook_file = request.codebook or default_codebook_path()
    write_results(folder, run, corpus, passages, codings, decisions, codebook_file.read_bytes())
    write_codings(open_results(folder), folder / "codings.csv", lang=request.lang)
    if coder.encoder is not None:
        coder.encoder.keep(folder / VECTORS, (passage.text for passage in passages if passage.codable))
    return run


def _far_from_training(coder: Coder, corpus: Corpus, passages: list[Passage], lang: str) -> list[str]:
    """A warning when the talk holds far more unknown words than real talk usually does, and which transcripts hold most."""
    if coder.model is None:
        return []
    from gigtext.classifier.familiarity import LEAST_WORDS, known_stems, unknown_in

    known, usual = known_stems(coder.model.features.terms), coder.model.usual_unknown
    texts: dict[str, list[str]] = {}
    for passage in passages:
        if passage.codable:
            texts.setdefault(passage.document_id, []).append(passage.text)
    counts = {document: unknown_in(known, said) for document, said in texts.items()}
    shares = {document: unknown / every for document, (unknown, every) in counts.items() if every >= LEAST_WORDS}
    far = sorted((document for document in shares if shares[document] > usual), key=lambda name: -shares[name])
    if not far:
        return []
    source = {document.id: document.source for document in corpus.documents}
    named = ", ".join(f"{source[name]} ({decimal(100 * shares[name], lang, 0)} %)" for name in far[:3])
    more = f" (+{len(far) - 3})" if len(far) > 3 else ""
    return [say(lang, "far", n=len(far), limit=decimal(100 * usual, lang, 0), which=named + more)]


def load_coder(codebook: Codebook, model: str | None, coder: CoderName) -> Coder:
    """The machine coders for a codebook: its rules, and the model unless rules alone were asked for.

    A codebook that the shipped model knows nothing of is coded by its rules alone; a model that was asked for by name must
    fit, or ModelError says why.
    """
    if coder == "rules":
        return make_coder(codebook, None, "rules")
    from gigtext.classifier import load_model, untrained
    from gigtext.classifier.encoder import default_tier, load_encoder
    from gigtext.classifier.model import ACCURATE_MODEL, FAST_MODEL

    shipped = {"fast": FAST_MODEL, "accurate": ACCURATE_MODEL}
    loaded = load_model(shipped.get(model or default_tier(), Path(model or "")))
    fits = set(loaded.codes) & {code.name for code in codebook.codes}
    if not fits and (model is None or model in shipped) and coder == "both":
        return make_coder(codebook, None, "rules")
    untrained(loaded, codebook)  # raises when they have no code in common
    return make_coder(codebook, loaded, coder, load_encoder() if loaded.tier == "accurate" else None)


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
    coder: Coder,
    corpus: Corpus,
    passages: list[Passage],
    decisions: list[Decision],
    judgements_file: Path,
    notes: list[str],
) -> Run:
    now = datetime.now(UTC)
    model = coder.model
    precision: dict[str, tuple[float, int]] = {}
    rules_only = tuple(code.name for code in coder.codebook.codes)
    if model is not None and coder.name == "both":
        names = {code.name for code in coder.codebook.codes}
        precision = {code: tuple(value) for code, value in model.precision.items() if code in names}  # type: ignore[misc]
    if model is not None:
        from gigtext.classifier import untrained

        rules_only = tuple(untrained(model, coder.codebook))
    return Run(
        id=now.strftime("%Y%m%dT%H%M%S"),
        created=now.isoformat(timespec="seconds"),
        versions={
            "format": FORMAT,
            "gigtext": __version__,
            "codebook": coder.codebook.version,
            "model": model.version if model is not None else "",
        },
        options={
            "paths": list(request.paths),
            "codebook": _relative(request.codebook, request.results) if request.codebook else "",
            "decisions": _relative(judgements_file, request.results),
            "coder": coder.name,
            "tier": model.tier if model is not None else "",
            "tested_on": model.tested_on if model is not None else "",
            "split": request.split,
            "interviewer": list(request.interviewer),
        },
        counts={
            "documents": len(corpus.documents),
            "participants": len(corpus.participants),
            "turns": len(corpus.turns),
            "passages": len(passages),
            "codable": sum(passage.codable for passage in passages),
            "firm": sum(decision.status == "firm" for decision in decisions),
            "suggested": sum(decision.status == "suggested" for decision in decisions),
        },
        skipped=corpus.skipped,
        notes=tuple(notes),
        precision=precision,
        untrained=rules_only,
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
