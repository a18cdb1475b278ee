"""Only what has changed is coded again, and the results are those of a run from nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from gigtext.machine import UNFINISHED
from tests.conftest import INTERVIEW, Run


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    data = folder / json.loads((folder / "run.json").read_text(encoding="utf-8"))["data"]
    return {
        name: duckdb.sql(f"SELECT * FROM '{data / name}.parquet'").fetchall()
        for name in ("documents", "participants", "passages", "codings", "decisions")
    }


def record(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "run.json").read_text(encoding="utf-8")))


def anew(folder: Path) -> int:
    return int(record(folder)["counts"]["coded anew"])  # type: ignore[index]


def change_one(study: Path) -> None:
    path = study / "transcripts" / "N2.txt"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Ada yang", "N2: Sekarang order sepi sekali.\nP: Ada yang")
    )


def add_one(study: Path) -> None:
    (study / "transcripts" / "N3.txt").write_text(
        INTERVIEW.replace("N1", "N3").replace("sepi", "zonk"), encoding="utf-8"
    )


def remove_one(study: Path) -> None:
    (study / "transcripts" / "N1.txt").unlink()


@pytest.mark.parametrize("edit", [lambda study: None, change_one, add_one, remove_one])
def test_a_second_run_is_the_same_as_one_from_nothing(study: Path, run: Run, edit) -> None:  # type: ignore[no-untyped-def]
    assert run("code", "transcripts").exit_code == 0
    first = anew(study / "codings")
    edit(study)
    assert run("code", "transcripts").exit_code == 0
    assert run("code", "transcripts", "--results", "fresh").exit_code == 0
    assert tables(study / "codings") == tables(study / "fresh")
    kept, fresh = record(study / "codings"), record(study / "fresh")
    for name in ("versions", "notes", "precision", "untrained", "skipped"):
        assert kept[name] == fresh[name]
    assert anew(study / "codings") < first


def test_nothing_is_coded_twice(study: Path, run: Run) -> None:
    assert run("code", "transcripts").exit_code == 0
    assert anew(study / "codings") > 0
    assert run("code", "transcripts").exit_code == 0
    assert anew(study / "codings") == 0


@pytest.mark.parametrize("what", ["codebook", "coder", "model"])
def test_another_codebook_coder_or_model_codes_all_anew(study: Path, run: Run, what: str) -> None:
    assert run("init", ".").exit_code == 0
    assert run("code", "transcripts", "--codebook", "codebook.yaml").exit_code == 0
    if what == "codebook":
        text = (study / "codebook.yaml").read_text(encoding="utf-8")
        (study / "codebook.yaml").write_text(text + "\n# changed\n", encoding="utf-8")
    options = {"codebook": [], "coder": ["--coder", "rules"], "model": ["--model", "accurate"]}[what]
    if what == "model":
        pytest.importorskip("onnxruntime")
    assert run("code", "transcripts", "--codebook", "codebook.yaml", *options).exit_code == 0
    assert anew(study / "codings") > 0
    assert run("code", "transcripts", "--codebook", "codebook.yaml", *options, "--results", "fresh").exit_code == 0
    assert tables(study / "codings") == tables(study / "fresh")


def test_damaged_results_are_no_obstacle(study: Path, run: Run) -> None:
    assert run("code", "transcripts").exit_code == 0
    data = study / "codings" / str(record(study / "codings")["data"])
    (data / "codings.parquet").write_bytes(b"no parquet")
    assert run("code", "transcripts").exit_code == 0
    assert anew(study / "codings") > 0


def test_processes_give_what_inline_gives(study: Path, run: Run) -> None:
    assert run("code", "transcripts").exit_code == 0
    assert run("code", "transcripts", "--engine", "processes", "--workers", "2", "--results", "parts").exit_code == 0
    assert tables(study / "codings") == tables(study / "parts")
    assert record(study / "parts")["options"]["engine"] == "processes"  # type: ignore[index]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to a single process there")
def test_an_interrupted_run_goes_on_where_it_stopped(study: Path) -> None:
    lines = "\n".join(f"N1: Waktu itu saya dapat order nomor {at}, kadang sepi kadang ramai." for at in range(20_000))
    (study / "transcripts" / "panjang.txt").write_text(f"Kode: N1\n\nP: Cerita?\n{lines}\n", encoding="utf-8")
    command = [sys.executable, "-c", "from gigtext.cli import main; main()", "code", "transcripts", "--quiet"]
    script = (
        "import sys, gigtext.pipeline as pipeline\n"
        "from gigtext.cli import main\n"
        "real = pipeline.code_texts\n"
        "def slow(recipe, texts):\n"
        "    found = real(recipe, texts)\n"
        "    print('coded', flush=True, file=sys.stderr)\n"
        "    return found\n"
        "pipeline.code_texts = slow\n"
        "sys.argv = ['gigtext', 'code', 'transcripts', '--quiet']\n"
        "main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    for _ in range(3):  # three batches are done
        assert "coded" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    assert process.wait() == 130
    assert not (study / "codings" / "run.json").exists()
    assert (study / "codings" / UNFINISHED / "key.json").is_file()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    passages = int(record(study / "codings")["counts"]["codable"])  # type: ignore[index]
    assert 0 < anew(study / "codings") <= passages - 2 * 512
    assert not (study / "codings" / UNFINISHED).exists()
