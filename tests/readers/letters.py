"""What tests of e-mails share: reading one, and looking at its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.readers.tools import findings

from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.model import Response

__all__ = ["Found", "accounted", "codes", "history", "only", "own"]

Found = Sequence[Response | Finding | Document]


def only(found: Iterable[object]) -> Document:
    """The document, where there is nothing else."""
    (document,) = found
    assert isinstance(document, Document)
    return document


def codes(found: Found) -> list[str]:
    """The codes of the findings, each of which can be said in every language."""
    return [item.code for item in findings(item for item in found if not isinstance(item, Document))]


def accounted(found: Found) -> None:
    """A file gives a document or says what is wrong with it, and no more than one document."""
    codes(found)
    assert found
    assert sum(isinstance(item, Document) for item in found) <= 1


def own(document: Document) -> list[str]:
    """What the sender wrote."""
    return [block.text for block in document.blocks if block.kind is not BlockKind.NOTE]


def history(document: Document) -> list[tuple[int | None, str]]:
    """What is left of earlier e-mails, and how far back each piece is."""
    return [(block.level, block.text) for block in document.blocks if block.kind is BlockKind.NOTE]
