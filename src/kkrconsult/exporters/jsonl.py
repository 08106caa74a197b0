"""JSON Lines: every response, one a line, losslessly."""

from __future__ import annotations

from typing import BinaryIO

from kkrconsult.jsonio import to_json
from kkrconsult.plugins import ExporterSpec, NoOptions
from kkrconsult.report import Report

__all__ = ["SPEC"]


def write(report: Report, sink: BinaryIO, options: NoOptions) -> None:  # noqa: ARG001 - the hook's shape
    """Write the responses in the order of receipt."""
    sink.writelines(to_json(response).encode() + b"\n" for response in report.responses)


SPEC: ExporterSpec[NoOptions] = ExporterSpec(
    name="jsonl",
    suffix=".jsonl",
    media_type="application/jsonl",
    write=write,
    summary={"da": "Alle svar som JSON Lines, uden tab.", "en": "All responses as JSON Lines, losslessly."},
)
