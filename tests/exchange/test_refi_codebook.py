"""`.qdc`: valid by the published schema, back again as a codebook that loads, tolerant of what programs write."""

from dataclasses import replace
from pathlib import Path

import pytest
import xmlschema

from gigtext.codebook import load_codebook
from gigtext.errors import InputError
from gigtext.exchange.refi.codebooks import import_codebook, write_codebook

SCHEMA = Path(__file__).parents[1] / "data" / "refi" / "Codebook.xsd"


def qdc(path: Path, codes: str, namespace: str = "urn:QDA-XML:codebook:1.0", rest: str = "") -> Path:
    path.write_text(
        f'<CodeBook xmlns="{namespace}" origin="x"><Codes>{codes}</Codes>{rest}</CodeBook>', encoding="utf-8"
    )
    return path


def code(name: str, inner: str = "", *, codable: str = "true", colour: str = "", at: int = 1) -> str:
    attribute = f' color="{colour}"' if colour else ""
    return (
        f'<Code guid="00000000-0000-0000-0000-{at:012d}" name="{name}" isCodable="{codable}"{attribute}>{inner}</Code>'
    )


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_shipped_codebook_is_valid_and_comes_back(tmp_path: Path, lang: str) -> None:
    codebook = load_codebook()
    path = tmp_path / "kode.qdc"
    account = write_codebook(codebook, path, lang=lang)
    xmlschema.XMLSchema(SCHEMA).validate(path)
    assert account.left["refi_patterns"] == sum(len(each.patterns) for each in codebook.codes)
    import_codebook(path, tmp_path / "codebook.yaml", lang=lang)
    back = load_codebook(tmp_path / "codebook.yaml")
    assert [domain.name for domain in back.domains] == [domain.name for domain in codebook.domains]
    for ours, theirs in zip(codebook.codes, back.codes, strict=True):
        assert (theirs.name, theirs.domain, theirs.source) == (ours.name, ours.domain, ours.source)
        for name in ("label", "definition", "include", "exclude"):
            assert getattr(theirs, name).get("id", "") == getattr(ours, name).get(lang, "")
        assert (theirs.examples, theirs.counterexamples) == (ours.examples, ours.counterexamples)


def test_the_same_codebook_gives_the_same_bytes(tmp_path: Path) -> None:
    write_codebook(load_codebook(), tmp_path / "a.qdc")
    write_codebook(load_codebook(), tmp_path / "b.qdc")
    assert (tmp_path / "a.qdc").read_bytes() == (tmp_path / "b.qdc").read_bytes()


def test_two_codes_of_one_label_stay_two_and_odd_letters_stay_valid(tmp_path: Path) -> None:
    codebook = load_codebook()
    first, second, *others = codebook.codes
    odd = {"id": 'Sepi & "ramai" <b> 😭\x0b'}
    changed = replace(codebook, codes=(replace(first, label=odd), replace(second, label=odd), *others))
    path = tmp_path / "kode.qdc"
    write_codebook(changed, path)
    xmlschema.XMLSchema(SCHEMA).validate(path)
    import_codebook(path, tmp_path / "codebook.yaml")
    assert [each.name for each in load_codebook(tmp_path / "codebook.yaml").codes][:2] == [first.name, second.name]


@pytest.mark.parametrize("namespace", [f"urn:QDA-XML:codebook:{each}" for each in ("1.0", "1:0", "0:4")])
def test_namespaces_in_the_wild(tmp_path: Path, namespace: str) -> None:
    path = qdc(tmp_path / "a.qdc", code("Tantangan", code("Sepi order", at=2)), namespace)
    import_codebook(path, tmp_path / "c.yaml")
    assert [each.name for each in load_codebook(tmp_path / "c.yaml").codes] == ["sepi_order"]


def test_deep_trees_are_flattened_and_told(tmp_path: Path) -> None:
    deep = code("Tantangan", code("Uang", code("Sepi", code("Musim hujan", at=4), at=3), codable="false", at=2))
    path = qdc(tmp_path / "a.qdc", deep + code("Lain-lain", at=5) + code("Kosong", codable="false", at=6))
    account = import_codebook(path, tmp_path / "c.yaml")
    back = load_codebook(tmp_path / "c.yaml")
    assert [(each.domain, each.name, each.source) for each in back.codes] == [
        ("tantangan", "sepi", "Tantangan / Uang / Sepi"),
        ("tantangan", "musim_hujan", "Tantangan / Uang / Sepi / Musim hujan"),
        ("kode_tanpa_kelompok", "lain_lain", ""),
    ]
    assert account.names["refi_flattened"] == ["Tantangan / Uang / Sepi", "Tantangan / Uang / Sepi / Musim hujan"]
    assert account.left == {"refi_group_levels": 1, "refi_empty_groups": 1}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Sepi", "sepi", "SEPI!"], ["sepi", "sepi_2", "sepi_3"]),
        (["2 jam", "😭", "yes", "null"], ["jam", "kode", "yes", "null"]),
        (["A: b # c", "- d", "'kutip'"], ["a_b_c", "d", "kutip"]),
    ],
)
def test_any_name_becomes_a_valid_one(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    inner = "".join(code(name, at=at + 2) for at, name in enumerate(names))
    import_codebook(qdc(tmp_path / "a.qdc", code("Grup", inner)), tmp_path / "c.yaml")
    back = load_codebook(tmp_path / "c.yaml")
    assert [each.name for each in back.codes] == expected
    assert [each.label["id"] for each in back.codes] == names


def test_a_colour_against_the_standard_is_told_not_refused(tmp_path: Path) -> None:
    path = qdc(tmp_path / "a.qdc", code("Sepi", colour="rgb(255,0,0)"), rest="<Sets><Set/></Sets>")
    account = import_codebook(path, tmp_path / "c.yaml")
    assert account.left == {"refi_colour": 1, "refi_sets": 1}
    assert account.names["refi_colour"] == ["Sepi"]


def test_an_existing_file_is_kept_unless_told(tmp_path: Path) -> None:
    path, target = qdc(tmp_path / "a.qdc", code("Sepi")), tmp_path / "c.yaml"
    target.write_text("punya saya", encoding="utf-8")
    with pytest.raises(InputError, match="exists already"):
        import_codebook(path, target)
    assert target.read_text(encoding="utf-8") == "punya saya"
    import_codebook(path, target, overwrite=True)
    assert load_codebook(target).codes[0].name == "sepi"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged or no XML"),
        (b"bukan xml", "damaged or no XML"),
        (b"<html/>", "no REFI-QDA codebook"),
        (b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>', "holds no codes"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>', "DTD or entities"),
        (b"<CodeBook><Codes>" + b"<Code>" * 500_000, "nested deeper"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.qdc"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        import_codebook(path, tmp_path / "c.yaml")
    assert not (tmp_path / "c.yaml").exists()
