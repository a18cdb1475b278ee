"""Accuracy of both tiers on everything they are judged by; writes the measured part of `benchmarks/accuracy.md`.

    python benchmarks/accuracy.py --eval DIR [--podcast DIR] [--everyday FILE] [--tiers fast accurate]

`--eval`      folder with `retold-dev.jsonl`, `podcast-dev-labels.jsonl` and `indonlu/` (CASA, HoASA)
`--podcast`   a checkout of the public repository whose passages the podcast labels name (its text is never kept)
`--everyday`  JSONL of everyday talk; only its rows without a code are read

Nothing here is ever trained or tuned on what it measures: the shipped models have not seen these files; for the interviews of
series C, D and J models are trained without them; CASA and HoASA models are trained on their own train splits.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from gigtext.analysis.accuracy import Outcome, score_outcomes  # noqa: E402
from gigtext.classifier import Example, load_model, read_gold, read_training, train  # noqa: E402
from gigtext.classifier.encoder import Encoder, load_encoder  # noqa: E402
from gigtext.classifier.familiarity import known_stems, unknown_words  # noqa: E402
from gigtext.classifier.meaning import Head  # noqa: E402
from gigtext.classifier.model import ACCURATE_MODEL, FAST_MODEL  # noqa: E402
from gigtext.codebook import load_codebook  # noqa: E402
from gigtext.coding import Coder, make_coder  # noqa: E402
from gigtext.evaluation import code_examples  # noqa: E402
from gigtext.language import analyse  # noqa: E402
from gigtext.records import Codebook  # noqa: E402

TRAINING = ROOT / "examples" / "training"
REVIEWS = ROOT / "examples" / "reviews"
PAGE = Path(__file__).with_name("accuracy.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
WHOLE_SERIES = ("C", "D", "J")
SERIES_SCORES = Path(__file__).with_name("series-scores.npz")
FEW = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--podcast", type=Path)
    parser.add_argument("--everyday", type=Path)
    parser.add_argument("--tiers", nargs="+", default=["fast", "accurate"], choices=["fast", "accurate"])
    options = parser.parse_args()
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for tier in options.tiers:
        measure(tier, options, rows)
    lines = [f"| measured {datetime.now(UTC):%Y-%m-%d} | {' | '.join(options.tiers)} |"]
    lines.append("|---|" + "---|" * len(options.tiers))
    lines += [
        f"| {what} | {' | '.join(found.get(tier, '') for tier in options.tiers)} |" for what, found in rows.items()
    ]
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{rest.split(END)[1]}", encoding="utf-8")
    print("\n".join(lines))
    return 0


def measure(tier: str, options: argparse.Namespace, rows: dict[str, dict[str, str]]) -> None:
    encoder = load_encoder() if tier == "accurate" else None
    model = load_model(ACCURATE_MODEL if encoder else FAST_MODEL)
    codebook = load_codebook()
    coder = make_coder(codebook, model, "both", encoder)

    def note(what: str, found: str) -> None:
        rows[what][tier] = found
        print(f"{tier}: {what}: {found}", file=sys.stderr)

    report = model.report
    held = report["held out, unread pages"]
    note(f"real statements (retold), unread fifth of the pages, n {held['passages']}: micro-F1", _figures(held))
    note("the same, expected calibration error", str(report["calibration"]["expected error"]))
    gold = read_gold(options.eval / "retold-dev.jsonl")
    note(f"retold-dev, n {len(gold)}: micro-F1", _micro(code_examples(coder, gold), codebook))
    if options.podcast:
        gold = _podcast(options.eval / "podcast-dev-labels.jsonl", options.podcast)
        note(f"podcast dev, n {len(gold)}: micro-F1", _micro(code_examples(coder, gold), codebook))
    _interviews(codebook, encoder, note)
    _elsewhere(coder, options, note)
    for name, folder, column in (("CASA", "casa_absa-prosa", "sentence"), ("HoASA", "hoasa_absa-airy", "review")):
        _reviews(name, options.eval / "indonlu" / folder, column, encoder, note)
    begin = perf_counter()
    texts = read_training(TRAINING)[:2000]
    if encoder:
        encoder.known.clear()
    code_examples(coder, texts)
    note("passages per second, warm start, this machine", f"{len(texts) / (perf_counter() - begin):.0f}")


class Unseen:
    """In the place of the encoder: scores of one that was tuned without these series (`tools/tune_encoder.py --without`).

    Its vectors are the scores themselves, known for the held-out series and the unread pages; other passages only train the linear
    part, so theirs may be zero.
    """

    def __init__(self, encoder: Encoder) -> None:
        with np.load(SERIES_SCORES, allow_pickle=False) as file:
            scores = file["scores"].astype(np.float32)
            self.known = {key.tobytes(): row for key, row in zip(file["keys"], scores, strict=True)}
        self.width = len(encoder.head.codes)
        self.head = Head(encoder.head.codes, np.eye(self.width, dtype=np.float32), np.zeros(self.width, np.float32))
        self.version = "unseen"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        none = np.zeros(self.width, np.float32)
        return np.array(
            [self.known.get(hashlib.sha1(text.encode()).digest(), none) for text in texts], dtype=np.float32
        )


def _interviews(codebook: Codebook, encoder: Encoder | None, note) -> None:  # type: ignore[no-untyped-def]
    """Whole interviews of series that the model never saw: the passages, and the theme table itself."""
    encoder = encoder and Unseen(encoder)  # type: ignore[assignment]
    everything = read_training(TRAINING)
    held = [example for example in everything if example.series in WHOLE_SERIES]
    model = train([example for example in everything if example.series not in WHOLE_SERIES], codebook, encoder=encoder)
    outcomes = code_examples(make_coder(codebook, model, "both", encoder), held)
    accuracy = score_outcomes(outcomes, codebook)
    series = ", ".join(WHOLE_SERIES)
    note(f"synthetic interviews of series {series}, held out: macro-F1 over themes", f"{accuracy.macro.f1:.2f}")
    generation = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["attributes"].get("generasi")
        for path in (TRAINING / "synthetic").glob("*.json")
    }
    codes = [code.name for code in codebook.codes]
    said: set[tuple[str, str]] = set()
    there: set[tuple[str, str]] = set()
    errors: list[float] = []
    for letter in WHOLE_SERIES:
        own = [(e, o) for e, o in zip(held, outcomes, strict=True) if e.series == letter]
        for code in codes:
            errors.append(abs(sum(code in o.firm for _, o in own) - sum(code in o.gold for _, o in own)) / len(own))
        said |= {(example.group, code) for example, outcome in own for code in outcome.firm}
        there |= {(example.group, code) for example, outcome in own for code in outcome.gold}
    note(
        "the same: participant × theme, precision / recall",
        f"{_share(said & there, said)} / {_share(said & there, there)}",
    )
    note("the same: mean error of a theme's share, points", f"{100 * float(np.mean(errors)):.1f}")
    right = tested = 0
    for letter in WHOLE_SERIES:
        for code in codes:
            differences = [
                sum(generation[who] == "Z" for who, c in table if c == code and who.startswith(letter))
                - sum(generation[who] == "Milenial" for who, c in table if c == code and who.startswith(letter))
                for table in (there, said)
            ]
            if abs(differences[0]) >= 2:
                tested += 1
                right += differences[0] * differences[1] > 0
    note("the same: sign of a difference of two participants or more", f"{right} of {tested}")


def _elsewhere(coder: Coder, options: argparse.Namespace, note) -> None:  # type: ignore[no-untyped-def]
    """Talk about something else should get no codes, and a warning."""
    sets = {
        "hotel reviews": [row["review"] for row in _rows(options.eval / "indonlu" / "hoasa_absa-airy" / "test.csv")],
        "car reviews": [row["sentence"] for row in _rows(options.eval / "indonlu" / "casa_absa-prosa" / "test.csv")],
    }
    if options.everyday:
        lines = options.everyday.read_text(encoding="utf-8").splitlines()
        talk = [json.loads(line) for line in lines if line.strip()]
        sets["everyday talk without a code"] = [row["text"] for row in talk if not row["codes"]]
    assert coder.model is not None
    known = known_stems(coder.model.features.terms)
    for name, texts in sets.items():
        outcomes = code_examples(
            coder, [Example(str(i), text, "", frozenset(), str(i)) for i, text in enumerate(texts)]
        )
        coded = np.mean([bool(outcome.firm) for outcome in outcomes])
        unknown, every = unknown_words(known, map(analyse, texts))
        warned = "warned" if unknown / every > coder.model.usual_unknown else "not warned"
        note(
            f"{name}, n {len(texts)}: firmly coded",
            f"{100 * coded:.1f} % ({warned}, {100 * unknown / every:.0f} % unknown words)",
        )


def _reviews(name: str, folder: Path, column: str, encoder: Encoder | None, note) -> None:  # type: ignore[no-untyped-def]
    """Another codebook, trained on the set's own train split; then on ten labelled reviews per aspect."""
    codebook = load_codebook(REVIEWS / f"{name.lower()}.yaml")
    codes = [code.name for code in codebook.codes]

    def examples(split: str) -> list[Example]:
        return [
            Example(
                f"{split}{i}",
                row[column],
                "",
                frozenset(c for c in codes if not row[c].startswith("neut")),
                f"{split}{i}",
            )
            for i, row in enumerate(_rows(folder / f"{split}.csv"))
        ]

    learn, test = examples("train"), examples("test")
    model = train(learn, codebook, encoder=encoder)
    accuracy = score_outcomes(code_examples(make_coder(codebook, model, "both", encoder), test), codebook)
    note(f"{name}, aspect mentioned, test, n {len(test)}: macro-F1", f"{accuracy.macro.f1:.3f}")
    if name == "HoASA":
        few = train(_few(learn, codes), codebook, encoder=encoder)
        accuracy = score_outcomes(code_examples(make_coder(codebook, few, "both", encoder), test), codebook)
        note(f"{name} with {FEW} labelled reviews per aspect: macro-F1", f"{accuracy.macro.f1:.3f}")


def _few(examples: Sequence[Example], codes: Sequence[str]) -> list[Example]:
    """The first reviews, in a fixed random order, until every aspect has `FEW`; a review counts for all its aspects."""
    order = np.random.default_rng(0).permutation(len(examples)).tolist()
    counts = dict.fromkeys(codes, 0)
    chosen = []
    for place in order:
        if any(counts[code] < FEW for code in examples[place].codes):
            chosen.append(examples[place])
            for code in examples[place].codes:
                counts[code] += 1
    return chosen


def _podcast(labels: Path, repository: Path) -> list[Example]:
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = {path: (repository / path).read_text(encoding="utf-8") for path in {row["path"] for row in rows}}
    return [
        Example(row["id"], texts[row["path"]][row["start"] : row["end"]], "", frozenset(row["codes"]), row["path"])
        for row in rows
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _micro(outcomes: Sequence[Outcome], codebook: Codebook) -> str:
    micro = score_outcomes(outcomes, codebook).micro
    return f"{micro.f1:.2f} ({micro.low:.2f} to {micro.high:.2f}; P {micro.precision:.2f}, R {micro.recall:.2f})"


def _figures(held: dict[str, float]) -> str:
    return f"{held['micro_f1']:.3f} (P {held['precision']:.2f}, R {held['recall']:.2f})"


def _share(part: Iterable[object], whole: Iterable[object]) -> str:
    return f"{len(set(part)) / max(1, len(set(whole))):.2f}"


if __name__ == "__main__":
    sys.exit(main())
