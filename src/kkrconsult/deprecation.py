"""Names that go: they work on for a while, and say what to use instead.

The policy stands in docs/explanation/stability.md. This module is loaded only where something deprecated is used:
nothing that is fine pays for it.

A name of the package goes into ``_RENAMED`` in ``kkrconsult/__init__.py``; a parameter gets `renamed_parameters`, a
field of a record `renamed_fields`.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, ParamSpec, TypeVar, cast

__all__ = [
    "KkrconsultDeprecationWarning",
    "renamed",
    "renamed_fields",
    "renamed_parameters",
    "said",
]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class KkrconsultDeprecationWarning(DeprecationWarning):
    """Something public of kkrconsult is used that will go; the message says when, and what to use instead.

    A kind of `DeprecationWarning`, because it is for those who write code: Python shows it where their own program or
    test runs, and keeps it from those who only run the command. A class of its own, so that a project can make errors
    of these warnings without those of other libraries: ``pytest -W error::kkrconsult.KkrconsultDeprecationWarning``.
    """


def said(what: str, *, since: str, goes: str, instead: str) -> str:
    """The words of a warning.

    Args:
        what: What is deprecated, such as ``kkrconsult.chek``.
        since: Version that deprecated it.
        goes: Version that will not have it.
        instead: What to use.
    """
    return f"{what} is deprecated since kkrconsult {since} and goes with {goes}; use {instead}"


def renamed(package: str, old: str, new: str, since: str, goes: str) -> object:
    """What a name of the package is called now; for its ``__getattr__`` alone, whose caller is warned.

    Args:
        package: Name of the package.
        old: The name that was asked for.
        new: The name that it has now.
        since: Version that renamed it.
        goes: Version that will not know the old one.
    """
    _warn(said(f"{package}.{old}", since=since, goes=goes, instead=f"{package}.{new}"), above=2)
    return getattr(import_module(package), new)


def renamed_parameters(
    names: Mapping[str, str], *, since: str, goes: str
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function take parameters by their old names too.

    Type checkers see the new names alone.

    Args:
        names: The new name of each old one. Parameters that are renamed are given by name.
        since: Version that renamed them.
        goes: Version that will not know the old names.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        title = f"{function.__qualname__}()"

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if not names.keys().isdisjoint(kwargs):
                _rename(cast("dict[str, Any]", kwargs), names, title, since, goes)
            return function(*args, **kwargs)

        return call

    return decorate


def renamed_fields(names: Mapping[str, str], *, since: str, goes: str) -> Callable[[type[T]], type[T]]:
    """Let a record's fields be given and read by their old names too; stands above ``@attrs.frozen``.

    Type checkers see the new names alone, and so do JSON and ``attrs.evolve``.

    Args:
        names: The new name of each old one.
        since: Version that renamed them.
        goes: Version that will not know the old names.
    """

    def decorate(cls: type[T]) -> type[T]:
        made: Callable[..., None] = cls.__init__

        @functools.wraps(made)
        def init(self: T, *args: Any, **kwargs: Any) -> None:
            if not names.keys().isdisjoint(kwargs):
                _rename(kwargs, names, cls.__qualname__, since, goes)
            made(self, *args, **kwargs)

        cls.__init__ = init  # type: ignore[method-assign, assignment]
        for old, new in names.items():
            setattr(cls, old, _reading(cls.__qualname__, old, new, since, goes))
        return cls

    return decorate


def _reading(owner: str, old: str, new: str, since: str, goes: str) -> property:
    def read(self: object) -> object:
        _warn(said(f"{owner}.{old}", since=since, goes=goes, instead=f"{owner}.{new}"), above=1)
        return getattr(self, new)

    return property(read, doc=f"The old name of ``{new}``.")


def _rename(given: dict[str, Any], names: Mapping[str, str], owner: str, since: str, goes: str) -> None:
    for old, new in names.items():
        if old not in given:
            continue
        if new in given:
            raise TypeError(f"{owner} got both {new!r} and {old!r}, its old name; give {new!r} alone")
        _warn(said(f"{old!r} of {owner}", since=since, goes=goes, instead=repr(new)), above=2)
        given[new] = given.pop(old)


def _warn(message: str, *, above: int) -> None:
    """Warn whoever called what calls this, so many frames above it."""
    warnings.warn(message, KkrconsultDeprecationWarning, stacklevel=above + 2)
