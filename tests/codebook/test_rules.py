"""The rules that a passage tries hold all that match: every pattern searched in every text, the plain way."""

import json
from pathlib import Path

import pytest

from gigtext.codebook import compile_rules, load_codebook
from gigtext.codebook.matching import compile_pattern, encode
from gigtext.language import analyse
from gigtext.records import Codebook

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    "path", [None, EXAMPLES / "other-study" / "codebook.yaml", EXAMPLES / "reviews" / "casa.yaml"], ids=str
)
def test_no_match_is_missed(path: Path | None) -> None:
    codebook: Codebook = load_codebook(path)
    rules = compile_rules(codebook)
    lines = (EXAMPLES / "training" / "real" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[::40]]
    texts += [text for code in codebook.codes for pattern in code.patterns for text in pattern.yes[:1]]
    patterns = sorted(
        {
            pattern.match
            for code in codebook.codes
            for pattern in code.patterns
            if not pattern.regex and not pattern.unless
        }
    )
    matched = 0
    for text in texts:
        tokens = analyse(text)
        encoded = encode(tokens)
        found = {hit.pattern for hit in rules.match(tokens)}
        for pattern in patterns:
            if compile_pattern(pattern).search(encoded.text):
                matched += 1
                assert pattern in found, (pattern, text)
    assert matched
