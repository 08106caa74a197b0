"""The times of a round file, made into moments and deadlines.

Each of them is tried in its zone, so that none turns out later not to exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from kkrconsult.calendar_ import LocalTimeError, UnknownZone, resolve_local
from kkrconsult.config._file import ExtensionTable, RoundFile, RoundTable
from kkrconsult.config._times import LocalTime
from kkrconsult.errors import Path, Problem, bounded
from kkrconsult.model import Deadline, Extension

__all__ = ["Times", "read_times"]

_ANY_TIME = dt.datetime(2000, 1, 1, 12)  # noqa: DTZ001 - a local time on purpose


@attrs.frozen(kw_only=True)
class Times:
    """The times of a round."""

    opens: dt.datetime | None
    """When it opens, aware."""
    deadline: Deadline | None
    """Its deadline."""
    extensions: tuple[Extension, ...]
    """Its extensions, as many as the file has."""
    day: dt.date | None
    """The local day on which it opens, else the day of the deadline."""


def read_times(file: RoundFile, raw: object, problems: list[Problem]) -> Times:
    """Read the times of a file.

    Args:
        file: The file.
        raw: Its ``[round]`` as it stands there.
        problems: Where complaints go.
    """
    table = file.round
    zone = _zone(table.timezone, ("round", "timezone"), problems)
    own = table.deadline_timezone
    deadline_zone = zone if own is None else _zone(own, ("round", "deadline_timezone"), problems)
    opens = _try(table.opens.resolve, zone, ("round", "opens"), problems) if table.opens else None
    ends = _try(table.deadline.end, deadline_zone, ("round", "deadline"), problems) if table.deadline else None
    if opens is not None and ends is not None and ends <= opens:
        problems.append(
            Problem(
                message="is not after the time at which the round opens",
                path=("round", "deadline"),
                found=bounded(ends.isoformat()),
                allowed=f"after {opens.isoformat()}",
            )
        )
    if table.grace_minutes is not None and isinstance(raw, Mapping) and "deadline" not in raw:
        path = ("round", "grace_minutes")
        problems.append(Problem(message="means nothing without a deadline", path=path, found=str(table.grace_minutes)))
    return Times(
        opens=opens,
        deadline=_deadline(table.deadline, deadline_zone or table.timezone, table.grace_minutes)
        if table.deadline
        else None,
        extensions=tuple(
            _extension(item, index, table, deadline_zone, problems) for index, item in enumerate(file.extensions)
        ),
        day=_day(table, opens),
    )


def _extension(
    item: ExtensionTable, index: int, table: RoundTable, zone: str | None, problems: list[Problem]
) -> Extension:
    path: Path = ("extensions", index)
    if item.timezone is not None:
        zone = _zone(item.timezone, (*path, "timezone"), problems)
    _try(item.deadline.end, zone, (*path, "deadline"), problems)
    grace = table.grace_minutes if item.grace_minutes is None else item.grace_minutes
    return Extension(
        deadline=_deadline(item.deadline, zone or table.timezone, grace),
        participants=item.participants,
        granted_by=item.granted_by,
        granted_on=item.granted_on,
        reason=item.reason,
    )


def _deadline(local: LocalTime, zone: str, grace: int | None) -> Deadline:
    return Deadline(day=local.day, time=local.time, timezone=zone, grace_minutes=grace or 0)


def _zone(name: str, path: Path, problems: list[Problem]) -> str | None:
    """Give a zone's name back; None where there is none, which is said once and not for each time in it."""
    try:
        resolve_local(_ANY_TIME, name)
    except UnknownZone as error:
        problems.append(
            Problem(
                message="is not a time zone",
                path=path,
                found=bounded(name),
                allowed="IANA names such as Europe/Copenhagen",
                suggestion=f"Did you mean {error.suggestion!r}?" if error.suggestion else None,
            )
        )
        return None
    return name


def _try(
    resolve: Callable[[str], dt.datetime], zone: str | None, path: Path, problems: list[Problem]
) -> dt.datetime | None:
    if zone is None:
        return None
    try:
        return resolve(zone)
    except LocalTimeError as error:
        problems.append(Problem(message=str(error), path=path))
        return None


def _day(table: RoundTable, opens: dt.datetime | None) -> dt.date | None:
    if opens is not None:
        return opens.date()
    if table.opens is not None and isinstance(table.opens.at, LocalTime):
        return table.opens.at.day
    return table.deadline.day if table.deadline is not None else None
