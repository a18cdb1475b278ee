"""Figures: `specs` makes Vega-Lite specifications of Tables, `drawing` makes SVG and PNG of them."""
