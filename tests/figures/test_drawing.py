"""Specifications drawn: whole SVG and PNG files, with every label, without network."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gigtext.errors import InputError
from gigtext.figures import drawing, specs
from gigtext.records import Column, Table

pytest.importorskip("vl_convert", reason="needs gigtext[figures]")

LABEL = "Keterbatasan akses terhadap perlindungan sosial, asuransi kesehatan & jaminan hari tua"


def bars() -> specs.Spec:
    above = "Gen Z <Kupang>\nN=3\n9 petikan"
    columns = (
        *(Column(name, name, "key") for name in ("domain", "code")),
        Column("theme", "tema"),
        Column("z_n", "n", "count", above),
        Column("z_percent", "%", "percent", above),
        Column("z_participants", "informan", "count", above),
    )
    rows = (["d", "c", LABEL, 4, 12.5, 2], ["d", "e", 'Tema "kedua" 😭', 0, None, 0])
    return specs.theme_bars(Table("Tantangan", columns, rows), measure="percent")


def texts(svg: str) -> str:
    return " ".join(
        "".join(each.itertext()) for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("text")
    )


def test_svg_holds_every_label_whole() -> None:
    said = texts(drawing.as_svg(bars()))
    assert all(word in said for word in LABEL.split())
    assert 'Tema "kedua" 😭' in said
    assert "12,5" in said
    assert "…" not in said


def test_numbers_in_the_language_of_the_reader() -> None:
    assert "12.5" in texts(drawing.as_svg(bars(), lang="en"))


@pytest.mark.parametrize("dpi", [72, 144])
def test_png_has_the_asked_resolution(dpi: int) -> None:
    png = drawing.as_png(bars(), dpi=dpi)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, _height = struct.unpack(">II", png[16:24])
    svg = ElementTree.fromstring(drawing.as_svg(bars()))
    assert width == pytest.approx(float(svg.attrib["width"]) * dpi / 72, abs=2)


def test_the_script_for_browsers_loads_nothing() -> None:
    script = drawing.browser_script()
    assert "vegaEmbed" in script
    assert "import(" not in script.replace(" ", "")


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(InputError, match=r'pip install "gigtext\[figures\]"'):
        drawing.as_svg(bars())


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are a matter of Linux")
def test_drawing_needs_no_network(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode:
        pytest.skip("no permission to make a network namespace")
    target = tmp_path / "x.svg"
    code = (
        "from tests.figures.test_drawing import bars; from gigtext.figures import drawing; "
        f"open({str(target)!r}, 'w', encoding='utf-8').write(drawing.as_svg(bars()))"
    )
    root = Path(__file__).parents[2]
    subprocess.run(["unshare", "-rn", sys.executable, "-c", code], check=True, cwd=root)
    assert "12,5" in texts(target.read_text(encoding="utf-8"))
