"""A BagIt bag (RFC 8493, version 1.0) written straight into a zip archive, file by file.

The library bagit makes a bag out of a folder on disk, moves the files in it, and dates it today. Here nothing is
unpacked, no file is in memory as a whole, and no clock is read: checksums are taken while a file passes by.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Self, cast

import attrs

__all__ = ["Bag", "Stored"]

_DATE = (1980, 1, 1, 0, 0, 0)
_ALGORITHMS = ("sha256", "sha512")
# What an entry may become without the larger headers of zip64, which old programs do not read; with room for data that
# deflate makes longer.
_SMALL = 2_000_000_000


@attrs.frozen(kw_only=True)
class Stored:
    """A file that was put into the bag."""

    path: str
    """Its path in the bag, such as ``data/index.html``."""
    size: int
    """Its length in bytes."""
    checksums: tuple[str, ...]
    """Its checksums, in hexadecimal, by SHA-256 and SHA-512."""

    @property
    def sha256(self) -> str:
        """The checksum by which originals are known."""
        return self.checksums[0]


class _Onward:
    """A sink of which zipfile knows only that it can be written to.

    It writes other headers where it can go back to fill them in, and the same archive must not depend on its sink.
    """

    def __init__(self, sink: BinaryIO) -> None:
        self._sink: BinaryIO | None = sink

    def write(self, data: bytes) -> int:
        return self._sink.write(data) if self._sink else len(data)

    def let_go(self) -> None:
        """Write no more: an archive that failed would else write its end when it is forgotten."""
        self._sink = None

    def flush(self) -> None:
        """The sink is the caller's."""


class Bag:
    """One bag while it is written; mutable, of use once, and whole when it was finished.

    Args:
        sink: Where the archive goes; it is never read, and stays open.
        folder: The folder in the archive that is the bag.
    """

    def __init__(self, sink: BinaryIO, folder: str) -> None:
        self._onward = _Onward(sink)
        self._archive = zipfile.ZipFile(cast("Any", self._onward), "w", zipfile.ZIP_DEFLATED)
        self._folder = folder
        self._payload: list[Stored] = []
        self._tags: list[Stored] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._onward.let_go()
        self._archive.close()

    def add(self, path: str, chunks: Iterable[bytes], *, size: int | None) -> Stored:
        """Put a file into the payload.

        Args:
            path: Its path in the bag; begins with ``data/``.
            chunks: Its bytes, piece by piece.
            size: How long it is, as far as that is known beforehand.
        """
        stored = self._write(path, chunks, large=size is None or size > _SMALL)
        self._payload.append(stored)
        return stored

    def add_whole(self, path: str, data: bytes) -> Stored:
        """Put a file that is in memory into the payload."""
        return self.add(path, [data], size=len(data))

    def finish(self, info: Sequence[tuple[str, str]]) -> None:
        """Write what makes it a bag: declaration, information, manifests.

        Args:
            info: Labels and values of bag-info.txt, in order; Payload-Oxum is added.
        """
        octets = sum(stored.size for stored in self._payload)
        lines = [*info, ("Payload-Oxum", f"{octets}.{len(self._payload)}")]
        self._tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        self._tag("bag-info.txt", "".join(f"{label}: {_in_one_line(value)}\n" for label, value in lines))
        for index, name in enumerate(_ALGORITHMS):
            self._tag(f"manifest-{name}.txt", _manifest(self._payload, index))
        tags = tuple(self._tags)
        for index, name in enumerate(_ALGORITHMS):
            self._tag(f"tagmanifest-{name}.txt", _manifest(tags, index))
        self._archive.close()

    def _tag(self, path: str, text: str) -> None:
        # What no file can hold (half a surrogate pair) must not cost the whole archive.
        self._tags.append(self._write(path, [text.encode("utf-8", "replace")]))

    def _write(self, path: str, chunks: Iterable[bytes], *, large: bool = False) -> Stored:
        entry = zipfile.ZipInfo(f"{self._folder}/{path}", _DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        # As on every system, whichever this one is.
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        sums, size = [hashlib.new(name) for name in _ALGORITHMS], 0
        with self._archive.open(entry, "w", force_zip64=large) as target:
            for chunk in chunks:
                for one in sums:
                    one.update(chunk)
                size += len(chunk)
                target.write(chunk)
        return Stored(path=path, size=size, checksums=tuple(one.hexdigest() for one in sums))


def _manifest(files: Iterable[Stored], algorithm: int) -> str:
    ordered = sorted(files, key=lambda stored: stored.path)
    return "".join(f"{stored.checksums[algorithm]}  {stored.path}\n" for stored in ordered)


def _in_one_line(value: str) -> str:
    """A value that brings forth no label of its own."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())
