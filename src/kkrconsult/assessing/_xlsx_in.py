"""Sheets that Excel, LibreOffice or a script saved, back to remarks; only values are read, and nothing is run."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

from kkrconsult.assessing._columns import Header
from kkrconsult.assessing._table_in import Found, TableReader, left_out, other_round, problem
from kkrconsult.errors import bounded
from kkrconsult.findings import Finding, Location
from kkrconsult.formats.problems import finding, place
from kkrconsult.formats.sheet_values import unescaped
from kkrconsult.model import Round
from kkrconsult.readers._workbook import Limits, Sheet, SheetRow, Workbook
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, word

__all__ = ["read_xlsx"]

_HEADER_WITHIN = 20
"""How many rows with text may stand above the headings."""
_MOST_ROWS = 100_000
_MOST_CONTENT = 200_000_000
_MOST_COLUMNS = 500
OWN_SHEET = "kkrconsult"


def read_xlsx(data: bytes, name: str, round_: Round) -> Iterator[Found]:
    """Read every sheet that has the headings of one.

    Raises:
        UnsafeError: It is built to do harm.
        TooLargeError: It holds too much.
        Exception: It is damaged, in one of the many ways in which a file may be.
    """
    limits = Limits(content=_MOST_CONTENT, columns=_MOST_COLUMNS)
    # "=se ovenfor" is meant as text, whatever a spreadsheet thinks.
    workbook = Workbook(io.BytesIO(data), limits, text=unescaped, formulas_as_text=True)
    try:
        yield from _read(workbook, name, round_)
    finally:
        workbook.close()


def _read(workbook: Workbook, name: str, round_: Round) -> Iterator[Found]:
    sheets = workbook.sheets()
    own = [sheet for sheet in sheets if sheet.name.casefold() == OWN_SHEET]
    if own and (wrong := _other_round(workbook.rows(own[0]), name, round_)) is not None:
        yield wrong
        return
    found, others, seen = False, list[Sheet](), list[str]()
    for sheet in sheets:
        if sheet in own:
            continue
        rows = workbook.rows(sheet)
        above = list(itertools.islice(rows, _HEADER_WITHIN))
        best = next((index for index, row in enumerate(above) if Header.of(row.cells).usable), None)
        if best is None:
            seen += [cell for row in above for cell in row.cells if cell.strip()]
            if above:
                others.append(sheet)
            continue
        found = True
        reader = TableReader(name, Header.of(above[best].cells), round_)
        yield from reader.columns(above[best].number)
        for count, row in enumerate(itertools.chain(above[best + 1 :], rows)):
            if count >= _MOST_ROWS:
                yield _too_many(name)
                break
            yield from reader.row(row.number, row.cells)
    if not found:
        yield problem("assessment.no-table", Location(file=name), columns=[bounded(text, 40) for text in seen[:10]])
    yield from _notes(workbook, name, others if found else [])


def _other_round(rows: Iterable[SheetRow], name: str, round_: Round) -> Finding | None:
    """The finding that the hidden sheet speaks of another round than this one."""
    said = {row.cells[0]: row.cells[1] for row in itertools.islice(rows, _HEADER_WITHIN) if len(row.cells) > 1}
    return other_round(said.get("round", round_.id), name, round_)


def _too_many(name: str) -> Finding:
    reason = {"da": f"mere end {_MOST_ROWS} rækker", "en": f"more than {_MOST_ROWS} rows"}
    return finding("file.over-limit", place(name), reason=FrozenMap(reason))


def _notes(workbook: Workbook, name: str, others: Sequence[Sheet]) -> Iterator[Found]:
    """What is in the workbook and was not read."""
    guides = {word("assess.sheet-guide", language).casefold() for language in languages()}
    for sheet in others:
        if sheet.name.casefold() not in guides:
            yield left_out(name, "sheet", name=bounded(sheet.name))
    if any("comments" in entry.lower() for entry in workbook.names):
        yield left_out(name, "comments")
    if workbook.without_value:
        yield problem("assessment.no-value", Location(file=name), cells=workbook.without_value)
