"""Who is to be reminded, when, and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator

import attrs

from kkrconsult.calendar_ import (
    AmbiguousTime,
    NonexistentTime,
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
    resolve_local,
)
from kkrconsult.danish import sort_key
from kkrconsult.model import Participation, Round, Status, check_tuple, fixed_moment, refuse
from kkrconsult.timeline._deadlines import Cutoff, Cutoffs
from kkrconsult.timeline._period import local_date

__all__ = ["Planned", "Reminder", "ReminderKind", "ReminderPlan", "planned_reminders", "reminders"]

_MOST_DAYS = 366


class ReminderKind(enum.Enum):
    """When a reminder comes, seen from the deadline."""

    BEFORE = "before"
    ON_THE_DAY = "on-the-day"
    AFTER = "after"


@attrs.frozen(kw_only=True)
class ReminderPlan:
    """When parties that have not answered are reminded, seen from the deadline of each of them."""

    before: tuple[int, ...] = (14, 5)
    """Days before the deadline on which to remind."""
    on_the_day: bool = False
    """Whether to remind on the day of the deadline too."""
    after: tuple[int, ...] = (1,)
    """Days after the deadline on which to ask for the answer."""
    every: int = 0
    """Days between further reminders after the last of these; 0 for none."""
    times: int = 0
    """How many of these further reminders there are."""
    working_days: bool = False
    """Whether days are working days rather than days of the calendar."""
    at: dt.time = dt.time(9)
    """Local time at which reminders are sent."""

    def __attrs_post_init__(self) -> None:
        for field in ("before", "after"):
            value = getattr(self, field)
            check_tuple(self, field, value)
            if not all(type(days) is int and 1 <= days <= _MOST_DAYS for days in value):
                refuse(self, field, f"must be numbers of days from 1 to {_MOST_DAYS}", value)
        for field in ("every", "times"):
            value = getattr(self, field)
            if type(value) is not int or not 0 <= value <= _MOST_DAYS:
                refuse(self, field, f"must be a whole number from 0 to {_MOST_DAYS}", value)
        at: object = self.at
        if not isinstance(at, dt.time) or at.tzinfo is not None:
            refuse(self, "at", "must be a local time without an offset", at)


@attrs.frozen(kw_only=True)
class Planned:
    """A reminder as the plan has it, whoever gets it."""

    kind: ReminderKind
    """Before the deadline, on its day, or after it."""
    at: dt.datetime = attrs.field(converter=fixed_moment)
    """The moment at which to send it, on a working day."""
    due: dt.datetime = attrs.field(converter=fixed_moment)
    """The moment at which the deadline ends, without grace."""
    days: int
    """Days of the calendar from the day of the reminder to the day of the deadline; negative after it."""
    planned_on: dt.date
    """The day that the plan names; it differs from the day of the reminder where it is no working day."""


@attrs.frozen(kw_only=True)
class Reminder:
    """One reminder to one party."""

    participant: str
    """Id of the party."""
    name: str
    """Its name."""
    planned: Planned
    """When, and why then."""
    email: str | None = None
    """Where to send it, as far as the round knows."""
    extended: bool = False
    """Whether the party has a later deadline than the round's."""

    @property
    def at(self) -> dt.datetime:
        """The moment at which to send it."""
        return self.planned.at

    @property
    def kind(self) -> ReminderKind:
        """Before the deadline, on its day, or after it."""
        return self.planned.kind


def _named_days(plan: ReminderPlan, day: dt.date) -> Iterator[tuple[ReminderKind, dt.date]]:
    """The days that the plan names, seen from the day of a deadline."""

    def away(days: int) -> dt.date:
        return add_working_days(day, days, customary=True) if plan.working_days else day + dt.timedelta(days=days)

    for days in plan.before:
        yield ReminderKind.BEFORE, away(-days)
    if plan.on_the_day:
        yield ReminderKind.ON_THE_DAY, day
    for days in plan.after:
        yield ReminderKind.AFTER, away(days)
    if plan.every and plan.times:
        last = max(plan.after, default=0)
        if plan.working_days:
            for turn in range(1, plan.times + 1):
                yield ReminderKind.AFTER, away(last + turn * plan.every)
        else:
            from dateutil.rrule import DAILY, rrule  # needed only by a plan that goes on

            start = dt.datetime.combine(away(last + plan.every), dt.time())
            for moment in rrule(DAILY, interval=plan.every, count=plan.times, dtstart=start):
                yield ReminderKind.AFTER, moment.date()


def _local(day: dt.date, time: dt.time, timezone: str) -> dt.datetime:
    """A local time as a moment; in the hour of a clock change the nearest, which will do for a letter."""
    try:
        return resolve_local(dt.datetime.combine(day, time), timezone)
    except NonexistentTime as gap:
        return gap.gap_end
    except AmbiguousTime as twice:
        return twice.earlier


def planned_reminders(round_: Round, plan: ReminderPlan, cutoff: Cutoff) -> tuple[Planned, ...]:
    """The reminders of a plan for one deadline, whoever has answered.

    A reminder falls on a working day: one before the deadline or on its day moves to the working day before,
    one after it to the working day after. Days on which offices are closed by custom, such as 24 December, are
    no working days here. What should come before the deadline never comes when it has passed. None is sent
    before the round opens, or once it is concluded; and where two fall on the same moment, one is sent.

    Args:
        round_: The round.
        plan: When to remind.
        cutoff: The deadline.

    Returns:
        The reminders in order of time.

    Raises:
        DataError: The zone of the round is unknown.
    """
    deadline = cutoff.deadline
    found: dict[dt.datetime, Planned] = {}
    for kind, named in _named_days(plan, deadline.day):
        day = named
        if kind is ReminderKind.AFTER:
            if not is_working_day(day, customary=True):
                day = next_working_day(day, customary=True)
        else:
            if not is_working_day(day, customary=True):
                day = previous_working_day(day, customary=True)
            if not cutoff.ends > _local(day, plan.at, deadline.timezone):
                day = previous_working_day(day, customary=True)
        planned = Planned(
            kind=kind,
            at=_local(day, plan.at, deadline.timezone),
            due=cutoff.ends,
            days=(deadline.day - day).days,
            planned_on=named,
        )
        opened = round_.opens is None or planned.at >= round_.opens
        concluded = round_.concluded_on is not None and local_date(round_, planned.at) >= round_.concluded_on
        if opened and not concluded:
            before = found.get(planned.at)
            # Of two that fall together, the one that did not have to move is the one that was meant.
            if before is None or abs(before.planned_on - day) > abs(named - day):
                found[planned.at] = planned
    return tuple(found[at] for at in sorted(found))


def reminders(
    round_: Round, participation: Participation, at: dt.datetime, plan: ReminderPlan = ReminderPlan()
) -> tuple[Reminder, ...]:
    """The reminders that are still to be sent at a moment, to parties that have not answered.

    Only consulted parties are reminded. One that answered, declined or withdrew its answer is not reminded,
    nor one whose answer was rejected: it has heard from the secretariat. Each party is reminded of its own
    deadline.

    Args:
        round_: The round.
        participation: Who has answered, as of the same moment.
        at: The moment, aware; reminders due before it are left out, as they were sent or are too late.
        plan: When to remind.

    Returns:
        The reminders in order of time, then in Danish alphabetical order of names.

    Raises:
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    if round_.draft:
        return ()
    silent = {
        entry.participant
        for entry in participation.parties
        if entry.consulted and entry.status in (Status.NOT_YET_DUE, Status.MISSING)
    }
    cutoffs = Cutoffs(round_)
    # Many parties share a deadline; days are counted once for each.
    known: dict[Cutoff, tuple[Planned, ...]] = {}
    found = []
    for party in round_.participants:
        own = cutoffs.of(party.id)
        if own is None or party.id not in silent:
            continue
        if own not in known:
            known[own] = planned_reminders(round_, plan, own)
        found += [
            Reminder(
                participant=party.id,
                name=party.name,
                planned=planned,
                email=party.contact.email if party.contact else None,
                extended=cutoffs.extended(party.id),
            )
            for planned in known[own]
            if planned.at >= at
        ]
    return tuple(sorted(found, key=lambda item: (item.at, sort_key(item.name), item.participant)))
