"""Theme tables: how many passages and participants speak of each theme, overall and by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from gigtext.analysis.selection import (
    Group,
    attribute_label,
    find_attribute,
    find_domain,
    groups,
    identifier,
    missing_notes,
    select,
    tier_name,
)
from gigtext.records import Cell, Column, Domain, Table
from gigtext.store import Results
from gigtext.wording import decimal, pick, say

Level = Literal["theme", "domain"]
Unit = Literal["passage", "participant"]

WEAK_PRECISION = 0.5
TESTED_CODINGS = 20
"""A theme tested on fewer codings than this is `untested`: its precision is not known well enough to print."""
PERCENT_FROM = 20
"""No percentage of participants below this N: 1 of 3 is not 33 %."""
USUAL_COVERAGE = 0.4
"""Share of real passages that carry a theme (3,180 of the 8,074 retold real statements of the training material)."""
HIGH_COVERAGE = 0.6


def theme_tables(results: Results, *, level: Level = "theme", lang: str = "id") -> list[Table]:
    """The tables that `gigtext code` prints: findings in one, recommendations (wishes and advice) in their own.

    Columns `domain`, `code` (keys), `theme`, `firm` (passages), `share` (percent of all codable passages), `suggested`
    (passages), `participants` (with a firm passage), `mark`. One row per theme, or per domain with `level="domain"`.
    """
    select(results)
    total = _counts(results)
    codebook = results.codebook
    by_origin: dict[bool, list[Domain]] = {}
    for domain in codebook.domains:
        by_origin.setdefault(domain.origin == "recommendation", []).append(domain)
    tables = []
    for recommendation, domains in sorted(by_origin.items()):
        rows: list[list[Cell]] = []
        sections: dict[int, str] = {}
        counted = _count_firm(results, level, [])
        suggested = _count_suggested(results, level)
        for domain in domains:
            label = pick(domain.label, lang, domain.name)
            if level == "theme" and not recommendation:
                sections[len(rows)] = label
            for name, code, text in _lines(results, domain, level, lang):
                n, people = counted.get(((), name), (0, 0))
                share = 100 * n / total["passages"] if total["passages"] else None
                mark = theme_mark(results, code, lang) if code else ""
                rows.append([domain.name, code, text, n, share, suggested.get(name, 0), people, mark])
        title = pick(domains[0].label, lang, domains[0].name) if recommendation else say(lang, "themes_title")
        columns = (
            Column("domain", say(lang, "domain"), "key"),
            Column("code", "code", "key"),
            Column("theme", say(lang, "theme" if level == "theme" else "domain")),
            Column("firm", say(lang, "firm"), "count"),
            Column("share", "%", "percent"),
            Column("suggested", say(lang, "suggested"), "count"),
            Column("participants", say(lang, "participants", n=total["participants"]), "count"),
            Column("mark", say(lang, "mark")),
        )
        tables.append(Table(title, columns, tuple(rows), (), sections))
    return tables


def foot(results: Results, *, lang: str = "id", command: str = "") -> list[str]:
    """What a reader of the theme tables must know: one sentence each (`command`: the next useful one)."""
    select(results)
    total = _counts(results)
    run = results.run
    lines = [who_coded(results, lang)]
    tested = sum(n for _, n in run.precision.values())
    if tested:
        right = sum(precision * n for precision, n in run.precision.values())
        key = "precision_own" if run.options.get("tested_on") == "own" else "precision"
        lines.append(say(lang, key, precision=decimal(right / tested, lang, 2), n=tested))
    else:
        lines.append(say(lang, "no_precision"))
    lines.append(
        say(
            lang,
            "counted",
            codable=total["passages"],
            backchannel=total["backchannel"],
            **{name: total[name] for name in ("participants", "documents")},
        )
    )
    if total["passages"]:
        without = total["passages"] - total["coded"]
        share = total["coded"] / total["passages"]
        lines.append(say(lang, "no_theme", n=without, percent=f"{decimal(100 * (1 - share), lang, 0)} %"))
        if share > HIGH_COVERAGE and total["passages"] >= 30:
            lines.append(say(lang, "coverage_high", percent=f"{decimal(100 * share, lang, 0)} %"))
    if run.precision or run.untrained:
        lines.append(say(lang, "marks_note"))
    lines.extend(run.notes)
    lines.extend(say(lang, "skipped", source=skip.source, reason=skip.reason) for skip in run.skipped)
    if command:
        lines.append(say(lang, "next", command=command))
    return lines


def who_coded(results: Results, lang: str) -> str:
    """The sentence that says whether people have looked at the codes."""
    tier = tier_name(results.run, lang)
    if not results.judges:
        return say(lang, "machine", tier=tier)
    who = ", ".join(f"{person}: {n}" for person, n in sorted(results.judges.items()))
    return say(lang, "reviewed", n=sum(results.judges.values()), who=who, tier=tier)


def summarise(
    results: Results,
    *,
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    level: Level = "theme",
    unit: Unit = "passage",
    domain: str | None = None,
    lang: str = "id",
) -> list[Table]:
    """One table per domain (one in all with `level="domain"`), groups side by side.

    Per group the columns `<group>_n`, `<group>_percent` and, by passage, `<group>_participants`. Percentages are of the
    group's codable passages, or of its participants (only from N = 20 on). Participants without a value of `by` are a
    group of their own, last. Raises InputError for unknown attributes, values and domains.
    """
    codebook = results.codebook
    chosen = [find_domain(codebook, domain)] if domain else list(codebook.domains)
    columns_by = [find_attribute(results, name) for name in by]
    said = select(results, where)
    found = groups(results, columns_by, lang) if columns_by else [_everyone(results, lang)]
    counts = _count_firm(results, level, columns_by)
    columns = [
        Column("domain", say(lang, "domain"), "key"),
        Column("code", "code", "key"),
        Column("theme", say(lang, "theme" if level == "theme" else "domain")),
    ]
    percent = unit == "passage" or any(group.participants >= PERCENT_FROM for group in found)
    for group in found:
        columns.extend(_group_columns(group, unit, percent, lang))
    words = " × ".join(attribute_label(codebook, name, lang) for name in columns_by)
    notes = [say(lang, _unit_note(unit, percent))]
    if said:
        notes.append(say(lang, "where", where=said))
    notes.extend(missing_notes(results, columns_by, lang))

    def table(label: str, rows: list[list[Cell]]) -> Table:
        title = say(lang, "summary_by", domain=label, by=words) if words else label
        return Table(title, tuple(columns), tuple(rows), tuple(notes))

    tables = []
    gathered: list[list[Cell]] = []
    for each in chosen:
        rows: list[list[Cell]] = []
        for name, code, text in _lines(results, each, level, lang):
            row: list[Cell] = [each.name, code, text]
            for group in found:
                n, people = counts.get((group.values, name), (0, 0))
                row.extend(_group_cells(group, unit, percent, n, people))
            rows.append(row)
        gathered.extend(rows)
        if level == "theme":
            tables.append(table(pick(each.label, lang, each.name), rows))
    return tables if level == "theme" else [table(say(lang, "domains_all"), gathered)]


def _lines(results: Results, domain: Domain, level: Level, lang: str) -> list[tuple[str, str, str]]:
    """(counting name, code, label) of each row of a domain."""
    if level == "domain":
        return [(domain.name, "", pick(domain.label, lang, domain.name))]
    codes = [code for code in results.codebook.codes if code.domain == domain.name]
    return [(code.name, code.name, pick(code.label, lang, code.name)) for code in codes]


def _everyone(results: Results, lang: str) -> Group:
    total = _counts(results)
    return Group("all", say(lang, "all"), total["participants"], total["passages"], ())


def _group_columns(group: Group, unit: Unit, percent: bool, lang: str) -> list[Column]:
    size = say(lang, "group_size", participants=group.participants, passages=group.passages)
    above = f"{group.label}\n" + size.replace(", ", "\n")
    columns = [Column(f"{group.key}_n", "n", "count", above)]
    if percent:
        columns.append(Column(f"{group.key}_percent", "%", "percent", above))
    if unit == "passage":
        columns.append(Column(f"{group.key}_participants", say(lang, "informants"), "count", above))
    return columns


def _group_cells(group: Group, unit: Unit, percent: bool, n: int, people: int) -> list[Cell]:
    if unit == "passage":
        return [n, 100 * n / group.passages if group.passages else None, people]
    if not percent:
        return [people]
    return [people, 100 * people / group.participants if group.participants >= PERCENT_FROM else None]


def _unit_note(unit: Unit, percent: bool) -> str:
    if unit == "passage":
        return "unit_passage"
    return "unit_participant_percent" if percent else "unit_participant"


def theme_mark(results: Results, code: str, lang: str) -> str:
    """How far a reader may trust a theme's numbers (`weak`, `untested`, `rules only`); empty: no mark needed."""
    run = results.run
    if code in run.untrained:
        return say(lang, "rules_only")
    if not run.precision:
        return ""
    return precision_mark(*run.precision.get(code, (0.0, 0)), lang)


def precision_mark(precision: float, tested: int, lang: str) -> str:
    """The mark of a theme whose firm codes were right with `precision` (0..1) in `tested` codings; empty: none needed."""
    if tested < TESTED_CODINGS:
        return say(lang, "untested")
    return say(lang, "weak") if precision < WEAK_PRECISION else ""


def _counts(results: Results) -> dict[str, int]:
    row = results.database.execute(
        "SELECT count(DISTINCT participant), count(DISTINCT document), count_if(codable), count_if(NOT codable) FROM counted"
    ).fetchone()
    coded = results.database.execute(
        "SELECT count(*) FROM counted c WHERE c.codable AND c.passage IN "
        "(SELECT passage_id FROM decisions WHERE status = 'firm')"
    ).fetchone()
    assert row is not None
    assert coded is not None
    return {
        "participants": row[0],
        "documents": row[1],
        "passages": row[2],
        "backchannel": row[3],
        "coded": coded[0],
    }


def _count_firm(
    results: Results, level: Level, by: Sequence[str]
) -> dict[tuple[tuple[str | None, ...], str], tuple[int, int]]:
    """(group values, code or domain) → (firm passages, participants with one)."""
    inner = "".join(f"c.{identifier(name)} AS g{i}, " for i, name in enumerate(by))
    outer = "".join(f"g{i}, " for i in range(len(by)))
    # one decision per passage and theme: only domains, which hold several themes, need distinct passages
    passages = "count(*)" if level == "theme" else "count(DISTINCT c.passage)"
    rows = results.database.execute(
        f"SELECT {outer}name, sum(passages)::BIGINT, count(*) FROM ("
        f"SELECT {inner}c.participant, {_name(results, level)} AS name, {passages} AS passages "
        "FROM counted c JOIN decisions d ON d.passage_id = c.passage WHERE c.codable AND d.status = 'firm' GROUP BY ALL"
        f") GROUP BY {outer}name"
    ).fetchall()
    return {(tuple(row[: len(by)]), row[-3]): (row[-2], row[-1]) for row in rows}


def _count_suggested(results: Results, level: Level) -> dict[str, int]:
    rows = results.database.execute(
        f"SELECT {_name(results, level)} AS name, count(DISTINCT c.passage) FROM counted c "
        "JOIN decisions d ON d.passage_id = c.passage WHERE c.codable AND d.status = 'suggested' GROUP BY name"
    ).fetchall()
    return dict(rows)


def _name(results: Results, level: Level) -> str:
    if level == "theme":
        return "d.code"
    cases = " ".join(f"WHEN '{code.name}' THEN '{code.domain}'" for code in results.codebook.codes)
    return f"CASE d.code {cases} END"
