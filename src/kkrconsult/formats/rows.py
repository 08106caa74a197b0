"""Responses to rows of a table, and rows of a table to responses.

Two shapes: one row a response, with its points as JSON in one cell; or one row a point, with the fields of the response
in every row. Either alone holds everything. A table that somebody made by hand needs a few columns only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.assessment import point_ids
from kkrconsult.errors import DataError, Problem, bounded
from kkrconsult.findings import Finding
from kkrconsult.formats.codec import ABSENT, CellError, Style, as_plain, read_cell, write_cell
from kkrconsult.formats.columns import (
    PARTY,
    POINT,
    POINTS,
    TEXT,
    TRACK,
    Column,
    Kind,
    key_of,
    point_columns,
    response_columns,
    spellings,
)
from kkrconsult.formats.moments import Moment
from kkrconsult.formats.names import Names, own_ids, slug
from kkrconsult.formats.problems import finding, hint, place, reason_of
from kkrconsult.formats.tables import Row
from kkrconsult.model import GeneralPoint, Response, ThemeProposal, TrackPoint
from kkrconsult.structure import decode, encode

__all__ = [
    "Header",
    "TableReader",
    "point_rows",
    "point_table",
    "response_rows",
    "response_table",
    "typed_points",
]

Plain = dict[str, Any]
_ASSESSED = "kkr:point"
"""A heading that only sheets of assessments have; see `kkrconsult.assessing`."""


# --------------------------------------------------------------------------------------------- writing


def response_table() -> tuple[Column, ...]:
    """The columns of the table with one row a response."""
    return response_columns()


def point_table() -> tuple[Column, ...]:
    """The columns of the table with one row a point: who says what comes first."""
    fields = [column for column in response_columns() if column.key != POINTS]
    return (*fields[:3], *point_columns(), *fields[3:])


def response_rows(response: Response, style: Style) -> Iterator[tuple[str, ...]]:
    """The row of a response."""
    plain = encode(response)
    yield tuple(write_cell(column, _get(plain, column), style) for column in response_table())


def point_rows(response: Response, style: Style) -> Iterator[tuple[str, ...]]:
    """The rows of a response, one a point; a response without points has one row."""
    plain = encode(response)
    fields = {
        column.key: write_cell(column, _get(plain, column), style) for column in point_table() if not column.of_point
    }
    for point in plain.get(POINTS, ({},)):
        yield tuple(
            write_cell(column, _get(point, column), style) if column.of_point else fields[column.key]
            for column in point_table()
        )


def _get(plain: object, column: Column) -> object:
    for key in column.path:
        if not isinstance(plain, Mapping) or key not in plain:
            return ABSENT
        plain = plain[key]
    return plain


def _set(plain: Plain, path: Sequence[str], value: object) -> None:
    *outer, last = path
    for key in outer:
        plain = plain.setdefault(key, {})
    plain[last] = value


# --------------------------------------------------------------------------------------------- reading


@attrs.frozen(kw_only=True)
class Header:
    """What the cells of a table's rows stand for."""

    names: tuple[str, ...]
    """The headings as written."""
    keys: tuple[str | None, ...]
    """Key of each column; None for one that nobody knows, or that stands twice."""
    repeated: Mapping[int, int]
    """Columns that stand for the same as an earlier one, and which."""

    @classmethod
    def of(cls, cells: Sequence[str]) -> Header:
        """Recognise the columns by their headings, in any language that has a catalogue."""
        keys = [key_of(cell) for cell in cells]
        # "Svar" above a table with tracks or themes is what is said of them, and else the whole answer.
        text = f"{POINT}text" if any(_is_of_point(key) for key in keys) else "body"
        keys = [text if key == TEXT else key for key in keys]
        first: dict[str, int] = {}
        repeated: dict[int, int] = {}
        for index, key in enumerate(keys):
            if key is not None and first.setdefault(key, index) != index:
                repeated[index] = first[key]
        kept = tuple(None if index in repeated else key for index, key in enumerate(keys))
        return cls(names=tuple(cells), keys=kept, repeated=repeated)

    @property
    def known(self) -> int:
        """How many columns are known."""
        return sum(key is not None for key in self.keys)

    @property
    def tells_sender(self) -> bool:
        """Whether any column says who answers."""
        return not {"participants", "sender.name", PARTY}.isdisjoint(self.keys)

    @property
    def of_assessments(self) -> bool:
        """Whether this is the sheet in which points are assessed, and no table of answers."""
        return any(name.strip().casefold() == _ASSESSED for name in self.names)

    @property
    def of_points(self) -> bool:
        """Whether a row is a point."""
        return any(_is_of_point(key) for key in self.keys)


def _is_of_point(key: str | None) -> bool:
    return key is not None and (key == TRACK or key.startswith(POINT))


@attrs.define
class _Answer:
    """A response that is being put together from rows."""

    line: int
    cells: tuple[str, ...]
    plain: Plain
    points: list[tuple[int, Plain]] = attrs.field(factory=list)
    problems: list[Finding] = attrs.field(factory=list)
    notes: list[Finding] = attrs.field(factory=list)


_PARTY = Column(key=PARTY)
_TRACK = Column(key=TRACK, of_point=True)
_BY_HAND = {PARTY: ("participants",), TRACK: ("track",)}


class TableReader:
    """Puts responses together from the rows of one table."""

    def __init__(self, name: str, header: Header, names: Names, zone: str) -> None:
        self._name = name
        self._header = header
        self._names = names
        self._zone = zone
        known = {column.key: column for column in (*response_columns(), *point_columns(), _PARTY, _TRACK)}
        self._columns = [known[key] if key else None for key in header.keys]
        self._of_response = [i for i, column in enumerate(self._columns) if column and not column.of_point]
        self._of_point = [i for i, column in enumerate(self._columns) if column and column.of_point]
        self._by_path = {
            (column.of_point, _BY_HAND.get(column.key, column.path)): i
            for i, column in enumerate(self._columns)
            if column
        }
        self._answers: dict[object, _Answer] = {}
        self._last: object = None
        self._taken: set[str] = set()
        self._nameless: set[int] = set()

    def columns(self, line: int) -> Iterator[Finding]:
        """What is to be said of the header."""
        for index, (written, key) in enumerate(zip(self._header.names, self._header.keys, strict=True)):
            where = place(self._name, line, field=written)
            if index in self._header.repeated:
                other = self._header.names[self._header.repeated[index]]
                yield finding("csv.repeated-column", where, column=bounded(written), other=bounded(other))
            elif key is None and written.strip():
                params = {"column": bounded(written), "hint": hint(written, spellings())}
                yield finding("csv.unknown-column", where, **params)

    def row(self, row: Row) -> Iterator[Response | Finding]:
        """Take a row; gives the response at once where a row is a whole one."""
        cells = self._fitted(row)
        if cells is None:
            params = {"cells": len(row.cells), "columns": len(self._header.names)}
            yield finding("csv.row-length", place(self._name, row.line), **params)
            return
        if not any(cells):
            return
        yield from self._lost_cells(row.line, cells)
        if not self._header.of_points:
            yield from self._finish(self._begin(row.line, cells))
            return
        answer = self._answer(row.line, cells)
        different = next((i for i in self._of_response if cells[i] not in ("", answer.cells[i])), None)
        if different is not None and any(cells[i] for i in self._of_response):
            column = self._header.names[different]
            where = place(self._name, row.line, field=column)
            response = bounded(answer.plain.get("id", ""))
            yield finding("csv.contradiction", where, response=response, column=bounded(column), line=answer.line)
            return
        if any(cells[i] for i in self._of_point):
            answer.points.append((row.line, self._plain(answer, row.line, cells, self._of_point)))

    def finish(self) -> Iterator[Response | Finding]:
        """Give the responses that took several rows, in the order of their first."""
        for answer in self._answers.values():
            yield from self._finish(answer)

    def _fitted(self, row: Row) -> tuple[str, ...] | None:
        """The row's cells, as many as there are columns; what is beyond them may only be empty."""
        width = len(self._header.names)
        return row.cells[:width] if len(row.cells) >= width and not any(row.cells[width:]) else None

    def _lost_cells(self, line: int, cells: Sequence[str]) -> Iterator[Finding]:
        """Complain, once, of a column that holds something but has no heading."""
        for index, written in enumerate(self._header.names):
            if not written.strip() and cells[index].strip() and index not in self._nameless:
                self._nameless.add(index)
                params = {"column": str(index + 1), "hint": hint("", ())}
                yield finding("csv.unknown-column", place(self._name, line, index + 1), **params)

    def _answer(self, line: int, cells: tuple[str, ...]) -> _Answer:
        """The response that a row belongs to: by id, else by its other cells; one with neither continues the last."""
        own = tuple(cells[i] for i in self._of_response)
        identity = next((cells[i] for i in self._of_response if self._header.keys[i] == "id"), "")
        key: object = identity or own
        if not any(own) and self._last is not None:
            key = self._last
        self._last = key
        if key not in self._answers:
            self._answers[key] = self._begin(line, cells)
        return self._answers[key]

    def _begin(self, line: int, cells: tuple[str, ...]) -> _Answer:
        answer = _Answer(line, cells, {})
        answer.plain = self._plain(answer, line, cells, self._of_response)
        return answer

    def _plain(self, answer: _Answer, line: int, cells: Sequence[str], wanted: Iterable[int]) -> Plain:
        """The plain data of some columns of a row; what is wrong or worth noting goes to the answer."""
        plain: Plain = {}
        by_hand: dict[str, str] = {}
        evidence: Plain = {}
        for index in wanted:
            column = self._columns[index]
            assert column is not None  # noqa: S101 - only known columns are wanted
            if not column.path:
                by_hand[column.key] = cells[index].strip()
                continue
            try:
                value = read_cell(column, cells[index], self._zone)
            except CellError as error:
                answer.problems.append(self._cell(index, line, str(error)))
                continue
            if isinstance(value, Moment) and value.day_only:
                answer.notes.append(self._day_only(column, line, value))
                plain.setdefault("provenance", {}).setdefault(
                    column.path[0], {"kind": "assumed", "detail": cells[index]}
                )
            if column.kind is Kind.PRESENT:
                if value is True:
                    _set(plain, column.path, plain.get(column.path[0], {}))
                elif value not in (ABSENT, False):
                    answer.problems.append(self._cell(index, line, "must be yes or no"))
            elif value is not ABSENT:
                _set(plain, column.path, as_plain(value))
        self._from_names(plain, by_hand, evidence)
        if evidence and isinstance(plain.setdefault("provenance", {}), dict):
            plain["provenance"] = {**evidence, **plain["provenance"]}
        return plain

    def _from_names(self, plain: Plain, by_hand: Mapping[str, str], evidence: Plain) -> None:
        """Fill in the ids that follow from names: of the parties, and of the track."""
        if by_hand.get(TRACK):
            plain.setdefault("track", self._names.track(by_hand[TRACK]))
        written = by_hand.get(PARTY, "")
        if written:
            evidence.update(_recognise(plain, written, self._names.parties(written)))
        elif "sender" in plain and not {"participants", PARTY} & set(self._header.keys):
            name = plain["sender"].get("name", "")
            if self._names.known_party(name):
                evidence.update(_recognise(plain, name, self._names.parties(name)))

    def _finish(self, answer: _Answer) -> Iterator[Response | Finding]:
        plain = answer.plain
        if "id" not in plain:
            first = plain.get("participants") or (plain.get("sender", {}).get("name", ""),)
            plain["id"] = own_ids(slug("-".join(map(str, first))), self._taken)
        self._taken.add(plain["id"])
        points = plain.get(POINTS, [])
        lines: list[int] = []
        if answer.points and isinstance(points, list):
            typed = typed_points(plain["id"], [point for _, point in answer.points])
            plain[POINTS] = [*points, *typed]
            lines = [answer.line] * len(points) + [line for line, _ in answer.points]
        problems = answer.problems
        if not problems:
            try:
                response: Response = decode(Response, plain)
            except DataError as error:
                problems = [
                    self._problem(one, answer, lines) for one in error.problems or [Problem(message=str(error))]
                ]
            else:
                yield from answer.notes
                yield response
                return
        yield from problems

    def _problem(self, problem: Problem, answer: _Answer, lines: Sequence[int]) -> Finding:
        """Lead a problem of the response back to the cell that it comes from."""
        path, line, of_point = problem.path, answer.line, False
        if len(path) > 1 and path[0] == POINTS and isinstance(path[1], int) and path[1] < len(lines):
            line, of_point = lines[path[1]], bool(answer.points)
            path = path[2:] if of_point else path
        for end in range(len(path), 0, -1):
            index = self._by_path.get((of_point, tuple(str(part) for part in path[:end])))
            if index is not None:
                return self._cell(index, line, reason_of(problem))
        return finding("csv.cell", place(self._name, line), column="?", reason=reason_of(problem, path=True))

    def _cell(self, index: int, line: int, reason: str) -> Finding:
        column = self._header.names[index]
        where = place(self._name, line, index + 1, column)
        return finding("csv.cell", where, column=bounded(column), reason=reason)

    def _day_only(self, column: Column, line: int, moment: Moment) -> Finding:
        where = place(self._name, line, field=column.key)
        return finding("answer.day-only", where, day=moment.at.date().isoformat(), field=column.key)


def _recognise(plain: Plain, written: str, parties: Sequence[str]) -> Plain:
    """Note the parties that were recognised in a name, and how it was written; gives the evidence, if any is needed."""
    if "participants" in plain or not parties:
        return {}
    plain["participants"] = list(parties)
    if [written] == plain["participants"]:
        return {}
    plain.setdefault("sender", {}).setdefault("name", written)
    return {"participants": {"kind": "recognised", "detail": written}}


def typed_points(response: object, points: Sequence[Mapping[str, Any]]) -> list[Plain]:
    """Points with their types and ids, which people leave out."""
    ids = point_ids(str(response), [_said(point) for point in points])
    return [{"type": _type_of(point), "id": identity, **point} for point, identity in zip(points, ids, strict=True)]


def _type_of(point: Mapping[str, Any]) -> str:
    kind = TrackPoint if "track" in point else ThemeProposal if "title" in point else GeneralPoint
    return kind.TYPE


def _said(point: Mapping[str, Any]) -> str:
    return "\n".join(str(point[key]) for key in ("title", "text") if point.get(key))
