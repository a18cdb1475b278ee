"""Formats that give turns one by one (subtitles, JSON, rows): their talk, one below the other, is the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gigtext.corpus.source import Source, SourceTurn


@dataclass(frozen=True, slots=True)
class Talk:
    """What one person says, before it has a place in a text."""

    text: str
    speaker: str = ""
    time: float | None = None
    question: str = ""
    row_id: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


def join_talk(
    talks: Iterable[Talk], *, attributes: Mapping[str, str] | None = None, notes: Sequence[str] = ()
) -> Source:
    """The talk that is not empty, one below the other; offsets of turns leave out surrounding white space."""
    lines: list[str] = []
    turns: list[SourceTurn] = []
    position = 0
    for talk in talks:
        text = clean_text(talk.text).strip()
        if not text:
            continue
        turns.append(
            SourceTurn(
                talk.speaker,
                position,
                position + len(text),
                talk.time,
                talk.question,
                talk.row_id,
                dict(talk.attributes),
            )
        )
        lines.append(text)
        position += len(text) + 1
    return Source("\n".join(lines), turns=tuple(turns), attributes=dict(attributes or {}), notes=tuple(notes))


def clean_text(text: str) -> str:
    """Newlines as `\\n`; what JSON may hold and files cannot (half an emoji, NUL) becomes U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# `P: …`, `[SPEAKER_01]: …`, `Ibu Rina : …` at the beginning of a cue.
_LABEL = re.compile(r"(?:>>+\s*)?(?:[\[(]([^\])\n:]{1,30})[\])]\s*:?|([^\W\d_][\w. ()/-]{0,29}?)\s*:)\s+(?=\S)")
_SURE_LABEL = re.compile(
    r"(?:speaker|pembicara|penutur|informan|narasumber|responden|partisipan)[ _]?\d+|[A-Z]{1,3}\d{0,3}", re.I
)


def find_labels(talks: Sequence[Talk]) -> list[Talk]:
    """Move labels that stand in the talk itself (`P: Halo`) to the speaker; who spoke last goes on until the next label.

    For formats without a place for the speaker (.srt, most .vtt). A label is a label when it looks like nothing else
    (`SPEAKER_01`, `P`) or comes twice and is not the only one; so `Jadi: …`, said once, stays talk. Brackets without a
    colon must hold such a sure label: `[tertawa]` is none.
    """
    matches = [None if talk.speaker else _LABEL.match(talk.text) for talk in talks]
    names = [(match[1] or match[2]).strip() if match else "" for match in matches]
    counts = Counter(filter(None, names))
    bracketed = {name for name, match in zip(names, matches, strict=True) if match and match[1] and ":" not in match[0]}
    sure = {name for name in counts if _SURE_LABEL.fullmatch(name) and (name not in bracketed or not name.isalpha())}
    repeated = {name for name, count in counts.items() if count > 1 and name not in bracketed}
    labels = sure | repeated if sure or len(repeated) > 1 or sum(counts.values()) * 2 > len(talks) else set()
    has_speakers = bool(labels) or any(talk.speaker for talk in talks)

    found: list[Talk] = []
    speaker = ""
    for talk, match, name in zip(talks, matches, names, strict=True):
        if match is not None and name in labels:
            speaker = name
            talk = replace(talk, text=talk.text[match.end() :], speaker=speaker)
        elif talk.speaker:
            speaker = talk.speaker
        elif has_speakers:
            talk = replace(talk, speaker=speaker)
        found.append(talk)
    return found
