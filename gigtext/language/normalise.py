"""What coders see of a word: colloquial Indonesian, chat abbreviations and Kupang Malay in their standard form.

The stored text never changes. The lists are data: `lexicon/*.tsv`, the standard words, a tab, and the forms that stand for them.
"""

from __future__ import annotations

from functools import cache

from gigtext.language.lexicon import read_rows


@cache
def _standard_forms() -> dict[str, tuple[str, ...]]:
    return {form: tuple(standard.split()) for standard, forms in read_rows("colloquial.tsv") for form in forms.split()}


@cache
def normalise(word: str) -> tuple[str, ...]:
    """The standard words that stand for `word` (any case); usually one, two for a fused form.

    >>> normalise("nggak"), normalise("gatau"), normalise("Kerja")
    (('tidak',), ('tidak', 'tahu'), ('kerja',))
    """
    lower = word.lower()
    return _standard_forms().get(lower, (lower,))
