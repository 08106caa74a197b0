"""Opens a file by what it is, never by its name, and finds all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from kkrconsult.formats.mime import looks_like_mail
from kkrconsult.leaks._archives import compressed, is_zip, tar_members, zip_members
from kkrconsult.leaks._images import PNG, png_texts
from kkrconsult.leaks._mails import mail_parts
from kkrconsult.leaks._markup import looks_like_markup, markup
from kkrconsult.leaks._pdf import is_pdf, pdf_says
from kkrconsult.leaks._pieces import Piece, Place
from kkrconsult.leaks._plain import as_text, embedded, in_bytes

__all__ = ["pieces"]

_DEEPEST = 12
_HEAD = 65_536
_ELEMENT = re.compile(r"</?[A-Za-z][\w:-]*[^<>]*>")


def pieces(data: bytes, where: Place = (), depth: int = 0) -> Iterator[Piece]:
    """Everything that a file says, in the pieces in which it is found.

    A piece may come twice, read in two ways. What cannot be looked into is a piece with a problem.

    Raises:
        MissingExtraError: It is or holds a PDF, and the extra ``documents`` is not installed.
    """
    if depth > _DEEPEST:
        yield Piece(where=where, problem="files within files, too deep")
        return
    text = None if _is_binary(data) else as_text(data)
    if text is not None:
        yield from _textual(data, text, where, depth)
        return
    if is_zip(data):
        yield from zip_members(data, where, depth, pieces)
    elif is_pdf(data):
        yield from pdf_says(data, where, depth, pieces)
    elif data.startswith(PNG):
        yield from png_texts(data, where, depth, pieces)
    elif data[257:262] == b"ustar":
        yield from tar_members(data, where, depth, pieces)
    else:
        yield from compressed(data, where, depth, pieces) or ()
    yield from in_bytes(data, where)


def _is_binary(data: bytes) -> bool:
    # These may be text from the first byte to the last, and say more when they are opened.
    return is_zip(data) or is_pdf(data) or data[257:262] == b"ustar"


def _textual(data: bytes, text: str, where: Place, depth: int) -> Iterator[Piece]:
    if looks_like_mail(data[:_HEAD]):
        yield from mail_parts(data, where, depth, pieces)
    if looks_like_markup(text):
        found = list(markup(text, where))
    else:
        found = [Piece(where=where, text=text)]
        if _ELEMENT.search(text):
            found += (attrs.evolve(piece, prose=False) for piece in markup(text, where))
    yield from found
    for piece in found:
        yield from embedded(piece.text, piece.where, depth, pieces)
