"""`analyse`: a text as the coders see it, words in standard Indonesian with their stems, sentences and clauses.

A token, its standard form and its stem depend on the stretch between two spaces only. So each distinct stretch goes
once through the spaCy tokenizer of `gigtext.language.pipeline`, the normaliser and the stemmer; ten million running
words have about a hundred thousand of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from gigtext.language.abbreviations import abbreviations
from gigtext.language.normalise import normalise
from gigtext.language.sentences import sentences
from gigtext.language.stem import stem

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

_CHUNK = re.compile(r"\S+")
_PLAIN = re.compile(
    r"""([("“]?)((?:R[Pp]|IDR|USD)(?=\d))?"""
    r"""((?!(?:R[Pp]|IDR|USD)\d)[^\W_]+(?:-(?!(?<=\d-)\d)[^\W_]+)*|[0-9]+(?:-[0-9]+)+|\d+(?:[.,:]\d+)+)"""
    r"""(\.+|…|[?!]+)?((?:[,;:)"”%]+[.?!]?)?)"""
)
"""Opening sign, currency, word, range or number, end of a sentence, signs behind it."""
_RANGE = re.compile(r"(?<=[0-9])(-)(?=[0-9])")
_CLAUSE_MARKS = re.compile(r"[,;:()\[\]{}–—\-/]+|[.!?…]+|--+")


@dataclass(frozen=True)
class Tokens:
    """Words and numbers of one text; all lists have one entry per token.

    `starts`, `ends`: code points into `text`. `words`: lower case, standard Indonesian. `stems`: of `words`.
    `forms`: lower case, as said. `sentence`, `clause`: 0-based numbers that never fall; a clause is a stretch
    between commas, semicolons, colons, dashes, brackets or ends of sentences.
    A form that stands for two words ("gatau") is two tokens with the same span.
    """

    text: str
    chunks: list[_Chunk] = field(repr=False)
    """What stands between spaces, in order: everything else follows from it, when it is first asked for."""

    @cached_property
    def words(self) -> list[str]:
        return [word for chunk in self.chunks for word in chunk.words]

    @cached_property
    def stems(self) -> list[str]:
        return [stem for chunk in self.chunks for stem in chunk.stems]

    @cached_property
    def forms(self) -> list[str]:
        return [form for chunk in self.chunks for form in chunk.forms]

    @cached_property
    def starts(self) -> list[int]:
        return [base + start for base, chunk in self._placed() for start in chunk.starts]

    @cached_property
    def ends(self) -> list[int]:
        return [base + end for base, chunk in self._placed() for end in chunk.ends]

    @cached_property
    def sentence(self) -> list[int]:
        numbers: list[int] = []
        for number, (_, end) in enumerate(sentences(self.text)):
            numbers += [number] * (bisect_left(self.starts, end) - len(numbers))
        return numbers

    @cached_property
    def clause(self) -> list[int]:
        before = accumulate((chunk.marks for chunk in self.chunks), initial=0)
        return [marks + own for marks, chunk in zip(before, self.chunks, strict=False) for own in chunk.clauses]

    def _placed(self) -> Iterator[tuple[int, _Chunk]]:
        return zip((match.start() for match in _CHUNK.finditer(self.text)), self.chunks, strict=True)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What one stretch between spaces holds; `clauses[i]` counts clause marks before token i."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    clauses: tuple[int, ...]
    marks: int


@cache
def _tokenizer() -> Tokenizer:
    from gigtext.language.pipeline import create_nlp

    tokenizer: Tokenizer = create_nlp().tokenizer
    return tokenizer


def _cut(chunk: str) -> list[tuple[int, str]]:
    """The spaCy tokens of a stretch and where they begin.

    Most of talk is plain, and no reason to start spaCy: a word or number with signs around it, each of them a token of its own.
    """
    if (found := _PLAIN.fullmatch(chunk)) and not (found[4] == ".." and len(found[3]) == 1):
        opening, currency, word, end, signs = found.groups()
        if end == "." and _keeps_stop(word) and (signs or not opening):
            word, end = word + end, None
        words = _RANGE.split(word) if word[0].isdigit() else [word]
        pieces = [*filter(None, (opening, currency, *words, end)), *signs]
        return list(zip(accumulate(map(len, pieces), initial=0), pieces, strict=False))
    return [(token.idx, token.text) for token in _tokenizer()(chunk)]


def _keeps_stop(word: str) -> bool:
    """Whether a full stop behind `word` belongs to it: initials and abbreviations."""
    return (len(word) == 1 and "A" <= word <= "Z") or word.lower() in abbreviations()


@cache
def _chunk(chunk: str) -> _Chunk:
    rows: list[tuple[int, int, str, str, str, int]] = []
    marks = 0
    for start, said in _cut(chunk):
        form = said.lower()
        if not any(character.isalnum() for character in form):
            marks += bool(_CLAUSE_MARKS.fullmatch(form))
            continue
        for word in normalise(form):
            rows.append((start, start + len(said), word, stem(word), form, marks))
    starts, ends, words, stems, forms, clauses = zip(*rows, strict=True) if rows else ((), (), (), (), (), ())
    return _Chunk(starts, ends, words, stems, forms, clauses, marks)


def analyse(text: str) -> Tokens:
    """The words of `text` as the coders see them."""
    return Tokens(text, list(map(_chunk, text.split())))


def stems_in(chunk: str) -> tuple[str, ...]:
    """The stems of a stretch between two spaces, as `analyse` finds them."""
    return _chunk(chunk).stems
