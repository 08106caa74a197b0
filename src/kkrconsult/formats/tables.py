"""Comma-separated values as text: rows in, rows out (RFC 4180, with the separators that Excel uses).

The standard library's module is not used for reading, because one quotation mark too many makes it take the rest of the
file for one cell, and its limit on cells is a setting of the whole process. Here such a mark costs the rows that it
hides, and its place is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

__all__ = ["BrokenRow", "Row", "read_rows", "write_row"]

_NEEDS_QUOTES = re.compile(r"""[";,\t\r\n]|^\s|\s\Z""")
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_LINE_END = re.compile(r"\r\n?|\n")
_REST_OF_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
_MOST_ATTEMPTS = 1000


@attrs.frozen
class Row:
    """A row that could be read."""

    line: int
    """The line on which it begins, counted from 1."""
    cells: tuple[str, ...]
    """Its cells."""


@attrs.frozen
class BrokenRow:
    """A row whose quotation marks do not fit together."""

    line: int
    """The line on which it begins."""
    last: int
    """The last line that is lost with it."""


def write_row(cells: Iterable[str], delimiter: str) -> str:
    """Write a row with its line end; quotation marks stand where any reader might need them."""
    return delimiter.join(map(_written, cells)) + "\r\n"


def _written(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def read_rows(text: str, delimiter: str, *, longest: int, line: int = 1) -> Iterator[Row | BrokenRow]:
    """Read the rows of a table.

    After a broken row, reading goes on with the next line that has as many cells as the first row.

    Args:
        text: The table.
        delimiter: The character between cells.
        longest: Most characters of one quoted cell; one that goes on for longer was never closed.
        line: Number of the text's first line.
    """
    scan = _Scan(text, delimiter, longest)
    position, width, attempts = 0, 0, 0
    while position < len(text):
        cells, end = scan.row(position)
        if cells is not None:
            width = width or len(cells)
            yield Row(line, cells)
        else:
            end = scan.next_line(position)
            while end < len(text) and attempts < _MOST_ATTEMPTS:
                attempts += 1
                found, _ = scan.row(end)
                if found is not None and len(found) == width:
                    break
                end = scan.next_line(end)
            else:
                end = len(text)
            yield BrokenRow(line, line + _lines(text, position, end) - (text[end - 1] in "\r\n"))
        line += _lines(text, position, end)
        position = end


class _Scan:
    """Reads single rows of a text."""

    def __init__(self, text: str, delimiter: str, longest: int) -> None:
        self._text = text
        self._delimiter = delimiter
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
        self._longest = longest

    def row(self, position: int) -> tuple[tuple[str, ...] | None, int]:
        """The cells of the row that begins here, and where the next one begins; no cells where it is broken."""
        cells: list[str] = []
        while True:
            if self._text.startswith('"', position):
                match = _QUOTED.match(self._text, position, position + self._longest + 2)
                if match is None:
                    return None, position
                cells.append(match[1].replace('""', '"') if '""' in match[1] else match[1])
            else:
                match = self._plain.match(self._text, position)
                assert match is not None  # noqa: S101 - it matches nothing too
                cells.append(match[0])
            position = match.end()
            if self._text.startswith(self._delimiter, position):
                position += 1
                continue
            ending = _LINE_END.match(self._text, position)
            if ending is None and position < len(self._text):
                return None, position
            return tuple(cells), ending.end() if ending else position

    def next_line(self, position: int) -> int:
        """Where the line after the one at a position begins."""
        match = _REST_OF_LINE.match(self._text, position)
        assert match is not None  # noqa: S101 - it matches nothing too
        return match.end()


def _lines(text: str, begin: int, end: int) -> int:
    """How many lines end in a part of a text; a carriage return with a line feed behind it is one."""
    feeds, returns = text.count("\n", begin, end), text.count("\r", begin, end)
    return feeds + returns - text.count("\r\n", begin, end)
