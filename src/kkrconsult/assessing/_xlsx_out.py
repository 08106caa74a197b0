"""The sheet for Excel: a guide, the table to fill in, what is gone, and a hidden sheet for the program itself."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.assessing._columns import MACHINE, MARK, POINT
from kkrconsult.assessing._rows import Content, Line
from kkrconsult.assessing._table import Column, Table, metadata, table
from kkrconsult.assessing._text import lines_of, sheet_text
from kkrconsult.dispositions import disposition_labels
from kkrconsult.errors import MissingExtraError
from kkrconsult.report import Report
from kkrconsult.texts import word

__all__ = ["write_xlsx"]

_INK, _HEAD, _SOURCE, _GRID, _FAINT = "#1B1B1B", "#1F3A4D", "#F1F3F5", "#B7C1C9", "#5B6770"
_OPEN, _MARKED = "#FFF4CC", "#FDE3C8"
_OUTCOMES = ("#DDEFD9", "#EAF3D6", "#F6DEDC", "#E2E8F3")
"""Behind each disposition, light enough for dark text; the word is what says it."""
_WIDTHS: Mapping[str, float] = {
    POINT: 10, MARK: 10, "sender": 12.5, "received": 10, "about": 13, "text": 48, "rationale": 20, "place": 15,
    "disposition": 13, "summary": 20, "reply": 30, "change": 18, "responsible": 10.5, "assessed_by": 11,
    "assessed_at": 11,
}  # fmt: skip
_OWN_WIDTH = 20.0
_FONT, _SIZE = "Calibri", 10
_WIDTH_SIZE, _SPARE = 11, 0.97
"""Widths are counted in digits of a font of this size; how much of one is used, since not all programs draw alike."""
_SMALL, _SMALL_SIZE = (POINT, "place"), 8
"""Columns to look something up in, in small print."""
_LINE, _TALLEST, _SHORTEST = 13.0, 409.0, 30.0
"""Height of a line, and of a row at most (Excel's limit) and at least, in points."""
_MOST_LINES = int((_TALLEST - 4) // _LINE)


def write_xlsx(report: Report, found: Content, language: str) -> bytes:
    """The sheet as a workbook.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("documents", "a sheet for Excel") from None
    sink = io.BytesIO()
    # Whatever a text of a stranger looks like, it is text.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(sink, options)
    _Writer(book, report, found, language).write()
    book.close()
    return sink.getvalue()


@attrs.define(eq=False)
class _Looks:
    """The formats of cells, each made once."""

    book: Any
    made: dict[tuple[tuple[str, object], ...], Any] = attrs.field(factory=dict)

    def __call__(self, **properties: object) -> Any:
        """A format of cells."""
        plain = {"font_name": _FONT, "font_size": _SIZE, "font_color": _INK, "valign": "top"}
        key = tuple(sorted({**plain, **properties}.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(dict(key))
        return self.made[key]

    def cell(self, **properties: object) -> Any:
        """A cell of the table."""
        lines = {"border": 1, "border_color": _GRID, "text_wrap": True}
        return self(**{**lines, **properties})


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, report: Report, found: Content, language: str) -> None:
        self._book, self._report, self._found, self._language = book, report, found, language
        self._looks = _Looks(book)
        self._labels = disposition_labels(report.round, language)
        self._open = word("disposition.open", language)

    def write(self) -> None:
        """Write them all."""
        say, report = self._say, self._report
        title = sheet_text(say("title", title=report.round.title.in_language(self._language)))
        # The moment of the report, since there is no clock here: the same report gives the same bytes.
        made = report.at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
        self._book.set_properties(
            {
                "title": title,
                "subject": report.round.id,
                "author": sheet_text(report.round.organiser or ""),
                "comments": sheet_text(say("subtitle", round=report.round.id, at=report.at.isoformat())),
                "created": made,
            }
        )
        self._book.set_size(2400, 1500)
        guide = self._book.add_worksheet(say("sheet-guide"))
        sheet = self._book.add_worksheet(say("sheet"))
        gone = self._book.add_worksheet(say("sheet-gone")) if self._found.gone else None
        hidden = self._book.add_worksheet("kkrconsult")
        self._guide(guide, title)
        self._table(sheet, self._found.lines, title, locked=True)
        if gone is not None:
            self._table(gone, self._found.gone, f"{title} – {say('sheet-gone')}", locked=False)
        for row, (key, value) in enumerate(metadata(report, self._language)):
            hidden.write_string(row, 0, key)
            hidden.write_string(row, 1, value)
        hidden.hide()

    def _say(self, key: str, **params: object) -> str:
        return word(f"assess.{key}", self._language, **params)

    # -------------------------------------------------------------------------------------- guide

    def _guide(self, sheet: Any, title: str) -> None:
        looks, say = self._looks, self._say
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, 2, 78)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, looks(font_size=16, bold=True, font_color=_HEAD))
        subtitle = say("subtitle", round=self._report.round.id, at=self._local())
        sheet.write_string(1, 0, subtitle, looks(font_color=_FAINT))
        row = 3
        marks = {mark: say(f"mark.{mark}") for mark in ("new", "changed", "conflict")}
        words = [self._open, *self._labels]
        for number in range(1, 6):
            text = say(f"guide.{number}", words=words, open=self._open, **marks)
            sheet.write_string(row, 0, f"{number}.", looks(font_size=11, bold=True, font_color=_HEAD))
            sheet.merge_range(row, 1, row, 2, text, looks(font_size=11, text_wrap=True))
            sheet.set_row(row, 15.5 * lines_of(text, 106) + 5)
            row += 1
        row += 1
        sheet.write_string(row, 1, say("words"), looks(bold=True, font_color=_HEAD, bottom=1, bottom_color=_GRID))
        for number, label in enumerate(words):
            fill = {"bg_color": (_OPEN, *_OUTCOMES)[number]}
            sheet.write_string(row + 1 + number, 1, sheet_text(label), looks(border=1, border_color=_GRID, **fill))
        self._list = [f"'{say('sheet-guide')}'!$B${row + 2 + number}" for number in range(len(words))]
        row += len(words) + 2
        sheet.write_string(row, 1, say("counts"), looks(bold=True, font_color=_HEAD, bottom=1, bottom_color=_GRID))
        for key, count in self._counts().items():
            row += 1
            sheet.write_string(row, 1, say(f"count.{key}"), looks())
            sheet.write_string(row, 2, str(count), looks())
        if self._found.gone:
            sheet.merge_range(row + 2, 1, row + 2, 2, say("gone-why"), looks(text_wrap=True))
            sheet.set_row(row + 2, _LINE * lines_of(say("gone-why"), 106) + 5)
        sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _local(self) -> str:
        from kkrconsult.timeline import zone_of

        return self._report.at.astimezone(zone_of(self._report.round.timezone)).isoformat()

    def _counts(self) -> Mapping[str, int]:
        found = self._found
        counts = {"points": found.points, "open": found.open}
        counts |= {mark: found.count(mark) for mark in ("new", "changed", "conflict")}
        return {**counts, "gone": len(found.gone)}

    # -------------------------------------------------------------------------------------- table

    def _table(self, sheet: Any, lines: Sequence[Line], title: str, *, locked: bool) -> None:
        columns = table(lines, self._found.fields, self._language)
        self._head(sheet, columns)
        for number, line in enumerate(lines, 1):
            self._row(sheet, number, line, columns, locked=locked)
        last = len(lines)
        if last:
            sheet.autofilter(0, 0, last, len(columns.columns) - 1)
            self._validate(sheet, columns, last)
            self._colour(sheet, columns, last)
        sheet.freeze_panes(1, columns.index("sender") + 1)
        self._protect(sheet)
        self._page(sheet, columns, title, last)

    def _head(self, sheet: Any, columns: Table) -> None:
        looks = self._looks
        sheet.set_row(0, 32)
        for index, column in enumerate(columns.columns):
            fill = _HEAD if column.filled_in else _FAINT
            look = looks.cell(bold=True, font_color="#FFFFFF", bg_color=fill, valign="vcenter")
            sheet.write_string(0, index, sheet_text(column.heading), look)
            options = {"hidden": True} if column.key in MACHINE else {}
            sheet.set_column(index, index, _width(column), None, options)

    def _row(self, sheet: Any, number: int, line: Line, columns: Table, *, locked: bool) -> None:
        tallest = 1
        for index, column in enumerate(columns.columns):
            text = self._shown(column, columns.cell(line, column))
            if column.key not in MACHINE:
                tallest = max(tallest, lines_of(text, _digits(column)))
            self._cell(sheet, number, index, column, text, locked=locked)
        sheet.set_row(number, min(max(tallest * _LINE + 4, _SHORTEST), _TALLEST))

    def _shown(self, column: Column, text: str) -> str:
        """The text of a cell; where an answer says more than a row can show, the cell says so first."""
        if column.key == "disposition" and not text:
            return self._open
        if column.key not in ("text", "rationale"):
            return text
        if lines_of(text, _digits(column)) > _MOST_LINES:
            return f"{self._say('long')}\n{text}"
        return text

    def _cell(self, sheet: Any, row: int, index: int, column: Column, text: str, *, locked: bool) -> None:
        looks = self._looks
        if column.filled_in:
            self._put(sheet, row, index, text, looks.cell(locked=False))
            return
        look: dict[str, object] = {"bg_color": _SOURCE, "locked": locked}
        if column.key in _SMALL:
            look |= {"font_size": _SMALL_SIZE, "font_color": _FAINT}
        elif column.key == MARK:
            # Whoever has looked at a row deletes its mark.
            look |= {"locked": False, "bold": True}
        elif column.key == "received":
            moment = _moment(text)
            if moment is not None:
                sheet.write_datetime(row, index, moment, looks.cell(**look, num_format="dd-mm-yyyy", align="left"))
                return
        self._put(sheet, row, index, text, looks.cell(**look))

    @staticmethod
    def _put(sheet: Any, row: int, index: int, text: str, look: Any) -> None:
        """Write a text, never as anything else; where there is none, a cell that is empty to filters too."""
        if text:
            sheet.write_string(row, index, text, look)
        else:
            sheet.write_blank(row, index, None, look)

    def _validate(self, sheet: Any, columns: Table, last: int) -> None:
        at = columns.index("disposition")
        sheet.data_validation(
            1,
            at,
            last,
            at,
            {
                "validate": "list",
                "source": f"={self._list[0]}:{self._list[-1].partition('!')[2]}",
                "input_title": self._say("choose"),
                "input_message": self._say("choose-why", open=self._open),
                "error_title": self._say("not-on-list"),
                "error_message": self._say("not-on-list-why"),
            },
        )

    def _colour(self, sheet: Any, columns: Table, last: int) -> None:
        """Colour dispositions, open rows and marks. What they mean stands there in words too."""
        from xlsxwriter.utility import xl_col_to_name

        at, looks = columns.index("disposition"), self._book
        # By where the words stand, since a formula takes no text longer than 255 characters.
        for place, colour in zip(self._list[1:], _OUTCOMES, strict=True):
            look = looks.add_format({"bg_color": colour})
            rule = {"type": "cell", "criteria": "==", "value": f"={place}", "format": look}
            sheet.conditional_format(1, at, last, at, rule)
        cell = f"TRIM(${xl_col_to_name(at)}2)"
        is_open = f"=AND({','.join(f'{cell}<>TRIM({place})' for place in self._list[1:])})"
        look = looks.add_format({"bg_color": _OPEN, "italic": True})
        sheet.conditional_format(1, at, last, at, {"type": "formula", "criteria": is_open, "format": look})
        mark = columns.index(MARK)
        look = looks.add_format({"bg_color": _MARKED})
        filled = f'=TRIM(${xl_col_to_name(mark)}2)<>""'
        sheet.conditional_format(1, mark, last, mark, {"type": "formula", "criteria": filled, "format": look})

    def _protect(self, sheet: Any) -> None:
        allowed = (
            "select_locked_cells", "select_unlocked_cells", "sort", "autofilter", "format_cells", "format_columns",
            "format_rows", "insert_columns", "delete_columns",
        )  # fmt: skip
        sheet.protect("", dict.fromkeys(allowed, True))

    def _page(self, sheet: Any, columns: Table, title: str, last: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.35, right=0.35, top=0.5, bottom=0.55)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, max(columns.shown))
        page = self._say("page-of", page="&P", pages="&N")
        sheet.set_footer(f"&L&8{title.replace('&', '&&')[:120]}&R&8{page}")


def _width(column: Column) -> float:
    return _WIDTHS.get(column.key, _OWN_WIDTH)


def _digits(column: Column) -> float:
    """How many digits fit into a line of a column."""
    size = _SMALL_SIZE if column.key in _SMALL else _SIZE
    return _width(column) * _SPARE * _WIDTH_SIZE / size


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
