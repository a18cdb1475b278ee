"""Bytes to text: which encoding a transcript is in, decided by fixed rules before any guess."""

from __future__ import annotations

import codecs

from gigtext.errors import InputError

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive (Word, Excel and OpenDocument files are such archives)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound or video file"),
    (b"OggS", "a sound file"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
)

# Control characters that no transcript holds; tab, newline, vertical tab, form feed, return, ^Z and escape may occur.
_CONTROLS = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B))


def describe_signature(data: bytes) -> str | None:
    """What a file's first bytes say it is (`a PDF`), None when they say nothing."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    return None


def read_text(data: bytes) -> str:
    """Decode the bytes of a text file; newlines become `\\n`, everything else stays as written.

    In this order: a byte-order mark decides; NUL bytes on every other place mean UTF-16; valid UTF-8 is UTF-8;
    Western text of which at most a few bytes are not ASCII is CP1252. InputError for everything else.

    >>> read_text(b"P: \\x93Apa kabar?\\x94\\r\\nR: Baik")
    'P: “Apa kabar?”\\nR: Baik'
    """
    kind = describe_signature(data)
    if kind is not None:
        raise InputError(f"this is {kind}, not text; rename it to its own suffix or save it as text (UTF-8)")
    text = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _without_nul(_strictly(data[len(mark) :], encoding))
    if b"\0" in data:
        return _without_nul(_strictly(data, _utf16_order(data)))
    if any(code in data for code in _CONTROLS):
        raise _binary()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_western(data, error)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start} is not valid {encoding.upper()}: the file is damaged or cut off; save it again as UTF-8"
        ) from None


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise _binary()
    return text


def _binary() -> InputError:
    return InputError("this is a binary file, not text; save the transcript as .docx or as text (UTF-8)")


def _utf16_order(data: bytes) -> str:
    """The byte order of UTF-16 without a mark: Latin letters put a NUL on nearly every other byte."""
    even, odd = data[0::2], data[1::2]
    if len(data) % 2 == 0:
        if odd.count(0) > 0.7 * len(odd) and even.count(0) == 0:
            return "utf-16-le"
        if even.count(0) > 0.7 * len(even) and odd.count(0) == 0:
            return "utf-16-be"
    raise _binary()


def _decode_western(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    foreign = sum(byte >= 0x80 for byte in data)
    damaged = sum(character == "\ufffd" for character in data.decode("utf-8", "replace"))
    # CP1252 text read as UTF-8 loses nearly every special character; a UTF-8 file with one bad place loses few.
    if damaged * 4 < foreign:
        raise InputError(f"line {line} is not UTF-8 although the rest of the file is; repair it and save as UTF-8")
    # Indonesian needs only quotation marks, dashes and a few accents beyond ASCII.
    if foreign <= 0.1 * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    raise InputError(f"line {line} is not UTF-8{_guess(data)}; open the file in an editor and save it as UTF-8")


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20_000]).best()
    return "" if best is None else f" (perhaps {best.encoding})"
