"""What the encoder made of passages, kept beside the results so that no passage is read twice.

A file holds `keys` (n, 20) uint8, the SHA-1 of every text; `vectors` (n, width) float32; `version` of the encoder.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gigtext.places import atomic_bytes

Vector = NDArray[Any]


def key_of(text: str) -> bytes:
    return hashlib.sha1(text.encode()).digest()


def read_vectors(path: Path) -> tuple[str, dict[bytes, Vector]]:
    """The encoder's version, and key → vector; nothing from a missing, foreign or damaged file."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            keys, vectors, version = file["keys"], file["vectors"], str(file["version"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return "", {}
    if keys.ndim != 2 or vectors.ndim != 2 or keys.shape != (len(vectors), 20):
        return "", {}
    return version, {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def write_vectors(path: Path, version: str, known: Mapping[bytes, Vector], texts: Iterable[str]) -> None:
    """Keep what is `known` of `texts`."""
    keys = sorted({key_of(text) for text in texts} & known.keys())
    buffer = io.BytesIO()
    np.savez(
        buffer,
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), 20),
        vectors=np.array([known[key] for key in keys], dtype=np.float32),
        version=np.array(version),
    )
    atomic_bytes(path, buffer.getvalue())


def carry_vectors(sources: Sequence[Path], target: Path, texts: Iterable[str]) -> None:
    """Take the vectors of `texts` over from the files of an earlier run, those of the newest encoder version there."""
    version = ""
    known: dict[bytes, Vector] = {}
    for path in sources:
        own, found = read_vectors(path)
        if own and own != version:
            version, known = own, {}
        known.update(found)
    if known:
        write_vectors(target, version, known, texts)
