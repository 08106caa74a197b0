"""The reading of workbooks (.xlsx); see `kkrconsult.readers.xlsx`."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers.expat import ExpatError

from kkrconsult.document import Block, BlockKind, Document
from kkrconsult.errors import bounded
from kkrconsult.findings import Finding, Severity
from kkrconsult.formats.names import Names
from kkrconsult.formats.packages import TooLargeError, UnsafeError
from kkrconsult.formats.problems import assessment_sheet, finding, not_a_response, place
from kkrconsult.formats.rows import Header, TableReader
from kkrconsult.formats.tables import Row
from kkrconsult.model import Response
from kkrconsult.readers._documents import OLE, carefully, old_office_file, unreadable
from kkrconsult.readers._streams import limited, whole
from kkrconsult.readers._workbook import Limits, Sheet, SheetRow, Workbook
from kkrconsult.structure import FrozenMap

if TYPE_CHECKING:
    from kkrconsult.readers.xlsx import Options

__all__ = ["read_workbook"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLD = {
    "da": "den er i Excels gamle format; gem den som .xlsx eller CSV",
    "en": "it is in Excel's old format; save it as .xlsx or CSV",
}
_HEADER_WITHIN = 20
"""How many rows with text may stand above the headings."""
Item = Response | Finding | Document


def read_workbook(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read every sheet."""
    from kkrconsult.readers.xlsx import CODES

    codes = [code.name for code in CODES if code.severity is not Severity.ERROR]
    yield from carefully(limited(_read(stream, name, options), name, codes), name)


def _read(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    data = whole(stream, name, options.largest_file)
    if isinstance(data, Finding):
        yield data
        return
    if data.startswith(OLE):
        yield old_office_file(data, name, **_OLD)
        return
    try:
        workbook = Workbook(io.BytesIO(data), Limits(content=options.largest_content, columns=options.most_columns))
        try:
            yield from _Reading(workbook, name, options).items()
        finally:
            workbook.close()
    except UnsafeError as error:
        yield finding("file.unsafe", place(name), reason=str(error))
    except TooLargeError as error:
        kind, limit = error.args
        words = {"bytes": ("byte udpakket", "bytes unpacked"), "columns": ("kolonner", "columns")}[kind]
        reason = {"da": f"mere end {limit} {words[0]}", "en": f"more than {limit} {words[1]}"}
        yield finding("file.over-limit", place(name), reason=FrozenMap(reason))
    except (zipfile.BadZipFile, ExpatError, EOFError, KeyError, NotImplementedError, OSError, ValueError) as error:
        what = bounded(str(error))
        yield unreadable(name, da=f"den er beskadiget ({what})", en=f"it is damaged ({what})")


class _Reading:
    """The reading of one workbook."""

    def __init__(self, workbook: Workbook, name: str, options: Options) -> None:
        self._workbook = workbook
        self._name = name
        self._options = options
        self._hidden = False
        self._cut = False

    def items(self) -> Iterator[Item]:
        sheets = self._workbook.sheets()
        if not sheets:
            binary = any(entry.endswith("workbook.bin") for entry in self._workbook.names)
            yield unreadable(
                self._name,
                da="den er i Excels binære format; gem den som .xlsx" if binary else "der er ingen ark i den",
                en="it is in Excel's binary format; save it as .xlsx" if binary else "there are no sheets in it",
            )
            return
        tables = False
        others: list[tuple[Sheet, list[SheetRow]]] = []
        for sheet in sheets:
            rows = self._rows(sheet)
            above = list(itertools.islice(rows, _HEADER_WITHIN))
            if any(Header.of(row.cells).of_assessments for row in above):
                yield assessment_sheet(self._name)
                return
            best = _headings(above)
            if best is None:
                if above:
                    others.append((sheet, [*above, *rows]))
                continue
            tables = True
            yield from self._table(itertools.chain(above[best:], rows))
            self._hidden = self._hidden or sheet.hidden
        if not tables:
            yield from self._document(others)
            return
        for sheet, _ in others:
            yield finding("xlsx.other-sheet", place(self._name), sheet=bounded(sheet.name))
        yield from self._notes()

    def _rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        for count, row in enumerate(self._workbook.rows(sheet)):
            if count >= self._options.most_rows:
                self._cut = True
                return
            self._hidden = self._hidden or row.hidden
            yield row

    def _table(self, rows: Iterator[SheetRow]) -> Iterator[Response | Finding]:
        first = next(rows)
        header = Header.of(first.cells)
        names = Names(self._options.parties, self._options.tracks)
        reader = TableReader(self._name, header, names, self._options.timezone)
        yield from reader.columns(first.number)
        width, empty = len(first.cells), True
        for row in rows:
            empty = False
            yield from reader.row(Row(row.number, row.cells + ("",) * (width - len(row.cells))))
        yield from reader.finish()
        if empty:
            yield finding("csv.no-rows", place(self._name))
        if self._cut:
            self._cut = False
            yield self._cut_off()

    def _cut_off(self) -> Finding:
        limit = self._options.most_rows
        return not_a_response(
            self._name,
            da=f"den har mere end {limit} rækker; resten er ikke læst",
            en=f"it has more than {limit} rows; the rest was not read",
        )

    def _notes(self) -> Iterator[Finding]:
        """What is to be said of a workbook whose answers were read."""
        where = place(self._name)
        if self._hidden or self._workbook.hidden_columns:
            yield finding("xlsx.hidden", where)
        if self._workbook.formulas > self._workbook.without_value:
            yield finding("xlsx.formulas", where, cells=self._workbook.formulas - self._workbook.without_value)
        if self._workbook.without_value:
            yield finding("xlsx.no-value", where, cells=self._workbook.without_value)
        if self._has("vbaproject.bin"):
            yield finding("xlsx.macros", where)

    def _document(self, sheets: list[tuple[Sheet, list[SheetRow]]]) -> Iterator[Finding | Document]:
        """A workbook that is no table of answers."""
        if not sheets:
            yield finding("csv.no-rows", place(self._name))
            return
        blocks: list[Block] = []
        for sheet, rows in sheets:
            self._hidden = self._hidden or sheet.hidden
            if len(sheets) > 1 and sheet.name:
                blocks.append(Block(kind=BlockKind.HEADING, text=sheet.name, level=1))
            for row in rows:
                text = "\t".join(cell.replace("\t", " ").strip() for cell in row.cells)
                blocks.append(Block(kind=BlockKind.TABLE_ROW, text=text))
        remarks = {
            "macros": self._has("vbaproject.bin"),
            "external-references": any("externallinks/" in entry for entry in self._workbook.names),
            "comments": any("comments" in entry for entry in self._workbook.names),
            "hidden-text": self._hidden or self._workbook.hidden_columns,
            "formulas": self._workbook.formulas > 0,
        }
        yield Document(
            name=self._name,
            media_type=_MEDIA_TYPE,
            blocks=tuple(blocks),
            remarks=tuple(remark for remark, holds in remarks.items() if holds),
        )
        if self._cut:
            yield self._cut_off()

    def _has(self, end: str) -> bool:
        return any(entry.endswith(end) for entry in self._workbook.names)


def _headings(rows: list[SheetRow]) -> int | None:
    """Which of a sheet's first rows are headings of a table of answers; None where none is.

    One word that is known is not enough: a form may have "Kommune" beside the name of one.
    """
    sense = [header.known if header.tells_sender else 0 for header in (Header.of(row.cells) for row in rows)]
    best = max(range(len(rows)), key=lambda index: sense[index], default=None)
    return best if best is not None and sense[best] >= 2 else None
