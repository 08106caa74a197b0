"""The parts of an e-mail: which of them are its text, in which form, and which are files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from kkrconsult.document import Block, Part
from kkrconsult.findings import Finding
from kkrconsult.formats.cms import Envelope, opened
from kkrconsult.formats.mail_headers import header_parameters, header_text
from kkrconsult.formats.mime import Entity, TooComplexError, parse_headers, parse_mail
from kkrconsult.formats.problems import finding, place
from kkrconsult.formats.tnef import SIGNATURE, unpacked
from kkrconsult.readers._documents import part_name
from kkrconsult.readers._letters import Letter, is_stub, packed_parts
from kkrconsult.structure import FrozenMap

if TYPE_CHECKING:
    from kkrconsult.readers import eml, msg

    MailLimits = eml.Options | msg.Options

__all__ = ["LONGEST_HEADER", "MailParts", "TooMuchTextError", "refusal"]

LONGEST_HEADER = 20_000
"""Most characters of a header that are looked at."""
_MOST_ENVELOPES = 5
_PACKED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENVELOPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


class TooMuchTextError(Exception):
    """The text of an e-mail is longer than is read."""


def refusal(name: str, error: TooComplexError | TooMuchTextError, limits: MailLimits) -> Finding:
    """The finding that an e-mail goes beyond the limits."""
    if isinstance(error, TooComplexError):
        parts = limits.most_parts
        reason = {
            "da": f"den har mere end {parts} dele, eller dele i dele i dele",
            "en": f"it has more than {parts} parts, or parts within parts within parts",
        }
        return finding("file.unsafe", place(name), reason=FrozenMap(reason))
    size = limits.largest_text
    reason = {"da": f"mere end {size} byte tekst", "en": f"more than {size} bytes of text"}
    return finding("file.over-limit", place(name), reason=FrozenMap(reason))


class MailParts:
    """What is found in one e-mail."""

    def __init__(self, limits: MailLimits) -> None:
        self._limits = limits
        self.letter = Letter()
        """Its text so far."""
        self._parts: list[tuple[Part, str]] = []
        self._packed: list[bytes] = []
        self._left = limits.largest_text
        self.encrypted = False
        """Whether anything in it is encrypted."""

    # ----------------------------------------------------------------------------------------- parts

    def body(self, entity: Entity, data: bytes, envelopes: int = 0) -> None:
        """Take an entity and what is in it.

        Args:
            entity: The entity.
            data: The bytes that it was found in.
            envelopes: How many signed envelopes it was taken out of.
        """
        kind = entity.media_type
        if entity.is_cut_off:
            self.letter.remarks.append("cut-off")
        if kind == "multipart/alternative":
            self._alternative(entity, data, envelopes)
        elif kind == "multipart/encrypted":
            self.encrypted = True
        elif kind.startswith("multipart/"):
            if kind == "multipart/report":
                self.letter.remarks.append("delivery-report")
            for child in entity.children:
                self.body(child, data, envelopes)
        elif kind in _ENVELOPES or (_file_name(entity) or "").lower().endswith(".p7m"):
            self._envelope(entity, data, envelopes)
        elif kind in _SIGNATURES or (_file_name(entity) or "").lower().endswith(".p7s"):
            self.letter.remarks.append("signed")
        elif kind in ("text/plain", "text/html") and not _is_file(entity):
            text = self._text(entity, data)
            if kind == "text/html":
                self.letter.add_html(text)
            else:
                flowed = entity.parameters.get("format", "").lower() == "flowed"
                delete_space = entity.parameters.get("delsp", "").lower() == "yes"
                self.letter.add_plain(text, flowed=flowed, delete_space=delete_space)
        else:
            self._file(entity, data)

    def _text(self, entity: Entity, data: bytes) -> str:
        content = entity.content(data)
        self._left -= len(content)
        if self._left < 0:
            raise TooMuchTextError
        charset = entity.parameters.get("charset")
        if entity.media_type == "text/html":
            return self.letter.page_of(content, charset)
        return self.letter.text_of(content, charset)

    def _alternative(self, entity: Entity, data: bytes, envelopes: int) -> None:
        """Take one of several forms of a text, the plain one where it says as much; and the files beside them all."""
        texts = {
            kind: [one for one in entity.walk() if one.media_type == kind and not _is_file(one)]
            for kind in ("text/plain", "text/html")
        }
        plain, pages = texts["text/plain"], texts["text/html"]
        left_out = pages
        if pages and plain:
            # What is in a page but not in the text are the pictures of a signature; they have their ids from the page.
            page = "\n".join(self._text(one, data) for one in pages)
            if is_stub("\n".join(self._text(one, data) for one in plain), page):
                left_out = plain
            else:
                other = Letter()
                other.add_html(page)
                self.letter.embedded |= other.embedded
        elif not plain:
            left_out = []
        skipped = set(map(id, left_out))
        for one in entity.children:
            if id(one) not in skipped and not (one.media_type.startswith("text/x-amp") and (plain or pages)):
                self.body(_without(one, skipped), data, envelopes)

    def _envelope(self, entity: Entity, data: bytes, envelopes: int) -> None:
        kind, inside = opened(entity.content(data))
        if kind is Envelope.ENCRYPTED:
            self.encrypted = True
        elif inside is None or envelopes >= _MOST_ENVELOPES:
            self._file(entity, data)
        else:
            self.letter.remarks.append("signed")
            root = parse_mail(inside, most_parts=self._limits.most_parts, deepest=self._limits.deepest)
            self.body(root, inside, envelopes + 1)

    def _file(self, entity: Entity, data: bytes) -> None:
        content = entity.content(data)
        number = len(self._parts) + 1
        written = _file_name(entity)
        kind = entity.media_type
        if kind in _PACKED or content.startswith(SIGNATURE):
            packed = unpacked(content)
            if packed is not None:
                self.letter.remarks += ["winmail"] if packed.whole else ["winmail", "cut-off"]
                self._parts += ((part, "") for part in packed_parts(packed, number))
                self._packed.append(content)
                return
        if kind == "message/rfc822":
            written = _with_suffix(written or _subject_in(content), ".eml")
        identity = (entity.value("content-id") or "").strip("<> ")
        part = Part(name=part_name(written, number, kind), data=content, media_type=kind)
        self._parts.append((part, identity))

    # --------------------------------------------------------------------------------------- result

    def finished(self) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
        """The blocks of the text, and the files."""
        for content in self._packed:
            packed = unpacked(content)
            if self.letter.is_empty and packed is not None:
                self.letter.add_packed(packed)
        if self.encrypted:
            self.letter.remarks.append("encrypted")
        parts = tuple(
            attrs.evolve(part, inline=part.inline or (bool(identity) and identity in self.letter.embedded))
            for part, identity in self._parts
        )
        return self.letter.finished(), parts


def _without(entity: Entity, skipped: set[int]) -> Entity:
    """An entity without some of the parts below it."""
    if not entity.children:
        return entity
    kept = [_without(one, skipped) for one in entity.children if id(one) not in skipped]
    return attrs.evolve(entity, children=kept)


def _is_file(entity: Entity) -> bool:
    disposition, _ = header_parameters((entity.value("content-disposition") or "")[:LONGEST_HEADER])
    # A text that is shown and yet has a name was attached: a body has none.
    return disposition.lower() == "attachment" or _file_name(entity) is not None


def _file_name(entity: Entity) -> str | None:
    _, parameters = header_parameters((entity.value("content-disposition") or "")[:LONGEST_HEADER])
    written = parameters.get("filename") or entity.parameters.get("name") or ""
    return written.strip() or None


def _with_suffix(written: str | None, suffix: str) -> str | None:
    return written if not written or written.lower().endswith(suffix) else written + suffix


def _subject_in(data: bytes) -> str | None:
    """The subject of an attached e-mail, for its name."""
    subject = parse_headers(data[:100_000]).value("subject")
    return header_text(subject[:LONGEST_HEADER]) if subject else None
