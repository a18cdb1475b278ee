"""Files on this machine's disks and on object storage (`s3://bucket/folder`), and writing them whole or not at all.

A place on object storage is an fsspec path with the methods of `pathlib.Path` (universal_pathlib), so the rest of gigtext
need not know the difference; nothing goes over a network unless such an address was given.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO, Any, cast

from gigtext.errors import InputError


def place(text: str | Path) -> Path:
    """The path `text` means: a `Path`, or for an address (`s3://…`, `gs://…`, `file://…`) one of fsspec.

    InputError when what reads such addresses is not installed.
    """
    if not isinstance(text, str) or "://" not in text:
        return Path(text)
    kind = text.split("://")[0]
    try:
        from upath import UPath

        return cast(Path, UPath(text))
    except (ImportError, ValueError):
        raise InputError(
            f'{text}: addresses {kind}:// need a package of their own; add it: pip install "gigtext[storage]" (s3) '
            "or universal-pathlib and the fsspec package for it (gcsfs, adlfs)"
        ) from None


def is_remote(path: Path) -> bool:
    """Whether `path` lies on object storage."""
    return not isinstance(path, PurePath)


def absolute(path: Path) -> Path:
    """`path` as it is called from every folder."""
    return path if is_remote(path) else path.resolve()


def walk(
    folder: Path, report: Callable[[OSError], None] | None = None
) -> Iterator[tuple[PurePath, list[str], list[str]]]:
    """`os.walk` with the path below `folder` in place of the whole one; `report` gets what cannot be opened."""
    root = cast(Any, folder).path if is_remote(folder) else folder
    found = filesystem(folder).walk(root) if is_remote(folder) else os.walk(root, onerror=report)
    for path, folders, names in found:
        yield PurePath(path).relative_to(root), folders, names


def filesystem(path: Path) -> Any:
    """The fsspec filesystem of a remote path."""
    return cast(Any, path).fs


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as the system lets us."""
    if not is_remote(folder):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.exists():
        filesystem(folder).rm(cast(Any, folder).path, recursive=True)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path for a library to write to; what stands there in the end replaces `path`, in one step."""
    if is_remote(path):
        with tempfile.TemporaryDirectory(prefix="gigtext-") as folder:
            temporary = Path(folder) / path.name
            yield temporary
            path.write_bytes(temporary.read_bytes())  # object storage shows an object once it is complete
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        temporary = Path(folder) / path.name
        yield temporary
        temporary.replace(path)


@contextmanager
def atomic_write(path: Path, *, encoding: str = "utf-8", newline: str | None = "\n") -> Iterator[IO[str]]:
    """A text file that appears under `path` only once it is complete."""
    with replacing(path) as temporary, temporary.open("w", encoding=encoding, newline=newline) as file:
        yield file


def atomic_bytes(path: Path, content: bytes) -> None:
    """Write `content` so that it appears under `path` only once it is complete."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)
