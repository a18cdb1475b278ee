"""`.qdpx` out: valid by the published schema, the same bytes every time, and nothing of it lost on the way back."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gigtext.codebook import default_codebook_path, load_codebook
from gigtext.exchange.refi.project import Account, Project, guid
from gigtext.exchange.refi.reading import code_points, read_project
from gigtext.exchange.refi.writing import write_project
from gigtext.judgements import append_judgements
from gigtext.records import Coding, Corpus, Decision, Document, Judgement, Participant, Passage, Run, Turn
from gigtext.store import FORMAT, Results, open_results
from tests.small_study import write_small_study
from tests.written import write_results

SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[1] / "data" / "refi" / "Project.xsd")


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return write_small_study(tmp_path / "codings")


def judge(results: Results, begin: str, code: str, verdict: str, coder: str, memo: str = "") -> Results:
    """Let a person decide on the passage that begins so; returns the results opened again."""
    row = results.database.execute(
        'SELECT document_id, "start", "end", text FROM passages WHERE starts_with(text, ?)', [begin]
    ).fetchone()
    assert row
    said = Judgement(row[0], row[1], row[2], row[3], code, verdict, coder, memo, "2026-02-03")  # type: ignore[arg-type]
    append_judgements(results.folder.parent / "gigtext-decisions.csv", [said])
    return open_results(results.folder)


def check(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        SCHEMA.validate(archive.read("project.qde").decode())
    assert names[0] == "project.qde"
    assert all(name.startswith("sources/") and name.endswith(".txt") and name.count("/") == 1 for name in names[1:])


def coded(project: Project) -> set[tuple[str, str, str, str]]:
    """(source, words, code's name, coder) of every coding."""
    from gigtext.exchange.refi.codes import walk

    codes = {node.guid: node.name for node, _ in walk(project.codes)}
    return {
        (source.name, source.text[each.start : each.end], codes[coding.code], project.users[coding.user])
        for source in project.sources
        for each in source.selections
        for coding in each.codings
    }


def test_valid_and_the_same_bytes_every_time(results: Results, tmp_path: Path) -> None:
    write_project(results, tmp_path / "a.qdpx", name="Studi")
    write_project(results, tmp_path / "b.qdpx", name="Studi")
    check(tmp_path / "a.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_firm_codings_by_who_decided_and_an_account_of_the_rest(results: Results, tmp_path: Path) -> None:
    account = write_project(results, tmp_path / "a.qdpx", lang="en")
    project = read_project(tmp_path / "a.qdpx", Account())
    assert coded(project) == {
        ("a.txt", "Waktunya bebas, saya atur sendiri.", "Flexibility and autonomy", "rules"),
        ("a.txt", "Order naik turun 😭 tidak tentu.", "Uncertain income", "classifier"),
        ("a.txt", "Penghasilan kadang ada kadang tidak.", "Uncertain income", "classifier"),
        ("b.txt", "Sepi terus, uangnya tidak pasti.", "Uncertain income", "classifier"),
        ("b.txt", "Semoga ada asosiasi pekerja lepas.", "Advice: an association of gig workers", "rules"),
    }
    assert account.left["refi_suggested"] == 2
    assert account.left["refi_denied"] == 1
    assert account.left["refi_missing_reasons"] == 1


def test_suggested_codings_have_users_of_their_own(results: Results, tmp_path: Path) -> None:
    account = write_project(results, tmp_path / "a.qdpx", suggested=True)
    check(tmp_path / "a.qdpx")
    assert "refi_suggested" not in account.left
    project = read_project(tmp_path / "a.qdpx", Account())
    assert set(project.users.values()) == {"rules", "classifier", "classifier (suggested)"}


def test_people_are_users_with_their_memos_and_what_they_reject_is_no_coding(results: Results, tmp_path: Path) -> None:
    judge(results, "Waktunya", "fleksibilitas_otonomi", "yes", "Rina", "kutip ini 😭")
    judge(results, "Waktunya", "fleksibilitas_otonomi", "yes", "Budi")
    opened = judge(results, "Sepi", "pendapatan_tidak_pasti", "no", "Budi")
    account = write_project(opened, tmp_path / "a.qdpx")
    check(tmp_path / "a.qdpx")
    project = read_project(tmp_path / "a.qdpx", Account())
    about = {(words[:5], who) for _, words, _, who in coded(project)}
    assert {("Waktu", "Rina"), ("Waktu", "Budi")} <= about
    assert not {words for words, _ in about} & {"Sepi "}
    memos = [each.memo for source in project.sources for item in source.selections for each in item.codings]
    assert "kutip ini 😭" in memos
    assert account.left["refi_rejected"] == 1


def test_cases_have_attributes_and_a_group_interview_is_nobodys_as_a_whole(results: Results, tmp_path: Path) -> None:
    write_project(results, tmp_path / "a.qdpx")
    cases = {case.name: case for case in read_project(tmp_path / "a.qdpx", Account()).cases}
    assert {name: dict(case.values) for name, case in cases.items()} == {
        "N1": {"generation": "Z", "gender": "Perempuan"},
        "N2": {"generation": "Z", "gender": "Laki-laki"},
        "N3": {"generation": "Milenial", "gender": "Perempuan"},
        "N4": {"gender": "Laki-laki"},
    }
    assert cases["N1"].sources == ()
    assert cases["N1"].parts == (guid("source", "a.txt"),)


def test_definitions_are_descriptions_and_notes(results: Results, tmp_path: Path) -> None:
    write_project(results, tmp_path / "a.qdpx", lang="en")
    root = zipfile.ZipFile(tmp_path / "a.qdpx").read("project.qde").decode()
    definition = load_codebook().code("networking").definition["en"]
    assert root.count(definition) == 2


# --- round trip of any text -----------------------------------------------------------------------------------------

ODD = st.text(st.sampled_from("aZ é😭\U0001f3fd\ufeff\u2028\x0b\x85&<>\"'"), max_size=12) | st.sampled_from(
    ["\r\n", "\r", "\n", "\ufeff", "\t", "]]>", "\x00"]
)
PARTS = st.lists(st.tuples(ODD, st.text(st.sampled_from("abc 😭é\r\n\ufeff"), min_size=1, max_size=9)), max_size=6)


def results_of(folder: Path, parts: list[tuple[str, str]], who: str) -> Results:
    """A study of one transcript: of every part the second text is a passage, coded firmly."""
    text, passages = "", []
    for at, (between, said) in enumerate(parts):
        start = len(text) + len(between)
        text += between + said
        passages.append(Passage(f"p{at}", "a 😭.txt", at, who, start, start + len(said), said))
    turns = [Turn(each.document_id, each.turn, who, "participant", who, each.start, each.end) for each in passages]
    corpus = Corpus(
        (Document("a 😭.txt", "a 😭.txt", text),), (Participant(who, {"kota": 'Ku"pang\x0b'}),), tuple(turns)
    )
    decisions = [Decision(each.id, "networking", "firm", "rules", 0.95) for each in passages]
    codings = [Coding(each.id, "networking", "rules", 0.95, 0, 1) for each in passages]
    run = Run("r", "2026-01-01T00:00:00+00:00", {"format": FORMAT, "codebook": ""}, {"decisions": "../d.csv"}, {})
    write_results(folder, run, corpus, passages, codings, decisions, default_codebook_path().read_bytes())
    return open_results(folder)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS, name=st.text(min_size=1, max_size=8))
def test_any_text_comes_back_letter_by_letter(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, str]], name: str
) -> None:
    folder = tmp_path_factory.mktemp("study")
    results = results_of(folder / "codings", parts, "N1")
    write_project(results, folder / "a.qdpx", name=name)
    check(folder / "a.qdpx")
    project = read_project(folder / "a.qdpx", account := Account())
    assert account.left == {}
    (source,) = project.sources
    assert source.text == "".join(between + said for between, said in parts)
    spans = results.database.execute('SELECT "start", "end" FROM passages ORDER BY "start"').fetchall()
    assert [(each.start, each.end) for each in source.selections] == spans


@given(text=st.text(st.sampled_from("ab😭é\r\n")))
def test_offsets_of_other_programs_are_code_points_here(text: str) -> None:
    for at in range(len(text) + 1):
        assert code_points(text, "utf-16")[len(text[:at].encode("utf-16-le")) // 2] == at
        if text[at - 1 : at + 1] != "\r\n" or at == 0:
            assert code_points(text, "crlf as one")[len(text[:at].replace("\r\n", "\n"))] == at


def test_a_study_without_codings_is_a_valid_project(tmp_path: Path) -> None:
    results = results_of(tmp_path / "codings", [], "N1")
    write_project(results, tmp_path / "a.qdpx")
    check(tmp_path / "a.qdpx")


def test_ten_thousand_passages(tmp_path: Path) -> None:
    results = results_of(tmp_path / "codings", [("\n", f"order sepi 😭 {at}") for at in range(10_000)], "N1")
    write_project(results, tmp_path / "a.qdpx")
    (source,) = read_project(tmp_path / "a.qdpx", Account()).sources
    assert len(source.selections) == 10_000
    last = source.selections[-1]
    assert source.text[last.start : last.end] == "order sepi 😭 9999"


def test_attributes_have_types_that_fit_all_their_values(tmp_path: Path) -> None:
    results = write_small_study(tmp_path / "codings")
    people = [
        replace(each, attributes={"usia": str(20 + at), "hari": f"2025-03-1{at}", "kode_pos": f"0{at}"})
        for at, each in enumerate([Participant("N1"), Participant("N2"), Participant("N3"), Participant("N4")])
    ]
    rows = [(each.id, *each.attributes.values(), "{}") for each in people]
    results.database.execute("DROP VIEW participants")
    results.database.execute(
        "CREATE TABLE participants (id TEXT, usia TEXT, hari TEXT, kode_pos TEXT, missing_reasons TEXT)"
    )
    results.database.executemany("INSERT INTO participants VALUES (?, ?, ?, ?, ?)", rows)
    write_project(replace(results, attributes=("usia", "hari", "kode_pos")), tmp_path / "a.qdpx")
    check(tmp_path / "a.qdpx")
    root = zipfile.ZipFile(tmp_path / "a.qdpx").read("project.qde").decode()
    assert 'name="usia" typeOfVariable="Integer"' in root
    assert 'name="hari" typeOfVariable="Date"' in root
    assert 'name="kode_pos" typeOfVariable="Text"' in root
