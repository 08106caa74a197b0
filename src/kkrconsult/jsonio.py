"""Lossless JSON for every model class: ``from_json(type(x), to_json(x)) == x``."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from kkrconsult.structure import decode, encode, json_dumps, json_loads

__all__ = ["from_json", "to_json"]

T = TypeVar("T")


def to_json(obj: object, *, indent: int | None = None) -> str:
    """Write a model object as JSON text.

    Args:
        obj: An instance of any class that `kkrconsult` exports as model, finding or report.
        indent: Spaces a level; None for one line, as JSON Lines wants it.

    Returns:
        The text. The same object gives the same text.
    """
    return json_dumps(encode(obj), indent=indent)


@overload
def from_json(cls: type[T], data: str | bytes | dict[str, Any] | list[Any]) -> T: ...


@overload
def from_json(cls: object, data: str | bytes | dict[str, Any] | list[Any]) -> Any: ...


def from_json(cls: Any, data: str | bytes | dict[str, Any] | list[Any]) -> Any:
    """Read a model object from JSON.

    Args:
        cls: The class, or a union such as `Point`.
        data: JSON text, its UTF-8 bytes, or what a JSON parser made of it.

    Returns:
        The object.

    Raises:
        DataError: Not JSON, or not this class; carries every problem with its path.
    """
    plain = json_loads(data) if isinstance(data, (str, bytes, bytearray)) else data
    return decode(cls, plain)
