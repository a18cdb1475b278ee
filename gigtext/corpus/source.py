"""What a reader hands to the rest of `corpus`: the text of one file and the structure its format is sure of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceTurn:
    """A stretch of `Source.text` that the format itself marks as one person's talk (a subtitle, a table row)."""

    speaker: str
    """The label the format gives, empty when it gives none."""
    start: int
    end: int
    time: float | None = None
    question: str = ""
    row_id: str | None = None
    """Set for row-per-answer files: the turn is exactly one passage, with this id."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Other cells of the row, heading → value, as written."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read. Offsets count code points into `text`; newlines are `\\n`; no byte-order mark."""

    text: str
    emphasis: tuple[tuple[int, int], ...] = ()
    """Bold stretches at the beginning of a paragraph: likely speaker labels (Word, ODT, RTF)."""
    turns: tuple[SourceTurn, ...] | None = None
    """None: prose, turns are still to be found in the text."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes the format carries for the whole file (a two-column table of `Nama | …` at the top of a Word file)."""
    notes: tuple[str, ...] = ()
