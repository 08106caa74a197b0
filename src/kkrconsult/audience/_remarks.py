"""What the secretariat wrote and a check found, without what they say of hidden answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from kkrconsult.audience._redaction import OMITTED
from kkrconsult.audience._split import Split
from kkrconsult.audience._texts import texts_in
from kkrconsult.audience._themes import apart
from kkrconsult.findings import Finding, SubjectKind
from kkrconsult.grouping import DECIDED
from kkrconsult.model import Assessment, Participation, Response, Theme, ThemeDecision
from kkrconsult.privacy import Secret, SecretKind, Secrets, letters_of
from kkrconsult.report import Report

__all__ = ["public_findings", "scrubbed"]

_OWN_TITLE = 20
"""Letters of a title that nobody else would think of by chance."""
_INTERNAL = ("assessment.", "file.", "inbox.", "personal-data.", "plugin.")
"""What codes begin with that are nothing to publish: those on assessments quote what nobody has settled yet, others are
about the secretariat's files and programs, and in whose answer there is a CPR number is nobody's business."""


def public_findings(report: Report, parts: Split, secrets: Secrets, found: Participation) -> Iterator[Finding]:
    """The findings on what is published, but for those that only the secretariat has to do with."""
    before = {party.participant: party.status for party in report.participation.parties}
    after = {party.participant: party.status for party in found.parties}
    changed = {party for party, status in before.items() if after.get(party) is not status}
    unnamed = {entry.response for entry in report.participation.responses} | {one.id for one in parts.hidden}
    unnamed -= parts.ids
    allowed = {SubjectKind.RESPONSE: parts.ids, SubjectKind.POINT: parts.points}
    for finding in report.findings:
        subject, place = finding.subject, finding.location
        # Findings on files quote names that the sender chose, and parts of what could not be read.
        if subject is None or subject.kind is SubjectKind.FILE or finding.code.startswith(_INTERNAL):
            continue
        if subject.id not in allowed.get(subject.kind, {subject.id}):
            continue
        if subject.kind is SubjectKind.PARTICIPANT and subject.id in changed:
            continue
        if place is not None and place.point is not None and place.point not in parts.points:
            continue
        said = [*texts_in(finding.params), *texts_in(place)]
        if unnamed.isdisjoint(said) and not secrets.found_in("\n".join(said)):
            yield finding


def scrubbed(report: Report, secrets: Secrets) -> Report:
    """The report with what the secretariat wrote in it freed of secrets that nothing else in it gives away."""
    remarks = secrets.only(_is_told_apart)
    written: list[str] = []

    def note(text: str) -> str:
        written.append(text)
        return text

    _rewritten(report, note)
    found = remarks.found_in("\n".join(written))
    if not found:
        return report
    responses = [attrs.evolve(one, decision=None) for one in report.responses]
    rest = attrs.evolve(report.round, themes=()), responses, report.participation
    left = Secrets(found).without(Secrets(found).found_in("\n".join(texts_in(rest))))
    return _rewritten(report, lambda text: left.redacted(text, OMITTED))


def _is_told_apart(secret: Secret) -> bool:
    return secret.kind is not SecretKind.TITLE or len(letters_of(secret.text)) >= _OWN_TITLE


def _rewritten(report: Report, change: Callable[[str], str]) -> Report:
    """The report with every text of the secretariat's changed."""

    def of(text: str | None) -> str | None:
        return change(text) if text else text

    def assessment(one: Assessment) -> Assessment:
        return attrs.evolve(one, summary=of(one.summary), reply=of(one.reply), change=of(one.change))

    def decision(one: ThemeDecision) -> ThemeDecision:
        titles = tuple(change(title) for title in one.titles)
        return attrs.evolve(one, title=change(one.title), titles=titles, note=of(one.note))

    def theme(one: Theme) -> Theme:
        reasons = tuple(
            attrs.evolve(reason, words=tuple(change(word) for word in reason.words))
            if reason.kind == DECIDED
            else reason
            for reason in one.reasons
        )
        return attrs.evolve(one, title=change(one.title), reasons=reasons)

    def response(one: Response) -> Response:
        decided = one.decision
        return one if decided is None else attrs.evolve(one, decision=attrs.evolve(decided, reason=of(decided.reason)))

    return attrs.evolve(
        report,
        assessments=tuple(map(assessment, report.assessments)),
        round=attrs.evolve(report.round, themes=tuple(apart(map(decision, report.round.themes)))),
        themes=tuple(map(theme, report.themes)),
        responses=tuple(map(response, report.responses)),
    )
