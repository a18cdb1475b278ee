"""The command line: parse, call, render, exit. One file per command group; heavy imports live inside the commands."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from gigtext import __version__
from gigtext.errors import GigtextError

INTERRUPTED = 130


class GigtextGroup(TyperGroup):
    """Turns every GigtextError into its message and exit code, for sub-commands too."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except GigtextError as error:
            for problem in error.problems:
                typer.echo(f"gigtext: {problem}", err=True)
            raise typer.Exit(error.exit_code) from None


app = typer.Typer(
    name="gigtext",
    cls=GigtextGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done · 1 ran and found problems · 2 could not run · 130 interrupted.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gigtext {__version__}")
        raise typer.Exit


@app.callback()
def gigtext(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From Indonesian interview transcripts to theme tables, offline.

    **gigtext code transcripts/** reads, codes and counts

    **gigtext summarize --by generation** compares groups

    **gigtext quotes networking** finds what to cite
    """


def main() -> None:
    """Entry point of the `gigtext` command."""
    # a run makes millions of small records and no cycles: looking for those less often saves a twentieth of its time
    gc.set_threshold(100_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        # a Windows console or a pipe may know fewer characters than a transcript has
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        _leave_pipe()
    except SystemExit:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_pipe()
        raise
    except KeyboardInterrupt:
        typer.echo("gigtext: interrupted; earlier results are untouched", err=True)
        raise SystemExit(INTERRUPTED) from None


def _leave_pipe() -> None:
    """The reader of our output (`| head`) has gone: end quietly."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    raise SystemExit(0)


# They register their commands on `app`; in this order they stand in `gigtext --help`.
# isort: off
from gigtext.cli import study  # noqa: E402
from gigtext.cli import files  # noqa: E402
from gigtext.cli import exchange  # noqa: E402
from gigtext.cli import codebook  # noqa: E402
from gigtext.cli import findings  # noqa: E402
from gigtext.cli import patterns  # noqa: E402
from gigtext.cli import figures  # noqa: E402
from gigtext.cli import model  # noqa: E402
# isort: on

__all__ = ["app", "codebook", "exchange", "figures", "files", "findings", "main", "model", "patterns", "study"]
