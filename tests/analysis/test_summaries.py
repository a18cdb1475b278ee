"""Every number of the theme tables and summaries, counted by hand in `tests.small_study`."""

from pathlib import Path

import pytest

from gigtext.analysis.summaries import foot, summarise, theme_tables
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.store import Results
from tests.small_study import write_small_study


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def row(table: Table, code: str, key: str = "code") -> dict[str, Cell]:
    names = [column.name for column in table.columns]
    for each in table.rows:
        cells = dict(zip(names, each, strict=True))
        if cells[key] == code:
            return cells
    raise AssertionError(f"no row {code} in {table.title}")


class TestThemeTables:
    def test_findings_and_advice_have_tables_of_their_own(self, results: Results) -> None:
        findings, advice = theme_tables(results)
        assert len(findings.rows) == 18
        assert len(advice.rows) == 6
        assert advice.title == "Harapan dan saran informan"
        assert next(iter(findings.sections.values())) == "Faktor pendorong"

    def test_one_denominator_everywhere(self, results: Results) -> None:
        findings, advice = theme_tables(results)
        income = row(findings, "pendapatan_tidak_pasti")
        assert (income["firm"], income["suggested"], income["participants"]) == (3, 0, 3)
        assert income["share"] == pytest.approx(100 * 3 / 8)  # eight codable passages
        assert row(advice, "saran_asosiasi")["share"] == pytest.approx(100 / 8)

    def test_suggested_stands_beside_and_denied_counts_nowhere(self, results: Results) -> None:
        findings, _ = theme_tables(results)
        assert row(findings, "persaingan_ketat")["suggested"] == 1
        assert row(findings, "persaingan_ketat")["firm"] == 0
        stigma = row(findings, "persepsi_stigma")
        assert (stigma["firm"], stigma["suggested"], stigma["participants"]) == (0, 0, 0)

    @pytest.mark.parametrize(
        ("code", "mark"),
        [
            ("pendapatan_tidak_pasti", ""),
            ("fleksibilitas_otonomi", "lemah"),
            ("saran_asosiasi", "belum teruji"),
            ("networking", "belum teruji"),
        ],
    )
    def test_marks(self, results: Results, code: str, mark: str) -> None:
        tables = theme_tables(results)
        found = [each for table in tables for each in table.rows if each[1] == code]
        assert [cells[-1] for cells in found] == [mark]

    def test_domains_count_a_passage_once(self, results: Results) -> None:
        findings, _ = theme_tables(results, level="domain")
        hard = row(findings, "tantangan", "domain")
        assert (hard["firm"], hard["suggested"], hard["participants"]) == (3, 1, 3)

    def test_the_foot_says_what_a_reader_must_know(self, results: Results) -> None:
        lines = "\n".join(foot(results, command="gigtext summarize"))
        assert "belum diperiksa" in lines
        assert "0,55 (155 kode diuji)" in lines  # (0.6·100 + 0.4·50 + 1·5) / 155
        assert "8 petikan dari 4 informan dalam 2 transkrip" in lines
        assert "1 jawaban singkat" in lines
        assert "Tanpa tema: 3 petikan (38 %)" in lines
        assert "c.pdf (PDF is not read; save it as .docx)" in lines
        assert lines.endswith("gigtext summarize")

    def test_english(self, results: Results) -> None:
        findings, _advice = theme_tables(results, lang="en")
        assert row(findings, "persepsi_stigma")["theme"] != row(theme_tables(results)[0], "persepsi_stigma")["theme"]
        assert "not yet reviewed" in foot(results, lang="en")[0]


class TestSummarise:
    def test_groups_side_by_side_with_their_own_denominators(self, results: Results) -> None:
        tables = summarise(results, by=["generation"])
        assert len(tables) == 5
        income = row(tables[2], "pendapatan_tidak_pasti")
        assert (income["Z_n"], income["Z_participants"]) == (2, 2)
        assert income["Z_percent"] == pytest.approx(100 * 2 / 4)
        assert (income["Milenial_n"], income["Milenial_percent"]) == (1, pytest.approx(100 / 3))

    def test_missing_values_are_a_group_of_their_own_with_the_reason(self, results: Results) -> None:
        tables = summarise(results, by=["generation"])
        assert [column.name for column in tables[0].columns[3:]][-1] == "missing_participants"
        assert any("N4" in note and "without interview date" in note for note in tables[0].notes)

    def test_group_sizes_stand_in_the_header(self, results: Results) -> None:
        headings = {column.group for column in summarise(results, by=["generation"])[0].columns}
        assert "Gen Z\nN=2\n4 petikan" in headings
        assert "tidak diketahui\nN=1\n1 petikan" in headings

    @pytest.mark.parametrize("name", ["generation", "generasi", "Generasi", "GENERATION"])
    def test_attributes_by_any_of_their_names(self, results: Results, name: str) -> None:
        assert summarise(results, by=[name]) == summarise(results, by=["generation"])

    def test_crossed(self, results: Results) -> None:
        tables = summarise(results, by=["generation", "gender"])
        income = row(tables[2], "pendapatan_tidak_pasti")
        assert income["Z/Perempuan_n"] == 1
        assert income["Z/Laki-laki_n"] == 1

    @pytest.mark.parametrize("condition", ["generation=Z", "generasi = Gen Z", "generation=zilenial"])
    def test_where(self, results: Results, condition: str) -> None:
        (table,) = summarise(results, where=[condition], domain="tantangan")
        income = row(table, "pendapatan_tidak_pasti")
        assert (income["all_n"], income["all_participants"]) == (2, 2)
        assert any("generation=Z" in note for note in table.notes)

    def test_where_not(self, results: Results) -> None:
        (table,) = summarise(results, where=["generation!=Z"], domain="tantangan")
        assert row(table, "pendapatan_tidak_pasti")["all_n"] == 1

    def test_participants_as_unit_without_percentages_of_tiny_groups(self, results: Results) -> None:
        (table,) = summarise(results, by=["generation"], unit="participant", domain="tantangan")
        assert [column.name for column in table.columns[3:]] == ["Milenial_n", "Z_n", "missing_n"]
        assert row(table, "pendapatan_tidak_pasti")["Z_n"] == 2

    def test_level_domain(self, results: Results) -> None:
        (table,) = summarise(results, level="domain", by=["generation"])
        assert [cells[0] for cells in table.rows] == ["faktor", "keberhasilan", "tantangan", "strategi", "saran"]
        assert row(table, "tantangan", "domain")["Z_n"] == 2

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (
                {"by": ["generatoin"]},
                'unknown attribute "generatoin" (did you mean "generation"?); the participants have: ',
            ),
            ({"domain": "tantang"}, "did you mean tantangan, strategi?"),
            ({"where": ["generation"]}, "not of the form attribute=value"),
            ({"where": ["generation=X"]}, "no participant has this value; there are: Milenial, Z"),
        ],
    )
    def test_what_is_not_there(self, results: Results, options: dict[str, list[str]], message: str) -> None:
        with pytest.raises(InputError) as caught:
            summarise(results, **options)  # type: ignore[arg-type]
        assert message in str(caught.value)


def test_high_coverage_warns(tmp_path: Path) -> None:
    results = write_small_study(tmp_path / "codings")
    assert not any("Peringatan" in line for line in foot(results))  # five of eight passages: too few to say
