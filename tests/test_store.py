"""The results folder: whole or not at all, and people's judgements over it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gigtext.errors import ResultsError
from gigtext.judgements import append_judgements
from gigtext.places import atomic_write
from gigtext.records import Judgement
from gigtext.store import _array, check_format, open_results, read_passages
from tests.small_study import small_corpus, write_small_study


def test_what_is_written_is_read(tmp_path: Path) -> None:
    results = write_small_study(tmp_path / "codings")
    _, passages, codings, decisions = small_corpus()
    assert read_passages(results.database) == passages
    assert results.database.execute("SELECT count(*) FROM codings").fetchone() == (len(codings),)
    assert results.database.execute("SELECT count(*) FROM decisions").fetchone() == (len(decisions),)
    assert results.attributes == ("gender", "generation")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("string", ["Sepi 😀", None, "", "é"]),
        ("string", []),
        ("string", [None]),
        ("int64", [1, -(2**60), 0]),
        ("float64", [0.5, None, 1.0]),
        ("bool_", [True, False, True] * 5),
    ],
)
def test_columns_are_arrows_own(kind: str, values: list[object]) -> None:
    import pyarrow

    made = _array(values, getattr(pyarrow, kind)())
    made.validate(full=True)
    assert made.equals(pyarrow.array(values, getattr(pyarrow, kind)()))


def test_writing_does_not_wait_for_pandas(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.small_study import write_small_study\n"
        f"write_small_study(Path({str(tmp_path / 'codings')!r})); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_offsets_count_code_points(tmp_path: Path) -> None:
    results = write_small_study(tmp_path / "codings")
    texts = dict(results.database.execute("SELECT id, text FROM documents").fetchall())
    for passage in read_passages(results.database):
        assert texts[passage.document_id][passage.start : passage.end] == passage.text


def test_a_second_run_replaces_the_first_and_leaves_no_rest(tmp_path: Path) -> None:
    folder = tmp_path / "codings"
    write_small_study(folder, "20260101T000000")
    write_small_study(folder, "20260102T000000")
    assert len(list(folder.glob("data-*"))) == 1
    assert open_results(folder).run.id == "20260102T000000"


def test_a_failing_run_leaves_the_first_whole(tmp_path: Path) -> None:
    folder = tmp_path / "codings"
    write_small_study(folder, "20260101T000000")
    with pytest.raises(TypeError):
        write_small_study(
            folder, "20260102T000000", counts=object()
        )  # cannot become JSON, after the tables are written
    assert open_results(folder).run.id == "20260101T000000"
    # its parts are there for the next run, which clears up
    assert len(list(folder.glob("data-*"))) == 2
    write_small_study(folder, "20260103T000000")
    assert len(list(folder.glob("data-*"))) == 1


def test_atomic_write_keeps_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_text("lama")

    def stop_half_way() -> None:
        with atomic_write(path) as file:
            file.write("baru")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert path.read_text() == "lama"
    assert list(tmp_path.iterdir()) == [path]


def test_no_results(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="no results here; make them with: gigtext code"):
        open_results(tmp_path)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "run.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "run.json").write_text('{"versions": {"format": "99"}}'), "layout 99"),
        (lambda folder: next(folder.glob("data-*/codings-*.parquet")).unlink(), "incomplete results"),
    ],
)
def test_damaged_or_foreign_results(tmp_path: Path, damage, message: str) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "codings"
    write_small_study(folder)
    damage(folder)
    with pytest.raises(ResultsError, match=message):
        open_results(folder)


def test_results_of_another_version_are_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "codings"
    write_small_study(folder)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    record["versions"]["format"] = "0"
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ResultsError, match="code again into another"):
        check_format(folder)


def test_judgements_are_laid_over_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "codings"
    _, passages, _, _ = small_corpus()
    write_small_study(folder)
    first = passages[0]
    append_judgements(
        tmp_path / "gigtext-decisions.csv",
        [
            Judgement(first.document_id, first.start, first.end, first.text, "fleksibilitas_otonomi", "no", "Rina"),
            Judgement(first.document_id, first.start, first.end, first.text, "keseimbangan_kerja_hidup", "yes", "Rina"),
        ],
    )
    results = open_results(folder)
    decided = results.database.execute(
        "SELECT code, status, coder FROM decisions WHERE passage_id = ? ORDER BY code", [first.id]
    ).fetchall()
    assert decided == [("fleksibilitas_otonomi", "rejected", "Rina"), ("keseimbangan_kerja_hidup", "firm", "Rina")]
    assert results.judges == {"Rina": 2}
