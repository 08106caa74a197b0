"""Files of formats that nothing at hand writes: Outlook's compound files, ``winmail.dat``, S/MIME envelopes."""

from __future__ import annotations

import datetime as dt
import itertools
import struct
from collections.abc import Mapping, Sequence

import attrs

__all__ = [
    "Stored",
    "cms_enveloped",
    "cms_signed",
    "compound",
    "outlook",
    "stored_rtf",
    "tnef",
    "tnef_attachment",
    "windows_time",
]

Tree = Mapping[str, "bytes | Tree"]


def windows_time(moment: dt.datetime) -> bytes:
    """Tenths of microseconds since the year 1601."""
    ticks = int((moment - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 10_000_000
    return struct.pack("<Q", ticks)


# --------------------------------------------------------------------------------------- compound files

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@attrs.define
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    data: bytes = b""
    children: list[int] = attrs.field(factory=list)
    start: int = _END
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE


def compound(tree: Tree, *, in_a_row: bool = False) -> bytes:
    """A compound file ([MS-CFB] version 3), its tables first, so that one that is cut off can be read in part.

    Args:
        tree: Streams and folders by name.
        in_a_row: Whether what is in a folder hangs in one long row, which no program writes.
    """
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    for entry in entries:
        entry.child = (_row if in_a_row else _hung)(entries, _ordered(entries, entry.children))
    # One sector of the table tells where 128 others are; a few more than are needed do no harm.
    fat_sectors = sum(len(entry.data) // _SECTOR + 1 for entry in entries) // 120 + len(entries) // 480 + 1
    sectors: list[bytes] = [b""] * fat_sectors
    chain: list[int] = [_FAT] * fat_sectors

    def place(data: bytes) -> int:
        first = len(sectors)
        count = max(-(-len(data) // _SECTOR), 1)
        for index in range(count):
            sectors.append(data[index * _SECTOR : (index + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            chain.append(first + index + 1 if index + 1 < count else _END)
        return first

    directory = place(b"\0" * 128 * len(entries))
    # Shorter streams stand in small sectors, in a stream of the root's.
    small = b"".join(entry.data.ljust(-(-len(entry.data) // 64) * 64, b"\0") for entry in entries if _is_small(entry))
    entries[0].data = small
    position = 0
    links: list[int] = []
    for entry in entries:
        if _is_small(entry):
            entry.start = position
            count = -(-len(entry.data) // 64)
            links += [position + index + 1 if index + 1 < count else _END for index in range(count)]
            position += count
    small_fat = place(struct.pack(f"<{len(links)}I", *links).ljust(-(-len(links) * 4 // _SECTOR) * _SECTOR, b"\xff"))
    entries[0].start = place(small) if small else _END
    for entry in entries:
        if entry.kind == 2 and len(entry.data) >= 4096:
            entry.start = place(entry.data)
    written = b"".join(map(_directory_entry, entries))
    sectors[directory : directory - (-len(written) // _SECTOR)] = [
        written[index : index + _SECTOR].ljust(_SECTOR, b"\0") for index in range(0, len(written), _SECTOR)
    ]
    chain += [_FREE] * (fat_sectors * 128 - len(chain))
    fat = struct.pack(f"<{fat_sectors * 128}I", *chain)
    sectors[:fat_sectors] = [fat[index : index + _SECTOR] for index in range(0, len(fat), _SECTOR)]
    small_sectors = -(-len(links) * 4 // _SECTOR) or 1
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        fat_sectors,
        directory,
        0,
        4096,
        small_fat if links else _END,
        small_sectors if links else 0,
        _END,
        0,
    )
    header += struct.pack("<109I", *[index if index < fat_sectors else _FREE for index in range(109)])
    return header + b"".join(sectors)


def _is_small(entry: _Entry) -> bool:
    return entry.kind == 2 and 0 < len(entry.data) < 4096


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    for name, content in tree.items():
        entries.append(_Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1))
        index = len(entries) - 1
        entries[parent].children.append(index)
        if not isinstance(content, bytes):
            _add(entries, index, content)


def _ordered(entries: Sequence[_Entry], children: Sequence[int]) -> list[int]:
    return sorted(children, key=lambda index: (len(entries[index].name), entries[index].name.upper()))


def _hung(entries: Sequence[_Entry], ordered: Sequence[int]) -> int:
    """Hang siblings on one another, as a tree that is as low as can be; gives the topmost."""
    if not ordered:
        return _FREE
    middle = len(ordered) // 2
    top = entries[ordered[middle]]
    top.left, top.right = _hung(entries, ordered[:middle]), _hung(entries, ordered[middle + 1 :])
    return ordered[middle]


def _row(entries: Sequence[_Entry], ordered: Sequence[int]) -> int:
    for before, after in itertools.pairwise(ordered):
        entries[before].right = after
    return ordered[0] if ordered else _FREE


def _directory_entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        name,
        len(name),
        entry.kind,
        1,
        entry.left,
        entry.right,
        entry.child,
        b"",
        0,
        0,
        0,
        entry.start,
        len(entry.data),
        0,
    )


@attrs.frozen(kw_only=True)
class Stored:
    """An e-mail as Outlook stores it."""

    texts: Mapping[int, str] = attrs.field(factory=dict)
    data: Mapping[int, bytes] = attrs.field(factory=dict)
    numbers: Mapping[int, int] = attrs.field(factory=dict)
    moments: Mapping[int, dt.datetime] = attrs.field(factory=dict)
    attachments: Sequence[Stored] = ()
    recipients: Sequence[Stored] = ()
    embedded: Stored | None = None
    codepage: int | None = None


def _tree(stored: Stored, head: int) -> Tree:
    tree: dict[str, bytes | Tree] = {}
    table: list[bytes] = []
    numbers = {**stored.numbers, **({0x3FFD: stored.codepage} if stored.codepage else {})}
    for number, value in numbers.items():
        table.append(struct.pack("<HHIIi", 0x03, number, 6, value, 0))
    for number, moment in stored.moments.items():
        table.append(struct.pack("<HHI8s", 0x40, number, 6, windows_time(moment)))
    for number, text in stored.texts.items():
        kind = 0x1E if stored.codepage else 0x1F
        data = text.encode(f"cp{stored.codepage}") if stored.codepage else text.encode("utf-16-le")
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = data or b"\0\0"
        table.append(struct.pack("<HHIII", kind, number, 6, len(data), 0))
    for number, data in stored.data.items():
        tree[f"__substg1.0_{number:04X}0102"] = data
        table.append(struct.pack("<HHIII", 0x0102, number, 6, len(data), 0))
    if stored.embedded:
        tree["__substg1.0_3701000D"] = _tree(stored.embedded, 24)
    for index, attachment in enumerate(stored.attachments):
        tree[f"__attach_version1.0_#{index:08X}"] = _tree(attachment, 8)
    for index, recipient in enumerate(stored.recipients):
        tree[f"__recip_version1.0_#{index:08X}"] = _tree(recipient, 8)
    tree["__properties_version1.0"] = b"\0" * head + b"".join(table)
    return tree


def outlook(stored: Stored) -> bytes:
    """A .msg file."""
    return compound({**_tree(stored, 32), "__nameid_version1.0": {"__substg1.0_00020102": b"\0" * 16}})


def stored_rtf(text: bytes) -> bytes:
    """Rich text as Outlook stores it, not compressed."""
    return struct.pack("<II4sI", len(text) + 12, len(text), b"MELA", 0) + text


# --------------------------------------------------------------------------------------------- winmail

_LEVEL_MESSAGE, _LEVEL_ATTACHMENT = 1, 2


def _attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) % 65536)


def tnef_properties(properties: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Properties as (type, number, value); of named ones the name is made up."""
    found = struct.pack("<I", len(properties))
    for kind, number, value in properties:
        found += struct.pack("<HH", kind, number)
        if number >= 0x8000:
            found += b"\1" * 16 + (
                struct.pack("<II", 0, 7) if number % 2 else struct.pack("<II", 1, 6) + b"a\0b\0c\0\0\0"
            )
        if kind in (0x0D, 0x1E, 0x1F, 0x0102):
            found += struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
        else:
            found += value
    return found


def tnef_attachment(
    title: str, data: bytes = b"", properties: Sequence[tuple[int, int, bytes]] = ()
) -> list[tuple[int, int, bytes]]:
    """The attributes of an attachment."""
    found = [
        (_LEVEL_ATTACHMENT, 0x00069002, b"\1\0" + b"\0" * 12),
        (_LEVEL_ATTACHMENT, 0x00018010, title.encode("cp1252", "replace") + b"\0"),
    ]
    if data:
        found.append((_LEVEL_ATTACHMENT, 0x0006800F, data))
    if properties:
        found.append((_LEVEL_ATTACHMENT, 0x00069005, tnef_properties(properties)))
    return found


def tnef(
    properties: Sequence[tuple[int, int, bytes]] = (),
    attachments: Sequence[list[tuple[int, int, bytes]]] = (),
    more: Sequence[tuple[int, int, bytes]] = (),
) -> bytes:
    """A ``winmail.dat``."""
    attributes = [(_LEVEL_MESSAGE, 0x00069007, struct.pack("<II", 1252, 0)), *more]
    if properties:
        attributes.append((_LEVEL_MESSAGE, 0x00069003, tnef_properties(properties)))
    for attachment in attachments:
        attributes += attachment
    head = struct.pack("<IH", 0x223E9F78, 1)
    return head + b"".join(_attribute(*attribute) for attribute in attributes)


# -------------------------------------------------------------------------------------------- envelopes


def _der(tag: int, *contents: bytes) -> bytes:
    data = b"".join(contents)
    if len(data) < 128:
        return bytes([tag, len(data)]) + data
    size = len(data).to_bytes((len(data).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + data


def _indefinite(tag: int, *contents: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


_SIGNED, _ENVELOPED, _DATA = (bytes.fromhex(f"2a864886f70d01070{kind}") for kind in "231")
_SHA256 = bytes.fromhex("608648016503040201")


def cms_signed(content: bytes, *, in_pieces: bool = False) -> bytes:
    """A signed envelope, whole or as programs write it that do not know the length beforehand."""
    algorithms = _der(0x31, _der(0x30, _der(0x06, _SHA256), _der(0x05)))
    certificates = _der(0xA0, _der(0x30, _der(0x04, b"a certificate")))
    if in_pieces:
        pieces = [_der(0x04, content[index : index + 100]) for index in range(0, len(content), 100)]
        inside = _indefinite(0x30, _der(0x06, _DATA), _indefinite(0xA0, _indefinite(0x24, *pieces)))
        signed = _indefinite(0x30, _der(0x02, b"\1"), algorithms, inside, certificates)
        return _indefinite(0x30, _der(0x06, _SIGNED), _indefinite(0xA0, signed))
    inside = _der(0x30, _der(0x06, _DATA), _der(0xA0, _der(0x04, content)))
    signed = _der(0x30, _der(0x02, b"\1"), algorithms, inside, certificates)
    return _der(0x30, _der(0x06, _SIGNED), _der(0xA0, signed))


def cms_enveloped() -> bytes:
    """An encrypted envelope, of nothing."""
    return _der(0x30, _der(0x06, _ENVELOPED), _der(0xA0, _der(0x30, _der(0x02, b"\0"))))
