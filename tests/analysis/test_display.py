"""The joint display: the same numbers as the cross-tabulation, and every group's voices under them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gigtext.analysis.crosstab import crosstab
from gigtext.analysis.display import joint_display
from gigtext.errors import InputError
from gigtext.records import Cell, Table
from gigtext.render import as_csv, as_markdown
from gigtext.store import Results
from tests.analysis.groups_study import Person, write_groups_study
from tests.small_study import write_small_study

INCOME = "pendapatan_tidak_pasti"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


@pytest.fixture
def income(small: Results) -> Table:
    return voices(joint_display(small, by=["generation"], domain="tantangan"), INCOME)


def voices(tables: list[Table], code: str) -> Table:
    (found,) = [table for table in tables if is_voices(table) and table.rows[0][1] == code]
    return found


def is_voices(table: Table) -> bool:
    return any(column.kind == "quotation" for column in table.columns)


def column(table: Table, name: str) -> list[Cell]:
    at = [each.name for each in table.columns].index(name)
    return [row[at] for row in table.rows]


@pytest.mark.parametrize("test", [False, True])
def test_the_numbers_are_the_cross_tabulation(small: Results, test: bool) -> None:
    shown = [table for table in joint_display(small, by=["generation"], test=test) if not is_voices(table)]
    plain = crosstab(small, by=["generation"], test=test)
    assert [(table.title, table.columns, table.rows) for table in shown] == [
        (table.title, table.columns, table.rows) for table in plain
    ]
    for mine, other in zip(shown, plain, strict=True):
        assert set(other.notes) < set(mine.notes)


def test_a_theme_stands_after_the_numbers_of_its_domain(small: Results) -> None:
    titles = [table.title for table in joint_display(small, by=["generation"])]
    assert titles[titles.index("Tantangan menurut Generasi") :] == [
        "Tantangan menurut Generasi",
        "Petikan: Pendapatan tidak pasti menurut Generasi",
        "Petikan: Persepsi dan stigma menurut Generasi",
        "Strategi menurut Generasi",
        "Harapan dan saran informan menurut Generasi",
        "Petikan: Saran: asosiasi pekerja gig menurut Generasi",
    ]


def test_sections_are_the_groups_in_their_order(income: Table) -> None:
    assert list(income.sections.values()) == [
        "Milenial (N=1, 3 petikan): n = 1",
        "Gen Z (N=2, 4 petikan): n = 2",
    ]
    assert list(income.sections) == [0, 1]
    assert column(income, "group") == ["Milenial", "Z", "Z"]


def test_who_said_it_where_and_whether_it_is_typical(income: Table) -> None:
    assert column(income, "participant")[0] == "N3, Milenial, Perempuan"
    assert column(income, "place")[0] == "b.txt, giliran 2, baris 2"
    assert column(income, "kind") == ["khas"] * 3
    start, end = map(int, str(column(income, "evidence")[0]).split("-"))
    assert str(column(income, "quotation")[0])[start:end] == "Sepi terus"


def test_a_group_without_a_quotation_is_named(income: Table) -> None:
    assert income.notes == ("Pendapatan tidak pasti: tanpa petikan dari tidak diketahui.",)


def test_a_contrary_voice_is_shown_and_not_counted(small: Results) -> None:
    tables = joint_display(small, by=["generation"], domain="tantangan")
    stigma = voices(tables, "persepsi_stigma")
    assert column(stigma, "kind") == ["menyangkal"]
    assert column(stigma, "voice") == ["contrary"]
    assert list(stigma.sections.values()) == ["Milenial (N=1, 3 petikan): n = 0"]


def test_two_typical_ones_of_two_people_before_a_second_of_one(tmp_path: Path) -> None:
    people: list[Person] = [
        ("N1", {"generation": "Z"}, [("a.txt", [INCOME])] * 5),
        ("N2", {"generation": "Z"}, [("b.txt", [INCOME])]),
        ("N3", {"generation": "Milenial"}, [("c.txt", [INCOME])] * 3),
    ]
    results = write_groups_study(tmp_path / "codings", people)
    table = voices(joint_display(results, by=["generation"]), INCOME)
    assert column(table, "participant_id") == ["N3", "N3", "N1", "N2"]
    one = voices(joint_display(results, by=["generation"], quotations=1), INCOME)
    assert column(one, "participant_id") == ["N3", "N1"]


def test_crossed_by_document_and_filtered(small: Results) -> None:
    crossed = voices(joint_display(small, by=["generation", "gender"], domain="tantangan"), INCOME)
    assert column(crossed, "group") == ["Milenial/Perempuan", "Z/Perempuan", "Z/Laki-laki"]
    by_file = voices(joint_display(small, by=["document"], domain="tantangan"), INCOME)
    assert column(by_file, "group") == ["a.txt", "a.txt", "b.txt"]
    only = voices(joint_display(small, by=["generation"], where=["gender=L"], domain="tantangan"), INCOME)
    assert column(only, "participant_id") == ["N2"]


def test_in_markdown_and_csv(small: Results) -> None:
    tables = joint_display(small, by=["generation"], domain="tantangan", lang="en")
    text = as_markdown(tables)
    assert "### Gen Z (N=2, 4 passages): n = 2" in text
    assert "> Order naik turun 😭 tidak tentu." in text
    assert "> — contrary; N3, Millennials, Female; b.txt, turn 1, line 1" in text
    numbers, quotes = as_csv(tables).split("\n\n")
    assert numbers.startswith("domain,code,theme,Milenial_n,")
    assert quotes.startswith("group,code,voice,passage,")
    assert len(quotes.splitlines()) == 5  # one header for all themes


def test_nothing_coded(tmp_path: Path) -> None:
    results = write_groups_study(tmp_path / "codings", [("N1", {"generation": "Z"}, [("a.txt", [])])])
    assert not any(is_voices(table) for table in joint_display(results, by=["generation"], test=True))


def test_without_an_attribute(small: Results) -> None:
    with pytest.raises(InputError, match="no attribute to compare by"):
        joint_display(small, by=[])
