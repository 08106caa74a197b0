"""Packages whose names are loaded when they are first asked for (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["lazily"]


def lazily(space: dict[str, Any], homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a package.

    Without a lock: importing has locks of its own, and one more, held while something is imported, could meet them in
    the other order in another thread.

    Args:
        space: The names of the package; what is loaded is kept there, so that the next look-up does not come here.
        homes: The names that each module has, in one text a module; modules as in a relative import.
    """

    def load(name: str) -> Any:
        from importlib import import_module

        for module, names in homes.items():
            if name in names.split():
                found = space[name] = getattr(import_module(module, space["__name__"]), name)
                return found
        raise AttributeError(f"module {space['__name__']!r} has no attribute {name!r}")

    return load
