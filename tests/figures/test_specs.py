"""What a figure shows is what its table says."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.analysis.cooccurrence import cooccurrence
from gigtext.analysis.saturation import saturation
from gigtext.analysis.summaries import summarise
from gigtext.analysis.timeline import timeline
from gigtext.errors import InputError
from gigtext.figures import specs
from gigtext.records import Column, Table
from gigtext.store import Results
from gigtext.wording import pick
from tests.small_study import write_small_study


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def cells(table: Table) -> list[dict[str, Any]]:
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def plots(spec: specs.Spec) -> list[specs.Spec]:
    return spec.get("vconcat", [spec])


def grouped(values: list[list[int]]) -> Table:
    """A table as `summarise` makes it: one row per theme, the numbers of its groups."""
    groups = [f"g{at}" for at in range(len(values[0]))]
    columns = [Column("domain", "domain", "key"), Column("code", "code", "key"), Column("theme", "tema")]
    for name in groups:
        above = f"Kelompok {name}\nN=3\n9 petikan"
        columns += [
            Column(f"{name}_n", "n", "count", above),
            Column(f"{name}_participants", "informan", "count", above),
        ]
    rows = [["d", f"c{at}", "Tema", *(cell for n in row for cell in (n, 1))] for at, row in enumerate(values)]
    return Table("Domain", tuple(columns), tuple(rows))


class TestThemeBars:
    @pytest.mark.parametrize(("measure", "suffix"), [("count", "_n"), ("percent", "_percent")])
    def test_the_bars_are_the_cells(self, results: Results, measure: specs.Measure, suffix: str) -> None:
        tables = summarise(results, by=["generation"])
        drawn = plots(specs.theme_bars(*tables, measure=measure))
        assert [plot["title"]["text"] for plot in drawn] == [table.title for table in tables]
        for table, plot in zip(tables, drawn, strict=True):
            wanted = {
                (row["code"], group): row[group + suffix]
                for row in cells(table)
                for group in ("Milenial", "Z", "missing")
            }
            assert {(bar["code"], bar["group"]): bar["value"] for bar in plot["data"]["values"]} == wanted

    @given(
        st.integers(1, 8).flatmap(
            lambda n: st.lists(st.lists(st.integers(0, 10**6), min_size=n, max_size=n), min_size=1, max_size=6)
        )
    )
    def test_any_table(self, values: list[list[int]]) -> None:
        spec = specs.theme_bars(grouped(values))
        assert [bar["value"] for bar in spec["data"]["values"]] == [n for row in values for n in row]
        assert spec["encoding"]["x"]["scale"]["domain"][1] >= max(n for row in values for n in row)

    def test_themes_with_the_same_label_stay_apart(self) -> None:
        spec = specs.theme_bars(grouped([[1, 2], [3, 4]]))
        assert spec["encoding"]["y"]["sort"] == ["c0", "c1"]

    def test_all_domains_on_one_scale(self, results: Results) -> None:
        scales = {str(plot["encoding"]["x"]["scale"]) for plot in plots(specs.theme_bars(*summarise(results)))}
        assert len(scales) == 1

    def test_the_legend_says_how_large_a_group_is(self, results: Results) -> None:
        (plot,) = plots(specs.theme_bars(*summarise(results, by=["generation"], domain="tantangan")))
        assert "Gen Z (N=2, 4 petikan)" in plot["layer"][0]["encoding"]["color"]["legend"]["labelExpr"]

    def test_one_group_needs_no_legend(self, results: Results) -> None:
        (plot,) = plots(specs.theme_bars(*summarise(results, domain="tantangan")))
        assert "encoding" not in plot["layer"][0]
        assert "yOffset" not in plot["encoding"]

    def test_the_axis_names_what_was_counted(self, results: Results) -> None:
        def axis(spec: specs.Spec) -> str:
            return str(spec["encoding"]["x"]["title"])

        assert axis(specs.theme_bars(*summarise(results, domain="faktor"))) == "petikan berkode tegas"
        people = summarise(results, domain="faktor", unit="participant", lang="en")
        assert axis(specs.theme_bars(*people, lang="en")) == "informants who speak of the theme"

    def test_no_percentages_of_tiny_groups(self, results: Results) -> None:
        tables = summarise(results, by=["generation"], unit="participant")
        with pytest.raises(InputError, match="draw counts instead"):
            specs.theme_bars(*tables, measure="percent")

    def test_more_groups_than_colours(self) -> None:
        with pytest.raises(InputError, match="9 groups cannot be told apart"):
            specs.theme_bars(grouped([list(range(9))]))


class TestHeatMap:
    def test_the_cells_are_the_rows(self, results: Results) -> None:
        table = cooccurrence(results, window="interview")[0]
        spec = specs.heat_map(table)
        assert spec["data"]["values"] == cells(table)
        assert len(table.rows) > 0

    def test_themes_stand_in_the_given_order(self) -> None:
        names = ("code_a", "code_b", "theme_a", "theme_b", "n_a", "n_b", "both", "jaccard", "lift")
        columns = tuple(Column(name, name) for name in names)
        rows = (["y", "z", "Y", "Z", 3, 3, 2, 0.5, 1.2], ["x", "y", "X", "Y", 3, 3, 1, 0.2, 0.9])
        spec = specs.heat_map(Table("t", columns, rows), order=["x", "y", "z"])
        assert spec["encoding"]["y"]["sort"] == ["x", "y"]
        assert spec["encoding"]["x"]["sort"] == ["y", "z"]

    def test_nothing_shared(self, results: Results) -> None:
        with pytest.raises(InputError, match="no two themes"):
            specs.heat_map(cooccurrence(results, window="passage")[0])


def test_the_curve_is_the_table(results: Results) -> None:
    table = saturation(results)
    assert specs.saturation_curve(table)["data"]["values"] == cells(table)
    with pytest.raises(InputError, match="no interview"):
        specs.saturation_curve(Table("t", table.columns, ()))


def test_the_timeline_is_the_table(results: Results) -> None:
    table = timeline(results, "a.txt")
    codebook = results.codebook
    themes = {code.name: pick(code.label, "id") for code in codebook.codes}
    domains = [pick(domain.label, "id") for domain in codebook.domains]
    spec = specs.timeline(table, themes=themes, domains=domains)
    assert spec["data"]["values"] == cells(table)
    assert spec["encoding"]["color"]["scale"]["domain"] == domains


def test_colours_differ_until_there_are_too_many() -> None:
    assert len(set(specs.domain_colours(8))) == 8
    assert len(set(specs.domain_colours(9))) == 1


def test_neighbouring_colours_differ_in_grey() -> None:
    def brightness(colour: str) -> float:
        """Relative luminance, WCAG 2.1."""
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    seen = [brightness(colour) for colour in specs.COLOURS]
    for one, other in pairwise(seen):
        bright, dark = max(one, other), min(one, other)
        assert (bright + 0.05) / (dark + 0.05) > 1.25
