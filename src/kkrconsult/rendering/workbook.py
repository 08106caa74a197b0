"""Tables as an Excel workbook (extra ``documents``): to sort, filter and print, with nothing in it that is computed."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.errors import MissingExtraError
from kkrconsult.paper import Cell, Table, Tone
from kkrconsult.rendering._plain import printable
from kkrconsult.texts import word

__all__ = ["MEDIA_TYPE", "Sheet", "workbook"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BAD_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_CHARACTERS = 130
"""How many characters of text the columns of a table have room for together: a landscape page of A4."""
_NARROWEST = 9
_SIGNS_A_WIDTH = 1.1
"""How many characters of Danish text fit into one unit of width, less what is lost where lines break."""
_LINE_HEIGHT, _TALLEST = 13.5, 405.0
_INK, _HEAD, _RULE = "#1B1B1B", "#1D4A63", "#C3CED5"
_GROUNDS: Mapping[Tone, str] = {
    Tone.GOOD: "#E9F3EC",
    Tone.PARTLY: "#FAF3E0",
    Tone.BAD: "#FAEBE9",
    Tone.NOTED: "#EDF2F5",
    Tone.OPEN: "#F4F4F2",
}


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    """What stands on its tab; cut to what a tab can hold."""
    table: Table
    """What is in it."""
    notes: tuple[str, ...] = ()
    """What must be read before the table; stands above it."""


def workbook(
    sheets: Sequence[Sheet], *, title: str, language: str, made: dt.datetime, author: str = "", subject: str = ""
) -> bytes:
    """Write tables as a workbook.

    Whatever a text looks like, it is text: nothing becomes a formula, a link or a number. A text that no cell can hold
    is cut, visibly; the whole of it is in the other formats.

    Args:
        sheets: The sheets, in order.
        title: Title, for the file's properties and the head of printed pages.
        language: Language of the few words that are added.
        made: What the file says about when it was made: a moment of the report, since no clock is read.
        author: Who made it, for the file's properties.
        subject: What it is about, for the file's properties.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("documents", "an Excel workbook") from None
    sink = io.BytesIO()
    book: Any = xlsxwriter.Workbook(
        sink,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": printable(title),
            "author": printable(author),
            "subject": printable(subject),
            "created": made.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0),
        }
    )
    looks = _Looks(book)
    taken: set[str] = set()
    for sheet in sheets:
        _write(book.add_worksheet(_name(sheet.name, taken)), sheet, title, language, looks)
    book.close()
    return sink.getvalue()


class _Looks:
    """Formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top", "text_wrap": True}
        ruled = {**plain, "bottom": 1, "bottom_color": _RULE}
        self.head = book.add_format({**plain, "bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD})
        self.note = book.add_format({**plain, "text_wrap": False, "italic": True})
        self.cell = book.add_format(ruled)
        self.first = book.add_format({**ruled, "bold": True})
        self.tones = {tone: book.add_format({**ruled, "bg_color": ground}) for tone, ground in _GROUNDS.items()}


def _write(sheet: Any, given: Sheet, title: str, language: str, looks: _Looks) -> None:
    table, top = given.table, len(given.notes)
    for index, note in enumerate(given.notes):
        sheet.write_string(index, 0, _cell_text(note, language), looks.note)
    total = sum(column.width for column in table.columns) or 1
    widths = [max(_NARROWEST, column.width * _CHARACTERS / total) for column in table.columns]
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(top, index, _cell_text(column.label, language), looks.head)
    for row, cells in enumerate(table.rows, top + 1):
        for index, cell in enumerate(cells):
            look = looks.tones[cell.tone] if cell.tone else looks.first if _heads(table, index) else looks.cell
            text = _cell_text(cell.text, language)
            if text:
                sheet.write_string(row, index, text, look)
            else:
                sheet.write_blank(row, index, None, look)
        sheet.set_row(row, _height(cells, widths))
    last = max(top + len(table.rows), top + 1)
    sheet.autofilter(top, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(top + 1, 1 if table.row_headings else 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_header(f"&L&10{_code_free(title)}")
    sheet.set_footer(f"&R&9{_code_free(word('workbook.page', language, page='&P', pages='&N'), codes=True)}")


def _heads(table: Table, index: int) -> bool:
    return table.row_headings and index == 0


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height that shows all text, as well as can be told without the program's own fonts."""
    lines = max(
        (
            sum(-(-max(len(part), 1) // int(width * _SIGNS_A_WIDTH)) for part in cell.text.split("\n"))
            for cell, width in zip(cells, widths, strict=True)
        ),
        default=1,
    )
    return min(_TALLEST, lines * _LINE_HEIGHT + 3)


def _cell_text(text: str, language: str) -> str:
    found = printable(text)
    if len(found) <= _LONGEST_CELL:
        return found
    mark = word("workbook.cut", language)
    return found[: _LONGEST_CELL - len(mark) - 1] + " " + mark


def _code_free(text: str, *, codes: bool = False) -> str:
    """A text for the head or foot of pages, where & begins a code and 255 characters are the most."""
    found = " ".join(printable(text).split())
    return (found if codes else found.replace("&", "&&"))[:200]


def _name(text: str, taken: set[str]) -> str:
    """A name that a tab can have, and that no other has."""
    base = _BAD_NAME.sub(" ", printable(text)).strip(" '")[:_LONGEST_NAME].strip(" '") or "1"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = base[: _LONGEST_NAME - len(suffix)] + suffix
    taken.add(name.casefold())
    return name
