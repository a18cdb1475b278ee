"""Where words go: data to stdout (drawn on a terminal, plain in a pipe), words and progress to stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from gigtext.cli.options import FormatName
from gigtext.errors import InputError
from gigtext.records import Table

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, how many in all)."""

_SUFFIXES = {".csv": FormatName.csv, ".json": FormatName.json, ".md": FormatName.markdown}


def show(
    tables: Sequence[Table],
    form: FormatName,
    output: Path | None,
    *,
    foot: Sequence[str] = (),
    extra: Mapping[str, object] | None = None,
    quiet: bool = False,
) -> None:
    """Print or write `tables`. `foot` stands under them all: on a terminal and in markdown with the tables, else on stderr."""
    from gigtext import render

    if output is not None:
        chosen = _SUFFIXES.get(output.suffix.casefold(), form) if form is FormatName.table else form
        text = render.render(tables, chosen.value, extra)
        if chosen is FormatName.markdown and foot:
            text += "\n" + "\n".join(f"- {line}" for line in foot) + "\n"
        _write(output, text, "utf-8-sig" if chosen is FormatName.csv else "utf-8")
        tell(f"written: {output}", quiet=quiet)
        return
    if form is FormatName.table and sys.stdout.isatty():
        from rich.console import Console

        console = Console(highlight=False)
        for at, table in enumerate(tables):
            render.print_table(table, console, notes=False)
            # the same notes stand under every table of a set: once, under the last one
            later = {note for other in tables[at + 1 :] for note in other.notes}
            render.print_notes([note for note in table.notes if note not in later], console)
        if foot:
            console.print()
            render.print_notes(foot, console)
        return
    text = render.render(tables, form.value, extra)
    if form is FormatName.markdown and foot:
        text += "\n" + "\n".join(f"- {line}" for line in foot) + "\n"
    sys.stdout.write(text)
    sys.stdout.flush()
    if form in (FormatName.table, FormatName.csv):
        notes = dict.fromkeys([*(note for table in tables for note in table.notes), *foot])
        for note in notes:
            tell(note, quiet=quiet)


def tell(message: str, *, quiet: bool = False) -> None:
    """A line on stderr."""
    if not quiet:
        typer.echo(message, err=True)


def _write(path: Path, text: str, encoding: str) -> None:
    from gigtext.store import atomic_write

    try:
        with atomic_write(path, encoding=encoding, newline="") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another --output") from None


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress]:
    """A progress bar on stderr; nothing at all when stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def advance(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield advance
