"""Danish holidays, working days, and the ways to count the days of a period."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import attrs
from dateutil.easter import easter

_LAST_PRAYER_DAY: Final = 2023
"""The last year in which store bededag was a public holiday.

Bill L 13 of 2022-23 (2nd session), passed in February 2023, did away with it from 2024 on:
https://www.ft.dk/samling/20222/lovforslag/L13/index.htm
"""

_DAY: Final = timedelta(days=1)


def _names(da: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"da": da, "en": en})


_HOLIDAY_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "new-years-day": _names("nytårsdag", "New Year's Day"),
    "maundy-thursday": _names("skærtorsdag", "Maundy Thursday"),
    "good-friday": _names("langfredag", "Good Friday"),
    "easter-sunday": _names("påskedag", "Easter Sunday"),
    "easter-monday": _names("2. påskedag", "Easter Monday"),
    "great-prayer-day": _names("store bededag", "Great Prayer Day"),
    "ascension-day": _names("Kristi himmelfartsdag", "Ascension Day"),
    "whit-sunday": _names("pinsedag", "Whit Sunday"),
    "whit-monday": _names("2. pinsedag", "Whit Monday"),
    "christmas-day": _names("juledag", "Christmas Day"),
    "second-christmas-day": _names("2. juledag", "Second Day of Christmas"),
    "constitution-day": _names("grundlovsdag", "Constitution Day"),
    "christmas-eve": _names("juleaftensdag", "Christmas Eve"),
    "new-years-eve": _names("nytårsaftensdag", "New Year's Eve"),
}

_PERIOD_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "easter-week": _names("påskeugen", "Easter week"),
    "july": _names("juli", "July"),
    "christmas-week": _names("juleugen", "Christmas week"),
}


@attrs.frozen(kw_only=True)
class Holiday:
    """One day off in Denmark."""

    date: date
    """The day."""
    id: str = attrs.field(validator=attrs.validators.in_(_HOLIDAY_NAMES))
    """Which day it is, as a stable English id, such as `"ascension-day"`."""
    statutory: bool = True
    """True for a public holiday; False for a day on which offices are closed by custom or agreement."""

    @property
    def names(self) -> Mapping[str, str]:
        """What the day is called, by language (`da`, `en`)."""
        return _HOLIDAY_NAMES[self.id]


@attrs.frozen(kw_only=True)
class HolidayPeriod:
    """A stretch of days in which many people are away, so that a consultation had better not lie there."""

    id: str = attrs.field(validator=attrs.validators.in_(_PERIOD_NAMES))
    """`"easter-week"`, `"july"` or `"christmas-week"`."""
    first: date
    """The first day of the period."""
    last: date
    """The last day of the period, which belongs to it."""

    @property
    def names(self) -> Mapping[str, str]:
        """What the period is called, by language (`da`, `en`)."""
        return _PERIOD_NAMES[self.id]


class DayCount(enum.Enum):
    """A way to count the days of a consultation period.

    Published consultation reports do not agree on one, so a count is only understood together with its
    convention.
    """

    INCLUSIVE = "inclusive"
    """Both the first and the last day count (as in the report on bill L 176 of 2024-25)."""
    EXCLUSIVE = "exclusive"
    """The day the consultation starts does not count (as in the report on bill L 116 of 2024-25)."""
    REGULATION_1182_71 = "regulation-1182-71"
    """The rule of Regulation (EEC, Euratom) No 1182/71, art. 3(1): the day of the event does not count.

    Between two given dates that is the same number as `EXCLUSIVE`; it is kept apart so that a report can name
    the rule it follows. That a period ending on a day off runs on to the next working day, art. 3(4), is for
    periods of a given length, and does not come in here. Source: http://data.europa.eu/eli/reg/1971/1182/oj
    """


@lru_cache(maxsize=256)
def danish_holidays(year: int) -> Mapping[date, Holiday]:
    """Return the public holidays of one year, in order of date.

    The days are those that bill L 13 of 2022-23 (see `_LAST_PRAYER_DAY`) § 7 lists by name for the law on
    retail closing, less grundlovsdag and juleaftensdag (shops close, but they are no public holidays), and
    store bededag up to and including 2023. The list is quoted in a minister's answer to Kirkeudvalget:
    https://ft.dk/samling/20222/almdel/kiu/spm/19/svar/1931096/2662590/index.htm
    Compared with an independent calendar for the years 1970-2100; not meant for earlier centuries.

    Args:
        year: A year of the Gregorian calendar, 1-9999.

    Returns:
        A read-only mapping from each date to its holiday.

    Raises:
        ValueError: The year is out of range.
    """
    sunday = easter(year)
    days = {
        "new-years-day": date(year, 1, 1),
        "maundy-thursday": sunday - 3 * _DAY,
        "good-friday": sunday - 2 * _DAY,
        "easter-sunday": sunday,
        "easter-monday": sunday + _DAY,
        "great-prayer-day": sunday + 26 * _DAY,
        "ascension-day": sunday + 39 * _DAY,
        "whit-sunday": sunday + 49 * _DAY,
        "whit-monday": sunday + 50 * _DAY,
        "christmas-day": date(year, 12, 25),
        "second-christmas-day": date(year, 12, 26),
    }
    if year > _LAST_PRAYER_DAY:
        del days["great-prayer-day"]
    return MappingProxyType({day: Holiday(date=day, id=id_) for id_, day in days.items()})


@lru_cache(maxsize=256)
def customary_days_off(year: int) -> Mapping[date, Holiday]:
    """Return the days on which municipal offices are usually closed though they are no public holidays.

    One of them may fall on a public holiday too (Constitution Day was Whit Sunday in 2022).

    Args:
        year: A year of the Gregorian calendar, 1-9999.

    Returns:
        A read-only mapping from each date to its day off, in order of date; none of them is `statutory`.

    Raises:
        ValueError: The year is out of range.
    """
    days = {
        "constitution-day": date(year, 6, 5),
        "christmas-eve": date(year, 12, 24),
        "new-years-eve": date(year, 12, 31),
    }
    return MappingProxyType({day: Holiday(date=day, id=id_, statutory=False) for id_, day in days.items()})


@lru_cache(maxsize=256)
def _days_off(year: int, customary: bool) -> frozenset[date]:
    """Return the days off of a year that are not Saturdays or Sundays."""
    days = {*danish_holidays(year), *(customary_days_off(year) if customary else ())}
    return frozenset(day for day in days if day.weekday() < 5)


def plain_date(day: date) -> date:
    """Return a date alone: a datetime passes as a date but never equals one, so that a lookup would miss."""
    return day.date() if isinstance(day, datetime) else day


def is_working_day(day: date, *, customary: bool = False) -> bool:
    """Tell whether a day is a working day: not a Saturday, a Sunday or a public holiday.

    Args:
        day: The day; of a datetime, its own local date counts.
        customary: Whether the customary days off (see `customary_days_off`) are days off as well.

    Returns:
        True for a working day.
    """
    day = plain_date(day)
    return day.weekday() < 5 and day not in _days_off(day.year, customary)


def next_working_day(day: date, *, customary: bool = False) -> date:
    """Return the first working day after a day, never the day itself.

    Args:
        day: Where to start.
        customary: Whether the customary days off are days off as well.

    Returns:
        The nearest later working day.
    """
    return add_working_days(day, 1, customary=customary)


def previous_working_day(day: date, *, customary: bool = False) -> date:
    """Return the last working day before a day, never the day itself.

    Args:
        day: Where to start.
        customary: Whether the customary days off are days off as well.

    Returns:
        The nearest earlier working day.
    """
    return add_working_days(day, -1, customary=customary)


def add_working_days(day: date, n: int, *, customary: bool = False) -> date:
    """Go a number of working days forward or back.

    Args:
        day: Where to start. It is not counted, whether or not it is a working day.
        n: How many working days to go; a negative number goes back, and 0 gives the day itself.
        customary: Whether the customary days off are days off as well.

    Returns:
        The n-th working day after (before) the day. When n is positive, `working_days_between` the two is n.

    Raises:
        OverflowError: The result would lie outside the years 1-9999.
    """
    day = plain_date(day)
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, customary=customary)
    return day


def working_days_between(start: date, end: date, *, customary: bool = False) -> int:
    """Count the working days after `start` up to and including `end`.

    `start` is not counted and `end` is (if it is a working day), as Regulation 1182/71 counts a period from
    an event: from 7 December 2023 to 11 January 2024 there are 22.

    Args:
        start: The day from which to count; it is not counted itself.
        end: The last day that may be counted.
        customary: Whether the customary days off are days off as well.

    Returns:
        The number of working days; if `end` lies before `start`, minus the number that the two give the other
        way round. Counts add up: a to b plus b to c is a to c, in any order.
    """
    start, end = plain_date(start), plain_date(end)
    if end < start:
        return -working_days_between(end, start, customary=customary)
    off = sum(start < day <= end for year in range(start.year, end.year + 1) for day in _days_off(year, customary))
    return _weekdays_until(end) - _weekdays_until(start) - off


def _weekdays_until(day: date) -> int:
    """Count the Mondays to Fridays from 1 January of the year 1 (a Monday) to a day, both included."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)


def count_days(first: date, last: date, convention: DayCount) -> int:
    """Count the days of a period by a stated convention.

    Args:
        first: The day on which the period starts (the material was sent).
        last: The day on which it ends (the deadline).
        convention: How to count.

    Returns:
        The number of days; at least 1 for `DayCount.INCLUSIVE`, at least 0 otherwise.

    Raises:
        ValueError: The period ends before it starts.
    """
    first, last = _in_order(first, last)
    return (last - first).days + (convention is DayCount.INCLUSIVE)


def in_holiday_period(first: date, last: date) -> tuple[HolidayPeriod, ...]:
    """Find the holiday periods that a period touches.

    Ministries are advised to keep consultations out of holiday periods, or to give more time
    (https://lovkvalitet.dk, section 9.1.2). The advice draws no limits, so these are this library's: Easter
    week from Palm Sunday to Easter Monday, the whole of July, and 24-31 December.

    Args:
        first: The first day of the period.
        last: The last day of the period, which belongs to it.

    Returns:
        Each holiday period that has a day in common with the period, in order of time; often none.

    Raises:
        ValueError: The period ends before it starts.
    """
    first, last = _in_order(first, last)
    touched = []
    for year in range(first.year, last.year + 1):
        sunday = easter(year)
        for id_, begins, ends in (
            ("easter-week", sunday - 7 * _DAY, sunday + _DAY),
            ("july", date(year, 7, 1), date(year, 7, 31)),
            ("christmas-week", date(year, 12, 24), date(year, 12, 31)),
        ):
            if begins <= last and first <= ends:
                touched.append(HolidayPeriod(id=id_, first=begins, last=ends))
    return tuple(touched)


def _in_order(first: date, last: date) -> tuple[date, date]:
    first, last = plain_date(first), plain_date(last)
    if last < first:
        raise ValueError(f"the period ends on {last} before it starts on {first}; swap or correct the dates")
    return first, last
