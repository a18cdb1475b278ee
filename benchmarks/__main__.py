"""Speed of gigtext beside what one would use instead: whole processes, side by side in one run, medians.

    python -m benchmarks                    every measurement, about half an hour
    python -m benchmarks --size small       the same at a hundredth of the size, about a minute: that it works, no figures
    python -m benchmarks --write            also put the table into benchmarks/speed.md

Needs pandas and joblib beside gigtext's own dependencies: `pip install 'gigtext[bench]'`. Every command runs `--repeat` times,
the commands of a row taking turns, so that what else the machine does touches all of them alike. gigtext runs with the
fast tier. Corpora are seeded (`benchmarks.corpus`); peak memory is the child process's own (resident set).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("speed.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
GIGTEXT = [sys.executable, "-c", "from gigtext.cli import main; main()"]
VERSIONS = ("spacy", "scikit-learn", "PySastrawi", "pandas", "numpy", "duckdb", "pyarrow", "typer")


@dataclass(frozen=True)
class Size:
    """Running words of the corpora, passages of the big study, statements that the student's script learns from, repetitions."""

    thesis: int
    large: int
    huge: int
    passages: int
    statements: int
    repeat: int


SIZES = {
    "small": Size(thesis=10_000, large=20_000, huge=0, passages=100_000, statements=300, repeat=1),
    "full": Size(thesis=100_000, large=1_000_000, huge=10_000_000, passages=10_000_000, statements=1_000_000, repeat=5),
}


@dataclass
class Timed:
    """The runs of one command."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def peak(self) -> float:
        return max(self.megabytes)


@dataclass(frozen=True)
class Row:
    work: str
    seconds: str
    memory: str = ""
    ratio: str = ""
    target: str = ""


Command = Callable[[], list[str]]
"""Makes the command line of the next run: results go into a new folder every time."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--repeat", type=int, help="runs of every command (default: 5, small: 1)")
    parser.add_argument("--only", choices=("start", "thesis", "large", "huge", "summarize"), nargs="*", default=None)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/speed.md")
    arguments = parser.parse_args()
    size = SIZES[arguments.size]
    repeat = arguments.repeat or size.repeat
    with tempfile.TemporaryDirectory(prefix="gigtext-benchmarks-") as name:
        rows = measure(Path(name), size, repeat, arguments.only)
    text = "\n".join([*machine(), f"Medians of {repeat} run(s), {arguments.size} size.", "", *markdown(rows)])
    print(text)
    if arguments.write:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(BEGIN, 1)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def measure(folder: Path, size: Size, repeat: int, only: Sequence[str] | None) -> list[Row]:
    """All rows of the table; corpora and results live in `folder`."""
    from benchmarks.corpus import write_corpus

    def wanted(name: str) -> bool:
        return not only or name in only

    numbers = iter(range(1_000_000))

    def code(corpus: Path) -> Command:
        return lambda: [*GIGTEXT, "code", str(corpus), "--results", str(folder / f"results-{next(numbers)}"), "--quiet"]

    rows: list[Row] = []
    short, thesis, large, huge = (folder / name for name in ("short", "thesis", "large", "huge"))
    write_corpus(short, 5_000, seed=1)
    write_corpus(thesis, size.thesis, seed=2)
    if wanted("start"):
        rows += start(repeat, code(short))
    by_words: dict[int, Timed] = {}
    if wanted("thesis"):
        found, by_words[size.thesis] = small_study(folder, thesis, size, repeat, code(thesis))
        rows += found
    if wanted("large") or wanted("huge"):
        write_corpus(large, size.large, seed=3)
        found, by_words[size.large] = large_study(folder, large, size, repeat, code(large))
        rows += found
    if wanted("huge") and size.huge:
        write_corpus(huge, size.huge, seed=4)
        found, by_words[size.huge] = huge_study(huge, size.huge, min(repeat, 3), code(huge))
        rows += found
    rows += growth(by_words)
    if wanted("summarize"):
        rows += summarise(folder, short, size.passages, repeat)
    return rows


def start(repeat: int, code_short: Command) -> list[Row]:
    help_, spacy, coded = run_beside(
        repeat,
        lambda: [*GIGTEXT, "--help"],
        lambda: [sys.executable, "-c", "import spacy"],
        code_short,
    )
    above = coded.median - spacy.median
    return [
        _row("gigtext --help", help_, target="≤ 0.20 s (0.12)"),
        _row("python -c 'import spacy'", spacy),
        _row("gigtext code, one transcript of 5,000 words, cold", coded),
        Row("… above import spacy", f"{above:.2f}", target="≤ 1.0 s (0.4)"),
    ]


def small_study(folder: Path, corpus: Path, size: Size, repeat: int, code: Command) -> tuple[list[Row], Timed]:
    model, phrases = folder / "student.joblib", folder / "phrases.json"
    phrases.write_text(json.dumps(plain_phrases()), encoding="utf-8")
    run(student("train", size.statements, model))
    kept = folder / "kept"
    again = [*GIGTEXT, "code", str(corpus), "--results", str(kept), "--quiet"]
    run(again)
    first, saved, trained, script, rerun = run_beside(
        repeat,
        code,
        lambda: student("code", model, corpus, folder / "out"),
        lambda: student("both", size.statements, corpus, folder / "out"),
        lambda: [sys.executable, "-m", "benchmarks.spacy_script", str(corpus), str(phrases)],
        lambda: again,
    )
    words = f"{size.thesis:,} words"
    return [
        _row(f"gigtext code, {words}, first run", first, saved, "student, saved model", "≤ 0.45 (0.2)"),
        _row(f"student's script with saved model, {words}", saved),
        _row(f"student's script that trains, {words}", trained),
        _row(f"spaCy script, {words}", script),
        _row(f"gigtext code, {words}, unchanged, again", rerun, target="≤ 0.8 s"),
    ], first


def large_study(folder: Path, corpus: Path, size: Size, repeat: int, code: Command) -> tuple[list[Row], Timed]:
    model = folder / "student.joblib"
    if not model.exists():
        run(student("train", size.statements, model))
    run(code())
    warm, saved = run_beside(repeat, code, lambda: student("code", model, corpus, folder / "out"))
    return [
        _row(f"gigtext code, {size.large:,} words, warm", warm, saved, "student, saved model", "≤ 0.15 (0.08)"),
        _row(f"student's script with saved model, {size.large:,} words", saved),
    ], warm


def huge_study(corpus: Path, words: int, repeat: int, code: Command) -> tuple[list[Row], Timed]:
    paths = sorted(str(path) for path in corpus.glob("*.txt"))
    coded, counted = run_beside(repeat, code, lambda: ["wc", "-w", *paths])
    return [
        _row(f"gigtext code, {words:,} words", coded, counted, "wc -w", "≤ 60 × (20), ≤ 700 MB (400)"),
        _row(f"wc -w, {words:,} words", counted),
    ], coded


def growth(by_words: dict[int, Timed]) -> list[Row]:
    """Microseconds that each further word takes, and the exponent of growth between the corpora (1: linear)."""
    sizes = sorted(by_words)
    rows = []
    for few, many in pairwise(sizes):
        more = by_words[many].median - by_words[few].median
        slope = math.log(by_words[many].median / by_words[few].median) / math.log(many / few)
        rows.append(
            Row(
                f"growth {few:,} → {many:,} words: µs per further word",
                f"{1e6 * more / (many - few):.2f}",
                ratio=f"exponent {slope:.2f}",
                target="linear: ≤ 1",
            )
        )
    return rows


def summarise(folder: Path, short: Path, passages: int, repeat: int) -> list[Row]:
    from benchmarks.big_study import write_big_study

    like = folder / "like"
    run([*GIGTEXT, "code", str(short), "--results", str(like), "--quiet"])
    write_big_study(folder / "big", like, passages)
    command = [*GIGTEXT, "summarize", "--by", "generation", "--results", str(folder / "big")]
    (found,) = run_beside(repeat, lambda: command)
    return [_row(f"gigtext summarize --by, {passages:,} passages", found, target="≤ 2 s, ≤ 1 GB")]


def run_beside(repeat: int, *commands: Command) -> list[Timed]:
    """Run the commands in turns, `repeat` times each."""
    timed = [Timed() for _ in commands]
    for _ in range(repeat):
        for each, make in zip(timed, commands, strict=True):
            seconds, megabytes = run(make())
            each.seconds.append(seconds)
            each.megabytes.append(megabytes)
    return timed


def run(command: Sequence[str]) -> tuple[float, float]:
    """(wall-clock seconds, peak resident megabytes) of one process. RuntimeError when it fails."""
    environment = {**os.environ, "GIGTEXT_MODEL": "fast", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as errors:
        began = perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment, cwd=ROOT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command[:6])}: exit {process.returncode}\n{errors.read().decode()[-2000:]}")
    _forget_results(command)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss / unit


def _forget_results(command: Sequence[str]) -> None:
    """Results of a first run are of no more use."""
    folder = Path(command[command.index("--results") + 1]) if "--results" in command else None
    if folder is not None and folder.name.startswith("results-"):
        shutil.rmtree(folder, ignore_errors=True)


def student(*given: object) -> list[str]:
    return [sys.executable, "-m", "benchmarks.student", *map(str, given)]


def plain_phrases() -> dict[str, list[str]]:
    """Theme → up to 30 phrases: the patterns of the shipped codebook that are nothing but words."""
    from gigtext.codebook import load_codebook

    return {
        code.name: [pattern.match for pattern in code.patterns if re.fullmatch(r"[a-z ]+", pattern.match)][:30]
        for code in load_codebook().codes
    }


def machine() -> list[str]:
    """Versions and machine, one line each."""
    names = [f"{name} {version(name)}" for name in VERSIONS]
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        cpu = next(
            (line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line), cpu
        )
    return [
        f"gigtext {_gigtext_version()}, Python {platform.python_version()}, {', '.join(names)}.",
        f"{platform.system()}, {cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.",
    ]


def _gigtext_version() -> str:
    from gigtext import __version__

    return __version__


def _row(work: str, timed: Timed, beside: Timed | None = None, what: str = "", target: str = "") -> Row:
    ratio = f"{timed.median / beside.median:.2f} × {what}" if beside else ""
    return Row(work, f"{timed.median:.2f}", f"{timed.peak:.0f}", ratio, target)


def markdown(rows: Sequence[Row]) -> list[str]:
    lines = ["| work | seconds | peak MB | ratio | target (beyond) |", "|---|---:|---:|---|---|"]
    return lines + [f"| {row.work} | {row.seconds} | {row.memory} | {row.ratio} | {row.target} |" for row in rows]


if __name__ == "__main__":
    main()
