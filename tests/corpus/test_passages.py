"""How turns are cut into passages, and what is not counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.corpus.passages import is_codable, split_passages
from gigtext.records import Document, Turn


def corpus(text: str, row_id: str | None = None) -> tuple[list[Document], list[Turn]]:
    turn = Turn("a.txt", 0, "N1", "participant", "N1", 0, len(text), question="Kenapa?", row_id=row_id)
    return [Document("a.txt", "a.txt", text)], [turn]


def cut(text: str, split: str = "passage") -> list[str]:
    return [passage.text for passage in split_passages(*corpus(text), split)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Sepi, Kak.", ["Sepi, Kak."]),
        (
            "Saya suka karena waktunya bebas, saya sendiri yang atur. Terus penghasilannya juga lumayan dibanding kerja di toko dulu.",
            [
                "Saya suka karena waktunya bebas, saya sendiri yang atur.",
                "Terus penghasilannya juga lumayan dibanding kerja di toko dulu.",
            ],
        ),
        # a short sentence belongs to its neighbour
        ("Iya. Saya suka, waktunya bebas sekali, Kak.", ["Iya. Saya suka, waktunya bebas sekali, Kak."]),
    ],
)
def test_thoughts(text: str, passages: list[str]) -> None:
    assert cut(text) == passages


def test_sentences_and_turns() -> None:
    text = "Sepi sekali. Naik turun terus, Kak! Begitu?"
    assert cut(text, "sentence") == ["Sepi sekali.", "Naik turun terus, Kak!", "Begitu?"]
    assert cut(text, "turn") == [text]


def test_talk_without_punctuation_is_cut_at_openings_and_by_length() -> None:
    text = " ".join(["saya kerja dari pagi sampai sore di pasar terus pulang makan dulu baru jalan lagi"] * 12)
    passages = cut(text)
    assert all(10 <= len(passage.split()) <= 60 for passage in passages)
    assert all(passage.startswith(("terus", "dulu")) for passage in passages[1:])


def test_a_row_is_one_passage_with_its_own_id() -> None:
    text = "Kalimat pertama cukup panjang untuk sendiri, bukan? Nah kalimat kedua juga begitu, panjang sekali."
    (passage,) = split_passages(*corpus(text, row_id="r-7"))
    assert (passage.id, passage.text) == ("r-7", text)


def test_ids_and_questions() -> None:
    passages = split_passages(*corpus("Sepi. Naik turun."), "sentence")
    assert [(passage.id, passage.question) for passage in passages] == [
        ("a.txt:0.0", "Kenapa?"),
        ("a.txt:0.1", "Kenapa?"),
    ]


@pytest.mark.parametrize(
    "said", ["Iya.", "heem", "Oh begitu ya, Kak.", "Iya iya betul", "(tertawa)", "Hmm…", "..", "Tidak.", "ya su"]
)
def test_back_channels_are_not_codable(said: str) -> None:
    assert not is_codable(said)


@pytest.mark.parametrize("said", ["Iya, sepi.", "Tidak pernah diremehkan.", "Bebas.", "Beta sonde dapa order."])
def test_answers_are(said: str) -> None:
    assert is_codable(said)


TALK = st.lists(
    st.sampled_from(
        [
            "Sepi.",
            "nah",
            "terus saya pulang",
            "Kenapa?",
            "😀",
            "…",
            "saya kerja lepas",
            "Rp 1.500.000",
            "mis.",
            "\n",
            "dkk.",
            "“begitu”,",
        ]
    ),
    max_size=60,
).map(" ".join)


@pytest.mark.parametrize("split", ["passage", "sentence", "turn"])
@given(text=TALK)
def test_passages_are_the_turn_without_its_white_space(split: str, text: str) -> None:
    start = 0
    for passage in split_passages(*corpus(text), split):  # type: ignore[arg-type]
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.start >= start
        assert text[start : passage.start].strip() == ""
        start = passage.end
    assert text[start:].strip() == ""


def test_rows_of_two_tables_never_share_an_id() -> None:
    said = "Sepi sekali."
    turns = tuple(
        Turn(name, 0, "", "participant", "N1", 0, len(said), row_id=row)
        for name, row in (("a.csv", "1"), ("b.csv", "1"), ("b.csv", "2"))
    )
    documents = tuple(Document(name, name, said) for name in ("a.csv", "b.csv"))
    found = [passage.id for passage in split_passages(documents, turns)]
    assert found == ["a.csv:1", "b.csv:1", "2"]
