"""OpenDocument files are read as they are seen; and what is not seen is told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.office import archive, odt

from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.model import PageBasis, PageCount
from kkrconsult.readers.odt import SPEC, Options


def read(data: bytes, **options: int) -> list[Any]:
    return list(SPEC.read(io.BytesIO(data), "svar.odt", Options(**options)))


def document(data: bytes) -> Document:
    (found,) = read(data)
    assert isinstance(found, Document), found
    return found


def blocks(data: bytes) -> list[tuple[str, str, int | None]]:
    return [(one.kind.value, one.text, one.level) for one in document(data).blocks]


def texts(data: bytes) -> list[str]:
    return [one.text for one in document(data).blocks]


WHOLE = odt(
    '<text:h text:outline-level="2">DK2020</text:h><text:p>Vi er<text:s text:c="2"/>med<text:tab/>på<text:line-break/>'
    "æøå.</text:p><text:p/>",
    meta="<dc:title>Svar</dc:title><dc:creator>Skive</dc:creator><dc:language>da-DK</dc:language>"
    '<meta:document-statistic meta:page-count="2"/>'
    '<meta:user-defined meta:name="kkrconsult-form">klima</meta:user-defined>',
)


class TestAFile:
    def test_is_read_block_by_block(self) -> None:
        assert blocks(WHOLE) == [("heading", "DK2020", 2), ("paragraph", "Vi er  med\tpå\næøå.", None)]

    def test_tells_of_itself(self) -> None:
        found = document(WHOLE)
        assert (found.title, found.author, found.language, found.form) == ("Svar", "Skive", "da-DK", "klima")
        assert found.pages == PageCount(pages=2, basis=PageBasis.ESTIMATED, method="meta.xml")

    @given(st.data())
    def test_that_is_damaged_costs_no_more_than_a_finding(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(WHOLE) - 1))
        flipped = bytes([WHOLE[at] ^ (1 << data.draw(st.integers(0, 7)))])
        broken = WHOLE[:at] if data.draw(st.booleans()) else WHOLE[:at] + flipped + WHOLE[at + 1 :]
        assert all(isinstance(one, (Document, Finding)) for one in read(broken))

    def test_tells_its_pages_where_it_knows_them(self) -> None:
        data = odt("<text:p>a</text:p><text:soft-page-break/><text:p>b</text:p>")
        assert [one.page for one in document(data).blocks] == [1, 2]

    def test_knows_the_style_of_a_title(self) -> None:
        styles = '<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="P2"/>'
        data = odt('<text:p text:style-name="P1">a</text:p><text:p text:style-name="P2">b</text:p>', automatic=styles)
        assert blocks(data) == [("heading", "a", 1), ("paragraph", "b", None)]


class TestLists:
    STYLES = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." text:start-value="3"/>'
        '<text:list-level-style-number text:level="2" style:num-format="a" text:display-levels="2"'
        ' style:num-suffix=")"/>'
        '<text:list-level-style-bullet text:level="3"/></text:list-style>'
    )

    def item(self, *inside: str) -> str:
        return f"<text:list-item>{''.join(inside)}</text:list-item>"

    def test_are_counted_as_they_say(self) -> None:
        third = f"<text:list>{self.item('<text:p>d</text:p>')}</text:list>"
        inner = f"<text:list>{self.item('<text:p>b</text:p>')}{self.item('<text:p>c</text:p>', third)}</text:list>"
        outer = f'<text:list text:style-name="L1">{self.item("<text:p>a</text:p><text:p>mere</text:p>", inner)}'
        outer += f"{self.item('<text:p>e</text:p>')}</text:list>"
        again = f'<text:list text:style-name="L1">{self.item("<text:p>f</text:p>")}</text:list>'
        item = self.item("<text:p>g</text:p>")
        on = f'<text:list text:style-name="L1" text:continue-numbering="true">{item}</text:list>'
        assert texts(odt(outer + again + on, automatic=self.STYLES)) == [
            *("3. a", "mere", "3.a) b", "3.b) c", "• d", "4. e", "3. f", "4. g"),
        ]


class TestTables:
    def test_give_a_block_a_row(self) -> None:
        row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        row += "<table:covered-table-cell/><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
        assert blocks(odt(f"<table:table>{row}</table:table>")) == [("table-row", "a\tb", None)]


class TestWhatIsNotSeen:
    def test_is_left_out_and_told(self) -> None:
        styles = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
        text = (
            '<text:tracked-changes text:track-changes="true"><text:changed-region><text:p>slettet</text:p>'
            "</text:changed-region></text:tracked-changes>"
            '<text:p>Set<text:span text:style-name="H">skjult</text:span>!<office:annotation><text:p>note</text:p>'
            '</office:annotation></text:p><text:p text:style-name="H">væk</text:p>'
        )
        found = document(odt(text, automatic=styles, Basic__Standard__m___xml="<x/>"))
        assert [one.text for one in found.blocks] == ["Set!"]
        assert set(found.remarks) == {"tracked-changes", "hidden-text", "comments", "macros"}


class TestWhatIsAround:
    def test_headers_footers_and_notes_have_their_places(self) -> None:
        styles = (
            "<style:header><text:p>Skive</text:p></style:header><style:footer><text:p>Side 1</text:p></style:footer>"
        )
        note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Se planen.</text:p>"
        text = f"<text:p>Vi er{note}</text:note-body></text:note> med.</text:p>"
        assert blocks(odt(text, styles=styles)) == [
            ("header", "Skive", None),
            ("note", "Se planen.", None),
            ("paragraph", "Vi er med.", None),
            ("footer", "Side 1", None),
        ]


class TestFields:
    @pytest.mark.parametrize(
        ("attributes", "inside", "text"),
        [
            ("", "Vi er<text:line-break/>med", "Vi er\nmed"),
            ('loext:showing-place-holder="true"', "Skriv her", ""),
            ('loext:checkbox="true" loext:checked="true"', "☒", "true"),
            ('loext:checkbox="true"', "☐", "false"),
        ],
    )
    def test_hold_what_was_filled_in(self, attributes: str, inside: str, text: str) -> None:
        control = f'<loext:content-control xmlns:loext="x" loext:tag="kkr:general" {attributes}>{inside}'
        found = document(odt(f"<text:p>Navn: {control}</loext:content-control></text:p>"))
        (field,) = [one for one in found.blocks if one.kind is BlockKind.FIELD]
        assert (field.field, field.text) == ("general", text)


class TestWhatIsNoSuchFile:
    def code(self, data: bytes, **options: int) -> str:
        (found,) = read(data, **options)
        assert isinstance(found, Finding), found
        return found.code

    def test_is_named(self) -> None:
        assert self.code(b"x") == "file.unreadable"
        assert self.code(archive({"a.txt": "x"})) == "file.unreadable"
        assert self.code(archive({"META-INF/manifest.xml": "<m><encryption-data/></m>"})) == "file.unreadable"

    def test_or_is_built_to_do_harm(self) -> None:
        assert self.code(odt("<text:p>" * 400 + "</text:p>" * 400)) == "file.unsafe"
        assert self.code(odt(f"<text:p>{'x' * 100_000}</text:p>"), largest_content=50_000) == "file.over-limit"
        assert self.code(WHOLE, largest_file=10) == "file.too-large"
        entities = '<!DOCTYPE x [<!ENTITY a "b">]><x/>'
        assert self.code(archive({"content.xml": entities})) == "file.unsafe"
