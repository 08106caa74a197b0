"""What every reader does with a stream: take no more than a limit, and stop where problems do not end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, TypeVar

from kkrconsult.findings import Finding
from kkrconsult.formats.problems import finding, not_a_response, place

__all__ = ["LARGEST_FILE", "MOST_PROBLEMS", "limited", "whole"]

T = TypeVar("T")

LARGEST_FILE = 50_000_000
"""Most bytes of a file that is read as a whole, unless an option says otherwise."""
MOST_PROBLEMS = 1000
"""Most problems of one file. A file with more is of another kind, or hostile; each of them costs memory."""


def whole(stream: BinaryIO, name: str, limit: int) -> bytes | Finding:
    """Everything in a stream, or the finding that it is too much."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        return finding("file.too-large", place(name), size=len(data), limit=limit)
    return data


def limited(items: Iterable[T], name: str, codes: Iterable[str] = ()) -> Iterator[T | Finding]:
    """Pass on what a reader finds, up to too many problems.

    Args:
        items: Responses, documents and findings.
        name: Name of the file.
        codes: Codes of findings that are no problems: a response comes with each of them.
    """
    harmless = frozenset(codes)
    problems = 0
    for item in items:
        yield item
        if isinstance(item, Finding) and item.code not in harmless:
            problems += 1
            if problems >= MOST_PROBLEMS:
                yield not_a_response(
                    name,
                    da=f"den har mindst {MOST_PROBLEMS} fejl; resten er ikke læst",
                    en=f"it has at least {MOST_PROBLEMS} faults; the rest was not read",
                )
                return
