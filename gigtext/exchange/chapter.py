"""The findings as a Word chapter: numbers, definitions and voices, for a student to write around. Nothing is interpreted.

Every number comes from the tables of `gigtext.analysis`; captions and references to them are Word fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gigtext.analysis.deciders import deciders
from gigtext.analysis.display import joint_display
from gigtext.analysis.matrix import matrix_table
from gigtext.analysis.quotations import quotations as find_quotations
from gigtext.analysis.selection import attribute_label, count_one, find_attribute, groups, select, tier_name
from gigtext.analysis.summaries import foot, summarise, theme_mark
from gigtext.errors import InputError
from gigtext.exchange.document import (
    add_field,
    add_notes,
    add_quotations,
    add_table,
    caption,
    clean,
    new_document,
    save,
)
from gigtext.records import MACHINES, Cell, Code, Column, Domain, Table
from gigtext.render.text import is_quotations
from gigtext.store import Results
from gigtext.wording import decimal, pick, say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

CHAPTER = 4
"""In Indonesian theses the findings are chapter four."""
MOST_THEMES = 6
"""Columns of themes that fit beside each other on a page."""


def write_chapter(
    results: Results,
    path: Path,
    *,
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    quotations: int = 2,
    force: bool = False,
    lang: str = "id",
) -> int:
    """Write the chapter to `path` (`.docx`) and return its number of tables.

    `quotations` per theme; `by` adds a joint display of these groups. Raises InputError when `path` exists (unless
    `force`), and for unknown attributes and values.
    """
    if path.exists() and not force:
        raise InputError(
            f"{path}: exists, and you may have written in it; give another name, or replace it with --force"
        )
    return _Chapter(results, by, where, quotations, lang).write(path)


class _Chapter:
    """What the parts of one chapter share: the document and the number of its last table."""

    def __init__(self, results: Results, by: Sequence[str], where: Sequence[str], count: int, lang: str) -> None:
        self.results, self.where, self.count, self.lang = results, where, count, lang
        self.by = [find_attribute(results, name) for name in by]
        self.document: Document = new_document()
        self.tables = 0
        self.summary = {
            row["code"]: row for table in summarise(results, where=where, lang=lang) for row in table.dicts()
        }
        self.informants = matrix_table(results, where=where, block="passage", lang=lang).dicts()
        select(results, where)
        self.participants = count_one(results, "SELECT count(DISTINCT participant) FROM counted")
        self.passages = count_one(results, "SELECT count_if(codable) FROM counted")

    def write(self, path: Path) -> int:
        self.document.add_heading(self.say("chapter_title"), 1)
        self.method()
        for domain in self.results.codebook.domains:
            self.domain(domain)
        if self.by:
            self.display()
        save(self.document, path)
        return self.tables

    def say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    def method(self) -> None:
        results, run = self.results, self.results.run
        self.document.add_heading(self.say("chapter_method"), 2)
        by_coder = deciders(results, where=self.where, lang=self.lang).dicts()
        firm = sum(row["firm"] for row in by_coder)
        suggested = sum(row["suggested"] for row in by_coder)
        percents = {"rules": 0.0, "classifier": 0.0, "people": 0.0}
        for row in by_coder:
            percents[row["coder"] if row["coder"] in MACHINES else "people"] += row["share"] or 0
        shares = [
            self.say(f"chapter_by_{who}", percent=decimal(percent, self.lang))
            for who, percent in percents.items()
            if percent
        ]
        model = (
            self.say("chapter_model", tier=tier_name(run, self.lang), version=run.versions["model"])
            if run.versions["model"]
            else self.say("chapter_no_model")
        )
        self.document.add_paragraph(
            self.say(
                "chapter_coded",
                passages=self.passages,
                participants=self.participants,
                documents=count_one(results, "SELECT count(DISTINCT document) FROM counted"),
                codes=len(results.codebook.codes),
                version=run.versions["gigtext"],
                codebook=run.versions["codebook"],
                model=model,
                firm=firm,
                shares=", ".join(shares) or "-",
                suggested=suggested,
            )
        )
        self.document.add_paragraph(self._people())
        add_notes(self.document, foot(results, lang=self.lang)[:2])

    def _people(self) -> str:
        if not self.results.judges:
            return self.say("chapter_nobody")
        row = self.results.database.execute(
            "SELECT count(*), count_if(m.status = 'firm'), count_if(m.status = 'firm' AND d.status = 'firm') "
            "FROM decisions d JOIN counted ON passage = d.passage_id "
            "LEFT JOIN machine_decisions m ON m.passage_id = d.passage_id AND m.code = d.code "
            f"WHERE d.coder NOT IN {MACHINES}"
        ).fetchone()
        assert row is not None
        return self.say("chapter_people", decided=row[0], machine=row[1], kept=row[2])

    def domain(self, domain: Domain) -> None:
        label = pick(domain.label, self.lang, domain.name)
        self.document.add_heading(clean(label), 2)
        codes = [code for code in self.results.codebook.codes if code.domain == domain.name]
        spoken = [code for code in codes if self.summary[code.name]["all_n"]]
        parts = [spoken[at : at + MOST_THEMES] for at in range(0, len(spoken), MOST_THEMES)]
        names = {}
        if parts:
            numbers = list(range(self.tables + 1, self.tables + 1 + len(parts)))
            names = {code.name: number for number, part in zip(numbers, parts, strict=True) for code in part}
            paragraph = self.document.add_paragraph()
            self._with_references(paragraph, "chapter_domain", "table", numbers)
            for part in parts:
                self.table(self.say("chapter_domain_title", domain=label), self._by_informant(part))
        for code in codes:
            self.theme(code, names.get(code.name))

    def _by_informant(self, codes: Sequence[Code]) -> Table:
        """Participants × themes, passages; below, sums, percentages and numbers of participants as `summarize` has them."""
        columns = [Column("participant", self.say("participant"))]
        columns += [Column(code.name, pick(code.label, self.lang, code.name), "count") for code in codes]
        columns.append(Column("passages", self.say("chapter_all_passages"), "count"))
        body: list[list[Cell]] = [
            [row["participant"], *(row[f"{code.name}_n"] for code in codes), row["passages"]] for row in self.informants
        ]
        totals = [self.summary[code.name] for code in codes]
        body.append([self.say("chapter_total"), *(row["all_n"] for row in totals), self.passages])
        percents = [decimal(row["all_percent"], self.lang) for row in totals]
        body.append([self.say("chapter_percent", n=self.passages), *percents, None])
        people: list[Cell] = [row["all_participants"] for row in totals]
        body.append([self.say("chapter_informants", n=self.participants), *people, None])
        return Table("", tuple(columns), tuple(body))

    def theme(self, code: Code, table: int | None) -> None:
        self.document.add_heading(clean(pick(code.label, self.lang, code.name)), 3)
        if definition := pick(code.definition, self.lang):
            self.document.add_paragraph(clean(definition))
        row = self.summary[code.name]
        if table is None:
            self.document.add_paragraph(self.say("chapter_nobody_spoke"))
            return
        paragraph = self.document.add_paragraph()
        values = {
            "people": row["all_participants"],
            "participants": self.participants,
            "n": row["all_n"],
            "percent": decimal(row["all_percent"], self.lang),
        }
        self._with_references(paragraph, "chapter_theme", "table", [table], **values)
        if mark := theme_mark(self.results, code.name, self.lang):
            paragraph.add_run(" " + self.say("chapter_mark", mark=mark))
        found = find_quotations(self.results, code, where=self.where, count=self.count, lang=self.lang)
        shown = {"quotation", "participant", "place"}
        places = [at for at, column in enumerate(found.columns) if column.name in shown]
        rows = tuple([row[at] for at in places] for row in found.rows)
        add_quotations(self.document, Table("", tuple(found.columns[at] for at in places), rows))

    def display(self) -> None:
        words = " × ".join(attribute_label(self.results.codebook, name, self.lang) for name in self.by)
        self.document.add_heading(self.say("chapter_display", by=words), 2)
        tables = self._side_by_side(words)
        paragraph = self.document.add_paragraph()
        numbers = list(range(self.tables + 1, self.tables + 1 + len(tables)))
        self._with_references(paragraph, "chapter_display_intro", "tables", numbers)
        for table in tables:
            self.table(table.title, table)
        add_notes(self.document, [self.say("chapter_display_note")])

    def _side_by_side(self, words: str) -> list[Table]:
        """Themes × groups: in each cell numbers, the surest voice, and one that denies; themes nobody spoke of are left out."""
        tables = joint_display(self.results, by=self.by, where=self.where, quotations=1, lang=self.lang)
        select(self.results, self.where)
        found = groups(self.results, self.by, self.lang)
        domains = {domain.name: pick(domain.label, self.lang, domain.name) for domain in self.results.codebook.domains}
        voices: dict[tuple[str, str], list[str]] = {}
        numbers, quotes = ([each for each in tables if is_quotations(each) == wanted] for wanted in (False, True))
        for row in (row for table in quotes for row in table.dicts()):
            said = f"“{' '.join(row['quotation'].split())}” ({row['participant_id']})"
            if row["voice"] == "contrary":
                said = f"{self.say('chapter_contrary')}: {said}"
            voices.setdefault((row["code"], row["group"]), []).append(said)
        made = []
        for table in numbers:
            rows: list[list[Cell]] = []
            domain = ""
            for row in table.dicts():
                domain = domains[row["domain"]]
                if not any(row[f"{group.key}_n"] for group in found):
                    continue
                cells = []
                for group in found:
                    counted = self.say(
                        "chapter_cell",
                        n=row[f"{group.key}_n"],
                        percent=decimal(row[f"{group.key}_percent"] or 0, self.lang),
                        people=row[f"{group.key}_participants"],
                        participants=group.participants,
                    )
                    cells.append("\n".join([counted, *voices.get((row["code"], group.key), [])]))
                rows.append([row["theme"], *cells])
            columns = (Column("theme", self.say("theme")), *(Column(group.key, group.label) for group in found))
            title = self.say("chapter_display_title", domain=domain, by=words)
            made.extend([Table(title, columns, tuple(rows))] if rows else [])
        return made

    def table(self, title: str, table: Table) -> None:
        self.tables += 1
        word = self.say("caption_table")
        caption(self.document, word, f"{CHAPTER}.", self.tables, title, _bookmark(self.tables))
        add_table(self.document, table, lang=self.lang)
        self.document.add_paragraph(style="Table Notes")

    def _with_references(
        self, paragraph: Paragraph, key: str, slot: str, tables: Sequence[int], **values: object
    ) -> None:
        """The wording `key`, with references to `tables` where it says `{slot}`."""
        before, _, after = self.say(key, **{slot: "\0"}, **values).partition("\0")
        paragraph.add_run(before)
        word = self.say("caption_table")
        for place, number in enumerate(tables):
            if place:
                paragraph.add_run(f" {self.say('chapter_and')} " if place == len(tables) - 1 else ", ")
            add_field(paragraph, f"REF {_bookmark(number)} \\h", f"{word} {CHAPTER}.{number}")
        paragraph.add_run(after)


def _bookmark(number: int) -> str:
    return f"gigtext_table_{number}"
