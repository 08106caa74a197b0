"""The archives of XML that office programs save: opened and parsed within limits, with the standard library alone.

A declared size is not believed, a document type is refused (so there are no entities), nothing outside the file is
followed, and no element stands deeper than any office program writes.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO
from xml.parsers import expat

import attrs

__all__ = [
    "Package",
    "Relation",
    "TooLargeError",
    "UnsafeError",
    "XmlReader",
    "attribute",
    "ignore",
    "local",
    "whole_number",
]

_CHUNK = 1 << 16
_DEEPEST = 250
_MOST_ENTRIES = 10_000

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str, str], None]


_LOCAL: dict[str, str] = {}
"""Names without their prefix. Files use a few hundred names millions of times; a hostile one cannot fill it."""
_MOST_NAMES = 5000


class UnsafeError(Exception):
    """The file is built to do harm."""


class TooLargeError(Exception):
    """The file holds more than is read: ``bytes`` or ``columns``, and how many are."""


def local(name: str) -> str:
    """A name without its prefix: which one stands for which namespace makes no difference in these files."""
    known = _LOCAL.get(name)
    if known is None:
        known = name.rpartition(":")[2]
        if len(_LOCAL) < _MOST_NAMES:
            _LOCAL[name] = known
    return known


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The value of an attribute, whatever its prefix; empty where it is not there."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def whole_number(text: str) -> int | None:
    """A number as such files write it; None where it is none, or out of all reason."""
    return int(text) if text.isdecimal() and len(text) < 9 else None


class XmlReader:
    """A parser that knows no document type, so no entities, and no more depth than any office file has."""

    def __init__(self, start: Start, end: End | None, text: Callable[[str], None] | None = None) -> None:
        """Set what is called.

        Args:
            start: With the name of an element and its attributes.
            end: With the name of an element, and the text since the tag before; None where only attributes matter,
                which is twice as fast.
            text: With text, wherever it stands, where elements and text are mixed.
        """
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._on_start, self._on_end, self._on_text = start, end or ignore, text
        if end is None:
            self._parser.StartElementHandler = self._start_alone
        else:
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text
        self._depth = 0
        self._pieces: list[str] = []

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Take some bytes."""
        self._parser.Parse(data, last)

    def _refuse(self, *_: object) -> None:
        raise UnsafeError("a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnsafeError("elements nested too deeply")
        self._pieces.clear()
        self._on_start(local(name), attributes)

    def _start_alone(self, name: str, attributes: dict[str, str]) -> None:
        self._on_start(local(name), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._on_end(local(name), "".join(self._pieces))
        self._pieces.clear()

    def _text(self, text: str) -> None:
        self._pieces.append(text)
        if self._on_text is not None:
            self._on_text(text)


@attrs.frozen
class Relation:
    """What an entry of a package refers to."""

    id: str
    """Id of the reference."""
    kind: str
    """The last word of its type, such as ``header``."""
    target: str
    """The entry, or the address where it is outside."""
    external: bool
    """Whether it is outside the file."""


class Package:
    """An archive in a stream."""

    def __init__(self, stream: BinaryIO, most_bytes: int) -> None:
        """Open it.

        Raises:
            zipfile.BadZipFile: It is no archive.
            UnsafeError: The archive is built to do harm.
        """
        self._left = self._most = most_bytes
        self._archive = zipfile.ZipFile(stream)
        entries = self._archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise UnsafeError(f"{len(entries)} entries")
        self._entries = {entry.filename: entry for entry in entries}
        self._by_small = {name.lower(): name for name in self._entries}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what is in the archive, in small letters."""
        return tuple(self._by_small)

    @property
    def entries(self) -> tuple[str, ...]:
        """The names of the files in the archive, as they are written."""
        return tuple(name for name in self._entries if not name.endswith("/"))

    def close(self) -> None:
        """Let go of the archive; the stream stays open."""
        self._archive.close()

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """An entry, whichever letters are capitals."""
        written = self._by_small.get(name.lower().lstrip("/"))
        return self._entries[written] if written else None

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, bool]]:
        """What an entry holds, and whether that is the end.

        Raises:
            UnsafeError: It is encrypted.
            TooLargeError: The archive holds more than is read.
        """
        if entry.flag_bits & 1:
            raise UnsafeError("encrypted")
        with self._archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise TooLargeError("bytes", self._most)
                yield chunk, False
        yield b"", True

    def content(self, name: str) -> bytes:
        """All bytes of an entry; none where it is not there."""
        entry = self.find(name)
        return b"".join(chunk for chunk, _ in self.chunks(entry)) if entry else b""

    def read(self, name: str, start: Start, end: End | None, text: Callable[[str], None] | None = None) -> None:
        """Parse an entry.

        Raises:
            KeyError: It is not there.
            expat.ExpatError: It is damaged.
        """
        entry = self.find(name)
        if entry is None:
            raise KeyError(name)
        parser = XmlReader(start, end, text)
        for chunk, last in self.chunks(entry):
            parser.feed(chunk, last=last)

    def relations(self, name: str) -> list[Relation]:
        """What an entry refers to; of the package itself, where the name is empty."""
        folder, base = posixpath.split(name)
        found: list[Relation] = []

        def start(element: str, attributes: Mapping[str, str]) -> None:
            if element == "Relationship":
                target = attributes.get("Target", "")
                external = attributes.get("TargetMode") == "External"
                if not external:
                    path = target if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                    target = path.lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append(Relation(attributes.get("Id", ""), kind, target, external))

        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if self.find(rels) is not None:
            self.read(rels, start, None)
        return found


def ignore(element: str, text: str) -> None:
    """For what only has attributes."""
