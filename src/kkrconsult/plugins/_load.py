"""From what is found to a registry, one step at a time: found, loaded, validated, registered."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from os import PathLike
from types import ModuleType
from typing import Any, TypeVar

import attrs

from kkrconsult.errors import PluginError
from kkrconsult.plugins import _found, _local
from kkrconsult.plugins._api import asked_api, check_api
from kkrconsult.plugins._clashes import Loaded, settle
from kkrconsult.plugins._disabled import Disabled
from kkrconsult.plugins._found import Candidate, Rejected
from kkrconsult.plugins._validate import gives, read_plugin
from kkrconsult.plugins.registry import (
    PluginFailure,
    PluginInfo,
    Record,
    RecordKind,
    Registered,
    Registry,
    label,
)

__all__ = ["load_plugins"]

S = TypeVar("S", bound=Record)

_KIND_ORDER = ("builtin", "entry-point", "given", "local")


def load_plugins(
    *,
    disabled: Collection[str] = (),
    strict: bool = False,
    extra: Iterable[object] = (),
    local: Iterable[str | PathLike[str]] = (),
    entry_points: bool = True,
    kind: RecordKind | None = None,
) -> Registry:
    """Load all plugins and check what they give.

    A plugin is taken whole or not at all: where one record is wrong or one name is taken, none of its records
    is used. A plugin that cannot be used never stops the others; it is kept in `Registry.failures`.

    Of plugins that claim the same name, what is built in stays, and strangers all lose. A plugin may add a
    format to the exporter of another, by the same name and a new suffix.

    Args:
        disabled: What to leave out: names of plugins (``acme``, or built-in ones such as ``validators``), or
            ``distribution:acme-tools``, or single records such as ``validator:near-duplicate``,
            ``exporter:matrix`` in all its formats, or ``exporter:matrix.csv``. A disabled plugin is not even
            imported.
        strict: Raise where a plugin cannot be used, instead of keeping it in `Registry.failures`.
        extra: Plugin objects: modules, or anything else with members marked by `hookimpl`. One that is
            installed as well counts once.
        local: Paths of single Python files to use as plugins. Their code is run: name only what you trust.
        entry_points: Whether to look for installed plugins, in the entry-point group ``kkrconsult``.
        kind: What is wanted: ``round``, ``validator``, ``exporter``, ``reader`` or ``grouper``. The registry may then
            lack other records, which are not loaded where none of them could stand in the way of these.

    Returns:
        The registry. It does not depend on the order in which plugins are found or given.

    Raises:
        PluginError: Something to be disabled does not exist; or, if `strict`, plugins cannot be used (carries
            all of them).
    """
    off = Disabled.of(disabled)
    others = [*(_found.installed() if entry_points else ()), *_found.given(extra), *_local.local(local)]
    # A plugin that clashes with one of another kind is out with all that it has; without any, there are no clashes.
    found = [*_found.builtins(None if others or disabled else kind), *others]
    kept = sorted((one for one in found if not off.plugin(one.info)), key=lambda one: _key(one.info))
    unloaded = [one.info for one in found if off.plugin(one.info)]

    loaded, failures, unread = _load_all(kept)
    off.check([*(one.info for one in loaded), *unread, *unloaded], all_known=not unread and not unloaded)
    loaded = [_reduced(one, off) for one in loaded]
    settled, rejected = settle(loaded)
    for one, reason in rejected:
        one.candidate.forget()
        failures.append(reason.failure(one.info))
    failures.sort(key=lambda one: (_KIND_ORDER.index(one.kind), one.name, str(one.problem), one.claims))
    if strict and failures:
        raise PluginError("plugins cannot be used:", [failure.problem for failure in failures])
    return _registry(settled, failures, off, unloaded)


def _key(info: PluginInfo) -> tuple[int, str, str, str]:
    return _KIND_ORDER.index(info.kind), info.name, info.distribution or "", info.version or ""


def _load_all(candidates: Iterable[Candidate]) -> tuple[list[Loaded], list[PluginFailure], list[PluginInfo]]:
    """Load and validate each plugin by itself; the last of the answers are those that failed."""
    loaded: list[Loaded] = []
    failures: list[PluginFailure] = []
    unread: list[PluginInfo] = []
    objects: list[object] = []
    for candidate in candidates:
        info = candidate.info
        try:
            plugin = candidate.load()
            # Who tries out a plugin of his own gives it, and has it installed too.
            if info.kind == "given" and any(plugin is other for other in objects):
                continue
            objects.append(plugin)
            info = attrs.evolve(info, path=info.path or _file(info, plugin))
            info = attrs.evolve(info, api=asked_api(plugin))
            check_api(info.api)
            records = read_plugin(info, plugin)
        except Rejected as reason:
            candidate.forget()
            failures.append(reason.failure(info))
            unread.append(info)
        else:
            loaded.append(Loaded(candidate=candidate, info=attrs.evolve(info, gives=gives(records)), records=records))
    return loaded, failures, unread


def _reduced(plugin: Loaded, off: Disabled) -> Loaded:
    records = off.without(plugin.records)
    info = attrs.evolve(plugin.info, gives=gives(records))
    kept = set(info.records)
    info = attrs.evolve(info, withheld=tuple(one for one in plugin.info.records if one not in kept))
    return attrs.evolve(plugin, info=info, records=records)


def _file(info: PluginInfo, plugin: object) -> str | None:
    """The file of the module that a plugin is, or that its entry point names."""
    module: object = plugin
    if not isinstance(plugin, ModuleType) and info.entry_point is not None:
        module = sys.modules.get(info.entry_point.partition(":")[0].strip())
    file = getattr(module, "__file__", None) if isinstance(module, ModuleType) else None
    return file if isinstance(file, str) else None


def _registry(
    plugins: Iterable[Loaded],
    failures: Iterable[PluginFailure],
    off: Disabled,
    unloaded: Iterable[PluginInfo],
) -> Registry:
    plugins = sorted(plugins, key=lambda one: _key(one.info))

    def collect(kind: RecordKind) -> tuple[Registered[Any], ...]:
        entries = [Registered(spec=spec, plugin=one.info) for one in plugins for spec in one.records.get(kind, ())]
        return tuple(sorted(entries, key=lambda entry: label(entry.spec)))

    return Registry(
        validators=collect("validator"),
        exporters=collect("exporter"),
        readers=collect("reader"),
        rounds=collect("round"),
        groupers=collect("grouper"),
        plugins=tuple(one.info for one in plugins),
        failures=tuple(failures),
        disabled=off.entries,
        disabled_plugins=tuple(sorted(unloaded, key=_key)),
    )
