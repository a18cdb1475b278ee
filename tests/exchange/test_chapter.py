"""The exported chapter: its numbers are those of the tables, its references lead somewhere, and nothing of a person's is lost."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from docx.document import Document

from gigtext.analysis.summaries import summarise
from gigtext.exchange.chapter import write_chapter
from gigtext.store import Results, open_results
from tests.conftest import INTERVIEW, Run


@pytest.fixture
def results(study: Path, run: Run) -> Results:
    assert run("code", "transcripts").exit_code == 0
    return open_results(study / "codings")


def written(results: Results, path: Path, **options: object) -> Document:
    write_chapter(results, path, **options)  # type: ignore[arg-type]
    return docx.Document(str(path))


def texts(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_domains_themes_and_groups_have_headings(results: Results, tmp_path: Path) -> None:
    document = written(results, tmp_path / "bab4.docx", by=["generation"])
    assert texts(document, "Heading 1") == ["Hasil dan Pembahasan"]
    assert texts(document, "Heading 2")[0] == "Cara pengodean"
    assert texts(document, "Heading 2")[-1] == "Perbandingan menurut Generasi"
    assert len(texts(document, "Heading 3")) == 24
    assert any("N1, Gen Z" in quote for quote in texts(document, "Quote"))


def test_numbers_are_those_of_the_summary(results: Results, tmp_path: Path) -> None:
    document = written(results, tmp_path / "bab4.docx")
    rows = {
        row[2]: dict(zip([column.name for column in table.columns], row, strict=True))
        for table in summarise(results)
        for row in table.rows
    }
    found = 0
    for table in document.tables:
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        by_name = {row[0]: row for row in cells}
        for at, theme in enumerate(cells[0][1:-1], 1):
            row = rows[theme]
            assert by_name["Jumlah petikan"][at] == str(row["all_n"])
            assert by_name["Informan (dari 2)"][at] == str(row["all_participants"])
            assert next(r for name, r in by_name.items() if name.startswith("% dari"))[
                at
            ] == f"{row['all_percent']:.1f}".replace(".", ",")
            assert sum(int(by_name[who][at]) for who in ("N1", "N2")) == row["all_n"]
            found += 1
    assert found == sum(bool(row["all_n"]) for row in rows.values()) > 0


def test_every_reference_leads_to_a_caption(results: Results, tmp_path: Path) -> None:
    document = written(results, tmp_path / "bab4.docx", by=["generation"])
    xml = document.element.xml
    bookmarks = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
    references = re.findall(r"REF (\w+) \\h", xml)
    captions = texts(document, "Caption")
    assert set(references) == set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks)) == len(captions) == len(document.tables)
    assert [caption.split()[:2] for caption in captions] == [
        ["Tabel", f"4.{number}"] for number in range(1, len(captions) + 1)
    ]
    assert xml.count("SEQ Tabel") == len(captions)


def test_a_theme_that_nobody_spoke_of_has_a_sentence_and_no_table(results: Results, tmp_path: Path) -> None:
    document = written(results, tmp_path / "bab4.docx")
    silent = sum(not row[3] for table in summarise(results) for row in table.rows)
    said = [p.text for p in document.paragraphs].count("Tidak ada petikan yang berkode tegas dengan tema ini.")
    assert said == silent > 0


def test_it_says_who_coded(results: Results, run: Run, study: Path, tmp_path: Path) -> None:
    method = " ".join(texts(written(results, tmp_path / "a.docx"), "Normal")[:3])
    assert results.run.versions["model"] in method
    assert "Belum ada kode yang diperiksa orang" in method
    passage, document, start, end, text, code = results.database.execute(
        'SELECT p.id, p.document_id, p.start, p."end", p.text, d.code FROM decisions d JOIN passages p ON p.id = d.passage_id '
        "WHERE d.status = 'firm' ORDER BY p.id, d.code LIMIT 1"
    ).fetchall()[0]
    from gigtext.judgements import append_judgements
    from gigtext.records import Judgement
    from gigtext.store import decisions_path

    judged = Judgement(document, start, end, text, code, "no", "Rina")
    append_judgements(decisions_path(results.folder, results.run), [judged])
    method = " ".join(texts(written(open_results(results.folder), tmp_path / "b.docx"), "Normal")[:3])
    assert "Orang memeriksa 1 pasangan" in method
    assert "0 dari 1 kode tegas mesin" in method
    assert passage


def test_english(results: Results, tmp_path: Path) -> None:
    document = written(results, tmp_path / "c.docx", by=["generation"], lang="en")
    assert texts(document, "Heading 1") == ["Results"]
    assert texts(document, "Caption")[0].startswith("Table 4.1 ")


def test_one_informant_and_messy_talk(study: Path, run: Run, tmp_path: Path) -> None:
    (study / "transcripts" / "N2.txt").unlink()
    messy = INTERVIEW.replace("Tidak ada bos.", 'Tidak ada bos 😀\x0b=HYPERLINK("x") & <b>.')
    (study / "transcripts" / "N1.txt").write_text(messy, encoding="utf-8")
    assert run("code", "transcripts").exit_code == 0
    document = written(open_results(study / "codings"), tmp_path / "d.docx", by=["generation"])
    assert any("😀" in quote and "<b>" in quote for quote in texts(document, "Quote"))


def test_what_a_student_may_have_written_is_not_replaced(results: Results, run: Run) -> None:
    assert run("export", "chapter", "bab4.docx").exit_code == 0
    before = Path("bab4.docx").read_bytes()
    refused = run("export", "chapter", "bab4.docx")
    assert (refused.exit_code, "--force" in refused.stderr) == (2, True)
    assert Path("bab4.docx").read_bytes() == before
    assert run("export", "chapter", "bab4.docx", "--force", "--lang", "en").exit_code == 0
    assert run("export", "chapter", "bab4.odt").exit_code == 2
