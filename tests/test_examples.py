"""The examples work as their READMEs say."""

from pathlib import Path

import pytest

from gigtext.checking import check_codebook
from gigtext.codebook import load_codebook
from gigtext.corpus import read_documents
from tests.conftest import Run

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_the_transcripts_hold_eight_informants_of_both_generations() -> None:
    corpus = read_documents([str(EXAMPLES / "transcripts")], attributes=load_codebook().attributes)
    assert corpus.skipped == ()
    assert len(corpus.documents) == 6
    generations = {each.id: each.attributes.get("generation") for each in corpus.participants}
    assert sorted(generations) == ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"]
    assert list(generations.values()).count("Z") == 4
    assert all(turn.question for turn in corpus.turns if turn.role == "participant")


def test_another_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    codebook = EXAMPLES / "other-study" / "codebook.yaml"
    assert check_codebook(load_codebook(codebook)) == []
    monkeypatch.chdir(tmp_path)
    result = run("code", str(EXAMPLES / "other-study" / "answers.csv"), "--codebook", str(codebook))
    assert "tempat\tnyaman\tNyaman dan tenang\t1" in result.stdout
    assert "hanya aturan" in result.stdout
    assert "pelajar_n" in run("summarize", "--by", "status").stdout


def test_a_group_can_train_on_its_own_few_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    codebook = str(EXAMPLES / "other-study" / "codebook.yaml")
    lines = ["text,codes"]
    for n in range(12):
        lines += [
            f"Ruangannya adem dan tenang nomor {n},nyaman",
            f"Siang panas sekali nomor {n},panas",
            f"Parkirnya sempit nomor {n},",
        ]
    (tmp_path / "coded.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("train", "coded.csv", "--codebook", codebook).exit_code == 0
    answers = str(EXAMPLES / "other-study" / "answers.csv")
    result = run("code", answers, "--codebook", codebook, "--model", "model")
    assert "tempat\tnyaman\tNyaman dan tenang\t1" in result.stdout
