"""The results folder: Parquet written atomically, DuckDB to read it.

    codings/
      run.json            the run record; names the data folder, replaced last, so a killed run leaves the old results whole
      data-<run>/         documents, participants, turns, passages, codings, decisions (.parquet), codebook.yaml
      codings.csv         one row per passage × code, with empty columns for a person's decision

Machine results are what the machine said; people's judgements stay in their own file (`gigtext.judgements`) and are laid
over the machine's decisions whenever results are opened, so every table obeys them at once.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from gigtext.errors import ResultsError
from gigtext.judgements import apply_judgements, read_judgements
from gigtext.records import Codebook, Coding, Corpus, Decision, Participant, Passage, Run, Skip

if TYPE_CHECKING:
    import duckdb
    import pyarrow

FORMAT = "1"
"""Version of the folder's layout; another one is refused, never half read."""

TABLES = ("documents", "participants", "turns", "passages", "codings", "decisions")


@dataclass(frozen=True, slots=True)
class Results:
    """An opened results folder. `database` has the views of `TABLES`; `decisions` there already obeys people."""

    folder: Path
    run: Run
    codebook: Codebook
    database: duckdb.DuckDBPyConnection
    attributes: tuple[str, ...]
    """Columns of `participants` that are participant attributes."""
    judges: Mapping[str, int]
    """Person → number of judgements that apply."""
    unanchored: int
    """Judgements whose passage is no longer found."""


# --- writing --------------------------------------------------------------------------------------------------------


def write_results(
    folder: Path,
    run: Run,
    corpus: Corpus,
    passages: Sequence[Passage],
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
    codebook_text: bytes,
) -> None:
    """Write one run into `folder`, atomically: readers see the old results or the new ones, never a mixture."""
    import pyarrow.parquet as parquet

    folder.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix=f"data-{run.id}-", dir=folder))
    try:
        for name, table in _tables(corpus, passages, codings, decisions).items():
            parquet.write_table(table, data / f"{name}.parquet", compression="zstd")
        (data / "codebook.yaml").write_bytes(codebook_text)
        record = {"data": data.name, **asdict(run)}
        with atomic_write(folder / "run.json") as file:
            json.dump(record, file, ensure_ascii=False, indent=2)
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)
        raise
    for old in folder.glob("data-*"):
        if old != data and old.is_dir():
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def atomic_write(path: Path, *, encoding: str = "utf-8", newline: str | None = "\n") -> Iterator[IO[str]]:
    """A text file that appears under `path` only once it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding=encoding, newline=newline) as file:
            yield file
        # mkstemp makes private files; results get the usual permissions of the user's new files
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _tables(
    corpus: Corpus, passages: Sequence[Passage], codings: Sequence[Coding], decisions: Sequence[Decision]
) -> dict[str, pyarrow.Table]:
    lines = _line_numbers(corpus, passages)
    times = {(turn.document_id, turn.index): turn.time for turn in corpus.turns}
    places: dict[str, Sequence[object]] = {
        "line_first": [first for first, _ in lines],
        "line_last": [last for _, last in lines],
        "time": [times.get((passage.document_id, passage.turn)) for passage in passages],
    }
    names = sorted({name for each in corpus.participants for name in (*each.attributes, *each.missing)})
    people = [_participant_row(each, names) for each in corpus.participants]
    person = {"id": "string", **dict.fromkeys(names, "string"), "missing_reasons": "string"}
    return {
        "documents": _table(corpus.documents, _DOCUMENT),
        "participants": _table((), person, {name: [row[name] for row in people] for name in person}),
        "turns": _table(corpus.turns, _TURN),
        "passages": _table(passages, _PASSAGE, places),
        "codings": _table(codings, _CODING),
        "decisions": _table(decisions, _DECISION),
    }


_DOCUMENT = {"id": "string", "source": "string", "text": "string"}
_TURN = {
    "document_id": "string",
    "index": "int64",
    "speaker": "string",
    "role": "string",
    "participant_id": "string",
    "start": "int64",
    "end": "int64",
    "time": "float64",
    "question": "string",
    "row_id": "string",
}
_PASSAGE = {
    "id": "string",
    "document_id": "string",
    "turn": "int64",
    "participant_id": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "question": "string",
    "codable": "bool_",
    "line_first": "int64",
    "line_last": "int64",
    "time": "float64",
}
_CODING = {
    "passage_id": "string",
    "code": "string",
    "coder": "string",
    "score": "float64",
    "start": "int64",
    "end": "int64",
    "stance": "string",
    "evidence": "string",
}
_DECISION = {"passage_id": "string", "code": "string", "status": "string", "coder": "string", "score": "float64"}


def _participant_row(participant: Participant, names: Sequence[str]) -> dict[str, object]:
    row: dict[str, object] = {name: participant.attributes.get(name) or None for name in names}
    reasons = json.dumps(dict(participant.missing), ensure_ascii=False)
    return {"id": participant.id, **row, "missing_reasons": reasons}


def _table(
    records: Sequence[object], columns: Mapping[str, str], given: Mapping[str, Sequence[object]] | None = None
) -> pyarrow.Table:
    """One row per record, the columns read from its fields; columns in `given` are taken as they are."""
    import pyarrow

    schema = pyarrow.schema([(name, getattr(pyarrow, kind)()) for name, kind in columns.items()])
    values = dict(given or {})
    arrays = [
        _array(values[field.name] if field.name in values else list(map(attrgetter(field.name), records)), field.type)
        for field in schema
    ]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def _array(values: Sequence[Any], kind: Any) -> Any:
    """`pyarrow.array(values, kind)` without its import of pandas, which takes longer than coding an interview."""
    import numpy as np
    import pyarrow

    present = np.fromiter((value is not None for value in values), dtype=bool, count=len(values))
    valid = None if present.all() else pyarrow.py_buffer(np.packbits(present, bitorder="little"))
    if pyarrow.types.is_string(kind):
        encoded = [value.encode() if value is not None else b"" for value in values]
        ends = np.cumsum([0, *map(len, encoded)])
        if ends[-1] > np.iinfo(np.int32).max:
            return pyarrow.array(values, kind)  # several chunks
        buffers = [valid, pyarrow.py_buffer(ends.astype(np.int32)), pyarrow.py_buffer(b"".join(encoded))]
    elif pyarrow.types.is_boolean(kind):
        bits = np.packbits(np.fromiter(values, dtype=bool, count=len(values)), bitorder="little")
        buffers = [valid, pyarrow.py_buffer(bits)]
    else:
        numbers = (value if value is not None else 0 for value in values)
        buffers = [valid, pyarrow.py_buffer(np.fromiter(numbers, dtype=kind.to_pandas_dtype(), count=len(values)))]
    return pyarrow.Array.from_buffers(kind, len(values), buffers)


def _next_line(start: int, length: int) -> int:
    return start + length + 1


def _line_numbers(corpus: Corpus, passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """First and last line (1-based) of every passage in its document's text."""
    from bisect import bisect_right

    starts = {
        document.id: list(accumulate((len(line) for line in document.text.split("\n")[:-1]), _next_line, initial=0))
        for document in corpus.documents
    }
    return [
        (
            bisect_right(starts[passage.document_id], passage.start),
            bisect_right(starts[passage.document_id], max(passage.start, passage.end - 1)),
        )
        for passage in passages
    ]


# --- reading --------------------------------------------------------------------------------------------------------


def read_run(folder: Path) -> tuple[Run, Path]:
    """The run record of a results folder and its data folder. Raises ResultsError when there is none that fits."""
    record = _read_record(folder)
    if record is None:
        raise ResultsError(f"{folder}: no results here; make them with: gigtext code TRANSCRIPTS --results {folder}")
    data = folder / str(record.pop("data", ""))
    absent = [name for name in TABLES if not (data / f"{name}.parquet").is_file()]
    if absent:
        raise ResultsError(f"{data}: incomplete results, {absent[0]}.parquet is absent; run gigtext code again")
    record["skipped"] = tuple(Skip(**each) for each in record["skipped"])
    record["notes"] = tuple(record["notes"])
    record["untrained"] = tuple(record["untrained"])
    record["precision"] = {code: (value[0], value[1]) for code, value in record["precision"].items()}
    return Run(**record), data


def check_format(folder: Path) -> None:
    """Raise ResultsError when `folder` holds results that another version wrote: they are not ours to replace."""
    if folder.exists() and not folder.is_dir():
        raise ResultsError(f"{folder}: is a file; name a folder with --results")
    _read_record(folder)


def _read_record(folder: Path) -> dict[str, Any] | None:
    path = folder / "run.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: cannot be read ({type(error).__name__}); use another --results folder") from None
    found = str(record.get("versions", {}).get("format", "?")) if isinstance(record, dict) else "?"
    if found != FORMAT:
        raise ResultsError(
            f"{path}: results of another version (layout {found}, this program writes {FORMAT}); "
            "code again into another --results folder"
        )
    return dict(record)


def open_results(folder: Path) -> Results:
    """Open a results folder for reading, people's judgements laid over the machine's decisions."""
    import duckdb

    from gigtext.codebook import load_codebook

    run, data = read_run(folder)
    database = duckdb.connect(":memory:")
    for name in TABLES:
        path = str(data / f"{name}.parquet").replace("'", "''")
        target = "machine_decisions" if name == "decisions" else name
        database.execute(f"CREATE VIEW {target} AS SELECT * FROM read_parquet('{path}')")
    codebook = load_codebook(data / "codebook.yaml")
    judgements = read_judgements(decisions_path(folder, run))
    judges: dict[str, int] = {}
    unanchored = 0
    if judgements:
        machine = [Decision(*row) for row in database.execute("SELECT * FROM machine_decisions").fetchall()]
        outcome = apply_judgements(read_passages(database), machine, judgements)
        judges, unanchored = dict(outcome.judges), len(outcome.unanchored)
        decided = _table(outcome.decisions, _DECISION)
        database.register("decided", decided)
        database.execute("CREATE TABLE decisions AS SELECT * FROM decided")
    else:
        database.execute("CREATE VIEW decisions AS SELECT * FROM machine_decisions")
    columns = [row[0] for row in database.execute("DESCRIBE participants").fetchall()]
    attributes = tuple(name for name in columns if name not in ("id", "missing_reasons"))
    return Results(folder, run, codebook, database, attributes, judges, unanchored)


def read_passages(database: duckdb.DuckDBPyConnection) -> list[Passage]:
    """All passages of an opened results folder, in reading order."""
    names = [each.name for each in fields(Passage)]
    columns = ", ".join(f'"{name}"' for name in names)
    return [Passage(*row) for row in database.execute(f"SELECT {columns} FROM passages").fetchall()]


def find_passage(folder: Path, passage_id: str) -> str | None:
    """The text of a passage of the results in `folder`; None when there are no results or no such passage."""
    if not (folder / "run.json").is_file():
        return None
    database = open_results(folder).database
    row = database.execute("SELECT text FROM passages WHERE id = ?", [passage_id]).fetchone()
    return str(row[0]) if row else None


def decisions_path(folder: Path, run: Run) -> Path:
    """Where the study's human judgements are kept: the path in the run record, relative to the results folder."""
    return Path(os.path.normpath(folder / str(run.options["decisions"])))
