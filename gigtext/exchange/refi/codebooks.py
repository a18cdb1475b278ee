"""`.qdc`: a codebook alone, out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gigtext import __version__
from gigtext.codebook.load import parse_codebook
from gigtext.errors import InputError
from gigtext.exchange.refi.archive import LARGEST_PART, open_archive
from gigtext.exchange.refi.codes import (
    account_codebook,
    codebook_yaml,
    codes_element,
    find_codes,
    flatten,
    member_sets,
    read_codes,
)
from gigtext.exchange.refi.markup import element, local, read_xml, write_xml
from gigtext.exchange.refi.project import ORIGIN, Account
from gigtext.places import atomic_write
from gigtext.records import Codebook
from gigtext.wording import say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "urn:QDA-XML:codebook:1.0"


def write_codebook(codebook: Codebook, path: Path, *, lang: str = "id") -> Account:
    """Write `codebook` as REFI-QDA codebook, names and descriptions in `lang`; returns what was carried and what was not."""
    root = element("CodeBook", xmlns=NAMESPACE, origin=f"{ORIGIN} {__version__}")
    root.append(codes_element(codebook, lang))
    account = Account()
    account_codebook(codebook, lang, account)
    with atomic_write(path) as file:
        file.write(write_xml(root).decode())
    return account


def import_codebook(path: Path, target: Path, *, overwrite: bool = False, lang: str = "id") -> Account:
    """Write the codebook of a `.qdc` (or of a `.qdpx`) as YAML to `target`; the file written loads as a codebook.

    InputError when `target` exists and is not to be overwritten, or when the file holds no codes.
    """
    if target.exists() and not overwrite:
        raise InputError(f"{target}: exists already; name another file with -o, or replace it with --overwrite")
    root = _root(path)
    if local(root) not in ("CodeBook", "Project"):
        raise InputError(f"{path}: is XML, but no REFI-QDA codebook; export a codebook (.qdc) from the other program")
    account = Account()
    nodes = read_codes(find_codes(root), account)
    flat = flatten(nodes, (), account, lang)
    if not flat.names:
        raise InputError(f"{path}: holds no codes; export a codebook (.qdc) with codes from the other program")
    account.leave("refi_sets", count=member_sets(root))
    content = codebook_yaml(path.stem, flat, say(lang, "refi_yaml_comment", file=path.name))
    parse_codebook(content, str(target))
    account.carry("refi_domains", len(flat.domains))
    account.carry("refi_codes", len(flat.names))
    with atomic_write(target) as file:
        file.write(content.decode())
    return account


def refuse_foreign(path: Path) -> None:
    """InputError when there is a file at `path` that gigtext did not write: perhaps a colleague's work under the same name."""
    if not path.exists():
        return
    try:
        ours = (_root(path).get("origin") or "").startswith(ORIGIN)
    except InputError:
        ours = False
    if not ours:
        raise InputError(
            f"{path}: exists already and is not gigtext's own export; take it in (gigtext import) or choose another name"
        )


def _root(path: Path) -> Element:
    """The root element of a codebook file, or of the description in a project file."""
    if path.suffix.casefold() != ".qdpx":
        return read_xml(_read(path), str(path))
    with open_archive(path) as archive:
        name = archive.project_file()
        return read_xml(archive.read(name) or b"", f"{path}: {name}")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_PART:
            raise InputError(f"{path}: larger than any codebook; give a REFI-QDA codebook (.qdc)")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a REFI-QDA codebook (.qdc)") from None
