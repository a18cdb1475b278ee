"""Words of co-occurrence, saturation, keywords, concordance and matrix."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}
