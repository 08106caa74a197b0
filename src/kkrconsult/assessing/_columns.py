"""The columns of an assessment sheet, by the headings that people and programs give them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

import attrs

from kkrconsult.danish import fold
from kkrconsult.remarks import FIELDS
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word

__all__ = [
    "ASSESSED",
    "FINGERPRINT",
    "MACHINE",
    "MARK",
    "POINT",
    "POINT_KEY",
    "RESPONSE",
    "SOURCE",
    "Header",
    "heading",
]

POINT, MARK = "point", "mark"
SOURCE = (POINT, MARK, "sender", "received", "about", "text", "rationale", "place")
"""The columns that the program fills in, in the order of the sheet."""
POINT_KEY, FINGERPRINT, ASSESSED, RESPONSE = "kkr:point", "kkr:fingerprint", "kkr:assessed", "kkr:response"
MACHINE = (POINT_KEY, FINGERPRINT, ASSESSED, RESPONSE)
"""The columns for the program itself; they have the same headings in every language.

Ids stand there once more because Excel makes dates and numbers of what looks like one. ``kkr:assessed`` is the checksum
of the text that was assessed, where it is another than that of the text shown.
"""
_CONTINUED = re.compile(r"(?P<heading>.*\S)\s*\((?P<number>\d{1,3})\)\s*", re.DOTALL)
_LONGEST_HEADING = 200


def heading(key: str, language: str, number: int = 1) -> str:
    """What stands above a column.

    Args:
        key: One of `SOURCE`, `MACHINE` or the fields of a remark.
        language: Language of the sheet.
        number: From 2 on for a column in which the texts of the one before it go on.
    """
    plain = key if key in MACHINE else word(f"assess.column.{key}", language)
    return plain if number == 1 else f"{plain} ({number})"


@functools.cache
def _known() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key in (*SOURCE, *FIELDS):
        found[fold(key)] = key
    for language in languages():
        for key in (*SOURCE, *FIELDS):
            for written in word(f"assess.column-also.{key}", language).split(";"):
                found.setdefault(fold(written), key)
    for language in languages():
        for key in (*SOURCE, *FIELDS):
            found[fold(heading(key, language))] = key
    return FrozenMap(found)


def _key_of(written: str) -> str | None:
    plain = " ".join(written.split()).casefold()
    return plain if plain in MACHINE else _known().get(fold(written))


@attrs.frozen(kw_only=True)
class Header:
    """What the cells of a table's rows stand for."""

    names: tuple[str, ...]
    """The headings as written."""
    keys: tuple[str | None, ...]
    """Key of each column; None for one that nobody knows."""
    numbers: tuple[int, ...]
    """1, or from 2 on for a column in which the texts of another go on."""
    repeated: tuple[int, ...]
    """Columns that stand for the same as an earlier one; they have no key."""

    @classmethod
    def of(cls, cells: Sequence[str]) -> Header:
        """Recognise the columns by their headings, in any language that has a catalogue."""
        keys: list[str | None] = []
        numbers: list[int] = []
        repeated: list[int] = []
        taken: set[tuple[str, int]] = set()
        for index, cell in enumerate(cells):
            written, number = " ".join(cell.split())[:_LONGEST_HEADING], 1
            key = _key_of(written)
            more = _CONTINUED.fullmatch(written) if key is None else None
            if more:
                key, number = _key_of(more["heading"]), max(int(more["number"]), 1)
            if key is not None and (key, number) in taken:
                repeated.append(index)
                key = None
            elif key is not None:
                taken.add((key, number))
            keys.append(key)
            numbers.append(number if key else 1)
        names = tuple(" ".join(cell.split())[:_LONGEST_HEADING] for cell in cells)
        return cls(names=names, keys=tuple(keys), numbers=tuple(numbers), repeated=tuple(repeated))

    @property
    def usable(self) -> bool:
        """Whether these are the headings of a sheet of assessments."""
        return not {POINT, POINT_KEY}.isdisjoint(self.keys) and not set(FIELDS).isdisjoint(self.keys)

    @property
    def known(self) -> int:
        """How many columns are known."""
        return sum(key is not None for key in self.keys)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without a column in a sheet of ours, in which they all had one."""
        usual = ("disposition", "summary", "reply", "change", "responsible")
        return tuple(key for key in usual if key not in self.keys) if FINGERPRINT in self.keys else ()
