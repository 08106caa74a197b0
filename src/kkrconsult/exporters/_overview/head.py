"""The head of the overview page: what it is about, what must be read first, and the figures that matter most."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kkrconsult.assessment import notices, open_points
from kkrconsult.exporters._overview.words import Words
from kkrconsult.model import HandlingMode, Status
from kkrconsult.paper import Callout, Tone, line
from kkrconsult.report import Audience, Report
from kkrconsult.texts import word_for
from kkrconsult.timeline import phase

__all__ = ["KeyFigure", "callouts", "facts", "figures"]


@attrs.frozen(kw_only=True)
class KeyFigure:
    """A number that a reader takes away."""

    number: str
    """The number."""
    of: str = ""
    """Of how many, where that belongs to it."""
    label: str
    """What it counts."""
    note: str = ""
    """What one should know about it."""
    anchor: str = ""
    """The section that tells more."""


def facts(report: Report, words: Words) -> tuple[tuple[str, str], ...]:
    """State, moment and audience, as labels and values."""
    return (
        (words("fact.state"), word_for(phase(report.round, report.at), words.language)),
        (words("fact.at"), words.moment(report.at)),
        (words("fact.audience"), word_for(report.audience, words.language)),
    )


def callouts(report: Report, words: Words, *, drawn: bool, cut: int | None) -> Iterator[Callout]:
    """What a reader must know before anything else.

    Args:
        report: The report.
        words: The page's words.
        drawn: Whether charts could be drawn.
        cut: To how many characters texts are cut; None where they are whole.
    """
    if not report.complete:
        yield _callout(words("incomplete"), Tone.BAD)
    for text, number in notices(report.responses).items():
        yield _callout(words("notice", n=number, text=text), Tone.OPEN)
    if not report.responses and report.accounting.accepted:
        yield _callout(words("not-kept"), Tone.BAD)
    if report.audience is Audience.PUBLIC:
        yield _callout(words("public"), Tone.NOTED)
    if cut is not None:
        yield _callout(words("cut", n=cut), Tone.NOTED)
    if not drawn:
        yield _callout(words("not-drawn", command='pip install "kkrconsult[charts]"'), Tone.NOTED)


def _callout(text: str, tone: Tone) -> Callout:
    return Callout(lines=(line(text),), tone=tone)


def figures(report: Report, words: Words) -> tuple[KeyFigure, ...]:
    """The figures, four to six; what there is nothing of is left out where that says nothing."""
    return tuple(
        figure
        for figure in (
            _answers(report, words),
            _late(report, words),
            _handling(report, words),
            _points(report, words),
            _open(report, words),
            _themes(report, words),
        )
        if figure is not None
    )


def _answers(report: Report, words: Words) -> KeyFigure:
    found = report.participation
    by_status = found.by_status
    strangers = by_status.get(Status.UNSOLICITED.value, 0)
    if not found.consulted:
        return KeyFigure(number=str(strangers), label=words("figure.senders", n=strangers), anchor="who")
    missing, awaited = (by_status.get(status.value, 0) for status in (Status.MISSING, Status.NOT_YET_DUE))
    notes = [
        words.percent(found.answering, found.consulted),
        words("figure.missing", n=missing) if missing else "",
        words("figure.awaited", n=awaited) if awaited else "",
        words("figure.strangers", n=strangers) if strangers else "",
    ]
    return KeyFigure(
        number=str(found.answering),
        of=words("figure.of", total=found.consulted),
        label=words("figure.answered"),
        note=_joined(notes),
        anchor="who",
    )


def _late(report: Report, words: Words) -> KeyFigure | None:
    deadline = report.round.deadline
    if deadline is None and not report.round.extensions:
        return None
    late = sum(party.late is True for party in report.participation.parties)
    extended = sum(party.extended for party in report.participation.parties)
    notes = [
        words("figure.deadline", day=deadline.day.isoformat()) if deadline else "",
        words("figure.extended", n=extended) if extended else "",
    ]
    return KeyFigure(number=str(late), label=words("figure.late", n=late), note=_joined(notes), anchor="when")


def _handling(report: Report, words: Words) -> KeyFigure | None:
    answers = report.accepted
    if not answers:
        return None
    modes = [response.handling.mode if response.handling else None for response in answers]
    reserved = sum(response.reservation is not None for response in answers)
    unknown = modes.count(None)
    notes = [
        words("figure.unknown-handling", n=unknown) if unknown else "",
        words("figure.reserved", n=reserved) if reserved else "",
    ]
    return KeyFigure(
        number=words(
            "figure.against", n=modes.count(HandlingMode.POLITICAL), other=modes.count(HandlingMode.ADMINISTRATIVE)
        ),
        label=words("figure.handling"),
        note=_joined(notes),
        anchor="handling",
    )


def _points(report: Report, words: Words) -> KeyFigure:
    number, hidden = len(report.points), report.accounting.points - len(report.points)
    tracks = len(report.round.tracks)
    notes = [
        words("figure.tracks", n=tracks) if tracks else "",
        words("figure.hidden", n=hidden) if hidden > 0 and report.responses else "",
    ]
    return KeyFigure(number=str(number), label=words("figure.points", n=number), note=_joined(notes), anchor="points")


def _open(report: Report, words: Words) -> KeyFigure:
    total, waiting = len(report.points), len(open_points(report))
    note = words("figure.disposed", n=total - waiting, total=total) if total else ""
    return KeyFigure(number=str(waiting), label=words("figure.open", n=waiting), note=note, anchor="points")


def _themes(report: Report, words: Words) -> KeyFigure | None:
    number = len(report.themes)
    if not number and not report.round.new_themes:
        return None
    shared = sum(len(theme.participants) > 1 for theme in report.themes)
    note = words("figure.shared", n=shared) if shared else ""
    return KeyFigure(number=str(number), label=words("figure.themes", n=number), note=note, anchor="themes")


def _joined(notes: list[str]) -> str:
    return " · ".join(note for note in notes if note)
