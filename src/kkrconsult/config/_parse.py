"""A round file's text to a `Round`, with everything that is wrong in it said at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from kkrconsult.calendar_ import LocalTimeError, UnknownZone, resolve_local
from kkrconsult.config._file import SCHEMA, ExtensionTable, ParticipantsTable, RoundFile, RoundTable
from kkrconsult.config._known import SECTIONS, Known
from kkrconsult.config._lines import key_positions, locate
from kkrconsult.config._local import local_problems
from kkrconsult.config._participants import check_area, resolve_participants
from kkrconsult.config._salvage import MISSING, UNKNOWN_KEY, Salvage, without_echoes
from kkrconsult.config._settings import check_settings, plain_settings
from kkrconsult.config._text import load_toml
from kkrconsult.config._times import LocalTime
from kkrconsult.errors import ConfigError, DataError, Path, Problem, bounded
from kkrconsult.model import Deadline, Extension, Participant, Round, Settings
from kkrconsult.structure import did_you_mean

__all__ = ["parse_round"]

_TOP = tuple(field.name for field in attrs.fields(RoundFile))
_ROUND = tuple(field.name for field in attrs.fields(RoundTable))
# Where the references of a round lead: an id that could not be read there may be the one that is meant.
_LEADS_TO: Mapping[object, frozenset[str]] = {
    "extensions": frozenset({"participants"}),
    "materials": frozenset({"tracks"}),
    "milestones": frozenset({"milestones", "materials"}),
    "area": frozenset({"areas"}),
}


def parse_round(
    text: str, *, known: Known, file: str | None = None, allow_local_plugins: bool = False
) -> Round:
    """Read a round file.

    Args:
        text: The TOML text.
        known: The validators, exporters, readers and groupers that the file may name.
        file: Name of the file; for messages.
        allow_local_plugins: Whether the file may name Python files of its own to be run.

    Returns:
        The round.

    Raises:
        ConfigError: The file cannot be used. Every problem is in it, in the order of the file, with key path and line.
    """
    text = text.removeprefix("\ufeff")
    data = load_toml(text)
    if isinstance(data, Problem):
        raise _error([data], file)
    wrong_schema = _check_schema(data)
    if wrong_schema is not None and isinstance(data.get("schema"), int) and data["schema"] > SCHEMA:
        raise _error([_placed(wrong_schema, text)], file)  # What else is new in it cannot be judged.
    reading = _Reading(data, known, allow_local_plugins=allow_local_plugins)
    problems = [*reading.problems] if wrong_schema is None else [wrong_schema, *reading.problems]
    if problems or reading.round is None:
        placed = [_placed(_at_home(problem), text) for problem in without_echoes(problems)]
        raise _error(sorted(placed, key=lambda problem: problem.line or 0), file)
    return reading.round


def _check_schema(data: Mapping[str, object]) -> Problem | None:
    """Without its number, a later version could not tell what a file means; so it is asked for from the start."""
    found = data.get("schema")
    if type(found) is int and found == SCHEMA:
        return None
    path: Path = ("schema",)
    if found is None:
        return Problem(message=MISSING, path=path, suggestion=f"Write schema = {SCHEMA} as the first line of the file.")
    if type(found) is int and found > SCHEMA:
        suggestion = "The file is for a newer kkrconsult: upgrade, or use the file with the version it was made for."
        return Problem(
            message="is not known to this version", path=path, found=str(found), allowed=str(SCHEMA), suggestion=suggestion
        )
    return Problem(message="is not a version of the format", path=path, found=bounded(found), allowed=str(SCHEMA))


class _Reading:
    """One round file on its way to a round: each step takes what the one before could make out."""

    def __init__(self, data: Mapping[str, object], known: Known, *, allow_local_plugins: bool) -> None:
        self._data = data
        self._known = known
        self._salvage = Salvage()
        self._file = self._salvage.read(RoundFile, {**data, "schema": SCHEMA})
        self.problems = self._salvage.problems
        self._zone_problems: dict[str, UnknownZone] = {}
        table = self._file.round
        self._deadline_zone = table.deadline_timezone or table.timezone
        opens, deadline, extensions = self._times(table)
        self.problems += check_area(table.region, ("round", "region"))
        participants = self._participants(table)
        self._check_demands()
        for section in SECTIONS:
            self.problems += check_settings(section, getattr(self._file, section), known)
        self.problems += local_problems(self._file.plugins.local, allowed=allow_local_plugins)
        self.round = self._round(opens, deadline, extensions, participants)

    def _times(self, table: RoundTable) -> tuple[dt.datetime | None, Deadline | None, tuple[Extension, ...]]:
        opens = self._resolve(lambda: table.opens.resolve(table.timezone) if table.opens else None, ("round", "opens"))
        ends = self._resolve(
            lambda: table.deadline.end(self._deadline_zone) if table.deadline else None, ("round", "deadline")
        )
        # An unknown zone is named once, where it stands, and not for every time that is read in it.
        for key in ("timezone", "deadline_timezone"):
            self._check_zone(getattr(table, key), ("round", key))
        if opens is not None and ends is not None and ends <= opens:
            message = "is not after the time at which the round opens"
            self.problems.append(Problem(message=message, path=("round", "deadline"), found=_shown(table.deadline)))
        raw = self._data.get("round")
        if table.grace_minutes is not None and isinstance(raw, Mapping) and "deadline" not in raw:
            message = "means nothing without a deadline"
            self.problems.append(Problem(message=message, path=("round", "grace_minutes"), found=str(table.grace_minutes)))
        deadline = None
        if table.deadline is not None:
            deadline = self._deadline(table.deadline, self._deadline_zone, table.grace_minutes or 0)
        extensions = tuple(self._extension(item, index) for index, item in enumerate(self._file.extensions))
        return opens, deadline, extensions

    def _extension(self, item: ExtensionTable, index: int) -> Extension:
        zone = item.timezone or self._deadline_zone
        self._resolve(lambda: item.deadline.end(zone), ("extensions", index, "deadline"))
        self._check_zone(item.timezone, ("extensions", index, "timezone"))
        grace = item.grace_minutes if item.grace_minutes is not None else self._file.round.grace_minutes or 0
        return Extension(
            deadline=self._deadline(item.deadline, zone, grace),
            participants=item.participants,
            granted_by=item.granted_by,
            granted_on=item.granted_on,
            reason=item.reason,
        )
