"""Speaker labels as people write them, and who of the speakers is the interviewer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigtext.corpus.roles import asks
from gigtext.corpus.source import Source, SourceTurn
from gigtext.corpus.speakers import find_turns

Q1, A1 = "Kenapa pilih kerja ini?", "Waktunya bebas, Kak."
Q2, A2 = "Terus susahnya apa?", "Order naik turun 😭."

LAYOUTS = {
    "P and N": "P: {q1}\nN: {a1}\nP: {q2}\nN: {a2}",
    "spaces before the colon": "Pewawancara : {q1}\nInforman : {a1}\nPewawancara : {q2}\nInforman : {a2}",
    "words with numbers": "Peneliti : {q1}\nInforman 3 : {a1}\nPeneliti : {q2}\nInforman 3 : {a2}",
    "tanya and jawab": "T: {q1}\nJ: {a1}\nT: {q2}\nJ: {a2}",
    "markdown": "**Kiki (K):** {q1}\n\n**Rina (R):** {a1}\n\n**K:** {q2}\n\n**R:** {a2}",
    "note behind the label": "P: {q1}\nN1 (L, 24 th): {a1}\nP: {q2}\nN1: {a2}",
    "time and speaker": "[00:01:23] Speaker 1: {q1}\n[00:01:30] Speaker 2: {a1}\n[00:02:00] Speaker 1: {q2}\n[00:02:10] Speaker 2: {a2}",
    "machine labels": "SPEAKER_00: {q1}\nSPEAKER_01: {a1}\nSPEAKER_00: {q2}\nSPEAKER_01: {a2}",
    "voice tags": "<v Rina>{q1}\n<v Yos>{a1}\n<v Rina>{q2}\n<v Yos>{a2}",
    "names in capitals": "DEWI: {q1}\nYOS: {a1}\nDEWI: {q2}\nYOS: {a2}",
    "labels on their own lines": "Pewawancara\n{q1}\n\nNarasumber\n{a1}\n\nPewawancara\n{q2}\n\nNarasumber\n{a2}",
    "numbered turns": "1. P: {q1}\n2. N: {a1}\n3. P: {q2}\n4. N: {a2}",
    "tabs": "P\t: {q1}\nN\t: {a1}\nP\t: {q2}\nN\t: {a2}",
    "a slip of the pen": "Pewancara: {q1}\nInforman: {a1}\nPewancara: {q2}\nInforman: {a2}",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(layout: str) -> None:
    text = layout.format(q1=Q1, a1=A1, q2=Q2, a2=A2)
    speech = find_turns(Source(text))
    said = [(turn.role, text[turn.start : turn.end]) for turn in speech.turns]
    assert said == [("interviewer", Q1), ("participant", A1), ("interviewer", Q2), ("participant", A2)]
    assert [turn.question for turn in speech.turns if turn.role == "participant"] == [Q1, Q2]
    assert len({turn.form for turn in speech.turns}) == 2


def test_bold_names_of_a_word_file() -> None:
    text = f"Dewi {Q1}\nYos {A1}\nDewi {Q2}\nYos {A2}".replace("Dewi ", "Dewi: ").replace("Yos ", "Yos: ")
    bold = tuple((line, line + 5) for line in (at for at in range(len(text)) if at == 0 or text[at - 1] == "\n"))
    assert [turn.role for turn in find_turns(Source(text, emphasis=bold)).turns] == ["interviewer", "participant"] * 2


def test_times_are_kept() -> None:
    speech = find_turns(Source(LAYOUTS["time and speaker"].format(q1=Q1, a1=A1, q2=Q2, a2=A2)))
    assert [turn.time for turn in speech.turns] == [83, 90, 120, 130]


def test_text_without_labels_is_one_participant() -> None:
    text = "Saya kerja lepas sejak 2019.\n\nPenghasilannya: tidak tentu. Jadi begitu: kadang ada."
    (turn,) = find_turns(Source(text)).turns
    assert (turn.role, text[turn.start : turn.end]) == ("participant", text)


def test_a_colon_inside_talk_is_no_label() -> None:
    text = "P: Kenapa?\nN: Alasannya ada dua.\nPertama: waktunya bebas.\nKedua: dekat rumah.\nP: Lalu?\nN: Ya begitu."
    assert [turn.speaker for turn in find_turns(Source(text)).turns] == ["P", "N", "P", "N"]


def test_header_lines_are_no_talk() -> None:
    text = "TRANSKRIP WAWANCARA\nNama: Rina\nUsia: 24 tahun\n\nP: Kenapa?\nN: Begitu."
    speech = find_turns(Source(text))
    assert [turn.speaker for turn in speech.turns] == ["P", "N"]
    assert "Usia: 24 tahun" in text[slice(*speech.header)]


def test_a_declared_interviewer_wins_over_every_guess() -> None:
    text = "Yos: Saya cerita dulu ya?\nDewi: Silakan.\nYos: Mau dengar apa?\nDewi: Semuanya."
    roles = {turn.speaker: turn.role for turn in find_turns(Source(text), interviewer=["dewi"]).turns}
    assert roles == {"Yos": "participant", "Dewi": "interviewer"}


def test_an_interviewer_who_talks_most() -> None:
    question = "Jadi begini, kami dari kampus mau tahu banyak hal soal kerja lepas di kota ini, mulai dari awal sampai sekarang, kenapa?"
    text = "\n".join(f"Dewi: {question}\nYos: Begitu saja.\nDewi: Oh ya? Terus?\nYos: Ya." for _ in range(4))
    roles = {turn.speaker: turn.role for turn in find_turns(Source(text)).turns}
    assert roles == {"Dewi": "interviewer", "Yos": "participant"}


def test_a_second_interviewer_without_a_telling_label() -> None:
    text = "\n".join(
        f"Peneliti: Pertanyaan ke-{n}, kenapa?\nInforman: Begitu, Kak.\nAgus: Kalau di rumah bagaimana?\nInforman: Biasa saja."
        for n in range(4)
    )
    speech = find_turns(Source(text))
    assert {turn.speaker: turn.role for turn in speech.turns} == {
        "Peneliti": "interviewer",
        "Informan": "participant",
        "Agus": "interviewer",
    }
    assert "Agus" in speech.notes[0]


def test_a_focus_group_keeps_the_question_for_all_who_answer() -> None:
    text = "Moderator: Apa yang berat?\nN1: Sepi.\nN2: Sama.\nN3: Persaingan.\nModerator: Lalu?\nN2: Sabar."
    speech = find_turns(Source(text))
    answers = [(turn.speaker, turn.question) for turn in speech.turns if turn.role == "participant"]
    assert answers == [("N1", "Apa yang berat?"), ("N2", "Apa yang berat?"), ("N3", "Apa yang berat?"), ("N2", "Lalu?")]


def test_hosts_of_a_programme() -> None:
    text = (
        "**Kiki (K):** Halo, selamat datang di acara kita, bersama Kiki dan Galuh di sini.\n\n**Galuh (G):** Halo.\n\n"
        "**K:** Ini tamunya Kak Amy.\n\n**Amy (A):** Halo, saya kerja lepas sudah lama sekali.\n\n**G:** Wah, keren.\n\n**A:** Iya."
    )
    roles = {turn.form: turn.role for turn in find_turns(Source(text)).turns}
    assert roles == {"kiki": "interviewer", "galuh": "interviewer", "amy": "participant"}


def test_an_inferred_interviewer_is_reported_a_known_word_is_not() -> None:
    inferred = find_turns(Source(LAYOUTS["machine labels"].format(q1=Q1, a1=A1, q2=Q2, a2=A2)), lang="en")
    assert "SPEAKER_00" in inferred.notes[0]
    assert "--interviewer" in inferred.notes[0]
    assert find_turns(Source(LAYOUTS["words with numbers"].format(q1=Q1, a1=A1, q2=Q2, a2=A2))).notes == ()


def test_subtitles_of_one_speaker_are_joined_until_a_pause() -> None:
    cues = ["saya kerja lepas", "dari tahun lalu", "terus berhenti"]
    text = "\n".join(cues)
    starts = [text.index(cue) for cue in cues]
    turns = tuple(
        SourceTurn("", start, start + len(cue), time)
        for cue, start, time in zip(cues, starts, (0.0, 2.0, 30.0), strict=True)
    )
    said = [text[turn.start : turn.end] for turn in find_turns(Source(text, turns=turns)).turns]
    assert said == ["saya kerja lepas\ndari tahun lalu", "terus berhenti"]


@pytest.mark.parametrize(
    ("said", "asking"),
    [
        ("Kenapa?", True),
        ("kenapa kakak pilih kerja ini", True),
        ("apakah ada saingan", True),
        ("Saya suka. Kenapa tidak.", False),
        ("ya apa adanya saja", False),
        ("Waktunya bebas.", False),
    ],
)
def test_what_asks(said: str, asking: bool) -> None:
    assert asks(said) is asking


LINES = st.lists(
    st.sampled_from(
        [
            "P: Kenapa?",
            "N1: Sepi, Kak 😀.",
            "**Kiki (K):** Halo.",
            "",
            "Nama: Rina",
            "[00:01] Speaker 2: ya",
            "Jadi: begitu.",
            "biasa saja",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_no_talk_is_ever_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    speech = find_turns(Source(text))
    covered = set(range(*speech.header))
    for turn in speech.turns:
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end] != ""
        assert covered.isdisjoint(range(turn.start, turn.end))
        covered.update(range(turn.start, turn.end))
    for word in ("Kenapa?", "Sepi, Kak 😀.", "Halo.", "biasa saja"):
        at = text.find(word)
        while at >= 0:
            assert at in covered, word
            at = text.find(word, at + 1)
