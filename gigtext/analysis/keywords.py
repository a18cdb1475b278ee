"""Distinctive words of a group of participants, or of a theme: log-likelihood and log-odds beside plain counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log, sqrt

from gigtext.analysis.selection import (
    attribute_label,
    find_attribute,
    find_theme,
    fold,
    groups,
    identifier,
    missing_notes,
    select,
)
from gigtext.codebook.matching import read_list
from gigtext.errors import InputError
from gigtext.language import analyse
from gigtext.language.lexicon import read_lines
from gigtext.records import Cell, Column, Table
from gigtext.store import Results
from gigtext.wording import decimal, pick, say

LEAST_COUNT = 2
"""A word said once distinguishes nothing."""
BY_THEME = ("theme", "tema")


@dataclass(slots=True)
class _Talk:
    """The counted words of some passages."""

    words: Counter[str] = field(default_factory=Counter)
    speakers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    total: int = 0

    def add(self, words: Sequence[str], speaker: str) -> None:
        self.words.update(words)
        self.total += len(words)
        for word in words:
            self.speakers[word].add(speaker)


@dataclass(frozen=True, slots=True)
class _Part:
    """One group or theme: the passages that are compared with all others of the same comparison."""

    key: str
    label: str
    passages: frozenset[str]


def keywords(
    results: Results,
    *,
    by: str,
    theme: str | None = None,
    where: Sequence[str] = (),
    count: int = 20,
    lang: str = "id",
) -> list[Table]:
    """Per group of the attribute `by` (or per theme, `by="theme"`) the words it uses more than the others, z highest first.

    Words are the standard forms of `language.analyse` in codable passages; interviewers never count, nor do the function
    words of `lexicon/function_words.txt`, numbers and single letters. `theme` narrows the talk to one theme's passages
    (with `by="theme"`: only this theme's table). Participants without a value of `by` take no part; a theme is compared
    with all passages that do not carry it firmly.

    Columns: key `group`; `word`; `n`, `rest` (how often in the group, in the others); `rate`, `rate_rest` (per 1,000 counted
    words); `people` (participants of the group who use it); `z` (`log_odds_z`); `g2` (`log_likelihood`); `mark`, set
    where one participant alone uses the word. Only words said at least twice and more often per 1,000 words than in the
    others. Raises InputError for unknown names and where there is nothing to compare with.
    """
    if count < 1:
        raise InputError(f"--count {count}: at least one word is needed")
    said = select(results, where)
    by_theme = fold(by) in BY_THEME
    passages = _passages(results)
    missing: list[str] = []
    if by_theme:
        what, parts = say(lang, "theme"), _themes(results, theme, lang)
        every = frozenset(passages)
    else:
        column = find_attribute(results, by)
        what = attribute_label(results.codebook, column, lang)
        chosen = _with_theme(results, find_theme(results.codebook, theme).name) if theme else frozenset(passages)
        parts = [part for part in _groups(results, column, chosen, lang) if part.passages]
        every = frozenset().union(*(part.passages for part in parts))
        missing = missing_notes(results, [column], lang)
        if len(parts) < 2:
            raise InputError(
                f"--by {by}: only {len(parts)} group speaks here, nothing to compare it with; choose another"
            )
    prior = _talk(passages, every)
    speakers = len({passages[each][1] for each in every})
    scale = prior.total / speakers if speakers else 0.0
    notes = [
        say(lang, "keywords_note", n=prior.total, least=LEAST_COUNT),
        say(lang, "keywords_measures", prior=decimal(scale, lang, 0)),
        say(lang, "keywords_theme" if by_theme else "keywords_groups"),
        *missing,
    ]
    if theme and not by_theme:
        code = find_theme(results.codebook, theme)
        notes.append(say(lang, "keywords_within", theme=pick(code.label, lang, code.name)))
    if said:
        notes.append(say(lang, "where", where=said))
    return [_table(part, _talk(passages, part.passages), prior, scale, what, count, notes, lang) for part in parts]


def log_likelihood(n: int, total: int, rest: int, total_rest: int) -> float:
    """G² of a word said `n` times in `total` words and `rest` times in `total_rest` words of the others (Dunning 1993).

    As Rayson & Garside (2000) compute it: 2 (n ln(n / E1) + rest ln(rest / E2)), with E1 and E2 the counts expected when
    both use the word equally often; a term with a count of 0 is 0.

    >>> round(log_likelihood(10, 1000, 5, 1000), 2)
    1.7
    """
    both, words = n + rest, total + total_rest
    terms = ((n, both * total / words), (rest, both * total_rest / words))
    return 2 * sum(seen * log(seen / expected) for seen, expected in terms if seen)


def log_odds_z(n: int, total: int, rest: int, total_rest: int, alpha: float, alpha_total: float) -> float:
    """z of the log-odds ratio with informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, eq. 16, 20, 22).

    `alpha`: the word's share of the prior, `alpha_total` the whole prior, both in words and the same for both sides.
    Above 0: more typical of the side of `n`.
    """
    here = log((n + alpha) / (total + alpha_total - n - alpha))
    there = log((rest + alpha) / (total_rest + alpha_total - rest - alpha))
    return (here - there) / sqrt(1 / (n + alpha) + 1 / (rest + alpha))


@cache
def left_out() -> frozenset[str]:
    """Words that are never keywords: function words (`lexicon/function_words.txt`) and number words."""
    return frozenset(word for line in read_lines("function_words.txt") for word in line.split()).union(
        read_list("numbers.txt")
    )


def _counted_words(text: str) -> list[str]:
    ignored = left_out()
    return [
        word
        for word in analyse(text).words
        if len(word) > 1 and word not in ignored and not any(character.isdigit() for character in word)
    ]


def _passages(results: Results) -> dict[str, tuple[list[str], str]]:
    """Passage id → its counted words and its participant, for the codable passages of the `counted` view."""
    rows = results.database.execute(
        "SELECT c.passage, c.participant, p.text FROM counted c JOIN passages p ON p.id = c.passage WHERE c.codable"
    ).fetchall()
    return {passage: (_counted_words(text), participant) for passage, participant, text in rows}


def _with_theme(results: Results, code: str) -> frozenset[str]:
    rows = results.database.execute(
        "SELECT c.passage FROM counted c JOIN decisions d ON d.passage_id = c.passage "
        "WHERE c.codable AND d.status = 'firm' AND d.code = ?",
        [code],
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _themes(results: Results, theme: str | None, lang: str) -> list[_Part]:
    chosen = [find_theme(results.codebook, theme)] if theme else results.codebook.codes
    parts = [_Part(code.name, pick(code.label, lang, code.name), _with_theme(results, code.name)) for code in chosen]
    return [part for part in parts if part.passages or theme]


def _groups(results: Results, column: str, chosen: frozenset[str], lang: str) -> list[_Part]:
    """The groups of an attribute, those without a value left out."""
    rows = results.database.execute(
        f"SELECT {identifier(column)}, passage FROM counted WHERE codable AND {identifier(column)} IS NOT NULL"
    ).fetchall()
    members: defaultdict[str, set[str]] = defaultdict(set)
    for value, passage in rows:
        if passage in chosen:
            members[value].add(passage)
    return [
        _Part(group.key, group.label, frozenset(members[str(group.values[0])]))
        for group in groups(results, [column], lang)
        if group.values[0] is not None
    ]


def _talk(passages: dict[str, tuple[list[str], str]], chosen: frozenset[str]) -> _Talk:
    talk = _Talk()
    for passage in chosen:
        talk.add(*passages[passage])
    return talk


def _table(
    part: _Part, talk: _Talk, prior: _Talk, scale: float, what: str, count: int, notes: list[str], lang: str
) -> Table:
    total_rest = prior.total - talk.total
    rows: list[tuple[Cell, ...]] = []
    for word, n in talk.words.items():
        rest = prior.words[word] - n
        rate = 1000 * n / talk.total
        rate_rest = 1000 * rest / total_rest if total_rest else 0.0
        if n < LEAST_COUNT or rate <= rate_rest or not total_rest:
            continue
        alpha = scale * prior.words[word] / prior.total
        people = len(talk.speakers[word])
        z = log_odds_z(n, talk.total, rest, total_rest, alpha, scale)
        g2 = log_likelihood(n, talk.total, rest, total_rest)
        mark = say(lang, "keywords_one") if people == 1 else ""
        rows.append((part.key, word, n, rest, rate, rate_rest, people, z, g2, mark))
    rows.sort(key=lambda row: (-float(str(row[7])), str(row[1])))
    columns = (
        Column("group", "group", "key"),
        Column("word", say(lang, "keywords_word")),
        Column("n", "n", "count"),
        Column("rest", say(lang, "keywords_rest"), "count"),
        Column("rate", say(lang, "keywords_rate"), "number"),
        Column("rate_rest", say(lang, "keywords_rate_rest"), "number"),
        Column("people", say(lang, "informants"), "count"),
        Column("z", "z", "number"),
        Column("g2", "G²", "number"),
        Column("mark", say(lang, "mark")),
    )
    title = say(lang, "keywords_title", by=what, group=part.label, n=talk.total)
    return Table(title, columns, tuple(rows[:count]), tuple(notes))
