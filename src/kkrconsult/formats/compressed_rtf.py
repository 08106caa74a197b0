"""Rich text as Outlook keeps it: compressed by a scheme of its own ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

__all__ = ["decompressed"]

# What every text is assumed to begin with ([MS-OXRTFCP] 2.1.2.1).
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_HEADER = struct.Struct("<II4sI")


def decompressed(data: bytes, limit: int) -> bytes | None:
    """The rich text.

    Args:
        data: What Outlook stores.
        limit: Most bytes to give; the rest is left out.

    Returns:
        The text as RTF, as far as it goes where it is cut off; None where it is no such thing.
    """
    if len(data) < _HEADER.size:
        return None
    size, _, kind, _ = _HEADER.unpack_from(data)
    body = data[_HEADER.size : size + 4]
    if kind == _PLAIN:
        return body[:limit]
    if kind != _COMPRESSED:
        return None
    out = bytearray(_DICTIONARY)
    limit += len(_DICTIONARY)
    position = 0
    while position < len(body) and len(out) < limit:
        flags = body[position]
        position += 1
        for bit in range(8):
            if position >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[position])
                position += 1
                continue
            if position + 2 > len(body):
                # Half a reference says nothing.
                return bytes(out[len(_DICTIONARY) : limit])
            reference = int.from_bytes(body[position : position + 2], "big")
            position += 2
            # The window is a ring of 4,096 bytes; a reference to where the next byte goes is the end.
            offset, length = reference >> 4, (reference & 0xF) + 2
            distance = (len(out) - offset) % 4096
            if distance == 0:
                return bytes(out[len(_DICTIONARY) : limit])
            start = len(out) - distance
            for index in range(start, start + length):
                out.append(out[index] if index >= 0 else 0)
    return bytes(out[len(_DICTIONARY) : limit])
