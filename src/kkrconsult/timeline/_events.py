"""The dated events of a round in one list, for people and calendars."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator

import attrs

from kkrconsult.model import LocalizedText, MilestoneKind, MilestoneStatus, Round, as_moment
from kkrconsult.timeline._deadlines import Cutoffs, cutoff
from kkrconsult.timeline._period import local_date, zone_of
from kkrconsult.timeline._reminders import ReminderKind, ReminderPlan, planned_reminders

__all__ = ["Event", "EventKind", "calendar_events"]


class EventKind(enum.Enum):
    """What an event is; on the same day they stand in this order."""

    MILESTONE = "milestone"
    OPENS = "opens"
    REMINDER = "reminder"
    DEADLINE = "deadline"
    EXTENSION = "extension"
    CONCLUDED = "concluded"


@attrs.frozen(kw_only=True)
class Event:
    """Something that happens on a day, or at a moment, in the life of a round."""

    kind: EventKind
    """What it is."""
    day: dt.date
    """The day, in the round's zone."""
    at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """The moment; None where the whole day is meant."""
    title: LocalizedText | None = None
    """What it is called, where the round says so."""
    milestone: str | None = None
    """Id of the milestone."""
    milestone_kind: MilestoneKind | None = None
    """What kind of milestone it is."""
    participants: tuple[str, ...] = ()
    """Ids of the parties that it concerns; none where it concerns all."""
    reminder: ReminderKind | None = None
    """What kind of reminder it is."""
    cancelled: bool = False
    """Whether it was cancelled."""


_SAME = {MilestoneKind.OPENS: EventKind.OPENS, MilestoneKind.DEADLINE: EventKind.DEADLINE}
_ORDER = list(EventKind)


def calendar_events(round_: Round, plan: ReminderPlan | None = None) -> tuple[Event, ...]:
    """The dated events of a round: opening, reminders, deadline, extensions, milestones, conclusion.

    A milestone that says no more than that the round opens, or that the deadline is then, lends its title to
    that event and does not stand beside it. A milestone whose day is unknown is no event.

    Args:
        round_: The round.
        plan: When parties are reminded of the general deadline; None for no reminders.

    Returns:
        The events in order of time; on one day those without a time first.

    Raises:
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    events = list(_own_events(round_, plan))
    standing = {(event.kind, event.day): index for index, event in enumerate(events)}
    for milestone in round_.milestones:
        if milestone.on is None:
            continue
        cancelled = milestone.status is MilestoneStatus.CANCELLED
        same = standing.get((_SAME.get(milestone.kind, EventKind.MILESTONE), milestone.on))
        if same is not None and not cancelled:
            events[same] = attrs.evolve(
                events[same],
                title=milestone.title,
                milestone=milestone.id,
                milestone_kind=milestone.kind,
            )
        else:
            events.append(
                Event(
                    kind=EventKind.MILESTONE,
                    day=milestone.on,
                    title=milestone.title,
                    milestone=milestone.id,
                    milestone_kind=milestone.kind,
                    cancelled=cancelled,
                )
            )
    return tuple(sorted(events, key=_order))


def _order(event: Event) -> tuple[object, ...]:
    moment = (event.at is not None, event.at.timestamp() if event.at else 0.0)
    return event.day, moment, _ORDER.index(event.kind), event.milestone or "", event.participants


def _own_events(round_: Round, plan: ReminderPlan | None) -> Iterator[Event]:
    if round_.opens is not None:
        opens = round_.opens.astimezone(zone_of(round_.timezone))
        yield Event(kind=EventKind.OPENS, day=opens.date(), at=opens)
    cutoffs = Cutoffs(round_)
    if cutoffs.original is not None:
        deadline = cutoffs.original.deadline
        ends = None if deadline.time is None else cutoffs.original.ends
        yield Event(kind=EventKind.DEADLINE, day=deadline.day, at=ends)
    for extension in round_.extensions:
        ends = None if extension.deadline.time is None else cutoff(extension.deadline).ends
        yield Event(kind=EventKind.EXTENSION, day=extension.deadline.day, at=ends, participants=extension.participants)
    if plan is not None and cutoffs.general is not None:
        for planned in planned_reminders(round_, plan, cutoffs.general):
            day = local_date(round_, planned.at)
            yield Event(kind=EventKind.REMINDER, day=day, at=planned.at, reminder=planned.kind)
    if round_.concluded_on is not None:
        yield Event(kind=EventKind.CONCLUDED, day=round_.concluded_on)
