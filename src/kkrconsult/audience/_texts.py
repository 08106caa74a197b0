"""Every text in a model object, wherever it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

__all__ = ["texts_in"]

_LONG_NUMBER = 9_999_999


def texts_in(value: Any) -> Iterator[str]:
    """Every text in an object of the model, keys of mappings included.

    What may look like somebody's number is there too: dates, moments, numbers of eight digits and more.
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, (tuple, list)):
            waiting += reversed(one)
        elif isinstance(one, Mapping):
            waiting += [part for pair in one.items() for part in pair]
        elif isinstance(one, (dt.date, dt.time)):
            yield one.isoformat()
        elif isinstance(one, int):
            if one > _LONG_NUMBER:
                yield str(one)
        elif attrs.has(type(one)):
            waiting += [getattr(one, field.name) for field in attrs.fields(type(one))]
