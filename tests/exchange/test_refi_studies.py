"""A project of another program → a new study that gigtext codes, trains on and measures with."""

import csv
import io
import json
from pathlib import Path

import pytest

from gigtext.classifier import read_gold
from gigtext.codebook import load_codebook
from gigtext.corpus import read_documents
from gigtext.errors import InputError
from gigtext.exchange.refi.project import Account
from gigtext.exchange.refi.reading import read_project
from gigtext.exchange.refi.studies import PASSAGES, write_study
from gigtext.exchange.refi.writing import write_project
from tests.exchange.projects import BUDI, CODES, FREEDOM, INCOME, number, pack, project, selection, source, value
from tests.small_study import write_small_study

TALK = """\
P: Apa yang paling susah?
N1: Penghasilannya tidak menentu 😭, Kak. Order naik turun, kadang satu hari tidak dapat sama sekali.
P: Lalu apa yang enak?
N1: Waktunya bebas, saya sendiri yang atur jam kerja dan hari libur setiap minggu.
P: Lahir di mana?
N1: Saya lahir dan besar di Soe, pindah ke Kupang waktu kuliah di Undana dulu.
"""
AGE, CITY = number(6, 1), number(6, 2)
VARIABLES = {AGE: "usia", CITY: "Kota asal"}


def mark(words: str, at: int, *codes: str, **more: str) -> str:
    start = TALK.index(words)
    return selection(at, start, start + len(words), *codes, **more)


def take(path: Path, folder: Path, **more: str) -> Account:
    account = Account()
    write_study(read_project(path, account), folder, account, **more)
    return account


def participants(folder: Path) -> list[dict[str, str]]:
    text = (folder / "transcripts" / "participants.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_project_becomes_a_study(tmp_path: Path) -> None:
    inner = mark("Penghasilannya tidak menentu", 1, INCOME) + mark("Waktunya bebas", 2, FREEDOM, user=BUDI)
    inner += mark("Apa yang paling susah?", 3, INCOME)
    case = f'<Case guid="{number(5, 1)}" name="N1">{value(AGE, "24")}{value(CITY, "=Soe")}<SourceRef targetGUID="{number(7, 1)}"/></Case>'
    xml = project(source(1, "wawancara 1.docx", inner), variables=VARIABLES, cases=case)
    account = take(pack(tmp_path / "a.qdpx", xml, {1: TALK}), tmp_path / "baru")
    folder = tmp_path / "baru"
    assert (folder / "transcripts" / "wawancara 1.txt").read_text(encoding="utf-8") == TALK
    assert participants(folder) == [{"id": "N1", "file": "wawancara 1.txt", "usia": "24", "Kota asal": "'=Soe"}]
    assert [code.name for code in load_codebook(folder / "codebook.yaml").codes] == [
        "pendapatan_tidak_pasti",
        "fleksibilitas_dan_otonomi",
    ]
    gold = {each.text.split()[0]: each for each in read_gold(folder / PASSAGES)}
    assert {word: sorted(each.codes) for word, each in gold.items()} == {
        "Penghasilannya": ["pendapatan_tidak_pasti"],
        "Waktunya": ["fleksibilitas_dan_otonomi"],
        "Saya": [],
        "Apa": ["pendapatan_tidak_pasti"],
    }
    assert {each.group for each in gold.values()} == {"wawancara 1.txt"}
    rows = [json.loads(line) for line in (folder / PASSAGES).read_text(encoding="utf-8").splitlines()]
    assert [row["coder"] for row in rows] == ["Rina", "Budi", "", "Rina"]
    assert (account.carried["refi_uncoded_passages"], account.carried["refi_no_passage_row"]) == (1, 1)
    corpus = read_documents([str(folder / "transcripts")])
    assert [(each.id, dict(each.attributes)["usia"]) for each in corpus.participants] == [("N1", "24")]


def test_maxqda_has_nameless_cases_variables_on_sources_and_names_that_come_twice(tmp_path: Path) -> None:
    cases = f'<Case guid="{number(5, 1)}">{value(AGE, "24")}<SourceRef targetGUID="{number(7, 1)}"/></Case>'
    sources = (
        source(1, "N1", mark("Soe", 1) + mark("Waktunya bebas", 2, FREEDOM))
        + source(2, "N1", value(AGE, "31"))
        + source(3, "n1", value(CITY, "Atambua"))
    )
    xml = project(sources, variables=VARIABLES, cases=cases, origin="MAXQDA 24")
    account = take(pack(tmp_path / "a.qdpx", xml, {1: TALK, 2: TALK, 3: TALK}), tmp_path / "baru")
    assert sorted(path.name for path in (tmp_path / "baru" / "transcripts").glob("*.txt")) == [
        "N1 (2).txt",
        "N1.txt",
        "n1 (3).txt",
    ]
    assert participants(tmp_path / "baru") == [
        {"id": "kasus-1", "file": "N1.txt", "usia": "24", "Kota asal": ""},
        {"id": "N1 (2)", "file": "N1 (2).txt", "usia": "31", "Kota asal": ""},
        {"id": "n1 (3)", "file": "n1 (3).txt", "usia": "", "Kota asal": "Atambua"},
    ]
    assert account.left == {"refi_bare_selections": 1, "refi_uncoded_sources": 2}
    assert account.carried["refi_nameless_cases"] == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "etc_passwd.txt"),
        ("/abs/olut.txt", "abs_olut.txt"),
        ("C:\\Users\\x.docx", "C_Users_x.txt"),
        ("CON", "transcript CON.txt"),
        ("readme", "transcript readme.txt"),
        ("", "transcript 1.txt"),
        (".hidden", "hidden.txt"),
        ("a\tb|c?", "a b_c.txt"),
        ("x" * 300, "x" * 100 + ".txt"),
        ("wawancara 😭 é", "wawancara 😭 é.txt"),
    ],
)
def test_no_name_leads_out_of_the_folder_or_is_lost(tmp_path: Path, name: str, expected: str) -> None:
    xml = project(source(1, name, mark("Soe", 1, INCOME)))
    take(pack(tmp_path / "a.qdpx", xml, {1: TALK}), tmp_path / "in" / "baru")
    assert [path.name for path in (tmp_path / "in" / "baru" / "transcripts").iterdir()] == [expected]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["baru"]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.qdpx", project(source(1, "N1", mark("Soe", 1, INCOME))), {1: TALK})
    (tmp_path / "baru" / "transcripts").mkdir(parents=True)
    mine = tmp_path / "baru" / "transcripts" / "N1.txt"
    mine.write_text("punya saya", encoding="utf-8")
    with pytest.raises(InputError, match=r"N1\.txt: exists already; .* nothing was written"):
        take(path, tmp_path / "baru")
    assert [each.name for each in (tmp_path / "baru").rglob("*.*")] == ["N1.txt"]
    assert mine.read_text(encoding="utf-8") == "punya saya"


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    text = "\ufeffN1: Sepi 😭\r\nN1: Ramai\u2028lagi\r\n"
    take(pack(tmp_path / "a.qdpx", project(source(1, "N1")), {1: text}), tmp_path / "baru")
    written = (tmp_path / "baru" / "transcripts" / "N1.txt").read_bytes()
    assert written == text.removeprefix("\ufeff").encode()


def test_our_own_export_becomes_a_study_without_taking_the_machine_for_a_person(tmp_path: Path) -> None:
    results = write_small_study(tmp_path / "codings")
    write_project(results, tmp_path / "a.qdpx")
    account = take(tmp_path / "a.qdpx", tmp_path / "baru")
    assert account.left["refi_machine"] == 5
    assert not (tmp_path / "baru" / PASSAGES).exists()
    names = [code.name for code in load_codebook(tmp_path / "baru" / "codebook.yaml").codes]
    assert names == [code.name for code in results.codebook.codes]
    assert {row["id"]: row["generation"] for row in participants(tmp_path / "baru")}["N3"] == "Milenial"


def test_a_parent_that_was_given_becomes_a_code_too(tmp_path: Path) -> None:
    parent = number(4, 1)
    codes = f'<Code guid="{parent}" name="Tantangan" isCodable="true">{CODES}</Code>'
    xml = project(source(1, "N1", mark("Soe", 1, parent) + mark("Waktunya bebas", 2, FREEDOM)), codes=codes)
    account = take(pack(tmp_path / "a.qdpx", xml, {1: TALK}), tmp_path / "baru")
    codebook = load_codebook(tmp_path / "baru" / "codebook.yaml")
    assert (codebook.codes[0].domain, codebook.codes[0].name) == ("tantangan", "tantangan")
    assert account.names["refi_parent_codes"] == ["Tantangan"]


def test_the_transcript_of_a_recording_is_a_transcript(tmp_path: Path) -> None:
    start = TALK.index("Waktunya bebas")
    points = "".join(
        f'<SyncPoint guid="{number(3, at)}" timeStamp="{at}" position="{position}"/>'
        for at, position in enumerate((start, start + 14))
    )
    coding = f'<Coding guid="{number(9, 1)}" creatingUser="{BUDI}"><CodeRef targetGUID="{FREEDOM}"/></Coding>'
    audio = (
        f'<AudioSource guid="{number(2, 1)}" name="rekaman.mp3" path="internal://x.mp3"><Transcript guid="{number(2, 2)}" '
        f'plainTextPath="internal://{number(7, 1)}.txt">{points}<TranscriptSelection guid="{number(8, 1)}" '
        f'fromSyncPoint="{number(3, 0)}" toSyncPoint="{number(3, 1)}">{coding}</TranscriptSelection></Transcript>'
        f'<AudioSelection guid="{number(8, 2)}" begin="0" end="9"/></AudioSource>'
    )
    account = take(pack(tmp_path / "a.qdpx", project(audio), {1: TALK}), tmp_path / "baru")
    assert (tmp_path / "baru" / "transcripts" / "rekaman.txt").exists()
    assert {code for each in read_gold(tmp_path / "baru" / PASSAGES) for code in each.codes} == {
        "fleksibilitas_dan_otonomi"
    }
    assert account.left == {"refi_media_selections": 1}


def test_a_project_without_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the project holds no text"):
        take(pack(tmp_path / "a.qdpx", project(""), {}), tmp_path / "baru")
