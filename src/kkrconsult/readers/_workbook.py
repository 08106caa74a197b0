"""A workbook of Excel's (ECMA-376, .xlsx): its sheets, row by row, as texts.

Read with the standard library. Of the libraries at hand, one takes memory for every cell up to the farthest, so that
a file of six kilobytes ends the process, and the other takes half as long again as this and knows nothing of hidden
rows while it streams.
"""

from __future__ import annotations

import functools
import posixpath
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import attrs

from kkrconsult.formats.packages import Package, TooLargeError, XmlReader, ignore
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.sheet_values import Shown, number_text, shown_by, string_text

__all__ = ["Limits", "Sheet", "SheetRow", "Workbook"]

_MOST_SHEETS = 255
_MOST_STYLES = 100_000


@attrs.frozen(kw_only=True)
class Limits:
    """How much of a workbook is read."""

    content: int
    """Most bytes that are unpacked."""
    columns: int
    """The last column that may hold anything."""


@attrs.frozen(kw_only=True)
class Sheet:
    """A sheet that is there."""

    name: str
    """Its name."""
    hidden: bool
    """Whether it is hidden."""
    entry: str
    """Where it is in the archive."""


@attrs.frozen(kw_only=True)
class SheetRow:
    """A row with anything in it."""

    number: int
    """Its number, counted from 1."""
    cells: tuple[str, ...]
    """Its cells from the first column on; empty ones at the end are left out."""
    hidden: bool = False
    """Whether it is hidden."""


class Workbook(Package):
    """A workbook in a stream."""

    def __init__(
        self,
        stream: BinaryIO,
        limits: Limits,
        text: Callable[[str], str] = string_text,
        *,
        formulas_as_text: bool = False,
    ) -> None:
        """Open it.

        Args:
            stream: The workbook.
            limits: How much of it is read.
            text: What makes a text of a stored string; by default one that reads well.
            formulas_as_text: Whether a formula without a value, or with an error, is what somebody meant as text.

        Raises:
            zipfile.BadZipFile: It is no archive.
            UnsafeError: The archive is built to do harm.
            TooLargeError: It holds too much.
        """
        super().__init__(stream, limits.content)
        self.limits = limits
        self._text = text
        self.formulas_as_text = formulas_as_text
        self._since_1904 = False
        self._strings: list[str] = []
        self._styles: list[Shown] = []
        self._plain_styles: frozenset[str] = frozenset({""})
        self.formulas = 0
        """How many cells were computed."""
        self.without_value = 0
        """How many of them were saved without a value."""
        self.hidden_columns = False
        """Whether any sheet that was read has hidden columns."""

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets, in the order of their tabs.

        Raises:
            KeyError: There is no workbook in the archive.
        """
        own = (one.target for one in self.relations("") if one.kind == "officeDocument" and not one.external)
        home = next(own, "xl/workbook.xml")
        folder = posixpath.dirname(home)
        targets = {one.id: one.target for one in self.relations(home) if not one.external}
        found: list[Sheet] = []
        settings: dict[str, str] = {}

        def start(name: str, attributes: Mapping[str, str]) -> None:
            if name == "workbookPr":
                settings.update(attributes)
            elif name == "sheet" and len(found) < _MOST_SHEETS:
                identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                hidden = attributes.get("state", "visible") != "visible"
                entry = targets.get(identity)
                if entry is not None:
                    found.append(Sheet(name=tidy(attributes.get("name", "")).strip(), hidden=hidden, entry=entry))

        self.read(home, start, ignore)
        self._since_1904 = settings.get("date1904") in ("1", "true")
        self._strings = self._shared_strings(f"{folder}/sharedStrings.xml")
        self._styles = self._date_styles(f"{folder}/styles.xml")
        plain = {str(index) for index, style in enumerate(self._styles) if style == Shown()}
        self._plain_styles = frozenset({"", *plain})
        return tuple(found)

    def rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """The rows of a sheet that hold anything.

        Raises:
            TooLargeError: It has more columns, or more in all, than is read.
            UnsafeError: It is built to do harm.
            expat.ExpatError: It is damaged.
        """
        entry = self.find(sheet.entry)
        if entry is None:
            return
        reader = _SheetReader(self)
        parser = XmlReader(reader.start, reader.end)
        for chunk, last in self.chunks(entry):
            parser.feed(chunk, last=last)
            while reader.rows:
                yield reader.rows.popleft()

    def _shared_strings(self, name: str) -> list[str]:
        found: list[str] = []
        pieces: list[str] = []
        phonetic = 0

        def start(element: str, _: Mapping[str, str]) -> None:
            nonlocal phonetic
            phonetic += element == "rPh"

        def end(element: str, text: str) -> None:
            nonlocal phonetic
            if element == "t" and not phonetic:
                pieces.append(text)
            elif element == "rPh":
                phonetic -= 1
            elif element == "si":
                found.append(self._text("".join(pieces)))
                pieces.clear()

        if self.find(name) is not None:
            self.read(name, start, end)
        return found

    def _date_styles(self, name: str) -> list[Shown]:
        """What each style of cells shows."""
        custom: dict[str, Shown] = {}
        found: list[Shown] = []
        inside = False

        def start(element: str, attributes: Mapping[str, str]) -> None:
            nonlocal inside
            number = attributes.get("numFmtId", "")
            if element == "numFmt" and len(custom) < _MOST_STYLES:
                custom[number] = shown_by(0, attributes.get("formatCode", ""))
            elif element == "cellXfs":
                inside = True
            elif element == "xf" and inside and len(found) < _MOST_STYLES:
                built_in = int(number) if number.isdecimal() and len(number) < 6 else 0
                found.append(custom.get(number) or shown_by(built_in))

        def end(element: str, _: str) -> None:
            nonlocal inside
            inside = inside and element != "cellXfs"

        if self.find(name) is not None:
            self.read(name, start, end)
        return found

    def value_of(self, kind: str, style: str, text: str) -> str:
        """The text of a cell."""
        if kind == "s":
            index = int(text) if text.isdecimal() and len(text) < 10 else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "true" if text.strip() == "1" else "false"
        if kind in ("str", "inlineStr", "e", "d"):
            return self._text(text)
        if style in self._plain_styles and text.isdecimal() and len(text) < 16:
            return text if text[0] != "0" else str(int(text))
        index = int(style) if style.isdecimal() and len(style) < 7 else -1
        shown = self._styles[index] if 0 <= index < len(self._styles) else Shown()
        return number_text(text, shown, since_1904=self._since_1904)


class _SheetReader:
    """Puts rows together from what the parser meets."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.rows: deque[SheetRow] = deque()
        self._cells: dict[int, str] = {}
        self._number = 0
        self._hidden = False
        self._column = 0
        self._kind = self._style = self._text = self._formula = ""
        self._has_formula = self._has_value = False
        self._phonetic = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._column = _column(attributes.get("r", "")) or self._column + 1
            self._kind, self._style, self._text = attributes.get("t", "n"), attributes.get("s", ""), ""
            self._has_formula = self._has_value = False
        elif name == "row":
            written = attributes.get("r", "")
            self._number = int(written) if written.isdecimal() and len(written) < 8 else self._number + 1
            self._hidden = attributes.get("hidden") in ("1", "true")
            self._column = 0
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._workbook.hidden_columns = True
        elif name == "rPh":
            self._phonetic += 1

    def end(self, name: str, text: str) -> None:
        if name == "v":
            # Some programs write an empty value where they have computed none.
            self._text, self._has_value = text, bool(text)
        elif name == "t" and not self._phonetic:
            self._text, self._has_value = self._text + text, True
        elif name == "f":
            self._has_formula, self._formula = True, text
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "c":
            self._cell()
        elif name == "row":
            self._row()

    def _cell(self) -> None:
        self._workbook.formulas += self._has_formula
        self._workbook.without_value += self._has_formula and not self._has_value
        if self._has_formula and self._workbook.formulas_as_text and (self._kind == "e" or not self._has_value):
            self._kind, self._text = "str", f"={self._formula}"
        elif not self._has_value:
            return
        value = self._workbook.value_of(self._kind, self._style, self._text)
        if value.strip():
            if self._column > self._workbook.limits.columns:
                raise TooLargeError("columns", self._workbook.limits.columns)
            self._cells[self._column] = value

    def _row(self) -> None:
        if self._cells:
            cells = tuple(self._cells.get(column, "") for column in range(1, max(self._cells) + 1))
            self.rows.append(SheetRow(number=max(self._number, 1), cells=cells, hidden=self._hidden))
            self._cells = {}


@functools.lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _column(reference: str) -> int:
    """The column of a cell, counted from 1; 0 where the reference is none."""
    letters = reference.rstrip("0123456789")
    return _column_of(letters) if len(letters) < 4 and letters.isascii() and letters.isupper() else 0
