"""A made-up corpus of interviews for timing: any number of words, the same ones for the same seed.

Words are drawn one by one by a Zipf-Mandelbrot law whose growth of distinct words is that of real talk: 100,000 running
words hold some 15,000 different ones, ten million some 94,000. The commonest are the commonest words of the coded
statements that gigtext trains on, so that rules and classifier find as much as in real talk; behind them stand forms that
affixes make of dictionary roots. What comes out is no Indonesian that anyone would say.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np

STATEMENTS = Path(__file__).parent.parent / "examples" / "training" / "real" / "statements.jsonl"
WORDS_PER_FILE = 5_000
VOCABULARY = 95_000
EXPONENT, SHIFT = 1.21, 5.0
"""Of the law: the word of rank r has a share of 1 / (r + SHIFT) ** EXPONENT."""
PREFIXES = ("", "di", "ber", "ter", "se", "ke", "nge", "meng", "mem", "men")
SUFFIXES = ("", "nya", "kan", "an", "i", "in", "lah", "ku", "mu", "kannya", "annya")
QUESTIONS = (
    "Bisa diceritakan bagaimana pengalaman Anda sejauh ini?",
    "Menurut Anda apa yang paling sulit dari pekerjaan ini?",
    "Lalu bagaimana dengan penghasilannya?",
    "Apa harapan Anda ke depan?",
    "Bagaimana tanggapan keluarga?",
)
TURN_WORDS = (20, 120)
SENTENCE_WORDS = (5, 18)


@cache
def vocabulary() -> tuple[str, ...]:
    """`VOCABULARY` different words, commonest first."""
    from gigtext.language.lexicon import roots

    counts: Counter[str] = Counter()
    for line in STATEMENTS.read_text(encoding="utf-8").splitlines():
        counts.update(re.findall(r"\w+(?:-\w+)*", json.loads(line)["text"].lower()))
    words = [word for word, _ in counts.most_common() if not word.isdigit()]
    seen = set(words)
    random = np.random.default_rng(1)
    plain = sorted(root for root in roots() if root.isascii() and root.isalpha() and len(root) > 2)
    while len(words) < VOCABULARY:
        for root in random.permutation(plain).tolist():
            word = str(random.choice(PREFIXES)) + root + str(random.choice(SUFFIXES))
            if word not in seen:
                seen.add(word)
                words.append(word)
    return tuple(words[:VOCABULARY])


def write_corpus(folder: Path, words: int, *, seed: int = 0) -> list[Path]:
    """Write `words` running words as transcripts of `WORDS_PER_FILE` (the last may be shorter) with speaker labels, and
    `participants.csv` with a generation and a gender for each; returns the transcripts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    names = np.array(vocabulary(), dtype=object)
    shares = 1 / (np.arange(len(names)) + 1 + SHIFT) ** EXPONENT
    cumulative = np.cumsum(shares / shares.sum())
    cumulative[-1] = 1.0
    paths = []
    people = ["kode,generasi,jenis_kelamin"]
    for number in range(-(-words // WORDS_PER_FILE)):
        count = min(WORDS_PER_FILE, words - number * WORDS_PER_FILE)
        drawn = names[np.searchsorted(cumulative, random.random(count))].tolist()
        path = folder / f"wawancara_{number + 1:04}.txt"
        path.write_text(_transcript(drawn, f"N{number + 1:04}", random), encoding="utf-8", newline="\n")
        paths.append(path)
        people.append(f"N{number + 1:04},{'ZM'[number % 2]},{'LP'[number // 2 % 2]}")
    (folder / "participants.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    return paths


def count_distinct(paths: list[Path]) -> tuple[int, int]:
    """(running, distinct) words of transcripts, as white space cuts them, without signs at their edges, in lower case."""
    counts: Counter[str] = Counter()
    for path in paths:
        counts.update(word.strip(".,?!:").lower() for word in path.read_text(encoding="utf-8").split())
    return counts.total(), len(counts)


def _transcript(words: list[str], person: str, random: np.random.Generator) -> str:
    lines = []
    at = 0
    while at < len(words):
        end = min(len(words), at + int(random.integers(*TURN_WORDS)))
        sentences = []
        while at < end:
            stop = min(end, at + int(random.integers(*SENTENCE_WORDS)))
            said = words[at:stop]
            if len(said) > 8:
                said[4] += ","
            sentences.append(" ".join(said).capitalize() + ".")
            at = stop
        question = QUESTIONS[int(random.integers(len(QUESTIONS)))]
        lines += [f"Pewawancara: {question}", f"{person}: {' '.join(sentences)}", ""]
    return "\n".join(lines)
