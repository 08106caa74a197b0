"""A report as plain records, for pandas, Polars or a spreadsheet.

A record is a mapping of names to texts, numbers, booleans, days, moments and None. All records of a kind have the same
names in the same order, so a data frame takes them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.model import GeneralPoint, Response, ThemeProposal, TrackPoint
from kkrconsult.structure import did_you_mean
from kkrconsult.texts import message

if TYPE_CHECKING:
    from kkrconsult.report import Report

__all__ = ["KINDS", "Record", "each_record", "records"]

Record = dict[str, object]
"""One row."""

_SEPARATOR = "; "


def records(report: Report, kind: str = "points", language: str = "da") -> list[Record]:
    """The rows of one kind of thing in a report.

    Args:
        report: The report.
        kind: ``points``, ``responses``, ``parties``, ``findings`` or ``themes``.
        language: Language of the messages of findings; all else is data.

    Raises:
        DataError: There is no such kind.
    """
    return list(each_record(report, kind, report.responses, language))


def each_record(report: Report, kind: str, responses: Iterable[Response], language: str = "da") -> Iterator[Record]:
    """The same rows one at a time, of a report whose responses are elsewhere.

    Args:
        report: The report.
        kind: As for `records`.
        responses: Its responses, in its order; gone through once, where the kind needs them.
        language: As for `records`.

    Raises:
        DataError: There is no such kind.
    """
    rows = _ROWS.get(kind)
    if rows is None:
        problem = Problem(
            message="is not a kind of record",
            path=("kind",),
            found=bounded(kind),
            allowed=", ".join(KINDS),
            suggestion=did_you_mean(kind, KINDS),
        )
        raise DataError(f"there are no records of {bounded(kind)}; there are {', '.join(KINDS)}", [problem])
    return rows(report, responses, language)


def _names(report: Report) -> Mapping[str, str]:
    known = {party.participant: party.name for party in report.participation.parties}
    return known | {party.id: party.name for party in report.round.participants}


def _listed(ids: Sequence[str], names: Mapping[str, str]) -> str:
    return _SEPARATOR.join(names.get(one, one) for one in ids)


def _sender(response: Response, names: Mapping[str, str]) -> str:
    if response.participants:
        return _listed(response.participants, names)
    return response.sender.name if response.sender else ""


def _points(report: Report, responses: Iterable[Response], language: str) -> Iterator[Record]:  # noqa: ARG001
    from kkrconsult.report import points_of  # it knows this module

    names = _names(report)
    types = {TrackPoint: "track-point", ThemeProposal: "theme-proposal", GeneralPoint: "general-point"}
    themes = {point: theme.title for theme in report.themes for point in theme.points}
    for response, entry in points_of(report, responses):
        point, remark, anchor = entry.point, entry.assessment, entry.point.anchor
        disposition = remark.disposition if remark else None
        yield {
            "point": point.id,
            "response": entry.response,
            "sender": _sender(response, names),
            "type": types[type(point)],
            "track": getattr(point, "track", None),
            "title": getattr(point, "title", None),
            "theme": themes.get(point.id),
            "text": point.text,
            "rationale": point.rationale,
            "file": anchor.file if anchor else None,
            "page": anchor.page if anchor else None,
            "section": anchor.section if anchor else None,
            "disposition": disposition.value if disposition else None,
            "summary": remark.summary if remark else None,
            "reply": remark.reply if remark else None,
            "change": remark.change if remark else None,
            "responsible": remark.responsible if remark else None,
        }


def _responses(report: Report, responses: Iterable[Response], language: str) -> Iterator[Record]:  # noqa: ARG001
    names = _names(report)
    standings = {entry.response: entry for entry in report.participation.responses}
    for response in responses:
        standing, handling, pages = standings.get(response.id), response.handling, response.pages
        yield {
            "response": response.id,
            "sender": _sender(response, names),
            "received_at": response.received_at,
            "channel": response.channel.value if response.channel else None,
            "standing": standing.standing.value if standing else None,
            "late": standing.late if standing else None,
            "unsolicited": standing.unsolicited if standing else None,
            "stage": response.stage.value,
            "handling": handling.mode.value if handling else None,
            "body": handling.body if handling else None,
            "decided_on": handling.decided_on if handling else None,
            "no_remarks": response.no_remarks is not None,
            "points": len(response.points),
            "pages": pages.pages if pages else None,
            "pages_basis": pages.basis.value if pages else None,
            "version": response.version,
            "language": response.language,
        }


def _parties(report: Report, responses: Iterable[Response], language: str) -> Iterator[Record]:  # noqa: ARG001
    for party in report.participation.parties:
        yield {
            "party": party.participant,
            "name": party.name,
            "consulted": party.consulted,
            "status": party.status.value,
            "received_at": party.received_at,
            "due": party.due,
            "extended": party.extended,
            "late": party.late,
            "response": party.counted,
        }


def _findings(report: Report, responses: Iterable[Response], language: str) -> Iterator[Record]:  # noqa: ARG001
    texts = {code.name: code.text for code in report.codes}
    for finding in report.findings:
        subject, place = finding.subject, finding.location
        yield {
            "code": finding.code,
            "severity": finding.severity.value if finding.severity else None,
            "about": subject.kind.value if subject else None,
            "id": subject.id if subject else None,
            "file": place.file if place else None,
            "message": message(finding.code, finding.params, language, texts.get(finding.code, {})),
            "validator": finding.validator,
            "plugin": finding.plugin,
        }


def _themes(report: Report, responses: Iterable[Response], language: str) -> Iterator[Record]:  # noqa: ARG001
    for theme in report.themes:
        yield {
            "theme": theme.id,
            "title": theme.title,
            "parties": len(theme.participants),
            "proposed_by": _SEPARATOR.join(theme.participants),
            "proposals": len(theme.points),
            "grouped_by": theme.grouped_by.value,
            "grouper": theme.grouper,
            "track": theme.track,
        }


_ROWS: Mapping[str, Callable[[Report, Iterable[Response], str], Iterator[Record]]] = {
    "points": _points,
    "responses": _responses,
    "parties": _parties,
    "findings": _findings,
    "themes": _themes,
}
KINDS = tuple(_ROWS)
"""The kinds of records."""
