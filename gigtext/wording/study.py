"""Words of the study commands: theme tables, summaries, quotations, training and evaluation, reading and joining."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # headings of columns
    "theme": ("tema", "theme"),
    "domain": ("domain", "domain"),
    "firm": ("petikan", "passages"),
    "suggested": ("usulan", "suggested"),
    "participants": ("informan (dari {n})", "informants (of {n})"),
    "informants": ("informan", "informants"),
    "mark": ("catatan", "note"),
    "quotation": ("petikan", "quotation"),
    "participant": ("informan", "informant"),
    "place": ("tempat", "place"),
    "score": ("skor", "score"),
    "status": ("status", "status"),
    "coder": ("pengode", "coder"),
    "question": ("pertanyaan", "question"),
    "all": ("semua", "all"),
    "code": ("kode", "code"),
    "definition": ("definisi", "definition"),
    "include": ("termasuk", "include"),
    "exclude": ("tidak termasuk", "exclude"),
    "source": ("sumber", "source"),
    "examples": ("contoh", "examples"),
    "counterexamples": ("bukan contoh", "counterexamples"),
    "patterns": ("pola", "patterns"),
    "part": ("bagian", "part"),
    "content": ("isi", "content"),
    # marks
    "weak": ("lemah", "weak"),
    "untested": ("belum teruji", "untested"),
    "rules_only": ("hanya aturan", "rules only"),
    # titles
    "themes_title": ("Tema dalam transkrip", "Themes in the transcripts"),
    "summary_by": ("{domain} menurut {by}", "{domain} by {by}"),
    "quotes_title": ("Petikan: {theme}", "Quotations: {theme}"),
    "quotes_contrary": ("Petikan yang menyangkal: {theme}", "Quotations that deny: {theme}"),
    "quotes_uncoded": ("Petikan tanpa tema", "Passages without a theme"),
    "domains_all": ("Domain", "Domains"),
    # feet
    "machine": (
        "Kode mesin ({tier}), belum diperiksa orang: baca petikannya sebelum dipakai.",
        "Machine codes ({tier}), not yet reviewed by a person: read the quotations before you use them.",
    ),
    "tier_fast": ("model fast", "model fast"),
    "tier_accurate": ("model accurate", "model accurate"),
    "tier_": ("pola saja", "rules alone"),
    "reviewed": (
        "{n} keputusan orang berlaku ({who}); selebihnya kode mesin ({tier}), belum diperiksa.",
        "{n} decisions by people apply ({who}); everything else is machine coding ({tier}), not yet reviewed.",
    ),
    "precision": (
        "Ketepatan kode tegas pada tuturan nyata yang diceritakan ulang: {precision} ({n} kode diuji).",
        "Precision of firm codes on real statements, retold: {precision} ({n} codings tested).",
    ),
    "precision_own": (
        "Ketepatan kode tegas pada petikan Anda yang tidak dilihat saat dilatih: {precision} ({n} kode diuji).",
        "Precision of firm codes on your own passages, held out from training: {precision} ({n} codings tested).",
    ),
    "no_precision": (
        "Ketepatan pada tuturan nyata belum diukur untuk buku kode ini.",
        "Precision on real talk has not been measured for this codebook.",
    ),
    "counted": (
        "Dihitung: {codable} petikan dari {participants} informan dalam {documents} transkrip; % terhadap {codable}."
        " Tidak dihitung: tuturan pewawancara, {backchannel} jawaban singkat (iya, heem).",
        "Counted: {codable} passages by {participants} informants in {documents} transcripts; % of {codable}."
        " Not counted: interviewer talk, {backchannel} back-channel answers (iya, heem).",
    ),
    "no_theme": ("Tanpa tema: {n} petikan ({percent}).", "Without a theme: {n} passages ({percent})."),
    "coverage_high": (
        "Peringatan: {percent} petikan berkode tegas, jauh di atas tuturan nyata (sekitar 40 %): periksa apakah buku kode cocok.",
        "Warning: {percent} of passages are firmly coded, far above real talk (about 40 %): check that the codebook fits.",
    ),
    "far": (
        "Peringatan: {n} transkrip jauh dari bahan latih (biasanya paling banyak {limit} % katanya asing); kodenya kurang"
        " dapat dipercaya: {which}",
        "Warning: {n} transcripts are far from the training material (usually at most {limit} % of the words are unknown);"
        " trust their codes less: {which}",
    ),
    "marks_note": (
        "lemah = ketepatan terukur di bawah 0,5; belum teruji = diuji pada kurang dari 20 kode;"
        " hanya aturan = model tidak mengenal tema ini.",
        "weak = measured precision under 0.5; untested = tested on fewer than 20 codings;"
        " rules only = the model does not know this theme.",
    ),
    "skipped": ("Dilewati: {source} ({reason})", "Skipped: {source} ({reason})"),
    "next": ("Lanjut: {command}", "Next: {command}"),
    "where": ("Hanya: {where}.", "Only: {where}."),
    "missing_note": ("{by} tidak diketahui untuk {who}: {reason}.", "{by} not known for {who}: {reason}."),
    "no_value": ("tidak ada isinya", "no value given"),
    "unit_passage": (
        "n = petikan berkode tegas, % terhadap petikan kelompok itu; informan = orang yang menyebut tema.",
        "n = firmly coded passages, % of that group's passages; informants = people who speak of the theme.",
    ),
    "unit_participant": (
        "n = informan yang menyebut tema. Tanpa % karena N di bawah 20.",
        "n = informants who speak of the theme. No % since N is under 20.",
    ),
    "unit_participant_percent": (
        "n = informan yang menyebut tema, % terhadap N kelompok itu.",
        "n = informants who speak of the theme, % of that group's N.",
    ),
    "group_size": ("N={participants}, {passages} petikan", "N={participants}, {passages} passages"),
    "none_found": ("Tidak ada petikan.", "No passages."),
    "stale": (
        "Buku kode {path} berubah sejak hasil ini dibuat; jalankan lagi: gigtext code",
        "The codebook {path} has changed since these results were made; run again: gigtext code",
    ),
    "unanchored": (
        "{n} keputusan orang tidak ditemukan lagi petikannya; baris-barisnya tetap ada di gigtext-decisions.csv.",
        "{n} decisions by people no longer find their passage; their rows stay in gigtext-decisions.csv.",
    ),
    "disputed": (
        "{n} kode diputuskan berbeda oleh dua orang: dihitung sebagai usulan sampai mereka sepakat.",
        "{n} codes are decided differently by two people: counted as suggested until they agree.",
    ),
    "kept": (
        "codings.csv yang sudah diisi disimpan sebagai {file}; masukkan dengan: gigtext import codings {file} --coder NAMA",
        "The codings.csv that you filled in is kept as {file}; take it in with: gigtext import codings {file} --coder NAME",
    ),
    # accuracy and training
    "measure": ("ukuran", "measure"),
    "gold": ("acuan", "gold"),
    "coded": ("dikode", "coded"),
    "precision_heading": ("ketepatan", "precision"),
    "recall_heading": ("kelengkapan", "recall"),
    "threshold": ("ambang", "threshold"),
    "codings": ("kode", "codings"),
    "codings_real": ("nyata", "real"),
    "micro": ("mikro (semua kode)", "micro (all codings)"),
    "macro": ("makro (rata-rata tema)", "macro (mean of themes)"),
    "lenient": ("mikro, satu pengode cukup", "micro, one coder is enough"),
    "any_theme": ("ada tema atau tidak", "any theme or none"),
    "few_codings": ("n kecil", "n small"),
    "accuracy_overall": ("Ketepatan pengode", "Accuracy of the coder"),
    "accuracy_domains": ("Menurut domain", "By domain"),
    "accuracy_themes": ("Menurut tema", "By theme"),
    "accuracy_share": (
        "{passages} petikan dari {groups} halaman atau wawancara; {coded} % diberi kode tegas, {gold} % bertema menurut acuan.",
        "{passages} passages of {groups} pages or interviews; {coded} % coded firmly, {gold} % carry a theme in gold.",
    ),
    "accuracy_interval": (
        "95 % = selang bootstrap persentil dari F1, {resamples} kali menarik ulang halaman atau wawancara utuh.",
        "95 % = percentile bootstrap interval of F1, {resamples} resamples of whole pages or interviews.",
    ),
    "accuracy_no_interval": (
        "Tanpa selang: hanya ada satu halaman atau wawancara; beri tiap petikan page atau group.",
        "No intervals: there is one page or interview only; give passages a page or group.",
    ),
    "accuracy_few": (
        "n kecil = kurang dari {n} kode acuan: F1 tema itu belum bisa dibandingkan.",
        "n small = fewer than {n} gold codings: F1 of that theme is not worth comparing.",
    ),
    "accuracy_unknown": (
        "Tidak dihitung, karena tidak ada dalam buku kode: {codes}.",
        "Left out, since the codebook does not have them: {codes}.",
    ),
    "accuracy_seen": (
        "Peringatan: model ini dilatih dengan {file}, jadi angka ini terlalu tinggi; ukur dengan --cv.",
        "Warning: this model was trained on {file}, so these figures are too high; measure with --cv.",
    ),
    "accuracy_coder": (
        "Pengode: {coder}; model {model}, buku kode {codebook}.",
        "Coder: {coder}; model {model}, codebook {codebook}.",
    ),
    "accuracy_cv": (
        "Pengode: {coder}, dilatih {folds} kali tanpa bagian yang diukur; buku kode {codebook}.",
        "Coder: {coder}, trained {folds} times without the part that is measured; codebook {codebook}.",
    ),
    "training_title": ("Yang dipelajari per tema", "What was learnt per theme"),
    "training_held_out": (
        "Pada tuturan nyata yang tidak dilihat saat dilatih: F1 mikro {f1}, ketepatan {precision}, kelengkapan {recall}"
        " ({real} petikan dari {groups} halaman atau wawancara).",
        "On real talk not seen in training: micro-F1 {f1}, precision {precision}, recall {recall}"
        " ({real} passages of {groups} pages or interviews).",
    ),
    "training_unread": (
        "Di antaranya pada {n} petikan dari halaman yang tidak dibaca saat pola ditulis: F1 mikro {f1}, ketepatan {precision},"
        " kelengkapan {recall}; angka inilah yang berlaku.",
        "Of these, on {n} passages of pages that nobody read while patterns were written: micro-F1 {f1}, precision {precision},"
        " recall {recall}; these are the figures that count.",
    ),
    "training": ("melatih", "training"),
    # notes of reading
    "interviewer_taken": (
        "pewawancara diduga {who} ({why}); bila salah, sebutkan dengan --interviewer",
        "interviewer taken to be {who} ({why}); if that is wrong, name another with --interviewer",
    ),
    "by_label": ("dari labelnya", "by label"),
    "by_host": ("membuka acara sebagai pembawa acara", "opens the talk as host"),
    "by_questions": ("bertanya dalam {percent} % gilirannya", "asks in {percent} % of the turns"),
    "speaker_number": ("pembicara ke-{n}", "speaker {n}"),
    "no_participant_talk": (
        "tidak ada tuturan informan; bila label pewawancara salah diduga, sebutkan dengan --interviewer",
        "holds no participant talk; if the interviewer was taken wrongly, name the label with --interviewer",
    ),
    "attribute_conflict": (
        '{who}: {name} adalah "{value}" menurut {place}, tetapi "{other}" menurut {other_place}; yang pertama dipakai',
        '{who}: {name} is "{value}" in {place}, but "{other}" in {other_place}; the first is used',
    ),
    "attribute_contradiction": (
        '{who}: {name} tertulis "{value}", padahal tahun lahir atau usia {year} berarti "{derived}"; yang tertulis dipakai, periksa',
        '{who}: {name} is given as "{value}", but birth year or age {year} means "{derived}"; the given one is used, check it',
    ),
    "no_birth_year": ('"{value}" bukan tahun lahir; tidak dipakai', '"{value}" is no birth year; not used'),
    "no_date": (
        '"{value}" bukan tanggal; tulis misalnya 2025-03-14; tidak dipakai',
        '"{value}" is no date; write 2025-03-14, for instance; not used',
    ),
    "unlisted_value": (
        '{name} "{value}" tidak ada dalam buku kode (ada: {known}); dipakai apa adanya',
        '{name} "{value}" is not listed in the codebook (listed: {known}); kept as written',
    ),
    "year_outside": ("tahun lahir {year} di luar semua kelompok", "birth year {year} is in none of the groups"),
    "no_year_no_age": ("tahun lahir dan usia tidak tercatat", "neither birth year nor age given"),
    "age_range": ('usia "{age}" bukan satu angka', 'age "{age}" is not one number'),
    "age_without_date": (
        "usia {age} tanpa tanggal wawancara, tahun lahir tidak pasti",
        "age {age} without interview date, so the birth year is not certain",
    ),
    "age_ambiguous": (
        "usia {age} pada {date} berarti lahir {first} atau {second}, beda kelompok",
        "age {age} on {date} means born in {first} or {second}, different groups",
    ),
    "rows_unjoined": (
        "{file}: {n} baris tanpa tuturan dalam transkrip ({rows}); periksa id atau nama berkasnya",
        "{file}: {n} rows without talk in the transcripts ({rows}); check their id or file name",
    ),
    "participants_unjoined": (
        "{file}: {n} informan tidak punya baris di sana ({who}); tambahkan baris dengan id atau nama berkasnya",
        "{file}: {n} informants have no row there ({who}); add rows with their id or file name",
    ),
    "same_label_apart": (
        'label "{label}" ada di {files}: dihitung sebagai orang yang berbeda; bila satu orang, satukan di participants.csv',
        'label "{label}" stands in {files}: counted as different people; if it is one person, join them in participants.csv',
    ),
    "same_label_joined": (
        'label "{label}" ada di {files}: dihitung sebagai satu orang; bila bukan, bedakan di participants.csv',
        'label "{label}" stands in {files}: counted as one person; if not, tell them apart in participants.csv',
    ),
    "reading": ("membaca", "reading"),
    "coding": ("mengode", "coding"),
    "lines": ("baris {first}-{last}", "lines {first}-{last}"),
    "line": ("baris {first}", "line {first}"),
    "turn": ("giliran {turn}", "turn {turn}"),
    "confusions": ("Kekeliruan tersering", "Most frequent mistakes"),
    "missed": ("terlewat", "missed"),
    "wrong": ("keliru dikode", "wrongly coded"),
    "learning_curve": ("Kurva belajar", "Learning curve"),
    "passages_trained": ("petikan latih", "training passages"),
    "curve_note": (
        "Diukur pada {n} petikan dari {groups} halaman atau wawancara yang tidak pernah ikut dilatih.",
        "Measured on {n} passages of {groups} pages or interviews that never train.",
    ),
    "own_changed": (
        "Pada {n} petikan Anda dari {groups} wawancara: F1 mikro {before} dengan model bawaan, {after} dengan model baru"
        " (tiap wawancara dinilai oleh model yang tidak dilatih dengannya).",
        "On your {n} passages from {groups} interviews: micro-F1 {before} with the shipped model, {after} with the new one"
        " (each interview judged by a model not trained on it).",
    ),
    "explain_codes": ("Kode yang paling mungkin", "Likeliest codes"),
    "explain_reasons": ("Alasan: {theme}", "Reasons: {theme}"),
    "explain_nearest": ("Kalimat buku kode yang paling mirip", "Sentences of the codebook most like it"),
    "explain_note": (
        "Tegas mulai dari ambang, usulan mulai dari {share} × ambang; pola yang ketepatannya terukur mulai dari {rule}"
        " memutuskan sendiri.",
        "Firm from the threshold on, suggested from {share} × threshold on; a pattern with a measured precision of {rule} or"
        " more decides alone.",
    ),
    "status_firm": ("tegas", "firm"),
    "status_suggested": ("usulan", "suggested"),
    "probability": ("peluang", "probability"),
    "decided_by": ("diputuskan oleh", "decided by"),
    "by_rules": ("pola", "pattern"),
    "by_classifier": ("pengklasifikasi", "classifier"),
    "reason": ("alasan", "reason"),
    "in_the_passage": ("dalam petikan", "in the passage"),
    "weight": ("log-odds", "log-odds"),
    "other_words": ("{n} kata lain", "{n} other words"),
    "meaning_part": ("makna (encoder)", "meaning (encoder)"),
    "rarity": ("tanpa petunjuk apa pun", "without any sign"),
    "pattern": ("pola", "pattern"),
    "pattern_denied": ("pola, disangkal", "pattern, denied"),
    "rule_measured": ("tepat {precision} ({n} kali diuji)", "right {precision} ({n} times tested)"),
    "rule_unmeasured": ("belum diukur", "not measured"),
    "word_for": ("kata pendukung", "word for"),
    "word_against": ("kata penolak", "word against"),
    "sentence_kind": ("sebagai", "as"),
    "example": ("contoh", "example"),
    "counterexample": ("contoh tandingan", "counterexample"),
    "similarity": ("kemiripan", "similarity"),
    "sentence": ("kalimat", "sentence"),
    "shown": ("{n} dari {total} petikan.", "{n} of {total} passages."),
    "worker_died": (
        "tidak dikode: pekerja mati dua kali; jalankan lagi gigtext code, yang lain sudah tersimpan",
        "not coded: the worker died twice; run gigtext code again, the others are kept",
    ),
    "changed_meanwhile": (
        "berkas berubah selagi dibaca; jalankan lagi gigtext code",
        "the file changed while it was read; run gigtext code again",
    ),
}
