"""What the changelog fragments say of public names."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["named"]

_KINDS = ("removed", "changed", "deprecated")
_QUOTED = re.compile(r"`([^`]+)`")


def named(folder: Path) -> set[str]:
    """The names in backticks of those fragments that tell of breaks, each as ``kkrconsult.…``.

    Args:
        folder: The folder with the fragments, named ``<something>.<kind>.md``.
    """
    texts = [path.read_text(encoding="utf-8") for kind in _KINDS for path in sorted(folder.glob(f"*.{kind}.md"))]
    quoted = (match for text in texts for match in _QUOTED.findall(text))
    return {f"kkrconsult.{_bare(one)}" for one in quoted}


def _bare(quoted: str) -> str:
    name = quoted.partition("(")[0].strip()
    return re.sub(r"^(kkrconsult|kc)\.", "", name)
