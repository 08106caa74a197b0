"""Text that every file format can hold."""

from __future__ import annotations

import re

__all__ = ["flat", "printable"]

# Control characters, half surrogate pairs, and the code points that Unicode will never use for text.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|[\r\x85\u2028\u2029]")


def printable(text: str) -> str:
    """A text without what a file cannot hold, which is shown as U+FFFD; line ends of any kind are line feeds."""
    return _UNPRINTABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def flat(text: str) -> str:
    """Such a text in one line."""
    return " ".join(printable(text).split())
