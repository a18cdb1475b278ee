"""Project files that are broken, encrypted, or built to do harm: one clear message, nothing written, no time or memory lost."""

import struct
import zipfile
from pathlib import Path

import pytest

from gigtext.errors import InputError
from gigtext.exchange.refi import archive as limits
from gigtext.exchange.refi import reading
from gigtext.exchange.refi.project import Account
from gigtext.exchange.refi.reading import read_project
from tests.exchange.projects import pack, project, source

LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refuse(path: Path, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_project(path, Account())


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, "<!DOCTYPE p>"])
def test_entities_and_dtds_are_never_read(tmp_path: Path, head: str) -> None:
    refuse(pack(tmp_path / "a.qdpx", project(source(1, "a"), head=head), {1: "x"}), "DTD or entities")


@pytest.mark.parametrize("name", ["../../jahat.txt", "/etc/jahat", "C:\\jahat.txt", "sources\\..\\..\\jahat.txt"])
def test_paths_out_of_the_project(tmp_path: Path, name: str) -> None:
    refuse(pack(tmp_path / "a.qdpx", project(""), {}, more={name: b"x"}), "leads out of the project")


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.qdpx", project(source(1, "a")), {1: b"\0" * (8 * 2**20)})
    refuse(path, "packed as no transcript is")


def test_a_bomb_of_markup(tmp_path: Path) -> None:
    refuse(pack(tmp_path / "a.qdpx", "<Project>" + " " * (8 * 2**20) + "</Project>", {}), "packed as no transcript is")


def test_bounds_of_size_and_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.qdpx", project(source(1, "a")), {1: "x" * 5000})
    monkeypatch.setattr(limits, "LARGEST_PART", 100)
    refuse(path, "more than a study holds")
    monkeypatch.undo()
    monkeypatch.setattr(reading, "LARGEST_TEXT", 4000)
    refuse(path, "more than a study holds")
    monkeypatch.undo()
    monkeypatch.setattr(limits, "LARGEST_SUM", 5000)
    refuse(path, "more than a study holds")
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MOST_MEMBERS", 1)
    refuse(path, "holds 2 files")


def test_a_size_that_lies(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.qdpx", project(source(1, "a")), {1: "x" * 5000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    refuse(path, "is damaged")


def test_a_password(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.qdpx", project(""), {})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    refuse(path, "protected by a password")


def test_damage(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.qdpx", project(source(1, "a")), {1: "x" * 500})
    whole = path.read_bytes()
    for content, message in (
        (b"", "is damaged or no REFI-QDA project"),
        (b"%PDF-1.7", "is damaged or no REFI-QDA project"),
        (whole[:200], "is damaged or no REFI-QDA project"),
        (whole.replace(whole[60:90], bytes(30)), "is damaged"),
    ):
        path.write_bytes(content)
        refuse(path, message)
    refuse(tmp_path / "tidak-ada.qdpx", "no such file")
    refuse(tmp_path, "is damaged or no REFI-QDA project")


@pytest.mark.parametrize(
    ("xml", "inner", "message"),
    [
        ("bukan xml", "project.qde", "damaged or no XML"),
        ("", "project.qde", "damaged or no XML"),
        ("<CodeBook/>", "project.qde", "no REFI-QDA project"),
        ("<Project name='x'/>", "dalam/project.qde", "holds no project.qde"),
        ("<Project>" + "<Code>" * 300_000, "project.qde", "nested deeper"),
    ],
)
def test_other_files(tmp_path: Path, xml: str, inner: str, message: str) -> None:
    path = tmp_path / "a.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inner, xml)
    refuse(path, message)


def test_text_in_another_encoding_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    sources = source(1, "rusak") + source(2, "dua") + source(3, "tiga")
    path = pack(tmp_path / "a.qdpx", project(sources), {1: b"caf\xe9", 2: "teks é".encode("utf-16"), 3: "teks"})
    account = Account()
    assert [each.text for each in read_project(path, account).sources] == ["teks é", "teks"]
    assert account.names["refi_undecodable"] == ["rusak"]
