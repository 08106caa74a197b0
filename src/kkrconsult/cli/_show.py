"""Rounds and reports as plain text for a screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import kkrconsult as kc
from kkrconsult.assessment import identity_lines, notices
from kkrconsult.danish import collation_key, format_date, format_moment, join_names
from kkrconsult.texts import message, word, word_for
from kkrconsult.timeline import calendar_events, period, phase, zone_of

__all__ = ["about", "overview", "round_", "status"]

_WIDTH = 100


def about(report: kc.Report, finding: kc.Finding) -> str:
    """Whom or what a finding is about, by name."""
    subject = finding.subject
    if subject is None:
        return report.round.id
    names = {party.id: party.name for party in report.round.participants}
    if subject.kind in (kc.SubjectKind.RESPONSE, kc.SubjectKind.POINT):
        for response in report.responses:
            if subject.id in (response.id, *(point.id for point in response.points)):
                parties = ", ".join(names.get(party, party) for party in response.participants)
                return parties or (response.sender.name if response.sender else subject.id)
    return names.get(subject.id, subject.id)


def _wrapped(label: str, names: Iterable[str]) -> list[str]:
    lines, line = [], f"  {label}: "
    indent = " " * len(line)
    for name in names:
        if len(line) + len(name) > _WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += f"{name}, "
    return [*lines, line.rstrip(", ")]


def _parties(report: kc.Report, language: str) -> list[str]:
    lines: list[str] = []
    for state in kc.Status:
        names = [
            f"{entry.name}*" if entry.extended else entry.name
            for entry in sorted(report.participation.parties, key=lambda entry: collation_key(entry.name, language))
            if entry.status is state
        ]
        if names:
            lines += _wrapped(f"{word(f'status.{state.value}', language)} ({len(names)})", names)
    return lines


def overview(report: kc.Report, language: str) -> str:
    """What a report found, in one screen."""
    participation = report.participation
    lines = [
        report.round.title.in_language(language),
        word("cli.as-of", language, at=report.at.astimezone(zone_of(report.round.timezone)).isoformat()),
        *(word("cli.notice", language, n=number, text=text) for text, number in notices(report.responses).items()),
        "",
        word("cli.answered", language, answering=participation.answering, consulted=participation.consulted),
        *_parties(report, language),
        "",
    ]
    lines += [f"  {line}" for line in identity_lines(report.accounting, language)]
    lines += ["", word("cli.findings", language, n=sum(report.counts.values()))]
    numbers = (
        f"{word(f'severity.{severity.value}', language)}: {report.severities.get(severity.value, 0)}"
        for severity in kc.Severity
    )
    lines.append("  " + ", ".join(numbers))
    if report.themes:
        lines += ["", word("cli.themes", language, n=len(report.themes))]
        lines += [f"  {theme.title}: {join_names(theme.participants, language)}" for theme in report.themes]
    return "\n".join([*lines, *_warnings(report, language)])


def _warnings(report: kc.Report, language: str) -> list[str]:
    """What nobody may overlook: that nothing was there, or that something could not be read."""
    lines = [word("cli.incomplete", language)] if not report.complete else []
    if "inbox.empty" in report.counts:
        lines.append(message("inbox.empty", {}, language))
    return ["", *lines] if lines else []


def status(report: kc.Report, language: str) -> str:
    """Who has answered, who has not, what is due when."""
    round_ = report.round
    lines = [
        round_.title.in_language(language),
        f"{word('cli.phase', language)}: {word(f'phase.{phase(round_, report.at).value}', language)}",
        "",
        word(
            "cli.answered",
            language,
            answering=report.participation.answering,
            consulted=report.participation.consulted,
        ),
        *_parties(report, language),
    ]
    return "\n".join([*lines, "", *_timeline(round_, language), *_warnings(report, language)])


def _timeline(round_: kc.Round, language: str) -> list[str]:
    return [f"  {event}" for event in _events(round_, language)]


def _events(round_: kc.Round, language: str) -> list[str]:
    shown = []
    for event in calendar_events(round_):
        when = format_date(event.day, language) if event.at is None else format_moment(event.at, language)
        what = event.title.in_language(language) if event.title else word_for(event.kind, language)
        note = f" ({word('milestone-status.cancelled', language)})" if event.cancelled else ""
        names = f": {', '.join(event.participants)}" if event.participants else ""
        shown.append(f"{when}  {what}{names}{note}")
    return shown


def round_(round_: kc.Round, language: str) -> str:
    """A round: timeline, tracks, parties, demands."""
    lines = [round_.title.in_language(language), "=" * len(round_.title.in_language(language)), ""]
    if round_.purpose:
        lines += [round_.purpose.in_language(language), ""]
    if round_.deadline:
        day, time = round_.deadline.day, round_.deadline.time
        text = format_date(day, language)
        if time:
            text = format_moment(dt.datetime.combine(day, time), language)
        lines += [f"{word('cli.deadline', language)}: {text} ({round_.deadline.timezone})"]
    days = period(round_)
    if days is not None:
        convention = word(f"day-count.{round_.day_count.value}", language)
        lines += [word("cli.period", language, n=days.days, convention=convention)]
    lines += ["", word("cli.timeline", language), *_timeline(round_, language)]
    lines += ["", word("cli.tracks", language)]
    lines += [f"  {track.id}: {track.title.in_language(language)}" for track in round_.tracks]
    names = sorted((party.name for party in round_.participants), key=lambda name: collation_key(name, language))
    lines += ["", *_wrapped(f"{word('cli.parties', language)} ({len(names)})", names)]
    if round_.demands:
        lines += ["", word("cli.demands", language)]
        lines += [f"  - {demand.text.in_language(language)}" for demand in round_.demands]
    if round_.outcome:
        lines += ["", word("cli.outcome", language)]
        lines += [f"  {track.id}: {track.title.in_language(language)}" for track in round_.outcome.tracks]
    if round_.unknowns:
        lines += ["", word("cli.unknowns", language)]
        lines += [f"  - {text.in_language(language)}" for text in round_.unknowns]
    return "\n".join(lines)
