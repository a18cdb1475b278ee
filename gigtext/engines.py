"""Run one function over batches: in this process, in several, or on a Dask cluster. Knows nothing of text.

The results come in the order of the batches, and they are the same on every engine.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Literal, TypeVar

from gigtext.errors import InputError

Engine = Literal["inline", "processes", "dask"]
Batch = TypeVar("Batch")
Result = TypeVar("Result")

AHEAD = 2
"""Batches per worker that wait: enough to keep all busy, few enough to keep memory flat."""
WAIT = 10
"""Seconds within which a scheduler must answer."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In the place of a result: the worker died at this batch, and the next one did too."""

    batch: int


def map_batches(
    function: Callable[[Batch], Result],
    batches: Iterable[Batch],
    *,
    engine: Engine = "inline",
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Result | Lost]:
    """`function` of every batch, in order.

    `processes`: `function` and batches must pickle, and a module must define the function: workers are started afresh
    (spawned) on every system. What the function raises is raised here. A worker that dies takes no other batch's result
    with it: its batch is tried once more, alone, and is `Lost` when that kills a worker again.
    `dask`: the same on the cluster of `scheduler` (`tcp://host:8786`), whose workers have gigtext installed; without one on
    `workers` local processes. Never more than a few batches per worker are under way.
    Raises InputError for fewer than one worker, a scheduler that does not answer, and Dask that is not installed.
    """
    if workers is not None and workers < 1:
        raise InputError(f"--workers {workers}: at least one is needed")
    if engine == "inline":
        yield from map(function, batches)
        return
    if engine == "dask":
        yield from _on_dask(function, batches, workers, scheduler)
        return
    yield from _in_processes(function, batches, workers or os.cpu_count() or 1)


def _in_processes(
    function: Callable[[Batch], Result], batches: Iterable[Batch], workers: int
) -> Iterator[Result | Lost]:
    waiting: deque[tuple[int, Batch, Future[Result]]] = deque()
    pool = _pool(workers)
    numbered = iter(enumerate(batches))
    try:
        while True:
            while len(waiting) < workers * AHEAD and (following := next(numbered, None)) is not None:
                number, batch = following
                waiting.append((number, batch, _submit(pool, function, batch)))
            if not waiting:
                return
            future = waiting[0][2]
            try:
                result = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                # one of those under way killed its worker, and all of them are gone with the pool: each once more, alone
                again: list[Result | Lost] = []
                for number, batch, done in waiting:
                    found = _alone(function, batch, number, done)
                    again.append(found)
                waiting.clear()
                yield from again
                pool = _pool(workers)
                continue
            waiting.popleft()
            yield result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _on_dask(
    function: Callable[[Batch], Result], batches: Iterable[Batch], workers: int | None, scheduler: str | None
) -> Iterator[Result | Lost]:
    try:
        import dask
        from distributed import Client, KilledWorker
    except ImportError:
        raise InputError('--engine dask needs dask and distributed; add them: pip install "gigtext[dask]"') from None
    # the scheduler blames every batch that waited at a worker that died: who is to blame is found out below, one by one
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    local = {"n_workers": workers or os.cpu_count() or 1, "threads_per_worker": 1, "dashboard_address": None}
    try:
        connect: Any = Client
        client = connect(scheduler, timeout=WAIT) if scheduler else connect(**local)
    except OSError:
        raise InputError(
            f"--scheduler {scheduler}: does not answer; start one with: dask scheduler, and workers with: dask worker {scheduler}"
        ) from None
    with client:
        many = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        waiting: deque[tuple[int, Batch, Any]] = deque()
        numbered = iter(enumerate(batches))
        while True:
            while len(waiting) < many * AHEAD and (following := next(numbered, None)) is not None:
                number, batch = following
                waiting.append((number, batch, client.submit(function, batch, pure=False)))
            if not waiting:
                return
            try:
                result = waiting[0][2].result()
            except KilledWorker:
                again = [(batch, number, _settled(future)) for number, batch, future in waiting]
                waiting.clear()
                for batch, number, found in again:
                    yield _alone_on(client, function, batch, number) if isinstance(found, KilledWorker) else found
                continue
            waiting.popleft()
            yield result


def _submit(pool: ProcessPoolExecutor, function: Callable[[Batch], Result], batch: Batch) -> Future[Result]:
    try:
        return pool.submit(function, batch)
    except BrokenProcessPool as error:  # a worker has died since: told where its result is waited for
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def _alone(function: Callable[[Batch], Result], batch: Batch, number: int, done: Future[Result]) -> Result | Lost:
    if done.done() and done.exception() is None:
        return done.result()
    with _pool(1) as pool:
        try:
            return pool.submit(function, batch).result()
        except BrokenProcessPool:
            return Lost(number)


def _settled(future: Any) -> Any:
    """The result of `future`, or the KilledWorker in its place."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        return error


def _alone_on(client: Any, function: Callable[[Batch], Result], batch: Batch, number: int) -> Result | Lost:
    """`batch` once more while no other one is under way."""
    from distributed import KilledWorker

    found = _settled(client.submit(function, batch, pure=False))
    return Lost(number) if isinstance(found, KilledWorker) else found


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
