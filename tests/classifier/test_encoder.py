"""The accurate tier: pieces as the encoder was trained on them, vectors of meaning, and a model that uses them."""

from pathlib import Path

import numpy as np
import pytest

from gigtext.classifier import load_model, train
from gigtext.classifier.encoder import Encoder, Pieces, load_encoder
from gigtext.classifier.meaning import Head, Meaning, centred, fit_meaning, meaning_scores
from gigtext.classifier.model import ACCURATE_MODEL, save_model
from gigtext.classifier.model import load_model as load
from gigtext.codebook import load_codebook
from gigtext.coding import make_coder
from gigtext.errors import ModelError
from gigtext.evaluation import code_examples
from tests.classifier.test_model import CODEBOOK, EXAMPLES
from tests.conftest import Run

pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        # as the published SentencePiece model of multilingual-e5-small splits them
        ("saya suka makan nasi", ["▁que", "ry", ":", "▁saya", "▁suka", "▁makan", "▁nasi"]),
        ("Penghasilannya", ["▁que", "ry", ":", "▁Peng", "hasil", "annya"]),
        ("", ["▁que", "ry", ":"]),
    ],
)
def test_words_are_split_as_the_encoder_learnt_them(encoder: Encoder, text: str, pieces: list[str]) -> None:
    names = {i: piece for piece, i in encoder.pieces.ids.items()}
    assert [names[i] for i in encoder.pieces.text(text)] == pieces


def test_the_best_split_wins() -> None:
    pieces = Pieces.build(["<s>", "</s>", "<unk>", "▁a", "b", "▁ab", "c"], [0, 0, 0, -1, -1, -1.5, -3], {}, unknown=2)
    assert pieces.word("ab") == [5]
    assert pieces.word("abc") == [5, 6]
    assert pieces.word("a?") == [3, 2]


def test_like_meanings_lie_near_without_a_common_word(encoder: Encoder) -> None:
    vectors = encoder.encode(
        [
            "Dapatnya kadang banyak kadang tidak ada.",
            "Uang yang masuk tiap bulan belum pasti.",
            "Saya ikut kursus menjahit.",
        ]
    )
    vectors = centred(vectors, vectors.mean(axis=0))
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_batches_and_neighbours_do_not_matter(encoder: Encoder) -> None:
    texts = ["Order sepi.", "Saya narik dari pagi sampai malam, pulang cuma bawa uang bensin. " * 4, "Iya 😀"]
    encoder.known.clear()
    together = encoder.encode(texts)
    encoder.known.clear()
    apart = np.vstack([encoder.encode([text]) for text in texts])
    assert (centred(together, np.zeros(384)) * centred(apart, np.zeros(384))).sum(axis=1) == pytest.approx(1, abs=2e-3)


def test_vectors_are_kept_and_remembered(encoder: Encoder, tmp_path: Path) -> None:
    vectors = encoder.encode(["Order sepi.", "Order ramai."])
    encoder.keep(tmp_path / "vectors.npz", ["Order sepi."])
    encoder.known.clear()
    encoder.remember(tmp_path / "vectors.npz")
    assert len(encoder.known) == 1
    assert (next(iter(encoder.known.values())) == vectors[0]).all()
    (tmp_path / "vectors.npz").write_bytes(b"no archive")
    encoder.remember(tmp_path / "vectors.npz")
    assert len(encoder.known) == 1


def test_known_codes_keep_their_head_and_others_are_fitted() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(200, 8)).astype(np.float32) + 3
    gold = np.column_stack([random.random(200) < 0.4, vectors[:, 0] > 3])
    head = Head(("a",), random.normal(size=(1, 8)).astype(np.float32), np.array([0.5], dtype=np.float32))
    meaning = fit_meaning(("a", "b"), head, vectors, gold, np.ones(200), np.ones(200, dtype=bool))
    scores = meaning_scores(meaning, vectors)
    assert scores[:, 0] == pytest.approx(vectors @ head.weights[0] + 0.5, abs=1e-4)
    assert ((scores[:, 1] > 0) == gold[:, 1]).mean() > 0.95


def test_an_accurate_model_survives_a_round_trip(encoder: Encoder, tmp_path: Path) -> None:
    model = train(EXAMPLES, CODEBOOK, seed=3, encoder=encoder)
    assert model.tier == "accurate"
    save_model(model, tmp_path / "m")
    loaded = load(tmp_path / "m")
    assert isinstance(loaded.meaning, Meaning)
    assert loaded.version == model.version
    outcomes = code_examples(make_coder(CODEBOOK, loaded, "both", encoder), EXAMPLES[:6])
    assert all(outcome.firm == outcome.gold for outcome in outcomes)
    with pytest.raises(ModelError, match="trained with encoder"):
        make_coder(CODEBOOK, loaded, "both", None)


def test_the_shipped_accurate_model_fits_codebook_and_encoder(encoder: Encoder) -> None:
    model = load_model(ACCURATE_MODEL)
    assert model.encoder == encoder.version
    assert model.report["codebook"] == load_codebook().version


def test_a_second_run_reads_no_passage_again(study: Path, run: Run) -> None:
    first = run("code", "transcripts", "--model", "accurate", "--format", "json")
    assert first.exit_code == 0
    kept = [path.read_bytes() for path in (study / "codings").glob("data-*/vectors-*.npz")]
    assert kept
    second = run("code", "transcripts", "--model", "accurate", "--format", "json")
    assert second.exit_code == 0
    assert [path.read_bytes() for path in (study / "codings").glob("data-*/vectors-*.npz")] == kept
