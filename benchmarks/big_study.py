"""A results folder with any number of passages, made up row by row, to time what reads results."""

from __future__ import annotations

import json
from pathlib import Path

PEOPLE = 400


def write_big_study(folder: Path, like: Path, passages: int) -> None:
    """Write results of `passages` passages by `PEOPLE` participants into `folder`; run record and codebook as in `like`.

    One decision per passage on average, nine of ten firm; texts are short, as no table reads them.
    """
    import duckdb

    record = json.loads((like / "run.json").read_text(encoding="utf-8"))
    source = like / record["data"]
    data = folder / "data-big"
    data.mkdir(parents=True, exist_ok=True)
    (data / "codebook.yaml").write_bytes((source / "codebook.yaml").read_bytes())
    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = true")

    def write(name: str, query: str) -> None:
        file = data / (f"{name}.parquet" if name == "participants" else f"{name}-00000.parquet")
        database.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")

    codes = [
        row[0]
        for row in database.execute(
            f"SELECT DISTINCT code FROM read_parquet('{source / 'decisions-*.parquet'}') ORDER BY 1"
        ).fetchall()
    ]
    each = passages // PEOPLE + 1
    person = f"'N' || lpad((i // {each})::VARCHAR, 4, '0')"
    place = f"{person} || '.txt:' || (i % {each})::VARCHAR || '.0'"
    listed = "[" + ", ".join(f"'{code}'" for code in codes) + "]"
    people = f"SELECT * FROM range({PEOPLE}) t(i)"
    attributes = database.execute(
        f"DESCRIBE SELECT * FROM read_parquet('{source / 'participants.parquet'}')"
    ).fetchall()
    columns = {
        "id": "'N' || lpad(i::VARCHAR, 4, '0')",
        "generation": "CASE WHEN i % 2 = 0 THEN 'Z' ELSE 'millennial' END",
        "missing_reasons": "'{}'",
    }
    selected = ", ".join(f'{columns.get(name, "NULL::VARCHAR")} AS "{name}"' for name, *_ in attributes)
    write("participants", f"SELECT {selected} FROM ({people})")
    write(
        "documents", f"SELECT 'N' || lpad(i::VARCHAR, 4, '0') || '.txt' AS id, id AS source, '' AS text FROM ({people})"
    )
    write("turns", f"SELECT * FROM read_parquet('{source / 'turns-*.parquet'}') LIMIT 0")
    write("codings", f"SELECT * FROM read_parquet('{source / 'codings-*.parquet'}') LIMIT 0")
    write(
        "passages",
        f"SELECT {place} AS id, {person} || '.txt' AS document_id, i % {each} AS turn, {person} AS participant_id, "
        f"(i % {each}) * 40 AS start, (i % {each}) * 40 + 30 AS \"end\", 'begitu' AS text, '' AS question, true AS codable, "
        f"i % {each} + 1 AS line_first, i % {each} + 1 AS line_last, NULL::DOUBLE AS time FROM range({passages}) t(i)",
    )
    write(
        "decisions",
        f"SELECT {place} AS passage_id, {listed}[1 + (hash(i) % {len(codes)})::INT] AS code, "
        "CASE WHEN hash(i + 1) % 10 = 0 THEN 'suggested' ELSE 'firm' END AS status, 'classifier' AS coder, 0.75 AS score "
        f"FROM range({passages}) t(i)",
    )
    (folder / "run.json").write_text(json.dumps({**record, "data": data.name}), encoding="utf-8")
