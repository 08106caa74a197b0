"""Local time in a zone, made into moments; the time zone database is treated as data."""

from __future__ import annotations

import zoneinfo
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kkrconsult.calendar_._days import plain_date

_OTHER_NAMES: Final = dict.fromkeys(("cest", "danmark", "denmark", "københavn"), "Europe/Copenhagen")
"""What people in Denmark may call their zone, though the database does not."""


class LocalTimeError(ValueError):
    """A local time, together with its zone, does not name one moment."""


class UnknownZone(LocalTimeError):  # noqa: N818
    """There is no time zone of that name; `suggestion`, if any, is one that may have been meant."""

    def __init__(self, zone: str, suggestion: str | None = None) -> None:
        super().__init__(zone, suggestion)
        self.zone = zone
        self.suggestion = suggestion

    def __str__(self) -> str:
        if self.suggestion is None:
            hint = "write one such as 'Europe/Copenhagen'; if it is right, is the tzdata package installed?"
        else:
            hint = f"did you mean {self.suggestion!r}?"
        # The name is a user's text, so only so much of it is shown.
        return f"no time zone is named {self.zone[:60]!r}; {hint}"


class NonexistentTime(LocalTimeError):  # noqa: N818
    """The clock skips this local time: it falls in the gap when summer time begins.

    `gap_end` is the first moment after the gap, aware, in the zone.
    """

    def __init__(self, naive: datetime, zone: str, gap_end: datetime) -> None:
        super().__init__(naive, zone, gap_end)
        self.naive = naive
        self.zone = zone
        self.gap_end = gap_end

    def __str__(self) -> str:
        return (
            f"{self.naive.isoformat()} does not exist in {self.zone}: the clock is put forward past it, to "
            f"{self.gap_end.isoformat()}; choose that time or another"
        )


class AmbiguousTime(LocalTimeError):  # noqa: N818
    """The clock shows this local time twice: it falls in the hour repeated when summer time ends.

    `earlier` and `later` are the two moments that it may mean, aware, in the zone.
    """

    def __init__(self, naive: datetime, zone: str, earlier: datetime, later: datetime) -> None:
        super().__init__(naive, zone, earlier, later)
        self.naive = naive
        self.zone = zone
        self.earlier = earlier
        self.later = later

    def __str__(self) -> str:
        return (
            f"{self.naive.isoformat()} comes twice in {self.zone}, where the clock is put back: "
            f"{self.earlier.isoformat()} and {self.later.isoformat()}; choose another time or one of these"
        )


class TimeOutOfRange(LocalTimeError):  # noqa: N818
    """The moment lies before the year 1 or after the year 9999."""


def resolve_local(naive: datetime, zone: str) -> datetime:
    """Make a local time in a zone into a moment.

    Args:
        naive: The local time, without a time zone of its own.
        zone: A name of the IANA time zone database, such as `"Europe/Copenhagen"`.

    Returns:
        The same local time, aware, in that zone. Convert moments to UTC before comparing them: Python takes
        two times of one zone for what the clock shows, which is wrong across a clock change.

    Raises:
        UnknownZone: No zone has that name.
        NonexistentTime: The clock skips the local time there.
        AmbiguousTime: The clock shows the local time twice there.
        TimeOutOfRange: The moment cannot be expressed in UTC (in the first or last hours of the calendar).
        ValueError: The time is aware already.
    """
    if naive.tzinfo is not None:
        raise ValueError(f"{naive.isoformat()} has a time zone already; give a local time without one")
    tz = _zone(zone)
    one, other = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    try:
        # Where the clock changes, the two readings are different moments: in a repeated hour in the order of
        # fold, in a gap the other way round (PEP 495).
        first, second = one.astimezone(UTC), other.astimezone(UTC)
    except OverflowError:
        raise TimeOutOfRange(f"{naive.isoformat()} in {zone} lies outside the years 1-9999") from None
    if first < second:
        raise AmbiguousTime(naive, zone, one, other)
    if second < first:
        raise NonexistentTime(naive, zone, _end_of_gap(naive, tz, second, first))
    return one


def end_of_day(day: date, zone: str) -> datetime:
    """Return the moment at which a day is over: the first moment that belongs to the next one.

    The bound is exclusive. An answer is in time on the last day if it came before this moment.

    Args:
        day: The local day.
        zone: A name of the IANA time zone database.

    Returns:
        Midnight, aware, in that zone. Where the clock is put forward over midnight, it is the end of the gap;
        where it is put back over midnight, the midnight after which the day does not come again.

    Raises:
        UnknownZone: No zone has that name.
        TimeOutOfRange: The next day lies outside the calendar.
    """
    day = plain_date(day)
    try:
        midnight = datetime.combine(day + timedelta(days=1), time())
    except OverflowError:
        raise TimeOutOfRange(f"the day after {day} lies outside the years 1-9999") from None
    try:
        return resolve_local(midnight, zone)
    except NonexistentTime as gap:
        return gap.gap_end
    except AmbiguousTime as twice:
        # Put back from 01:00 to 00:00, the next day starts over; from 00:01 to 23:01, this one goes on.
        just_before = (twice.later.astimezone(UTC) - timedelta.resolution).astimezone(twice.later.tzinfo)
        return twice.later if just_before.date() == day else twice.earlier


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # Not only the first: what is no path in the database, or a folder there, fails as a path would.
        raise UnknownZone(name, _suggest_zone(name)) from None


def _suggest_zone(name: str) -> str | None:
    """Find the zone most like a name, by its whole name or by its city."""
    import difflib  # needed for a misspelt name only

    zones = sorted(zoneinfo.available_timezones())
    wholes = {zone.casefold(): zone for zone in zones} | _OTHER_NAMES
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones} | _OTHER_NAMES
    whole = name[:60].casefold().replace(" ", "_")
    city = whole.rpartition("/")[2]
    # Stricter than difflib's default, by which Europe/København would be most like Europe/Kiev.
    for wanted, known in ((whole, wholes), (city, cities)):
        for match in difflib.get_close_matches(wanted, known, 1, cutoff=0.8):
            return known[match]
    return None


def _end_of_gap(naive: datetime, tz: zoneinfo.ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Find the first moment after the gap that a time falls in; the clock changes between low and high."""
    low = low.replace(microsecond=0)  # clocks change on whole seconds

    def changed(second: int) -> bool:
        local = (low + timedelta(seconds=second)).astimezone(tz)
        return local.replace(tzinfo=None) > naive

    seconds = range(int((high - low).total_seconds()) + 1)
    return (low + timedelta(seconds=bisect_left(seconds, True, key=changed))).astimezone(tz)
