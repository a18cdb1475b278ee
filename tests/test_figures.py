"""Figures show the numbers of their tables, whole and readable."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from gigtext import figures
from gigtext.analysis.cooccurrence import cooccurrence
from gigtext.analysis.saturation import saturation
from gigtext.analysis.summaries import summarise
from gigtext.analysis.timelines import timeline_table
from gigtext.errors import InputError
from gigtext.records import Table
from gigtext.store import Results, open_results
from tests.conftest import Run

pytest.importorskip("vl_convert")


@pytest.fixture
def results(study: Path, run: Run) -> Results:
    assert run("code", "transcripts").exit_code == 0
    return open_results(study / "codings")


def rows(table: Table) -> list[dict[str, object]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


def test_bars_are_the_percentages_of_the_summary(results: Results) -> None:
    tables = summarise(results, by=["generation"])
    values = figures.theme_bars(tables)["data"]["values"]
    keys = [column.name.removesuffix("_percent") for column in tables[0].columns if column.name.endswith("_percent")]
    expected = [
        (row["theme"], row[f"{key}_percent"], row[f"{key}_n"]) for t in tables for row in rows(t) for key in keys
    ]
    assert [(value["theme"], value["value"], value["n"]) for value in values] == expected
    assert len({value["group"] for value in values}) == 2


def test_bars_by_informant_are_their_numbers(results: Results) -> None:
    tables = summarise(results, by=["generation"], unit="participant")
    values = figures.theme_bars(tables)["data"]["values"]
    keys = [column.name for column in tables[0].columns if column.name.endswith("_n")]
    assert [value["value"] for value in values] == [row[key] for t in tables for row in rows(t) for key in keys]


def test_the_heat_map_holds_every_pair_twice(results: Results) -> None:
    table = cooccurrence(results, window="interview")[0]
    values = figures.heat_map(table)["data"]["values"]
    found = {(value["a"], value["b"]): value["both"] for value in values}
    assert len(values) == 2 * len(table.rows) > 0
    for row in rows(table):
        assert found[row["theme_a"], row["theme_b"]] == found[row["theme_b"], row["theme_a"]] == row["both"]


def test_two_different_sides_stand_once(results: Results) -> None:
    table = cooccurrence(results, rows="tantangan", columns="faktor_pendorong", window="interview")[0]
    assert len(figures.heat_map(table, crossed=True)["data"]["values"]) == len(table.rows) > 0


def test_the_curve_is_the_saturation_table(results: Results) -> None:
    table = saturation(results)
    values = figures.saturation_curve(table)["data"]["values"]
    assert [{name: value[name] for name in rows(table)[0]} for value in values] == rows(table)


def test_the_timeline_is_what_was_decided(results: Results) -> None:
    table = timeline_table(results, "N1")
    decided = results.database.execute(
        "SELECT count(*) FROM decisions d JOIN passages p ON p.id = d.passage_id "
        "WHERE p.document_id = 'N1.txt' AND p.codable AND d.status IN ('firm', 'suggested')"
    ).fetchone()
    assert decided == (len(table.rows),)
    assert figures.timeline(table)["data"]["values"] == rows(table)
    with pytest.raises(InputError, match='no transcript "N9"'):
        timeline_table(results, "N9")


def test_svg_is_xml_with_whole_theme_names_and_decimal_commas(results: Results) -> None:
    tables = summarise(results, by=["generation"], domain="tantangan")
    svg = figures.as_svg(figures.theme_bars(tables))
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    for row in rows(tables[0]):
        assert str(row["theme"]) in svg


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_figure_is_drawn_in_both_languages(results: Results, lang: str) -> None:
    for spec in (
        figures.theme_bars(summarise(results, lang=lang), lang),
        figures.heat_map(cooccurrence(results, window="interview", lang=lang)[0], lang),
        figures.saturation_curve(saturation(results, lang=lang), lang),
        figures.timeline(timeline_table(results, "N1.txt", lang=lang), lang),
    ):
        png = figures.as_png(spec, lang, 1)
        assert png.startswith(b"\x89PNG")
        assert int.from_bytes(png[16:20]) > 100


@pytest.mark.parametrize(
    ("arguments", "signature"),
    [
        (["themes", "--by", "generation", "-o", "tema.svg"], b"<svg"),
        (["themes", "-o", "tema.png"], b"\x89PNG"),
        (["cooccur", "--rows", "tantangan", "--columns", "faktor_pendorong", "-o", "dekat.svg"], b"<svg"),
        (["saturation", "-o", "jenuh.svg"], b"<svg"),
        (["timeline", "--document", "N1", "-o", "n1.svg"], b"<svg"),
    ],
)
def test_plot_writes_the_file(results: Results, run: Run, arguments: list[str], signature: bytes) -> None:
    assert run("plot", *arguments).exit_code == 0
    assert Path(arguments[-1]).read_bytes().startswith(signature)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["themes", "-o", "tema.gif"], "tema.gif: the suffix names the format"),
        (["timeline", "-o", "n1.svg"], "--document"),
        (["timeline", "--document", "N3", "-o", "n1.svg"], 'no transcript "N3"'),
        (["themes", "--where", "generation=Boomer", "-o", "t.svg"], "Boomer"),
    ],
)
def test_what_cannot_be_drawn_is_told(results: Results, run: Run, arguments: list[str], said: str) -> None:
    done = run("plot", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path(arguments[-1]).exists()
