"""People's decisions: kept for ever, found again after edits."""

from pathlib import Path

import pytest

from gigtext.errors import InputError
from gigtext.judgements import append_judgements, apply_judgements, find_passage, read_judgements
from gigtext.records import Decision, Judgement, Passage

TEXT = "Bulan ramai bisa lima juta, bulan sepi satu juta saja belum tentu dapat."


def passage(at: int, text: str, start: int = 0) -> Passage:
    return Passage(f"a.txt:{at}.0", "a.txt", at, "N1", start, start + len(text), text)


def judgement(text: str = TEXT, verdict: str = "yes", coder: str = "Rina", **more: str) -> Judgement:
    return Judgement("a.txt", 0, len(text), text, more.get("code", "tema"), verdict, coder, more.get("memo", ""))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([TEXT], 0),
        (["Halo.", TEXT], 1),
        (["Halo.", TEXT.replace("bisa", "bisa dapat")], 1),  # a typo mended
        (["Halo.", TEXT.upper()], 1),
        (["Halo.", TEXT.replace(", ", ",  ")], 1),
        (["Halo.", "Begini. " + TEXT + " Begitu."], 1),  # split in another way: now longer
        (["Halo.", TEXT[:45], TEXT[45:]], 1),  # now shorter
        (["Halo.", "Sama sekali lain kalimatnya di sini."], None),
        ([], None),
    ],
)
def test_a_judgement_finds_its_passage_again(texts: list[str], found: int | None) -> None:
    passages = [passage(at, text, 100 * at) for at, text in enumerate(texts)]
    assert find_passage(passages, judgement()) == (None if found is None else passages[found].id)


def test_words_said_twice_are_told_apart_by_their_place() -> None:
    passages = [passage(0, "Begitu saja.", 0), passage(1, "Begitu saja.", 500)]
    later = Judgement("a.txt", 480, 492, "Begitu saja.", "tema", "yes", "Rina")
    assert find_passage(passages, later) == passages[1].id


def test_yes_and_no_and_the_last_word() -> None:
    machine = [Decision("a.txt:0.0", "tema", "suggested", "classifier", 0.2)]
    outcome = apply_judgements([passage(0, TEXT)], machine, [judgement(verdict="no"), judgement(verdict="yes")])
    assert outcome.decisions == [Decision("a.txt:0.0", "tema", "firm", "Rina", 1.0)]
    assert outcome.judges == {"Rina": 1}


def test_two_people_who_disagree_settle_nothing() -> None:
    outcome = apply_judgements([passage(0, TEXT)], [], [judgement(coder="Rina"), judgement(verdict="no", coder="Yos")])
    assert outcome.decisions == [Decision("a.txt:0.0", "tema", "suggested", "Rina + Yos", 0.5)]
    assert outcome.disputed == [("a.txt:0.0", "tema")]


def test_what_cannot_be_anchored_is_reported_not_dropped() -> None:
    lost = judgement("Kalimat yang sudah dihapus dari transkrip ini.")
    assert apply_judgements([passage(0, TEXT)], [], [lost]).unanchored == [lost]


def test_appending_never_touches_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "gigtext-decisions.csv"
    assert append_judgements(path, [judgement()]) == 1
    before = path.read_bytes()
    assert append_judgements(path, [judgement()]) == 0  # nothing new
    assert append_judgements(path, [judgement(verdict="no", memo='kata "ramai"; koma, baris\nbaru')]) == 1
    assert path.read_bytes().startswith(before)
    assert [each.verdict for each in read_judgements(path)] == ["yes", "no"]


def test_a_file_edited_by_hand_without_a_last_line_end(tmp_path: Path) -> None:
    path = tmp_path / "gigtext-decisions.csv"
    append_judgements(path, [judgement()])
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append_judgements(path, [judgement(coder="Yos")])
    assert [each.coder for each in read_judgements(path)] == ["Rina", "Yos"]


def test_all_bad_lines_at_once(tmp_path: Path) -> None:
    path = tmp_path / "gigtext-decisions.csv"
    append_judgements(path, [judgement(), judgement(coder="Yos")])
    path.write_text(path.read_text(encoding="utf-8").replace(",yes,", ",mungkin,"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_judgements(path)
    assert [problem.split(": ")[0].rpartition(":")[2] for problem in caught.value.problems] == ["2", "3"]
