"""What surrounds a number: characters that divide its digits, and those that make it part of something else."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CONNECTORS", "DIGITS", "HYPHEN", "SPACE", "SPACES", "in_url", "is_joined"]

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
