"""The rooms import one way only, and the command line starts without its heavy libraries."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gigtext"

# room → the rooms it may import from
MAY_IMPORT: dict[str, set[str]] = {
    "records": set(),
    "errors": set(),
    "places": set(),
    "wording": set(),
    "study": set(),
    "language": set(),
    "corpus": {"language"},
    "codebook": {"language"},
    "classifier": {"language", "codebook", "corpus"},
    "coding": {"language", "codebook", "classifier"},
    "judgements": set(),
    "store": {"codebook", "judgements"},
    "analysis": {"store", "coding", "classifier", "codebook", "language"},
    "figures": set(),
    "report": {"analysis", "store", "figures", "render"},
    "render": set(),
    "exchange": {"analysis", "store", "corpus", "codebook", "judgements", "render", "figures"},
    "engines": set(),
    "machine": {"classifier", "codebook", "coding", "store"},
    "parts": {"machine", "corpus", "classifier", "codebook", "store"},
    "pipeline": {
        "engines",
        "machine",
        "parts",
        "language",
        "corpus",
        "codebook",
        "classifier",
        "coding",
        "exchange",
        "judgements",
        "store",
    },
    "evaluation": {"analysis", "classifier", "coding", "pipeline"},
    "checking": {"codebook", "coding", "machine", "pipeline"},
    "starter": {"classifier", "codebook", "store", "study"},
    "models": set(),
    "cli": {
        "study",
        "corpus",
        "codebook",
        "classifier",
        "judgements",
        "store",
        "analysis",
        "render",
        "figures",
        "report",
        "exchange",
        "pipeline",
        "machine",
        "checking",
        "evaluation",
        "starter",
    },
}
EVERYWHERE = {"records", "errors", "wording", "places"}


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        rooms |= {name.split(".")[1] for name in names if name.startswith("gigtext.")}
    return rooms


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.stem != "__init__"],
    ids=str,
)
def test_a_room_imports_only_what_stands_before_it(path: Path) -> None:
    room = room_of(path)
    assert imported_rooms(path) - {room} - EVERYWHERE <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_help_starts_without_heavy_libraries() -> None:
    script = (
        "import sys\n"
        "from gigtext.cli import main\n"
        "sys.argv = ['gigtext', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'spacy', 'sklearn', 'duckdb', 'pyarrow', 'numpy', 'scipy', 'yaml', 'docx', 'openpyxl'}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
