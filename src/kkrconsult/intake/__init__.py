"""Reading an inbox: files, folders, zip archives and streams, each file to exactly one end; and large files in parts.

Lazy like the package itself: whoever reads parts of a file needs nothing that recognises letters.
"""

from __future__ import annotations

from kkrconsult._lazy import lazily

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.intake._again import ResponseSource, once_more
    from kkrconsult.intake._files import Limits
    from kkrconsult.intake._inbox import read_inbox
    from kkrconsult.intake._opening import is_url, name_of, shown
    from kkrconsult.intake._parts import FilePart, Reading, lines_before, moved, parts_of

__all__ = [
    "FilePart",
    "Limits",
    "Reading",
    "ResponseSource",
    "is_url",
    "lines_before",
    "moved",
    "name_of",
    "once_more",
    "parts_of",
    "read_inbox",
    "shown",
]

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = lazily(
        globals(),
        {
            "._again": "ResponseSource once_more",
            "._files": "Limits",
            "._inbox": "read_inbox",
            "._opening": "is_url name_of shown",
            "._parts": "FilePart Reading lines_before moved parts_of",
        },
    )

    def __dir__():
        return sorted({*globals(), *__all__})
