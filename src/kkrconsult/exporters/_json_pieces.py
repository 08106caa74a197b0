"""A report as JSON in pieces: the same text as all at once, of which never more than one response is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kkrconsult.model import Participation, Response
from kkrconsult.report import Report
from kkrconsult.structure import encode, json_dumps, written_fields

__all__ = ["report_pieces"]

_RESPONSES = "responses"
_NAMES = [field.name for field in attrs.fields(Report)]
_BEFORE = frozenset(_NAMES[: _NAMES.index(_RESPONSES)])
"""The fields that stand before the responses."""
_Pair = tuple[str, Iterator[str]]


def report_pieces(report: Report, responses: Iterable[Response], indent: int | None) -> Iterator[str]:
    """The text of a report, piece by piece.

    Args:
        report: The report, with or without its responses.
        responses: Its responses.
        indent: Spaces a level; None for one line.
    """
    return _Pieces(indent).mapping(_pairs(_Pieces(indent), report, responses), 0)


def _pairs(pieces: _Pieces, report: Report, responses: Iterable[Response]) -> Iterator[_Pair]:
    given = {_RESPONSES: pieces.listed(responses, 1)} if any(True for _ in responses) else {}
    for name, value in written_fields(report):
        if name == _RESPONSES:
            continue
        if name not in _BEFORE:
            yield from given.items()
            given = {}
        yield name, pieces.of(value, 1)
    yield from given.items()


class _Pieces:
    """Writes JSON as `json.dumps` does, in pieces."""

    def __init__(self, indent: int | None) -> None:
        self._indent = indent
        self._colon = ":" if indent is None else ": "

    def of(self, value: object, level: int) -> Iterator[str]:
        """A value; what there may be one of for each response is written one by one."""
        if isinstance(value, Participation):
            return self.mapping(((name, self.of(part, level + 1)) for name, part in written_fields(value)), level)
        if isinstance(value, tuple):
            return self.listed(value, level)
        return iter([self._whole(value, level)])

    def mapping(self, pairs: Iterable[_Pair], level: int) -> Iterator[str]:
        """An object."""
        opening = "{"
        for name, value in pairs:
            yield f"{opening}{self._break(level + 1)}{json_dumps(name)}{self._colon}"
            yield from value
            opening = ","
        yield "{}" if opening == "{" else self._break(level) + "}"

    def listed(self, items: Iterable[object], level: int) -> Iterator[str]:
        """A list."""
        opening = "["
        for item in items:
            yield f"{opening}{self._break(level + 1)}{self._whole(item, level + 1)}"
            opening = ","
        yield "[]" if opening == "[" else self._break(level) + "]"

    def _whole(self, value: object, level: int) -> str:
        # In JSON a line break never stands within a text.
        return json_dumps(encode(value), indent=self._indent).replace("\n", self._break(level))

    def _break(self, level: int) -> str:
        return "" if self._indent is None else "\n" + " " * (self._indent * level)
