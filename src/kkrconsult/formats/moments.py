"""Moments and dates as people in Denmark write them: the day comes first, and the time is local."""

from __future__ import annotations

import datetime as dt
import re

import attrs

from kkrconsult.calendar_ import LocalTimeError, resolve_local
from kkrconsult.danish import parse_danish_date
from kkrconsult.errors import bounded

__all__ = ["Moment", "Unclear", "read_date", "read_moment"]

# "15. december 2020 kl. 9.05", "15-12-2020 09:05:30", "2020-12-15 9:05": a date, then a time with its own sign between
# the parts. A bare hour is one only where "kl." says so.
_DATE_AND_TIME = re.compile(
    r"(?P<date>.+?)(?:(?P<at>\s*,?\s*\bkl(?:okken)?\b\.?\s*)|,?\s+|(?<=\d)T(?=\d:))"
    r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?|(?(at)|(?!)))",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]")
_LONGEST = 80


@attrs.frozen
class Moment:
    """A moment that was read."""

    at: dt.datetime
    """The moment, aware."""
    day_only: bool = False
    """Whether only the day was written; the moment is then its first."""


@attrs.frozen
class Unclear:
    """A text that is no moment, or does not name one."""

    reason: str
    """What is the matter with it."""


def read_moment(written: str | dt.date, zone: str) -> Moment | Unclear:
    """Read a moment.

    Args:
        written: ISO 8601 with or without an offset, or the Danish way, such as ``15.12.2020 kl. 10.00``; or a date or
            date-time that a parser has already found. The month never comes first.
        zone: Name of the time zone that a time without an offset is local to.
    """
    value = _parse(written) if isinstance(written, str) else written
    if value is None:
        return Unclear(
            f"must be a date and time; found {bounded(written)}; allowed: 2020-12-15T10:00, 15.12.2020 kl. 10.00"
        )
    day_only = not isinstance(value, dt.datetime)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return Moment(value)
    local = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    try:
        return Moment(resolve_local(local, zone), day_only)
    except LocalTimeError as error:
        return Unclear(str(error))


def read_date(written: str) -> dt.date | None:
    """Read a date, ISO 8601 or the Danish way; None where it is none."""
    return parse_danish_date(written) if len(written) <= _LONGEST else None


def _parse(text: str) -> dt.date | dt.datetime | None:
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    day = read_date(text)
    if day is not None:
        return day
    try:
        # Python would take a bare "2020121509" for a moment too; whoever typed it probably meant a number.
        found = dt.datetime.fromisoformat(text) if _ISO.match(text) else None
    except ValueError:
        found = None
    return found or _danish(text)


def _danish(text: str) -> dt.datetime | None:
    match = _DATE_AND_TIME.fullmatch(text)
    day = read_date(match["date"]) if match else None
    if match is None or day is None:
        return None
    try:
        hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
        return dt.datetime.combine(day, dt.time(hour, minute, second))
    except ValueError:
        return None
