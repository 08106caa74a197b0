"""Excel (.xlsx): one row a response or one row a point, as in CSV; any other workbook as a document of rows.

Only values are read, never formulas, and nothing in a file is run or followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.document import Document
from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.formats.problems import CSV_CODES
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import LARGEST_FILE
from kkrconsult.structure import FrozenMap

__all__ = ["CODES", "SPEC", "Options", "read"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODES = (
    *CSV_CODES,
    Code("xlsx.formulas", Severity.INFO),  # cells: how many
    Code("xlsx.hidden", Severity.INFO),
    Code("xlsx.macros", Severity.WARNING),
    Code("xlsx.no-value", Severity.WARNING),  # cells: how many
    Code("xlsx.other-sheet", Severity.WARNING),  # sheet
)
"""What may be said of a workbook."""


@attrs.frozen(kw_only=True)
class Options:
    """How workbooks are read."""

    timezone: str = "Europe/Copenhagen"
    """Time zone of times that say no offset."""
    parties: FrozenMap[str, str] = FrozenMap()
    """Ids of parties by the names that the tables use for them, where the two differ."""
    tracks: FrozenMap[str, str] = FrozenMap()
    """Ids of tracks by the titles that the tables use for them, where the two differ."""
    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of a file."""
    largest_content: int = attrs.field(default=400_000_000, validator=attrs.validators.ge(1))
    """Most bytes that a file may unpack to."""
    most_rows: int = attrs.field(default=100_000, validator=attrs.validators.ge(1))
    """Most rows of one sheet; what is below them is not read, which is said."""
    most_columns: int = attrs.field(default=500, validator=attrs.validators.ge(1))
    """The last column that may hold anything."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read every sheet."""
    from kkrconsult.readers._xlsx import read_workbook

    return read_workbook(stream, name, options)


def _is_workbook(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"xl/" in head


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="xlsx",
    suffixes=(".xlsx", ".xlsm", ".xltx"),
    media_types=(_MEDIA_TYPE, "application/vnd.ms-excel.sheet.macroenabled.12"),
    options=Options,
    read=read,
    codes=CODES,
    sniff=_is_workbook,
    summary={
        "da": "Excel: en række for hvert svar eller for hver bemærkning, med danske eller engelske overskrifter",
        "en": "Excel: one row a response or one row a point, with Danish or English headings",
    },
)
