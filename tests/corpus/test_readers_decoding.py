"""Bytes to text: encodings, newlines, and what is no text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.corpus.readers import read_source, read_text
from gigtext.errors import InputError

TALK = "P: “Apa kabar?”\nR01: Baik 😀 — su narik tiga taon… café\n"

texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200).filter(
    lambda text: not text.startswith("\ufeff")
)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@given(texts)
def test_marked_encodings_give_back_what_was_written(mark: bytes, encoding: str, text: str) -> None:
    assert read_text(mark + text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    text = "P: Apa kabar?\nR01: Baik, su narik tiga taon.\n"
    assert read_text(text.encode(encoding)) == text


@given(st.text(st.sampled_from("abcdefghij klmn.,?\n"), min_size=60, max_size=200), st.sampled_from("“”‘’–—…éöñ"))
def test_cp1252(text: str, special: str) -> None:
    assert read_text(f"{special}{text}{special}".encode("cp1252")) == f"{special}{text}{special}"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_newlines(newline: str) -> None:
    assert read_text(TALK.replace("\n", newline).encode()) == TALK


def test_everything_else_stays_as_written() -> None:
    decomposed = "cafe\u0301\u00a0\u200b\u2028\f kata"
    assert read_text(decomposed.encode()) == decomposed


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"P: Halo\0\0\1\2", "binary"),
        (b"halo\0dunia lagi\0\0", "binary"),
        (b"P: Halo \x01\x02", "binary"),
        (b"\xff\xfeP\0\0\0", "binary"),
        (b"\xff\xfeP\0x", "not valid UTF-16"),
        ((TALK * 3).encode() + b"R01: caf\xe9\n" + TALK.encode(), "line 7 is not UTF-8 although"),
        ("Привет, как дела? Работаю курьером третий год.".encode("cp1251") * 3, "line 1 is not UTF-8"),
        (b"PK\x03\x04abc", "ZIP archive"),
        (b"%PDF-1.4", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_is_no_text(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_text(data)


@given(st.binary(max_size=60))
def test_any_bytes_give_text_or_a_clear_error(data: bytes) -> None:
    problem = "fact; fix"
    try:
        text = read_text(data)
    except InputError as error:
        problem = str(error)
    else:
        assert "\r" not in text
        assert "\0" not in text
        text.encode()
    assert ";" in problem


@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT"])
def test_text_files_are_prose(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"wawancara{suffix}"
    path.write_bytes(codecs.BOM_UTF8 + TALK.encode())
    source = read_source(path)
    assert source.text == TALK
    assert source.turns is None


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \r\n\t", "the file is empty"),
        ("a.txt", codecs.BOM_UTF8 + b"  ", "holds no text"),
        ("a.txt", b"PK\x03\x04", "rename it"),
        ("a.csv", b"PK\x03\x04", "ZIP archive"),
        ("a.pdf", b"%PDF-1.4", "save the transcript as .docx"),
        ("a.doc", b"\xd0\xcf", "save the transcript as .docx"),
        ("a.mp3", b"ID3", "transcribe it first"),
        ("a", b"P: Halo", "files without a suffix"),
    ],
)
def test_errors_name_the_file_the_fact_and_the_fix(name: str, data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        read_source(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_source(tmp_path / "tidak-ada.txt")
