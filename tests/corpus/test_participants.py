"""Who is counted, under which code, and what is known of each: every N of a study depends on it."""

from pathlib import Path

import openpyxl
import pytest

from gigtext.codebook import load_codebook
from gigtext.corpus import read_documents
from gigtext.errors import InputError
from gigtext.records import Corpus

ATTRIBUTES = load_codebook().attributes
TALK = "P: Kenapa pilih kerja ini?\nN1: Waktunya bebas, Kak.\nP: Terus?\nN1: Begitu.\n"


def study(folder: Path, files: dict[str, str], **options: object) -> Corpus:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_documents([str(folder)], attributes=ATTRIBUTES, lang="en", **options)  # type: ignore[arg-type]


def people(corpus: Corpus) -> dict[str, dict[str, str]]:
    return {participant.id: dict(participant.attributes) for participant in corpus.participants}


class TestAttributes:
    def test_front_matter(self, tmp_path: Path) -> None:
        front = "---\ninforman: I-03\ntahun lahir: 1999\nJenis Kelamin: wanita\npekerjaan: kurir\n---\n"
        (found,) = study(tmp_path, {"a.md": front + TALK}).participants
        assert found.id == "I-03"
        assert found.attributes == {
            "birth_year": "1999",
            "gender": "Perempuan",
            "occupation": "kurir",
            "generation": "Z",
        }

    def test_toml_front_matter(self, tmp_path: Path) -> None:
        found = people(study(tmp_path, {"a.md": '+++\nkode = "I-04"\nusia = "30 tahun"\n+++\n' + TALK}))
        assert found == {"I-04": {"age": "30"}}

    def test_header_lines(self, tmp_path: Path) -> None:
        header = "Nama\t: Rina\nUsia : 24 tahun\nPekerjaan: ojek online\nTanggal wawancara: Jumat, 14 Maret 2025\nJenis kelamin: L\n\n"
        corpus = study(tmp_path, {"a.txt": header + TALK})
        assert people(corpus) == {
            "N1": {
                "age": "24",
                "occupation": "ojek online",
                "interview_date": "2025-03-14",
                "gender": "Laki-laki",
                "generation": "Z",
            }
        }
        assert "Rina" not in str(corpus.participants)

    def test_label_note(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"a.txt": TALK.replace("N1:", "N1 (L, 24 th):", 1)})
        assert people(corpus) == {"N1": {"gender": "Laki-laki", "age": "24"}}

    @pytest.mark.parametrize(
        ("header", "generation", "reason"),
        [
            ("Tahun lahir: 1996", "Milenial", ""),
            ("Tahun lahir: 1997", "Z", ""),
            ("Lahir: Kupang, 12-05-1985", "Milenial", ""),
            ("Generasi: Y", "Milenial", ""),
            ("generasi: zilenial", "Z", ""),
            ("Usia: 24\nTanggal: 14-03-2025", "Z", ""),
            ("Usia: 28 tahun\nTanggal: 2025-03-14", None, "born in 1996 or 1997"),
            ("Usia: 27", None, "age 27 without interview date"),
            ("Usia: 25-30\nTanggal: 2025-03-14", None, "is not one number"),
            ("Tahun lahir: 1970", None, "birth year 1970 is in none of the groups"),
            ("Pekerjaan: kurir", None, "neither birth year nor age"),
        ],
    )
    def test_generation_is_derived_or_missing_with_the_reason(
        self, tmp_path: Path, header: str, generation: str | None, reason: str
    ) -> None:
        (found,) = study(tmp_path, {"a.txt": f"{header}\n\n{TALK}"}).participants
        assert found.attributes.get("generation") == generation
        assert reason in found.missing.get("generation", "")

    def test_contradictions_are_said(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"a.txt": "Generasi: Z\nTahun lahir: 1985\n\n" + TALK})
        assert people(corpus)["N1"]["generation"] == "Z"
        assert any('generation is given as "Z"' in note and "Milenial" in note for note in corpus.notes)

    def test_the_participants_file_wins_over_the_header_and_says_so(self, tmp_path: Path) -> None:
        corpus = study(
            tmp_path,
            {"a.txt": "Tahun lahir: 1999\n\n" + TALK, "participants.csv": "id,birth_year\nN1,1998\n"},
        )
        assert people(corpus)["N1"]["birth_year"] == "1998"
        assert any("1999" in note and "participants.csv:2" in note for note in corpus.notes)

    def test_an_unlisted_value_is_kept_and_said(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"a.txt": "Jenis kelamin: tidak mau menjawab\n\n" + TALK})
        assert people(corpus)["N1"]["gender"] == "tidak mau menjawab"
        assert any("is not listed in the codebook" in note for note in corpus.notes)


class TestParticipantsFile:
    @pytest.mark.parametrize(
        "content",
        [
            "id,file,birth_year,kota\nN1,a.txt,1999,Kupang\n",
            "\ufeffid;file;birth_year;kota\r\nN1;a.txt;1999;Kupang\r\n",
            "kota\tTahun Lahir\tID\nKupang\t1999\tn1\n",
            "Kota,Berkas,Tahun lahir\nKupang,a,1999\n",
        ],
    )
    def test_however_it_is_written(self, tmp_path: Path, content: str) -> None:
        corpus = study(tmp_path, {"a.txt": TALK, "participants.csv": content})
        (found,) = corpus.participants
        assert found.attributes["generation"] == "Z"
        assert "Kupang" in found.attributes.values()

    def test_excel(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for row in (["Informan", "Usia", "Tanggal wawancara"], ["N1", 40, "2 Mei 2025"]):
            book.active.append(row)
        book.save(tmp_path / "participants.xlsx")
        assert people(study(tmp_path, {"a.txt": TALK}))["N1"]["generation"] == "Milenial"

    def test_beside_the_folder(self, tmp_path: Path) -> None:
        study(tmp_path, {"participants.csv": "id,birth_year\nN1,1999\n"})
        assert people(study(tmp_path / "transkrip", {"a.txt": TALK}))["N1"]["generation"] == "Z"

    def test_rows_and_people_that_do_not_join_are_told(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"a.txt": TALK, "participants.csv": "id,birth_year\nN7,1999\n"})
        assert any("1 rows without talk" in note and "N7" in note for note in corpus.notes)
        assert any("1 informants have no row" in note and "N1" in note for note in corpus.notes)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("id,umur\nN1,20\nN2,30\nn1,40\n", 'participants.csv:4: id "n1" stands in line 2 too'),
            ("umur,kota\n20,Kupang\n", "participants.csv:1: no column says who is who"),
            ("id,umur\n,20\nN1,3\n", "participants.csv:2: neither id nor file"),
            ("id,umur\nN1,20,Kupang\n", "participants.csv:2: has more cells than headings"),
            ("", "participants.csv"),
        ],
    )
    def test_what_is_wrong_with_it(self, tmp_path: Path, content: str, message: str) -> None:
        with pytest.raises(InputError) as caught:
            study(tmp_path, {"a.txt": TALK, "participants.csv": content})
        assert message in str(caught.value)


class TestWhoIsWho:
    def test_a_focus_group_of_both_generations(self, tmp_path: Path) -> None:
        text = "Moderator: Apa yang berat?\nN1: Sepi.\nN2: Sama, sepi.\nN3: Persaingan.\n"
        roster = "id,tahun lahir\nN1,1985\nN2,2001\nN3,1990\n"
        found = people(study(tmp_path, {"fgd.txt": text, "participants.csv": roster}))
        assert {who: known["generation"] for who, known in found.items()} == {
            "N1": "Milenial",
            "N2": "Z",
            "N3": "Milenial",
        }

    def test_people_of_a_focus_group_in_front_matter(self, tmp_path: Path) -> None:
        front = "---\npeserta:\n  N1: {tahun lahir: 1985}\n  N2: {usia: 24}\ntanggal wawancara: 2025-06-21\n---\n"
        text = front + "Moderator: Apa yang berat?\nN1: Sepi.\nN2: Sama.\n"
        found = people(study(tmp_path, {"fgd.md": text}))
        assert {who: known.get("generation") for who, known in found.items()} == {"N1": "Milenial", "N2": "Z"}

    def test_one_informant_in_two_files(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"satu.txt": TALK, "dua.txt": TALK})
        assert len(corpus.participants) == 1
        assert {turn.participant_id for turn in corpus.turns if turn.role == "participant"} == {"N1"}
        assert any("counted as one person" in note for note in corpus.notes)

    def test_one_informant_in_two_files_by_the_participants_file(self, tmp_path: Path) -> None:
        roster = "id,file,tahun lahir\nI-01,satu.txt; dua.txt,1990\n"
        corpus = study(tmp_path, {"satu.txt": TALK, "dua.txt": TALK.replace("N1", "J"), "participants.csv": roster})
        assert people(corpus) == {"I-01": {"birth_year": "1990", "generation": "Milenial"}}

    def test_the_same_label_in_two_focus_groups_is_two_people(self, tmp_path: Path) -> None:
        text = "Moderator: Apa?\nN1: Sepi.\nN2: Sama.\n"
        corpus = study(tmp_path, {"fgd1.txt": text, "fgd2.txt": text})
        assert len(corpus.participants) == 4
        assert any("counted as different people" in note for note in corpus.notes)

    def test_the_same_label_with_other_facts_is_two_people(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"a.txt": "Tahun lahir: 1985\n\n" + TALK, "b.txt": "Tahun lahir: 2001\n\n" + TALK})
        assert len(corpus.participants) == 2

    def test_labels_without_a_number_are_one_person_a_file(self, tmp_path: Path) -> None:
        text = TALK.replace("N1", "Informan")
        assert people(study(tmp_path, {"R01.txt": text, "R02.txt": text})).keys() == {"R01", "R02"}

    def test_machine_labels_never_join(self, tmp_path: Path) -> None:
        text = TALK.replace("P:", "SPEAKER_00:").replace("N1:", "SPEAKER_01:")
        assert len(study(tmp_path, {"a.txt": text, "b.txt": text}).participants) == 2

    def test_names_become_codes(self, tmp_path: Path) -> None:
        text = TALK.replace("N1:", "Rina Lado:")
        corpus = study(tmp_path, {"wawancara rina.txt": text, "lain.txt": text.replace("Rina Lado", "Yosef Nope")})
        assert people(corpus).keys() == {"P01", "P02"}

    def test_a_row_without_a_person_is_a_person(self, tmp_path: Path) -> None:
        corpus = study(tmp_path, {"ulasan.csv": "id,ulasan\n7,Bagus sekali tempatnya\n8,Kamarnya kotor\n"})
        assert people(corpus).keys() == {"7", "8"}

    def test_rows_of_one_person(self, tmp_path: Path) -> None:
        rows = "informan,generasi,jawaban\nN1,Z,Waktunya bebas\nN1,Z,Order sepi\nN2,Y,Lumayan\n"
        found = people(study(tmp_path, {"jawaban.csv": rows}))
        assert found == {"N1": {"generation": "Z"}, "N2": {"generation": "Milenial"}}

    def test_telephone_numbers_and_names_are_never_kept(self, tmp_path: Path) -> None:
        roster = "id,nama,no hp,email,kota\nN1,Rina Lado,0812,a@b.c,Kupang\n"
        corpus = study(tmp_path, {"a.txt": TALK, "participants.csv": roster})
        assert people(corpus) == {"N1": {"town": "Kupang"}}
        assert "Rina" not in repr(corpus)
