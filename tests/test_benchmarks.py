"""The corpus of the benchmarks is the same for the same seed and grows in words as real talk does."""

from pathlib import Path

from benchmarks.big_study import write_big_study
from benchmarks.corpus import count_distinct, vocabulary, write_corpus
from gigtext.analysis.summaries import summarise
from gigtext.pipeline import Request, code_study
from gigtext.store import open_results


def test_the_corpus_is_seeded_and_grows_like_talk(tmp_path: Path) -> None:
    one, two, other = (
        write_corpus(tmp_path / name, 12_000, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert one[0].read_bytes() != other[0].read_bytes()
    assert len(one) == 3
    assert len(set(vocabulary())) == len(vocabulary()) == 95_000
    words, distinct = count_distinct(write_corpus(tmp_path / "d", 100_000, seed=1))
    assert words >= 100_000
    assert 13_500 < distinct < 16_500


def test_a_big_study_reads_like_any_other(tmp_path: Path) -> None:
    write_corpus(tmp_path / "transcripts", 2_000, seed=1)
    code_study(Request(paths=(str(tmp_path / "transcripts"),), results=tmp_path / "like"))
    write_big_study(tmp_path / "big", tmp_path / "like", 5_000)
    results = open_results(tmp_path / "big")
    (count,) = results.database.execute("SELECT count(*) FROM passages").fetchone() or (0,)
    assert count == 5_000
    tables = summarise(results, by=["generation"])
    assert tables
    assert all(table.rows for table in tables)
