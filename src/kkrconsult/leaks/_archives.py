"""Files within files: zip archives (and so Word, Excel and OpenDocument), tar archives, and compressed files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from kkrconsult.leaks._pieces import Extract, Piece, Place

__all__ = ["compressed", "is_zip", "tar_members", "zip_members"]

_LARGEST = 1 << 29
"""Bytes of a file within another that are looked into."""
_MOST = 100_000
_TAIL = 66_000


def is_zip(data: bytes) -> bool:
    """Whether bytes are a zip archive, whatever stands before it."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"PK\x05\x06" in data[-_TAIL:]


def zip_members(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """The pieces of a zip archive: its comment, and the name, comment, extra field and content of every member."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        yield Piece(where=where, problem="a zip archive that is broken")
        return
    with archive:
        yield from _said((*where, "comment"), archive.comment)
        members = archive.infolist()
        for number, member in enumerate(members[:_MOST], 1):
            # Names are not the place where a name is found: they may be what must not be shown.
            yield Piece(where=(*where, f"name of member {number}"), text=member.filename)
            yield from _said((*where, f"comment of member {number}"), member.comment)
            yield from _said((*where, f"extra field of member {number}"), member.extra)
            yield from _content(archive, member, (*where, member.filename), depth, extract)
        if len(members) > _MOST:
            yield Piece(where=where, problem="more files than can be looked into")


def _content(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: Place, depth: int, extract: Extract
) -> Iterator[Piece]:
    if member.flag_bits & 1:
        yield Piece(where=where, problem="encrypted")
        return
    if member.file_size > _LARGEST:
        yield Piece(where=where, problem="longer than can be looked into")
        return
    try:
        data = archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
        yield Piece(where=where, problem="damaged")
        return
    yield from extract(data, where, depth + 1)


def _said(where: Place, data: bytes) -> Iterator[Piece]:
    if data:
        for encoding in ("utf-8", "latin-1", "utf-16-le"):
            yield Piece(where=where, text=data.decode(encoding, "replace"), prose=False)


def tar_members(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """The pieces of a tar archive."""
    try:
        with tarfile.TarFile(fileobj=io.BytesIO(data)) as archive:
            for number, member in enumerate(archive, 1):
                said = "\n".join(
                    [member.name, member.linkname, member.uname, member.gname, *member.pax_headers.values()]
                )
                yield Piece(where=(*where, f"name of member {number}"), text=said)
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is not None:
                    yield from _bounded(stream.read(_LARGEST + 1), (*where, member.name), depth, extract)
    except (tarfile.TarError, OSError, EOFError, ValueError):
        yield Piece(where=where, problem="a tar archive that is broken")


_OPENERS: Mapping[bytes, Callable[[BinaryIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}


def compressed(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece] | None:
    """The pieces of a compressed file; None where it is none."""
    for mark, opener in _OPENERS.items():
        if data.startswith(mark):
            try:
                with opener(io.BytesIO(data)) as stream:
                    inner = stream.read(_LARGEST + 1)
            except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
                return iter([Piece(where=where, problem="damaged")])
            return _bounded(inner, (*where, "content"), depth, extract)
    return None


def _bounded(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    if len(data) > _LARGEST:
        yield Piece(where=where, problem="longer than can be looked into")
        return
    yield from extract(data, where, depth + 1)
