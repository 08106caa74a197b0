"""Texts of strangers in office files: only what no file can hold is changed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.paper import Run
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering._text import attribute, footer_parts, held, web

ANY = st.text(st.characters(exclude_categories=()))


@given(text=ANY)
def test_whatever_a_text_holds_a_file_can_hold_it(text: str) -> None:
    element = ET.fromstring(f"<a b={attribute(text)}>{held(text)}</a>")
    assert (element.text or "") == printable(text)
    assert element.get("b") == " ".join(printable(text).split())


def test_only_what_is_no_text_is_replaced() -> None:
    # Control characters, halves of surrogate pairs and noncharacters; line ends of any kind are one.
    never = {*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)}
    never |= {*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF} - {0x85}
    ends = {0xA, 0xD, 0x85, 0x2028, 0x2029}
    for code in range(0x11000):
        wanted = "\n" if code in ends else "\ufffd" if code in never else chr(code)
        assert printable(f"a{chr(code)}b") == f"a{wanted}b", hex(code)


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
