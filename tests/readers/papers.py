"""PDF files for tests: as a program sets them (reportlab), and written object by object where none would."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

__all__ = ["BODY", "HEADING", "JUSTIFIED", "TEXT", "TITLE", "bare", "drawn", "paper", "stream", "typeset"]

TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=10)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=8, spaceAfter=4)
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=13.5, spaceAfter=8)
JUSTIFIED = ParagraphStyle("justified", parent=BODY, alignment=4)

TEXT = b"BT /F 11 Tf 72 700 Td (Konstrueret Kommune bakker op om klimaplanen) Tj ET"


def typeset(story: Sequence[Any], on_each_page: Callable[[Any], None] | None = None, **properties: Any) -> bytes:
    """Flow texts over as many pages as they need."""
    file = io.BytesIO()

    def decorate(canvas: Any, _: Any) -> None:
        if on_each_page:
            on_each_page(canvas)

    template = SimpleDocTemplate(file, pagesize=A4, invariant=1, **properties)
    template.build([*story], onFirstPage=decorate, onLaterPages=decorate)
    return file.getvalue()


def drawn(*pages: Callable[[Any], None], **more: Any) -> bytes:
    """Draw each page by hand."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, **more)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def bare(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    table = b"0000000000 65535 f \n"
    for number, content in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    return data + b"xref\n0 %d\n" % size + table + end


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """An object that holds bytes."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def paper(
    *more: bytes, content: bytes = TEXT, catalog: bytes = b"", page: bytes = b"", font: bytes = b"", kids: bytes = b""
) -> bytes:
    """A file of one page.

    Args:
        *more: Further objects, numbered from 6.
        content: What is drawn.
        catalog: Further entries of the catalogue.
        page: Further entries of the page.
        font: Further entries of the font ``/F``.
        kids: Further pages, as references.
    """
    count = 1 + kids.count(b"R")
    return bare(
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R %b]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R%b>>" % page,
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding%b>>" % font,
        *more,
    )
