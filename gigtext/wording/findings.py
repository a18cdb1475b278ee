"""Words of the comparisons: cross-tabulations, joint display."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # columns
    "percent_informants": ("% informan", "% informants"),
    "test_group_participant": ("Uji per informan", "Test by informant"),
    "test_group_passage": ("Uji per petikan", "Test by passage"),
    "test_group_v": ("Cramér's V", "Cramér's V"),
    "test": ("uji", "test"),
    "p_holm": ("p Holm", "p Holm"),
    "p_bh": ("p BH", "p BH"),
    "v_low": ("V bawah", "V low"),
    "v_high": ("V atas", "V high"),
    "method_chi2": ("χ²", "χ²"),
    "method_exact": ("eksak", "exact"),
    "method_simulated": ("eksak, simulasi", "exact, simulated"),
    # what is counted
    "crosstab_counts": (
        "n = petikan berkode tegas, % terhadap petikan kelompok itu; informan (dari N) = berapa orang menyebut {what}.",
        "n = firmly coded passages, % of that group's passages; informants (of N) = how many people speak of the {what}.",
    ),
    "crosstab_percent": (
        "% informan hanya untuk kelompok dengan N mulai dari {n}.",
        "% of informants only for groups with an N of {n} or more.",
    ),
    "what_theme": ("tema", "theme"),
    "what_domain": ("domain", "domain"),
    "what_theme_many": ("tema", "themes"),
    "what_domain_many": ("domain", "domains"),
    # the tests
    "test_participant": (
        "Uji per informan, bukan per petikan: petikan satu orang tidak saling bebas. n = {n} informan dalam {groups} kelompok"
        " ({sizes}); {missing} informan tidak diikutkan karena kelompoknya tidak diketahui.",
        "Tested by informant, not by passage: passages of one person are not independent. n = {n} informants in {groups}"
        " groups ({sizes}); {missing} informants left out because their group is not known.",
    ),
    "test_passage": (
        "Peringatan: diuji per petikan, padahal petikan satu orang tidak saling bebas; p jadi terlalu kecil. Untuk kesimpulan"
        " pakai --unit participant. n = {n} petikan dalam {groups} kelompok ({sizes}); {missing} petikan tidak diikutkan"
        " karena kelompoknya tidak diketahui.",
        "Warning: tested by passage although passages of one person are not independent; p comes out too small. To conclude"
        " anything use --unit participant. n = {n} passages in {groups} groups ({sizes}); {missing} passages left out because"
        " their group is not known.",
    ),
    "test_methods": (
        "χ² = χ² Pearson tanpa koreksi kontinuitas, df = {df}, bila semua nilai harapan paling sedikit 5; selain itu eksak ="
        " uji eksak Fisher-Freeman-Halton, dua arah.",
        "χ² = Pearson's χ² without continuity correction, df = {df}, where every expected count is at least 5; otherwise"
        " exact = Fisher-Freeman-Halton exact test, two-sided.",
    ),
    "test_simulated": (
        "eksak, simulasi = terlalu banyak tabel untuk dihitung semua; p dari {n} tabel acak (benih {seed}), paling kecil"
        " 1/({n} + 1).",
        "exact, simulated = too many tables to enumerate; p from {n} random tables (seed {seed}), at least 1/({n} + 1).",
    ),
    "corrected_holm": (
        "p Holm = p dikoreksi menurut Holm (1979) atas semua {n} {what} yang diuji dalam perintah ini.",
        "p Holm = p corrected after Holm (1979) over all {n} {what} tested in this call.",
    ),
    "corrected_bh": (
        "p BH = p dikoreksi menurut Benjamini-Hochberg (1995) atas semua {n} {what} yang diuji dalam perintah ini.",
        "p BH = p corrected after Benjamini-Hochberg (1995) over all {n} {what} tested in this call.",
    ),
    "corrected_none": (
        "p tidak dikoreksi, padahal {n} {what} diuji: makin banyak uji, makin mudah p kecil muncul karena kebetulan.",
        "p is not corrected although {n} {what} were tested: the more tests, the more small p-values by chance.",
    ),
    "test_v": (
        "V = Cramér's V (0 sampai 1, tanpa koreksi bias); V bawah dan V atas = selang 95 % dari distribusi χ² nonsentral,"
        " perkiraan yang kasar bila n kecil, kosong bila χ² terlalu kecil untuk cara ini.",
        "V = Cramér's V (0 to 1, not corrected for bias); V low and V high = 95 % interval from the noncentral χ²"
        " distribution, a coarse approximation for small n, empty where χ² is too small for this method.",
    ),
    "not_tested": (
        "Tanpa uji: {n} {what} yang tidak disebut siapa pun atau disebut semua.",
        "Not tested: {n} {what} that nobody or everybody speaks of.",
    ),
    "not_tested_passage": (
        "Tanpa uji: {n} {what} yang tidak ada dalam petikan mana pun atau ada dalam semua petikan.",
        "Not tested: {n} {what} found in no passage or in every passage.",
    ),
    "single_groups": (
        "Kelompok dengan satu informan saja: {groups}. Satu orang tidak mewakili kelompoknya; baca ujinya dengan hati-hati.",
        "Groups of a single informant: {groups}. One person does not stand for a group; read the test with care.",
    ),
    "no_test_groups": (
        "Tanpa uji: kurang dari dua kelompok yang diketahui, jadi tidak ada yang dibandingkan.",
        "No test: fewer than two known groups, so there is nothing to compare.",
    ),
    "no_test_singles": (
        "Tanpa uji: setiap kelompok hanya berisi satu informan, jadi perbedaan apa pun bisa kebetulan.",
        "No test: every group is a single informant, so any difference may be chance.",
    ),
    "no_test_overlap": (
        "Tanpa uji: ada informan yang masuk lebih dari satu kelompok, jadi kelompoknya tidak saling bebas.",
        "No test: some informants are in more than one group, so the groups are not independent.",
    ),
    # joint display
    "voices": ("Petikan: {theme} menurut {by}", "Quotations: {theme} by {by}"),
    "voice": ("jenis", "kind"),
    "voice_typical": ("khas", "typical"),
    "voice_contrary": ("menyangkal", "contrary"),
    "voices_of": ("{label} ({size}): n = {n}", "{label} ({size}): n = {n}"),
    "voices_none": ("{theme}: tanpa petikan dari {groups}.", "{theme}: no quotation from {groups}."),
    "voices_note": (
        "khas = petikan dengan kode paling yakin, satu orang sekali sebelum petikan keduanya; menyangkal = petikan yang"
        " menyangkal tema (tidak ikut dihitung). Tema tanpa petikan tidak punya daftar.",
        "typical = the surest coded passages, each person once before a second time; contrary = a passage that denies the"
        " theme (not counted). A theme without quotations has no list.",
    ),
}
