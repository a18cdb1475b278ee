"""Every engine gives the same results in the same order, and a worker that dies takes nothing else with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gigtext.engines import Engine, Lost, map_batches
from gigtext.errors import InputError
from tests.conftest import Run
from tests.test_machine import tables


def doubled(batch: list[int]) -> list[int]:
    return [2 * number for number in batch]


def deadly(batch: list[int]) -> list[int]:
    if 7 in batch:
        os._exit(3)
    return doubled(batch)


def dies_once(batch: tuple[str, int]) -> int:
    marker, number = batch
    if number == 2 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(3)
    return number


def raising(batch: list[int]) -> list[int]:
    raise InputError(f"bad batch {batch[0]}")


ENGINES = ["inline", "processes", "dask"]


def needs(engine: str) -> None:
    if engine == "dask":
        pytest.importorskip("distributed")


@pytest.mark.parametrize("engine", ENGINES)
def test_results_are_equal_and_ordered(engine: Engine) -> None:
    needs(engine)
    batches = [[at, at + 1] for at in range(0, 40, 2)]
    assert list(map_batches(doubled, iter(batches), engine=engine, workers=2)) == [doubled(each) for each in batches]
    assert list(map_batches(doubled, [], engine=engine, workers=2)) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_function_raises_is_raised(engine: Engine) -> None:
    needs(engine)
    with pytest.raises(InputError, match="bad batch 1"):
        list(map_batches(raising, [[1]], engine=engine, workers=1))


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_a_batch_that_kills_its_worker_twice_is_lost_and_no_other(engine: Engine) -> None:
    needs(engine)
    batches = [[at] for at in range(12)]
    found = list(map_batches(deadly, batches, engine=engine, workers=2))
    assert found == [Lost(7) if at == 7 else [2 * at] for at in range(12)]


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_a_batch_that_kills_its_worker_once_is_not_lost(engine: Engine, tmp_path: Path) -> None:
    needs(engine)
    batches = [(str(tmp_path / "died"), at) for at in range(5)]
    assert list(map_batches(dies_once, batches, engine=engine, workers=2)) == [0, 1, 2, 3, 4]


def test_no_workers_is_told() -> None:
    with pytest.raises(InputError, match="at least one"):
        list(map_batches(doubled, [[1]], workers=0))


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("gigtext.engines.WAIT", 1)
    with pytest.raises(InputError, match=r"--scheduler tcp://127\.0\.0\.1:9: does not answer"):
        list(map_batches(doubled, [[1]], engine="dask", scheduler="tcp://127.0.0.1:9"))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A scheduler and two workers, started as a user starts them."""
    pytest.importorskip("distributed")
    dask = [sys.executable, "-m", "dask"]
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [
        *dask,
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    ]
    worker = [*dask, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard"]
    started = [subprocess.Popen(scheduler, **quiet)]  # type: ignore[call-overload]
    started += [subprocess.Popen(worker, **quiet) for _ in range(2)]  # type: ignore[call-overload]
    try:
        from distributed import Client

        while not file.exists():
            assert started[0].poll() is None
        with Client(scheduler_file=str(file), timeout=30) as client:
            client.wait_for_workers(2, timeout=60)
            yield str(client.scheduler.address)
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()


def test_a_running_cluster_codes_as_this_process_does(cluster: str, study: Path, run: Run) -> None:
    assert run("code", "transcripts").exit_code == 0
    done = run("code", "transcripts", "--engine", "dask", "--scheduler", cluster, "--results", "far")
    assert done.exit_code == 0
    assert tables(study / "codings") == tables(study / "far")
