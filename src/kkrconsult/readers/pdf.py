"""PDF: the text of its pages, how many there are, fields of forms, and files inside (extra ``documents``).

Read with PDFium through pypdfium2, whose wheels hold neither a JavaScript engine nor XFA: nothing in a file can run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.document import Document
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec

__all__ = ["SPEC", "Options", "read"]

_MAGIC = b"%PDF-"


@attrs.frozen(kw_only=True)
class Options:
    """How PDF files are read."""

    largest_file: int = attrs.field(default=50_000_000, validator=attrs.validators.ge(1))
    """Most bytes of a file."""
    most_pages: int = attrs.field(default=2000, validator=attrs.validators.ge(1))
    """Most pages; of a file with more nothing is read."""
    most_characters: int = attrs.field(default=5_000_000, validator=attrs.validators.ge(1))
    """Most characters of text; of a file with more nothing is read. A thousand pages have about three million."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one file."""
    from kkrconsult.readers._pdf import read_pdf

    return read_pdf(stream, name, options)


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="pdf",
    suffixes=(".pdf",),
    media_types=("application/pdf",),
    options=Options,
    read=read,
    sniff=lambda head: _MAGIC in head[:1024],
    summary={
        "da": "PDF: teksten, sidetallet, udfyldte felter og indlejrede filer",
        "en": "PDF: the text, the number of pages, fields that were filled in, and files inside",
    },
)
