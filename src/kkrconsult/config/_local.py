"""Plugins that stand as Python files beside a round file.

Here is said which names are acceptable, before any file is touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath

from kkrconsult.config._text import load_toml
from kkrconsult.errors import Problem, bounded

__all__ = ["local_names", "local_problems"]


def local_problems(names: Iterable[str], *, allowed: bool) -> list[Problem]:
    """Complain of names of local plugins.

    Args:
        names: What stands under ``local`` in ``[plugins]``.
        allowed: Whether the caller lets a round file bring plugins. They are programs: to run them is to
            trust the file.
    """
    names = list(names)
    if names and not allowed:
        return [
            Problem(
                message="names Python files to be run, which is not allowed here",
                path=("plugins", "local"),
                found=bounded(", ".join(names)),
                suggestion="If you trust it, allow it: allow_local_plugins=True, or --allow-local-plugins.",
            )
        ]
    return [
        Problem(
            message="must be the name of a Python file in the round file's folder, or below it",
            path=("plugins", "local", index),
            found=bounded(name),
            allowed="such as min_regel.py",
        )
        for index, name in enumerate(names)
        if not _stays_inside(name)
    ]


def _stays_inside(name: str) -> bool:
    """Judge by the name alone, alike on every system; where links lead is seen when the file is opened."""
    path = PurePosixPath(name)
    plain = "\\" not in name and "\0" not in name and not PureWindowsPath(name).drive
    return plain and not path.is_absolute() and ".." not in path.parts and path.suffix == ".py"


def local_names(text: str) -> tuple[str, ...]:
    """The local plugins that a round file names, without judging them; none where it cannot be read."""
    data = load_toml(text.removeprefix("\ufeff"))
    plugins = data.get("plugins") if isinstance(data, dict) else None
    names = plugins.get("local") if isinstance(plugins, dict) else None
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()
