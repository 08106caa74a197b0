"""The first look of all, at everything that a response says: in nearly every one there is nothing to find."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kkrconsult.privacy._around import classes_by, table_with

__all__ = ["STEMS", "Glance", "glance"]

# Words by which somebody's protection is told (navne- og adressebeskyttelse, hemmelig adresse), without their first
# letter, which may be a capital. Where letters that stand at the same place count as one, the two are the same word,
# and one search finds both.
STEMS: Final = ("eskytte", "emmelig")
_ALIKE: Final = ("eyg", "smk", "tli")
_TABLE: Final = table_with(_ALIKE)
_STEM: Final = STEMS[0].encode().translate(_TABLE)
# Six digits in a row, or eight that are grouped as in a telephone number. All begin with two, which is what is searched
# for first.
_DIGITS: Final = re.compile(rb"00(?:0000|00 0000| (?:00 00 00|000 000))")


class Glance(NamedTuple):
    """What a glance at a text saw. What is false here is certainly absent; what is true may still be nothing."""

    digits: bool
    """Digits stand as in a CPR number or a telephone number."""
    at: bool
    """There is an ``@``."""
    protection: bool
    """There is a word such as ``beskyttet`` or ``hemmelig``, by which protection of name and address is told."""


_NOTHING: Final = Glance(digits=False, at=False, protection=False)


def glance(text: str) -> Glance:
    """Look at a text once, as cheaply as can be, for whatever may be worth a closer look.

    Several texts may be looked at together, with line breaks between them.
    """
    seen = classes_by(_TABLE, text)
    digits, at, protection = _DIGITS.search(seen) is not None, "@" in text, _STEM in seen
    return Glance(digits=digits, at=at, protection=protection) if digits or at or protection else _NOTHING
