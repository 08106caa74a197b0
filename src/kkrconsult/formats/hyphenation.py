"""Words that a line end cut in two, put together as the writer wrote them.

A hyphen at the end of a line may be the program's, and goes, or the writer's, and stays: "kom-/mune" is "kommune", but
"Ringkøbing-/Skjern", "CO2-/udledning" and "klima-/og energiplan" keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["joined", "words_with_hyphens"]

_WITH_HYPHEN = re.compile(r"\w+(?:-\w+)+")
_LAST = re.compile(r"([\w-]*)-\Z")
_FIRST = re.compile(r"[\w-]*")
_LEADING_ON = frozenset({"og", "eller", "samt", "og/eller", "and", "or"})


def words_with_hyphens(text: str) -> frozenset[str]:
    """The words of a text that have a hyphen within a line, in small letters; evidence of how its writer writes."""
    return frozenset(match[0].lower() for match in _WITH_HYPHEN.finditer(text))


def joined(before: str, after: str, known: Collection[str] = frozenset()) -> str:
    """Join two lines of which the first ends with a hyphen.

    >>> joined("vores kom-", "mune")
    'vores kommune'
    >>> joined("klima-", "og energiplan")
    'klima- og energiplan'

    Args:
        before: The first line; it may have been joined already.
        after: The second line.
        known: Words with hyphens that stand in the same text, in small letters.
    """
    match = _LAST.search(before)
    stem = match[1].rpartition("-")[2] if match else ""
    first = _FIRST.match(after)
    word = first[0] if first else ""
    if not stem or not word or after.split(maxsplit=1)[0].lower() in _LEADING_ON:
        return f"{before} {after}"
    keeps = (
        not word[0].islower()
        or len(stem) == 1
        or stem.isupper()
        or any(sign.isdigit() for sign in stem)
        or f"{stem}-{word}".lower() in known
    )
    return before + after if keeps else before[:-1] + after
