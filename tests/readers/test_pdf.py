"""PDFs are read as a person sees the page; and what holds no text, or is locked or broken, is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.model import PageBasis
from kkrconsult.readers.pdf import SPEC, Options

LINE = "Kommunen bakker op om det fælles arbejde med klimaet og vil gerne være med til at løfte"


def made(draw: Callable[[Any], None], **options: Any) -> bytes:
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def lines(canvas: Any, *texts: str, top: float = 740, size: int = 11, left: float = 72) -> None:
    canvas.setFont("Helvetica", size)
    for number, text in enumerate(texts):
        canvas.drawString(left, top - number * size * 1.2, text)


def read(data: bytes, **options: Any) -> list[Any]:
    return list(SPEC.read(io.BytesIO(data), "svar.pdf", Options(**options)))


def document(data: bytes) -> Document:
    found = read(data)[0]
    assert isinstance(found, Document), found
    return found


def blocks(data: bytes) -> list[tuple[BlockKind, str]]:
    return [(one.kind, one.text) for one in document(data).blocks]


def letter(canvas: Any) -> None:
    canvas.setTitle("Høringssvar")
    canvas.setAuthor("Skive Kommune")
    for page in (1, 2):
        lines(canvas, "Skive Kommune", top=815, size=8)
        lines(canvas, f"Side {page} af 2", top=30, size=8)
        lines(canvas, "DK2020" if page == 1 else "Grøn vækst", top=760, size=16)
        lines(canvas, LINE, "opgaven på æ, ø og å.", top=730)
        lines(canvas, "• Første punkt", "• Andet punkt", top=680)
        if page == 1:
            canvas.showPage()


WHOLE = made(letter)


class TestALetter:
    def test_is_read_as_it_is_seen(self) -> None:
        assert blocks(WHOLE)[:6] == [
            (BlockKind.HEADER, "Skive Kommune"),
            (BlockKind.HEADING, "DK2020"),
            (BlockKind.PARAGRAPH, f"{LINE} opgaven på æ, ø og å."),
            (BlockKind.LIST_ITEM, "• Første punkt"),
            (BlockKind.LIST_ITEM, "• Andet punkt"),
            (BlockKind.FOOTER, "Side 1 af 2"),
        ]

    def test_has_counted_pages(self) -> None:
        found = document(WHOLE)
        assert found.pages is not None
        assert (found.pages.pages, found.pages.basis) == (2, PageBasis.COUNTED)
        assert {one.page for one in found.blocks} == {1, 2}
        assert len(found.page_lengths) == 2
        assert (found.title, found.author) == ("Høringssvar", "Skive Kommune")

    def test_has_its_words_whole(self) -> None:
        data = made(lambda canvas: lines(canvas, f"{LINE} kom-", "munerne sammen med os alle i landet."))
        assert blocks(data) == [(BlockKind.PARAGRAPH, f"{LINE} kommunerne sammen med os alle i landet.")]

    def test_has_its_tables_row_by_row(self) -> None:
        def draw(canvas: Any) -> None:
            for number, (one, other) in enumerate((("Tema", "Begrundelse"), ("Affald", "Fordi"))):
                lines(canvas, one, top=700 - 14 * number)
                lines(canvas, other, top=700 - 14 * number, left=300)

        assert blocks(made(draw)) == [
            (BlockKind.TABLE_ROW, "Tema\tBegrundelse"),
            (BlockKind.TABLE_ROW, "Affald\tFordi"),
        ]

    def test_has_the_fields_of_its_form(self) -> None:
        def draw(canvas: Any) -> None:
            lines(canvas, "Skriv i feltet her nedenfor, tak.")
            canvas.acroForm.textfield(name="kommune", value="Skive", x=72, y=600, width=200)

        assert (BlockKind.FIELD, "Skive") in blocks(made(draw))


class TestLength:
    def made(self) -> bytes:
        def draw(canvas: Any) -> None:
            lines(canvas, "Høringssvar fra Skive Kommune")
            canvas.showPage()
            lines(canvas, *[LINE] * 10)
            canvas.showPage()

        return made(draw)

    @pytest.mark.parametrize(
        ("options", "pages", "method"),
        [
            ({}, 2, "PDF, 1 empty left out"),
            ({"count_empty_pages": True}, 3, "PDF"),
            ({"cover_below": 100}, 1, "PDF, 1 empty left out, cover left out"),
        ],
    )
    def test_is_counted_as_configured(self, options: dict[str, Any], pages: int, method: str) -> None:
        (found,) = read(self.made(), **options)
        assert (found.pages.pages, found.pages.method) == (pages, method)

    def test_of_pictures_is_that_of_all_pages(self) -> None:
        found = read(made(lambda canvas: canvas.rect(100, 100, 300, 300, fill=1)))
        assert found[0].pages.pages == 1


class TestWhatIsMet:
    def test_a_script_is_told_and_not_run(self) -> None:
        data = WHOLE.replace(b"/Type /Catalog", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Type /Catalog")
        assert "macros" in document(data).remarks

    def test_a_page_without_text_is_told(self) -> None:
        found = read(made(lambda canvas: canvas.rect(100, 100, 300, 300, fill=1)))
        assert [one.code for one in found if isinstance(one, Finding)] == ["file.no-text"]

    def test_one_page_of_several_without_text_is_remarked(self) -> None:
        def draw(canvas: Any) -> None:
            letter(canvas)
            canvas.showPage()
            canvas.rect(100, 100, 300, 300, fill=1)

        assert "scanned-pages" in document(made(draw)).remarks


class TestWhatCannotBeRead:
    def code(self, data: bytes, **options: int) -> tuple[str, str]:
        (found,) = read(data, **options)
        assert isinstance(found, Finding), found
        return found.code, str(found.params.get("reason") and dict(found.params["reason"])["en"])  # type: ignore[call-overload]

    def test_a_locked_file_asks_for_one_without_a_password(self) -> None:
        data = made(letter, encrypt=StandardEncryption("hemmelig", ownerPassword="x"))
        code, reason = self.code(data)
        assert code == "file.unreadable"
        assert "password" in reason

    @pytest.mark.parametrize("data", [b"Hej", b"%PDF-1.7 og ikke mere", WHOLE[:40]])
    def test_no_pdf_is_named(self, data: bytes) -> None:
        assert self.code(data)[0] == "file.unreadable"

    def test_too_much_is_named(self) -> None:
        assert self.code(WHOLE, most_pages=1)[0] == "file.over-limit"
        assert self.code(WHOLE, most_characters=100)[0] == "file.over-limit"
        assert self.code(WHOLE, largest_file=100)[0] == "file.too-large"

    @given(st.data())
    def test_a_damaged_file_costs_no_more_than_a_finding(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(WHOLE) - 1))
        flipped = bytes([WHOLE[at] ^ (1 << data.draw(st.integers(0, 7)))])
        broken = WHOLE[:at] if data.draw(st.booleans()) else WHOLE[:at] + flipped + WHOLE[at + 1 :]
        assert all(isinstance(one, (Document, Finding)) for one in read(broken))
