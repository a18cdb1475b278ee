"""A project that another program made → a new study: transcripts, participants, codebook, coded passages, settings."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gigtext.codebook.load import parse_codebook
from gigtext.corpus import read_documents, split_passages
from gigtext.errors import InputError
from gigtext.exchange.refi.codes import FlatCodebook, codebook_yaml, flatten
from gigtext.exchange.refi.joining import join, locator
from gigtext.exchange.refi.project import Account, Project, TextSource, machine_guids
from gigtext.places import atomic_write
from gigtext.records import Codebook, Passage
from gigtext.wording import say

SETTINGS = "gigtext.yaml"
PASSAGES = "coded-passages.jsonl"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_DEVICE = re.compile(
    r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|readme.*|codebook.*|participants.*|gigtext-.*", re.IGNORECASE
)
"""Names that Windows keeps for itself, or that gigtext reads as something else than a transcript."""
_LONGEST = 100
_KEYS = ("id", "file", "document", "participant", "missing_reasons")


def write_study(project: Project, folder: Path, account: Account, *, coder: str = "", lang: str = "id") -> list[Path]:
    """Write `project` as a new study into `folder` and return the files written.

    `transcripts/*.txt` (text as in the project) and `transcripts/participants.csv`, `codebook.yaml`, `gigtext.yaml`, and
    `coded-passages.jsonl`, which `gigtext train` and `evaluate` read. InputError when one of them is there already or the
    project holds no text; then nothing is written.
    """
    if not project.sources:
        raise InputError("the project holds no text; export it with its transcripts as plain text")
    names = _file_names(project.sources, account)
    transcripts = folder / "transcripts"
    used = {coded.code for source in project.sources for each in source.selections for coded in each.codings}
    flat = flatten(project.codes, used, account, lang)
    files: dict[Path, bytes] = {
        transcripts / name: source.text.encode("utf-8", "replace")
        for name, source in zip(names, project.sources, strict=True)
    }
    if people := _participants(project, names, account):
        files[transcripts / "participants.csv"] = people
    if flat.names:
        content = codebook_yaml(project.name, flat, say(lang, "refi_yaml_comment", file=project.name))
        codebook: Codebook | None = parse_codebook(content, str(folder / "codebook.yaml"))
        files[folder / "codebook.yaml"] = content
    else:
        codebook = None
    files[folder / SETTINGS] = _settings(lang, codebook is not None).encode()
    there = [path for path in (*files, folder / PASSAGES) if path.exists()]
    if there:
        raise InputError(*(f"{path}: exists already; choose another folder, nothing was written" for path in there))
    try:
        for path, data in files.items():
            with atomic_write(path, newline="") as file:
                file.write(data.decode())
        rows = list(_coded_rows(project, transcripts, names, flat, codebook, coder, account))
        if rows:
            with atomic_write(folder / PASSAGES) as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            files[folder / PASSAGES] = b""
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from None
    account.carry("refi_sources", len(project.sources))
    account.carry("refi_domains", len(flat.domains))
    account.carry("refi_codes", len(flat.names))
    return list(files)


def _settings(lang: str, codebook: bool) -> str:
    lines = [f"# {say(lang, 'refi_settings_comment')}", "transcripts: transcripts"]
    return "\n".join(
        [*lines, *(["codebook: codebook.yaml"] if codebook else []), "results: codings", f"lang: {lang}", ""]
    )


def _file_names(sources: Sequence[TextSource], account: Account) -> list[str]:
    """A file name for every source: safe on every system, each once, alike to its name."""
    names: list[str] = []
    taken: set[str] = set()
    for at, source in enumerate(sources, 1):
        plain = _FORBIDDEN.sub("_", source.name)
        stem = re.sub(r"\.(txt|docx?|rtf|odt|pdf|md|srt|vtt|mp[34]|wav|m4a)$", "", plain, flags=re.IGNORECASE)
        stem = stem[:_LONGEST].strip(" ._~$") or f"transcript {at}"
        if _DEVICE.fullmatch(stem):
            stem = f"transcript {stem}"
        number, free = 1, stem
        while free.casefold() in taken:
            number += 1
            free = f"{stem} ({number})"
        if number > 1:
            account.note("refi_renamed_sources", f"{free}.txt")
        taken.add(free.casefold())
        names.append(f"{free}.txt")
    return names


# --- participants ---------------------------------------------------------------------------------------------------


def _participants(project: Project, names: Sequence[str], account: Account) -> bytes | None:
    """`participants.csv` of the cases, and of the sources that have variables and no case; None when there are neither."""
    file_of = {source.guid: name for source, name in zip(project.sources, names, strict=True)}
    values_of = {source.guid: source.values for source in project.sources}
    rows: list[tuple[str, list[str], dict[str, str]]] = []
    claimed: set[str] = set()
    for at, case in enumerate(project.cases, 1):
        mine = [each for each in case.sources if each in file_of]
        claimed.update(mine)
        account.leave("refi_case_parts", count=len(set(case.parts) - set(mine)))
        values = dict(case.values)
        for each in mine:
            for name, value in values_of[each].items():
                values.setdefault(name, value)
        if not case.name:
            account.note("refi_nameless_cases", f"kasus-{at}")
        rows.append((case.name or f"kasus-{at}", [file_of[each] for each in mine], values))
    for source, name in zip(project.sources, names, strict=True):
        if source.values and source.guid not in claimed:
            rows.append((Path(name).stem, [name], dict(source.values)))
    if not rows:
        return None
    variables = list(dict.fromkeys(name for _, _, values in rows for name in values))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "file", *map(_safe, _headings(variables))])
    seen: Counter[str] = Counter()
    for name, files, values in rows:
        seen[name.casefold()] += 1
        identity = name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})"
        writer.writerow([_safe(identity), ";".join(files), *(_safe(values.get(each, "")) for each in variables)])
    account.carry("refi_cases", len(rows))
    account.carry("refi_variables", len(variables))
    account.names["refi_variables"] = variables
    return out.getvalue().encode()


def _headings(variables: Sequence[str]) -> list[str]:
    """Variables may not be called as the columns that say who is who."""
    return [f"{name} (variable)" if name.casefold() in _KEYS else name for name in variables]


def _safe(cell: str) -> str:
    """What a spreadsheet would run as a formula gets an apostrophe before it; numbers stay."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


# --- coded passages -------------------------------------------------------------------------------------------------


def _coded_rows(
    project: Project,
    transcripts: Path,
    names: Sequence[str],
    flat: FlatCodebook,
    codebook: Codebook | None,
    coder: str,
    account: Account,
) -> Iterator[dict[str, object]]:
    """One row per codable passage of every coded transcript, with the codes of the selections that mean it.

    Passages without codes say that none applies. A selection that means no passage is a row of its own.
    """
    paths = [str(transcripts / name) for name in names]
    corpus = read_documents(paths, attributes=codebook.attributes if codebook else ())
    texts = {document.id: document.text for document in corpus.documents}
    for skip in corpus.skipped:
        account.leave("refi_unreadable", Path(skip.source).name)
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in split_passages(corpus.documents, corpus.turns):
        passages[passage.document_id].append(passage)
    machines = machine_guids(project.users)
    for source, name in zip(project.sources, names, strict=True):
        own = sorted(passages[name], key=lambda each: each.start)
        ends = [passage.end for passage in own]
        locate = locator(source.text, texts.get(name, ""))
        codes: dict[str, set[str]] = defaultdict(set)
        coders: dict[str, dict[str, None]] = defaultdict(dict)
        alone = []
        for selection in source.selections:
            human = [each for each in selection.codings if each.user not in machines]
            given = {flat.names[each.code] for each in human if each.code in flat.names}
            account.leave("refi_machine", count=len(selection.codings) - len(human))
            account.leave("refi_lost_codes", count=sum(each.code not in flat.names for each in human))
            if not given:
                continue
            who = dict.fromkeys(filter(None, (coder or project.users.get(each.user, "") for each in human)))
            account.carry("refi_selections")
            account.carry("refi_codings", len(given))
            found, reason = join(selection, locate, own, ends)
            for passage in found:
                codes[passage.id] |= given
                coders[passage.id].update(who)
            if reason:
                account.carry(f"{reason}_row")
                alone.append((selection.start, source.text[selection.start : selection.end], given, who))
        if not codes and not alone:
            account.leave("refi_uncoded_sources", name)
            continue
        for passage in own:
            if passage.codable:
                row = _row(passage.id, passage.text, name, codes[passage.id], coders[passage.id])
                yield {**row, "question": passage.question}
                if not codes[passage.id]:
                    account.carry("refi_uncoded_passages")
        for start, text, given, who in alone:
            if text.strip():
                yield _row(f"{name}@{start}", " ".join(text.split()), name, given, who)


def _row(identity: str, text: str, group: str, codes: set[str], coders: Mapping[str, None]) -> dict[str, object]:
    return {"id": identity, "text": text, "codes": sorted(codes), "group": group, "coder": "; ".join(coders)}
