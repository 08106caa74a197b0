"""CSV: one row a response or one row a point, exported or made by hand, in Danish or English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.errors import bounded
from kkrconsult.findings import Finding
from kkrconsult.formats.encodings import decode_text
from kkrconsult.formats.names import Names
from kkrconsult.formats.problems import CSV_CODES, assessment_sheet, finding, not_a_response, place
from kkrconsult.formats.rows import Header, TableReader
from kkrconsult.formats.tables import BrokenRow, Row, read_rows
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import LARGEST_FILE, limited, whole
from kkrconsult.structure import FrozenMap

__all__ = ["SPEC", "Options", "read"]

_DELIMITERS = (";", ",", "\t")
# Excel's own way to say what parts the cells.
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<delimiter>[;,\t|])\"?[;,]*[ ]*(?:\r\n?|\n)", re.IGNORECASE)
_MOST_COLUMNS = 500


@attrs.frozen(kw_only=True)
class Options:
    """How tables are read."""

    timezone: str = "Europe/Copenhagen"
    """Time zone of times that say no offset."""
    delimiter: str = attrs.field(default="", validator=attrs.validators.in_(("", *_DELIMITERS, "|")))
    """What parts the cells: ``;``, ``,``, ``|`` or a tab. By default the one by which the headings make most sense."""
    parties: FrozenMap[str, str] = FrozenMap()
    """Ids of parties by the names that the tables use for them, where the two differ."""
    tracks: FrozenMap[str, str] = FrozenMap()
    """Ids of tracks by the titles that the tables use for them, where the two differ."""
    longest_cell: int = attrs.field(default=2_000_000, validator=attrs.validators.ge(1))
    """Most characters of a cell in quotation marks; one that is longer was probably never closed."""
    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of a file. It is read as a whole, since one byte at its end may tell its encoding."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding]:
    """Read every row; one that is not right costs only itself, or the response that it belongs to."""
    codes = ("answer.encoding", "answer.day-only", "csv.unknown-column")
    yield from limited(_read(stream, name, options), name, codes)


def _read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding]:
    data = whole(stream, name, options.largest_file)
    if isinstance(data, Finding):
        yield data
        return
    decoded = decode_text(data)
    if decoded is None:
        yield not_a_response(
            name,
            da="den er hverken UTF-8, UTF-16 eller Windows-1252; gem den som »CSV UTF-8«",
            en='it is neither UTF-8, UTF-16 nor Windows-1252; save it as "CSV UTF-8"',
        )
        return
    if decoded.guessed:
        yield finding("answer.encoding", place(name), encoding=decoded.encoding)
    yield from _table(decoded.text, name, options)


def _table(text: str, name: str, options: Options) -> Iterator[Response | Finding]:
    line = 1
    delimiter = options.delimiter
    if match := _SEPARATOR_LINE.match(text):
        delimiter = delimiter or match["delimiter"]
        text, line = text[match.end() :], 2
    # Blank lines at the top are counted and not read: of a file that is nothing else there may be a million.
    begun = text.lstrip("\r\n")
    line += len(text[: len(text) - len(begun)].replace("\r\n", "\n"))
    text = begun
    delimiter = delimiter or _likely_delimiter(text, options)
    rows = read_rows(text, delimiter, longest=options.longest_cell, line=line)
    first = next((row for row in rows if isinstance(row, BrokenRow) or any(map(str.strip, row.cells))), None)
    if first is None:
        yield finding("csv.no-rows", place(name))
        return
    if isinstance(first, BrokenRow):
        yield finding("csv.quotes", place(name, first.line), last=first.last)
        return
    header = Header.of(first.cells)
    if header.of_assessments:
        yield assessment_sheet(name)
        return
    if len(header.names) > _MOST_COLUMNS:
        yield not_a_response(
            name,
            line=first.line,
            da=f"den har mere end {_MOST_COLUMNS} kolonner",
            en=f"it has more than {_MOST_COLUMNS} columns",
        )
        return
    if not header.tells_sender:
        written = [bounded(cell, 40) for cell in header.names[:10]]
        yield finding("csv.no-sender", place(name, first.line), columns=written)
        return
    reader = TableReader(name, header, Names(options.parties, options.tracks), options.timezone)
    yield from reader.columns(first.line)
    yield from _rows(reader, rows, name)


def _rows(reader: TableReader, rows: Iterator[Row | BrokenRow], name: str) -> Iterator[Response | Finding]:
    empty = True
    for row in rows:
        if isinstance(row, BrokenRow):
            empty = False
            yield finding("csv.quotes", place(name, row.line), last=row.last)
        else:
            empty = empty and not any(map(str.strip, row.cells))
            yield from reader.row(row)
    yield from reader.finish()
    if empty:
        yield finding("csv.no-rows", place(name))


def _likely_delimiter(text: str, options: Options) -> str:
    """The delimiter by which the headings make most sense; a semicolon where they never do."""

    def sense(delimiter: str) -> tuple[int, int]:
        rows = read_rows(text, delimiter, longest=options.longest_cell)
        first = next((row for row in rows if isinstance(row, BrokenRow) or any(map(str.strip, row.cells))), None)
        if not isinstance(first, Row):
            # Rather no headings at all, or broken ones, than headings of which none is known.
            return 0, _MOST_COLUMNS
        return Header.of(first.cells[:_MOST_COLUMNS]).known, min(len(first.cells), _MOST_COLUMNS - 1)

    return max(_DELIMITERS, key=sense)


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="csv",
    suffixes=(".csv", ".tsv"),
    media_types=("text/csv", "text/tab-separated-values"),
    options=Options,
    read=read,
    isolated=False,
    codes=CSV_CODES,
    summary={
        "da": "CSV: en række for hvert svar eller for hver bemærkning, med danske eller engelske overskrifter",
        "en": "CSV: one row a response or one row a point, with Danish or English headings",
    },
)
