"""What surrounds a number: characters that divide its digits, and those that make it part of something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

__all__ = [
    "CONNECTORS",
    "DIGITS",
    "HYPHEN",
    "SPACE",
    "SPACES",
    "View",
    "classes",
    "classes_by",
    "in_url",
    "is_joined",
    "table_with",
]

# Word processors and PDF extraction put these where a person typed a space or a hyphen.
SPACES: Final = " \u00a0\u2007\u2009\u202f"
_HYPHENS: Final = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u200b\u2060"
CONNECTORS: Final = frozenset(_HYPHENS + ".")

# The same as character classes of a regular expression.
SPACE: Final = f"[{SPACES}]"
HYPHEN: Final = f"[{re.escape(_HYPHENS)}]"

# Possessive quantifiers throughout: what has been matched is never tried again, so time stays linear.
DIGITS: Final = re.compile("[0-9]++")
_URL_REST: Final = re.compile(r"[^\s<>\"\[\]{}|]*+")


def table_with(alike: Iterable[str] = ()) -> bytes:
    """Return a table for `classes_by`.

    Args:
        alike: Letters that are not to become `x`, in groups each of which becomes one letter, whatever their case.
    """
    table = bytearray(b"x" * 256)
    for letters in alike:
        for letter in letters + letters.upper():
            table[ord(letter)] = ord(letters[0].upper())
    for code in b"0123456789":
        table[code] = ord("0")
    # What is outside Latin-1 has become "?" by then, and counts as a separator: it may be an en dash.
    for code in b" -.?\xa0\xad":
        table[code] = ord(" ")
    return bytes(table)


_TABLE: Final = table_with()


def classes(text: str) -> bytes:
    """Return a byte for each character: `0` for a digit, space for what may separate digits, `x` for the rest.

    Searching these bytes for a fixed beginning is ten times as fast as searching the text for a class of characters.
    """
    return classes_by(_TABLE, text)


def classes_by(table: bytes, text: str) -> bytes:
    """Return a byte for each character, by a table of `table_with`."""
    return text.encode("latin-1", "replace").translate(table)


@attrs.frozen(kw_only=True)
class View:
    """A text as a scanner sees it: what earlier scanners have found is gone."""

    text: str
    """The text, with blanks in place of what was found."""

    classes: bytes
    """Its characters as `classes` tells them, by which to look for places worth a closer look."""

    def without(self, spans: Iterable[tuple[int, int]]) -> View:
        """Return a view with these places blanked; they are in order and do not overlap.

        A blank is as long as what it hides and shaped as a placeholder (brackets, a space, letters), so that what
        the next scanner sees is what would be seen after redaction.
        """
        text: list[str] = []
        seen: list[bytes] = []
        position = 0
        for start, end in spans:
            text += self.text[position:start], "[ ", "x" * (end - start - 3), "]"
            seen += self.classes[position:start], b"x" * (end - start)
            position = end
        text.append(self.text[position:])
        seen.append(self.classes[position:])
        return View(text="".join(text), classes=b"".join(seen))


def is_joined(near: str, far: str) -> bool:
    """Tell whether the character next to a number, or it and the one beyond, bind it to something larger.

    Letters and digits bind; a hyphen or full stop binds if there is a digit on its other side (case numbers,
    versions, ranges). Empty strings stand for the end of the text.
    """
    return near.isalpha() or near.isdecimal() or (near in CONNECTORS and far.isdecimal())


def in_url(text: str, start: int) -> bool:
    """Tell whether a place is within a web address.

    Looks back 500 characters at most, so that many numbers in one long line stay cheap.
    """
    before = text[max(start - 500, 0) : start]
    begin = max(before.rfind("://"), before.rfind("www."))
    return begin >= 0 and _URL_REST.fullmatch(before, begin) is not None
