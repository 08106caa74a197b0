"""Looking into OpenDocument texts: their parts, styles, and what they say."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

__all__ = ["elements", "n", "paragraphs", "parts", "root", "style_of", "styles", "text_of"]

URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = {
    "office": f"{URN}:office:1.0",
    "text": f"{URN}:text:1.0",
    "table": f"{URN}:table:1.0",
    "draw": f"{URN}:drawing:1.0",
    "style": f"{URN}:style:1.0",
    "fo": f"{URN}:xsl-fo-compatible:1.0",
    "svg": f"{URN}:svg-compatible:1.0",
    "meta": f"{URN}:meta:1.0",
    "manifest": f"{URN}:manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


def n(name: str) -> str:
    """A name such as ``text:p``, with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def parts(data: bytes) -> dict[str, bytes]:
    """What a file consists of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@functools.lru_cache(maxsize=64)
def root(data: bytes, name: str = "content.xml") -> ET.Element:
    """One part of a file."""
    return ET.fromstring(parts(data)[name])


def elements(data: bytes, name: str, part: str = "content.xml") -> list[ET.Element]:
    """All elements of a name."""
    return list(root(data, part).iter(n(name)))


def text_of(element: ET.Element) -> str:
    """What a paragraph says, by the rules of OpenDocument for white space (1.3 part 3, 6.1.2)."""
    found: list[str] = []

    def add(text: str | None) -> None:
        for letter in text or "":
            space = letter in " \t\r\n"
            if not space:
                found.append(letter)
            elif found and found[-1] != "\0 ":
                found.append("\0 ")
            # What stands first in a paragraph goes.

    def walk(one: ET.Element) -> None:
        name = one.tag
        if name == n("text:s"):
            found.append(" " * int(one.get(n("text:c"), "1")))
        elif name == n("text:tab"):
            found.append("\t")
        elif name == n("text:line-break"):
            found.append("\n")
        if name not in (n("draw:frame"), n("text:bookmark-ref")):
            add(one.text)
            for child in one:
                walk(child)
                add(child.tail)

    walk(element)
    if found and found[-1] == "\0 ":
        found.pop()
    return "".join(found).replace("\0", "")


def paragraphs(element: ET.Element, *, contents: bool = False) -> Iterator[ET.Element]:
    """Paragraphs and headings in order, without those of the table of contents."""
    for child in element:
        if child.tag in (n("text:p"), n("text:h")):
            yield child
        elif contents or child.tag != n("text:table-of-content"):
            yield from paragraphs(child, contents=contents)


@functools.lru_cache(maxsize=64)
def styles(data: bytes) -> dict[str, ET.Element]:
    """All styles by name, those of the paragraphs' own among them."""
    return {
        str(one.get(n("style:name"))): one
        for part in ("styles.xml", "content.xml")
        for one in root(data, part).iter(n("style:style"))
    }


def style_of(data: bytes, element: ET.Element) -> str:
    """What the style of a paragraph is called; of one that only adds to another, that other."""
    known = styles(data)
    style = known[element.get(n("text:style-name"), "Standard")]
    own = str(style.get(n("style:name")))
    if own.startswith("kkr") or own == "First":
        style = known[str(style.get(n("style:parent-style-name")))]
    return str(style.get(n("style:display-name")) or style.get(n("style:name")))
