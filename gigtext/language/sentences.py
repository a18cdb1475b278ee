"""Where sentences begin and end in Indonesian text, spoken or written.

One implementation: the spaCy component of `gigtext.language.pipeline` and `analyse` both call `sentences`.
"""

from __future__ import annotations

import re

from gigtext.language.abbreviations import abbreviations, closing_abbreviations

_CLOSERS = r"[\"'”’»)\]}*_]"
_END = re.compile(rf"(?P<mark>[.!?…]+)(?P<closers>{_CLOSERS}*)(?P<space>\s+|(?=[A-Z][a-z]))")
_NEWLINE = re.compile(r"[ \t]*\n\s*")
_OPENERS = "\"'“‘«([{*_-–—•¿¡ "
_WRAPPED = 50
"""Lines longer than this many characters may be wrapped prose; a shorter line break is the writer's own."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end (code points, end exclusive, no surrounding white space) of every sentence of `text`, in order.

    >>> text = "Beta su cape. Kenapa? Pendapatan turun, mis. bulan lalu cuma Rp 1.500.000."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Beta su cape.', 'Kenapa?', 'Pendapatan turun, mis. bulan lalu cuma Rp 1.500.000.']
    """
    cuts = [match.end() for match in _END.finditer(text) if _ends_sentence(text, match)]
    cuts += _line_breaks(text) if "\n" in text else []
    spans = []
    start = 0
    for cut in [*sorted(set(cuts)), len(text)]:
        piece = text[start:cut]
        body = piece.strip()
        if body:
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(body)))
        start = cut
    return spans


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark, closers = match["mark"], match["closers"]
    following = text[match.end() :].lstrip(_OPENERS)[:1] if match.end() < len(text) else ""
    if not following:
        return True
    starts_lower = following.islower()
    if mark == ".":
        if starts_lower:
            return False
        if closers:
            return True
        word = _word_before(text, match.start())
        return not _is_abbreviation(word, following)
    if "!" in mark or "?" in mark:
        return not (closers and starts_lower)
    return not starts_lower


def _word_before(text: str, end: int) -> str:
    start = end
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in "(\"'“‘[":
        start -= 1
    return text[start:end]


def _is_abbreviation(word: str, following: str) -> bool:
    if len(word) == 1 and word.isupper():
        return True
    lower = word.lower()
    if lower in closing_abbreviations():
        return not following.isupper()
    if word.isdigit():
        return False
    return lower in abbreviations()


def _line_breaks(text: str) -> list[int]:
    """Ends of the line breaks that end a sentence: blank lines, and lines that had room for the next word."""
    lines = text.split("\n")
    width = max(len(line.rstrip()) for line in lines)
    cuts = []
    for match in _NEWLINE.finditer(text):
        if match.end() == len(text):
            break
        line_start = text.rfind("\n", 0, match.start()) + 1
        length = match.start() - line_start
        next_word = len(text[match.end() :].split(maxsplit=1)[0])
        if match[0].count("\n") > 1 or width < _WRAPPED or length + 1 + next_word <= width:
            cuts.append(match.end())
    return cuts
