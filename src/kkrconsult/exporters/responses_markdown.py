"""Answer files: every response as a Markdown file that a person can read and change, in one zip archive."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

import attrs

from kkrconsult.formats.answer_file import write_response_markdown
from kkrconsult.formats.names import own_ids
from kkrconsult.plugins import ExporterSpec
from kkrconsult.report import Report

__all__ = ["SPEC", "Options", "write"]

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive knows: a file that is made today has the same bytes as one made tomorrow."""


@attrs.frozen(kw_only=True)
class Options:
    """How answer files are written."""

    language: str = "da"
    """Language of keys, words and headings: ``da`` or ``en``. Either is read."""


def write(report: Report, sink: BinaryIO, options: Options) -> None:
    """Write one file a response, named by its id."""
    # A zip archive is written with going back, which the sink need not allow.
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for response in report.responses:
            # Some systems take names for the same that differ in capitals only.
            number = own_ids(response.id.lower(), taken).removeprefix(response.id.lower())
            entry = zipfile.ZipInfo(f"{response.id}{number}.md", _BEGINNING)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, write_response_markdown(response, language=options.language).encode())
    sink.write(buffer.getvalue())


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
