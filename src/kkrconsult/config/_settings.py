"""The tables of plugins' options in a round file: checked against the plugins, kept as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kkrconsult.config._known import SECTIONS, Known, KnownPlugin
from kkrconsult.config.options import bind_options, bind_validator
from kkrconsult.errors import ConfigError, Path, Problem, bounded
from kkrconsult.structure import FrozenMap, did_you_mean

__all__ = ["check_settings", "plain_settings"]

_MOST_NAMES = 8

Tables = Mapping[str, Mapping[str, object]]


def plain_settings(tables: Tables) -> FrozenMap[str, FrozenMap[str, object]]:
    """Keep tables as data that JSON can hold without loss: dates and times become ISO 8601 texts."""
    return FrozenMap(
        {name: FrozenMap({key: _plain(item) for key, item in table.items()}) for name, table in tables.items()}
    )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return FrozenMap({key: _plain(item) for key, item in value.items()})
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def check_settings(section: str, tables: Tables, known: Known) -> list[Problem]:
    """Say what is wrong with the tables of one section.

    Args:
        section: ``validators``, ``exporters``, ``readers`` or ``groupers``.
        tables: Options by name of the plugin, as `plain_settings` gives them.
        known: What there is.
    """
    plugins = known.section(section)
    problems: list[Problem] = []
    for name, table in tables.items():
        path: Path = (section, name)
        if name in plugins:
            problems += _check(section, plugins[name], table, path)
        elif not known.leaves_out(section, name):
            problems.append(unknown_plugin(section, name, path, known))
    return problems


def unknown_plugin(section: str, name: str, path: Path, known: Known) -> Problem:
    """The problem that there is no such validator, exporter, reader or grouper."""
    names = sorted(known.section(section))
    kind = SECTIONS[section]
    suggestion = did_you_mean(name, names)
    if suggestion is None and known.absent:
        suggestion = "\n      ".join(["It may be of a plugin that is not in use:", *known.absent])
    return Problem(
        message=f"there is no {kind} of this name",
        path=path,
        found=bounded(name),
        allowed=_few(names) or "none",
        suggestion=suggestion,
    )


def _few(names: Sequence[str]) -> str:
    """Names to choose from, as many as can be taken in."""
    left = len(names) - _MOST_NAMES
    return ", ".join(names if left <= 1 else (*names[:_MOST_NAMES], f"and {left} more"))


def _check(section: str, plugin: KnownPlugin, table: Mapping[str, object], path: Path) -> list[Problem]:
    problems: dict[Problem, None] = {}  # Formats that share a table share its problems.
    for options in plugin.options:
        try:
            if section == "validators":
                bind_validator(options, plugin.codes, table, enabled=plugin.enabled, path=path)
            else:
                bind_options(options, table, path=path, shared=plugin.options)
        except ConfigError as error:
            problems |= dict.fromkeys(error.problems)
    return list(problems)
