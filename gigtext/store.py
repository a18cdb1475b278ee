"""The results folder: Parquet written atomically, DuckDB to read it.

    codings/
      run.json            the run record; names the data folder, replaced last, so a killed run leaves the old results whole
      data-<run>/         documents, turns, passages, codings, decisions (one .parquet per part of the study: passages-00000),
                          participants.parquet, codebook.yaml, key.json (what the machine's results depend on besides the texts)
      codings.csv         one row per passage × code, with empty columns for a person's decision

Machine results are what the machine said; people's judgements stay in their own file (`gigtext.judgements`) and are laid
over the machine's decisions whenever results are opened, so every table obeys them at once.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigtext.errors import ResultsError
from gigtext.judgements import Outcome, apply_judgements, read_judgements
from gigtext.places import atomic_write, filesystem, is_remote, remove_tree, replacing
from gigtext.records import Codebook, Coding, Decision, Document, Judgement, Participant, Passage, Run, Skip, Turn

if TYPE_CHECKING:
    import duckdb
    import pyarrow

FORMAT = "2"
"""Version of the folder's layout; another one is refused, never half read."""

PARTED = ("documents", "turns", "passages", "codings", "decisions")
"""Tables that every part of a study has a file of."""
TABLES = (*PARTED, "participants")


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


def begin_results(folder: Path, run_id: str, codebook_text: bytes, key: Mapping[str, str]) -> Path:
    """A new data folder inside `folder`, to be filled by `write_part`; readers see it after `finish_results`.

    `key`: what the machine's results depend on besides the texts. An unfinished data folder stays for the next run, which
    takes over the parts that are complete.
    """
    data = folder / f"data-{run_id}-{secrets.token_hex(4)}"
    data.mkdir(parents=True)
    (data / "codebook.yaml").write_bytes(codebook_text)
    with atomic_write(data / "key.json") as file:
        json.dump(dict(key), file)
    return data


def write_part(
    data: Path,
    number: int,
    documents: Sequence[Document],
    turns: Sequence[Turn],
    passages: Sequence[Passage],
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
    words: Sequence[tuple[int, int]] | None = None,
) -> None:
    """Write some transcripts and what was said of them into the data folder; parts are read in the order of their numbers.

    `words`: of every passage, how many of its words the model's training material never had, and how many it has.
    """
    lines = _line_numbers(documents, passages)
    times = {(turn.document_id, turn.index): turn.time for turn in turns}
    words = words or [(0, 0)] * len(passages)
    places: dict[str, Sequence[object]] = {
        "unknown": [unknown for unknown, _ in words],
        "words": [every for _, every in words],
        "line_first": [first for first, _ in lines],
        "line_last": [last for _, last in lines],
        "time": [times.get((passage.document_id, passage.turn)) for passage in passages],
    }
    _write_table(part_file(data, "turns", number), as_table(turns, _TURN))
    _write_table(part_file(data, "passages", number), as_table(passages, _PASSAGE, places))
    _write_table(part_file(data, "codings", number), as_table(codings, CODING))
    _write_table(part_file(data, "decisions", number), as_table(decisions, DECISION))
    # last: a part that has its documents is complete
    _write_table(part_file(data, "documents", number), as_table(documents, _DOCUMENT))


def finish_results(folder: Path, data: Path, run: Run, participants: Sequence[Participant]) -> None:
    """Make `data` the results of `folder`: readers see the old results or the new ones, never a mixture."""
    names = sorted({name for each in participants for name in (*each.attributes, *each.missing)})
    people = [_participant_row(each, names) for each in participants]
    person = {"id": "string", **dict.fromkeys(names, "string"), "missing_reasons": "string"}
    personal: dict[str, Sequence[object]] = {name: [row[name] for row in people] for name in person}
    _write_table(data / "participants.parquet", as_table((), person, personal))
    with atomic_write(folder / "run.json") as file:
        json.dump({"data": data.name, **asdict(run)}, file, ensure_ascii=False, indent=2)
    for old in folder.glob("data-*"):
        if old.name != data.name:
            discard_results(old)


def discard_results(data: Path) -> None:
    """Remove a data folder, as far as the system lets us, and the results folder when nothing else is in it."""
    remove_tree(data)
    if not is_remote(data):
        with suppress(OSError):
            data.parent.rmdir()


def part_file(data: Path, table: str, number: int, suffix: str = ".parquet") -> Path:
    return data / f"{table}-{number:05}{suffix}"


def part_files(data: Path, table: str) -> list[tuple[int, Path]]:
    """(number, file) of every part of `table`, in order."""
    files = sorted(data.glob(f"{table}-*.parquet"), key=lambda path: path.name)
    return [(int(path.stem.rpartition("-")[2]), path) for path in files]


def _write_table(path: Path, table: pyarrow.Table) -> None:
    import pyarrow.parquet as parquet

    with replacing(path) as temporary:
        parquet.write_table(table, temporary, compression="zstd")


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
    "unknown": "int64",
    "words": "int64",
}
CODING = {
    "passage_id": "string",
    "code": "string",
    "coder": "string",
    "score": "float64",
    "start": "int64",
    "end": "int64",
    "stance": "string",
    "evidence": "string",
}
DECISION = {"passage_id": "string", "code": "string", "status": "string", "coder": "string", "score": "float64"}


def _participant_row(participant: Participant, names: Sequence[str]) -> dict[str, object]:
    row: dict[str, object] = {name: participant.attributes.get(name) or None for name in names}
    reasons = json.dumps(dict(participant.missing), ensure_ascii=False)
    return {"id": participant.id, **row, "missing_reasons": reasons}


def as_table(
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


def _line_numbers(documents: Sequence[Document], passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """First and last line (1-based) of every passage in its document's text."""
    from bisect import bisect_right

    starts = {
        document.id: list(accumulate((len(line) for line in document.text.split("\n")[:-1]), _next_line, initial=0))
        for document in documents
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
    if not (data / "participants.parquet").is_file():
        raise ResultsError(f"{data}: incomplete results, participants.parquet is absent; run gigtext code again")
    parts = len(part_files(data, "documents"))
    absent = [name for name in PARTED if not parts or len(part_files(data, name)) != parts]
    if absent:
        raise ResultsError(f"{data}: incomplete results, parts of {absent[0]} are absent; run gigtext code again")
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
    from gigtext.codebook import load_codebook

    run, data = read_run(folder)
    database = _connect(data)
    codebook = load_codebook(data / "codebook.yaml")
    judgements = read_judgements(decisions_path(folder, run))
    judges: dict[str, int] = {}
    unanchored = 0
    if judgements:
        outcome = _lay_over(database, judgements)
        judges, unanchored = dict(outcome.judges), len(outcome.unanchored)
        database.register("decided", as_table(outcome.decisions, DECISION))
        database.execute(
            "CREATE TABLE decisions AS SELECT m.* FROM machine_decisions m JOIN passages p ON p.id = m.passage_id "
            "WHERE p.document_id NOT IN (SELECT id FROM judged) UNION ALL SELECT * FROM decided"
        )
    else:
        database.execute("CREATE VIEW decisions AS SELECT * FROM machine_decisions")
    columns = [row[0] for row in database.execute("DESCRIBE participants").fetchall()]
    attributes = tuple(name for name in columns if name not in ("id", "missing_reasons"))
    return Results(folder, run, codebook, database, attributes, judges, unanchored)


def _connect(data: Path) -> duckdb.DuckDBPyConnection:
    """What the machine said in a data folder: views of the tables, its decisions as `machine_decisions`."""
    import duckdb

    database = duckdb.connect(":memory:")
    for name in PARTED:
        target = "machine_decisions" if name == "decisions" else name
        _view(database, target, [path for _, path in part_files(data, name)])
    if (data / "participants.parquet").is_file():
        _view(database, "participants", [data / "participants.parquet"])
    return database


def _view(database: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path]) -> None:
    if files and is_remote(files[0]):
        storage = filesystem(files[0])
        kind = storage.protocol if isinstance(storage.protocol, str) else storage.protocol[0]
        if not database.filesystem_is_registered(kind):
            database.register_filesystem(storage)
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])")


def _lay_over(database: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]) -> Outcome:
    """People's judgements over the machine's decisions, those on the transcripts that people judged (table `judged`) only."""
    database.execute("CREATE TABLE judged (id VARCHAR)")
    database.executemany(
        "INSERT INTO judged VALUES (?)", [[name] for name in {each.document_id for each in judgements}]
    )
    chosen = "document_id IN (SELECT id FROM judged)"
    machine = database.execute(
        f"SELECT * FROM machine_decisions WHERE passage_id IN (SELECT id FROM passages WHERE {chosen})"
    ).fetchall()
    return apply_judgements(read_passages(database, chosen), [Decision(*row) for row in machine], judgements)


def lay_over(data: Path, judgements: Sequence[Judgement]) -> Outcome:
    """What people's judgements make of the machine's decisions in a data folder; nothing is written."""
    return _lay_over(_connect(data), judgements)


def read_passages(database: duckdb.DuckDBPyConnection, where: str = "TRUE") -> list[Passage]:
    """The passages of an opened results folder for which the SQL condition `where` holds, in reading order."""
    names = [each.name for each in fields(Passage)]
    columns = ", ".join(f'"{name}"' for name in names)
    return [Passage(*row) for row in database.execute(f"SELECT {columns} FROM passages WHERE {where}").fetchall()]


def find_passage(folder: Path, passage_id: str) -> str | None:
    """The text of a passage of the results in `folder`; None when there are no results or no such passage."""
    if not (folder / "run.json").is_file():
        return None
    database = open_results(folder).database
    row = database.execute("SELECT text FROM passages WHERE id = ?", [passage_id]).fetchone()
    return str(row[0]) if row else None


def decisions_path(folder: Path, run: Run) -> Path:
    """Where the study's human judgements are kept: the path in the run record, relative to the results folder."""
    return resolved(folder, str(run.options["decisions"]))


def resolved(folder: Path, stored: str) -> Path:
    """A path of the run record: seen from the results folder, or absolute."""
    return Path(stored) if is_remote(folder) else Path(os.path.normpath(folder / stored))
