"""Which files a study consists of: folders walked in a stable order, ids, and what is left out with the reason."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from gigtext.errors import InputError
from gigtext.places import absolute, place, walk
from gigtext.records import Skip

SUFFIXES = frozenset([".txt", ".text", ".md", ".markdown", ".docx", ".odt", ".rtf", ".srt", ".vtt", ".json"]).union(
    [".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson"]
)
"""Suffixes that `read_source` reads, in lower case."""

_IGNORED_NAMES = re.compile(
    r"readme\b.*|participants\.(csv|tsv|xlsx)|gigtext-decisions\.csv|codebook\.ya?ml|thumbs\.db|desktop\.ini",
    re.IGNORECASE,
)
_SOUND = frozenset((".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac", ".aac", ".amr", ".3gp", ".mp4", ".mov", ".mkv"))
_FIXES = {
    ".pdf": "PDF files are not read; save the transcript as .docx",
    ".doc": "old Word files are not read; save the transcript as .docx",
    ".docm": "Word files with macros are not read; save the transcript as .docx",
    ".xls": "old Excel files are not read; save the table as .xlsx or .csv",
    ".ods": "OpenDocument tables are not read; save the table as .xlsx or .csv",
    ".pages": "Pages files are not read; export the transcript as .docx",
    ".gdoc": "this is only a link to Google Docs; download the document as .docx",
    ".html": "web pages are not read; save the transcript as .docx or .txt",
    ".htm": "web pages are not read; save the transcript as .docx or .txt",
}


def explain_suffix(path: PurePath) -> str | None:
    """Why a file of this suffix is not read and what to do; None when it is read.

    >>> explain_suffix(PurePath("wawancara.pdf"))
    'PDF files are not read; save the transcript as .docx'
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return None
    if suffix in _SOUND:
        return "sound and video are not read; transcribe it first (.srt, .vtt, .json or .txt)"
    if suffix in _FIXES:
        return _FIXES[suffix]
    return f"{suffix or 'files without a suffix'} is not read; save the transcript as .docx or .txt"


def find_files(paths: Iterable[str | Path]) -> tuple[list[tuple[str, Path]], list[Skip]]:
    """All transcripts in `paths` (files and folders, recursively) as (document id, path), and what was left out.

    Ids are paths below the folder that was given, with `/`; a file given directly has its name as id. Where two given
    paths lead to the same id, both get as many of their parent folders in front as tell them apart. Order: as given,
    inside a folder natural (`R2` before `R10`). A file reached twice counts once. Hidden files, lock files, README*,
    participants.csv and the like, the decisions file and results folders are no transcripts: in a folder they are
    passed over, given directly they are skips. InputError names every missing path at once, with close matches.
    """
    given = [place(path) for path in paths]
    problems = [_describe_missing(path) for path in given if not path.exists()]
    if problems:
        raise InputError(*problems)

    found: list[tuple[PurePath, Path]] = []
    skipped: list[Skip] = []
    seen: set[Path] = set()
    for path in given:
        entries = _walk(path, skipped) if path.is_dir() else [(PurePath(path.name), path)]
        for name, file in entries:
            identity = absolute(file)
            if identity in seen:
                continue
            seen.add(identity)
            reason = explain_suffix(file)
            if not path.is_dir() and _is_ignored(file.name):
                reason = "by its name this is no transcript; rename it if it is one"
            if reason is None:
                found.append((name, file))
            elif path.is_dir() and _is_ignored(file.name):
                continue
            else:
                skipped.append(Skip(str(file), reason))
    return list(zip(_unique_ids(found), [file for _, file in found], strict=True)), skipped


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sort key that puts `R2` before `R10`, whatever the case."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts), name


def _walk(folder: Path, skipped: list[Skip]) -> Iterator[tuple[PurePath, Path]]:
    def report(error: OSError) -> None:
        reason = error.strerror or "cannot be opened"
        skipped.append(Skip(str(error.filename), f"the folder cannot be read ({reason}); check its permissions"))

    files: list[PurePath] = []
    for below, folders, names in walk(folder, report):
        if _holds_results(folders, names):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not (name.startswith(".") or name == "__MACOSX")]
        files.extend(below / name for name in names if not _is_ignored(name))
    for file in sorted(files, key=lambda file: [natural_key(part) for part in file.parts]):
        yield file, folder / str(file)


def _holds_results(folders: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a folder is a results folder of ours, or the data of a run that was stopped (`gigtext.store`)."""
    parts = any(name.endswith(".parquet") for name in names) or any(name.startswith("data-") for name in folders)
    return ("run.json" in names and parts) or {"key.json", "codebook.yaml"} <= set(names)


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or _IGNORED_NAMES.fullmatch(name) is not None


def _unique_ids(found: list[tuple[PurePath, Path]]) -> list[str]:
    ids = [name.as_posix() for name, _ in found]
    parents = [0] * len(found)
    while True:
        clashes = {name for name, count in Counter(ids).items() if count > 1}
        if not clashes:
            return ids
        for index, (name, file) in enumerate(found):
            if ids[index] in clashes:
                parents[index] += 1
                ids[index] = "/".join(absolute(file).parts[-len(name.parts) - parents[index] :])


def _describe_missing(path: Path) -> str:
    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    lower = {name.casefold(): name for name in sorted(names)}
    close = [lower[name] for name in difflib.get_close_matches(path.name.casefold(), list(lower), n=3, cutoff=0.6)]
    if close:
        return f"{path}: no such file or folder; did you mean {' or '.join(str(folder / name) for name in close)}?"
    if not folder.is_dir():
        return f"{path}: no such file or folder; the folder {folder} does not exist either"
    return f"{path}: no such file or folder; check the spelling and the working folder"
