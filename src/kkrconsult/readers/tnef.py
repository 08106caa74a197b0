"""``winmail.dat``: an e-mail as Outlook packs it for its own kind, saved by itself or attached to another."""

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

_SIGNATURE = b"\x78\x9f\x3e\x22"


@attrs.frozen(kw_only=True)
class Options:
    """How packed e-mails are read."""

    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of a file."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one e-mail."""
    from kkrconsult.readers._packed import read_packed

    return read_packed(stream, name, options)


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="tnef",
    suffixes=(),
    media_types=("application/ms-tnef", "application/vnd.ms-tnef"),
    options=Options,
    read=read,
    sniff=lambda head: head.startswith(_SIGNATURE),
    summary={
        "da": "winmail.dat: en e-mail og dens vedhæftede filer, som Outlook pakker dem",
        "en": "winmail.dat: an e-mail and its attachments, as Outlook packs them",
    },
)
