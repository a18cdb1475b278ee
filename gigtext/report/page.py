"""Data, style and scripts → one HTML file. Its security policy forbids the page any network and any script but ours."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from gigtext import __version__
from gigtext.figures.drawing import browser_script
from gigtext.report.study import gather
from gigtext.store import Results
from gigtext.wording import say

GENERATOR = '<meta name="generator" content="gigtext'
"""How a report begins that may be written anew: stands within the first kilobyte of every report."""


SCRIPTS = ("base.js", "tables.js", "figures.js", "transcripts.js", "filters.js", "page.js")
"""Parts of one script, in this order. Every text is set with textContent: what a transcript holds is never read as HTML."""


def report_page(results: Results, *, by: Sequence[str] = (), lang: str = "id") -> str:
    """The report of a study as HTML. `by` names the attributes that make the groups of the tables.

    Raises InputError for an unknown attribute, or when the library that draws figures is not installed.
    """
    vega = _script(browser_script())
    return assemble(gather(results, by=by, lang=lang), vega)


def assemble(data: dict[str, Any], vega: str) -> str:
    """The page around its data. Text of transcripts stands in the JSON only, where no browser reads it as HTML."""
    here = files("gigtext.report")
    parts = [here.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS]
    script = _script('"use strict";\n(() => {\n' + "\n".join(parts) + "})();")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}' '{_digest(vega)}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    lang = data["lang"]
    values = {
        "LANG": lang,
        "POLICY": policy,
        "GENERATOR": f'{GENERATOR} {escape(__version__)}">',
        "TITLE": escape(f"{data['title']}: {say(lang, 'page_report')}"),
        "NO_SCRIPT": escape(say(lang, "page_no_script")),
        "STYLE": here.joinpath("page.css").read_text(encoding="utf-8"),
        "DATA": island(data),
        "VEGA": vega,
        "SCRIPT": script,
    }
    page = here.joinpath("page.html").read_text(encoding="utf-8")
    parts = page.split("@@")  # text, NAME, text, NAME … so that nothing inside a value is ever replaced
    return "".join(values[part] if at % 2 else part for at, part in enumerate(parts))


def island(data: dict[str, Any]) -> str:
    """`data` as JSON that can stand inside a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _script(text: str) -> str:
    """A script that can stand inside a script element: in JavaScript strings `\\/` is `/` and `\\!` is `!`."""
    return text.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _digest(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
