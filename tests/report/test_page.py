"""The report in a real browser: what a reader sees, clicks and types."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gigtext.analysis.cooccurrence import cooccurrence
from gigtext.analysis.saturation import saturation
from gigtext.analysis.summaries import foot, summarise, theme_tables
from gigtext.analysis.timeline import timeline
from gigtext.judgements import append_judgements
from gigtext.pipeline import Request, code_study
from gigtext.records import Judgement, Table
from gigtext.render.text import cell_text
from gigtext.report import report_page
from gigtext.store import Results, decisions_path, open_results, read_passages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright, which drives the browser")
pytest.importorskip("vl_convert", reason="needs gigtext[figures]")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed")

HOSTILE = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'></script><!-- "
FIRST = f"""\
Kode: N1
Tahun lahir: 1999
Jenis kelamin: P
Pekerjaan: kurir <b onclick=alert(1)>

P: Kenapa pilih kerja lepas?
N1: Saya suka karena waktunya bebas, saya sendiri yang atur jam kerja 😭👍🏽. Tidak ada bos.
P: Yang susah apa? {HOSTILE}
N1: {HOSTILE} 😭 Penghasilannya tidak menentu, Kak. Order naik turun, kadang satu hari tidak dapat order sama sekali.
N1: Iya.
P: Ada yang meremehkan?
N1: Tetangga kira saya pengangguran karena di rumah terus.
"""
SECOND = """\
Kode: N2
Tahun lahir: 1985
Jenis kelamin: L

P: Yang susah apa?
N2: Saya lahir di Soe.
N2: Penghasilannya tidak menentu, kadang ada kadang tidak.
P: Caranya bertahan?
N2: Saya gabung komunitas penulis, dari situ saling lempar job.
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two interviews, coded by the machine; people have refused one code, added one, and disagree on one (suggested)."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "transcripts").mkdir()
    (folder / "transcripts" / "N1.txt").write_text(FIRST, encoding="utf-8-sig")
    (folder / "transcripts" / "N2.txt").write_bytes(SECOND.replace("\n", "\r\n").encode())
    results = folder / "codings"
    code_study(Request(paths=(str(folder / "transcripts"),), results=results, model="fast"))
    opened = open_results(results)
    judged = [
        Judgement(each.document_id, each.start, each.end, each.text, code, verdict, who)  # type: ignore[arg-type]
        for each in read_passages(opened.database)
        for words, code, verdict, who in (
            ("komunitas", "networking", "no", "Rina"),
            ("di Soe", "intensi", "yes", "Rina"),
            ("waktunya bebas", "fleksibilitas_otonomi", "yes", "Rina"),
            ("waktunya bebas", "fleksibilitas_otonomi", "no", "Ana"),
        )
        if words in each.text
    ]
    assert len(judged) == 4
    append_judgements(decisions_path(opened.folder, opened.run), judged)
    return open_results(results)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page and everything that it complained of or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def opened(browser: Browser, path: Path, width: int = 1280) -> Watched:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(15_000)
    watched = Watched(page)
    page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("request", lambda request: watched.requests.append(request.url))
    page.goto(path.as_uri())
    page.locator(".figure:not(.drawn)").first.wait_for(state="detached")
    return watched


@pytest.fixture(scope="module")
def path(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "laporan.html"
    path.write_text(report_page(results, by=["generation"]), encoding="utf-8", newline="")
    return path


@pytest.fixture
def watched(browser: Browser, path: Path) -> Iterator[Watched]:
    watched = opened(browser, path)
    yield watched
    assert watched.complaints == []
    assert watched.requests == [path.as_uri()]
    assert watched.page.evaluate("window.hacked") is None
    watched.page.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.page


def found(page: Page) -> int:
    return int(re.findall(r"\d+", page.locator(".found").inner_text())[0])


def show(page: Page, name: str) -> None:
    page.locator(".list button", has_text=name).click()


def shown_rows(table: Table) -> list[list[str]]:
    shown = [(at, column) for at, column in enumerate(table.columns) if column.kind != "key"]
    return [[cell_text(row[at], column) for at, column in shown] for row in table.rows]


class TestNumbers:
    def test_tables_are_those_of_the_commands(self, page: Page, results: Results) -> None:
        tables = [*theme_tables(results), *summarise(results, by=["generation"])]
        grids = page.locator("#themes table")
        assert grids.count() == len(tables)
        for at, table in enumerate(tables):
            lines = grids.nth(at).locator("tbody tr:not(.section)").all()
            read = [[cell.inner_text() for cell in line.locator("th, td").all()] for line in lines]
            assert read == shown_rows(table)

    def test_the_foot_stands_at_the_top(self, page: Page, results: Results) -> None:
        assert page.locator(".know li").all_inner_texts() == [" ".join(line.split()) for line in foot(results)]
        assert "Rina: 3" in page.locator(".know").inner_text()

    def test_figures_draw_the_numbers_of_the_tables(self, page: Page, results: Results) -> None:
        drawn = page.locator("#themes .figure, #figures .figure").evaluate_all(
            "figures => figures.map(each => each.view.data('source_0'))"
        )
        bars = [
            [row[f"{bar['group']}_percent"] for row in named(table) for bar in values if bar["code"] == row["code"]]
            for table, values in zip(summarise(results, by=["generation"]), drawn, strict=False)
        ]
        assert [[bar["value"] for bar in values] for values in drawn[: len(bars)]] == bars
        shared, curve = cooccurrence(results)[0], saturation(results)
        wanted = [named(table) for table in (shared, curve) if table.rows]
        assert [clean(values, wanted[at]) for at, values in enumerate(drawn[len(bars) :])] == wanted

    @pytest.mark.parametrize("document", ["N1.txt", "N2.txt"])
    def test_the_timeline_is_that_of_the_command(self, page: Page, results: Results, document: str) -> None:
        show(page, document)
        page.locator(".figure:not(.drawn)").first.wait_for(state="detached")
        values = page.locator("figure.timeline").evaluate("figure => figure.view.data('source_0')")
        wanted = named(timeline(results, document))
        assert wanted
        assert clean(values, wanted) == wanted

    def test_as_many_passages_match_as_the_tables_count(self, page: Page, results: Results) -> None:
        page.locator("#filter-status").select_option("firm")
        for table in summarise(results, by=["generation"]):
            for row in named(table):
                page.locator("#filter-theme").select_option(f'["code","{row["code"]}"]')
                for group, label in (("Z", "Gen Z"), ("Milenial", "Milenial")):
                    page.locator("#filter-group").select_option(label=label)
                    assert found(page) == row[f"{group}_n"]


def named(table: Table) -> list[dict[str, Any]]:
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def clean(values: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drawn rows without the marks that the library adds to them."""
    return [{name: row[name] for name in wanted[0]} for row in values]


class TestTranscripts:
    def test_nothing_of_the_talk_is_lost_or_doubled(self, page: Page) -> None:
        for name, text in (("N1.txt", FIRST), ("N2.txt", SECOND)):
            show(page, name)
            read = " ".join(page.locator(".reader .text").all_inner_texts())
            talk = [line.split(": ", 1)[1] for line in text.split("\n\n", 1)[1].splitlines()]
            assert read.split() == " ".join(talk).split()

    def test_markup_in_a_transcript_is_text(self, page: Page) -> None:
        assert page.locator(".reader").get_by_text("window.hacked = 1").count() == 2
        assert page.locator(".reader script, .reader img, .list b").count() == 0
        assert page.locator("script").count() == 4  # data, page, library, and the library once it runs

    def test_evidence_is_highlighted_after_an_emoji_too(self, page: Page) -> None:
        passage = page.locator(".passage", has_text="Penghasilannya tidak menentu").first
        chip = passage.locator(".chip", has_text="Pendapatan tidak pasti")
        chip.click()
        marked = " ".join(passage.locator("mark.on").all_inner_texts())
        assert "tidak menentu" in marked
        assert "Kak" not in marked
        assert chip.get_attribute("aria-expanded") == "true"
        assert "Tantangan" in passage.locator(".detail").inner_text()
        chip.click()
        assert passage.locator("mark.on, .detail").count() == 0

    def test_people_are_named_and_what_they_refused_is_gone(self, page: Page) -> None:
        show(page, "N2.txt")
        added = page.locator(".passage", has_text="Soe").locator(".chip")
        assert added.locator(".sure").inner_text() == "✓"
        added.click()
        assert "diputuskan orang: Rina" in page.locator(".detail").inner_text()
        assert page.locator(".passage", has_text="komunitas").locator(".chip", has_text="jaringan").count() == 0

    def test_a_click_on_the_timeline_goes_to_the_passage(self, page: Page) -> None:
        page.locator("figure.timeline .mark-rect path").first.click()
        assert "waktunya bebas" in page.locator(".passage:focus").inner_text()


class TestFilters:
    def test_theme_confidence_score_and_group(self, page: Page) -> None:
        clear = page.get_by_role("button", name="Hapus saringan")
        assert found(page) == 5
        page.locator("#filter-theme").select_option(label="Pendapatan tidak pasti")
        assert found(page) == 2
        assert set(page.locator(".reader .chip > span:first-child").all_inner_texts()) == {"Pendapatan tidak pasti"}
        clear.click()
        page.locator("#filter-status").select_option("suggested")
        assert found(page) == 1
        page.locator("#filter-status").select_option("firm")
        assert found(page) == 4
        clear.click()
        page.locator("#filter-score").fill("1")
        assert 0 < found(page) < 5
        clear.click()
        assert found(page) == 5
        page.locator("#filter-group").select_option(label="Milenial")
        assert found(page) == 2
        assert page.locator(".list button", has_text="N1.txt").locator(".count").inner_text() == "0"
        assert page.locator(".nomatch").is_visible()

    def test_a_whole_domain(self, page: Page) -> None:
        page.locator("#filter-theme").select_option(label="semua: Tantangan")
        chips = set(page.locator(".reader .chip > span:first-child").all_inner_texts())
        assert {"Pendapatan tidak pasti", "Persepsi dan stigma"} <= chips
        assert "Fleksibilitas dan otonomi" not in chips

    def test_hiding_the_rest(self, page: Page) -> None:
        page.locator("#filter-theme").select_option(label="Pendapatan tidak pasti")
        page.locator("#filter-only").check()
        visible = [each for each in page.locator(".passage").all() if each.is_visible()]
        assert len(visible) == page.locator(".passage.coded").count() > 0

    def test_a_theme_in_a_table_shows_its_passages(self, page: Page) -> None:
        page.locator("#themes button", has_text="Pendapatan tidak pasti").first.click()
        assert page.locator("#filter-theme").input_value() == '["code","pendapatan_tidak_pasti"]'
        page.keyboard.press("j")
        assert "tidak menentu" in page.locator(".passage:focus").inner_text()


class TestKeyboard:
    def test_through_all_coded_passages_and_transcripts_and_back(self, page: Page) -> None:
        total = found(page)
        seen = []
        for _ in range(total + 2):
            page.keyboard.press("j")
            seen.append(page.locator(".passage:focus").get_attribute("id"))
        assert len(dict.fromkeys(seen)) == total
        assert page.locator("#reader-title").inner_text() == "N2.txt"
        for _ in range(total + 2):
            page.keyboard.press("k")
        assert page.locator("#reader-title").inner_text() == "N1.txt"
        assert page.locator(".passage:focus").get_attribute("id") == seen[0]

    def test_arrows_enter_tab_and_escape(self, page: Page) -> None:
        page.keyboard.press("j")
        first = page.locator(".passage:focus").get_attribute("id")
        page.keyboard.press("ArrowDown")
        assert page.locator(".passage:focus").get_attribute("id") != first
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        assert page.locator(".passage:focus .detail").is_visible()
        page.keyboard.press("Tab")
        assert page.locator(".passage .chip:focus").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".detail").count() == 0

    def test_focus_is_seen(self, page: Page) -> None:
        page.keyboard.press("j")
        outline = page.locator(".passage:focus").evaluate("each => getComputedStyle(each).outlineWidth")
        assert float(outline.removesuffix("px")) >= 2

    def test_letters_typed_into_a_field_are_letters(self, page: Page) -> None:
        page.locator("#filter-theme").focus()
        page.keyboard.press("j")
        assert page.locator(".passage:focus").count() == 0

    def test_every_control_has_a_name(self, page: Page) -> None:
        nameless = page.evaluate(
            "[...document.querySelectorAll('button, select, input')].filter(each => !each.textContent.trim()"
            " && !each.labels?.length && !each.ariaLabel).length"
        )
        assert nameless == 0


def test_a_phone_shows_one_column(browser: Browser, path: Path) -> None:
    watched = opened(browser, path, width=390)
    page = watched.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    text = page.locator(".passage.coded .text").first.bounding_box()
    chips = page.locator(".passage.coded .codes").first.bounding_box()
    assert text is not None
    assert chips is not None
    assert chips["y"] >= text["y"] + text["height"]
    assert watched.complaints == []
    page.close()


def test_english_without_groups(browser: Browser, results: Results, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(report_page(results, lang="en"), encoding="utf-8", newline="")
    watched = opened(browser, path)
    page = watched.page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h2").all_inner_texts() == ["Overview", "Themes", "Figures", "Transcripts"]
    assert "passages match" in page.locator(".found").inner_text()
    assert page.locator("#themes table").count() == 2
    assert page.locator("#themes .figure.drawn").count() == 5
    assert watched.complaints == []
    assert watched.requests == [path.as_uri()]
    page.close()


def test_the_policy_forbids_other_scripts_and_all_network(browser: Browser, path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1]
    assert "http:" not in policy[1]
    broken = tmp_path / "broken.html"
    intruder = "<script>window.hacked = 1</script><script src='http://127.0.0.1:9/x.js'></script>"
    broken.write_text(
        intruder.join(page.rsplit("<script", 1)[0].rsplit("\n", 1)) + "<script" + page.rsplit("<script", 1)[1],
        encoding="utf-8",
        newline="",
    )
    watched = opened(browser, broken)
    assert watched.page.evaluate("window.hacked") is None
    assert len([each for each in watched.complaints if "Content Security Policy" in each]) == 2
    watched.page.close()


def test_a_large_study_opens_in_time(browser: Browser, results: Results, tmp_path: Path) -> None:
    """40 transcripts of 5,000 words: what counts is the browser's own clock, from navigation to the built page."""
    from gigtext.figures.drawing import browser_script
    from gigtext.report.page import assemble
    from gigtext.report.study import gather

    data = gather(results)
    talk = next(each for each in data["documents"] if each["id"] == "N2.txt")
    words = sum(
        len((part if isinstance(part, str) else part["text"]).split())
        for turn in talk["turns"]
        for part in turn["parts"]
    )
    long = {**talk, "turns": talk["turns"] * (5000 // words + 1)}
    data["documents"] = [{**long, "id": f"N{at}.txt"} for at in range(40)]
    path = tmp_path / "large.html"
    path.write_text(assemble(data, browser_script()), encoding="utf-8", newline="")
    watched = opened(browser, path)
    assert watched.page.locator(".list li").count() == 40
    timing = watched.page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert timing < 3000
    watched.page.close()
