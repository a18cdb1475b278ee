"""Words of exported tables and documents."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "caption_table": ("Tabel", "Table"),
}
