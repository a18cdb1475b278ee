"""JSON: what speech recognition writes (Whisper and its relatives), and interviews as turns.

{"segments": [{"start": 0.0, "end": 2.5, "text": "…", "speaker": "SPEAKER_00"}]}      Whisper, WhisperX
{"words": [{"word": "…", "start": 0.0, "end": 0.4}]}, {"word_segments": […]}           word lists
{"chunks": [{"timestamp": [0.0, 2.5], "text": "…"}]}                                  Transformers
{"transcription": [{"offsets": {"from": 0, "to": 2500}, "text": "…"}]}                whisper.cpp, milliseconds
{"utterances": [{"speaker": "A", "start": 0, "text": "…"}]}                           services, milliseconds
{"id": "…", "attributes": {…}, "turns": [{"speaker": "P", "text": "…"}]}              interviews; instead of `text`
                                                                                      also `passages: [{"text"}]`
[{…}, {…}]                                                                            any of these items, or rows
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from gigtext.corpus.readers.joining import Talk, clean_text, find_labels, join_talk
from gigtext.corpus.readers.rows import arrange_rows, collect_records
from gigtext.corpus.source import Source
from gigtext.errors import InputError

_MARKS_OF_SPEECH = frozenset(["start", "timestamp", "offsets", "passages"])
_PAUSE = 1.0
"""Seconds of silence that end a segment in a list of words."""


def read_json(text: str, text_column: str | None = None, question_column: str | None = None) -> Source:
    """A JSON file of one of the shapes above; InputError for any other."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise InputError(f"line {line} is not valid JSON; export the transcript again, or save it as .txt") from None
    attributes: dict[str, str] = {}
    items, kind = content, ""
    if isinstance(content, dict):
        for key in ("turns", "segments", "utterances", "transcription", "chunks", "words", "word_segments"):
            if isinstance(content.get(key), list) and content[key]:
                attributes = _read_attributes(content)
                items, kind = content[key], key
                break
    if isinstance(items, list) and items and all(isinstance(item, dict) for item in items):
        first = items[0]
        if "word" in first or kind == "words":
            return join_talk(find_labels(_join_words(items)), attributes=attributes)
        if kind or first.keys() & _MARKS_OF_SPEECH or first.keys() <= {"speaker", "text"}:
            # Services that say `utterances` count in whole milliseconds.
            milliseconds = kind == "utterances" and all(isinstance(item.get("start"), int) for item in items)
            return join_talk(find_labels(_read_items(items, milliseconds=milliseconds)), attributes=attributes)
        return arrange_rows(*collect_records(items), text_column=text_column, question_column=question_column)
    if isinstance(content, dict) and isinstance(content.get("text"), str):
        return Source(clean_text(content["text"]), attributes=_read_attributes(content))
    raise InputError('this JSON holds no transcript; known are {"segments": […]}, {"turns": […]} and a list of rows')


def _read_attributes(content: Mapping[str, Any]) -> dict[str, str]:
    found = content.get("attributes")
    pairs = dict(found) if isinstance(found, dict) else {}
    if isinstance(content.get("id"), str | int):
        pairs = {"id": content["id"], **pairs}
    return {str(key): str(value) for key, value in pairs.items() if isinstance(value, str | int | float)}


def _read_items(items: Sequence[Mapping[str, Any]], *, milliseconds: bool = False) -> list[Talk]:
    talks = []
    for number, item in enumerate(items, 1):
        passages = item.get("passages")
        text = item.get("text", item.get("talk", item.get("transcript")))
        if isinstance(passages, list):
            text = "\n".join(str(passage.get("text", "")) for passage in passages if isinstance(passage, dict))
        if not isinstance(text, str):
            raise InputError(f"item {number} has no text; every segment or turn needs a text")
        time = _read_start(item)
        if milliseconds and time is not None:
            time /= 1000
        talks.append(Talk(text, _read_speaker(item), time))
    return talks


def _read_speaker(item: Mapping[str, Any]) -> str:
    speaker = item.get("speaker", item.get("speaker_label", item.get("speaker_id")))
    return "" if speaker is None else str(speaker).strip()


def _read_start(item: Mapping[str, Any]) -> float | None:
    offsets, timestamp = item.get("offsets"), item.get("timestamp")
    if isinstance(offsets, dict) and isinstance(offsets.get("from"), int | float):
        return float(offsets["from"]) / 1000
    if isinstance(timestamp, list) and timestamp and isinstance(timestamp[0], int | float):
        return float(timestamp[0])
    start = item.get("start", item.get("time"))
    return float(start) if isinstance(start, int | float) else None


def _join_words(words: Sequence[Mapping[str, Any]]) -> list[Talk]:
    """Words to segments: a new one after a pause, the end of a sentence, or when another person speaks."""
    talks: list[Talk] = []
    parts: list[str] = []
    speaker, start, end = "", None, None
    spaced = any(str(word.get("word", word.get("text", ""))).startswith(" ") for word in words)
    glue = "" if spaced else " "
    for word in words:
        text = str(word.get("word", word.get("text", "")))
        own, begins = _read_speaker(word) or speaker, _read_start(word)
        paused = end is not None and begins is not None and begins - end > _PAUSE
        if parts and (own != speaker or paused or parts[-1].rstrip().endswith((".", "?", "!"))):
            talks.append(Talk(glue.join(parts), speaker, start))
            parts, start = [], None
        parts.append(text)
        speaker = own
        start = begins if start is None else start
        stop = word.get("end")
        end = float(stop) if isinstance(stop, int | float) else end
    if parts:
        talks.append(Talk(glue.join(parts), speaker, start))
    return talks
