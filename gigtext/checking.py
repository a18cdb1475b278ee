"""`codebook check`: patterns against their sentences, examples and counterexamples through the whole coder."""

from __future__ import annotations

from gigtext.codebook import check_patterns
from gigtext.coding import code_batch
from gigtext.machine import load_coder
from gigtext.records import Codebook, Passage


def check_codebook(codebook: Codebook, model: str | None = None) -> list[str]:
    """All findings, each `file:line: fact; fix`. An example must be coded firmly, a counterexample must not be."""
    problems = check_patterns(codebook)
    coder = load_coder(codebook, model, "both")
    sentences = [
        (code, text, expected)
        for code in codebook.codes
        for expected, texts in ((True, code.examples), (False, code.counterexamples))
        for text in texts
    ]
    passages = [
        Passage(str(at), "codebook", at, "codebook", 0, len(text), text) for at, (_, text, _) in enumerate(sentences)
    ]
    _, decisions = code_batch(coder, passages)
    firm = {(decision.passage_id, decision.code) for decision in decisions if decision.status == "firm"}
    for at, (code, text, expected) in enumerate(sentences):
        if ((str(at), code.name) in firm) == expected:
            continue
        kind, fact, fix = (
            ("example", "is not coded", "add a pattern that matches it, or more training passages like it")
            if expected
            else ("counterexample", "is coded", "give the pattern that matches it an unless, or train again")
        )
        short = text if len(text) <= 60 else text[:57] + "…"
        problems.append(f'{codebook.path}:{code.line}: code "{code.name}": {kind} "{short}" {fact}; {fix}')
    return problems
