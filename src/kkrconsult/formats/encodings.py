"""Bytes of unknown origin to text: UTF-8 first, then what Windows and Excel write."""

from __future__ import annotations

import codecs

import attrs

__all__ = ["Decoded", "decode_text"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@attrs.frozen
class Decoded:
    """A text, and how it was found."""

    text: str
    """The text without its byte order mark."""
    encoding: str
    """The encoding it was in."""
    guessed: bool
    """Whether nothing in the file says so."""


def decode_text(data: bytes) -> Decoded | None:
    """Turn bytes into text.

    A byte order mark decides. Without one the text is UTF-8; where it is not, UTF-16 if every other byte is zero, as it
    is of plain letters, and else Windows-1252, which is what Danish programs of old write.

    Returns:
        The text; None where it is in none of these encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _attempt(data[len(mark) :], encoding, guessed=False)
    if (found := _attempt(data, "utf-8", guessed=False)) and not _every_other_is_zero(data):
        return found
    if _every_other_is_zero(data):
        return _attempt(data, "utf-16-be" if data[0] == 0 else "utf-16-le", guessed=True)
    return _attempt(data, "cp1252", guessed=True)


def _every_other_is_zero(data: bytes) -> bool:
    head = data[:200]
    zeros = max(head[::2].count(0), head[1::2].count(0))
    return len(head) >= 2 and zeros * 10 >= len(head) * 4 and min(head[::2].count(0), head[1::2].count(0)) * 10 < zeros


def _attempt(data: bytes, encoding: str, *, guessed: bool) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding, guessed)
    except UnicodeDecodeError:
        return None
