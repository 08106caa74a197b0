"""E-mails as any program saves them (.eml, RFC 5322): who, when, what, and the files that came along.

When it came is taken from the topmost Received header. Every server on the way puts its own above those that are there
(RFC 5321, 4.4), so the topmost was written by the last one, which is the receiver's own; Date was written by the
sender's machine, whose clock proves nothing. An e-mail without a Received header was not received by anybody: it was
saved by its sender, and when it came is unknown.
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
    """How e-mails are read."""

    largest_file: int = attrs.field(default=LARGEST_FILE, validator=attrs.validators.ge(1))
    """Most bytes of an e-mail with its attachments."""
    largest_text: int = attrs.field(default=10_000_000, validator=attrs.validators.ge(1))
    """Most bytes of its own text, attachments left out."""
    most_parts: int = attrs.field(default=1000, validator=attrs.validators.ge(1))
    """Most parts of one e-mail."""
    deepest: int = attrs.field(default=30, validator=attrs.validators.ge(1))
    """How deep its parts may stand in one another."""


def read(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one e-mail."""
    from kkrconsult.readers._mail import read_mail

    return read_mail(stream, name, options)


def _looks_like_mail(head: bytes) -> bool:
    from kkrconsult.formats.mime import looks_like_mail

    return looks_like_mail(head)


SPEC: ReaderSpec[Options] = ReaderSpec(
    name="eml",
    suffixes=(".eml", ".mht", ".mhtml"),
    media_types=("message/rfc822",),
    options=Options,
    read=read,
    sniff=_looks_like_mail,
    summary={
        "da": "E-mail: afsender, tidspunkt, tekst og vedhæftede filer",
        "en": "E-mail: sender, time, text and attachments",
    },
)
