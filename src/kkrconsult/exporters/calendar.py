"""The dates of a round as an iCalendar file (RFC 5545), for Outlook and any other calendar (extra ``documents``)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import attrs

from kkrconsult.danish import join_names, sort_key
from kkrconsult.errors import MissingExtraError
from kkrconsult.model import LocalizedText, Milestone, Round
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report
from kkrconsult.texts import word, word_for
from kkrconsult.timeline import Event, EventKind, ReminderPlan, calendar_events, zone_of

__all__ = ["SPEC", "Options", "write"]


@attrs.frozen(kw_only=True)
class Options:
    """Which dates are in the calendar, and in which language."""

    language: str = "da"
    """Language of the titles."""
    reminders: bool = True
    """Whether the days on which parties are reminded are in it."""
    before: tuple[int, ...] = (14, 5)
    """Days before the deadline on which to remind."""
    after: tuple[int, ...] = (1,)
    """Days after the deadline on which to ask for what is missing."""


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write the calendar.

    Every event has an id made of the round and of what it is, so that a calendar takes a later version of the file for
    a change and not for more events.

    Raises:
        MissingExtraError: The library icalendar is not installed.
        DataError: A deadline or the zone of the round cannot be resolved, or the reminders are no plan.
    """
    try:
        import icalendar
    except ImportError:
        raise MissingExtraError("documents", "a calendar") from None
    round_, language = report.round, options.language
    plan = ReminderPlan(before=options.before, after=options.after) if options.reminders else None
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//kkrconsult//kkrconsult//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", round_.title.in_language(language))
    calendar.add("x-wr-timezone", round_.timezone)
    names = {party.id: party.name for party in round_.participants}
    milestones = {milestone.id: milestone for milestone in round_.milestones}
    seen: dict[str, int] = {}
    days: list[dt.date] = []
    for event in calendar_events(round_, plan):
        days.append(event.day)
        what = _what(event)
        seen[what] = seen.get(what, 0) + 1
        entry = icalendar.Event()
        entry.add("uid", _uid(round_.id, what, seen[what]))
        # When the question was asked: no clock is read, so that the same report gives the same file.
        entry.add("dtstamp", report.at.astimezone(dt.UTC).replace(microsecond=0))
        entry.add("summary", _title(event, round_, language))
        _add_times(entry, event, round_.timezone)
        milestone = milestones.get(event.milestone or "")
        said = "\n".join(_description(event, milestone, names, language))
        if said:
            entry.add("description", said)
        if milestone is not None and milestone.place:
            entry.add("location", milestone.place)
        entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
        # A deadline does not make anybody busy.
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    if days:
        # The clock changes around the round, and not those of seventy years.
        calendar.add_missing_timezones(
            first_date=dt.date(max(min(days).year - 1, 1970), 1, 1),
            last_date=dt.date(min(max(days).year + 1, 9999), 1, 1),
        )
    sink.write(calendar.to_ical())


def _what(event: Event) -> str:
    """What an event is, whenever it is: a date that is moved is still the same event."""
    if event.kind is EventKind.REMINDER and event.reminder is not None:
        return f"{event.kind.value}-{event.reminder.value}"
    if event.kind is EventKind.MILESTONE:
        return f"{event.kind.value}-{event.milestone}"
    return "-".join([event.kind.value, *event.participants])


def _uid(round_id: str, what: str, number: int) -> str:
    digest = hashlib.sha256(f"{round_id}\x1f{what}\x1f{number}".encode()).hexdigest()
    return f"{digest[:32]}@kkrconsult"


def _title(event: Event, round_: Round, language: str) -> str:
    named: LocalizedText | None = event.title
    if event.reminder is not None:
        what = word_for(event.reminder, language)
    else:
        what = named.in_language(language) if named else word_for(event.kind, language)
    what = what[:1].upper() + what[1:]
    # In a calendar with much else in it a deadline must say of what it is; a meeting has its own title.
    return what if event.kind is EventKind.MILESTONE else f"{what}: {round_.title.in_language(language)}"


def _add_times(entry: Any, event: Event, zone: str) -> None:
    if event.at is None:
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + dt.timedelta(days=1))
    else:
        entry.add("dtstart", event.at.astimezone(zone_of(zone)))


def _description(event: Event, milestone: Milestone | None, names: Mapping[str, str], language: str) -> Iterable[str]:
    if event.participants:
        parties = join_names(sorted((names.get(party, party) for party in event.participants), key=sort_key), language)
        yield word("calendar.only-for", language, names=parties)
    if milestone is not None and milestone.reason is not None:
        yield milestone.reason.in_language(language)


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="calendar",
    suffix=".ics",
    media_type="text/calendar",
    options=Options,
    write=write,
    summary={
        "da": "Høringens datoer som kalenderfil: åbning, påmindelser, frist, forlængelser og møder.",
        "en": "The dates of the round as a calendar file: opening, reminders, deadline, extensions and meetings.",
    },
)
"""The dates as an iCalendar file."""
