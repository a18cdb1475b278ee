"""People's yes and no: a plain CSV beside the transcripts, only ever appended to, laid over the machine's decisions.

A judgement is anchored by its quotation and its place, so that it survives a re-run, another way of splitting and small
edits of the transcript. One that can no longer be anchored is reported, and stays in the file.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from gigtext.errors import InputError
from gigtext.records import Decision, Judgement, Passage

FILE_NAME = "gigtext-decisions.csv"

_COLUMNS = tuple(each.name for each in fields(Judgement))
_ALIKE = 0.8
"""Two quotations at least this alike (difflib ratio, 0..1) are the same one after small edits."""


def read_judgements(path: Path) -> list[Judgement]:
    """All judgements in the file, oldest first; an absent file is an empty one. Raises InputError naming bad lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(enumerate(reader, start=2))
            header = reader.fieldnames or []
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read ({error}); restore it from your backup or save it as UTF-8") from None
    absent = [name for name in _COLUMNS if name not in header]
    if absent and rows:
        raise InputError(f"{path}:1: column {', '.join(absent)} is missing; restore the header {','.join(_COLUMNS)}")
    judgements, problems = [], []
    for line, row in rows:
        try:
            verdict = row["verdict"]
            if verdict not in ("yes", "no"):
                raise ValueError(f'verdict is "{verdict}"; write yes or no')
            judgements.append(
                Judgement(
                    row["document_id"],
                    int(row["start"]),
                    int(row["end"]),
                    row["quotation"],
                    row["code"],
                    "yes" if verdict == "yes" else "no",
                    row["coder"],
                    row["memo"] or "",
                    row["date"] or "",
                )
            )
        except (ValueError, TypeError) as error:
            problems.append(f"{path}:{line}: {error}")
    if problems:
        raise InputError(*problems)
    return judgements


def append_judgements(path: Path, judgements: Sequence[Judgement]) -> int:
    """Add to the file those judgements that change what it says; earlier rows are never touched. Returns how many."""
    latest = {_key(each): each for each in read_judgements(path)}
    new = []
    for judgement in judgements:
        known = latest.get(_key(judgement))
        if known is None or (known.verdict, known.memo) != (judgement.verdict, judgement.memo):
            new.append(judgement)
    if not new:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists() or path.stat().st_size == 0
    with path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
        if not fresh and not path.read_bytes().endswith((b"\n", b"\r")):
            file.write("\n")  # a hand-edited file may lack the last line end
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(_COLUMNS)
        writer.writerows([getattr(each, name) for name in _COLUMNS] for each in new)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def _key(judgement: Judgement) -> tuple[str, int, str, str, str]:
    return (judgement.document_id, judgement.start, judgement.quotation, judgement.code, judgement.coder)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What people's judgements make of the machine's decisions."""

    decisions: list[Decision]
    judges: Mapping[str, int]
    """Person → judgements that apply (the last one per passage × code)."""
    unanchored: list[Judgement]
    disputed: list[tuple[str, str]]
    """(passage id, code) on which two people disagree: shown as `suggested` until they agree."""
    said: Mapping[tuple[str, str], Mapping[str, Judgement]]
    """(passage id, code) → person → that person's last judgement."""


def apply_judgements(
    passages: Sequence[Passage], decisions: Iterable[Decision], judgements: Sequence[Judgement]
) -> Outcome:
    """Lay people's judgements over `decisions`: a yes makes `firm`, a no `rejected`; the person is named as coder."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document_id].append(passage)
    verdicts: dict[tuple[str, str], dict[str, Judgement]] = defaultdict(dict)
    unanchored = []
    anchored: dict[tuple[str, int, str], str | None] = {}
    for judgement in judgements:
        place = (judgement.document_id, judgement.start, judgement.quotation)
        if place not in anchored:
            anchored[place] = find_passage(by_document.get(judgement.document_id, []), judgement)
        passage_id = anchored[place]
        if passage_id is None:
            unanchored.append(judgement)
        else:
            verdicts[passage_id, judgement.code][judgement.coder] = judgement

    decided: dict[tuple[str, str], Decision] = {}
    judges: dict[str, int] = defaultdict(int)
    disputed = []
    for (passage_id, code), said in verdicts.items():
        for person in said:
            judges[person] += 1
        who = " + ".join(sorted(said))
        verdict = {judgement.verdict for judgement in said.values()}
        if len(verdict) > 1:
            disputed.append((passage_id, code))
            decided[passage_id, code] = Decision(passage_id, code, "suggested", who, 0.5)
        elif "yes" in verdict:
            decided[passage_id, code] = Decision(passage_id, code, "firm", who, 1.0)
        else:
            decided[passage_id, code] = Decision(passage_id, code, "rejected", who, 0.0)
    result = [decided.pop((each.passage_id, each.code), each) for each in decisions]
    result.extend(decided.values())
    return Outcome(result, dict(judges), unanchored, disputed, verdicts)


def find_passage(passages: Sequence[Passage], judgement: Judgement) -> str | None:
    """The id of the passage that `judgement` was made on, among the passages of its document; None when it is gone.

    The same words win, the nearest of them when they are said twice; else a passage that holds the quotation or is held
    by it (the transcript was split in another way); else the most alike one near the old place.
    """
    wanted = _squeeze(judgement.quotation)
    if not wanted:
        return None

    def distance(passage: Passage) -> int:
        return abs(passage.start - judgement.start)

    same = [passage for passage in passages if _squeeze(passage.text) == wanted]
    if same:
        return min(same, key=distance).id
    within = [
        passage
        for passage in passages
        if wanted in (text := _squeeze(passage.text)) or (text in wanted and 2 * len(text) >= len(wanted))
    ]
    if within:
        return min(within, key=distance).id
    from difflib import SequenceMatcher

    best, found = _ALIKE, None
    for passage in sorted(passages, key=distance)[:50]:
        matcher = SequenceMatcher(None, wanted, _squeeze(passage.text), autojunk=False)
        if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, passage.id
    return found


def _squeeze(text: str) -> str:
    """Without case and white space at length: what an editor changes without meaning to."""
    return " ".join(text.casefold().split())
