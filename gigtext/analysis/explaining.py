"""`gigtext explain`: why a passage got its codes, or did not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gigtext.classifier import predict, word_weights
from gigtext.coding import DECISIVE_PRECISION, SUGGESTED_SHARE, Coder, decide
from gigtext.language import Tokens, analyse
from gigtext.records import Cell, Code, Column, Hit, Table
from gigtext.wording import decimal, pick, say

SHOWN_CODES = 5
SHOWN_WORDS = 6
SHOWN_EXAMPLES = 3


def explain_passage(coder: Coder, text: str, *, code: str | None = None, lang: str = "id") -> list[Table]:
    """Three tables: the likeliest codes (`code` alone when given), what speaks for and against the first of them, and the
    sentences of the codebook most like the passage.

    Numbers are the coder's own: `probability` is calibrated on held-out real talk, `threshold` the one from which on a
    passage is coded firmly.
    """
    tokens = analyse(text)
    hits = coder.rules.match(tokens)
    scores: dict[str, float] = {}
    if coder.model is not None:
        vectors = coder.encoder.encode([text]) if coder.encoder else None
        scores = dict(zip(coder.model.codes, predict(coder.model, [tokens], [hits], vectors)[0].tolist(), strict=True))
    decided = {decision.code: decision for decision in decide(coder, "passage", hits, scores)}
    hit_codes = {hit.code for hit in hits}
    codes = {each.name: each for each in coder.codebook.codes}
    order = sorted(codes, key=lambda name: (name not in decided, name not in hit_codes, -scores.get(name, 0.0)))
    shown = [code] if code else order[:SHOWN_CODES]
    rows: list[list[Cell]] = []
    for name in shown:
        decision = decided.get(name)
        threshold = coder.model.thresholds.get(name) if coder.model else None
        status = say(lang, "status_" + decision.status) if decision else "–"
        by = say(lang, "by_" + decision.coder) if decision else ""
        rows.append([name, pick(codes[name].label, lang, name), status, scores.get(name), threshold, by])
    columns = (
        Column("code", "code", "key"),
        Column("theme", say(lang, "theme")),
        Column("status", say(lang, "status")),
        Column("probability", say(lang, "probability"), "number"),
        Column("threshold", say(lang, "threshold"), "number"),
        Column("decided_by", say(lang, "decided_by")),
    )
    notes = [
        say(lang, "explain_note", share=decimal(SUGGESTED_SHARE, lang, 1), rule=decimal(DECISIVE_PRECISION, lang, 1))
    ]
    first = shown[0]
    return [
        Table(say(lang, "explain_codes"), columns, tuple(rows), tuple(notes)),
        _reasons(coder, tokens, hits, codes[first], lang),
        _nearest(coder, tokens, lang),
    ]


def _reasons(coder: Coder, tokens: Tokens, hits: Sequence[Hit], code: Code, lang: str) -> Table:
    """Patterns that match, then what the words, the encoder and the theme's rarity add: together the log-odds of the code."""
    model = coder.model
    trained = model is not None and code.name in model.codes
    rows: list[list[Cell]] = []
    counted = False
    for hit in hits:
        if hit.code != code.name:
            continue
        known = model.rule_precision.get(f"{hit.code}: {hit.pattern}") if model else None
        measured = (
            say(lang, "rule_measured", precision=decimal(known[0], lang, 2), n=known[1])
            if known
            else say(lang, "rule_unmeasured")
        )
        # one hit counts, however many patterns there are
        counts = model is not None and trained and hit.stance == "affirmed" and not counted
        weight = round(model.rule_weight, 3) if model is not None and counts else None
        counted = counted or counts
        kind = say(lang, "pattern" if hit.stance == "affirmed" else "pattern_denied")
        rows.append([kind, tokens.text[hit.start : hit.end], weight, measured, hit.pattern])
    if model is not None and trained:
        rows += [
            [say(lang, key, n=n), text, round(weight, 3), "", ""]
            for key, text, weight, n in _parts(coder, tokens, code)
        ]
    columns = (
        Column("kind", say(lang, "reason")),
        Column("text", say(lang, "in_the_passage")),
        Column("weight", say(lang, "weight"), "number"),
        Column("note", ""),
        Column("pattern", say(lang, "pattern"), "key"),
    )
    return Table(say(lang, "explain_reasons", theme=pick(code.label, lang, code.name)), columns, tuple(rows))


def _parts(coder: Coder, tokens: Tokens, code: Code) -> list[tuple[str, str, float, int]]:
    """(wording key, word, log-odds, number of words) of everything but the rules, for a code that the model knows."""
    model = coder.model
    assert model is not None
    place = model.codes.index(code.name)
    slope = float(model.slope[place])
    weights: defaultdict[str, float] = defaultdict(float)
    for start, end, weight in zip(tokens.starts, tokens.ends, word_weights(model, tokens, code.name), strict=True):
        weights[tokens.text[start:end].lower()] += slope * weight
    ranked = sorted(weights.items(), key=lambda item: -abs(item[1]))
    shown, rest = ranked[:SHOWN_WORDS], ranked[SHOWN_WORDS:]
    parts = [("word_for" if weight > 0 else "word_against", word, weight, 1) for word, weight in shown]
    parts.sort(key=lambda part: -part[2])
    if rest:
        parts.append(("other_words", "", sum(weight for _, weight in rest), len(rest)))
    if coder.encoder is not None and model.meaning is not None and model.meaning_slope is not None:
        from gigtext.classifier.meaning import meaning_scores

        score = meaning_scores(model.meaning, coder.encoder.encode([tokens.text]))[0, place]
        parts.append(("meaning_part", "", float(model.meaning_slope[place] * score), 0))
    parts.append(("rarity", "", float(model.intercept[place] + slope * model.bias[place]), 0))
    return parts


def _nearest(coder: Coder, tokens: Tokens, lang: str) -> Table:
    """Examples and counterexamples of the codebook most like the passage (cosine of what the coder sees)."""
    sentences = [
        (code, kind, text)
        for code in coder.codebook.codes
        for kind, texts in (("example", code.examples), ("counterexample", code.counterexamples))
        for text in texts
    ]
    rows: list[list[Cell]] = []
    if sentences and coder.model is not None:
        like = _similarity(coder, tokens, [text for _, _, text in sentences])
        for at in np.argsort(-like, kind="stable")[:SHOWN_EXAMPLES].tolist():
            code, kind, text = sentences[at]
            if like[at] > 0:
                rows.append(
                    [code.name, pick(code.label, lang, code.name), say(lang, kind), round(float(like[at]), 2), text]
                )
    columns = (
        Column("code", "code", "key"),
        Column("theme", say(lang, "theme")),
        Column("kind", say(lang, "sentence_kind")),
        Column("similarity", say(lang, "similarity"), "number"),
        Column("text", say(lang, "sentence")),
    )
    return Table(say(lang, "explain_nearest"), columns, tuple(rows))


def _similarity(coder: Coder, tokens: Tokens, texts: Sequence[str]) -> NDArray[np.float64]:
    assert coder.model is not None
    if coder.encoder is not None and coder.model.meaning is not None:
        from gigtext.classifier.meaning import centred

        units = centred(coder.encoder.encode([tokens.text, *texts]), coder.model.meaning.centre)
        return np.asarray(units[1:] @ units[0], dtype=np.float64)
    rows = coder.model.features.transform([tokens, *map(analyse, texts)])
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    products = np.asarray((rows[1:] @ rows[0].T).todense()).ravel()
    return np.asarray(products / np.maximum(1e-12, norms[1:] * norms[0]), dtype=np.float64)
