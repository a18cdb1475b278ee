"""Words of the exported chapter, tables and documents."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}
