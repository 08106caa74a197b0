"""Cells of a table that no spreadsheet program takes for a formula, and that read back as they were.

A cell that begins like a formula may run one when the file is opened (see
https://owasp.org/www-community/attacks/CSV_Injection). Such a cell gets an apostrophe in front, and so does a cell that
would otherwise look as if it had got one; every other cell stays as it is. Both directions are exact:

>>> guard("=1+1")
"'=1+1"
>>> guard("'s-Hertogenbosch")
"'s-Hertogenbosch"
>>> all(unguard(guard(text)) == text for text in ("", "=1+1", "'=1+1", "''", "-5", "a"))
True
"""

from __future__ import annotations

import re

__all__ = ["guard", "unguard"]

# The signs themselves, and what Unicode normalises to them: full-width, small, raised and lowered ones, and the minus.
_SIGNS = re.escape("=+-@＝＋－＠﹦﹢﹣﹫⁺₊⁻₋⁼₌−﬩")
# What a program may skip before it looks: white space, control characters and invisible ones.
_BLANKS = r"[\s\x00-\x20\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*"
_RISKY = re.compile(rf"'*(?:\Z|[\x00\t\n\r]|{_BLANKS}[{_SIGNS}])")


def guard(text: str) -> str:
    """Make a text harmless as a cell. An empty text becomes one apostrophe, since an empty cell means none at all."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(cell: str) -> str:
    """Give back the text that `guard` made a cell of; a cell that somebody typed is its own text."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell, 1) else cell
