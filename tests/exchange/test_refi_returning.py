"""A project of a study, coded further by colleagues in another program: their codings become their yes."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.errors import InputError
from gigtext.exchange.refi.codes import code_guid
from gigtext.exchange.refi.joining import locator
from gigtext.exchange.refi.project import Account, guid
from gigtext.exchange.refi.reading import read_project
from gigtext.exchange.refi.returning import judgements_of
from gigtext.exchange.refi.writing import write_project
from gigtext.judgements import append_judgements
from gigtext.records import Judgement
from gigtext.store import Results, open_results
from tests.exchange.projects import BUDI, CODES, INCOME, RINA, pack, project, selection, source
from tests.small_study import write_small_study

NAMED = "pendapatan_tidak_pasti"


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return write_small_study(tmp_path / "codings")


def text_of(results: Results, document: str = "a.txt") -> str:
    row = results.database.execute("SELECT text FROM documents WHERE id = ?", [document]).fetchone()
    assert row
    return str(row[0])


def mark(text: str, words: str, at: int = 1, *codes: str, user: str = RINA, day: str = "") -> str:
    start = text.index(words)
    return selection(at, start, start + len(words), *(codes or (INCOME,)), user=user, day=day)


def take(path: Path, results: Results, coder: str = "") -> tuple[list[tuple[str, str, str]], Account]:
    account = Account()
    found = judgements_of(read_project(path, account), results, account, coder=coder, today="2026-03-04")
    return [(each.quotation[:5], each.code, each.coder) for each in found], account


def test_our_own_export_brings_no_decisions_and_loses_none(results: Results, tmp_path: Path) -> None:
    row = results.database.execute('SELECT document_id, "start", "end", text FROM passages LIMIT 1').fetchone()
    assert row
    said = [
        Judgement(*row, "fleksibilitas_otonomi", "yes", who, "catatan 😭", "2026-01-02") for who in ("Rina", "Budi")
    ]
    file = tmp_path / "gigtext-decisions.csv"
    append_judgements(file, said)
    opened = open_results(results.folder)
    write_project(opened, tmp_path / "a.qdpx")
    found, account = take(tmp_path / "a.qdpx", opened)
    assert found == []
    assert account.carried["refi_known"] == 2
    assert account.left == {"refi_machine": 4}
    file.unlink()
    account = Account()
    again = judgements_of(read_project(tmp_path / "a.qdpx", account), open_results(results.folder), account, today="x")
    assert sorted(again, key=lambda each: each.coder) == sorted(said, key=lambda each: each.coder)


def test_a_colleague_adds_codings_in_our_export(results: Results, tmp_path: Path) -> None:
    write_project(results, tmp_path / "ours.qdpx")
    text = text_of(results)
    with zipfile.ZipFile(tmp_path / "ours.qdpx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["project.qde"].decode()
    added = mark(text, "lahir di Soe", 1, code_guid("networking"))
    identity = guid("source", "a.txt")
    xml = xml.replace("<Users>", f'<Users><User guid="{RINA}" name="Rina"/>')
    before = xml.index("<PlainTextSelection", xml.index(f'"{identity}" name="a.txt"'))
    parts["project.qde"] = (xml[:before] + added + xml[before:]).encode()
    with zipfile.ZipFile(tmp_path / "theirs.qdpx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    found, account = take(tmp_path / "theirs.qdpx", results)
    assert found == [("Saya ", "networking", "Rina")]
    assert account.left == {"refi_machine": 5}


def test_the_machines_codings_stay_the_machines_under_another_name(results: Results, tmp_path: Path) -> None:
    write_project(results, tmp_path / "a.qdpx", suggested=True)
    with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["project.qde"].decode()
    for name in ("rules", "classifier", "classifier (suggested)"):
        xml = xml.replace(guid("user", name), RINA).replace(f'name="{name}"', 'name="Rina"')
    with zipfile.ZipFile(tmp_path / "b.qdpx", "w") as archive:
        for name, content in {**parts, "project.qde": xml.encode()}.items():
            archive.writestr(name, content)
    assert take(tmp_path / "b.qdpx", results)[0] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("naik turun 😭", ["Order"]),  # some words of a passage
        ("Order naik turun 😭 tidak tentu.\nN1: Iya.", ["Order"]),  # a passage and a back-channel answer
        ("N1: Waktunya bebas, saya atur sendiri.\nN1: Order naik turun 😭 tidak tentu.", ["Waktu", "Order"]),
        ("sendiri.\nN1: Order naik turun 😭 tidak", ["Order"]),  # a little of one, most of another
    ],
)
def test_a_selection_means_the_passages_it_covers(
    results: Results, tmp_path: Path, words: str, expected: list[str]
) -> None:
    text = text_of(results)
    path = pack(tmp_path / "a.qdpx", project(source(1, "a.txt", mark(text, words))), {1: text})
    found, account = take(path, results)
    assert [begin for begin, _, _ in found] == expected
    assert account.carried["refi_joined"] == 1


@pytest.mark.parametrize(("words", "reason"), [("Iya.", "refi_not_codable"), ("N2: ", "refi_no_passage")])
def test_a_selection_that_means_no_passage_is_told(results: Results, tmp_path: Path, words: str, reason: str) -> None:
    text = text_of(results)
    inner = mark(text, words, 1) + mark(text, "Soe", 2)
    found, account = take(pack(tmp_path / "a.qdpx", project(source(1, "a.txt", inner)), {1: text}), results)
    assert len(found) == 1
    assert (account.left, account.names[reason]) == ({reason: 1}, ["a.txt"])


def test_nvivo_counts_utf16_with_two_for_a_line_end_and_no_mark(results: Results, tmp_path: Path) -> None:
    text = text_of(results).replace("\n", "\r\n")
    start = len(text[: text.index("Penghasilan")].encode("utf-16-le")) // 2
    inner = selection(1, start, start + len("Penghasilan kadang ada"), INCOME)
    path = pack(
        tmp_path / "a.qdpx",
        project(source(1, "a", inner), origin="NVivo 14 for Windows"),
        {1: "\ufeff" + text},
        folder="Sources",
    )
    found, account = take(path, results)
    assert found == [("Pengh", NAMED, "Rina")]
    assert account.left == {}


def test_atlas_names_the_inner_file_after_the_project_and_counts_a_line_end_once(
    results: Results, tmp_path: Path
) -> None:
    text = text_of(results)
    path = pack(
        tmp_path / "a.qdpx",
        project(source(1, "Dokumen 1", mark(text, "Penghasilan kadang")), origin="ATLAS.ti 23"),
        {1: text.replace("\n", "\r\n")},
        inner="Studi saya.qde",
    )
    assert take(path, results)[0] == [("Pengh", NAMED, "Rina")]


def test_an_edited_transcript_is_matched_by_words(results: Results, tmp_path: Path) -> None:
    text = "Transkrip wawancara, versi Rina\n" + text_of(results)
    inner = mark(text, "Penghasilan kadang ada", 1) + mark(text, "versi Rina", 2)
    found, account = take(pack(tmp_path / "a.qdpx", project(source(1, "a.docx", inner)), {1: text}), results)
    assert found == [("Pengh", NAMED, "Rina")]
    assert (account.left, account.carried["refi_text_differs"]) == ({"refi_text_changed": 1}, 1)


def test_words_that_come_twice_in_an_edited_transcript_are_told_apart_or_left() -> None:
    transcript, edited = (
        "Sepi. Lalu ramai sekali di kota ini. Sepi.",
        "Versi dua. Sepi. Lalu ramai sekali di kota ini. Sepi.",
    )
    place = locator(edited, transcript)
    assert place(edited.rindex("Sepi"), edited.rindex("Sepi") + 4) == (
        transcript.rindex("Sepi"),
        transcript.rindex("Sepi") + 4,
    )
    assert place(edited.index("Sepi"), edited.index("Sepi") + 4) == (0, 4)
    assert locator("Sepi.", "Sepi. Sepi.")(0, 4) is None


def test_codes_by_name_and_label_and_the_unknown_are_named(results: Results, tmp_path: Path) -> None:
    text = text_of(results)
    first, second, third, unlisted = (f"bbbbbbbb-0000-0000-0000-00000000000{at}" for at in range(4))
    codes = (
        f'<Code guid="{first}" name="NETWORKING" isCodable="true"/><Code guid="{second}" name="uncertain income" isCodable="true"/>'
        f'<Code guid="{third}" name="Kode baru" isCodable="true"/>'
    )
    inner = mark(text, "lahir di Soe", 1, first, second, third, unlisted)
    path = pack(tmp_path / "a.qdpx", project(source(1, "a.txt", inner), codes=codes), {1: text})
    found, account = take(path, results)
    assert sorted(code for _, code, _ in found) == ["networking", NAMED]
    assert account.left == {"refi_unknown_codes": 1, "refi_lost_codes": 1}
    assert account.names["refi_unknown_codes"] == ["Kode baru"]


def test_one_bad_selection_never_drops_the_source(results: Results, tmp_path: Path) -> None:
    text = text_of(results)
    bad = [(99999, 100000), (5, 5), (9, 2), (-3, 4), ("x", 4), ("", ""), ("9" * 30, "9" * 31)]
    inner = "".join(selection(at, start, end, INCOME) for at, (start, end) in enumerate(bad, 10))
    inner += mark(text, "Soe", 1) + selection(2, 0, 4)
    found, account = take(pack(tmp_path / "a.qdpx", project(source(1, "a.txt", inner)), {1: text}), results)
    assert found == [("Saya ", NAMED, "Rina")]
    assert account.left == {"refi_bad_selections": len(bad), "refi_bare_selections": 1}


def test_sources_that_are_not_here_are_told(results: Results, tmp_path: Path) -> None:
    inner = selection(1, 0, 4, INCOME)
    sources = (
        source(1, "z.txt", inner)
        + source(2, "hilang.txt", inner)
        + source(3, "luar.txt", inner, path="file:///etc/passwd")
    )
    found, account = take(pack(tmp_path / "a.qdpx", project(sources), {1: "Teks lain sekali."}), results)
    assert found == []
    assert account.left == {
        "refi_no_text": 1,
        "refi_outside": 1,
        "refi_foreign_sources": 1,
        "refi_foreign_codings": 1,
    }


@pytest.mark.parametrize(("day", "taken"), [("2026-02-01", False), ("2026-02-05", True), ("", False)])
def test_a_later_no_of_the_same_person_stays(results: Results, tmp_path: Path, day: str, taken: bool) -> None:
    row = results.database.execute(
        'SELECT document_id, "start", "end", text FROM passages WHERE text LIKE \'%Soe%\''
    ).fetchone()
    assert row
    append_judgements(tmp_path / "gigtext-decisions.csv", [Judgement(*row, NAMED, "no", "Rina", "", "2026-02-03")])
    text = text_of(results)
    inner = mark(text, "lahir di Soe", day=day)
    path = pack(tmp_path / "a.qdpx", project(source(1, "a.txt", inner)), {1: text})
    found, account = take(path, open_results(results.folder))
    assert (len(found), account.left) == ((1, {}) if taken else (0, {"refi_later_no": 1}))


def test_who_coded_must_be_known(results: Results, tmp_path: Path) -> None:
    text = text_of(results)
    nobody = "33333333-3333-3333-3333-333333333333"
    path = pack(tmp_path / "a.qdpx", project(source(1, "a.txt", mark(text, "Soe", user=nobody))), {1: text})
    with pytest.raises(InputError, match="1 codings do not say who coded"):
        take(path, results)
    assert take(path, results, "Sari")[0] == [("Saya ", NAMED, "Sari")]


def test_the_only_user_coded_what_nobody_signed(results: Results, tmp_path: Path) -> None:
    text = text_of(results)
    xml = project(source(1, "a.txt", mark(text, "Soe", user="")), users=[(BUDI, "Budi")])
    assert take(pack(tmp_path / "a.qdpx", xml, {1: text}), results)[0] == [("Saya ", NAMED, "Budi")]


def test_what_is_the_machines_own_view_is_counted(results: Results, tmp_path: Path) -> None:
    text = text_of(results)
    inner = mark(text, "Penghasilan kadang ada", 1) + mark(text, "Soe", 2)
    _, account = take(pack(tmp_path / "a.qdpx", project(source(1, "a.txt", inner)), {1: text}), results)
    assert (account.carried["refi_judgements"], account.carried["refi_same_as_machine"]) == (2, 1)


def test_colours_and_braces_and_other_parts_do_not_stop_it(results: Results, tmp_path: Path) -> None:
    text = text_of(results)
    codes = CODES.replace("#FF0000", "rgb(1,2,3)").replace(INCOME, f"{{{INCOME.upper()}}}")
    rest = (
        '<Notes><Note guid="c1111111-0000-0000-0000-000000000000" name="rahasia"><PlainTextContent>x</PlainTextContent></Note>'
        '</Notes><Links><Link guid="d1111111-0000-0000-0000-000000000000"/></Links>'
    )
    picture = '<PictureSource guid="e1111111-0000-0000-0000-000000000000" name="foto.jpg" path="internal://x.jpg"/>'
    xml = project(source(1, "a.txt", mark(text, "Soe")) + picture, codes=codes, rest=rest)
    found, account = take(pack(tmp_path / "a.qdpx", xml, {1: text}), results)
    assert found == [("Saya ", NAMED, "Rina")]
    assert account.left == {"refi_colour": 1, "refi_media": 1, "refi_loose_notes": 1, "refi_links": 1}


WORDS = st.text(st.sampled_from("ab😭é \n\ufeff"), max_size=30)


@given(text=WORDS, start=st.integers(0, 30), length=st.integers(1, 30))
def test_other_white_space_keeps_every_place(text: str, start: int, length: int) -> None:
    said = text[start : start + length].strip(" \n\ufeff")
    if not said:
        return
    start = text.index(said, start)
    other = "\ufeff" + text.replace("\n", "\r\n").replace(" ", "\u00a0 ") + "\n"
    there = locator(text, other)(start, start + len(said))
    assert there is not None
    assert other[slice(*there)].replace("\u00a0", "").replace("\r", "").replace("\ufeff", "") == said.replace(
        "\ufeff", ""
    )
