"""What of a recorded surface is no more as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from tools.api_surface._surface import Surface

__all__ = ["Break", "breaks"]

Entry = Mapping[str, Any]


@attrs.frozen(order=True)
class Break:
    """Something that works with the recorded surface and not with the present one."""

    name: str
    """The public name, such as ``kkrconsult.Round`` or ``kkrconsult.Round.opens``."""
    what: str
    """What happened to it."""

    def __str__(self) -> str:
        return f"{self.name} {self.what}"


def breaks(recorded: Surface, present: Surface) -> list[Break]:
    """Find what broke, in the order of names."""
    return sorted(set(_surfaces(recorded, present)))


def _surfaces(recorded: Surface, present: Surface) -> Iterator[Break]:
    for name, entry in recorded.items():
        if name not in present:
            yield Break(name, "was removed")
            continue
        yield from _entries(name, _followed(entry, recorded), _followed(present[name], present))


def _followed(entry: Entry, surface: Surface) -> Entry:
    """What an alias stands for. Which of two names is the alias is of no interest to anyone."""
    return surface.get(entry["of"], entry) if entry["kind"] == "alias" else entry


def _entries(name: str, old: Entry, new: Entry) -> Iterator[Break]:
    if old["kind"] != new["kind"]:
        yield Break(name, f"was a {old['kind']} and is a {new['kind']}")
    elif old["kind"] == "class":
        yield from _classes(name, old, new)
    elif old["kind"] == "function":
        yield from _parameters(name, old.get("parameters", ()), new.get("parameters", ()))


def _classes(name: str, old: Entry, new: Entry) -> Iterator[Break]:
    for base in old.get("bases", ()):
        if base not in new.get("bases", ()):
            yield Break(name, f"is no {base} any more")
    fields, given = old.get("fields", ()), new.get("fields", ())
    members = new.get("members", {})
    still = {field["name"] for field in given} | members.keys()
    fresh = sorted(still - {field["name"] for field in fields} - old.get("members", {}).keys())
    hint = f"; new are: {', '.join(fresh)}" if fresh else ""
    for member, entry in old.get("members", {}).items():
        if member not in still:
            yield Break(f"{name}.{member}", f"was removed{hint}")
        elif member in members:
            yield from _members(f"{name}.{member}", entry, members[member])
    for field in fields:
        if field["name"] not in still:
            yield Break(f"{name}.{field['name']}", f"was removed{hint}")
    yield from _fields(name, fields, given)


def _members(name: str, old: Entry, new: Entry) -> Iterator[Break]:
    yield from _entries(name, old, new)
    # Of a class, such as a member of an enumeration: files and other programs have its value.
    if old["kind"] == new["kind"] == "attribute" and old.get("value") != new.get("value"):
        yield Break(name, f"was {old.get('value')} and is {new.get('value')}")


def _fields(name: str, old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Break]:
    before = {field["name"]: field for field in old}
    after = {field["name"]: field for field in new}
    for key, field in after.items():
        if key not in before and "default" not in field:
            yield Break(f"{name}.{key}", "is new and has no default; records grow by fields that have one")
    for key, field in before.items():
        if key in after:
            yield from (Break(f"{name}.{key}", what) for what in _given(field, after[key]))
    yield from _order(name, old, new)


def _parameters(name: str, old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Break]:
    before = {one["name"]: one for one in old}
    after = {one["name"]: one for one in new}
    fresh = [key for key in after if key not in before]
    for key, one in before.items():
        if key not in after:
            hint = f"; new are: {', '.join(fresh)}" if fresh else ""
            yield Break(name, f"has lost the parameter {key}{hint}")
            continue
        yield from (Break(name, f"has a parameter {key} that {what}") for what in _given(one, after[key]))
    for key in fresh:
        if "default" not in after[key] and "variadic" not in after[key]["kind"]:
            yield Break(name, f"has a new parameter {key} without a default")
    yield from _order(name, old, new)


def _given(old: Entry, new: Entry) -> Iterator[str]:
    """What broke of one parameter or field."""
    if "default" in old and "default" not in new:
        yield "has no default any more"
    elif "default" in old and old["default"] != new["default"]:
        yield f"had the default {old['default']} and has {new['default']}"
    ways = (old["kind"], new["kind"])
    if ways[0] != ways[1] and ways[1] != "positional or keyword":
        yield f"was {ways[0]} and is {ways[1]}"


def _order(name: str, old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Break]:
    """What is given by position must keep its place."""
    placed = [one["name"] for one in old if one["kind"].startswith("positional")]
    now = [one["name"] for one in new if one["kind"].startswith("positional")]
    kept = [key for key in placed if key in now]
    if kept != now[: len(kept)]:
        yield Break(name, f"takes by position {', '.join(now)}, where it took {', '.join(placed)}")
