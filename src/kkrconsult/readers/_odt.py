"""The reading of OpenDocument text (ODF 1.3 part 3); see `kkrconsult.readers.odt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

import attrs

from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.formats.packages import Package, attribute, whole_number
from kkrconsult.formats.plain_text import tidy
from kkrconsult.model import PageCount, Response
from kkrconsult.readers._blocks import Story, claimed_pages, field_names
from kkrconsult.readers._documents import locked, opened_package, read_whole, unreadable
from kkrconsult.readers._numbering import Level, Numbering

if TYPE_CHECKING:
    from kkrconsult.readers.odt import Options

__all__ = ["read_odt"]

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_SKIPPED = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "note-citation", "forms", "binary-data", "script"}
)
_TITLES = frozenset({"Title", "Titel"})
_MOST_SPACES = 1000
_WHITE = re.compile(r"[ \t\r\n]+")


def read_odt(stream: BinaryIO, name: str, options: Options) -> Iterator[Response | Finding | Document]:
    """Read one file."""

    def read(data: bytes) -> Iterator[Finding | Document]:
        return opened_package(data, name, options.largest_content, "LibreOffice", _document)

    return read_whole(stream, name, options.largest_file, read)


def _document(package: Package, name: str) -> Document | Finding:
    if b"encryption-data" in package.content("META-INF/manifest.xml"):
        return locked(name)
    if package.find("content.xml") is None:
        return unreadable(name, da="den er ikke et OpenDocument", en="it is no OpenDocument")
    styles = _Styles()
    edges = _Story(styles, {})
    if package.find("styles.xml") is not None:
        package.read("styles.xml", edges.start, edges.end, edges.text)
    meta, pages, custom = _meta(package)
    body = _Story(styles, field_names(custom.get("kkrconsult-fields", "")))
    package.read("content.xml", body.start, body.end, body.text)
    around = edges.writer.finished(paged=False)
    remarks = [*edges.remarks, *body.remarks]
    if any(one.startswith("basic/") and one.endswith(".xml") and "script-l" not in one for one in package.names):
        remarks.append("macros")
    return Document(
        name=name,
        media_type="application/vnd.oasis.opendocument.text",
        blocks=(
            *(block for block in around if block.kind is BlockKind.HEADER),
            *body.writer.finished(paged=body.paged),
            *(block for block in around if block.kind is BlockKind.FOOTER),
        ),
        pages=pages,
        title=meta.get("title"),
        author=meta.get("creator") or meta.get("initial-creator"),
        language=meta.get("language"),
        form=custom.get("kkrconsult-form"),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _meta(package: Package) -> tuple[dict[str, str], PageCount | None, dict[str, str]]:
    found: dict[str, str] = {}
    pages: list[PageCount | None] = []
    custom: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal name
        name = attribute(attributes, "name")
        if element == "document-statistic":
            pages.append(claimed_pages(attribute(attributes, "page-count"), "meta.xml"))

    def end(element: str, text: str) -> None:
        if element in ("title", "creator", "initial-creator", "language") and text.strip():
            found[element] = " ".join(tidy(text).split())[:300]
        elif element == "user-defined" and name.startswith("kkrconsult-") and text.strip():
            custom[name] = text.strip()

    if package.find("meta.xml") is not None:
        package.read("meta.xml", start, end)
    return found, next(filter(None, pages), None), custom


@attrs.define
class _Styles:
    """The styles of both files: those of paragraphs that are headings or hidden, and those of lists."""

    parents: dict[str, str] = attrs.field(factory=dict)
    names: dict[str, str] = attrs.field(factory=dict)
    hidden: set[str] = attrs.field(factory=set)
    lists: dict[str, dict[int, Level]] = attrs.field(factory=dict)

    def is_title(self, style: str) -> bool:
        """Whether a style is that of a document's title."""
        seen: set[str] = set()
        while style and style not in seen:
            if style in _TITLES or self.names.get(style) in _TITLES:
                return True
            seen.add(style)
            style = self.parents.get(style, "")
        return False


class _Story(Story):
    """Takes the elements of a file: its styles, and the text in it."""

    def __init__(self, styles: _Styles, fields: Mapping[str, str]) -> None:
        super().__init__(fields)
        self._styles = styles
        self._kind = BlockKind.PARAGRAPH
        self._spans: list[bool] = []
        self._style = self._list_style = ""
        self._lists: list[str] = []
        self._list_count = 0
        self._label = ""
        self._numbering = Numbering(styles.lists)
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "style": self._begin_style,
            "text-properties": self._properties,
            "list-style": self._begin_list_style,
            "list-level-style-number": self._number_level,
            "list-level-style-bullet": self._bullet_level,
            "header": lambda _: self._edge(BlockKind.HEADER),
            "header-first": lambda _: self._edge(BlockKind.HEADER),
            "header-left": lambda _: self._edge(BlockKind.HEADER),
            "footer": lambda _: self._edge(BlockKind.FOOTER),
            "footer-first": lambda _: self._edge(BlockKind.FOOTER),
            "footer-left": lambda _: self._edge(BlockKind.FOOTER),
            "h": self._heading,
            "p": self._paragraph,
            "span": self._span,
            "s": self._spaces,
            "tab": lambda _: self._say("\t"),
            "line-break": lambda _: self._say("\n"),
            "soft-page-break": lambda _: self._page(),
            "list": self._list,
            "list-item": lambda _: self._item(),
            "table": lambda _: self.writer.start_table(),
            "table-row": lambda _: self.writer.start_row(),
            "table-cell": lambda _: self.writer.start_cell(),
            "note": lambda _: self._note(),
            "bookmark-start": self._bookmark,
            "bookmark-end": lambda one: self.writer.end_bookmark(attribute(one, "name")),
            "content-control": self._control,
            "hidden-text": lambda _: self._remark("hidden-text"),
            "hidden-paragraph": lambda _: self._remark("hidden-text"),
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "h": self.writer.end_paragraph,
            "p": self._end_paragraph,
            "span": self._end_span,
            "list": self._end_list,
            "table": self.writer.end_table,
            "table-row": self.writer.end_row,
            "table-cell": self.writer.end_cell,
            "note": self._end_note,
            "content-control": self.writer.end_field,
        }

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take a tag."""
        if self._skipping or element in _SKIPPED:
            self._skipping += 1
            if element == "annotation":
                self._remark("comments")
            elif element == "tracked-changes" and attributes:
                self._remark("tracked-changes")
            return
        if element in ("changed-region", "change-start"):
            self._remark("tracked-changes")
        take = self._starts.get(element)
        if take is not None:
            take(attributes)

    def end(self, element: str, _: str) -> None:
        """Take an end tag."""
        if self._skipping:
            self._skipping -= 1
            return
        take = self._ends.get(element)
        if take is not None:
            take()

    def text(self, text: str) -> None:
        """Take text."""
        if not self._skipping:
            # White space in the file is no more than a space; more of it has elements of its own.
            self._say(_WHITE.sub(" ", text))

    # ---------------------------------------------------------------------------------------- styles

    def _begin_style(self, attributes: Mapping[str, str]) -> None:
        self._style = attribute(attributes, "name")
        self._styles.parents[self._style] = attribute(attributes, "parent-style-name")
        self._styles.names[self._style] = attribute(attributes, "display-name")

    def _properties(self, attributes: Mapping[str, str]) -> None:
        if attribute(attributes, "display") == "none":
            self._styles.hidden.add(self._style)

    def _begin_list_style(self, attributes: Mapping[str, str]) -> None:
        self._list_style = attribute(attributes, "name")
        self._styles.lists[self._list_style] = {}

    def _number_level(self, attributes: Mapping[str, str]) -> None:
        level = whole_number(attribute(attributes, "level")) or 1
        form = _FORMS.get(attribute(attributes, "num-format"), "decimal")
        shown = min(whole_number(attribute(attributes, "display-levels")) or 1, level)
        numbers = ".".join(f"%{one}" for one in range(level - shown + 1, level + 1))
        text = f"{attribute(attributes, 'num-prefix')}{numbers}{attribute(attributes, 'num-suffix')}"
        first = whole_number(attribute(attributes, "start-value")) or 1
        self._styles.lists.setdefault(self._list_style, {})[level - 1] = Level(form, text, first)

    def _bullet_level(self, attributes: Mapping[str, str]) -> None:
        level = whole_number(attribute(attributes, "level")) or 1
        self._styles.lists.setdefault(self._list_style, {})[level - 1] = Level(form="bullet")

    def _edge(self, kind: BlockKind) -> None:
        self._kind = kind

    # ------------------------------------------------------------------------------------ paragraphs

    def _heading(self, attributes: Mapping[str, str]) -> None:
        level = whole_number(attribute(attributes, "outline-level")) or 1
        self.writer.start_paragraph(BlockKind.HEADING, min(level, 9))

    def _paragraph(self, attributes: Mapping[str, str]) -> None:
        style = attribute(attributes, "style-name")
        if self._kind is not BlockKind.PARAGRAPH:
            self.writer.start_paragraph(self._kind)
        elif self._styles.is_title(style):
            self.writer.start_paragraph(BlockKind.HEADING, 1)
        elif self._label:
            self.writer.start_paragraph(BlockKind.LIST_ITEM, len(self._lists))
            paragraph = self.writer.paragraph
            assert paragraph is not None  # noqa: S101 - it was just begun
            paragraph.label, self._label = self._label, ""
        else:
            self.writer.start_paragraph()
        self._spans.append(style in self._styles.hidden)
        self._hidden += style in self._styles.hidden

    def _end_paragraph(self) -> None:
        self._end_span()
        self.writer.end_paragraph()

    def _span(self, attributes: Mapping[str, str]) -> None:
        hidden = attribute(attributes, "style-name") in self._styles.hidden
        self._spans.append(hidden)
        self._hidden += hidden

    def _end_span(self) -> None:
        if self._spans:
            self._hidden -= self._spans.pop()

    def _spaces(self, attributes: Mapping[str, str]) -> None:
        self._say(" " * min(whole_number(attribute(attributes, "c")) or 1, _MOST_SPACES))

    # ----------------------------------------------------------------------------------------- lists

    def _list(self, attributes: Mapping[str, str]) -> None:
        style = attribute(attributes, "style-name")
        if not style and self._lists:
            self._lists.append(self._lists[-1])
            return
        if attribute(attributes, "continue-numbering") != "true" or self._lists:
            self._list_count += 1
        identity = f"{style}#{self._list_count}"
        self._styles.lists[identity] = self._styles.lists.get(style, {})
        self._lists.append(identity)

    def _end_list(self) -> None:
        if self._lists:
            self._lists.pop()
        self._label = ""

    def _item(self) -> None:
        if self._lists:
            self._label = self._numbering.label(self._lists[-1], len(self._lists) - 1)

    # ------------------------------------------------------------------------------- notes and fields

    def _note(self) -> None:
        self._kind = BlockKind.NOTE

    def _end_note(self) -> None:
        self._kind = BlockKind.PARAGRAPH

    def _bookmark(self, attributes: Mapping[str, str]) -> None:
        mark = attribute(attributes, "name")
        if mark in self._fields:
            self.writer.start_bookmark(mark, self._fields[mark])

    def _control(self, attributes: Mapping[str, str]) -> None:
        field = self.writer.start_field(attribute(attributes, "tag"))
        field.empty = attribute(attributes, "showing-place-holder") == "true"
        if attribute(attributes, "checkbox") == "true":
            field.checked = attribute(attributes, "checked") == "true"
