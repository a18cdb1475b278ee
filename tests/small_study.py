"""A study made by hand, small enough to count on the fingers: four informants, nine passages, known decisions."""

from __future__ import annotations

from pathlib import Path

from gigtext.codebook import default_codebook_path, load_codebook
from gigtext.records import Coding, Corpus, Decision, Document, Participant, Passage, Run, Skip, Turn
from gigtext.store import FORMAT, Results, open_results
from tests.written import write_results

# document, informant, text, codable, decisions: code → (status, coder, score)
PASSAGES = [
    ("a.txt", "N1", "Waktunya bebas, saya atur sendiri.", True, {"fleksibilitas_otonomi": ("firm", "rules", 0.95)}),
    (
        "a.txt",
        "N1",
        "Order naik turun 😭 tidak tentu.",
        True,
        {"pendapatan_tidak_pasti": ("firm", "classifier", 0.8), "persaingan_ketat": ("suggested", "classifier", 0.2)},
    ),
    ("a.txt", "N1", "Iya.", False, {}),
    ("a.txt", "N2", "Saya lahir di Soe.", True, {}),
    (
        "a.txt",
        "N2",
        "Penghasilan kadang ada kadang tidak.",
        True,
        {"pendapatan_tidak_pasti": ("firm", "classifier", 0.7)},
    ),
    ("b.txt", "N3", "Kalau soal stigma saya tidak pernah alami.", True, {}),
    ("b.txt", "N3", "Sepi terus, uangnya tidak pasti.", True, {"pendapatan_tidak_pasti": ("firm", "classifier", 0.9)}),
    ("b.txt", "N3", "Semoga ada asosiasi pekerja lepas.", True, {"saran_asosiasi": ("firm", "rules", 0.97)}),
    ("b.txt", "N4", "Saya suka kopi.", True, {"kepuasan_klien": ("suggested", "classifier", 0.15)}),
]
PARTICIPANTS = (
    Participant("N1", {"generation": "Z", "gender": "Perempuan"}),
    Participant("N2", {"generation": "Z", "gender": "Laki-laki"}),
    Participant("N3", {"generation": "Milenial", "gender": "Perempuan"}),
    Participant("N4", {"gender": "Laki-laki"}, {"generation": "age 28 without interview date"}),
)
PRECISION = {"pendapatan_tidak_pasti": (0.6, 100), "fleksibilitas_otonomi": (0.4, 50), "saran_asosiasi": (1.0, 5)}


def small_corpus() -> tuple[Corpus, list[Passage], list[Coding], list[Decision]]:
    texts: dict[str, str] = {}
    turns: list[Turn] = []
    passages: list[Passage] = []
    codings: list[Coding] = []
    decisions: list[Decision] = []
    for document, who, text, codable, decided in PASSAGES:
        before = texts.get(document, "") + f"{who}: "
        start = len(before)
        texts[document] = before + text + "\n"
        index = sum(turn.document_id == document for turn in turns)
        turns.append(Turn(document, index, who, "participant", who, start, start + len(text)))
        passage = Passage(f"{document}:{index}.0", document, index, who, start, start + len(text), text, "", codable)
        passages.append(passage)
        for code, (status, coder, score) in decided.items():
            decisions.append(Decision(passage.id, code, status, coder, score))  # type: ignore[arg-type]
            evidence = text.split(",")[0]
            codings.append(Coding(passage.id, code, coder, score, 0, len(evidence)))
        if "stigma" in text:
            codings.append(Coding(passage.id, "persepsi_stigma", "rules", 0.7, 11, 17, "denied", "stigma"))
    documents = tuple(Document(name, name, text) for name, text in texts.items())
    skipped = (Skip("c.pdf", "PDF is not read; save it as .docx"),)
    return Corpus(documents, PARTICIPANTS, tuple(turns), skipped), passages, codings, decisions


def write_small_study(folder: Path, run_id: str = "20260101T000000", **changes: object) -> Results:
    """Write the study into `folder` and open it; `changes` replace fields of its run record."""
    corpus, passages, codings, decisions = small_corpus()
    fields: dict[str, object] = {
        "id": run_id,
        "created": "2026-01-01T00:00:00+00:00",
        "versions": {"format": FORMAT, "gigtext": "0", "codebook": load_codebook().version, "model": "m"},
        "options": {"decisions": "../gigtext-decisions.csv", "codebook": ""},
        "counts": {},
        "skipped": corpus.skipped,
        "precision": PRECISION,
        "untrained": (),
    }
    write_results(
        folder,
        Run(**{**fields, **changes}),  # type: ignore[arg-type]
        corpus,
        passages,
        codings,
        decisions,
        default_codebook_path().read_bytes(),
    )
    return open_results(folder)
