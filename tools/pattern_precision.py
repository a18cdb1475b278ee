"""How good are the patterns of a codebook (or of a part of one)? For whoever writes patterns.

    python tools/pattern_precision.py CODEBOOK.yaml
    python tools/pattern_precision.py CODEBOOK.yaml --code persepsi_stigma --show-false 10
    python tools/pattern_precision.py CODEBOOK.yaml --show-missed persepsi_stigma 20

Runs the `yes` and `no` sentences, then counts every pattern's hits on the coded training passages: real talk without
the set-aside fifth of its pages, and synthetic passages beside it. A file that holds one domain is enough.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from gigtext.classifier.examples import Example, read_training
from gigtext.codebook.check import PatternMeasure, check_completeness, check_patterns, measure_patterns
from gigtext.codebook.load import load_codebook
from gigtext.errors import GigtextError
from gigtext.records import Codebook

TRAINING = Path(__file__).parents[1] / "examples" / "training"
FEW = 8
"""Below this many hits on real talk a precision says little."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codebook", type=Path)
    parser.add_argument("--training", type=Path, default=TRAINING, help="folder of coded passages")
    parser.add_argument("--code", help="only this code")
    parser.add_argument("--show-false", type=int, default=0, metavar="N", help="print N wrong hits of every pattern")
    parser.add_argument("--show-right", type=int, default=0, metavar="N", help="print N right hits of every pattern")
    parser.add_argument("--show-denied", type=int, default=0, metavar="N", help="print N denied hits of every pattern")
    parser.add_argument("--show-missed", nargs=2, metavar=("CODE", "N"), help="print N passages that no pattern found")
    options = parser.parse_args()
    try:
        codebook = load_codebook(options.codebook)
        examples = [example for example in read_training(options.training) if not is_set_aside(example)]
    except GigtextError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    problems = check_patterns(codebook) + check_completeness(codebook, patterns=10, examples=5, counterexamples=5)
    print(*problems, sep="\n")
    measures = measure_patterns(codebook, ((example.text, example.codes) for example in examples))
    report(codebook, measures, examples, options)
    if options.show_missed:
        show_missed(measures, examples, options.show_missed[0], int(options.show_missed[1]))
    return 1 if problems else 0


def is_set_aside(example: Example) -> bool:
    """Real pages that nobody reads: a fifth, chosen by a hash."""
    return example.kind == "real" and int(hashlib.sha1(example.group.encode()).hexdigest(), 16) % 5 == 0


def report(
    codebook: Codebook, measures: list[PatternMeasure], examples: list[Example], options: argparse.Namespace
) -> None:
    real = {number for number, example in enumerate(examples) if example.kind == "real"}
    for code in codebook.codes:
        if options.code and code.name != options.code:
            continue
        own = [measure for measure in measures if measure.code == code.name]
        carrying = {number for number, example in enumerate(examples) if code.name in example.codes}
        right = {number for measure in own for number in measure.right}
        wrong = {number for measure in own for number in measure.wrong}
        print(f"\n{code.name}: {len(own)} patterns")
        for name, rows in (("real", real), ("synthetic", set(range(len(examples))) - real)):
            hit_count = len((right | wrong) & rows)
            found, all_carrying = len(right & rows), len(carrying & rows)
            print(
                f"  {name:9} precision {found}/{hit_count} = {found / max(hit_count, 1):.2f}"
                f"   recall {found}/{all_carrying} = {found / max(all_carrying, 1):.2f}"
            )
        print("  real right/hits  synthetic right/hits  denied  line  pattern")
        for measure in own:
            hits, good = set(measure.right) | set(measure.wrong), set(measure.right)
            few = "?" if len(hits & real) < FEW else " "
            share = f"{len(good & real) / len(hits & real):.2f}" if hits & real else "  - "
            print(
                f"  {share}{few} {len(good & real):4}/{len(hits & real):<4} {len(good - real):12}/{len(hits - real):<6}"
                f" {len(measure.denied):8} {measure.line:6}  {measure.pattern}"
            )
            for sign, rows_shown, most in (
                ("+", measure.right, options.show_right),
                ("-", measure.wrong, options.show_false),
                ("~", measure.denied, options.show_denied),
            ):
                for number in sorted(rows_shown, key=lambda row: row not in real)[:most]:
                    example = examples[number]
                    print(f"      {sign} [{example.id} {', '.join(sorted(example.codes)) or 'no code'}] {example.text}")


def show_missed(measures: list[PatternMeasure], examples: list[Example], code: str, most: int) -> None:
    found = {number for measure in measures if measure.code == code for number in measure.right}
    missed = [example for number, example in enumerate(examples) if code in example.codes and number not in found]
    missed.sort(key=lambda example: example.kind != "real")
    print(f"\n{code}: {len(missed)} passages carry it and no pattern found them; {min(most, len(missed))} of them:")
    for example in missed[:most]:
        print(f"  [{example.id}] {example.text}")


if __name__ == "__main__":
    sys.exit(main())
