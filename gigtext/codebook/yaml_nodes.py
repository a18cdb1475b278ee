"""YAML read as plain data that remembers its lines, and nothing else: no tags, no aliases, no duplicate keys.

Scalars keep their spelling (`yes`, `0812` and `1e3` are text), so a codebook never turns a word into a number or a truth value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser when PyYAML was built with it: ten times as fast."""

_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "value")}
_DEEPEST = 20


@dataclass(slots=True)
class Item:
    """One value of the file. `value` is a str, None (nothing written), a list of Items, or a dict of name → Item."""

    value: str | list[Item] | dict[str, Item] | None
    line: int
    hash_follows: bool = False
    """An unquoted text with a ` #` behind it on its line: the rest was read as a comment."""
    lines: dict[str, int] = field(default_factory=dict)
    """For a dict: the line of every key."""


@dataclass(slots=True)
class Problems:
    """What is wrong with one file, each with its line."""

    source: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, fact_and_fix: str) -> None:
        self.found.append((line, fact_and_fix))

    def messages(self) -> list[str]:
        """`file:line: fact; fix`, in the order of the file."""
        return [f"{self.source}:{line}: {text}" for line, text in sorted(self.found, key=lambda problem: problem[0])]


def read_yaml(text: str, problems: Problems) -> Item | None:
    """The content of one YAML file; None when it cannot be read at all (then `problems` says why)."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(mark.line + 1 if mark else 1, _teach(error, text, mark.line if mark else 0))
        return None
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        problems.add(line, "a character that YAML does not allow (control character); remove it")
        return None
    if node is None:
        problems.add(1, "the file is empty; start with `title:` and `domains:`")
        return None
    return _convert(node, problems, _Walk(text.split("\n")), 0)


@dataclass(slots=True)
class _Walk:
    """What the conversion remembers: the lines of the file and the collections it has been through."""

    lines: list[str]
    seen: set[int] = field(default_factory=set)


def _teach(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    problem = error.problem or error.context or "unreadable YAML"
    lines = text.split("\n")
    written = lines[line] if line < len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())] or "'\\t'" in problem:
        return "a tab stands where YAML wants spaces; indent with spaces only"
    if "mapping values are not allowed" in problem:
        return "a `: ` inside a text, or an entry indented too far; put the text in quotes or mend the indentation"
    if "undefined alias" in problem or "alias" in problem or "cannot start any token" in problem:
        return f"{problem}; a text that begins with a sign such as * & % @ ` # needs quotes: '* kerja'"
    if "unexpected end of stream" in problem or "quoted scalar" in (error.context or ""):
        return "a quotation mark is never closed; close it, or use the other kind of quotation mark around the text"
    if "single document" in (error.context or ""):
        return "the file holds a second document (`---`); remove that line"
    return f"{problem} (while reading YAML); check indentation, quotation marks and colons here and one line above"


def _convert(node: yaml.Node, problems: Problems, walk: _Walk, depth: int) -> Item:
    line = node.start_mark.line + 1
    if id(node) in walk.seen:
        problems.add(line, "an alias (`*name`) points here; write the text out instead of using & and *")
        return Item(None, line)
    if not isinstance(node, yaml.ScalarNode):
        walk.seen.add(id(node))
    if depth > _DEEPEST:
        problems.add(line, f"nested deeper than {_DEEPEST} levels; a codebook needs six")
        return Item(None, line)
    if isinstance(node, yaml.MappingNode) and node.tag.endswith(":map"):
        return _convert_mapping(node, problems, walk, depth)
    if isinstance(node, yaml.SequenceNode) and node.tag.endswith(":seq"):
        return Item([_convert(child, problems, walk, depth + 1) for child in node.value], line)
    if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN_TAGS:
        value = None if node.tag.endswith(":null") and not node.style else node.value.strip()
        end = node.end_mark
        hash_follows = not node.style and walk.lines[end.line][end.column :].lstrip().startswith("#")
        return Item(value, line, hash_follows)
    problems.add(line, f"the tag `{node.tag}` is not allowed; write plain text, lists and mappings")
    return Item(None, line)


def _convert_mapping(node: yaml.MappingNode, problems: Problems, walk: _Walk, depth: int) -> Item:
    item: dict[str, Item] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        value = _convert(value_node, problems, walk, depth + 1)
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":merge"):
            problems.add(line, "a key must be one word; merge keys (`<<`) and compound keys are not used here")
            continue
        key = key_node.value.strip()
        if key in item:
            problems.add(line, f"`{key}` stands twice (first on line {lines[key]}); keep one of them")
            continue
        item[key] = value
        lines[key] = line
    return Item(item, node.start_mark.line + 1, lines=lines)
