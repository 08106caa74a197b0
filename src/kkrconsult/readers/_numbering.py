"""The numbers and bullets of lists, which files only describe."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

__all__ = ["Level", "Numbering"]

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 4000


@attrs.define
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    """``decimal``, ``lowerLetter``, ``upperLetter``, ``lowerRoman``, ``upperRoman``, ``none``; else a bullet."""
    text: str = "%1."
    """What is written, with ``%1`` for the number of the first level."""
    first: int = 1
    """The first number."""


class Numbering:
    """Counts the items of lists."""

    def __init__(self, lists: Mapping[str, Mapping[int, Level]] | None = None) -> None:
        """Set the lists: their levels by id."""
        self._lists = {} if lists is None else lists
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, identity: str, depth: int) -> str:
        """The number or bullet of the next item, with a space behind it."""
        levels = self._lists.get(identity, {})
        level = levels.get(depth, Level(form="bullet"))
        if level.form not in _FORMS:
            return "" if level.form == "none" else "• "
        counts = self._counts.setdefault(identity, {})
        counts[depth] = counts[depth] + 1 if depth in counts else level.first
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        text = level.text
        for one in range(depth + 1):
            own = levels.get(one, level)
            number = _FORMS.get(own.form, str)(counts.get(one, own.first))
            text = text.replace(f"%{one + 1}", number)
        return f"{text} " if text else ""


def _letters(number: int) -> str:
    """a, b, … z, aa, bb, as word processors count."""
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _roman(number: int) -> str:
    if not 0 < number < _MOST_ROMAN:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
