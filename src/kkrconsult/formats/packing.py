"""Archives that are the same for the same content: entries in order, with one fixed date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO, cast

import attrs

__all__ = ["Entry", "pack_onto", "packed"]

_DATE = (1980, 1, 1, 0, 0, 0)


@attrs.frozen(kw_only=True)
class Entry:
    """A file of an archive that is not in memory."""

    name: str
    """Its name."""
    size: int
    """How many bytes it has."""
    pieces: Iterable[bytes]
    """Its content."""


def packed(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of entries; one that is called ``mimetype`` is stored as it is, as OpenDocument wants it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in entries:
            archive.writestr(_described(name), data)
    return sink.getvalue()


def pack_onto(sink: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write an archive of entries piece by piece, to a sink that can do nothing but take bytes."""
    with zipfile.ZipFile(cast("BinaryIO", _OneWay(sink)), "w") as archive:
        for one in entries:
            entry = _described(one.name)
            # Told before it is written, so that one of more than 4 GB is announced as such.
            entry.file_size = one.size
            with archive.open(entry, "w") as file:
                for piece in one.pieces:
                    file.write(piece)


def _described(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    # As on every system, whichever this one is.
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


class _OneWay:
    """Nothing of a sink but that it can be written to: whether it can seek must make no difference to the bytes."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        return self._sink.write(data)

    def flush(self) -> None:
        """Nothing is held back here."""
