"""What the coders see of a word, by example, and that the fast way equals the plain spaCy way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.language import analyse, create_nlp, normalise, sentences, stem

NORMAL = """
nggak tidak|gak tidak|sonde tidak|gatau tidak tahu|udah sudah|beta saya|katong kita|dapa dapat|pung punya|deng dengan
ngatur mengatur|ngaturnya mengaturnya|nyambung menyambung|nulis menulis|mikir memikir|milih memilih|ngojek mengojek|kerjain kerjakan
dikerjain dikerjakan|kebayar terbayar|dapetin dapatkan|bangeeet sangat|teman2 teman-teman|bajual berjual|HP-nya ponselnya|di-cancel dicancel
makan makan|nanti nanti|keluarga keluarga|kepala kepala|it it|to to|in in|k k|Rina rina|informasi informasi|training training|sapa sapa
"""
STEMS = """
penghasilannya hasil|mengerjakan kerja|pelanggan langgan|dipesan pesan|memuaskan puas|menikah nikah|perasaan rasa|sebelum sebelum
diorder order|ngorder order|orderannya order|diupload upload|teman-temannya teman|pengangguran anggur|saingan saing|setuju setuju
"""

NLP = create_nlp()


def pairs(table: str) -> list[tuple[str, str]]:
    return [tuple(pair.split(" ", 1)) for line in table.strip().splitlines() for pair in line.split("|")]  # type: ignore[misc]


@pytest.mark.parametrize(("word", "standard"), pairs(NORMAL))
def test_normalise(word: str, standard: str) -> None:
    assert " ".join(normalise(word)) == standard


@pytest.mark.parametrize(("word", "expected"), pairs(STEMS))
def test_stem(word: str, expected: str) -> None:
    assert stem(normalise(word)[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sepi. Naik turun terus, Kak! Begitu?", ["Sepi.", "Naik turun terus, Kak!", "Begitu?"]),
        ("Tarifnya Rp 1.500.000 per bulan. Lumayan.", ["Tarifnya Rp 1.500.000 per bulan.", "Lumayan."]),
        ("Kata Dr. Yos itu biasa.", ["Kata Dr. Yos itu biasa."]),
        ("“Sepi sekali.” Begitu katanya.", ["“Sepi sekali.”", "Begitu katanya."]),
        ("ya begitu… sepi terus", ["ya begitu… sepi terus"]),
        ("Sepi 😭. Naik 😀!", ["Sepi 😭.", "Naik 😀!"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


WORDS = [
    "Sepi",
    "nggak",
    "teman-teman",
    "Rp1.500",
    "HP.",
    "“begitu”,",
    "😀",
    "dll.",
    "(tertawa)",
    "ngatur,waktu",
    "?",
    "C/O",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_analyse_equals_the_plain_spacy_way(text: str) -> None:
    tokens = analyse(text)
    plain = [
        (token.idx, token.idx + len(token), token.text.lower())
        for token in create_nlp()(text)
        if any(character.isalnum() for character in token.text)
    ]
    assert list(dict.fromkeys(zip(tokens.starts, tokens.ends, tokens.forms, strict=True))) == plain
    assert tokens.words == [word for _, _, form in plain for word in normalise(form)]
    assert len(tokens.sentence) == len(tokens.words) == len(tokens.clause)


PIECES = [
    "saya",
    "teman-teman",
    "Rp",
    "RP50",
    "Rp50.000",
    "10.000",
    "1,5",
    "12",
    "50rb",
    "S1",
    "dll",
    "Tbk",
    "A",
    "dr",
    "HP",
    "di-cancel",
    "ke-19",
    "2-3",
    "1-2-3",
    "H-5",
    "80",
    "a-5-6",
    "5-6a",
    "x²",
    "é",
    "naïve",
    "IDR100",
    "rp50",
    "08:30",
    "S",
    ".",
    ",",
    "?",
    "!",
    "...",
    "..",
    "…",
    "?!",
    ";",
    ":",
    ")",
    '"',
    "”",
    "(",
    "“",
    "%",
    "'",
    "-",
    "😀",
    "’",
    "#",
    "$",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
def test_a_stretch_is_cut_as_spacy_cuts_it(chunk: str) -> None:
    plain = [(token.idx, token.text.lower()) for token in NLP.tokenizer(chunk)]
    tokens = analyse(chunk)
    said = [(start, form) for start, form in plain if any(character.isalnum() for character in form)]
    assert list(dict.fromkeys(zip(tokens.starts, tokens.forms, strict=True))) == said


def test_spacy_starts_only_for_stretches_with_signs_inside() -> None:
    import subprocess
    import sys

    talk = "Saya narik (dari pagi), sehari dapat Rp150.000 atau 50rb... HP. teman-teman bilang: “sepi”. Begitu?"
    script = f"import sys; from gigtext.language import analyse; analyse({talk!r}).stems; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_spacy_is_not_imported_with_the_package() -> None:
    import subprocess
    import sys

    script = "import sys, gigtext.language; print('spacy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_the_language_has_our_two_parts_and_no_exceptions() -> None:
    nlp = create_nlp()
    assert nlp.pipe_names == ["gigtext_sentences"]
    assert nlp.tokenizer.rules in (None, {})
