"""Templates of an office's own for OpenDocument: filled in as they are, and refused with everything wrong with them."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rendering.opendocument import elements, n, paragraphs, parts, root, style_of, styles, text_of
from tests.rendering.papers import HOSTILE, everything, notat
from tests.rendering.templates import changed, odt_letterhead, with_entries

from kkrconsult.errors import ExportError
from kkrconsult.paper import Builder, Paper
from kkrconsult.rendering import docx
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering.odt import built_in, render

LETTERHEAD = odt_letterhead()
NOTAT = render(notat(), LETTERHEAD)
PLAIN = built_in("da")
BODY = '<text:p text:style-name="Standard">{{body}}</text:p>'


def shown(data: bytes) -> list[str]:
    (body,) = elements(data, "office:text")
    return [text_of(one) for one in paragraphs(body)]


def with_text(xml: str) -> bytes:
    """The built-in template with something before the place of the document."""
    return changed(PLAIN, "content.xml", BODY, xml + BODY)


def problems(template: bytes) -> list[str]:
    with pytest.raises(ExportError, match="the template cannot be used") as caught:
        render(notat(), template)
    return [str(one) for one in caught.value.problems]


class TestTheBuiltInTemplate:
    @pytest.mark.parametrize("paper", [notat(), everything()])
    def test_gives_what_no_template_gives(self, paper: Paper) -> None:
        assert render(paper, PLAIN) == render(paper)

    def test_can_lie_on_its_side(self) -> None:
        paper = notat(landscape=True)
        assert render(paper, built_in("da", landscape=True)) == render(paper)


class TestALetterhead:
    def test_is_filled_in_wherever_a_program_has_cut_a_place_up(self) -> None:
        texts = shown(NOTAT)
        assert texts[:3] == [
            notat().title,
            "Fra KKR Midtjylland, om ”Høring om fælles klimastrategi”.",
            "Status\tUdkast",
        ]
        assert texts[-1] == "Konstrueret Region"
        assert "{{" not in "".join(texts)

    def test_keeps_its_styles(self) -> None:
        assert b"#7a1f1f" in parts(NOTAT)["styles.xml"]
        assert b"#1d4a63" not in parts(NOTAT)["styles.xml"]

    def test_shows_notes_that_it_has_no_place_for_before_the_document(self) -> None:
        (body,) = elements(NOTAT, "office:text")
        names = [style_of(NOTAT, one) for one in paragraphs(body)]
        assert names.index("Callout Warning") == names.index("Heading 1") - 2

    def test_is_the_same_every_time(self) -> None:
        assert render(notat(), LETTERHEAD) == NOTAT

    def test_shows_the_texts_of_strangers_as_texts(self) -> None:
        text = " ".join(HOSTILE)
        build = Builder()
        build.text(text)
        data = render(build.paper(title=text, language="da", footer=text, subject=text), LETTERHEAD)
        assert shown(data)[0] == printable(text)
        assert text_of(elements(data, "style:footer", "styles.xml")[0][0]) == f"{printable(text)}\tSide 1 af 1"

    def test_may_be_a_template_file(self) -> None:
        kind = "application/vnd.oasis.opendocument.text"
        template = changed(LETTERHEAD, "mimetype", kind, f"{kind}-template")
        template = changed(template, "META-INF/manifest.xml", f'"{kind}"', f'"{kind}-template"')
        assert render(notat(), template) == NOTAT

    def test_keeps_what_an_office_marks_its_files_with_and_nothing_of_who_wrote_it(self) -> None:
        own = (
            '<office:meta><meta:user-defined meta:name="Klassifikation">Intern</meta:user-defined>'
            "<meta:creation-date>2020-01-01T00:00:00</meta:creation-date><dc:creator>Ane</dc:creator></office:meta>"
        )
        meta = parts(render(notat(), changed(LETTERHEAD, "meta.xml", "<office:meta/>", own)))["meta.xml"].decode()
        assert '<meta:user-defined meta:name="Klassifikation">Intern</meta:user-defined>' in meta
        assert "2020" not in meta
        assert "Ane" not in meta

    def test_loses_thumbnails_and_what_programs_keep_for_themselves(self) -> None:
        template = with_entries(LETTERHEAD, {"Thumbnails/thumbnail.png": b"x", "layout-cache": b"x"})
        template = changed(
            template,
            "META-INF/manifest.xml",
            "</manifest:manifest>",
            '<manifest:file-entry manifest:full-path="layout-cache" manifest:media-type=""/></manifest:manifest>',
        )
        assert render(notat(), template) == NOTAT

    def test_without_properties_gets_some(self) -> None:
        sink = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as old, zipfile.ZipFile(sink, "w") as new:
            for name in old.namelist():
                if name not in ("meta.xml", "settings.xml"):
                    content = old.read(name).replace(
                        b'<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>', b""
                    )
                    new.writestr(name, content)
        data = render(notat(), sink.getvalue())
        listed = [
            one.get(n("manifest:full-path")) for one in elements(data, "manifest:file-entry", "META-INF/manifest.xml")
        ]
        assert listed.count("meta.xml") == 1
        assert elements(data, "dc:title", "meta.xml")[0].text == notat().title


class TestASmallTemplate:
    def test_begins_a_page_where_its_place_does(self) -> None:
        broken = '<style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>'
        template = changed(
            PLAIN,
            "content.xml",
            "</office:automatic-styles>",
            '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Standard">' + broken,
        )
        template = changed(template, "content.xml", BODY, BODY.replace("Standard", "P9"))
        data = render(notat(), template)
        heading = elements(data, "text:h")[0]
        inner = styles(data)[str(heading.get(n("text:style-name")))][0]
        assert inner.get(n("fo:break-before")) == "page"

    def test_keeps_the_kind_of_page_that_begins_where_its_place_is(self) -> None:
        template = changed(PLAIN, "content.xml", '<text:p text:style-name="First">{{title}}</text:p>', "")
        template = changed(template, "content.xml", BODY, BODY.replace("Standard", "First"))
        (body,) = elements(render(Paper(title="T", language="da"), template), "office:text")
        assert [one.get(n("text:style-name")) for one in paragraphs(body)] == ["First"]

    def test_gets_what_it_lacks(self) -> None:
        template = changed(PLAIN, "styles.xml", 'style:name="Callout_20_Warning"', 'style:name="Noget_20_andet"')
        template = changed(template, "styles.xml", 'style:display-name="Callout Warning"', "")
        template = changed(template, "styles.xml", 'style:name="Bullets"', 'style:name="Andre"')
        template = changed(template, "content.xml", "<office:automatic-styles>", "<office:automatic-styles><!--")
        template = changed(template, "content.xml", "</office:automatic-styles>", "--></office:automatic-styles>")
        data = render(notat(), template)
        assert "Callout_20_Warning" in styles(data)
        assert [one.get(n("style:name")) for one in elements(data, "text:list-style", "styles.xml")] == [
            "Andre",
            "Bullets",
        ]
        assert "Callout_20_Good" in styles(data)

    def test_may_have_no_styles_of_its_own_in_the_text(self) -> None:
        template = changed(PLAIN, "content.xml", 'text:style-name="First"', 'text:style-name="Title"')
        start, end = b"<office:automatic-styles>", b"</office:automatic-styles>"
        template = with_entries(
            template, {"content.xml": lambda content: content.partition(start)[0] + content.partition(end)[2]}
        )
        assert b"automatic-styles" not in parts(template)["content.xml"]
        assert len(elements(render(notat(), template), "table:table")) == 4

    def test_has_names_that_are_not_ours(self) -> None:
        once = with_text('<text:p text:style-name="kkr1-1">kkr1</text:p>')
        names = [one.get(n("table:name")) for one in elements(render(notat(), once), "table:table")]
        assert all(str(name).startswith("kkr2") for name in names)

    def test_has_styles_under_the_names_of_word(self) -> None:
        template = changed(PLAIN, "styles.xml", 'style:name="Quotations"', 'style:name="Quote"')
        data = render(everything(), template)
        (body,) = elements(data, "office:text")
        (quote,) = [one for one in paragraphs(body) if text_of(one) == "Afsnit: quote"]
        assert quote.get(n("text:style-name")) == "Quote"

    def test_numbers_headings_once(self) -> None:
        outline = (
            '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/>'
            "</text:outline-style></office:styles>"
        )
        data = render(notat(), changed(PLAIN, "styles.xml", "</office:styles>", outline))
        assert {one.get(n("text:is-list-header")) for one in elements(data, "text:h")} == {"true"}
        assert {one.get(n("text:is-list-header")) for one in elements(NOTAT, "text:h")} == {None}

    @pytest.mark.parametrize(
        ("old", "new", "width"),
        [
            ('fo:margin-left="25mm" fo:margin-right="25mm"', 'fo:margin-left="1in" fo:margin-right="3cm"', "15.460cm"),
            ('fo:page-width="210mm"', 'fo:page-width="9in"', "17.860cm"),
            (
                'style:name="Standard" style:page-layout-name="Page_20_Layout"',
                'style:name="X" style:page-layout-name="Y"',
                "16.000cm",
            ),
            ('fo:page-width="210mm"', 'fo:page-width="1mm"', "2.500cm"),
        ],
    )
    def test_gives_tables_the_width_between_its_margins(self, old: str, new: str, width: str) -> None:
        template = changed(PLAIN, "styles.xml", old, new)
        data = render(notat(), template)
        found = {one.get(n("style:width")) for one in root(data).iter(n("style:table-properties"))}
        assert found == {width}

    def test_may_have_facts_in_a_table(self) -> None:
        cell = "<table:table-row><table:table-cell><text:p>{{facts}}</text:p></table:table-cell></table:table-row>"
        cell = f"<table:table><table:table-column/>{cell}</table:table>"
        template = changed(PLAIN, "content.xml", '<text:p text:style-name="Fact">{{facts}}</text:p>', "")
        template = changed(template, "content.xml", BODY, cell + BODY)
        (found,) = elements(render(notat(), template), "table:table-cell")[:1]
        assert [text_of(one).partition("\t")[0] for one in found] == [label for label, _ in notat().facts]
        (found,) = elements(render(Paper(title="T", language="da"), template), "table:table-cell")
        assert [text_of(one) for one in found] == [""]

    def test_keeps_pictures_that_stand_where_the_document_goes(self) -> None:
        frame = '<draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame>'
        template = changed(PLAIN, "content.xml", "{{body}}</text:p>", f"{frame}{{{{body}}}}</text:p>")
        assert len(elements(render(Paper(title="T", language="da"), template), "draw:frame")) == 1


class TestPlacesThatAreWrong:
    def test_are_all_told_at_once(self) -> None:
        template = with_text("<text:p>{{titel}}</text:p><text:p>x {{contents}}</text:p><text:p>{{body}</text:p>")
        found = problems(changed(template, "content.xml", BODY, ""))
        assert [one.partition(";")[0] for one in found] == [
            "there is no such place",
            "{{contents}} does not stand alone in its paragraph",
            "{{body}} is missing",
            "{{contents}} stands in it 2 times, and can only once",
            "braces do not make a place",
        ]

    @pytest.mark.parametrize(
        ("before", "after", "reason"),
        [
            (
                "<table:table><table:table-row><table:table-cell>",
                "</table:table-cell></table:table-row></table:table>",
                "in a table or a list",
            ),
            ("<text:list><text:list-item>", "</text:list-item></text:list>", "in a table or a list"),
            ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>", "in a frame"),
        ],
    )
    def test_are_documents_where_there_is_no_room(self, before: str, after: str, reason: str) -> None:
        (found,) = problems(changed(PLAIN, "content.xml", BODY, before + BODY + after))
        assert found.startswith(f"{{{{body}}}} stands {reason}")

    def test_are_facts_in_lists_and_headers(self) -> None:
        fact = '<text:p text:style-name="Fact">{{facts}}</text:p>'
        listed = changed(PLAIN, "content.xml", fact, f"<text:list><text:list-item>{fact}</text:list-item></text:list>")
        assert problems(listed) == ["{{facts}} stands in a list"]
        (found,) = problems(changed(changed(PLAIN, "content.xml", fact, ""), "styles.xml", "{{title}}", "{{facts}}"))
        assert found.startswith("{{facts}} stands in a header or a footer")


class TestFilesThatAreRefused:
    @pytest.mark.parametrize("data", [b"", b"{{body}}", b"PK\x03\x04", b"<office:document/>"])
    def test_are_no_opendocument(self, data: bytes) -> None:
        assert problems(data) == ["it is not an OpenDocument text (.odt or .ott), or it is damaged"]

    def test_are_other_archives(self) -> None:
        assert problems(docx.built_in("da")) == ["it is not an OpenDocument text (.odt or .ott)"]
        sheet = changed(PLAIN, "mimetype", "opendocument.text", "opendocument.spreadsheet")
        assert problems(sheet) == ["it is not an OpenDocument text (.odt or .ott)"]

    @pytest.mark.parametrize(
        ("xml", "problem"),
        [
            ('<script:event-listener xmlns:script="x"/>', "it has macros in it; remove them first"),
            ("<office:annotation><text:p>Hvad?</text:p></office:annotation>", "it holds tracked changes or comments"),
            (
                "<text:tracked-changes><text:changed-region/></text:tracked-changes>",
                "it holds tracked changes or comments",
            ),
            (
                "<text:dde-connection-decls><text:dde-connection-decl/></text:dde-connection-decls>",
                "it has a field that fetches",
            ),
            (
                '<text:p><draw:frame><draw:image xlink:href="https://x.dk/y.png"/></draw:frame></text:p>',
                "it needs something outside",
            ),
            (
                '<text:p><draw:frame><draw:image xlink:href="../y.png"/></draw:frame></text:p>',
                "it needs something outside",
            ),
        ],
    )
    def test_would_run_fetch_or_tell(self, xml: str, problem: str) -> None:
        (found,) = problems(with_text(xml))
        assert found.startswith(problem)

    def test_have_macros(self) -> None:
        (found,) = problems(with_entries(PLAIN, {"Basic/Standard/Module1.xml": b"<x/>"}))
        assert found == "it has macros in it; remove them first; found 'Basic/Standard/Module1.xml'"

    def test_are_locked(self) -> None:
        locked = changed(
            PLAIN, "META-INF/manifest.xml", "</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>"
        )
        assert problems(locked) == ["it is locked with a password"]

    def test_may_lead_out_by_links(self) -> None:
        assert render(notat(), with_text('<text:p><text:a xlink:href="https://x.dk">x</text:a></text:p>'))

    def test_are_built_to_do_harm(self) -> None:
        (found,) = problems(
            changed(
                PLAIN,
                "content.xml",
                "<office:document-content",
                '<!DOCTYPE x [<!ENTITY a "b">]><office:document-content',
            )
        )
        assert found.startswith("it is built to do harm (a document type)")
        (found,) = problems(with_text("<text:span>" * 300 + "</text:span>" * 300))
        assert "nested too deeply" in found

    def test_name_their_elements_in_an_unusual_way(self) -> None:
        template = changed(
            PLAIN,
            "content.xml",
            'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
            'xmlns:svg="http://www.w3.org/2000/svg"',
        )
        (found,) = problems(template)
        assert found.startswith("it names its elements in an unusual way")

    def test_have_no_styles(self) -> None:
        template = with_entries(PLAIN, {"styles.xml": b"<a/>"})
        (found,) = problems(template)
        assert "of a kind that is not known" in found

    @given(place=st.integers(0, len(LETTERHEAD) - 1), byte=st.integers(0, 255))
    def test_are_filled_in_or_refused_where_a_byte_is_wrong(self, place: int, byte: int) -> None:
        template = LETTERHEAD[:place] + bytes([byte]) + LETTERHEAD[place + 1 :]
        try:
            data = render(Paper(title="T", language="da"), template)
        except ExportError:
            return
        assert zipfile.is_zipfile(io.BytesIO(data))
