"""Only what has changed is coded again, and the results are those of a run from nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from gigtext.classifier.model import ACCURATE_MODEL, FAST_MODEL, load_model
from gigtext.corpus import find_inputs
from gigtext.machine import stored_facts
from gigtext.parts import Job, Part, Written, code_part, cut_parts
from tests.conftest import INTERVIEW, Run


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    data = folder / json.loads((folder / "run.json").read_text(encoding="utf-8"))["data"]
    return {
        name: duckdb.sql(f"SELECT * FROM '{data / name}*.parquet'").fetchall()
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
    (data / "codings-00000.parquet").write_bytes(b"no parquet")
    assert run("code", "transcripts").exit_code == 0
    assert anew(study / "codings") > 0


def test_processes_give_what_inline_gives(study: Path, run: Run) -> None:
    assert run("code", "transcripts").exit_code == 0
    assert run("code", "transcripts", "--engine", "processes", "--workers", "2", "--results", "parts").exit_code == 0
    assert tables(study / "codings") == tables(study / "parts")
    assert record(study / "parts")["options"]["engine"] == "processes"  # type: ignore[index]


def many(study: Path) -> None:
    """Twenty more transcripts, so that there is something to cut."""
    for at in range(20):
        talk = "\n".join(f"N{at}: Order nomor {at}-{line}, kadang sepi kadang ramai." for line in range(60))
        (study / "transcripts" / f"lagi-{at:02}.txt").write_text(f"P: Cerita?\n{talk}\n", encoding="utf-8")


@pytest.mark.parametrize("largest", [1, 10_000])
def test_how_a_study_is_cut_changes_nothing(
    study: Path, run: Run, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(study)
    (study / "transcripts" / "jawaban.csv").write_text("id,jawaban\n1,Sepi sekali.\n2,Jam kerja bebas.\n")
    (study / "transcripts" / "survei.csv").write_text("id,jawaban\n1,Order sepi terus.\n3,Uangnya kurang.\n")
    assert run("code", "transcripts").exit_code == 0
    monkeypatch.setattr("gigtext.parts.LARGEST", largest)
    assert run("code", "transcripts", "--results", "parts").exit_code == 0
    data = study / "parts" / str(record(study / "parts")["data"])
    assert len(list(data.glob("documents-*.parquet"))) > 2
    assert tables(study / "codings") == tables(study / "parts")
    assert (study / "codings" / "codings.csv").read_bytes() == (study / "parts" / "codings.csv").read_bytes()
    # cut in another way, everything is taken over all the same
    monkeypatch.setattr("gigtext.parts.LARGEST", 3_000)
    assert run("code", "transcripts", "--results", "parts").exit_code == 0
    assert anew(study / "parts") == 0
    assert tables(study / "codings") == tables(study / "parts")


def test_the_accurate_tier_stops_and_goes_on_in_small_steps(study: Path) -> None:
    many(study)
    long = INTERVIEW + "N1: Kadang sepi kadang ramai, begitu terus setiap hari.\n" * 2_000
    (study / "transcripts" / "panjang.txt").write_text(long, encoding="utf-8")
    inputs, _ = find_inputs([str(study / "transcripts")])
    version, accurate = stored_facts(ACCURATE_MODEL)
    assert version == load_model(ACCURATE_MODEL).version
    assert accurate
    assert not stored_facts(FAST_MODEL)[1]
    assert len(cut_parts(inputs, 1, accurate=accurate)) > len(cut_parts(inputs, 1, accurate=False)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to a single process there")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_goes_on_where_it_was(study: Path, end: signal.Signals) -> None:
    many(study)
    script = (
        "import sys, gigtext.parts as parts, gigtext.pipeline as pipeline\n"
        "from gigtext.cli import main\n"
        "parts.LARGEST = 3000\n"
        "real = parts.code_part\n"
        "def told(job, part):\n"
        "    found = real(job, part)\n"
        "    print('coded', flush=True, file=sys.stderr)\n"
        "    return found\n"
        "pipeline.code_part = told\n"
        "sys.argv = ['gigtext', 'code', 'transcripts', '--quiet']\n"
        "main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    for _ in range(3):  # three parts are done
        assert "coded" in process.stderr.readline()
    process.send_signal(end)
    process.stderr.read()
    assert process.wait() == (130 if end is signal.SIGINT else -signal.SIGKILL)
    assert not (study / "codings" / "run.json").exists()
    command = [sys.executable, "-c", "from gigtext.cli import main; main()", "code", "transcripts", "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    codable = int(record(study / "codings")["counts"]["codable"])  # type: ignore[index,call-overload]
    assert 0 < anew(study / "codings") < codable - 100
    assert len(list((study / "codings").glob("data-*"))) == 1


def test_transcripts_whose_worker_dies_are_named_and_the_others_kept(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(study)
    # a worker imports the module of the function that it runs
    monkeypatch.setattr("gigtext.pipeline.code_part", dying_part)
    monkeypatch.setattr("gigtext.parts.SMALLEST", 1)
    done = run("code", "transcripts", "--engine", "processes", "--workers", "2")
    assert done.exit_code == 0
    skipped = record(study / "codings")["skipped"]
    named = [each["source"] for each in skipped]  # type: ignore[attr-defined]
    assert "transcripts/lagi-07.txt" in named
    assert len(named) < 8
    documents = [row[0] for row in tables(study / "codings")["documents"]]
    assert len(documents) == 22 - len(named)
    assert record(study / "codings")["counts"]["participants"] == len(tables(study / "codings")["participants"])  # type: ignore[index]


def dying_part(job: Job, part: Part) -> Written:
    if any(each.id == "lagi-07.txt" for each in part.inputs):
        os._exit(3)
    return code_part(job, part)
