"""Office files are ZIP archives: checked before a library opens them, so that every kind of wrong file is named."""

from __future__ import annotations

import zipfile
from io import BytesIO

from gigtext.corpus.readers.decoding import describe_signature
from gigtext.errors import InputError

_LARGEST_MEMBER = 256 * 2**20
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = {
    "word/document.xml": "a Word file (.docx)",
    "xl/workbook.xml": "an Excel file (.xlsx)",
    "ppt/presentation.xml": "a PowerPoint file (.pptx)",
    "content.xml": "an OpenDocument file (.odt)",
}


def open_archive(data: bytes, part: str, kind: str, suffix: str) -> zipfile.ZipFile:
    """The ZIP archive in `data`, which must hold `part`; InputError says what the file is instead."""
    if data.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError(f"this file is protected by a password; open it and save it without one as {suffix}")
        raise InputError(f"this is an old Office file with the suffix {suffix}; open it and save it as {suffix}")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InputError(f"this is not {kind} but {_describe(data)}; open it and save it as {suffix}") from None
    names = {member.filename for member in members}
    if part not in names:
        other = next((name for known, name in _PARTS.items() if known in names), "another ZIP archive")
        raise InputError(f"this is not {kind} but {other}; rename it or save it as {suffix}")
    if any(member.flag_bits & 1 for member in members):
        raise InputError(f"this file is protected by a password; open it and save it without one as {suffix}")
    for member in members:
        # No transcript comes near this: 256 MB of XML are some ten million words.
        if member.file_size > _LARGEST_MEMBER:
            size = member.file_size // 2**20
            raise InputError(f"unpacked, this file holds a part of {size} MB; copy the transcript into a new file")
    return archive


def _describe(data: bytes) -> str:
    if data.startswith(b"PK"):
        return "a damaged archive"
    if data.lstrip()[:5].lower() == b"{\\rtf":
        return "rich text (rename it to .rtf)"
    if data.lstrip()[:100].lower().startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return describe_signature(data) or "something else"
