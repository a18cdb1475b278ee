"""From files to `Source`s: one small module per family of formats.

To add a format: a module with `read_<format>(data: bytes) -> Source`, its suffix in `files.SUFFIXES` and a line in
`_read`. A reader gets the bytes, knows no path and raises InputError with fact and fix; `read_source` adds the place.
"""

from __future__ import annotations

from pathlib import Path

from gigtext.corpus.readers.decoding import read_text
from gigtext.corpus.readers.files import SUFFIXES, explain_suffix, find_files
from gigtext.corpus.source import Source
from gigtext.errors import InputError
from gigtext.places import place

__all__ = ["SUFFIXES", "explain_suffix", "find_files", "read_source", "read_text"]


def read_source(path: str | Path, *, text_column: str | None = None, question_column: str | None = None) -> Source:
    """Read one file by its suffix.

    `text_column` and `question_column` name columns of row-per-answer files and are ignored for other formats.
    InputError (`path: fact; fix`) for a file that is missing, empty, binary, damaged or of a format that is not read.
    """
    path = place(path) if isinstance(path, str) else path
    reason = explain_suffix(path)
    if reason is not None:
        raise InputError(f"{path}: {reason}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from None
    try:
        if not data.strip():
            raise InputError("the file is empty; save the transcript again or remove the file")
        source = _read(path.suffix.lower(), data, text_column, question_column)
        if not source.text.strip():
            raise InputError("the file holds no text; save the transcript again or remove the file")
    except InputError as error:
        raise InputError(*(f"{path}: {problem}" for problem in error.problems)) from error
    return source


def _read(suffix: str, data: bytes, text_column: str | None, question_column: str | None) -> Source:
    # Each reader is imported when it is needed: the libraries behind them take longer to load than most transcripts.
    if suffix == ".docx":
        from gigtext.corpus.readers.word import read_word

        return read_word(data)
    if suffix == ".odt":
        from gigtext.corpus.readers.opendocument import read_opendocument

        return read_opendocument(data)
    if suffix == ".rtf":
        from gigtext.corpus.readers.richtext import read_rich_text

        return read_rich_text(data)
    if suffix == ".xlsx":
        from gigtext.corpus.readers.rows import read_excel

        return read_excel(data, text_column=text_column, question_column=question_column)

    text = read_text(data)
    if suffix in (".srt", ".vtt"):
        from gigtext.corpus.readers.subtitles import read_subrip, read_webvtt

        return read_subrip(text) if suffix == ".srt" else read_webvtt(text)
    if suffix == ".json":
        from gigtext.corpus.readers.speech import read_json

        return read_json(text, text_column=text_column, question_column=question_column)
    if suffix in (".csv", ".tsv"):
        from gigtext.corpus.readers.rows import read_delimited

        return read_delimited(text, tabs=suffix == ".tsv", text_column=text_column, question_column=question_column)
    if suffix in (".jsonl", ".ndjson"):
        from gigtext.corpus.readers.rows import read_json_lines

        return read_json_lines(text, text_column=text_column, question_column=question_column)
    return Source(text)
