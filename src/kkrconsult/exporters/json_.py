"""JSON: the whole report, losslessly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import attrs

from kkrconsult.exporters._json_pieces import report_pieces
from kkrconsult.grouping import with_themes
from kkrconsult.model import Response
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """How JSON is written."""

    indent: int = attrs.field(default=2, validator=attrs.validators.ge(0))
    """Spaces a level; 0 for one line."""


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write the report; ``from_json(Report, …)`` gives it back."""
    stream(report, report.responses, sink, options)


def stream(report: Report, responses: Sequence[Response], sink: BinaryIO, options: Options) -> None:
    """Write the report with responses that come one at a time."""
    pieces = report_pieces(report, with_themes(report, responses), options.indent or None)
    sink.writelines(piece.encode() for piece in pieces)
    sink.write(b"\n")


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="json",
    suffix=".json",
    media_type="application/json",
    options=Options,
    write=write,
    stream=stream,
    summary={"da": "Hele rapporten som JSON, uden tab.", "en": "The whole report as JSON, losslessly."},
)
