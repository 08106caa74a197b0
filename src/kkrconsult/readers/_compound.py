"""Outlook's own files ([MS-OXMSG]): storages in a compound file, each with properties. The only user of olefile."""

from __future__ import annotations

import datetime as dt
import io
import struct
from typing import Any

import attrs
import olefile  # type: ignore[import-untyped]

from kkrconsult.formats.mail_headers import decode_labelled
from kkrconsult.formats.tnef import codepage_of, windows_moment

__all__ = ["Compound", "NotOutlookError", "Store", "UnsafeCompoundError"]

_PROPERTIES = "__properties_version1.0"
_STREAM = "__substg1.0_{:04X}{:04X}"
_ENTRY = struct.Struct("<HHI8s")
_UNICODE, _STRING8, _BINARY, _TIME = 0x1F, 0x1E, 0x0102, 0x40
_INTERNET_CODEPAGE, _MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD
_MOST_ENTRIES = 50_000
_SLACK = 1_000_000


class NotOutlookError(Exception):
    """A compound file of another program; says which, as far as that is known."""


class UnsafeCompoundError(Exception):
    """A file that gives out more than is in it."""


class Compound:
    """A compound file."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            OSError: It is damaged.
            UnsafeCompoundError: Its streams say that they hold more than the whole file.
        """
        try:
            self._ole: Any = olefile.OleFileIO(io.BytesIO(data))
        except (ValueError, OverflowError) as error:
            # What the library raises where a head tells of sectors of no possible size.
            raise OSError("damaged head") from error
        entries = [entry for entry in self._ole.direntries if entry is not None]
        declared = sum(entry.size for entry in entries if entry.entry_type == olefile.STGTY_STREAM)
        if len(entries) > _MOST_ENTRIES or declared > 2 * len(data) + _SLACK:
            raise UnsafeCompoundError(f"{len(entries)} entries, {declared} bytes")
        self.is_damaged = False
        """Whether anything that was read is cut off or cannot be found; known once it was read."""
        self.children: dict[tuple[str, ...], list[str]] = {}
        for path in self._ole.listdir(streams=True, storages=True):
            self.children.setdefault(tuple(path[:-1]), []).append(path[-1])

    def message(self) -> Store:
        """The e-mail that it is.

        Raises:
            NotOutlookError: It is none.
        """
        names = {name.lower(): name for name in self.children.get((), [])}
        if _PROPERTIES not in names:
            raise NotOutlookError(
                next((names[kind] for kind in ("worddocument", "workbook", "encryptedpackage") if kind in names), "")
            )
        return Store(self, (), 32)

    def read(self, path: tuple[str, ...]) -> bytes | None:
        """What a stream holds; None where there is none, or where it is damaged."""
        if path[-1].lower() not in map(str.lower, self.children.get(path[:-1], ())):
            return None
        try:
            data: bytes = self._ole.openstream(list(path)).read()
            declared: int = self._ole.get_size(list(path))
        except (OSError, TypeError, ValueError, OverflowError):
            self.is_damaged = True
            return None
        self.is_damaged = self.is_damaged or len(data) < declared
        return data

    def close(self) -> None:
        """Let go of it."""
        self._ole.close()


@attrs.define
class Store:
    """An e-mail, an attachment or a recipient, with its properties."""

    _file: Compound
    _path: tuple[str, ...]
    _head: int
    _codepages: tuple[str, str] | None = None
    _values: dict[int, tuple[int, bytes]] | None = None

    def _properties(self) -> dict[int, tuple[int, bytes]]:
        """Type and eight bytes of each property, by its number."""
        if self._values is None:
            table = self._file.read((*self._path, _PROPERTIES)) or b""
            table = table[self._head :]
            self._values = {}
            for kind, number, _, value in _ENTRY.iter_unpack(table[: len(table) // _ENTRY.size * _ENTRY.size]):
                self._values.setdefault(number, (kind, value))
        return self._values

    def whole_number(self, number: int) -> int | None:
        """A property that is a number."""
        found = self._properties().get(number)
        return int.from_bytes(found[1][:4], "little") if found else None

    def moment(self, number: int) -> dt.datetime | None:
        """A property that is a moment."""
        found = self._properties().get(number)
        return windows_moment(int.from_bytes(found[1], "little")) if found and found[0] == _TIME else None

    def data(self, number: int) -> bytes | None:
        """A property that is bytes."""
        return self._file.read((*self._path, _STREAM.format(number, _BINARY)))

    def text(self, number: int, *, body: bool = False) -> str | None:
        """A property that is text; without blanks around it, and None where there is none.

        Args:
            number: Its number.
            body: Whether it belongs to the text of the e-mail, which may be in another encoding than the rest.
        """
        data = self._file.read((*self._path, _STREAM.format(number, _UNICODE)))
        if data is not None:
            return data[: len(data) // 2 * 2].decode("utf-16-le", "replace").strip("\0").strip() or None
        data = self._file.read((*self._path, _STREAM.format(number, _STRING8)))
        if data is None:
            return None
        return decode_labelled(data.strip(b"\0"), self.codepage(body=body)).text.strip() or None

    def codepage(self, *, body: bool) -> str:
        """The encoding of texts that are not Unicode."""
        if self._codepages is None:
            message = self.whole_number(_MESSAGE_CODEPAGE)
            internet = self.whole_number(_INTERNET_CODEPAGE)
            plain = codepage_of(message or internet or 1252)
            self._codepages = plain, codepage_of(internet) if internet else plain
        return self._codepages[body]

    def below(self, prefix: str) -> list[Store]:
        """The attachments (``__attach``) or recipients (``__recip``) of an e-mail, in their order."""
        names = sorted(name for name in self._file.children.get(self._path, []) if name.lower().startswith(prefix))
        return [
            Store(self._file, (*self._path, name), 8, (self.codepage(body=False), self.codepage(body=True)))
            for name in names
        ]

    def embedded(self) -> Store | None:
        """The e-mail that an attachment is."""
        name = _STREAM.format(0x3701, 0x0D)
        path = (*self._path, name)
        if _PROPERTIES not in map(str.lower, self._file.children.get(path, [])):
            return None
        return Store(self._file, path, 24)
