"""What stands around the charts and the points: themes, reservations, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from kkrconsult.exporters._notat_words import Names
from kkrconsult.exporters._overview.words import Words, short
from kkrconsult.findings import Finding, Severity, SubjectKind
from kkrconsult.model import Theme
from kkrconsult.paper import Tone
from kkrconsult.report import Audience, Report
from kkrconsult.texts import message, word_for, words_below

__all__ = ["Findings", "Said", "ThemeCard", "findings", "reservations", "theme_cards"]

_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.PARTLY, Severity.INFO: Tone.NOTED}


@attrs.frozen(kw_only=True)
class ThemeCard:
    """A supplementary theme: who proposes it, and why its proposals stand together."""

    title: str
    """Its title."""
    number: int
    """How many parties propose it."""
    who: str
    """Who they are."""
    why: str
    """Why they were put together; nothing for a single proposal."""
    track: str
    """The track that it became."""
    links: tuple[tuple[int, str], ...]
    """Its proposals on the page: their numbers, and what they call it."""


def theme_cards(report: Report, words: Words, names: Names, links: Mapping[str, int]) -> tuple[ThemeCard, ...]:
    """The themes, those of most parties first."""
    tracks = {track.id: track.title.in_language(words.language) for track in report.round.tracks}
    if report.round.outcome:
        tracks |= {track.id: track.title.in_language(words.language) for track in report.round.outcome.tracks}
    reasons = words_below("theme-reason", words.language)
    titles = {entry.point.id: getattr(entry.point, "title", "") for entry in report.points}
    return tuple(
        ThemeCard(
            title=short(theme.title, 300),
            number=len(theme.participants),
            who=words.joined(short(names.of(one)) for one in theme.participants),
            why=_why(theme, words, reasons),
            track=short(tracks.get(theme.track, theme.track)) if theme.track else "",
            links=tuple((links[one], short(titles[one]) or one) for one in dict.fromkeys(theme.points) if one in links),
        )
        for theme in sorted(report.themes, key=lambda theme: -len(theme.participants))
    )


def _why(theme: Theme, words: Words, reasons: Mapping[str, str]) -> str:
    if len(theme.points) < 2:
        return ""
    how = word_for(theme.grouped_by, words.language)
    found = [
        words("reason", why=reasons.get(reason.kind, reason.kind), words=short(", ".join(reason.words)))
        if reason.words
        else reasons.get(reason.kind, short(reason.kind))
        for reason in theme.reasons
    ]
    return words("grouped-because", how=how, reasons="; ".join(found)) if found else words("grouped", how=how)


def reservations(report: Report, words: Words, names: Names) -> tuple[tuple[str, str], ...]:
    """Who answered with a reservation for political approval, and what is known of it."""
    found = []
    for response in sorted(report.accepted, key=lambda response: names.order(response.id)):
        reservation = response.reservation
        if reservation is not None:
            parts = (
                short(reservation.body) if reservation.body else words("body-unknown"),
                words("expected", day=reservation.expected_on.isoformat()) if reservation.expected_on else "",
            )
            found.append((short(names.sender(response.id)), ", ".join(part for part in parts if part)))
    return tuple(found)


@attrs.frozen(kw_only=True)
class Said:
    """A finding in words."""

    tone: Tone
    """How grave it is, at a glance."""
    severity: str
    """The same in words."""
    about: str
    """Whom or what it is about."""
    text: str
    """What it says."""


@attrs.frozen(kw_only=True)
class Findings:
    """What the check found."""

    grave: tuple[Said, ...]
    """Errors and warnings."""
    slight: tuple[Said, ...]
    """All else."""
    sums: tuple[str, ...]
    """How many there are of each kind, in words."""
    more: int
    """How many more there are than the report holds."""


def findings(report: Report, words: Words, names: Names) -> Findings | None:
    """What the check found; None for the public: in whose answer there is, say, a CPR number is nothing to publish."""
    if report.audience is not Audience.INTERNAL:
        return None
    senders = {entry.point.id: entry.response for entry in report.points}
    texts = {code.name: code.text for code in report.codes}
    named = {severity: words(f"severity.{severity.value}") for severity in Severity}

    def said(found: Finding) -> Said:
        severity = found.severity or Severity.INFO
        text = message(found.code, found.params, words.language, texts.get(found.code, {}))
        about = ": ".join(map(short, _about(found, senders, names)))
        return Said(tone=_TONES[severity], severity=named[severity], about=about, text=short(text, 1000))

    grave: list[Said] = []
    slight: list[Said] = []
    for found in report.findings:
        (grave if found.severity in (Severity.ERROR, Severity.WARNING) else slight).append(said(found))
    return Findings(
        grave=tuple(grave),
        slight=tuple(slight),
        sums=tuple(
            words(f"sum.{severity.value}", n=report.severities[severity.value])
            for severity in Severity
            if report.severities.get(severity.value)
        ),
        more=max(sum(report.severities.values()) - len(report.findings), 0),
    )


def _about(finding: Finding, senders: Mapping[str, str], names: Names) -> Iterator[str]:
    """Whom a finding is about: most messages do not say it."""
    subject = finding.subject
    if subject is None or subject.kind is SubjectKind.ROUND:
        return
    if subject.kind is SubjectKind.RESPONSE:
        yield names.sender(subject.id)
    elif subject.kind is SubjectKind.PARTICIPANT:
        yield names.of(subject.id)
    else:
        if subject.kind is SubjectKind.POINT and subject.id in senders:
            yield names.sender(senders[subject.id])
        yield subject.id
