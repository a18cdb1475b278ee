"""A project of a study that is here, coded further elsewhere → judgements of the people who coded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gigtext.analysis.selection import fold
from gigtext.errors import InputError
from gigtext.exchange.refi.codes import code_guid, domain_guid, walk
from gigtext.exchange.refi.joining import Locate, join, letters, locator
from gigtext.exchange.refi.project import Account, Coded, Project, TextSource, coding_guid, machine_guids, machine_user
from gigtext.exchange.refi.writing import source_guid
from gigtext.judgements import apply_judgements, read_judgements
from gigtext.records import Codebook, Judgement, Passage
from gigtext.store import Results, decisions_path, read_passages


@dataclass(frozen=True, slots=True)
class _Known:
    """What is already said in the results: by people, and by the machine where no person spoke."""

    people: Mapping[tuple[str, str], Mapping[str, Judgement]]
    firm: frozenset[tuple[str, str]]
    codings: frozenset[str]
    """GUIDs of the machine's codings in our exports: they stay the machine's, whoever a program says coded them."""


def judgements_of(
    project: Project, results: Results, account: Account, *, coder: str = "", today: str = ""
) -> list[Judgement]:
    """The codings of `project` by people as their yes to passages of `results`; `coder` names one person for all of them.

    The users `rules` and `classifier` of our own export are no people. A person's own later no stays: only a coding that is
    dated after it takes it back. Codings without a coder's name raise InputError unless `coder` is given; what could not be
    joined is told in `account`.
    """
    machines = machine_guids(project.users)
    codes = _code_names(project, results.codebook, machines, account)
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in sorted(read_passages(results.database), key=lambda each: each.start):
        passages[passage.document_id].append(passage)
    documents = dict(results.database.execute("SELECT id, text FROM documents").fetchall())
    known = _known(results)
    judgements: dict[tuple[str, str, str], Judgement] = {}
    nameless = 0
    for source, document in _match_sources(project.sources, documents, account):
        codings = [each for selection in source.selections for each in selection.codings]
        if document is None:
            account.leave("refi_foreign_sources", source.name)
            account.leave("refi_foreign_codings", count=len(codings))
            continue
        locate: Locate = locator(source.text, documents[document])
        own = passages[document]
        ends = [passage.end for passage in own]
        for selection in source.selections:
            human = [each for each in selection.codings if each.user not in machines and each.guid not in known.codings]
            account.leave("refi_machine", count=len(selection.codings) - len(human))
            if not human:
                continue
            found, reason = join(selection, locate, own, ends)
            if not found:
                account.leave(reason, source.name, len(human))
                continue
            account.carry("refi_joined")
            for coded in human:
                who = coder or project.users.get(coded.user, "")
                code = codes.get(coded.code)
                if code is None:
                    continue  # told per code by _code_names
                if not who:
                    nameless += 1
                for passage in found:
                    _say(judgements, passage, code, who, coded, known, account, today)
    if nameless:
        raise InputError(
            f"{nameless} codings do not say who coded; name the person with --coder NAME (nothing was taken in)"
        )
    return list(judgements.values())


def _say(
    judgements: dict[tuple[str, str, str], Judgement],
    passage: Passage,
    code: str,
    who: str,
    coded: Coded,
    known: _Known,
    account: Account,
    today: str,
) -> None:
    """One person's yes to one passage, unless it is said already."""
    key = (passage.id, code, who)
    before = known.people.get((passage.id, code), {}).get(who)
    if before is not None and before.verdict == "no" and not coded.date > before.date:
        account.leave("refi_later_no", code)
        return
    if before is not None and before.verdict == "yes" and coded.memo in ("", before.memo):
        account.carry("refi_known")
        return
    if key in judgements:
        first = judgements[key]
        memo = "; ".join(dict.fromkeys(filter(None, (first.memo, coded.memo))))
        date = first.date
    else:
        memo, date = coded.memo, coded.date or today
        account.carry("refi_judgements")
        if (passage.id, code) in known.firm and (passage.id, code) not in known.people:
            account.carry("refi_same_as_machine")
    judgements[key] = Judgement(
        passage.document_id, passage.start, passage.end, passage.text, code, "yes", who, memo, date
    )


def _known(results: Results) -> _Known:
    judgements = read_judgements(decisions_path(results.folder, results.run))
    said = apply_judgements(read_passages(results.database), [], judgements).said if judgements else {}
    rows = results.database.execute(
        """
        SELECT d.passage_id, d.code, d.status, d.coder, p.document_id, p."start", p."end"
        FROM machine_decisions d JOIN passages p ON p.id = d.passage_id WHERE d.status IN ('firm', 'suggested')
        """
    ).fetchall()
    return _Known(
        said,
        frozenset((passage, code) for passage, code, status, *_ in rows if status == "firm"),
        frozenset(
            coding_guid(document, start, end, code, machine_user(coder, status))
            for _, code, status, coder, document, start, end in rows
        ),
    )


def _code_names(project: Project, codebook: Codebook, machines: set[str], account: Account) -> dict[str, str]:
    """GUID of a code of the project → our code: by GUID, else by name or label. The others are told, with their codings."""
    ours = {code_guid(code.name): code.name for code in codebook.codes}
    names: dict[str, set[str]] = defaultdict(set)
    for code in codebook.codes:
        for text in (code.name, *code.label.values()):
            names[_plain(text)].add(code.name)
    domains = {domain_guid(domain) for domain in codebook.domains}
    uses = Counter(
        coded.code
        for source in project.sources
        for selection in source.selections
        for coded in selection.codings
        if coded.user not in machines
    )
    found: dict[str, str] = {}
    tree = list(walk(project.codes))
    for node, _ in tree:
        meant = names.get(_plain(node.name), set()) if node.name.strip() else set()
        if node.guid in ours:
            found[node.guid] = ours[node.guid]
        elif len(meant) == 1:
            found[node.guid] = next(iter(meant))
        elif uses[node.guid]:
            kind = "refi_domain_codings" if node.guid in domains else "refi_unknown_codes"
            account.leave("refi_ambiguous_codes" if len(meant) > 1 else kind, node.name, uses[node.guid])
    listed = {node.guid for node, _ in tree}
    account.leave("refi_lost_codes", count=sum(count for code, count in uses.items() if code not in listed))
    return found


def _plain(text: str) -> str:
    return fold(text) or text.strip().casefold()


def _match_sources(
    sources: Sequence[TextSource], documents: Mapping[str, str], account: Account
) -> list[tuple[TextSource, str | None]]:
    """Every source with the transcript it is: by the same words, by our GUID, by its name; None where there is none."""
    by_guid = {source_guid(name): name for name in documents}
    by_name: dict[str, list[str]] = defaultdict(list)
    by_words: dict[str, list[str]] = defaultdict(list)
    for name, text in documents.items():
        by_name[_stem(name)].append(name)
        by_words[_words(text)].append(name)
    matched: list[tuple[TextSource, str | None]] = []
    for source in sources:
        named = by_name.get(_stem(source.name), [])
        same = by_words.get(_words(source.text), [])
        both = [name for name in same if name in named]
        document = by_guid.get(source.guid)
        if document is None or (same and document not in same):
            choice = next((each for each in (both, same, named) if each), [])
            document = choice[0] if len(choice) == 1 else None
        if document is not None:
            account.carry("refi_sources_joined")
            if not same:
                account.note("refi_text_differs", source.name)
        matched.append((source, document))
    return matched


def _words(text: str) -> str:
    return "".join(text[at] for at in letters(text))


def _stem(name: str) -> str:
    """Names are compared without folder, suffix and case, as programs drop them."""
    return PurePosixPath(name.casefold().replace("\\", "/")).stem
