"""Codebook: check, show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gigtext.cli import GigtextGroup, app
from gigtext.cli.options import (
    FormatName,
    FormatOption,
    LangOption,
    ModelOption,
    OutputOption,
    QuietOption,
    chosen_language,
)
from gigtext.cli.screen import show, tell
from gigtext.study import load_study

PROBLEMS = 1

commands = typer.Typer(cls=GigtextGroup, no_args_is_help=True, help="Check a codebook, or read it.")
app.add_typer(commands, name="codebook", rich_help_panel="Codebook")

FileArgument = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="Codebook file.", show_default="the study's, else the shipped one")
]


@commands.command()
def check(file: FileArgument = None, model: ModelOption = None, quiet: QuietOption = False) -> None:
    """Check a codebook: its form, every pattern's sentences, every code's examples through the whole coder.

    **gigtext codebook check codebook.yaml**
    """
    from gigtext.checking import check_codebook
    from gigtext.codebook import load_codebook

    study = load_study(Path.cwd())
    codebook = load_codebook(file or study.codebook)
    problems = check_codebook(codebook, model or study.model)
    for problem in problems:
        typer.echo(problem)
    patterns = sum(len(code.patterns) for code in codebook.codes)
    tell(
        f"{codebook.path}: {len(codebook.codes)} codes, {patterns} patterns, {len(problems)} problems"
        f" (version {codebook.version})",
        quiet=quiet,
    )
    if problems:
        raise typer.Exit(PROBLEMS)


@commands.command("show")
def show_codebook(
    file: FileArgument = None,
    theme: Annotated[str | None, typer.Option("--theme", metavar="THEME", help="One theme, whole.")] = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    output: OutputOption = None,
) -> None:
    """Print the codes with their definitions, or one of them with everything it holds.

    **gigtext codebook show**

    **gigtext codebook show --theme networking --lang en**
    """
    from gigtext.analysis.codes import code_table, codes_table
    from gigtext.analysis.selection import find_theme
    from gigtext.codebook import load_codebook

    study = load_study(Path.cwd())
    codebook = load_codebook(file or study.codebook)
    language = chosen_language(lang, study)
    if theme:
        show([code_table(find_theme(codebook, theme), language)], form, output, lang=language)
    else:
        show([codes_table(codebook, language)], form, output, lang=language)
