"""`.qdpx` files: ZIP archives that anybody may have made, read in memory within bounds and never unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gigtext.errors import InputError
from gigtext.places import replacing

MOST_MEMBERS = 20_000
LARGEST_PART = 128 * 2**20
"""Bytes of one part, unpacked: the description of a project with some hundred thousand codings."""
LARGEST_TEXT = 32 * 2**20
"""Bytes of one transcript: five million words."""
LARGEST_SUM = 1024 * 2**20
"""Bytes of all parts that are read, unpacked. Sound and pictures are never read."""
MOST_PACKED = 200
"""How many times smaller a part of more than `SMALL_PART` may be packed; text and XML reach some 30."""
SMALL_PART = 4 * 2**20
_ESCAPE = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|\x00")


@dataclass(slots=True)
class Archive:
    """An opened project file. Names of `members` have `/`, without case."""

    path: Path
    file: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    taken: int = 0
    """Bytes unpacked so far."""

    def read(self, name: str, *, most: int | None = None) -> bytes | None:
        """The content of the member `name` (any case); None when there is none.

        InputError when it is damaged, or larger than `most` bytes (else `LARGEST_PART`).
        """
        member = self.members.get(name.casefold())
        if member is None:
            return None
        place = f"{self.path}: {_shown(member.filename)}"
        if member.file_size > (most or LARGEST_PART) or self.taken + member.file_size > LARGEST_SUM:
            raise InputError(
                f"{place}: {member.file_size // 2**20} MB unpacked, more than a study holds; export fewer transcripts at once"
            )
        if member.file_size > SMALL_PART and member.file_size > MOST_PACKED * max(1, member.compress_size):
            raise InputError(f"{place}: packed as no transcript is (a ZIP bomb?); not opened, export the project again")
        try:
            with self.file.open(member) as file:
                data = file.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise InputError(f"{place}: is damaged or packed in an unknown way; export the project again") from None
        self.taken += len(data)
        return data

    def project_file(self) -> str:
        """The name of the project description: `project.qde`, else the only `*.qde` at the root (ATLAS.ti names it otherwise)."""
        if "project.qde" in self.members:
            return "project.qde"
        found = [name for name in self.members if name.endswith(".qde") and "/" not in name]
        if len(found) == 1:
            return found[0]
        fact = "holds several .qde files" if found else "holds no project.qde"
        raise InputError(f"{self.path}: {fact}; export it as a REFI-QDA project (.qdpx) from the other program")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The project file at `path`, closed afterwards. InputError for what is no such file, encrypted, or built to do harm."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; give a REFI-QDA project (.qdpx)") from None
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InputError(
            f"{path}: is damaged or no REFI-QDA project; export it as .qdpx from the other program"
        ) from None
    with file:
        entries = file.infolist()
        if len(entries) > MOST_MEMBERS:
            raise InputError(f"{path}: holds {len(entries)} files, more than a project has; not opened")
        members: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = entry.filename.replace("\\", "/")
            if _ESCAPE.search(name):
                raise InputError(f"{path}: holds a path that leads out of the project ({_shown(name)}); not opened")
            if entry.flag_bits & 1:
                raise InputError(f"{path}: is protected by a password; export it without one")
            members.setdefault(name.casefold(), entry)
        yield Archive(path, file, members)


def write_archive(path: Path, parts: dict[str, bytes]) -> None:
    """Write a ZIP of `parts` (name → content), atomically. The same parts give the same bytes."""
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name)  # dated 1980: the date of packing says nothing
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)


def _shown(name: str) -> str:
    return repr(name[:80])
