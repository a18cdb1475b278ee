"""A trained model: reproducible, the same after a round trip, independent of batches, and nothing else is ever loaded."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gigtext.classifier import Example, Model, evidence, load_model, predict, save_model, shipped_material, train
from gigtext.classifier.examples import checksums
from gigtext.classifier.material import make_folds, prepare
from gigtext.classifier.model import ACCURATE_MODEL, FAST_MODEL
from gigtext.codebook import compile_rules, load_codebook, parse_codebook
from gigtext.errors import ModelError
from gigtext.language import analyse

CODEBOOK = parse_codebook(
    b"domains: {d: {codes: {sepi: {label: Sepi, patterns: [sepi]}, bebas: {label: Bebas, patterns: [waktu bebas]}}}}",
    "c.yaml",
)
SAID = {
    "sepi": "order sepi terus bulan ini",
    "bebas": "waktunya bebas saya atur sendiri",
    "": "saya lahir di Soe tahun lalu",
}
EXAMPLES = [
    Example(f"{code or 'x'}{n}", f"{text} kata orang ke {n}", "", frozenset([code] if code else []), f"page {n % 7}")
    for n in range(21)
    for code, text in SAID.items()
]


@pytest.fixture(scope="module")
def model() -> Model:
    return train(EXAMPLES, CODEBOOK, seed=3)


def scores(model: Model, *texts: str) -> np.ndarray:
    tokens = [analyse(text) for text in texts]
    rules = compile_rules(CODEBOOK)
    return predict(model, tokens, [rules.match(each) for each in tokens])


def test_it_learns(model: Model) -> None:
    found = scores(model, *SAID.values())
    assert found.argmax(axis=0).tolist() == [0, 1]
    assert (found[2] < 0.5).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_same_material_and_seed_same_bytes(model: Model, tmp_path: Path) -> None:
    save_model(model, tmp_path / "a")
    save_model(train(EXAMPLES, CODEBOOK, seed=3), tmp_path / "b")
    for name in ("model.json", "arrays.npz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_round_trip_changes_nothing(model: Model, tmp_path: Path) -> None:
    save_model(model, tmp_path)
    loaded = load_model(tmp_path)
    assert loaded.version == model.version
    assert (scores(loaded, *SAID.values()) == scores(model, *SAID.values())).all()


def test_batches_do_not_matter(model: Model) -> None:
    together = scores(model, *SAID.values())
    apart = np.vstack([scores(model, text) for text in SAID.values()])
    assert np.allclose(together, apart, atol=1e-12)


def test_evidence_lies_in_the_text(model: Model) -> None:
    text = "Saya dari Soe 😀. Sekarang order sepi terus."
    start, end = evidence(model, analyse(text), "sepi")
    assert "sepi" in text[start:end]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "model.json").unlink(), "no such file"),
        (lambda folder: (folder / "model.json").write_text("nein"), "not JSON"),
        (lambda folder: (folder / "arrays.npz").write_bytes(b"PK"), "not a file of plain arrays"),
        (lambda folder: np.savez(folder / "arrays.npz", a=np.array([{}], dtype=object)), "not a file of plain arrays"),
        (lambda folder: edit(folder, format=1), "model format 1"),
        (lambda folder: edit(folder, extra=1), "foreign keys"),
        (lambda folder: edit(folder, rule_weight=9.0), "does not match its version"),
    ],
)
def test_nothing_but_a_whole_model_is_loaded(model: Model, tmp_path: Path, damage, message: str) -> None:  # type: ignore[no-untyped-def]
    save_model(model, tmp_path)
    damage(tmp_path)
    with pytest.raises(ModelError, match=message):
        load_model(tmp_path)


def edit(folder: Path, **changes: object) -> None:
    path = folder / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_a_page_never_stands_in_two_folds() -> None:
    groups = [each.group for each in EXAMPLES]
    folds = make_folds(groups, np.ones(len(groups), dtype=bool), 3, 0)
    assert all(
        len({fold for fold, other in zip(folds, groups, strict=True) if other == group}) == 1 for group in groups
    )


def test_precision_comes_from_unread_pages_where_there_are_enough() -> None:
    many = [
        replace(each, id=f"{each.id}.{n}", group=f"{each.group}.{n}", unread=n % 2 == 0)
        for n in range(12)
        for each in EXAMPLES
    ]
    found = train(many, CODEBOOK)
    assert found.report["held out, unread pages"]["passages"] == len(many) // 2


@pytest.mark.parametrize("folder", [FAST_MODEL, ACCURATE_MODEL], ids=["fast", "accurate"])
def test_a_shipped_model_comes_from_the_shipped_codebook_and_material(folder: Path) -> None:
    """Codebook, training files and seed are those the model's report names; `load_model` itself checks that nothing else changed."""
    shipped = load_model(folder)
    assert list(shipped.codes) == [code.name for code in load_codebook().codes]
    assert shipped.report["codebook"] == load_codebook().version
    assert shipped.report["files"] == checksums([shipped_material()])
    assert shipped.report["seed"] == 0


def test_rules_weigh_no_more_than_unread_pages_say(model: Model) -> None:
    """A rule hit adds the same log-odds everywhere: with and without it the score of a passage differs by `rule_weight`."""
    tokens = [analyse("order sepi terus")]
    hits = [compile_rules(CODEBOOK).match(tokens[0])]
    with_rule, without = (
        np.log(p / (1 - p))[0, 0] for p in (predict(model, tokens, hits), predict(model, tokens, [[]]))
    )
    assert with_rule - without == pytest.approx(model.rule_weight)


@pytest.mark.parametrize(("n", "judges"), [(99, "all"), (100, "own")])
def test_a_hundred_own_passages_decide_where_firm_begins(n: int, judges: str) -> None:
    own = [replace(example, id=f"own{i}", own=True, unread=True) for i, example in enumerate((EXAMPLES * 2)[:n])]
    material = prepare([*EXAMPLES, *own], CODEBOOK)
    expected = [judges == "all" or example.own for example in material.examples]
    found = [bool(flag) for flag in material.judging]
    real = [example.kind == "real" for example in material.examples]
    assert found == [want and is_real for want, is_real in zip(expected, real, strict=True)]
