"""Tables as an Excel workbook (extra ``documents``): to sort, filter and print, with nothing in it that is computed."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, BinaryIO

import attrs

from kkrconsult.errors import ExportError, MissingExtraError
from kkrconsult.formats.packing import Entry, pack_onto
from kkrconsult.paper import Cell, Table, Tone
from kkrconsult.rendering._plain import printable
from kkrconsult.texts import word

__all__ = ["MEDIA_TYPE", "Sheet", "write_workbook"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BAD_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_SHORT = 1000
"""So many rows, however full their cells are, never come to 2 GB."""
_PAGE = "xl/worksheets/sheet1.xml"
_SAMPLE_HEIGHT = 102
"""Of the row that stands for all others, to find it again."""
_SAMPLE = re.compile(rf'<row [^>]*ht="{_SAMPLE_HEIGHT}"[^>]*>.*?</row>')
_STYLE = re.compile(r' s="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
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
    """What is in a workbook."""

    name: str
    """What stands on its tab; cut to what a tab can hold."""
    head: Table
    """The table but for its rows."""
    rows: Callable[[], Iterable[Sequence[Cell]]]
    """Makes the rows anew each time."""
    count: int
    """How many there are."""
    notes: tuple[str, ...] = ()
    """What must be read before the table; stands above it."""


def write_workbook(
    sink: BinaryIO, sheet: Sheet, *, title: str, language: str, made: dt.datetime, author: str = "", subject: str = ""
) -> None:
    """Write a table as a workbook, a row at a time: never more than one is in memory.

    Whatever a text looks like, it is text: nothing becomes a formula, a link or a number. A text that no cell can hold
    is cut, visibly; the whole of it is in the other formats.

    XlsxWriter makes the workbook with everything but the rows, and these are put in between. Its own mode for constant
    memory needs files beside the sink, which nothing here opens.

    Args:
        sink: Where to; of it nothing is asked but that it takes bytes.
        sheet: What is written.
        title: Title, for the file's properties and the head of printed pages.
        language: Language of the few words that are added.
        made: What the file says about when it was made: a moment of the report, since no clock is read.
        author: Who made it, for the file's properties.
        subject: What it is about, for the file's properties.

    Raises:
        ExportError: There are more rows than a sheet can have.
        MissingExtraError: XlsxWriter is not installed.
    """
    first = len(sheet.notes) + 1
    if first + sheet.count > _MOST_ROWS:
        raise ExportError(
            f"the table has {sheet.count} rows, and a sheet of Excel has room for {_MOST_ROWS - first}; write it as "
            "CSV instead"
        )
    shell = _shell(sheet, title, language, {"author": author, "subject": subject}, made)
    page = shell.read(_PAGE).decode()
    found = _SAMPLE.search(page)
    assert found is not None  # noqa: S101 - it was written just now
    row = _Row(sheet.head, _STYLE.findall(found[0]), language)
    size = f"A1:{_column(len(sheet.head.columns) - 1)}{first + max(sheet.count, 1)}"
    before = _DIMENSION.sub(f'<dimension ref="{size}"/>', page[: found.start()])

    def pieces() -> Iterator[bytes]:
        yield before.encode()
        for number, cells in enumerate(sheet.rows(), first + 1):
            yield row(number, cells).encode("utf-8", "replace")
        yield page[found.end() :].encode()

    # A part of more than 2 GB must be announced, so its size must be known; of a short one it is clear.
    length = sum(map(len, pieces())) if sheet.count > _SHORT else 0
    pack_onto(
        sink,
        (
            Entry(name=name, size=length, pieces=pieces())
            if name == _PAGE
            else Entry(name=name, size=len(data := shell.read(name)), pieces=(data,))
            for name in shell.namelist()
        ),
    )


def _shell(
    sheet: Sheet, title: str, language: str, properties: Mapping[str, str], made: dt.datetime
) -> zipfile.ZipFile:
    """The workbook without its rows: in their place stands one with an empty cell for each look."""
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("documents", "an Excel workbook") from None
    whole = io.BytesIO()
    book: Any = xlsxwriter.Workbook(
        whole,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": printable(title),
            **{name: printable(text) for name, text in properties.items()},
            "created": made.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0),
        }
    )
    _write(book.add_worksheet(_name(sheet.name)), sheet, title, language, _Looks(book))
    book.close()
    return zipfile.ZipFile(whole)


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


def _write(page: Any, given: Sheet, title: str, language: str, looks: _Looks) -> None:
    table, top = given.head, len(given.notes)
    for index, note in enumerate(given.notes):
        page.write_string(index, 0, _cell_text(note, language), looks.note)
    for index, (column, width) in enumerate(zip(table.columns, _widths(table), strict=True)):
        page.set_column(index, index, width)
        page.write_string(top, index, _cell_text(column.label, language), looks.head)
    for index, look in enumerate((looks.cell, looks.first, *looks.tones.values())):
        page.write_blank(top + 1, index, None, look)
    page.set_row(top + 1, _SAMPLE_HEIGHT)
    page.autofilter(top, 0, max(top + given.count, top + 1), len(table.columns) - 1)
    page.freeze_panes(top + 1, 1 if table.row_headings else 0)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_header(f"&L&10{_code_free(title)}")
    page.set_footer(f"&R&9{_code_free(word('workbook.page', language, page='&P', pages='&N'), codes=True)}")


def _widths(table: Table) -> list[float]:
    total = sum(column.width for column in table.columns) or 1
    return [max(_NARROWEST, column.width * _CHARACTERS / total) for column in table.columns]


class _Row:
    """Writes rows as XML."""

    def __init__(self, table: Table, styles: Sequence[str], language: str) -> None:
        self._plain, self._first, *toned = styles
        self._tones = dict(zip(_GROUNDS, toned, strict=True))
        self._headings, self._widths, self._language = table.row_headings, _widths(table), language
        self._columns = [_column(index) for index in range(len(table.columns))]

    def __call__(self, number: int, cells: Sequence[Cell]) -> str:
        found = [f'<row r="{number}" ht="{_height(cells, self._widths):g}" customHeight="1">']
        for index, (column, cell) in enumerate(zip(self._columns, cells, strict=True)):
            first = self._headings and index == 0
            style = self._tones[cell.tone] if cell.tone else self._first if first else self._plain
            place, text = f'r="{column}{number}" s="{style}"', _cell_text(cell.text, self._language)
            found.append(f'<c {place} t="inlineStr"><is><t{_kept(text)}</t></is></c>' if text else f"<c {place}/>")
        return "".join([*found, "</row>"])


def _kept(text: str) -> str:
    """A text as XML, white space at its ends included; what looks like Excel's own escapes is a text too."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPE.sub("_x005F_", text))
    return f"{space}>{escape(text, quote=False)}"


def _column(index: int) -> str:
    """The letters of a column.

    >>> [_column(index) for index in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    index += 1
    while index:
        index, left = divmod(index - 1, 26)
        letters = chr(65 + left) + letters
    return letters


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


def _name(text: str) -> str:
    """A name that a tab can have."""
    return _BAD_NAME.sub(" ", printable(text)).strip(" '")[:_LONGEST_NAME].strip(" '") or "1"
