"""What is to be said of the secretariat's remarks: contradictions, and points that changed or are gone since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kkrconsult.assessment import stale
from kkrconsult.danish import join_names
from kkrconsult.dispositions import disposition_label
from kkrconsult.errors import bounded
from kkrconsult.findings import Finding, Location, Subject, SubjectKind
from kkrconsult.model import Disposition, Round
from kkrconsult.remarks import FIELDS, AssessmentBook, Conflict, Version
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word

__all__ = ["on_assessments"]

_LONGEST_SHOWN = 120


def on_assessments(book: AssessmentBook, report: Report, *, kept: bool) -> Iterator[Finding]:
    """Say what a person has to look at.

    Args:
        book: The remarks.
        report: The report, with its assessments.
        kept: Whether it holds the responses; without them nobody can tell which points there are.
    """
    yield from book.problems
    for conflict in book.conflicts:
        yield _conflict(conflict, report.round)
    if not kept:
        return
    points = [entry.point for entry in report.points]
    places = {
        point: [place for remark in remarks for place in remark.places] for point, remarks in book.by_point().items()
    }
    found = stale(report.assessments, points)
    for code, assessments in (("assessment.changed", found.changed), ("assessment.gone", found.gone)):
        for item in assessments:
            where = places.get(item.point, [])
            params = {"point": item.point, "places": _by_language(where)}
            yield _about(code, item.point, where, params)


def _conflict(conflict: Conflict, round_: Round) -> Finding:
    own = conflict.field not in FIELDS
    name = conflict.field[1:-1] if own else ""
    field = {
        language: word("assess.own-column", language, heading=bounded(name))
        if own
        else word(f"assess.column.{conflict.field}", language).lower()
        for language in languages()
    }
    versions = {
        language: "; ".join(_version(version, conflict.field, round_, language) for version in conflict.versions)
        for language in languages()
    }
    places = [place for version in conflict.versions for place in version.places]
    params = {"point": conflict.point, "field": FrozenMap(field), "versions": FrozenMap(versions)}
    return _about("assessment.conflict", conflict.point, places, params)


def _version(version: Version, field: str, round_: Round, language: str) -> str:
    known = next((one for one in Disposition if field == "disposition" and one.value == version.text), None)
    text = disposition_label(round_, known, language) if known else " ".join(version.text.split())
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return word("assess.version", language, text=shown, places=_named(version.places, language))


def _named(places: Iterable[Location], language: str) -> str:
    """Places in words."""
    return join_names([_place(place, language) for place in places], language)


def _place(place: Location, language: str) -> str:
    if place.line is None:
        return place.file or ""
    return word("assess.row", language, file=place.file, row=place.line)


def _by_language(places: Iterable[Location]) -> FrozenMap[str, str]:
    found = tuple(places)
    return FrozenMap({language: _named(found, language) for language in languages()})


def _about(code: str, point: str, places: list[Location], params: Mapping[str, object]) -> Finding:
    where = Location(file=places[0].file, line=places[0].line, point=point) if places else Location(point=point)
    return Finding(
        code=code,
        params=FrozenMap(params),
        subject=Subject(kind=SubjectKind.POINT, id=point),
        location=where,
    )
