"""The end of the consultation report: what is still open, the sums, the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kkrconsult.assessment import identity_lines, open_points
from kkrconsult.assessment import stale as find_stale
from kkrconsult.exporters._notat_words import Names, Words
from kkrconsult.findings import Finding, Severity, SubjectKind
from kkrconsult.model import Source, Status
from kkrconsult.paper import Builder, Line, line, link
from kkrconsult.report import Audience, Report
from kkrconsult.texts import message

__all__ = ["accounts", "still_open"]


def still_open(build: Builder, report: Report, words: Words, names: Names) -> None:
    """Section 5: points without a disposition, parties without an answer, errors."""
    build.heading(words("open"))
    waiting = Counter(entry.response for entry in open_points(report))
    lines = [words("points-of", sender=names.sender(one), n=waiting[one]) for one in sorted(waiting, key=names.order)]
    build.titled(words("open-points", n=waiting.total()), lines)
    awaited = [_parties(report, status) for status in (Status.MISSING, Status.NOT_YET_DUE)]
    for key, found in zip(("missing", "awaited"), awaited, strict=True):
        build.titled(words(key, n=len(found)), found)
    undecided = sorted(_undecided(report), key=names.order)
    build.titled(words("undecided", n=len(undecided)), map(names.sender, undecided))
    total, said = _errors(report, words, names)
    gone: tuple[str, ...] = ()
    if report.audience is Audience.INTERNAL:
        build.titled(words("errors", n=total), said)
        gone = _gone(report)
        build.titled(words("gone", n=len(gone)), gone)
    elif total:
        # In whose response there is, say, a CPR number is nothing to publish.
        build.say(words("errors-public", n=total))
    if not (waiting or any(awaited) or undecided or total or gone):
        build.say(words("nothing-open"))


def _parties(report: Report, status: Status) -> list[str]:
    return [entry.name.strip() for entry in report.participation.parties if entry.status is status]


def _undecided(report: Report) -> Iterator[str]:
    """The responses that came too late and count only because nobody has said otherwise."""
    decided = {response.id for response in report.responses if response.decision is not None}
    counted = {entry.counted for entry in report.participation.parties}
    for entry in report.participation.responses:
        if entry.late and entry.response in counted and entry.response not in decided:
            yield entry.response


def _errors(report: Report, words: Words, names: Names) -> tuple[int, list[str]]:
    """How many errors there are, and those that the report holds in words."""
    texts = {code.name: code.text for code in report.codes}
    senders = {entry.point.id: entry.response for entry in report.points}
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    said = [
        ": ".join(
            [
                *_about(finding, senders, names),
                message(finding.code, finding.params, words.language, texts.get(finding.code, {})),
            ]
        )
        for finding in errors
    ]
    total = max(report.severities.get(Severity.ERROR.value, 0), len(errors))
    if total > len(errors):
        said.append(words("more-errors", n=total - len(errors)))
    return total, said


def _about(finding: Finding, senders: Mapping[str, str], names: Names) -> list[str]:
    """Whom a finding is about: most messages do not say it."""
    subject = finding.subject
    if subject is None or subject.kind is SubjectKind.ROUND:
        return []
    if subject.kind is SubjectKind.RESPONSE:
        return [names.sender(subject.id)]
    if subject.kind is SubjectKind.POINT:
        sender = [names.sender(senders[subject.id])] if subject.id in senders else []
        return [*sender, subject.id]
    if subject.kind is SubjectKind.PARTICIPANT:
        return [names.of(subject.id)]
    return [subject.id]


def _gone(report: Report) -> tuple[str, ...]:
    """Assessments of points that are no longer there: somebody wrote them, so they are not dropped."""
    found = find_stale(report.assessments, [entry.point for entry in report.points]).gone
    return tuple(
        ": ".join([item.point, *(text for text in (item.summary, item.reply, item.change) if text)]) for item in found
    )


def accounts(build: Builder, report: Report, words: Words) -> None:
    """Section 6 with the sums, and the sources."""
    build.heading(words("accounting"))
    build.say(words("accounting-why"))
    build.items(identity_lines(report.accounting, words.language))
    build.heading(words("sources"))
    outcome = report.round.outcome
    sources = (*report.round.sources, *(outcome.sources if outcome else ()))
    build.items(dict.fromkeys(_source(source, words) for source in sources))
    if not sources:
        build.say(words("no-sources"))


def _source(source: Source, words: Words) -> Line:
    address = (", ", link(source.url)) if source.url else ()
    accessed = f", {words('accessed', day=source.accessed.isoformat())}" if source.accessed else ""
    return line(source.title, *address, accessed)
