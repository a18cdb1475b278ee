"""Tokens and sentences against Universal Dependencies (words only, see tests/data/ud/README.md), by the CoNLL 2018 definition."""

from pathlib import Path

import pytest

from gigtext.language import create_nlp
from tests.language.conll18 import f1, read_conllu, without_spaces

DATA = Path(__file__).parents[1] / "data" / "ud"


@pytest.mark.parametrize(("name", "tokens", "sentences"), [("pud.conllu", 99.5, 96.0), ("csui.conllu", 99.0, 91.0)])
def test_tokens_and_sentences(name: str, tokens: float, sentences: float) -> None:
    treebank = read_conllu(DATA / name)
    doc = create_nlp()(treebank.text)
    ours = without_spaces(treebank.text, [(token.idx, token.idx + len(token)) for token in doc if not token.is_space])
    cuts = without_spaces(treebank.text, [(sent.start_char, sent.end_char) for sent in doc.sents])
    assert f1(treebank.tokens, ours) >= tokens
    assert f1(treebank.sentences, cuts) >= sentences
