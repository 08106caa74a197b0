"""Puts a drawing into a page: its ids are its own, and nothing in it runs, reaches out or styles the page around it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from kkrconsult.paper import Figure
from kkrconsult.rendering._plain import printable

__all__ = ["inline_svg"]

_SVG = "http://www.w3.org/2000/svg"
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")
_ELEMENTS = {
    *("svg", "g", "defs", "title", "desc", "use", "symbol", "marker", "pattern", "mask"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
    *("clipPath", "linearGradient", "radialGradient", "stop"),
}
# How it looks. A style is taken apart into these, since the page's policy forbids styles in attributes.
_LOOKS = {
    *("clip-path", "clip-rule", "color", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family"),
    *("font-size", "font-style", "font-variant", "font-weight", "letter-spacing", "marker-end", "marker-mid"),
    *("marker-start", "mask", "opacity", "paint-order", "shape-rendering", "stop-color", "stop-opacity", "stroke"),
    *("stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
    *("stroke-opacity", "stroke-width", "text-anchor", "text-rendering", "visibility", "white-space", "text-align"),
    *("font", "display", "writing-mode", "alignment-baseline", "baseline-shift", "text-decoration", "vector-effect"),
}
_PLACES = {
    *("clipPathUnits", "cx", "cy", "d", "dx", "dy", "fx", "fy", "gradientTransform", "gradientUnits", "height"),
    *("markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits", "offset", "orient", "points"),
    *("patternContentUnits", "patternTransform", "patternUnits", "preserveAspectRatio", "r", "refX", "refY", "rotate"),
    *("rx", "ry", "spreadMethod", "textLength", "lengthAdjust", "transform", "viewBox", "width", "x", "x1", "x2", "y"),
    *("y1", "y2"),
}
_DROPPED = {
    "id",
    "class",
    "role",
    "version",
    "baseProfile",
    "focusable",
    "tabindex",
    "{http://www.w3.org/XML/1998/namespace}space",
}
_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')]+?)["']?\s*\)""")
_REACHES_OUT = re.compile(r"url\(\s*[\"']?(?!#)|expression\(|javascript:|@import", re.IGNORECASE)


def inline_svg(figure: Figure, prefix: str) -> str | None:
    """An ``svg`` element that says what it shows.

    Args:
        figure: The picture.
        prefix: What its ids shall begin with, so that they differ from all others on the page.

    Returns:
        The element; None where the drawing holds something that could do more than draw, or is no SVG.
    """
    # A document type could define entities that grow without end.
    if b"<!DOCTYPE" in figure.svg or b"<!ENTITY" in figure.svg:
        return None
    try:
        root = ET.fromstring(figure.svg)  # noqa: S314 - without a document type there is nothing to expand
    except (ET.ParseError, ValueError, LookupError):
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    names: dict[str, str] = {}
    for element in root.iter():
        if (own := element.attrib.get("id")) is not None:
            names.setdefault(own, f"{prefix}-{len(names) + 1}")
    for element in root.iter():
        if not _cleaned(element, names):
            return None
    _present(root, figure)
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _cleaned(element: ET.Element, names: dict[str, str]) -> bool:
    """Leave only what draws, with new ids; False where there is more than that."""
    if not isinstance(element.tag, str) or not element.tag.startswith(f"{{{_SVG}}}"):
        return False
    element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    if element.tag not in _ELEMENTS:
        return False
    found = dict(element.attrib)
    for part in filter(str.strip, found.pop("style", "").split(";")):
        key, _, value = part.partition(":")
        found[key.strip()] = value.strip()
    element.attrib.clear()
    if "id" in found:
        element.set("id", names[found["id"]])
    for key, value in found.items():
        if key in _HREF:
            if value.removeprefix("#") not in names or not value.startswith("#"):
                return False
            element.set("href", "#" + names[value[1:]])
        elif key in _LOOKS or key in _PLACES:
            if _REACHES_OUT.search(value) or any(name not in names for name in _REFERENCE.findall(value)):
                return False
            element.set(key, _REFERENCE.sub(lambda match: f"url(#{names[match[1]]})", value))
        elif key not in _DROPPED and not key.startswith(("aria-", "data-")):
            return False
    return True


def _present(root: ET.Element, figure: Figure) -> None:
    """Name the drawing once (what names it inside would be read twice), and say how large it is."""
    for child in list(root):
        if child.tag in ("title", "desc"):
            root.remove(child)
    if "viewBox" not in root.attrib:
        sides = [re.match(r"[\d.]+", root.get(key, "")) for key in ("width", "height")]
        root.set("viewBox", " ".join(["0 0", *(side[0] for side in sides if side)]))
    root.attrib.update(
        {
            "width": _pixels(figure.width_mm),
            "height": _pixels(figure.height_mm),
            "role": "img",
            "aria-label": printable(figure.alt),
            "focusable": "false",
        }
    )


def _pixels(mm: float) -> str:
    return str(round(mm * 96 / 25.4))
