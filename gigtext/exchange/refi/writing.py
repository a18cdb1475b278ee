"""Results → a REFI-QDA project: transcripts, codebook, coded passages, coders, informants with their attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from gigtext import __version__
from gigtext.analysis.selection import attribute_label, count_one, identifier
from gigtext.exchange.refi.archive import write_archive
from gigtext.exchange.refi.codes import account_codebook, code_guid, codes_element, full_description
from gigtext.exchange.refi.markup import element, legal, write_xml
from gigtext.exchange.refi.project import ORIGIN, Account, coding_guid, guid, machine_user
from gigtext.judgements import apply_judgements, read_judgements
from gigtext.records import MACHINES, Code, Judgement
from gigtext.store import Results, decisions_path, read_passages
from gigtext.wording import pick

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "urn:QDA-XML:project:1.0"
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")


@dataclass(slots=True)
class _Writer:
    """One export under way."""

    results: Results
    lang: str
    suggested: bool
    account: Account
    users: dict[str, str] = field(default_factory=dict)
    """Name → GUID, in order of appearance."""
    notes: list[Element] = field(default_factory=list)
    selection_of: dict[str, str] = field(default_factory=dict)
    """Passage id → GUID of its selection."""
    said: Mapping[tuple[str, str], Mapping[str, Judgement]] = field(default_factory=dict)


def write_project(
    results: Results, path: Path, *, name: str = "", suggested: bool = False, lang: str = "id"
) -> Account:
    """Write the study as `.qdpx`; the same results give the same bytes. Returns what was carried and what was not.

    One selection per coded passage, one coding per code and coder: `rules` and `classifier` where the machine decided, every
    person who said yes where people did. Firm decisions alone, unless `suggested`; what only a machine suggested is then
    coded by `rules (suggested)` or `classifier (suggested)`. Rejected and denied codings are no codings. Offsets count
    Unicode code points of the transcript as gigtext holds it (newlines `\\n`), end exclusive.
    """
    account = Account()
    writer = _Writer(results, lang, suggested, account)
    judgements = read_judgements(decisions_path(results.folder, results.run))
    if judgements:
        outcome = apply_judgements(read_passages(results.database), [], judgements)
        writer.said = outcome.said
        account.leave("refi_unanchored", count=len(outcome.unanchored))
    account_codebook(results.codebook, lang, account)
    codes = codes_element(results.codebook, lang, lambda code: _describe(writer, code))
    sources, parts = _sources(writer)
    cases, variables = _cases(writer)
    _account_rest(writer)

    root = element(
        "Project",
        xmlns=NAMESPACE,
        name=name or path.stem,
        origin=f"{ORIGIN} {__version__}",
        creationDateTime=results.run.created,
    )
    users = [element("User", guid=identity, name=user) for user, identity in writer.users.items()]
    for container, items in (
        ("Users", users),
        ("CodeBook", [codes]),
        ("Variables", variables),
        ("Cases", cases),
        ("Sources", sources),
        ("Notes", writer.notes),
    ):
        if items:  # an empty container is not valid
            root.append(_filled(element(container), items))
    account.carry("refi_coders", len(users))
    account.names["refi_coders"] = list(writer.users)
    write_archive(path, {"project.qde": write_xml(root), **parts})
    return account


def _describe(writer: _Writer, code: Code) -> tuple[str, Sequence[Element]]:
    """The definition as description; everything the codebook says of the code as a note, which programs show as its memo."""
    identity = guid("note", "code", code.name)
    title = pick(code.label, writer.lang, code.name)
    writer.notes.append(_note(identity, title, full_description(code, writer.lang)))
    return pick(code.definition, writer.lang), [element("NoteRef", targetGUID=identity)]


def _note(identity: str, name: str, text: str) -> Element:
    return _filled(element("Note", guid=identity, name=name), [element("PlainTextContent", text)])


def _sources(writer: _Writer) -> tuple[list[Element], dict[str, bytes]]:
    """`<TextSource>` elements in reading order, and the text files they name."""
    selections: dict[str, list[Element]] = {}
    for document, selection in _selections(writer):
        selections.setdefault(document, []).append(selection)
    sources, parts = [], {}
    for document, text in writer.results.database.execute("SELECT id, text FROM documents ORDER BY id").fetchall():
        identity = source_guid(document)
        file = f"{identity}.txt"
        parts[f"sources/{file}"] = text.encode()
        source = element("TextSource", guid=identity, name=document, plainTextPath=f"internal://{file}")
        sources.append(_filled(source, selections.get(document, [])))
    writer.account.carry("refi_sources", len(sources))
    return sources, parts


def source_guid(document: str) -> str:
    return guid("source", document)


def _selections(writer: _Writer) -> Iterator[tuple[str, Element]]:
    """(document id, `<PlainTextSelection>`) of every passage with codings, in reading order."""
    known = {code.name for code in writer.results.codebook.codes}
    rows = writer.results.database.execute(
        """
        SELECT p.id, p.document_id, p."start", p."end", d.code, d.status, d.coder
        FROM passages p JOIN decisions d ON d.passage_id = p.id
        WHERE p.codable AND d.status IN ('firm', 'suggested')
        ORDER BY p.document_id, p."start", p.id, d.code
        """
    ).fetchall()
    for (passage, document, start, end), decisions in groupby(rows, key=lambda row: row[:4]):
        codings: list[Element] = []
        for *_, code, status, coder in decisions:
            if status == "suggested" and not writer.suggested:
                writer.account.leave("refi_suggested")
            elif code not in known:
                writer.account.leave("refi_unknown_codes", code)
            else:
                codings.extend(_codings(writer, passage, (document, start, end), code, status, coder))
        if codings:
            identity = guid("selection", document, start, end)
            writer.selection_of[passage] = identity
            writer.account.carry("refi_selections")
            selection = element("PlainTextSelection", guid=identity, startPosition=str(start), endPosition=str(end))
            yield document, _filled(selection, codings)


def _codings(
    writer: _Writer, passage: str, place: tuple[str, int, int], code: str, status: str, coder: str
) -> Iterator[Element]:
    """The `<Coding>`s of one decision: one by the machine that decided, or one by each person who said yes."""
    if coder in MACHINES:
        said = {
            machine_user(coder, status): Judgement("", 0, 0, "", code, "yes", coder, date=writer.results.run.created)
        }
    else:
        people = writer.said.get((passage, code), {})
        said = {who: judgement for who, judgement in people.items() if judgement.verdict == "yes"}
    for who, judgement in said.items():
        user = writer.users.setdefault(legal(who), guid("user", who))
        coding = element("Coding", guid=coding_guid(*place, code, who), creatingUser=user)
        if moment := _moment(judgement.date):
            coding.set("creationDateTime", moment)
        coding.append(element("CodeRef", targetGUID=code_guid(code)))
        if judgement.memo:
            memo = guid("note", *place, code, who)
            writer.notes.append(_note(memo, f"{who}: {code}", judgement.memo))
            coding.append(element("NoteRef", targetGUID=memo))
            writer.account.carry("refi_memos")
        writer.account.carry("refi_codings")
        yield coding


def _moment(text: str) -> str:
    """An ISO date or date and time as XML Schema writes it; empty for anything else."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return ""
    return text if len(text) > 10 else f"{text}T00:00:00"


def _cases(writer: _Writer) -> tuple[list[Element], list[Element]]:
    """`<Case>` per informant and `<Variable>` per attribute.

    A transcript of one informant is the informant's as a whole; of a group interview only the coded passages are.
    """
    results = writer.results
    names = results.attributes
    columns = "".join(f", {identifier(name)}" for name in names)
    people = results.database.execute(f"SELECT id{columns} FROM participants ORDER BY id").fetchall()
    values = {name: [row[at] for row in people if row[at]] for at, name in enumerate(names, 1)}
    kinds = {name: _kind(found) for name, found in values.items() if found}
    variables = []
    for name, kind in kinds.items():
        variable = element("Variable", guid=guid("variable", name), name=name, typeOfVariable=kind)
        label = attribute_label(results.codebook, name, writer.lang)
        variables.append(_filled(variable, [element("Description", label)]))

    passages: dict[str, dict[str, list[str]]] = {}
    speakers: dict[str, set[str]] = {}
    for passage, document, who in results.database.execute(
        'SELECT id, document_id, participant_id FROM passages ORDER BY document_id, "start"'
    ).fetchall():
        passages.setdefault(who, {}).setdefault(document, []).append(passage)
        speakers.setdefault(document, set()).add(who)
    cases = []
    for person, *cells in people:
        case = element("Case", guid=guid("case", person), name=person)
        for name, cell in zip(names, cells, strict=True):
            if cell:
                value = element("VariableValue")
                value.append(element("VariableRef", targetGUID=guid("variable", name)))
                value.append(element(f"{kinds[name]}Value", cell))
                case.append(value)
        own = passages.get(person, {})
        case.extend(element("SourceRef", targetGUID=source_guid(each)) for each in own if len(speakers[each]) == 1)
        shared = [passage for each in own if len(speakers[each]) > 1 for passage in own[each]]
        for passage in shared:
            if passage in writer.selection_of:
                case.append(element("SelectionRef", targetGUID=writer.selection_of[passage]))
            else:
                writer.account.leave("refi_uncoded_speech")
        cases.append(case)
    writer.account.carry("refi_cases", len(cases))
    writer.account.carry("refi_variables", len(variables))
    writer.account.names["refi_variables"] = list(kinds)
    return cases, variables


def _kind(values: Sequence[str]) -> str:
    if all(_INTEGER.fullmatch(value) for value in values):
        return "Integer"
    return "Date" if all(_is_date(value) for value in values) else "Text"


def _is_date(value: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _account_rest(writer: _Writer) -> None:
    """What the results hold and a project has no place for."""
    results, account = writer.results, writer.account
    account.leave("refi_rejected", count=count_one(results, "SELECT count(*) FROM decisions WHERE status = 'rejected'"))
    account.leave(
        "refi_denied",
        count=count_one(results, "SELECT count(DISTINCT (passage_id, code)) FROM codings WHERE stance = 'denied'"),
    )
    account.leave(
        "refi_scores",
        count=count_one(results, f"SELECT count(*) FROM decisions WHERE status = 'firm' AND coder IN {MACHINES}"),
    )
    account.leave(
        "refi_missing_reasons",
        count=count_one(results, "SELECT count(*) FROM participants WHERE missing_reasons NOT IN ('', '{}')"),
    )
    account.leave("refi_skipped", count=len(results.run.skipped))


def _filled(parent: Element, items: Sequence[Element]) -> Element:
    parent.extend(items)
    return parent
