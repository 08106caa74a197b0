"""The reading of Outlook's e-mails (.msg); see `kkrconsult.readers.msg`."""

from __future__ import annotations

import email.utils
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from kkrconsult.document import Document, Message, Part
from kkrconsult.findings import Finding
from kkrconsult.formats.compressed_rtf import decompressed
from kkrconsult.formats.html_text import declared_encoding
from kkrconsult.formats.mail_headers import addresses, decode_labelled, header_text
from kkrconsult.formats.mail_writing import written_mail
from kkrconsult.formats.mime import Entity, TooComplexError, parse_headers, parse_mail
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.problems import finding, place
from kkrconsult.model import Response
from kkrconsult.readers._documents import part_name, read_whole, unreadable
from kkrconsult.readers._letters import Letter, is_stub
from kkrconsult.readers._mail import encrypted, envelope_of
from kkrconsult.readers._mail_parts import MailParts, TooMuchTextError, refusal

if TYPE_CHECKING:
    from kkrconsult.readers._compound import Compound, Store
    from kkrconsult.readers.msg import Options

__all__ = ["read_outlook"]

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_BODY, _HTML, _RTF, _HEADERS, _CLASS, _FLAGS = 0x1000, 0x1013, 0x1009, 0x007D, 0x001A, 0x0E07
_NOT_SENT, _FROM_ME = 0x08, 0x20
_METHOD, _OBJECT, _ELSEWHERE = 0x3705, 6, (2, 3, 4, 7)
_TO, _CC = 1, 2
_DEEPEST = 5
_MOST_PARTS = 1000
_MOST_RECIPIENTS = 1000
_KINDS = {
    "WordDocument": ("Words gamle format; gem den som .docx eller PDF", "Word's old format; save it as .docx or PDF"),
    "Workbook": ("Excels gamle format; gem den som .xlsx eller CSV", "Excel's old format; save it as .xlsx or CSV"),
    "EncryptedPackage": (
        "låst med en adgangskode; bed afsenderen om den uden",
        "locked with a password; ask the sender for it without one",
    ),
}


def read_outlook(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one e-mail."""
    return read_whole(stream, name, options.largest_file, lambda data: _read(data, name, options))


def _read(data: bytes, name: str, options: Options) -> Iterator[Finding | Document]:
    if not data.startswith(_MAGIC):
        yield unreadable(
            name,
            da="den er ikke en e-mail fra Outlook, selv om den hedder sådan",
            en="it is no e-mail of Outlook's, though it is named so",
        )
        return
    try:
        from kkrconsult.readers import _compound
    except ImportError:
        yield finding("file.needs-extra", place(name), extra="documents")
        return
    try:
        file = _compound.Compound(data)
        message = file.message()
    except _compound.UnsafeCompoundError as error:
        yield finding("file.unsafe", place(name), reason=str(error))
        return
    except _compound.NotOutlookError as error:
        yield _of_another_kind(name, str(error))
        return
    except OSError:
        yield unreadable(name, da="den er beskadiget", en="it is damaged")
        return
    try:
        yield from _document(file, message, name, options)
    except (TooComplexError, TooMuchTextError) as error:
        yield refusal(name, error, options)
    finally:
        file.close()


def _of_another_kind(name: str, kind: str) -> Finding:
    known = {written.lower(): words for written, words in _KINDS.items()}
    da, en = known.get(
        kind.lower(), ("et andet programs fil, eller også er den beskadiget", "another program's file, or damaged")
    )
    return unreadable(name, da=f"den er ikke en e-mail, men {da}", en=f"it is no e-mail, but {en}")


def _document(file: Compound, message: Store, name: str, options: Options) -> Iterator[Finding | Document]:
    found = MailParts(options)
    kind = (message.text(_CLASS) or "").upper()
    remarks = found.letter.remarks
    parts: list[Part] = []
    if kind.startswith("IPM.NOTE.SMIME"):
        _signed(message, found, options)
    else:
        parts = _parts(message, remarks, depth=0)
        _add_text(found.letter, message, options)
    if kind.startswith("REPORT."):
        remarks.append("delivery-report")
    if "OOFTEMPLATE" in kind:
        remarks.append("auto-reply")
    blocks, signed_parts = found.finished()
    envelope = _envelope(message)
    if file.is_damaged:
        remarks.append("cut-off")
    yield Document(
        name=name,
        media_type="application/vnd.ms-outlook",
        blocks=blocks,
        message=envelope,
        parts=(*parts, *signed_parts),
        remarks=tuple(dict.fromkeys(remarks)),
    )
    if found.encrypted:
        yield encrypted(name)


def _signed(message: Store, found: MailParts, options: Options) -> None:
    """A signed or encrypted e-mail: its only attachment is the e-mail, as it was sent."""
    for attachment in message.below("__attach")[:1]:
        data = attachment.data(0x3701) or b""
        root = parse_mail(data, most_parts=options.most_parts, deepest=options.deepest)
        if not root.headers:
            # The envelope itself, without the headers that say so.
            root = Entity(begin=0, end=len(data), media_type="application/pkcs7-mime")
        found.body(root, data)


# ------------------------------------------------------------------------------------------------ text


def _texts(message: Store) -> tuple[str | None, str | None]:
    """The text of an e-mail, plain and as HTML."""
    plain = message.text(_BODY, body=True)
    data = message.data(_HTML)
    if data is None:
        return plain, message.text(_HTML, body=True)
    declared = declared_encoding(data) or message.codepage(body=True)
    return plain, decode_labelled(data, declared).text


def _add_text(letter: Letter, message: Store, options: Options) -> None:
    plain, page = _texts(message)
    plain, page, limit = plain or "", page or "", options.largest_text
    if max(len(plain), len(page)) > limit:
        letter.remarks.append("cut-off")
        plain, page = plain[:limit], page[:limit]
    if page and is_stub(plain, page):
        letter.add_html(page)
        return
    if plain:
        letter.add_plain(plain)
    elif rtf := message.data(_RTF):
        letter.add_rtf(rtf)
    if page:
        # Only to know which pictures it shows.
        other = Letter()
        other.add_html(page)
        letter.embedded |= other.embedded


# ------------------------------------------------------------------------------------------------ parts


def _parts(message: Store, remarks: list[str], depth: int) -> list[Part]:
    found: list[Part] = []
    attachments = message.below("__attach")
    if len(attachments) > _MOST_PARTS:
        remarks.append("attachments-left-out")
    for number, attachment in enumerate(attachments[:_MOST_PARTS], 1):
        part = _part(attachment, number, remarks, depth)
        if part is not None:
            found.append(part)
    return found


def _part(attachment: Store, number: int, remarks: list[str], depth: int) -> Part | None:
    name = next((text for prop in (0x3707, 0x3704, 0x3001) if (text := attachment.text(prop))), None)
    media_type = attachment.text(0x370E)
    method = attachment.whole_number(_METHOD)
    inner = attachment.embedded()
    if inner is not None:
        if depth >= _DEEPEST:
            remarks.append("attachments-left-out")
            return None
        name = inner.text(0x0037) or name or ""
        return Part(
            name=part_name(f"{name}.eml" if name else None, number, "message/rfc822"),
            data=_as_mail(inner, remarks, depth + 1),
            media_type="message/rfc822",
        )
    data = attachment.data(0x3701)
    if data is None:
        # By reference ([MS-OXCMSG] 2.2.2.9), drawn by another program, or lost.
        kinds = {_OBJECT: "embedded-objects", **dict.fromkeys(_ELSEWHERE, "external-references")}
        remarks.append(kinds.get(method or 0, "attachments-left-out"))
        return None
    shown = bool((attachment.whole_number(0x3714) or 0) & 4) or bool(attachment.whole_number(0x7FFE))
    inline = shown and attachment.text(0x3712) is not None
    return Part(name=part_name(name, number, media_type), data=data, media_type=media_type, inline=inline)


def _as_mail(message: Store, remarks: list[str], depth: int) -> bytes:
    """An attached e-mail in the form that any program reads."""
    root = _headers(message)
    envelope = _envelope(message)
    headers = [(name.title(), header_text(value)) for name, value in root.headers]
    present = {name for name, _ in root.headers}
    sender = envelope.sender_name or ""
    if envelope.sender_email:
        quoted = sender.replace('"', "'")
        sender = f'"{quoted}" <{envelope.sender_email}>'
    missing = {
        "from": sender,
        "to": ", ".join(envelope.recipients),
        "subject": envelope.subject or "",
        "date": email.utils.format_datetime(envelope.sent_at) if envelope.sent_at else "",
        "message-id": f"<{envelope.message_id}>" if envelope.message_id else "",
    }
    headers += [(name.title(), value) for name, value in missing.items() if value and name not in present]
    plain, page = _texts(message)
    if not plain and not page and (rtf := message.data(_RTF)):
        unpacked = decompressed(rtf, 20_000_000)
        part = Part(name="tekst.rtf", data=unpacked, media_type="application/rtf") if unpacked else None
        return written_mail(headers, parts=[*([part] if part else []), *_parts(message, remarks, depth)])
    return written_mail(headers, plain=plain, page=page, parts=_parts(message, remarks, depth))


# --------------------------------------------------------------------------------------------- envelope


def _headers(message: Store) -> Entity:
    """The headers with which an e-mail came over the Internet; none where it did not."""
    written = message.text(_HEADERS) or ""
    return parse_headers(written.encode("utf-8", "replace") + b"\r\n\r\n")


def _envelope(message: Store) -> Message:
    told = envelope_of(_headers(message))
    received_at, received_from = told.received_at, told.received_from
    flags = message.whole_number(_FLAGS) or 0
    if received_at is None and not flags & (_NOT_SENT | _FROM_ME):
        received_at = message.moment(0x0E06)
        received_from = "PidTagMessageDeliveryTime" if received_at else None
    address = told.sender_email or _first_address(message, 0x5D02, 0x0065, 0x5D01, 0x0C1F)
    return Message(
        sender_name=told.sender_name or _tidied(message.text(0x0042) or message.text(0x0C1A)),
        sender_email=address,
        recipients=told.recipients or _recipients(message),
        subject=_tidied(message.text(0x0037)) or told.subject,
        sent_at=told.sent_at or message.moment(0x0039),
        received_at=received_at,
        received_from=received_from,
        message_id=told.message_id or _tidied((message.text(0x1035) or "").strip("<>")),
    )


def _tidied(text: str | None) -> str | None:
    return " ".join(tidy(text or "").split()) or None


def _first_address(store: Store, *numbers: int) -> str | None:
    """The first property that is an address on the Internet; Exchange has others of its own."""
    for number in numbers:
        for _, address in addresses((store.text(number) or "")[:1000]):
            if address:
                return tidy(address)
    return None


def _recipients(message: Store) -> tuple[str, ...]:
    found = [
        _first_address(recipient, 0x39FE, 0x3003)
        for recipient in message.below("__recip")[:_MOST_RECIPIENTS]
        if recipient.whole_number(0x0C15) in (_TO, _CC, None)
    ]
    return tuple(dict.fromkeys(address for address in found if address))
