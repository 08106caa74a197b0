"""JSON: the whole report, losslessly."""

from __future__ import annotations

from typing import BinaryIO

import attrs

from kkrconsult.jsonio import to_json
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
    sink.write(to_json(report, indent=options.indent or None).encode() + b"\n")


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="json",
    suffix=".json",
    media_type="application/json",
    options=Options,
    write=write,
    summary={"da": "Hele rapporten som JSON, uden tab.", "en": "The whole report as JSON, losslessly."},
)
