"""Specification → SVG, PNG, or the script that draws it in a browser. Nothing here opens the network."""

from __future__ import annotations

from typing import Any

from gigtext.errors import InputError
from gigtext.figures.specs import Spec

LOCALES: dict[str, dict[str, Any]] = {
    "id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""]},
}
"""How numbers are written in a figure, as d3-format describes it."""


def as_svg(spec: Spec, *, lang: str = "id") -> str:
    """The figure as an SVG document. Raises InputError when the library that draws is not installed."""
    return str(_library().vegalite_to_svg(spec, format_locale=LOCALES[lang]))


def as_png(spec: Spec, *, dpi: int = 300, lang: str = "id") -> bytes:
    """The figure as PNG with `dpi` pixels per inch (a specification's pixel is 1/72 inch). Raises InputError as `as_svg`."""
    return bytes(_library().vegalite_to_png(spec, ppi=dpi, format_locale=LOCALES[lang]))


def browser_script() -> str:
    """JavaScript that gives `window.vegaEmbed` (Vega, Vega-Lite and Vega-Embed, BSD-3-Clause), about 0.9 MB."""
    return str(_library().javascript_bundle())


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise InputError(
            'figures need a library that is not installed; install it with: pip install "gigtext[figures]"'
        ) from None
    return vl_convert
