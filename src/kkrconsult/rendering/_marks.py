"""Names of bookmarks at headings, for links from the table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kkrconsult.paper import Heading

__all__ = ["marks"]

_LONGEST_NAME = 40


def marks(headings: Sequence[Heading]) -> list[str]:
    """The name of a bookmark for each heading: what Word allows in one, each only once.

    Names that begin so are those that Word gives headings itself, and hides among the bookmarks of a reader.
    """
    found: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = f"_Toc_{re.sub(r'[^0-9A-Za-z]', '_', heading.anchor) or number}"
        found.append(name if len(name) <= _LONGEST_NAME and name not in found else f"_Toc__{number}")
    return found
