"""Where in a TOML text each key stands.

`tomllib` gives values without positions, but a message about a round file has to name a line. This
module walks over a text that `tomllib` has already accepted and notes where every key begins. It judges
nothing and builds no values: strings, numbers and dates are only stepped over.

The syntax followed is TOML 1.0 (https://toml.io/en/v1.0.0). What TOML 1.1 adds (line breaks and trailing
commas in inline tables, two more escapes) is followed too, so that a newer `tomllib` needs no change here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

import attrs

Path = tuple[str | int, ...]
"""Keys and array indexes from the top of the document, such as `("tracks", 0, "title", "da")`."""

_MAX_DEPTH: Final = 100
# A path costs memory for each of its steps, so a hostile text nested n deep would cost n squared. Deeper
# values are still stepped over; they just have no position of their own.

# No pattern below can match the same text in two ways, so that a failed match costs no more than the text
# it looked at, and the scan stops there: time stays linear.
_LITERAL = r"'[^'\n]*'"
_BASIC = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_LONG_LITERAL = r"'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
_LONG_BASIC = r'"""[^"\\]*(?:(?:\\(?s:.)|"{1,2}(?!"))[^"\\]*)*"{3,5}'
_PLAIN = r"""[^\s,\[\]{}#"'=]"""

_BLANK = re.compile(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_GAP = re.compile(r"[ \t\r\n,]*(?:#[^\n]*[ \t\r\n,]*)*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
_HEADER = re.compile(r"\[\[?")
_KEY_PART = re.compile(rf"[ \t]*(?P<key>[A-Za-z0-9_-]+|{_LITERAL}|{_BASIC})[ \t]*(?P<dot>\.?)")
_EQUALS = re.compile(r"=[ \t]*")
_VALUE = re.compile(
    rf"[\[{{]|{_LONG_LITERAL}|{_LONG_BASIC}|(?!''')(?:{_LITERAL})|(?!\"\"\")(?:{_BASIC})"
    rf"|{_PLAIN}+(?:[ ][0-9]{_PLAIN}*)?"  # a blank may part a date from its time
)
# The hexadecimal forms admit only what `chr` accepts; anything else is left as it is written.
_ESCAPE = re.compile(
    r"\\(?:(?:u|U0000)(?P<short>[0-9A-Fa-f]{4})|U00(?P<long>(?:0[1-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
    r"|x(?P<byte>[0-9A-Fa-f]{2})|(?P<letter>.))"
)
_LETTERS: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


@attrs.frozen
class Position:
    """A place in a text, as an editor shows it."""

    line: int
    """Line number, from 1. Only a line feed, alone or after a carriage return, ends a line."""
    column: int
    """Column, from 1, in characters (not bytes)."""


def key_positions(text: str) -> Mapping[Path, Position]:
    """Find where each key of a TOML text begins.

    Time grows linearly with the text. Nothing is raised for any text: where the scan cannot follow the
    text, it stops and returns what it has found so far.

    Args:
        text: A TOML document that `tomllib.loads` accepts, exactly as it stands in the file.

    Returns:
        A position for every path of the document: keys, every step of a dotted key, table headers, elements
        of arrays and of arrays of tables, and keys in inline tables. A key is found where it is first written
        (a quoted key at its quote), an array element where its value begins, and an element of an array of
        tables at the last key of its header. Paths of more than 100 steps are left out; `locate` finds what
        encloses them.
    """
    return _Scan(text).run()


def locate(positions: Mapping[Path, Position], path: Path) -> Position | None:
    """Find the position to show for a path, which may be missing from the text.

    Args:
        positions: What `key_positions` returned.
        path: The path that a message is about.

    Returns:
        The position of the path, else of the nearest thing around it, else None.
    """
    for end in range(len(path), 0, -1):
        position = positions.get(path[:end])
        if position is not None:
            return position
    return None


class _Scan:
    """One pass over one text; its methods read at the cursor and say False when they cannot."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cursor = 0
        self._found: dict[Path, Position] = {}
        self._last_index: dict[Path, int] = {}  # per array of tables: the element that is being filled
        self._table: Path = ()
        self._line = 1
        self._line_start = 0
        self._counted = 0  # line feeds before this offset are in _line

    def run(self) -> dict[Path, Position]:
        self._take(_BLANK)
        while self._statement() and self._take(_REST_OF_LINE):
            self._take(_BLANK)
        return self._found

    def _statement(self) -> bool:
        opening = self._take(_HEADER)
        if opening is not None:
            return self._header("]" * len(opening[0]))
        path = self._assignment(self._table)
        return path is not None and self._value(path)

    def _header(self, closing: str) -> bool:
        parts = self._key()
        if not parts or not self._text.startswith(closing, self._cursor):
            return False
        self._cursor += len(closing)
        if closing == "]":
            self._table = self._enter((), parts)
        else:
            *outer, (name, offset) = parts
            array = self._step(self._enter((), outer), name, offset)
            index = self._last_index[array] = self._last_index.get(array, -1) + 1
            self._table = self._step(array, index, offset)
        return True

    def _assignment(self, table: Path) -> Path | None:
        """Read a key and its equals sign; give the path of the value that follows."""
        parts = self._key()
        if not parts or not self._take(_EQUALS):
            return None
        return self._enter(table, parts)

    def _value(self, path: Path) -> bool:
        """Step over a value and note what is inside it. A stack, not recursion: nesting may be deep."""
        # The containers around the cursor: an array with a counter, an inline table without.
        containers: list[tuple[Path, count[int] | None]] = []
        while True:
            start = self._cursor
            token = self._take(_VALUE)
            if token is None:
                return False
            # Only array elements are new here: a key was noted when it was read, and the first note stands.
            self._note(path, start)
            if token[0] == "[":
                containers.append((path, count()))
            elif token[0] == "{":
                containers.append((path, None))
            while containers:
                container, indexes = containers[-1]
                self._take(_GAP)
                if self._text.startswith("}" if indexes is None else "]", self._cursor):
                    self._cursor += 1
                    containers.pop()
                    continue
                inner = self._assignment(container) if indexes is None else _child(container, next(indexes))
                if inner is None:
                    return False
                path = inner
                break
            else:
                return True

    def _key(self) -> list[tuple[str, int]]:
        """Read a key; give the name and offset of each part, or nothing where there is no key."""
        parts: list[tuple[str, int]] = []
        while True:
            part = self._take(_KEY_PART)
            if part is None:
                return []
            parts.append((_name(part["key"]), part.start("key")))
            if not part["dot"]:
                return parts

    def _enter(self, path: Path, parts: Sequence[tuple[str, int]]) -> Path:
        """Follow a key from a path. A key that names an array of tables means the last element so far."""
        for name, offset in parts:
            path = self._step(path, name, offset)
            if path in self._last_index:
                path = _child(path, self._last_index[path])
        return path

    def _step(self, path: Path, key: str | int, offset: int) -> Path:
        path = _child(path, key)
        self._note(path, offset)
        return path

    def _note(self, path: Path, offset: int) -> None:
        """Keep the position of a path that is new. Offsets never decrease, so each line is counted once."""
        if path in self._found:
            return
        lines = self._text.count("\n", self._counted, offset)
        if lines:
            self._line += lines
            self._line_start = self._text.rindex("\n", self._counted, offset) + 1
        self._counted = offset
        self._found[path] = Position(self._line, offset - self._line_start + 1)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._text, self._cursor)
        if match is not None:
            self._cursor = match.end()
        return match


def _child(path: Path, key: str | int) -> Path:
    """One step down; at the greatest depth the path stays what it is, and so stands for all beneath it."""
    return path if len(path) == _MAX_DEPTH else (*path, key)


def _name(written: str) -> str:
    """The key that a bare or quoted key stands for."""
    if written[0] == '"':
        return _ESCAPE.sub(_unescape, written[1:-1])
    return written.strip("'")


def _unescape(escape: re.Match[str]) -> str:
    code = escape["short"] or escape["long"] or escape["byte"]
    if code:
        return chr(int(code, 16))
    return _LETTERS.get(escape["letter"], escape[0])
