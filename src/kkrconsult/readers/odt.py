"""OpenDocument text (.odt), as LibreOffice saves it: paragraphs, headings, lists, tables, notes and fields.

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

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


@attrs.frozen(kw_only=True)
class Options:
    """How OpenDocument files are read."""

    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of a file."""
    largest_content: int = attrs.field(default=200_000_000, validator=attrs.validators.ge(1))
    """Most bytes that a file may unpack to."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one file."""
    from kkrconsult.readers._odt import read_odt

    return read_odt(stream, name, options)


def _is_odt(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and MEDIA_TYPE.encode() in head[:200]


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="odt",
    suffixes=(".odt", ".ott"),
    media_types=(MEDIA_TYPE,),
    options=Options,
    read=read,
    sniff=_is_odt,
    summary={
        "da": "OpenDocument: afsnit, overskrifter, lister, tabeller og felter",
        "en": "OpenDocument: paragraphs, headings, lists, tables and fields",
    },
)
