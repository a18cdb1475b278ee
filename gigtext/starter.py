"""What `gigtext init` writes: a study that works at once and shows where one's own files go."""

from __future__ import annotations

from pathlib import Path

from gigtext.classifier.encoder import default_tier
from gigtext.codebook import default_codebook_path
from gigtext.errors import InputError
from gigtext.places import atomic_write
from gigtext.study import FILE_NAME

_SETTINGS = {
    "id": """\
# Pengaturan studi ini; gigtext membacanya bila dijalankan di folder ini.
transcripts: transcripts
codebook: codebook.yaml
results: codings
lang: id
model: {tier}            # fast, accurate, atau folder yang ditulis gigtext train
# interviewer: [Dewi]    # label pewawancara, bila tidak dikenali sendiri
""",
    "en": """\
# Settings of this study; gigtext reads them when it runs in this folder.
transcripts: transcripts
codebook: codebook.yaml
results: codings
lang: en
model: {tier}            # fast, accurate, or a folder that gigtext train wrote
# interviewer: [Dewi]    # the interviewer's label, when it is not recognised by itself
""",
}

_PARTICIPANTS = """\
id,file,birth_year,gender,occupation,platform,interview_date
N1,contoh.txt,2001,P,penata rias lepas,Instagram,2025-03-14
"""

_SAMPLE = """\
Catatan: contoh buatan, bukan wawancara sungguhan. Hapus berkas ini bila transkrip Anda sudah ada.

P: Kenapa memilih kerja lepas seperti ini?
N1: Saya suka karena waktunya bebas, saya sendiri yang atur mau terima job hari apa. Tidak ada bos yang marah kalau saya libur.
P: Apa yang paling berat?
N1: Penghasilannya tidak menentu, Kak. Bulan ramai bisa lima juta, bulan sepi satu juta saja belum tentu dapat.
P: Terus bagaimana caranya bertahan?
N1: Saya belajar sendiri dari tutorial, ikut kursus rias juga, supaya hasilnya makin bagus. Pelanggan lama sering balik lagi.
"""


def write_study(folder: Path, *, lang: str = "id") -> list[Path]:
    """Write a new study into `folder` and return the files written. Raises InputError when one of them is there already."""
    files = {
        folder / FILE_NAME: _SETTINGS[lang].format(tier=default_tier()),
        folder / "codebook.yaml": default_codebook_path().read_text(encoding="utf-8"),
        folder / "transcripts" / "participants.csv": _PARTICIPANTS,
        folder / "transcripts" / "contoh.txt": _SAMPLE,
    }
    there = [path for path in files if path.exists()]
    if there:
        raise InputError(*(f"{path}: exists already; choose another folder, nothing was written" for path in there))
    try:
        for path, text in files.items():
            with atomic_write(path) as file:
                file.write(text)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from None
    return list(files)
