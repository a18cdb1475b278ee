"""The pattern language, by example: pattern, sentences it finds (in brackets), sentences it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.codebook.patterns import PatternError, parse_pattern
from gigtext.codebook.regexes import regex_problem
from gigtext.codebook.rules import compile_rules
from gigtext.language import analyse
from gigtext.records import Code, Codebook, Hit, Pattern

FOUND = [
    ("atur waktu", "Saya bisa [atur waktu] sendiri."),
    ("atur waktu", "bisa [ngatur waktunya] sendiri"),
    ("atur waktu", "waktu itu saya atur"),
    ("atur waktu", "Saya suka atur. Waktu saya banyak."),
    ("=pendapatan", "[Pendapatan] saya naik."),
    ("=pendapatan", "Saya dapat orderan."),
    ("fleksib*", "kerjanya [fleksibel] lah"),
    ("fleksib*", "karena [fleksibilitasnya]"),
    ("atur|tentukan waktu", "bisa [menentukan waktunya] sendiri"),
    ("atur (jam kerja|waktu)", "saya [atur jam kerja] sendiri"),
    ("atur (jam kerja|waktu)", "saya atur jam"),
    ("jam kerja? bebas", "[jam kerja bebas]"),
    ("jam kerja? bebas", "[jamnya bebas]"),
    ("sepi ... bayar", "[sepi sekali, mau bayar] kos susah"),
    ("sepi ... bayar", "sepi sekali bulan ini sampai saya tidak tahu mau bayar"),
    ("sepi ..1 order", "[sepi sekali orderannya]"),
    ("sepi ..1 order", "sepi sekali kak orderannya"),
    ("naik * turun", "[naik terus turun]"),
    ("naik * turun", "naik turun"),
    ("potong # persen", "dia [potong 20 persen]"),
    ("potong # persen", "dia [potong dua puluh persen]"),
    ("potong # persen", "dia potong sekian persen"),
    ("bayar #", "cuma [dibayar 50rb]"),
    ("naik turun", "ORDERAN [NAIK TURUN] 😭"),
    ("naik turun", "“[naik turun]” katanya"),
]


def spans(pattern: Pattern, text: str) -> list[Hit]:
    return compile_rules(Codebook({}, (), (Code("tema", "domain", patterns=(pattern,)),))).match(analyse(text))


@pytest.mark.parametrize(("pattern", "marked"), FOUND)
def test_what_a_pattern_finds(pattern: str, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    found = [text[hit.start : hit.end] for hit in spans(Pattern(pattern), text)]
    expected = [marked[marked.index("[") + 1 : marked.index("]")]] if "[" in marked else []
    assert found == expected


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "empty"),
        ("...", "gap"),
        ("bebas ...", "stands last"),
        ("... bebas", "first"),
        ("(atur waktu", "never closed"),
        ("atur waktu)", ")"),
        ("a ... ... b", "gap"),
        ("* #", "no required word"),
        ("a|b?", "ambiguous"),
        ("a ..99 b", "15"),
    ],
)
def test_what_is_wrong_with_a_pattern(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=r".+") as caught:
        parse_pattern(pattern)
    assert message in str(caught.value)


def test_an_excluding_context_voids_a_hit_in_its_sentence_only() -> None:
    pattern = Pattern("naik turun", unless=("tangga",))
    assert not spans(pattern, "Saya naik turun tangga.")
    assert spans(pattern, "Tangganya tinggi. Pendapatan naik turun.")


def test_a_regular_expression_finds_whole_words_around_its_match() -> None:
    text = "Bayar pakai Q-RIS ya 😀"
    (hit,) = spans(Pattern(r"q-?ris", regex=True), text)
    assert text[hit.start : hit.end] == "Q-RIS"


@pytest.mark.parametrize("expression", ["(a+)+", "(a|aa)*b", "(", "a*", "(x{2,})+"])
def test_dangerous_expressions_are_refused(expression: str) -> None:
    assert ";" in regex_problem(expression)


@pytest.mark.parametrize("expression", [r"q-?ris", r"\d+ ?jt", r"(senin|selasa) sore", r"[a-z]{1,5}\.com"])
def test_harmless_expressions_are_not(expression: str) -> None:
    assert regex_problem(expression) == ""


@given(st.text(alphabet="ab()|?.*#= 123", max_size=25))
def test_any_text_is_a_pattern_or_says_why_not(text: str) -> None:
    try:
        parse_pattern(text)
    except PatternError as error:
        message = str(error)
        assert message
        return
    spans(Pattern(text), "a b ab 12 a b")


@given(
    st.lists(
        st.sampled_from(["atur", "waktu", "sendiri", "naik", "turun", "tidak", ",", ".", "😀", "jam"]), max_size=15
    )
)
def test_hits_lie_inside_the_text_and_begin_and_end_with_a_word(words: list[str]) -> None:
    text = " ".join(words)
    for hit in spans(Pattern("atur|naik ... waktu|turun|jam"), text):
        assert text[hit.start : hit.end].split()[0] in ("atur", "naik")
        assert text[hit.start : hit.end].split()[-1] in ("waktu", "turun", "jam")
