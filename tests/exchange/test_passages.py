"""`export passages`: the line format that other programs read."""

import json
from pathlib import Path

from gigtext.exchange.passages import write_passages
from tests.small_study import write_small_study


def test_one_line_per_participant_passage(tmp_path: Path) -> None:
    results = write_small_study(tmp_path / "codings")
    path = tmp_path / "passages.jsonl"
    assert write_passages(results, path) == 9
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines][:2] == ["a.txt:0.0", "a.txt:1.0"]
    texts = dict(results.database.execute("SELECT id, text FROM documents").fetchall())
    assert all(texts[line["document"]][line["start"] : line["end"]] == line["text"] for line in lines)
    assert lines[1]["codes"] == [{"code": "pendapatan_tidak_pasti", "score": 0.8}]
    assert lines[1]["suggested"] == [{"code": "persaingan_ketat", "score": 0.2}]
    assert (lines[2]["codable"], lines[2]["codes"]) == (False, [])
