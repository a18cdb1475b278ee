"""From paths to a corpus: what is read, what is skipped and why, and that every format says the same."""

import io
from pathlib import Path

import pytest

from gigtext.corpus import read_documents, split_passages
from gigtext.errors import InputError

FORMATS = Path(__file__).parents[2] / "examples" / "formats"
ANSWERS = ["Waktunya bebas, saya atur sendiri 😀.", "Penghasilannya tidak menentu, “kadang ada, kadang tidak”."]
QUESTIONS = ["Kenapa pilih kerja lepas?", "Yang susah apa?"]


@pytest.mark.parametrize("path", sorted(FORMATS.iterdir()), ids=lambda path: path.suffix)
def test_every_format_says_the_same(path: Path) -> None:
    corpus = read_documents([str(path)])
    (document,) = corpus.documents
    answers = [turn for turn in corpus.turns if turn.role == "participant"]
    assert [document.text[turn.start : turn.end] for turn in answers] == ANSWERS
    assert [turn.question for turn in answers] == QUESTIONS
    assert [participant.id for participant in corpus.participants] == ["N9"]
    assert corpus.skipped == ()
    passages = split_passages(corpus.documents, corpus.turns)
    assert [passage.text for passage in passages] == ANSWERS
    assert all(document.text[passage.start : passage.end] == passage.text for passage in passages)


def test_every_supported_suffix_has_an_example() -> None:
    from gigtext.corpus.readers import SUFFIXES

    assert {path.suffix for path in FORMATS.iterdir()} == SUFFIXES - {".text", ".markdown", ".ndjson"}


def test_what_cannot_be_read_is_skipped_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("P: Kenapa?\nN: Bebas.")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.docx").write_bytes(b"bukan Word")
    (tmp_path / "d.txt").write_bytes(b"")
    (tmp_path / "participants.csv").write_text("id\nN\n")
    corpus = read_documents([str(tmp_path)])
    assert [document.id for document in corpus.documents] == ["a.txt"]
    reasons = {Path(skip.source).name: skip.reason for skip in corpus.skipped}
    assert reasons.keys() == {"b.pdf", "c.docx", "d.txt"}
    assert "save the transcript as .docx" in reasons["b.pdf"]
    assert not any(str(tmp_path) in reason for reason in reasons.values())


def test_missing_paths_are_told_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_documents([str(tmp_path / "x.txt"), str(tmp_path / "y")])
    assert len(caught.value.problems) == 2


def test_stdin() -> None:
    corpus = read_documents(["-"], stdin=io.BytesIO("P: Kenapa?\r\nN: Bebas, Kak.".encode("utf-16")))
    assert [(turn.role, turn.speaker) for turn in corpus.turns] == [("interviewer", "P"), ("participant", "N")]
    assert corpus.documents[0].id == "stdin"


def test_empty_stdin_is_a_skip() -> None:
    assert read_documents(["-"], stdin=io.BytesIO(b"")).skipped[0].source == "-"


def test_nothing_but_the_interviewer_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Pewawancara: Halo?\nPewawancara: Ada orang?\n")
    corpus = read_documents([str(path)], lang="en")
    assert corpus.participants == ()
    assert any("holds no participant talk" in note for note in corpus.notes)


def test_front_matter_declares_the_interviewer(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ninterviewer: [Yos]\n---\nYos: Ceritakan.\nDewi: Kenapa ya? Begitu?\nYos: Lanjut.\nDewi: Apa lagi?\n"
    )
    roles = {turn.speaker: turn.role for turn in read_documents([str(path)]).turns}
    assert roles == {"Yos": "interviewer", "Dewi": "participant"}
