"""Token and sentence F1 (CoNLL 2018 definition) on Universal Dependencies files, beside spaCy's own rules.

python benchmarks/ud_scores.py id_pud-ud-test.conllu id_csui-ud-train.conllu [--errors]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import spacy
from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parents[1]))

from gigtext.language import create_nlp
from tests.language.conll18 import Span, Treebank, f1, read_conllu, without_spaces


def predict(nlp: Language, text: str) -> tuple[list[Span], list[Span]]:
    """Token and sentence spans of `nlp`, counted without white space."""
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    doc = nlp(text)
    tokens = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    return without_spaces(text, tokens), without_spaces(text, [(s.start_char, s.end_char) for s in doc.sents])


def print_errors(treebank: Treebank, tokens: list[Span], sentences: list[Span]) -> None:
    """What differs from the gold standard: gold on the left, ours on the right."""
    letters = "".join(treebank.text.split())
    for gold, ours in ((treebank.tokens, tokens), (treebank.sentences, sentences)):
        missed, wrong = sorted(set(gold) - set(ours)), sorted(set(ours) - set(gold))
        print(
            "missed:",
            [letters[a:b] if b - a < 40 else f"{letters[a : a + 15]}…{letters[b - 15 : b + 10]}" for a, b in missed],
        )
        print(
            "wrong:",
            [letters[a:b] if b - a < 40 else f"{letters[a : a + 15]}…{letters[b - 15 : b + 10]}" for a, b in wrong],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what differs")
    options = parser.parse_args()
    sentencizer = spacy.blank("xx")
    sentencizer.add_pipe("sentencizer")
    ours = create_nlp()
    print(f"{'file':30} {'pipeline':22} {'tokens':>7} {'sentences':>10}")
    for path in options.files:
        treebank = read_conllu(path)
        for name, nlp in (("gigtext", ours), ("spaCy xx, sentencizer", sentencizer)):
            tokens, sentences = predict(nlp, treebank.text)
            scores = f1(treebank.tokens, tokens), f1(treebank.sentences, sentences)
            print(f"{path.name:30} {name:22} {scores[0]:7.2f} {scores[1]:10.2f}")
            if options.errors and nlp is ours:
                print_errors(treebank, tokens, sentences)


if __name__ == "__main__":
    main()
