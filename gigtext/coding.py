"""The one place where rules, classifier and people meet: passages → Codings and Decisions.

The decision (one per passage × code):
1. a person's yes or no wins (`apply_judgements`);
2. else a rule whose cross-validated precision is at least `DECISIVE_PRECISION` decides alone;
3. else the classifier: `firm` from its threshold on, `suggested` from half of it on.
A code that is only denied in a passage ("tidak pernah dianggap remeh") is never counted, whatever the classifier says.
Where the classifier does not take part (`coder="rules"`, no model, a code it was not trained on) every rule counts,
except those measured to be wrong more often than right: they suggest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import ge
from typing import TYPE_CHECKING, Literal

from gigtext.codebook import Rules, compile_rules
from gigtext.errors import ModelError
from gigtext.language import analyse
from gigtext.records import Codebook, Coding, Decision, Hit, Passage, Status

if TYPE_CHECKING:
    from gigtext.classifier import Model
    from gigtext.classifier.encoder import Encoder
    from gigtext.language import Tokens

CoderName = Literal["rules", "classifier", "both"]

DECISIVE_PRECISION = 0.9
UNMEASURED_RULE_SCORE = 0.5
"""Printed for a rule that nobody has measured: no claim either way."""
SUGGESTED_SHARE = 0.5
"""A probability above this share of the threshold is `suggested`."""


@dataclass(frozen=True, slots=True)
class Coder:
    """Everything needed to code passages; build it once per process with `make_coder`."""

    codebook: Codebook
    rules: Rules
    model: Model | None
    name: CoderName
    encoder: Encoder | None = None
    """Reads passages for a model of the accurate tier."""

    @property
    def model_codes(self) -> tuple[str, ...]:
        """The codes that the classifier decides on, in the model's order."""
        if self.model is None or self.name == "rules":
            return ()
        return self.model.codes


def make_coder(
    codebook: Codebook, model: Model | None, coder: CoderName = "both", encoder: Encoder | None = None
) -> Coder:
    """Compile the codebook's rules and pair them with `model` (None: rules only).

    Raises ModelError when the model was trained on the vectors of another encoder.
    """
    if model is not None and model.tier == "accurate" and (encoder is None or encoder.version != model.encoder):
        raise ModelError(
            f"the model was trained with encoder {model.encoder}, this gigtext has "
            f"{encoder.version if encoder else 'none'}; train it again: gigtext train FOLDER --model accurate"
        )
    return Coder(codebook, compile_rules(codebook), model, "rules" if model is None else coder, encoder)


def code_batch(coder: Coder, passages: Sequence[Passage]) -> tuple[list[Coding], list[Decision]]:
    """What the machine coders say of `passages`, and what follows from it, in the order of `passages`.

    Passages that are not codable get nothing. Pure: the same passages always give the same result, however batched.
    """
    codable = [passage for passage in passages if passage.codable]
    tokens = [analyse(passage.text) for passage in codable]
    hits: list[list[Hit]] = [coder.rules.match(each) for each in tokens]
    probabilities = None
    possible = [False] * len(codable)
    if coder.model_codes and coder.model is not None and codable:
        from gigtext.classifier import predict

        vectors = coder.encoder.encode([passage.text for passage in codable]) if coder.encoder else None
        probabilities = predict(coder.model, tokens, hits, vectors)
        least = [SUGGESTED_SHARE * _threshold(coder, code) for code in coder.model_codes]
        possible = [any(map(ge, scores, least)) for scores in probabilities.tolist()]

    known = {code.name for code in coder.codebook.codes}
    codings: list[Coding] = []
    decisions: list[Decision] = []
    for row, passage in enumerate(codable):
        if not hits[row] and not possible[row]:
            continue  # most talk: no rule and no probability worth a decision
        scores: dict[str, float] = {}
        if probabilities is not None:
            scores = {
                code: score
                for code, score in zip(coder.model_codes, probabilities[row].tolist(), strict=True)
                if code in known
            }
        made = decide(coder, passage.id, hits[row], scores)
        decisions.extend(made)
        if coder.name != "classifier":
            codings.extend(_rule_coding(coder, passage.id, hit) for hit in hits[row])
        wanted = {decision.code for decision in made}
        for code, score in scores.items():
            if code in wanted and score >= SUGGESTED_SHARE * _threshold(coder, code):
                start, end = _classifier_evidence(coder, tokens[row], code)
                codings.append(Coding(passage.id, code, "classifier", score, start, end))
    return codings, decisions


def decide(coder: Coder, passage_id: str, hits: Sequence[Hit], scores: Mapping[str, float]) -> list[Decision]:
    """The machine's decisions on one passage, in codebook order.

    `scores` maps a code to the classifier's calibrated probability; a code without an entry is decided by rules alone.
    """
    affirmed: dict[str, float] = {}
    measured: dict[str, bool] = {}
    denied: set[str] = set()
    for hit in hits:
        if hit.stance == "denied":
            denied.add(hit.code)
            continue
        score, known = rule_score(coder, hit)
        if score >= affirmed.get(hit.code, -1.0):
            affirmed[hit.code], measured[hit.code] = score, known
    decisions = []
    for code in coder.codebook.codes:
        name = code.name
        rule = affirmed.get(name)
        if rule is None and name in denied and coder.name != "classifier":
            continue
        decision: tuple[Status, str, float] | None = None
        if name in scores:
            threshold = _threshold(coder, name)
            if coder.name != "classifier" and rule is not None and measured[name] and rule >= DECISIVE_PRECISION:
                decision = ("firm", "rules", rule)
            elif scores[name] >= threshold:
                decision = ("firm", "classifier", scores[name])
            elif scores[name] >= SUGGESTED_SHARE * threshold:
                decision = ("suggested", "classifier", scores[name])
        elif rule is not None and coder.name != "classifier":
            doubtful = measured[name] and rule < UNMEASURED_RULE_SCORE
            decision = ("suggested" if doubtful else "firm", "rules", rule)
        if decision is not None:
            decisions.append(Decision(passage_id, name, *decision))
    return decisions


def rule_score(coder: Coder, hit: Hit) -> tuple[float, bool]:
    """The measured precision of the pattern that fired, and whether it was measured at all."""
    known = coder.model.rule_precision.get(f"{hit.code}: {hit.pattern}") if coder.model else None
    return (known[0], True) if known else (UNMEASURED_RULE_SCORE, False)


def _threshold(coder: Coder, code: str) -> float:
    assert coder.model is not None
    return coder.model.thresholds[code]


def _rule_coding(coder: Coder, passage_id: str, hit: Hit) -> Coding:
    score, _ = rule_score(coder, hit)
    return Coding(passage_id, hit.code, "rules", score, hit.start, hit.end, hit.stance, hit.pattern)


def _classifier_evidence(coder: Coder, tokens: Tokens, code: str) -> tuple[int, int]:
    from gigtext.classifier import evidence

    assert coder.model is not None
    return evidence(coder.model, tokens, code)


def count_firm(decisions: Iterable[Decision]) -> dict[str, set[str]]:
    """Passage id → the codes that count in it."""
    firm: dict[str, set[str]] = {}
    for decision in decisions:
        if decision.status == "firm":
            firm.setdefault(decision.passage_id, set()).add(decision.code)
    return firm
