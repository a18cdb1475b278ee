"""A REFI-QDA project → `Project`: tolerant of what real programs write, and nothing left out without a word.

Offsets arrive in the units of the program that wrote them and leave as Unicode code points: NVivo counts UTF-16 units,
ATLAS.ti counts a CRLF as one; a byte-order mark is counted by gigtext alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gigtext.errors import InputError
from gigtext.exchange.refi.archive import LARGEST_TEXT, Archive, open_archive
from gigtext.exchange.refi.codes import find_codes, read_codes
from gigtext.exchange.refi.markup import child, children, local, plain_guid, read_xml, target, text_of
from gigtext.exchange.refi.project import ORIGIN, Account, Case, Coded, Project, Selection, TextSource

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Counting = Literal["code points", "utf-16", "crlf as one"]
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
_OTHER_SOURCES = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")


@dataclass(slots=True)
class _Reader:
    """One import under way."""

    archive: Archive
    own: bool
    """gigtext wrote the file: a byte-order mark is a character of the text."""
    counting: Counting
    account: Account
    notes: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    creator: str = ""
    """GUID of the project's author: codes everything when the project has no other user."""
    source_of: dict[str, str] = field(default_factory=dict)
    """GUID of a selection, or of a recording → GUID of its text."""
    used_notes: set[str] = field(default_factory=set)


def read_project(path: Path, account: Account) -> Project:
    """Everything in the project file at `path` that gigtext has a place for; the rest is told in `account`.

    InputError for a file that is damaged, encrypted, no project, or built to do harm.
    """
    with open_archive(path) as archive:
        name = archive.project_file()
        root = read_xml(archive.read(name) or b"", f"{path}: {name}")
        if local(root) != "Project":
            raise InputError(f"{path}: {name} is no REFI-QDA project; export it again from the other program")
        origin = (root.get("origin") or "").strip()
        users = {
            plain_guid(each.get("guid")): " ".join((each.get("name") or each.get("id") or "").split())
            for each in children(child(root, "Users"), "User")
        }
        reader = _Reader(archive, origin.startswith(ORIGIN), counting_of(origin), account)
        if len(users) < 2:
            reader.creator = next(iter(users), plain_guid(root.get("creatingUserGUID")))
        for note in children(child(root, "Notes"), "Note"):
            reader.notes[plain_guid(note.get("guid"))] = _note_text(reader, note)
        for variable in children(child(root, "Variables"), "Variable"):
            reader.variables[plain_guid(variable.get("guid"))] = " ".join((variable.get("name") or "").split())
        codes_root = find_codes(root)
        codes = read_codes(codes_root, account, reader.notes)
        if codes_root is not None:
            reader.used_notes |= {target(each) for each in codes_root.iter() if local(each) == "NoteRef"}
        sources = tuple(_read_sources(reader, root))
        cases = tuple(_read_cases(reader, root, {source.guid for source in sources}))
        account.leave("refi_loose_notes", count=len(reader.notes.keys() - reader.used_notes))
        for kind, item in (("Links", "Link"), ("Sets", "Set"), ("Graphs", "Graph")):
            count = sum(1 for _ in children(child(root, kind), item))
            account.leave(f"refi_{kind.lower()}", count=count)
        return Project(" ".join((root.get("name") or path.stem).split()), origin, users, codes, sources, cases)


def counting_of(origin: str) -> Counting:
    """How the program that `origin` names counts characters.

    >>> counting_of("NVivo 14"), counting_of("ATLAS.ti 23"), counting_of("")
    ('utf-16', 'crlf as one', 'code points')
    """
    if origin.casefold().startswith("nvivo"):
        return "utf-16"
    return "crlf as one" if origin.casefold().replace(".", "").startswith("atlas") else "code points"


def code_points(text: str, counting: Counting) -> Sequence[int]:
    """Offset as `counting` counts → offset in code points, for 0 … the text's length as it counts.

    >>> list(code_points("a😭b", "utf-16")), list(code_points("a\\r\\nb", "crlf as one"))
    ([0, 1, 1, 2, 3], [0, 1, 3, 4])
    """
    if counting == "utf-16" and not text.isascii():
        units = (range(at, at + 1) if character <= "\uffff" else (at, at) for at, character in enumerate(text))
        return [*chain.from_iterable(units), len(text)]
    if counting == "crlf as one" and "\r\n" in text:
        return [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n" or at == 0]
    return range(len(text) + 1)


# --- sources --------------------------------------------------------------------------------------------------------


def _read_sources(reader: _Reader, root: Element) -> Iterator[TextSource]:
    for node in children(child(root, "Sources"), "TextSource", *_OTHER_SOURCES):
        name = " ".join((node.get("name") or "").split())
        texts = [node] if local(node) == "TextSource" else [*children(node, "Representation", "Transcript")]
        found = False
        for each in texts:
            source = _read_source(reader, each, " ".join((each.get("name") or name).split()) or name)
            if source is not None:
                found = True
                reader.source_of.setdefault(plain_guid(node.get("guid")), source.guid)
                yield source
        if local(node) == "TextSource":
            continue
        own = [each for each in node if local(each).endswith("Selection")]
        reader.account.leave("refi_media_selections", name, len(own))
        if not found:
            reader.account.leave("refi_media", name)


def _read_source(reader: _Reader, node: Element, name: str) -> TextSource | None:
    text = _source_text(reader, node, name)
    if text is None:
        return None
    identity = plain_guid(node.get("guid")) or f"source {len(reader.source_of)}"
    places = code_points(text, reader.counting)
    times = {plain_guid(each.get("guid")): each.get("position") for each in children(node, "SyncPoint")}
    selections = []
    for each in children(node, "PlainTextSelection", "TranscriptSelection"):
        reader.source_of[plain_guid(each.get("guid"))] = identity
        if local(each) == "TranscriptSelection":
            ends = [times.get(plain_guid(each.get(key))) for key in ("fromSyncPoint", "toSyncPoint")]
        else:
            ends = [each.get("startPosition"), each.get("endPosition")]
        span = _span(ends, places)
        if span is None:
            reader.account.leave("refi_bad_selections", name)
            continue
        codings = _read_codings(reader, each, node, text[slice(*span)])
        if codings:
            selections.append(Selection(*span, codings))
        else:
            reader.account.leave("refi_bare_selections", name)
    whole = [target(child(each, "CodeRef")) for each in children(node, "Coding")]
    reader.account.leave("refi_source_codings", name, len(whole))
    return TextSource(identity, name, text, tuple(selections), _read_values(reader, node))


def _source_text(reader: _Reader, node: Element, name: str) -> str | None:
    path = node.get("plainTextPath")
    content = child(node, "PlainTextContent")
    if not path:
        if content is None or not content.text:
            reader.account.leave("refi_rich_text" if node.get("richTextPath") else "refi_no_text", name)
            return None
        return content.text
    scheme, found, file = path.partition("://")
    if found and scheme.casefold() != "internal":
        reader.account.leave("refi_outside", name)
        return None
    file = file if found else path
    data = reader.archive.read(f"sources/{file}", most=LARGEST_TEXT)
    if data is None:
        reader.account.leave("refi_no_text", name)
        return None
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8" if reader.own else "utf-8-sig")
    except UnicodeDecodeError:
        reader.account.leave("refi_undecodable", name)
        return None


def _span(ends: Sequence[str | None], places: Sequence[int]) -> tuple[int, int] | None:
    """Start and end in code points; None for what is no stretch of the text. An end behind the text's end is its end."""
    if not all(each and re.fullmatch(r"\s*\d{1,12}\s*", each) for each in ends):
        return None
    start, end = (int(each or 0) for each in ends)
    end = min(end, len(places) - 1)
    if start >= end or places[start] >= places[end]:
        return None
    return places[start], places[end]


def _read_codings(reader: _Reader, selection: Element, source: Element, said: str) -> tuple[Coded, ...]:
    shared = [_memo(reader, selection)]
    if (comment := text_of(selection, "Description").strip()) and comment not in said:
        shared.append(comment)
    codings = []
    for node in children(selection, "Coding"):
        code = target(child(node, "CodeRef"))
        if not code:
            reader.account.leave("refi_bad_codings")
            continue
        user = next((each for each in _users(node, selection, source) if each), reader.creator)
        moment = node.get("creationDateTime") or selection.get("creationDateTime") or ""
        day = moment[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d.*", moment) else ""
        memo = "; ".join(dict.fromkeys(filter(None, [_memo(reader, node), *shared])))
        codings.append(Coded(code, user, day, memo, plain_guid(node.get("guid"))))
    return tuple(codings)


def _users(coding: Element, selection: Element, source: Element) -> Iterator[str]:
    for node in (coding, selection, source):
        yield plain_guid(node.get("creatingUser"))


def _memo(reader: _Reader, node: Element) -> str:
    found = [target(each) for each in children(node, "NoteRef")]
    reader.used_notes.update(found)
    return "; ".join(filter(None, (reader.notes.get(each, "").strip() for each in found)))


def _note_text(reader: _Reader, note: Element) -> str:
    path = (note.get("plainTextPath") or "").partition("internal://")[2]
    if path and (data := reader.archive.read(f"sources/{path}")) is not None:
        return data.decode("utf-8-sig", "replace")
    return text_of(note, "PlainTextContent") or text_of(note, "Description")


# --- cases ----------------------------------------------------------------------------------------------------------


def _read_values(reader: _Reader, node: Element) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for each in children(node, "VariableValue"):
        name = reader.variables.get(target(child(each, "VariableRef")), "")
        value = " ".join((text_of_first(each) or "").split())
        if value and name:
            values[name] = value
        elif value:
            reader.account.leave("refi_bad_values")
    return values


def text_of_first(value: Element) -> str:
    """The content of a `VariableValue`, whatever its type."""
    found = child(value, *_VALUES)
    return (found.text or "") if found is not None else ""


def _read_cases(reader: _Reader, root: Element, sources: set[str]) -> Iterator[Case]:
    for node in children(child(root, "Cases"), "Case"):
        name = " ".join((node.get("name") or "").split())
        wholes: list[str] = []
        for each in (target(each) for each in children(node, "SourceRef")):
            found = reader.source_of.get(each, each)
            if found in sources:
                wholes.append(found)
            else:
                reader.account.leave("refi_case_sources")
        parts = (reader.source_of.get(target(each), "") for each in children(node, "SelectionRef"))
        reader.account.leave("refi_case_codes", count=sum(1 for _ in children(node, "CodeRef")))
        yield Case(
            plain_guid(node.get("guid")),
            name,
            tuple(dict.fromkeys(wholes)),
            tuple(dict.fromkeys(part for part in parts if part)),
            _read_values(reader, node),
        )
