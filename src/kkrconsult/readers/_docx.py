"""The reading of Word files (ECMA-376 part 1, chapter 17); see `kkrconsult.readers.docx`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

import attrs

from kkrconsult.document import Block, BlockKind, Document, Part
from kkrconsult.findings import Finding
from kkrconsult.formats.packages import Package, attribute, whole_number
from kkrconsult.formats.plain_text import tidy
from kkrconsult.formats.problems import assessment_sheet
from kkrconsult.model import PageCount, Response
from kkrconsult.readers._blocks import FieldInProgress, Story, claimed_pages, field_names
from kkrconsult.readers._documents import opened_package, part_name, read_whole, unreadable
from kkrconsult.readers._numbering import Level, Numbering

if TYPE_CHECKING:
    from kkrconsult.readers.docx import Options

__all__ = ["read_docx"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADING = re.compile(r"(?:heading|overskrift)\s*(\d)|(title|titel)", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_MOST_PARTS = 200
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText", "rPrChange", "pPrChange", "sdtEndPr"})


def read_docx(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one file."""

    def read(data: bytes) -> Iterator[Finding | Document]:
        return opened_package(data, name, options.largest_content, "Word", _document)

    return read_whole(stream, name, options.largest_file, read)


def _document(package: Package, name: str) -> Document | Finding:
    own = (one.target for one in package.relations("") if one.kind == "officeDocument" and not one.external)
    home = next(own, "word/document.xml")
    if package.find(home) is None:
        return unreadable(name, da="den er ikke et Word-dokument", en="it is no Word document")
    relations = package.relations(home)
    by_kind: dict[str, list[str]] = {}
    for one in relations:
        by_kind.setdefault(one.kind, []).append(one.target)
    styles = _styles(package, by_kind.get("styles", []))
    numbering = _numbering(package, by_kind.get("numbering", []))
    core, pages, custom = _properties(package)
    if "kkrconsult-assessments" in custom:
        return assessment_sheet(name)
    body = _Story(styles, numbering, field_names(custom.get("kkrconsult-fields", "")))
    package.read(home, body.start, body.end)

    def beside(kind: str, becomes: BlockKind) -> Iterator[Block]:
        return _others(package, by_kind.get(kind, []), styles, becomes, body)

    blocks = (
        *beside("header", BlockKind.HEADER),
        *body.writer.finished(paged=body.paged),
        *beside("footnotes", BlockKind.NOTE),
        *beside("endnotes", BlockKind.NOTE),
        *beside("footer", BlockKind.FOOTER),
    )
    return Document(
        name=name,
        media_type=_MEDIA_TYPE,
        blocks=blocks,
        pages=pages,
        title=core.get("title"),
        author=core.get("creator"),
        language=core.get("language"),
        form=custom.get("kkrconsult-form"),
        parts=tuple(_parts(package)),
        remarks=tuple(dict.fromkeys(_remarks(package, body, home))),
    )


def _remarks(package: Package, body: _Story, home: str) -> Iterator[str]:
    yield from body.remarks
    if any(name.endswith("vbaproject.bin") for name in package.names):
        yield "macros"
    outside = [*package.relations(home), *package.relations("word/settings.xml")]
    if any(one.external and one.kind != "hyperlink" for one in outside) or any(
        one.kind == "aFChunk" for one in outside
    ):
        yield "external-references"
    if any(name.startswith("word/embeddings/") and name.endswith(".bin") for name in package.names):
        yield "embedded-objects"


def _parts(package: Package) -> Iterator[Part]:
    names = [one for one in package.names if one.startswith("word/embeddings/") and not one.endswith((".bin", "/"))]
    for number, one in enumerate(names[:_MOST_PARTS], 1):
        yield Part(name=part_name(one, number), data=package.content(one))


def _others(
    package: Package, names: list[str], styles: Mapping[str, _Style], kind: BlockKind, body: _Story
) -> Iterator[Block]:
    """The blocks of the stories beside the main one, each text once."""
    seen: set[str] = set()
    for name in names:
        if package.find(name) is None:
            continue
        story = _Story(styles, Numbering())
        package.read(name, story.start, story.end)
        body.remarks += story.remarks
        for block in story.writer.finished(paged=False):
            if block.kind is BlockKind.FIELD:
                yield block
            elif block.text not in seen:
                seen.add(block.text)
                yield Block(kind=kind, text=block.text)


def _properties(package: Package) -> tuple[dict[str, str], PageCount | None, dict[str, str]]:
    core: dict[str, str] = {}
    pages: list[PageCount | None] = []
    custom: dict[str, str] = {}
    current = ""

    def core_end(element: str, text: str) -> None:
        if element in ("title", "creator", "language") and text.strip():
            core[element] = " ".join(tidy(text).split())[:300]

    def app_end(element: str, text: str) -> None:
        if element == "Pages":
            pages.append(claimed_pages(text, "docProps/app.xml"))

    def custom_start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if element == "property":
            current = attributes.get("name", "")

    def custom_end(element: str, text: str) -> None:
        if current.startswith("kkrconsult-") and element == "lpwstr" and text.strip():
            custom[current] = text.strip()

    for entry, start, end in (
        ("docProps/core.xml", _nothing, core_end),
        ("docProps/app.xml", _nothing, app_end),
        ("docProps/custom.xml", custom_start, custom_end),
    ):
        if package.find(entry) is not None:
            package.read(entry, start, end)
    return core, next(filter(None, pages), None), custom


def _nothing(element: str, attributes: Mapping[str, str]) -> None:
    """For what has no attributes that matter."""


# ------------------------------------------------------------------------------------------------- styles


@attrs.define
class _Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: str | None = None
    depth: int | None = None


def _value(attributes: Mapping[str, str]) -> str:
    return attributes.get("w:val") or attribute(attributes, "val")


def _is_on(attributes: Mapping[str, str]) -> bool:
    return _value(attributes).lower() not in _OFF


def _styles(package: Package, names: list[str]) -> Mapping[str, _Style]:
    found: dict[str, _Style] = {}
    current = _Style()

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if element == "style":
            identity = attribute(attributes, "styleId")
            current = found.setdefault(identity, _Style())
        elif element == "name" and not current.name:
            current.name = _value(attributes)
        elif element == "basedOn":
            current.based_on = _value(attributes)
        elif element == "outlineLvl":
            current.outline = whole_number(_value(attributes))
        elif element == "numId":
            current.number = _value(attributes)
        elif element == "ilvl":
            current.depth = whole_number(_value(attributes))

    for name in names[:1]:
        if package.find(name) is not None:
            package.read(name, start, None)
    return found


def _numbering(package: Package, names: list[str]) -> Numbering:
    levels: dict[str, dict[int, Level]] = {}
    abstract_of: dict[str, str] = {}
    abstract = number = ""
    level = 0

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal abstract, number, level
        if element == "abstractNum":
            abstract = attribute(attributes, "abstractNumId")
        elif element == "lvl":
            level = whole_number(attribute(attributes, "ilvl")) or 0
            levels.setdefault(abstract, {})[level] = Level()
        elif element == "num":
            number = attribute(attributes, "numId")
        elif element == "abstractNumId":
            abstract_of[number] = _value(attributes)
        elif element in ("numFmt", "lvlText", "start") and level in levels.get(abstract, {}):
            current = levels[abstract][level]
            if element == "numFmt":
                current.form = _value(attributes)
            elif element == "lvlText":
                current.text = _value(attributes)
            else:
                current.first = whole_number(_value(attributes)) or 0

    for name in names[:1]:
        if package.find(name) is not None:
            package.read(name, start, None)
    return Numbering({key: levels.get(value, {}) for key, value in abstract_of.items()})


# ------------------------------------------------------------------------------------------------- the text


class _Story(Story):
    """Takes the elements of one story: the main text, a header, the notes."""

    def __init__(
        self, styles: Mapping[str, _Style], numbering: Numbering, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(fields or {})
        self._styles = styles
        self._numbering = numbering
        self._number: str | None = None
        self._depth: int | None = None
        self._controls: list[FieldInProgress] = []
        self._marks: dict[str, str] = {}
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "p": self._paragraph,
            "pStyle": self._style,
            "outlineLvl": self._outline,
            "numId": self._number_id,
            "ilvl": self._level,
            "r": self._run,
            "vanish": self._vanish,
            "br": self._break,
            "cr": lambda _: self._say("\n"),
            "tab": lambda _: self._tab(),
            "noBreakHyphen": lambda _: self._say("-"),
            "lastRenderedPageBreak": lambda _: self._page(),
            "tbl": lambda _: self.writer.start_table(),
            "tr": lambda _: self.writer.start_row(),
            "tc": lambda _: self.writer.start_cell(),
            "sdt": lambda _: self._controls.append(self.writer.start_field()),
            "bookmarkStart": self._bookmark,
            "bookmarkEnd": self._end_bookmark,
            "tag": self._tag,
            "showingPlcHdr": self._placeholder,
            "checked": self._checked,
            "ins": lambda _: self._remark("tracked-changes"),
            "commentReference": lambda _: self._remark("comments"),
            "altChunk": lambda _: self._remark("external-references"),
            "object": lambda _: self._remark("embedded-objects"),
        }
        self._tabs_are_stops = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        if self._skipping or element in _SKIPPED:
            self._skipping += 1
            if element in ("del", "moveFrom"):
                self._remark("tracked-changes")
            return
        if element in ("footnote", "endnote") and any(
            value in ("separator", "continuationSeparator", "continuationNotice") for value in attributes.values()
        ):
            self._skipping += 1
            return
        if element == "tabs":
            self._tabs_are_stops = True
        take = self._starts.get(element)
        if take is not None:
            take(attributes)

    def end(self, element: str, text: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        if element == "t":
            self._say(text)
        elif element == "tabs":
            self._tabs_are_stops = False
        elif element == "p":
            self._end_paragraph()
        elif element == "r":
            self._hidden = 0
        elif element == "tc":
            self.writer.end_cell()
        elif element == "tr":
            self.writer.end_row()
        elif element == "tbl":
            self.writer.end_table()
        elif element == "sdt" and self._controls:
            self._controls.pop()
            self.writer.end_field()

    def _paragraph(self, _: Mapping[str, str]) -> None:
        self.writer.start_paragraph()
        self._number = self._depth = None

    def _style(self, attributes: Mapping[str, str]) -> None:
        paragraph = self.writer.paragraph
        identity, seen = _value(attributes), set[str]()
        while paragraph is not None and identity and identity not in seen:
            seen.add(identity)
            style = self._styles.get(identity) or _Style(name=identity)
            heading = _HEADING.fullmatch(style.name.strip())
            level = int(heading[1] or 1) if heading else None if style.outline is None else style.outline + 1
            if level is not None and 1 <= level <= 9 and paragraph.kind is BlockKind.PARAGRAPH:
                paragraph.kind, paragraph.level = BlockKind.HEADING, level
            self._number = self._number or style.number
            self._depth = style.depth if self._depth is None else self._depth
            identity = style.based_on

    def _outline(self, attributes: Mapping[str, str]) -> None:
        paragraph, level = self.writer.paragraph, whole_number(_value(attributes))
        if paragraph is not None and level is not None and level < 9:
            paragraph.kind, paragraph.level = BlockKind.HEADING, level + 1

    def _number_id(self, attributes: Mapping[str, str]) -> None:
        self._number = _value(attributes)

    def _level(self, attributes: Mapping[str, str]) -> None:
        self._depth = whole_number(_value(attributes))

    def _run(self, _: Mapping[str, str]) -> None:
        self._hidden = 0

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        self._hidden = int(_is_on(attributes))

    def _break(self, attributes: Mapping[str, str]) -> None:
        if "page" in attributes.values():
            self._page()
        else:
            self._say("\n")

    def _tab(self) -> None:
        if not self._tabs_are_stops:
            self._say("\t")

    def _tag(self, attributes: Mapping[str, str]) -> None:
        if self._controls:
            self.writer.name_field(self._controls[-1], _value(attributes))

    def _bookmark(self, attributes: Mapping[str, str]) -> None:
        mark = attribute(attributes, "name")
        if mark in self._fields:
            self._marks[attribute(attributes, "id")] = mark
            self.writer.start_bookmark(mark, self._fields[mark])

    def _end_bookmark(self, attributes: Mapping[str, str]) -> None:
        mark = self._marks.pop(attribute(attributes, "id"), "")
        if mark:
            self.writer.end_bookmark(mark)

    def _placeholder(self, attributes: Mapping[str, str]) -> None:
        if self._controls:
            self._controls[-1].empty = _is_on(attributes)

    def _checked(self, attributes: Mapping[str, str]) -> None:
        if self._controls:
            self._controls[-1].checked = _is_on(attributes)

    def _end_paragraph(self) -> None:
        paragraph = self.writer.paragraph
        if paragraph is not None and self._number not in (None, "0") and any(one.strip() for one in paragraph.pieces):
            label = self._numbering.label(self._number or "", self._depth or 0)
            paragraph.label = label
            if paragraph.kind is BlockKind.PARAGRAPH:
                paragraph.kind, paragraph.level = BlockKind.LIST_ITEM, (self._depth or 0) + 1
        self._number = self._depth = None
        self.writer.end_paragraph()
