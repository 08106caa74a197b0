"""CPR numbers: DDMMYY, a digit that tells the century, and three more.

Sources:
    Composition, and that modulus 11 no longer holds for all since 1 October 2007 (CPR-kontoret):
    https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret/ and
    https://www.cpr.dk/cpr-systemet/personnumre-uden-kontrolciffer-modulus-11-kontrol/

    Which seventh digit means which century: https://da.wikipedia.org/wiki/CPR-nummer

    Replacement numbers (erstatningspersonnumre), with 6 added to the first digit:
    https://www.cpr.dk/cpr-systemet/erstatningspersonnummer-i-eksterne-systemer
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Final

from kkrconsult.privacy._around import DIGITS, HYPHEN, SPACE, View, in_url, is_joined

__all__ = ["MASK", "fits_modulus_11", "spans"]

MASK: Final = "••••••-••••"

_LONG_RUN: Final = re.compile(b"0000000*+")
# What follows the sixth digit. A line may break after the hyphen.
_TAIL: Final = re.compile(
    rf"(?:{SPACE}?{HYPHEN}{{1,2}}(?:\r?\n)?{SPACE}?|{SPACE})([0-9]{{4}})(?![0-9])",
)
# Words that are written together with the number by mistake, and do not make it part of a word.
_GLUED_TO: Final = ("cpr", "nr", "nummer")
# The number of a production unit (P-nummer) has ten digits too, and begins like a date in October.
_UNIT_NUMBER: Final = re.compile(r"(?<![^\W\d_])p[\s.-]{0,2}(?:nr|nummer)[\s.:]*$", re.IGNORECASE)

_WEIGHTS: Final = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def spans(view: View) -> Iterator[tuple[int, int]]:
    """Yield where the CPR numbers stand, in order, as start and end."""
    text = view.text
    for run in _LONG_RUN.finditer(view.classes):
        start, end = run.span()
        number = text[start:end]
        if len(number) == 6:
            tail = _TAIL.match(text, end)
            if tail is None:
                continue
            end = tail.end()
            number += tail.group(1)
        elif len(number) != 10 or _UNIT_NUMBER.search(text[max(start - 16, 0) : start]):
            continue
        if _has_date(number) and _stands_alone(text, start, end) and not in_url(text, start):
            yield start, end


def fits_modulus_11(value: str) -> bool | None:
    """Tell whether a CPR number, with or without separator, passes the check; `None` for a replacement number."""
    number = "".join(DIGITS.findall(value))
    if number[0] >= "6":
        return None
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=True)) % 11 == 0


def _has_date(number: str) -> bool:
    """Whether the first six digits are a date in the century that the seventh tells."""
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    seventh = number[6]
    if day > 60:
        day -= 60
    if seventh in "0123" or (seventh in "49" and year >= 37):
        year += 1900
    elif seventh in "5678" and year >= 58:
        year += 1800
    else:
        year += 2000
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a number is not part of a word or of a longer number."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if is_joined(after[:1], after[1:]):
        return False
    if not is_joined(before[-1:], before[:-1]):
        return True
    return text[max(start - 6, 0) : start].lower().endswith(_GLUED_TO)
