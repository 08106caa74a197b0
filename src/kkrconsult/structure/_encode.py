"""Write model objects as plain JSON data, losslessly."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.structure._cache import cached
from kkrconsult.structure._decode import tag_of

__all__ = ["encode", "json_dumps", "written_fields"]


@cached
def _plan(cls: type) -> tuple[tuple[str, str, Callable[[object], bool]], ...]:
    """What to write of a class: attribute, key, and which values are left out."""
    return tuple(
        (field.name, field.alias or field.name, _left_out(field.default)) for field in attrs.fields(cls) if field.init
    )


def _left_out(default: object) -> Callable[[object], bool]:
    # Only what reading puts back: where None is the default, an empty list is something else and is written.
    if default is None:
        return lambda value: value is None
    return _is_empty if _is_empty(default) else _never


def _never(_value: object) -> bool:
    return False


def _is_empty(value: object) -> bool:
    return isinstance(value, (tuple, Mapping)) and not value


def encode(value: Any) -> Any:
    """Turn a value into dicts, lists, texts, numbers, booleans and None.

    What is empty by default and empty now (None, no items) is left out; every other default is written, so
    that an archive keeps its meaning when a default changes.

    Raises:
        TypeError: The value holds something without a plain form.
    """
    kind = type(value)
    writer = _WRITERS.get(kind)
    if writer is not None:
        return writer(value)
    if hasattr(kind, "__to_plain__"):
        return value.__to_plain__()
    if attrs.has(kind):
        return _object(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"no plain form is known for {kind.__name__}")


def written_fields(value: Any) -> Iterator[tuple[str, Any]]:
    """What `encode` writes of an object: each key with the value that is not encoded yet, for large ones in pieces."""
    for name, key, left_out in _plan(type(value)):
        item = getattr(value, name)
        if not left_out(item):
            yield key, item


def _object(value: Any) -> dict[str, Any]:
    cls = type(value)
    tag = tag_of(cls)
    data: dict[str, Any] = {"type": tag} if tag else {}
    for name, key, left_out in _plan(cls):
        item = getattr(value, name)
        if not left_out(item):
            data[key] = encode(item)
    return data


_WRITERS: dict[type, Callable[[Any], Any]] = {
    str: lambda value: value,
    int: lambda value: value,
    float: lambda value: value,
    bool: lambda value: value,
    type(None): lambda value: value,
    dt.datetime: dt.datetime.isoformat,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: lambda value: int(value.total_seconds()),
}


def json_dumps(data: object, *, indent: int | None = None) -> str:
    """Write plain data as JSON: UTF-8 text, keys in the order of the data, the same text for the same data."""
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
