"""Words of the exchange with other programs of qualitative analysis."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # the account: what went along and what did not
    "refi_export_title": ("Ekspor REFI-QDA: {file}", "REFI-QDA export: {file}"),
    "refi_import_title": ("Impor REFI-QDA: {file}", "REFI-QDA import: {file}"),
    "refi_carried": ("Dibawa", "Carried"),
    "refi_left": ("Tidak dapat dibawa", "Could not be carried"),
    "refi_nothing_left": ("Semua isinya dapat dibawa.", "Everything in it could be carried."),
    "refi_what": ("isi", "what"),
    "refi_n": ("jumlah", "number"),
    "refi_which": ("yang mana", "which"),
    # codebooks
    "refi_domains": ("domain", "domains"),
    "refi_codes": ("kode", "codes"),
    "refi_title": ("judul buku kode", "title of the codebook"),
    "refi_patterns": ("pola pencarian kode", "patterns of codes"),
    "refi_other_language": ("label dan definisi dalam bahasa kedua", "labels and definitions in the second language"),
    "refi_attribute_rules": (
        "aturan atribut (nilai, alias, tahun lahir)",
        "rules for attributes (values, aliases, birth years)",
    ),
    "refi_origins": ("asal domain (temuan atau saran)", "origin of domains (finding or recommendation)"),
    "refi_denials_setting": ("setelan kode yang disangkal", "setting for denied mentions"),
    "refi_colour": (
        "warna yang ditulis di luar standar (gigtext tidak memakai warna)",
        "colours written against the standard (gigtext uses none)",
    ),
    "refi_loose_codes": ("Kode tanpa kelompok", "Codes without a group"),
    "refi_empty_groups": ("kelompok kode yang kosong", "groups of codes without a code"),
    "refi_group_description": ("keterangan kelompok kode", "descriptions of groups of codes"),
    "refi_group_levels": (
        "tingkat kelompok di antara domain dan kode (namanya ada di source kode)",
        "levels between domain and code (their names stand under source of the code)",
    ),
    "refi_flattened": (
        "kode dari tingkat lebih dalam, diangkat ke bawah domainnya",
        "codes from deeper levels, raised to their domain",
    ),
    "refi_parent_codes": (
        "kelompok yang juga dipakai sebagai kode: menjadi domain dan kode",
        "groups that were used as codes too: domain and code now",
    ),
    "refi_sets": ("himpunan (set)", "sets"),
    "refi_yaml_comment": (
        "Dari {file}. Tambahkan patterns: pada kode, atau latih model dengan petikan berkode (gigtext train).",
        "From {file}. Add patterns: to the codes, or train a model on coded passages (gigtext train).",
    ),
    "refi_settings_comment": (
        "Pengaturan studi ini; gigtext membacanya bila dijalankan di folder ini.",
        "Settings of this study; gigtext reads them when it runs in this folder.",
    ),
    # projects, out
    "refi_sources": ("transkrip", "transcripts"),
    "refi_selections": ("petikan berkode", "coded passages"),
    "refi_codings": ("kode pada petikan", "codings"),
    "refi_coders": ("pengode", "coders"),
    "refi_memos": ("memo pada kode", "memos on codings"),
    "refi_cases": ("informan", "informants"),
    "refi_variables": ("atribut informan", "attributes of informants"),
    "refi_suggested": (
        "kode usulan atau yang masih dipersoalkan (bawa dengan --suggested)",
        "suggested or disputed codings (carry them with --suggested)",
    ),
    "refi_rejected": ("kode yang ditolak orang", "codings that people rejected"),
    "refi_denied": ("kode yang disangkal dalam petikan", "codings that the passage denies"),
    "refi_scores": (
        "skor dan kata bukti kode mesin",
        "scores and evidence words of machine codings",
    ),
    "refi_missing_reasons": (
        "informan dengan atribut kosong: alasannya",
        "informants with missing attributes: the reasons",
    ),
    "refi_skipped": ("berkas yang dilewati saat mengode", "files that were skipped when coding"),
    "refi_unanchored": (
        "keputusan orang yang petikannya tidak ditemukan lagi",
        "decisions by people whose passage is no longer found",
    ),
    "refi_uncoded_speech": (
        "petikan tanpa kode dalam wawancara kelompok: siapa yang berbicara",
        "passages without codes in group interviews: who speaks",
    ),
    # projects, in
    "refi_sources_joined": ("transkrip yang cocok dengan hasil", "transcripts matched with the results"),
    "refi_joined": ("pilihan teks yang terpasang pada petikan", "selections joined to passages"),
    "refi_judgements": ("keputusan orang: ya", "decisions by people: yes"),
    "refi_known": ("keputusan yang sudah tercatat", "decisions that were known already"),
    "refi_same_as_machine": (
        "di antaranya sama dengan kode mesin di petikan itu",
        "of them the same as the machine's code of the passage",
    ),
    "refi_all_machine": (
        "Semua kode {who} sama dengan kode mesin. Bila program lain mengganti nama pengode rules dan classifier, itu bukan "
        "keputusan orang: hapus baris barunya dari {file}.",
        "All codings by {who} are the machine's own. If the other program gave the users rules and classifier another name, "
        "they are no decisions by people: delete the new rows from {file}.",
    ),
    "refi_machine": (
        "kode mesin dari ekspor gigtext (bukan keputusan orang)",
        "machine codings of gigtext's own export (no decisions by people)",
    ),
    "refi_foreign_sources": ("sumber yang tidak ada dalam hasil", "sources that are not in the results"),
    "refi_foreign_codings": ("kode dalam sumber itu", "codings in those sources"),
    "refi_text_differs": (
        "transkrip yang teksnya berbeda: dicocokkan menurut kata",
        "transcripts whose text differs: matched by words",
    ),
    "refi_text_changed": (
        "kode yang petikannya tidak ada, atau ada beberapa kali, dalam teks transkrip",
        "codings whose words are not in the transcript, or several times",
    ),
    "refi_no_passage": (
        "kode di luar petikan informan (misalnya pada pertanyaan)",
        "codings outside informants' passages (on questions, for instance)",
    ),
    "refi_not_codable": (
        "kode pada jawaban pendek tanpa isi (iya, heem)",
        "codings on back-channel answers (iya, heem)",
    ),
    "refi_later_no": (
        "ya yang tidak lebih baru daripada tidak dari orang yang sama",
        "a yes that is not newer than the same person's no",
    ),
    "refi_unknown_codes": ("kode yang tidak ada dalam buku kode", "codings with codes that are not in the codebook"),
    "refi_ambiguous_codes": (
        "kode yang namanya dimiliki beberapa kode dalam buku kode",
        "codings whose code's name several codes of the codebook have",
    ),
    "refi_domain_codings": ("kode yang diberikan pada domain", "codings with a domain in place of a code"),
    "refi_lost_codes": (
        "kode yang tidak ada dalam daftar kode proyek",
        "codings with codes that the project does not list",
    ),
    "refi_bad_selections": (
        "pilihan teks yang letaknya di luar teks atau rusak",
        "selections outside their text, or damaged",
    ),
    "refi_bad_codings": ("kode tanpa nama kode", "codings that name no code"),
    "refi_bare_selections": ("pilihan teks tanpa kode", "selections without a code"),
    "refi_source_codings": ("kode pada seluruh sumber", "codings of whole sources"),
    "refi_media": (
        "gambar, PDF, suara, dan video tanpa transkrip",
        "pictures, PDF, sound and video without a transcript",
    ),
    "refi_media_selections": (
        "pilihan pada gambar, halaman PDF, suara, atau video",
        "selections in pictures, PDF pages, sound or video",
    ),
    "refi_rich_text": (
        "sumber yang hanya ada sebagai teks berformat (.docx)",
        "sources that are there as formatted text alone (.docx)",
    ),
    "refi_no_text": ("sumber tanpa teks", "sources without text"),
    "refi_outside": ("sumber yang teksnya di luar berkas proyek", "sources whose text lies outside the project file"),
    "refi_undecodable": ("sumber yang teksnya bukan UTF-8", "sources whose text is not UTF-8"),
    "refi_loose_notes": ("memo yang tidak terkait kode", "memos that belong to no coding or code"),
    "refi_links": ("tautan", "links"),
    "refi_graphs": ("peta dan diagram", "maps and diagrams"),
    "refi_bad_values": ("nilai tanpa nama variabel", "values without the name of a variable"),
    "refi_case_sources": ("sumber kasus yang tidak terbaca", "sources of cases that could not be read"),
    "refi_case_codes": ("kode yang terkait kasus", "codes that belong to cases"),
    "refi_case_parts": (
        "kasus dengan hanya sebagian transkrip: sebut pembicara di transkripnya",
        "cases with parts of transcripts only: name the speaker in the transcript",
    ),
    "refi_nameless_cases": ("kasus tanpa nama, diberi nama", "cases without a name, named now"),
    "refi_renamed_sources": ("sumber bernama sama, diberi nomor", "sources of the same name, numbered"),
    "refi_unreadable": ("transkrip yang tidak dapat dibaca", "transcripts that cannot be read"),
    "refi_uncoded_sources": (
        "transkrip tanpa kode, tidak masuk petikan berkode",
        "transcripts without codings, not among the coded passages",
    ),
    "refi_text_changed_row": (
        "pilihan teks sebagai baris sendiri: tempatnya dalam transkrip tidak jelas",
        "selections as rows of their own: their place in the transcript is not clear",
    ),
    "refi_no_passage_row": (
        "pilihan teks sebagai baris sendiri: di luar petikan informan",
        "selections as rows of their own: outside informants' passages",
    ),
    "refi_not_codable_row": (
        "pilihan teks sebagai baris sendiri: jawaban pendek tanpa isi",
        "selections as rows of their own: back-channel answers",
    ),
    "refi_uncoded_passages": (
        "petikan tanpa kode dalam transkrip berkode: dianggap tanpa tema",
        "passages without codes in coded transcripts: count as without a theme",
    ),
}
