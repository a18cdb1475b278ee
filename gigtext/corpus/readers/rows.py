"""Row-per-answer files: .csv, .tsv, .xlsx and .jsonl, one row one passage."""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from gigtext.corpus.readers.archives import open_archive
from gigtext.corpus.readers.decoding import read_text
from gigtext.corpus.readers.headings import heading_role, heading_words, plain
from gigtext.corpus.readers.joining import Talk, join_talk
from gigtext.corpus.readers.tables import read_time
from gigtext.corpus.source import Source
from gigtext.errors import InputError

_TEXT_NAMES = frozenset(
    ["jawaban", "teks", "text", "transkrip", "transkripsi", "pernyataan", "answer", "ulasan", "review", "komentar"]
).union(
    ["kutipan", "tuturan", "isi", "content", "respon", "respons", "response", "tanggapan", "quote", "comment", "body"]
)
_QUESTION_NAMES = frozenset(["pertanyaan", "question", "tanya", "soal", "prompt"])
_ID_NAMES = frozenset(["id", "row id", "id baris", "uuid", "passage id", "response id", "review id", "id jawaban"])
# Most telling first: a code for the person before a name.
_SPEAKER_NAMES = (
    "participant",
    "partisipan",
    "informan",
    "responden",
    "respondent",
    "narasumber",
    "speaker",
    "penutur",
    "user",
)
_SPEAKER_IDS = frozenset(["id", "kode", "code", "no", "nomor", "number", "name", "nama"])
_LONGEST_HEADING = 80
_SHOWN = 5

Row = Sequence[str]


def read_delimited(text: str, *, tabs: bool, text_column: str | None, question_column: str | None) -> Source:
    """A .csv (comma, semicolon or tab, found out) or .tsv file."""
    csv.field_size_limit(2**31 - 1)  # answers may be longer than the 128 kB that the library allows
    lines = text.lstrip("\n")
    offset = text.count("\n", 0, len(text) - len(lines))
    delimiter = None
    if lines[:4].lower() == "sep=" and lines[4:5]:
        delimiter, lines, offset = lines[4], lines.partition("\n")[2], offset + 1
    rows = _split(lines, delimiter or _find_delimiter(lines, tabs=tabs))
    numbered = [(number + offset, row) for number, row in rows]
    return _arrange(numbered, "line", text_column, question_column)


def read_excel(data: bytes, *, text_column: str | None, question_column: str | None) -> Source:
    """The first sheet with rows, and further sheets with the same headings; others are named in the notes."""
    open_archive(data, "xl/workbook.xml", "an Excel file", ".xlsx")
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drop-down lists and the like that are of no concern here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {sheet.title: _read_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"}
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise InputError("this Excel file is damaged; open it and save it as .xlsx or .csv") from error
    notes: list[str] = []
    numbered: list[tuple[int, Row]] = []
    for title, filled in sheets.items():
        rows = _without_title(filled)
        if not rows:
            continue
        if not numbered:
            numbered = list(rows)
        elif rows[0][1] == numbered[0][1]:
            numbered = [*numbered, *rows[1:]]
        else:
            notes.append(f'sheet "{title}" has other headings and was not read')
    return _arrange(numbered, "row", text_column, question_column, notes)


def read_table(path: Path) -> list[tuple[int, list[str]]]:
    """(line or row number, cells) of every filled row of a .csv, .tsv or .xlsx file, header included; of Excel's first filled sheet.

    For the tables that gigtext itself asks for. InputError (`path: fact; fix`) when there is no such file or it is no table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {_explain(error)}") from None
    try:
        if path.suffix.casefold() == ".xlsx":
            return _sheet_rows(data)
        text = read_text(data).lstrip("\n")
        return [(line, list(row)) for line, row in _split(text, _find_delimiter(text, tabs=False))]
    except InputError as error:
        raise InputError(*(f"{path}: {problem}" for problem in error.problems)) from None


def _explain(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; give a table, .csv or .xlsx"
    return f"cannot be read ({error.strerror}); check the path"


def _sheet_rows(data: bytes) -> list[tuple[int, list[str]]]:
    open_archive(data, "xl/workbook.xml", "an Excel file", ".xlsx")
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [_read_sheet(sheet) for sheet in book.worksheets]
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise InputError("this Excel file is damaged; open it and save it as .xlsx or .csv") from error
    return next((rows for rows in sheets if rows), [])


def read_json_lines(text: str, *, text_column: str | None, question_column: str | None) -> Source:
    """One JSON object a line; every line that is none is named."""
    records: list[Mapping[str, Any]] = []
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            records.append(record)
        else:
            problems.append(f'line {number} is not a JSON object; every line looks like {{"id": "1", "text": "…"}}')
    _raise_all(problems)
    return arrange_rows(*collect_records(records), text_column=text_column, question_column=question_column)


def collect_records(records: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[Row], list[str]]:
    """Headings (in order of appearance), rows and notes of JSON objects; lists and objects inside are left out."""
    headings = list(dict.fromkeys(str(key) for record in records for key in record))
    nested = [key for key in headings if any(isinstance(record.get(key), list | dict) for record in records)]
    headings = [key for key in headings if key not in nested]
    rows: list[Row] = [[_write_cell(record.get(key)) for key in headings] for record in records]
    notes = [f'"{key}" holds lists or objects and was not read' for key in nested]
    return headings, rows, notes


def arrange_rows(
    headings: Sequence[str],
    rows: Sequence[Row],
    notes: Sequence[str] = (),
    *,
    text_column: str | None = None,
    question_column: str | None = None,
) -> Source:
    """One turn per row: which column is the text, the question, the row's id and the speaker follows from the headings.

    The text column is `text_column`, else one called jawaban, teks, text, ulasan … (of several, the one with most text),
    else the one with the longest cells. Cells of all other columns are attributes of the row.
    """
    notes = list(notes)
    text = _find_column(headings, text_column, "--text-column")
    if text is None:
        text = _find_text(headings, rows)
        if not _is_named(headings[text], _TEXT_NAMES):
            notes.append(f'column "{headings[text]}" was read as the text; choose another with --text-column')
    question = _find_column(headings, question_column, "--question-column")
    free = [column for column in range(len(headings)) if column not in (text, question)]
    if question is None:
        question = next((column for column in free if _is_named(headings[column], _QUESTION_NAMES)), None)
        free = [column for column in free if column != question]
    speaker = _find_speaker(headings, free)
    identity = next(
        (column for column in free if plain_name(headings[column]) in _ID_NAMES and column != speaker), None
    )
    if identity is not None:
        values = [row[identity] for row in rows if row[identity] and row[text].strip()]
        if len(set(values)) < len(values):
            # An id that comes twice is the id of a person, not of a row.
            speaker, identity = (identity if speaker is None else speaker), None
    time = next((column for column in free if _is_time(headings[column], [row[column] for row in rows])), None)
    others = [column for column in free if column not in (speaker, identity, time)]

    talks: list[Talk] = []
    given = {row[identity] for row in rows} if identity is not None else set()
    for number, row in enumerate(rows, 1):
        own = row[identity] if identity is not None else ""
        talks.append(
            Talk(
                text=row[text],
                speaker=row[speaker] if speaker is not None else "",
                time=read_time(row[time]) if time is not None else None,
                question=row[question] if question is not None else "",
                row_id=own or (f"row-{number}" if str(number) in given else str(number)),
                attributes={headings[column]: row[column] for column in others if row[column]},
            )
        )
    without = sum(not row[text].strip() for row in rows)
    if without:
        notes.append(f'{without} of {len(rows)} rows have no text in column "{headings[text]}" and were left out')
    if without == len(rows):
        raise InputError(f'column "{headings[text]}" holds no text in any row; the columns are {", ".join(headings)}')
    return join_talk(talks, notes=notes)


def plain_name(heading: str) -> str:
    return plain(heading.replace("_", " "))


def _arrange(
    numbered: Sequence[tuple[int, Row]],
    place: str,
    text_column: str | None,
    question_column: str | None,
    notes: Sequence[str] = (),
) -> Source:
    """Find the header row, bring every row to its width, and arrange. `numbered` has no empty rows."""
    numbered = _without_title(numbered)
    if len(numbered) < 2:
        raise InputError(
            "the file holds no rows below its headings; it needs a first row such as id, informan, jawaban"
        )
    number, header = numbered[0]
    if any(len(cell) > _LONGEST_HEADING for cell in header):
        raise InputError(f"{place} {number} holds talk, not headings; put a first row such as id, informan, jawaban")
    width = max(index + 1 for index, cell in enumerate(header) if cell)
    problems, rows = [], []
    for number, row in numbered[1:]:
        if any(row[width:]):
            problems.append(
                f"{place} {number} has {len(row)} cells, but there are {width} headings; "
                "put text that contains the separator in quotation marks"
            )
        rows.append([*row[:width], *[""] * (width - len(row))])
    _raise_all(problems)
    return arrange_rows(
        _name_headings(header[:width]), rows, notes, text_column=text_column, question_column=question_column
    )


def _without_title(numbered: Sequence[tuple[int, Row]]) -> Sequence[tuple[int, Row]]:
    """The rows from the headings on: a title above a table has one cell."""
    widest = max((sum(bool(cell) for cell in row) for _, row in numbered), default=0)
    while len(numbered) > 2 and widest > 1 and sum(bool(cell) for cell in numbered[0][1]) == 1:
        numbered = numbered[1:]
    return numbered


def _name_headings(header: Row) -> list[str]:
    names: list[str] = []
    for column, cell in enumerate(header, 1):
        name = " ".join(cell.split()) or f"column {column}"
        names.append(name if name not in names else f"{name} ({column})")
    return names


def _split(text: str, delimiter: str) -> list[tuple[int, Row]]:
    """(line where it ends, cells) of every row with text in it."""
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            line = text.count("\n", 0, text.rfind('"')) + 1
            raise InputError(
                f'a quotation mark is not closed, perhaps in line {line}; write " inside a cell as ""'
            ) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]


def _find_delimiter(text: str, *, tabs: bool) -> str:
    """The delimiter that gives the header most cells and most rows as many as the header."""
    best, score = "\t" if tabs else ",", (0.0, 0)
    for delimiter in "\t,;|" if tabs else ",;\t|":
        reader = csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=delimiter)
        counts = [len(row) for row, _ in zip((row for row in reader if any(row)), range(50), strict=False)]
        if not counts or counts[0] < 2:
            continue
        own = (round(mean(count == counts[0] for count in counts), 1), counts[0])
        if own > score:
            best, score = delimiter, own
    return best


def _read_sheet(sheet: Any) -> list[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    rows = (
        (number, [_write_cell(value) for value in row])
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
    )
    return [(number, row) for number, row in rows if any(row)]


def _write_cell(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value).strip()


def _find_column(headings: Sequence[str], name: str | None, option: str) -> int | None:
    if name is None:
        return None
    if name in headings:
        return list(headings).index(name)
    wanted = plain_name(name)
    for column, heading in enumerate(headings):
        if plain_name(heading) == wanted:
            return column
    close = difflib.get_close_matches(name, headings, n=1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    raise InputError(f'{option}: there is no column "{name}"; the columns are {", ".join(headings)}{hint}')


def _find_text(headings: Sequence[str], rows: Sequence[Row]) -> int:
    def size(column: int) -> float:
        return mean(len(row[column]) for row in rows) if rows else 0

    columns = [column for column in range(len(headings)) if not _is_named(headings[column], _QUESTION_NAMES)]
    columns = columns or list(range(len(headings)))
    named = [column for column in columns if _is_named(headings[column], _TEXT_NAMES)]
    return max(named or columns, key=size)


def _is_named(heading: str, names: frozenset[str]) -> bool:
    words = heading_words(heading)
    # `Jawaban Anda` is the answer; `id_jawaban` or `tanggal ulasan` are not.
    return (
        bool(words & names)
        and len(words) <= 4
        and not words & {"id", "tanggal", "date", "kode", "no", "skor", "rating"}
    )


def _is_time(heading: str, cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    named = heading_role(heading) == "time" or plain_name(heading) in ("start", "mulai", "begin")
    return named and bool(filled) and all(read_time(cell) is not None for cell in filled)


def _find_speaker(headings: Sequence[str], columns: Sequence[int]) -> int | None:
    for name in _SPEAKER_NAMES:
        for column in columns:
            words = heading_words(headings[column])
            if name in words and words - {name} <= _SPEAKER_IDS:
                return column
    return next((column for column in columns if heading_role(headings[column]) == "speaker"), None)


def _raise_all(problems: Sequence[str]) -> None:
    if len(problems) > _SHOWN:
        problems = [*problems[:_SHOWN], f"and {len(problems) - _SHOWN} more such places"]
    if problems:
        raise InputError(*problems)
