"""CSV: one row a response, and one row a point; each table alone holds everything, and reads back equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

import attrs

from kkrconsult.exporters._held import held
from kkrconsult.formats.cells import guard
from kkrconsult.formats.codec import Style
from kkrconsult.formats.columns import Column, heading
from kkrconsult.formats.rows import point_rows, point_table, response_rows, response_table
from kkrconsult.formats.tables import write_row
from kkrconsult.model import Response
from kkrconsult.plugins import ExporterSpec
from kkrconsult.rendering.text_table import Profile
from kkrconsult.report import Report

__all__ = ["POINTS", "RESPONSES", "Options", "Profile", "write_points", "write_responses"]

_KEYS = "keys"
_Rows = Callable[[Response, Style], Iterator[tuple[str, ...]]]


@attrs.frozen(kw_only=True)
class Options:
    """How tables are written."""

    profile: Profile = Profile.DANISH_EXCEL
    """``danish-excel``: byte order mark, semicolons, decimal commas; ``rfc4180``: commas, decimal points, no mark."""
    language: str | None = None
    """Language of headings and of words such as "ja", or ``keys`` for the names and values of the model. By default
    Danish for Excel and keys for programs."""
    all_columns: bool | None = None
    """Whether columns with nothing in them are there too. By default for programs only."""


_ALWAYS = frozenset({"id", "participants", "sender.name", "received_at", "body", "point.type", "point.text"})


def _write(
    responses: Iterable[Response], sink: BinaryIO, options: Options, columns: Sequence[Column], rows: _Rows
) -> None:
    excel = options.profile is Profile.DANISH_EXCEL
    language = options.language or ("da" if excel else _KEYS)
    style = Style(language=None if language == _KEYS else language, decimal="," if excel else ".")
    everything = not excel if options.all_columns is None else options.all_columns
    wanted = {
        index for index, column in enumerate(columns) if everything or column.empty_is_none or column.key in _ALWAYS
    }
    # What stands in no row is known when all of them were seen, so they are made twice: to keep them takes memory.
    if len(wanted) < len(columns):
        wanted |= _used(cells for response in responses for cells in rows(response, style))
    kept = sorted(wanted)
    delimiter = ";" if excel else ","
    sink.write(b"\xef\xbb\xbf" if excel else b"")
    sink.write(write_row([guard(heading(columns[index], style.language)) for index in kept], delimiter).encode())
    for response in responses:
        sink.writelines(
            write_row([cells[index] for index in kept], delimiter).encode() for cells in rows(response, style)
        )


def _used(rows: Iterable[Sequence[str]]) -> set[int]:
    """The columns in which something stands."""
    found: set[int] = set()
    for cells in rows:
        found.update(index for index, cell in enumerate(cells) if cell)
    return found


def write_responses(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write one row a response, its points as JSON in one cell."""
    stream_responses(report, held(report), sink, options)


def stream_responses(report: Report, responses: Sequence[Response], sink: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """Write one row a response, of responses that come one at a time."""
    _write(responses, sink, options, response_table(), response_rows)


def write_points(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write one row a point, the fields of its response in every row; a response without points has one row."""
    stream_points(report, held(report), sink, options)


def stream_points(report: Report, responses: Sequence[Response], sink: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """Write one row a point, of responses that come one at a time."""
    _write(responses, sink, options, point_table(), point_rows)


RESPONSES: ExporterSpec[Options] = ExporterSpec(
    name="csv-responses",
    suffix=".csv",
    media_type="text/csv",
    options=Options,
    write=write_responses,
    stream=stream_responses,
    summary={
        "da": "Alle svar som tabel, en række for hvert svar; kan læses ind igen uden tab.",
        "en": "All responses as a table, one row a response; reads back without loss.",
    },
)
POINTS: ExporterSpec[Options] = ExporterSpec(
    name="csv-points",
    suffix=".csv",
    media_type="text/csv",
    options=Options,
    write=write_points,
    stream=stream_points,
    summary={
        "da": "Alle svar som tabel, en række for hver bemærkning; kan læses ind igen uden tab.",
        "en": "All responses as a table, one row a point; reads back without loss.",
    },
)
