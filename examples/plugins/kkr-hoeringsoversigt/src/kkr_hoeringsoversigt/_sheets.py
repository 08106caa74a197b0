"""A sheet as CSV or as a workbook. Whatever a cell looks like, it is text, and no program runs it as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence

import kkrconsult as kc

__all__ = ["CSV", "XLSX", "csv_sheet", "harmless", "xlsx_sheet"]

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What begins a formula, also in wide letters, after white space and what cannot be seen.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
# What no XML file can hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_WIDTHS = (17, 26, 32, 34, 24, 18, 30, 60, 60)


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula: an apostrophe goes before one that it might.

    >>> harmless("=1+1"), harmless("1+1=2")
    ("'=1+1", '1+1=2')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a sheet as Danish Excel reads it: UTF-8 with a mark that says so, semicolons, and line ends of Windows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]], *, made: dt.datetime) -> bytes:
    """Write a sheet as an Excel workbook.

    Args:
        headings: The first row.
        rows: The others.
        made: What the file says about when it was made: a moment of the report, since no clock is read.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise kc.MissingExtraError("documents", "an Excel workbook") from None
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    book.set_properties({"created": made.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Høringssvar")
    for index, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, heading, head)
    for number, row in enumerate(rows, 1):
        for index, text in enumerate(row):
            # Written as text, always: what begins with an equals sign is then no formula, and stays as it is.
            sheet.write_string(number, index, _UNWRITABLE.sub("\ufffd", text)[:_LONGEST_CELL], cell)
    sheet.freeze_panes(1, 0)
    # On paper all columns stand side by side, under the headings on every page.
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return sink.getvalue()
