"""An OpenDocument text that is filled in: its text, its pictures, its language and its properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.dom import minidom
from xml.dom.minidom import Element

from kkrconsult.formats.packing import packed
from kkrconsult.paper import Paper
from kkrconsult.rendering._odt_places import clear, elements
from kkrconsult.rendering._odt_sheet import Sheet
from kkrconsult.rendering._odt_shell import MEDIA, NAMESPACES
from kkrconsult.rendering._odt_text import Writing
from kkrconsult.rendering._plain import flat
from kkrconsult.rendering._text import held

__all__ = ["TextFile"]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LEFT_OUT = re.compile(r"Thumbnails/|layout-cache$|META-INF/documentsignatures\.xml$")
_MANIFEST = "META-INF/manifest.xml"
_LENGTH = re.compile(r"([\d.]+)(mm|cm|in|pt)")
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
# A4 between margins of 2.5 cm, for a file that says nothing of its pages.
_WIDTH, _HEIGHT = 160.0, 247.0


class TextFile:
    """A file in memory; of use once."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Args:
            data: An OpenDocument text, which nothing needs to be feared from.
        """
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kept = (name for name in archive.namelist() if not name.endswith("/"))
            self._entries = {name: archive.read(name) for name in kept if not _LEFT_OUT.match(name)}
        raw = self._entries["content.xml"] + self._entries["styles.xml"]
        # Names that begin so are ours alone.
        self._prefix = next(one for number in range(1, 10_000) if (one := f"kkr{number}").encode() not in raw)
        self.content, self.styles = (_parsed(self._entries[name]) for name in ("content.xml", "styles.xml"))
        self.sheet = Sheet(self.styles)
        self._put: dict[str, str] = {}
        self._pictures: dict[bytes, str] = {}
        self._writing: Writing | None = None

    def writing(self) -> Writing:
        """What is needed to write into the file."""
        width, height = self._room()
        self._writing = Writing(
            style=self.sheet.use,
            picture=self._picture,
            width=width,
            height=height,
            prefix=self._prefix,
            heading=self.sheet.unnumbered(),
        )
        return self._writing

    def begins_page(self, paragraph: Element) -> bool:
        """Whether a paragraph begins a page by itself."""
        inner = (properties for style in self._styles_of(paragraph) for properties in elements(style))
        return any(properties.getAttribute("fo:break-before") == "page" for properties in inner)

    def clear(self, paragraph: Element) -> None:
        """Take away a paragraph that was a place, unless it also says which kind of page begins there."""
        if not any(style.getAttribute("style:master-page-name") for style in self._styles_of(paragraph)):
            clear(paragraph)

    def _styles_of(self, paragraph: Element) -> list[Element]:
        name = paragraph.getAttribute("text:style-name")
        return [
            style
            for root in (self.content, self.styles)
            for style in elements(root)
            if style.tagName == "style:style" and style.getAttribute("style:name") == name
        ]

    def _room(self) -> tuple[float, float]:
        """Width and height of the text on a page."""
        found = list(elements(self.styles))
        masters = [one for one in found if one.tagName == "style:master-page"]
        master = next((one for one in masters if one.getAttribute("style:name") == "Standard"), None)
        layout = (master or masters[0]).getAttribute("style:page-layout-name") if masters else ""
        for one in found:
            if one.tagName == "style:page-layout" and one.getAttribute("style:name") == layout:
                for properties in elements(one):
                    if properties.tagName == "style:page-layout-properties":
                        return _inner(properties)
        return _WIDTH, _HEIGHT

    def _picture(self, data: bytes, suffix: str) -> str:
        if data not in self._pictures:
            name = f"Pictures/{self._prefix}-{len(self._pictures) + 1}.{suffix}"
            self._pictures[data] = name
            self._entries[name] = data
        return self._pictures[data]

    def put(self, place: Element, blocks: Sequence[str]) -> None:
        """Put paragraphs and tables in front of an element.

        Args:
            place: The element.
            blocks: The paragraphs and tables, as XML.
        """
        parent = place.parentNode
        assert parent is not None  # noqa: S101 - places stand in something
        if blocks:
            parent.insertBefore(self._marker(place, "".join(blocks)), place)

    def _marker(self, near: Element, xml: str) -> minidom.Comment:
        """A comment that becomes something else when the file is saved; no text can look like one."""
        name = f"{self._prefix}-{len(self._put)}"
        self._put[f"<!--{name}-->"] = xml
        assert near.ownerDocument is not None  # noqa: S101 - it was parsed
        return near.ownerDocument.createComment(name)

    # ------------------------------------------------------------------------------------------- the whole

    def complete(self) -> None:
        """Add the styles that were used and are not there."""
        assert self._writing is not None  # noqa: S101 - nothing was written
        automatic = "".join(f'<style:style style:name="{name}"{made}' for made, name in self._writing.automatic.items())
        named = {one.tagName: one for one in self.content.childNodes if isinstance(one, Element)}
        holder = named.get("office:automatic-styles")
        if holder is None:
            assert self.content.ownerDocument is not None  # noqa: S101 - it was parsed
            holder = self.content.ownerDocument.createElement("office:automatic-styles")
            self.content.insertBefore(holder, named["office:body"])
        holder.appendChild(self._marker(holder, automatic))
        common = self.sheet.holder
        common.appendChild(self._marker(common, self.sheet.missing(self._writing.width)))

    def describe(self, paper: Paper, language: str, country: str) -> None:
        """Set the properties of the file, its language, and nothing that only a clock would know.

        Args:
            paper: The document.
            language: The language of its texts.
            country: The country of its texts; may be empty.
        """
        self.sheet.speak(language, country)
        texts = (
            ("meta:generator", "kkrconsult"),
            ("dc:title", paper.title),
            ("dc:subject", paper.subject),
            *(("meta:keyword", one) for one in paper.keywords),
            ("meta:initial-creator", paper.author),
            ("dc:creator", paper.author),
            ("meta:editing-cycles", "1"),
            ("dc:language", "-".join(filter(None, (language, country)))),
        )
        ours = "".join(f"<{name}>{text}</{name}>" for name, one in texts if (text := held(flat(one))))
        root = _parsed(self._entries["meta.xml"]) if "meta.xml" in self._entries else None
        # What an office marks its documents with (how confidential they are, say) stays.
        own = [one for one in elements(root) if one.tagName == "meta:user-defined"] if root is not None else []
        kept = "".join(one.toxml() for one in own)
        names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
        self._entries["meta.xml"] = (
            f'{_HEAD}<office:document-meta {names} office:version="1.3"><office:meta>{ours}{kept}</office:meta>'
            "</office:document-meta>"
        ).encode()

    def saved(self) -> bytes:
        """The file, the same for the same content."""
        for name, root in (("content.xml", self.content), ("styles.xml", self.styles)):
            text = root.toxml()
            for marker, xml in self._put.items():
                text = text.replace(marker, xml, 1)
            self._entries[name] = (_HEAD + text).encode()
        self._entries[_MANIFEST] = self._manifest()
        self._entries.pop("mimetype", None)
        return packed([("mimetype", MEDIA.encode()), *self._entries.items()])

    def _manifest(self) -> bytes:
        root = _parsed(self._entries[_MANIFEST])
        listed = set()
        for entry in list(elements(root)):
            path = entry.getAttribute("manifest:full-path")
            listed.add(path)
            if path == "/":
                entry.setAttribute("manifest:media-type", MEDIA)
            elif _LEFT_OUT.match(path):
                root.removeChild(entry)
        kinds = {"svg": "image/svg+xml", "png": "image/png", "xml": "text/xml"}
        for name in (*self._pictures.values(), "meta.xml"):
            if name not in listed:
                assert root.ownerDocument is not None  # noqa: S101 - it was parsed
                entry = root.ownerDocument.createElement("manifest:file-entry")
                entry.setAttribute("manifest:full-path", name)
                entry.setAttribute("manifest:media-type", kinds[name.rpartition(".")[2]])
                root.appendChild(entry)
        return (_HEAD + root.toxml()).encode()


def _parsed(data: bytes) -> Element:
    root = minidom.parseString(data).documentElement  # noqa: S318 - it has no document type, so no entities
    assert root is not None  # noqa: S101 - it was parsed
    for prefix, name in NAMESPACES.items():
        if root.tagName.startswith("office:") and not root.hasAttribute(f"xmlns:{prefix}"):
            root.setAttribute(f"xmlns:{prefix}", name)
    return root


def _inner(properties: Element) -> tuple[float, float]:
    """Width and height within the margins of a page."""

    def length(name: str, otherwise: float) -> float:
        found = _LENGTH.fullmatch(properties.getAttribute(name))
        return float(found[1]) * _MILLIMETRES[found[2]] if found else otherwise

    around = length("fo:margin", 20)
    sides = length("fo:margin-left", around) + length("fo:margin-right", around)
    ends = length("fo:margin-top", around) + length("fo:margin-bottom", around)
    width, height = length("fo:page-width", 210) - sides, length("fo:page-height", 297) - ends
    return max(width, 25), max(height, 25)
