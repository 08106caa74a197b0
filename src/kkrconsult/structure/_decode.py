"""Read plain data (what `json` and `tomllib` give) into attrs classes by their type hints.

A decoder is compiled once per type and is then a plain closure: nothing about a type is looked up per value,
and paths are built only when there is something to complain about.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar, Union

import attrs

from kkrconsult.errors import DataError, Path, Problem
from kkrconsult.structure._cache import cached
from kkrconsult.structure._faults import Fault, below, did_you_mean, fail
from kkrconsult.structure._frozen import FrozenMap
from kkrconsult.structure._refusals import refusal, refusals
from kkrconsult.structure._scalars import SCALARS, number, text

__all__ = ["decode", "hints_of", "tag_of"]

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def decode(tp: type[T] | Any, data: object, *, prefix: Path = ()) -> T:
    """Build a value of type `tp` from plain data.

    Args:
        tp: An attrs class, an enum, a scalar type, or a union, tuple or mapping of such.
        data: Plain data: dicts, lists, texts, numbers, booleans, None, and dates and times as TOML gives them.
        prefix: Where `data` stands in a larger document; put before the path of every problem.

    Returns:
        The value.

    Raises:
        DataError: The data does not fit; carries every problem with its path.
    """
    try:
        return typing.cast("T", _decoder(tp)(data))
    except Fault as fault:
        name = getattr(tp, "__name__", str(tp))
        problems = [below(problem, *prefix) for problem in fault.problems]
        raise DataError(f"not a valid {name}:", problems) from None
    except RecursionError:
        raise DataError("this data is nested too deeply to be read") from None


@cached
def hints_of(cls: type) -> dict[str, Any]:
    """Resolve the type hints of an attrs class.

    Raises:
        TypeError: A hint names something that the class's module does not have at run time.
    """
    try:
        return typing.get_type_hints(cls)
    except NameError as error:
        owner = f"{cls.__module__}.{cls.__qualname__}"
        raise TypeError(f"{owner}: the type hint {error.name!r} cannot be resolved") from error


def tag_of(cls: type) -> str | None:
    """The value of the key ``type`` that marks a class in a union of classes; None where it has none."""
    return getattr(cls, "TYPE", None)


@cached
def _decoder(tp: Any) -> Decoder:
    if tp is Any or tp is object:
        return _free
    if tp in SCALARS:
        return SCALARS[tp]
    origin = typing.get_origin(tp)
    if origin in (Union, types.UnionType):
        return _union(typing.get_args(tp))
    if origin is Literal:
        return _literal(typing.get_args(tp))
    if origin is tuple:
        return _tuple(typing.get_args(tp))
    if origin in (FrozenMap, Mapping):
        return _mapping(typing.get_args(tp)[1])
    if isinstance(tp, type):
        if hasattr(tp, "__from_plain__"):
            return _custom(tp)
        if issubclass(tp, enum.Enum):
            return _enum(tp)
        if attrs.has(tp):
            return _class(tp)
    raise TypeError(f"no plain form is known for the type {tp!r}")


def _free(data: object) -> object:
    """Plain data of any shape, in its immutable form; what JSON has no form for gets one or is refused.

    TOML has dates, times and numbers that JSON has not. What an option makes of a date is the same from its
    text.
    """
    if isinstance(data, str):
        return text(data)
    if data is None or isinstance(data, (bool, int)):
        return data
    if isinstance(data, float):
        return number(data)
    if isinstance(data, (dt.date, dt.time)):
        return data.isoformat()
    if isinstance(data, (list, tuple)):
        return tuple(_collect(enumerate(data), _free))
    if isinstance(data, Mapping):
        return _any_table(data)
    raise fail("must be text, a number, a date, a list or a table", data)


def _literal(values: tuple[Any, ...]) -> Decoder:
    allowed = ", ".join(repr(value) for value in values)

    def read(data: object) -> object:
        for value in values:
            if type(data) is type(value) and data == value:
                return value
        raise fail("is not one of the allowed values", data, allowed)

    return read


def _enum(cls: type[enum.Enum]) -> Decoder:
    members = {member.value: member for member in cls}
    allowed = ", ".join(str(value) for value in members)

    def read(data: object) -> enum.Enum:
        try:
            return members[data]
        except (KeyError, TypeError):
            hint = did_you_mean(data, members) if isinstance(data, str) else None
            raise fail("is not one of the allowed values", data, allowed, hint) from None

    return read


def _custom(cls: Any) -> Decoder:
    def read(data: object) -> object:
        try:
            return cls.__from_plain__(data)
        except DataError as error:
            raise Fault(error.problems or [Problem(message=error.message)]) from None

    return read


def _collect(pairs: Iterable[tuple[str | int, Any]], item: Decoder) -> list[Any]:
    values: list[Any] = []
    problems: list[Problem] = []
    for key, raw in pairs:
        try:
            values.append(item(raw))
        except Fault as fault:
            problems += [below(problem, key) for problem in fault.problems]
    if problems:
        raise Fault(problems)
    return values


def _tuple(args: tuple[Any, ...]) -> Decoder:
    if len(args) == 2 and args[1] is Ellipsis:
        item = _decoder(args[0])

        def read(data: object) -> tuple[Any, ...]:
            if not isinstance(data, (list, tuple)):
                raise fail("must be a list", data)
            try:
                return tuple([item(raw) for raw in data])
            except Fault:
                return tuple(_collect(enumerate(data), item))

        return read
    items = [_decoder(arg) for arg in args]

    def read_fixed(data: object) -> tuple[Any, ...]:
        if not isinstance(data, (list, tuple)) or len(data) != len(items):
            raise fail(f"must be a list of {len(items)}", data)
        return tuple(one(raw) for one, raw in zip(items, data, strict=True))

    return read_fixed


def _mapping(value_type: Any) -> Decoder:
    item = _decoder(value_type)

    def read(data: object) -> FrozenMap[str, Any]:
        if not isinstance(data, Mapping):
            raise fail("must be a table", data)
        for key in data:
            if not isinstance(key, str):
                raise fail("must have text as keys", key)
            text(key)
        return FrozenMap(dict(zip(data, _collect(data.items(), item), strict=True)))

    return read


_any_table = _mapping(object)


def _union(args: tuple[Any, ...]) -> Decoder:
    optional = type(None) in args
    members = [arg for arg in args if arg is not type(None)]
    if len(members) == 1:
        inner = _decoder(members[0])
        return lambda data: None if data is None else inner(data)
    tagged = {tag_of(member): _decoder(member) for member in members if isinstance(member, type) and tag_of(member)}
    if len(tagged) == len(members):
        return _tagged(tagged, optional=optional)  # type: ignore[arg-type]
    return _untagged([_decoder(member) for member in members], optional=optional)


def _tagged(table: dict[str, Decoder], *, optional: bool) -> Decoder:
    allowed = ", ".join(table)

    def read(data: object) -> object:
        if data is None and optional:
            return None
        if not isinstance(data, Mapping):
            raise fail("must be a table", data)
        tag = data.get("type")
        inner = table.get(tag) if isinstance(tag, str) else None
        if inner is None:
            hint = did_you_mean(tag, table) if isinstance(tag, str) else None
            fault = fail("must name one of the known types", tag, allowed, hint)
            raise Fault([below(problem, "type") for problem in fault.problems])
        return inner(data)

    return read


def _untagged(choices: list[Decoder], *, optional: bool) -> Decoder:
    def read(data: object) -> object:
        if data is None and optional:
            return None
        problems: list[Problem] = []
        for choice in choices:
            try:
                return choice(data)
            except Fault as fault:
                problems += fault.problems
        either = " or ".join(dict.fromkeys(problem.message.removeprefix("must be ") for problem in problems))
        raise fail(f"must be {either}", data)

    return read


def _class(cls: type[Any]) -> Decoder:
    shape, tag = _Shape(cls), tag_of(cls)
    table = shape.table

    def read(data: object) -> object:
        if not table:
            shape.fill()
        if type(data) is dict:
            try:
                if tag is None:
                    return cls(**{key: table[key](raw) for key, raw in data.items()})
                if data.get("type", tag) == tag:
                    return cls(**{key: table[key](raw) for key, raw in data.items() if key != "type"})
            except (Fault, DataError, KeyError, TypeError, ValueError):
                # Something is wrong with it; what, is found out more slowly.
                pass
        return shape.read(data)

    return read


class _Shape:
    """The fields of a class, and the slow way to read it: it says everything that is wrong."""

    def __init__(self, cls: type[Any]) -> None:
        self._cls = cls
        self._names = {field.alias or field.name: field for field in attrs.fields(cls) if field.init}
        self._required = [name for name, field in self._names.items() if field.default is attrs.NOTHING]
        self._tag = tag_of(cls)
        # Filled at the first use, so that classes may refer to one another.
        self.table: dict[str, Decoder] = {}

    def fill(self) -> None:
        hints = hints_of(self._cls)
        self.table.update({name: _decoder(hints[field.name]) for name, field in self._names.items()})

    def read(self, data: object) -> object:
        if not isinstance(data, Mapping):
            raise fail("must be a table", data)
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        faulty = False
        for key, raw in data.items():
            item = self.table.get(key)
            if item is not None:
                try:
                    values[key] = item(raw)
                except Fault as fault:
                    problems += [below(problem, key) for problem in fault.problems]
                    values[key] = None
                    faulty = True
            elif not (key == "type" and raw == self._tag and raw is not None):
                problems.append(_unknown(key, [*self._names, "type"] if self._tag else list(self._names)))
        missing = [Problem(message="is missing", path=(name,)) for name in self._required if name not in values]
        problems += missing
        if faulty or missing:
            whole = {key: value for key, value in values.items() if not _is_at(problems, key)}
            raise Fault([*problems, *refusals(self._names, whole)])
        return _built(self._cls, values, problems, self._names)


def _built(
    cls: type[Any], values: Mapping[str, Any], problems: list[Problem], names: Mapping[str, attrs.Attribute[Any]]
) -> object:
    """Build an object; an unknown key does not hide what the known ones are refused for."""
    refused: list[Problem] = []
    made: object = None
    try:
        made = cls(**values)
    except DataError as error:
        refused = list(error.problems) or [Problem(message=error.message)]
    except (TypeError, ValueError) as error:
        # Checks of a class that is not ours, such as attrs.validators on a plugin's options.
        first = refusal(error, names)
        refused = refusals(names, values)
        if not any(problem.path == first.path for problem in refused):
            refused.insert(0, first)
    if problems:
        # What is said of a key that is not there may be no more than an echo of the one that was misspelt.
        refused = [problem for problem in refused if problem.path[:1] and problem.path[0] in values]
    if problems or refused:
        raise Fault([*problems, *refused])
    return made


def _is_at(problems: Iterable[Problem], key: str) -> bool:
    return any(problem.path[:1] == (key,) for problem in problems)


def _unknown(key: object, known: list[str]) -> Problem:
    return Problem(
        message="unknown key",
        path=(str(key),),
        allowed=", ".join(known) or "no keys",
        suggestion=did_you_mean(str(key), known),
    )
