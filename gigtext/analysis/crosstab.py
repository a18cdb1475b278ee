"""Themes by groups of participants: counts by passage and by participant, and whether the groups differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gigtext.analysis.selection import Group, count_one, find_attribute, groups, select
from gigtext.analysis.statistics import SEED, SIMULATIONS, Comparison, Correction, compare, correct
from gigtext.analysis.summaries import PERCENT_FROM, Level, Unit, summarise, theme_mark, who_coded
from gigtext.errors import InputError
from gigtext.records import Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import say


def crosstab(
    results: Results,
    *,
    by: Sequence[str],
    where: Sequence[str] = (),
    domain: str | None = None,
    level: Level = "theme",
    unit: Unit = "participant",
    test: bool = False,
    correction: Correction = "holm",
    lang: str = "id",
) -> list[Table]:
    """One table per domain (one in all with `level="domain"`), groups side by side, counted as `summarise` counts.

    Per group the columns `<group>_n` (passages), `<group>_percent` (of the group's passages), `<group>_participants`
    (people who speak of the theme) and, where a group has an N of 20 or more, `<group>_participants_percent`. With
    `test` follow `test`, `statistic` (χ²; empty for an exact test), `p`, `p_corrected` (not with `correction="none"`),
    `v`, `v_low`, `v_high` and `mark`. `unit` is what the test counts. Participants without a value of `by` are shown as
    the last group and left out of the test. The correction is over every theme tested in the call, whatever its domain.
    Raises InputError without `by` and for unknown attributes, values and domains.
    """
    if not by:
        raise InputError("no attribute to compare by; for instance: --by generation")
    counted = summarise(results, by=by, where=where, level=level, domain=domain, lang=lang)
    select(results, where)
    found = groups(results, [find_attribute(results, name) for name in by], lang)
    lines = [table.dicts() for table in counted]
    percent = any(group.participants >= PERCENT_FROM for group in found)
    columns = [*counted[0].columns[:3]]
    for group in found:
        columns.extend(_group_columns(group, percent, lang))
    notes = [say(lang, "crosstab_counts", what=say(lang, f"what_{level}"))]
    if percent:
        notes.append(say(lang, "crosstab_percent", n=PERCENT_FROM))
    tested: list[list[Cell]] | None = None
    if test:
        every = [line for part in lines for line in part]
        tests = _tests(results, every, found, unit, correction)
        columns.extend(_test_columns(unit, correction, lang))
        tested = [
            _test_cells(
                each, corrected, correction, theme_mark(results, str(line["code"]), lang) if line["code"] else "", lang
            )
            for line, each, corrected in zip(every, tests.comparisons, tests.corrected, strict=True)
        ]
        notes.extend(_test_notes(tests, found, level, unit, correction, lang))
        if any(cells[-1] for cells in tested):
            notes.append(say(lang, "marks_note"))
    notes.extend([*counted[0].notes[1:], who_coded(results, lang)])
    tables, at = [], 0
    for table, part in zip(counted, lines, strict=True):
        rows = []
        for line in part:
            row = [line[column.name] for column in columns[:3]]
            for group in found:
                row.extend(_group_cells(line, group, percent))
            rows.append([*row, *(tested[at] if tested else [])])
            at += 1
        tables.append(Table(table.title, tuple(columns), tuple(rows), tuple(notes)))
    return tables


def _group_columns(group: Group, percent: bool, lang: str) -> Iterable[Column]:
    size = say(lang, "group_size", participants=group.participants, passages=group.passages)
    above = f"{group.label}\n" + size.replace(", ", "\n")
    yield Column(f"{group.key}_n", "n", "count", above)
    yield Column(f"{group.key}_percent", "%", "percent", above)
    yield Column(f"{group.key}_participants", say(lang, "participants", n=group.participants), "count", above)
    if percent:
        yield Column(f"{group.key}_participants_percent", say(lang, "percent_informants"), "percent", above)


def _group_cells(line: dict[str, Cell], group: Group, percent: bool) -> Iterable[Cell]:
    people = _count(line, group, "participant")
    yield line[f"{group.key}_n"]
    yield line[f"{group.key}_percent"]
    yield people
    if percent:
        yield 100 * people / group.participants if group.participants >= PERCENT_FROM else None


def _count(line: dict[str, Cell], group: Group, unit: Unit) -> int:
    return int(line[f"{group.key}_{'participants' if unit == 'participant' else 'n'}"] or 0)


# --- the tests ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tests:
    groups: tuple[Group, ...]
    """The groups that are compared."""
    refused: str
    """Wording of why nothing can be tested; empty otherwise."""
    comparisons: tuple[Comparison | None, ...]
    corrected: tuple[float | None, ...]
    """Both one per line of the tables."""


def _size(group: Group, unit: Unit) -> int:
    return group.participants if unit == "participant" else group.passages


def _tests(
    results: Results, lines: Sequence[dict[str, Cell]], found: Sequence[Group], unit: Unit, correction: Correction
) -> _Tests:
    known = tuple(group for group in found if None not in group.values and _size(group, unit))
    refused = _refusal(results, known, found, unit)
    comparisons: tuple[Comparison | None, ...] = (None,) * len(lines)
    if not refused:
        sizes = [_size(group, unit) for group in known]
        comparisons = tuple(compare([_count(line, group, unit) for group in known], sizes) for line in lines)
    in_order = iter(correct([each.p for each in comparisons if each], correction))
    corrected = tuple(next(in_order) if each else None for each in comparisons)
    return _Tests(known, refused, comparisons, corrected)


def _refusal(results: Results, known: Sequence[Group], found: Sequence[Group], unit: Unit) -> str:
    if len(known) < 2:
        return "no_test_groups"
    if unit == "passage":
        return ""
    if all(group.participants == 1 for group in known):
        return "no_test_singles"
    people = count_one(results, "SELECT count(DISTINCT participant) FROM counted")
    return "no_test_overlap" if sum(group.participants for group in found) > people else ""


def _test_columns(unit: Unit, correction: Correction, lang: str) -> Iterable[Column]:
    above = say(lang, f"test_group_{unit}")
    yield Column("test", say(lang, "test"), "text", above)
    yield Column("statistic", "χ²", "number", above)
    yield Column("p", "p", "p", above)
    if correction != "none":
        yield Column("p_corrected", say(lang, f"p_{correction}"), "p", above)
    above = say(lang, "test_group_v")
    yield Column("v", "V", "number", above)
    yield Column("v_low", say(lang, "v_low"), "number", above)
    yield Column("v_high", say(lang, "v_high"), "number", above)
    yield Column("mark", say(lang, "mark"), "text", above)


def _test_cells(
    found: Comparison | None, corrected: float | None, correction: Correction, mark: str, lang: str
) -> list[Cell]:
    cells: list[Cell]
    if found is None:
        cells = [None] * (6 if correction == "none" else 7)
    else:
        low, high = found.v_interval or (None, None)
        cells = [
            say(lang, f"method_{found.method}"),
            found.chi2 if found.method == "chi2" else None,
            found.p,
            *([] if correction == "none" else [corrected]),
            found.v,
            low,
            high,
        ]
    return [*cells, mark]


def _test_notes(
    tests: _Tests, found: Sequence[Group], level: Level, unit: Unit, correction: Correction, lang: str
) -> Iterable[str]:
    if tests.refused:
        yield say(lang, tests.refused)
        return
    sizes = ", ".join(f"{group.label}: {_size(group, unit)}" for group in tests.groups)
    missing = sum(_size(group, unit) for group in found if None in group.values)
    n = sum(_size(group, unit) for group in tests.groups)
    yield say(lang, f"test_{unit}", n=n, groups=len(tests.groups), sizes=sizes, missing=missing)
    done = [each for each in tests.comparisons if each]
    what = say(lang, f"what_{level}_many")
    if done:
        yield say(lang, "test_methods", df=len(tests.groups) - 1)
        if any(each.method == "simulated" for each in done):
            yield say(lang, "test_simulated", n=SIMULATIONS, seed=SEED)
        yield say(lang, f"corrected_{correction}", n=len(done), what=what)
        yield say(lang, "test_v")
    if left := len(tests.comparisons) - len(done):
        key = "not_tested" if unit == "participant" else "not_tested_passage"
        yield say(lang, key, n=left, what=what)
    if singles := [group.label for group in tests.groups if group.participants == 1]:
        yield say(lang, "single_groups", groups=", ".join(singles))
