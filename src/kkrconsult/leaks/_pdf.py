"""What a PDF says: the text of its pages as a reader copies it (extra ``documents``), and all that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kkrconsult.errors import MissingExtraError
from kkrconsult.leaks._pdf_objects import is_encrypted, objects_said
from kkrconsult.leaks._pieces import Extract, Piece, Place

__all__ = ["is_pdf", "pdf_says"]


def is_pdf(data: bytes) -> bool:
    """Whether bytes are a PDF."""
    return data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"%%EOF" in data[-2048:])


def pdf_says(data: bytes, where: Place, depth: int, extract: Extract) -> Iterator[Piece]:
    """The pieces of a PDF.

    Raises:
        MissingExtraError: The library pypdfium2 is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtraError("documents", "looking a PDF through before it is published") from None
    if is_encrypted(data):
        yield Piece(where=where, problem="encrypted")
        return
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield Piece(where=where, problem="a PDF that is broken")
        return
    try:
        for number in range(len(pdf)):
            yield _page(pdf, number, (*where, f"page {number + 1}"))
    finally:
        pdf.close()
    yield from objects_said(data, where, depth, extract)


def _page(pdf: object, number: int, where: Place) -> Piece:
    import pypdfium2

    assert isinstance(pdf, pypdfium2.PdfDocument)  # noqa: S101 - tells the type checker
    try:
        page = pdf[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Piece(where=where, problem="a page that is broken")
    try:
        # In a line of a table numbers stand side by side, with nothing but spaces between them.
        return Piece(where=where, text=text.get_text_bounded(), prose=False)
    finally:
        text.close()
        page.close()
