"""`gigtext.yaml`: a study's settings, read from the folder in which a command runs, so that nobody types them twice."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from gigtext.errors import InputError
from gigtext.places import place

FILE_NAME = "gigtext.yaml"


@dataclass(frozen=True, slots=True)
class Study:
    """Settings of a study; None where the file says nothing. Paths are relative to the file's folder."""

    transcripts: Path | None = None
    codebook: Path | None = None
    participants: Path | None = None
    results: Path | None = None
    model: str | None = None
    lang: str | None = None
    split: str | None = None
    interviewer: tuple[str, ...] = ()


_PATHS = ("transcripts", "codebook", "participants", "results")
_CHOICES = {"lang": ("id", "en"), "split": ("passage", "sentence", "turn")}


def _below(folder: Path, value: str) -> Path:
    return place(value) if "://" in value else folder / value


def load_study(folder: Path) -> Study:
    """The study file of `folder`, or an empty Study when there is none. Raises InputError with every problem."""
    path = folder / FILE_NAME
    if not path.is_file():
        return Study()
    import yaml

    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InputError(f"{place}: not readable as YAML; compare it with the file that gigtext init writes") from None
    if read is None:
        return Study()
    if not isinstance(read, dict):
        raise InputError(f"{path}: expected lines of the form name: value, such as codebook: codebook.yaml")
    known = {each.name for each in fields(Study)}
    problems = []
    settings: dict[str, object] = {}
    for name, value in read.items():
        if name not in known:
            guess = get_close_matches(str(name), known, n=1)
            hint = f'; did you mean "{guess[0]}"?' if guess else f"; known are {', '.join(sorted(known))}"
            problems.append(f'{path}: unknown setting "{name}"{hint}')
        elif value is None:
            continue
        elif name == "interviewer":
            settings[name] = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        elif not isinstance(value, str):
            problems.append(f"{path}: {name} must be one word or path")
        elif name in _CHOICES and value not in _CHOICES[name]:
            problems.append(f'{path}: {name} is "{value}"; write one of {", ".join(_CHOICES[name])}')
        else:
            settings[name] = _below(folder, value) if name in _PATHS else value
    if problems:
        raise InputError(*problems)
    return Study(**settings)  # type: ignore[arg-type]
