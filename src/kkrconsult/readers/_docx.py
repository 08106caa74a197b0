"""The reading of Word files (ECMA-376 part 1, chapter 17); see `kkrconsult.readers.docx`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

import attrs

from kkrconsult.document import Block, BlockKind, Document, Part
from kkrconsult.findings import Finding
from kkrconsult.formats.plain_text import tidy
from kkrconsult.model import PageBasis, PageCount, Response
from kkrconsult.readers._blocks import BlockWriter, FieldInProgress, field_names
from kkrconsult.readers._documents import carefully, opened_package, part_name, unreadable
from kkrconsult.readers._numbering import Level, Numbering
from kkrconsult.readers._package import Package
from kkrconsult.readers._streams import whole

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
    yield from carefully(_read(stream, name, options), name)


def _read(stream: BinaryIO, name: str, options: Options) -> Iterator[Finding | Document]:
    data = whole(stream, name, options.largest_file)
    if isinstance(data, Finding):
        yield data
        return
    yield from opened_package(data, name, options.largest_content, "Word", _document)


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
    body = _Story(styles, numbering, field_names(custom.get("kkrconsult-fields", "")))
    package.read(home, body.start, body.end)
    blocks = list(body.writer.finished(paged=body.paged))
    for kind, block_kind in (("footnotes", BlockKind.NOTE), ("endnotes", BlockKind.NOTE)):
        blocks += _others(package, by_kind.get(kind, []), styles, block_kind, body)
    edges = [
        *_others(package, by_kind.get("header", []), styles, BlockKind.HEADER, body),
        *_others(package, by_kind.get("footer", []), styles, BlockKind.FOOTER, body),
    ]
    blocks = [*(one for one in edges if one.kind is BlockKind.HEADER), *blocks]
    blocks += [one for one in edges if one.kind is BlockKind.FOOTER]
    return Document(
        name=name,
        media_type=_MEDIA_TYPE,
        blocks=tuple(blocks),
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
    pages: list[int] = []
    custom: dict[str, str] = {}
    current = ""

    def core_end(element: str, text: str) -> None:
        if element in ("title", "creator", "language") and text.strip():
            core[element] = " ".join(tidy(text).split())[:300]

    def app_end(element: str, text: str) -> None:
        if element == "Pages" and text.strip().isdecimal() and int(text.strip()[:6]) > 0:
            pages.append(int(text.strip()[:6]))

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
    count = PageCount(pages=pages[0], basis=PageBasis.ESTIMATED, method="docProps/app.xml") if pages else None
    return core, count, custom


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
    return attributes.get("w:val") or next((value for key, value in attributes.items() if key.endswith(":val")), "")


def _is_on(attributes: Mapping[str, str]) -> bool:
    return _value(attributes).lower() not in _OFF


def _whole_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _styles(package: Package, names: list[str]) -> Mapping[str, _Style]:
    found: dict[str, _Style] = {}
    current = _Style()

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if element == "style":
            identity = next((value for key, value in attributes.items() if key.endswith("styleId")), "")
            current = found.setdefault(identity, _Style())
        elif element == "name" and not current.name:
            current.name = _value(attributes)
        elif element == "basedOn":
            current.based_on = _value(attributes)
        elif element == "outlineLvl":
            current.outline = _whole_number(_value(attributes))
        elif element == "numId":
            current.number = _value(attributes)
        elif element == "ilvl":
            current.depth = _whole_number(_value(attributes))

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
            abstract = next((value for key, value in attributes.items() if key.endswith("abstractNumId")), "")
        elif element == "lvl":
            level = _whole_number(next((value for key, value in attributes.items() if key.endswith(":ilvl")), "0")) or 0
            levels.setdefault(abstract, {})[level] = Level()
        elif element == "num":
            number = next((value for key, value in attributes.items() if key.endswith(":numId")), "")
        elif element == "abstractNumId":
            abstract_of[number] = _value(attributes)
        elif element in ("numFmt", "lvlText", "start") and level in levels.get(abstract, {}):
            current = levels[abstract][level]
            if element == "numFmt":
                current.form = _value(attributes)
            elif element == "lvlText":
                current.text = _value(attributes)
            else:
                current.first = _whole_number(_value(attributes)) or 0

    for name in names[:1]:
        if package.find(name) is not None:
            package.read(name, start, None)
    return Numbering({key: levels.get(value, {}) for key, value in abstract_of.items()})


def _id(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


# ------------------------------------------------------------------------------------------------- the text


class _Story:
    """Takes the elements of one story: the main text, a header, the notes."""

    def __init__(
        self, styles: Mapping[str, _Style], numbering: Numbering, fields: Mapping[str, str] | None = None
    ) -> None:
        self.writer = BlockWriter()
        self.remarks: list[str] = []
        self.paged = False
        self._styles = styles
        self._numbering = numbering
        self._skipping = 0
        self._hidden = False
        self._number: str | None = None
        self._depth: int | None = None
        self._controls: list[FieldInProgress] = []
        self._fields = fields or {}
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
            self._hidden = False
        elif element == "tc":
            self.writer.end_cell()
        elif element == "tr":
            self.writer.end_row()
        elif element == "tbl":
            self.writer.end_table()
        elif element == "sdt" and self._controls:
            self._controls.pop()
            self.writer.end_field()

    def _say(self, text: str) -> None:
        if self._hidden:
            if text.strip():
                self._remark("hidden-text")
        else:
            self.writer.say(text)

    def _remark(self, remark: str) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)

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
        paragraph, level = self.writer.paragraph, _whole_number(_value(attributes))
        if paragraph is not None and level is not None and level < 9:
            paragraph.kind, paragraph.level = BlockKind.HEADING, level + 1

    def _number_id(self, attributes: Mapping[str, str]) -> None:
        self._number = _value(attributes)

    def _level(self, attributes: Mapping[str, str]) -> None:
        self._depth = _whole_number(_value(attributes))

    def _run(self, _: Mapping[str, str]) -> None:
        self._hidden = False

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        self._hidden = _is_on(attributes)

    def _break(self, attributes: Mapping[str, str]) -> None:
        if "page" in attributes.values():
            self._page()
        else:
            self._say("\n")

    def _page(self) -> None:
        self.paged = True
        self.writer.page += 1

    def _tab(self) -> None:
        if not self._tabs_are_stops:
            self._say("\t")

    def _tag(self, attributes: Mapping[str, str]) -> None:
        if self._controls:
            self.writer.name_field(self._controls[-1], _value(attributes))

    def _bookmark(self, attributes: Mapping[str, str]) -> None:
        mark = next((value for key, value in attributes.items() if key.endswith(":name")), "")
        if mark in self._fields:
            self._marks[_id(attributes)] = mark
            self.writer.start_bookmark(mark, self._fields[mark])

    def _end_bookmark(self, attributes: Mapping[str, str]) -> None:
        mark = self._marks.pop(_id(attributes), "")
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
