"""Drafts of e-mails (RFC 5322) that a mail program opens for sending, and that nobody has sent.

Names and subjects are encoded words (RFC 2047) wherever they are more than plain letters; no line is longer than the
standards allow, and no text becomes a header of its own. There is no date and no id: those belong to whoever sends.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence

import attrs

from kkrconsult.document import Part
from kkrconsult.formats.mail_writing import mail_body

__all__ = ["Mailbox", "mail_draft", "usable_address"]

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
# RFC 2047, section 2: lines with encoded words have at most 76 characters.
_LINE = 76
_WORD = ("=?utf-8?b?", "?=")
_LONGEST_LOCAL, _LONGEST_ADDRESS = 64, 254


@attrs.frozen(kw_only=True)
class Mailbox:
    """Somebody who can be written to."""

    address: str
    """The address, as `usable_address` gives it."""
    name: str = ""
    """Who it is."""


def usable_address(written: str | None) -> str | None:
    """An address as an e-mail may hold it; None where it is none that could be written to.

    >>> usable_address(" kim@ringkøbing.example ")
    'kim@xn--ringkbing-p8a.example'
    >>> usable_address("kim@a.example, ond@b.example") is None
    True
    """
    local, at, domain = (written or "").strip().rpartition("@")
    try:
        # Letters beyond ASCII have a form of their own in names of domains (RFC 5890).
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    fits = len(local) <= _LONGEST_LOCAL and len(local) + len(domain) < _LONGEST_ADDRESS
    whole = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    return f"{local}{at}{domain}" if fits and whole else None


def mail_draft(
    *, subject: str, text: str, sender: Mailbox | None = None, to: Mailbox | None = None, parts: Sequence[Part] = ()
) -> bytes:
    """Write a draft; the same one gives the same bytes.

    Args:
        subject: Subject.
        text: Its text; lines may be of any length.
        sender: Who sends it, and gets the replies; None leaves it to the program that opens the draft.
        to: Whom it is for; None where no address is known.
        parts: Its attachments.
    """
    headers = [
        *((("From", _mailbox("From", sender)), ("Reply-To", _mailbox("Reply-To", sender))) if sender else ()),
        *((("To", _mailbox("To", to)),) if to else ()),
        ("Subject", _unstructured("Subject", subject)),
        # By this Outlook opens a file as something to send, and not as something received.
        ("X-Unsent", "1"),
        ("MIME-Version", "1.0"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    lines = re.sub(r"\r\n?|\n", "\r\n", text)
    return head.encode("ascii") + mail_body(plain=lines, parts=parts)


def _flat(text: str) -> str:
    """A text in one line, without control characters: it may not bring forth another header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _unstructured(header: str, text: str) -> str:
    text = _flat(text)
    if text.isascii() and "=?" not in text and len(header) + 2 + len(text) <= _LINE:
        return text
    return "\r\n ".join(_encoded_words(text, len(header) + 2))


def _mailbox(header: str, mailbox: Mailbox) -> str:
    name = _flat(mailbox.name)
    if not name:
        return mailbox.address
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if not name.isascii() or "=?" in name or len(header) + 2 + len(quoted) > _LINE:
        quoted = "\r\n ".join(_encoded_words(name, len(header) + 2))
    return f"{quoted}\r\n <{mailbox.address}>"


def _encoded_words(text: str, used: int) -> Iterator[str]:
    """A text as encoded words, one a line, no letter cut in two.

    Args:
        text: The text.
        used: How much of the first line is taken.
    """
    begin, end = _WORD
    data = b""
    for char in text:
        more = char.encode()
        # Four characters for three bytes, after what stands around them.
        room = (_LINE - used - len(begin) - len(end)) // 4 * 3
        if data and len(data) + len(more) > room:
            yield begin + base64.b64encode(data).decode("ascii") + end
            data, used = b"", 1
        data += more
    yield begin + base64.b64encode(data).decode("ascii") + end
