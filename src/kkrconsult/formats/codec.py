"""Cells to plain data and back, by what a column holds; and the words that people write for yes, no and the like."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping

import attrs

from kkrconsult.danish import fold
from kkrconsult.errors import DataError
from kkrconsult.formats.cells import guard, unguard
from kkrconsult.formats.columns import Column, Kind
from kkrconsult.formats.moments import Moment, Unclear, read_date, read_moment
from kkrconsult.structure import FrozenMap, json_dumps, json_loads
from kkrconsult.texts import languages, word

__all__ = ["ABSENT", "Absent", "CellError", "Style", "choice_of", "flag_of", "read_cell", "simplest", "write_cell"]

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_MOST_DIGITS = 300
_MOST_EXACT = 2**53
# Excel writes SAND and FALSK for the truth values of a Danish sheet.
_YES = frozenset({"ja", "yes", "true", "sand", "x", "1", "j", "y"})
_NO = frozenset({"nej", "no", "false", "falsk", "0", "n"})


class Absent:
    """What an empty cell says: nothing."""


ABSENT = Absent()


class CellError(Exception):
    """A cell does not hold what its column wants; its text says why."""


@attrs.frozen(kw_only=True)
class Style:
    """How cells are written."""

    language: str | None = None
    """Language of words such as "ja"; None for the plain values of the model."""
    decimal: str = "."
    """The sign before decimals."""


# --------------------------------------------------------------------------------------------- writing


def write_cell(column: Column, value: object, style: Style) -> str:
    """Write a value of plain data, or `ABSENT`, as a cell that is harmless in a spreadsheet."""
    if value is ABSENT or value is None:
        return ""
    if column.kind is Kind.TEXT and value == "":
        return "" if column.default_empty else guard("")
    text = _text_of(column, value, style)
    return guard(text) if text else ""


def _text_of(column: Column, value: object, style: Style) -> str:
    if column.kind is Kind.PRESENT:
        return _flag(True, style)
    if column.kind is Kind.FLAG:
        return _flag(bool(value), style)
    if column.kind is Kind.CHOICE:
        return word(column.choices[str(value)], style.language) if style.language else str(value)
    if column.kind is Kind.NUMBER:
        return repr(simplest(value)).replace(".", style.decimal)
    if column.kind is Kind.JSON:
        return json_dumps(value)
    if isinstance(value, list):
        simple = column.kind is Kind.NUMBERS or all(_is_simple(item) for item in value)
        return "; ".join(map(str, value)) if simple else json_dumps(value)
    return str(value)


def simplest(number: object) -> object:
    """A number without a fraction as a whole one: the same to the model, and what people write."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < _MOST_EXACT else number


def _flag(value: bool, style: Style) -> str:
    if style.language is None:
        return "true" if value else "false"
    return word("table.yes" if value else "table.no", style.language)


def _is_simple(name: str) -> bool:
    """Whether a name among others can be told from them by the semicolon alone."""
    return bool(name) and name == name.strip() and not name.startswith("[") and not re.search(r"[;\r\n]", name)


# --------------------------------------------------------------------------------------------- reading


def read_cell(column: Column, cell: str, zone: str) -> object:
    """Read a cell as plain data.

    What is merely not the right value is given back as text, for the model to complain of.

    Returns:
        Plain data; a `Moment` for a moment; `ABSENT` for an empty cell.

    Raises:
        CellError: The cell cannot be read at all.
    """
    if not cell:
        return None if column.empty_is_none else ABSENT
    text = unguard(cell)
    if column.kind is Kind.TEXT:
        return text
    text = text.strip()
    return _value_of(column, text, zone) if text else ABSENT


def _value_of(column: Column, text: str, zone: str) -> object:
    if column.kind in (Kind.FLAG, Kind.PRESENT):
        return flag_of(text)
    if column.kind is Kind.CHOICE:
        return choice_of(column, text)
    if column.kind in (Kind.WHOLE, Kind.NUMBER):
        return _number(text, whole=column.kind is Kind.WHOLE)
    if column.kind is Kind.NAMES:
        return _json(text) if text.startswith("[") else [name.strip() for name in text.split(";") if name.strip()]
    if column.kind is Kind.NUMBERS:
        return [_number(part, whole=True) for part in re.split(r"[;,\s]+", text.strip("[]")) if part]
    if column.kind is Kind.JSON:
        return _json(text)
    if column.kind is Kind.DATE:
        day = read_date(text)
        return day.isoformat() if day else text
    moment = read_moment(text, zone)
    if isinstance(moment, Unclear):
        raise CellError(moment.reason)
    return moment


def flag_of(text: str) -> object:
    """True or False for any word of that meaning; the text itself where it has neither."""
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else text


def choice_of(column: Column, text: str) -> str:
    """The value that a text stands for, in whatever language; the text itself where it stands for none."""
    return text if text in column.choices else _words(column).get(fold(text), text)


@functools.cache
def _words(column: Column) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in languages():
        for value, key in column.choices.items():
            found.setdefault(fold(word(key, language)), value)
    found.update({fold(value): value for value in column.choices})
    return FrozenMap(found)


def _number(text: str, *, whole: bool) -> object:
    if len(text) > _MOST_DIGITS:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text.replace(",", ".")) if not whole and _NUMBER.fullmatch(text) else text


def _json(text: str) -> object:
    try:
        return json_loads(text)
    except DataError as error:
        raise CellError("; ".join(problem.message for problem in error.problems) or error.message) from None


def as_plain(value: object) -> object:
    """A moment as the text that the model's decoder reads."""
    return (
        value.at.isoformat()
        if isinstance(value, Moment)
        else value.isoformat()
        if isinstance(value, dt.date)
        else value
    )
