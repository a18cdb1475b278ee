"""Tables for LaTeX, ruled by booktabs.

A preamble needs \\usepackage{booktabs} and, for tables longer than a page, nothing more: they are plain tabular environments.
Letters outside Latin scripts and emoji want xelatex or lualatex with a font that has them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from gigtext.records import Column, Table
from gigtext.render.text import cell_text, closing_notes, is_quotations, quoted, right_aligned, visible

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",
    "]": "{]}",
}


def as_latex(tables: Sequence[Table], foot: Sequence[str] = (), *, mark: str = ".") -> str:
    """Each table as a `table` environment with caption and notes, quotations as `quote`s; `mark` is the decimal sign."""
    parts = ["% \\usepackage{booktabs}"]
    for at, table in enumerate(tables):
        notes = closing_notes(tables, at)
        if is_quotations(table):
            parts.append(_quotes(table, notes))
        else:
            parts.append(_grid(table, notes, mark))
    if foot:
        parts.append("\n\n".join(f"{{\\small {escape(line)}}}" for line in foot))
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Text that LaTeX prints as it is; line breaks and control characters become spaces."""
    plain = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
    # two hyphens are a dash to TeX, a question mark before a backtick a Spanish one
    joined = re.sub(r"(?<=[-?!,'`<>])(?=[-`'<>,])", "\0", plain)
    return "".join(_SPECIAL.get(character, character) for character in joined).replace("\0", "{}")


def _grid(table: Table, notes: Sequence[str], mark: str) -> str:
    shown = visible(table)
    columns = [column for _, column in shown]
    lines = [
        "\\begin{table}[htbp]",
        "\\centering\\small",
        f"\\caption{{{escape(table.title)}}}",
        f"\\begin{{tabular}}{{{''.join('r' if right_aligned(column) else 'l' for column in columns)}}}",
        "\\toprule",
        *_groups(columns),
        " & ".join(escape(column.heading) for column in columns) + " \\\\",
        "\\midrule",
    ]
    for at, row in enumerate(table.rows):
        if at in table.sections:
            lines.extend(["\\addlinespace"] if at else [])
            lines.append(f"\\multicolumn{{{len(columns)}}}{{l}}{{\\textbf{{{escape(table.sections[at])}}}}} \\\\")
        lines.append(" & ".join(escape(cell_text(row[i], column, mark)) for i, column in shown) + " \\\\")
    lines.extend(["\\bottomrule", "\\end{tabular}"])
    lines.extend(f"\\par\\smallskip\\footnotesize {escape(note)}" for note in notes)
    return "\n".join([*lines, "\\end{table}"])


def _groups(columns: Sequence[Column]) -> list[str]:
    if not any(column.group for column in columns):
        return []
    cells, rules, first = [], [], 1
    for group, members in groupby(columns, key=lambda column: column.group):
        width = len(list(members))
        cells.append(f"\\multicolumn{{{width}}}{{c}}{{{escape(', '.join(group.splitlines()))}}}")
        if group:
            rules.append(f"\\cmidrule(lr){{{first}-{first + width - 1}}}")
        first += width
    return [" & ".join(cells) + " \\\\", "".join(rules)]


def _quotes(table: Table, notes: Sequence[str]) -> str:
    lines = [f"\\paragraph{{{escape(table.title)}}}"]
    for at, row in enumerate(table.rows):
        if at in table.sections:
            lines.append(f"\\subparagraph{{{escape(table.sections[at])}}}")
        said, source = quoted(table, row)
        lines.append(f"\\begin{{quote}}\n{escape(said)}\\\\\n--- {escape(source)}\n\\end{{quote}}")
    lines.extend(f"{{\\small {escape(note)}}}" for note in notes)
    return "\n".join(lines)
