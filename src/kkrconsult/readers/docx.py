"""Word (.docx): paragraphs, headings, lists, tables, notes and fields, in the order of reading.

Tracked changes are read as if accepted; comments and hidden text are left out, and said to be there. Nothing in a file
is run, and nothing outside it is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from kkrconsult.document import Document
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._streams import LARGEST_FILE

__all__ = ["SPEC", "Options", "read"]


@attrs.frozen(kw_only=True)
class Options:
    """How Word files are read."""

    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of a file."""
    largest_content: int = attrs.field(default=200_000_000, validator=attrs.validators.ge(1))
    """Most bytes that a file may unpack to."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one file."""
    from kkrconsult.readers._docx import read_docx

    return read_docx(stream, name, options)


def _is_docx(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"word/" in head


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="docx",
    suffixes=(".docx", ".docm", ".dotx", ".dotm"),
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    options=Options,
    read=read,
    sniff=_is_docx,
    summary={
        "da": "Word: afsnit, overskrifter, lister, tabeller og felter",
        "en": "Word: paragraphs, headings, lists, tables and fields",
    },
)
