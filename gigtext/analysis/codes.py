"""The codebook itself as tables."""

from __future__ import annotations

from gigtext.records import Cell, Code, Codebook, Column, Table
from gigtext.wording import pick, say


def codes_table(codebook: Codebook, lang: str) -> Table:
    """One row per code: `domain` (key), `code`, `theme`, `definition`, and how many patterns and examples it has."""
    rows: list[tuple[Cell, ...]] = []
    sections = {}
    for domain in codebook.domains:
        sections[len(rows)] = pick(domain.label, lang, domain.name)
        rows.extend(
            (
                domain.name,
                code.name,
                pick(code.label, lang, code.name),
                pick(code.definition, lang),
                len(code.patterns),
                len(code.examples),
            )
            for code in codebook.codes
            if code.domain == domain.name
        )
    columns = (
        Column("domain", say(lang, "domain"), "key"),
        Column("code", say(lang, "code")),
        Column("theme", say(lang, "theme")),
        Column("definition", say(lang, "definition")),
        Column("patterns", say(lang, "patterns"), "count"),
        Column("examples", say(lang, "examples"), "count"),
    )
    return Table(pick(codebook.title, lang, codebook.path), columns, tuple(rows), (), sections)


def code_table(code: Code, lang: str) -> Table:
    """Everything one code holds, a row per part: `part`, `text`."""
    rows: list[tuple[Cell, ...]] = [
        (say(lang, "code"), code.name),
        (say(lang, "domain"), code.domain),
        (say(lang, "definition"), pick(code.definition, lang)),
        (say(lang, "include"), pick(code.include, lang)),
        (say(lang, "exclude"), pick(code.exclude, lang)),
        (say(lang, "source"), code.source),
        *((say(lang, "examples"), text) for text in code.examples),
        *((say(lang, "counterexamples"), text) for text in code.counterexamples),
        *((say(lang, "patterns"), pattern.match) for pattern in code.patterns),
    ]
    columns = (Column("part", say(lang, "part")), Column("text", say(lang, "content")))
    return Table(pick(code.label, lang, code.name), columns, tuple(row for row in rows if row[1]))
