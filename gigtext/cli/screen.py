"""Where words go: data to stdout (drawn on a terminal, plain in a pipe), words and progress to stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gigtext.cli.options import FormatName, LogName
from gigtext.errors import InputError

if TYPE_CHECKING:
    from gigtext.records import Table

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, how many in all)."""

_SUFFIXES = {".csv": FormatName.csv, ".json": FormatName.json, ".md": FormatName.markdown, ".tex": FormatName.latex}


def show(
    tables: Sequence[Table],
    form: FormatName,
    output: Path | None,
    *,
    foot: Sequence[str] = (),
    extra: Mapping[str, object] | None = None,
    quiet: bool = False,
    lang: str = "en",
) -> None:
    """Print or write `tables`. `foot` stands under them all: on a terminal and in markdown with the tables, else on stderr.

    The suffix of `output` names the format unless `form` does; `lang` gives documents their decimal sign.
    """
    if output is not None:
        write(tables, form, output, foot=foot, extra=extra, lang=lang)
        tell(f"written: {output}", quiet=quiet)
        return
    from gigtext import render

    if form is FormatName.table and sys.stdout.isatty():
        from rich.console import Console

        console = Console(highlight=False)
        for at, table in enumerate(tables):
            render.print_table(table, console, notes=False)
            render.print_notes(render.closing_notes(tables, at), console)
        if foot:
            console.print()
            render.print_notes(foot, console)
        return
    sys.stdout.write(_text(tables, form, foot, extra, lang))
    sys.stdout.flush()
    if form in (FormatName.table, FormatName.csv):
        notes = dict.fromkeys([*(note for table in tables for note in table.notes), *foot])
        for note in notes:
            tell(note, quiet=quiet)


def write(
    tables: Sequence[Table],
    form: FormatName,
    output: Path,
    *,
    foot: Sequence[str] = (),
    extra: Mapping[str, object] | None = None,
    lang: str = "en",
) -> None:
    """Write `tables` to `output`, atomically. Raises InputError when it cannot be written."""
    suffix = output.suffix.casefold()
    with writing(output, "choose another --output"):
        if form is FormatName.table and suffix == ".xlsx":
            from gigtext.exchange.workbook import write_workbook

            write_workbook(tables, output, foot)
            return
        if form is FormatName.table and suffix == ".docx":
            from gigtext.exchange.document import write_document

            write_document(tables, output, foot, lang=lang)
            return
        from gigtext.places import atomic_write

        chosen = _SUFFIXES.get(suffix, form) if form is FormatName.table else form
        encoding = "utf-8-sig" if chosen is FormatName.csv else "utf-8"
        with atomic_write(output, encoding=encoding, newline="") as file:
            file.write(_text(tables, chosen, foot, extra, lang))


def _text(
    tables: Sequence[Table], form: FormatName, foot: Sequence[str], extra: Mapping[str, object] | None, lang: str
) -> str:
    from gigtext import render

    if form is FormatName.latex:
        from gigtext.wording import decimal_mark

        return render.as_latex(tables, foot, mark=decimal_mark(lang))
    text = render.render(tables, form.value, extra)  # type: ignore[arg-type]
    if form is FormatName.markdown and foot:
        text += "\n" + "\n".join(f"- {line}" for line in foot) + "\n"
    return text


@contextmanager
def writing(path: Path, fix: str = "choose another file") -> Iterator[None]:
    """What the system says against writing to `path`, as InputError with the way out."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); {fix}") from None


def tell(message: str, *, quiet: bool = False) -> None:
    """A line on stderr."""
    if not quiet:
        typer.echo(message, err=True)


@contextmanager
def progress_bar(quiet: bool, log: LogName = LogName.text) -> Iterator[Progress]:
    """A progress bar with rate and time left on stderr; nothing at all when stderr is no terminal.

    `log=json`: a line of JSON per step instead, for batch jobs.
    """
    if log is LogName.json:
        yield lambda what, done, total: log_event("progress", what=what, done=done, total=total)
        return
    if quiet or not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="dim")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def advance(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield advance


def log_event(event: str, **values: object) -> None:
    """One line of JSON on stderr: `event`, `time` (ISO 8601, UTC) and what belongs to it; never a word of a transcript."""
    import json
    from datetime import UTC, datetime

    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    typer.echo(json.dumps({"event": event, "time": time, **values}, ensure_ascii=False), err=True)
