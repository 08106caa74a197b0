"""The length of a PDF is counted as configured."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kkrconsult.readers.pdf import SPEC, Options

LINE = "Kommunen bakker op om det fælles arbejde med klimaet og vil gerne være med til at løfte"


def drawn(draw: Callable[[Any], None]) -> bytes:
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def lines(canvas: Any, *texts: str) -> None:
    canvas.setFont("Helvetica", 11)
    for number, text in enumerate(texts):
        canvas.drawString(72, 740 - number * 13, text)


def read(data: bytes, **options: Any) -> list[Any]:
    return list(SPEC.read(io.BytesIO(data), "svar.pdf", Options(**options)))


class TestLength:
    def paper(self) -> bytes:
        def draw(canvas: Any) -> None:
            lines(canvas, "Høringssvar fra Skive Kommune")
            canvas.showPage()
            lines(canvas, *[LINE] * 10)
            canvas.showPage()

        return drawn(draw)

    @pytest.mark.parametrize(
        ("options", "pages", "method"),
        [
            ({}, 2, "PDF, 1 empty left out"),
            ({"count_empty_pages": True}, 3, "PDF"),
            ({"cover_below": 100}, 1, "PDF, 1 empty left out, cover left out"),
        ],
    )
    def test_is_counted_as_configured(self, options: dict[str, Any], pages: int, method: str) -> None:
        (found,) = read(self.paper(), **options)
        assert (found.pages.pages, found.pages.method) == (pages, method)

    def test_of_pictures_is_that_of_all_pages(self) -> None:
        found = read(drawn(lambda canvas: canvas.rect(100, 100, 300, 300, fill=1)))
        assert found[0].pages.pages == 1
