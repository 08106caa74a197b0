"""Tables that Word or LibreOffice saved, back to remarks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from kkrconsult.assessing._columns import ASSESSED, FINGERPRINT, POINT, POINT_KEY, RESPONSE, Header
from kkrconsult.assessing._table import PREFIXES
from kkrconsult.assessing._table_in import Found, TableReader, left_out, other_round, problem
from kkrconsult.errors import bounded
from kkrconsult.findings import Location
from kkrconsult.formats.packages import Package, TooLargeError, attribute, whole_number
from kkrconsult.model import Round

__all__ = ["read_docx"]

_MOST_CONTENT = 100_000_000
_MOST_COLUMNS = 100
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText", "rPrChange", "pPrChange", "sdtPr"})
_KEYS = (POINT_KEY, FINGERPRINT, ASSESSED, RESPONSE)
_HIDDEN = re.compile(r"(?:^|\s)([pfar]):(\S+)")
_OWN_STYLE = "kkr"


def read_docx(data: bytes, name: str, round_: Round) -> Iterator[Found]:
    """Read every table that has the headings of a sheet.

    Raises:
        UnsafeError: It is built to do harm.
        TooLargeError: It holds too much.
        Exception: It is damaged, in one of the many ways in which a file may be.
    """
    archive = Package(io.BytesIO(data), _MOST_CONTENT)
    try:
        yield from _read(archive, name, round_)
    finally:
        archive.close()


def _read(archive: Package, name: str, round_: Round) -> Iterator[Found]:
    wrong = other_round(_round_of(archive, round_), name, round_)
    if wrong is not None:
        yield wrong
        return
    own = (one.target for one in archive.relations("") if one.kind == "officeDocument" and not one.external)
    story = _Story()
    archive.read(next(own, "word/document.xml"), story.start, story.end)
    reader: TableReader | None = None
    heads: list[str] = []
    line = 0
    for rows in story.tables:
        header, reader = None, None
        for cells in rows:
            line += 1
            if reader is None or header is None:
                header = Header.of(cells)
                if header.usable:
                    # The program's own cells stand in that with the id, as hidden text.
                    header = Header.of([*cells, *(_KEYS if _has_hidden(rows, header) else ())])
                    reader = TableReader(name, header, round_)
                    yield from reader.columns(line)
                else:
                    heads += [cell for cell in cells if cell.strip()]
                continue
            yield from reader.row(line, _with_keys(cells, header) if POINT_KEY in header.keys else cells)
        if reader is not None:
            heads.clear()
    if not any(Header.of(cells).usable for rows in story.tables for cells in rows):
        yield problem("assessment.no-table", Location(file=name), columns=[bounded(cell, 40) for cell in heads[:10]])
    for text in story.beside[:5]:
        yield left_out(name, "text", text=bounded(text))
    if archive.find("word/comments.xml") is not None and b"<w:comment " in archive.content("word/comments.xml"):
        yield left_out(name, "comments")


def _has_hidden(rows: Sequence[Sequence[str]], header: Header) -> bool:
    """Whether any row of a table says in hidden text what it is about, as those of ours do."""
    at = header.keys.index(POINT) if POINT in header.keys else None
    return at is not None and any(_HIDDEN.search(cells[at]) for cells in rows if at < len(cells))


def _with_keys(cells: Sequence[str], header: Header) -> list[str]:
    """The cells of a row, with what is hidden beside its id in columns of its own."""
    width = len(header.keys) - len(_KEYS)
    found = [*cells[:width], *[""] * (width - len(cells))]
    at = header.keys.index(POINT) if POINT in header.keys else None
    hidden: Mapping[str, str] = {}
    if at is not None:
        hidden = dict(_HIDDEN.findall(found[at]))
        found[at] = _HIDDEN.sub(" ", found[at]).strip()
    for key in _KEYS:
        sign = PREFIXES[key][0]
        found.append(PREFIXES[key] + hidden[sign] if sign in hidden else "")
    return [*found, *cells[width:]]


def _round_of(archive: Package, round_: Round) -> str:
    """The round that the file's properties name; where they name none, the one that is asked for."""
    said = {"": round_.id}
    current = ""

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if element == "property":
            current = attributes.get("name", "")

    def end(element: str, text: str) -> None:
        if element == "lpwstr" and current == "kkrconsult-round" and text.strip():
            said[""] = text.strip()

    if archive.find("docProps/custom.xml") is not None:
        archive.read("docProps/custom.xml", start, end)
    return said[""]


class _Story:
    """Takes the elements of the main text: tables row by row, and what people wrote beside them."""

    def __init__(self) -> None:
        self.tables: list[list[list[str]]] = []
        """The rows of each table, as cells."""
        self.beside: list[str] = []
        """Text outside of all tables that is not of our own making."""
        self._depth = 0
        self._cells: list[str] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._skipping = 0
        self._paragraph: list[str] = []
        self._style = ""

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        if self._skipping or element in _SKIPPED:
            self._skipping += 1
        elif element == "tbl":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif element == "tr" and self._depth == 1:
            self._cells = []
        elif element == "tc" and self._depth == 1:
            self._cell, self._span = [], 1
        elif element == "gridSpan":
            self._span = max(whole_number(attribute(attributes, "val")) or 1, 1) if self._depth == 1 else self._span
        elif element == "p":
            self._paragraph, self._style = [], ""
        elif element == "pStyle":
            self._style = attribute(attributes, "val")
        elif element in ("br", "cr"):
            self._paragraph.append("\n")
        elif element == "tab":
            self._paragraph.append("\t")
        elif element == "noBreakHyphen":
            self._paragraph.append("-")

    def end(self, element: str, text: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif element == "t":
            self._paragraph.append(text)
        elif element == "p":
            self._end_paragraph()
        elif element == "tc" and self._depth == 1:
            self._cells += ["\n".join(self._cell or []), *[""] * min(self._span - 1, _MOST_COLUMNS)]
            self._cell = None
            if len(self._cells) > _MOST_COLUMNS:
                raise TooLargeError("columns", _MOST_COLUMNS)
        elif element == "tr" and self._depth == 1:
            self.tables[-1].append(self._cells)
        elif element == "tbl":
            self._depth -= 1

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraph)
        self._paragraph = []
        if self._cell is not None:
            self._cell.append(text)
        elif text.strip() and not self._style.lower().startswith(_OWN_STYLE):
            self.beside.append(text)
