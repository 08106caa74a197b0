"""The built-in exporters: each writes a report in one format."""

from __future__ import annotations

from collections.abc import Iterable

from kkrconsult.exporters import (
    archive,
    assessment_table,
    calendar,
    csv_,
    dataset,
    hoeringsnotat,
    json_,
    jsonl,
    letters,
    matrix,
    participation,
    report_html,
    responses_markdown,
)
from kkrconsult.plugins import ExporterSpec, hookimpl

__all__ = ["kkrconsult_exporters"]


@hookimpl
def kkrconsult_exporters() -> Iterable[ExporterSpec]:
    """Give the built-in exporters."""
    return [
        archive.SPEC,
        *assessment_table.SPECS,
        calendar.SPEC,
        csv_.POINTS,
        csv_.RESPONSES,
        dataset.SPEC,
        *hoeringsnotat.SPECS,
        json_.SPEC,
        jsonl.SPEC,
        letters.SPEC,
        *matrix.SPECS,
        *participation.SPECS,
        report_html.SPEC,
        responses_markdown.SPEC,
    ]
