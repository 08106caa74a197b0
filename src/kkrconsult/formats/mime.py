"""The parts of an e-mail (RFC 5322, RFC 2045–2046): headers, and bytes between boundaries.

The standard library's parser is not used for this, because it recurses into what it reads, takes time in proportion to
depth times lines, and cannot give back a message inside a message byte for byte, by which the same message is known in
two copies. Here nothing recurses, and an attached message stays what it was.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

import attrs

from kkrconsult.formats.mail_headers import header_parameters, raw_text

__all__ = ["Entity", "TooComplexError", "looks_like_mail", "parse_headers", "parse_mail"]

_BLANK_LINE = re.compile(rb"^[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_PADDED_INSIDE = re.compile(rb"=\s*[A-Za-z0-9+/]")
_MOST_HEADER_BYTES = 1_000_000
_MAIL_HEADERS = frozenset(
    [
        "from",
        "to",
        "cc",
        "date",
        "subject",
        "received",
        "message-id",
        "mime-version",
        "content-type",
        "return-path",
        "sender",
        "reply-to",
    ]
)
_LONGEST_BOUNDARY = 200


class TooComplexError(Exception):
    """More parts, or parts deeper within parts, than any letter has."""


@attrs.define(kw_only=True)
class Entity:
    """A message or one of its parts."""

    headers: tuple[tuple[str, str], ...] = ()
    """Names in small letters, and values as they stand, unfolded; not decoded."""
    begin: int
    """Where its body begins."""
    end: int
    """Where its body ends."""
    media_type: str = "text/plain"
    """Its media type in small letters."""
    parameters: dict[str, str] = attrs.field(factory=dict)
    """What stands behind the media type."""
    children: list[Entity] = attrs.field(factory=list)
    """The parts of a multipart."""
    is_cut_off: bool = False
    """Whether the file ends before its last boundary."""
    depth: int = 0
    """How deep it stands in the message."""

    def values(self, name: str) -> list[str]:
        """All headers of a name, topmost first."""
        return [value for key, value in self.headers if key == name]

    def value(self, name: str) -> str | None:
        """The topmost header of a name."""
        return next((value for key, value in self.headers if key == name), None)

    def walk(self) -> Iterator[Entity]:
        """This and all parts below it, in the order in which they stand."""
        waiting: list[Entity] = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))

    def content(self, data: bytes) -> bytes:
        """The body with its transfer encoding undone.

        Args:
            data: The whole message.
        """
        raw = data[self.begin : self.end]
        encoding = (self.value("content-transfer-encoding") or "").split(";")[0].strip().lower()
        if encoding == "base64":
            return _from_base64(raw)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        return raw


def looks_like_mail(head: bytes) -> bool:
    """Whether a file begins with headers of an e-mail."""
    headers, _ = _headers(head, 0, len(head))
    return len({name for name, _ in headers} & _MAIL_HEADERS) >= 2


def parse_headers(data: bytes) -> Entity:
    """The headers of a message; its parts are not looked for."""
    return _entity(data, 0, len(data), "text/plain", 0)


def parse_mail(data: bytes, *, most_parts: int, deepest: int) -> Entity:
    """Find the parts of a message.

    Messages inside it are parts like any other; their own parts are not looked for.

    Args:
        data: The message.
        most_parts: How many parts it may have in all.
        deepest: How deep they may stand in one another.

    Raises:
        TooComplexError: It goes beyond either.
    """
    root = parse_headers(data)
    waiting, count = [root], 1
    while waiting:
        one = waiting.pop()
        if not one.media_type.startswith("multipart/"):
            continue
        default = "message/rfc822" if one.media_type == "multipart/digest" else "text/plain"
        for begin, end in _between_boundaries(data, one):
            count += 1
            if count > most_parts or one.depth >= deepest:
                raise TooComplexError
            one.children.append(_entity(data, begin, end, default, one.depth + 1))
            one.is_cut_off = end == len(data)
        waiting += one.children
        if not one.children:
            # A multipart without parts is a text that lost its boundary; what it says must not be lost too.
            one.media_type = "text/plain"
    return root


def _entity(data: bytes, begin: int, end: int, default: str, depth: int) -> Entity:
    headers, body = _headers(data, begin, end)
    entity = Entity(headers=headers, begin=body, end=end, media_type=default, depth=depth)
    declared = entity.value("content-type")
    if declared:
        media_type, entity.parameters = header_parameters(declared)
        entity.media_type = media_type.lower() if media_type.count("/") == 1 else default
    return entity


def _headers(data: bytes, begin: int, end: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The headers that stand at a place, and where the body begins."""
    blank = _BLANK_LINE.search(data, begin, min(end, begin + _MOST_HEADER_BYTES))
    stop = blank.start() if blank else min(end, begin + _MOST_HEADER_BYTES)
    text = raw_text(data[begin:stop])
    found: list[tuple[str, list[str]]] = []
    for match in _LINE.finditer(text):
        line = match[0]
        if line[:1] in (" ", "\t") and found:
            found[-1][1].append(line.rstrip("\r\n"))
        elif header := _HEADER.fullmatch(line.rstrip("\r\n")):
            found.append((header[1].lower(), [header[2]]))
        elif line and not (match.start() == 0 and line.startswith(("From ", ">From "))):
            # No header: here the body begins, without the blank line that should stand before it.
            return _unfolded(found), begin + match.start()
    return _unfolded(found), blank.end() if blank else stop


def _unfolded(found: list[tuple[str, list[str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, "".join(lines).strip()) for name, lines in found)


def _between_boundaries(data: bytes, entity: Entity) -> Iterator[tuple[int, int]]:
    """Where the parts of a multipart begin and end."""
    boundary = entity.parameters.get("boundary", "")[:_LONGEST_BOUNDARY].rstrip()
    if not boundary:
        return
    written = re.escape(boundary.encode("utf-8", "surrogateescape"))
    line = re.compile(rb"^--" + written + rb"(?P<last>--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    begin = None
    for match in line.finditer(data, entity.begin, entity.end):
        if begin is not None:
            yield begin, _without_line_end(data, begin, match.start())
        begin = None if match["last"] else match.end()
        if match["last"]:
            return
    if begin is not None:
        yield begin, entity.end


def _without_line_end(data: bytes, begin: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    for mark in (b"\r\n", b"\n"):
        if data.endswith(mark, begin, end):
            return end - len(mark)
    return end


def _from_base64(raw: bytes) -> bytes:
    """Undo base64, also where it is cut off, broken by other signs, or put together from several pieces."""
    if not _PADDED_INSIDE.search(raw):
        try:
            return binascii.a2b_base64(raw)
        except binascii.Error:
            pass
    plain = re.sub(rb"[^A-Za-z0-9+/=]", b"", raw)
    pieces = [piece for piece in re.split(rb"=+", plain) if piece]
    # One sign alone holds six bits, which make no byte.
    whole = [piece[: len(piece) - 1] if len(piece) % 4 == 1 else piece for piece in pieces]
    return b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in whole)
