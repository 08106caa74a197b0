"""Word files are read as they are seen: text in order, numbers of lists, cells, notes; and what is not seen is told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document as NewDocument
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.office import archive, docx, p, r, relations

from kkrconsult.document import Block, BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.model import PageBasis, PageCount
from kkrconsult.readers.docx import SPEC, Options

Item = Any


def read(data: bytes, **options: int) -> list[Item]:
    return list(SPEC.read(io.BytesIO(data), "svar.docx", Options(**options)))


def document(data: bytes) -> Document:
    (found,) = read(data)
    assert isinstance(found, Document), found
    return found


def texts(data: bytes) -> list[str]:
    return [block.text for block in document(data).blocks]


def reason(data: bytes, **options: int) -> tuple[str, str]:
    (found,) = read(data, **options)
    assert isinstance(found, Finding), found
    said = found.params["reason"]
    return found.code, str(dict(said)["en"])  # type: ignore[call-overload]


def saved(new: Any) -> bytes:
    sink = io.BytesIO()
    new.save(sink)
    return sink.getvalue()


class TestAFileOfWords:
    def make(self) -> bytes:
        new: Any = NewDocument()
        new.core_properties.title, new.core_properties.author = "Svar", "Skive Kommune"
        new.sections[0].header.paragraphs[0].text = "Skive Kommune"
        new.sections[0].footer.paragraphs[0].text = "Side 1"
        new.add_heading("Høringssvar", 0)
        paragraph = new.add_paragraph("Vi er ")
        paragraph.add_run("med").bold = True
        paragraph.add_run(" på æ, ø og å.")
        new.add_heading("Spor", 2)
        for text in ("Et", "To"):
            new.add_paragraph(text, style="List Number")
        new.add_paragraph("Prik", style="List Bullet")
        table = new.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "a", "b\nc"
        new.add_page_break()
        new.add_paragraph("Side to")
        return saved(new)

    def test_is_read_block_by_block(self) -> None:
        found = document(self.make())
        assert [(one.kind, one.text, one.level, one.page) for one in found.blocks] == [
            (BlockKind.HEADER, "Skive Kommune", None, None),
            (BlockKind.HEADING, "Høringssvar", 1, 1),
            (BlockKind.PARAGRAPH, "Vi er med på æ, ø og å.", None, 1),
            (BlockKind.HEADING, "Spor", 2, 1),
            (BlockKind.LIST_ITEM, "1. Et", 1, 1),
            (BlockKind.LIST_ITEM, "2. To", 1, 1),
            (BlockKind.LIST_ITEM, "• Prik", 1, 1),
            (BlockKind.TABLE_ROW, "a\tb\nc", None, 1),
            (BlockKind.PARAGRAPH, "Side to", None, 2),
            (BlockKind.FOOTER, "Side 1", None, None),
        ]
        assert (found.title, found.author) == ("Svar", "Skive Kommune")
        assert found.pages == PageCount(pages=1, basis=PageBasis.ESTIMATED, method="docProps/app.xml")

    @given(st.data())
    def test_that_is_damaged_costs_no_more_than_a_finding(self, data: st.DataObject) -> None:
        whole = self.make()
        at = data.draw(st.integers(0, len(whole) - 1))
        cut = data.draw(st.booleans())
        broken = (
            whole[:at]
            if cut
            else whole[:at] + bytes([whole[at] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[at + 1 :]
        )
        assert all(isinstance(one, (Document, Finding)) for one in read(broken))


class TestText:
    def test_has_its_breaks_tabs_and_hyphens(self) -> None:
        inside = "<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:cr/><w:t>e</w:t>"
        assert texts(docx(p(f"<w:r>{inside}</w:r>"))) == ["a\nb\tc-d\ne"]

    def test_tab_stops_are_no_tabs(self) -> None:
        assert texts(docx(p(r("a"), properties='<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'))) == ["a"]

    def test_that_was_deleted_is_gone_and_what_was_added_is_there(self) -> None:
        body = p(
            r("Vi "), f"<w:ins>{r('er')}</w:ins>", "<w:del><w:r><w:delText>var</w:delText></w:r></w:del>", r(" med")
        )
        found = document(docx(body))
        assert [one.text for one in found.blocks] == ["Vi er med"]
        assert found.remarks == ("tracked-changes",)

    def test_that_is_hidden_is_left_out(self) -> None:
        found = document(docx(p(r("Set"), r("skjult", "<w:vanish/>"), r("!", '<w:vanish w:val="0"/>'))))
        assert ([one.text for one in found.blocks], found.remarks) == (["Set!"], ("hidden-text",))

    def test_in_a_box_is_read_once(self) -> None:
        box = f"<w:txbxContent>{p(r('Boks'))}</w:txbxContent>"
        choice = f"<AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent>"
        assert texts(docx(p(r("Før "), f"<w:r>{choice}</w:r>", r("efter")))) == ["Boks", "Før efter"]

    def test_of_comments_and_field_codes_is_not_read(self) -> None:
        body = p(r("Tekst"), '<w:r><w:commentReference w:id="1"/><w:instrText>PAGE</w:instrText></w:r>')
        found = document(docx(body))
        assert ([one.text for one in found.blocks], found.remarks) == (["Tekst"], ("comments",))


class TestHeadings:
    STYLES = (
        '<w:styles xmlns:w="x"><w:style w:styleId="O1"><w:name w:val="Overskrift 1"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Vores"/><w:basedOn w:val="O1"/></w:style>'
        '<w:style w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style>'
        '<w:style w:styleId="Out"><w:name w:val="y"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style></w:styles>'
    )

    @pytest.mark.parametrize(
        ("properties", "level"),
        [
            ('<w:pStyle w:val="O1"/>', 1),
            ('<w:pStyle w:val="Own"/>', 1),
            ('<w:pStyle w:val="Out"/>', 3),
            ('<w:outlineLvl w:val="1"/>', 2),
            ('<w:pStyle w:val="Heading4"/>', 4),
            ('<w:pStyle w:val="Loop"/>', None),
            ('<w:pStyle w:val="gone"/>', None),
            ('<w:outlineLvl w:val="9"/>', None),
        ],
    )
    def test_are_known_by_their_styles(self, properties: str, level: int | None) -> None:
        data = docx(
            p(r("x"), properties=properties), rels=relations(("styles", "styles.xml")), word__styles___xml=self.STYLES
        )
        (block,) = document(data).blocks
        assert block.level == level
        assert block.kind is (BlockKind.PARAGRAPH if level is None else BlockKind.HEADING)


class TestLists:
    NUMBERING = (
        '<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )

    def test_are_counted_as_they_say(self) -> None:
        levels = (0, 1, 1, 0, 1, 2, 5)
        body = "".join(
            p(r("x"), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
            for level in levels
        )
        data = docx(body, rels=relations(("numbering", "numbering.xml")), word__numbering___xml=self.NUMBERING)
        assert texts(data) == ["II) x", "II.a x", "II.b x", "III) x", "III.a x", "x", "• x"]

    def test_without_a_number_are_paragraphs(self) -> None:
        (block,) = document(docx(p(r("x"), properties='<w:numPr><w:numId w:val="0"/></w:numPr>'))).blocks
        assert block.kind is BlockKind.PARAGRAPH


class TestTables:
    def cell(self, *paragraphs: str) -> str:
        return f"<w:tc>{''.join(paragraphs)}</w:tc>"

    def table(self, *rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    def test_in_tables_are_part_of_the_cell(self) -> None:
        inner = self.table(self.cell(p(r("i"))) + self.cell(p(r("j"))))
        assert texts(docx(self.table(self.cell(p(r("a")), inner) + self.cell(p(r("b")))))) == ["a\ni\nj\tb"]

    def test_of_one_cell_are_a_frame_around_paragraphs(self) -> None:
        found = document(docx(self.table(self.cell(p(r("a")), p(r("b"))), self.cell(p()))))
        assert [(one.kind, one.text) for one in found.blocks] == [
            (BlockKind.PARAGRAPH, "a"),
            (BlockKind.PARAGRAPH, "b"),
        ]


class TestFields:
    def control(self, inside: str, tag: str = "kkr:track.dk2020", more: str = "") -> str:
        return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/>{more}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'

    def fields(self, data: bytes) -> list[tuple[str | None, str]]:
        return [(one.field, one.text) for one in document(data).blocks if one.kind is BlockKind.FIELD]

    def test_hold_what_was_filled_in(self) -> None:
        inline = p(r("Navn: "), self.control(r("Anna"), "kkr:contact.name"))
        found = document(docx(inline + self.control(p(r("Et")) + p(r("To")))))
        assert [(one.field, one.text) for one in found.blocks if one.field] == [
            ("contact.name", "Anna"),
            ("track.dk2020", "Et\n\nTo"),
        ]
        assert [one.text for one in found.blocks if not one.field] == ["Navn:"]

    def test_that_show_a_hint_are_empty(self) -> None:
        assert self.fields(docx(p(self.control(r("Skriv her"), more="<w:showingPlcHdr/>")))) == [("track.dk2020", "")]

    @pytest.mark.parametrize(("value", "text"), [("1", "true"), ("0", "false")])
    def test_may_be_crossed(self, value: str, text: str) -> None:
        more = f'<w14:checkbox xmlns:w14="y"><w14:checked w14:val="{value}"/></w14:checkbox>'
        assert self.fields(docx(p(self.control(r("☒"), more=more)))) == [("track.dk2020", text)]

    def test_of_others_are_text(self) -> None:
        assert texts(docx(p(self.control(r("Anna"), "navn")))) == ["Anna"]

    def test_tell_whose_form_it_is(self) -> None:
        custom = '<Properties><property name="kkrconsult-form"><lpwstr>klima</lpwstr></property></Properties>'
        assert document(docx(p(r("x")), docProps__custom___xml=custom)).form == "klima"


class TestWhatIsAround:
    def test_notes_come_after_the_text(self) -> None:
        notes = (
            '<w:footnotes xmlns:w="x"><w:footnote w:type="separator"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
            '<w:footnote w:id="1"><w:p><w:r><w:t>Se planen.</w:t></w:r></w:p></w:footnote></w:footnotes>'
        )
        data = docx(p(r("x")), rels=relations(("footnotes", "footnotes.xml")), word__footnotes___xml=notes)
        assert document(data).blocks[-1] == Block(kind=BlockKind.NOTE, text="Se planen.")

    def test_what_is_outside_is_not_fetched_and_what_could_run_is_not_run(self) -> None:
        rels = relations(external=(("image", "https://x.example/a.png"), ("hyperlink", "https://x.example")))
        found = document(docx(p(r("x")), rels=rels, word__vbaProject___bin=b"x", word__embeddings__o___bin=b"x"))
        assert found.remarks == ("macros", "external-references", "embedded-objects")

    def test_a_link_alone_is_nothing_to_tell(self) -> None:
        assert document(docx(p(r("x")), rels=relations(external=(("hyperlink", "https://x.example"),)))).remarks == ()

    def test_files_inside_are_parts(self) -> None:
        (part,) = document(docx(p(r("x")), word__embeddings__Plan___xlsx=b"data")).parts
        assert (part.name, part.data) == ("plan.xlsx", b"data")


class TestWhatIsNoWordFile:
    def test_is_named(self) -> None:
        assert reason(b"%PDF-1.7")[0] == "file.unreadable"
        assert reason(archive({"a.txt": "x"}))[1] == "it is no Word document"
        assert "old format" in reason(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100)[1]
        locked = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
        assert "password" in reason(locked)[1]

    def test_or_is_built_to_do_harm(self) -> None:
        entities = '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="x"/>'
        assert reason(docx("", word__document___xml=entities))[0] == "file.unsafe"
        assert reason(docx("<w:p>" * 400 + "</w:p>" * 400))[0] == "file.unsafe"
        assert reason(docx(p(r("x" * 100_000))), largest_content=50_000)[0] == "file.over-limit"
        assert read(docx(p(r("x"))), largest_file=10)[0].code == "file.too-large"
