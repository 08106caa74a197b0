"""What pictures say beside what they show: texts in PNG files. Those of other formats stand in the file as they are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from kkrconsult.leaks._pieces import Extract, Piece, Place

__all__ = ["PNG", "png_texts"]

PNG = b"\x89PNG\r\n\x1a\n"
_LONGEST = 1 << 26


def png_texts(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """The texts of a PNG file (tEXt, zTXt, iTXt; PNG specification, 11.3.3)."""
    position = len(PNG)
    while position + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8].decode("latin-1")
        content = data[position + 8 : position + 8 + length]
        position += length + 12
        if kind not in ("tEXt", "zTXt", "iTXt"):
            continue
        key, _, rest = content.partition(b"\x00")
        if kind == "zTXt":
            rest = _inflated(rest[1:])
        elif kind == "iTXt":
            packed, (language, _, rest) = rest[:1], rest[2:].partition(b"\x00")
            keyword, _, rest = rest.partition(b"\x00")
            key = b"\n".join([key, language, keyword])
            rest = _inflated(rest) if packed == b"\x01" else rest
        yield Piece(where=(*where, kind), text=key.decode("utf-8", "replace") + "\n" + rest.decode("latin-1"))
        yield from extract(rest, (*where, kind), depth + 1)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LONGEST)
    except zlib.error:
        return data
