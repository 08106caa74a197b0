"""Signed and encrypted e-mail (S/MIME, RFC 8551): what kind of envelope it is, and the message in a signed one.

Only the structure is read; whether a signature holds is for others to say.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

__all__ = ["Envelope", "opened"]

_SIGNED = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
# enveloped-data, encrypted-data, authenticated-enveloped-data (RFC 5652, RFC 5083)
_ENCRYPTED = frozenset(map(bytes.fromhex, ("2a864886f70d010703", "2a864886f70d010706", "2a864886f70d0109100117")))
_OBJECT_IDENTIFIER, _OCTET_STRING = 0x06, 0x04
_CONSTRUCTED = 0x20
_IN_PIECES, _EXPLICIT = _OCTET_STRING | _CONSTRUCTED, 0xA0


class Envelope(enum.Enum):
    """What an S/MIME file holds."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    OTHER = "other"


def opened(data: bytes) -> tuple[Envelope, bytes | None]:
    """The kind of an envelope, and what is in it where it is only signed.

    Args:
        data: A ContentInfo (RFC 5652), in DER or BER.
    """
    values = _values(data)
    kind = next((value for tag, value in values if tag == _OBJECT_IDENTIFIER), b"")
    if kind in _ENCRYPTED:
        return Envelope.ENCRYPTED, None
    if kind != _SIGNED:
        return Envelope.OTHER, None
    for tag, value in values:
        if tag == _OBJECT_IDENTIFIER and value == _DATA:
            break
    # The content may be cut into several strings; what comes after it are certificates.
    content: list[bytes] = []
    for tag, value in values:
        if tag == _OCTET_STRING:
            content.append(value)
        elif tag != _IN_PIECES and (content or tag != _EXPLICIT):
            break
    return Envelope.SIGNED, b"".join(content) or None


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The values of a BER structure (X.690) with their tags, in the order of their heads; as far as it makes sense.

    One that holds others is given without them, since they come next.
    """
    position = 0
    while position + 2 <= len(data):
        tag, length = data[position], data[position + 1]
        position += 2
        if tag & 0x1F == 0x1F:
            return
        if length > 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[position : position + size], "big")
            position += size
        elif length == 0x80:
            length = 0
        if tag & _CONSTRUCTED:
            # What it holds comes next, whether its own length is told or not.
            yield tag, b""
            continue
        if length > len(data) - position:
            return
        if tag or length:
            yield tag, data[position : position + length]
        position += length
