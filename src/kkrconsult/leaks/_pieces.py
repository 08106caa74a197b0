"""What a file says, piece by piece, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

__all__ = ["Extract", "Piece", "Place"]

Place = tuple[str, ...]
"""Where something stands: names of files within files, a page, a kind of field; outermost first."""


@attrs.frozen(kw_only=True)
class Piece:
    """A part of what a file says, or what could not be looked into."""

    where: Place = ()
    """Its place."""
    text: str = ""
    """What it says. Line breaks part what does not belong together."""
    prose: bool = True
    """Whether it is text as people read it; elsewhere four pairs of digits are as often coordinates as a number to
    call."""
    problem: str | None = None
    """Why it could not be looked into; None where it could."""


Extract = Callable[[bytes, Place, int], Iterator[Piece]]
"""Finds the pieces of a file within another: its bytes, its place, and how deep it stands."""
