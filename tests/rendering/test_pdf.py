"""PDF: what each page says, what the file says about itself, and that strangers' text stays text."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rendering.sample import FIGURE, PAPER, papers, texts_of

from kkrconsult.errors import ExportError
from kkrconsult.paper import Builder, Cell, Column, Figure, Heading, PageBreak, Paper, Paragraph, Table, line, link
from kkrconsult.rendering import render
from kkrconsult.rendering._plain import flat, printable
from kkrconsult.rendering.pdf import NAMES

GOLDEN = Path(__file__).parent / "golden" / "paper.pdf.txt"
TEMPLATE = "#show: look\n#masthead\n#body\n"
MARKUP = ["#panic()", "$x$", "*b* _i_", "= H", "- x", "@a", "<b>", "\\ \\u{41}", "[a](b)", '"', "`x`", "//", "#import"]
# What typst's own fonts have for sure.
COMMON = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"]), max_size=20)


def pages(file: bytes) -> list[str]:
    """The text layer, a text a page; words that were parted at the end of a line are put together."""
    with contextlib.closing(pdfium.PdfDocument(file)) as document:
        found = [page.get_textpage().get_text_range() for page in document]
    return [text.replace("\r\n", "\n").replace("\ufffe", "").replace("\u200b", "") for text in found]


def bare(text: str) -> str:
    """A text without white space, which line ends add and take away, and without marks for parting words.

    The program that reads the file takes a hyphen at the end of a line for such a mark, whoever wrote it.
    """
    return re.sub(r"[\s\u00ad\u200b\ufffe-]", "", text)


def bookmarks(file: bytes) -> Iterator[tuple[int, str, int | None]]:
    with contextlib.closing(pdfium.PdfDocument(file)) as document:
        for one in document.get_toc():
            target = one.get_dest()
            yield one.level, str(one.get_title()), target.get_index() if target else None


def with_blocks(*blocks: Heading | Paragraph | Table | Figure | PageBreak) -> Paper:
    return attrs.evolve(PAPER, blocks=blocks, contents="", top=(), facts=())


class TestTheFile:
    def test_says_page_by_page_what_was_last_agreed_on(self) -> None:
        assert "\f\n".join(pages(render(PAPER, ".pdf"))) == GOLDEN.read_text(encoding="utf-8")

    def test_is_the_same_for_the_same_document(self) -> None:
        assert render(PAPER, ".pdf") == render(PAPER, ".pdf")

    def test_bears_no_date(self) -> None:
        file = render(PAPER, ".pdf")
        assert not re.search(rb"CreationDate|ModDate|xmp:CreateDate|xmp:ModifyDate|xmp:MetadataDate", file)

    def test_is_tagged_and_says_that_it_is_pdf_ua(self) -> None:
        file = render(PAPER, ".pdf")
        (catalogue,) = re.findall(rb"<</Type/Catalog.*?endobj", file, re.DOTALL)
        assert re.search(rb"/StructTreeRoot \d+ 0 R", catalogue)
        assert b"/MarkInfo<</Marked true" in catalogue
        assert b"/Lang(da)" in catalogue
        assert b"/DisplayDocTitle true" in catalogue
        assert b"<pdfuaid:part>1</pdfuaid:part>" in file

    def test_names_title_author_subject_and_keywords(self) -> None:
        with contextlib.closing(pdfium.PdfDocument(render(PAPER, ".pdf"))) as document:
            found = document.get_metadata_dict()
        assert found["Title"] == "Høringsnotat: et konstrueret eksempel"
        assert found["Author"] == "KKR Eksempel"
        assert found["Subject"] == "Et eksempel"
        assert found["Keywords"] == "høring, eksempel"

    def test_holds_every_font_and_only_those_of_typst(self) -> None:
        file = render(PAPER, ".pdf")
        names = {name.decode() for name in re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)", file)}
        assert names
        assert all(name.startswith(("LibertinusSerif", "NewCM", "DejaVuSansMono")) for name in names)
        assert len(re.findall(rb"/Type/FontDescriptor", file)) == len(re.findall(rb"/FontFile\d? ", file))

    def test_has_a_bookmark_for_every_section(self) -> None:
        assert list(bookmarks(render(PAPER, ".pdf"))) == [
            (0, "1 Høringen <konstrueret>", 0),
            (1, "1.1 Parterne", 0),
            (2, "1.1.1 Under parterne", 0),
            (0, "2 Tal", 2),
        ]

    @pytest.mark.parametrize(("language", "lang"), [("da", "da"), ("en", "en"), ("en-GB", "en-GB"), ("", "und")])
    def test_names_its_language(self, language: str, lang: str) -> None:
        file = render(attrs.evolve(PAPER, language=language), ".pdf")
        assert f"/Lang({lang})".encode() in file

    def test_leads_to_the_web_and_nowhere_else(self) -> None:
        build = Builder()
        build.say(link("https://example.dk/æ", "web"), " ", link("file:///etc/passwd", "fil"))
        file = render(build.paper(title="Prøve", language="da"), ".pdf")
        assert re.findall(rb"/URI\(([^)]*)\)", file) in ([], [b"https://example.dk/"])
        assert re.findall(rb"/URI\(([^)]*)\)", render(PAPER, ".pdf")) == [b"https://example.dk/a?b=1&c=2"]


class TestThePages:
    def test_are_numbered_of_how_many(self) -> None:
        found = pages(render(PAPER, ".pdf"))
        assert [text.strip().splitlines()[-1].split("eksempel ")[-1] for text in found] == [
            "Side 1 af 3",
            "Side 2 af 3",
            "Side 3 af 3",
        ]
        assert "Page 1 of 3" in pages(render(attrs.evolve(PAPER, language="en"), ".pdf"))[0]

    def test_say_at_the_head_which_section_they_are_about(self) -> None:
        first, second, third = pages(render(PAPER, ".pdf"))
        assert first.startswith("Høringsnotat")
        assert second.startswith("1 Høringen <konstrueret>\nBemærk: bad")
        assert third.startswith("2 Tal\n2 Tal")

    def test_are_listed_in_the_contents(self) -> None:
        first = pages(render(PAPER, ".pdf"))[0]
        assert re.search(r"1 Høringen <konstrueret>[ .]+1\n1\.1 Parterne[ .]+1\n2 Tal[ .]+3", first)

    def test_begin_anew_after_long_contents(self) -> None:
        few = Paper(title="Prøve", language="da", contents="Indhold", blocks=(Heading(level=1, text="Afsnit"),) * 7)
        many = attrs.evolve(few, blocks=few.blocks * 2)
        assert pages(render(few, ".pdf"))[0].count("Afsnit") == 2 * 7
        assert pages(render(many, ".pdf"))[0].count("Afsnit") == 14

    @pytest.mark.parametrize(("landscape", "size"), [(False, (595, 842)), (True, (842, 595))])
    def test_are_a4_upright_or_on_their_side(self, landscape: bool, size: tuple[int, int]) -> None:
        with contextlib.closing(
            pdfium.PdfDocument(render(attrs.evolve(PAPER, landscape=landscape), ".pdf"))
        ) as document:
            assert document[0].get_size() == pytest.approx(size, abs=1)

    def test_repeat_the_head_of_a_table(self) -> None:
        rows = tuple((Cell(lines=(line(f"Række {number}"),)),) for number in range(100))
        found = pages(render(with_blocks(Table(columns=(Column(label="Kolonnehoved"),), rows=rows)), ".pdf"))
        assert len(found) > 1
        assert all(text.count("Kolonnehoved") == 1 for text in found)

    def test_keep_short_rows_whole_and_part_long_ones(self) -> None:
        def table(*texts: str) -> list[str]:
            rows = tuple((Cell(lines=(line(text),)),) for text in texts)
            return pages(render(with_blocks(Table(columns=(Column(label="A"),), rows=rows)), ".pdf"))

        short = " ".join(["kort"] * 250)
        for text in table(*[short] * 20):
            assert text.count("kort") % 250 == 0
        assert len(table(" ".join(["lang"] * 5000))) > 3

    def test_show_the_caption_of_a_table_unless_it_stands_above_already(self) -> None:
        table = Table(columns=(Column(label="A"),), rows=((Cell(),),), caption="Hvem der svarede")
        heading = Heading(level=1, text="Hvem der svarede", number="1")
        text = Paragraph(line=line("Tekst."))
        assert pages(render(with_blocks(table), ".pdf"))[0].count("Hvem der svarede") == 1
        assert pages(render(with_blocks(heading, text, table), ".pdf"))[0].count("Hvem der svarede") == 1
        other = attrs.evolve(heading, text="Svar")
        assert pages(render(with_blocks(other, text, table), ".pdf"))[0].count("Hvem der svarede") == 1
        assert "Hvem der svarede" not in pages(render(with_blocks(other, table), ".pdf"))[0]


class TestTextOfStrangers:
    @settings(max_examples=40)
    @given(papers(COMMON | st.sampled_from(MARKUP)))
    def test_comes_out_as_it_went_in_and_is_never_markup(self, paper: Paper) -> None:
        said = bare("".join(pages(render(paper, ".pdf"))))
        for text in texts_of(attrs.evolve(paper, blocks=tuple(b for b in paper.blocks if not isinstance(b, Table)))):
            assert bare(printable(text)) in said
        assert bare(flat(paper.title)) in said

    @settings(max_examples=40)
    @given(papers(st.text(max_size=10)))
    def test_of_any_script_can_be_set(self, paper: Paper) -> None:
        assert render(paper, ".pdf").startswith(b"%PDF-1.7")

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Tak 😀!", "Tak [U+1F600]!"),
            ("漢字", "[U+6F22][U+5B57]"),
            ("👨‍👩‍👧", "[U+1F468][U+1F469][U+1F467]"),
            ("\ue000", "[U+E000]"),
            ("a\0b", "a\ufffdb"),
            ("å\U0001e8d0", "å[U+1E8D0]"),
        ],
    )
    def test_is_shown_by_its_code_points_where_no_font_has_it(self, text: str, shown: str) -> None:
        paper = with_blocks(Heading(level=1, text=text), Paragraph(line=line(text)))
        assert bare(shown) in bare(pages(render(attrs.evolve(paper, title=text), ".pdf"))[0])

    @pytest.mark.parametrize("word", ["0123456789abcdef" * 8, "a" * 60, "https://example.dk/" + "x" * 90])
    def test_that_has_no_place_to_break_does_not_run_out_of_its_cell(self, word: str) -> None:
        cells = (Cell(lines=(line(word),)), Cell(lines=(line("nabo"),)))
        table = Table(columns=(Column(label="A", width=3), Column(label="B", width=20)), rows=(cells,))
        with contextlib.closing(pdfium.PdfDocument(render(with_blocks(table), ".pdf"))) as document:
            text = document[0].get_textpage()
            neighbour = text.get_charbox(text.get_text_range().index("nabo"))[0]
            start = text.get_text_range().index(word[:4])
            assert all(text.get_charbox(start + place)[2] <= neighbour for place in range(40))


class TestHeadings:
    def test_are_never_deeper_by_more_than_one(self) -> None:
        paper = with_blocks(
            Heading(level=3, text="Dyb"), Heading(level=1, text="Øverst"), Heading(level=3, text="Igen")
        )
        assert [(level, title) for level, title, _ in bookmarks(render(paper, ".pdf"))] == [
            (0, "Dyb"),
            (0, "Øverst"),
            (1, "Igen"),
        ]

    def test_without_a_text_are_still_there(self) -> None:
        paper = with_blocks(Heading(level=1, text=""), Heading(level=1, text="", number="2"))
        assert [title for _, title, _ in bookmarks(render(paper, ".pdf"))] == ["–", "2"]


class TestPictures:
    def test_without_a_text_of_their_own_are_described_by_what_there_is(self) -> None:
        for figure in (attrs.evolve(FIGURE, alt=""), attrs.evolve(FIGURE, alt=" ", caption="")):
            assert render(with_blocks(figure), ".pdf").count(b"/Alt") >= 1

    def test_that_are_none_are_refused(self) -> None:
        with pytest.raises(ExportError, match="the document cannot be set as PDF"):
            render(with_blocks(attrs.evolve(FIGURE, svg=b"<svg")), ".pdf")


class TestTemplates:
    def test_of_the_region_put_the_document_together(self) -> None:
        template = TEMPLATE.replace("#masthead", "Sag nr. 12-34 #masthead #paper.author")
        (first, *_) = pages(render(PAPER, ".pdf", template.encode()))
        assert first.startswith("Sag nr. 12-34\nHøringsnotat")
        assert "KKR Eksempel" in first

    def test_may_change_the_look(self) -> None:
        template = '#show: look\n#set page(paper: "a5")\n#set text(font: "DejaVu Sans Mono")\n#body\n'
        file = render(PAPER, ".pdf", template.encode())
        assert b"DejaVuSansMono" in file
        with contextlib.closing(pdfium.PdfDocument(file)) as document:
            assert document[0].get_size() == pytest.approx((420, 595), abs=1)

    @pytest.mark.parametrize(
        ("template", "fault"),
        [
            (b"#masthead", "the template must use #body, once"),
            (b"#body #body", "the template must use #body, once"),
            (b"#masthead\n#bodi", "line 2: unknown variable: bodi. Did you mean 'body'?"),
            (b"#body\n#let x = {", "line 2: unclosed delimiter"),
            (b"\xff", "no text in UTF-8: byte 0"),
            (b'#body\n#import "@preview/cetz:0.3.0"', "line 2: uses another file or a package"),
            (b'#include "other.typ"\n#body', "line 1: uses another file or a package"),
            (b'#body #image("/etc/passwd", alt: "x")', "file not found"),
            (b'#body #read("../pdf.py")', "would escape"),
            (b'#set text(font: "Arial")\n#body', "line 1: unknown font family: arial"),
            ("#body 😀".encode(), "could not be displayed"),
            (b"#body #image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg'/>\"))", "missing alt text"),
        ],
    )
    def test_that_cannot_be_used_are_refused(self, template: bytes, fault: str) -> None:
        with pytest.raises(ExportError) as caught:
            render(PAPER, ".pdf", template)
        assert fault in str(caught.value)
        assert len(str(caught.value)) < 600

    def test_can_use_every_name_that_is_promised(self) -> None:
        for name in NAMES:
            rest = "#body" if name != "body" else ""
            render(PAPER, ".pdf", f"#let _ = {name}\n{rest or '#body'}".encode())
