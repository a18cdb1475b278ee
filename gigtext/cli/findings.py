"""Findings: crosstab, display."""

from __future__ import annotations

from typing import Annotated

import typer

from gigtext.cli import app
from gigtext.cli.opening import names, open_for_reading
from gigtext.cli.options import (
    ByOption,
    CorrectionName,
    CorrectionOption,
    DomainOption,
    FormatName,
    FormatOption,
    LangOption,
    LevelName,
    LevelOption,
    OutputOption,
    QuietOption,
    ResultsOption,
    TestOption,
    UnitName,
    WhereOption,
)
from gigtext.cli.screen import show

PANEL = "Findings"


@app.command(rich_help_panel=PANEL)
def crosstab(
    by: ByOption = None,
    where: WhereOption = None,
    domain: DomainOption = None,
    level: LevelOption = LevelName.theme,
    test: TestOption = False,
    unit: Annotated[UnitName, typer.Option("--unit", help="What the test counts.")] = UnitName.participant,
    correction: CorrectionOption = CorrectionName.holm,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Themes by group, counted by passage and by participant; with --test also whether the groups differ.

    **gigtext crosstab --by generation --test**

    **gigtext crosstab --by gender --domain tantangan --test --correction bh**

    **gigtext crosstab --by generation,gender --level domain --format csv -o silang.csv**
    """
    from gigtext.analysis.crosstab import crosstab as tabulate

    opened, language = open_for_reading(results, lang, quiet)
    tables = tabulate(
        opened,
        by=names(by),
        where=where or (),
        domain=domain,
        level=level.value,
        unit=unit.value,
        test=test,
        correction=correction.value,
        lang=language,
    )
    show(tables, form, output, quiet=quiet, lang=language)


@app.command(rich_help_panel=PANEL)
def display(
    by: ByOption = None,
    where: WhereOption = None,
    domain: DomainOption = None,
    test: TestOption = False,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="Typical quotations per theme and group.")] = 2,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """The joint display: numbers by group and, theme by theme, typical and contrary quotations of every group.

    **gigtext display --by generation --domain tantangan**

    **gigtext display --by generation --test -o display.md**
    """
    from gigtext.analysis.display import joint_display

    opened, language = open_for_reading(results, lang, quiet)
    tables = joint_display(
        opened, by=names(by), where=where or (), domain=domain, test=test, quotations=count, lang=language
    )
    show(tables, form, output, quiet=quiet, lang=language)
