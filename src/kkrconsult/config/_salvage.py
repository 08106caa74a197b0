"""Read a file's tables as far as they can be read.

`structure.decode` gives a value or problems. A round file is checked further after that (references, times,
names of plugins), and a slip in one place must not hide another elsewhere. So here every part is read by
itself; what cannot be read is reported and replaced by a stand-in, and the checks that follow look at all the
rest.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeVar

import attrs

from kkrconsult.config._times import LocalTime
from kkrconsult.errors import DataError, Path, Problem, bounded
from kkrconsult.model import LocalizedText, localized
from kkrconsult.structure import FrozenMap, decode, did_you_mean, hints_of

__all__ = ["MISSING", "UNKNOWN_KEY", "Salvage", "below", "without_echoes"]

T = TypeVar("T")

MISSING: Final = "is missing"
UNKNOWN_KEY: Final = "unknown key"
_FAILED: Final = object()


class Salvage:
    """One reading of one file."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        """What was wrong, in the order in which it was met."""
        self.lost: set[str | int] = set()
        """Top-level keys under which an id could not be read, so that references to it cannot be judged."""
        self._stand_ins: set[str] = set()

    def read(self, cls: type[T], data: Mapping[str, object]) -> T:
        """Read a whole file as an attrs class; always gives an object, if need be with stand-ins."""
        result: T = self._table(cls, data, ())
        return result

    def is_stand_in(self, problem: Problem) -> bool:
        """Whether a later problem is only about a stand-in, and so about nothing in the file."""
        return problem.found in {repr(text) for text in self._stand_ins}

    def _value(self, tp: Any, data: object, path: Path) -> Any:
        origin, args = typing.get_origin(tp), typing.get_args(tp)
        if origin in (typing.Union, types.UnionType):
            members = [arg for arg in args if arg is not type(None)]
            is_list = isinstance(data, list)
            chosen = next((arg for arg in members if (typing.get_origin(arg) is tuple) == is_list), members[0])
            return self._value(chosen, data, path)
        if origin is tuple:
            if isinstance(data, list):
                return tuple(self._or_stand_in(args[0], item, (*path, index)) for index, item in enumerate(data))
            return self._fail("must be a list", data, path)
        if origin is FrozenMap:
            if isinstance(data, Mapping):
                read = {key: self._value(args[1], item, (*path, key)) for key, item in data.items()}
                return FrozenMap({key: item for key, item in read.items() if item is not _FAILED})
            return self._fail("must be a table", data, path)
        if _is_table(tp):
            return (
                self._table(tp, data, path) if isinstance(data, Mapping) else self._fail("must be a table", data, path)
            )
        try:
            return decode(tp, data, prefix=path)
        except DataError as error:
            self.problems += error.problems
            return _FAILED

    def _table(self, cls: type[Any], data: Mapping[str, object], path: Path) -> Any:
        hints = hints_of(cls)
        fields = {field.name: field for field in attrs.fields(cls)}
        values: dict[str, Any] = {}
        for key, raw in data.items():
            if key not in fields:
                self._unknown(key, list(fields), path)
                continue
            value = self._value(hints[key], raw, (*path, key))
            if value is not _FAILED:
                values[key] = value
            elif _is_single(path):
                self.lost.add((*path, key)[0])
        for name, field in fields.items():
            if field.default is attrs.NOTHING and name not in values:
                if name not in data:
                    self.problems.append(Problem(message=MISSING, path=(*path, name)))
                values[name] = self._stand_in(hints[name], (*path, name))
        return self._build(cls, values, hints, path)

    def _build(self, cls: type[Any], values: dict[str, Any], hints: Mapping[str, Any], path: Path) -> Any:
        """Make the object; what the class refuses is reported and reset, so that every refusal is seen."""
        reset: set[str | int] = set()
        while True:
            try:
                return cls(**values)
            except DataError as error:
                refused = {problem.path[0] for problem in error.problems if problem.path} & values.keys() - reset
                if not refused:
                    raise
                self.problems += [below(problem, path) for problem in error.problems]
                reset |= refused
                for field in attrs.fields(cls):
                    if field.name in refused:
                        del values[field.name]
                        if field.default is attrs.NOTHING:
                            values[field.name] = self._stand_in(hints[field.name], (*path, field.name))

    def _or_stand_in(self, tp: Any, data: object, path: Path) -> Any:
        """An element of a list; one that cannot be read keeps its place, for the sake of those after it."""
        value = self._value(tp, data, path)
        return self._stand_in(tp, path) if value is _FAILED else value

    def _stand_in(self, tp: Any, path: Path) -> Any:
        if tp is str:
            if path[-1] == "id":
                self.lost.add(path[0])
            text = f"unreadable-{len(self._stand_ins) + 1}"
            self._stand_ins.add(text)
            return text
        if tp is LocalizedText:
            return localized(da="?")
        if tp is LocalTime:
            return LocalTime(day=dt.date(2000, 1, 1))
        if typing.get_origin(tp) is Literal:
            return typing.get_args(tp)[0]
        if isinstance(tp, type) and issubclass(tp, enum.Enum):
            return next(iter(tp))
        known = len(self.problems)
        value = self._table(tp, {}, path)
        del self.problems[known:]  # That it lacks everything follows from what was reported already.
        return value

    def _unknown(self, key: str, names: list[str], path: Path) -> None:
        suggestion = did_you_mean(key, names)
        if suggestion is not None and _is_single(path):
            self.lost |= {(*path, name)[0] for name in names if _suggests(suggestion, name)}
        problem = Problem(message=UNKNOWN_KEY, path=(*path, key), allowed=", ".join(names), suggestion=suggestion)
        self.problems.append(problem)

    def _fail(self, message: str, data: object, path: Path) -> object:
        self.problems.append(Problem(message=message, path=path, found=bounded(data)))
        return _FAILED


def _is_table(tp: Any) -> bool:
    return isinstance(tp, type) and attrs.has(tp) and not hasattr(tp, "__from_plain__")


def _is_single(path: Path) -> bool:
    """Whether a path leads to a table that the file has once, not to an entry of a list."""
    return all(isinstance(part, str) for part in path)


def _suggests(suggestion: str | None, name: str) -> bool:
    return suggestion is not None and repr(name) in suggestion


def below(problem: Problem, path: Path) -> Problem:
    """The same problem in a larger document."""
    return attrs.evolve(problem, path=(*path, *problem.path))


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Leave out that a key is missing where it stands there misspelt: that is one mistake, not two."""
    problems = list(problems)
    misspelt = [problem for problem in problems if problem.message == UNKNOWN_KEY]
    return [
        problem
        for problem in problems
        if not (
            problem.message == MISSING
            and any(
                other.path[:-1] == problem.path[:-1] and _suggests(other.suggestion, str(problem.path[-1]))
                for other in misspelt
            )
        )
    ]
