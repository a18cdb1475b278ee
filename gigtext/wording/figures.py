"""Words of the figures."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "timeline_title": ("Tema sepanjang wawancara {document}", "Themes along the interview {document}"),
    "timeline_passage": ("petikan ke-", "passage no."),
    "timeline_line": ("baris", "line"),
    "figure_percent": ("% petikan kelompok", "% of the group's passages"),
    "figure_informants": ("informan", "informants"),
    "figure_interviews": ("jumlah wawancara", "interviews"),
    "figure_coverage": ("% kode dalam buku kode", "% of the codebook's codes"),
    "figure_file_order": ("urutan berkas", "file order"),
    "figure_random": ("urutan acak (rata-rata, 5-95 %)", "random orders (mean, 5-95 %)"),
    "figure_together": ("bersama", "together"),
    "figure_group": ("kelompok", "group"),
}
