"""The reading of e-mails (.eml); see `kkrconsult.readers.eml`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from kkrconsult.document import Document, Message
from kkrconsult.findings import Finding
from kkrconsult.formats.mail_headers import addresses, header_text, mail_moment
from kkrconsult.formats.mime import Entity, TooComplexError, looks_like_mail, parse_mail
from kkrconsult.formats.plain_text import tidy
from kkrconsult.model import Response
from kkrconsult.readers._documents import read_whole, unreadable
from kkrconsult.readers._mail_parts import LONGEST_HEADER, MailParts, TooMuchTextError, refusal

if TYPE_CHECKING:
    from kkrconsult.readers.eml import Options

__all__ = ["encrypted", "envelope_of", "read_mail"]

_BY = re.compile(r"\bby\s+([\w.\-]{1,100})", re.IGNORECASE)
_MOST_RECIPIENTS = 1000
_AUTOMATIC = re.compile(
    r"(?:automatisk svar|automatic reply|autosvar|auto-?reply|ikke til stede|out of office)\b.*", re.IGNORECASE
)


def read_mail(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one e-mail."""
    return read_whole(stream, name, options.largest_file, lambda data: _read(data, name, options))


def _read(data: bytes, name: str, options: Options) -> Iterator[Finding | Document]:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if b"\n" not in data[:65536]:
        data = data.replace(b"\r", b"\n")
    if not looks_like_mail(data[:65536]):
        yield unreadable(
            name, da="den er ikke en e-mail, selv om den hedder sådan", en="it is no e-mail, though it is named so"
        )
        return
    found = MailParts(options)
    try:
        root = parse_mail(data, most_parts=options.most_parts, deepest=options.deepest)
        found.body(root, data)
    except (TooComplexError, TooMuchTextError) as error:
        yield refusal(name, error, options)
        return
    if _is_automatic(root):
        found.letter.remarks.append("auto-reply")
    blocks, parts = found.finished()
    yield Document(
        name=name,
        media_type="message/rfc822",
        blocks=blocks,
        message=envelope_of(root),
        parts=parts,
        remarks=tuple(dict.fromkeys(found.letter.remarks)),
    )
    if found.encrypted:
        yield encrypted(name)


def encrypted(name: str) -> Finding:
    """The finding that an e-mail is encrypted."""
    return unreadable(
        name,
        da="den er krypteret; bed afsenderen om den ukrypteret, eller gem den fra et program, der kan åbne den",
        en="it is encrypted; ask the sender for it unencrypted, or save it from a program that can open it",
    )


def _is_automatic(root: Entity) -> bool:
    submitted = (root.value("auto-submitted") or "no").strip().lower()
    subject = header_text((root.value("subject") or "")[:LONGEST_HEADER])
    return submitted.startswith("auto-replied") or bool(_AUTOMATIC.match(subject))


def envelope_of(root: Entity) -> Message:
    """The envelope that the headers of an e-mail tell."""
    name, address = _sender(root)
    received_at, received_from = _received(root)
    recipients = [
        email for header in ("to", "cc") for value in root.values(header) for _, email in addresses(value) if email
    ]
    identity = re.sub(r"\s+", "", (root.value("message-id") or "")[:1000]).strip("<>")
    subject = tidy(header_text((root.value("subject") or "")[:LONGEST_HEADER])).strip()
    return Message(
        sender_name=tidy(name).strip() or None,
        sender_email=tidy(address).strip() or None,
        recipients=tuple(dict.fromkeys(map(tidy, recipients)))[:_MOST_RECIPIENTS],
        subject=subject or None,
        sent_at=mail_moment(root.value("date") or ""),
        received_at=received_at,
        received_from=received_from,
        message_id=tidy(header_text(identity)) or None,
    )


def _sender(root: Entity) -> tuple[str, str]:
    """Name and address of the sender; From says whose letter it is, Sender only who had it sent."""
    for header in ("from", "sender", "reply-to"):
        found = addresses((root.value(header) or "")[:LONGEST_HEADER])
        if found:
            return next((one for one in found if one[1]), found[0])
    return "", ""


def _received(root: Entity) -> tuple[dt.datetime | None, str | None]:
    for number, value in enumerate(root.values("received")[:50], 1):
        moment = mail_moment(value.rpartition(";")[2].strip())
        if moment is not None:
            server = _BY.search(value)
            told = f"Received, {number}" if number > 1 else "Received"
            return moment, f"{told} (by {server[1]})" if server else told
    return None, None
