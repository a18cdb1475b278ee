"""Results opened for a command that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gigtext.cli.options import Lang, chosen_language
from gigtext.cli.screen import tell
from gigtext.study import load_study

if TYPE_CHECKING:
    from gigtext.store import Results


def names(values: list[str] | None) -> list[str]:
    """`--by a --by b` and `--by a,b` mean the same."""
    return [name.strip() for value in values or () for name in value.split(",") if name.strip()]


def open_for_reading(results: Path | None, lang: Lang | None, quiet: bool) -> tuple[Results, str]:
    """The results to read and the language of the tables, from the options, else from the study file of this folder.

    A codebook that has changed since the run, and decisions that no longer fit, are told on stderr.
    """
    from gigtext.pipeline import stale_codebook
    from gigtext.store import open_results
    from gigtext.wording import say

    study = load_study(Path.cwd())
    language = chosen_language(lang, study)
    opened = open_results(results or study.results or Path("codings"))
    if changed := stale_codebook(opened):
        tell(say(language, "stale", path=changed), quiet=quiet)
    if opened.unanchored:
        tell(say(language, "unanchored", n=opened.unanchored), quiet=quiet)
    return opened, language
