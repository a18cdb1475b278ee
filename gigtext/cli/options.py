"""Every option that more than one command has, described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gigtext.places import place
from gigtext.study import Study


class Lang(StrEnum):
    id = "id"
    en = "en"


class FormatName(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    latex = "latex"


class LevelName(StrEnum):
    theme = "theme"
    domain = "domain"


class UnitName(StrEnum):
    passage = "passage"
    participant = "participant"


class SplitName(StrEnum):
    passage = "passage"
    sentence = "sentence"
    turn = "turn"


class LogName(StrEnum):
    text = "text"
    json = "json"


class EngineName(StrEnum):
    inline = "inline"
    processes = "processes"
    dask = "dask"


class CoderChoice(StrEnum):
    both = "both"
    rules = "rules"
    classifier = "classifier"


class CorrectionName(StrEnum):
    holm = "holm"
    bh = "bh"
    none = "none"


ResultsOption = Annotated[
    Path | None,
    typer.Option("--results", metavar="DIR", parser=place, help="Folder of the results.", show_default="codings"),
]
CodebookOption = Annotated[
    Path | None,
    typer.Option("--codebook", metavar="FILE", help="Codebook to apply.", show_default="the shipped gig-work codebook"),
]


class Tier(StrEnum):
    """The two kinds of model."""

    fast = "fast"
    accurate = "accurate"


ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME|DIR",
        envvar="GIGTEXT_MODEL",
        help="fast, accurate, or a folder that gigtext train wrote.",
        show_default="accurate where installed, else fast",
    ),
]
CoderOption = Annotated[CoderChoice, typer.Option("--coder", help="Which machine coders take part.")]
ByOption = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="ATTRIBUTE", help="Compare groups: generation, occupation, gender… Repeat to cross."),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="ATTRIBUTE=VALUE", help="Only participants like this; repeatable, != too."),
]
LevelOption = Annotated[LevelName, typer.Option("--level", help="Count themes or whole domains.")]
UnitOption = Annotated[UnitName, typer.Option("--unit", help="What is counted.")]
DomainOption = Annotated[str | None, typer.Option("--domain", metavar="NAME", help="Only this domain.")]
TestOption = Annotated[bool, typer.Option("--test", help="Test the difference between the groups, theme by theme.")]
CorrectionOption = Annotated[
    CorrectionName, typer.Option("--correction", help="For many tests at once: holm, bh (Benjamini-Hochberg), none.")
]
FormatOption = Annotated[
    FormatName,
    typer.Option("--format", help="table: drawn on a terminal, plain tab-separated rows in a pipe."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead: .csv .json .md .tex .xlsx .docx"),
]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="Language of tables and labels.", show_default="id")]


def chosen_language(lang: Lang | None, study: Study) -> str:
    """The language of tables: the option, else the study's, else Indonesian."""
    return lang.value if lang else study.lang or Lang.id.value


QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes on stderr.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="A skipped file or a warning gives exit code 1.")]
