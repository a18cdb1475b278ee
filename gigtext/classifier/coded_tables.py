"""Coded passages in a spreadsheet, as people keep them: any column order, Indonesian or English headings.

Codes stand in one column (separated by `;`, `,` or `|`, or one row a code), or in one column per code with 0 and 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigtext.corpus.cues import fold
from gigtext.corpus.readers.rows import read_table
from gigtext.errors import InputError
from gigtext.records import Codebook

if TYPE_CHECKING:
    from gigtext.classifier.examples import Example

HEADINGS: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "teks", "kutipan", "petikan", "jawaban", "pernyataan", "ulasan", "tuturan", "isi", "segmen"),
        *("quotation", "quote", "answer", "coded segments", "coded segment", "segment", "quotation content", "content"),
    ),
    "codes": ("codes", "code", "kode", "koding", "coding", "tema", "theme", "themes", "kategori", "category", "label"),
    "question": ("question", "pertanyaan", "tanya"),
    "id": ("id", "passage", "id petikan", "passage id"),
    "group": (
        *("page", "group", "document", "source", "halaman", "kelompok", "dokumen", "sumber", "document name"),
        *(
            "file",
            "berkas",
            "transkrip",
            "transcript",
            "wawancara",
            "interview",
            "informan",
            "participant",
            "partisipan",
        ),
    ),
}
"""What a column is for → its headings, the most telling first; compared without case, accents and punctuation."""
_NUMBER = ("no", "nomor", "number", "nr")
_YES = frozenset(("1", "x", "v", "ya", "y", "yes", "true", "✓", "✔"))
_NO = frozenset(("", "0", "-", "tidak", "t", "n", "no", "false"))
_OWN = frozenset(("status", "score", "decision"))
"""Headings by which the `codings.csv` of a run is known."""


def table_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a `.csv`, `.tsv` or `.xlsx` as `read_gold` wants them; rows of one passage are brought together.

    Rows are of one passage when their text, question and group (else their id) are the same. InputError names what is
    missing with the headings that were found.
    """
    rows = read_table(path)
    if not rows:
        raise InputError(f"{path}: empty; write a header such as text,codes and one row a passage")
    (first, header), body = rows[0], rows[1:]
    columns = _columns(header)
    found = ", ".join(filter(None, header)) or "none"
    if set(map(fold, header)) >= _OWN:
        raise InputError(
            f"{path}:{first}: this is the codings.csv of a run, whose codes are mostly the machine's own; take its decisions "
            "in with gigtext import codings, and train or measure with passages that people coded"
        )
    if "text" not in columns:
        raise InputError(
            f"{path}:{first}: no column text (found: {found}); name the passages' column text, teks, kutipan or petikan"
        )
    marks = [] if "codes" in columns else _mark_columns(header, [row for _, row in body], columns)
    if "codes" not in columns and not marks:
        raise InputError(
            f"{path}:{first}: no column codes (found: {found}); name it codes, kode or tema, or give one column per code "
            "with 0 and 1 in its cells"
        )
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    for line, row in body:
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if marks:
            codes = [header[at].strip() for at in marks if at < len(row) and _plain(row[at]) in _YES]
        else:
            codes = [each.strip() for each in re.split(r"[;|,\n]", cells["codes"]) if each.strip() not in ("", "-")]
        group, identity = cells.get("group", ""), cells.get("id", "")
        key = (cells["text"], cells.get("question", ""), group, "" if group else identity)
        if cells["text"] and key in merged:
            known = merged[key]["codes"]
            known.extend(code for code in codes if code not in known)
            continue
        merged[key if cells["text"] else (str(line),)] = {
            **cells,
            "codes": codes,
            "id": identity or f"{path.stem}:{line}",
            "place": f"{path}:{line}",
        }
    yield from merged.values()


def name_codes(examples: Sequence[Example], codebook: Codebook) -> list[Example]:
    """The same examples with codes by their names in `codebook` where they were given by label; others stay as they are."""
    names: dict[str, str] = {}
    for code in codebook.codes:
        for text in (*code.label.values(), code.name):
            names[fold(text)] = code.name
    known = {code.name for code in codebook.codes}

    def name(code: str) -> str:
        return code if code in known else names.get(fold(code), code)

    return [
        each
        if each.codes <= known
        else replace(
            each,
            codes=frozenset(map(name, each.codes)),
            either=None if each.either is None else frozenset(map(name, each.either)),
        )
        for each in examples
    ]


def _columns(header: Sequence[str]) -> dict[str, int]:
    """What each column is for: of several headings that fit, the most telling one."""
    folded = [fold(heading) for heading in header]
    columns: dict[str, int] = {}
    for name, headings in HEADINGS.items():
        for heading in headings:
            if heading in folded:
                columns[name] = folded.index(heading)
                break
    return columns


def _mark_columns(header: Sequence[str], rows: Sequence[Sequence[str]], columns: dict[str, int]) -> list[int]:
    """Columns that say yes or no in every row, and yes in one at least: one code each."""
    marks = []
    for at, heading in enumerate(header):
        if at in columns.values() or not heading.strip() or fold(heading) in _NUMBER:
            continue
        cells = {_plain(row[at]) if at < len(row) else "" for row in rows}
        if cells <= _YES | _NO and cells & _YES:
            marks.append(at)
    return marks


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip().casefold()
