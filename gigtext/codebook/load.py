"""`codebook.yaml` → Codebook, with every problem of the file at once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from gigtext.codebook.attributes import read_attributes
from gigtext.codebook.fields import as_boolean, as_list, as_mapping, as_string, as_strings, as_text, named_entries
from gigtext.codebook.patterns import PatternError, parse_pattern
from gigtext.codebook.regexes import regex_problem
from gigtext.codebook.yaml_nodes import Item, Problems, read_yaml
from gigtext.errors import CodebookError
from gigtext.records import Code, Codebook, Domain, Pattern, Text

FILE_FIELDS = ("title", "denials", "domains", "attributes")
DENIALS = ("dropped", "coded")
DOMAIN_FIELDS = ("label", "origin", "codes")
CODE_FIELDS = (
    "label",
    "definition",
    "include",
    "exclude",
    "source",
    "examples",
    "counterexamples",
    "patterns",
)
PATTERN_FIELDS = ("match", "unless", "regex", "yes", "no")
NAME = re.compile(r"[^\W\d_][\w-]*")


def load_codebook(path: Path | None = None) -> Codebook:
    """The codebook in the file `path`; None: the one that ships with gigtext.

    CodebookError lists every problem of the file as `file:line: fact; fix`.
    """
    if path is None:
        return parse_codebook(default_codebook_path().read_bytes(), "codebook.yaml")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError(
            f"{path}: there is no such file; give a codebook file, or make one with `gigtext init`"
        ) from None
    except IsADirectoryError:
        raise CodebookError(f"{path}: this is a folder; give the codebook file inside it") from None
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    return parse_codebook(content, str(path))


def parse_codebook(content: bytes, source: str) -> Codebook:
    """The codebook in `content` (UTF-8 YAML); `source` names it in messages and in `Codebook.path`."""
    content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(f"{source}:{line}: the file is not UTF-8; save it as UTF-8 in your editor") from None
    version = hashlib.sha256(content).hexdigest()[:12]
    known = _read_once(text, Path(source).name, version)
    if known is not None:
        return replace(known, path=source)
    problems = Problems(source)
    codebook = _read_codebook(text, problems, version)
    if problems.found or codebook is None:
        raise CodebookError(*problems.messages())
    return codebook


@lru_cache(maxsize=8)
def _read_once(text: str, name: str, version: str) -> Codebook | None:
    """A codebook without problems: one run reads the same text from several places."""
    problems = Problems(name)
    codebook = _read_codebook(text, problems, version)
    return None if problems.found else codebook


def default_codebook_path() -> Path:
    """The shipped codebook: package data in an installed gigtext, the top-level file in a working copy."""
    packaged = Path(__file__).with_name("codebook.yaml")
    return packaged if packaged.is_file() else Path(__file__).parents[2] / "codebook.yaml"


def _read_codebook(text: str, problems: Problems, version: str) -> Codebook | None:
    root = read_yaml(text, problems)
    if root is None:
        return None
    fields = as_mapping(root, "the codebook", FILE_FIELDS, problems)
    domains: list[Domain] = []
    codes: list[Code] = []
    lines: dict[str, int] = {}
    for name, item, line in named_entries(fields.get("domains"), "`domains`", problems):
        _check_name(name, "domain", line, problems)
        domain = as_mapping(item, f"domain `{name}`", DOMAIN_FIELDS, problems)
        label = as_text(domain.get("label"), f"the label of domain `{name}`", problems)
        origin = as_string(domain.get("origin"), f"the origin of domain `{name}`", problems)
        domains.append(Domain(name, label or _plain(name), origin, line))
        before = len(codes)
        for code_name, code_item, code_line in named_entries(
            domain.get("codes"), f"`codes` of domain `{name}`", problems
        ):
            if code_name in lines:
                problems.add(
                    code_line, f"code `{code_name}` stands twice (first on line {lines[code_name]}); rename one"
                )
                continue
            lines[code_name] = code_line
            codes.append(_read_code(code_name, name, code_item, code_line, problems))
        if len(codes) == before and isinstance(item.value, dict | None):
            problems.add(line, f"domain `{name}` has no codes; add them under `codes:` or remove the domain")
    if not domains:
        problems.add(root.line, "the codebook has no domains; add `domains:` with at least one domain and its `codes:`")
    title = as_text(fields.get("title"), "the title", problems) or _plain(Path(problems.source).stem)
    attributes = read_attributes(fields.get("attributes"), problems)
    denials = as_string(fields.get("denials"), "denials", problems) or DENIALS[0]
    if denials not in DENIALS:
        line = fields["denials"].line
        problems.add(line, f"denials is `{denials}`; write dropped (what is denied is not coded) or coded (it is)")
    return Codebook(title, tuple(domains), tuple(codes), attributes, version, problems.source, denials == "coded")


def _read_code(name: str, domain: str, item: Item, line: int, problems: Problems) -> Code:
    _check_name(name, "code", line, problems)
    fields = as_mapping(item, f"code `{name}`", CODE_FIELDS, problems)
    label, definition, include, exclude = (
        as_text(fields.get(key), f"{key} of code `{name}`", problems)
        for key in ("label", "definition", "include", "exclude")
    )
    if not label and not definition:
        problems.add(line, f"code `{name}` has neither label nor definition; add `label:` or `definition:`")
    return Code(
        name=name,
        domain=domain,
        label=label or _plain(name),
        definition=definition,
        include=include,
        exclude=exclude,
        examples=as_strings(fields.get("examples"), f"examples of code `{name}`", problems),
        counterexamples=as_strings(fields.get("counterexamples"), f"counterexamples of code `{name}`", problems),
        patterns=_read_patterns(fields.get("patterns"), name, problems),
        source=as_string(fields.get("source"), f"source of code `{name}`", problems),
        line=line,
    )


def _read_patterns(item: Item | None, code: str, problems: Problems) -> tuple[Pattern, ...]:
    patterns: dict[str, Pattern] = {}
    for entry in as_list(item, f"patterns of code `{code}`", problems):
        pattern = _read_pattern(entry, code, problems)
        if pattern is None:
            continue
        if pattern.match in patterns:
            line = patterns[pattern.match].line
            problems.add(
                pattern.line, f"pattern `{pattern.match}` of code `{code}` repeats line {line}; remove one of them"
            )
            continue
        patterns[pattern.match] = pattern
    return tuple(patterns.values())


def _read_pattern(entry: Item, code: str, problems: Problems) -> Pattern | None:
    what = f"a pattern of code `{code}`"
    if isinstance(entry.value, str | None):
        fields = {"match": entry}
    else:
        fields = as_mapping(entry, what, PATTERN_FIELDS, problems)
        if not fields:
            return None
    match = as_string(fields.get("match"), f"`match` of {what}", problems)
    if not match:
        problems.add(entry.line, f"{what} is empty; write the words to match, or remove the line")
        return None
    regex = as_boolean(fields.get("regex"), f"`regex` of {what}", problems)
    unless = as_strings(fields.get("unless"), f"`unless` of {what}", problems)
    if regex and (problem := regex_problem(match)):
        problems.add(fields["match"].line, f"regular expression `{match}` of code `{code}`: {problem}")
    for text in unless if regex else (match, *unless):
        try:
            parse_pattern(text)
        except PatternError as error:
            where = fields["match"] if text == match else fields["unless"]
            problems.add(where.line, f"pattern `{text}` of code `{code}`: {error}")
    for item in (fields["match"], *as_list(fields.get("unless"), f"`unless` of {what}", Problems(""))):
        if item.hash_follows:
            problems.add(
                item.line, f"{what} has a ` #` behind it, which begins a comment; put the whole pattern in quotes"
            )
    yes, no = (as_strings(fields.get(key), f"`{key}` of {what}", problems) for key in ("yes", "no"))
    return Pattern(match, unless, regex, yes, no, entry.line)


def _check_name(name: str, what: str, line: int, problems: Problems) -> None:
    if not NAME.fullmatch(name):
        better = re.sub(r"\W+", "_", name).strip("_0123456789").lower() or "nama_tema"
        problems.add(line, f"{what} name `{name}` is not one word; use letters, digits and _, such as `{better}`")


def _plain(name: str) -> Text:
    """A label made from a name: `harga_murah` → `Harga murah`."""
    words = name.replace("_", " ").strip()
    return dict.fromkeys(("id", "en"), words[:1].upper() + words[1:])
