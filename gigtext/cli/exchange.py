"""People and files, for other programs of qualitative analysis: REFI-QDA projects and codebooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gigtext.cli.files import exports, imports, want_suffix
from gigtext.cli.options import (
    CodebookOption,
    FormatName,
    FormatOption,
    LangOption,
    QuietOption,
    ResultsOption,
    chosen_language,
)
from gigtext.cli.screen import show, tell, writing
from gigtext.errors import InputError
from gigtext.records import MACHINES
from gigtext.study import load_study

if TYPE_CHECKING:
    from gigtext.exchange.refi.project import Account, Project

ProjectArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A REFI-QDA project, .qdpx.")]


@exports.command("project")
def export_project(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .qdpx.")],
    suggested: Annotated[
        bool, typer.Option("--suggested", help="Suggested codings too, as users of their own: rules (suggested) ….")
    ] = False,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    quiet: QuietOption = False,
) -> None:
    """The study for NVivo, ATLAS.ti, MAXQDA …: transcripts, codebook, firm codings by coder, informants (REFI-QDA).

    **gigtext export project studi.qdpx**
    """
    from gigtext.exchange.refi.codebooks import refuse_foreign
    from gigtext.exchange.refi.writing import write_project
    from gigtext.store import open_results

    want_suffix(file, ".qdpx")
    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    opened = open_results(results or study.results or Path("codings"))
    refuse_foreign(file)
    with writing(file):
        account = write_project(opened, file, suggested=suggested, lang=language)
    _tell_account(account, "refi_export_title", file, form, language, quiet)
    tell(f"written: {file}", quiet=quiet)


@exports.command("codebook")
def export_codebook(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Target, .qdc.")],
    codebook: CodebookOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    quiet: QuietOption = False,
) -> None:
    """The codebook for NVivo, ATLAS.ti, MAXQDA …: domains, codes, definitions (REFI-QDA).

    **gigtext export codebook kode.qdc**
    """
    from gigtext.codebook import load_codebook
    from gigtext.exchange.refi.codebooks import refuse_foreign, write_codebook

    want_suffix(file, ".qdc")
    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    chosen = load_codebook(codebook or study.codebook)
    refuse_foreign(file)
    with writing(file):
        account = write_codebook(chosen, file, lang=language)
    _tell_account(account, "refi_export_title", file, form, language, quiet)
    tell(f"written: {file}", quiet=quiet)


@imports.command("codebook")
def import_codebook(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A REFI-QDA codebook (.qdc) or project (.qdpx).")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The codebook file to write.")] = Path(
        "codebook.yaml"
    ),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    quiet: QuietOption = False,
) -> None:
    """Make a codebook.yaml of another program's codebook.

    **gigtext import codebook kode.qdc -o codebook.yaml**
    """
    from gigtext.exchange.refi.codebooks import import_codebook as take_codebook

    want_suffix(file, ".qdc", ".qdpx")
    language = chosen_language(lang, load_study(Path.cwd()))
    with writing(output):
        account = take_codebook(file, output, overwrite=overwrite, lang=language)
    _tell_account(account, "refi_import_title", file, form, language, quiet)
    tell(f"written: {output}; add patterns: to its codes, then gigtext codebook check {output}", quiet=quiet)


@imports.command("project")
def import_project(
    file: ProjectArgument,
    coder: Annotated[
        str, typer.Option("--coder", metavar="NAME", help="Who coded.", show_default="the users in the file")
    ] = "",
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Make a new study of the project in this folder instead."),
    ] = None,
    results: ResultsOption = None,
    lang: LangOption = None,
    form: FormatOption = FormatName.table,
    quiet: QuietOption = False,
) -> None:
    """Take in what people coded in NVivo, ATLAS.ti, MAXQDA …: into the study's results, or as a new study.

    **gigtext import project studi.qdpx** a project of this study that colleagues coded further: their codings become their yes

    **gigtext import project lain.qdpx --into studi-baru** transcripts, participants, codebook and coded passages of any project
    """
    from gigtext.exchange.refi.project import Account
    from gigtext.exchange.refi.reading import read_project
    from gigtext.wording import say

    want_suffix(file, ".qdpx")
    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    name = coder.strip()
    if name in MACHINES or (coder and not name):
        raise InputError(f'--coder "{coder}" is not a person; give the name of who coded')
    if into is not None and results is not None:
        raise InputError("--into makes a new study, --results adds to one that is there; give one of them")
    folder = results or study.results or Path("codings")
    if into is None and not (folder / "run.json").is_file():
        raise InputError(
            f"{folder}: no results here to join the project with; run gigtext code first, or make a new study of it: "
            f"gigtext import project {file} --into FOLDER"
        )
    account = Account()
    project = read_project(file, account)
    if into is not None:
        from gigtext.exchange.refi.studies import PASSAGES, write_study

        written = write_study(project, into, account, coder=name, lang=language)
        _tell_account(account, "refi_import_title", file, form, language, quiet)
        tell(f"written: {len(written)} files in {into}", quiet=quiet)
        if any(path.name == PASSAGES for path in written):
            tell(
                f"next: cd {into}; gigtext train {PASSAGES} -o model; gigtext code transcripts --model model",
                quiet=quiet,
            )
        return
    target = _join(project, folder, name, account)
    _tell_account(account, "refi_import_title", file, form, language, quiet)
    new, same = (account.carried.get(each, 0) for each in ("refi_judgements", "refi_same_as_machine"))
    if new == same >= 5:  # no person agrees with a machine in everything
        who = ", ".join(account.names["refi_judgements"])
        tell(say(language, "refi_all_machine", who=who, file=target))
    tell("next: gigtext summarize (every table obeys them)", quiet=quiet)


def _join(project: Project, folder: Path, coder: str, account: Account) -> Path:
    from datetime import UTC, datetime

    from gigtext.exchange.refi.returning import judgements_of
    from gigtext.judgements import append_judgements
    from gigtext.store import decisions_path, open_results

    opened = open_results(folder)
    today = datetime.now(UTC).date().isoformat()
    judgements = judgements_of(project, opened, account, coder=coder, today=today)
    account.names["refi_judgements"] = list(dict.fromkeys(each.coder for each in judgements))
    target = decisions_path(opened.folder, opened.run)
    append_judgements(target, judgements)
    return target


def _tell_account(account: Account, title: str, file: Path, form: FormatName, language: str, quiet: bool) -> None:
    from gigtext.exchange.refi.account import account_table
    from gigtext.wording import say

    show([account_table(account, say(language, title, file=file.name), language)], form, None, quiet=quiet)
