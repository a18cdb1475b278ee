"""Words of the exchange with other programs of qualitative analysis."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}
