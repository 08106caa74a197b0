"""What every document says before anything else: what it is, as of when, and what must not be missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from kkrconsult.assessment import notices
from kkrconsult.exporters._notat_words import Words
from kkrconsult.model import Response
from kkrconsult.paper import Builder, Callout, Paper, Tone, line
from kkrconsult.report import Audience, Report
from kkrconsult.texts import word_for
from kkrconsult.timeline import zone_of

__all__ = ["facts", "finished", "local", "notes", "warnings"]


def local(report: Report, moment: dt.datetime) -> str:
    """A moment in the round's own zone, for the texts."""
    return moment.astimezone(zone_of(report.round.timezone)).isoformat()


def facts(report: Report, words: Words, state: str | None = None) -> Iterator[tuple[str, str]]:
    """What the document is, at a glance, as labels and values.

    Args:
        report: The report.
        words: The words of its language.
        state: ``draft`` or ``final``, for documents that can be either.
    """
    if state is not None:
        yield words("fact.state"), words(state)
    yield words("fact.at"), words("moment", at=local(report, report.at))
    yield words("fact.audience"), word_for(report.audience, words.language)
    found = report.participation
    if found.consulted:
        yield words("fact.answers"), words("answering", answering=found.answering, consulted=found.consulted)
    sums = report.accounting
    if sums.points:
        yield words("fact.points"), words("points-disposed", points=sums.points, disposed=sums.disposed)


def warnings(
    report: Report, words: Words, forced: int = 0, *, responses: Iterable[Response] | None = None
) -> Iterator[tuple[str, Tone]]:
    """What a reader must not miss, gravest first.

    Args:
        report: The report.
        words: The words of its language.
        forced: How many points are open in a report that was made final all the same.
        responses: The responses of a report that holds none, where they are beside it.
    """
    if forced:
        yield words("forced", n=forced), Tone.BAD
    if not report.complete:
        yield words("incomplete"), Tone.BAD
    for text, number in notices(report.responses if responses is None else responses).items():
        yield words("notice", n=number, text=text), Tone.OPEN
    if responses is None and not report.responses and report.accounting.accepted:
        yield words("not-kept"), Tone.BAD
    if report.audience is Audience.PUBLIC:
        yield words("public"), Tone.NOTED


def notes(report: Report, words: Words, forced: int = 0) -> tuple[Callout, ...]:
    """The warnings, set apart from the rest."""
    return tuple(Callout(lines=(line(text),), tone=tone) for text, tone in warnings(report, words, forced))


def finished(build: Builder, report: Report, words: Words, title: str, **more: Any) -> Paper:
    """A document of a report with all that every such document says of itself.

    Args:
        build: What it consists of.
        report: The report.
        words: The words of its language.
        title: Its title.
        **more: Other properties of `Paper`, instead of the usual ones.
    """
    name = words.text(report.round.title)
    usual = {
        "title": title,
        "language": words.language,
        "top": notes(report, words),
        "facts": tuple(facts(report, words)),
        "author": report.round.organiser or "",
        "subject": name,
        "footer": name,
    }
    return build.paper(**{**usual, **more})
