"""The participants file: one row an informant, joined to the transcripts by id or file name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gigtext.corpus.cues import fold, word_table
from gigtext.corpus.readers.rows import read_table
from gigtext.errors import InputError

FILE_NAMES = ("participants.csv", "participants.xlsx", "participants.tsv")
_FILE_HEADINGS = frozenset(
    [
        "file",
        "files",
        "berkas",
        "nama berkas",
        "nama file",
        "file name",
        "filename",
        "dokumen",
        "document",
        "transkrip",
        "transcript",
    ]
)
_NEVER = frozenset(
    ["no hp", "hp", "telepon", "no telepon", "telp", "nomor hp", "email", "e mail", "nik", "no ktp", "rekening"]
)
"""Headings that are never read: nobody's analysis needs them."""


@dataclass(frozen=True)
class Row:
    """One informant. `values`: the other columns, heading → cell as written."""

    place: str
    """`participants.csv:3`."""
    id: str
    files: tuple[str, ...]
    """One informant may have several files, separated by `;`."""
    values: Mapping[str, str]


@dataclass(frozen=True)
class Roster:
    path: Path
    rows: tuple[Row, ...]


def read_roster(path: Path | None, paths: Sequence[str] = ()) -> Roster | None:
    """The participants file at `path`, else the first one in or beside `paths`; None when there is none.

    Raises InputError with every problem: no column for id or file, ids that come twice, rows without either.
    """
    if path is None:
        path = _find(paths)
        if path is None:
            return None
    cells = read_table(path)
    if not cells:
        raise InputError(f"{path}: holds no rows; write a header such as id,file,birth_year and one row an informant")
    (first, header), rows = cells[0], cells[1:]
    keys = word_table("interview_keys")
    identity = next((at for at, cell in enumerate(header) if fold(cell) in ("id", "kode")), None)
    if identity is None:
        identity = next((at for at, cell in enumerate(header) if keys.get(fold(cell)) == "participant"), None)
    files = next((at for at, cell in enumerate(header) if fold(cell) in _FILE_HEADINGS), None)
    if identity is None and files is None:
        raise InputError(
            f"{path}:{first}: no column says who is who (found: {', '.join(filter(None, header)) or 'nothing'});"
            " name one id (the informant's code) or file"
        )
    private = {at for at, cell in enumerate(header) if keys.get(fold(cell)) == "name" or fold(cell) in _NEVER}
    problems: list[str] = []
    seen: dict[str, int] = {}
    found: list[Row] = []
    for line, row in rows:
        row = [*row, *[""] * (len(header) - len(row))]
        code = row[identity] if identity is not None else ""
        names = tuple(name.strip() for name in row[files].split(";") if name.strip()) if files is not None else ()
        if any(row[len(header) :]):
            problems.append(
                f"{path}:{line}: has more cells than headings; put text that holds the separator in quotation marks"
            )
            continue
        if not code and not names:
            problems.append(f"{path}:{line}: neither id nor file; fill in one of them or remove the row")
            continue
        if code and fold(code) in seen:
            problems.append(
                f'{path}:{line}: id "{code}" stands in line {seen[fold(code)]} too; one row an informant,'
                " several files separated by ;"
            )
            continue
        seen[fold(code)] = line
        values = {
            header[at]: cell
            for at, cell in enumerate(row[: len(header)])
            if header[at] and cell and at not in {identity, files} | private
        }
        found.append(Row(f"{path.name}:{line}", code, names, values))
    if problems:
        raise InputError(*problems)
    return Roster(path, tuple(found))


def _find(paths: Sequence[str]) -> Path | None:
    for given in paths:
        if given == "-":
            continue
        path = Path(given)
        folder = path if path.is_dir() else path.parent
        places = [folder, folder.parent] if path.is_dir() else [folder]
        for place in places:
            for name in FILE_NAMES:
                if (place / name).is_file():
                    return place / name
    return None
