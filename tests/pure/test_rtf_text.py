"""Rich text: as Word writes it, as Outlook compresses it, and the HTML that Outlook hides in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.makers import stored_rtf

from kkrconsult.document import BlockKind
from kkrconsult.formats.compressed_rtf import decompressed
from kkrconsult.formats.rtf_text import rtf_text

HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset238 Cyr;}}{\colortbl;\red0;}\pard "
# The two examples of [MS-OXRTFCP] (4.1.1 and 4.2.1).
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def texts(body: bytes, head: bytes = HEAD) -> list[str]:
    return [block.text for block in rtf_text(head + body + b"}").blocks]


class TestRichText:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (rb"H\'f8ring\par to", ["Høring", "to"]),
            (rb"\u248?\u229\'e5", ["øå"]),
            (rb"\uc0\u248 x", ["øx"]),
            (rb"{\uc2\u248??}x", ["øx"]),
            (rb"\u-3913?", ["•"]),
            (rb"\u55357?\u56832?", ["\U0001f600"]),
            (rb"en\line to\tab tre", ["en\nto\ttre"]),
            (rb"a\emdash b\~c\_d\-e", ["a—b c-de"]),
            (rb"\{a\}\\", [r"{a}\ ".strip()]),
            (b"a\\\nb\r\nc", ["a", "bc"]),
            (rb"{\*\generator Word;}x{\info{\author Anna}}", ["x"]),
            (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", ["link"]),
            (rb"{\f1\'b3\'f3d\'9f}", ["łódź"]),
            (rb"{\b {\i fed}\b0  ja}", ["fed ja"]),
            (rb"a\bin3 }}}b", ["ab"]),
            (rb"a\bin b", ["ab"]),
            (rb"{\*\shpinst{\sp ignored{\*\shptxt boks\par}}}x", ["boks", "x"]),
            (rb"a}}}} b", ["a b"]),
            (rb"\intbl a\cell b\cell\row\pard c", ["a\tb", "c"]),
            (rb"\intbl a\par b\cell c\cell\row", ["a\nb\tc"]),
            (rb"\intbl a\cell", ["a"]),
            (rb"\'", []),
            (rb"\ansicpg99999 \'e6", ["æ"]),
            (rb"\f\uc\ansicpg\fcharset\u x", ["x"]),
        ],
    )
    def test_its_text_is_read(self, body: bytes, expected: list[str]) -> None:
        assert texts(body) == expected

    def test_headers_footers_and_notes_are_marked(self) -> None:
        page = rtf_text(HEAD + rb"{\header top\par}{\footerr bund}a{\footnote note}\par\bullet  punkt}")
        assert [(block.kind, block.text) for block in page.blocks] == [
            (BlockKind.HEADER, "top"),
            (BlockKind.FOOTER, "bund"),
            (BlockKind.NOTE, "note"),
            (BlockKind.PARAGRAPH, "a"),
            (BlockKind.LIST_ITEM, "• punkt"),
        ]

    def test_hidden_text_and_objects_are_left_out_and_remarked(self) -> None:
        page = rtf_text(HEAD + rb"a{\v skjult}\v skjult\plain b{\v  }{\object{\*\objdata 00}}}")
        assert [block.text for block in page.blocks] == ["ab"]
        assert page.remarks == ("embedded-objects", "hidden-text")

    def test_marks_of_html_are_no_text_where_there_is_none(self) -> None:
        assert texts(rb"{\*\htmltag64 <p>\u248?}a\htmlrtf b\htmlrtf0") == ["ab"]

    def test_what_is_doubled_for_programs_without_html_is_read_once(self) -> None:
        assert texts(rb"a\htmlrtf b\u248?\line\htmlrtf0 c", rb"{\rtf1\fromhtml1 ") == ["ac"]

    def test_html_inside_is_read_as_html(self) -> None:
        body = (
            rb"{\rtf1\ansi\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Vi mener "
            rb"{\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 ja\htmlrtf }\htmlrtf0{\*\htmltag92 </b>}\htmlrtf\par}\htmlrtf0"
            rb"{\*\htmltag72 </p>}\par{\*\htmltag64 <p>}to\'f8{\*\htmltag84 <img src='http://x.dk'>}\cell\row}"
        )
        page = rtf_text(body)
        assert [block.text for block in page.blocks] == ["Vi mener ja", "toø"]
        assert page.remarks == ("external-references",)

    @pytest.mark.parametrize("deep", [rb"{", rb"{\*\x ", rb"{\b", rb"{\header "])
    def test_depth_does_not_matter(self, deep: bytes) -> None:
        rtf_text(HEAD + deep * 50_000 + b"x")

    @given(st.binary(max_size=100) | st.text(alphabet="{}\\'*uvparcell0123 \n", max_size=150).map(str.encode))
    def test_nothing_raises(self, body: bytes) -> None:
        rtf_text(body)
        rtf_text(rb"{\rtf1\fromhtml1 " + body)


class TestCompression:
    def test_the_examples_of_the_specification_are_read(self) -> None:
        assert decompressed(HELLO, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        assert decompressed(CROSSING, 1000) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"

    def test_what_is_not_compressed_is_read(self) -> None:
        assert decompressed(stored_rtf(b"{\\rtf1 x}"), 1000) == b"{\\rtf1 x}"

    @pytest.mark.parametrize("data", [b"", b"x" * 15, b"\0" * 20])
    def test_what_is_neither_is_none(self, data: bytes) -> None:
        assert decompressed(data, 1000) is None

    def test_no_more_than_the_limit_is_given(self) -> None:
        assert decompressed(HELLO, 7) == b"{\\rtf1\\"
        assert decompressed(stored_rtf(b"abc"), 2) == b"ab"

    @pytest.mark.parametrize("cut", range(16, len(HELLO)))
    def test_what_is_cut_off_is_read_as_far_as_it_goes(self, cut: int) -> None:
        whole = decompressed(HELLO, 1000)
        part = decompressed(HELLO[:cut], 1000)
        assert whole is not None
        assert part is not None
        assert whole.startswith(part)

    @given(st.binary(max_size=200))
    def test_nothing_raises(self, body: bytes) -> None:
        found = decompressed(b"\xff\0\0\0\xff\0\0\0LZFu\0\0\0\0" + body, 5000)
        assert found is not None
        assert len(found) <= 5000
