"""An e-mail as text (RFC 5322), for one that was found inside a file of another kind.

The same e-mail gives the same bytes: boundaries are made of what stands between them.
"""

from __future__ import annotations

import base64
import email.header
import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from kkrconsult.document import Part

__all__ = ["mail_body", "written_mail"]

# What the body says of itself is written anew.
_OWN = ("content-", "mime-version")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")


def written_mail(
    headers: Iterable[tuple[str, str]], *, plain: str | None = None, page: str | None = None, parts: Sequence[Part] = ()
) -> bytes:
    """Write an e-mail.

    Args:
        headers: Names and values, which may hold any letters.
        plain: Its text.
        page: Its text as HTML.
        parts: Its attachments.
    """
    lines = [f"{name}: {_encoded(value)}" for name, value in headers if value and not name.lower().startswith(_OWN)]
    head = "\r\n".join([*lines, "MIME-Version: 1.0"]) + "\r\n"
    return head.encode("ascii", "replace") + mail_body(plain=plain, page=page, parts=parts)


def mail_body(*, plain: str | None = None, page: str | None = None, parts: Sequence[Part] = ()) -> bytes:
    """The body of an e-mail, from the headers that describe it on; see `written_mail`.

    All of it is Base64, in short lines, so that no boundary can stand in it.
    """
    texts = [_text("plain", plain or "")] if plain or not page else []
    if page:
        texts.append(_text("html", page))
    body = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
    if parts:
        body = _multipart("mixed", [body, *map(_attached, parts)])
    return body


def _encoded(value: str) -> str:
    """A header in ASCII and in one line: it may not bring forth another."""
    plain = " ".join(value.split())
    if plain.isascii():
        return plain
    # An address must not be encoded, or nobody knows it any more.
    return " ".join(word if word.isascii() else email.header.Header(word, "utf-8").encode() for word in _runs(plain))


def _runs(text: str) -> list[str]:
    """The words of a text, those beyond ASCII that follow one another taken together with what is between them."""
    found: list[str] = []
    for word in text.split(" "):
        if found and not word.isascii() and not found[-1].isascii():
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _text(kind: str, text: str) -> bytes:
    return _leaf(f"text/{kind}; charset=utf-8", text.encode("utf-8", "replace"))


def _attached(part: Part) -> bytes:
    # A name that needs no encoding is understood by every program.
    name = f'="{part.name}"' if _PLAIN_NAME.fullmatch(part.name) else f"*=utf-8''{quote(part.name, safe='')}"
    disposition = f"Content-Disposition: attachment; filename{name}\r\n"
    media_type = part.media_type if part.media_type and part.media_type.isascii() else "application/octet-stream"
    return disposition.encode("ascii") + _leaf("".join(media_type.split()), part.data)


def _leaf(media_type: str, data: bytes) -> bytes:
    head = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode("ascii") + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _multipart(kind: str, bodies: Sequence[bytes]) -> bytes:
    boundary = hashlib.sha256(b"\0".join(bodies)).hexdigest()[:40]
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    line = f"--{boundary}".encode("ascii")
    return head + b"".join(line + b"\r\n" + body + b"\r\n" for body in bodies) + line + b"--\r\n"
