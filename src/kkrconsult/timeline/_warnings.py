"""What looks wrong about the times of a round, as plain facts, of which a validator can make findings."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping

import attrs

from kkrconsult.calendar_ import danish_holidays, in_holiday_period, is_working_day
from kkrconsult.danish import weekday_name, written_languages
from kkrconsult.model import Round
from kkrconsult.structure import FrozenMap, freeze
from kkrconsult.timeline._deadlines import Cutoffs, cutoff
from kkrconsult.timeline._period import period

__all__ = ["TimelineWarning", "WarningKind", "warnings"]

SHORTEST = dt.timedelta(weeks=4)
"""Ministries are advised to give four weeks or more (https://lovkvalitet.dk, section 9.1.2)."""


class WarningKind(enum.Enum):
    """What may be wrong about the times of a round."""

    NO_DEADLINE = "no-deadline"
    BEFORE_OPENING = "before-opening"
    NON_WORKING_DAY = "non-working-day"
    SHORT_PERIOD = "short-period"
    HOLIDAY_PERIOD = "holiday-period"
    EXTENSION_EARLIER = "extension-earlier"


def _params(value: Mapping[str, object]) -> FrozenMap[str, object]:
    return FrozenMap({key: freeze(item) for key, item in value.items()})


@attrs.frozen(kw_only=True)
class TimelineWarning:
    """One thing that may be wrong; a person judges."""

    kind: WarningKind
    """What it is."""
    params: FrozenMap[str, object] = attrs.field(default=FrozenMap(), converter=_params)
    """The facts as plain data: days and moments as ISO 8601 texts, names of days and periods by language."""
    participants: tuple[str, ...] = ()
    """Ids of the parties that it concerns; none where it concerns all."""


def _reason(day: dt.date) -> Mapping[str, str]:
    """Why a day is no working day: the holiday's name, or else the weekday's."""
    holiday = danish_holidays(day.year).get(day)
    return (
        dict(holiday.names) if holiday else {language: weekday_name(day, language) for language in written_languages()}
    )


def _day_off(day: dt.date, participants: tuple[str, ...] = ()) -> Iterator[TimelineWarning]:
    if not is_working_day(day):
        params = {"day": day.isoformat(), "reason": _reason(day)}
        yield TimelineWarning(kind=WarningKind.NON_WORKING_DAY, params=params, participants=participants)


def _of_the_period(first: dt.date, last: dt.date) -> Iterator[TimelineWarning]:
    if last - first < SHORTEST:
        # From the day after the opening, whatever the round's convention: only so are four weeks 28 days.
        params = {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "days": (last - first).days,
            "least": SHORTEST.days,
        }
        yield TimelineWarning(kind=WarningKind.SHORT_PERIOD, params=params)
    for touched in in_holiday_period(first, last):
        params = {
            "period": dict(touched.names),
            "first": touched.first.isoformat(),
            "last": touched.last.isoformat(),
        }
        yield TimelineWarning(kind=WarningKind.HOLIDAY_PERIOD, params=params)


def warnings(round_: Round) -> tuple[TimelineWarning, ...]:
    """Say what may be wrong about the times of a round.

    A round without a deadline; a deadline before the opening; a deadline, or an extension's, on a day that
    is no working day; a period of less than four weeks, or one that touches a holiday period; an extension
    to a moment that is not later than the deadline (it then changes nothing). None of this is forbidden.

    Returns:
        The warnings: of the round first, then of its extensions in their order.

    Raises:
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    return tuple(_warnings(round_))


def _warnings(round_: Round) -> Iterator[TimelineWarning]:
    original = Cutoffs(round_).original
    if original is None:
        yield TimelineWarning(kind=WarningKind.NO_DEADLINE)
    else:
        last = original.deadline.day
        yield from _day_off(last)
        if round_.opens is not None:
            if round_.opens >= original.ends:
                params = {"opens": round_.opens.isoformat(), "deadline": original.ends.isoformat()}
                yield TimelineWarning(kind=WarningKind.BEFORE_OPENING, params=params)
            elif (span := period(round_)) is not None:
                yield from _of_the_period(span.first, span.last)
    for extension in round_.extensions:
        found = cutoff(extension.deadline)
        yield from _day_off(extension.deadline.day, extension.participants)
        if original is not None and found.order <= original.order:
            params = {"extension": found.ends.isoformat(), "deadline": original.ends.isoformat()}
            yield TimelineWarning(
                kind=WarningKind.EXTENSION_EARLIER, params=params, participants=extension.participants
            )
