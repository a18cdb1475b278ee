"""Indonesian as it is spoken: tokens, sentences, standard forms and stems.

    analyse(text)     words of a text as the coders see them (Tokens)
    sentences(text)   spans of its sentences
    normalise(word)   standard Indonesian for a colloquial, abbreviated or Kupang Malay word
    stem(word)        the stem of a standard word
    create_nlp()      the same tokenizer and sentence splitter as a spaCy Language

spaCy is imported when a text is first analysed, not with this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gigtext.language.normalise import normalise
from gigtext.language.sentences import sentences
from gigtext.language.stem import stem
from gigtext.language.tokens import Tokens, analyse, stems_in

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Tokens", "analyse", "create_nlp", "normalise", "sentences", "stem", "stems_in"]


def create_nlp() -> Language:
    """A light spaCy `Language` for Indonesian (see `gigtext.language.pipeline`), created in under 0.1 s."""
    from gigtext.language.pipeline import create_nlp as create

    return create()
