"""A table as comma-separated values, for Danish Excel or for programs."""

from __future__ import annotations

import enum

from kkrconsult.formats.cells import guard
from kkrconsult.formats.tables import write_row
from kkrconsult.paper import Table

__all__ = ["Profile", "text_table"]


class Profile(enum.Enum):
    """For whom a table is written."""

    DANISH_EXCEL = "danish-excel"
    RFC4180 = "rfc4180"


def text_table(table: Table, profile: Profile = Profile.DANISH_EXCEL) -> bytes:
    """Write a table, in UTF-8; for Excel with a byte order mark and semicolons. No cell can run as a formula."""
    excel = profile is Profile.DANISH_EXCEL
    rows = [[column.label for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
    written = "".join(write_row([guard(cell) if cell else "" for cell in row], ";" if excel else ",") for row in rows)
    return (b"\xef\xbb\xbf" if excel else b"") + written.encode("utf-8", "replace")
