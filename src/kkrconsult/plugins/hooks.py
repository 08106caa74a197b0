"""The hook specifications. Hooks register: they take no arguments, return records, and are called once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeAlias, TypeVar, cast, overload

import pluggy

from kkrconsult.plugins.records import ExporterSpec, GrouperSpec, ReaderSpec, RoundSpec, ValidatorSpec

__all__ = [
    "PROJECT",
    "hookimpl",
    "kkrconsult_exporters",
    "kkrconsult_groupers",
    "kkrconsult_readers",
    "kkrconsult_rounds",
    "kkrconsult_validators",
]

PROJECT = "kkrconsult"

hookspec = pluggy.HookspecMarker(PROJECT)

_Record: TypeAlias = ValidatorSpec[Any] | ExporterSpec[Any] | ReaderSpec[Any] | RoundSpec | GrouperSpec[Any]
F = TypeVar("F", bound=Callable[..., Iterable[_Record]])


class _Marker(Protocol):
    """Marks a function as a hook. Type checkers see that it gives records; its name is looked at when it is loaded."""

    @overload
    def __call__(self, function: F, /) -> F: ...

    @overload
    def __call__(
        self,
        *,
        hookwrapper: bool = False,
        optionalhook: bool = False,
        tryfirst: bool = False,
        trylast: bool = False,
        specname: str | None = None,
        wrapper: bool = False,
    ) -> Callable[[F], F]: ...


hookimpl = cast("_Marker", pluggy.HookimplMarker(PROJECT))


@hookspec
def kkrconsult_validators() -> Iterable[ValidatorSpec]:  # type: ignore[empty-body]
    """Give validators."""


@hookspec
def kkrconsult_exporters() -> Iterable[ExporterSpec]:  # type: ignore[empty-body]
    """Give exporters."""


@hookspec
def kkrconsult_readers() -> Iterable[ReaderSpec]:  # type: ignore[empty-body]
    """Give readers."""


@hookspec
def kkrconsult_rounds() -> Iterable[RoundSpec]:  # type: ignore[empty-body]
    """Give rounds, by region."""


@hookspec
def kkrconsult_groupers() -> Iterable[GrouperSpec]:  # type: ignore[empty-body]
    """Give strategies that group proposed themes."""
