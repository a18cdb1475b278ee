"""What is known of a participant: headings and values as people write them → attributes as the codebook names them.

A value is given, or follows from the year of birth. An age alone never says a year of birth; with the day of the interview it
allows two, and a value follows only when both give the same one. Nothing is guessed and nothing is counted from today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gigtext.corpus.cues import fold, word_table
from gigtext.corpus.dates import read_age, read_birth_year, read_date
from gigtext.records import Attribute
from gigtext.wording import say

BIRTH_YEAR, AGE, INTERVIEW_DATE = "birth_year", "age", "interview_date"
"""Names of the attributes that others are derived from."""
_NOTHING = frozenset(["", "-", "n a", "na", "tidak ada", "tidak tahu", "kosong", "none", "null"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What one place says of one participant: attribute name → value as written."""

    place: str
    """Where it stands, for messages (`participants.csv:3`)."""
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resolved:
    attributes: Mapping[str, str]
    missing: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def names_of(attributes: Sequence[Attribute]) -> dict[str, str]:
    """Folded heading → the attribute that it means.

    >>> names_of([Attribute("gender", aliases=("Jenis-Kelamin",))])
    {'gender': 'gender', 'jenis kelamin': 'gender'}
    """
    names: dict[str, str] = {}
    for attribute in attributes:
        for heading in (attribute.name, *attribute.aliases):
            names.setdefault(fold(heading), attribute.name)
    return names


def facts_of(pairs: Mapping[str, object], names: Mapping[str, str], place: str, *, others: bool) -> Facts:
    """Headings and values → facts. `names`: see `names_of`; `others`: keep headings that are not among them, as attributes
    of their own.

    Names of persons, telephone numbers and the like are never kept.
    """
    values: dict[str, str] = {}
    for heading, value in pairs.items():
        text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
        if fold(text) in _NOTHING:
            continue
        name = names.get(fold(heading))
        if name is None:
            if not others or fold(heading) in word_table("interview_keys"):
                continue
            name = re.sub(r"\W+", "_", fold(heading))
            if not name or name[0].isdigit():
                name = f"column_{name}"
        values.setdefault(name, text)
    return Facts(place, values)


def resolve(sources: Sequence[Facts], attributes: Sequence[Attribute], who: str, lang: str = "id") -> Resolved:
    """The attributes of one participant from everything said of him, most trusted source first."""
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    notes: list[str] = []
    known = {attribute.name: attribute for attribute in attributes}
    for facts in sources:
        for name, text in facts.values.items():
            value, problem = _canonical(name, text, known.get(name), lang)
            if problem:
                notes.append(f"{facts.place}: {problem}")
            if value is None:
                continue
            if name not in values:
                values[name], places[name] = value, facts.place
            elif fold(values[name]) != fold(value):
                notes.append(
                    say(
                        lang, "attribute_conflict", who=who, name=name, value=values[name], place=places[name],
                        other=value, other_place=facts.place,
                    )
                )  # fmt: skip
    missing: dict[str, str] = {}
    for attribute in attributes:
        if not attribute.birth_years:
            continue
        derived, reason = _derive(attribute, values, lang)
        stated = values.get(attribute.name)
        if stated is None and derived is not None:
            values[attribute.name] = derived
        elif stated is None:
            missing[attribute.name] = reason
        elif derived is not None and derived != stated:
            notes.append(
                say(lang, "attribute_contradiction", who=who, name=attribute.name, value=stated, derived=derived,
                    year=values.get(BIRTH_YEAR, values.get(AGE, "")))
            )  # fmt: skip
    return Resolved(values, missing, tuple(notes))


def _canonical(name: str, text: str, attribute: Attribute | None, lang: str) -> tuple[str | None, str]:
    """The value as it is stored, and what is wrong with it."""
    if name == BIRTH_YEAR:
        year = read_birth_year(text)
        return (str(year), "") if year else (None, say(lang, "no_birth_year", value=text))
    if name == AGE:
        age = read_age(text)
        return (str(age), "") if age else (text, "")
    if name == INTERVIEW_DATE:
        date = read_date(text)
        return (date.isoformat(), "") if date else (None, say(lang, "no_date", value=text))
    if attribute is None or not attribute.values:
        return text, ""
    wanted = fold(text)
    for value, aliases in attribute.values.items():
        if wanted in {fold(alias) for alias in (value, *aliases)}:
            return value, ""
    return text, say(lang, "unlisted_value", name=name, value=text, known=", ".join(attribute.values))


def _derive(attribute: Attribute, values: Mapping[str, str], lang: str) -> tuple[str | None, str]:
    """The value that follows from birth year or age; else None and why not."""
    if year := values.get(BIRTH_YEAR):
        value = _by_year(attribute, int(year))
        return value, "" if value else say(lang, "year_outside", year=year)
    age = values.get(AGE, "")
    if not age:
        return None, say(lang, "no_year_no_age")
    if not age.isdigit():
        return None, say(lang, "age_range", age=age)
    if not (date := values.get(INTERVIEW_DATE)):
        return None, say(lang, "age_without_date", age=age)
    later = int(date[:4]) - int(age)
    found = [_by_year(attribute, year) for year in (later - 1, later)]
    if found[0] == found[1] and found[0] is not None:
        return found[0], ""
    if found == [None, None]:
        return None, say(lang, "year_outside", year=f"{later - 1}/{later}")
    return None, say(lang, "age_ambiguous", age=age, date=date, first=later - 1, second=later)


def _by_year(attribute: Attribute, year: int) -> str | None:
    return next((value for value, (first, last) in attribute.birth_years.items() if first <= year <= last), None)


def read_note(note: str, attributes: Sequence[Attribute]) -> dict[str, str]:
    """What stands in parentheses behind a label: `L, 24 th` → gender and age; what is not understood is left out.

    A part is an age (`24 th`), a year of birth (`1999`), or a value that an attribute of the codebook lists.
    """
    values: dict[str, str] = {}
    for part in re.split(r"[,;/|]", note):
        text = part.strip()
        if (
            re.fullmatch(r"\D*\d{1,3}\s*(?:th|thn|tahun|yo|y)?\.?", text)
            and (age := read_age(text))
            and re.search(r"\d\s*(?:th|thn|tahun|yo|y)", text)
        ):
            values.setdefault(AGE, str(age))
        elif re.fullmatch(r"(?:lahir\s*)?\d{4}", text, re.IGNORECASE) and read_birth_year(text):
            values.setdefault(BIRTH_YEAR, text[-4:])
        else:
            for attribute in attributes:
                spellings = {fold(alias) for value, aliases in attribute.values.items() for alias in (value, *aliases)}
                if fold(text) in spellings:
                    values.setdefault(attribute.name, text)
                    break
    return values
