"""Why a plugin is there or not: each step that it took, as text or JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence

import attrs
import click

import kkrconsult as kc
from kkrconsult.plugins import Absent, Steps, Unconnected, seek
from kkrconsult.plugins import explain as explain_plugins
from kkrconsult.structure import encode

__all__ = ["EVERY", "steps"]

EVERY = "*"
"""Stands for a name where none was given."""


def steps(registry: kc.Registry, form: str, name: str, again: Iterable[str] = (), *, traceback: bool) -> bool:
    """Show the steps of every plugin, or of those that a name leads to.

    Args:
        registry: The plugins.
        form: ``text`` or ``json``.
        name: Name of a plugin, a distribution or a record; or `EVERY`.
        again: Words of the command line that have to be given again, to come to the same plugins.
        traceback: Whether to show where exceptions came from.

    Returns:
        Whether all that was asked for is in use, or disabled as the caller wished.
    """
    rows = explain_plugins(registry, None if name == EVERY else name)
    absent = None if rows else seek(registry, name)
    untold = any(row.traceback for row in rows) and not traceback
    if not traceback:
        rows = [attrs.evolve(row, traceback="") for row in rows]
    if form == "json":
        data = {"plugins": [encode(row) for row in rows], "absent": None if absent is None else encode(absent)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_absent(absent) if absent is not None else _told(rows)))
        if untold:
            asked = [*(() if name == EVERY else (name,)), *again, "--traceback"]
            click.echo(f"For the traceback: kkrconsult plugins --explain {shlex.join(asked)}")
    return bool(rows) and all(row.outcome in ("registered", "disabled") for row in rows)


def _told(rows: Sequence[Steps]) -> Iterator[str]:
    for row in rows:
        origin = " ".join(part for part in (row.distribution, row.version) if part)
        yield f"{row.name}  {row.kind}  {origin}".rstrip() + f": {row.outcome}"
        yield from (f"  {line}" for line in _lines(row))


def _lines(row: Steps) -> Iterator[str]:
    said = {"found": _found(row), "loaded": row.path, "validated": _validated(row), "registered": None}
    for step in row.passed:
        yield f"{step}: {said[step]}" if said[step] else step
    if row.outcome == "disabled":
        yield f"disabled by the caller: {', '.join(row.disabled_by)}; it was not loaded"
    elif row.why is not None:
        step = next(one for one in said if one not in row.passed)
        yield f"not {step}: {row.why}"
        yield from (f"clashes with: {other}" for other in row.conflicts)
        yield from (f"  {line}" for line in row.traceback.rstrip().splitlines())
    if row.withheld:
        yield f"disabled by the caller: {', '.join(row.withheld)}"


def _found(row: Steps) -> str:
    if row.entry_point is not None:
        owner = row.distribution or "no known distribution"
        where = f" ({row.folder})" if row.folder else ""
        return f'entry point {row.name} = "{row.entry_point}" in group kkrconsult of {owner}{where}'
    known = {"builtin": "shipped with kkrconsult", "given": "given by the program"}
    if row.kind == "local":
        return f"file {row.path}"
    return known.get(row.kind, row.folder or "")


def _validated(row: Steps) -> str:
    asked = f"asks for API {row.api}; " if row.api else ""
    return f"{asked}gives {', '.join(row.records) or 'nothing'}"


def _absent(absent: Absent) -> Iterator[str]:
    yield f"{absent.name}: not found. No entry point in the group kkrconsult, and no record, is called so."
    if absent.hint:
        yield f"  {absent.hint}"
    if not absent.unconnected:
        if absent.hint:
            return
        yield "  Nothing is installed in this environment that mentions kkrconsult without such an entry point."
        yield "  Is the plugin installed here? kkrconsult runs with the Python that it was installed with."
        return
    for one in absent.unconnected:
        yield f"  {one.name} {one.version or ''}".rstrip() + f" is installed: {_unconnected(one)}"
    example = absent.unconnected[0].name
    module = example.replace("-", "_").replace(".", "_").lower()
    yield "  If one of these is the plugin, its pyproject.toml lacks these lines; install it again once they are there:"
    yield ""
    yield "    [project.entry-points.kkrconsult]"
    yield f'    {absent.name} = "{module}"'


def _unconnected(one: Unconnected) -> str:
    if not one.groups:
        return f"{one.why}, but has no entry point in the group kkrconsult."
    many = len(one.groups) > 1
    return f"its entry points are in the group{'s' if many else ''} {', '.join(one.groups)}; the group is kkrconsult."
