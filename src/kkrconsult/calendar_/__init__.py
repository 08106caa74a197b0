"""Danish holidays, working days, day counts, and local time made into moments.

Everything here is a pure function of its arguments: there is no "now", and the time zone database is
treated as data. It imports nothing else of kkrconsult, so every layer may use it.

Example:
    >>> from datetime import date
    >>> count_days(date(2024, 12, 12), date(2025, 1, 15), DayCount.INCLUSIVE)
    35
    >>> is_working_day(date(2026, 5, 14))  # Ascension Day
    False
    >>> end_of_day(date(2020, 12, 15), "Europe/Copenhagen").isoformat()
    '2020-12-16T00:00:00+01:00'
"""

from __future__ import annotations

from kkrconsult.calendar_._days import (
    DayCount,
    Holiday,
    HolidayPeriod,
    add_working_days,
    count_days,
    customary_days_off,
    danish_holidays,
    in_holiday_period,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_between,
)
from kkrconsult.calendar_._zones import (
    AmbiguousTime,
    LocalTimeError,
    NonexistentTime,
    TimeOutOfRange,
    UnknownZone,
    end_of_day,
    resolve_local,
)

__all__ = [
    "AmbiguousTime",
    "DayCount",
    "Holiday",
    "HolidayPeriod",
    "LocalTimeError",
    "NonexistentTime",
    "TimeOutOfRange",
    "UnknownZone",
    "add_working_days",
    "count_days",
    "customary_days_off",
    "danish_holidays",
    "end_of_day",
    "in_holiday_period",
    "is_working_day",
    "next_working_day",
    "previous_working_day",
    "resolve_local",
    "working_days_between",
]
