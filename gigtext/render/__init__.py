"""Tables → what people and programs read. Knows nothing but `records.Table`."""

from gigtext.render.terminal import print_notes, print_table
from gigtext.render.text import Format, as_csv, as_json, as_markdown, as_plain, render

__all__ = [
    "Format",
    "as_csv",
    "as_json",
    "as_markdown",
    "as_plain",
    "print_notes",
    "print_table",
    "render",
]
