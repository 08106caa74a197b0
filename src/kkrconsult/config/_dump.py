"""A `Round` to the text of a round file."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any

import attrs

from kkrconsult.calendar_ import LocalTimeError, resolve_local
from kkrconsult.config._file import SCHEMA
from kkrconsult.config._known import SECTIONS
from kkrconsult.config._times import LocalTime, in_zone
from kkrconsult.config._writer import write_toml
from kkrconsult.model import AssessmentRules, Deadline, Extension, LocalizedText, Round, ThemeDecision

__all__ = ["dump_plugins", "dump_round", "dump_themes"]

# The order of a file: first what stands outside of tables, then the tables in the order in which a round is
# told.
_SCALARS = (
    "id", "title", "region", "area", "opens", "deadline", "timezone", "organiser", "case_number", "contact",
    "background", "purpose", "draft", "concluded_on", "day_count", "new_themes",
    "track_candidate_from",
)  # fmt: skip
_LISTS = ("areas", "tracks", "materials", "milestones", "participants")


def dump_round(round_: Round) -> str:
    """Write a round as a round file without comments.

    What is as it is by default is left out; the number of the format settles what the defaults are. The
    parties are written out one by one, so that the file means the same whatever the packaged data come to
    say.

    Args:
        round_: The round.

    Returns:
        The text; `parse_round` makes an equal round of it, if the validators and the like that it names are
        there.

    Raises:
        DataError: The settings hold something that TOML has no form for.
    """
    data: dict[str, object] = {"schema": SCHEMA}
    if round_.unknowns:
        data["unknowns"] = _plain(round_.unknowns)
    data["round"] = _head(round_)
    for name in _LISTS:
        if getattr(round_, name):
            data[name] = _plain(getattr(round_, name))
    if round_.extensions:
        data["extensions"] = [_extension(extension, round_) for extension in round_.extensions]
    if round_.demands:
        data["demands"] = _plain(round_.demands)
    if round_.themes:
        data["themes"] = _plain(round_.themes)
    if round_.assessment != AssessmentRules():
        data["assessment"] = _plain(round_.assessment)
    if round_.outcome is not None:
        data["outcome"] = _plain(round_.outcome)
    if round_.sources:
        data["sources"] = _plain(round_.sources)
    for section in SECTIONS:
        tables = getattr(round_.settings, section)
        if tables:
            data[section] = tables
    return write_toml(data)


def dump_themes(decisions: Sequence[ThemeDecision]) -> str:
    """Write decisions on themes as they stand in a round file; nothing where there are none."""
    return write_toml({"themes": _plain(tuple(decisions))}) if decisions else ""


def dump_plugins(local: Sequence[str]) -> str:
    """Write the table that names a round file's own Python files; nothing where there are none."""
    return f"\n{write_toml({'plugins': {'local': list(local)}})}" if local else ""


def _head(round_: Round) -> dict[str, object]:
    defaults = {field.name: field.default for field in attrs.fields(Round)}
    head: dict[str, object] = {}
    for name in _SCALARS:
        value = getattr(round_, name)
        if value == defaults[name]:
            continue
        if name == "opens":
            head[name] = _opens(value, round_.timezone)
        elif name == "deadline":
            head[name] = _local(value)
            if value.grace_minutes:
                head["grace_minutes"] = value.grace_minutes
            if value.timezone != round_.timezone:
                head["deadline_timezone"] = value.timezone
        else:
            head[name] = _plain(value)
    return head


def _opens(moment: dt.datetime, zone: str) -> dt.datetime:
    """Local time, as people write it, where that says which moment is meant; else with its offset."""
    try:
        moment = in_zone(moment, zone)
        return resolve_local(moment.replace(tzinfo=None), zone).replace(tzinfo=None)
    except LocalTimeError:
        # TOML has no seconds in an offset, and the local mean times of old have them.
        whole = (moment.utcoffset() or dt.timedelta()) % dt.timedelta(minutes=1) == dt.timedelta()
        return moment if whole else moment.astimezone(dt.UTC)


def _local(deadline: Deadline) -> dt.date | dt.datetime:
    return LocalTime(day=deadline.day, time=deadline.time).__to_plain__()


def _extension(extension: Extension, round_: Round) -> dict[str, object]:
    deadline, usual = extension.deadline, round_.deadline
    written: dict[str, object] = {"deadline": _local(deadline)}
    if deadline.grace_minutes != (usual.grace_minutes if usual else 0):
        written["grace_minutes"] = deadline.grace_minutes
    if deadline.timezone != (usual.timezone if usual else round_.timezone):
        written["timezone"] = deadline.timezone
    return {**_plain(extension), **written}


def _plain(value: Any) -> Any:
    """Like `structure.encode`, but with TOML's own dates, and without what is as it is by default."""
    if isinstance(value, LocalizedText):
        texts = value.__to_plain__()
        return texts["da"] if texts.keys() == {"da"} else texts
    if isinstance(value, enum.Enum):
        return value.value
    if attrs.has(type(value)):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in attrs.fields(type(value))
            if getattr(value, field.name) != field.default
        }
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
