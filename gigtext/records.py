"""The nouns of gigtext: frozen records that every room hands to the next.

Every offset (`start`, `end`) counts Unicode code points, end exclusive. Offsets of turns and passages count into
`Document.text`; offsets of codings and hits count into the passage's own text.
This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["interviewer", "participant", "other"]
Stance = Literal["affirmed", "denied"]
Status = Literal["firm", "suggested", "rejected"]
Text = Mapping[str, str]
"""A text in several languages: language code (`id`, `en`) → text."""

NO_TEXT: Text = {}

MACHINES = ("rules", "classifier")
"""The machine coders; every other coder is a person."""


# --- what is read ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """One transcript. `text` is kept as read (decoded, newlines as `\\n`) and never changed afterwards."""

    id: str
    """Unique within a study: the file's path below the folder that was given, with `/` on every system."""
    source: str
    """The path as the user gave it, for messages."""
    text: str


@dataclass(frozen=True, slots=True)
class Participant:
    """One informant. Every N in every table counts these, never files or labels."""

    id: str
    """An informant code that is safe to print: never a person's name."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    """Attribute → why its value is missing, in words (`age 27 without interview date …`)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does: `document.text[start:end]`, without the label."""

    document_id: str
    index: int
    """0, 1, 2 … within the document."""
    speaker: str
    """The label as written (`Informan 3`), empty when there was none."""
    role: Role
    participant_id: str | None
    start: int
    end: int
    time: float | None = None
    """Seconds from the beginning of the recording, when the transcript has them."""
    question: str = ""
    """What the interviewer asked before this turn (role `participant` only)."""
    row_id: str | None = None
    """Set for row-per-answer files: the turn is exactly one passage, with this id."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One thought of a participant: the unit that is coded. `text == document.text[start:end]`, always."""

    id: str
    document_id: str
    turn: int
    participant_id: str
    start: int
    end: int
    text: str
    question: str = ""
    codable: bool = True
    """False for back-channel answers (`iya`, `heem`): kept, never coded, never counted."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A file, row or participant that was left out, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything read for one study, in reading order."""

    documents: tuple[Document, ...]
    participants: tuple[Participant, ...]
    turns: tuple[Turn, ...]
    skipped: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()
    """What was inferred or could not be joined, one sentence each, for the run record and the table's foot."""


# --- the codebook ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribute:
    """How a participant attribute is recognised and derived (`attributes:` in the codebook file)."""

    name: str
    label: Text = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    """Other headings for the same attribute, compared without case, accents and punctuation."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Canonical value → its aliases (`Z` → `Gen Z`, `Generasi Z`, `zilenial`). Empty: any value."""
    birth_years: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Canonical value → first and last birth year, inclusive: the value follows from a birth year or age."""
    labels: Mapping[str, Text] = field(default_factory=dict)
    """Canonical value → how it is printed."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One rule of a code. The pattern language is described in `gigtext.codebook.patterns`."""

    match: str
    unless: tuple[str, ...] = ()
    """Excluding contexts, in the same pattern language: one of them in the same sentence voids the hit."""
    regex: bool = False
    """`match` is a regular expression over the passage text instead (case-insensitive)."""
    yes: tuple[str, ...] = ()
    """Sentences that this pattern must match …"""
    no: tuple[str, ...] = ()
    """… and sentences that it must not."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    name: str
    domain: str
    label: Text = field(default_factory=dict)
    definition: Text = field(default_factory=dict)
    include: Text = field(default_factory=dict)
    exclude: Text = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    source: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Domain:
    name: str
    label: Text = field(default_factory=dict)
    origin: str = ""
    """`finding` or `recommendation` in the shipped codebook."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Codebook:
    title: Text
    domains: tuple[Domain, ...]
    codes: tuple[Code, ...]
    """In the order of the file; a code's domain is always one of `domains`."""
    attributes: tuple[Attribute, ...] = ()
    version: str = ""
    """First 12 hexadecimal digits of the SHA-256 of the file's bytes, newlines as `\\n`."""
    path: str = ""
    codes_denials: bool = False
    """Whether a denied mention counts: in a codebook of topics "no wifi" is talk about wifi, in one of themes "never looked down
    upon" is no stigma."""

    def code(self, name: str) -> Code:
        """The code called `name`; KeyError when there is none."""
        for code in self.codes:
            if code.name == name:
                return code
        raise KeyError(name)


# --- what coders say ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """One match of one pattern in one passage. Offsets count into the passage's text."""

    code: str
    pattern: str
    """`Pattern.match` of the pattern that fired."""
    start: int
    end: int
    stance: Stance = "affirmed"


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder says of one passage and one code."""

    passage_id: str
    code: str
    coder: str
    """`rules`, `classifier`, or a person's name."""
    score: float
    """0..1: a calibrated probability for machines, 1 or 0 for a person's yes or no."""
    start: int
    end: int
    """Evidence inside the passage text; 0..len(text) where the whole passage is the evidence."""
    stance: Stance = "affirmed"
    evidence: str = ""
    """For `rules`: the pattern that fired. Otherwise empty."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What counts: one per passage × code, made by `gigtext.coding.decide` and nowhere else."""

    passage_id: str
    code: str
    status: Status
    """Tables count `firm` and show `suggested` beside it. `rejected`: a person said no; kept, never counted."""
    coder: str
    """Who decided: a person's name, `rules` or `classifier`."""
    score: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's yes or no on one passage × code, anchored by quotation and place so that it survives edits."""

    document_id: str
    start: int
    end: int
    quotation: str
    """The passage text that was judged."""
    code: str
    verdict: Literal["yes", "no"]
    coder: str
    memo: str = ""
    date: str = ""


# --- what is kept and shown -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """The record of one `gigtext code`, written beside its results as `run.json`."""

    id: str
    created: str
    """ISO 8601, UTC."""
    versions: Mapping[str, str]
    """`gigtext`, `codebook`, `model`, `format` (of the results folder) …"""
    options: Mapping[str, object]
    counts: Mapping[str, int]
    skipped: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()
    precision: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    """Code → held-out precision of its firm codings on real talk, and how many codings that was measured on."""
    untrained: tuple[str, ...] = ()
    """Codes of the codebook that the model does not know: their rules decided alone."""


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    """Stable machine name (`firm`, `share`, `participants`): the key in CSV and JSON."""
    heading: str
    """What a person reads."""
    kind: Literal["text", "count", "percent", "number", "p", "key", "quotation", "context"] = "text"
    """How a terminal aligns and formats the cells. `percent` cells hold 0..100; `p` cells hold p-values. `key` columns are
    for programs: in CSV and JSON, not shown to people. A table with a `quotation` column is shown as quotations, not as a
    grid. `context` is text that the next column continues: aligned right."""
    group: str = ""
    """Heading printed above neighbouring columns that share it; lines separated by `\n`."""


@dataclass(frozen=True, slots=True)
class Table:
    """The only thing `render` knows. `rows[i][j]` belongs to `columns[j]`; None prints as an empty cell."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]
    notes: tuple[str, ...] = ()
    sections: Mapping[int, str] = field(default_factory=dict)
    """Row index → heading printed above that row (terminal and markdown; CSV and JSON have a column for it)."""

    def dicts(self) -> list[dict[str, Any]]:
        """Every row as column name → cell; what type a cell has, its column's maker knows."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]
