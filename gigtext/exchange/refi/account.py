"""What an exchange carried and what it could not, for people to read: the standard asks that they be told."""

from __future__ import annotations

from gigtext.exchange.refi.project import Account
from gigtext.records import Cell, Column, Table
from gigtext.wording import say

_SHOWN = 8


def account_table(account: Account, title: str, lang: str) -> Table:
    """One row per kind of thing: `carried` (yes or no), `kind` (stable name), what it is, how many, and which."""
    rows: list[list[Cell]] = []
    sections: dict[int, str] = {}
    for carried, kinds in (("yes", account.carried), ("no", account.left)):
        if kinds:
            sections[len(rows)] = say(lang, "refi_carried" if carried == "yes" else "refi_left")
        for kind, count in kinds.items():
            names = account.names.get(kind, [])
            more = f" (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
            rows.append([carried, kind.removeprefix("refi_"), say(lang, kind), count, ", ".join(names[:_SHOWN]) + more])
    columns = (
        Column("carried", "", "key"),
        Column("kind", "", "key"),
        Column("what", say(lang, "refi_what")),
        Column("n", say(lang, "refi_n"), "count"),
        Column("which", say(lang, "refi_which")),
    )
    notes = () if account.left else (say(lang, "refi_nothing_left"),)
    return Table(title, columns, tuple(rows), notes, sections)
