"""What a codebook says of itself, put to the test: sentences of its patterns, and how much it tells its coders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gigtext.codebook.rules import Rules, compile_rules
from gigtext.language import analyse
from gigtext.records import Code, Codebook, Pattern, Stance


@dataclass(frozen=True, slots=True)
class PatternMeasure:
    """How one pattern did on coded passages."""

    code: str
    pattern: str
    line: int
    right: tuple[int, ...]
    """Rows that it hit (affirmed) and that carry the code, by their number in the material."""
    wrong: tuple[int, ...]
    """Rows that it hit (affirmed) and that do not carry the code."""
    denied: tuple[int, ...]
    """Rows in which every hit of it was denied."""

    @property
    def hits(self) -> int:
        return len(self.right) + len(self.wrong)

    @property
    def precision(self) -> float | None:
        """Share of hits that are right; None without hits."""
        return len(self.right) / self.hits if self.hits else None


def check_patterns(codebook: Codebook) -> list[str]:
    """Patterns that miss a sentence of their `yes:` or hit one of their `no:`, each as `file:line: fact; fix`."""
    problems: list[str] = []
    for code in codebook.codes:
        for pattern in code.patterns:
            place = f"{codebook.path}:{pattern.line}: pattern `{pattern.match}` of code `{code.name}`"
            rules = _rules_of(codebook, code, pattern)
            for sentence in pattern.yes:
                match _stance(rules, sentence):
                    case None:
                        problems.append(f"{place} does not match its `yes` sentence «{sentence}»; mend one of them")
                    case "denied":
                        problems.append(f"{place} reads its `yes` sentence «{sentence}» as denied; mend one of them")
            problems += [
                f"{place} matches its `no` sentence «{sentence}»; narrow it, add `unless:`, or mend the sentence"
                for sentence in pattern.no
                if _stance(rules, sentence) == "affirmed"
            ]
    return problems


def check_completeness(
    codebook: Codebook, *, patterns: int = 0, examples: int = 1, counterexamples: int = 1
) -> list[str]:
    """What a codebook lacks to be tested well, each as `file:line: fact; fix`: codes with fewer patterns, examples or
    counterexamples than the given numbers, and patterns without a `yes` or a `no` sentence."""
    problems: list[str] = []
    for code in codebook.codes:
        place = f"{codebook.path}:{code.line}: code `{code.name}` has"
        for name, found, wanted in (
            ("patterns", code.patterns, patterns),
            ("examples", code.examples, examples),
            ("counterexamples", code.counterexamples, counterexamples),
        ):
            if len(found) < wanted:
                count = f"only {len(found)}" if found else "no"
                problems.append(f"{place} {count} {name}; write at least {wanted} under `{name}:`")
        for pattern in code.patterns:
            for name, sentences in (("yes", pattern.yes), ("no", pattern.no)):
                if not sentences:
                    problems.append(
                        f"{codebook.path}:{pattern.line}: pattern `{pattern.match}` of code `{code.name}` has no `{name}` "
                        f"sentence; write one that it must{'' if name == 'yes' else ' not'} match"
                    )
    return problems


def measure_patterns(codebook: Codebook, rows: Iterable[tuple[str, Iterable[str]]]) -> list[PatternMeasure]:
    """Hits of every pattern of `codebook` on coded passages, `rows` of (text, codes), in the order of the codebook."""
    rules = compile_rules(codebook)
    found: dict[tuple[str, str], tuple[list[int], list[int], list[int]]] = {
        (code.name, pattern.match): ([], [], []) for code in codebook.codes for pattern in code.patterns
    }
    for number, (text, codes) in enumerate(rows):
        stances: dict[tuple[str, str], Stance] = {}
        for hit in rules.match(analyse(text)):
            if stances.get((hit.code, hit.pattern)) != "affirmed":
                stances[hit.code, hit.pattern] = hit.stance
        present = set(codes)
        for key, stance in stances.items():
            right, wrong, denied = found[key]
            (denied if stance == "denied" else right if key[0] in present else wrong).append(number)
    return [
        PatternMeasure(code.name, pattern.match, pattern.line, *(tuple(row) for row in found[code.name, pattern.match]))
        for code in codebook.codes
        for pattern in code.patterns
    ]


def _rules_of(codebook: Codebook, code: Code, pattern: Pattern) -> Rules:
    return compile_rules(replace(codebook, codes=(replace(code, patterns=(pattern,)),)))


def _stance(rules: Rules, sentence: str) -> Stance | None:
    """`affirmed` when one hit in `sentence` is, `denied` when all are, None without a hit."""
    stances = {hit.stance for hit in rules.match(analyse(sentence))}
    return "affirmed" if "affirmed" in stances else "denied" if stances else None
