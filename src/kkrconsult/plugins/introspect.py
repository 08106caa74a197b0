"""What is loaded, what is not and why, as plain data for people and tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from kkrconsult.plugins.registry import PluginFailure, PluginInfo, RecordKind, Registry
from kkrconsult.structure import FrozenMap

__all__ = ["Outcome", "Steps", "describe", "explain"]

Outcome: TypeAlias = Literal["registered", "disabled", "conflict", "failed"]

_PLURALS: Mapping[RecordKind, str] = FrozenMap(
    {
        "validator": "validators",
        "exporter": "exporters",
        "reader": "readers",
        "round": "rounds",
        "grouper": "groupers",
    }
)
_STAGES = ("found", "loaded", "validated", "registered")


def describe(registry: Registry) -> list[dict[str, Any]]:
    """Describe every plugin as plain JSON data.

    Returns:
        One table a plugin, in the order of `explain`, with ``name``, ``version``, ``distribution``, ``kind``,
        ``path`` (of a local one), ``outcome``, the names of its ``validators``, ``exporters`` (with suffix),
        ``readers``, ``rounds`` and ``groupers`` (of one that failed: those that it claimed), and ``failure``:
        None, or a table of ``stage``, ``message`` and ``traceback``.
    """
    return [_described(plugin, outcome) for plugin, outcome in _all(registry)]


def _described(plugin: PluginInfo | PluginFailure, outcome: Outcome) -> dict[str, Any]:
    records = plugin.claims if isinstance(plugin, PluginFailure) else tuple(plugin.records)
    failure = None
    if isinstance(plugin, PluginFailure):
        failure = {"stage": plugin.stage, "message": plugin.message, "traceback": plugin.traceback}
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "kind": plugin.kind,
        "path": plugin.path,
        "outcome": outcome,
        **{
            plural: [record.partition(":")[2] for record in records if record.startswith(f"{kind}:")]
            for kind, plural in _PLURALS.items()
        },
        "failure": failure,
    }


@attrs.frozen(kw_only=True)
class Steps:
    """How far a plugin came: found, loaded, validated, registered."""

    name: str
    """Name of the plugin."""
    kind: str
    """How it came here."""
    distribution: str | None
    """Its distribution."""
    version: str | None
    """Its version."""
    passed: tuple[str, ...]
    """The steps that it passed."""
    outcome: Outcome
    """Where it ended."""
    why: str | None = None
    """Why it is not in use."""


def explain(registry: Registry) -> list[Steps]:
    """Say of every plugin how far it came.

    Returns:
        One row a plugin: those in use, the built-in ones first; then those that failed; then the disabled.
    """
    return [_steps(plugin, outcome) for plugin, outcome in _all(registry)]


def _steps(plugin: PluginInfo | PluginFailure, outcome: Outcome) -> Steps:
    passed: tuple[str, ...] = _STAGES
    why: str | None = None
    if isinstance(plugin, PluginFailure):
        passed, why = _STAGES[: _STAGES.index(plugin.stage)], plugin.message
    elif outcome == "disabled":
        passed, why = _STAGES[:1], "the caller disabled it"
    return Steps(
        name=plugin.name,
        kind=plugin.kind,
        distribution=plugin.distribution,
        version=plugin.version,
        passed=passed,
        outcome=outcome,
        why=why,
    )


def _all(registry: Registry) -> Iterator[tuple[PluginInfo | PluginFailure, Outcome]]:
    for info in registry.plugins:
        yield info, "registered"
    for failure in registry.failures:
        yield failure, "conflict" if failure.stage == "registered" else "failed"
    for info in registry.disabled_plugins:
        yield info, "disabled"
