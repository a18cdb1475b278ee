"""What is installed is what stands here."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from gigtext.codebook import default_codebook_path

ROOT = Path(__file__).parents[1]


def test_a_working_copy_uses_the_codebook_at_the_top() -> None:
    assert default_codebook_path().read_bytes() == (ROOT / "codebook.yaml").read_bytes()


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_packages_hold_the_same_codebook_and_all_data(tmp_path: Path, kind: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = tmp_path.iterdir()
    if kind == "wheel":
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            content = archive.read("gigtext/codebook/codebook.yaml")
    else:
        with tarfile.open(path) as archive:
            names = [name.split("/", 1)[1] for name in archive.getnames() if "/" in name]
            prefix = archive.getnames()[0].split("/")[0]
            file = archive.extractfile(f"{prefix}/codebook.yaml")
            assert file is not None
            content = file.read()
    assert content == (ROOT / "codebook.yaml").read_bytes()
    suffixes = (".tsv", ".txt", ".json", ".npz", ".html", ".css", ".js")
    data = [path for path in (ROOT / "gigtext").rglob("*") if path.suffix in suffixes]
    assert {path.relative_to(ROOT).as_posix() for path in data} <= set(names)
