"""Why a plugin is not there at all: what is installed that looks as if it were meant."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from kkrconsult.plugins._found import GROUP
from kkrconsult.plugins.introspect import explain
from kkrconsult.plugins.registry import Registry
from kkrconsult.structure import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import Distribution

__all__ = ["Absent", "Unconnected", "seek"]

_NAME = re.compile(r"[A-Za-z0-9]+(?:[-_.]+[A-Za-z0-9]+)*")


@attrs.frozen(kw_only=True)
class Unconnected:
    """An installed distribution that has to do with the library, but has no entry point for it."""

    name: str
    """Its name."""
    version: str | None = None
    """Its version."""
    why: str
    """What connects it with the library."""
    groups: tuple[str, ...] = ()
    """Groups of its entry points that look like the right one."""


@attrs.frozen(kw_only=True)
class Absent:
    """A name that no plugin has."""

    name: str
    """The name that was asked for."""
    hint: str | None = None
    """A name that is nearly the same, as a question."""
    unconnected: tuple[Unconnected, ...] = ()
    """What is installed without an entry point, by name."""


def seek(registry: Registry, name: str) -> Absent:
    """Look for what may be meant by the name of a plugin that is not there.

    Args:
        registry: The plugins that are there.
        name: The name.
    """
    known = {
        part for row in explain(registry) for part in (row.name, row.distribution, *map(_record, row.records)) if part
    }
    return Absent(name=name, hint=did_you_mean(name, sorted(known)), unconnected=tuple(_unconnected()))


def _record(record: str) -> str:
    return record.partition(":")[2]


def _unconnected() -> Iterator[Unconnected]:
    from importlib.metadata import distributions

    found: dict[str, Unconnected] = {}
    for dist in distributions():
        # It is somebody else's distribution, with any kind of damage.
        with contextlib.suppress(Exception):
            one = _one(dist)
            if one is not None:
                found.setdefault(one.name, one)
    yield from (found[name] for name in sorted(found))


def _one(dist: Distribution) -> Unconnected | None:
    name = dist.metadata["Name"]
    groups = {point.group for point in dist.entry_points}
    if not name or name.lower() == GROUP or GROUP in groups:
        return None
    needs = any((match := _NAME.match(one)) and match[0].lower() == GROUP for one in dist.requires or ())
    alike = tuple(sorted(group for group in groups if GROUP in group.lower()))
    if needs:
        why = f"it depends on {GROUP}"
    elif alike:
        why = "it has entry points of a group with nearly this name"
    elif GROUP in name.lower():
        why = f"it has {GROUP} in its name"
    else:
        return None
    return Unconnected(name=name, version=dist.version, why=why, groups=alike)
