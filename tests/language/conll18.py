"""Token and sentence scores as the CoNLL 2018 shared task defines them.

A token or sentence is the span of its characters in the text without white space; a predicted span is right when the
gold standard has the same span (Zeman et al. 2018, "CoNLL 2018 Shared Task", section 5; script `conll18_ud_eval.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True)
class Treebank:
    """Raw text (sentences joined by one space) and the gold spans in it, counted without white space."""

    text: str
    tokens: list[Span]
    sentences: list[Span]


def read_conllu(path: Path) -> Treebank:
    """Read a `.conllu` file; a multiword token counts as the one surface token that it is."""
    texts: list[str] = []
    tokens: list[Span] = []
    sentences: list[Span] = []
    position = begin = 0
    covered = 0
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# text = "):
            texts.append(line.removeprefix("# text = "))
        elif line and line[0].isdigit():
            number, form = line.split("\t")[:2]
            first, _, last = number.partition("-")
            if "." in number or int(first) <= covered:
                continue
            covered = int(last or first)
            length = len("".join(form.split()))
            tokens.append((position, position + length))
            position += length
        elif not line and position > begin:
            sentences.append((begin, position))
            begin, covered = position, 0
    return Treebank(" ".join(texts), tokens, sentences)


def without_spaces(text: str, spans: list[Span]) -> list[Span]:
    """Spans counted in `text` → the same spans counted in `text` without white space."""
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))
    return [(before[start], before[end]) for start, end in spans]


def f1(gold: list[Span], predicted: list[Span]) -> float:
    """F1 of predicted against gold spans, 0..100."""
    right = len(set(gold) & set(predicted))
    return 200 * right / (len(gold) + len(predicted)) if gold or predicted else 100.0
