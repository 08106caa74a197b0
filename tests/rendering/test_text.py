"""Texts of strangers in office files: only what no file can hold is changed."""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.paper import Run
from kkrconsult.rendering._text import attribute, clean, footer_parts, held, web

ANY = st.text(st.characters(exclude_categories=()))


@given(text=ANY)
def test_whatever_a_text_holds_a_file_can_hold_it(text: str) -> None:
    element = ET.fromstring(f"<a b={attribute(text)}>{held(text)}</a>")
    assert (element.text or "") == clean(text)
    assert element.get("b") == " ".join(clean(text).split())


@given(text=ANY)
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\r" not in clean(text)


def test_what_xml_holds_stays() -> None:
    # Production 2 of XML 1.0, but for the line ends.
    ends = {0xD, 0x85, 0x2028, 0x2029}
    held_ones = [9, 10, *range(0x20, 0xD800), *range(0xE000, 0xFFFE), *range(0x10000, sys.maxunicode + 1)]
    text = "".join(chr(code) for code in held_ones if code not in ends)
    assert clean(text) == text
    others = [chr(code) for code in (*range(9), *range(0xE, 0x20), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF)]
    assert {clean(one) for one in others} == {"\ufffd"}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n"])
def test_line_ends_of_any_kind_are_one(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a?b=c&d=%C3%A6#e", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://example.org/\x00", False),
        ("https://example.org/a b", False),
        ("#s1", False),
        (None, False),
    ],
)
def test_only_addresses_on_the_web_are_links(url: str | None, leads: bool) -> None:
    assert web(Run(text="x", url=url)) == (url if leads else None)


def test_the_footer_counts_pages_in_its_language() -> None:
    assert list(footer_parts("da")) == ["Side ", "{page}", " af ", "{pages}"]
    assert list(footer_parts("en")) == ["Page ", "{page}", " of ", "{pages}"]
