"""Findings: crosstab, cooccur, saturation, keywords, kwic, matrix, display, plot."""

from __future__ import annotations

PANEL = "Findings"
