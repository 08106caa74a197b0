"""A table as comma-separated values, for Danish Excel or for programs."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from kkrconsult.formats.cells import guard
from kkrconsult.formats.tables import write_row
from kkrconsult.paper import Cell, Table

__all__ = ["Profile", "write_table"]


class Profile(enum.Enum):
    """For whom a table is written."""

    DANISH_EXCEL = "danish-excel"
    RFC4180 = "rfc4180"


def write_table(
    sink: BinaryIO, head: Table, rows: Iterable[Sequence[Cell]], profile: Profile = Profile.DANISH_EXCEL
) -> None:
    """Write a table, in UTF-8; for Excel with a byte order mark and semicolons. No cell can run as a formula.

    Args:
        sink: Where to.
        head: The table but for its rows.
        rows: The rows.
        profile: For whom.
    """
    excel = profile is Profile.DANISH_EXCEL
    sink.write(b"\xef\xbb\xbf" if excel else b"")
    delimiter = ";" if excel else ","
    for texts in itertools.chain(
        [[column.label for column in head.columns]], ([cell.text for cell in row] for row in rows)
    ):
        line = write_row([guard(text) if text else "" for text in texts], delimiter)
        sink.write(line.encode("utf-8", "replace"))
