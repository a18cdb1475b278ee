"""What the encoder says of sentences teaches the linear model, and never a sentence of an unread page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gigtext.classifier import Example, predict, read_training, shipped_material, train
from gigtext.classifier.teaching import NAME, PAIRS, Lessons, lesson_texts, read_lessons, write_lessons
from gigtext.codebook import load_codebook
from gigtext.errors import InputError
from gigtext.language import analyse
from gigtext.language.sentences import sentences

SHIPPED = read_training(shipped_material())


def test_no_sentence_of_an_unread_page_is_a_lesson() -> None:
    known = set(lesson_texts(SHIPPED))
    read = {each.text[a:b] for each in SHIPPED if not each.unread for a, b in sentences(each.text)}
    unread = {each.text[a:b] for each in SHIPPED if each.unread for a, b in sentences(each.text)} - read
    assert len(unread) > 1000
    assert not known & unread


def test_the_shipped_lessons_fit_the_shipped_material() -> None:
    lessons = read_lessons(shipped_material(), SHIPPED)
    assert lessons is not None
    assert list(lessons.texts) == lesson_texts(SHIPPED)
    assert lessons.codes == tuple(code.name for code in load_codebook().codes)
    assert lessons.probabilities.shape == (len(lessons.texts), 24)
    place = lessons.codes.index("pendapatan_tidak_pasti")
    likeliest = lessons.texts[int(lessons.probabilities[:-PAIRS, place].argmax())]
    assert any(word in likeliest.lower() for word in ("pasti", "tentu", "sepi", "turun", "kadang"))


def test_changed_material_drops_the_lessons_it_no_longer_gives(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes((shipped_material() / NAME).read_bytes())
    few = read_lessons(tmp_path, SHIPPED[:200])
    assert few is not None
    assert 0 < len(few.texts) < PAIRS
    assert set(few.texts) <= set(lesson_texts(SHIPPED[:200]))
    assert read_lessons(tmp_path, [replace(each, unread=True) for each in SHIPPED[:50]]) is None
    (tmp_path / NAME).write_bytes(b"no archive")
    with pytest.raises(InputError, match="damaged"):
        read_lessons(tmp_path, SHIPPED[:10])


def test_a_lesson_teaches_a_word_that_no_coded_passage_has() -> None:
    codebook = load_codebook()
    coded = [
        Example(f"r{i}", text, "", frozenset(codes), f"g{i}")
        for i, (text, codes) in enumerate(
            [
                ("Penghasilan saya tidak menentu tiap bulan.", ["pendapatan_tidak_pasti"]),
                ("Kadang ramai kadang sepi order.", ["pendapatan_tidak_pasti"]),
                ("Uangnya belum pasti.", ["pendapatan_tidak_pasti"]),
                ("Saya bangun pagi lalu mandi.", []),
                ("Kantornya di dekat pasar.", []),
                ("Dia teman lama saya.", []),
            ]
            * 4
        )
    ]
    said = [
        f"Waktu itu angin kencang, sepuluh hari zonk terus {word}." for word in ("ini", "itu", "begitu", "lagi")
    ] * 5
    lessons = Lessons(said, ("pendapatan_tidak_pasti",), np.full((len(said), 1), 0.95))
    before = train(coded, codebook)
    after = train(coded, codebook, lessons=lessons)
    passage = [analyse("Sepuluh hari zonk terus.")]
    place = after.codes.index("pendapatan_tidak_pasti")
    assert predict(after, passage, [[]])[0, place] > predict(before, passage, [[]])[0, place]
    assert after.report["examples"]["texts judged by the encoder"] == len(said)


def test_written_lessons_are_read_back(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from gigtext.classifier.encoder import load_encoder

    coded = [
        Example("a", "Penghasilan saya tidak menentu. Kadang ramai kadang sepi sekali.", "", frozenset(), "a"),
        Example("b", "Dari mulut ke mulut saja. Pelanggan lama balik lagi ke saya.", "", frozenset(), "b"),
    ]
    encoder = load_encoder()
    n = write_lessons(coded, encoder, tmp_path / NAME)
    lessons = read_lessons(tmp_path, coded)
    assert lessons is not None
    assert n == len(lessons.texts) == 4 + PAIRS
    assert lessons.probabilities[0].max() > 0.5
