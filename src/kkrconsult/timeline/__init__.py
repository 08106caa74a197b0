"""The timeline of a round: deadlines, extensions, phases, reminders, and what looks wrong about them.

Everything is a function of the round and of a moment that the caller gives; there is no "now" in here.
Moments are aware and have a fixed offset (see `kkrconsult.model.as_moment`), so that they compare as moments
do.
"""

from __future__ import annotations

from kkrconsult.timeline._deadlines import (
    Cutoff,
    Cutoffs,
    cutoff,
    deadline_moment,
    effective_deadline,
    is_extended,
    is_in_time,
    last_cutoff,
)
from kkrconsult.timeline._events import Event, EventKind, calendar_events
from kkrconsult.timeline._period import Period, Phase, local_date, period, phase, zone_of
from kkrconsult.timeline._reminders import Reminder, ReminderKind, ReminderPlan, planned_reminders, reminders
from kkrconsult.timeline._warnings import TimelineWarning, WarningKind, warnings

__all__ = [
    "Cutoff",
    "Cutoffs",
    "Event",
    "EventKind",
    "Period",
    "Phase",
    "Reminder",
    "ReminderKind",
    "ReminderPlan",
    "TimelineWarning",
    "WarningKind",
    "calendar_events",
    "cutoff",
    "deadline_moment",
    "effective_deadline",
    "is_extended",
    "is_in_time",
    "last_cutoff",
    "local_date",
    "period",
    "phase",
    "planned_reminders",
    "reminders",
    "warnings",
    "zone_of",
]
