"""Documents as OpenDocument texts: real structure, the same bytes, and what is in the Word file too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rendering.opendocument import elements, n, paragraphs, parts, root, style_of, styles, text_of
from tests.rendering.papers import LONG, bars, everything, hostile, notat

from kkrconsult.paper import (
    Builder,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    Paper,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
    Tone,
    line,
)
from kkrconsult.rendering import render as render_as
from kkrconsult.rendering._look import CALLOUTS, TONED
from kkrconsult.rendering._marks import marks
from kkrconsult.rendering._odt_styles import STYLES, encoded
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering.odt import render

ANY = st.text(st.characters(exclude_categories=()), max_size=30)
SPACES = st.text(st.sampled_from(" \t\næ"), max_size=12)
NOTAT = render(notat())
EVERYTHING = render(everything())


def body(data: bytes) -> ET.Element:
    (found,) = elements(data, "office:text")
    return found


def built(fill: Any, **properties: Any) -> Paper:
    build = Builder()
    fill(build)
    return build.paper(**{"title": "T", "language": "da", **properties})


def properties_of(data: bytes, name: str) -> dict[str, str]:
    """The attributes of the properties of a style, by name without its prefix."""
    return {key.rpartition("}")[2]: value for one in styles(data)[name] for key, value in one.attrib.items()}


class TestTheFile:
    @pytest.mark.parametrize("paper", [notat(), everything(), hostile(), notat("en", landscape=True)])
    def test_is_the_same_every_time(self, paper: Paper) -> None:
        assert render(paper) == render(paper)

    def test_says_first_and_plainly_what_it_is(self) -> None:
        with zipfile.ZipFile(io.BytesIO(NOTAT)) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"

    def test_lists_all_that_is_in_it(self) -> None:
        listed = {
            one.get(n("manifest:full-path")) for one in elements(NOTAT, "manifest:file-entry", "META-INF/manifest.xml")
        }
        assert listed == (set(parts(NOTAT)) - {"mimetype", "META-INF/manifest.xml"}) | {"/"}

    def test_has_the_properties_of_the_document_and_no_moment(self) -> None:
        (meta,) = elements(NOTAT, "office:meta", "meta.xml")
        assert [(one.tag.rpartition("}")[2], one.text) for one in meta] == [
            ("generator", "kkrconsult"),
            ("title", notat().title),
            ("subject", "Høring om fælles klimastrategi"),
            ("keyword", "høring"),
            ("keyword", "klima"),
            ("keyword", "KKR"),
            ("initial-creator", "KKR Midtjylland"),
            ("creator", "KKR Midtjylland"),
            ("editing-cycles", "1"),
            ("language", "da-DK"),
        ]

    @pytest.mark.parametrize(
        ("language", "found"), [("da", ("da", "DK")), ("en", ("en", "GB")), ("de", ("de", "none"))]
    )
    def test_has_its_language_in_its_styles(self, language: str, found: tuple[str, str]) -> None:
        (text,) = [
            one
            for style in elements(render(notat(language)), "style:default-style", "styles.xml")
            for one in style.iter(n("style:text-properties"))
        ]
        assert (text.get(n("fo:language")), text.get(n("fo:country"))) == found

    def test_is_made_through_the_list_of_formats_too(self) -> None:
        assert render_as(notat(), ".odt") == NOTAT

    def test_has_no_places_left(self) -> None:
        assert "{{" not in "".join(content.decode("utf-8", "replace") for content in parts(NOTAT).values())


class TestTheBeginning:
    def test_is_title_facts_notes_contents_and_text(self) -> None:
        found = [style_of(NOTAT, one) for one in paragraphs(body(NOTAT), contents=True)]
        assert found[:9] == ["Title", *["Fact"] * 4, *["Callout Warning"] * 2, "Contents Heading", "Contents 1"]

    def test_has_facts_as_labels_and_values(self) -> None:
        fact = next(one for one in paragraphs(body(NOTAT)) if style_of(NOTAT, one) == "Fact")
        assert text_of(fact) == "Status\tUdkast"

    def test_is_only_a_title_where_there_is_no_more(self) -> None:
        data = render(Paper(title="Kun titel", language="da"))
        assert [text_of(one) for one in paragraphs(body(data))] == ["Kun titel"]


class TestThePages:
    def test_are_a4_upright_or_lying(self) -> None:
        for landscape, size in ((False, ("210mm", "297mm", "portrait")), (True, ("297mm", "210mm", "landscape"))):
            for one in elements(render(notat(landscape=landscape)), "style:page-layout-properties", "styles.xml"):
                found = (one.get(n("fo:page-width")), one.get(n("fo:page-height")))
                assert (*found, one.get(n("style:print-orientation"))) == size

    def test_repeat_the_title_at_the_head_but_for_the_first(self) -> None:
        masters = elements(NOTAT, "style:master-page", "styles.xml")
        heads = {
            one.get(n("style:name")): [text_of(p) for p in one.iterfind(f"{n('style:header')}/*")] for one in masters
        }
        assert heads == {"Standard": [notat().title], "First_20_Page": []}
        first = next(paragraphs(body(NOTAT)))
        assert styles(NOTAT)[str(first.get(n("text:style-name")))].get(n("style:master-page-name")) == "First_20_Page"

    def test_have_the_footer_and_their_number_at_the_foot(self) -> None:
        data = render(notat(footer="Fod & <mere>"))
        feet = elements(data, "style:footer", "styles.xml")
        assert [text_of(one[0]) for one in feet] == ["Fod & <mere>\tSide 1 af 1"] * 2
        assert all(list(one.iter(n("text:page-number"))) and list(one.iter(n("text:page-count"))) for one in feet)


class TestHeadings:
    def test_are_headings_with_numbers_and_levels(self) -> None:
        found = [
            (one.get(n("text:outline-level")), style_of(NOTAT, one), text_of(one)) for one in elements(NOTAT, "text:h")
        ]
        assert found == [(str(one.level), f"Heading {one.level}", one.shown) for one in notat().headings]

    def test_have_bookmarks(self) -> None:
        names = [one.get(n("text:name")) for one in elements(NOTAT, "text:bookmark-start")]
        assert names == [one.get(n("text:name")) for one in elements(NOTAT, "text:bookmark-end")]
        assert names == marks(notat().headings)

    def test_stay_with_what_follows(self) -> None:
        for name in ("Heading 1", "Heading 2", "Heading 3", "Label", "Figure"):
            assert properties_of(EVERYTHING, encoded(name))["keep-with-next"] == "always", name

    def test_begin_a_page_where_the_document_says(self) -> None:
        heading = next(one for one in elements(EVERYTHING, "text:h") if text_of(one) == "1.1 To")
        assert properties_of(EVERYTHING, str(heading.get(n("text:style-name")))) == {"break-before": "page"}


class TestTheContents:
    def test_is_an_index_with_its_entries_filled_in(self) -> None:
        (index,) = elements(NOTAT, "text:table-of-content")
        found = [(style_of(NOTAT, one), text_of(one)) for one in paragraphs(index, contents=True)]
        entries = [(f"Contents {one.level}", f"{one.shown}\t") for one in notat().headings]
        assert found == [("Contents Heading", "Indhold"), *entries]

    def test_leads_to_each_heading_and_asks_for_its_page(self) -> None:
        (index,) = elements(NOTAT, "text:table-of-content")
        names = marks(notat().headings)
        assert [one.get(n("xlink:href")) for one in index.iter(n("text:a"))] == [f"#{name}" for name in names]
        pages = [
            one.get(n("text:ref-name"))
            for one in index.iter(n("text:bookmark-ref"))
            if one.get(n("text:reference-format")) == "page"
        ]
        assert pages == names

    def test_can_be_updated(self) -> None:
        (source,) = elements(NOTAT, "text:table-of-content-source")
        assert source.get(n("text:outline-level")) == "3"
        assert len(list(source.iter(n("text:table-of-content-entry-template")))) == 3

    def test_is_not_there_where_nobody_asked_or_there_are_no_headings(self) -> None:
        assert elements(render(notat(contents="")), "text:table-of-content") == []
        assert elements(render(built(lambda build: build.say("a"), contents="Indhold")), "text:table-of-content") == []


class TestText:
    def test_has_its_looks_from_styles(self) -> None:
        found = {text_of(one): one.get(n("text:style-name")) for one in elements(EVERYTHING, "text:span")}
        assert (found["husk"], found["det"]) == ("Strong_20_Emphasis", "Emphasis")

    def test_has_a_style_for_each_kind_of_paragraph(self) -> None:
        found = {text_of(one): style_of(EVERYTHING, one) for one in paragraphs(body(EVERYTHING))}
        kinds = {kind: found[f"Afsnit: {kind.value}"] for kind in ParagraphKind}
        assert list(kinds.values()) == ["Standard", "Label", "Note", "Quotations"]
        assert {tone: found[f"Bemærk: {tone.value}"] for tone in Tone} == CALLOUTS
        assert found["Punkt"] == "List Bullet"

    def test_leads_to_the_web_where_a_run_has_an_address(self) -> None:
        links = [one for one in elements(EVERYTHING, "text:a") if not str(one.get(n("xlink:href"))).startswith("#")]
        assert [(text_of(one), one.get(n("xlink:href"))) for one in links] == [
            ("siden", "https://example.org/a?b=c&d=e")
        ]
        hidden = built(lambda build: build.say(Run(text="x", url="javascript:x")))
        assert elements(render(hidden), "text:a") == []

    def test_keeps_lines_of_a_note_on_one_page(self) -> None:
        first, last = [one for one in paragraphs(body(NOTAT)) if style_of(NOTAT, one) == "Callout Warning"]
        assert properties_of(NOTAT, str(first.get(n("text:style-name")))) == {"keep-with-next": "always"}
        assert last.get(n("text:style-name")) == "Callout_20_Warning"


class TestTables:
    tables = elements(NOTAT, "table:table")

    def test_have_a_head_that_repeats_and_is_one(self) -> None:
        for table in self.tables:
            (head,) = table.iter(n("table:table-header-rows"))
            found = {style_of(NOTAT, one) for one in head.iter(n("text:p"))}
            assert found == {"Table Heading"}

    def test_say_what_they_are(self) -> None:
        assert [one.text for one in self.tables[0].iter(n("table:title"))] == ["Status for parterne"]
        assert [one.text for one in self.tables[0].iter(n("table:desc"))] == [
            "Høringspart, Status, Modtaget, Behandlet"
        ]
        assert len(elements(EVERYTHING, "table:title")) == 1

    def test_have_row_headings_only_where_the_document_says(self) -> None:
        tables = elements(EVERYTHING, "table:table")
        assert [len(list(one.iter(n("table:table-header-columns")))) for one in tables] == [1, 0, 1]

    def test_keep_short_rows_on_one_page_and_let_long_ones_go_on(self) -> None:
        rows = [row for table in self.tables for row in table.iter(n("table:table-row"))]
        free = [
            "".join(map(text_of, paragraphs(row)))
            for row in rows
            if properties_of(NOTAT, str(row.get(n("table:style-name")))) == {"keep-together": "auto"}
        ]
        assert [text.count(LONG.strip()) for text in free] == [1]

    def test_give_a_tone_a_style_and_only_where_there_is_text(self) -> None:
        found = {text_of(one): style_of(NOTAT, one) for one in self.tables[1].iter(n("text:p"))}
        outcomes = ("imødekommet", "delvist imødekommet", "ikke imødekommet", "taget til efterretning", "åben")
        assert {found[one] for one in outcomes} == set(TONED.values())
        cell = list(elements(EVERYTHING, "table:table")[0].iter(n("table:table-cell")))[-1]
        assert [style_of(EVERYTHING, one) for one in cell] == ["Table Contents"]

    def test_have_names_of_their_own_and_a_paragraph_in_every_cell(self) -> None:
        names = [one.get(n("table:name")) for one in self.tables]
        assert len(set(names)) == len(names) == 4
        assert all(len(one) for one in elements(EVERYTHING, "table:table-cell"))

    def test_do_not_stand_side_by_side_and_are_never_last(self) -> None:
        kinds = " ".join(one.tag.rpartition("}")[2] for one in body(EVERYTHING))
        assert "table table" not in kinds
        assert kinds.endswith("table p")


class TestFigures:
    def test_are_both_kinds_of_pictures_with_words_that_say_the_same(self) -> None:
        (frame,) = elements(NOTAT, "draw:frame")
        pictures = [str(one.get(n("xlink:href"))) for one in frame.iter(n("draw:image"))]
        assert [parts(NOTAT)[name] for name in pictures] == [bars().svg, bars().png]
        assert [one.text for one in frame.iter(n("svg:desc"))] == [bars().alt]
        assert [one.text for one in frame.iter(n("svg:title"))] == [bars().caption]

    @pytest.mark.parametrize(
        ("width", "height", "shown"),
        [(100, 50, ("10.000cm", "5.000cm")), (320, 100, ("16.000cm", "5.000cm")), (0, 0, ("0.010cm", "0.010cm"))],
    )
    def test_are_no_larger_than_the_page(self, width: float, height: float, shown: tuple[str, str]) -> None:
        figure = attrs.evolve(bars(), width_mm=width, height_mm=height, caption="")
        (frame,) = elements(render(built(lambda build: build.figure(figure))), "draw:frame")
        assert (frame.get(n("svg:width")), frame.get(n("svg:height"))) == shown

    def test_are_in_the_file_once(self) -> None:
        paper = built(lambda build: (build.figure(bars()), build.figure(bars())))
        assert len([name for name in parts(render(paper)) if name.startswith("Pictures/")]) == 2


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
            case Items():
                yield from ("".join(run.text for run in one) for one in block.items)
            case Table():
                for row in ([Cell(lines=((Run(text=one.label),),)) for one in block.columns], *block.rows):
                    for one in row:
                        yield from ["".join(run.text for run in each) for each in one.lines] or [""]
            case Figure():
                yield ""
                if block.caption.strip():
                    yield block.caption
            case _:
                pass


class TestHostileText:
    @given(texts=st.lists(st.one_of(ANY, SPACES), min_size=9, max_size=9), url=st.one_of(st.none(), ANY))
    def test_comes_back_as_it_is(self, texts: list[str], url: str | None) -> None:
        runs = (Run(text=texts[0], url=url), Run(text=texts[1], strong=True), Run(text=texts[2], emphasis=True))
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
                Items(items=(runs,)),
                attrs.evolve(bars((1,)), alt=texts[1], caption=texts[2]),
                Table(
                    columns=(Column(label=texts[7]), Column(label="")),
                    rows=((Cell(lines=(runs, ())), Cell(lines=(line(texts[8]),), tone=Tone.BAD)),),
                    caption=texts[0],
                ),
            ),
        )
        data = render(paper)
        found = [text_of(one) for one in paragraphs(body(data))]
        assert found[: len(found) - 1] == [printable(text) for text in texts_of(paper)]
        (foot, _) = elements(data, "style:footer", "styles.xml")
        assert text_of(foot[0]) == f"{printable(texts[4])}\tSide 1 af 1"

    def test_in_every_place_comes_back_too(self) -> None:
        found = [text_of(one) for one in paragraphs(body(render(hostile())))]
        assert found == [printable(text) for text in texts_of(hostile())]
        assert "{{body}}" in found[0]


class TestTheStyles:
    def test_have_names_and_what_people_call_them(self) -> None:
        for one in elements(NOTAT, "style:style", "styles.xml"):
            name, shown = one.get(n("style:name")), one.get(n("style:display-name"))
            assert encoded(str(shown or name)) == name

    def test_refer_only_to_one_another(self) -> None:
        known = set(styles(EVERYTHING))
        used = {
            value
            for part in ("content.xml", "styles.xml")
            for one in root(EVERYTHING, part).iter()
            for key, value in one.attrib.items()
            if key in (n("text:style-name"), n("style:parent-style-name"), n("style:next-style-name"))
        }
        assert used - known == {"Bullets"}
        assert len({style.name for style in STYLES}) == len(STYLES)
