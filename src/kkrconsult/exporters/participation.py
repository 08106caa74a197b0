"""Who has answered, one row a party, for Danish Excel or for programs."""

from __future__ import annotations

from typing import BinaryIO

import attrs

from kkrconsult.exporters.csv_ import Profile
from kkrconsult.formats.cells import guard
from kkrconsult.formats.tables import write_row
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report
from kkrconsult.texts import word

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """How the table is written."""

    profile: Profile = Profile.DANISH_EXCEL
    """``danish-excel``: byte order mark and semicolons; ``rfc4180``: commas and no mark."""
    language: str = "da"
    """Language of headings and statuses."""


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write one row a consulted party in Danish alphabetical order, then the unsolicited senders."""
    excel = options.profile is Profile.DANISH_EXCEL
    delimiter = ";" if excel else ","
    keys = ("party", "status", "received", "due", "extended", "joint-with", "responses")
    rows = [[word(f"table.{key}", options.language) for key in keys]]
    rows += [
        [
            entry.name,
            word(f"status.{entry.status.value}", options.language),
            entry.received_at.isoformat() if entry.received_at else "",
            entry.due.isoformat() if entry.due else "",
            word("table.yes" if entry.extended else "table.no", options.language),
            ", ".join(entry.joint_with),
            ", ".join(entry.responses),
        ]
        for entry in report.participation.parties
    ]
    sink.write(b"\xef\xbb\xbf" if excel else b"")
    sink.writelines(write_row([guard(cell) if cell else "" for cell in row], delimiter).encode() for row in rows)


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="participation",
    suffix=".csv",
    media_type="text/csv",
    options=Options,
    write=write,
    summary={"da": "Høringsparterne og hvordan de har svaret.", "en": "The consulted parties and how they answered."},
)
