"""What coders see of a word: colloquial Indonesian, chat abbreviations and Kupang Malay in their standard form.

The stored text never changes. Words that follow no rule are lists (`lexicon/colloquial.tsv`, `lexicon/kupang.tsv`): the standard
words, a tab, the forms that stand for them. Colloquial verbs follow rules (`ngatur`, `nyambung`, `dikerjain`, `kebayar`), which
apply only where they lead to a known root, so that no name or foreign word is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gigtext.language.lexicon import ENDINGS, read_rows, roots

_LENGTHENED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z]{2,})2(nya|an|ku|mu)?")
_HYPHENED = re.compile(r"^(\w+)-(nya|ku|mu|kan|an|in|lah)$|^(di|nge)-(?=\w)")
_SHORTEST_ROOT = 3
_NUMBERS = frozenset(
    [
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
        "sebelas",
        "berapa",
        "sekian",
    ]
)


@cache
def normalise(word: str) -> tuple[str, ...]:
    """The standard words that stand for `word` (any case); usually one, two for a fused form.

    >>> normalise("nggak"), normalise("gatau"), normalise("Kerja")
    (('tidak',), ('tidak', 'tahu'), ('kerja',))
    >>> normalise("ngaturnya"), normalise("kerjain"), normalise("bangeeet"), normalise("teman2")
    (('mengaturnya',), ('kerjakan',), ('sangat',), ('teman-teman',))
    """
    lower = word.lower()
    lower = lower.rstrip(".") or lower  # an abbreviation keeps its full stop as a token (`HP.`, `dkk.`)
    lower = _HYPHENED.sub(r"\1\2\3", lower)  # HP-nya, di-cancel
    found = _listed(lower)
    if found is None:
        short = _LENGTHENED.sub(r"\1", lower)
        if short != lower:
            found = _listed(short) or _listed(_LENGTHENED.sub(r"\1\1", lower)) or _verb(short)
            found = found or ((short,) if is_root(short) else None)
        elif doubled := _DOUBLED.fullmatch(lower):
            found = (f"{doubled[1]}-{doubled[1]}{doubled[2] or ''}",)
    return found or _verb(lower) or (lower,)


@cache
def _standard_forms() -> dict[str, tuple[str, ...]]:
    return {
        form: tuple(standard.split())
        for name in ("kupang.tsv", "colloquial.tsv")
        for standard, forms in read_rows(name)
        for form in forms.split()
    }


def _listed(word: str) -> tuple[str, ...] | None:
    """The standard form of a listed word, an ending behind it kept (`kerjaannya` is its own matter, `udahlah` → `sudah`)."""
    forms = _standard_forms()
    if word in forms:
        return forms[word]
    for ending in ENDINGS:
        base = word[: -len(ending)]
        if word.endswith(ending) and base in forms and not is_root(word):
            standard = forms[base]
            return standard if ending in ("lah", "kah", "pun") else (*standard[:-1], standard[-1] + ending)
    return None


def is_root(word: str) -> bool:
    """Whether `word` is a root that takes affixes."""
    return word in roots()


def _verb(word: str) -> tuple[str, ...] | None:
    """The standard form of a colloquial verb; None when no rule leads to a known root."""
    if len(word) < 5 or not word.isascii() or not word.replace("-", "").isalpha() or is_root(word):
        return None
    for ending in ("", *ENDINGS):
        if ending and not word.endswith(ending):
            continue
        base = word[: len(word) - len(ending)]
        for standard in _standard_verbs(base):
            return (standard + ending,)
    return None


def _standard_verbs(word: str) -> Iterator[str]:
    """Standard verbs that `word` may stand for, likeliest first."""
    if is_root(word):
        return
    stems = [(word, "")]
    if word.endswith("in") and len(word) > _SHORTEST_ROOT + 2:
        # kerjain: "kerjakan"; kenain: "kenai"
        stems.append((word[:-2], "kan"))
        stems.append((word[:-1], ""))
        if listed := _standard_forms().get(word[:-2]):
            stems.append((listed[0], "kan"))  # dapetin: "dapatkan"
    for body, ending in stems:
        if ending and is_root(body):
            yield body + ending
        for prefix, rest in _passive(body):
            if is_root(rest) and (ending or prefix == "ter"):
                yield prefix + rest + ending
        for active, root in _active(body):
            if is_root(root):
                yield active + ending
    if word.startswith("ba") and len(word) > 5 and is_root(word[2:]):
        yield "ber" + word[2:]  # Kupang Malay: bajual, bakumpul


def _passive(body: str) -> Iterator[tuple[str, str]]:
    """(standard prefix, root) of forms with di-, ke- (accidental)."""
    if body.startswith("di-"):
        yield "di", body[3:]
    elif body.startswith("di"):
        yield "di", body[2:]
    if body.startswith("ke") and len(body) > 5 and body[2:] not in _NUMBERS:
        yield "ter", body[2:]


def _active(body: str) -> Iterator[tuple[str, str]]:
    """(verb with meN-, its root) of forms with a bare nasal: ngatur, ngirim, nyambung, nulis, mikir, ngeprint."""
    if body.startswith("nge"):
        rest = body[3:].lstrip("-")
        yield "menge" + rest if len(rest) < 4 else "me" + _nasal(rest) + rest, rest
    if body.startswith("ng"):
        rest = body[2:].lstrip("-")
        yield "meng" + rest, rest
        yield "meng" + rest, "k" + rest
        return
    if body.startswith("ny"):
        yield "meny" + body[2:], "s" + body[2:]
        yield "men" + "c" + body[2:], "c" + body[2:]
        return
    if body.startswith("n"):
        yield "men" + body[1:], "t" + body[1:]
    if body.startswith("m"):
        yield "mem" + body[1:], "p" + body[1:]


def _nasal(root: str) -> str:
    """The nasal that meN- takes before `root`, as with foreign words: its first letter stays."""
    first = root[0]
    if first in "bpfv":
        return "m"
    if first in "cdjtsz":
        return "n"
    return "" if first in "lmnrwy" else "ng"
