"""Where a theme is spoken of, counted by hand in `tests.small_study`."""

import pytest

from gigtext.analysis.deciders import deciders
from gigtext.analysis.timeline import find_document, timeline
from gigtext.errors import InputError
from gigtext.judgements import append_judgements
from gigtext.records import Judgement
from gigtext.store import Results, decisions_path, open_results
from tests.small_study import PASSAGES, small_corpus, write_small_study


@pytest.fixture
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return write_small_study(tmp_path_factory.mktemp("study") / "codings")


def test_every_row_points_at_its_passage(results: Results) -> None:
    corpus, passages, _, _ = small_corpus()
    texts = {document.id: document.text for document in corpus.documents}
    by_id = {passage.id: passage.text for passage in passages}
    table = timeline(results, "a.txt")
    names = [column.name for column in table.columns]
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert [(row["code"], row["firm"], row["turn"]) for row in found] == [
        ("fleksibilitas_otonomi", 1, 1),
        ("pendapatan_tidak_pasti", 1, 2),
        ("persaingan_ketat", 0, 2),
        ("pendapatan_tidak_pasti", 1, 5),
    ]
    for row in found:
        text = texts["a.txt"]
        assert text[row["start"] : row["end"]] == by_id[str(row["passage"])]
        assert row["from"] == pytest.approx(100 * row["start"] / len(text))
        assert row["to"] == pytest.approx(100 * row["end"] / len(text))


def test_what_a_person_rejected_is_not_shown(results: Results) -> None:
    start, text = timeline(results, "a.txt").rows[0][2], PASSAGES[0][2]
    append_judgements(
        decisions_path(results.folder, results.run),
        [Judgement("a.txt", int(str(start)), int(str(start)) + len(text), text, "fleksibilitas_otonomi", "no", "Rina")],
    )
    opened = open_results(results.folder)
    assert "fleksibilitas_otonomi" not in [row[1] for row in timeline(opened, "a.txt").rows]
    assert ["Rina", "Rina", 0, 0.0, 0, 1] in [list(row) for row in deciders(opened).rows]


def test_no_codes_no_rows(results: Results) -> None:
    assert timeline(results, "nothing.txt").rows == ()


@pytest.mark.parametrize("name", ["a.txt", "a", "A"])
def test_a_transcript_by_its_names(results: Results, name: str) -> None:
    assert find_document(results, name) == "a.txt"


def test_an_unknown_transcript(results: Results) -> None:
    with pytest.raises(InputError, match=r"unknown transcript.*there are: a\.txt, b\.txt"):
        find_document(results, "N9")


def test_who_decided(results: Results) -> None:
    table = deciders(results, lang="en")
    assert [list(row) for row in table.rows] == [
        ["rules", "pattern", 2, 40.0, 0, 0],
        ["classifier", "classifier", 3, 60.0, 2, 0],
    ]
