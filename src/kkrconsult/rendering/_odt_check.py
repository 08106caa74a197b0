"""What is wrong with an OpenDocument text as a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.dom.minidom import Element

from kkrconsult.errors import Problem, bounded
from kkrconsult.formats.packages import attribute
from kkrconsult.formats.packing import packed
from kkrconsult.rendering._odt_file import TextFile
from kkrconsult.rendering._odt_places import places, texts_of
from kkrconsult.rendering._odt_shell import MEDIA, NAMESPACES
from kkrconsult.rendering._places import Place, left_over
from kkrconsult.rendering._templates import carefully, opened, place_problems, refuse, scan

__all__ = ["checked"]

_KIND = "an OpenDocument text (.odt or .ott)"
_NEEDED = ("content.xml", "styles.xml", "META-INF/manifest.xml")
_RUNS = ("Basic/", "Scripts/")
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\.\./")
# Parts that are written anew, and links, which do nothing until somebody follows one.
_ANEW = ("meta.xml", "settings.xml")
_LINKS = {"a"}


def checked(data: bytes) -> TextFile:
    """A template, ready to be filled in.

    Args:
        data: An OpenDocument text or a template for such.

    Raises:
        ExportError: It cannot be used; with everything that is wrong with it.
    """
    entries = opened(data, _KIND)
    kind = entries.get("mimetype", b"").decode("ascii", "replace").strip()
    if kind not in (MEDIA, f"{MEDIA}-template") or any(name not in entries for name in _NEEDED):
        refuse([Problem(message=f"it is not {_KIND}")])
    problems = list(_file_problems(entries))
    file = carefully(lambda: TextFile(packed(entries.items())))
    problems += carefully(lambda: list(_place_problems(file)))
    if problems:
        refuse(problems)
    return file


def _file_problems(entries: Mapping[str, bytes]) -> Iterator[Problem]:
    seen: dict[str, str] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "encryption-data":
            seen.setdefault("it is locked with a password", "")
        elif element in ("event-listener", "script"):
            seen.setdefault("it has macros in it; remove them first", element)
        elif element in ("changed-region", "annotation"):
            seen.setdefault("it holds tracked changes or comments; accept or remove them first", "")
        elif element.startswith("dde-"):
            seen.setdefault("it has a field that fetches something from outside", element)
        target = attribute(attributes, "href")
        if element not in _LINKS and _OUTSIDE.match(target):
            seen.setdefault("it needs something outside of it; put that into the file", target)

    for name, content in entries.items():
        if name.startswith(_RUNS):
            seen.setdefault("it has macros in it; remove them first", name)
        elif name.endswith(".xml") and name not in _ANEW:
            scan(content, start)
    for message, found in seen.items():
        yield Problem(message=message, found=bounded(found) if found else None)


def _place_problems(file: TextFile) -> Iterator[Problem]:
    for root in (file.content, file.styles):
        for prefix, name in NAMESPACES.items():
            if root.getAttribute(f"xmlns:{prefix}") != name:
                yield Problem(message="it names its elements in an unusual way; save it with LibreOffice", found=prefix)
    found = [place for root in (file.content, file.styles) for place in places(root)]
    broken = [text for root in (file.content, file.styles) for text in texts_of(root) if left_over(text)]
    yield from place_problems(found, _no_blocks, broken)


def _no_blocks(place: Place) -> str | None:
    """Why there can be no paragraphs and tables where a place is; None if they can stand there."""
    around: list[str] = []
    node = place.paragraph.parentNode
    while isinstance(node, Element):
        around.append(node.tagName)
        node = node.parentNode
    if "office:text" not in around:
        return "in a header or a footer, where only a line of text can stand"
    if "draw:text-box" in around:
        return "in a frame, where only a line of text can stand"
    if place.name == "body" and any(not one.startswith(("office:", "text:section")) for one in around):
        return "in a table or a list; the document needs the width of the page"
    if "text:list-item" in around:
        return "in a list"
    return None
