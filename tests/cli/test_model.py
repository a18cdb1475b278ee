"""`train --with`, `explain`, and the warning for talk that is far from the training material."""

import json
import math
from pathlib import Path

import pytest

from tests.conftest import Run

CODEBOOK = """\
domains:
  hari:
    codes:
      sepi:
        label: Sepi
        examples: ["Order sepi sekali hari ini."]
        counterexamples: ["Kampung saya sepi."]
        patterns: [order sepi]
      bebas:
        label: Bebas
        examples: ["Waktu saya bebas."]
        counterexamples: ["Pergaulan bebas."]
        patterns: [waktu bebas]
"""
SAID = {"sepi": "order sepi terus kata orang", "bebas": "waktunya bebas buat orang", "": "saya lahir di Soe"}


def write_coded(path: Path, name: str, n: int) -> None:
    rows = [
        {"text": f"{text} ke {i}", "codes": [code] if code else [], "document": f"{name}{i % 6}"}
        for i in range(n)
        for code, text in SAID.items()
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def test_own_codings_are_added_and_what_they_changed_is_said(study: Path, run: Run) -> None:
    (study / "buku.yaml").write_text(CODEBOOK, encoding="utf-8")
    write_coded(study / "dasar.jsonl", "d", 30)
    write_coded(study / "punya-saya.jsonl", "s", 6)
    result = run(
        "train", "dasar.jsonl", "--with", "punya-saya.jsonl", "--codebook", "buku.yaml", "--model", "fast", "-o", "baru"
    )
    assert result.exit_code == 0
    assert "Pada 18 petikan Anda dari 6 wawancara" in result.stdout + result.stderr
    report = json.loads((study / "baru" / "model.json").read_text(encoding="utf-8"))["report"]
    assert report["held out, own passages"]["passages"] == 18
    assert {"dasar.jsonl", "punya-saya.jsonl"} <= report["files"].keys()
    coded = run("code", "transcripts", "--codebook", "buku.yaml", "--model", "baru")
    assert "pada petikan Anda yang tidak dilihat saat dilatih" in coded.stdout + coded.stderr


def test_exported_passages_can_be_trained_with(study: Path, run: Run) -> None:
    run("code", "transcripts", "--model", "fast")
    run("export", "passages", "p.jsonl")
    rows = [
        {"text": f"{text} {i}", "codes": ["pendapatan_tidak_pasti"] if code == "sepi" else [], "document": str(i % 6)}
        for i in range(12)
        for code, text in SAID.items()
    ]
    (study / "dasar.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("train", "dasar.jsonl", "--with", "p.jsonl", "-o", "baru")
    assert result.exit_code == 0
    assert "dari 2 wawancara" in result.stdout + result.stderr


def test_own_codings_of_another_codebook_are_refused_before_training(study: Path, run: Run) -> None:
    write_coded(study / "dasar.jsonl", "d", 30)
    (study / "buku.yaml").write_text(CODEBOOK, encoding="utf-8")
    (study / "lain.csv").write_text("text,codes\nhujan terus,cuaca\n", encoding="utf-8")
    result = run("train", "dasar.jsonl", "--with", "lain.csv", "--codebook", "buku.yaml", "-o", "baru")
    assert result.exit_code == 2
    assert "lain.csv" in result.stderr
    assert "cuaca" in result.stderr
    assert not (study / "baru").exists()


@pytest.mark.parametrize(
    ("passage", "code", "status", "words"),
    [
        ("Penghasilannya tidak menentu, order sepi.", "pendapatan_tidak_pasti", "tegas", ["menentu", "sepi"]),
        ("Saya lahir di Soe tahun 1990.", None, None, []),
    ],
)
def test_explain_says_which_code_and_why(
    study: Path, run: Run, passage: str, code: str | None, status: str | None, words: list[str]
) -> None:
    shown = json.loads(run("explain", passage, "--model", "fast", "--format", "json").stdout)["tables"]
    first = shown[0]["rows"][0]
    assert 0 <= first["probability"] <= 1
    if code is None:
        assert all(row["status"] == "–" for row in shown[0]["rows"])
    else:
        assert (first["code"], first["status"]) == (code, status)
        assert set(words) <= {word for row in shown[1]["rows"] for word in row["text"].lower().strip(".,").split()}
    assert 1 <= len(shown[2]["rows"]) <= 3


@pytest.mark.parametrize("tier", ["fast", "accurate"])
def test_the_reasons_add_up_to_the_probability(study: Path, run: Run, tier: str) -> None:
    if tier == "accurate":
        pytest.importorskip("onnxruntime")
    passage = "Penghasilannya tidak menentu, order sepi, kadang dua hari tidak dapat penumpang sama sekali, Kak."
    shown = json.loads(run("explain", passage, "--model", tier, "--format", "json").stdout)["tables"]
    odds = sum(row["weight"] or 0 for row in shown[1]["rows"])
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(shown[0]["rows"][0]["probability"], abs=2e-3)


def test_explain_takes_the_id_of_a_coded_passage(study: Path, run: Run) -> None:
    run("code", "transcripts", "--model", "fast")
    run("export", "passages", "p.jsonl")
    rows = [json.loads(line) for line in (study / "p.jsonl").read_text(encoding="utf-8").splitlines()]
    passage = next(row for row in rows if "tidak menentu" in row["text"])
    by_id = run("explain", passage["id"], "--model", "fast")
    assert by_id.exit_code == 0
    assert by_id.stdout == run("explain", passage["text"], "--model", "fast").stdout


def test_explain_without_words_says_what_to_give(study: Path, run: Run) -> None:
    result = run("explain", " ")
    assert result.exit_code == 2
    assert "nothing to explain" in result.stderr


def test_talk_in_a_language_the_model_never_met_is_warned_of(study: Path, run: Run) -> None:
    dutch = "Het werk is zwaar maar de vrijheid bevalt mij zeer, want niemand zegt wanneer ik beginnen moet. "
    (study / "transcripts" / "N3.txt").write_text("P: Waarom?\nN3: " + dutch * 20, encoding="utf-8")
    shown = run("code", "transcripts", "--model", "fast")
    told = shown.stdout + shown.stderr
    assert "1 transkrip jauh dari bahan latih" in told
    assert "N3.txt" in told.split("jauh dari bahan latih")[1]


def test_confusions_name_pairs_of_themes_with_a_passage(study: Path, run: Run) -> None:
    (study / "buku.yaml").write_text(CODEBOOK, encoding="utf-8")
    rows = [{"text": "order sepi hari ini", "codes": ["bebas"]}, {"text": "order sepi sekali", "codes": ["bebas"]}]
    (study / "acuan.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shown = run(
        "evaluate",
        "acuan.jsonl",
        "--codebook",
        "buku.yaml",
        "--coder",
        "rules",
        "--confusions",
        "3",
        "--format",
        "json",
    )
    table = json.loads(shown.stdout)["tables"][-1]
    assert [(r["missed_code"], r["wrong_code"], r["n"], r["example"]) for r in table["rows"]] == [
        ("bebas", "sepi", 2, "order sepi sekali")
    ]


def test_a_learning_curve_grows_and_measures_where_nothing_trains(study: Path, run: Run) -> None:
    (study / "buku.yaml").write_text(CODEBOOK, encoding="utf-8")
    rows = [
        {"text": f"{text} {i}", "codes": [code] if code else [], "document": f"d{i % 20}"}
        for i in range(60)
        for code, text in SAID.items()
    ]
    (study / "acuan.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shown = run("evaluate", "acuan.jsonl", "--codebook", "buku.yaml", "--learning-curve", "--format", "json")
    points = json.loads(shown.stdout)["tables"][0]["rows"]
    sizes = [point["passages"] for point in points]
    assert sizes == sorted(sizes)
    assert sizes[-1] < len(rows)
    assert points[-1]["f1"] == 1.0
