"""JSON text straight to objects, where msgspec (the extra ``fast``) is installed.

For each class there is a twin that msgspec decodes into, with the same fields and types; objects are made of twins with
every check that the classes have. What the fast way is not sure of it leaves to the slow one, which alone says what is
wrong. The fast way has nothing to explain, and has no errors of its own.

One thing that the slow way refuses msgspec does not see: a key that stands twice. It shows in the number of quotation
marks: those of a line are those of the keys and texts that were taken from it, or there was something else in it.
"""

from __future__ import annotations

import datetime as dt
import enum
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
from kkrconsult.structure._making import Kind, Make, each, made, maker, nothing_lost, table
from kkrconsult.structure._scalars import SCALARS

__all__ = ["fast_decoder"]

T = TypeVar("T")


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
    twin, kind = _kind(tp)
    make, read_twin = made(kind), msgspec.json.Decoder(twin).decode
    unsure = (msgspec.MsgspecError, Fault, DataError, TypeError, ValueError, RecursionError)

    def read(text: bytes) -> T | None:
        taken = [0]
        try:
            found: T = make(read_twin(text), taken)
        except unsure:
            return None
        return found if nothing_lost(text, taken[0]) else None

    return read


def _class(cls: Any, tag: str | None = None) -> tuple[Any, Make]:
    """The twin of a class, and what makes an object of it."""
    import msgspec

    if not attrs.has(cls) or hasattr(cls, "__from_plain__") or tag_of(cls) != tag:
        raise TypeError(f"the fast way knows nothing of {cls!r}")
    hints, unset = hints_of(cls), msgspec.UNSET
    fields = attrs.fields(cls)
    kinds = {field.name: _kind(hints[field.name]) for field in fields}
    twin = msgspec.defstruct(
        f"{cls.__name__}Twin",
        [
            (field.name, kinds[field.name][0])
            if field.default is attrs.NOTHING
            else (field.name, kinds[field.name][0] | msgspec.UnsetType, unset)
            for field in fields
        ],
        rename={field.name: field.alias or field.name for field in fields},
        tag_field=None if tag is None else "type",
        tag=tag,
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,
    )
    made_of = {name: kind for name, (_, kind) in kinds.items()}
    return twin, maker(cls, made_of, "given.{name}", unset, fixed=0 if tag is None else 2)


def _kind(tp: Any) -> tuple[Any, Kind]:
    """As what msgspec reads a type, and what becomes of that."""
    if tp in (bool, int, float):
        return tp, Kind()
    if tp in (str, dt.date):
        return tp, Kind(texts=1)
    if tp is dt.datetime:
        # Not as a moment: msgspec takes other forms than Python does, and rounds what Python cuts.
        return str, Kind(value="{use}(x)", use=SCALARS[dt.datetime], texts=1)
    origin, args = typing.get_origin(tp), typing.get_args(tp)
    if origin in (Union, types.UnionType):
        return _union(args)
    if origin is tuple and args[1:] == (Ellipsis,):
        inner, kind = _kind(args[0])
        # Of texts and of numbers it is what it is to be, already.
        as_it_is = Kind(before=("n += len(x)",) * kind.texts) if kind in (Kind(), Kind(texts=1)) else None
        return tuple[inner, ...], as_it_is or each(kind)  # type: ignore[valid-type]
    if origin is FrozenMap and args[0] is str:
        inner, kind = _kind(args[1])
        return dict[str, inner], table(kind, FrozenMap)  # type: ignore[valid-type]
    if isinstance(tp, type) and issubclass(tp, enum.Enum) and all(type(member.value) is str for member in tp):
        return tp, Kind(texts=1)
    twin, make = _class(tp)
    return twin, Kind(value="{use}(x, taken)", use=make)


def _union(args: tuple[Any, ...]) -> tuple[Any, Kind]:
    members = [arg for arg in args if arg is not type(None)]
    if len(members) == 1:
        inner, kind = _kind(members[0])
        return inner | None, attrs.evolve(kind, nullable=True)
    if not all(isinstance(member, type) and tag_of(member) for member in members) or len(members) < len(args):
        raise TypeError(f"the fast way knows nothing of {args!r}")
    makers = dict(_class(member, tag_of(member)) for member in members)
    return Union[tuple(makers)], Kind(  # noqa: UP007 - made at run time
        value="{use}[type(x)](x, taken)", use=makers
    )
