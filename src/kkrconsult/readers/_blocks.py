"""Blocks as they come out of a file that is parsed element by element: paragraphs in cells, in boxes, in fields."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.plain_text import tidy
from kkrconsult.model import PageBasis, PageCount

__all__ = ["BlockWriter", "FieldInProgress", "Paragraph", "Story", "claimed_pages", "field_names"]

FIELD_PREFIX = "kkr:"
"""What the names of our own forms' fields begin with."""


def field_names(listed: str) -> dict[str, str]:
    """The names of fields by bookmark, from the property in which a form of ours lists them.

    >>> field_names("kkr_1=participant;kkr_2=track.dk2020")
    {'kkr_1': 'participant', 'kkr_2': 'track.dk2020'}
    """
    pairs = (pair.partition("=") for pair in listed.split(";"))
    return {mark: name[:120] for mark, sign, name in pairs if mark.startswith("kkr_") and sign and name}


@attrs.define(eq=False)
class Paragraph:
    """A paragraph that is being read."""

    pieces: list[str] = attrs.field(factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    label: str = ""
    page: int | None = None


@attrs.define(eq=False)
class FieldInProgress:
    """A field of a form that is being read."""

    name: str = ""
    pieces: list[str] = attrs.field(factory=list)
    empty: bool = False
    """Whether what it shows is only a hint of what to write."""
    checked: bool | None = None
    """Whether it is crossed, where it is a box."""
    depth: int = 0
    """How many paragraphs were open when it began."""
    mark: str = ""
    """The bookmark that it is the content of, where it is one."""

    @property
    def text(self) -> str:
        """What was filled in."""
        if self.checked is not None:
            return "true" if self.checked else "false"
        return "" if self.empty else tidy("".join(self.pieces)).strip()


@attrs.define(eq=False)
class _Table:
    cells: list[list[str]] = attrs.field(factory=list)
    in_cell: bool = False


class BlockWriter:
    """Puts blocks together."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open: list[Paragraph] = []
        self._fields: list[FieldInProgress] = []
        self._tables: list[_Table] = []
        self.page = 1

    # ---------------------------------------------------------------------------------- paragraphs

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph that is being read."""
        return self._open[-1] if self._open else None

    @property
    def field(self) -> FieldInProgress | None:
        """The field of ours that is being read."""
        return next((one for one in reversed(self._fields) if one.name), None)

    def start_paragraph(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int | None = None) -> None:
        """Begin one; in a box within another one, that goes on afterwards."""
        field = self.field
        if field is not None and field.pieces and len(self._open) <= field.depth:
            field.pieces.append("\n\n")
        self._open.append(Paragraph(kind=kind, level=level, page=self.page))

    def say(self, text: str) -> None:
        """Add text to the field or paragraph that is being read; text beside all of them is lost in any program."""
        field = self.field
        if field is not None:
            field.pieces.append(text)
        elif self._open:
            self._open[-1].pieces.append(text)

    def end_paragraph(self) -> None:
        """End the paragraph."""
        if self._open:
            self._put(self._open.pop())

    def _put(self, paragraph: Paragraph) -> None:
        text = "\n".join(line.strip(" ") for line in tidy("".join(paragraph.pieces)).split("\n")).strip("\n")
        if not text.strip():
            return
        text = f"{paragraph.label}{text}"
        table = self._tables[-1] if self._tables else None
        if table is not None and table.in_cell:
            table.cells[-1].append(text)
            return
        self.blocks.append(Block(kind=paragraph.kind, text=text, level=paragraph.level, page=paragraph.page))

    # -------------------------------------------------------------------------------------- tables

    def start_table(self) -> None:
        """Begin a table."""
        self._tables.append(_Table())

    def start_row(self) -> None:
        """Begin a row."""
        if self._tables:
            self._tables[-1].cells = []

    def start_cell(self) -> None:
        """Begin a cell."""
        if self._tables:
            self._tables[-1].cells.append([])
            self._tables[-1].in_cell = True

    def end_cell(self) -> None:
        """End a cell."""
        if self._tables:
            self._tables[-1].in_cell = False

    def end_row(self) -> None:
        """End a row: a block with its cells, or where there is only one cell, its paragraphs."""
        if not self._tables:
            return
        table = self._tables[-1]
        cells, table.cells = table.cells, []
        outer = self._tables[-2] if len(self._tables) > 1 else None
        if outer is not None and outer.in_cell:
            outer.cells[-1] += [text for cell in cells for text in cell]
        elif len(cells) == 1:
            # A frame around paragraphs, as letters have it, and not a table.
            self.blocks += [Block(text=text, page=self.page) for text in cells[0]]
        elif any(cells):
            row = "\t".join("\n".join(cell) for cell in cells)
            self.blocks.append(Block(kind=BlockKind.TABLE_ROW, text=row, page=self.page))

    def end_table(self) -> None:
        """End a table."""
        if self._tables:
            self._tables.pop()

    # -------------------------------------------------------------------------------------- fields

    def start_field(self, name: str = "") -> FieldInProgress:
        """Begin a field; one without a name of ours is text like any other."""
        field = FieldInProgress(depth=len(self._open))
        self.name_field(field, name)
        self._fields.append(field)
        return field

    @staticmethod
    def name_field(field: FieldInProgress, name: str) -> None:
        """Name a field by its tag."""
        if name.startswith(FIELD_PREFIX):
            field.name = name.removeprefix(FIELD_PREFIX)[:120]

    def start_bookmark(self, mark: str, name: str) -> None:
        """Begin the field that a bookmark of ours is around. Programs drop the names of fields, but keep bookmarks."""
        self._fields.append(FieldInProgress(depth=len(self._open), mark=mark, name=name))

    def end_bookmark(self, mark: str) -> None:
        """End the field of a bookmark."""
        for field in self._fields:
            if field.mark == mark:
                self._fields.remove(field)
                self._emit(field)
                return

    def end_field(self) -> None:
        """End a field. What is in a bookmark of ours is that bookmark's."""
        if not self._fields or self._fields[-1].mark:
            return
        field = self._fields.pop()
        around = next((one for one in reversed(self._fields) if one.mark), None)
        if around is not None:
            around.pieces += field.pieces
            around.empty, around.checked = field.empty, field.checked
        elif field.name:
            self._emit(field)

    def _emit(self, field: FieldInProgress) -> None:
        self.blocks.append(Block(kind=BlockKind.FIELD, field=field.name, text=field.text, page=self.page))

    # -------------------------------------------------------------------------------------- result

    def finished(self, *, paged: bool) -> tuple[Block, ...]:
        """All blocks; their pages are only told where the file tells of any."""
        while self._open:
            self.end_paragraph()
        if paged:
            return tuple(self.blocks)
        return tuple(attrs.evolve(block, page=None) for block in self.blocks)


class Story:
    """What is common to all texts that are parsed element by element: what is hidden, skipped and remarked."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Set the names of fields by bookmark; see `field_names`."""
        self.writer = BlockWriter()
        self.remarks: list[str] = []
        self.paged = False
        """Whether the file tells where pages end."""
        self._fields = fields
        self._skipping = 0
        """How many elements deep the parser is in something that is not read."""
        self._hidden = 0
        """How many things around the text hide it."""

    def _say(self, text: str) -> None:
        if not self._hidden:
            self.writer.say(text)
        elif text.strip():
            self._remark("hidden-text")

    def _remark(self, remark: str) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _page(self) -> None:
        self.paged = True
        self.writer.page += 1


def claimed_pages(text: str, method: str) -> PageCount | None:
    """The number of pages that a file claims; None where it claims none."""
    plain = text.strip()
    pages = int(plain[:6]) if plain.isdecimal() else 0
    if pages == 0:
        return None
    return PageCount(pages=pages, basis=PageBasis.ESTIMATED, method=method)
