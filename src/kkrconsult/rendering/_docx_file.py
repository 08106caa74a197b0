"""A Word file that is filled in: the text in it, what it refers to, its language and its properties."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from kkrconsult.formats.packing import packed
from kkrconsult.paper import Paper
from kkrconsult.rendering._docx_runs import Writing
from kkrconsult.rendering._docx_sheet import Sheet
from kkrconsult.rendering._docx_shell import APP_XML, NAMES, NAMESPACES, core_xml
from kkrconsult.rendering._plain import flat
from kkrconsult.rendering._text import held

__all__ = ["WordFile"]

_THUMBNAIL, _TEMPLATE = "/metadata/thumbnail", "/attachedTemplate"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# A4 between margins of 2.5 cm, for a section that says nothing of its size.
_WIDTH, _HEIGHT = 9071, 14003


class WordFile:
    """A file in memory; of use once."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Args:
            data: A Word file, which nothing needs to be feared from.
        """
        import docx

        self._document: Any = docx.Document(io.BytesIO(data))
        self._part: Any = self._document.part
        self._package: Any = self._part.package
        self._pictures: dict[bytes, str] = {}
        self._links: dict[str, str] = {}
        # Comments that begin so are ours alone.
        raw = self._part.blob
        self._prefix = next(one for number in range(1, 10_000) if (one := f"kkr{number}").encode() not in raw)
        self._put: dict[bytes, bytes] = {}
        self.sheet = Sheet(self._part)

    @property
    def body(self) -> Any:
        """The element that holds the text."""
        return self._part.element.body

    def flows(self) -> Iterator[Any]:
        """The headers and footers."""
        for relation in self._part.rels.values():
            if relation.reltype.endswith(("/header", "/footer")):
                yield relation.target_part.element

    def writing(self, place: Any) -> Writing:
        """What is needed to write where an element stands."""
        width, height = self._room(place)
        return Writing(
            style=self.sheet.use,
            link=self._link,
            picture=self._picture,
            width=width,
            height=height,
            bullets=self.sheet.bullets(),
            heading=self.sheet.unnumbered(),
            next_id=self._next_number(),
        )

    def _room(self, place: Any) -> tuple[int, int]:
        """Width and height of the text in the section that an element is in."""
        from docx.oxml.ns import qn

        sections = list(self.body.iter(qn("w:sectPr")))
        order = {id(one): number for number, one in enumerate(self.body.iter())}
        here = order[id(place)]
        # The properties of a section stand at its end.
        section: Any = next((one for one in sections if order[id(one)] > here), None)
        if section is None or (size := section.find(qn("w:pgSz"))) is None:
            return _WIDTH, _HEIGHT
        if (margins := section.find(qn("w:pgMar"))) is None:
            return _WIDTH, _HEIGHT

        def number(element: Any, name: str) -> int:
            return int(float(element.get(qn(f"w:{name}"), "0")))

        width = number(size, "w") - number(margins, "left") - number(margins, "right") - number(margins, "gutter")
        # A margin below nothing is one that the header may not push.
        height = number(size, "h") - abs(number(margins, "top")) - abs(number(margins, "bottom"))
        columns: Any = section.find(qn("w:cols"))
        many = number(columns, "num") if columns is not None else 0
        if many > 1:
            width = (width - (many - 1) * number(columns, "space")) // many
        return max(width, 1440), max(height, 1440)

    def _next_number(self) -> int:
        """The first number that neither a bookmark nor a picture has."""
        from docx.oxml.ns import qn

        numbers = [one.get(qn("w:id"), "") for one in self.body.iter(qn("w:bookmarkStart"))]
        numbers += [one.get("id", "") for one in self.body.iter(_DRAWN)]
        return 1 + max((int(one) for one in numbers if one.isdecimal()), default=0)

    def _link(self, address: str) -> str:
        if address not in self._links:
            self._links[address] = self._part.relate_to(address, _HYPERLINK, is_external=True)
        return self._links[address]

    def _picture(self, png: bytes) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.parts.image import ImagePart

        if png not in self._pictures:
            name = self._package.next_partname("/word/media/figure%d.png")
            self._pictures[png] = self._part.relate_to(ImagePart(name, "image/png", png), RELATIONSHIP_TYPE.IMAGE)
        return self._pictures[png]

    def put(self, place: Any, blocks: Sequence[str]) -> None:
        """Put paragraphs and tables in front of an element.

        A comment stands in for them until the file is saved: to move them as elements from one tree into another takes
        lxml ten times as long as all the rest.

        Args:
            place: The element.
            blocks: The paragraphs and tables, as XML.
        """
        from docx.oxml import parse_xml

        if blocks:
            marker = f"<!--{self._prefix}-{len(self._put)}-->"
            self._put[marker.encode()] = "".join(blocks).encode()
            place.addprevious(parse_xml(f"<w:p {NAMES}>{marker}</w:p>")[0])

    def unusual(self) -> list[str]:
        """Prefixes that stand for something else in this file than in all others."""
        known = self._part.element.nsmap
        return [prefix for prefix, name in NAMESPACES.items() if known.get(prefix, name) != name]

    def _whole(self, main: bytes) -> bytes:
        """The main part with what was put into it."""
        known = self._part.element.nsmap
        missing = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items() if prefix not in known)
        head, root, rest = main.partition(b"<w:document")
        main = head + root + missing.encode() + rest
        for marker, xml in self._put.items():
            main = main.replace(marker, xml, 1)
        return main

    # ------------------------------------------------------------------------------------------- the whole

    def describe(self, paper: Paper, tag: str) -> None:
        """Set the properties of the file, its language, and nothing that only a clock would know.

        Args:
            paper: The document.
            tag: Its language tag, such as ``da-DK``.
        """
        from docx.oxml import parse_xml
        from docx.oxml.ns import qn

        texts = {
            "dc__title": paper.title,
            "dc__subject": paper.subject,
            "dc__creator": paper.author,
            "cp__keywords": ", ".join(paper.keywords),
            "dc__language": tag,
            "cp__revision": "1",
        }
        core = core_xml(**{name: found for name, text in texts.items() if (found := held(flat(text)))})
        self._package._core_properties_part._element = parse_xml(core)
        for part in self._package.parts:
            if part.content_type.endswith(".extended-properties+xml"):
                part._blob = APP_XML.encode()
        styles = self._document.styles.element
        for properties in (styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}"), self.sheet.normal()):
            language = next(properties.iter(qn("w:lang")), None) if properties is not None else None
            if language is not None:
                language.set(qn("w:val"), tag)
        settings = self._document.settings.element
        for language in settings.iter(qn("w:themeFontLang")):
            language.set(qn("w:val"), tag)

    def saved(self) -> bytes:
        """The file, the same for the same content."""
        from docx.oxml.ns import qn

        for package in (self._package, self._document.part._settings_part):
            for identity, relation in list(package.rels.items()):
                if relation.reltype.endswith((_THUMBNAIL, _TEMPLATE)):
                    del package.rels[identity]
        for element in list(self._document.settings.element.iter(qn("w:attachedTemplate"))):
            element.getparent().remove(element)
        sink = io.BytesIO()
        self._document.save(sink)
        main = self._part.partname.lstrip("/")
        with zipfile.ZipFile(sink) as archive:
            entries = [(name, archive.read(name)) for name in archive.namelist()]
        return packed((name, self._whole(content) if name == main else content) for name, content in entries)
