"""Concordance: hits as the codebook's rules find them, with the words around them."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.analysis.concordance import _left, _right, kwic
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.made_study import Said, write_made_study
from tests.small_study import write_small_study


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def cells(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


class TestHits:
    def test_the_pattern_language_of_the_codebook(self, results: Results) -> None:
        (hit,) = cells(kwic(results, "waktu ... (atur|kelola) sendiri"))
        assert (hit["left"], hit["hit"], hit["right"]) == ("", "Waktunya bebas, saya atur sendiri", ".")
        assert (hit["who"], hit["place"], hit["codes"]) == ("N1", "a.txt, baris 1", "Fleksibilitas dan otonomi")

    def test_offsets_count_code_points_into_the_passage(self, results: Results) -> None:
        hits = cells(kwic(results, "tidak (tentu|pasti)"))
        text = {"a.txt:1.0": "Order naik turun 😭 tidak tentu.", "b.txt:1.0": "Sepi terus, uangnya tidak pasti."}
        assert [text[str(hit["passage"])][int(str(hit["start"])) : int(str(hit["end"]))] for hit in hits] == [
            "tidak tentu",
            "tidak pasti",
        ]

    def test_what_is_denied_is_marked(self, results: Results) -> None:
        table = kwic(results, "stigma", lang="en")
        (hit,) = cells(table)
        assert hit["mark"] == "denied"
        assert table.notes[0] == "1 hits in 1 passages of 1 informants; 1 of them denied."

    def test_what_is_not_codable_is_not_searched(self, results: Results) -> None:
        assert kwic(results, "iya").rows == ()

    def test_only_firm_themes_are_named(self, results: Results) -> None:
        (hit,) = cells(kwic(results, "order"))
        assert hit["codes"] == "Pendapatan tidak pasti"  # persaingan_ketat is only suggested there
        (hit,) = cells(kwic(results, "kopi"))
        assert hit["codes"] == ""

    def test_where_and_limit(self, results: Results) -> None:
        assert [hit["who"] for hit in cells(kwic(results, "saya", where=["gender=Laki-laki"]))] == ["N2", "N4"]
        table = kwic(results, "saya", limit=1)
        assert len(table.rows) == 1
        assert any("1 pertama" in note for note in table.notes)
        assert table.notes[0].startswith("4 temuan")

    @pytest.mark.parametrize(
        ("pattern", "message"),
        [
            ("bebas ...", "pattern `bebas ...`: a gap .* stands last; remove it"),
            ("(atur waktu", "`\\(` at character 1 is never closed; add"),
            ("", "the pattern is empty; write at least one word"),
            ("* ...", "stands last"),
            ("sendiri?", "every part of the pattern is optional"),
            ("😀", "is no word"),
        ],
    )
    def test_a_bad_pattern_is_told_with_place_and_fix(self, results: Results, pattern: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            kwic(results, pattern)

    def test_a_codebook_of_topics_denies_nothing(self, tmp_path: Path) -> None:
        codebook = b"""\
title: {id: Topik}
denials: coded
domains:
  d:
    label: {id: D}
    codes:
      wifi:
        label: {id: Wifi}
        definition: {id: Bicara tentang wifi}
        patterns: [{match: wifi}]
"""
        said = [Said("a.txt", 0, "N1", "Tidak ada wifi di sini, Kak.")]
        (hit,) = cells(kwic(write_made_study(tmp_path / "codings", said, codebook=codebook), "wifi"))
        assert hit["mark"] == ""


class TestContext:
    def test_cut_at_words(self) -> None:
        text = "Saya mulai jam lima pagi, lalu antar anak dulu ke sekolah."
        at = text.index("antar")
        assert _left(text, at, 12) == "…pagi, lalu"
        assert _right(text, at + 5, 11) == "anak dulu…"
        assert _right(text, at + 5, 12) == "anak dulu ke…"
        assert _left(text, at, 100) == text[: at - 1]
        assert _right(text, at + 5, 100) == "anak dulu ke sekolah."

    @given(st.text("ab \n\t😭,"), st.integers(0, 60), st.integers(1, 30))
    def test_never_longer_than_asked_and_always_from_the_text(self, text: str, at: int, width: int) -> None:
        at = min(at, len(text))
        left, right = _left(text, at, width), _right(text, at, width)
        assert len(left) <= width + 1
        assert len(right) <= width + 1
        assert " ".join(text[:at].split()).endswith(left.removeprefix("…"))
        assert " ".join(text[at:].split()).startswith(right.removesuffix("…"))


def test_ten_thousand_passages_are_searched_in_seconds(tmp_path: Path) -> None:
    sentence = "Hari ke-{n} saya narik dari pagi sampai malam, order naik turun, penghasilannya tidak menentu, teman saling bantu."
    said = [Said(f"w{n // 250}.txt", n, f"N{n // 250}", sentence.format(n=n)) for n in range(10_000)]
    results = write_made_study(tmp_path / "codings", said)
    start = time.perf_counter()
    table = kwic(results, "penghasilan ..2 (menentu|pasti)")
    assert time.perf_counter() - start < 10
    assert len(table.rows) == 10_000
