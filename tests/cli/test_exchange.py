"""`export` and `import` of REFI-QDA projects and codebooks, as a user runs them."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from gigtext.wording import project as wording
from tests.conftest import INTERVIEW, Run
from tests.exchange.projects import INCOME, pack, project, selection, source


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    assert run("code", "transcripts", "--quiet").exit_code == 0
    return study


def kinds(text: str, carried: str) -> dict[str, int]:
    return {row["kind"]: int(row["n"]) for row in csv.DictReader(io.StringIO(text)) if row["carried"] == carried}


def colleague(study: Path, words: str = "Penghasilannya tidak menentu") -> Path:
    text = (study / "transcripts" / "N1.txt").read_text(encoding="utf-8")
    start = text.index(words)
    xml = project(source(1, "N1.txt", selection(1, start, start + len(words), INCOME)))
    return pack(study / "rekan.qdpx", xml, {1: text})


def test_export_tells_what_went_along_and_what_did_not(coded: Path, run: Run) -> None:
    result = run("export", "project", "studi.qdpx", "--format", "csv")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "written: studi.qdpx")
    assert kinds(result.stdout, "yes")["sources"] == 2
    assert kinds(result.stdout, "no")["denied"] == 2
    assert (coded / "studi.qdpx").exists()


def test_a_colleagues_codings_count_at_once(coded: Path, run: Run) -> None:
    colleague(coded)
    result = run("import", "project", "rekan.qdpx", "--format", "json")
    assert result.exit_code == 0, result.stderr
    rows = {row["kind"]: row for row in json.loads(result.stdout)["tables"][0]["rows"]}
    assert (rows["judgements"]["n"], rows["judgements"]["which"]) == (1, "Rina")
    assert ",yes,Rina," in (coded / "transcripts" / "gigtext-decisions.csv").read_text(encoding="utf-8-sig")
    assert "Rina" in run("quotes", "pendapatan_tidak_pasti", "--format", "csv").stdout
    again = run("import", "project", "rekan.qdpx", "--format", "csv")
    assert kinds(again.stdout, "yes")["known"] == 1
    other = run("import", "project", "rekan.qdpx", "--coder", "Sari", "--format", "csv")
    assert kinds(other.stdout, "yes")["judgements"] == 1


def test_a_new_study_can_be_coded_and_measured(study: Path, run: Run) -> None:
    colleague(study)
    result = run("import", "project", "rekan.qdpx", "--into", "baru", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert kinds(result.stdout, "yes")["uncoded_passages"] >= 1
    assert run("codebook", "check", "baru/codebook.yaml", "--model", "fast").exit_code in (0, 1)
    assert run("code", "baru/transcripts", "--codebook", "baru/codebook.yaml", "--results", "r").exit_code == 0
    measured = run("evaluate", "baru/coded-passages.jsonl", "--format", "csv")
    assert measured.exit_code == 0, measured.stderr
    twice = run("import", "project", "rekan.qdpx", "--into", "baru")
    assert (twice.exit_code, "nothing was written" in twice.stderr) == (2, True)


def test_codebook_out_and_in(study: Path, run: Run) -> None:
    assert run("export", "codebook", "kode.qdc", "--quiet").exit_code == 0
    result = run("import", "codebook", "kode.qdc", "--lang", "en")
    assert result.exit_code == 0
    assert "Everything in it could be carried." in result.stderr
    shown = run("codebook", "show", "codebook.yaml", "--format", "csv")
    assert "Fleksibilitas dan otonomi" in shown.stdout
    again = run("import", "codebook", "kode.qdc")
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    assert run("import", "codebook", "kode.qdc", "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "project", "studi.zip"], "use .qdpx"),
        (["export", "codebook", "kode.xml"], "use .qdc"),
        (["import", "project", "tidak-ada.qdpx"], "no such file"),
        (["import", "codebook", "tidak-ada.qdc"], "cannot be read"),
        (["import", "project", "rekan.qdpx", "--coder", "rules"], "is not a person"),
        (["import", "project", "rekan.qdpx", "--coder", " "], "is not a person"),
        (["import", "project", "rekan.qdpx", "--into", "x", "--results", "codings"], "give one of them"),
        (["import", "project", "rekan.qdpx", "--results", "lain"], "--into FOLDER"),
        (["export", "project", "transcripts/N1.txt/a.qdpx"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_explained(coded: Path, run: Run, arguments: list[str], message: str) -> None:
    colleague(coded)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(("thing", "name"), [("project", "rekan.qdpx"), ("codebook", "rekan.qdc")])
def test_an_export_replaces_its_own_file_and_never_a_colleagues(coded: Path, run: Run, thing: str, name: str) -> None:
    colleague(coded)
    (coded / "rekan.qdc").write_text('<CodeBook origin="NVivo"/>', encoding="utf-8")
    before = (coded / name).read_bytes()
    result = run("export", thing, name)
    assert (result.exit_code, "not gigtext's own export" in result.stderr) == (2, True)
    assert (coded / name).read_bytes() == before
    (coded / name).unlink()
    assert [run("export", thing, name).exit_code for _ in range(2)] == [0, 0]


def test_codings_that_are_all_the_machines_are_doubted(study: Path, run: Run) -> None:
    texts = {}
    for at in range(1, 6):
        texts[at] = INTERVIEW.replace("N1", f"N{at}")
        (study / "transcripts" / f"N{at}.txt").write_text(texts[at], encoding="utf-8")
    run("code", "transcripts", "--quiet")
    said = "Penghasilannya tidak menentu"
    sources = ""
    for at, text in texts.items():
        start = text.index(said)
        sources += source(at, f"N{at}.txt", selection(at, start, start + len(said), INCOME))
    pack(study / "rekan.qdpx", project(sources), texts)
    result = run("import", "project", "rekan.qdpx", "--lang", "en")
    assert "All codings by Rina are the machine's own" in result.stderr


def test_talk_is_never_printed(coded: Path, run: Run) -> None:
    colleague(coded, "Ada yang meremehkan?")
    for arguments in (["import", "project", "rekan.qdpx"], ["export", "project", "a.qdpx"]):
        result = run(*arguments)
        assert "meremehkan" not in result.stdout + result.stderr


def test_every_word_of_the_account_is_there() -> None:
    folder = Path(__file__).parents[2] / "gigtext"
    code = "".join(
        path.read_text(encoding="utf-8") for room in ("exchange/refi", "cli") for path in (folder / room).glob("*.py")
    )
    used = set(re.findall(r"[\"'](refi_\w+)[\"']", code))
    used |= {f"{reason}_row" for reason in ("refi_text_changed", "refi_no_passage", "refi_not_codable")}
    assert used | {"refi_links", "refi_graphs", "refi_sets"} == wording.WORDS.keys()
