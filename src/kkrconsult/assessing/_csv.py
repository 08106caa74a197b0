"""The sheet as CSV: as Danish Excel wants it, and back from whatever program saved it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kkrconsult.assessing._columns import Header
from kkrconsult.assessing._rows import Content
from kkrconsult.assessing._table import table
from kkrconsult.assessing._table_in import Found, TableReader, problem
from kkrconsult.errors import bounded
from kkrconsult.findings import Location
from kkrconsult.formats.cells import guard, unguard
from kkrconsult.formats.encodings import decode_text
from kkrconsult.formats.problems import finding, place
from kkrconsult.formats.tables import BrokenRow, Row, read_rows, write_row
from kkrconsult.model import Round
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import word

__all__ = ["read_csv", "write_csv"]

_DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<delimiter>[;,\t|])\"?[;,]*[ ]*(?:\r\n?|\n)", re.IGNORECASE)
_LONGEST = 2_000_000
_HEADER_WITHIN = 20


def write_csv(found: Content, language: str) -> bytes:
    """The sheet for Danish Excel: byte order mark, semicolons, and no cell that could be taken for a formula."""
    lines = (*found.lines, *found.gone)
    columns = table(lines, found.fields, language)
    rows = [[guard(column.heading) for column in columns.columns]]
    for line in lines:
        cells = [(column, columns.cell(line, column)) for column in columns.columns]
        rows.append(
            [
                guard(text) if text else word("disposition.open", language) if column.key == "disposition" else ""
                for column, text in cells
            ]
        )
    return b"\xef\xbb\xbf" + "".join(write_row(row, ";") for row in rows).encode()


def read_csv(data: bytes, name: str, round_: Round) -> Iterator[Found]:
    """Read a table, whatever parts its cells and whatever its encoding."""
    decoded = decode_text(data)
    if decoded is None:
        reason = {
            "da": "den er hverken UTF-8, UTF-16 eller Windows-1252; gem den som »CSV UTF-8«",
            "en": 'it is neither UTF-8, UTF-16 nor Windows-1252; save it as "CSV UTF-8"',
        }
        yield finding("file.unreadable", place(name), reason=FrozenMap(reason))
        return
    text, line = decoded.text, 1
    match = _SEPARATOR_LINE.match(text)
    if match:
        text, line = text[match.end() :], 2
    delimiter = match["delimiter"] if match else max(_DELIMITERS, key=lambda one: _sense(text, one))
    yield from _rows(text, delimiter, line, name, round_)


def _sense(text: str, delimiter: str) -> int:
    """How many headings are known where this parts the cells."""
    best = 0
    for count, row in enumerate(read_rows(text, delimiter, longest=_LONGEST)):
        if count >= _HEADER_WITHIN:
            break
        if isinstance(row, Row):
            best = max(best, Header.of(row.cells).known)
    return best


def _rows(text: str, delimiter: str, line: int, name: str, round_: Round) -> Iterator[Found]:
    reader: TableReader | None = None
    above: list[str] = []
    for count, row in enumerate(read_rows(text, delimiter, longest=_LONGEST, line=line)):
        if isinstance(row, BrokenRow):
            reason = {
                "da": f"et anførselstegn er ikke lukket; linje {row.line} til {row.last} er ikke læst",
                "en": f"a quotation mark is not closed; lines {row.line} to {row.last} were not read",
            }
            yield problem("assessment.unusable", Location(file=name, line=row.line), reason=FrozenMap(reason))
        elif reader is not None:
            yield from reader.row(row.line, [unguard(cell) for cell in row.cells])
        elif count < _HEADER_WITHIN:
            header = Header.of([unguard(cell) for cell in row.cells])
            if header.usable:
                reader = TableReader(name, header, round_)
                yield from reader.columns(row.line)
            else:
                above += [cell for cell in row.cells if cell.strip()]
    if reader is None:
        yield problem("assessment.no-table", Location(file=name), columns=[bounded(cell, 40) for cell in above[:10]])
