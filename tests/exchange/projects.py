"""Project files as other programs write them, built by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

RINA = "11111111-1111-1111-1111-111111111111"
BUDI = "22222222-2222-2222-2222-222222222222"
USERS = ((RINA, "Rina"), (BUDI, "Budi"))
INCOME = "aaaaaaaa-0000-0000-0000-000000000001"
FREEDOM = "aaaaaaaa-0000-0000-0000-000000000002"
CODES = (
    f'<Code guid="{INCOME}" name="Pendapatan tidak pasti" isCodable="true" color="#FF0000"/>'
    f'<Code guid="{FREEDOM}" name="Fleksibilitas dan otonomi" isCodable="true"/>'
)


def number(kind: int, at: int) -> str:
    return f"{kind:08x}-0000-0000-0000-{at:012x}"


def selection(
    at: int, start: object, end: object, *codes: str, user: str = RINA, inner: str = "", day: str = ""
) -> str:
    moment = f' creationDateTime="{day}T08:00:00Z"' if day else ""
    codings = "".join(
        f'<Coding guid="{number(9, at * 10 + n)}" creatingUser="{user}"{moment}><CodeRef targetGUID="{code}"/></Coding>'
        for n, code in enumerate(codes)
    )
    return (
        f'<PlainTextSelection guid="{number(8, at)}" startPosition="{start}" endPosition="{end}">'
        f"{inner}{codings}</PlainTextSelection>"
    )


def source(at: int, name: str, inner: str = "", *, path: str | None = None) -> str:
    path = f"internal://{number(7, at)}.txt" if path is None else path
    return f'<TextSource guid="{number(7, at)}" name={quoteattr(name)} plainTextPath={quoteattr(path)}>{inner}</TextSource>'


def project(
    sources: str,
    *,
    origin: str = "",
    codes: str = CODES,
    users: Sequence[tuple[str, str]] = USERS,
    variables: Mapping[str, str] | None = None,
    cases: str = "",
    rest: str = "",
    head: str = "",
) -> str:
    said = "".join(f'<User guid="{identity}" name={quoteattr(name)}/>' for identity, name in users)
    named = "".join(
        f'<Variable guid="{identity}" name={quoteattr(name)} typeOfVariable="Text"/>'
        for identity, name in (variables or {}).items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<Project xmlns="urn:QDA-XML:project:1.0" name="Studi" '
        f"origin={quoteattr(origin)}>"
        + (f"<Users>{said}</Users>" if said else "")
        + (f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else "")
        + (f"<Variables>{named}</Variables>" if named else "")
        + (f"<Cases>{cases}</Cases>" if cases else "")
        + (f"<Sources>{sources}</Sources>" if sources else "")
        + rest
        + "</Project>"
    )


def value(variable: str, text: str) -> str:
    return f'<VariableValue><VariableRef targetGUID="{variable}"/><TextValue>{escape(text)}</TextValue></VariableValue>'


def pack(
    path: Path,
    xml: str,
    texts: Mapping[int, str | bytes],
    *,
    inner: str = "project.qde",
    folder: str = "sources",
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a project file; `texts` maps the number of a source to its content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inner, xml)
        for at, text in texts.items():
            archive.writestr(f"{folder}/{number(7, at)}.txt", text if isinstance(text, bytes) else text.encode())
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path
