"""JSON text straight to objects, where msgspec (the extra ``fast``) is installed: in about three quarters of the time.

For each class there is a twin that msgspec decodes into, with the same fields and types; objects are made of twins by
the classes themselves, so that every check of theirs is made. What the fast way is not sure of it leaves to the slow
one, which alone says what is wrong. The fast way has nothing to explain, and has no errors of its own.

One thing that the slow way refuses msgspec does not see: a key that stands twice. It shows in the number of quotation
marks: those of a line are those of the keys and texts that were taken from it, or there was something else in it.
"""

from __future__ import annotations

import datetime as dt
import enum
import operator
import re
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
from kkrconsult.structure._scalars import SCALARS

__all__ = ["fast_decoder"]

T = TypeVar("T")

# What is made of what a twin holds. The list has one number, to which is added how many texts and keys there were.
_Maker = Callable[[Any, list[int]], Any]


@cached
def fast_decoder(tp: type[T]) -> Callable[[bytes], T | None] | None:
    """How JSON text is read into a type the fast way.

    Args:
        tp: An attrs class that holds texts, numbers, booleans, days, moments, enums, and tuples, mappings and tagged
            unions of such; or such a tuple.

    Returns:
        A function that gives the object, or None for a text that has to be read by `json_loads` and `decode` instead,
        be it that something is wrong with it or that it is unusual. None where msgspec is not installed.

    Raises:
        TypeError: It holds something that the fast way knows nothing of.
    """
    try:
        import msgspec
    except ModuleNotFoundError:
        return None
    twin, make = _kind(tp)
    assert make is not None  # noqa: S101 - who reads a number alone needs no fast way
    read_twin = msgspec.json.Decoder(twin).decode
    escapes = re.compile(rb'\\["\\]').findall
    unsure = (msgspec.MsgspecError, Fault, DataError, TypeError, ValueError, RecursionError)

    def read(text: bytes) -> T | None:
        escaped = escapes(text)
        if b"\\\\" in escaped:
            # Whether a quotation mark behind it ends a text is not worth finding out.
            return None
        taken = [0]
        try:
            made: T = make(read_twin(text), taken)
        except unsure:
            return None
        return made if text.count(b'"') - len(escaped) == 2 * taken[0] else None

    return read


def _class(cls: Any) -> tuple[Any, _Maker]:
    """The twin of a class, and what makes an object of it."""
    import msgspec

    if not attrs.has(cls) or hasattr(cls, "__from_plain__"):
        raise TypeError(f"the fast way knows nothing of {cls!r}")
    hints, unset = hints_of(cls), msgspec.UNSET
    fields = [field for field in attrs.fields(cls) if field.init]
    kinds = [_kind(hints[field.name]) for field in fields]
    required = [field.default is attrs.NOTHING for field in fields]
    tag = tag_of(cls)
    twin = msgspec.defstruct(
        f"{cls.__name__}Twin",
        [
            (field.name, kind[0]) if needed else (field.name, kind[0] | msgspec.UnsetType, unset)
            for field, kind, needed in zip(fields, kinds, required, strict=True)
        ],
        rename={field.name: field.alias or field.name for field in fields},
        tag_field=None if tag is None else "type",
        tag=tag,
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,
    )
    names = [field.alias or field.name for field in fields]
    makers = [kind[1] for kind in kinds]
    # Of one name alone it would give no tuple.
    values_of = operator.attrgetter(*(field.name for field in fields), "__class__")
    fixed = 0 if tag is None else 2

    def make(given: Any, taken: list[int]) -> Any:
        values: dict[str, Any] = {}
        quoted = fixed
        for name, maker, value in zip(names, makers, values_of(given), strict=False):
            if value is unset:
                continue
            if maker is None:
                quoted += 2 if type(value) is str else 1
                values[name] = value
            else:
                quoted += 1
                values[name] = None if value is None else maker(value, taken)
        taken[0] += quoted
        return cls(**values)

    return twin, make


def _kind(tp: Any) -> tuple[Any, _Maker | None]:
    """As what msgspec reads a type, and what is made of that; None where nothing has to be."""
    if tp in (str, bool, int, float):
        return tp, None
    if tp is dt.date:
        return dt.date, _one
    if tp is dt.datetime:
        # Not as a moment: msgspec takes other forms than Python does, and rounds what Python cuts.
        return str, _moment
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    if origin in (Union, types.UnionType):
        return _union(args)
    if origin is tuple and args[1:] == (Ellipsis,):
        return _tuple(args[0])
    if origin is FrozenMap and args[0] is str:
        return _mapping(args[1])
    if isinstance(tp, type) and issubclass(tp, enum.Enum) and all(type(member.value) is str for member in tp):
        return tp, _one
    return _class(tp)


def _one(value: Any, taken: list[int]) -> Any:
    taken[0] += 1
    return value


def _moment(value: Any, taken: list[int]) -> Any:
    taken[0] += 1
    return SCALARS[dt.datetime](value)


def _tuple(item: Any) -> tuple[Any, _Maker]:
    inner, make = _kind(item)

    def made(values: Any, taken: list[int]) -> Any:
        if make is None:
            if item is str:
                taken[0] += len(values)
            return values
        return tuple([make(value, taken) for value in values])

    return tuple[inner, ...], made  # type: ignore[valid-type]


def _mapping(item: Any) -> tuple[Any, _Maker]:
    inner, make = _kind(item)

    def made(values: Any, taken: list[int]) -> Any:
        taken[0] += len(values)
        if make is None:
            if item is str:
                taken[0] += len(values)
            return FrozenMap(values)
        return FrozenMap({key: make(value, taken) for key, value in values.items()})

    return dict[str, inner], made  # type: ignore[valid-type]


def _union(args: tuple[Any, ...]) -> tuple[Any, _Maker | None]:
    members = [arg for arg in args if arg is not type(None)]
    if len(members) == 1:
        inner, make = _kind(members[0])
        return inner | None, make
    if not all(isinstance(member, type) and tag_of(member) for member in members) or len(members) < len(args):
        raise TypeError(f"the fast way knows nothing of {args!r}")
    kinds = [_class(member) for member in members]
    makers = dict(kinds)

    def made(value: Any, taken: list[int]) -> Any:
        return makers[type(value)](value, taken)

    return Union[tuple(twin for twin, _ in kinds)], made  # noqa: UP007 - made at run time
