"""What is loaded, what is not and why, as plain data for people and tools."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from kkrconsult.plugins._disabled import Disabled
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
        ``path`` (of a local one), ``api`` (the version of the public names that it asks for), ``outcome``, the names
        of its ``validators``, ``exporters`` (with suffix), ``readers``, ``rounds`` and ``groupers`` (of one that
        failed: those that it claimed), and ``failure``: None, or a table of ``stage``, ``message`` and ``traceback``.
    """
    return [_described(plugin, outcome) for plugin, outcome in _all(registry)]


def _described(plugin: PluginInfo | PluginFailure, outcome: Outcome) -> dict[str, Any]:
    records = _records(plugin)
    failure = None
    if isinstance(plugin, PluginFailure):
        failure = {"stage": plugin.stage, "message": plugin.message, "traceback": plugin.traceback}
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "kind": plugin.kind,
        "path": plugin.path if plugin.kind == "local" else None,
        "api": plugin.api,
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
    entry_point: str | None = None
    """What its entry point names, such as ``acme_tools.rules``; of a local or given one nothing."""
    folder: str | None = None
    """The folder in which its distribution was found."""
    path: str | None = None
    """The file of its module, where one was loaded; of a local one as the caller wrote it."""
    api: str | None = None
    """The version of the public names that it asks for."""
    records: tuple[str, ...] = ()
    """What it gives, such as ``validator:acme-words``; of one that failed what it claimed."""
    withheld: tuple[str, ...] = ()
    """What it would give, had the caller not disabled that."""
    disabled_by: tuple[str, ...] = ()
    """The caller's words that disabled it, such as ``distribution:acme-tools``."""
    conflicts: tuple[str, ...] = ()
    """The plugins that it clashes with."""
    traceback: str = ""
    """Where an exception came from, if there was one."""


def explain(registry: Registry, name: str | None = None) -> list[Steps]:
    """Say of every plugin how far it came.

    Args:
        registry: The plugins.
        name: Only of those that are called so, were installed by a distribution of this name, or give or claim a
            record of this name (``acme-words`` or ``validator:acme-words``).

    Returns:
        One row a plugin: those in use, the built-in ones first; then those that failed; then the disabled.
    """
    rows = [_steps(plugin, outcome, Disabled(registry.disabled)) for plugin, outcome in _all(registry)]
    return rows if name is None else [row for row in rows if _is_called(row, name)]


def _is_called(row: Steps, name: str) -> bool:
    records = {part for record in (*row.records, *row.withheld) for part in (record, record.partition(":")[2])}
    return name == row.name or name in records or _normal(name) == _normal(row.distribution or "")


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _steps(plugin: PluginInfo | PluginFailure, outcome: Outcome, off: Disabled) -> Steps:
    passed: tuple[str, ...] = _STAGES
    why: str | None = None
    failed = plugin if isinstance(plugin, PluginFailure) else None
    if failed is not None:
        passed, why = _STAGES[: _STAGES.index(failed.stage)], failed.message
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
        entry_point=plugin.entry_point,
        folder=plugin.folder,
        path=plugin.path,
        api=plugin.api,
        records=_records(plugin),
        withheld=() if isinstance(plugin, PluginFailure) else plugin.withheld,
        disabled_by=off.by(plugin) if isinstance(plugin, PluginInfo) and outcome == "disabled" else (),
        conflicts=failed.conflicts if failed else (),
        traceback=failed.traceback if failed else "",
    )


def _records(plugin: PluginInfo | PluginFailure) -> tuple[str, ...]:
    return plugin.claims if isinstance(plugin, PluginFailure) else tuple(plugin.records)


def _all(registry: Registry) -> Iterator[tuple[PluginInfo | PluginFailure, Outcome]]:
    for info in registry.plugins:
        yield info, "registered"
    for failure in registry.failures:
        yield failure, "conflict" if failure.stage == "registered" else "failed"
    for info in registry.disabled_plugins:
        yield info, "disabled"
