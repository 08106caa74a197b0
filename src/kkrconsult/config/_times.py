"""Times as a round file has them: local to the round's zone, with or without a time of day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NoReturn

import attrs

from kkrconsult.calendar_ import TimeOutOfRange, end_of_day, resolve_local
from kkrconsult.errors import DataError, Problem, bounded

__all__ = ["LocalTime", "Start", "in_zone"]

_LOCAL = r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?"
_OFFSET = r"([Zz]|[+-]\d{2}:\d{2})"
_DAY = len("2020-12-15")


@attrs.frozen(kw_only=True)
class LocalTime:
    """A day, perhaps with a time, without a zone of its own."""

    day: dt.date
    """The day."""
    time: dt.time | None = None
    """The local time of day; None for the whole day."""

    @classmethod
    def __from_plain__(cls, data: object) -> LocalTime:
        found = _read(data)
        if found is None:
            _refuse("must be a local date and time, or a date", data, "such as 2020-12-15T10:00:00 or 2020-12-15")
        if isinstance(found, dt.datetime):
            if found.tzinfo is not None:
                _refuse(
                    "must be local time, without an offset",
                    data,
                    f"such as {found.replace(tzinfo=None).isoformat()}",
                )
            return cls(day=found.date(), time=found.time())
        return cls(day=found)

    def __to_plain__(self) -> dt.date | dt.datetime:
        return self.day if self.time is None else dt.datetime.combine(self.day, self.time)

    @classmethod
    def __plain_schema__(cls) -> dict[str, Any]:
        return {
            "description": "Local date and time such as 2020-12-15T10:00:00, or a date for the whole day.",
            "type": "string",
            "pattern": f"^{_LOCAL}$",
        }

    def start(self, zone: str) -> dt.datetime:
        """The moment, or the first one of the day; `LocalTimeError` where the clock has none, or two."""
        return resolve_local(dt.datetime.combine(self.day, self.time or dt.time()), zone)

    def end(self, zone: str) -> dt.datetime:
        """The moment, or the end of the day; `LocalTimeError` where the clock has none, or two."""
        return end_of_day(self.day, zone) if self.time is None else self.start(zone)


@attrs.frozen(kw_only=True)
class Start:
    """When a round opens."""

    at: LocalTime | dt.datetime
    """Local time, or a moment with its offset."""

    @classmethod
    def __from_plain__(cls, data: object) -> Start:
        found = _read(data)
        if isinstance(found, dt.datetime) and found.tzinfo is not None:
            return cls(at=found)
        return cls(at=LocalTime.__from_plain__(data))

    @classmethod
    def __plain_schema__(cls) -> dict[str, Any]:
        return {
            "description": "Local date and time such as 2020-10-01T08:00:00, also with an offset, or a date.",
            "type": "string",
            "anyOf": [{"pattern": f"^{_LOCAL}$"}, {"pattern": f"^{_LOCAL}{_OFFSET}$"}],
        }

    def resolve(self, zone: str) -> dt.datetime:
        """The moment, in the zone. Raises `LocalTimeError` where the clock has no such local time, or two."""
        if isinstance(self.at, LocalTime):
            return self.at.start(zone)
        return in_zone(self.at, zone)


def in_zone(moment: dt.datetime, zone: str) -> dt.datetime:
    """The same moment in a zone; `LocalTimeError` where there is no such zone, or the calendar ends before."""
    any_time = resolve_local(dt.datetime(2000, 1, 1, 12), zone)  # noqa: DTZ001 - a local time on purpose
    try:
        return moment.astimezone(any_time.tzinfo)
    except OverflowError:
        raise TimeOutOfRange(f"{moment.isoformat()} lies outside the years 1-9999") from None


def _read(data: object) -> dt.date | dt.datetime | None:
    if isinstance(data, dt.date):
        return data
    if isinstance(data, str) and re.fullmatch(f"{_LOCAL}{_OFFSET}?", data, re.ASCII):
        try:
            return dt.date.fromisoformat(data) if len(data) == _DAY else dt.datetime.fromisoformat(data.upper())
        except ValueError:
            return None
    return None


def _refuse(message: str, data: object, allowed: str) -> NoReturn:
    found = data.isoformat() if isinstance(data, (dt.date, dt.time)) else bounded(data)
    raise DataError(message, [Problem(message=message, found=found, allowed=allowed)])
