"""Texts as a sheet can hold them: nothing is lost on the way, and what had to be shortened says so."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

__all__ = ["FULL_CELL", "LONGEST_CELL", "chunks", "cut", "lines_of", "sheet_text", "units"]

LONGEST_CELL = 32_000
"""Most characters that are put into one cell; Excel's limit is 32,767, in units of UTF-16."""

FULL_CELL = LONGEST_CELL // 2
"""A cell with fewer characters is not one in which a longer text was begun."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c]")
_IMPOSSIBLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sheet_text(text: str) -> str:
    r"""A text as every format can hold it.

    Line ends become line feeds. Control characters and halves of characters, which no document can hold, become
    U+FFFD, so that they are seen.

    >>> sheet_text("=1+1\r\nå")
    '=1+1\nå'
    """
    return _IMPOSSIBLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def chunks(text: str, limit: int = LONGEST_CELL) -> tuple[str, ...]:
    """Part a text into pieces that fit into a cell each; put together they are the text.

    Words stay whole where that can be helped. Each piece but the last is longer than `FULL_CELL`.
    """
    return tuple(_chunks(text, limit))


def _chunks(text: str, limit: int) -> Iterator[str]:
    while units(text) > limit:
        # As many characters as fit, however many of them count twice.
        end = limit // 2
        taken = units(text[:end])
        while end < len(text) and taken + units(text[end]) <= limit:
            taken += units(text[end])
            end += 1
        places = range(end, end - limit // 8, -1)
        best = next((place for place in places if text[place - 1] == " " != text[place]), end)
        yield text[:best]
        text = text[best:]
    yield text


_SHARES = ((" ijl.,:;'I", 0.48), ("frt-()!/J", 0.66), ("csz", 0.82), ("mw", 1.5), ("æÆMW%&", 1.6))
_WIDTHS: Mapping[str, float] = {
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZØÅ", 1.15),
    **{sign: share for signs, share in _SHARES for sign in signs},
}
"""How wide a letter is, in widths of a digit; as Calibri and most fonts without serifs have it."""


@functools.lru_cache(maxsize=4096)
def _width(word: str) -> float:
    return sum(_WIDTHS.get(sign, 1.0) for sign in word)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes; words are not parted unless they are longer than a line.

    Args:
        text: The text.
        width: How many digits fit into a line.
    """
    space, count = _WIDTHS[" "], 0
    for line in text.split("\n"):
        count += 1
        left = width
        for word in line.split(" "):
            size = _width(word)
            if size > left and left < width:
                count += 1
                left = width
            while size > width:
                count += 1
                size -= width
            left -= size + space
    return count


def cut(text: str, note: str, limit: int = LONGEST_CELL) -> str:
    """Shorten a text to what fits into one cell, and say so at its end.

    Args:
        text: The text.
        note: What its last line says.
        limit: Most characters of the result, as Excel counts them.
    """
    if units(text) <= limit:
        return text
    return f"{chunks(text, limit - units(note) - 3)[0].rstrip()} …\n{note}"
