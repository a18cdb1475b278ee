"""The shortest script that finds phrases with spaCy: `spacy.blank("id")` and a PhraseMatcher, no stems, no classifier.

    python -m benchmarks.spacy_script FOLDER PHRASES.json

`PHRASES.json` maps a theme to its phrases. A yardstick for `python -m benchmarks`; it imports nothing of gigtext.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher


def count_themes(folder: Path, phrases: dict[str, list[str]]) -> Counter[str]:
    """How many paragraphs each theme's phrases stand in."""
    nlp = spacy.blank("id")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for theme, texts in phrases.items():
        matcher.add(theme, [nlp.make_doc(text) for text in texts])
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt")):
        paragraphs = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        for doc in nlp.pipe(paragraphs):
            counts.update({nlp.vocab.strings[key] for key, _, _ in matcher(doc)})
    return counts


if __name__ == "__main__":
    found = count_themes(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    for theme, count in found.most_common():
        print(f"{count:7} {theme}")
