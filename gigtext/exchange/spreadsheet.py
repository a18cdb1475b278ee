"""`codings.csv`: one row per passage × code for a spreadsheet, and the same file back with a person's decisions."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gigtext.analysis.selection import find_theme, fold, identifier
from gigtext.errors import InputError
from gigtext.places import atomic_write, replacing
from gigtext.records import Cell, Judgement
from gigtext.store import Results
from gigtext.wording import pick

COLUMNS = (
    "passage",
    "document",
    "participant",
    "turn",
    "lines",
    "question",
    "text",
    "code",
    "theme",
    "domain",
    "status",
    "score",
    "coder",
    "evidence",
    "decision",
    "replace_by",
    "memo",
)
"""Attributes of the participant stand between `participant` and `turn`. The last three are the person's."""

_ALIASES = {
    "decision": ("keputusan", "decision ya tidak"),
    "replace_by": ("kode pengganti", "replacing code", "replace by", "pengganti"),
    "memo": ("catatan", "note"),
    "code": ("kode", "codes", "tema kode"),
    "text": ("petikan", "teks", "kutipan", "quotation", "quote"),
    "passage": ("id petikan", "passage id", "id"),
}
_YES = {"ya", "y", "yes", "1", "benar", "setuju", "iya", "true", "v", "x"}
_NO = {"tidak", "t", "no", "n", "0", "salah", "bukan", "tdk", "false"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_codings(results: Results, path: Path, *, lang: str = "id") -> int:
    """One row per passage × code (`firm`, `suggested`, `rejected`), and one without code for passages that have none,
    so that a missed theme can be written in. `.xlsx` or CSV (UTF-8 with BOM, which every spreadsheet reads rightly).
    Cells that a spreadsheet would run as a formula get an apostrophe before them. Returns the number of rows.
    """
    header = [*COLUMNS[:3], *results.attributes, *COLUMNS[3:]]
    written = 0
    if path.suffix.casefold() == ".xlsx":
        rows = list(codings_rows(results, lang))
        _write_xlsx(path, header, rows)
        return len(rows)
    with atomic_write(path, encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        for row in codings_rows(results, lang):
            writer.writerow([safe(cell) for cell in row])
            written += 1
    return written


def codings_rows(results: Results, lang: str) -> Iterator[list[Cell]]:
    """The rows of `codings.csv`, in reading order."""
    codebook = results.codebook
    themes = {code.name: pick(code.label, lang, code.name) for code in codebook.codes}
    domains = {code.name: code.domain for code in codebook.codes}
    attributes = "".join(f", a.{identifier(name)}" for name in results.attributes)
    found = results.database.execute(
        f"""
        SELECT p.id, p.document_id, p.participant_id{attributes}, p.turn + 1, p.line_first, p.line_last, p.question, p.text,
               d.code, d.status, d.score, d.coder,
               (SELECT string_agg(substr(p.text, k."start" + 1, k."end" - k."start"), ' | ' ORDER BY k."start")
                FROM codings k WHERE k.passage_id = p.id AND k.code = d.code AND k.coder = 'rules'
                AND k.stance = 'affirmed')
        FROM passages p JOIN participants a ON a.id = p.participant_id
        LEFT JOIN decisions d ON d.passage_id = p.id
        WHERE p.codable
        ORDER BY p.document_id, p.start, d.score DESC, d.code
        """
    )
    count = len(results.attributes)
    while batch := found.fetchmany(10_000):
        for row in batch:
            yield _codings_row(row, count, themes, domains)


def _codings_row(row: Sequence[Any], count: int, themes: Mapping[str, str], domains: Mapping[str, str]) -> list[Cell]:
    passage, document, participant = row[:3]
    turn, first, last, question, text, code, status, score, coder, evidence = row[3 + count :]
    return [
        *(passage, document, participant),
        *row[3 : 3 + count],
        *(turn, str(first) if first == last else f"{first}-{last}", question, text),
        *(code, themes.get(code, code), domains.get(code)),
        *(status, round(score, 3) if score is not None else None, coder, evidence),
        *(None, None, None),
    ]


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; other cells as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _write_xlsx(path: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "codings"
    sheet.append(list(header))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if cell.data_type == "f":  # text that begins with "=" is text here
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    letter = get_column_letter(list(header).index("decision") + 1)
    choice = DataValidation(type="list", formula1='"ya,tidak"', allow_blank=True)
    choice.add(f"{letter}2:{letter}{max(2, len(rows) + 1)}")
    sheet.add_data_validation(choice)
    for at, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = 60 if name in ("text", "question") else 16
    with replacing(path) as temporary:
        book.save(temporary)


# --- and back -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadDecisions:
    """What a person wrote into a codings file."""

    judgements: list[Judgement]
    rows: int
    """Rows of the file that carry a decision, a replacing code or a memo."""


def read_decisions(results: Results, path: Path, *, coder: str, date: str) -> ReadDecisions:
    """The decisions in an edited `codings.csv` or `.xlsx` as judgements by `coder`.

    `ya` confirms the row's code, `tidak` rejects it, a replacing code rejects it and puts that one in its place (several
    separated by `;`); on a row without code a replacing code adds it. Columns may stand in any order, comma, semicolon or
    tab between them. Raises InputError with every bad row at once, and then nothing is imported.
    """
    header, rows = _read_rows(path)
    columns = _find_columns(path, header)
    places = {
        row[0]: row[1:]
        for row in results.database.execute(
            'SELECT id, document_id, "start", "end", text FROM passages WHERE codable'
        ).fetchall()
    }
    by_text: dict[str, list[str]] = {}
    for passage, place in places.items():
        by_text.setdefault(" ".join(place[3].split()), []).append(passage)

    judgements: list[Judgement] = []
    problems: list[str] = []
    edited = 0
    for line, row in rows:
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        decision, memo = fold(cells.get("decision", "")), cells.get("memo", "")
        replacing = [each.strip() for each in cells.get("replace_by", "").split(";") if each.strip()]
        if not decision and not replacing:
            if memo:
                problems.append(f"{path}:{line}: a memo without a decision; write ya or tidak in the decision column")
            continue
        edited += 1
        try:
            verdict = _verdict(decision)
            place = places[_find_place(cells, places, by_text)]
            codes = [find_theme(results.codebook, name).name for name in replacing]
            own = find_theme(results.codebook, cells["code"]).name if cells.get("code") else None
            if own is None and not codes:
                raise InputError("a decision on a row without code; write the code under replace_by")
            if verdict is True and codes:
                raise InputError("ya and a replacing code together; write tidak, or leave replace_by empty")
        except InputError as error:
            problems.extend(f"{path}:{line}: {problem}" for problem in error.problems)
            continue
        said = [(own, verdict is True)] if own else []
        said.extend((code, True) for code in codes)
        text = place[3]
        judgements.extend(
            Judgement(place[0], place[1], place[2], text, code, "yes" if yes else "no", coder, memo, date)
            for code, yes in said
        )
    if problems:
        raise InputError(*problems)
    return ReadDecisions(judgements, edited)


def has_unsaved_decisions(path: Path) -> bool:
    """Whether a `codings.csv` carries decisions or memos: such a file is never overwritten."""
    try:
        header, rows = _read_rows(path)
        columns = _find_columns(path, header)
    except InputError:
        return path.exists()  # not ours, or damaged: better kept than lost
    own = [columns[name] for name in ("decision", "replace_by", "memo") if name in columns]
    return any(at < len(row) and row[at].strip() for _, row in rows for at in own)


def _verdict(decision: str) -> bool | None:
    if decision in _YES:
        return True
    if decision in _NO:
        return False
    if not decision:
        return None
    raise InputError(f'decision "{decision}" is not understood; write ya or tidak')


def _find_place(
    cells: dict[str, str], places: dict[str, tuple[str, int, int, str]], by_text: dict[str, list[str]]
) -> str:
    """The passage a row speaks of: by id when its text still agrees, else by its text."""
    text = " ".join(_unsafe(cells.get("text", "")).split())
    passage = _unsafe(cells.get("passage", ""))
    if passage in places and (not text or " ".join(places[passage][3].split()) == text):
        return passage
    if len(by_text.get(text, [])) == 1:
        return by_text[text][0]
    if passage in places and not by_text.get(text):
        raise InputError(f"passage {passage} has another text now; export the codings again and decide there")
    raise InputError(f'passage "{passage}" is not in these results; import with the --results folder it came from')


def _unsafe(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def _find_columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    folded = [fold(heading) for heading in header]
    columns: dict[str, int] = {}
    for name in COLUMNS:
        # our own heading before any other that means the same, wherever it stands
        known = [each for each in map(fold, (name, *_ALIASES.get(name, ()))) if each in folded]
        if known:
            columns[name] = folded.index(known[0])
    places, says = columns.keys() & {"passage", "text"}, columns.keys() & {"decision", "replace_by"}
    absent = [*([] if places else ["passage"]), *([] if says else ["decision"])]
    if absent:
        found = ", ".join(filter(None, header)) or "none"
        raise InputError(
            f"{path}:1: column {' and '.join(absent)} is missing (found: {found}); import the codings.csv that gigtext code"
            " wrote, its columns in any order"
        )
    return columns


def _read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    from gigtext.corpus.readers.rows import read_table

    rows = read_table(path)
    if not rows:
        raise InputError(f"{path}: empty; import the codings.csv that gigtext code wrote")
    return rows[0][1], rows[1:]
