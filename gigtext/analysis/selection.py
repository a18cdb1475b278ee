"""What a table counts: themes and attributes by the names people use, groups, and the filter of `--where`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from gigtext.errors import InputError
from gigtext.records import Attribute, Code, Codebook, Domain, Run
from gigtext.store import Results
from gigtext.wording import MISSING, pick, say

Named = TypeVar("Named", bound=Code | Domain)

PLACES = ("document", "participant")
"""Always there to group by, whatever attributes the participants have."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the study's participants: those with one combination of attribute values."""

    key: str
    """Stable name for programs: the values joined by `/`; `missing` where a value is not known."""
    label: str
    participants: int
    passages: int
    """Codable passages: the denominator of every percentage of this group."""
    values: tuple[str | None, ...]


def fold(name: str) -> str:
    """A name as people may vary it: without case, accents, punctuation.

    >>> fold("Jenis-Kelamin ")
    'jenis kelamin'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.casefold()).split())


def find_attribute(results: Results, name: str) -> str:
    """The column that `name` means (aliases of the codebook are known). InputError lists the known ones."""
    known = [*results.attributes, *PLACES]
    names = {fold(each): each for each in known}
    for attribute in results.codebook.attributes:
        for alias in (attribute.name, *attribute.aliases, *attribute.label.values()):
            if attribute.name in known:
                names.setdefault(fold(alias), attribute.name)
    if (found := names.get(fold(name))) is None:
        guess = get_close_matches(fold(name), names, n=1)
        hint = f' (did you mean "{names[guess[0]]}"?)' if guess else ""
        raise InputError(f'unknown attribute "{name}"{hint}; the participants have: {", ".join(known)}')
    return found


def find_theme(codebook: Codebook, name: str) -> Code:
    """The code that `name` means: its name or label in any language. InputError offers the nearest ones."""
    found = _find(codebook.codes, name)
    if found is None:
        raise InputError(f'unknown theme "{name}"{_near(codebook.codes, name)}; list them with: gigtext codebook show')
    return found


def find_domain(codebook: Codebook, name: str) -> Domain:
    """The domain that `name` means: its name or label in any language. InputError lists them."""
    found = _find(codebook.domains, name)
    if found is None:
        known = ", ".join(domain.name for domain in codebook.domains)
        raise InputError(f'unknown domain "{name}"{_near(codebook.domains, name)}; the codebook has: {known}')
    return found


def find_domain_or_theme(codebook: Codebook, name: str) -> Domain | Code:
    """The domain, else the theme, that `name` means: its name or label in any language. InputError offers the nearest ones."""
    named: list[Domain | Code] = [*codebook.domains, *codebook.codes]
    found = _find(named, name)
    if found is None:
        domains = ", ".join(domain.name for domain in codebook.domains)
        raise InputError(
            f'unknown domain or theme "{name}"{_near(named, name)}; domains: {domains}; themes: gigtext codebook show'
        )
    return found


def _find(items: Sequence[Named], name: str) -> Named | None:
    for item in items:
        if fold(name) in {fold(item.name), *map(fold, item.label.values())}:
            return item
    return None


def _near(items: Sequence[Code | Domain], name: str) -> str:
    names = {fold(text): item.name for item in items for text in (item.name, *item.label.values())}
    guesses = list(dict.fromkeys(names[each] for each in get_close_matches(fold(name), names, n=3, cutoff=0.5)))
    return f" (did you mean {', '.join(guesses)}?)" if guesses else ""


def select(results: Results, where: Iterable[str] = ()) -> str:
    """Make the view `counted`: one row per passage of the chosen participants, with their attributes; return it in words.

    `where` holds conditions `attribute=value` or `attribute!=value`; all must hold. InputError explains a bad one.
    """
    conditions, said = [], []
    for condition in where:
        match = re.fullmatch(r"\s*([^=!]+?)\s*(!?=)\s*(.*?)\s*", condition)
        if match is None:
            raise InputError(f'--where "{condition}" is not of the form attribute=value, for instance generation=Z')
        column = find_attribute(results, match[1])
        value = _find_value(results, column, match[3])
        quoted = value.replace("'", "''")
        test = "IS DISTINCT FROM" if match[2] == "!=" else "IS NOT DISTINCT FROM"
        operand = "NULL" if value == "" else f"'{quoted}'"
        conditions.append(f"{identifier(column)} {test} {operand}")
        said.append(f"{column}{match[2]}{value}")
    attributes = "".join(f", a.{identifier(name)}" for name in results.attributes)
    results.database.execute(
        "CREATE OR REPLACE TEMP VIEW counted AS SELECT * FROM (SELECT p.id AS passage, p.codable, "
        f"p.participant_id AS participant, p.document_id AS document{attributes} "
        "FROM passages p JOIN participants a ON a.id = p.participant_id)"
        + (f" WHERE {' AND '.join(conditions)}" if conditions else "")
    )
    if conditions and count_one(results, "SELECT count(*) FROM counted") == 0:
        raise InputError(f"no participant matches --where {' --where '.join(said)}; see gigtext summarize --by …")
    return ", ".join(said)


def _find_value(results: Results, column: str, value: str) -> str:
    """The value as it is stored: any case, and the codebook's aliases (`Gen Z` → `Z`)."""
    source = {"document": "passages", "participant": "passages"}.get(column, "participants")
    name = {"document": "document_id", "participant": "participant_id"}.get(column, column)
    rows = results.database.execute(
        f"SELECT DISTINCT {identifier(name)} FROM {source} WHERE {identifier(name)} IS NOT NULL"
    ).fetchall()
    stored = {fold(row[0]): row[0] for row in rows}
    attribute = _attribute(results.codebook, column)
    if attribute:
        for canonical, aliases in attribute.values.items():
            for alias in (canonical, *aliases):
                stored.setdefault(fold(alias), canonical)
    if value == "" or fold(value) in {fold(word) for word in (*MISSING.values(), "missing")}:
        return ""
    if (found := stored.get(fold(value))) is None:
        raise InputError(
            f"--where {column}={value}: no participant has this value; there are: {', '.join(sorted(row[0] for row in rows)) or 'none'}"
        )
    return str(found)


def groups(results: Results, by: Sequence[str], lang: str) -> list[Group]:
    """The groups of the `counted` participants by the columns `by`, in the codebook's order, missing values last."""
    columns = ", ".join(identifier(name) for name in by)
    rows = results.database.execute(
        f"SELECT {columns}, count(DISTINCT participant), count_if(codable) FROM counted GROUP BY {columns}"
    ).fetchall()
    found = []
    for *values, participants, passages in rows:
        key = "/".join("missing" if value is None else str(value) for value in values)
        label = " · ".join(
            MISSING[lang] if value is None else value_label(results.codebook, name, str(value), lang)
            for name, value in zip(by, values, strict=True)
        )
        found.append(Group(key, label, participants, passages, tuple(values)))
    orders = [_order(results.codebook, name) for name in by]
    found.sort(
        key=lambda group: [
            (value is None, order.get(str(value), len(order)), _natural(str(value)))
            for value, order in zip(group.values, orders, strict=True)
        ]
    )
    return found


def missing_notes(results: Results, by: Sequence[str], lang: str) -> list[str]:
    """Why participants are missing a value of `by`, one note per attribute and reason."""
    notes = []
    for name in by:
        if name in PLACES:
            continue
        rows = results.database.execute(
            f"SELECT id, missing_reasons FROM participants WHERE {identifier(name)} IS NULL "
            "AND id IN (SELECT participant FROM counted) ORDER BY id"
        ).fetchall()
        reasons: dict[str, list[str]] = {}
        for participant, text in rows:
            reason = json.loads(text).get(name) or say(lang, "no_value")
            reasons.setdefault(reason, []).append(participant)
        for reason, who in reasons.items():
            notes.append(say(lang, "missing_note", by=name, who=", ".join(who), reason=reason))
    return notes


def value_label(codebook: Codebook, attribute: str, value: str, lang: str) -> str:
    """How a value of an attribute is printed."""
    known = _attribute(codebook, attribute)
    return pick(known.labels.get(value, {}), lang, value) if known else value


def attribute_label(codebook: Codebook, attribute: str, lang: str) -> str:
    """How an attribute is printed."""
    known = _attribute(codebook, attribute)
    return pick(known.label, lang, attribute) if known else attribute.replace("_", " ")


def _attribute(codebook: Codebook, name: str) -> Attribute | None:
    return next((each for each in codebook.attributes if each.name == name), None)


def _order(codebook: Codebook, name: str) -> dict[str, int]:
    attribute = _attribute(codebook, name)
    return {value: index for index, value in enumerate(attribute.values)} if attribute else {}


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key that puts `Informan 2` before `Informan 10`."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text.casefold())]


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def tier_name(run: Run, lang: str) -> str:
    """Which coder made the results, for notes: `model fast`, `model accurate`, or rules alone."""
    return say(lang, f"tier_{run.options.get('tier', '')}")


def count_one(results: Results, query: str, *values: object) -> int:
    row = results.database.execute(query, list(values)).fetchone()
    return int(row[0]) if row and row[0] is not None else 0
