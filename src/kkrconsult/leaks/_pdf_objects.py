"""What a PDF says beside its pages: every string, name and embedded file of every object, compressed ones included.

So titles, authors, outlines, alternative texts, form fields, notes and metadata are found without knowing where each of
them hangs (ISO 32000-2, 7.3 on objects, 7.4 on filters, 7.5.7 on object streams).
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from kkrconsult.leaks._pieces import Extract, Piece, Place

__all__ = ["is_encrypted", "objects_said"]

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FILTER = re.compile(rb"/(FlateDecode|Fl|ASCII85Decode|A85|ASCIIHexDecode|AHx)\b")
_LITERAL = re.compile(rb"\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+)\)", re.DOTALL)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
_NAME = re.compile(rb"/([^\s<>\[\]()/%{}]{6,})")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|(.))", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b" ", b"f": b" "}
_SAID_OF_STREAM = 4096
_LONGEST = 1 << 28
# Pixels and the shapes of letters say nothing.
_SILENT = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)\b|/Length1\b|/Type\s*/XRef\b|/FunctionType\b"
)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def is_encrypted(data: bytes) -> bool:
    """Whether the strings of a PDF are encrypted."""
    return re.search(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<", _STREAM.sub(b"", data)) is not None


def objects_said(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """The pieces of a PDF other than its pages."""
    position = 0
    for match in _STREAM.finditer(data):
        before = data[max(position, match.start() - _SAID_OF_STREAM) : match.start()]
        said = before[before.rfind(b" obj") + 1 :]
        position = match.end()
        if _SILENT.search(said):
            # A photograph may say something in its headers.
            if b"DCTDecode" in said:
                yield from extract(match[1], (*where, "picture"), depth + 1)
            continue
        content = _decoded(match[1], said)
        if b"/EmbeddedFile" in said or b"/Metadata" in said:
            name = "embedded file" if b"/EmbeddedFile" in said else "metadata"
            yield from extract(content, (*where, name), depth + 1)
        else:
            yield from _strings(content, (*where, "objects"))
    yield from _strings(_STREAM.sub(b" ", data), (*where, "objects"))


def _decoded(data: bytes, said: bytes) -> bytes:
    """The content of a stream with its filters undone, as far as they are known."""
    for name in _FILTER.findall(said.rpartition(b"/Filter")[2]):
        try:
            if name in (b"FlateDecode", b"Fl"):
                data = zlib.decompressobj().decompress(data, _LONGEST)
            elif name in (b"ASCII85Decode", b"A85"):
                data = base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
            else:
                data = binascii.unhexlify(re.sub(rb"[\s>]", b"", data))
        except (zlib.error, ValueError):
            return data
    return data


def _strings(data: bytes, where: Place) -> Iterator[Piece]:
    texts = [_text(_ESCAPE.sub(_unescaped, match[1])) for match in _LITERAL.finditer(data)]
    for match in _HEXADECIMAL.finditer(data):
        digits = re.sub(rb"\s", b"", match[1])
        text = _text(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))
        # Two bytes a letter of a font are no text.
        if not _BINARY.search(text):
            texts.append(text)
    if texts:
        yield Piece(where=where, text="\n".join(texts), prose=False)
    names = {
        re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), one) for one in _NAME.findall(data)
    }
    if names:
        said = "\n".join(sorted(name.decode("utf-8", "replace") for name in names))
        yield Piece(where=(*where, "names"), text=said, prose=False)


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    return _NAMED.get(match[2], match[2]) if match[2] else b""


def _text(data: bytes) -> str:
    """A string of text (ISO 32000-2, 7.9.2.2)."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace")
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
