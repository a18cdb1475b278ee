"""What a REFI-QDA project says, as plain records, and the account of what could not be carried."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from gigtext.records import MACHINES

ORIGIN = "gigtext"
_NAMESPACE = uuid.UUID("6d0c7b52-4c0e-5d4f-9a3e-1f2b8c7d9e10")
"""Fixed for ever: the same names give the same GUIDs in every export."""


def guid(kind: str, *names: object) -> str:
    """The GUID of a thing of ours: version 5 (RFC 4122) of its kind and names, so the same in every export.

    >>> guid("code", "networking") == guid("code", "networking") != guid("user", "networking")
    True
    """
    return str(uuid.uuid5(_NAMESPACE, "\n".join((kind, *map(str, names)))))


def coding_guid(document: str, start: int, end: int, code: str, coder: str) -> str:
    """The GUID of a coding; `coder` as the user is named."""
    return guid("coding", document, start, end, code, coder)


def machine_user(coder: str, status: str) -> str:
    """The name of a machine as user of a project; what it only suggested is another user's."""
    return coder if status == "firm" else f"{coder} (suggested)"


MACHINE_USERS = tuple(machine_user(coder, status) for coder in MACHINES for status in ("firm", "suggested"))


@dataclass(frozen=True, slots=True)
class CodeNode:
    """One code of a tree."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    children: tuple[CodeNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """One code on one selection."""

    code: str
    """GUID of the code."""
    user: str = ""
    """GUID of who coded; empty when the file does not say."""
    date: str = ""
    """ISO date, empty when the file does not say."""
    memo: str = ""
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a source's text, offsets in Unicode code points, end exclusive."""

    start: int
    end: int
    codings: tuple[Coded, ...]


@dataclass(frozen=True, slots=True)
class TextSource:
    guid: str
    name: str
    text: str
    """As in the file: newlines are not changed; a byte-order mark stays only where offsets count it."""
    selections: tuple[Selection, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Variable → value."""


@dataclass(frozen=True, slots=True)
class Case:
    guid: str
    name: str
    sources: tuple[str, ...]
    """GUIDs of sources that are this case's as a whole."""
    parts: tuple[str, ...]
    """GUIDs of sources of which some selections are this case's."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    origin: str
    users: Mapping[str, str]
    """GUID → name."""
    codes: tuple[CodeNode, ...]
    sources: tuple[TextSource, ...]
    cases: tuple[Case, ...]


@dataclass(slots=True)
class Account:
    """What was carried and what was not: key of the wording → how many, and the names worth naming (never talk)."""

    carried: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def carry(self, what: str, count: int = 1) -> None:
        self.carried[what] = self.carried.get(what, 0) + count

    def leave(self, what: str, name: str = "", count: int = 1) -> None:
        if count == 0:
            return
        self.left[what] = self.left.get(what, 0) + count
        known = self.names.setdefault(what, [])
        if name and name not in known:
            known.append(name)

    def note(self, what: str, name: str) -> None:
        """A name beside something carried, such as which codes were renamed."""
        self.carry(what)
        self.names.setdefault(what, []).append(name)


def machine_guids(users: Mapping[str, str]) -> set[str]:
    """Users (GUID → name) that are no people: those of our own exports, by GUID, or by name where a program gave new GUIDs."""
    ours = {guid("user", name) for name in MACHINE_USERS}
    return ours | {identity for identity, name in users.items() if name.casefold() in MACHINE_USERS}
