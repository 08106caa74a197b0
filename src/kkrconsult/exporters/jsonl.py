"""JSON Lines: every response, one a line, losslessly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from kkrconsult.exporters._held import held
from kkrconsult.jsonio import to_json
from kkrconsult.model import Response
from kkrconsult.plugins import ExporterSpec, NoOptions
from kkrconsult.report import Report

__all__ = ["SPEC"]


def write(report: Report, sink: BinaryIO, options: NoOptions) -> None:
    """Write the responses in the order of receipt."""
    stream(report, held(report), sink, options)


def stream(report: Report, responses: Sequence[Response], sink: BinaryIO, options: NoOptions) -> None:  # noqa: ARG001
    """Write responses that come one at a time."""
    sink.writelines(to_json(response).encode() + b"\n" for response in responses)


SPEC: ExporterSpec[NoOptions] = ExporterSpec(
    name="jsonl",
    suffix=".jsonl",
    media_type="application/jsonl",
    write=write,
    stream=stream,
    summary={"da": "Alle svar som JSON Lines, uden tab.", "en": "All responses as JSON Lines, losslessly."},
)
