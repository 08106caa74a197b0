"""Little that is kept of each of very many responses: rows, put away in blocks.

A tuple of texts and moments takes hundreds of bytes and microseconds to pickle. A block holds thousands of rows by
columns, the texts of a column end to end, and takes what the letters take.

Example:
    >>> unpacked(joined(packed(["Skive", "Ærø"]), packed(["Aarhus"])))
    ['Skive', 'Ærø', 'Aarhus']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, Protocol, Self, TypeVar

__all__ = ["LIMIT", "Block", "Kept", "joined", "packed", "unpacked"]

LIMIT: Final = 4096
"""How many rows a block has at most."""

_BETWEEN: Final = "\n"
_CODEC: Final = ("utf-8", "surrogatepass")


class Block(Protocol):
    """Some rows, one at least, by columns. It never changes."""

    @property
    def size(self) -> int:
        """How many rows there are."""
        ...

    def and_then(self, other: Self, /) -> Self:
        """These rows and then others."""
        ...


Row = TypeVar("Row", bound=tuple[Any, ...])
B = TypeVar("B", bound=Block)


class Kept(Generic[Row, B]):
    """Rows in the order in which they were added. Mutable; it can be copied and pickled for little."""

    def __init__(self, pack: Callable[[Sequence[Row]], B]) -> None:
        """Begin.

        Args:
            pack: Makes a block of rows; to be pickled it must be a function of a module or class.
        """
        self._pack = pack
        self._rows: list[Row] = []
        self._blocks: list[B] = []

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_rows": [], "_blocks": list(self.blocks())}

    def add(self, row: Row) -> None:
        """Add a row."""
        self._rows.append(row)
        if len(self._rows) >= LIMIT:
            self.blocks()

    def blocks(self) -> tuple[B, ...]:
        """All rows, in their order."""
        if self._rows:
            self._put(self._pack(self._rows))
            self._rows = []
        return tuple(self._blocks)

    def copy(self) -> Kept[Row, B]:
        """One that can go on without changing this one."""
        twin = Kept(self._pack)
        twin._blocks = list(self.blocks())
        return twin

    def merge(self, other: Kept[Row, B]) -> None:
        """Add the rows of another."""
        self.blocks()
        for block in other.blocks():
            self._put(block)

    def _put(self, block: B) -> None:
        """Add a block, as one with the last where they are small, so that many small parts are few blocks."""
        if self._blocks and self._blocks[-1].size + block.size <= LIMIT:
            block = self._blocks.pop().and_then(block)
        self._blocks.append(block)


def packed(texts: Iterable[str]) -> bytes:
    """Texts as one; none of them may have a line feed."""
    return _BETWEEN.join(texts).encode(*_CODEC)


def unpacked(data: bytes) -> list[str]:
    """The texts again; there must be one at least."""
    return data.decode(*_CODEC).split(_BETWEEN)


def joined(first: bytes, second: bytes) -> bytes:
    """The packed texts of two blocks as those of one."""
    return b"\n".join((first, second))
