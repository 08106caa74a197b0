"""The rows of a sheet as cells: the same columns in every format, and back the same text from each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from kkrconsult.assessing._columns import (
    ASSESSED,
    FINGERPRINT,
    MACHINE,
    MARK,
    POINT,
    POINT_KEY,
    RESPONSE,
    SOURCE,
    heading,
)
from kkrconsult.assessing._rows import Line
from kkrconsult.assessing._text import chunks, cut, sheet_text
from kkrconsult.remarks import FIELDS
from kkrconsult.report import Report
from kkrconsult.texts import word

__all__ = ["PREFIXES", "SCHEMA", "Column", "Table", "metadata", "table"]

SCHEMA = 1
"""Version of the sheet; it changes when a sheet could come to mean something else."""
PREFIXES = {POINT_KEY: "p:", FINGERPRINT: "f:", ASSESSED: "a:", RESPONSE: "r:"}
"""What the program's own cells begin with, so that no spreadsheet takes them for a number or a date."""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a sheet."""

    key: str
    """One of `SOURCE`, `MACHINE` or `FIELDS`, or the heading of a column of the secretariat's own in brackets."""
    heading: str
    """What stands above it."""
    number: int = 1
    """From 2 on for a column in which the texts of the one before go on."""

    @property
    def filled_in(self) -> bool:
        """Whether people write in it."""
        return self.key not in SOURCE and self.key not in MACHINE


@attrs.frozen(kw_only=True)
class Table:
    """The columns of a sheet."""

    columns: tuple[Column, ...]
    """In order."""
    language: str
    """Language of the sheet."""

    def index(self, key: str) -> int:
        """The first column with a key."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)

    @property
    def shown(self) -> tuple[int, ...]:
        """The columns that people see."""
        return tuple(index for index, column in enumerate(self.columns) if column.key not in MACHINE)

    def cell(self, line: Line, column: Column) -> str:
        """The text of a cell."""
        text = sheet_text(_text(line, column.key, self.language))
        if not column.filled_in:
            # What an answer says stands in the answer too; what somebody said of it stands only here.
            return cut(text, word("assess.shortened", self.language))
        pieces = chunks(text)
        return pieces[column.number - 1] if column.number <= len(pieces) else ""


def table(lines: Sequence[Line], fields: Sequence[str], language: str) -> Table:
    """The columns that some rows need: rationale only where there is one, and more than one for very long remarks."""
    keys = [key for key in SOURCE if key != "rationale" or any(line.source.get(key) for line in lines)]
    columns = [Column(key=key, heading=heading(key, language)) for key in keys]
    for field in fields:
        columns += _columns_of(field, lines, language)
    columns += [Column(key=key, heading=heading(key, language)) for key in MACHINE]
    return Table(columns=tuple(columns), language=language)


def _columns_of(field: str, lines: Sequence[Line], language: str) -> Iterator[Column]:
    most = max((len(chunks(sheet_text(line.said.get(field, "")))) for line in lines), default=1)
    for number in range(1, most + 1):
        if field in FIELDS:
            above = heading(field, language, number)
        else:
            above = field[1:-1] if number == 1 else f"{field[1:-1]} ({number})"
        yield Column(key=field, heading=above, number=number)


def _text(line: Line, key: str, language: str) -> str:
    if key == POINT:
        return line.point if line.point is not None else line.source.get(POINT, "")
    if key == MARK:
        return line.mark(language)
    if key in PREFIXES:
        values = {
            POINT_KEY: line.point,
            FINGERPRINT: line.fingerprint,
            ASSESSED: line.assessed,
            RESPONSE: line.response,
        }
        value = values[key]
        return f"{PREFIXES[key]}{value}" if value else ""
    return line.source.get(key, "") if key in SOURCE else line.said.get(key, "")


def metadata(report: Report, language: str) -> tuple[tuple[str, str], ...]:
    """What a sheet says of itself, for the program."""
    return (
        ("kkrconsult-assessments", str(SCHEMA)),
        ("round", report.round.id),
        ("at", report.at.isoformat()),
        ("language", language),
    )
