"""TOML text to plain data, with a syntax error that says what is the matter in plain words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from kkrconsult.errors import Problem, bounded

__all__ = ["load_toml"]

_PLACE = re.compile(r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_TWICE = "Something stands twice; keep one of them."
_HINTS = (
    ("overwrite", _TWICE),
    ("declare", _TWICE),
    ("twice", _TWICE),
    ("redefine", _TWICE),
    ("illegal character '\\n'", "Is a closing quotation mark missing on this line?"),
    ("unescaped", "Put texts with a backslash in 'single quotation marks'."),
    ("invalid value", 'Texts stand in quotation marks: key = "text".'),
    ("'=' after a key", 'A key and its value are written key = "value"; keys with æ, ø or å stand in "…".'),
    ("invalid date", "There is no such day or time."),
)  # fmt: skip
_LONGEST_MESSAGE = 200


def load_toml(text: str) -> dict[str, Any] | Problem:
    """Parse a TOML text.

    Returns:
        The data, or the problem that keeps it from being TOML.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Problem(message="this is nested too deeply to be read")
    except ValueError as error:  # Not only TOMLDecodeError: a number of thousands of digits fails on its own.
        return _explain(str(error), text)


def _explain(message: str, text: str) -> Problem:
    match = _PLACE.match(message)
    what = match["what"] if match else message
    hint = next((hint for sign, hint in _HINTS if sign in what.lower()), None)
    line = column = None
    if match:
        lines = text.split("\n")
        # At the end of the document, what is missing is missed after the last line with something on it.
        last = max((number for number, content in enumerate(lines, 1) if content.strip()), default=1)
        line, column = (int(match["line"]), int(match["column"])) if match["line"] else (last, None)
        if line and hint == _TWICE and (first := _first(lines, line)):
            hint = f"It stands first in line {first}; keep one of them."
    found = bounded(text.split("\n")[line - 1].strip()) if line else None
    shown = what if len(what) <= _LONGEST_MESSAGE else what[: _LONGEST_MESSAGE - 1] + "…"
    return Problem(message=f"not TOML: {shown}", line=line, column=column, found=found, suggestion=hint)


def _first(lines: list[str], line: int) -> int | None:
    """The line on which what stands twice stands first: a header anywhere before, a key since the last header."""
    name = _begins(lines[line - 1])
    before = list(enumerate(lines[: line - 1], 1))
    if not name.startswith("["):
        start = max((number for number, content in before if content.lstrip().startswith("[")), default=0)
        before = before[start:]
    return next((number for number, content in before if name and _begins(content) == name), None)


def _begins(line: str) -> str:
    """What a line is about, without quotation marks and spaces: a header, or a key."""
    return re.sub(r"[\s\"']", "", re.split("[#=]", line, maxsplit=1)[0])
