"""Which themes are spoken of together: in one passage, in one turn, or by one participant in one interview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from gigtext.analysis.quotations import quotations as quote
from gigtext.analysis.selection import find_domain_or_theme, select
from gigtext.records import Cell, Code, Codebook, Column, Table
from gigtext.store import Results
from gigtext.wording import pick, say

Window = Literal["passage", "turn", "interview"]
Place = tuple[object, ...]
"""What names one window: its passage, its document and turn, or its document and participant."""

STABLE_FROM = 5
"""Below this number of shared windows one more or less changes the lift a lot."""

_COLUMNS: dict[Window, str] = {
    "passage": "c.passage",
    "turn": "c.document, p.turn",
    "interview": "c.document, c.participant",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    a: Code
    b: Code
    shared: frozenset[Place]
    """The windows in which both are spoken of."""
    cells: tuple[int, int, int, float, float]
    """n_a, n_b, both, jaccard, lift."""


def cooccurrence(
    results: Results,
    *,
    window: Window | None = None,
    rows: str | None = None,
    columns: str | None = None,
    where: Sequence[str] = (),
    quotations: int = 0,
    lang: str = "id",
) -> list[Table]:
    """How often two themes share a window; with `quotations`, what was said of both.

    `window`: None is the interview where `rows` or `columns` ask what meets what, else the passage.
    Windows: a passage; a turn; an interview, that is all that one participant says in one document (so the members of a
    focus group have a window each, and two interviews of one participant are two windows). Only windows with a codable
    passage exist; a theme is in a window when a codable passage there carries it firmly.

    First table, one row per pair of themes that share a window, most shared first: keys `code_a`, `code_b`; `theme_a`,
    `theme_b`; numbers of windows `n_a`, `n_b`, `both`; `jaccard` = both / (n_a + n_b - both) (Jaccard 1901), 0..1; `lift` =
    P(a and b) / (P(a) P(b)) = both · N / (n_a · n_b) over all N windows (Brin, Motwani, Ullman & Tsur 1997, there called
    interest): 1 when independent. `rows` and `columns` name a domain or a theme that the first and the second theme must be
    of. Second table (`quotations` > 0): per pair up to so many windows, of different participants first, each with the best
    passage of either side (one quotation where one passage is the best of both). Raises InputError for unknown names.
    """
    firsts, seconds = _chosen(results.codebook, rows), _chosen(results.codebook, columns)
    window = window or ("interview" if rows or columns else "passage")
    said = select(results, where)
    total, present = _windows(results, window)
    pairs = _pairs(firsts, seconds, present, total)
    notes = [say(lang, f"cooccur_{window}", n=total), say(lang, "cooccur_measures")]
    if any(pair.cells[2] < STABLE_FROM for pair in pairs):
        notes.append(say(lang, "cooccur_unstable", n=STABLE_FROM))
    if window == "interview":
        notes.append(say(lang, "cooccur_not_answer"))
    if not pairs:
        notes.append(say(lang, "cooccur_none"))
    if said:
        notes.append(say(lang, "where", where=said))
    title = say(lang, "cooccur_title")
    if rows or columns:
        title += f": {_name(results.codebook, rows, lang)} × {_name(results.codebook, columns, lang)}"
    tables = [_numbers(pairs, title, notes, lang)]
    if quotations and pairs:
        tables.append(_quotations(results, pairs, window, where, quotations, title, lang))
    return tables


def _chosen(codebook: Codebook, name: str | None) -> list[Code]:
    """The codes of the domain or theme called `name`; all without a name."""
    if name is None:
        return list(codebook.codes)
    found = find_domain_or_theme(codebook, name)
    return [found] if isinstance(found, Code) else [code for code in codebook.codes if code.domain == found.name]


def _name(codebook: Codebook, name: str | None, lang: str) -> str:
    if name is None:
        return say(lang, "cooccur_all")
    found = find_domain_or_theme(codebook, name)
    return pick(found.label, lang, found.name)


def _windows(results: Results, window: Window) -> tuple[int, dict[str, set[Place]]]:
    """The number of windows, and code → the windows that it is in."""
    columns = _COLUMNS[window]
    source = "counted c JOIN passages p ON p.id = c.passage"
    row = results.database.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {columns} FROM {source} WHERE c.codable)"
    ).fetchone()
    assert row is not None
    present: defaultdict[str, set[Place]] = defaultdict(set)
    for code, *place in results.database.execute(
        f"SELECT DISTINCT d.code, {columns} FROM {source} JOIN decisions d ON d.passage_id = c.passage "
        "WHERE c.codable AND d.status = 'firm'"
    ).fetchall():
        present[code].add(tuple(place))
    return int(row[0]), present


def _pairs(firsts: list[Code], seconds: list[Code], present: dict[str, set[Place]], total: int) -> list[_Pair]:
    """Every pair once, whichever side its themes stand on, most shared first, then in the order of the codebook."""
    pairs: list[_Pair] = []
    seen: set[frozenset[str]] = set()
    for a, b in product(firsts, seconds):
        key = frozenset((a.name, b.name))
        if a.name == b.name or key in seen:
            continue
        seen.add(key)
        in_a, in_b = present.get(a.name, set()), present.get(b.name, set())
        if shared := in_a & in_b:
            n_a, n_b, both = len(in_a), len(in_b), len(shared)
            cells = (n_a, n_b, both, both / (n_a + n_b - both), both * total / (n_a * n_b))
            pairs.append(_Pair(a, b, frozenset(shared), cells))
    pairs.sort(key=lambda pair: -pair.cells[2])
    return pairs


def _numbers(pairs: list[_Pair], title: str, notes: list[str], lang: str) -> Table:
    columns = (
        Column("code_a", "code_a", "key"),
        Column("code_b", "code_b", "key"),
        Column("theme_a", say(lang, "cooccur_theme_a")),
        Column("theme_b", say(lang, "cooccur_theme_b")),
        Column("n_a", "n A", "count"),
        Column("n_b", "n B", "count"),
        Column("both", say(lang, "cooccur_both"), "count"),
        Column("jaccard", "Jaccard", "number"),
        Column("lift", "lift", "number"),
    )
    rows = tuple((pair.a.name, pair.b.name, _label(pair.a, lang), _label(pair.b, lang), *pair.cells) for pair in pairs)
    return Table(title, columns, rows, tuple(notes))


def _quotations(
    results: Results, pairs: list[_Pair], window: Window, where: Sequence[str], count: int, title: str, lang: str
) -> Table:
    """Best passages of both themes from the same windows; columns `code_a`, `code_b`, `theme`, then those of `quotations`."""
    codes = {code.name: code for pair in pairs for code in (pair.a, pair.b)}
    # quotations() gives them best first, one per participant before a second
    found = {name: quote(results, code, where=where, count=10**9, lang=lang) for name, code in codes.items()}
    columns = next(iter(found.values())).columns
    at = {column.name: index for index, column in enumerate(columns)}

    def place(row: Sequence[Cell]) -> Place:
        if window == "passage":
            return (row[at["passage"]],)
        if window == "turn":
            return (row[at["document"]], int(str(row[at["turn"]])) - 1)
        return (row[at["document"]], row[at["participant_id"]])

    best: dict[str, dict[Place, Sequence[Cell]]] = {}
    for name, table in found.items():
        best[name] = {}
        for row in table.rows:
            best[name].setdefault(place(row), row)

    shown: list[Sequence[Cell]] = []
    sections: dict[int, str] = {}
    for pair in pairs:
        theme_a, theme_b = _label(pair.a, lang), _label(pair.b, lang)
        sections[len(shown)] = f"{theme_a} × {theme_b} ({pair.cells[2]})"
        windows = [each for each in best[pair.a.name] if each in pair.shared]
        for each in windows[:count]:
            row_a, row_b = best[pair.a.name][each], best[pair.b.name][each]
            if row_a[at["passage"]] == row_b[at["passage"]]:
                shown.append([pair.a.name, pair.b.name, f"{theme_a} + {theme_b}", *row_a])
            else:
                shown.append([pair.a.name, pair.b.name, theme_a, *row_a])
                shown.append([pair.a.name, pair.b.name, theme_b, *row_b])
    front = (
        Column("code_a", "code_a", "key"),
        Column("code_b", "code_b", "key"),
        Column("theme", say(lang, "theme")),
    )
    # the first note of quotations() counts the passages of one theme
    notes = (say(lang, "cooccur_quotations"), *next(iter(found.values())).notes[1:])
    return Table(say(lang, "cooccur_quoted", title=title), (*front, *columns), tuple(shown), notes, sections)


def _label(code: Code, lang: str) -> str:
    return pick(code.label, lang, code.name)
