"""Templates of an office's own for Word: filled in as they are, and refused with everything that is wrong with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from tests.rendering.papers import HOSTILE, bars, everything, notat
from tests.rendering.templates import changed, letterhead, with_entries
from tests.rendering.word import out_of_order, part, parts, styled, w

from kkrconsult.errors import ExportError
from kkrconsult.paper import Builder, Paper
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering.docx import built_in, render

LETTERHEAD = letterhead()
NOTAT = render(notat(), LETTERHEAD)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def shown(data: bytes) -> list[str]:
    return [one.text for one in opened(data).paragraphs]


def problems(template: bytes) -> list[str]:
    with pytest.raises(ExportError, match="the template cannot be used") as caught:
        render(notat(), template)
    return [str(one) for one in caught.value.problems]


def plain(*texts: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A Word file of a few paragraphs."""
    document: Any = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    if change is not None:
        change(document)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


class TestTheBuiltInTemplate:
    @pytest.mark.parametrize("paper", [notat(), everything()])
    def test_gives_what_no_template_gives(self, paper: Paper) -> None:
        assert render(paper, built_in("da")) == render(paper)

    def test_can_lie_on_its_side(self) -> None:
        paper = notat(landscape=True)
        assert render(paper, built_in("da", landscape=True)) == render(paper)


class TestALetterhead:
    def test_is_filled_in_wherever_word_has_cut_a_place_up(self) -> None:
        texts = shown(NOTAT)
        assert texts[0] == notat().title
        assert texts[1] == "Fra KKR Midtjylland til kommunerne, om ”Høring om fælles klimastrategi”."
        assert texts[2] == "Status\tUdkast"
        assert texts[-1] == "Konstrueret Region, Skottenborg 26, 8800 Viborg"
        assert "{{" not in "".join(texts)

    def test_keeps_its_header_and_footer(self) -> None:
        section = opened(NOTAT).sections[0]
        assert section.header.paragraphs[0].text == "  Konstrueret Region · Høring om fælles klimastrategi"
        assert section.footer.paragraphs[0].text == f"{notat().footer} · Journalnr. 00.01-A00-1-20"
        assert any(one.reltype.endswith("/image") for one in section.header.part.rels.values())

    def test_keeps_its_styles_and_gets_those_that_it_lacks(self) -> None:
        before, after = ({one.name: one for one in opened(data).styles} for data in (LETTERHEAD, NOTAT))
        assert str(after["Heading 1"].font.color.rgb) == "7A1F1F"
        assert after["Note"].font.size.pt == 7
        assert set(before) < set(after)
        assert {"Callout Warning", "Table Text", "Consultation Table", "Fact", "toc 1"} <= set(after) - set(before)
        assert "Subtitle" in before
        assert "Callout Good" not in after

    def test_keeps_the_letters_where_a_place_was(self) -> None:
        (run,) = [one for one in opened(NOTAT).sections[0].header.paragraphs[0].runs if "Høring om" in one.text]
        assert run.bold is None

    def test_shows_notes_that_it_has_no_place_for_before_the_document(self) -> None:
        names = [one.style.name for one in opened(NOTAT).paragraphs]
        assert names.index("Callout Warning") == names.index("Heading 1") - 2

    def test_gives_tables_and_pictures_the_width_between_its_margins(self) -> None:
        for table in part(NOTAT).iter(w("tbl")):
            assert sum(int(str(one.get(w("w")))) for one in table.iter(w("gridCol"))) == 8504
        assert [round(one.width.mm) for one in opened(NOTAT).inline_shapes] == [150]

    def test_has_the_properties_of_the_document_and_no_moment(self) -> None:
        core = opened(NOTAT).core_properties
        assert (core.title, core.author, core.language) == (notat().title, "KKR Midtjylland", "da-DK")
        assert b"created" not in parts(NOTAT)["docProps/core.xml"]
        assert b"Pages" not in parts(NOTAT)["docProps/app.xml"]
        assert not [name for name in parts(NOTAT) if "thumbnail" in name]

    def test_is_written_in_the_language_of_the_document(self) -> None:
        styles = part(render(notat("en"), LETTERHEAD), "word/styles.xml")
        assert {one.get(w("val")) for one in styles.iter(w("lang"))} == {"en-GB"}

    def test_is_the_same_every_time_and_in_order(self) -> None:
        assert render(notat(), LETTERHEAD) == NOTAT
        assert [one for one in out_of_order(NOTAT, strict=False) if "settings" not in one] == []

    def test_has_bookmarks_and_pictures_of_different_numbers(self) -> None:
        def add(document: Any) -> None:
            document.paragraphs[1]._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="min"/>'))
            document.paragraphs[1]._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="7"/>'))

        found = part(render(notat(), letterhead(add)))
        numbers = [one.get(w("id")) for one in found.iter(w("bookmarkStart"))]
        assert numbers[0] == "7"
        assert len(set(numbers)) == len(numbers)

    def test_shows_the_texts_of_strangers_as_texts(self) -> None:
        text = " ".join(HOSTILE)
        build = Builder()
        build.text(text)
        data = render(build.paper(title=text, language="da", footer=text, subject=text), LETTERHEAD)
        assert shown(data)[0] == printable(text)
        assert opened(data).sections[0].footer.paragraphs[0].text.startswith(printable(text))

    def test_may_be_a_template_of_words(self) -> None:
        template = changed(LETTERHEAD, "[Content_Types].xml", "document.main+xml", "template.main+xml")
        assert render(notat(), template) == NOTAT


class TestASmallTemplate:
    def test_needs_no_more_than_a_place_for_the_document(self) -> None:
        texts = shown(render(notat(), plain("{{body}}")))
        assert texts[:5] == [
            "Status\tUdkast",
            "Opgjort\t5. januar 2021 kl. 12.00",
            "Høringsfrist\t15. december 2020 kl. 10.00",
            "Gælder for\tTil intern brug. Notatet er ikke behandlet politisk.",
            "Alle svar og bemærkninger i dette notat er konstruerede.",
        ]
        assert notat().title not in texts

    def test_may_repeat_lines(self) -> None:
        assert (
            shown(render(Paper(title="T", language="da"), plain("{{title}} og {{title}}", "{{body}}")))[0] == "T og T"
        )

    def test_loses_a_place_that_gets_nothing(self) -> None:
        paper = Paper(title="T", language="da")
        assert shown(render(paper, plain("før", "{{contents}}", "{{facts}}", "{{top}}", "{{body}}", "efter"))) == [
            "før",
            "efter",
        ]

    def test_keeps_a_page_break_before_the_document(self) -> None:
        def break_before(document: Any) -> None:
            document.paragraphs[-1].paragraph_format.page_break_before = True

        found = opened(render(notat(facts=(), top=()), plain("{{body}}", change=break_before))).paragraphs
        assert [one.paragraph_format.page_break_before for one in found[:2]] == [True, None]

    def test_keeps_pictures_and_breaks_that_stand_where_the_document_goes(self) -> None:
        def add(document: Any) -> None:
            run = document.paragraphs[-1].add_run()
            run.add_picture(io.BytesIO(bars().png), width=1000)
            run.add_break(WD_BREAK.PAGE)

        assert len(opened(render(Paper(title="T", language="da"), plain("{{body}}", change=add))).inline_shapes) == 1

    def test_may_have_facts_in_a_table(self) -> None:
        def add(document: Any) -> None:
            document.add_table(1, 2).cell(0, 1).text = "{{facts}}"
            document.add_table(1, 1).cell(0, 0).text = "{{top}}"

        full = opened(render(notat(), plain("{{body}}", change=add)))
        cell = full.tables[-2].cell(0, 1)
        assert [one.text.partition("\t")[0] for one in cell.paragraphs] == [label for label, _ in notat().facts]
        empty = opened(render(Paper(title="T", language="da"), plain("{{body}}", change=add)))
        assert empty.tables[0].cell(0, 1).text == ""

    def test_may_have_columns(self) -> None:
        def add(document: Any) -> None:
            section = document.sections[0]._sectPr
            (columns,) = section.xpath("./w:cols")
            columns.set(qn("w:num"), "2")
            columns.set(qn("w:space"), "720")

        (table, *_) = part(render(notat(), plain("{{body}}", change=add))).iter(w("tbl"))
        assert sum(int(str(one.get(w("w")))) for one in table.iter(w("gridCol"))) == (8640 - 720) // 2

    def test_may_say_nothing_of_its_pages(self) -> None:
        def strip(document: Any) -> None:
            section = document.sections[0]._sectPr
            section.getparent().remove(section)

        (table, *_) = part(render(notat(), plain("{{body}}", change=strip))).iter(w("tbl"))
        assert sum(int(str(one.get(w("w")))) for one in table.iter(w("gridCol"))) == 9071

    def test_need_not_know_of_pictures(self) -> None:
        template = plain("{{body}}")
        assert b"drawingml/2006/picture" not in parts(template)["word/document.xml"]
        assert len(opened(render(notat(), template)).inline_shapes) == 1

    def test_may_hold_comments_of_xml(self) -> None:
        template = changed(plain("{{body}}"), "word/document.xml", "<w:sectPr", "<!--kkr1-0--><w:sectPr")
        assert "<!--kkr1-0-->" in parts(render(notat(), template))["word/document.xml"].decode()

    def test_numbers_headings_once(self) -> None:
        def number(document: Any) -> None:
            properties = document.styles["Heading 2"].element.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))

        for heading in styled_headings(render(notat(), plain("{{body}}", change=number))):
            assert [one.get(w("val")) for one in heading.iter(w("numId"))] == ["0"]
        for heading in styled_headings(NOTAT):
            assert list(heading.iter(w("numId"))) == []

    def test_gets_bullets_where_its_lists_have_none(self) -> None:
        def strip(document: Any) -> None:
            style = document.styles["List Bullet"].element
            style.remove(style.pPr)

        data = render(notat(), plain("{{body}}", change=strip))
        lists = part(data, "word/numbering.xml")
        used = {one.get(w("val")) for one in part(data).iter(w("numId"))}
        (number,) = used
        assert number in {one.get(w("numId")) for one in lists.iter(w("num"))}
        assert out_of_order(data, strict=False) == out_of_order(NOTAT, strict=False)

    def test_gets_a_list_of_its_own_where_it_has_none_at_all(self) -> None:
        def strip(document: Any) -> None:
            document.styles["List Bullet"].delete()
            (relation,) = [key for key, one in document.part.rels.items() if one.reltype.endswith("/numbering")]
            document.part.drop_rel(relation)

        template = plain("{{body}}", change=strip)
        assert not [name for name in parts(template) if "numbering" in name]
        data = render(notat(), template)
        assert [one.get(w("val")) for one in part(data, "word/numbering1.xml").iter(w("lvlText"))] == ["•"]

    def test_has_styles_under_other_ids_and_names_that_mean_something_else(self) -> None:
        def rename(document: Any) -> None:
            heading = document.styles["Heading 1"].element
            heading.set(qn("w:styleId"), "Overskrift1")
            document.styles.add_style("Callout", WD_STYLE_TYPE.CHARACTER)
            document.styles.add_style("TableText", WD_STYLE_TYPE.CHARACTER)

        data = render(everything(), plain("{{body}}", change=rename))
        assert styled(part(data), "Overskrift1") == ["1 Et"]
        names = {one.get(w("styleId")): one[0].get(w("val")) for one in part(data, "word/styles.xml").iter(w("style"))}
        assert names["Callout2"] == "Callout 2"
        assert names["TableText2"] == "Table Text"


def styled_headings(data: bytes) -> list[Any]:
    found = []
    for paragraph in part(data).iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and str(style.get(w("val"))).startswith("Heading"):
            found.append(paragraph)
    assert found
    return found


class TestPlacesThatAreWrong:
    def test_are_all_told_at_once(self) -> None:
        known = "{{author}}, {{body}}, {{contents}}, {{facts}}, {{footer}}, {{subject}}, {{title}}, {{top}}"
        assert problems(plain("{{titel}}", "tekst {{top}}", "{{contents}}", "{{contents}}", "{{body}")) == [
            f"there is no such place; found '{{{{titel}}}}'; allowed: {known}. Did you mean {{{{title}}}}?",
            "{{top}} does not stand alone in its paragraph",
            "{{body}} is missing; it stands where the document goes",
            "{{contents}} stands in it 2 times, and can only once",
            "braces do not make a place; found '{{body}'",
        ]

    def test_are_places_like_nothing_known(self) -> None:
        (first, _) = problems(plain("{{xyzzy}}"))
        assert "Did you mean" not in first

    def test_are_two_documents(self) -> None:
        assert problems(plain("{{body}}", "{{body}}")) == ["{{body}} stands in it 2 times, and can only once"]

    def test_are_documents_in_headers_tables_and_text_boxes(self) -> None:
        def header(document: Any) -> None:
            document.sections[0].header.paragraphs[0].text = "{{body}}"

        def table(document: Any) -> None:
            document.add_table(1, 1).cell(0, 0).text = "{{body}}"

        def box(document: Any) -> None:
            document.paragraphs[0]._p.append(
                parse_xml(
                    f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
                    "<w:txbxContent><w:p><w:r><w:t>{{body}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
                    "</w:pict></w:r>"
                )
            )

        assert problems(plain(change=header)) == [
            "{{body}} stands in a header or a footer, where only a line of text can stand"
        ]
        assert problems(plain(change=table)) == ["{{body}} stands in a table; the document needs the width of the page"]
        assert problems(plain("tekst", change=box)) == [
            "{{body}} stands in a text box, where only a line of text can stand"
        ]

    def test_are_places_in_footnotes(self) -> None:
        template = with_entries(
            plain("{{body}}"), {"word/footnotes.xml": b"<w:footnotes xmlns:w='x'>{{title}}</w:footnotes>"}
        )
        assert problems(template) == [
            "places in footnotes and endnotes are not filled; found 'word/footnotes.xml'",
        ]


RELATION = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="https://example.org/x.png" TargetMode="External"/></Relationships>'
)


def related(kind: str) -> bytes:
    return changed(plain("{{body}}"), "word/_rels/document.xml.rels", "</Relationships>", RELATION.format(kind))


def in_text(xml: str) -> bytes:
    return changed(plain("{{body}}"), "word/document.xml", "<w:sectPr", f"<w:p>{xml}</w:p><w:sectPr")


class TestFilesThatAreRefused:
    @pytest.mark.parametrize("data", [b"", b"{{body}}", b"PK\x03\x04", b"%PDF-1.7"])
    def test_are_no_word_files(self, data: bytes) -> None:
        assert problems(data) == ["it is not a Word file (.docx or .dotx), or it is damaged"]

    def test_are_other_archives(self) -> None:
        from kkrconsult.rendering import odt

        assert problems(odt.built_in("da")) == ["it is not a Word file (.docx or .dotx)"]

    def test_are_of_an_old_format(self) -> None:
        assert problems(bytes.fromhex("d0cf11e0a1b11ae1") + b"x") == [
            "it is of an old format or locked with a password; save it as a Word file (.docx or .dotx)"
        ]

    def test_have_macros(self) -> None:
        macros = "it has macros or controls in it; save it as a file without macros (.docx)"
        enabled = changed(
            plain("{{body}}"),
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        )
        assert problems(enabled) == [macros]
        assert problems(with_entries(plain("{{body}}"), {"word/vbaProject.bin": b"x"})) == [macros]
        assert problems(with_entries(plain("{{body}}"), {"word/activeX/activeX1.bin": b"x"})) == [macros]

    def test_hold_other_files(self) -> None:
        (found,) = problems(with_entries(plain("{{body}}"), {"word/embeddings/oleObject1.bin": b"x"}))
        assert found.startswith("another file is embedded in it")

    def test_need_something_from_outside(self) -> None:
        assert problems(related("image")) == [
            "it needs something outside of it; put that into the file; found 'https://example.org/x.png'"
        ]
        assert render(notat(), related("hyperlink"))

    @pytest.mark.parametrize("order", ['INCLUDEPICTURE "https://x"', "DDEAUTO c a", 'LINK Excel.Sheet "x"'])
    def test_fetch_something_when_they_are_updated(self, order: str) -> None:
        simple = in_text(f'<w:fldSimple w:instr="{order.replace(chr(34), "&quot;")}"/>')
        split = in_text(
            f"<w:r><w:instrText>{order[:3]}</w:instrText></w:r><w:r><w:instrText>{order[3:]}</w:instrText></w:r>"
        )
        for template in (simple, split):
            (found,) = problems(template)
            assert found.startswith("it has a field that fetches something from outside")
        assert render(notat(), in_text('<w:fldSimple w:instr=" HYPERLINK x "/>'))

    def test_tell_who_changed_what(self) -> None:
        (found,) = problems(in_text('<w:ins w:id="1" w:author="Ane"><w:r><w:t>x</w:t></w:r></w:ins>'))
        assert found.startswith("it holds tracked changes; accept them first")

        def comment(document: Any) -> None:
            document.add_comment(document.paragraphs[0].runs, "Hvad?", "Ane")

        (found,) = problems(plain("{{body}}", change=comment))
        assert found.startswith("it holds comments; remove them first")

    def test_are_built_to_do_harm(self) -> None:
        declared = changed(
            plain("{{body}}"), "word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'
        )
        (found,) = problems(declared)
        assert found == "it is built to do harm (a document type); found 'word/document.xml'"
        deep = in_text("<w:smartTag>" * 300 + "</w:smartTag>" * 300)
        (found,) = problems(deep)
        assert "nested too deeply" in found

    def test_are_bombs(self) -> None:
        bomb = with_entries(plain("{{body}}"), {"word/media/x.bin": bytes(65 << 20)})
        assert len(bomb) < 1 << 20
        assert problems(bomb) == ["it unpacks to more than 64 MB"]

    def test_name_their_elements_in_an_unusual_way(self) -> None:
        (found,) = problems(changed(plain("{{body}}"), "word/document.xml", "<w:document ", '<w:document xmlns:a="x" '))
        assert found == "it names its elements in an unusual way; save it with Word; found a"

    def test_are_damaged(self) -> None:
        cut = changed(plain("{{body}}"), "word/document.xml", "</w:document>", "")
        (found,) = problems(cut)
        assert found.startswith("it is damaged (no element found")
        lost = changed(plain("{{body}}"), "_rels/.rels", "word/document.xml", "word/other.xml")
        (found,) = problems(lost)
        assert "it is damaged, or of a kind that is not known" in found

    @given(data=st.binary(max_size=300))
    def test_are_refused_whatever_they_are(self, data: bytes) -> None:
        with pytest.raises(ExportError):
            render(Paper(title="T", language="da"), data)

    @given(place=st.integers(0, len(LETTERHEAD) - 1), byte=st.integers(0, 255))
    def test_are_filled_in_or_refused_where_a_byte_is_wrong(self, place: int, byte: int) -> None:
        template = LETTERHEAD[:place] + bytes([byte]) + LETTERHEAD[place + 1 :]
        try:
            data = render(Paper(title="T", language="da"), template)
        except ExportError:
            return
        assert zipfile.is_zipfile(io.BytesIO(data))


class TestWhatATemplateWasMadeFrom:
    def test_is_not_told(self) -> None:
        template = with_entries(
            plain("{{body}}"),
            {
                "word/_rels/settings.xml.rels": (
                    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                    b'attachedTemplate" Target="file:///C:/Users/ane/brev.dotx" TargetMode="External"/></Relationships>'
                ),
                "word/settings.xml": lambda content: content.replace(
                    b"<w:zoom",
                    b'<w:attachedTemplate r:id="rId1"/><w:zoom',
                    1,
                ),
            },
        )
        data = render(notat(), template)
        assert b"ane" not in b"".join(content for name, content in parts(data).items() if name.endswith(".rels"))
        assert b"attachedTemplate" not in parts(data)["word/settings.xml"]
