"""Our stemmer gives PySastrawi's stems: dictionary words under every affix, doubled words, and letters at random."""

import random

from hypothesis import given
from hypothesis import strategies as st
from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from gigtext.language.affixes import strip_affixes
from gigtext.language.lexicon import read_lines, roots

ROOTS = roots() - {""}
PLAIN = Stemmer(ArrayDictionary(sorted(ROOTS)))
PREFIXES = [
    "",
    *[
        "di",
        "ke",
        "se",
        "ber",
        "be",
        "bel",
        "ter",
        "te",
        "me",
        "mem",
        "men",
        "meng",
        "menge",
        "meny",
        "memp",
        "per",
        "pe",
        "pel",
        "pem",
        "pen",
        "peng",
        "penge",
        "peny",
        "ku",
        "kau",
    ],
]
SUFFIXES = [
    "",
    *["kan", "an", "i", "nya", "lah", "kah", "pun", "ku", "mu", "annya", "kannya", "kanlah", "isasi", "is", "isme"],
]


def test_the_dictionary_is_pysastrawis_and_ours() -> None:
    assert roots() == frozenset(StemmerFactory().get_words()) | frozenset(read_lines("roots.txt"))


def test_roots_under_every_affix() -> None:
    draw = random.Random(1)
    words = [
        prefix + draw.choice(PREFIXES) + root + suffix
        for root in draw.sample(sorted(root for root in ROOTS if root.isascii() and root.isalpha()), 12)
        for prefix in PREFIXES
        for suffix in SUFFIXES
    ]
    assert [strip_affixes(word, ROOTS) for word in words] == [PLAIN.stem(word) for word in words]


def test_doubled_words() -> None:
    words = [
        "teman-teman",
        "teman-temannya",
        "buku-buku-nya",
        "berbalas-balasan",
        "meniru-nirukan",
        "nikmat-ku",
        "sayur-mayur",
        "a-b",
        "-nya",
        "kerja-",
    ]
    assert [strip_affixes(word, ROOTS) for word in words] == [PLAIN.stem(word) for word in words]


@given(
    st.sampled_from(PREFIXES),
    st.sampled_from(PREFIXES),
    st.text("aeioubkmnprstgly-", max_size=6),
    st.sampled_from(SUFFIXES),
)
def test_letters_at_random(prefix: str, second: str, middle: str, suffix: str) -> None:
    word = (prefix + second + middle + suffix) or "a"
    assert strip_affixes(word, ROOTS) == PLAIN.stem(word)
