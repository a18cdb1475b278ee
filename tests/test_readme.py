"""The READMEs say what the program does: every command exists, and the outputs shown are its own."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.id.md"]
COMMAND = re.compile(
    r"gigtext ((?:import|export|codebook) \w+|code|summarize|quotes|init|train|evaluate)((?: [^`\n#]*)?)"
)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "examples/ci/gigtext.yml"])
def test_every_command_and_option_exists(run: Run, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = COMMAND.findall(text)
    assert found
    for command, rest in found:
        shown = run(*command.split(), "--help").stdout
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in shown, f"gigtext {command} has no {option}"


def blocks(name: str) -> list[tuple[list[str], str]]:
    """(arguments, output) of every command that is shown with its output."""
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        first, _, output = block.partition("\n")
        if output.strip() and "$ " not in output:
            shown.append((first.removeprefix("$ gigtext ").split(), output))
    return shown


def on_a_terminal(arguments: list[str]) -> str:
    """What the program draws on a terminal of 100 columns."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="xterm", GIGTEXT_MODEL="fast")
        os.execv(sys.executable, [sys.executable, "-c", "from gigtext.cli import main; main()", *arguments])
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.waitpid(child, 0)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", b"".join(parts).decode())
    return "\n".join(line.rstrip() for line in text.replace("\r", "").splitlines())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize("name", READMES)
def test_the_outputs_are_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shutil.copytree(ROOT / "examples" / "transcripts", tmp_path / "examples" / "transcripts")
    monkeypatch.chdir(tmp_path)
    on_a_terminal(["code", "examples/transcripts"])
    for arguments, output in blocks(name):
        assert on_a_terminal(arguments).strip("\n") == output.strip("\n"), arguments
