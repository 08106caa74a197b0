"""Makes what matplotlib draws fit to be put into a page or a document: small, and safe next to other drawings.

Pure text work. What comes in is this library's own drawing, never a stranger's file.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from kkrconsult.charts._specs import LIGHT

__all__ = ["for_page", "for_paper"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_LINK = f"{{{_XLINK}}}href"
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_FONT = re.compile(r"(?:(?P<font_weight>bold|\d00) )?(?P<font_size>[\d.]+px) (?P<font_family>.*)")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NAMES = {colour: name for name, colour in LIGHT.items()}
_WITHOUT = ("metadata", "style")


def for_page(svg: bytes, prefix: str) -> str:
    """An ``svg`` element for a page: the page's colours and font, ids of its own, and hidden from screen readers.

    Args:
        svg: The drawing.
        prefix: What its ids begin with.
    """
    root = _cleaned(svg, prefix, page=True)
    box = root.get("viewBox", "")
    # No width and height, so that the page decides.
    root.attrib.clear()
    root.attrib.update({"class": "chart", "viewBox": box, "aria-hidden": "true", "focusable": "false"})
    _joints(root)
    # In HTML an svg element needs no namespace.
    return _written(root)


def for_paper(svg: bytes, prefix: str, title: str, description: str) -> bytes:
    """A whole SVG file for a document, with title and description inside.

    Args:
        svg: The drawing.
        prefix: What its ids begin with.
        title: What it is called.
        description: What it shows, in words.
    """
    root = _cleaned(svg, prefix, page=False)
    names = {"xmlns": _SVG, "xmlns:xlink": _XLINK}
    root.attrib.update({**names, "role": "img", "aria-labelledby": f"{prefix}-title {prefix}-desc"})
    _joints(root)
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        child = ET.Element(name, {"id": f"{prefix}-{name}"})
        child.text = _printable(text)
        root.insert(place, child)
    return _written(root).encode()


def _printable(text: str) -> str:
    """A text without what XML cannot hold."""
    return "".join(
        char if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff") else "\ufffd" for char in text
    )


def _joints(root: ET.Element) -> None:
    """What matplotlib says in a style sheet of its own."""
    root.attrib.update({"stroke-linejoin": "round", "stroke-linecap": "butt"})


def _cleaned(svg: bytes, prefix: str, *, page: bool) -> ET.Element:
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing, from the line before
    _drop(root)
    used = set(_used(root))
    names = {name: f"{prefix}-{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        _restyle(element, page=page)
        _rename(element, names, "href" if page else "xlink:href")
        element.tag = element.tag.rpartition("}")[2]
        for key in ("d", "x", "y", "transform", "width", "height", "points"):
            if key in element.attrib and element is not root:
                element.set(key, _short(element.attrib[key]))
    return root


def _drop(parent: ET.Element) -> None:
    """Take out what a page needs not: metadata, the style sheet, and comments that repeat texts."""
    for child in list(parent):
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _WITHOUT:
            parent.remove(child)
        else:
            _drop(child)
            if child.tag.endswith(("}defs", "}g")) and not len(child):
                parent.remove(child)


def _used(root: ET.Element) -> Iterator[str]:
    """The ids that something refers to."""
    for element in root.iter():
        if _LINK in element.attrib:
            yield element.attrib[_LINK].removeprefix("#")
        for value in element.attrib.values():
            yield from _REFERENCE.findall(value)


def _restyle(element: ET.Element, *, page: bool) -> None:
    """Turn a style into attributes, which a strict content security policy allows."""
    style = element.attrib.pop("style", "")
    for part in filter(None, map(str.strip, style.split(";"))):
        key, _, value = (piece.strip() for piece in part.partition(":"))
        # Before matplotlib 3.11 all about the font is in one.
        found = _FONT.fullmatch(value) if key == "font" else None
        pairs = found.groupdict("").items() if found else [(key, value)]
        for name, said in pairs:
            if said and not (page and name.endswith("family")):
                # Without a unit it is of the drawing's own, which grows with it.
                element.set(name.replace("_", "-"), said.removesuffix("px") if name.endswith("size") else said)
    if element.attrib.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if page:
        for key in ("fill", "stroke"):
            colour = _NAMES.get(element.attrib.get(key, ""))
            if colour is not None:
                element.set(key, f"var(--chart-{colour})")


def _rename(element: ET.Element, names: dict[str, str], link: str) -> None:
    own = element.attrib.pop("id", None)
    if own in names:
        element.set("id", names[own])
    if _LINK in element.attrib:
        element.set(link, "#" + names[element.attrib.pop(_LINK).removeprefix("#")])
    for key, value in element.attrib.items():
        element.set(key, _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))


def _short(value: str) -> str:
    """Numbers as long as they matter, and no line ends: two decimals, and of a small one such as a scale more."""
    return " ".join(_NUMBER.sub(lambda found: _number(float(found[0])), value).split())


def _number(value: float) -> str:
    # In a scale, half a per cent is a letter's width at the end of a long line.
    text = f"{value:.2f}" if abs(value) >= 1 else f"{value:.6f}"
    return text.rstrip("0").rstrip(".")


def _written(root: ET.Element) -> str:
    for element in root.iter():
        element.tail = None
        if element.text is not None and not element.text.strip():
            element.text = None
    return ET.tostring(root, encoding="unicode")
