"""XML in and out: read without entities and DTDs, written with only the characters that XML 1.0 has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from gigtext.errors import InputError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 100
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(data: bytes, place: str) -> Element:
    """The root element of `data`. InputError for what is no XML, holds a DTD or entities, or is nested without measure."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    root = None
    depth = 0
    try:
        # Counting while reading: a tree nested a million deep is refused before it is built.
        for event, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise InputError(f"{place}: nested deeper than {DEEPEST} levels; no program writes that, export again")
    except DefusedXmlException:
        raise InputError(
            f"{place}: holds a DTD or entities, which an exchange file never needs; export again"
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        where = f"{place}:{line}" if line else place
        raise InputError(f"{where}: is damaged or no XML; export it again from the other program") from None
    if root is None:
        raise InputError(f"{place}: is empty; export it again from the other program")
    found: Element = root
    return found


def write_xml(root: Element) -> bytes:
    """The document of `root`, UTF-8 with declaration, ending in a newline."""
    from xml.etree.ElementTree import tostring

    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def element(name: str, text: str | None = None, /, **attributes: str) -> Element:
    """A new element; characters that XML does not have become U+FFFD."""
    from xml.etree.ElementTree import Element

    made = Element(name, {key: legal(value) for key, value in attributes.items()})
    if text is not None:
        made.text = legal(text)
    return made


def legal(text: str) -> str:
    """`text` with U+FFFD for what XML 1.0 cannot hold (control characters).

    >>> legal("a\\x0bb 😭")
    'a\\ufffdb 😭'
    """
    return _ILLEGAL.sub("\ufffd", text)


def local(node: Element) -> str:
    """The element's name without namespace: programs disagree on it (`codebook:1.0`, `codebook:1:0`, `codebook:0:4`)."""
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def children(node: Element | None, *names: str) -> Iterator[Element]:
    """Direct children called one of `names`, in order."""
    for child in node if node is not None else ():
        if local(child) in names:
            yield child


def child(node: Element | None, *names: str) -> Element | None:
    return next(children(node, *names), None)


def text_of(node: Element | None, name: str) -> str:
    """The text of the child called `name`, empty when there is none."""
    found = child(node, name)
    return (found.text or "") if found is not None else ""


def plain_guid(text: str | None) -> str:
    """A GUID as it is compared: lower case, without braces.

    >>> plain_guid("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}")
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301'
    """
    return (text or "").strip().strip("{}").lower()


def target(node: Element | None) -> str:
    """The GUID that a reference element (`CodeRef`, `NoteRef`, `SourceRef` …) points to; empty when there is none."""
    return plain_guid(node.get("targetGUID")) if node is not None else ""
