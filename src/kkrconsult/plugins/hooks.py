"""The hook specifications. Hooks register: they take no arguments, return records, and are called once."""

from __future__ import annotations

from collections.abc import Iterable

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
hookimpl = pluggy.HookimplMarker(PROJECT)


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
