"""A light spaCy `Language` for Indonesian: tokens as Universal Dependencies cuts them, and a sentence splitter.

spaCy's own `Indonesian` takes seconds to create (16,000 special cases) and cuts `teman-teman` in three; this one has
no special cases at all: abbreviations are one anchored regular expression.
Importing this module imports spaCy; the rest of `gigtext.language` does so only when text is first analysed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import spacy
from spacy.language import BaseDefaults, Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from gigtext.language.abbreviations import abbreviation_pattern
from gigtext.language.sentences import sentences

LANGUAGE_CODE = "id_gigtext"
CACHED_CHUNKS = 200_000
"""spaCy's tokenizer forgets everything after 10,000 distinct chunks and then runs at a ninth of its speed."""

_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›"
_OPENING = rf"[(\[{{<{_QUOTES}¿¡]"
_CLOSING = rf"[)\]}}>{_QUOTES}]"
_CURRENCY = r"(?:US\$|S\$|A\$|R[Pp]|IDR|USD|[$£€¥₹])"
_EMOJI = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*))"
)
_LETTER = r"[^\W\d_]"
_PREFIX = (
    rf"\A(?:{_OPENING}|\.\.+|…|[.,;:!?*_~|&=+/\\•·●▪](?!\Z)|--+|[-–—](?!\d)|#(?!\w)|{_CURRENCY}(?=\.?\d)|{_EMOJI})"
)
_SUFFIX = rf"(?:{_CLOSING}|\.\.+|…|[.,;:*_~|&=+/\\]|[!?]+|--+|[-–—]|%|[’']s|n[’']t|{_EMOJI})\Z"
_INFIX = (
    rf"\.\.+|…|--+|[–—]|[!?]+|[()\[\]{{}}<>\"“”«»;|]|{_EMOJI}"
    rf"|(?<={_LETTER})[,:/&+=](?={_LETTER})"
    rf"|(?<=[0-9])[/:](?={_LETTER})"
    r"|(?<=[^\W\d_A-Z])\.(?=[A-Z])"
    rf"|(?<={_LETTER}{_LETTER}{_LETTER})\.(?={_LETTER}{_LETTER}{_LETTER})"
    r"|(?<=[0-9])-(?=[0-9])"
)


def _whole_tokens() -> Callable[[str], object]:
    """Matches chunks that are one token although they hold or end in punctuation: abbreviations, initials, numbers."""
    initials = r"(?:[A-Z]\.)+[A-Z]?\.?"
    number = r"[-+]?\d+(?:[.,:]\d+)+"
    return re.compile(rf"(?:{initials}|(?:{abbreviation_pattern()})\.|{number})\Z").match


def _address() -> Callable[[str], object]:
    """Matches web and mail addresses and handles, which stay one token."""
    host = r"(?:[\w-]+\.)+[a-z]{2,}"
    return re.compile(rf"(?:https?://\S*[\w/]|(?:www\.|[\w.+-]+@){host}|(?:{host}/\S*[\w/])|[@#]\w+)\Z").match


class _Defaults(BaseDefaults):
    tokenizer_exceptions: dict[str, list[dict[int, str]]] = {}  # noqa: RUF012
    prefixes = None
    suffixes = None
    infixes = None
    lex_attr_getters = {}  # noqa: RUF012


@spacy.registry.languages(LANGUAGE_CODE)  # type: ignore[attr-defined]
class LightIndonesian(Language):  # type: ignore[no-untyped-call]
    """`spacy.Language` with our tokenizer; reachable as `spacy.blank("id_gigtext")` once this module is imported."""

    lang = LANGUAGE_CODE
    Defaults = _Defaults


def make_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer alone, over the vocabulary of `nlp`."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=re.compile(_PREFIX).search,
        suffix_search=re.compile(_SUFFIX).search,
        infix_finditer=re.compile(_INFIX).finditer,
        token_match=_whole_tokens(),
        url_match=_address(),
        max_cache_size=CACHED_CHUNKS,
    )


@Language.component("gigtext_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """spaCy component: the first token of each of our `sentences` starts a sentence."""
    starts = iter([start for start, _ in sentences(doc.text)][1:])
    following = next(starts, None)
    for token in doc:
        token.is_sent_start = token.i == 0
        if following is not None and token.idx >= following:
            token.is_sent_start = True
            following = next(starts, None)
    return doc


def create_nlp() -> Language:
    """A light Indonesian pipeline, tokenizer and sentence splitter, in under 0.1 s once spaCy is imported."""
    nlp = LightIndonesian(create_tokenizer=make_tokenizer)
    nlp.add_pipe("gigtext_sentences")
    return nlp
