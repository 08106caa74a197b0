"""Decoders of single values: texts, numbers, dates and times."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

from kkrconsult.structure._faults import fail

__all__ = ["SCALARS", "number", "text"]


def _expect(kind: type, name: str) -> Callable[[Any], Any]:
    def read(data: object) -> object:
        if type(data) is kind:
            return data
        raise fail(f"must be {name}", data)

    return read


def number(data: object) -> float:
    if type(data) in (int, float) and math.isfinite(data):  # type: ignore[arg-type]
        return float(data)  # type: ignore[arg-type]
    raise fail("must be a number", data)


def text(data: object) -> str:
    if type(data) is str:
        # A lone surrogate cannot be written to any file; catching it here names the place.
        if not data.isascii():
            try:
                # To UTF-16, which has none for it either, and takes a fraction of the time.
                data.encode("utf-16")
            except UnicodeEncodeError:
                raise fail("must be text that can be written as UTF-8", data) from None
        return data
    raise fail("must be text", data)


def _date(data: object) -> dt.date:
    if type(data) is dt.date:
        return data
    if isinstance(data, str):
        try:
            if len(data) == len("2020-12-15"):
                return dt.date.fromisoformat(data)
        except ValueError:
            pass
    raise fail("must be a date", data, "a date such as 2020-12-15")


def _datetime(data: object) -> dt.datetime:
    if isinstance(data, dt.datetime):
        return data
    if isinstance(data, str) and len(data) > len("2020-12-15"):
        try:
            return dt.datetime.fromisoformat(data)
        except ValueError:
            pass
    raise fail("must be a date and time", data, "a moment such as 2020-12-15T10:00:00+01:00")


def _time(data: object) -> dt.time:
    if isinstance(data, dt.time):
        return data
    if isinstance(data, str):
        try:
            return dt.time.fromisoformat(data)
        except ValueError:
            pass
    raise fail("must be a time of day", data, "a time such as 10:00:00")


def _duration(data: object) -> dt.timedelta:
    if isinstance(data, dt.timedelta):
        return data
    if type(data) is int:
        return dt.timedelta(seconds=data)
    raise fail("must be a whole number of seconds", data)


SCALARS: dict[Any, Callable[[Any], Any]] = {
    str: text,
    bool: _expect(bool, "true or false"),
    int: _expect(int, "a whole number"),
    float: number,
    type(None): _expect(type(None), "null"),
    dt.date: _date,
    dt.datetime: _datetime,
    dt.time: _time,
    dt.timedelta: _duration,
}
