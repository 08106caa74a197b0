"""What Outlook packs into a file ``winmail.dat``: the text of an e-mail and its attachments ([MS-OXTNEF]).

The libraries that read it are under licences that go with what they are used in; the format is small.
"""

from __future__ import annotations

import codecs
import datetime as dt
import struct
from collections.abc import Iterator

import attrs

from kkrconsult.formats.mail_headers import decode_labelled

__all__ = ["SIGNATURE", "Packed", "PackedFile", "codepage_of", "unpacked", "windows_moment"]

SIGNATURE = b"\x78\x9f\x3e\x22"
"""What such a file begins with."""

_ATTRIBUTE = struct.Struct("<BII")
_WORD = struct.Struct("<I")
_ATTACHED, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_MESSAGE_PROPERTIES, _SUBJECT, _BODY, _CODEPAGE, _SENT = 0x00069003, 0x00018004, 0x0002800C, 0x00069007, 0x00038005
_NAMED = 0x8000
_SEVERAL = 0x1000
_MOST_FILES = 1000
_MOST_PROPERTIES = 20_000
# Bytes of a value by its type ([MS-OXCDATA] 2.11.1); other types say how long they are.
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY, _TIME = 0x1E, 0x1F, 0x0D, 0x0102, 0x40
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


@attrs.frozen(kw_only=True)
class PackedFile:
    """An attachment."""

    name: str | None
    """Its name."""
    data: bytes = attrs.field(repr=False)
    """Its bytes; of an attached e-mail again a packed one."""
    media_type: str | None = None
    """Its media type, as declared."""
    inline: bool = False
    """Whether it is shown inside the text."""


@attrs.frozen(kw_only=True)
class Packed:
    """An e-mail that was unpacked."""

    subject: str | None = None
    """Its subject."""
    sender_name: str | None = None
    """Display name of the sender."""
    sender_email: str | None = None
    """Address of the sender."""
    sent_at: dt.datetime | None = None
    """When the sender's program says that it was sent."""
    message_id: str | None = None
    """Its id on the Internet."""
    body: str | None = None
    """Its plain text."""
    html: bytes | None = None
    """Its text as HTML."""
    rtf: bytes | None = None
    """Its text as compressed rich text."""
    files: tuple[PackedFile, ...] = ()
    """Its attachments."""
    whole: bool = True
    """Whether it could be read to the end."""


@attrs.define
class _File:
    title: str | None = None
    data: bytes = b""
    properties: dict[int, bytes | str] = attrs.field(factory=dict)


def codepage_of(number: int) -> str:
    """The encoding that Windows knows by a number; Western European where nobody knows it."""
    special = {65001: "utf-8", 20127: "cp1252", 28591: "cp1252", 1200: "utf-16-le"}
    name = special.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def windows_moment(ticks: int) -> dt.datetime | None:
    """A moment from the tenths of microseconds since the year 1601; None where it is out of all reason."""
    try:
        moment = _EPOCH + dt.timedelta(seconds=ticks // 10_000_000)
    except OverflowError:
        return None
    return moment if 1970 <= moment.year < 2200 else None


def unpacked(data: bytes) -> Packed | None:
    """Unpack a file; None where it is no such file.

    What is there before a fault is kept.
    """
    if not data.startswith(SIGNATURE):
        return None
    codepage = "cp1252"
    values: dict[int, bytes | str] = {}
    plain: dict[int, bytes] = {}
    files: list[_File] = []
    whole = True
    for name, content in _attributes(data):
        if content is None:
            whole = False
        elif name == _CODEPAGE:
            codepage = codepage_of(int.from_bytes(content[:4], "little"))
        elif name == _MESSAGE_PROPERTIES:
            values.update(_properties(content, codepage))
        elif name == _ATTACHED and len(files) >= _MOST_FILES:
            whole = False
            break
        elif name == _ATTACHED:
            files.append(_File())
        elif name == _TITLE and files:
            files[-1].title = _text(content, codepage)
        elif name == _DATA and files:
            files[-1].data = content
        elif name == _PROPERTIES and files:
            files[-1].properties.update(_properties(content, codepage))
        else:
            plain.setdefault(name, content)
    return Packed(
        subject=_string(values, 0x0037) or _text(plain.get(_SUBJECT, b""), codepage) or None,
        sender_name=_string(values, 0x0C1A),
        sender_email=next(
            (one for one in (_string(values, 0x5D01), _string(values, 0x0C1F)) if one and "@" in one), None
        ),
        sent_at=_moment(values.get(0x0039)),
        message_id=(_string(values, 0x1035) or "").strip("<>") or None,
        body=_string(values, 0x1000) or _text(plain.get(_BODY, b""), codepage) or None,
        html=_html(values.get(0x1013)),
        rtf=_bytes(values.get(0x1009)),
        files=tuple(map(_packed_file, files)),
        whole=whole,
    )


def _attributes(data: bytes) -> Iterator[tuple[int, bytes | None]]:
    """The attributes of a file with their data; None for one that is cut off."""
    position = len(SIGNATURE) + 2
    while position + _ATTRIBUTE.size <= len(data):
        _, name, length = _ATTRIBUTE.unpack_from(data, position)
        position += _ATTRIBUTE.size
        if length > len(data) - position:
            yield name, None
            return
        yield name, data[position : position + length]
        position += length + 2  # a checksum, which says nothing of what the text says
    if position > len(data) or any(data[position:]) or position == len(SIGNATURE) + 2:
        yield 0, None


def _properties(data: bytes, codepage: str) -> dict[int, bytes | str]:
    """The properties in an attribute by their number, as far as they make sense; of several values the first."""
    found: dict[int, bytes | str] = {}
    try:
        (count,) = _WORD.unpack_from(data)
        position = 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", data, position)
            position = _after_name(data, position + 4) if number >= _NAMED else position + 4
            values, position = _values(data, position, kind)
            if values:
                found.setdefault(number, _value(values[0], kind & ~_SEVERAL, codepage))
    except struct.error:
        pass
    return found


def _after_name(data: bytes, position: int) -> int:
    """Where a property goes on behind its name."""
    (kind, length) = struct.unpack_from("<II", data, position + 16)
    return position + 24 + (length + (-length % 4) if kind else 0)


def _values(data: bytes, position: int, kind: int) -> tuple[list[bytes], int]:
    """The values of a property that stand at a place, and where the next property begins.

    Raises:
        struct.error: They are cut off, or of a type that does not exist.
    """
    size = _SIZES.get(kind & ~_SEVERAL)
    count = 1
    if size is None or kind & _SEVERAL:
        (count,) = _WORD.unpack_from(data, position)
        position += 4
    values: list[bytes] = []
    for _ in range(count):
        length = size
        if length is None:
            if kind & ~_SEVERAL not in (_STRING8, _UNICODE, _OBJECT, _BINARY):
                raise struct.error(f"type {kind:#x}")
            (length,) = _WORD.unpack_from(data, position)
            position += 4
        if length > len(data) - position:
            raise struct.error("cut off")
        values.append(data[position : position + length])
        position += length + (-length % 4)
    return values, position


def _value(data: bytes, kind: int, codepage: str) -> bytes | str:
    if kind == _UNICODE:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return _text(data, codepage) if kind == _STRING8 else data


def _text(data: bytes, codepage: str) -> str:
    return decode_labelled(data.split(b"\0", 1)[0], codepage).text


def _string(values: dict[int, bytes | str], number: int) -> str | None:
    value = values.get(number)
    return value.strip() or None if isinstance(value, str) else None


def _bytes(value: bytes | str | None) -> bytes | None:
    return value if isinstance(value, bytes) and value else None


def _html(value: bytes | str | None) -> bytes | None:
    return value.encode("utf-8", "replace") if isinstance(value, str) and value else _bytes(value)


def _moment(value: bytes | str | None) -> dt.datetime | None:
    return windows_moment(int.from_bytes(value, "little")) if isinstance(value, bytes) and len(value) == 8 else None


def _packed_file(file: _File) -> PackedFile:
    values = file.properties
    data, embedded = file.data, _bytes(values.get(0x3701))
    if embedded and embedded[16:].startswith(SIGNATURE):
        # An e-mail inside: the name of its kind of object, and then a packed file again.
        data = embedded[16:]
    elif embedded and not data:
        data = embedded
    flags = _bytes(values.get(0x3714)) or b""
    return PackedFile(
        name=_string(values, 0x3707) or file.title or _string(values, 0x3704) or _string(values, 0x3001),
        data=data,
        media_type="application/ms-tnef" if data.startswith(SIGNATURE) else _string(values, 0x370E),
        # Shown within the text: ATT_MHTML_REF ([MS-OXCMSG] 2.2.2.18).
        inline=bool(int.from_bytes(flags[:4], "little") & 4) and _string(values, 0x3712) is not None,
    )
