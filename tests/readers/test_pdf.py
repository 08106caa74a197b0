"""PDF: the text as its writer meant it, and files that are scanned, locked, broken or hostile."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.letters import Found, accounted, codes, only
from tests.readers.tools import said

from kkrconsult.config.options import bind_options
from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.model import PageBasis
from kkrconsult.readers import pdf

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.platypus import ListFlowable, ListItem, PageBreak, Paragraph, Table
from tests.readers.papers import BODY, HEADING, JUSTIFIED, TEXT, TITLE, bare, drawn, paper, stream, typeset

NAME = "svar.pdf"
SAID = "Konstrueret Kommune bakker op om klimaplanen"
LONG = (
    "Konstrueret Kommune støtter forslaget om en fælles klimaplan for Ærø, Ringkøbing-Skjern og Århus, og ser gerne, "
    "at arbejdet fortsætter i de kommende år."
)
PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"


def read(data: bytes, **options: Any) -> Found:
    bound = bind_options(pdf.Options, options, path=("readers", "pdf"))
    return list(pdf.SPEC.read(io.BytesIO(data), NAME, bound))


def blocks(data: bytes) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in only(read(data)).blocks]


def texts(data: bytes) -> list[str]:
    return [text for _, text in blocks(data)]


def remarks(data: bytes) -> Sequence[str]:
    document = only(read(data))
    assert document.text == SAID
    return document.remarks


def document_of(found: Found) -> Document:
    (document,) = (item for item in found if isinstance(item, Document))
    return document


def told(found: Found, language: str = "en") -> str:
    """The one finding as a reader sees it."""
    (text,) = said([item for item in found if not isinstance(item, Document)], language)
    return text


def lines(*written: str, top: float = 700) -> Any:
    """A page with these lines below one another."""

    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica", 11)
        for index, text in enumerate(written):
            canvas.drawString(72, top - 14 * index, text)

    return draw


def letterhead(canvas: Any) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 810, "Høringssvar fra Konstrueret Kommune")
    canvas.drawCentredString(297, 30, f"Side {canvas.getPageNumber()} af 2")


class TestTheText:
    def test_is_danish(self) -> None:
        assert blocks(typeset([Paragraph(LONG, BODY)])) == [(BlockKind.PARAGRAPH, LONG)]

    def test_of_lines_that_are_drawn_apart_to_fill_the_page_is_one_paragraph(self) -> None:
        assert texts(typeset([Paragraph(f"{LONG} {LONG}", JUSTIFIED)])) == [f"{LONG} {LONG}"]

    def test_has_headings_by_the_size_of_their_letters(self) -> None:
        story = [Paragraph("Høringssvar", TITLE), Paragraph(LONG, BODY), Paragraph("Spor 1: Grøn energi", HEADING)]
        document = only(read(typeset([*story, Paragraph(LONG, BODY)])))
        assert [(block.kind, block.level, block.text) for block in document.blocks] == [
            (BlockKind.HEADING, 1, "Høringssvar"),
            (BlockKind.PARAGRAPH, None, LONG),
            (BlockKind.HEADING, 2, "Spor 1: Grøn energi"),
            (BlockKind.PARAGRAPH, None, LONG),
        ]

    @pytest.mark.parametrize(("sort", "signs"), [({"start": "•"}, "••"), ({"bulletFormat": "%s."}, "12")])
    def test_has_lists_with_their_signs(self, sort: dict[str, Any], signs: str) -> None:
        kind = "bullet" if "start" in sort else "1"
        items: list[Any] = [ListItem(Paragraph(text, BODY)) for text in (LONG, "Æbler")]
        found = blocks(typeset([Paragraph(LONG, BODY), ListFlowable(items, bulletType=kind, **sort)]))
        first, second = (sign if kind == "bullet" else f"{sign}." for sign in signs)
        assert found[1:] == [(BlockKind.LIST_ITEM, f"{first} {LONG}"), (BlockKind.LIST_ITEM, f"{second} Æbler")]

    def test_has_tables_row_by_row(self) -> None:
        table = Table([["Kommune", "Svar"], ["Ærø", "Ja, med æøå"], ["Skjern", "Nej"]], colWidths=[150, 200])
        assert blocks(typeset([Paragraph(LONG, BODY), table]))[1:] == [
            (BlockKind.TABLE_ROW, "Kommune\tSvar"),
            (BlockKind.TABLE_ROW, "Ærø\tJa, med æøå"),
            (BlockKind.TABLE_ROW, "Skjern\tNej"),
        ]

    def test_in_cells_of_several_lines_is_kept_whole(self) -> None:
        table = Table([[Paragraph(text, BODY), Paragraph(LONG, BODY)] for text in ("Ærø", "Skjern")], [100, 200])
        assert texts(typeset([table])) == ["Ærø", LONG, "Skjern", LONG]

    def test_has_words_whole_that_a_line_end_cut(self) -> None:
        data = drawn(
            lines(
                "Vi vil gerne, at alle vores kom-",
                "muner er med i arbejdet med Ringkøbing-",
                "Skjern og med klima-",
                "og energiplanen, som gør en forskel nu",
            )
        )
        whole = (
            "Vi vil gerne, at alle vores kommuner er med i arbejdet med Ringkøbing-Skjern og med klima- og "
            "energiplanen, som gør en forskel nu"
        )
        assert texts(data) == [whole]

    def test_on_a_turned_page_is_read_as_it_is_seen(self) -> None:
        def draw(canvas: Any) -> None:
            canvas.setPageRotation(90)
            canvas.translate(300, 400)
            canvas.rotate(90)
            canvas.drawString(0, 0, "Konstrueret Kommune bakker op om")
            canvas.drawString(0, -14, "klimaplanen, og det er godt.")

        assert texts(drawn(draw)) == ["Konstrueret Kommune bakker op om klimaplanen, og det er godt."]

    @pytest.mark.parametrize("turn", [180, 270])
    def test_on_a_page_that_is_turned_otherwise_is_read_too(self, turn: int) -> None:
        assert texts(paper(page=b"/Rotate %d" % turn)) == [SAID]

    def test_may_have_signs_beyond_the_basic_plane(self) -> None:
        table = stream(
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <4B> <4B> <D83DDE00> "
            b"endbfrange endcmap"
        )
        assert texts(paper(table, font=b"/ToUnicode 6 0 R")) == ["😀onstrueret 😀ommune bakker op om klimaplanen"]

    def test_typed_onto_a_page_is_text_and_a_comment_is_none(self) -> None:
        data = paper(
            b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/DA(/F 9 Tf)/Contents(Tilf\\370jet)>>",
            b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(En kommentar)>>",
            b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents( )>>",
            page=b"/Annots[6 0 R 7 0 R 8 0 R]",
        )
        document = only(read(data))
        assert document.text == f"{SAID}\n\nTilføjet"
        assert document.remarks == ("comments",)


class TestPages:
    DATA = typeset([Paragraph(LONG, BODY), PageBreak(), Paragraph(f"Også {LONG}", BODY)], letterhead)

    def test_have_their_headers_and_page_numbers_set_apart(self) -> None:
        document = only(read(self.DATA))
        assert [(block.kind, block.page) for block in document.blocks] == [
            (kind, page) for page in (1, 2) for kind in (BlockKind.HEADER, BlockKind.PARAGRAPH, BlockKind.FOOTER)
        ]
        assert document.text == f"{LONG}\n\nOgså {LONG}"

    def test_are_counted(self) -> None:
        document = only(read(self.DATA))
        assert document.pages is not None
        assert (document.pages.pages, document.pages.basis) == (2, PageBasis.COUNTED)
        assert len(document.page_lengths) == 2
        assert min(document.page_lengths) > 100

    def test_beyond_the_limit_are_not_read(self) -> None:
        found = read(self.DATA, most_pages=1)
        assert codes(found) == ["file.over-limit"]
        assert "more than 1 pages" in told(found)
        assert codes(read(self.DATA, most_pages=2)) == []

    def test_with_more_letters_than_the_limit_are_not_read(self) -> None:
        found = read(self.DATA, most_characters=200)
        assert codes(found) == ["file.over-limit"]
        assert "more than 200 characters" in told(found)

    def test_that_are_damaged_are_left_out_and_that_is_said(self) -> None:
        assert remarks(paper(kids=b"9 0 R")) == ("damaged-pages",)

    @pytest.mark.parametrize("kids", [b"9 0 R", b"2 0 R"])
    def test_that_are_damaged_all_of_them_are_named(self, kids: bytes) -> None:
        data = bare(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count 1>>" % kids)
        assert told(read(data)).endswith("none of its pages can be read")


class TestProperties:
    def test_are_read(self) -> None:
        document = only(read(typeset([Paragraph(LONG, BODY)], title="Svar æøå", author="Søren", lang="da-DK")))
        assert (document.title, document.author, document.language) == ("Svar æøå", "Søren", "da-DK")

    def test_may_be_absent(self) -> None:
        document = only(read(paper()))
        assert (document.title, document.author, document.language) == (None, None, None)

    def test_may_begin_with_the_name_of_the_program(self) -> None:
        assert only(read(typeset([Paragraph(LONG, BODY)], title="Microsoft Word - svar.docx"))).title == "svar.docx"


class TestForms:
    @staticmethod
    def form(canvas: Any) -> None:
        lines("Navn på den kommune, der svarer:")(canvas)
        form = canvas.acroForm
        form.textfield(name="kommune", value="Ærø Kommune", x=72, y=660, width=200, height=20)
        form.textfield(name="tom", value="", x=72, y=500, width=200, height=20)
        form.checkbox(name="enig", checked=True, x=72, y=630)
        form.checkbox(name="uenig", checked=False, x=72, y=600)
        form.choice(name="valg", options=["Ja", "Nej"], value="Ja", x=72, y=560, width=100, height=20)
        form.radio(name="spor", value="a", selected=True, x=72, y=530)
        form.radio(name="spor", value="b", selected=False, x=100, y=530)

    def test_give_their_fields_by_name(self) -> None:
        document = only(read(drawn(self.form)))
        assert {block.field: block.text for block in document.blocks if block.kind is BlockKind.FIELD} == {
            "kommune": "Ærø Kommune",
            "tom": "",
            "enig": "Yes",
            "valg": "Ja",
            "spor": "a",
        }
        assert document.text == "Navn på den kommune, der svarer:"

    def test_give_a_field_once_that_stands_on_two_pages(self) -> None:
        document = only(read(drawn(self.form, self.form)))
        assert sum(block.field == "kommune" for block in document.blocks) == 1

    def test_that_are_filled_in_over_a_picture_have_text(self) -> None:
        def draw(canvas: Any) -> None:
            canvas.rect(0, 0, 595, 842, fill=1)
            canvas.acroForm.textfield(name="svar", value="Ja", x=72, y=660, width=200, height=20)

        def without(canvas: Any) -> None:
            canvas.rect(0, 0, 595, 842, fill=1)
            canvas.acroForm.textfield(name="svar", value="", x=72, y=660, width=200, height=20)

        assert codes(read(drawn(draw))) == []
        assert codes(read(drawn(without))) == ["file.no-text"]

    def test_of_a_kind_that_only_one_program_shows_are_remarked_and_nothing_is_printed(self, capfd: Any) -> None:
        data = paper(stream(b"<x/>"), catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>/NeedsRendering true")
        assert remarks(data) == ("xfa-form",)
        assert capfd.readouterr() == ("", "")


class TestFilesInside:
    def test_are_given_with_names_that_lead_nowhere(self) -> None:
        name = ("\ufeff" + "../../bilag æøå.docx").encode("utf-16-be").hex().encode()
        entry = b"<</Type/Filespec/UF<%b>/F(x)/EF<</F 6 0 R>>>>" % name
        data = paper(stream(b"PK\x03\x04"), catalog=b"/Names<</EmbeddedFiles<</Names[(a) %b]>>>>" % entry)
        assert [(part.name, part.data) for part in only(read(data)).parts] == [("bilag æøå.docx", b"PK\x03\x04")]

    def test_may_be_pinned_to_a_page(self) -> None:
        pin = b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/F(b.txt)/EF<</F 7 0 R>>>>>>"
        data = paper(pin, stream(b"hej"), page=b"/Annots[6 0 R]")
        assert [(part.name, part.data) for part in only(read(data)).parts] == [("b.txt", b"hej")]

    def test_that_are_not_there_are_remarked(self) -> None:
        pin = b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/F(b.txt)/EF<</F 9 0 R>>>>>>"
        empty = b"/Names<</EmbeddedFiles<</Names[(a) <</Type/Filespec/F(a.txt)>>]>>>>"
        assert remarks(paper(pin, page=b"/Annots[6 0 R]")) == ("damaged-attachments",)
        assert remarks(paper(catalog=empty)) == ("damaged-attachments",)

    def test_in_any_number_give_the_first_and_say_so(self) -> None:
        entry = b"(a) <</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>"
        document = only(read(paper(stream(b"x"), catalog=b"/Names<</EmbeddedFiles<</Names[%b]>>>>" % (entry * 300))))
        assert len(document.parts) == 200
        assert document.remarks == ("attachments-left-out",)


class TestWhatIsMetAndNotFollowed:
    def test_scripts(self) -> None:
        action = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
        assert remarks(paper(action, catalog=b"/Names<</JavaScript<</Names[(a) 6 0 R]>>>>")) == ("macros",)
        assert remarks(paper(action, catalog=b"/OpenAction 6 0 R")) == ("macros",)

    @pytest.mark.parametrize("kind", [b"Launch", b"SubmitForm", b"GoToR", b"ImportData"])
    def test_actions_that_lead_out_of_the_file(self, kind: bytes) -> None:
        assert remarks(paper(catalog=b"/OpenAction<</S/%b/F(cmd.exe)>>" % kind)) == ("external-references",)

    def test_signatures(self) -> None:
        field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/Rect[0 0 9 9]/V<</Type/Sig/Filter/X/Contents<00>>>>>"
        data = paper(field, catalog=b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>", page=b"/Annots[6 0 R]")
        assert remarks(data) == ("signed",)

    def test_text_that_a_program_recognised_in_a_picture(self) -> None:
        assert remarks(paper(content=PICTURE + b"\n" + TEXT.replace(b"BT", b"BT 3 Tr"))) == ("text-recognised",)

    def test_a_link_is_nothing_to_remark(self) -> None:
        link = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://x.example)>>>>"
        assert remarks(paper(link, page=b"/Annots[6 0 R]")) == ()


class TestFilesWithoutText:
    def test_that_are_scanned_are_named(self) -> None:
        found = read(paper(content=PICTURE))
        assert codes(found) == ["file.no-text"]
        assert document_of(found).remarks == ("scanned-pages",)

    def test_that_are_empty_pages_are_named(self) -> None:
        found = read(drawn(lambda canvas: None, lambda canvas: None))
        assert codes(found) == ["file.no-text"]
        assert "2 pages" in told(found)

    def test_that_have_a_line_of_text_above_scanned_pages_tell_how_many_are_scanned(self) -> None:
        def picture(canvas: Any) -> None:
            canvas.rect(0, 0, 595, 842, fill=1)

        found = read(drawn(lines("Svar fra Konstrueret Kommune"), picture, picture))
        assert codes(found) == ["file.no-text"]
        assert "2 pages" in told(found)
        assert codes(read(drawn(lines(*[LONG[:80]] * 5), picture))) == []

    def test_that_are_short_are_answers_all_the_same(self) -> None:
        assert codes(read(drawn(lines("Ja tak.")))) == []

    def test_whose_letters_only_an_eye_can_read_are_named(self) -> None:
        table = stream(
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <61> <7A> <E061> endbfrange "
            b"endcmap"
        )
        assert codes(read(paper(table, font=b"/ToUnicode 6 0 R"))) == ["file.no-text"]


class TestLockedFiles:
    @staticmethod
    def locked(password: str) -> bytes:
        return drawn(lines(SAID), encrypt=StandardEncryption(password, ownerPassword="ejer", strength=128))

    def test_are_named_with_the_remedy(self) -> None:
        found = read(self.locked("hemmelig"))
        assert codes(found) == ["file.unreadable"]
        assert "without" in told(found)
        assert "adgangskode" in told(found, "da")

    def test_that_open_without_a_password_are_read(self) -> None:
        assert texts(self.locked("")) == [SAID]


class TestBrokenAndHostileFiles:
    SAMPLE = typeset([Paragraph("Høringssvar", TITLE), Paragraph(LONG, BODY), Table([["a", "b"]])], letterhead)
    FORM = drawn(TestForms.form)

    @pytest.mark.parametrize("data", [b"", b"hej", b"PK\x03\x04", b"\x89PNG\r\n", b"\0" * 2000 + b"%PDF-1.7"])
    def test_that_are_no_pdf_are_named(self, data: bytes) -> None:
        assert told(read(data)).endswith("it is no PDF, though it is named so")

    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", bare(b"<</Type/Catalog>>"), bare()])
    def test_without_a_page_are_named(self, data: bytes) -> None:
        assert codes(read(data)) == ["file.unreadable"]

    def test_that_begin_with_something_else_are_read(self) -> None:
        assert texts(b"From: x\r\n\r\n" + paper()) == [SAID]

    def test_larger_than_the_limit_are_not_read(self) -> None:
        data = paper()
        assert codes(read(data, largest_file=len(data) - 1)) == ["file.too-large"]
        assert codes(read(data, largest_file=len(data))) == []

    def test_that_unpack_to_more_text_than_the_limit_are_refused(self) -> None:
        data = zlib.compress(b"BT /F 11 Tf 72 700 Td " + b"(hej hej hej hej) Tj " * 20_000 + b"ET")
        whole = bare(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
            stream(data, b"/Filter/FlateDecode"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        )
        assert len(whole) < 10_000
        assert codes(read(whole, most_characters=10_000)) == ["file.over-limit"]

    @pytest.mark.parametrize("nested", [b"[" * 50_000, b"<</A" * 50_000])
    def test_nested_deeply_are_accounted_for(self, nested: bytes) -> None:
        accounted(read(paper(nested, catalog=b"/Names 6 0 R")))

    def test_that_claim_any_number_of_pages_are_accounted_for(self) -> None:
        accounted(read(bare(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 99999999>>")))

    @given(st.sampled_from([SAMPLE, FORM]), st.floats(0, 1))
    @settings(max_examples=60, deadline=None)
    def test_cut_off_anywhere_are_accounted_for(self, data: bytes, share: float) -> None:
        accounted(read(data[: int(len(data) * share)]))

    @given(
        st.sampled_from([SAMPLE, FORM, paper()]),
        st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 7)), min_size=1, max_size=20),
    )
    @settings(max_examples=100, deadline=None)
    def test_with_some_bits_changed_are_accounted_for(self, sample: bytes, changes: list[tuple[int, int]]) -> None:
        data = bytearray(sample)
        for position, bit in changes:
            data[position % len(data)] ^= 1 << bit
        accounted(read(bytes(data)))

    @given(st.binary(max_size=400))
    @settings(max_examples=60, deadline=None)
    def test_with_any_drawing_on_their_page_are_accounted_for(self, content: bytes) -> None:
        accounted(read(paper(content=TEXT + b"\n" + content)))


class TestWithoutTheExtra:
    def test_it_is_said_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        (found,) = read(paper())
        assert isinstance(found, Finding)
        assert (found.code, found.params["extra"]) == ("file.needs-extra", "documents")


class TestTheReader:
    def test_knows_its_files_by_their_beginning(self) -> None:
        sniff = pdf.SPEC.sniff
        assert sniff is not None
        assert sniff(paper()[:2048])
        assert not sniff(b"PK\x03\x04")

    @pytest.mark.parametrize("option", ["largest_file", "most_pages", "most_characters"])
    def test_takes_limits_that_let_something_through(self, option: str) -> None:
        with pytest.raises(ValueError, match=option):
            pdf.Options(**{option: 0})  # type: ignore[arg-type]
