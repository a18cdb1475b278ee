"""Words of the figures and of the report page."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # figures
    "figure_passages_count": ("petikan berkode tegas", "firmly coded passages"),
    "figure_passages_percent": ("% petikan kelompok itu", "% of that group's passages"),
    "figure_informants_count": ("informan yang menyebut tema", "informants who speak of the theme"),
    "figure_informants_percent": ("% informan kelompok itu", "% of that group's informants"),
    "figure_both": ("satuan yang memuat keduanya", "units with both themes"),
    "figure_in_order": ("menurut urutan berkas", "in file order"),
    "figure_mean": ("rata-rata urutan acak", "mean of random orders"),
    "figure_band": ("5 % sampai 95 % urutan acak", "5 % to 95 % of random orders"),
    "figure_coverage": ("% tema buku kode yang sudah ditemui", "% of the codebook's themes met so far"),
    "figure_timeline_title": ("Letak tema dalam {document}", "Where themes are spoken of in {document}"),
    "figure_timeline": ("batang penuh: tegas; batang kosong: usulan", "filled bars: firm; open bars: suggested"),
    "figure_timeline_note": (
        "Satu baris per petikan dan tema; dari dan sampai = % panjang transkrip, termasuk tuturan pewawancara.",
        "One row per passage and theme; from and to = % of the length of the transcript, interviewer talk included.",
    ),
    "figure_position": ("letak dalam transkrip (%)", "place in the transcript (%)"),
    "figure_from": ("dari (%)", "from (%)"),
    "figure_to": ("sampai (%)", "to (%)"),
    "figure_turn": ("giliran", "turn"),
}
