"""Distinctive words: the two measures against other implementations, the counts against a plain loop."""

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import power_divergence

from gigtext.analysis.keywords import keywords, left_out, log_likelihood, log_odds_z
from gigtext.errors import InputError
from gigtext.language import analyse
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.made_study import Said, write_made_study

TALK = [
    Said("a.txt", 0, "N1", "Saya gabung komunitas, dari komunitas dapat klien.", frozenset(["networking"])),
    Said("a.txt", 1, "N1", "Order naik turun, nggak tentu."),
    Said("a.txt", 2, "N1", "Iya iya komunitas.", codable=False),
    Said("b.txt", 0, "N2", "Komunitas itu penting, teman-teman kasih klien.", frozenset(["networking"])),
    Said("b.txt", 1, "N2", "Kurir kurir kurir, tiap hari kurir 50 kali."),
    Said("c.txt", 0, "N3", "Order sepi, order tidak ada, klien kabur.", suggested=frozenset(["networking"])),
    Said("d.txt", 0, "N4", "Order order order order, komunitas juga."),
]
PEOPLE = {
    "N1": {"generation": "Z", "gender": "Perempuan"},
    "N2": {"generation": "Z", "gender": "Laki-laki"},
    "N3": {"generation": "Milenial", "gender": "Perempuan"},
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_made_study(tmp_path_factory.mktemp("study") / "codings", TALK, PEOPLE)


def rows(table: Table) -> dict[str, dict[str, Cell]]:
    names = [column.name for column in table.columns]
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    return {str(row["word"]): row for row in found}


COUNTS = st.tuples(st.integers(0, 300), st.integers(1, 9000), st.integers(0, 300), st.integers(1, 9000))


class TestMeasures:
    @given(COUNTS)
    def test_log_likelihood_as_scipy_computes_it(self, counts: tuple[int, int, int, int]) -> None:
        n, more, rest, more_rest = counts
        if not n + rest:
            return
        total, total_rest = n + more, rest + more_rest
        expected = [(n + rest) * each / (total + total_rest) for each in (total, total_rest)]
        # scipy's power divergence is 2 Σ O ln(O / E), the formula of Rayson & Garside (2000)
        scipy = power_divergence([n, rest], expected, lambda_="log-likelihood").statistic
        assert log_likelihood(n, total, rest, total_rest) == pytest.approx(scipy, abs=1e-8)

    def test_log_likelihood_by_hand(self) -> None:
        # 12 in 1,000 against 4 in 2,000: expected 5.333 and 10.667
        by_hand = 2 * (12 * math.log(12 / (16 / 3)) + 4 * math.log(4 / (32 / 3)))
        assert log_likelihood(12, 1000, 4, 2000) == pytest.approx(by_hand)
        assert by_hand == pytest.approx(11.616, abs=1e-3)
        assert log_likelihood(5, 1000, 10, 2000) == pytest.approx(0)

    def test_log_odds_as_published_with_another_implementation(self) -> None:
        # the worked example of the `fightin_words` package: two sentences of 9 words, 11 different ones, prior 0.05 each
        assert log_odds_z(0, 9, 1, 9, 0.05, 0.55) == pytest.approx(-0.6894227886807968)
        assert log_odds_z(1, 9, 0, 9, 0.05, 0.55) == pytest.approx(0.6894227886807968)
        assert log_odds_z(1, 9, 1, 9, 0.05, 0.55) == 0

    @given(COUNTS, st.floats(0.01, 5), st.floats(6, 500))
    def test_log_odds_turns_its_sign_with_the_sides(
        self, counts: tuple[int, int, int, int], alpha: float, prior: float
    ) -> None:
        n, more, rest, more_rest = counts
        here, there = (n, n + more), (rest, rest + more_rest)
        z = log_odds_z(*here, *there, alpha, prior)
        assert log_odds_z(*there, *here, alpha, prior) == pytest.approx(-z)


class TestGroups:
    def test_counts_rates_and_people(self, results: Results) -> None:
        milenial, z = keywords(results, by="generation")
        assert "Gen Z" in z.title
        word = rows(z)["komunitas"]
        assert (word["n"], word["rest"], word["people"], word["mark"]) == (3, 0, 2, "")
        kurir = rows(z)["kurir"]
        assert (kurir["n"], kurir["people"], kurir["mark"]) == (4, 1, "satu informan")
        assert "order" in rows(milenial)
        assert "order" not in rows(z)

    def test_every_number_as_a_plain_loop_gives_it(self, results: Results) -> None:
        ours, theirs, people = Counter[str](), Counter[str](), {"N1": 0, "N2": 0, "N3": 0}
        for said in TALK:
            if said.codable and said.who in PEOPLE:
                words = [
                    word
                    for word in analyse(said.text).words
                    if len(word) > 1 and word.isalpha() | ("-" in word) and word not in left_out()
                ]
                (ours if PEOPLE[said.who]["generation"] == "Z" else theirs).update(words)
                people[said.who] += len(words)
        prior = sum(people.values()) / 3
        _, z = keywords(results, by="generasi")
        total, total_rest = ours.total(), theirs.total()
        assert f"({total} kata)" in z.title
        expected = []
        for word, n in ours.items():
            rest = theirs[word]
            if n < 2 or n / total <= rest / total_rest:
                continue
            alpha = prior * (n + rest) / (total + total_rest)
            odds = (n + alpha) / (total + prior - n - alpha)
            odds_rest = (rest + alpha) / (total_rest + prior - rest - alpha)
            score = math.log(odds / odds_rest) / math.sqrt(1 / (n + alpha) + 1 / (rest + alpha))
            expected.append((word, n, rest, 1000 * n / total, 1000 * rest / total_rest, score))
        expected.sort(key=lambda row: (-row[-1], row[0]))
        found = [
            (row["word"], row["n"], row["rest"], row["rate"], row["rate_rest"], row["z"]) for row in rows(z).values()
        ]
        assert [row[:3] for row in found] == [row[:3] for row in expected]
        for row, wanted in zip(found, expected, strict=True):
            assert row[3:] == pytest.approx(wanted[3:])

    def test_who_has_no_value_takes_no_part(self, results: Results) -> None:
        milenial, _ = keywords(results, by="generation")
        assert rows(milenial)["order"]["n"] == 2  # N4's four are not counted
        assert any("N4" in note for note in milenial.notes)

    def test_function_words_numbers_and_back_channel_never_count(self, results: Results) -> None:
        for table in keywords(results, by="participant", count=1000):
            assert not {"saya", "itu", "juga", "tiap", "50", "iya", "dua"} & rows(table).keys()

    def test_count_and_theme_narrow(self, results: Results) -> None:
        (_, table) = keywords(results, by="participant", theme="networking", count=1, lang="en")
        assert len(table.rows) <= 1
        assert any("Only passages of the theme" in note for note in table.notes)

    def test_one_group_has_nothing_to_be_compared_with(self, results: Results) -> None:
        with pytest.raises(InputError, match="only 1 group speaks here"):
            keywords(results, by="generation", where=["generation=Z"])

    def test_unknown_attribute(self, results: Results) -> None:
        with pytest.raises(InputError, match="did you mean"):
            keywords(results, by="generasy")


class TestThemes:
    def test_a_theme_against_all_other_passages(self, results: Results) -> None:
        (table,) = keywords(results, by="theme")
        word = rows(table)["komunitas"]
        assert (word["group"], word["n"], word["rest"], word["people"]) == (
            "networking",
            3,
            1,
            2,
        )  # a suggestion is not firm
        assert (rows(table)["klien"]["n"], rows(table)["klien"]["rest"]) == (2, 1)

    def test_a_theme_nobody_speaks_of_is_an_empty_table(self, results: Results) -> None:
        (table,) = keywords(results, by="tema", theme="intensi")
        assert table.rows == ()


def test_words_lengthened_and_emoji_do_no_harm(tmp_path: Path) -> None:
    said = [
        Said("a.txt", 0, "N1", "Sepiiiii bangeeet 😭😭 sepi\r\nsepi"),
        Said("b.txt", 0, "N2", "Ramai, ramai terus 👍🏽"),
    ]
    results = write_made_study(tmp_path / "codings", said, {"N1": {"gender": "P"}, "N2": {"gender": "L"}})
    tables = keywords(results, by="gender")
    assert {next(iter(rows(table)), "") for table in tables} == {"sepi", "ramai"}
