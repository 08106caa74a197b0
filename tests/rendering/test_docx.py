"""Documents as Word files: real structure, the same bytes, and nothing that Word would have to repair."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

import attrs
import docx
import pytest
from docx.shared import Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from hypothesis import given
from hypothesis import strategies as st
from tests.rendering.papers import LONG, bars, everything, hostile, notat
from tests.rendering.word import ORDER, disorder, out_of_order, part, parts, styled, w

from kkrconsult.errors import MissingExtraError
from kkrconsult.paper import Builder, Callout, Cell, Column, Figure, Heading, Paper, Paragraph, Run, Table, Tone, line
from kkrconsult.rendering import render as render_as
from kkrconsult.rendering._docx_styles import STYLES
from kkrconsult.rendering._docx_tables import widths
from kkrconsult.rendering._marks import marks
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering.docx import render

ANY = st.text(st.characters(exclude_categories=()), max_size=30)
NOTAT = render(notat())
EVERYTHING = render(everything())
DOCUMENT = part(NOTAT)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def body(paper: Paper) -> ET.Element:
    found = part(render(paper)).find(w("body"))
    assert found is not None
    return found


def values(element: ET.Element, name: str, attribute: str = "val") -> list[str | None]:
    return [one.get(w(attribute)) for one in element.iter(w(name))]


def built(fill: Any, **properties: Any) -> Paper:
    build = Builder()
    fill(build)
    return build.paper(**{"title": "T", "language": "da", **properties})


class TestTheFile:
    @pytest.mark.parametrize("paper", [notat(), everything(), hostile(), notat("en", landscape=True)])
    def test_is_the_same_every_time(self, paper: Paper) -> None:
        assert render(paper) == render(paper)

    @pytest.mark.parametrize("paper", [notat(), everything(), hostile(), notat(landscape=True)])
    def test_has_its_elements_in_the_order_of_the_standard(self, paper: Paper) -> None:
        assert out_of_order(render(paper)) == []

    def test_knows_no_moment(self) -> None:
        core = parts(NOTAT)["docProps/core.xml"].decode()
        assert "created" not in core
        assert "modified" not in core
        assert opened(NOTAT).core_properties.last_modified_by == ""

    def test_says_nothing_of_a_length_that_nobody_has_counted(self) -> None:
        assert b"Pages" not in parts(NOTAT)["docProps/app.xml"]

    def test_has_nothing_in_it_that_is_not_used(self) -> None:
        assert sorted(parts(NOTAT)) == sorted(
            [
                *("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/document.xml"),
                *("word/_rels/document.xml.rels", "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml"),
                *("word/header1.xml", "word/header2.xml", "word/media/figure1.png", "word/numbering.xml"),
                *("word/settings.xml", "word/styles.xml"),
            ]
        )

    def test_has_the_properties_of_the_document(self) -> None:
        found = opened(NOTAT).core_properties
        assert (found.title, found.author) == (notat().title, "KKR Midtjylland")
        assert (found.subject, found.keywords) == ("Høring om fælles klimastrategi", "høring, klima, KKR")
        assert (found.language, found.revision) == ("da-DK", 1)

    def test_takes_properties_of_any_length(self) -> None:
        assert opened(render(notat(title="æ" * 1000))).core_properties.title == "æ" * 1000

    @pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB"), ("de", "de")])
    def test_has_its_language_in_its_styles_and_settings(self, language: str, tag: str) -> None:
        data = render(notat(language))
        assert values(part(data, "word/styles.xml"), "lang") == [tag]
        assert values(part(data, "word/settings.xml"), "themeFontLang") == [tag]
        assert opened(data).core_properties.language == tag

    def test_needs_an_extra_and_says_which(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "docx", None)
        with pytest.raises(MissingExtraError, match=r"kkrconsult\[documents\]"):
            render(notat())

    def test_is_made_through_the_list_of_formats_too(self) -> None:
        assert render_as(notat(), ".docx") == NOTAT


class TestTheBeginning:
    def test_is_title_facts_notes_contents_and_text(self) -> None:
        names = [one.style.name for one in opened(NOTAT).paragraphs]
        # What is in the contents is no paragraph of the document itself.
        assert names[:7] == ["Title", "Fact", "Fact", "Fact", "Fact", "Callout Warning", "Callout Warning"]
        assert names[7] == "Heading 1"
        assert [child.tag.rpartition("}")[2] for child in DOCUMENT[0]][7] == "sdt"

    def test_has_no_places_left(self) -> None:
        assert "{{" not in "".join(content.decode("utf-8", "replace") for content in parts(NOTAT).values())

    def test_has_facts_as_labels_and_values(self) -> None:
        (fact, *_) = [one for one in opened(NOTAT).paragraphs if one.style.name == "Fact"]
        assert fact.text == "Status\tUdkast"
        assert fact.runs[0].style.name == "Fact Label"

    def test_is_only_a_title_where_there_is_no_more(self) -> None:
        paper = Paper(title="Kun titel", language="da")
        assert [one.text for one in opened(render(paper)).paragraphs] == ["Kun titel"]


class TestThePages:
    def test_are_a4_upright_or_lying(self) -> None:
        for landscape, size in ((False, ("11906", "16838", None)), (True, ("16838", "11906", "landscape"))):
            (found,) = part(render(notat(landscape=landscape))).iter(w("pgSz"))
            assert (found.get(w("w")), found.get(w("h")), found.get(w("orient"))) == size

    def test_repeat_the_title_at_the_head_but_for_the_first(self) -> None:
        (section,) = DOCUMENT.iter(w("sectPr"))
        assert section.find(w("titlePg")) is not None
        document = opened(NOTAT).sections[0]
        assert document.header.paragraphs[0].text == notat().title
        assert document.first_page_header.paragraphs[0].text == ""

    @pytest.mark.parametrize(("language", "words"), [("da", "Side 1 af 1"), ("en", "Page 1 of 1")])
    def test_have_the_footer_and_their_number_at_the_foot(self, language: str, words: str) -> None:
        data = render(notat(language, footer="Fod & <mere>"))
        for name in ("word/footer1.xml", "word/footer2.xml"):
            footer = part(data, name)
            assert styled(footer, "Footer") == [f"Fod & <mere>{words}"]
            assert values(footer, "fldSimple", "instr") == [" PAGE ", " NUMPAGES "]

    def test_have_their_number_at_the_right_margin(self) -> None:
        for landscape, width in ((False, "9072"), (True, "14570")):
            styles = part(render(notat(landscape=landscape)), "word/styles.xml")
            assert width in values(styles, "tab", "pos")

    def test_begin_where_the_document_says(self) -> None:
        (heading,) = [one for one in opened(EVERYTHING).paragraphs if one.text == "1.1 To"]
        assert heading.paragraph_format.page_break_before
        paper = built(lambda build: (build.page_break(), build.items(["a", "b"]), build.page_break()))
        assert [one.paragraph_format.page_break_before for one in opened(render(paper)).paragraphs[1:]] == [True, None]


class TestHeadings:
    def test_are_headings_with_numbers(self) -> None:
        found = [(one.style.name, one.text) for one in opened(NOTAT).paragraphs if one.style.name.startswith("Heading")]
        assert found == [(f"Heading {heading.level}", heading.shown) for heading in notat().headings]

    def test_stay_with_what_follows(self) -> None:
        styles = {one.name: one for one in opened(NOTAT).styles}
        for name in ("Heading 1", "Heading 2", "Heading 3", "Label", "Table Heading", "TOC Heading", "Figure"):
            assert styles[name].paragraph_format.keep_with_next, name
        assert styles["Normal"].paragraph_format.widow_control

    def test_have_bookmarks_that_word_can_keep(self) -> None:
        names = values(DOCUMENT, "bookmarkStart", "name")
        assert names[:3] == ["_Toc_s1", "_Toc_s1_1", "_Toc_s1_2"]
        numbers = values(DOCUMENT, "bookmarkStart", "id")
        assert numbers == values(DOCUMENT, "bookmarkEnd", "id")
        assert len(set(numbers)) == len(numbers)

    @given(anchors=st.lists(st.text(max_size=60), max_size=6))
    def test_have_bookmarks_whatever_their_anchors(self, anchors: list[str]) -> None:
        names = marks([Heading(level=1, text="x", anchor=anchor) for anchor in anchors])
        assert len(set(names)) == len(anchors)
        assert all(len(name) <= 40 and name.replace("_", "").isascii() and "-" not in name for name in names)

    def test_of_unheard_of_levels_are_those_nearest(self) -> None:
        blocks = (Heading(level=0, text="a"), Heading(level=9, text="b"))
        paper = Paper(title="T", language="da", contents="Indhold", blocks=blocks)
        found = opened(render(paper))
        assert [one.style.name for one in found.paragraphs] == ["Title", "Heading 1", "Heading 3"]


class TestTheContents:
    def test_is_a_field_with_its_entries_filled_in(self) -> None:
        (box,) = DOCUMENT.iter(w("sdt"))
        assert values(box, "docPartGallery") == ["Table of Contents"]
        assert styled(box, "TOCHeading") == ["Indhold"]
        for level in (1, 2, 3):
            assert styled(box, f"Toc{level}") == [one.shown for one in notat().headings if one.level == level]
        orders = [one.text for one in box.iter(w("instrText"))]
        assert orders[0] == ' TOC \\o "1-3" \\h \\z '
        assert orders[1] == " PAGEREF _Toc_s1 \\h "

    def test_has_as_many_beginnings_of_fields_as_ends(self) -> None:
        kinds = values(DOCUMENT, "fldChar", "fldCharType")
        depth = 0
        for kind in kinds:
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            assert depth in (0, 1, 2)
        assert depth == 0

    def test_leads_to_each_heading(self) -> None:
        assert values(DOCUMENT, "hyperlink", "anchor")[: len(notat().headings)] == marks(notat().headings)

    def test_is_not_there_where_nobody_asked_or_there_are_no_headings(self) -> None:
        assert list(body(notat(contents="")).iter(w("sdt"))) == []
        assert list(body(built(lambda build: build.say("a"), contents="Indhold")).iter(w("sdt"))) == []


class TestText:
    def test_has_its_looks_from_styles(self) -> None:
        runs = {run.text: run for one in opened(EVERYTHING).paragraphs for run in one.runs}
        assert runs["husk"].style.name == "Strong"
        assert runs["det"].style.name == "Emphasis"

    def test_has_no_look_by_hand_where_a_style_does_it(self) -> None:
        by_hand = {
            child.tag.rpartition("}")[2]
            for properties in (*DOCUMENT.iter(w("rPr")), *DOCUMENT.iter(w("pPr")))
            for child in properties
        }
        # All but the last line of a note stay with the next; no style can say that.
        assert by_hand == {"pStyle", "rStyle", "keepNext"}

    def test_is_bold_in_a_bold_paragraph_by_the_paragraph_alone(self) -> None:
        # Bold in both would be not bold (ECMA-376 part 1, 17.7.3).
        (label,) = [one for one in opened(NOTAT).paragraphs if one.text == "Materiale"]
        assert (label.style.name, label.style.font.bold) == ("Label", True)
        assert [run.style.name for run in label.runs] == ["Default Paragraph Font"]

    @pytest.mark.parametrize(
        ("run", "style", "bold", "italic"),
        [
            (Run(text="x", strong=True, emphasis=True), "Strong", None, True),
            (Run(text="x", url="https://example.org", strong=True), "Hyperlink", True, None),
            (Run(text="x", url="https://example.org", emphasis=True), "Hyperlink", None, True),
            (Run(text="x", url="javascript:x"), "Default Paragraph Font", None, None),
        ],
    )
    def test_can_be_several_things_at_once(self, run: Run, style: str, bold: bool | None, italic: bool | None) -> None:
        paper = Paper(title="T", language="da", blocks=(Paragraph(line=(run,)),))
        paragraph = opened(render(paper)).paragraphs[1]
        (found,) = paragraph.runs + [one for link in paragraph.hyperlinks for one in link.runs]
        assert (found.style.name, found.bold, found.italic) == (style, bold, italic)

    def test_leads_to_the_web_where_a_run_has_an_address(self) -> None:
        links = [link for one in opened(EVERYTHING).paragraphs for link in one.hyperlinks]
        assert [(link.text, link.url) for link in links if link.address] == [
            ("siden", "https://example.org/a?b=c&d=e"),
        ]

    def test_refers_to_an_address_once(self) -> None:
        paper = built(lambda build: [build.say(Run(text=one, url="https://example.org/x")) for one in "abc"])
        assert parts(render(paper))["word/_rels/document.xml.rels"].count(b"example.org") == 1

    def test_keeps_line_ends_and_tabulators(self) -> None:
        assert "Tekst med\nto linjer og en\ttabulator" in [one.text for one in opened(EVERYTHING).paragraphs]

    def test_has_a_style_for_each_kind_of_paragraph(self) -> None:
        found = {one.text: one.style.name for one in opened(EVERYTHING).paragraphs}
        assert found["Afsnit: normal"] == "Normal"
        assert found["Afsnit: label"] == "Label"
        assert found["Afsnit: note"] == "Note"
        assert found["Afsnit: quote"] == "Quote"
        assert found["Punkt"] == "List Bullet"
        assert {found[f"Bemærk: {tone.value}"] for tone in Tone} == {
            *("Callout", "Callout Good", "Callout Partly", "Callout Warning", "Callout Open")
        }

    def test_has_bullets_by_the_style_of_its_lists(self) -> None:
        styles, lists = part(NOTAT, "word/styles.xml"), part(NOTAT, "word/numbering.xml")
        assert values(styles, "numId") == values(lists, "num", "numId") == ["1"]
        assert values(lists, "lvlText") == ["•"]


class TestTables:
    tables: ClassVar = list(DOCUMENT.iter(w("tbl")))

    def test_have_a_head_that_repeats_and_is_one(self) -> None:
        for table in self.tables:
            first, *others = table.findall(w("tr"))
            assert first.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            assert all(row.find(f"{w('trPr')}/{w('tblHeader')}") is None for row in others)
            (look,) = table.iter(w("tblLook"))
            assert (look.get(w("firstRow")), look.get(w("firstColumn")), look.get(w("val"))) == ("1", "1", "06A0")

    def test_have_row_headings_only_where_the_document_says(self) -> None:
        looks = list(part(EVERYTHING).iter(w("tblLook")))
        assert [(look.get(w("firstColumn")), look.get(w("val"))) for look in looks] == [
            ("1", "06A0"),
            ("0", "0620"),
            ("1", "06A0"),
        ]
        first = [table.cell(1, 0).paragraphs[0].style.name for table in opened(EVERYTHING).tables]
        assert first == ["Table Row Heading", "Table Text", "Table Row Heading"]

    def test_say_what_they_are(self) -> None:
        assert values(self.tables[0], "tblCaption") == ["Status for parterne"]
        assert values(self.tables[0], "tblDescription") == ["Høringspart, Status, Modtaget, Behandlet"]
        assert len(values(part(EVERYTHING), "tblCaption")) == 1

    def test_keep_short_rows_on_one_page_and_let_long_ones_go_on(self) -> None:
        rows = [row for table in self.tables for row in table.iter(w("tr"))]
        free = [row for row in rows if row.find(f"{w('trPr')}/{w('cantSplit')}") is None]
        assert ["".join(one.text or "" for one in row.iter(w("t"))).count(LONG.strip()) for row in free] == [1]

    def test_are_as_wide_as_the_text(self) -> None:
        for landscape, width in ((False, 9072), (True, 14570)):
            for table in part(render(notat(landscape=landscape))).iter(w("tbl")):
                assert sum(int(str(one)) for one in values(table, "gridCol", "w")) == width

    @given(shares=st.lists(st.integers(-5, 500), min_size=1, max_size=12))
    def test_share_their_width_out_to_the_last_bit(self, shares: list[int]) -> None:
        found = widths([Column(label="x", width=share) for share in shares], 9072)
        assert sum(found) == 9072
        assert min(found) > 0

    def test_give_a_tone_a_style_and_only_where_there_is_text(self) -> None:
        table = opened(EVERYTHING).tables[0]
        assert table.cell(2, 1).paragraphs[0].style.name == "Table Text"
        found = {one.text: one.style.name for one in opened(NOTAT).tables[1]._cells[4].paragraphs} | {
            row.cells[4].text: row.cells[4].paragraphs[0].style.name for row in opened(NOTAT).tables[1].rows
        }
        assert found == {
            "Udfald": "Table Heading",
            "imødekommet": "Table Good",
            "delvist imødekommet": "Table Partly",
            "ikke imødekommet": "Table Bad",
            "taget til efterretning": "Table Noted",
            "åben": "Table Open",
        }

    def test_have_a_paragraph_in_every_cell(self) -> None:
        assert all(one.find(w("p")) is not None for table in self.tables for one in table.iter(w("tc")))
        assert opened(EVERYTHING).tables[0].cell(1, 1).text == "ja\nnej"

    def test_do_not_grow_together_and_are_never_last(self) -> None:
        for element in (part(EVERYTHING)[0], DOCUMENT[0]):
            kinds = [child.tag.rpartition("}")[2] for child in element]
            assert "tbl tbl" not in " ".join(kinds)
            assert kinds[-2] != "tbl"

    def test_begin_a_page_by_a_paragraph_that_nobody_sees(self) -> None:
        *_, table = opened(EVERYTHING).tables
        before = DocxParagraph(table._tbl.getprevious(), table._parent)
        assert before.paragraph_format.page_break_before
        assert before.paragraph_format.line_spacing == Pt(4)


class TestFigures:
    def test_are_pictures_with_words_that_say_the_same(self) -> None:
        picture = next(one for one in DOCUMENT.iter() if one.tag.endswith("}docPr"))
        assert picture.get("descr") == bars().alt
        assert "decorative" not in parts(NOTAT)["word/document.xml"].decode()
        assert parts(NOTAT)["word/media/figure1.png"] == bars().png
        assert styled(DOCUMENT, "Caption") == [bars().caption]

    @pytest.mark.parametrize(
        ("width", "height", "shown"),
        [(100, 50, (100, 50)), (320, 100, (160, 50)), (100, 423.2, (50, 211.6)), (0, 0, (0.1, 0.1))],
    )
    def test_are_no_larger_than_the_page(self, width: float, height: float, shown: tuple[float, float]) -> None:
        figure = attrs.evolve(bars(), width_mm=width, height_mm=height, caption="")
        (found,) = opened(render(built(lambda build: build.figure(figure)))).inline_shapes
        assert (found.width.mm, found.height.mm) == pytest.approx(shown, rel=0.01)

    def test_are_in_the_file_once(self) -> None:
        paper = built(lambda build: (build.figure(bars()), build.figure(bars()), build.figure(bars((1, 2)))))
        assert [name for name in parts(render(paper)) if "media" in name] == [
            "word/media/figure1.png",
            "word/media/figure2.png",
        ]


def texts_of(paper: Paper) -> Iterator[str]:
    """The text of each paragraph that a document must have, in order."""
    yield paper.title
    for label, value in paper.facts:
        yield f"{label}\t{value}"
    for block in (*paper.top, *paper.blocks):
        match block:
            case Heading():
                yield block.shown
            case Paragraph():
                yield "".join(run.text for run in block.line)
            case Callout():
                yield from ("".join(run.text for run in one) for one in block.lines)
            case Table():
                for row in ([Cell(lines=((Run(text=one.label),),)) for one in block.columns], *block.rows):
                    for one in row:
                        yield from ["".join(run.text for run in each) for each in one.lines] or [""]
            case Figure():
                yield ""
                if block.caption.strip():
                    yield block.caption
            case _:
                yield from ("".join(run.text for run in item) for item in getattr(block, "items", ()))


def all_paragraphs(document: Any) -> Iterator[Any]:
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                for one in row.cells:
                    yield from one.paragraphs
        else:
            yield item


class TestHostileText:
    @given(texts=st.lists(ANY, min_size=9, max_size=9), url=st.one_of(st.none(), ANY))
    def test_comes_back_as_it_is(self, texts: list[str], url: str | None) -> None:
        runs = (Run(text=texts[0], url=url), Run(text=texts[1], strong=True))
        paper = Paper(
            title=texts[2],
            language="da",
            contents="Indhold",
            author=texts[3],
            footer=texts[4],
            facts=((texts[5], texts[6]),),
            top=(Callout(lines=(runs,)),),
            blocks=(
                Heading(level=1, text=texts[7], anchor=texts[8]),
                Paragraph(line=runs),
                Table(
                    columns=(Column(label=texts[7]), Column(label="")),
                    rows=((Cell(lines=(runs, ())), Cell(lines=(line(texts[8]),), tone=Tone.BAD)),),
                    caption=texts[0],
                ),
                attrs.evolve(bars((1,)), alt=texts[1], caption=texts[2]),
            ),
        )
        data = render(paper)
        found = [one.text for one in all_paragraphs(opened(data))]
        assert found == [printable(text) for text in texts_of(paper)]
        assert opened(data).sections[0].footer.paragraphs[0].text.startswith(printable(texts[4]))
        assert opened(data).core_properties.title == " ".join(printable(texts[2]).split())

    def test_in_every_place_comes_back_too(self) -> None:
        data = render(hostile())
        found = [one.text for one in all_paragraphs(opened(data)) if one.style.name != "Table Text" or one.text]
        assert found[: len(found) - 1] == [printable(text) for text in texts_of(hostile())][: len(found) - 1]
        assert "{{body}}" in found[0]

    def test_asks_nothing_of_the_network(self) -> None:
        for name, content in parts(render(hostile())).items():
            if name.endswith(".rels"):
                assert b"External" not in content


class TestTheStyles:
    def test_are_those_that_are_used_and_a_few_to_write_with(self) -> None:
        ids = {style.id for style in STYLES}
        used = {value for name in ("pStyle", "rStyle", "tblStyle") for value in values(DOCUMENT, name)}
        assert used <= ids
        assert len(ids) == len(STYLES) < 50

    def test_refer_only_to_one_another(self) -> None:
        styles = part(NOTAT, "word/styles.xml")
        ids = set(values(styles, "style", "styleId"))
        assert {*values(styles, "basedOn"), *values(styles, "next")} <= ids

    def test_hide_what_word_would_offer_by_itself(self) -> None:
        (latent,) = part(NOTAT, "word/styles.xml").iter(w("latentStyles"))
        assert latent.get(w("defSemiHidden")) == "1"
        assert list(latent) == []


class TestTheCheckOfOrder:
    def test_sees_what_stands_wrong_twice_or_unknown(self) -> None:
        def found(inner: str) -> list[str]:
            return list(disorder(ET.fromstring(f'<w:pPr xmlns:w="{w("x")[1:-2]}">{inner}</w:pPr>')))

        assert found("<w:keepNext/><w:spacing/>") == []
        assert found("<w:spacing/><w:keepNext/>") == ["pPr: spacing, keepNext"]
        assert found("<w:spacing/><w:spacing/>") == ["pPr: spacing stands twice"]
        assert found("<w:unheard/>") == ["pPr: unheard is not known there"]
        assert all(len(set(order)) == len(order) for order in ORDER.values())
