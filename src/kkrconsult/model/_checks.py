"""The checks by which impossible values cannot be built; each names the class, the field and the value."""

from __future__ import annotations

import datetime as dt
import re
from typing import NoReturn

import attrs

from kkrconsult.errors import DataError, Problem, bounded

__all__ = [
    "as_moment",
    "check_days",
    "check_id",
    "check_moment",
    "check_text",
    "check_tuple",
    "check_tuples",
    "fixed_moment",
    "plain_id",
    "refuse",
]

# Ids travel in file names, URLs, sheet cells and shells: no spaces, no separators, nothing that sorts
# strangely.
_ID = re.compile(r"[^\W_][\w.\-]*", re.UNICODE)
_LONGEST_ID = 120

plain_id = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,119}").fullmatch
"""Whether a text is an id in ASCII letters, as nearly all are. Of anything else, `check_id` finds out more slowly."""


def refuse(
    owner: object,
    field: str,
    message: str,
    value: object,
    allowed: str | None = None,
    suggestion: str | None = None,
) -> NoReturn:
    """Raise the `DataError` that says which field of which class got what, and perhaps what to write instead."""
    said = Problem(message=message, found=bounded(value), allowed=allowed, suggestion=suggestion)
    raise DataError(f"{type(owner).__name__}: {field} {said}", [attrs.evolve(said, path=(field,))])


def check_id(owner: object, field: str, value: object) -> None:
    """Refuse what cannot be an id: letters and digits first, then also ``. _ -``; at most 120 characters."""
    if not isinstance(value, str) or len(value) > _LONGEST_ID or not _ID.fullmatch(value):
        allowed = "letters, digits, '.', '_' and '-', beginning with a letter or digit"
        refuse(owner, field, "must be an id", value, allowed)


def check_text(owner: object, field: str, value: object) -> None:
    """Refuse what is not text, or only white space."""
    if not isinstance(value, str) or not value.strip():
        refuse(owner, field, "must be text that is not empty", value)


def check_moment(owner: object, field: str, value: object) -> None:
    """Refuse a date-time without a zone where a moment is meant."""
    if value is not None and (not isinstance(value, dt.datetime) or value.tzinfo is None):
        refuse(owner, field, "must be a moment: a date and time with a zone or offset", value)


def check_days(owner: object, field: str, value: object) -> None:
    """Refuse anything but a plain date, or None; a datetime is a date to Python, but not here."""
    if value is not None and type(value) is not dt.date:
        refuse(owner, field, "must be a date without a time", value)


def check_tuple(owner: object, field: str, value: object) -> None:
    """Refuse a list or another collection that could change behind a frozen object's back."""
    if type(value) is not tuple:
        refuse(owner, field, "must be a tuple", value)


def check_tuples(owner: object, *fields: str) -> None:
    """The same of several fields."""
    for field in fields:
        check_tuple(owner, field, getattr(owner, field))


def as_moment(value: dt.datetime | None) -> dt.datetime | None:
    """Give an aware moment a fixed offset; None stays None. See `fixed_moment`."""
    return None if value is None else fixed_moment(value)


def fixed_moment(value: dt.datetime) -> dt.datetime:
    """Give an aware moment a fixed offset.

    Two datetimes of different zones never compare equal when one stands in the hour that a clock change repeats
    (PEP 495); with fixed offsets, equality is equality of moments, and JSON keeps it.
    """
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        return value  # The class's own check says what is wrong with it.
    if type(value.tzinfo) is dt.timezone and not value.fold:
        return value  # As nearly all are that were read from text.
    offset = value.utcoffset()
    return value if offset is None else value.replace(tzinfo=dt.timezone(offset), fold=0)
