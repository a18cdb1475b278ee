"""The rules coder: all patterns of a codebook, compiled for speed, and what they find in a passage.

A passage only tries patterns whose required words all occur in one of its sentences, in order and near each other: every required place of a pattern is one bit, every
word of a sentence sets the bits of the places it can fill, and a pattern is looked up by its rarest place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from gigtext.codebook.denial import Negations, is_denied
from gigtext.codebook.matching import Encoded, Key, compile_pattern, encode, longest_match, required_places
from gigtext.language import Tokens
from gigtext.records import Codebook, Hit

_NOTHING: tuple[int, tuple[int, ...]] = (0, ())


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of one code."""

    code: str
    pattern: str
    regex: bool
    unless: tuple[str, ...]
    needs: int
    """One bit for each required place …"""
    order: tuple[int, ...]
    """… and these bits in the order in which a match fills them."""
    reach: int
    """The most words that a match takes."""

    @property
    def expression(self) -> re.Pattern[str]:
        """Compiled when a passage first tries the pattern: most transcripts need few of them."""
        return re.compile(self.pattern, re.IGNORECASE) if self.regex else compile_pattern(self.pattern)


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of a codebook, ready to match. `match` is a pure function of the tokens (words seen are cached)."""

    rules: tuple[Rule, ...]
    bits: Mapping[Key, int]
    """Key → the bits of the places it fills."""
    lookup: Mapping[Key, tuple[int, ...]]
    """Key → the rules that are looked up by it."""
    prefixes: tuple[str, ...]
    always: tuple[int, ...]
    """Rules with nothing to look up by: regular expressions."""
    codes_denials: bool = False
    """As in `Codebook`: then no hit is ever denied."""
    _seen: set[str] = field(default_factory=set, repr=False, compare=False)
    """Words looked up so far …"""
    _telling: dict[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict, repr=False, compare=False)
    """… and those of them that fill a place of some rule: its bits, and the rules looked up by it."""

    def match(self, tokens: Tokens) -> list[Hit]:
        """All hits in one passage, by place; offsets count code points into `tokens.text`.

        Hits of one pattern do not overlap: leftmost first, gaps as short and optional parts as long as they can be.
        """
        encoded: Encoded | None = None
        negations: Negations | None = None
        hits: list[Hit] = []
        for index in self._candidates(tokens):
            rule = self.rules[index]
            encoded = encoded or encode(tokens)
            for first, last, gaps in _spans(rule, encoded):
                if rule.unless and _excluded(rule, encoded, first):
                    continue
                denied = False
                if not self.codes_denials:
                    negations = negations or Negations(encoded)
                    denied = is_denied(negations, first, last, gaps)
                start, end = tokens.starts[first], tokens.ends[last - 1]
                hits.append(Hit(rule.code, rule.pattern, start, end, "denied" if denied else "affirmed"))
        hits.sort(key=lambda hit: (hit.start, hit.end))
        return hits

    def _candidates(self, tokens: Tokens) -> list[int]:
        """The rules all of whose required places are filled in one and the same sentence."""
        telling, seen = self._telling, self._seen
        for word, stem in zip(tokens.words, tokens.stems, strict=True):
            if word not in seen:
                seen.add(word)
                entry = self._look_up(stem, word)
                if entry is not _NOTHING:
                    telling[word] = entry
        found = set(self.always)
        if telling.keys().isdisjoint(tokens.words):
            return sorted(found)
        present: dict[int, int] = {}
        filled: dict[int, list[tuple[int, int]]] = {}
        looked_up: dict[int, list[tuple[int, ...]]] = {}
        for token, (word, sentence) in enumerate(zip(tokens.words, tokens.sentence, strict=True)):
            if told := telling.get(word):
                present[sentence] = present.get(sentence, 0) | told[0]
                filled.setdefault(sentence, []).append((token, told[0]))
                if told[1]:
                    looked_up.setdefault(sentence, []).append(told[1])
        for sentence, indexes in looked_up.items():
            absent, here = ~present[sentence], filled[sentence]
            for several in indexes:
                for index in several:
                    rule = self.rules[index]
                    if not rule.needs & absent and index not in found and _in_order(rule, here):
                        found.add(index)
        return sorted(found)

    def _look_up(self, stem: str, word: str) -> tuple[int, tuple[int, ...]]:
        """The bits that a word sets and the rules that are looked up by it."""
        keys = [("stem", stem), ("exact", word)]
        keys += [("prefix", prefix) for prefix in self.prefixes if word.startswith(prefix)]
        bits = 0
        rules: list[int] = []
        for key in keys:
            bits |= self.bits.get(key, 0)
            rules.extend(self.lookup.get(key, ()))
        return (bits, tuple(rules)) if bits else _NOTHING


def compile_rules(codebook: Codebook) -> Rules:
    """Every pattern of `codebook`, ready to match. The codebook has been validated by `load_codebook`."""
    patterns = [(code.name, pattern) for code in codebook.codes for pattern in code.patterns]
    places = [() if pattern.regex else required_places(pattern.match) for _, pattern in patterns]
    commonness = Counter(key for required in places for place in required for key in place)
    number: dict[frozenset[Key], int] = {}
    bits: defaultdict[Key, int] = defaultdict(int)
    lookup: defaultdict[Key, list[int]] = defaultdict(list)
    always: list[int] = []
    rules: list[Rule] = []
    for index, ((code, pattern), required) in enumerate(zip(patterns, places, strict=True)):
        order = tuple(1 << number.setdefault(place, len(number)) for place in required)
        for bit, place in zip(order, required, strict=True):
            for key in place:
                bits[key] |= bit
        needs = sum(set(order))
        reach = 0 if pattern.regex else longest_match(pattern.match)
        rules.append(Rule(code, pattern.match, pattern.regex, pattern.unless, needs, order, reach))
        if not required:
            always.append(index)
            continue
        # A word that many patterns ask for is a common word: look the pattern up by the place that fewest share.
        rarest = min(
            required, key=lambda place: (sum(commonness[key] for key in place), -min(len(k[1]) for k in place))
        )
        for key in rarest:
            lookup[key].append(index)
    return Rules(
        rules=tuple(rules),
        bits=dict(bits),
        lookup={key: tuple(indexes) for key, indexes in lookup.items()},
        prefixes=tuple(sorted(text for kind, text in bits if kind == "prefix")),
        always=tuple(always),
        codes_denials=codebook.codes_denials,
    )


def _in_order(rule: Rule, filled: list[tuple[int, int]]) -> bool:
    """Whether words of a sentence fill the required places in their order and near enough to each other.

    `filled`: (token, bits of the places it can fill). Spares most regular expressions.
    """
    order, last = rule.order, len(rule.order)
    for at, (first, bits) in enumerate(filled):
        if not bits & order[0]:
            continue
        if last == 1:
            return True
        wanted = 1
        for token, more in filled[at + 1 :]:
            if token - first >= rule.reach:
                break
            if more & order[wanted]:
                wanted += 1
                if wanted == last:
                    return True
    return False


def _spans(rule: Rule, encoded: Encoded) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """First token, last token (exclusive) and gaps of every match."""
    tokens = encoded.tokens
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    if rule.regex:
        for match in rule.expression.finditer(tokens.text):
            inside = [
                index
                for index, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True))
                if start < match.end() and end > match.start()
            ]
            if inside:
                found.append((inside[0], inside[-1] + 1, []))
        return found
    for match in rule.expression.finditer(encoded.text):
        first, last = encoded.span(*match.span())
        gaps = [encoded.span(start, end) for start, end in match.regs[1:] if start < end]
        found.append((first, last, gaps))
    return found


def _excluded(rule: Rule, encoded: Encoded, token: int) -> bool:
    start, end = encoded.slice(*encoded.sentence(token))
    return any(compile_pattern(context).search(encoded.text, start, end) for context in rule.unless)
