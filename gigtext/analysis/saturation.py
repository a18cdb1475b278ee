"""Saturation: how much of a given codebook each further interview adds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from math import factorial
from typing import TYPE_CHECKING

from gigtext.analysis.selection import select
from gigtext.errors import InputError
from gigtext.records import Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import decimal, say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BASE = 4
"""Interviews that new ones are held against; 4 and the run lengths are values that the method's authors work with."""
RUNS = (2, 3)
THRESHOLDS = (0.05, 0.0)


def saturation(
    results: Results, *, where: Sequence[str] = (), orders: int = 200, seed: int = 0, lang: str = "id"
) -> Table:
    """Coverage of the codebook's themes after 1, 2 … interviews, in file order and over random orders.

    An interview is a document with something said by a chosen participant, codable or not; in a table with one row per
    answer each participant is an interview. Columns: `interviews` (1..N), `document`, `new` (themes not met before), `found`
    (themes met so far), `coverage` (percent of all themes of the codebook); `mean`, `low`, `high`: the same coverage over
    `orders` random orders (every order once when there are not more), mean, 5th and 95th percentile. Same `seed`, same
    numbers. A note gives base size, run length and new information threshold after Guest, Namey & Chen (2020), PLoS ONE
    15(5): e0232076. Raises InputError for a bad condition and for `orders` below 1.
    """
    if orders < 1:
        raise InputError(f"--orders {orders}: at least one order is needed; leave it out for 200")
    import numpy as np

    said = select(results, where)
    codes = [code.name for code in results.codebook.codes]
    names, found = _interviews(results, codes)
    met = np.logical_or.accumulate(found, axis=0).sum(axis=1) if names else np.zeros(0, dtype=int)
    shares = 100 * _random_orders(found, orders, seed) / len(codes)
    low, high = np.percentile(shares, [5, 95], axis=0) if names else (met, met)
    rows: list[Sequence[Cell]] = []
    for index, name in enumerate(names):
        total = int(met[index])
        new = total - (int(met[index - 1]) if index else 0)
        spread = [float(value) for value in (shares[:, index].mean(), low[index], high[index])]
        rows.append([index + 1, name, new, total, 100 * total / len(codes), *spread])
    above = say(lang, "saturation_orders", n=len(shares))
    columns = (
        Column("interviews", say(lang, "saturation_interviews"), "count"),
        Column("document", say(lang, "saturation_document")),
        Column("new", say(lang, "saturation_new"), "count"),
        Column("found", say(lang, "saturation_found", n=len(codes)), "count"),
        Column("coverage", say(lang, "saturation_coverage"), "percent"),
        Column("mean", say(lang, "saturation_mean"), "percent", above),
        Column("low", "5 %", "percent", above),
        Column("high", "95 %", "percent", above),
    )
    new_codes = [int(str(row[2])) for row in rows]
    notes = [
        say(lang, "saturation_note", n=len(codes)),
        say(lang, "saturation_interview"),
        say(lang, "saturation_spread", n=len(shares), seed=seed),
        _guest_note(new_codes, lang),
    ]
    if said:
        notes.append(say(lang, "where", where=said))
    return Table(say(lang, "saturation_title"), columns, tuple(rows), tuple(notes))


def _interviews(results: Results, codes: Sequence[str]) -> tuple[list[str], NDArray[np.bool_]]:
    """Names of the interviews in reading order, and (interviews, codes): whether a codable passage carries the code firmly."""
    import numpy as np

    place_of = {
        passage: (document, person)
        for passage, document, person in results.database.execute(
            "SELECT c.passage, c.document, CASE WHEN t.row_id IS NOT NULL THEN c.participant END FROM counted c "
            "JOIN passages p ON p.id = c.passage LEFT JOIN turns t ON t.document_id = p.document_id AND t.index = p.turn"
        ).fetchall()
    }
    interviews: dict[tuple[str, str | None], int] = {}
    for (passage,) in results.database.execute("SELECT id FROM passages").fetchall():
        if passage in place_of:
            interviews.setdefault(place_of[passage], len(interviews))
    found = np.zeros((len(interviews), len(codes)), dtype=bool)
    column = {code: at for at, code in enumerate(codes)}
    for passage, code in results.database.execute(
        "SELECT c.passage, d.code FROM counted c JOIN decisions d ON d.passage_id = c.passage "
        "WHERE c.codable AND d.status = 'firm'"
    ).fetchall():
        if code in column:
            found[interviews[place_of[passage]], column[code]] = True
    names = [document if person is None else f"{document}: {person}" for document, person in interviews]
    return names, found


def _random_orders(found: NDArray[np.bool_], orders: int, seed: int) -> NDArray[np.int64]:
    """(orders, interviews): codes met after each interview; all orders once when there are no more than `orders`."""
    import numpy as np

    count = len(found)
    if count <= 10 and factorial(count) <= orders:
        chosen = [np.array(order, dtype=np.int64) for order in permutations(range(count))]
    else:
        random = np.random.default_rng(seed)
        chosen = [random.permutation(count) for _ in range(orders)]
    met = [np.logical_or.accumulate(found[order], axis=0).sum(axis=1) for order in chosen]
    return np.array(met, dtype=np.int64).reshape(len(chosen), count)


def saturated_at(new: Sequence[int], *, base: int, run: int, threshold: float) -> int | None:
    """After how many interviews saturation is reached, the confirming run not counted; None when it never is.

    `new`: per interview the codes not met before. The new codes of `run` interviews in a row, divided by the codes of the
    first `base` interviews, must not exceed `threshold` (a share, 0..1). The run moves on by one interview at a time (Guest,
    Namey & Chen 2020, steps 1 to 5): reached at 6 with a run of 2 means that interviews 7 and 8 brought so little.

    >>> saturated_at([20, 8, 6, 3, 2, 1, 1, 0, 0], base=4, run=2, threshold=0.05)
    6
    """
    known = sum(new[:base])
    if known == 0:
        return None
    for start in range(base, len(new) - run + 1):
        if sum(new[start : start + run]) <= threshold * known:
            return start
    return None


def _guest_note(new: Sequence[int], lang: str) -> str:
    if len(new) < BASE + min(RUNS):
        return say(lang, "saturation_few", n=len(new), base=BASE, least=BASE + min(RUNS))
    parts = []
    for run in RUNS:
        for threshold in THRESHOLDS:
            at = saturated_at(new, base=BASE, run=run, threshold=threshold)
            limit = f"≤ {decimal(100 * threshold, lang, 0)} %"
            key = "saturation_reached" if at is not None else "saturation_unreached"
            parts.append(say(lang, key, run=run, limit=limit, at=at))
    return say(lang, "saturation_guest", base=BASE, parts="; ".join(parts))
