"""Tables → what people and programs read. Knows nothing but `records.Table`."""

from gigtext.render.latex import as_latex
from gigtext.render.terminal import print_notes, print_table
from gigtext.render.text import Format, as_csv, as_json, as_markdown, as_plain, closing_notes, render

__all__ = [
    "Format",
    "as_csv",
    "as_json",
    "as_latex",
    "as_markdown",
    "as_plain",
    "closing_notes",
    "print_notes",
    "print_table",
    "render",
]
