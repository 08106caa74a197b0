"""Where a round stands at a moment, and how long it lasts."""

from __future__ import annotations

import datetime as dt
import enum
import zoneinfo

import attrs

from kkrconsult.calendar_ import (
    DayCount,
    UnknownZone,
    count_days,
    is_working_day,
    resolve_local,
    working_days_between,
)
from kkrconsult.errors import DataError, Problem
from kkrconsult.model import Round
from kkrconsult.structure import FrozenMap
from kkrconsult.timeline._deadlines import last_cutoff

__all__ = ["Period", "Phase", "local_date", "period", "phase", "zone_of"]


class Phase(enum.Enum):
    """Where a round stands, in the order in which it goes through them."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"


@attrs.frozen(kw_only=True)
class Period:
    """The consultation period (høringsperiode), from the day it opens to the day of the deadline."""

    first: dt.date
    """The day on which the round opens, in the round's zone."""
    last: dt.date
    """The day of the deadline."""
    days: int
    """Number of days by the convention."""
    working_days: int
    """Number of working days by the same convention."""
    convention: DayCount
    """How the days are counted; a number of days means nothing without it."""

    @property
    def params(self) -> FrozenMap[str, object]:
        """The same as plain data, for texts."""
        return FrozenMap(
            {
                "first": self.first.isoformat(),
                "last": self.last.isoformat(),
                "days": self.days,
                "working_days": self.working_days,
                "convention": self.convention.value,
            }
        )


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name.

    Raises:
        DataError: There is none.
    """
    try:
        zone = resolve_local(dt.datetime(2000, 1, 1), name).tzinfo  # noqa: DTZ001 - it is given the zone
    except UnknownZone as error:
        raise DataError("this time zone is unknown:", [Problem(message=str(error), path=("timezone",))]) from None
    assert isinstance(zone, zoneinfo.ZoneInfo)  # noqa: S101 - what resolve_local promises
    return zone


def local_date(round_: Round, moment: dt.datetime) -> dt.date:
    """The day on which a moment falls, in the round's zone.

    Raises:
        DataError: The round's zone is unknown.
    """
    return moment.astimezone(zone_of(round_.timezone)).date()


def phase(round_: Round, at: dt.datetime) -> Phase:
    """Where a round stands at a moment.

    A draft stays one until it no longer says so. A round is concluded from the beginning of the day on which
    the council concluded it, scheduled before it opens, and closed only when the last deadline of all has
    passed, with every extension and with grace. Where no source tells the deadline, it stays open until it
    is concluded.

    Args:
        round_: The round.
        at: The moment, aware.

    Returns:
        The phase. As time goes on it never goes back.

    Raises:
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    if round_.draft:
        return Phase.DRAFT
    if round_.concluded_on is not None and local_date(round_, at) >= round_.concluded_on:
        return Phase.CONCLUDED
    if round_.opens is not None and at < round_.opens:
        return Phase.SCHEDULED
    last = last_cutoff(round_)
    return Phase.OPEN if last is None or last.admits(at) else Phase.CLOSED


def period(round_: Round) -> Period | None:
    """The consultation period of a round, counted by the round's own convention.

    It ends with the round's own deadline: extensions are told beside it, since published reports do so too.

    Returns:
        The period; None where the opening or the deadline is unknown, or the deadline lies before the
        opening.

    Raises:
        DataError: The zone of the round is unknown.
    """
    if round_.opens is None or round_.deadline is None:
        return None
    first, last = local_date(round_, round_.opens), round_.deadline.day
    if last < first:
        return None
    convention = round_.day_count
    working = working_days_between(first, last)
    if convention is DayCount.INCLUSIVE:
        working += is_working_day(first)
    return Period(
        first=first,
        last=last,
        days=count_days(first, last, convention),
        working_days=working,
        convention=convention,
    )
