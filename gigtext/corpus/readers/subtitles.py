"""Subtitles: SubRip (.srt) and WebVTT (.vtt), also as transcription services write them."""

from __future__ import annotations

import html
import re

from gigtext.corpus.readers.joining import Talk, find_labels, join_talk
from gigtext.corpus.source import Source
from gigtext.errors import InputError

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
_WORD_TIMES = re.compile(r"<(?:\d+:)?\d\d:\d\d\.\d{3}>")


def read_subrip(text: str) -> Source:
    """One turn per cue, its lines joined by a space."""
    import srt

    try:
        cues = list(srt.parse(text))
    except srt.SRTParseError as error:
        line = text.count("\n", 0, error.expected_start) + 1
        raise InputError(
            f"line {line} is not part of a subtitle; repair the numbering and the times around it"
        ) from None
    except ValueError as error:
        raise InputError("a subtitle has a time that cannot be read; times look like 00:01:23,500") from error
    talks = [Talk(_clean(cue.content), time=round(cue.start.total_seconds(), 3)) for cue in cues]
    return _finish(talks)


def read_webvtt(text: str) -> Source:
    """One turn per voice (`<v Rina>`) of a cue; cues that scroll are read once."""
    import webvtt

    if not text.startswith("WEBVTT"):
        text = f"WEBVTT\n\n{text}"
    try:
        captions = webvtt.from_string(text).captions
    except webvtt.errors.MalformedFileError as error:
        raise InputError("the subtitles are damaged; save them again as .vtt or .srt") from error
    scrolling = _WORD_TIMES.search(text) is not None
    last = ""
    talks: list[Talk] = []
    for caption in captions:
        hours, minutes, seconds = caption.start.split(":")
        time = round(int(hours) * 3600 + int(minutes) * 60 + float(seconds), 3)
        lines = list(caption.lines)
        if scrolling:
            # Automatic captions repeat the line above while it scrolls.
            lines = [line for line in lines if _clean(line)]
            repeated = [_clean(line) for line in lines]
            lines = [line for line, plain in zip(lines, repeated, strict=True) if plain != last]
            last = repeated[-1] if repeated else last
        speaker = ""
        parts = _VOICE.split("\n".join(lines))
        for index, part in enumerate(parts):
            if index % 2:
                speaker = html.unescape(part).strip()
            else:
                talks.append(Talk(html.unescape(_clean(part)), speaker, time))
    return _finish(talks)


def _clean(content: str) -> str:
    return " ".join(_TAGS.sub("", content).replace("\n", " ").split(" ")).strip()


def _finish(talks: list[Talk]) -> Source:
    if not any(talk.text for talk in talks):
        raise InputError("no subtitles were found; a cue has a line 00:00:01,000 --> 00:00:04,000 above its text")
    return join_talk(find_labels([talk for talk in talks if talk.text]))
