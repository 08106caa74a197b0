"""The originals in the index of an archive: whose each of them is, and which ought to be there and are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kkrconsult.danish import sort_key
from kkrconsult.exporters._archive_index import Entry, Layer
from kkrconsult.exporters._archive_match import Known, Original, Use, references, uses
from kkrconsult.findings import SubjectKind
from kkrconsult.report import Report
from kkrconsult.texts import message, word

__all__ = ["listed"]


def listed(report: Report, originals: Sequence[Original], language: str) -> Iterator[Entry]:
    """An entry for each original, in order, and then one for each file that responses name and that is not there."""
    names = _senders(report)
    found = uses(originals, references(report.responses))
    by_original: dict[str, list[Use]] = {}
    for use in found:
        if use.original is not None and use.known is not Known.OTHER:
            by_original.setdefault(use.original.name, []).append(use)
    told = _told(report, language)
    first: dict[str, str] = {}
    for original in originals:
        own = by_original.get(original.name, [])
        same = first.setdefault(original.stored.sha256, original.name)
        notes = [*_notes(own, language), *told.get(original.name, ())]
        if same != original.name:
            notes.insert(0, word("archive.copy", language, name=same))
        if not own and not notes:
            notes = [word("archive.nobodys", language)]
        responses = tuple(dict.fromkeys(use.reference.response for use in own))
        yield Entry(
            layer=Layer.ORIGINALS,
            what=word(f"archive.{_what(own)}", language),
            path=original.stored.path,
            size=original.stored.size,
            sha256=original.stored.sha256,
            name=original.name,
            responses=responses,
            parties="; ".join(dict.fromkeys(names[one] for one in responses)),
            note=" ".join(notes),
        )
    for use in found:
        if use.known in (Known.MISSING, Known.OTHER):
            yield _missing(use, names, language)


def _what(own: Sequence[Use]) -> str:
    if not own:
        return "unmatched"
    if all(use.reference.attachment for use in own):
        return "attachment" if any(use.known is not Known.INSIDE for use in own) else "holds"
    return "source"


def _notes(own: Sequence[Use], language: str) -> Iterator[str]:
    """By what the file is known, where it is not its checksum."""
    if any(use.known is Known.NAME for use in own):
        yield word("archive.by-name", language)
    inside = sorted({use.reference.name for use in own if use.known is Known.INSIDE}, key=sort_key)
    if inside:
        yield word("archive.inside", language, names=tuple(inside))


def _missing(use: Use, names: Mapping[str, str], language: str) -> Entry:
    reference = use.reference
    other = use.known is Known.OTHER
    return Entry(
        layer=Layer.ORIGINALS,
        what=word("archive.missing", language),
        sha256=reference.sha256,
        name=reference.name,
        responses=(reference.response,),
        parties=names[reference.response],
        note=word("archive.other-content" if other else "archive.not-found", language),
    )


def _told(report: Report, language: str) -> Mapping[str, list[str]]:
    """What reading the inbox had to say of each file; for one inside another, of the outer one too."""
    texts = {code.name: code.text for code in report.codes}
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.subject is None or finding.subject.kind is not SubjectKind.FILE:
            continue
        said = message(finding.code, finding.params, language, texts.get(finding.code, {}))
        name = finding.subject.id
        while name:
            if said not in found.setdefault(name, []):
                found[name].append(said)
            name = name.rpartition("/")[0]
    return found


def _senders(report: Report) -> Mapping[str, str]:
    parties = {party.participant: party.name for party in report.participation.parties}
    parties |= {party.id: party.name for party in report.round.participants}
    return {
        response.id: ", ".join(sorted((parties.get(one, one) for one in response.participants), key=sort_key))
        or (response.sender.name if response.sender else "")
        for response in report.responses
    }
