"""The report page in a real browser: what a reader sees, clicks and types."""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gigtext.analysis.summaries import foot, summarise, theme_tables
from gigtext.errors import InputError
from gigtext.records import Table
from gigtext.render.text import cell_text, visible
from gigtext.report import write_page
from gigtext.report import page as report_page
from gigtext.store import Results
from tests.conftest import Run
from tests.report.page_study import EMOJI, write_page_study
from tests.small_study import write_small_study

CHROMIUM = next((found for name in ("chromium", "google-chrome", "chromium-browser") if (found := shutil.which(name))), None)  # fmt: skip
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium, google-chrome or chromium-browser on the path")


@dataclass
class Opened:
    """A page in the browser, and what went wrong in it."""

    page: Any
    problems: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield started
        started.close()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_page_study(tmp_path_factory.mktemp("study") / "codings")


@pytest.fixture(scope="module")
def html(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "laporan.html"
    write_page(results, path)
    return path


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Opened]]:
    """`visit(path)` opens a page; at the end it must have written nothing to the console and asked the network for nothing."""
    opened: list[Opened] = []

    def open_page(path: Path, size: dict[str, int] = WIDE) -> Opened:
        page = browser.new_page(viewport=size)
        visited = Opened(page)
        page.on("console", lambda message: visited.problems.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: visited.problems.append(f"error: {error}"))
        page.on("request", lambda request: None if request.url.startswith("file:") else visited.problems.append(request.url))  # fmt: skip
        page.goto(path.as_uri())
        opened.append(visited)
        return visited

    yield open_page
    for each in opened:
        each.page.close()
        assert each.problems == []


def go(page: Any, view: str) -> None:
    page.click(f'nav a[href="#{view}"]')
    page.wait_for_selector(f"#view-{view}.shown")


def codes_shown(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#transcript .code span").all_inner_texts()]


def table_texts(page: Any, view: str = "#view-tables") -> list[list[list[str]]]:
    """Every table on the page: its rows of cell texts, headings of sections left out."""
    return page.eval_on_selector_all(
        f"{view} table",
        "tables => tables.map(t => [...t.querySelectorAll('tbody tr:not(.section)')]"
        ".map(r => [...r.cells].map(c => c.textContent)))",
    )


def expected(tables: list[Table]) -> list[list[list[str]]]:
    return [[[cell_text(row[at], column) for at, column in visible(table)] for row in table.rows] for table in tables]


@needs_browser
class TestNumbers:
    @pytest.mark.parametrize("lang", ["id", "en"])
    def test_tables_hold_the_very_cells_of_code_and_summarize(
        self, results: Results, tmp_path: Path, visit: Callable[..., Opened], lang: str
    ) -> None:
        path = tmp_path / "r.html"
        write_page(results, path, lang=lang)
        page = visit(path).page
        tables = [
            *theme_tables(results, lang=lang),
            *theme_tables(results, level="domain", lang=lang),
            *summarise(results, by=["generation"], lang=lang),
        ]
        assert table_texts(page) == expected(tables)
        captions = page.locator("#view-tables caption").all_text_contents()
        assert captions == [table.title for table in tables]
        assert page.get_attribute("html", "lang") == lang

    def test_another_attribute_makes_the_groups(
        self, results: Results, tmp_path: Path, visit: Callable[..., Opened]
    ) -> None:
        path = tmp_path / "r.html"
        write_page(results, path, by=["jenis kelamin"])
        page = visit(path).page
        tables = summarise(results, by=["gender"])
        assert table_texts(page)[-len(tables) :] == expected(tables)
        assert page.locator("#f-group option").all_text_contents() == ["Semua informan", "Laki-laki", "Perempuan"]

    def test_the_overview_says_what_coded_and_how_precise(
        self, results: Results, html: Path, visit: Callable[..., Opened]
    ) -> None:
        page = visit(html).page
        notes = page.locator("#view-overview .notes li").all_text_contents()
        assert notes[: len(foot(results))] == foot(results)
        # firm: two machine codes of N1 and N2, one of N3, Rina's own; her no takes one away
        assert "4 kode tegas: 1 oleh pola buku kode, 2 oleh pengklasifikasi, 1 oleh orang" in page.inner_text(".record")
        firm = sum(int(row[3]) for table in theme_tables(results) for row in table.rows)  # type: ignore[arg-type]
        assert firm == 4
        assert page.locator("[data-tile] strong").all_text_contents() == ["3", "2", "6", "66,7 %"]

    def test_a_study_without_attributes_has_no_groups(self, tmp_path: Path, visit: Callable[..., Opened]) -> None:
        results = write_small_study(tmp_path / "codings")
        without = tmp_path / "r.html"
        results.database.execute("CREATE OR REPLACE TEMP VIEW participants AS SELECT id, missing_reasons FROM participants")
        bare = Results(results.folder, results.run, results.codebook, results.database, (), {}, 0)
        write_page(bare, without)
        page = visit(without).page
        assert page.locator("#f-group").count() == 0
        assert page.locator("#view-tables h3").count() == 2


@needs_browser
class TestFilters:
    def test_theme(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        assert page.inner_text("#found") == "5 petikan berkode dalam 2 transkrip"
        page.select_option("#f-theme", label="Pendapatan tidak pasti")
        assert page.inner_text("#found") == "2 petikan berkode dalam 2 transkrip"
        assert codes_shown(page) == ["Pendapatan tidak pasti"]
        page.select_option("#f-theme", label="Seluruh domain: Faktor pendorong")
        assert codes_shown(page) == ["Fleksibilitas dan otonomi"]
        page.click("#f-reset")
        assert len(codes_shown(page)) == 3

    def test_group(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        page.select_option("#f-group", label="Milenial")
        assert codes_shown(page) == ["Fleksibilitas dan otonomi"]
        assert page.locator(".turn.outside").count() == 2
        assert page.inner_text("#found") == "3 petikan berkode dalam 2 transkrip"

    def test_confidence(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        page.uncheck("#f-suggested")
        assert codes_shown(page) == ["Pendapatan tidak pasti", "Fleksibilitas dan otonomi"]
        page.fill("#f-score", "0.9")
        assert codes_shown(page) == ["Pendapatan tidak pasti"]
        assert page.inner_text("#f-shown") == "0,90"
        page.uncheck("#f-firm")
        assert codes_shown(page) == []
        assert page.inner_text("#found") == "Tidak ada petikan yang cocok."

    def test_coded_passages_only(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        assert page.locator(".turn.interviewer").count() == 2
        page.check("#f-only")
        assert page.locator(".turn").count() == page.locator(".passage").count() == 3

    def test_a_theme_of_a_table_opens_its_passages(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "tables")
        page.click("text=Pengembangan diri >> nth=0")
        page.wait_for_selector("#view-transcripts.shown")
        assert page.inner_text("#transcript h3") == "b.txt"
        assert codes_shown(page) == ["✓ Pengembangan diri"]


@needs_browser
class TestTranscripts:
    def test_emoji_before_the_evidence_do_not_shift_it(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        assert page.locator(".passage mark").first.text_content() == "tidak tentu"
        assert page.locator(".passage .said").first.text_content() == EMOJI

    def test_markup_in_the_talk_is_text(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        assert page.evaluate("window.hacked") is None
        assert "<script>window.hacked = 1</script>" in page.inner_text("#transcript")
        assert page.locator("#transcript img, #transcript script").count() == 0

    def test_the_policy_lets_no_foreign_script_run(self, html: Path, browser: Any) -> None:
        page = browser.new_page()
        page.goto(html.as_uri())
        page.evaluate("const s = document.createElement('script'); s.textContent = 'window.hacked = 3'; document.body.append(s)")  # fmt: skip
        assert page.evaluate("window.hacked") is None
        page.close()

    def test_a_code_opens_its_details_and_marks_its_evidence(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        code = page.locator(".code").first
        code.click()
        assert code.get_attribute("aria-expanded") == "true"
        assert page.locator("mark.chosen").text_content() == "tidak tentu"
        detail = page.inner_text(".detail:visible")
        assert "diputuskan oleh pola buku kode" in detail
        assert "skor 0,95" in detail
        code.click()
        assert page.locator(".detail:visible").count() == 0

    def test_peoples_decisions_are_marked_and_rejected_codes_hidden(
        self, html: Path, visit: Callable[..., Opened]
    ) -> None:
        page = visit(html).page
        go(page, "transcripts")
        page.click("#list button >> text=b.txt")
        assert codes_shown(page) == ["Pendapatan tidak pasti", "✓ Pengembangan diri"]
        assert "Rina" in page.inner_text(".code.person")
        page.click(".code.person")
        assert "Buktinya seluruh petikan." in page.inner_text(".detail:visible")

    def test_interviewers_are_shown_and_named_by_role_only(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        assert page.locator(".turn.interviewer .who").all_text_contents() == ["Pewawancara"] * 2
        assert page.locator(".turn.participant .who").first.text_content() == "N1, Gen Z, Perempuan"
        assert page.locator(".uncounted").all_text_contents() == ["Iya."]


@needs_browser
class TestKeyboard:
    def test_j_and_k_walk_the_coded_passages_across_transcripts(
        self, html: Path, visit: Callable[..., Opened]
    ) -> None:
        page = visit(html).page
        go(page, "transcripts")

        def here() -> str:
            return page.evaluate("document.activeElement.querySelector('.said')?.textContent ?? ''")

        page.keyboard.press("j")
        assert here() == EMOJI
        page.keyboard.press("ArrowDown")
        assert here().startswith("Saingannya banyak")
        page.keyboard.press("k")
        assert here() == EMOJI
        for _ in range(3):
            page.keyboard.press("j")
        assert here() == "Kadang sepi, kadang ramai."
        assert page.inner_text("#transcript h3") == "b.txt"
        assert page.inner_text("#place") == "1 dari 2"
        page.keyboard.press("ArrowUp")
        assert here() == "Waktunya bebas, saya atur sendiri."

    def test_enter_opens_and_escape_closes_the_details(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        page.keyboard.press("j")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        assert "Pendapatan tidak pasti" in page.inner_text(".detail:visible")
        page.keyboard.press("Escape")
        assert page.locator(".detail:visible").count() == 0
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").startswith("code")
        page.keyboard.press("Enter")
        assert page.locator(".detail:visible").count() == 1

    def test_letters_typed_into_a_control_stay_there(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "transcripts")
        page.focus("#f-theme")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "f-theme"

    def test_the_first_tab_skips_to_the_content(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"


@needs_browser
class TestFigures:
    def test_figures_are_drawn_when_looked_at(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        assert page.evaluate("typeof window.vegaEmbed") == "undefined"
        go(page, "figures")
        page.wait_for_selector(".drawing[data-drawn] svg")
        assert "Fleksibilitas dan otonomi" in page.inner_html(".drawing[data-drawn] svg >> nth=0")

    def test_a_bar_opens_its_passages(self, html: Path, visit: Callable[..., Opened]) -> None:
        page = visit(html).page
        go(page, "figures")
        page.wait_for_selector(".drawing[data-drawn] svg")
        page.locator(".drawing svg .mark-rect path[aria-label*='Fleksibilitas'][aria-label*='Milenial']").first.click()
        page.wait_for_selector("#view-transcripts.shown")
        assert codes_shown(page) == ["Fleksibilitas dan otonomi"]

    def test_without_the_drawing_library_the_page_says_so(
        self, results: Results, tmp_path: Path, visit: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "vl_convert", None)
        monkeypatch.setattr(report_page, "drawing_script", lambda: None)
        path = tmp_path / "r.html"
        assert write_page(results, path).figures is False
        page = visit(path).page
        go(page, "figures")
        assert 'pip install "gigtext[figures]"' in page.inner_text("#view-figures .warning")
        assert page.locator("figure").count() == 0


@needs_browser
class TestSizes:
    @pytest.mark.parametrize("view", ["overview", "tables", "figures", "transcripts"])
    def test_a_phone_never_scrolls_sideways(self, html: Path, visit: Callable[..., Opened], view: str) -> None:
        page = visit(html, PHONE).page
        go(page, view)
        if view == "figures":
            page.wait_for_selector(".drawing[data-drawn] svg")
        if view == "transcripts":
            page.locator(".code").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    def test_paper_has_every_part(self, html: Path, visit: Callable[..., Opened], tmp_path: Path) -> None:
        page = visit(html).page
        go(page, "transcripts")
        page.emulate_media(media="print")
        for view in ("overview", "tables", "figures", "transcripts"):
            assert page.locator(f"#view-{view}").is_visible()
        assert not page.locator("header").is_visible()
        assert not page.locator("aside").is_visible()
        assert page.pdf().startswith(b"%PDF")

    def test_forty_long_transcripts_open_in_three_seconds(self, tmp_path: Path, visit: Callable[..., Opened]) -> None:
        results = write_page_study(tmp_path / "codings")
        path = tmp_path / "r.html"
        write_page(results, path)
        island = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text("utf-8"))
        assert island is not None
        import json

        data = json.loads(island[1])
        words = [word for text in EMOJI.split() for word in (text, "lagi")]
        pick = random.Random(1)
        one = next(turn for turn in data["transcripts"][0]["turns"] if turn["role"] == "participant")
        piece = {**one["pieces"][0], "codes": [{**one["pieces"][0]["codes"][0], "spans": [[0, 4]]}]}
        data["transcripts"] = [
            {
                "id": f"wawancara_{number}.txt",
                "turns": [
                    {**one, "pieces": [{**piece, "text": " ".join(pick.choices(words, k=50))}, {"text": "Oh ya?"}]}
                    for _ in range(100)
                ],
            }
            for number in range(40)
        ]
        path.write_text(report_page.assemble(data, "", "id"), encoding="utf-8")
        page = visit(path).page
        go(page, "transcripts")
        page.wait_for_selector("#transcript .passage >> nth=99")
        took = page.evaluate("performance.now()")
        assert page.locator("#list li").count() == 40
        assert took < 3000


class TestTarget:
    def test_an_earlier_report_is_replaced(self, results: Results, tmp_path: Path) -> None:
        path = tmp_path / "r.html"
        write_page(results, path)
        write_page(results, path, lang="en")
        assert '<html lang="en">' in path.read_text("utf-8")

    def test_a_file_of_somebody_else_is_kept(self, results: Results, tmp_path: Path) -> None:
        path = tmp_path / "skripsi.html"
        path.write_text("<p>Bab IV</p>", encoding="utf-8")
        with pytest.raises(InputError, match=r"skripsi\.html: exists and is no report of gigtext"):
            write_page(results, path)
        assert path.read_text("utf-8") == "<p>Bab IV</p>"

    @pytest.mark.parametrize(("name", "message"), [("r.pdf", "suffix names the format"), ("folder.html", "is a folder")])
    def test_targets_that_are_no_page(self, results: Results, tmp_path: Path, name: str, message: str) -> None:
        (tmp_path / "folder.html").mkdir()
        with pytest.raises(InputError, match=message):
            write_page(results, tmp_path / name)

    def test_nothing_from_outside_is_named(self, html: Path) -> None:
        text = html.read_text("utf-8")
        frame = text[: text.index('<script type="application/json"')]
        assert re.findall(r"(?:src|href)=[\"']?(?!#)", frame) == []
        assert "default-src 'none'" in frame
        assert "unsafe-eval" not in frame


class TestCommand:
    def test_report_after_code(self, study: Path, run: Run) -> None:
        assert run("code", "transcripts", "-q").exit_code == 0
        done = run("report", "laporan.html", "--lang", "en")
        assert done.exit_code == 0
        assert "written: laporan.html" in done.stderr
        assert "share it only with those who may read it" in done.stderr
        assert done.stdout == ""
        assert Path("laporan.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    def test_unknown_attribute_and_missing_results(self, study: Path, run: Run) -> None:
        done = run("report", "r.html")
        assert done.exit_code == 2
        assert "no results here" in done.stderr
        assert run("code", "transcripts", "-q").exit_code == 0
        done = run("report", "r.html", "--by", "angkatan")
        assert done.exit_code == 2
        assert 'unknown attribute "angkatan"' in done.stderr
        assert not Path("r.html").exists()
