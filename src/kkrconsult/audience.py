"""What the public may see of a report: a pure function from the internal report to the public one.

Left out: responses that were withdrawn, and those whose sender did not agree to publication. Taken away: contact
data, e-mail addresses of senders, who recorded what, evidence quoted for provenance. Redacted, visibly: every
personal number, private e-mail address and telephone number in any text (see `kkrconsult.privacy`). The internal
report is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import attrs

from kkrconsult.findings import Finding, SubjectKind
from kkrconsult.model import Assessment, LocalizedText, Participation, Response, Sender
from kkrconsult.privacy import find, redact
from kkrconsult.report import Audience, Report
from kkrconsult.structure import FrozenMap

__all__ = ["public_view", "redacted", "redacted_text"]

T = TypeVar("T")

_IDS = frozenset(
    {
        "id",
        "participant",
        "participants",
        "response",
        "responses",
        "point",
        "points",
        "track",
        "tracks",
        "sha256",
        "supersedes",
        "superseded_by",
        "counted",
        "joint_with",
        "fingerprint",
        "code",
        "validator",
        "plugin",
    }
)
"""Fields that hold ids: they tie the parts of a report together, and a replaced one would tie nothing."""


def public_view(report: Report) -> Report:
    """Make the report that may be published.

    Args:
        report: An internal report; a public one is given back as it is.

    Returns:
        The public report. Sums and participation stay those of the whole round.
    """
    if report.audience is Audience.PUBLIC:
        return report
    kept = tuple(_public_response(item) for item in report.responses if _published(item))
    names = {item.id for item in kept}
    hidden = {item.id for item in report.responses} - names
    points = {point.id for item in kept for point in item.points}
    themes = tuple(
        redacted(attrs.evolve(theme, points=shown))
        for theme in report.themes
        if (shown := tuple(point for point in theme.points if point in points))
    )
    parties = tuple(attrs.evolve(party, contact=None) for party in report.round.participants)
    return attrs.evolve(
        report,
        round=attrs.evolve(report.round, participants=parties, contact=None),
        responses=kept,
        findings=tuple(redacted(finding) for finding in report.findings if not _is_about(finding, hidden)),
        assessments=tuple(_public_assessment(item) for item in report.assessments if item.point in points),
        themes=themes,
        participation=_public_participation(report.participation),
        audience=Audience.PUBLIC,
    )


def _published(response: Response) -> bool:
    return response.withdrawn is None and response.publication_consent is not False


def _is_about(finding: Finding, hidden: Iterable[str]) -> bool:
    # Findings on files quote names that the sender chose, and parts of what could not be read.
    if finding.subject is None or finding.subject.kind is SubjectKind.FILE:
        return True
    related = {finding.subject.id, *_texts(finding.params)}
    return any(one in related for one in hidden)


def _texts(value: object) -> Iterator[str]:
    """Every text in parameters, however deep; lists name other responses."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, FrozenMap):
        for item in value.values():
            yield from _texts(item)


def _public_response(response: Response) -> Response:
    bare = attrs.evolve(
        response,
        contact=None,
        recorded_by=None,
        case_number=None,
        provenance=FrozenMap(),
        # Behind a party's e-mail is an employee, whose name is nobody's business; a sender of its own is the sender.
        sender=Sender(name=response.sender.name) if response.sender and not response.participants else None,
    )
    return redacted(bare)


def _public_assessment(assessment: Assessment) -> Assessment:
    return redacted(attrs.evolve(assessment, responsible=None, assessed_by=None))


def _public_participation(participation: Participation) -> Participation:
    return redacted(participation)


def redacted_text(text: str) -> str:
    """A text in which everything personal that can be found is replaced, visibly."""
    hits = find(text)
    return redact(text, hits) if hits else text


def redacted(value: T) -> T:
    """A model object in which every text is redacted; one without anything personal is given back as it is."""
    found: T = _redact(value)
    return found


def _redact(value: Any) -> Any:
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, tuple):
        items = tuple(_redact(item) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if isinstance(value, FrozenMap):
        pairs = {key: _redact(item) for key, item in value.items()}
        return value if all(pairs[key] is value[key] for key in value) else FrozenMap(pairs)
    if isinstance(value, LocalizedText) or not attrs.has(type(value)):
        return value
    changes = {
        name: new
        for field in attrs.fields(type(value))
        if field.init and (new := _redact_field(name := field.name, old := getattr(value, name))) is not old
    }
    return attrs.evolve(value, **changes) if changes else value


def _redact_field(name: str, value: Any) -> Any:
    items = value if isinstance(value, tuple) else (value,)
    if name in _IDS and all(isinstance(item, str) for item in items):
        return value
    return _redact(value)
