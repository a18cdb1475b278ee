"""Every engine gives the same results in the same order, and a worker that dies takes nothing else with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gigtext.engines import Engine, Lost, map_batches
from gigtext.errors import InputError


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


@pytest.mark.parametrize("engine", ["inline", "processes"])
def test_results_are_equal_and_ordered(engine: Engine) -> None:
    batches = [[at, at + 1] for at in range(0, 40, 2)]
    assert list(map_batches(doubled, iter(batches), engine=engine, workers=2)) == [doubled(each) for each in batches]
    assert list(map_batches(doubled, [], engine=engine, workers=2)) == []


@pytest.mark.parametrize("engine", ["inline", "processes"])
def test_what_the_function_raises_is_raised(engine: Engine) -> None:
    with pytest.raises(InputError, match="bad batch 1"):
        list(map_batches(raising, [[1]], engine=engine, workers=1))


def test_a_batch_that_kills_its_worker_twice_is_lost_and_no_other() -> None:
    batches = [[at] for at in range(12)]
    found = list(map_batches(deadly, batches, engine="processes", workers=2))
    assert found == [Lost(7) if at == 7 else [2 * at] for at in range(12)]


def test_a_batch_that_kills_its_worker_once_is_not_lost(tmp_path: Path) -> None:
    batches = [(str(tmp_path / "died"), at) for at in range(5)]
    assert list(map_batches(dies_once, batches, engine="processes", workers=2)) == [0, 1, 2, 3, 4]


def test_no_workers_is_told() -> None:
    with pytest.raises(InputError, match="at least one"):
        list(map_batches(doubled, [[1]], workers=0))
