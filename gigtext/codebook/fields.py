"""Checked access to the fields of a YAML item: every function reports what is wrong and returns something usable."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from gigtext.codebook.yaml_nodes import Item, Problems
from gigtext.records import Text

LANGUAGES = ("id", "en")


def as_mapping(item: Item, what: str, allowed: Collection[str] | None, problems: Problems) -> dict[str, Item]:
    """The fields of `item`; keys outside `allowed` (None: any) are reported with the nearest known one."""
    if item.value is None:
        return {}
    if not isinstance(item.value, dict):
        problems.add(item.line, f"{what} is {_kind(item)}; write it as fields, one `name: value` a line")
        return {}
    if allowed is None:
        return item.value
    for key in item.value.keys() - set(allowed):
        problems.add(item.lines[key], f"{what} has the unknown field `{key}`; {_suggest(key, allowed)}")
    return {key: value for key, value in item.value.items() if key in allowed}


def as_text(item: Item | None, what: str, problems: Problems) -> Text:
    """Language → text. A plain string serves every language; {id: …, en: …} one each. Absent: empty."""
    if item is None or item.value is None:
        return {}
    if isinstance(item.value, str):
        return dict.fromkeys(LANGUAGES, item.value) if item.value else {}
    if isinstance(item.value, list):
        problems.add(item.line, f"{what} is a list; write one text, or one text for each of {{id, en}}")
        return {}
    fields = as_mapping(item, what, LANGUAGES, problems)
    texts = {key: as_string(value, f"{what}, {key}", problems) for key, value in fields.items()}
    return {key: text for key, text in texts.items() if text}


def as_string(item: Item | None, what: str, problems: Problems) -> str:
    if item is None or item.value is None:
        return ""
    if not isinstance(item.value, str):
        problems.add(item.line, f"{what} is {_kind(item)}; write one text (in quotes if it contains `: `)")
        return ""
    return item.value


def as_list(item: Item | None, what: str, problems: Problems) -> list[Item]:
    """The entries of a list; a single text counts as a list of one. Absent or empty: no entries."""
    if item is None or item.value is None:
        return []
    if isinstance(item.value, str):
        return [item]
    if isinstance(item.value, dict):
        problems.add(item.line, f"{what} is a mapping; write a list, each entry on a line that begins with `- `")
        return []
    return item.value


def as_strings(item: Item | None, what: str, problems: Problems) -> tuple[str, ...]:
    """The texts of a list; empty and repeated entries are reported."""
    texts: dict[str, int] = {}
    for entry in as_list(item, what, problems):
        text = as_string(entry, f"an entry of {what}", problems)
        if entry.value is None or entry.value == "":
            problems.add(entry.line, f"an entry of {what} is empty; write a text after `- ` or remove the line")
        elif text in texts:
            problems.add(entry.line, f"an entry of {what} repeats line {texts[text]}; remove one of them")
        elif text:
            texts[text] = entry.line
    return tuple(texts)


def as_integer(item: Item, what: str, problems: Problems) -> int | None:
    text = as_string(item, what, problems)
    if text.isdecimal():
        return int(text)
    if text or item.value is None:
        problems.add(item.line, f"{what} is not a whole number; write digits only")
    return None


def as_boolean(item: Item | None, what: str, problems: Problems) -> bool:
    text = as_string(item, what, problems).lower()
    if text in ("true", "yes"):
        return True
    if text not in ("", "false", "no"):
        problems.add(item.line if item else 1, f"{what} is `{text}`; write true or false")
    return False


def named_entries(item: Item | None, what: str, problems: Problems) -> Iterator[tuple[str, Item, int]]:
    """(name, fields, line) of a mapping name → fields, or of a list of fields that each have `name`."""
    if item is None or item.value is None:
        return
    if isinstance(item.value, str):
        problems.add(item.line, f"{what} is a text; write a mapping of names, each with its fields below it")
        return
    if isinstance(item.value, dict):
        for name, value in item.value.items():
            yield name, value, item.lines[name]
        return
    names: dict[str, int] = {}
    for entry in item.value:
        fields = as_mapping(entry, f"an entry of {what}", None, problems)
        name = as_string(fields.get("name"), f"`name` in {what}", problems)
        if not name:
            problems.add(entry.line, f"an entry of {what} has no `name`; add `name: …`")
            continue
        if name in names:
            problems.add(entry.line, f"`{name}` stands twice in {what} (first on line {names[name]}); keep one of them")
            continue
        names[name] = entry.line
        rest = {key: value for key, value in fields.items() if key != "name"}
        yield name, Item(rest, entry.line, lines=entry.lines), entry.line


def _kind(item: Item) -> str:
    match item.value:
        case None:
            return "empty"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a mapping"


def _suggest(key: str, allowed: Collection[str]) -> str:
    near = get_close_matches(key, list(allowed), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else f"known fields: {', '.join(sorted(allowed))}"
