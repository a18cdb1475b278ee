"""Results opened for a command that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gigtext.cli.screen import tell
from gigtext.study import Study

if TYPE_CHECKING:
    from gigtext.store import Results


def names(values: list[str] | None) -> list[str]:
    """`--by a --by b` and `--by a,b` mean the same."""
    return [name.strip() for value in values or () for name in value.split(",") if name.strip()]


def open_for_reading(results: Path | None, study: Study, lang: str, quiet: bool) -> Results:
    """The results to read; a codebook that has changed since is told on stderr."""
    from gigtext.pipeline import stale_codebook
    from gigtext.store import open_results
    from gigtext.wording import say

    opened = open_results(results or study.results or Path("codings"))
    if changed := stale_codebook(opened):
        tell(say(lang, "stale", path=changed), quiet=quiet)
    if opened.unanchored:
        tell(say(lang, "unanchored", n=opened.unanchored), quiet=quiet)
    return opened
