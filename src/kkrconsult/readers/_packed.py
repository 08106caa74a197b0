"""The reading of ``winmail.dat``; see `kkrconsult.readers.tnef`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from kkrconsult.document import Document, Message
from kkrconsult.findings import Finding
from kkrconsult.formats.tnef import unpacked
from kkrconsult.model import Response
from kkrconsult.readers._documents import read_whole, unreadable
from kkrconsult.readers._letters import Letter, packed_parts

if TYPE_CHECKING:
    from kkrconsult.readers.tnef import Options

__all__ = ["read_packed"]


def read_packed(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one e-mail."""
    return read_whole(stream, name, options.largest_file, lambda data: _read(data, name))


def _read(data: bytes, name: str) -> Iterator[Finding | Document]:
    packed = unpacked(data)
    if packed is None:
        yield unreadable(name, da="den er ikke en winmail.dat", en="it is no winmail.dat")
        return
    letter = Letter()
    letter.add_packed(packed)
    blocks = letter.finished()
    parts = tuple(packed_parts(packed, 1))
    if not packed.whole:
        letter.remarks.append("cut-off")
        if not blocks and not parts:
            yield unreadable(name, da="den er beskadiget", en="it is damaged")
            return
    message = Message(
        sender_name=packed.sender_name,
        sender_email=packed.sender_email,
        subject=packed.subject,
        sent_at=packed.sent_at,
        message_id=packed.message_id,
    )
    yield Document(
        name=name,
        media_type="application/ms-tnef",
        blocks=blocks,
        message=message,
        parts=parts,
        remarks=tuple(dict.fromkeys(letter.remarks)),
    )
