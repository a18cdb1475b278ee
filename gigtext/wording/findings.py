"""Words of the comparisons: cross-tabulations, joint display."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}
