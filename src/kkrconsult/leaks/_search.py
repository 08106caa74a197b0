"""Looks for what must not be published in all that a file says."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

import attrs

from kkrconsult.leaks._edition import PublicEdition
from kkrconsult.leaks._open import pieces
from kkrconsult.leaks._pieces import Piece, Place
from kkrconsult.leaks._plain import variants
from kkrconsult.privacy import Hit, Kind, find, is_private_email, letters_of

__all__ = ["Leak", "LeakKind", "leaks_in"]

_MOST = 50
_LONGEST_PLACE = 80
_ANNOUNCED = re.compile(
    r"(?:\+|00)45[\s\d]*\Z|(?:tlf|tel|telefon|mobil|mob|phone|ring)\W{0,3}\w{0,6}\W{0,3}\Z", re.IGNORECASE
)


class LeakKind(enum.Enum):
    """What was found that must not be published."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    ID = "id"
    TITLE = "title"
    FILE = "file"
    TEXT = "text"
    UNREADABLE = "unreadable"


@attrs.frozen(kw_only=True)
class Leak:
    """One thing in a document that must not be published. It never shows what that is."""

    kind: LeakKind
    """What it is."""
    where: str
    """Where it stands: the file within the file, the page, the kind of field."""
    shown: str
    """A stand-in that is safe to show; of what cannot be looked into, why."""


def leaks_in(data: bytes, edition: PublicEdition) -> tuple[Leak, ...]:
    """Find what must not be published in a finished document.

    Args:
        data: Its bytes.
        edition: What may be published, and what must not be.

    Returns:
        What was found, each thing in each place once, and fifty at most; none where all is well.

    Raises:
        MissingExtraError: It is or holds a PDF, and the extra ``documents`` is not installed.
    """
    found: dict[Leak, None] = {}
    for piece in pieces(data):
        for leak in _leaks(piece, edition):
            found[leak] = None
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def _leaks(piece: Piece, edition: PublicEdition) -> Iterator[Leak]:
    if piece.problem is not None:
        yield Leak(kind=LeakKind.UNREADABLE, where=_shown(piece.where, edition), shown=piece.problem)
        return
    for text in variants(piece.text):
        for secret in edition.secrets.found_in(text):
            yield Leak(kind=LeakKind(secret.kind.value), where=_shown(piece.where, edition), shown=secret.masked)
        for hit in find(text):
            if _matters(hit, text, piece, edition):
                yield Leak(kind=LeakKind(hit.kind.value), where=_shown(piece.where, edition), shown=hit.masked)


def _matters(hit: Hit, text: str, piece: Piece, edition: PublicEdition) -> bool:
    if letters_of(hit.value) in edition.allowed:
        return False
    if hit.kind is Kind.EMAIL:
        return is_private_email(hit.value)
    if hit.kind is Kind.PHONE and not piece.prose:
        return (
            hit.value.startswith(("+", "0045"))
            or _ANNOUNCED.search(text[max(hit.start - 20, 0) : hit.start]) is not None
        )
    return True


def _shown(where: Place, edition: PublicEdition) -> str:
    """A place in words, without the names that may not be told."""
    parts = ["…" if find(part) or edition.secrets.found_in(part) else part for part in where]
    said = " › ".join(part[:_LONGEST_PLACE] for part in parts)
    return said or "the document itself"
