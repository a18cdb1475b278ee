"""plot and report as a user runs them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Run

pytest.importorskip("vl_convert", reason="needs gigtext[figures]")


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    assert run("code", "transcripts", "-q").exit_code == 0
    return study


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["themes", "--by", "generation"], "% petikan kelompok itu"),
        (["themes", "--by", "generation", "--measure", "count"], "petikan berkode tegas"),
        (["themes", "--by", "generation", "--unit", "participant"], "informan yang menyebut tema"),
        (["themes", "--domain", "tantangan", "--lang", "en"], "firmly coded passages"),
        (["cooccur", "--window", "interview"], "Fleksibilitas dan otonomi"),
        (["saturation"], "menurut urutan berkas"),
        (["timeline", "--document", "N1"], "letak dalam transkrip (%)"),
    ],
)
def test_every_figure_as_svg(coded: Path, run: Run, arguments: list[str], said: str) -> None:
    result = run("plot", *arguments, "-o", "gambar.svg")
    assert result.exit_code == 0, result.stderr
    assert "written: gambar.svg" in result.stderr
    piped = run("plot", *arguments).stdout
    for svg in ((coded / "gambar.svg").read_text(encoding="utf-8"), piped):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        assert said in svg


def test_png(coded: Path, run: Run) -> None:
    assert run("plot", "saturation", "gambar.PNG", "--dpi", "72").exit_code == 0
    assert (coded / "gambar.PNG").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert [path.name for path in coded.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plot", "themes", "-o", "x.pdf"], "x.pdf: the suffix names the format; use .svg or .png"),
        (["plot", "themes", "x.svg", "-o", "y.svg"], "two targets given"),
        (["plot", "timeline", "-o", "x.svg"], "no transcript given"),
        (["plot", "timeline", "--document", "N7", "-o", "x.svg"], 'unknown transcript "N7"'),
        (["plot", "themes", "--by", "umurr", "-o", "x.svg"], 'unknown attribute "umurr"'),
        (["plot", "themes", "--results", "nowhere", "-o", "x.svg"], "no results here"),
        (["report", "laporan.pdf"], "use the suffix .html"),
        (["report", "laporan.html", "--by", "umurr"], 'unknown attribute "umurr"'),
        (["report", "transcripts/N1.txt/laporan.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn(coded: Path, run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not list(coded.glob("x.*"))
    assert not list(coded.glob("laporan.*"))


def test_a_report_replaces_a_report_and_nothing_else(coded: Path, run: Run) -> None:
    assert run("report", "laporan.html", "--by", "generation").exit_code == 0
    first = (coded / "laporan.html").read_bytes()
    assert run("report", "laporan.html").exit_code == 0
    assert (coded / "laporan.html").read_bytes() != first
    (coded / "bab4.html").write_text("<p>Bab IV, tulisan saya</p>", encoding="utf-8")
    result = run("report", "bab4.html")
    assert result.exit_code == 2
    assert "is no report of gigtext" in result.stderr
    assert "tulisan saya" in (coded / "bab4.html").read_text(encoding="utf-8")
