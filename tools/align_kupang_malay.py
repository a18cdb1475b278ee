"""Propose Kupang Malay → Indonesian word pairs from parallel sentences, for reading and correcting by eye.

    python tools/align_kupang_malay.py kupang-malay-parallel.xlsx > candidates.tsv

The workbook (Bhinneka Korpus, Apache-2.0) has the columns `Id`, `ind` (Indonesian) and `mkn` (Kupang Malay).
Prints, most frequent first: Kupang word, Indonesian word, probability, sentences that hold the Kupang word.
The pairs that stood the reading are `gigtext/language/lexicon/kupang.tsv`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import openpyxl

ROUNDS = 12
LEAST_SENTENCES = 2
LEAST_PROBABILITY = 0.25


def read_pairs(path: Path) -> list[tuple[list[str], list[str]]]:
    """Lower-case words of each Indonesian sentence and of its Kupang Malay translation."""
    rows = openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [(words(str(row[1])), words(str(row[2]))) for row in rows if row[1] and row[2]]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())


def align(pairs: list[tuple[list[str], list[str]]]) -> dict[str, dict[str, float]]:
    """IBM Model 1 (Brown et al. 1993, section 4.1): probability of each Indonesian word given a Kupang word."""
    probability: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(lambda: 1.0))
    for _ in range(ROUNDS):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for indonesian, kupang in pairs:
            for target in indonesian:
                total = sum(probability[source][target] for source in kupang)
                for source in kupang:
                    counts[source][target] += probability[source][target] / total
        probability = {
            source: {target: count / sum(row.values()) for target, count in row.items() if count > 1e-4}
            for source, row in counts.items()
        }
        probability = defaultdict(
            lambda: defaultdict(float), {k: defaultdict(float, v) for k, v in probability.items()}
        )
    return probability


def main() -> None:
    pairs = read_pairs(Path(sys.argv[1]))
    sentences = Counter(word for _, kupang in pairs for word in set(kupang))
    probability = align(pairs)
    for word, count in sentences.most_common():
        best, score = max(probability[word].items(), key=lambda item: item[1])
        if count >= LEAST_SENTENCES and score >= LEAST_PROBABILITY and best != word:
            print(word, best, f"{score:.2f}", count, sep="\t")


if __name__ == "__main__":
    main()
