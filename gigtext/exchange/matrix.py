"""The matrix participant × theme as a file for R, SPSS and others: `.csv`, `.parquet`, `.sav`."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from gigtext.analysis.matrix import Block, Matrix, Variable, build_matrix
from gigtext.analysis.selection import value_label
from gigtext.errors import InputError
from gigtext.exchange.spreadsheet import safe
from gigtext.places import atomic_write, replacing
from gigtext.records import Cell, Codebook
from gigtext.store import Results
from gigtext.wording import say

SUFFIXES = (".csv", ".parquet", ".sav")

_NAME_BYTES = 64
_LABEL_BYTES = 255
_VALUE_BYTES = 120
_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}


def write_matrix(
    results: Results, path: Path, *, where: Sequence[str] = (), block: Block = "both", lang: str = "id"
) -> int:
    """Write `build_matrix` into `path`, whose suffix names the format; the number of participants.

    CSV: UTF-8 with BOM, an empty cell where an attribute is missing; cells that a spreadsheet would run as a formula get an
    apostrophe before them. Parquet: texts, 8-bit 0/1, 32-bit counts. SPSS: see `_write_sav`. Raises InputError when the file
    cannot be written, when another CSV stands there, and for `.sav` without pyreadstat.
    """
    matrix = build_matrix(results, where=where, block=block, lang=lang)
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise InputError(f"{path}: the suffix names the format; use {', '.join(SUFFIXES)}")
    if suffix == ".csv":
        _refuse_other(path)
    try:
        if suffix == ".csv":
            _write_csv(path, matrix)
        elif suffix == ".parquet":
            _write_parquet(path, matrix)
        else:
            _write_sav(path, matrix, results.codebook, lang)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another file") from None
    return len(matrix.rows)


def _refuse_other(path: Path) -> None:
    """A CSV that is no matrix may be somebody's work (participants, decisions): it stays."""
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = file.readline().strip().split(",")
    if header[0] != "participant" or "passages" not in header:
        raise InputError(f"{path}: holds something other than a matrix; move it away or choose another name")


def _write_csv(path: Path, matrix: Matrix) -> None:
    with atomic_write(path, encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([each.name for each in matrix.variables])
        writer.writerows(["" if cell is None else safe(cell) for cell in row] for row in matrix.rows)


def _write_parquet(path: Path, matrix: Matrix) -> None:
    import pyarrow
    import pyarrow.parquet as parquet

    kinds = {"presence": pyarrow.int8(), "count": pyarrow.int32(), "passages": pyarrow.int32()}
    columns = [[row[at] for row in matrix.rows] for at in range(len(matrix.variables))]
    arrays = [
        pyarrow.array(cells, kinds.get(each.kind, pyarrow.string()))
        for each, cells in zip(matrix.variables, columns, strict=True)
    ]
    table = pyarrow.Table.from_arrays(arrays, names=[each.name for each in matrix.variables])
    with replacing(path) as temporary:
        parquet.write_table(table, temporary, compression="zstd")


def _write_sav(path: Path, matrix: Matrix, codebook: Codebook, lang: str) -> None:
    """SPSS: variable labels are the themes' and attributes' labels.

    Attributes whose values the codebook lists are numbered 1, 2 … in its order, with value labels; attributes of numbers
    alone are numbers; others stay text. 0/1 have value labels. A missing value is system-missing, or an empty text.
    """
    try:
        import pandas
        import pyreadstat
    except ImportError:
        raise InputError(
            f'{path}: writing .sav needs pyreadstat; install it with: pip install "gigtext[spss]", or write .csv'
        ) from None
    columns: dict[str, Sequence[Cell]] = {}
    labels: list[str | None] = []
    values: dict[str, dict[float, str]] = {}
    measures: dict[str, str] = {}
    formats: dict[str, str] = {}
    for at, (each, name) in enumerate(zip(matrix.variables, spss_names(matrix.variables), strict=True)):
        cells = [row[at] for row in matrix.rows]
        shown = {"presence": " (0/1)", "count": f" ({say(lang, 'matrix_passages')})"}.get(each.kind, "")
        labels.append(_cut(each.label, _LABEL_BYTES - len(shown)) + shown)
        measures[name] = "scale" if each.kind in ("count", "passages") else "nominal"
        columns[name] = ["" if cell is None else cell for cell in cells]
        if each.kind == "presence":
            values[name] = {0: say(lang, "matrix_absent"), 1: say(lang, "matrix_present")}
            formats[name] = "F1.0"
        elif each.kind in ("count", "passages"):
            formats[name] = "F8.0"
        elif each.kind == "attribute" and (known := _categories(codebook, each.attribute, cells)):
            number = {value: float(at) for at, value in enumerate(known, start=1)}
            columns[name] = [number.get(str(cell), float("nan")) for cell in cells]
            values[name] = {
                number[value]: _cut(value_label(codebook, each.attribute, value, lang), _VALUE_BYTES) for value in known
            }
            formats[name] = "F8.0"
        elif each.kind == "attribute" and (numbers := _numbers(cells)):
            columns[name] = numbers
            measures[name] = "scale"
            formats[name] = "F8.2" if any("." in str(cell) for cell in cells) else "F8.0"
    frame = pandas.DataFrame(columns)
    with replacing(path) as temporary:
        pyreadstat.write_sav(
            frame,
            temporary,
            file_label="gigtext: participant x theme",
            column_labels=labels,
            variable_value_labels=values,
            variable_measure=measures,
            variable_format=formats,
        )


def spss_names(variables: Sequence[Variable]) -> list[str]:
    """Valid, unique SPSS variable names: a letter first, then letters, digits and `_`; at most 64 bytes; no reserved word."""
    names: list[str] = []
    taken: set[str] = set()
    for variable in variables:
        plain = re.sub(r"\W", "_", unicodedata.normalize("NFC", variable.name))
        if not plain[:1].isalpha():
            plain = f"v_{plain}"
        name, number = _cut(plain, _NAME_BYTES), 2
        while name.upper() in _RESERVED or name.casefold() in taken:
            name = f"{_cut(plain, _NAME_BYTES - len(str(number)) - 1)}_{number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _categories(codebook: Codebook, attribute: str, cells: Sequence[Cell]) -> list[str]:
    """The values of an attribute that the codebook lists, in its order, others behind them; empty where it lists none."""
    listed = next((list(each.values) for each in codebook.attributes if each.name == attribute), [])
    return [*listed, *sorted({str(cell) for cell in cells if cell is not None} - set(listed))] if listed else []


def _numbers(cells: Sequence[Cell]) -> list[float]:
    """The cells as numbers, nan where one is missing; empty when one of them is no plain number, or none is given."""
    given = [str(cell) for cell in cells if cell is not None]
    if not given or not all(re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", text) for text in given):
        return []
    return [float("nan") if cell is None else float(cell) for cell in cells]


def _cut(text: str, size: int) -> str:
    """`text` in at most `size` bytes of UTF-8."""
    return text.encode()[:size].decode(errors="ignore")
