"""Files that nobody would send who means well, each made of one that a reader reads; the same on every machine."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import attrs

__all__ = ["HostileFile", "hostile_bytes", "hostile_names"]

_CUTS = 16
_FLIPS = 24
_MEGABYTE = 1 << 20
_CHANCE = hashlib.shake_256(b"konstrueret").digest(4096)
_ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp1252", "cp037")
_BOMB_MEGABYTES = 3000
_BOMBED = 3
_ENTITIES = "".join(
    f'<!ENTITY {name} "{f"&{previous};" * 10}">' for previous, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@attrs.frozen
class HostileFile:
    """One file, with what is wrong with it."""

    what: str
    """In words."""
    name: str
    """Its name."""
    data: bytes
    """Its bytes."""
    explosive: bool = False
    """Whether it may take the whole memory of whoever believes it."""


def hostile_bytes(name: str, data: bytes, *, others: bool = True) -> Iterator[HostileFile]:
    """Damage a file in many ways.

    Args:
        name: Its name, which all of them keep.
        data: Its bytes.
        others: Whether to make those too that have nothing of its bytes in them.
    """
    for what, damaged in (*_damaged(data), *(_made_up() if others else ())):
        yield HostileFile(what, name, damaged)
    for what, bomb in _bombs(data):
        yield HostileFile(what, name, bomb, explosive=True)


def hostile_names(name: str, data: bytes) -> Iterator[HostileFile]:
    """Give a file names that no file should have.

    Args:
        name: Its name, whose suffix all of them keep.
        data: Its bytes, which all of them keep.
    """
    stem, dot, suffix = name.rpartition(".")
    end = dot + suffix
    for what, hostile in (
        ("a name that leads out of its folder", f"../../../etc/{stem or name}{end}"),
        ("a name with a drive", f"C:\\..\\..\\{stem or name}{end}"),
        ("a name of 5,000 characters", "x" * 5000 + end),
        ("a name with control characters", f"a\x00b\x07\x1b[31m{end}"),
        ("a name with line breaks", f"a\r\nb{end}"),
        ("a name that reads backwards", f"svar\u202efdp{end}"),
        ("a name of bytes that are no text", f"sv\udce6r{end}"),
        ("a name with templates", f"{{0}}{{navn}}%s${{HOME}}{end}"),
        ("a name that is only a suffix", end or name),
        ("no name", ""),
    ):
        yield HostileFile(what, hostile, data)


def _damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    for length in sorted({*range(1, 5), *(len(data) * cut // _CUTS for cut in range(1, _CUTS)), len(data) - 1}):
        if 0 < length < len(data):
            yield f"the first {length} bytes", data[:length]
    for seed in range(_FLIPS):
        yield f"some bytes changed ({seed})", _flipped(data, seed)
    yield "its beginning and chance", data[:64] + _CHANCE
    yield "its beginning and a megabyte of nothing", data[:64] + bytes(_MEGABYTE)
    yield "its end before its beginning", data[len(data) // 2 :] + data[: len(data) // 2]
    yield "itself twice", data + data
    text = data.decode("utf-8", "replace")
    for encoding in _ENCODINGS:
        yield f"its text in {encoding}", text.encode(encoding, "replace")
    yield "its text with line ends of another kind", data.replace(b"\r\n", b"\n").replace(b"\n", b"\r")


def _made_up() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "chance", _CHANCE
    yield "control and half characters", bytes(range(32)) + b"\xed\xa0\x80\xc3\xf4\x90\x80\x80 \xef\xbf\xbe\n" * 9
    for byte in (b"\x00", b"\xff", b"A", b"(", b"<", b"[", b'"', b",", b"\n"):
        yield f"a megabyte of {byte!r}", byte * _MEGABYTE


def _flipped(data: bytes, seed: int) -> bytes:
    """With some bits turned, more of them the higher the number."""
    changed = bytearray(data)
    places = hashlib.shake_256(f"bits {seed}".encode()).digest(8 * (1 + seed))
    for place, (where, bit) in enumerate(struct.iter_unpack(">IB3x", places)):
        if changed:
            # Beginnings hold what decides on the rest, so that every second one is there.
            end = len(changed) if place % 2 else min(len(changed), 512)
            changed[where % end] ^= 1 << bit % 8
    return bytes(changed)


def _bombs(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        for name in _largest(data):
            yield f"{name} packed so that it swells to {_BOMB_MEGABYTES:,} MB", _swelling(data, name)
        for name in [one for one in _largest(data) if one.endswith((".xml", ".rels"))]:
            yield f"{name} with entities of entities", _replaced(data, name, _entities("x"))
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        yield "entities of entities", _entities("x")
        yield "entities of entities in a page", _entities("html")


def _largest(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sorted(archive.infolist(), key=lambda one: (-one.file_size, one.filename))
    return [member.filename for member in members[:_BOMBED]]


def _entities(root: str) -> bytes:
    """A document of 1 kB that is 10 GB to whoever puts in what its entities stand for."""
    begin = f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa">{_ENTITIES}]>'
    return f"{begin}<{root}>&j;</{root}>".encode()


def _replaced(data: bytes, name: str, content: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(sink, "w") as after:
        for member in before.infolist():
            after.writestr(
                zipfile.ZipInfo(member.filename), content if member.filename == name else before.read(member)
            )
    return sink.getvalue()


def _swelling(data: bytes, name: str) -> bytes:
    """With one member that says of itself what it is packed, and is a thousand times that."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # After a full flush nothing hangs on what came before, so that a piece can be repeated as it is.
    piece = packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = piece * _BOMB_MEGABYTES + packer.flush()
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(sink, "w") as after:
        for member in before.infolist():
            info = zipfile.ZipInfo(member.filename)
            after.writestr(info, packed if member.filename == name else before.read(member))
            if member.filename == name:
                info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, _BOMB_MEGABYTES * _MEGABYTE
                _rewrite_header(sink, info)
    return sink.getvalue()


def _rewrite_header(sink: io.BytesIO, info: zipfile.ZipInfo) -> None:
    """Say in front of a member what its entry in the directory will say."""
    end = sink.tell()
    sink.seek(info.header_offset + 8)
    sink.write(struct.pack("<H", info.compress_type))
    sink.seek(info.header_offset + 22)
    sink.write(struct.pack("<I", info.file_size))
    sink.seek(end)
