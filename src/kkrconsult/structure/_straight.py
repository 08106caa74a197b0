"""JSON text to objects with nothing but the standard library, where all is as it should be.

What is unusual is left to `json_loads` and `decode`, which alone say what is wrong. They look at every value once more
than this does: at the pairs of every object, for keys that stand twice, and at the fields of every class one by one.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar, Union

import attrs

from kkrconsult.errors import DataError
from kkrconsult.structure._cache import cached
from kkrconsult.structure._decode import hints_of, tag_of
from kkrconsult.structure._faults import Fault
from kkrconsult.structure._frozen import FrozenMap
from kkrconsult.structure._json import no_constant
from kkrconsult.structure._making import Kind, Make, each, made, maker, nothing_lost, table
from kkrconsult.structure._scalars import SCALARS, text

__all__ = ["straight_decoder"]

T = TypeVar("T")

_UNSURE = (AttributeError, Fault, DataError, KeyError, TypeError, ValueError, RecursionError)
_UNSET = object()


@cached
def straight_decoder(tp: type[T]) -> Callable[[bytes], T | None]:
    """How JSON text is read into a type in one go.

    Args:
        tp: An attrs class that holds texts, numbers, booleans, days, moments, enums, and tuples, mappings and tagged
            unions of such; or such a tuple.

    Returns:
        A function that gives the object, or None for a text that has to be read by `json_loads` and `decode` instead,
        be it that something is wrong with it or that it is unusual.

    Raises:
        TypeError: It holds something that this way knows nothing of.
    """
    make = made(_kind(tp))
    scan = json.JSONDecoder(parse_constant=no_constant).raw_decode

    def read(line: bytes) -> T | None:
        taken = [0]
        try:
            written = line.decode()
            data, end = scan(written)
            found: T = make(data, taken)
        except _UNSURE:
            return None
        whole = end == len(written) or written[end:] in ("\n", "\r\n")
        return found if whole and nothing_lost(line, taken[0]) else None

    return read


def _class(cls: Any, tag: str | None = None) -> Make:
    if not attrs.has(cls) or hasattr(cls, "__from_plain__") or tag_of(cls) != tag:
        raise TypeError(f"this way knows nothing of {cls!r}")
    hints = hints_of(cls)
    kinds = {field.name: _kind(hints[field.name]) for field in attrs.fields(cls)}
    # A key that nobody knows is passed over, and shows in that it was not taken.
    return maker(cls, kinds, "get({key}, unset)", _UNSET, setup="get = given.get", fixed=0 if tag is None else 2)


def _is(kind: type) -> str:
    return f"if type(x) is not {kind.__name__}: raise TypeError"


# A lone surrogate, which cannot be written to any file, has no UTF-16 either, and that is found out sooner.
_TEXT = Kind(before=(_is(str), "x.isascii() or x.encode('utf-16')"), texts=1)


def _kind(tp: Any) -> Kind:
    """What becomes of what JSON has for a type."""
    if tp is str:
        return _TEXT
    if tp in (bool, int):
        return Kind(before=(_is(tp),))
    if tp in (float, dt.date, dt.datetime):
        return Kind(value="{use}(x)", use=SCALARS[tp], texts=0 if tp is float else 1)
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    if origin in (Union, types.UnionType):
        return _union(args)
    if origin is tuple and args[1:] == (Ellipsis,):
        return each(_kind(args[0]), _is(list))
    if origin is FrozenMap and args[0] is str:
        return table(_kind(args[1]), _frozen, _is(dict))
    if isinstance(tp, type) and issubclass(tp, enum.Enum) and all(type(member.value) is str for member in tp):
        return Kind(value="{use}[x]", use={member.value: member for member in tp}, texts=1)
    return Kind(value="{use}(x, taken)", use=_class(tp))


def _frozen(values: dict[str, Any]) -> FrozenMap[str, Any]:
    for key in values:
        text(key)
    return FrozenMap(values)


def _union(args: tuple[Any, ...]) -> Kind:
    members = [arg for arg in args if arg is not type(None)]
    if len(members) == 1:
        return attrs.evolve(_kind(members[0]), nullable=True)
    if not all(isinstance(member, type) and tag_of(member) for member in members) or len(members) < len(args):
        raise TypeError(f"this way knows nothing of {args!r}")
    makers = {tag_of(member): _class(member, tag_of(member)) for member in members}
    return Kind(value="{use}[x['type']](x, taken)", use=makers)
