"""LaTeX prints what the table says, whatever the talk holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.records import Column, Table
from gigtext.render.latex import as_latex, escape

TABLE = Table(
    "Tema & kelompok",
    (
        Column("theme", "tema"),
        Column("a_n", "n", "count", "Milenial\nN=4"),
        Column("a_percent", "%", "percent", "Milenial\nN=4"),
        Column("p", "p", "p", "Uji"),
    ),
    (["Fleksibilitas_100%", 3, 12.5, 0.0004], ["Stigma", 0, None, 0.25]),
    ("n = petikan",),
    {1: "Tantangan"},
)


def test_groups_stand_above_their_columns_and_decimals_follow_the_language() -> None:
    text = as_latex([TABLE], mark=",")
    assert r"\multicolumn{2}{c}{Milenial, N=4} & \multicolumn{1}{c}{Uji}" in text
    assert r"\cmidrule(lr){2-3}\cmidrule(lr){4-4}" in text
    assert r"Fleksibilitas\_100\% & 3 & 12,5 & \textless{}0,001 \\" in text
    assert r"Stigma & 0 &  & 0,250 \\" in text
    assert r"\textbf{Tantangan}" in text
    assert r"\caption{Tema \& kelompok}" in text


def test_quotations_are_quotes() -> None:
    columns = (Column("quotation", "petikan", "quotation"), Column("who", "informan"), Column("id", "id", "key"))
    text = as_latex([Table("Petikan", columns, (["50% buat bensin # {habis}", "N1", "x"],))])
    assert "\\begin{quote}\n50\\% buat bensin \\# \\{habis\\}\\\\\n--- N1\n\\end{quote}" in text


@given(st.text())
def test_no_character_of_the_talk_is_a_command(text: str) -> None:
    bare = re.sub(
        r"\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedbl)\{\}",
        "",
        escape(text),
    )
    bare = re.sub(r"\\[{}$&#%_]|\{[\[\]]\}|\{\}", "", bare)
    assert not set(bare) & set('\\{}$&#%_^~<>|"[]\n\r\0')


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX is installed")
def test_it_compiles(tmp_path: Path) -> None:
    body = as_latex([TABLE], ["Kode mesin: 50 % & <b> \\input{x} ~ ^ _ --- ?`"])
    (tmp_path / "a.tex").write_text(
        "\\documentclass{article}\\usepackage{booktabs}\\usepackage[T1]{fontenc}\\begin{document}"
        + body
        + "\\end{document}"
    )
    subprocess.run(["pdflatex", "-halt-on-error", "a.tex"], cwd=tmp_path, check=True, capture_output=True)
