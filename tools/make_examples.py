"""Write the Word files of `examples/transcripts/` and all of `examples/formats/`. Everything in them is invented.

    python tools/make_examples.py

The same bytes every time: fixed dates inside the files and in their zip containers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from odf.opendocument import OpenDocumentText
from odf.text import P, Span
from openpyxl import Workbook

EXAMPLES = Path(__file__).parents[1] / "examples"
WHEN = datetime(2025, 7, 1, 8, 0, 0)

HEADER = (
    ("Kode informan", "N1"),
    ("Tahun lahir", "1993"),
    ("Jenis kelamin", "Perempuan"),
    ("Pekerjaan", "penulis lepas"),
    ("Tanggal wawancara", "2 Mei 2025"),
)

N1 = (
    ("Pewawancara", "Terima kasih sudah mau diwawancarai, Kak. Sudah lama jadi penulis lepas?"),
    (
        "Informan",
        "Sudah enam tahun. Sebelumnya saya kerja di bank, di bagian kredit. Saya keluar waktu anak pertama lahir, soalnya pulangnya malam terus.",
    ),
    ("Pewawancara", "Apa yang paling Kakak suka dari kerja ini?"),
    (
        "Informan",
        "Bebas, itu yang utama. Saya bisa kerja dari mana saja, di rumah, di kafe, waktu pulang kampung ke Soe juga tetap bisa kirim tulisan. "
        "Terus saya masih bisa antar anak sekolah dulu, sore main sama dia. Buat saya itu sudah sukses, punya waktu buat keluarga.",
    ),
    ("Pewawancara", "Soal penghasilan bagaimana?"),
    (
        "Informan",
        "Nah itu. Kadang ada kadang tidak. Bulan lalu saya dapat lima artikel, bulan ini baru satu. Invoice juga sering telat, ada media yang "
        "honornya belum dibayar sampai tiga bulan. Jadi saya tidak bisa bikin rencana yang jauh-jauh.",
    ),
    ("Pewawancara", "Pernah ditanya orang soal pekerjaan?"),
    (
        "Informan",
        "Sering! Tetangga kira saya pengangguran karena di rumah terus. Mertua juga dulu maunya saya jadi PNS. Sekarang sih sudah tidak saya pikirkan.",
    ),
    ("Pewawancara", "Bagaimana Kakak cari klien?"),
    (
        "Informan",
        "Kebanyakan dari teman. Saya gabung komunitas penulis di Kupang, dari situ saling lempar job. Klien lama juga saya sapa terus, "
        "dan biasanya mereka balik lagi. Terus saya ikut kelas menulis daring, belajar SEO, supaya tulisan saya gampang dicari.",
    ),
    ("Pewawancara", "Ada pesan untuk yang mau mulai?"),
    (
        "Informan",
        "Jangan takut ditolak, terus belajar. Sama siapkan dana darurat dari awal, jangan cuma andalkan satu klien. "
        "Untuk pemerintah, semoga pekerja lepas juga dapat jaminan kesehatan.",
    ),
    ("Pewawancara", "Baik, Kak. Kalau hari libur biasanya ke mana?"),
    ("Informan", "Ke pantai saja, Lasiana. Anak suka main pasir. Kadang kami bawa bekal, makan ikan bakar di sana."),
)

N2 = (
    ("P", "Selamat pagi, Kak. Ceritakan dulu kerjanya sekarang.", ""),
    (
        "N2",
        "Pagi. Saya kurir, antar makanan. Baru setahun. Sebelumnya di gudang, angkat-angkat barang.",
        "di warung kopi",
    ),
    ("P", "Kenapa pindah?", ""),
    (
        "N2",
        "Di gudang jamnya diatur, pulang malam, gaji segitu-segitu saja. Di sini saya sendiri yang tentukan kapan mau jalan. "
        "Makin rajin makin banyak yang masuk, kalau ada bonus lumayan buat tambah uang kos.",
        "",
    ),
    ("P", "Daftarnya susah?", ""),
    (
        "N2",
        "Tidak, gampang sekali. Cuma KTP sama SIM, semua lewat aplikasi. Uangnya juga langsung masuk rekening.",
        "tertawa",
    ),
    ("P", "Lalu yang berat apa?", ""),
    (
        "N2",
        "Sekarang sepi, Kak. Dulu sehari bisa dua puluh kali antar, sekarang paling delapan. Tarifnya diturunkan lagi. "
        "Habis bensin, makan, sisanya sedikit. Kurir juga tambah banyak.",
        "",
    ),
    (
        "N2",
        "Waktu saya demam berdarah, dua minggu tidak jalan, ya tidak ada uang. Rumah sakit bayar sendiri, utang sama kakak.",
        "",
    ),
    ("P", "Ada yang memandang rendah?", ""),
    (
        "N2",
        "Ada satu dua pembeli yang bicaranya kasar. Dianggap cuma kurir. Tapi kebanyakan baik, kasih tip, bilang terima kasih.",
        "diam sebentar",
    ),
    ("P", "Rencananya ke depan?", ""),
    (
        "N2",
        "Saya belum mau menyerah. Target saya nabung buat buka bengkel. Malam-malam saya belajar servis motor dari YouTube. "
        "Harapannya kurir di sini bersatu, bikin koperasi, supaya tidak pinjam di rentenir.",
        "",
    ),
    ("P", "Terima kasih banyak, Kak.", ""),
    ("N2", "Sama-sama.", ""),
)

SHORT = (
    ("P", "Kenapa pilih kerja lepas?", 1.0),
    ("N9", "Waktunya bebas, saya atur sendiri 😀.", 4.5),
    ("P", "Yang susah apa?", 9.0),
    ("N9", "Penghasilannya tidak menentu, “kadang ada, kadang tidak”.", 12.0),
)


def main() -> None:
    transcripts, formats = EXAMPLES / "transcripts", EXAMPLES / "formats"
    formats.mkdir(exist_ok=True)
    write_zip(transcripts / "N1.docx", paragraphs())
    write_zip(transcripts / "N2.docx", talk_table())
    write_formats(formats)


def paragraphs() -> bytes:
    """Header lines, then paragraphs with bold labels."""
    document = Document()
    document.add_heading("Transkrip wawancara (contoh buatan)", level=1)
    for key, value in HEADER:
        document.add_paragraph(f"{key}\t: {value}")
    for speaker, talk in N1:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{speaker}:").bold = True
        paragraph.add_run(f" {talk}")
    return saved(document)


def talk_table() -> bytes:
    """A table of number, speaker, talk and notes."""
    document = Document()
    document.add_paragraph("Transkrip N2 (contoh buatan)")
    table = document.add_table(rows=1, cols=4)
    for cell, heading in zip(table.rows[0].cells, ("No", "Pembicara", "Tuturan", "Catatan"), strict=True):
        cell.text = heading
    for number, (speaker, talk, note) in enumerate(N2, 1):
        for cell, text in zip(table.add_row().cells, (str(number), speaker, talk, note), strict=True):
            cell.text = text
    return saved(document)


def short_word() -> bytes:
    document = Document()
    for speaker, talk, _ in SHORT:
        document.add_paragraph(f"{speaker}: {talk}")
    return saved(document)


def saved(document: Document) -> bytes:
    document.core_properties.created = document.core_properties.modified = WHEN
    document.core_properties.author = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def write_formats(folder: Path) -> None:
    """The same short interview in every format that gigtext reads."""
    lines = [f"{speaker}: {talk}" for speaker, talk, _ in SHORT]
    (folder / "short.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    marked = [f"**{speaker}:** {talk}" for speaker, talk, _ in SHORT]
    (folder / "short.md").write_text("\n\n".join(marked) + "\n", encoding="utf-8", newline="\n")
    write_zip(folder / "short.docx", short_word())
    text = OpenDocumentText()
    for speaker, talk, _ in SHORT:
        paragraph = P()
        paragraph.addElement(Span(text=f"{speaker}: {talk}"))
        text.text.addElement(paragraph)
    buffer = io.BytesIO()
    text.write(buffer)
    write_zip(folder / "short.odt", buffer.getvalue())
    (folder / "short.rtf").write_bytes(rich_text(lines).encode("ascii"))
    cues = [
        (f"{number}", f"00:00:{time:06.3f}", line)
        for number, (line, (_, _, time)) in enumerate(zip(lines, SHORT, strict=True), 1)
    ]
    ends = [f"00:00:{time + 3:06.3f}" for _, _, time in SHORT]
    srt = [
        f"{number}\n{start.replace('.', ',')} --> {end.replace('.', ',')}\n{line}\n"
        for (number, start, line), end in zip(cues, ends, strict=True)
    ]
    (folder / "short.srt").write_text("\n".join(srt), encoding="utf-8", newline="\n")
    vtt = [
        f"{start} --> {end}\n<v {line.split(': ')[0]}>{line.split(': ', 1)[1]}\n"
        for (_, start, line), end in zip(cues, ends, strict=True)
    ]
    (folder / "short.vtt").write_text("WEBVTT\n\n" + "\n".join(vtt), encoding="utf-8", newline="\n")
    segments = [{"start": time, "end": time + 3, "text": talk, "speaker": speaker} for speaker, talk, time in SHORT]
    (folder / "short.json").write_text(
        json.dumps({"segments": segments}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    rows = [(str(n), SHORT[at - 1][1], SHORT[at][0], SHORT[at][1]) for n, at in enumerate((1, 3), 1)]
    header = ("id", "pertanyaan", "informan", "jawaban")
    for name, delimiter in (("short.csv", ","), ("short.tsv", "\t")):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    objects = [json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rows]
    (folder / "short.jsonl").write_text("\n".join(objects) + "\n", encoding="utf-8", newline="\n")
    book = Workbook()
    book.properties.created = book.properties.modified = WHEN
    for row in (header, *rows):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    write_zip(folder / "short.xlsx", buffer.getvalue())


def rich_text(lines: list[str]) -> str:
    """A small RTF document; letters outside ASCII as \\u escapes of UTF-16 units."""

    def escaped(line: str) -> str:
        units = []
        for character in line:
            if character in "\\{}":
                units.append("\\" + character)
            elif ord(character) < 128:
                units.append(character)
            else:
                data = character.encode("utf-16-le")
                for at in range(0, len(data), 2):
                    unit = int.from_bytes(data[at : at + 2], "little")
                    units.append(f"\\u{unit if unit < 32768 else unit - 65536}?")
        return "".join(units)

    return "{\\rtf1\\ansi\\deff0\n" + "\\par\n".join(map(escaped, lines)) + "\\par\n}\n"


def write_zip(path: Path, data: bytes) -> None:
    """A zip container with fixed dates, so that the same content gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, WHEN.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml" or name == "meta.xml":
                content = fixed_dates(content)
            target.writestr(info, content)


def fixed_dates(content: bytes) -> bytes:
    stamp = WHEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?", stamp, content)


if __name__ == "__main__":
    main()
