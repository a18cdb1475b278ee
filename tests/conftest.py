"""Commands run in an empty folder, as a user runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gigtext.cli import app

INTERVIEW = """\
Kode: N1
Tahun lahir: 1999
Jenis kelamin: P

P: Kenapa pilih kerja lepas?
N1: Saya suka karena waktunya bebas, saya sendiri yang atur jam kerja. Tidak ada bos.
P: Yang susah apa?
N1: Penghasilannya tidak menentu, Kak. Order naik turun, kadang satu hari tidak dapat order sama sekali.
P: Ada yang meremehkan?
N1: Kalau soal diremehkan saya tidak pernah alami.
N1: Iya.
"""

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def fast_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast model unless a test asks for another: what is installed beside gigtext must not change a test."""
    monkeypatch.setenv("GIGTEXT_MODEL", "fast")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `transcripts/N1.txt` and `transcripts/N2.txt`, the working folder of the test."""
    folder = tmp_path / "studi"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "N1.txt").write_text(INTERVIEW, encoding="utf-8")
    other = INTERVIEW.replace("N1", "N2").replace("1999", "1985").replace(": P\n", ": L\n", 1)
    (folder / "transcripts" / "N2.txt").write_text(other, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run() -> Run:
    """`run("code", "transcripts", input=…)` → its result: `exit_code`, `stdout`, `stderr`."""

    def invoke(*arguments: str, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, list(arguments), input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
