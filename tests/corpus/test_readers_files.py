"""Which files are transcripts, in which order, under which ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from gigtext.corpus.readers import find_files
from gigtext.errors import InputError
from tests.small_study import write_small_study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for name in (
        "R10.txt",
        "r2.docx",
        "R1.md",
        "Kupang/FGD 1.srt",
        "Kupang/FGD 10.srt",
        "Kupang/FGD 2.srt",
        "README.md",
        "Kupang/readme.txt",
        "participants.csv",
        "gigtext-decisions.csv",
        "codebook.yaml",
        ".rahasia.txt",
        "~$r2.docx",
        ".git/x.txt",
        "codings/run.json",
        "codings/passages.parquet",
        "codings/codings.csv",
        "kosong/run.json",
        "rekaman.mp3",
        "lama.doc",
    ):
        path = tmp_path / "studi" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("P: Halo", encoding="utf-8")
    return tmp_path / "studi"


def test_a_folder_in_natural_order(study: Path) -> None:
    files, skipped = find_files([study])
    assert [identity for identity, _ in files] == [
        "kosong/run.json",
        "Kupang/FGD 1.srt",
        "Kupang/FGD 2.srt",
        "Kupang/FGD 10.srt",
        "R1.md",
        "r2.docx",
        "R10.txt",
    ]
    assert all(path == study / identity for identity, path in files)
    assert [(Path(skip.source).name, skip.reason.split(";")[-1]) for skip in skipped] == [
        ("lama.doc", " save the transcript as .docx"),
        ("rekaman.mp3", " transcribe it first (.srt, .vtt, .json or .txt)"),
    ]


@pytest.mark.parametrize("stopped", [False, True])
def test_results_among_the_transcripts_are_no_transcripts(study: Path, stopped: bool) -> None:
    write_small_study(study / "hasil")
    (study / "hasil" / "codings.csv").write_text("id,text\n1,Sepi sekali.\n", encoding="utf-8")
    if stopped:  # before there was anything to read
        (study / "hasil" / "run.json").unlink()
        (study / "hasil" / "codings.csv").unlink()
    files, skipped = find_files([study])
    assert len(files) == 7
    assert len(skipped) == 2


def test_files_given_directly(study: Path) -> None:
    files, skipped = find_files([study / "Kupang" / "FGD 2.srt", str(study / "R1.md"), study / "participants.csv"])
    assert [identity for identity, _ in files] == ["FGD 2.srt", "R1.md"]
    assert [Path(skip.source).name for skip in skipped] == ["participants.csv"]


def test_a_file_reached_twice_counts_once(study: Path) -> None:
    files, _ = find_files([study / "R1.md", study, study / "Kupang"])
    assert [identity for identity, _ in files].count("R1.md") == 1
    assert len(files) == 7


def test_ids_stay_unique_across_folders(tmp_path: Path) -> None:
    for name in ("a/x/R1.txt", "b/x/R1.txt", "b/x/R2.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("P: Halo", encoding="utf-8")
    files, _ = find_files([tmp_path / "a" / "x", tmp_path / "b" / "x"])
    assert [identity for identity, _ in files] == ["a/x/R1.txt", "b/x/R1.txt", "R2.txt"]


def test_missing_paths_are_all_named_with_close_matches(study: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_files([study / "R11.txt", study / "tidak" / "ada.txt", study])
    problems = caught.value.problems
    assert len(problems) == 2
    assert f"did you mean {study / 'R10.txt'}" in problems[0]
    assert "does not exist either" in problems[1]


def test_an_empty_folder_is_no_error_here(tmp_path: Path) -> None:
    assert find_files([tmp_path]) == ([], [])
