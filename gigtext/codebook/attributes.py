"""The `attributes:` section of a codebook: how participant attributes are named, spelled and derived."""

from __future__ import annotations

import re
import unicodedata

from gigtext.codebook.fields import as_integer, as_list, as_mapping, as_strings, as_text, named_entries
from gigtext.codebook.yaml_nodes import Item, Problems
from gigtext.records import Attribute, Text

ATTRIBUTE_FIELDS = ("label", "aliases", "values", "birth_years", "labels")


def read_attributes(item: Item | None, problems: Problems) -> tuple[Attribute, ...]:
    """Every attribute of the section, in the order of the file; problems are reported with their lines."""
    attributes: list[Attribute] = []
    headings: dict[str, str] = {}
    for name, value, line in named_entries(item, "`attributes`", problems):
        if not re.fullmatch(r"[^\W\d]\w*", name):
            problems.add(line, f"attribute name `{name}` is not one word; use letters, digits and _")
        attribute = _read_attribute(name, value, problems)
        attributes.append(attribute)
        for heading in (name, *attribute.aliases):
            other = headings.setdefault(plain_spelling(heading), name)
            if other != name:
                problems.add(line, f"`{heading}` names both attribute `{other}` and `{name}`; keep it in one of them")
    return tuple(attributes)


def plain_spelling(text: str) -> str:
    """`text` without case, accents, spaces and punctuation: how headings and values are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def _read_attribute(name: str, item: Item, problems: Problems) -> Attribute:
    what = f"attribute `{name}`"
    fields = as_mapping(item, what, ATTRIBUTE_FIELDS, problems)
    values = _read_values(fields.get("values"), what, problems)
    return Attribute(
        name=name,
        label=as_text(fields.get("label"), f"the label of {what}", problems),
        aliases=as_strings(fields.get("aliases"), f"aliases of {what}", problems),
        values=values,
        birth_years=_read_birth_years(fields.get("birth_years"), what, values, problems),
        labels=_read_labels(fields.get("labels"), what, values, problems),
    )


def _read_values(item: Item | None, what: str, problems: Problems) -> dict[str, tuple[str, ...]]:
    """Canonical value → aliases. A plain list names values without aliases."""
    if item is None or not isinstance(item.value, dict):
        return dict.fromkeys(as_strings(item, f"values of {what}", problems), ())
    values: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for value, aliases in item.value.items():
        values[value] = as_strings(aliases, f"aliases of value `{value}` of {what}", problems)
        for alias in (value, *values[value]):
            owner = owners.setdefault(plain_spelling(alias), value)
            if owner != value:
                problems.add(item.lines[value], f"`{alias}` of {what} means both `{owner}` and `{value}`; keep one")
    return values


def _read_birth_years(
    item: Item | None, what: str, values: dict[str, tuple[str, ...]], problems: Problems
) -> dict[str, tuple[int, int]]:
    ranges: dict[str, tuple[int, int]] = {}
    for value, years, line in named_entries(item, f"`birth_years` of {what}", problems):
        _check_value(value, values, f"birth_years of {what}", line, problems)
        entries = [
            as_integer(entry, f"a birth year of `{value}` in {what}", problems)
            for entry in as_list(years, f"birth years of `{value}` in {what}", problems)
        ]
        numbers = [number for number in entries if number is not None]
        if len(entries) != 2 or len(numbers) != 2 or not 1850 <= numbers[0] <= numbers[1] <= 2200:
            problems.add(
                line, f"birth years of `{value}` in {what} are not a first and a last year; write [1981, 1996]"
            )
            continue
        for other, (first, last) in ranges.items():
            if numbers[0] <= last and first <= numbers[1]:
                problems.add(
                    line, f"birth years of `{value}` and `{other}` in {what} overlap; let each year belong to one"
                )
        ranges[value] = (numbers[0], numbers[1])
    return ranges


def _read_labels(
    item: Item | None, what: str, values: dict[str, tuple[str, ...]], problems: Problems
) -> dict[str, Text]:
    labels: dict[str, Text] = {}
    for value, label, line in named_entries(item, f"`labels` of {what}", problems):
        _check_value(value, values, f"labels of {what}", line, problems)
        labels[value] = as_text(label, f"the label of value `{value}` of {what}", problems)
    return labels


def _check_value(value: str, values: dict[str, tuple[str, ...]], where: str, line: int, problems: Problems) -> None:
    if value not in values:
        known = ", ".join(values) or "none"
        problems.add(line, f"{where} names the unknown value `{value}`; add it under `values:` (known: {known})")
