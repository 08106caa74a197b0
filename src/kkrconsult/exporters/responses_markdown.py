"""Answer files: every response as a Markdown file that a person can read and change, in one zip archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.formats.answer_file import write_response_markdown
from kkrconsult.formats.names import own_ids
from kkrconsult.formats.packing import packed
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report

__all__ = ["SPEC", "Options", "write"]


@attrs.frozen(kw_only=True)
class Options:
    """How answer files are written."""

    language: str = "da"
    """Language of keys, words and headings: ``da`` or ``en``. Either is read."""


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write one file a response, named by its id."""
    sink.write(packed(_entries(report, options.language)))


def _entries(report: Report, language: str) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    for response in report.responses:
        # Some systems take names for the same that differ in capitals only.
        number = own_ids(response.id.lower(), taken).removeprefix(response.id.lower())
        yield f"{response.id}{number}.md", write_response_markdown(response, language=language).encode()


SPEC: ExporterSpec[Options] = ExporterSpec(
    name="responses-markdown",
    suffix=".md.zip",
    media_type="application/zip",
    options=Options,
    write=write,
    summary={
        "da": "Alle svar som svarfiler i Markdown, samlet i et zip-arkiv; kan læses ind igen uden tab.",
        "en": "All responses as answer files in Markdown, in one zip archive; reads back without loss.",
    },
)
