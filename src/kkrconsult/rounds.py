"""Rounds by name: one that a plugin ships, or a file of your own."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import PurePath
from typing import Any

import attrs

from kkrconsult.config import (
    SECTIONS,
    Known,
    KnownPlugin,
    is_file,
    load_round_file,
    local_files,
    local_names,
    parse_round,
)
from kkrconsult.errors import FAULTS, ConfigError, PluginError, Problem, bounded
from kkrconsult.model import Round
from kkrconsult.plugins import Registered, Registry, RoundSpec, load_plugins
from kkrconsult.structure import FrozenMap, did_you_mean

__all__ = ["known_from", "load_round", "local_plugins"]


def load_round(
    source: str | PathLike[str], *, registry: Registry | None = None, allow_local_plugins: bool = False
) -> Round:
    """Load a round.

    Args:
        source: The id of a round that a plugin ships, such as ``midtjylland-klima-2020``; or the path of a
            round file. A text counts as a path if it ends with ``.toml`` or has a slash in it, or else if no
            round has it as its id and there is such a file.
        registry: The plugins; without it, those that are installed.
        allow_local_plugins: Whether a round file may bring Python files of its own, which are run. They are
            part of the registry: give one made with ``load_plugins(local=local_plugins(source))`` here and to
            the functions that use the round. Without a registry, they are loaded for this call alone.

    Returns:
        The round.

    Raises:
        ConfigError: No such round or file, or one that cannot be used; with every problem in it.
        PluginError: The plugin that ships the round failed.
    """
    path = _as_path(source)
    if path is None:
        registry = load_plugins() if registry is None else registry
        entry = next((entry for entry in registry.rounds if entry.name == source), None)
        if entry is not None:
            return _shipped(entry, registry)
        path = fspath(source)
        if not is_file(path):
            raise _no_such_round(path, registry)
    text = load_round_file(path)
    files = local_files(path, local_names(text)) if allow_local_plugins else ()
    if registry is None:
        registry = load_plugins(local=files)
    round_ = parse_round(text, known=known_from(registry), file=path, allow_local_plugins=allow_local_plugins)
    return _rooted(round_, registry, PurePath(path).parent)


def local_plugins(source: str | PathLike[str]) -> tuple[PathLike[str], ...]:
    """Find the Python files that a round file brings with it, for ``load_plugins(local=…)``.

    To load them is to run them: ask for it only where the round file is trusted.

    Args:
        source: What `load_round` takes. A round that a plugin ships brings no files.

    Returns:
        The files; each is there, in the round file's folder or below it.

    Raises:
        ConfigError: The file cannot be read, or it names something else than such files.
    """
    path = _as_path(source)
    if path is None:
        path = fspath(source)
        if not is_file(path):
            return ()
    return local_files(path, local_names(load_round_file(path)))


def known_from(registry: Registry) -> Known:
    """Tell the configuration what a registry has.

    Args:
        registry: The plugins.

    Returns:
        Names, options and codes, for `kkrconsult.config.parse_round` and `kkrconsult.config.round_schema`.
    """
    formats: dict[str, list[type]] = {}
    for exporter in registry.exporters:
        classes = formats.setdefault(exporter.name, [])
        if exporter.spec.options not in classes:
            classes.append(exporter.spec.options)
    absent = [f"{failure.problem.message}." for failure in registry.failures]
    absent += [f"{info} is switched off." for info in registry.disabled_plugins]
    return Known(
        validators=FrozenMap(
            {
                entry.name: KnownPlugin(
                    options=(entry.spec.options,),
                    codes=frozenset(code.name for code in entry.spec.codes),
                    enabled=entry.spec.enabled,
                    summary=entry.spec.summary,
                )
                for entry in registry.validators
            }
        ),
        exporters=FrozenMap(
            {
                entry.name: KnownPlugin(options=tuple(formats[entry.name]), summary=entry.spec.summary)
                for entry in registry.exporters
            }
        ),
        readers=_named(registry.readers),
        groupers=_named(registry.groupers),
        disabled=frozenset(registry.disabled),
        unloaded=frozenset(
            section
            for info in registry.disabled_plugins
            for section in SECTIONS
            if info.kind != "builtin" or info.name == section
        ),
        claimed=frozenset(claim for failure in registry.failures for claim in failure.claims),
        absent=tuple(absent),
    )


def _named(entries: Iterable[Registered[Any]]) -> FrozenMap[str, KnownPlugin]:
    return FrozenMap(
        {entry.name: KnownPlugin(options=(entry.spec.options,), summary=entry.spec.summary) for entry in entries}
    )


def _rooted(round_: Round, registry: Registry, folder: PurePath) -> Round:
    """The round, with files that its exporters use, such as templates, looked for in the folder of the round file."""
    tables = dict(round_.settings.exporters)
    for entry in registry.exporters:
        table = tables.get(entry.name, FrozenMap())
        moved = {name: str(folder / path) for name in entry.spec.files if isinstance(path := table.get(name), str)}
        if moved:
            tables[entry.name] = FrozenMap({**table, **moved})
    return attrs.evolve(round_, settings=attrs.evolve(round_.settings, exporters=FrozenMap(tables)))


def _as_path(source: str | PathLike[str]) -> str | None:
    """The path that a source must be, or None where it may also be an id."""
    name = fspath(source)
    if not isinstance(source, str) or name.endswith(".toml") or "/" in name or "\\" in name:
        return name
    return None


def _shipped(entry: Registered[RoundSpec], registry: Registry) -> Round:
    name = f"round {entry.name} of {entry.plugin}"
    try:
        loaded = entry.spec.load()
    except FAULTS as error:
        message = f"{name} cannot be loaded: {type(error).__name__}: {bounded(str(error))}"
        raise PluginError(message) from error
    if isinstance(loaded, Round):
        return loaded
    if not isinstance(loaded, str):
        raise PluginError(
            f"{name} cannot be loaded: it must give a Round or a round file's text, not {bounded(loaded)}"
        )
    round_ = parse_round(loaded, known=known_from(registry), file=name)
    return round_ if entry.spec.folder is None else _rooted(round_, registry, PurePath(entry.spec.folder))


def _no_such_round(name: str, registry: Registry) -> ConfigError:
    ids = [entry.name for entry in registry.rounds]
    suggestion = did_you_mean(name, ids) or "The path of a round file ends with .toml."
    problem = Problem(
        message="is neither the id of a round nor a file",
        found=bounded(name),
        allowed=", ".join(ids) or None,
        suggestion=suggestion,
    )
    return ConfigError("there is no such round:", [problem])
