"""Who has answered, one row a party, for Danish Excel or for programs."""

from __future__ import annotations

import csv
import enum
import io
from typing import BinaryIO

import attrs

from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report
from kkrconsult.texts import word

__all__ = ["SPEC", "Options", "Profile", "harmless"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")


class Profile(enum.Enum):
    """For which program a table is written."""

    DANISH_EXCEL = "danish-excel"
    RFC4180 = "rfc4180"


@attrs.frozen(kw_only=True)
class Options:
    """How the table is written."""

    profile: Profile = Profile.DANISH_EXCEL
    """``danish-excel``: byte order mark and semicolons; ``rfc4180``: commas and no mark."""
    language: str = "da"
    """Language of headings and statuses."""


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    An apostrophe is put before what begins like a formula, and before an apostrophe; taking one leading apostrophe off
    gives the text back. Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write one row a consulted party in Danish alphabetical order, then the unsolicited senders."""
    excel = options.profile is Profile.DANISH_EXCEL
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
    keys = ("party", "status", "received", "due", "extended", "joint-with", "responses")
    table.writerow([word(f"table.{key}", options.language) for key in keys])
    for entry in report.participation.parties:
        cells = [
            entry.name,
            word(f"status.{entry.status.value}", options.language),
            entry.received_at.isoformat() if entry.received_at else "",
            entry.due.isoformat() if entry.due else "",
            word("table.yes" if entry.extended else "table.no", options.language),
            ", ".join(entry.joint_with),
            ", ".join(entry.responses),
        ]
        table.writerow([harmless(cell) for cell in cells])
    sink.write((b"\xef\xbb\xbf" if excel else b"") + text.getvalue().encode())


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="participation",
    suffix=".csv",
    media_type="text/csv",
    options=Options,
    write=write,
    summary={"da": "Høringsparterne og hvordan de har svaret.", "en": "The consulted parties and how they answered."},
)
