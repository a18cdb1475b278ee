"""The accurate tier's eyes: a small multilingual encoder turns a passage into a vector of meaning.

multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT), tuned on the training material, 8-bit weights, run by onnxruntime.
The folder of the model holds three files, all plain data: `encoder.onnx`, `pieces.npz` (word pieces, their vectors, the normaliser
table) and `head.npz` (what was tuned with it: weights of every code). `tools/tune_encoder.py` writes them.

A word's pieces depend on the word alone (unigram model, Kudo 2018), so they are found once per distinct word.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier.meaning import Head
from gigtext.classifier.model import ACCURATE_MODEL
from gigtext.classifier.vectors import key_of, read_vectors, write_vectors
from gigtext.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

METASPACE = "\u2581"
PREFIX = "query: "
"""What e5 was trained to read before a text that is compared with others of its kind."""
LONGEST = 256
"""Pieces of a passage that are read; a passage of 90 words has about 150."""
BATCH = 32
UNSEEN_PENALTY = 10.0
"""How much worse than the rarest piece a character without one is (as in SentencePiece)."""
BOS, EOS, UNKNOWN = 0, 1, 2
FILES = ("encoder.onnx", "pieces.npz", "head.npz")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Pieces:
    """Splits words into pieces: the best-scoring row of pieces of a unigram model."""

    ids: Mapping[str, int]
    scores: Sequence[float]
    normaliser: Mapping[str, str]
    unknown: int
    unknown_score: float
    prefixes: frozenset[str]
    _words: dict[str, list[int]] = field(init=False, repr=False, compare=False, default_factory=dict)

    @classmethod
    def build(
        cls, pieces: Sequence[str], scores: Iterable[float], normaliser: Mapping[str, str], *, unknown: int
    ) -> Pieces:
        """`pieces` and `scores` in the order of their ids."""
        ids: dict[str, int] = {}
        for i, piece in enumerate(pieces):
            if piece and i != unknown:
                ids.setdefault(piece, i)
        numbers = [float(score) for score in scores]
        prefixes = frozenset(piece[:k] for piece in ids for k in range(1, len(piece) + 1))
        return cls(ids, numbers, normaliser, unknown, min(numbers) - UNSEEN_PENALTY, prefixes)

    def text(self, text: str) -> list[int]:
        """Piece ids of a passage, without `<s>` and `</s>`."""
        table = self.normaliser
        normal = "".join(table.get(character, character) for character in PREFIX + text)
        return [i for word in normal.split(" ") if word for i in self.word(word)]

    def word(self, word: str) -> list[int]:
        """Piece ids of one word (Viterbi over all ways to split it); cached."""
        found = self._words.get(word)
        if found is None:
            found = self._words[word] = self._split(METASPACE + word)
        return found

    def _split(self, text: str) -> list[int]:
        n = len(text)
        best, piece, start = [0.0] + [-1e30] * n, [self.unknown] * (n + 1), [0] * (n + 1)
        for i in range(n):
            for j in range(i + 1, n + 1):
                part = text[i:j]
                if part not in self.prefixes:
                    break
                k = self.ids.get(part)
                if k is not None and best[i] + self.scores[k] > best[j]:
                    best[j], piece[j], start[j] = best[i] + self.scores[k], k, i
            if best[i] + self.unknown_score > best[i + 1]:
                best[i + 1], piece[i + 1], start[i + 1] = best[i] + self.unknown_score, self.unknown, i
        found, i = [], n
        while i > 0:
            found.append(piece[i])
            i = start[i]
        return found[::-1]


@dataclass(frozen=True)
class Encoder:
    """A loaded encoder; make one per process with `load_encoder`."""

    pieces: Pieces
    words: Floats
    """(n_pieces, width): the vector of every piece."""
    positions: Floats
    """(LONGEST, width)"""
    session: InferenceSession
    version: str
    """First 12 hexadecimal digits of the SHA-256 of its files."""
    head: Head
    known: dict[bytes, Floats] = field(default_factory=dict, repr=False, compare=False)
    """Vectors of passages that were read before, by the SHA-1 of their text: no passage is read twice."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of meaning, (n_texts, width) float32. Passages of like length are read together."""
        keys = [key_of(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.known}
        rows = {key: [BOS, *self.pieces.text(text)[: LONGEST - 2], EOS] for key, text in new.items()}
        order = sorted(rows, key=lambda key: len(rows[key]))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            self.known.update(zip(batch, self._batch([rows[key] for key in batch]), strict=True))
        width = self.words.shape[1]
        return np.array([self.known[key] for key in keys], dtype=np.float32).reshape(len(keys), width)

    def remember(self, path: Path) -> None:
        """Take the vectors of an earlier run from `path`; a missing, foreign or damaged file is passed over."""
        version, known = read_vectors(path)
        if version == self.version and all(vector.shape == self.words.shape[1:] for vector in known.values()):
            self.known.update(known)

    def keep(self, path: Path, texts: Iterable[str]) -> None:
        """Write the vectors of `texts` for the next run."""
        write_vectors(path, self.version, self.known, texts)

    def _batch(self, rows: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), UNKNOWN)
        mask = np.zeros((len(rows), longest), dtype=np.float32)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        embedded = self.words[ids] + self.positions[:longest]
        (found,) = self.session.run(None, {"embedded": embedded, "mask": mask})
        vectors: Floats = found
        return vectors


def is_installed() -> bool:
    """Whether onnxruntime is there (`pip install "gigtext[accurate]"`)."""
    return find_spec("onnxruntime") is not None


def default_tier() -> str:
    """The accurate model where its reader is installed, else the fast one."""
    return "accurate" if is_installed() and (ACCURATE_MODEL / "model.json").is_file() else "fast"


def load_encoder(folder: Path | None = None, threads: int | None = None) -> Encoder:
    """Read the encoder in `folder`; None: those that ship with gigtext.

    Raises ModelError when a file or onnxruntime is missing.
    """
    if not is_installed():
        raise ModelError(
            'the accurate model needs onnxruntime, which is not installed; add it: pip install "gigtext[accurate]", '
            "or use --model fast"
        )
    import onnxruntime

    folder = ACCURATE_MODEL if folder is None else folder
    for name in FILES:
        if not (folder / name).is_file():
            raise ModelError(f"{folder / name}: no such file; install gigtext again, or use --model fast")
    with np.load(folder / "pieces.npz", allow_pickle=False) as file:
        arrays: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
    names = arrays["pieces"].tobytes().decode("utf-8").split("\n")
    normaliser = json.loads(arrays["normaliser"].tobytes())
    with np.load(folder / "head.npz", allow_pickle=False) as file:
        codes = tuple(file["codes"].tobytes().decode("utf-8").split("\n"))
        head = Head(codes, file["weights"], file["bias"])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / "encoder.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return Encoder(
        pieces=Pieces.build(names, arrays["scores"].tolist(), normaliser, unknown=UNKNOWN),
        words=unpack(arrays["packed"], arrays["scales"]),
        positions=arrays["positions"],
        session=session,
        version=_version(folder),
        head=head,
    )


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def unpack(packed: NDArray[np.uint8], scales: NDArray[Any]) -> Floats:
    """4-bit blocks → floats: `packed` (rows, blocks, 16), `scales` (rows, blocks); value = (nibble - 8) × scale."""
    rows, blocks, half = packed.shape
    values = np.empty((rows, blocks, 2 * half), dtype=np.float32)
    values[:, :, 0::2] = packed & 15
    values[:, :, 1::2] = packed >> 4
    values -= 8
    values *= scales.astype(np.float32)[:, :, None]
    return values.reshape(rows, blocks * 2 * half)
