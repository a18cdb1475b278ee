"""Code trees: our codebook as one (domains above codes), and any tree of theirs as a codebook of ours (two levels)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gigtext.codebook.load import NAME
from gigtext.exchange.refi.markup import child, children, element, local, plain_guid, target, text_of
from gigtext.exchange.refi.project import Account, CodeNode, guid
from gigtext.records import Code, Codebook, Domain, Text
from gigtext.wording import pick, say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D1F", "#7F7F7F")
"""One per domain, told apart by colour-blind readers (Okabe and Ito 2008)."""
_FIELDS = ("include", "exclude", "source", "examples", "counterexamples")
"""Fields of a code that stand in its description as lines `Termasuk: …`, in this order; the last two may be many."""
_RGB = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_LONGEST_NAME = 60


# --- ours → theirs --------------------------------------------------------------------------------------------------


def codes_element(
    codebook: Codebook, lang: str, describe: Callable[[Code], tuple[str, Sequence[Element]]] | None = None
) -> Element:
    """`<Codes>`: every domain a code that cannot be given (`isCodable="false"`), its codes below it.

    `describe` gives a code's description and what follows it (NoteRef); without it the description is `full_description`.
    """
    root = element("Codes")
    for at, domain in enumerate(codebook.domains):
        colour = COLOURS[at % len(COLOURS)]
        own = [code for code in codebook.codes if code.domain == domain.name]
        parent = _code_element(domain_guid(domain), pick(domain.label, lang, domain.name), "false", colour)
        parent.append(element("Description", _own_name(domain.name, lang)))
        labels = [pick(code.label, lang, code.name) for code in own]
        for code, label in zip(own, labels, strict=True):
            # two codes of one name below one parent are one code to most programs
            name = label if labels.count(label) == 1 else f"{label} ({code.name})"
            made = _code_element(code_guid(code.name), name, "true", colour)
            description, more = describe(code) if describe else (full_description(code, lang), ())
            made.append(element("Description", description))
            made.extend(more)
            parent.append(made)
        root.append(parent)
    return root


def code_guid(name: str) -> str:
    return guid("code", name)


def domain_guid(domain: Domain) -> str:
    return guid("domain", domain.name)


def full_description(code: Code, lang: str) -> str:
    """Definition, then what it includes and excludes, source, examples and the code's name, one a line."""
    lines = [pick(code.definition, lang)] if code.definition else []
    for name in _FIELDS:
        value = getattr(code, name)
        texts = value if isinstance(value, tuple) else [value if isinstance(value, str) else pick(value, lang)]
        lines.extend(f"{_heading(name, lang)}: {' '.join(text.split())}" for text in texts if text)
    return "\n".join([*lines, _own_name(code.name, lang)])


def account_codebook(codebook: Codebook, lang: str, account: Account) -> None:
    """What of the codebook goes along and what the exchange format has no place for."""
    account.carry("refi_domains", len(codebook.domains))
    account.carry("refi_codes", len(codebook.codes))
    if codebook.title:
        account.leave("refi_title", pick(codebook.title, lang))
    account.leave("refi_patterns", count=sum(len(code.patterns) for code in codebook.codes))
    other = "en" if lang == "id" else "id"
    labels = [*(code.label for code in codebook.codes), *(domain.label for domain in codebook.domains)]
    account.leave("refi_other_language", other, sum(_has_other(label, other, lang) for label in labels))
    for attribute in codebook.attributes:
        account.leave("refi_attribute_rules", attribute.name)
    account.leave("refi_origins", count=sum(bool(domain.origin) for domain in codebook.domains))
    if codebook.codes_denials:
        account.leave("refi_denials_setting", "denials: coded")


def _has_other(text: Text, other: str, lang: str) -> bool:
    return bool(text.get(other)) and text.get(other) != text.get(lang)


def _code_element(identity: str, name: str, codable: str, colour: str) -> Element:
    return element("Code", guid=identity, name=name, isCodable=codable, color=colour)


def _heading(name: str, lang: str) -> str:
    return say(lang, name).capitalize()


def _own_name(name: str, lang: str) -> str:
    return f"{_heading('code', lang)}: {name}"


# --- theirs → ours --------------------------------------------------------------------------------------------------


def read_codes(codes: Element | None, account: Account, notes: dict[str, str] | None = None) -> tuple[CodeNode, ...]:
    """The tree below `<Codes>`. `notes`: GUID of a note → its text, joined to the description of the code that refers to it."""
    return tuple(_read_code(node, account, notes or {}) for node in children(codes, "Code"))


def _read_code(node: Element, account: Account, notes: dict[str, str]) -> CodeNode:
    name = " ".join((node.get("name") or "").split())
    colour = (node.get("color") or "").strip()
    if colour and not _RGB.fullmatch(colour):
        account.leave("refi_colour", name)
    description = text_of(node, "Description").strip()
    for note in (notes.get(target(each), "") for each in children(node, "NoteRef")):
        if description in note:
            description = note
        elif note and note not in description:
            description = f"{description}\n{note}".strip()
    return CodeNode(
        plain_guid(node.get("guid")),
        name,
        description,
        (node.get("isCodable") or "true").strip() not in ("false", "0"),
        tuple(_read_code(each, account, notes) for each in children(node, "Code")),
    )


def find_codes(root: Element) -> Element | None:
    """`<Codes>` of a codebook or project document."""
    book = root if local(root) == "CodeBook" else child(root, "CodeBook")
    return child(book, "Codes")


def member_sets(root: Element) -> int:
    """How many sets of codes a codebook document has."""
    return sum(1 for _ in children(child(root, "Sets"), "Set"))


def walk(nodes: Sequence[CodeNode], above: tuple[str, ...] = ()) -> Iterator[tuple[CodeNode, tuple[str, ...]]]:
    """Every node with the names above it, in order."""
    for node in nodes:
        yield node, above
        yield from walk(node.children, (*above, node.name))


@dataclass(slots=True)
class FlatCodebook:
    """A tree brought to two levels: what is written as YAML, and where every code of the tree went."""

    domains: dict[str, dict[str, object]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """GUID → name of the code."""
    _taken: set[str] = field(default_factory=set)

    def add(self, domain: str, label: str, node: CodeNode, path: Sequence[str]) -> str:
        """Put `node` as a code under `domain`; returns its name."""
        fields = _fields_of(node.description)
        name = _free(str(fields.pop("name", "")) or valid_name(node.name, "kode"), self._taken)
        if len(path) > 2 and "source" not in fields:
            fields["source"] = " / ".join(path)
        self._taken.add(name)
        codes = self.domains.setdefault(domain, {"label": label, "codes": {}})["codes"]
        assert isinstance(codes, dict)
        codes[name] = {"label": node.name or name, **fields}
        self.names[node.guid] = name
        return name


def flatten(nodes: Sequence[CodeNode], used: Collection[str], account: Account, lang: str) -> FlatCodebook:
    """A tree of any depth as domains and codes.

    A top-level code with children becomes a domain, one without goes into a domain for such codes. Deeper codes become
    codes of their domain, their path under `source`. A parent in `used` (GUIDs that were really given) becomes a code too.
    """
    flat = FlatCodebook()
    domains: set[str] = set()
    loose = say(lang, "refi_loose_codes")
    loose_name = valid_name(loose, "kode")
    for top in nodes:
        if not top.children:
            if top.codable:
                flat.add(loose_name, loose, top, (loose, top.name))
            else:
                account.leave("refi_empty_groups", top.name)
            continue
        own = _fields_of(top.description)
        domain = _free(str(own.pop("name", "")) or valid_name(top.name, "domain"), domains | {loose_name})
        domains.add(domain)
        if own:
            account.leave("refi_group_description", top.name)
        if top.guid in used:
            flat.add(domain, top.name, top, (top.name, top.name))
            account.note("refi_parent_codes", top.name)
        for node, above in walk(top.children, (top.name,)):
            if node.children and not node.codable and node.guid not in used:
                account.leave("refi_group_levels", " / ".join((*above, node.name)))
                continue
            flat.add(domain, top.name, node, (*above, node.name))
            if len(above) > 1:
                account.note("refi_flattened", " / ".join((*above, node.name)))
        if domain not in flat.domains:
            account.leave("refi_empty_groups", top.name)
    return flat


def codebook_yaml(title: str, flat: FlatCodebook, comment: str) -> bytes:
    """The codebook file, UTF-8."""
    import yaml

    content = {"title": title, "domains": flat.domains}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    return ("".join(f"# {line}\n" for line in comment.splitlines()) + text).encode()


def valid_name(label: str, default: str) -> str:
    """A code name made of a label: letters, digits and _, beginning with a letter.

    >>> valid_name("Pendapatan tidak pasti (utama)", "kode"), valid_name("😭 7", "kode")
    ('pendapatan_tidak_pasti_utama', 'kode')
    """
    plain = unicodedata.normalize("NFKC", label).casefold()
    name = re.sub(r"\W+", "_", plain)[:_LONGEST_NAME].strip("_")
    name = re.sub(r"^[\W\d_]+", "", name)
    return name if NAME.fullmatch(name) else default


def _free(name: str, taken: Collection[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _fields_of(description: str) -> dict[str, object]:
    """The fields of a code in its description: lines that begin as `full_description` writes them, the rest is definition."""
    fields: dict[str, object] = {}
    definition: list[str] = []
    headings = {_heading(name, lang): name for name in (*_FIELDS, "code") for lang in ("id", "en")}
    for line in description.splitlines():
        heading, colon, text = line.partition(":")
        name, text = headings.get(heading.strip(), ""), text.strip()
        if not colon or not name or not text:
            definition.append(line.rstrip())
        elif name == "code":
            if NAME.fullmatch(text):
                fields["name"] = text
        elif name in ("examples", "counterexamples"):
            known = fields.setdefault(name, [])
            if isinstance(known, list) and text not in known:
                known.append(text)
        else:
            fields[name] = f"{fields[name]} {text}" if name in fields else text
    said = "\n".join(definition).strip()
    ordered = {"definition": said} if said else {}
    return {**ordered, **fields}
