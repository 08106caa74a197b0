"""A glance at what is installed: mostly nothing of it is a plugin, and importlib.metadata need not be loaded to know.

Loading it takes as long as all of the package that lists plugins. It stays what reads them where there may be any.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder

__all__ = ["may_name"]


def may_name(group: str, own: str) -> bool:
    """Whether some installed distribution may have entry points of a group. Only a no is sure.

    Args:
        group: The group.
        own: The distribution whose own entry points are known to be in other groups.
    """
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    # Whatever else finds distributions, or is no folder, is not looked into here.
    return finders != [PathFinder] or any(_may(folder, group.encode(), own) for folder in sys.path)


def _may(folder: str, word: bytes, own: str) -> bool:
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208
    except FileNotFoundError:
        return False
    except OSError:
        return True
    if folder.lower().endswith(".egg"):
        return True
    return any(
        _mentions(os.path.join(folder, name, "entry_points.txt"), word)  # noqa: PTH118 - pathlib is slow to load
        for name in names
        if name.lower().endswith((".dist-info", ".egg-info")) and name.partition("-")[0] != own
    )


def _mentions(file: str, word: bytes) -> bool:
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return word in stream.read()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
