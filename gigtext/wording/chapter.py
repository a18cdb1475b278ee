"""Words of the exported chapter."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "chapter_title": ("Hasil dan Pembahasan", "Results"),
    "chapter_method": ("Cara pengodean", "How the interviews were coded"),
    "chapter_coded": (
        "Bahan bab ini adalah {passages} petikan dari {participants} informan dalam {documents} transkrip; tuturan pewawancara dan jawaban"
        " singkat tidak dihitung. Petikan dikode menurut buku kode dengan {codes} tema oleh program gigtext {version} (buku kode"
        " {codebook}, {model}). {firm} kode tegas menjadi dasar semua angka: {shares}. Kode usulan ({suggested}) tidak dihitung.",
        "This chapter rests on {passages} passages of {participants} informants in {documents} transcripts; interviewers' talk and short"
        " replies are not counted. The passages were coded with a codebook of {codes} themes by the program gigtext {version} (codebook"
        " {codebook}, {model}). All numbers rest on {firm} firm codes: {shares}. Suggested codes ({suggested}) are not counted.",
    ),
    "chapter_model": ("{tier} {version}", "{tier} {version}"),
    "chapter_no_model": ("tanpa pengklasifikasi", "without a classifier"),
    "chapter_by_rules": ("{percent} % ditetapkan pola buku kode", "{percent} % decided by patterns of the codebook"),
    "chapter_by_classifier": ("{percent} % oleh pengklasifikasi terlatih", "{percent} % by the trained classifier"),
    "chapter_by_people": ("{percent} % oleh orang", "{percent} % by people"),
    "chapter_people": (
        "Orang memeriksa {decided} pasangan petikan dan tema: {kept} dari {machine} kode tegas mesin di antaranya dibenarkan.",
        "People checked {decided} pairs of passage and theme: {kept} of the {machine} firm machine codes among them were confirmed.",
    ),
    "chapter_nobody": (
        "Belum ada kode yang diperiksa orang, sehingga kesepakatan antara pengode tidak dapat dihitung.",
        "No code has been checked by a person yet, so agreement between coders cannot be given.",
    ),
    "chapter_domain": (
        "{table} menunjukkan jumlah petikan tiap informan untuk tema-tema domain ini.",
        "{table} shows the number of passages of each informant for the themes of this domain.",
    ),
    "chapter_domain_title": ("{domain}: petikan per informan", "{domain}: passages by informant"),
    "chapter_all_passages": ("semua petikan", "all passages"),
    "chapter_total": ("Jumlah petikan", "Passages"),
    "chapter_percent": ("% dari {n} petikan", "% of {n} passages"),
    "chapter_informants": ("Informan (dari {n})", "Informants (of {n})"),
    "chapter_theme": (
        "Disebut oleh {people} dari {participants} informan dalam {n} petikan ({percent} % dari semua petikan; {table}).",
        "Spoken of by {people} of {participants} informants in {n} passages ({percent} % of all passages; {table}).",
    ),
    "chapter_nobody_spoke": (
        "Tidak ada petikan yang berkode tegas dengan tema ini.",
        "No passage is firmly coded with this theme.",
    ),
    "chapter_mark": (
        "Catatan tentang pengode mesin untuk tema ini: {mark}.",
        "On the machine coder for this theme: {mark}.",
    ),
    "chapter_display": ("Perbandingan menurut {by}", "Comparison by {by}"),
    "chapter_display_intro": (
        "{tables} menyandingkan angka dan suara tiap kelompok.",
        "{tables} set the numbers and voices of the groups side by side.",
    ),
    "chapter_display_title": ("{domain} menurut {by}", "{domain} by {by}"),
    "chapter_cell": (
        "{n} petikan ({percent} %), {people} dari {participants} informan",
        "{n} passages ({percent} %), {people} of {participants} informants",
    ),
    "chapter_contrary": ("Menyangkal", "Denies"),
    "chapter_display_note": (
        "% terhadap petikan kelompok itu. Kutipan pertama tiap sel adalah yang paling pasti kodenya; yang menyangkal tidak dihitung.",
        "% of the group's passages. The first quotation of each cell is the one coded most surely; one that denies is not counted.",
    ),
    "chapter_and": ("dan", "and"),
}
