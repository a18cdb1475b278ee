"""Transcripts and results on object storage: a real S3 server, the same commands, the same numbers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from gigtext.errors import InputError
from gigtext.places import atomic_bytes, is_remote, place, remove_tree
from tests.conftest import Run


@pytest.fixture(scope="module")
def storage() -> Iterator[None]:
    """A real server that speaks S3, and the settings by which it is found."""
    pytest.importorskip("moto")
    pytest.importorskip("s3fs")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield
    server.stop()


@pytest.fixture
def bucket(storage: None) -> str:
    """The address of an empty bucket."""
    import boto3

    name = f"penelitian-{uuid4().hex[:8]}"
    boto3.client("s3").create_bucket(Bucket=name)
    return f"s3://{name}"


def gigtext(*arguments: str) -> str:
    """What a gigtext of its own process prints, as on another machine."""
    command = [sys.executable, "-c", "from gigtext.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("engine", [[], ["--engine", "processes", "--workers", "2"]])
def test_a_study_on_object_storage_is_coded_as_one_on_this_machine(
    study: Path, run: Run, bucket: str, engine: list[str]
) -> None:
    for path in (study / "transcripts").iterdir():
        place(f"{bucket}/transcripts/{path.name}").write_bytes(path.read_bytes())
    there = f"{bucket}/codings"
    assert run("code", "transcripts").exit_code == 0
    coded = gigtext("code", f"{bucket}/transcripts", "--results", there, "--format", "csv", "--quiet", *engine)
    assert coded == run("code", "transcripts", "--format", "csv", "--quiet").stdout
    here = (study / "codings" / "codings.csv").read_bytes()
    assert place(f"{there}/codings.csv").read_bytes() == here
    # again: taken over, the old data gone
    gigtext("code", f"{bucket}/transcripts", "--results", there, "--quiet", *engine)
    assert '"coded anew": 0' in place(f"{there}/run.json").read_text(encoding="utf-8")
    assert len([each for each in place(there).iterdir() if each.name.startswith("data-")]) == 1
    found = gigtext("summarize", "--results", there, "--format", "csv", "--quiet")
    assert found == run("summarize", "--format", "csv", "--quiet").stdout


def test_a_whole_bucket_leaves_results_and_hidden_files_out(study: Path, bucket: str) -> None:
    for name in ("N1.txt", "codings/run.json", "codings/data-1/x.txt", ".git/y.txt", "README.md"):
        place(f"{bucket}/{name}").write_bytes((study / "transcripts" / "N1.txt").read_bytes())
    assert '"documents": 1' in gigtext("code", bucket, "--results", "codings", "--format", "json", "--quiet")


def test_an_address_that_is_not_there_is_told(study: Path, run: Run, bucket: str) -> None:
    done = run("code", f"{bucket}/tidakada")
    assert done.exit_code == 2
    assert "tidakada: no such file or folder" in done.stderr


def test_addresses_without_their_package(study: Path, run: Run) -> None:
    done = run("code", "zzz://ember/transkrip")
    assert done.exit_code == 2
    assert "zzz://ember/transkrip: addresses zzz:// need a package of their own" in done.stderr
    with pytest.raises(InputError, match=r"gigtext\[storage\]"):
        place("zzz://ember")


def test_paths_of_this_machine_stay_what_they_are(tmp_path: Path) -> None:
    assert place(str(tmp_path)) == tmp_path
    assert place(tmp_path) is tmp_path or place(tmp_path) == tmp_path
    assert not is_remote(tmp_path)
    atomic_bytes(tmp_path / "a" / "b.txt", b"x")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]
    remove_tree(tmp_path / "a")
    assert not (tmp_path / "a").exists()
