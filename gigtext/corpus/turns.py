"""What `speakers` finds in one file: its turns, with speakers and roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gigtext.records import Role


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one speaker says before another does. Offsets are code points of the file's text."""

    speaker: str
    """The label as written, empty when there is none."""
    form: str
    """The speaker within this file: `Kiki (K)` and `K` have the same form."""
    role: Role
    start: int
    end: int
    time: float | None = None
    question: str = ""
    row_id: str | None = None
    note: str = ""
    """What stood in parentheses behind the label (`L, 24 th`)."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """The talk of one file."""

    turns: tuple[SpokenTurn, ...]
    header: tuple[int, int]
    """The stretch of text before the talk, where lines such as `Nama: …` stand."""
    notes: tuple[str, ...] = ()
    """What was inferred about the speakers."""
