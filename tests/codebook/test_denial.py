"""Who says that it is not so? The stretch in brackets is what the pattern finds (by default: those very words)."""

import pytest

from gigtext.codebook import parse_codebook
from gigtext.codebook.denial import read_cues
from gigtext.codebook.matching import compile_pattern, encode
from gigtext.codebook.rules import compile_rules
from gigtext.language import analyse
from gigtext.records import Code, Codebook, Hit, Pattern

DENIED = """
Saya tidak pernah [dianggap remeh].
Saya tidak pernah [dianggap remeh] orang, malah dihormati.
saya sih nggak pernah ngerasa [diremehkan] orang
Alhamdulillah belum pernah [diremehkan] selama ini
Kalau dari keluarga tidak ada yang [meremehkan] saya.
Tidak ada orang yang [meremehkan] pekerjaan saya.
belum ada yang [remehkan] saya sih kak
Mana ada orang [remehkan] saya, saya kan rajin.
Saya bukan [pengangguran], saya kerja dari rumah.
Kami ini bukan [pengangguran].
Kalau soal [stigma] saya tidak pernah alami.
Kalau soal [stigma], saya tidak pernah alami.
Soal [stigma] dari keluarga saya tidak pernah rasakan.
Kalau [diremehkan] sih nggak pernah ya.
Kalau [diremehkan] nggak.
masalah [perang harga] begitu di sini belum ada
[Stigma]? Saya sih tidak pernah alami.
[Diremehkan]? Alhamdulillah belum.
Pernah [diremehkan] orang? Tidak pernah.
[Persaingan] sih nggak ada.
[Persaingan] tidak ada di sini.
[diremehkan] orang sih tidak pernah
[Saingan] belum ada kak, karena baru saya sendiri yang buka
Beta sonde pernah [dianggap remeh] orang.
Beta sonde ada [saingan] di sini.
Kalo [stigma] na beta sonde pernah alami.
Di sini son ada yang [remehkan] beta.
Aku enggak merasa [tersaingi] sama driver baru.
gak pernah tuh [dianggap remeh]
Pendapatan saya tidak [naik turun], tetap tiap bulan.
Belum punya [pelanggan tetap], masih baru.
Saya belum pernah dapat [pelanggan tetap].
Boro-boro [pelanggan tetap], yang datang saja jarang.
Saya tidak ikut [pelatihan] dari dinas.
Saya tidak pernah ikut [pelatihan] atau [kursus].
Tanpa [pelatihan] pun saya bisa.
[pendapatan tidak stabil] || pendapatan ... stabil
[Pelanggan belum tentu kembali] lagi. || pelanggan ... kembali
[Penghasilannya nggak selalu cukup] buat sebulan. || penghasilan ... cukup
Saya bukan orang yang suka [perang harga].
Bukan [tidak ada bos], ada koordinatornya juga.
Bukan, saya bukan [malas].
Saya nggak ada niat [berhenti], serius.
"""

AFFIRMED = """
Saya sering [dianggap remeh] sama tetangga.
Tidak hanya [diremehkan], saya juga dihina.
Bukan cuma [diremehkan] orang, keluarga sendiri juga begitu.
nggak cuman [diremehin], dibilang pengangguran juga || remeh|diremehin
Saya tidak bisa tidak [ikut kursus], harus terus belajar.
Tidak sedikit yang [meremehkan] pekerjaan kami.
Tidak jarang saya [diremehkan] orang.
Tidak bisa dipungkiri [persaingan] di sini ketat.
Mau tidak mau [banting harga] juga.
Belum lagi [perang harga] sama yang baru.
Saya tidak lupa [menyapa pelanggan] lama.
Tidak pernah berhenti [belajar] hal baru.
Saya tidak malu [belajar] dari yang muda.
Kalau tidak [ikut kursus] ya ketinggalan.
Kalau bukan [pelanggan tetap] siapa lagi yang pesan?
Enaknya [tidak ada bos].
Saya [tidak punya atasan], jadi bebas. || tidak ada|punya atasan
Tidak ada gaji tetap [tidak ada BPJS].
[Atur waktu] sendiri kan enak, tidak?
[Atur waktu] sendiri, ya nggak?
[Diremehkan] ya bukan apa-apa buat saya.
Saya tidak suka kerja kantor, saya lebih suka [atur waktu] sendiri.
Tidak terikat kantor, bisa [atur waktu].
Tidak punya bos tapi [atur waktu] sendiri.
Saya tidak punya bos dan [atur waktu] sendiri.
Saya tidak kerja kantoran karena mau [atur waktu] sendiri.
Orang lain tidak [atur waktu] dengan baik, saya bisa.
[Diremehkan] padahal saya tidak pernah merugikan orang.
[Order sepi], uang tidak ada.
Kalau [order sepi], penghasilan tidak ada.
[Dibilang pengangguran] karena tidak punya seragam.
[Persaingan] tidak ada habisnya.
[Persaingan] tidak pernah selesai di sini.
Saya [ikut kursus] supaya tidak ketinggalan.
[Diremehkan] sudah biasa, saya tidak ambil hati.
Orang tua bilang saya [pengangguran], saya tidak marah.
Pertama memang [diremehkan]. Sekarang saya tidak peduli.
[Diremehkan]? Sering.
Bukannya dihargai malah [diremehkan].
Bagaimana tidak [diremehkan], orang lihat saya di rumah terus.
Kenapa tidak [ikut kursus] saja?
Beta sonde pernah lupa [kabari pelanggan].
Dong bilang beta [pengangguran], padahal sonde.
Saya bebas, tidak ada yang suruh, [pilih jam] sendiri.
Tidak tahu kenapa saya [diremehkan] terus.
Tidak mungkin tidak ada [saingan].
Bukan berarti tidak ada [saingan].
Tidak, saya [atur waktu] sendiri.
"""


def rows(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line]


def stances(row: str) -> dict[str, str]:
    """Bracketed words → stance of the hit that covers exactly them."""
    annotated, _, pattern = row.partition("||")
    text = annotated.strip().replace("[", "").replace("]", "")
    found: dict[str, str] = {}
    plain = 0
    start = 0
    for character in annotated.strip():
        if character == "[":
            start = plain
        elif character == "]":
            words = text[start:plain]
            hits = match(pattern.strip() or words.replace("-", " "), text)
            spans = {(hit.start, hit.end): hit.stance for hit in hits}
            assert (start, plain) in spans, f"{words} not found in {text}"
            found[words] = spans[start, plain]
        else:
            plain += 1
    assert found, row
    return found


def match(pattern: str, text: str) -> list[Hit]:
    code = Code("tema", "domain", patterns=(Pattern(pattern),))
    return compile_rules(Codebook({}, (), (code,))).match(analyse(text))


@pytest.mark.parametrize("row", rows(DENIED))
def test_denied(row: str) -> None:
    assert set(stances(row).values()) == {"denied"}


@pytest.mark.parametrize("row", rows(AFFIRMED))
def test_affirmed(row: str) -> None:
    assert set(stances(row).values()) == {"affirmed"}


@pytest.mark.parametrize(("kind", "pattern", "example"), read_cues())
def test_every_cue_finds_its_example(kind: str, pattern: str, example: str) -> None:
    assert compile_pattern(pattern).search(encode(analyse(example)).text)


def test_a_codebook_of_topics_codes_what_is_denied() -> None:
    """`denials: coded`: "tidak ada wifi" is talk about wifi."""
    text = b"denials: %s\ndomains: {d: {codes: {wifi: {label: Wifi, patterns: [wifi]}}}}"
    tokens = analyse("Di kamar tidak ada wifi.")
    stances = {
        way: [hit.stance for hit in compile_rules(parse_codebook(text % way.encode(), "c.yaml")).match(tokens)]
        for way in ("dropped", "coded")
    }
    assert stances == {"dropped": ["denied"], "coded": ["affirmed"]}
