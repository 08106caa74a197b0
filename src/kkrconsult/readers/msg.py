"""E-mails as Outlook saves them (.msg; extra ``documents``).

When it came is taken from the topmost Received header, as in `kkrconsult.readers.eml`; where there are none, since it
never left the organisation, from the time at which the receiver's mailbox took it in (PidTagMessageDeliveryTime,
[MS-OXOMSG] 2.2.3.9). In an e-mail that the owner of the mailbox sent, that is the time of sending and proves nothing.
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

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


@attrs.frozen(kw_only=True)
class Options:
    """How Outlook's e-mails are read."""

    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of an e-mail with its attachments."""
    largest_text: int = attrs.field(default=10_000_000, validator=attrs.validators.ge(1))
    """Most bytes of its own text, attachments left out."""
    most_parts: int = attrs.field(default=1000, validator=attrs.validators.ge(1))
    """Most parts of a signed e-mail."""
    deepest: int = attrs.field(default=30, validator=attrs.validators.ge(1))
    """How deep the parts of a signed e-mail may stand in one another."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one e-mail."""
    from kkrconsult.readers._outlook import read_outlook

    return read_outlook(stream, name, options)


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="msg",
    suffixes=(".msg", ".oft"),
    media_types=("application/vnd.ms-outlook",),
    options=Options,
    read=read,
    sniff=lambda head: head.startswith(_MAGIC),
    summary={
        "da": "E-mail fra Outlook: afsender, tidspunkt, tekst og vedhæftede filer",
        "en": "E-mail of Outlook's: sender, time, text and attachments",
    },
)
