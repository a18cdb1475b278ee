"""Bad input, all of it in one table: one clear message (place, fact, fix), the right exit code, no traceback, earlier results untouched."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gigtext.cli import app
from tests.conftest import INTERVIEW, Run


def write(name: str, content: str | bytes) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return prepare


def both(*steps: Callable[[Path], None]) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        for step in steps:
            step(folder)

    return prepare


def nothing(folder: Path) -> None:
    """The working folder as it is."""


def a_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.docx", "w") as file:
        file.writestr("hello.txt", "halo")


def results_of_another_version(folder: Path) -> None:
    path = folder / "codings" / "run.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["versions"]["format"] = "0"
    path.write_text(json.dumps(record), encoding="utf-8")


def a_model_of_another_codebook(folder: Path) -> None:
    write("lain.yaml", "domains: {rasa: {codes: {pahit: {label: Pahit, patterns: [pahit]}}}}")(folder)


SMALL = "domains: {rasa: {codes: {pahit: {label: Pahit, patterns: [pahit]}}}}"

# what it is: (preparation, command, exit code, what the message says)
CASES: dict[str, tuple[Callable[[Path], None], list[str], int, list[str]]] = {
    "missing path": (nothing, ["code", "transkrip"], 2, ["transkrip: no such file or folder", "transcripts"]),
    "no path": (nothing, ["code"], 2, ["no transcripts given", "gigtext code transcripts/"]),
    "empty folder": (lambda f: (f / "kosong").mkdir(), ["code", "kosong"], 2, ["nothing to code"]),
    "empty file": (write("a.txt", ""), ["code", "a.txt"], 2, ["a.txt: the file is empty", "nothing to code"]),
    "binary file": (write("a.txt", bytes(range(256)) * 4), ["code", "a.txt"], 2, ["a.txt: "]),
    "PDF": (write("a.pdf", b"%PDF-1.4"), ["code", "a.pdf"], 2, ["a.pdf: PDF files are not read", ".docx"]),
    "old Word": (write("a.doc", b"\xd0\xcf\x11\xe0"), ["code", "a.doc"], 2, ["a.doc: old Word files", ".docx"]),
    "a .docx that is none": (write("a.docx", b"<html>"), ["code", "a.docx"], 2, ["a.docx: "]),
    "a zip named .docx": (a_zip, ["code", "a.docx"], 2, ["a.docx: "]),
    "broken JSON": (write("a.json", '{"segments": ['), ["code", "a.json"], 2, ["a.json: line 1 is not valid JSON"]),
    "broken subtitles": (write("a.srt", "halo"), ["code", "a.srt"], 2, ["a.srt: "]),
    "a table without rows": (
        write("a.csv", "id,jawaban\n"),
        ["code", "a.csv"],
        2,
        ["a.csv: ", "no rows below its headings"],
    ),
    "unknown text column": (
        write("a.csv", "id,jawaban\n1,Bebas\n"),
        ["code", "a.csv", "--text-column", "jawabn"],
        2,
        ['there is no column "jawabn"', 'did you mean "jawaban"?'],
    ),
    "broken front matter": (
        write("a.md", "---\na: [1\n---\nP: Halo?\n"),
        ["code", "a.md"],
        2,
        ["a.md: ", "front matter"],
    ),
    "only the interviewer": (
        write("a.txt", "Pewawancara: Halo?\nPewawancara: Ada orang?\n"),
        ["code", "a.txt"],
        2,
        ["no participant talk", "--interviewer"],
    ),
    "nothing on stdin": (nothing, ["code", "-"], 2, ["stdin is empty"]),
    "broken participants file": (
        write("transcripts/participants.csv", "id,umur\nN1,20\nN1,30\n"),
        ["code", "transcripts"],
        2,
        ['participants.csv:3: id "N1" stands in line 2 too'],
    ),
    "participants file that is not there": (
        nothing,
        ["code", "transcripts", "--participants", "orang.csv"],
        2,
        ["orang.csv: no such file"],
    ),
    "broken decisions file": (
        write("transcripts/gigtext-decisions.csv", "document_id,code\nN1.txt,x\n"),
        ["code", "transcripts"],
        2,
        ["gigtext-decisions.csv:1: column", "restore the header"],
    ),
    "codebook that is not there": (
        nothing,
        ["code", "transcripts", "--codebook", "x.yaml"],
        2,
        ["x.yaml: there is no such file"],
    ),
    "broken codebook": (
        write("c.yaml", "domains:\n  d:\n    codes:\n      a:\n        labl: A\n      a:\n        label: B\n"),
        ["code", "transcripts", "--codebook", "c.yaml"],
        2,
        ["c.yaml:5: ", "did you mean `label`?", "c.yaml:6: `a` stands twice"],
    ),
    "codebook that is no YAML": (
        write("c.yaml", "domains: [\n"),
        ["codebook", "check", "c.yaml"],
        2,
        ["c.yaml:"],
    ),
    "codebook whose sentences fail": (
        write("c.yaml", SMALL.replace("[pahit]", "[{match: pahit, yes: [manis], no: [pahit]}]")),
        ["codebook", "check", "c.yaml"],
        1,
        ["c.yaml:1: pattern `pahit` of code `pahit` does not match its `yes` sentence", "matches its `no` sentence"],
    ),
    "model that is not there": (nothing, ["code", "transcripts", "--model", "model"], 2, ["model.json: no such file"]),
    "model that holds something else": (
        both(write("m/model.json", "{}"), write("m/arrays.npz", b"x")),
        ["code", "transcripts", "--model", "m"],
        2,
        ["model.json: model format None"],
    ),
    "classifier that does not know the codebook": (
        a_model_of_another_codebook,
        ["code", "transcripts", "--codebook", "lain.yaml", "--coder", "classifier"],
        2,
        ["shares no code with the model", "gigtext train"],
    ),
    "results that are a file": (write("r", "x"), ["code", "transcripts", "--results", "r"], 2, ["r: is a file"]),
    "results of another version, written to": (
        results_of_another_version,
        ["code", "transcripts"],
        2,
        ["results of another version", "--results"],
    ),
    "results of another version, read": (results_of_another_version, ["summarize"], 2, ["results of another version"]),
    "no results": (nothing, ["summarize", "--results", "tidak-ada"], 2, ["no results here", "gigtext code"]),
    "unknown attribute": (
        nothing,
        ["summarize", "--by", "genration"],
        2,
        ['unknown attribute "genration"', 'did you mean "generation"?', "the participants have: "],
    ),
    "unknown value": (
        nothing,
        ["summarize", "--where", "generation=X"],
        2,
        ["no participant has this value", "Milenial, Z"],
    ),
    "where without a value": (nothing, ["summarize", "--where", "generation"], 2, ["not of the form attribute=value"]),
    "unknown domain": (nothing, ["summarize", "--domain", "tantagan"], 2, ["did you mean tantangan"]),
    "unknown theme": (nothing, ["quotes", "networkin"], 2, ["did you mean networking", "gigtext codebook show"]),
    "no theme": (nothing, ["quotes"], 2, ["no theme given"]),
    "two ways at once": (nothing, ["quotes", "--contrary", "--uncoded"], 2, ["exclude each other"]),
    "unknown option": (nothing, ["code", "--bye"], 2, ["--bye"]),
    "unknown format": (nothing, ["summarize", "--format", "pdf"], 2, ["pdf"]),
    "unknown command": (nothing, ["summarise"], 2, ["summarise"]),
    "output that cannot be written": (
        write("berkas", "x"),
        ["summarize", "--output", "berkas/tabel.csv"],
        2,
        ["cannot be written", "choose another --output"],
    ),
    "codings that cannot be written": (
        write("berkas", "x"),
        ["export", "codings", "berkas/kode.csv"],
        2,
        ["berkas/kode.csv: cannot be written", "choose another file"],
    ),
    "passages that cannot be written": (
        write("berkas", "x"),
        ["export", "passages", "berkas/petikan.jsonl"],
        2,
        ["cannot be written"],
    ),
    "a chapter that cannot be written": (
        write("berkas", "x"),
        ["export", "chapter", "berkas/bab4.docx"],
        2,
        ["cannot be written"],
    ),
    "codings that are none": (
        write("a.csv", "nama,usia\nA,3\n"),
        ["import", "codings", "a.csv", "--coder", "Rina"],
        2,
        ["a.csv:1: column passage and decision is missing"],
    ),
    "a coder who is a machine": (
        nothing,
        ["import", "codings", "codings/codings.csv", "--coder", "rules"],
        2,
        ["is not a person"],
    ),
    "export without a known suffix": (nothing, ["export", "codings", "kode.doc"], 2, ["use .csv or .xlsx"]),
    "gold that is not there": (nothing, ["evaluate", "gold.jsonl"], 2, ["gold.jsonl: no such file"]),
    "gold that is broken": (
        write("g.jsonl", '{"text": "a", "codes": "x"}\n{"codes": []}\n'),
        ["evaluate", "g.jsonl"],
        2,
        ["g.jsonl:1: codes is not a list", "g.jsonl:2: no text"],
    ),
    "gold of another codebook": (
        write("g.jsonl", '{"text": "kopi pahit", "codes": ["pahit"]}\n'),
        ["evaluate", "g.jsonl"],
        2,
        ["shares no code with the codebook", "pahit", "--codebook"],
    ),
    "gold that is met too rarely": (
        write("g.jsonl", '{"text": "Saya lahir di Soe.", "codes": ["networking"]}\n'),
        ["evaluate", "g.jsonl", "--fail-under", "0.5"],
        1,
        ["micro-F1 0.000 is under --fail-under 0.5"],
    ),
    "training material that is not there": (nothing, ["train", "contoh"], 2, ["contoh: no such folder"]),
    "own codings that are not there": (nothing, ["train", "--with", "kode.csv"], 2, ["kode.csv: no such file"]),
    "explain with a model that is not there": (
        nothing,
        ["explain", "order sepi", "--model", "model-saya"],
        2,
        ["model-saya", "no such file", "gigtext train"],
    ),
    "explain an unknown theme": (nothing, ["explain", "order sepi", "--theme", "jaringn"], 2, ["jaringn"]),
    "a learning curve of one interview": (
        write("g.jsonl", '{"text": "a", "codes": ["networking"], "document": "1"}\n' * 3),
        ["evaluate", "g.jsonl", "--learning-curve"],
        2,
        ["at least two pages or interviews"],
    ),
    "a codebook with an unknown way of denials": (
        write("c.yaml", "denials: kept\ndomains: {d: {codes: {a: {label: A, patterns: [a]}}}}\n"),
        ["code", "transcripts", "--codebook", "c.yaml"],
        2,
        ["c.yaml:1: denials is `kept`; write dropped", "or coded"],
    ),
    "a model folder with other files": (
        both(write("g/a.jsonl", '{"text": "a", "codes": []}\n'), write("model/skripsi.docx", b"x")),
        ["train", "g"],
        2,
        ["model: holds other files (skripsi.docx)"],
    ),
    "a study file with a slip": (
        write("gigtext.yaml", "codebok: c.yaml\nlang: de\n"),
        ["code", "transcripts"],
        2,
        ['unknown setting "codebok"; did you mean "codebook"?', 'lang is "de"'],
    ),
    "a study that exists": (
        lambda f: (f / "codebook.yaml").write_text("x"),
        ["init", "."],
        2,
        ["exists already", "nothing was written"],
    ),
}


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that has been coded, to copy from."""
    folder = tmp_path_factory.mktemp("coded")
    write("transcripts/N1.txt", INTERVIEW)(folder)
    write("transcripts/N2.txt", INTERVIEW.replace("N1", "N2").replace("1999", "1985"))(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(app, ["code", "transcripts", "--quiet"]).exit_code == 0
    return folder


@pytest.mark.parametrize(("prepare", "command", "code", "messages"), CASES.values(), ids=CASES.keys())
def test_bad_input(
    study: Path,
    coded: Path,
    run: Run,
    prepare: Callable[[Path], None],
    command: list[str],
    code: int,
    messages: list[str],
) -> None:
    shutil.copytree(coded, study, dirs_exist_ok=True)
    prepare(study)
    before = fingerprint(study)
    result = run(*command, input="")
    assert result.exit_code == code
    # a terminal may break usage errors over lines and frame them
    told = " ".join((result.stderr + result.stdout).replace("│", " ").split())
    for message in messages:
        assert message in told
    assert "Traceback" not in told
    assert "Waktunya bebas" not in result.stderr  # no transcript text in messages
    assert fingerprint(study) == before


def test_a_transcript_without_labels_is_read(study: Path, run: Run) -> None:
    (study / "a.txt").write_text("Penghasilannya tidak menentu, Kak. Kadang ada kadang tidak.", encoding="utf-8")
    assert run("code", "a.txt").exit_code == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_same_transcript_however_it_was_saved(study: Path, run: Run, encoding: str, newline: str) -> None:
    (study / "a.txt").write_bytes(INTERVIEW.replace("\n", newline).replace("Kak", "“Kak”").encode(encoding))
    assert "pendapatan_tidak_pasti\tPendapatan tidak pasti\t1" in run("code", "a.txt").stdout
