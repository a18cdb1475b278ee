"""Words of co-occurrence, saturation, keywords, concordance and matrix."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # co-occurrence
    "cooccur_title": ("Tema yang muncul bersama", "Themes spoken of together"),
    "cooccur_all": ("semua tema", "all themes"),
    "cooccur_theme_a": ("tema A", "theme A"),
    "cooccur_theme_b": ("tema B", "theme B"),
    "cooccur_both": ("A dan B", "A and B"),
    "cooccur_passage": (
        "Satuan: petikan; N = {n} petikan yang dapat dikode.",
        "Window: passage; N = {n} codable passages.",
    ),
    "cooccur_turn": (
        "Satuan: giliran bicara; N = {n} giliran yang memuat petikan yang dapat dikode.",
        "Window: turn; N = {n} turns with a codable passage.",
    ),
    "cooccur_interview": (
        "Satuan: wawancara, yaitu semua tuturan satu informan dalam satu transkrip; N = {n}.",
        "Window: interview, that is all that one informant says in one transcript; N = {n}.",
    ),
    "cooccur_measures": (
        "n A, n B, A dan B: jumlah satuan. Jaccard = (A dan B) / (A atau B). Lift = (A dan B) × N / (n A × n B): 1 berarti"
        " bersama sesering kebetulan, di atas 1 lebih sering.",
        "n A, n B, A and B: numbers of windows. Jaccard = (A and B) / (A or B). Lift = (A and B) × N / (n A × n B): 1 means"
        " together as often as by chance, above 1 more often.",
    ),
    "cooccur_unstable": (
        "Lift dari kurang dari {n} satuan bersama tidak stabil: satu satuan lebih atau kurang sudah banyak mengubahnya.",
        "A lift from fewer than {n} shared windows is unstable: one window more or less changes it a lot.",
    ),
    "cooccur_not_answer": (
        "Dua tema dalam satu wawancara belum tentu saling menjawab: baca petikannya.",
        "Two themes in one interview do not by themselves answer each other: read the quotations.",
    ),
    "cooccur_none": ("Tidak ada dua tema yang muncul bersama.", "No two themes are spoken of together."),
    "cooccur_quoted": ("Petikan: {title}", "Quotations: {title}"),
    "cooccur_quotations": (
        "Kedua petikan sebuah pasangan berasal dari satuan yang sama; satu petikan bila keduanya ada di dalamnya.",
        "Both quotations of a pair come from the same window; one quotation where it holds both.",
    ),
    # saturation
    "saturation_title": (
        "Kejenuhan: cakupan buku kode per wawancara",
        "Saturation: coverage of the codebook by interview",
    ),
    "saturation_interviews": ("wawancara", "interviews"),
    "saturation_document": ("transkrip", "transcript"),
    "saturation_new": ("tema baru", "new themes"),
    "saturation_found": ("ditemukan (dari {n})", "found (of {n})"),
    "saturation_coverage": ("cakupan %", "coverage %"),
    "saturation_mean": ("rata-rata", "mean"),
    "saturation_orders": ("cakupan %\n{n} urutan", "coverage %\n{n} orders"),
    "saturation_note": (
        "Cakupan buku kode yang sudah ada ({n} tema), bukan penemuan tema baru: tema di luar buku kode tidak terlihat di sini.",
        "Coverage of a given codebook ({n} themes), not discovery of new themes: what the codebook lacks cannot show here.",
    ),
    "saturation_interview": (
        "Satu wawancara = satu transkrip (dalam tabel satu baris per jawaban: satu informan), juga bila tidak ada petikannya"
        " yang dapat dikode.",
        "One interview = one transcript (in a table with one row per answer: one informant), also where no passage of it is"
        " codable.",
    ),
    "saturation_spread": (
        "Kolom kanan: cakupan yang sama atas {n} urutan wawancara (acak kecuali semua urutan dihitung; seed {seed}): rata-rata,"
        " persentil ke-5 dan ke-95.",
        "Right-hand columns: the same coverage over {n} orders of the interviews (random unless all are counted; seed {seed}):"
        " mean, 5th and 95th percentile.",
    ),
    "saturation_guest": (
        "Menurut Guest, Namey & Chen (2020), urutan berkas, basis {base} wawancara (tema baru dalam rentang dibagi tema basis):"
        " {parts}.",
        "After Guest, Namey & Chen (2020), file order, base of {base} interviews (new themes of a run over themes of the base):"
        " {parts}.",
    ),
    "saturation_reached": (
        "rentang {run}, {limit}: tercapai pada wawancara {at} (+{run})",
        "run {run}, {limit}: reached at interview {at} (+{run})",
    ),
    "saturation_unreached": ("rentang {run}, {limit}: belum tercapai", "run {run}, {limit}: not reached"),
    "saturation_few": (
        "Ukuran Guest, Namey & Chen (2020) butuh sedikitnya {least} wawancara (basis {base}); di sini ada {n}.",
        "The measure of Guest, Namey & Chen (2020) needs at least {least} interviews (base {base}); here are {n}.",
    ),
    # keywords
    "keywords_title": ("Kata khas menurut {by}: {group} ({n} kata)", "Distinctive words by {by}: {group} ({n} words)"),
    "keywords_word": ("kata", "word"),
    "keywords_rest": ("n lain", "n others"),
    "keywords_rate": ("per 1.000", "per 1,000"),
    "keywords_rate_rest": ("per 1.000 lain", "per 1,000 others"),
    "keywords_one": ("satu informan", "one informant"),
    "keywords_note": (
        "Dihitung: {n} kata baku dari petikan informan; kata tugas, angka, dan tuturan pewawancara tidak ikut. Kata yang muncul"
        " kurang dari {least} kali tidak ditampilkan.",
        "Counted: {n} words in standard form from informants' passages; function words, numbers and interviewers' talk left"
        " out. Words said fewer than {least} times are not shown.",
    ),
    "keywords_measures": (
        "z: log-odds dengan prior (Monroe dkk. 2008; prior {prior} kata, rata-rata per informan), urutan tabel. G²:"
        " log-likelihood (Dunning 1993). Keduanya untuk mengurutkan, bukan uji: kata-kata satu orang tidak saling bebas.",
        "z: log-odds with prior (Monroe et al. 2008; prior of {prior} words, the mean per informant), orders the table. G²:"
        " log-likelihood (Dunning 1993). Both are for ranking, not tests: one person's words are not independent.",
    ),
    "keywords_groups": (
        "Tiap kelompok dibandingkan dengan semua kelompok lain; informan tanpa nilai tidak ikut.",
        "Each group is compared with all others; informants without a value take no part.",
    ),
    "keywords_theme": (
        "Petikan bertema dibandingkan dengan semua petikan lain, bertema atau tidak.",
        "A theme's passages are compared with all other passages, with a theme or without.",
    ),
    "keywords_within": ("Hanya petikan bertema {theme}.", "Only passages of the theme {theme}."),
    # concordance
    "kwic_title": ("Konkordansi: {pattern}", "Concordance: {pattern}"),
    "kwic_left": ("sebelum", "before"),
    "kwic_hit": ("temuan", "hit"),
    "kwic_right": ("sesudah", "after"),
    "kwic_denied": ("disangkal", "denied"),
    "kwic_codes": ("tema petikan", "themes of the passage"),
    "kwic_note": (
        "{n} temuan dalam {passages} petikan dari {people} informan; {denied} di antaranya disangkal.",
        "{n} hits in {passages} passages of {people} informants; {denied} of them denied.",
    ),
    "kwic_shown": ("Ditampilkan: {n} pertama.", "Shown: the first {n}."),
    # matrix
    "matrix_title": ("Informan × tema", "Informant × theme"),
    "matrix_attributes": ("Atribut", "Attributes"),
    "matrix_passages": ("petikan", "passages"),
    "matrix_present": ("ada", "present"),
    "matrix_absent": ("tidak ada", "absent"),
    "matrix_note": (
        "{n} informan. 0/1: ada petikan berkode tegas atau tidak; n: jumlah petikan itu. 0 berarti tidak ditemukan, bukan"
        " disangkal.",
        "{n} informants. 0/1: a firmly coded passage or none; n: how many passages. 0 means not found, not denied.",
    ),
}
