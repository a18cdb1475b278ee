"""Counts by group as a reader would make them by hand, the tests on them, and what the notes promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy import stats

from gigtext.analysis import statistics
from gigtext.analysis.crosstab import crosstab
from gigtext.analysis.statistics import compare
from gigtext.analysis.summaries import summarise
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.analysis.groups_study import Person, write_groups_study
from tests.small_study import write_small_study

INCOME, STIGMA, NETWORK, FREEDOM = (
    "pendapatan_tidak_pasti",
    "persepsi_stigma",
    "networking",
    "fleksibilitas_otonomi",
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """20 of Gen Z, 20 Millennials, 2 of no known generation; income 15 and 5 of 20, stigma 4 and 1, work network all 40.

    The first Z speaks of income in ten passages of two transcripts.
    """
    people: list[Person] = []
    for group, income, stigma in (("Z", 15, 4), ("Milenial", 5, 1)):
        for i in range(20):
            codes = [NETWORK] + [INCOME] * (i < income) + [STIGMA] * (i < stigma)
            said = [(f"{group}{i}.txt", codes), (f"{group}{i}.txt", [])]
            if (group, i) == ("Z", 0):
                said += [("again.txt", [INCOME])] * 9
            people.append((f"{group}{i}", {"generation": group}, said))
    people += [(f"X{i}", {"gender": "Perempuan"}, [("x.txt", [INCOME, NETWORK])]) for i in range(2)]
    return write_groups_study(tmp_path_factory.mktemp("large") / "codings", people)


def row(tables: list[Table], code: str, key: str = "code") -> dict[str, Cell]:
    for table in tables:
        names = [column.name for column in table.columns]
        for each in table.rows:
            cells = dict(zip(names, each, strict=True))
            if cells[key] == code:
                return cells
    raise AssertionError(f"no row {code}")


class TestCounts:
    def test_by_passage_and_by_participant(self, small: Results) -> None:
        income = row(crosstab(small, by=["generation"]), INCOME)
        assert (income["Z_n"], income["Z_percent"], income["Z_participants"]) == (2, 50.0, 2)
        assert (income["Milenial_n"], income["Milenial_participants"]) == (1, 1)
        assert (income["missing_n"], income["missing_participants"]) == (0, 0)

    def test_k_of_n_in_the_heading_and_no_percentage_of_few_people(self, small: Results) -> None:
        (table,) = crosstab(small, by=["generation"], domain="tantangan")
        headings = {column.name: column.heading for column in table.columns}
        assert headings["Z_participants"] == "informan (dari 2)"
        assert "Z_participants_percent" not in headings

    def test_percentages_of_participants_from_twenty_on(self, large: Results) -> None:
        income = row(crosstab(large, by=["generation"]), INCOME)
        assert (income["Z_participants"], income["Z_participants_percent"]) == (15, 75.0)
        assert income["missing_participants_percent"] is None  # N = 2

    def test_a_person_in_two_transcripts_counts_once(self, large: Results) -> None:
        income = row(crosstab(large, by=["generation"]), INCOME)
        assert (income["Z_n"], income["Z_participants"]) == (24, 15)

    @pytest.mark.parametrize("by", [["generation"], ["generation", "gender"], ["document"], ["participant"]])
    @pytest.mark.parametrize("level", ["theme", "domain"])
    def test_the_numbers_are_those_of_summarize(self, large: Results, by: list[str], level: str) -> None:
        ours = crosstab(large, by=by, level=level, test=True)  # type: ignore[arg-type]
        theirs = summarise(large, by=by, level=level)  # type: ignore[arg-type]
        assert [table.title for table in ours] == [table.title for table in theirs]
        for mine, other in zip(ours, theirs, strict=True):
            names = [column.name for column in mine.columns]
            for name in (column.name for column in other.columns):
                at, there = names.index(name), [column.name for column in other.columns].index(name)
                assert [cells[at] for cells in mine.rows] == [cells[there] for cells in other.rows]

    def test_where_and_domain(self, small: Results) -> None:
        tables = crosstab(small, by=["gender"], where=["generation=Z"], domain="tantangan")
        assert len(tables) == 1
        assert row(tables, INCOME)["Perempuan_n"] == 1
        assert any("generation=Z" in note for note in tables[0].notes)

    def test_no_tests_unless_asked_for(self, small: Results) -> None:
        (table,) = crosstab(small, by=["generation"], domain="tantangan")
        assert {column.name for column in table.columns}.isdisjoint({"p", "statistic", "v"})

    def test_english(self, small: Results) -> None:
        (table,) = crosstab(small, by=["generation"], domain="faktor", test=True, lang="en")
        assert table.title == "Driving factors by Generation"
        assert "informants (of 2)" in {column.heading for column in table.columns}
        assert row([table], FREEDOM)["test"] == "exact"


class TestTests:
    def test_chi2_where_expected_counts_allow(self, large: Results) -> None:
        income = row(crosstab(large, by=["generation"], test=True), INCOME)
        assert income["test"] == "χ²"
        assert income["statistic"] == pytest.approx(10.0)  # 40 · (15·15 - 5·5)² / 20⁴
        assert income["p"] == pytest.approx(stats.chi2.sf(10, 1))
        assert income["v"] == pytest.approx(0.5)
        assert 0 < income["v_low"] < 0.5 < income["v_high"] < 1  # type: ignore[operator]

    def test_exact_where_they_do_not(self, large: Results) -> None:
        stigma = row(crosstab(large, by=["generation"], test=True), STIGMA)
        assert (stigma["test"], stigma["statistic"]) == ("eksak", None)
        assert stigma["p"] == pytest.approx(stats.fisher_exact([[4, 1], [16, 19]]).pvalue)

    def test_a_theme_of_everybody_or_nobody_has_no_test(self, large: Results) -> None:
        tables = crosstab(large, by=["generation"], test=True)
        for code in (NETWORK, "saran_asosiasi"):
            cells = row(tables, code)
            assert [cells[name] for name in ("test", "statistic", "p", "p_corrected", "v", "v_low", "v_high")] == [
                None
            ] * 7
        assert "Tanpa uji: 22 tema yang tidak disebut siapa pun atau disebut semua." in tables[0].notes

    def test_holm_over_all_domains(self, large: Results) -> None:
        tables = crosstab(large, by=["generation"], test=True)
        income, stigma = row(tables, INCOME), row(tables, STIGMA)
        assert income["p_corrected"] == pytest.approx(2 * income["p"])  # type: ignore[operator]
        assert stigma["p_corrected"] == stigma["p"]
        assert any("Holm (1979) atas semua 2 tema" in note for note in tables[0].notes)
        assert all(table.notes == tables[0].notes for table in tables)

    def test_a_smaller_call_corrects_for_fewer(self, large: Results) -> None:
        (table,) = crosstab(large, by=["generation"], domain="strategi", test=True)
        assert not any("Holm" in note for note in table.notes)
        assert any("Tanpa uji: 5 tema" in note for note in table.notes)

    def test_benjamini_hochberg_and_none(self, large: Results) -> None:
        income = row(crosstab(large, by=["generation"], test=True, correction="bh"), INCOME)
        assert income["p_corrected"] == pytest.approx(2 * income["p"])  # type: ignore[operator]
        tables = crosstab(large, by=["generation"], test=True, correction="none")
        assert "p_corrected" not in {column.name for column in tables[0].columns}
        assert row(tables, INCOME)["p"] == income["p"]
        assert any("tidak dikoreksi" in note for note in tables[0].notes)

    def test_missing_values_are_left_out_and_counted(self, large: Results) -> None:
        tables = crosstab(large, by=["generation"], test=True)
        assert row(tables, INCOME)["missing_participants"] == 2
        (note,) = [note for note in tables[0].notes if note.startswith("Uji per informan")]
        assert "n = 40 informan dalam 2 kelompok (Milenial: 20, Gen Z: 20); 2 informan tidak diikutkan" in note

    def test_by_passage_with_a_warning(self, large: Results) -> None:
        tables = crosstab(large, by=["generation"], test=True, unit="passage")
        expected = compare([24, 5], [49, 40])
        assert expected is not None
        assert row(tables, INCOME)["p"] == pytest.approx(expected.p)
        (note,) = [note for note in tables[0].notes if note.startswith("Peringatan: diuji per petikan")]
        assert "n = 89 petikan" in note
        assert "2 petikan tidak diikutkan" in note

    def test_crossed_attributes_miss_a_person_who_lacks_one(self, tmp_path: Path) -> None:
        people: list[Person] = [
            (f"N{i}", {"generation": "Z", "gender": gender}, [("a.txt", [INCOME] * (i % 2))])
            for i, gender in enumerate(["Perempuan", "Perempuan", "Laki-laki", "Laki-laki"])
        ]
        people.append(("N9", {"gender": "Perempuan"}, [("a.txt", [])]))
        results = write_groups_study(tmp_path / "codings", people)
        (table,) = crosstab(results, by=["generation", "gender"], domain="tantangan", test=True)
        assert row([table], INCOME)["p"] == 1.0
        assert any("n = 4 informan dalam 2 kelompok" in note and "; 1 informan tidak" in note for note in table.notes)

    def test_the_same_for_whole_domains(self, large: Results) -> None:
        (table,) = crosstab(large, by=["generation"], level="domain", test=True)
        hard = row([table], "tantangan", "domain")
        assert (hard["Z_participants"], hard["Milenial_participants"]) == (15, 5)
        assert hard["p_corrected"] == hard["p"]
        assert any("atas semua 1 domain" in note for note in table.notes)

    def test_marks_stand_beside_the_tests(self, small: Results) -> None:
        tables = crosstab(small, by=["generation"], test=True)
        assert row(tables, "fleksibilitas_otonomi")["mark"] == "lemah"
        assert row(tables, INCOME)["mark"] == ""
        assert any(note.startswith("lemah = ketepatan terukur di bawah 0,5") for note in tables[0].notes)

    def test_random_tables_are_named(self, large: Results, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(statistics, "MOST_TABLES", 2)
        tables = crosstab(large, by=["generation"], test=True)
        assert row(tables, STIGMA)["test"] == "eksak, simulasi"
        assert any("20000 tabel acak" in note for note in tables[0].notes)

    def test_whether_anybody_reviewed_stands_last(self, small: Results) -> None:
        assert "belum diperiksa" in crosstab(small, by=["generation"], test=True)[0].notes[-1]


class TestNothingToCompare:
    @pytest.mark.parametrize(
        ("by", "where", "said"),
        [
            (["generation"], ["generation=Z"], "kurang dari dua kelompok"),
            (["participant"], [], "setiap kelompok hanya berisi satu informan"),
            (["document"], [], "lebih dari satu kelompok"),
        ],
    )
    def test_no_test_and_why(self, large: Results, by: list[str], where: list[str], said: str) -> None:
        tables = crosstab(large, by=by, where=where, domain="tantangan", test=True)
        assert all(row(tables, code)["p"] is None for code in (INCOME, STIGMA))
        assert sum(said in note for note in tables[0].notes) == 1

    def test_a_group_of_one_is_named(self, small: Results) -> None:
        (table,) = crosstab(small, by=["generation"], domain="faktor", test=True)
        assert row([table], FREEDOM)["p"] == pytest.approx(1.0)
        assert any(note.startswith("Kelompok dengan satu informan saja: Milenial.") for note in table.notes)

    def test_a_group_without_passages_takes_no_part_by_passage(self, tmp_path: Path) -> None:
        people: list[Person] = [
            ("N1", {"generation": "Z"}, [("a.txt", [INCOME]), ("a.txt", [])]),
            ("N2", {"generation": "Milenial"}, [("b.txt", [])]),
            ("N3", {"generation": "Milenial"}, []),
        ]
        (table,) = crosstab(
            write_groups_study(tmp_path / "codings", people),
            by=["generation"],
            domain="tantangan",
            test=True,
            unit="passage",
        )
        assert row([table], INCOME)["p"] == 1.0

    def test_one_participant(self, tmp_path: Path) -> None:
        results = write_groups_study(tmp_path / "codings", [("N1", {"generation": "Z"}, [("a.txt", [INCOME])])])
        tables = crosstab(results, by=["generation"], test=True)
        assert row(tables, INCOME)["Z_participants"] == 1
        assert row(tables, INCOME)["p"] is None

    def test_nobody_at_all(self, tmp_path: Path) -> None:
        results = write_groups_study(tmp_path / "codings", [])
        tables = crosstab(results, by=["participant"], test=True)
        assert row(tables, INCOME)["p"] is None
        assert "kurang dari dua kelompok" in "".join(tables[0].notes)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"by": []}, "no attribute to compare by"),
            ({"by": ["generatoin"]}, 'did you mean "generation"?'),
            ({"by": ["generation"], "domain": "tantang"}, "did you mean tantangan"),
        ],
    )
    def test_what_is_not_there(self, small: Results, options: dict[str, list[str]], message: str) -> None:
        with pytest.raises(InputError) as caught:
            crosstab(small, **options)  # type: ignore[arg-type]
        assert message in str(caught.value)
