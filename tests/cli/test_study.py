"""The commands of the main job, end to end on real files."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import INTERVIEW, Run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def count(result: str, code: str) -> int:
    return int(next(row for row in rows(result) if row["code"] == code)["firm"])


class TestCode:
    def test_tables_on_stdout_words_on_stderr_results_in_a_folder(self, study: Path, run: Run) -> None:
        result = run("code", "transcripts", "--format", "csv")
        assert result.exit_code == 0
        assert count(result.stdout, "pendapatan_tidak_pasti") == 2
        assert count(result.stdout, "fleksibilitas_otonomi") == 2
        assert count(result.stdout, "persepsi_stigma") == 0  # denied
        assert "belum diperiksa" in result.stderr
        assert {path.name.split("-")[0] for path in (study / "codings").iterdir()} == {
            "run.json",
            "codings.csv",
            "data",
        }

    def test_twice_is_the_same(self, study: Path, run: Run) -> None:
        first = run("code", "transcripts", "--format", "csv").stdout
        before = (study / "codings" / "codings.csv").read_bytes()
        assert run("code", "transcripts", "--format", "csv").stdout == first
        assert (study / "codings" / "codings.csv").read_bytes() == before

    def test_json_is_the_documented_schema(self, study: Path, run: Run) -> None:
        read = json.loads(run("code", "transcripts", "--format", "json").stdout)
        assert read["schema"] == "gigtext/tables/1"
        assert read["run"]["counts"]["documents"] == 2
        assert {row["code"] for table in read["tables"] for row in table["rows"]} >= {"networking", "saran_asosiasi"}

    def test_stdin(self, study: Path, run: Run) -> None:
        result = run("code", "-", "--format", "csv", input=INTERVIEW)
        assert count(result.stdout, "pendapatan_tidak_pasti") == 1

    def test_quiet_says_nothing(self, study: Path, run: Run) -> None:
        assert run("code", "transcripts", "--quiet").stderr == ""

    @pytest.mark.parametrize("coder", ["rules", "classifier", "both"])
    def test_coders(self, study: Path, run: Run, coder: str) -> None:
        result = run("code", "transcripts", "--coder", coder, "--format", "csv")
        assert count(result.stdout, "pendapatan_tidak_pasti") == 2

    def test_strict_makes_a_skipped_file_a_problem(self, study: Path, run: Run) -> None:
        (study / "transcripts" / "b.pdf").write_bytes(b"%PDF")
        assert run("code", "transcripts").exit_code == 0
        result = run("code", "transcripts", "--strict")
        assert result.exit_code == 1
        assert "b.pdf" in result.stderr

    def test_output_file(self, study: Path, run: Run) -> None:
        assert run("code", "transcripts", "--output", "tema.md").stdout == ""
        assert "| Pendapatan tidak pasti" in (study / "tema.md").read_text(encoding="utf-8")


class TestSummarize:
    def test_by_generation(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        result = run("summarize", "--by", "generation", "--format", "csv")
        income = next(row for row in rows(result.stdout) if row["code"] == "pendapatan_tidak_pasti")
        assert (income["Milenial_n"], income["Z_n"]) == ("1", "1")

    def test_an_attribute_that_is_missing_for_all_is_a_column_with_the_reason(self, study: Path, run: Run) -> None:
        (study / "a.txt").write_text("P: Kenapa?\nN: Order sepi terus, Kak.\n", encoding="utf-8")
        run("code", "a.txt")
        result = run("summarize", "--by", "generation")
        assert "missing_n" in result.stdout
        assert "tahun lahir dan usia tidak tercatat" in result.stderr

    def test_several_by_and_english(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        result = run("summarize", "--by", "generation", "--by", "gender", "--lang", "en", "--format", "markdown")
        assert "Gen Z · Female" in result.stdout
        assert (
            run("summarize", "--by", "generation,gender", "--lang", "en", "--format", "markdown").stdout
            == result.stdout
        )

    def test_domain_and_unit(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        result = run("summarize", "--domain", "tantangan", "--unit", "participant", "--format", "csv")
        assert {row["domain"] for row in rows(result.stdout)} == {"tantangan"}

    def test_a_changed_codebook_is_told(self, study: Path, run: Run) -> None:
        run("init", "baru")
        codebook = study / "baru" / "codebook.yaml"
        run("code", "transcripts", "--codebook", str(codebook))
        assert "berubah" not in run("summarize").stderr
        codebook.write_text(
            codebook.read_text(encoding="utf-8").replace("Bebas menentukan", "Leluasa menentukan", 1), encoding="utf-8"
        )
        assert "berubah sejak hasil ini dibuat" in run("summarize").stderr


class TestQuotes:
    def test_the_place_and_the_person_without_a_name(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        (first, second) = rows(run("quotes", "pendapatan_tidak_pasti", "--format", "csv").stdout)
        assert {first["participant_id"], second["participant_id"]} == {"N1", "N2"}
        assert "baris 8" in first["place"]

    def test_contrary(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        found = rows(run("quotes", "persepsi_stigma", "--contrary", "--format", "csv").stdout)
        assert {row["quotation"] for row in found} == {"Kalau soal diremehkan saya tidak pernah alami."}


class TestCorrections:
    def test_a_decision_is_kept_obeyed_and_survives_runs_and_edits(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        path = study / "codings" / "codings.csv"
        edited = rows(path.read_text(encoding="utf-8-sig"))
        for row in edited:
            if row["document"] == "N1.txt" and row["code"] == "pendapatan_tidak_pasti":
                row.update(decision="tidak", replace_by="Persaingan ketat", memo="baca lagi")
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(edited[0]))
            writer.writeheader()
            writer.writerows(edited)
        result = run("import", "codings", "codings/codings.csv", "--coder", "Rina")
        assert "2 new decisions by Rina" in result.stderr
        assert (study / "transcripts" / "gigtext-decisions.csv").exists()

        def counts() -> tuple[int, int]:
            found = run("code", "transcripts", "--format", "csv").stdout
            return count(found, "pendapatan_tidak_pasti"), count(found, "persaingan_ketat")

        assert counts() == (1, 1)
        transcript = study / "transcripts" / "N1.txt"
        transcript.write_text(
            transcript.read_text(encoding="utf-8")
            .replace("Kode: N1", "Kode: N1\nKota: Kupang")
            .replace(", Kak", ", Kaka"),
            encoding="utf-8",
        )
        assert counts() == (1, 1)
        assert "Rina: 2" in run("code", "transcripts").stderr

    def test_a_filled_in_file_is_never_overwritten(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        path = study / "codings" / "codings.csv"
        text = path.read_text(encoding="utf-8-sig")
        first = text.index("\n") + 1
        path.write_text(text[:first] + text[first:].replace(",,,\n", ",ya,,\n", 1), encoding="utf-8-sig", newline="")
        result = run("code", "transcripts")
        assert "codings-edited-1.csv" in result.stderr
        assert ",ya," in (study / "codings" / "codings-edited-1.csv").read_text(encoding="utf-8-sig")


class TestExport:
    def test_passages(self, study: Path, run: Run) -> None:
        run("code", "transcripts")
        assert run("export", "passages", "p.jsonl").exit_code == 0
        lines = [json.loads(line) for line in (study / "p.jsonl").read_text(encoding="utf-8").splitlines()]
        assert {line["document"] for line in lines} == {"N1.txt", "N2.txt"}
        assert any(code["code"] == "pendapatan_tidak_pasti" for line in lines for code in line["codes"])

    def test_rows_keep_their_ids(self, study: Path, run: Run) -> None:
        (study / "jawaban.jsonl").write_text(
            '{"id": "x-9", "text": "Penghasilannya tidak menentu, Kak."}\n', encoding="utf-8"
        )
        run("code", "jawaban.jsonl")
        run("export", "passages", "p.jsonl")
        assert json.loads((study / "p.jsonl").read_text(encoding="utf-8"))["id"] == "x-9"

    @pytest.mark.parametrize("name", ["kode.csv", "kode.xlsx"])
    def test_codings(self, study: Path, run: Run, name: str) -> None:
        run("code", "transcripts")
        assert run("export", "codings", name).exit_code == 0
        assert (study / name).stat().st_size > 0


def test_init_makes_a_study_that_works_at_once(study: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", "skripsi").exit_code == 0
    monkeypatch.chdir(study / "skripsi")
    assert run("code").exit_code == 0
    assert "Z_n" in run("summarize", "--by", "generation", "--format", "csv").stdout
    again = run("init", ".")
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_version_and_completion(run: Run) -> None:
    assert run("--version").stdout.startswith("gigtext ")
    assert "complete" in run("--show-completion", "bash").stdout.lower() or run("--help").exit_code == 0


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["code"],
        ["summarize"],
        ["quotes"],
        ["train"],
        ["evaluate"],
        ["codebook", "check"],
        ["import", "codings"],
        ["export", "passages"],
        ["init"],
    ],
)
def test_help_shows_an_example_first(run: Run, command: list[str]) -> None:
    text = run(*command, "--help").stdout
    assert text.index("gigtext " + " ".join(command)) < text.index("Options")


def gigtext(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    script = "from gigtext.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_leaves_early_is_fine(study: Path, run: Run) -> None:
    run("code", "transcripts")
    process = gigtext("codebook", "show", "--format", "csv")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()  # like `| head -0`
    errors = process.stderr.read().decode()
    process.wait()
    assert "Traceback" not in errors


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_interrupted(study: Path) -> None:
    process = gigtext("code", "-", stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"P: Kenapa?\n")
    process.stdin.flush()
    while process.poll() is None:
        # the program is up once it waits for more of stdin: interrupt until it ends
        process.send_signal(signal.SIGINT)
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    assert process.returncode in (130, -signal.SIGINT)
    assert not (study / "codings").exists()


def test_no_colour_off_a_terminal(study: Path, run: Run) -> None:
    assert "\x1b" not in run("code", "transcripts").output


def test_what_happens_as_lines_of_json(study: Path, run: Run) -> None:
    (study / "transcripts" / "rusak.docx").write_bytes(b"no archive")
    done = run("code", "transcripts", "--log-format", "json", "--format", "csv")
    assert done.exit_code == 0
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert {event["event"] for event in events} >= {"progress", "skipped", "done"}
    assert [event["source"] for event in events if event["event"] == "skipped"] == ["transcripts/rusak.docx"]
    assert events[-1]["counts"]["documents"] == 2
    assert "waktunya bebas" not in done.stderr
