"""The named styles of an OpenDocument file: what a body needs and the file lacks is added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.dom.minidom import Element

from kkrconsult.rendering._odt_places import elements
from kkrconsult.rendering._odt_styles import BULLETS, LISTS, STYLES, encoded, style_xml

__all__ = ["Sheet"]

_OURS = {style.name: style for style in STYLES}
_ENCODED = re.compile(r"_([0-9a-f]{1,4})_")
# What Word calls otherwise than LibreOffice.
_ALSO = {"Standard": ("normal", "default paragraph style"), "Quotations": ("quote",), "Internet link": ("hyperlink",)}


class Sheet:
    """The styles of one file."""

    def __init__(self, root: Element) -> None:
        """Look at the styles that there are.

        Args:
            root: The root of ``styles.xml``.
        """
        named = {one.tagName: one for one in root.childNodes if isinstance(one, Element)}
        self.holder = named["office:styles"]
        self._used: dict[str, None] = {}
        there: dict[tuple[str, str], Element] = {}
        self._lists: set[str] = set()
        for one in elements(self.holder):
            if one.tagName == "style:style":
                there.setdefault((one.getAttribute("style:family"), _shown(one)), one)
            elif one.tagName == "text:list-style":
                self._lists.add(one.getAttribute("style:name"))
        self._there: dict[str, Element] = {}
        for ours in STYLES:
            for name in (ours.name.lower(), *_ALSO.get(ours.name, ())):
                if (ours.family, name) in there:
                    self._there.setdefault(ours.name, there[ours.family, name])
        taken = {one.getAttribute("style:name") for one in there.values()}
        self._names = {
            name: self._there[name].getAttribute("style:name")
            if name in self._there
            else next(one for one in _variants(encoded(name)) if one not in taken)
            for name in _OURS
        }

    def unnumbered(self) -> str:
        """What a heading needs beside its style, since it has its number in its text: nothing, or no second number."""
        numbered = any(
            one.tagName == "text:outline-level-style" and one.getAttribute("style:num-format")
            for one in elements(self.holder)
        )
        return ' text:is-list-header="true"' if numbered else ""

    def use(self, name: str) -> str:
        """The name of a style in the file, where it will be when the file is complete."""
        self._used[name] = None
        return self._names[name]

    def missing(self, width: float) -> str:
        """The styles that were used and are not there, with those that they refer to, as XML.

        Args:
            width: The width of the text, in millimetres.
        """
        wanted: set[str] = set()
        waiting: list[str | None] = list(self._used)
        while waiting:
            name = waiting.pop()
            if name is not None and name not in wanted and name not in self._there:
                wanted.add(name)
                waiting += [_OURS[name].parent, _OURS[name].following]
        lists = LISTS if "List Bullet" in self._used and BULLETS not in self._lists else ""
        return "".join(style_xml(one, self._names, width) for one in STYLES if one.name in wanted) + lists

    def speak(self, language: str, country: str) -> None:
        """Set the language of the file."""
        for one in elements(self.holder):
            default = one.tagName == "style:default-style" and one.getAttribute("style:family") == "paragraph"
            if default or one is self._there.get("Standard"):
                for properties in elements(one):
                    if properties.tagName == "style:text-properties" and (
                        default or properties.hasAttribute("fo:language")
                    ):
                        properties.setAttribute("fo:language", language)
                        properties.setAttribute("fo:country", country or "none")


def _shown(style: Element) -> str:
    """What a style is called, in small letters."""
    name = style.getAttribute("style:display-name")
    return (name or _ENCODED.sub(lambda found: chr(int(found[1], 16)), style.getAttribute("style:name"))).lower()


def _variants(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 10_000))
