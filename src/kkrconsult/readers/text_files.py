"""Texts of other programs: plain text, HTML pages and rich text; and what cannot be read, with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import attrs

from kkrconsult.document import Document
from kkrconsult.findings import Finding
from kkrconsult.formats.encodings import decode_text
from kkrconsult.formats.html_text import declared_encoding, html_text
from kkrconsult.formats.mail_headers import decode_labelled
from kkrconsult.formats.plain_text import line_blocks, tidy
from kkrconsult.formats.rtf_text import rtf_text
from kkrconsult.model import Response
from kkrconsult.plugins import ReaderSpec
from kkrconsult.readers._documents import OLE, old_office_file, read_whole, unreadable

__all__ = ["HTML", "LEGACY", "PICTURES", "RTF", "TXT", "Options"]

Item = Response | Finding | Document
_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(rb"\{\\title\s+([^{}]{1,300})\}")
_PICTURE_SIGNS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")


@attrs.frozen(kw_only=True)
class Options:
    """How such files are read."""

    largest_file: int = attrs.field(default=10_000_000, validator=attrs.validators.ge(1))
    """Most bytes of a file; an answer of a thousand pages has about three million."""


def _txt(data: bytes, name: str) -> Document:
    decoded = decode_text(data) or decode_labelled(data, None)
    return Document(
        name=name,
        media_type="text/plain",
        blocks=tuple(line_blocks(tidy(decoded.text))),
        remarks=("encoding-guessed",) if decoded.guessed else (),
    )


def _html(data: bytes, name: str) -> Document:
    label = declared_encoding(data)
    decoded = (None if label else decode_text(data)) or decode_labelled(data, label)
    page = html_text(decoded.text)
    return Document(
        name=name,
        media_type="text/html",
        blocks=page.blocks,
        title=page.title,
        language=page.language,
        remarks=(*page.remarks, *(("encoding-guessed",) if decoded.guessed else ())),
    )


def _rtf(data: bytes, name: str) -> Document:
    found = rtf_text(data)
    title = _TITLE.search(data)
    plain = title[1].decode("cp1252", "replace").strip() if title and b"\\" not in title[1] else None
    return Document(name=name, media_type="application/rtf", blocks=found.blocks, title=plain, remarks=found.remarks)


def _read_txt(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read a plain text."""
    return _read(stream, name, options, _txt)


def _read_html(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read a page."""
    return _read(stream, name, options, _html)


def _read_rtf(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read rich text."""
    return _read(stream, name, options, _rtf)


def _read(
    stream: BinaryIO, name: str, options: Options, make: Callable[[bytes, str], Document]
) -> Iterator[Finding | Document]:
    def read(data: bytes) -> Iterator[Finding | Document]:
        wrong = _something_else(data)
        yield unreadable(name, **wrong) if wrong else make(data, name)

    return read_whole(stream, name, options.largest_file, read)


def _something_else(data: bytes) -> dict[str, str] | None:
    """Why a file is no text, where its first bytes say that it is of another kind."""
    for sign, danish, english in (
        (b"%PDF-", "en PDF; giv den endelsen .pdf", "a PDF; give it the ending .pdf"),
        (
            b"PK\x03\x04",
            "et arkiv eller en Office-fil; giv den sin rigtige endelse",
            "an archive or Office file; name it so",
        ),
        (OLE, "en gammel Office-fil; gem den som .docx eller PDF", "an old Office file; save it as .docx or PDF"),
        *((sign, "et billede; bed om svaret som tekst", "a picture; ask for text") for sign in _PICTURE_SIGNS),
    ):
        if data.startswith(sign):
            return {"da": f"den er ikke tekst, men {danish}", "en": f"it is no text but {english}"}
    return None


def _read_legacy(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Say what to do with a file of an old or closed format."""

    def read(data: bytes) -> Iterator[Finding | Document]:
        if data.startswith(b"{\\rtf"):
            # Word gives rich text the ending .doc where it is told to save so.
            yield _rtf(data, name)
        elif data.startswith(b"PK\x03\x04"):
            yield unreadable(
                name,
                da="den har en forkert endelse; er den fra Word, så kald den .docx",
                en="it has a wrong ending; try .docx",
            )
        else:
            yield old_office_file(data, name)

    return read_whole(stream, name, options.largest_file, read)


def _read_picture(_: BinaryIO, name: str, __: Options) -> Iterator[Item]:
    """Say that a picture holds no text."""
    yield unreadable(
        name,
        da="den er et billede; bed om svaret som tekst, eller kør tekstgenkendelse (OCR)",
        en="it is a picture; ask for the response as text, or recognise its text (OCR)",
    )


TXT: ReaderSpec[Options] = ReaderSpec(
    name="txt",
    suffixes=(".txt", ".text"),
    media_types=("text/plain",),
    options=Options,
    read=_read_txt,
    summary={"da": "Ren tekst", "en": "Plain text"},
)
HTML: ReaderSpec[Options] = ReaderSpec(
    name="html",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html",),
    options=Options,
    read=_read_html,
    sniff=lambda head: _PAGE.match(head) is not None,
    summary={"da": "Webside, som den kan læses", "en": "Web page, as it can be read"},
)
RTF: ReaderSpec[Options] = ReaderSpec(
    name="rtf",
    suffixes=(".rtf",),
    media_types=("application/rtf",),
    options=Options,
    read=_read_rtf,
    sniff=lambda head: head.startswith(b"{\\rtf"),
    summary={"da": "Rich text: afsnit og rækker af tabeller", "en": "Rich text: paragraphs and rows of tables"},
)
LEGACY: ReaderSpec[Options] = ReaderSpec(
    name="old-formats",
    suffixes=(".doc", ".dot", ".wps", ".wpd", ".pages", ".xls", ".ppt", ".pptx", ".odp"),
    media_types=("application/msword",),
    options=Options,
    read=_read_legacy,
    summary={
        "da": "Ældre og lukkede formater: siger, hvad der skal gøres",
        "en": "Older and closed formats: says what to do",
    },
)
PICTURES: ReaderSpec[Options] = ReaderSpec(
    name="pictures",
    suffixes=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".heic", ".webp"),
    media_types=("image/png", "image/jpeg", "image/tiff", "image/gif"),
    options=Options,
    read=_read_picture,
    sniff=lambda head: head.startswith(_PICTURE_SIGNS),
    summary={"da": "Billeder: siger, hvad der skal gøres", "en": "Pictures: says what to do"},
)
