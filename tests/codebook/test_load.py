"""A codebook file: what it may hold, and what it is told when something is wrong."""

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

from gigtext.codebook import check_completeness, default_codebook_path, load_codebook, parse_codebook
from gigtext.codebook.attributes import ATTRIBUTE_FIELDS
from gigtext.codebook.load import CODE_FIELDS, DOMAIN_FIELDS, FILE_FIELDS, PATTERN_FIELDS
from gigtext.errors import CodebookError

SMALL = """\
title: Kedai kopi
domains:
  rasa:
    label: {id: Rasa, en: Taste}
    codes:
      pahit:
        label: Pahit
        definition: Kopinya dibilang pahit.
        examples: [Kopinya pahit sekali.]
        counterexamples: [Kopinya manis.]
        patterns:
        - pahit
        - {match: kopi ... getir, unless: [dulu], yes: [kopinya agak getir], no: [dulu kopinya getir]}
attributes:
  age:
    aliases: [usia]
"""


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: only true and false are truth values, so that `yes:` and `no:` are words."""


EditorLoader.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])

PROBLEMS = [
    # what the file says → the messages, in order
    ("", ["c.yaml:1: the file is empty"]),
    ("title: x\n", ["c.yaml:1: the codebook has no domains"]),
    ("- a\n- b\n", ["c.yaml:1: the codebook is a list"]),
    ("domains:\n\tx: 1\n", ["c.yaml:2: a tab stands where YAML wants spaces"]),
    ("title: 'x\ndomains: {}\n", ["a quotation mark is never closed"]),
    ("domains:\n  d:\n    codes:\n      a:\n        label: A: B\n", ["c.yaml:5: a `: ` inside a text"]),
    (
        SMALL.replace("definition:", "definisi:"),
        ["c.yaml:8: code `pahit` has the unknown field `definisi`; did you mean"],
    ),
    (SMALL.replace("- pahit\n", '- "(pahit"\n'), ["c.yaml:12: pattern `(pahit` of code `pahit`: `(` at character 1"]),
    (SMALL.replace("- pahit\n", '- {match: "(a+)+b", regex: true}\n'), ["can run for hours"]),
    (
        SMALL.replace("- pahit\n", '- {match: "a{2", regex: maybe}\n'),
        ["`regex` of a pattern of code `pahit` is `maybe`"],
    ),
    (
        SMALL.replace("- pahit\n", "- pahit\n        - pahit\n"),
        ["c.yaml:13: pattern `pahit` of code `pahit` repeats line 12"],
    ),
    (SMALL.replace("pahit:\n", "rasa pahit:\n"), ["c.yaml:6: code name `rasa pahit` is not one word", "`rasa_pahit`"]),
    (SMALL.replace("aliases: [usia]", "aliases: [usia]\n    values: {Z: [G], Y: [g]}"), ["means both `Z` and `Y`"]),
    (SMALL.replace("aliases: [usia]", "birth_years: {Z: [2012, 1997]}"), ["write [1981, 1996]"]),
    (SMALL.replace("title: Kedai kopi", "title: !!python/object:os.system x"), ["is not allowed"]),
    (SMALL.replace("label: {id", "label: &a {id").replace("label: Pahit", "label: *a"), ["an alias"]),
    (
        SMALL.replace("label: Pahit", "labels: Pahit").replace("- pahit\n", "- ... pahit\n").replace("usia", "''"),
        ["c.yaml:7: ", "c.yaml:12: ", "c.yaml:16: "],
    ),
]


@pytest.mark.parametrize(("content", "messages"), PROBLEMS)
def test_every_problem_is_told_with_its_line(content: str, messages: list[str]) -> None:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(content.encode(), "c.yaml")
    told = list(caught.value.problems)
    for message in messages:
        assert any(message in problem for problem in told), told
    assert all(problem.startswith("c.yaml:") for problem in told)


@pytest.mark.parametrize(
    "content",
    [
        SMALL.encode(),
        b"\xef\xbb\xbf" + SMALL.encode(),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r").encode(),
    ],
    ids=["plain", "BOM", "CRLF", "CR"],
)
def test_the_same_codebook_however_it_was_saved(content: bytes) -> None:
    codebook = parse_codebook(content, "c.yaml")
    assert [code.name for code in codebook.codes] == ["pahit"]
    assert codebook.codes[0].patterns[1].unless == ("dulu",)
    assert codebook.codes[0].patterns[1].line == 13
    assert codebook.version == parse_codebook(SMALL.encode(), "c.yaml").version


def test_any_edit_changes_the_version() -> None:
    edited = SMALL.replace("dibilang", "disebut").encode()
    assert parse_codebook(edited, "c.yaml").version != parse_codebook(SMALL.encode(), "c.yaml").version


def test_not_utf8_is_told_with_its_line() -> None:
    with pytest.raises(CodebookError, match=r"c\.yaml:2: the file is not UTF-8"):
        parse_codebook(b"title: x\ndomains: \xff\n", "c.yaml")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="there is no such file"):
        load_codebook(tmp_path / "nirgends.yaml")
    with pytest.raises(CodebookError, match="this is a folder"):
        load_codebook(tmp_path)


class TestShippedCodebook:
    """What the thesis needs of `codebook.yaml`."""

    codebook = load_codebook()

    def test_five_domains_and_24_codes(self) -> None:
        assert [domain.name for domain in self.codebook.domains] == [
            "faktor",
            "keberhasilan",
            "tantangan",
            "strategi",
            "saran",
        ]
        assert len(self.codebook.codes) == 24
        assert {domain.origin for domain in self.codebook.domains} == {"finding", "recommendation"}

    def test_every_code_says_in_both_languages_what_it_means(self) -> None:
        for code in self.codebook.codes:
            for text in (code.label, code.definition, code.include, code.exclude):
                assert set(text) == {"id", "en"}, code.name
            assert code.source, code.name

    def test_every_code_is_complete(self) -> None:
        assert check_completeness(self.codebook, patterns=10, examples=5, counterexamples=5) == []


class TestSchema:
    """The JSON Schema for editors says the same as the loader."""

    schema = json.loads((files("gigtext.codebook") / "codebook.schema.json").read_text(encoding="utf-8"))

    def test_the_schema_is_one(self) -> None:
        jsonschema.Draft202012Validator.check_schema(self.schema)

    @pytest.mark.parametrize(
        "text", [SMALL, default_codebook_path().read_text(encoding="utf-8")], ids=["small", "shipped"]
    )
    def test_valid_files_are_valid(self, text: str) -> None:
        jsonschema.validate(yaml.load(text, Loader=EditorLoader), self.schema)

    @pytest.mark.parametrize("old", ["definition:", "codes:", "unless:", "aliases:", "title:"])
    def test_a_misspelt_field_is_refused_by_both(self, old: str) -> None:
        text = SMALL.replace(old, old.replace(":", "x:"))
        with pytest.raises(CodebookError):
            parse_codebook(text.encode(), "c.yaml")
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.load(text, Loader=EditorLoader), self.schema)

    def test_the_fields_are_the_same(self) -> None:
        definitions = self.schema["$defs"]
        assert set(self.schema["properties"]) == set(FILE_FIELDS)
        assert set(definitions["domain"]["properties"]) - {"name"} == set(DOMAIN_FIELDS)
        assert set(definitions["code"]["properties"]) - {"name"} == set(CODE_FIELDS)
        assert set(definitions["pattern"]["properties"]) == set(PATTERN_FIELDS)
        assert set(definitions["attribute"]["properties"]) - {"name"} == set(ATTRIBUTE_FIELDS)
