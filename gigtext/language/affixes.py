"""The confix-stripping stemmer of PySastrawi: the same stems at many times its speed.

Nazief & Adriani (1996) as extended by Asian (2007, "Effective Techniques for Indonesian Text Retrieval", pp. 60-79), by Enhanced
Confix Stripping and by Sastrawi. PySastrawi tries forty rules one after another on every word, most of them through regular
expressions that Python compiles anew; here they are a table, looked up by a word's first letter. Where one of its rules
looks odd it is kept: the tests hold our stems against PySastrawi's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_V, _C = "[aiueo]", "[bcdfghjklmnpqrstvwxyz]"
_PLAIN = (("", 0),)

_Ways = tuple[tuple[str, int] | None, ...]
"""(letters to put before the rest of the word, letters to leave out of it first): the first that gives a root, else the last
one; None there: then the rule does not apply."""

_RULES: tuple[tuple[str, _Ways], ...] = (
    (rf"ber(?={_V})", (("", 0), ("r", 0))),
    (rf"ber(?={_C}[a-z](?!er))", _PLAIN),
    (rf"ber(?=(?!r){_C}[a-z]er{_V})", _PLAIN),
    (r"bel(?=ajar\Z)", _PLAIN),
    (rf"be(?=(?!r){_C}er{_C})", _PLAIN),
    (rf"ter(?={_V})", (("", 0), ("r", 0))),
    (rf"ter(?=(?!r){_C}er{_V})", _PLAIN),
    (rf"ter(?=(?!r){_C}(?!er))", _PLAIN),
    (rf"te(?=(?!r){_C}er{_C})", _PLAIN),
    (rf"me(?=[lrwy]{_V})", _PLAIN),
    (r"mem(?=[bfv])", _PLAIN),
    (r"mem(?=pe)", _PLAIN),
    (rf"mem(?={_V})", (("m", 0), ("p", 0))),
    (r"men(?=[cdjstz])", _PLAIN),
    (rf"men(?={_V})", (("n", 0), ("t", 0))),
    (r"meng(?=[ghqk])", _PLAIN),
    (r"meng(?=e)", (("", 0), ("k", 0), ("", 1), ("ng", 0))),
    (r"meng(?=[aiuo])", (("", 0), ("k", 0), ("ng", 0))),
    (rf"meny(?={_V})", (("ny", 0), ("s", 0))),
    (r"mem(?=p[abcdfghijklmopqrstuvwxyz])", _PLAIN),
    (rf"pe(?=[wy]{_V})", _PLAIN),
    (rf"per(?={_V})", (("", 0), ("r", 0))),
    (rf"per(?={_C}[a-z](?!er))", _PLAIN),
    (rf"per(?=(?!r){_C}[a-z]er{_V})", _PLAIN),
    (r"pem(?=[bfv])", _PLAIN),
    (rf"pem(?={_V})", (("m", 0), ("p", 0))),
    (r"pen(?=[cdjstz])", _PLAIN),
    (rf"pen(?={_V})", (("n", 0), ("t", 0))),
    (rf"peng(?={_C})", _PLAIN),
    (r"peng(?=e)", (("", 0), ("k", 0), ("", 1))),
    (r"peng(?=[aiuo])", (("", 0), ("k", 0), None)),
    (rf"peny(?={_V})", (("ny", 0), ("s", 0))),
    (r"pel(?=ajar\Z)", _PLAIN),
    (rf"pe(?=l{_V})", _PLAIN),
    (rf"pe(?={_C}(?!er))", _PLAIN),
    (rf"ter(?=[bcdfghjkpqstvxz]er{_C})", _PLAIN),
    (rf"pe(?=[bcdfghjkpqstvxz]er{_C})", _PLAIN),
    (r"ku", _PLAIN),
    (r"kau", _PLAIN),
)
_BY_LETTER = {
    letter: tuple((re.compile(rule).match, ways) for rule, ways in _RULES if rule.startswith(letter))
    for letter in {rule[0] for rule, _ in _RULES}
}
_INFIX = re.compile(rf"{_C}(?:er|el|em|in)(?={_V})").match
_PREFIX_FIRST = re.compile(r"be.*(?:lah|an)\Z|(?:me|di|pe|ter).*i\Z").match
_PARTICLE = re.compile(r"-*(?:lah|kah|tah|pun)\Z").search
_PRONOUN = re.compile(r"-*(?:ku|mu|nya)\Z").search
_DERIVED = re.compile(r"(?:is|isme|isasi|i|kan|an)\Z").search
_ENCLITICS = ("ku", "mu", "nya", "lah", "kah", "tah", "pun")


@dataclass(slots=True)
class _State:
    """What is left of a word, and what was cut off so far."""

    word: str
    first: str | None = None
    """What the word was before the first cut."""
    suffixes: tuple[tuple[str, str], ...] = ()
    """(word before, word after) of every ending cut off."""


def strip_affixes(word: str, roots: frozenset[str]) -> str:
    """The root of `word` (letters a-z and hyphens); a word in which no root is found stays as it is."""
    before, hyphen, after = word.rpartition("-")
    if not hyphen or (after in _ENCLITICS and "-" not in before):
        return _strip_one(word, roots)
    if after in _ENCLITICS:
        before, _, middle = before.rpartition("-")
        after = f"{middle}-{after}"
    root, other = _strip_one(before, roots), _strip_one(after, roots)
    if after not in roots and other == after:
        other = _strip_one("me" + after, roots)
    return root if root == other else word


def _strip_one(word: str, roots: frozenset[str]) -> str:
    if word in roots:
        return word
    short = len(word) <= 3
    state = _State(word)
    if _PREFIX_FIRST(word):
        if _strip_prefixes(state, roots, short) or _strip_suffixes(state, roots, short):
            return state.word
        state = _State(word)
    if _strip_suffixes(state, roots, short) or _strip_prefixes(state, roots, short):
        return state.word
    return state.word if _restore_suffixes(state, roots, short) else word


def _strip_suffixes(state: _State, roots: frozenset[str], short: bool) -> bool:
    """Cut particle, pronoun and derivational ending; whether a root was reached."""
    for search in (_PARTICLE, _PRONOUN, _DERIVED):
        if found := search(state.word):
            rest = state.word[: found.start()]
            state.first = state.first or state.word
            state.suffixes += ((state.word, rest),)
            state.word = rest
        if state.word in roots:
            return True
        if short:
            return False
    return False


def _strip_prefixes(state: _State, roots: frozenset[str], short: bool) -> bool:
    """Cut up to three prefixes; whether a root was reached."""
    for _ in range(3):
        rest = _cut_prefix(state.word, roots, short)
        if rest is not None:
            state.first = state.first or state.word
            state.word = rest
        if state.word in roots:
            return True
        if rest is None:
            return False
    return False


def _cut_prefix(word: str, roots: frozenset[str], short: bool) -> str | None:
    if word.startswith(("di", "ke", "se")):
        return word[2:]
    if short or word in roots:
        return None
    for match, ways in _BY_LETTER.get(word[:1], ()):
        if found := match(word):
            rest = word[found.end() :]
            result = None
            for way in ways:
                result = None if way is None else way[0] + rest[way[1] :]
                if result in roots:
                    break
            if result is not None:
                return result
    if _INFIX(word):
        return word[0] + word[3:]
    return None


def _restore_suffixes(state: _State, roots: frozenset[str], short: bool) -> bool:
    """Put the endings back one by one, as what looked like an ending may belong to the root, and cut prefixes again."""
    start = state.first if state.first is not None else state.word
    for before, rest in reversed(state.suffixes):
        state.word = before
        if before.removeprefix(rest) == "kan":
            state.word = rest + "k"
            if _strip_prefixes(state, roots, short):
                return True
            state.word = rest + "kan"
        if _strip_prefixes(state, roots, short):
            return True
        state.word = start
    state.word = start
    return state.word in roots
