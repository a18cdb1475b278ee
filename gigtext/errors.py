"""Everything gigtext raises on purpose.

    GigtextError            exit code 2: could not run
    ├── InputError          a file, folder or value that the user gave
    ├── CodebookError       codebook.yaml: every problem of the file, one line each
    ├── ModelError          a model folder that is damaged, foreign or does not fit the codebook
    └── ResultsError        a results folder that is absent or of another version

A message names the place, the fact and the fix: `codebook.yaml:41: code "upah" has no examples; add one under examples:`.
"""

from __future__ import annotations

from collections.abc import Sequence


class GigtextError(Exception):
    """Could not run. `str(error)` is what the user reads: one problem a line."""

    exit_code = 2

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class InputError(GigtextError):
    """A path, file or option value that cannot be used."""


class CodebookError(GigtextError):
    """A codebook file with problems; `problems` holds all of them, each `file:line: fact; fix`."""


class ModelError(GigtextError):
    """A model folder that cannot be used with this program or this codebook."""


class ResultsError(GigtextError):
    """A results folder that is absent, incomplete or written by another version."""
