"""Puts a document together block by block; headings number themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kkrconsult.paper._tree import (
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
    Tone,
    line,
    paragraphs,
)

__all__ = ["Builder"]

_DEEPEST = 3

Text = str | Run | Line
"""What can stand for a line."""


class Builder:
    """Collects the blocks of one document; mutable, and of use once."""

    def __init__(self, *, numbered: bool = True) -> None:
        self._blocks: list[Block] = []
        self._numbers = [0] * _DEEPEST
        self._numbered = numbered

    def heading(self, text: str, level: int = 1) -> None:
        """Begin a section (level 1), a part of one (2), or a part of that (3)."""
        self._numbers[level - 1] += 1
        self._numbers[level:] = [0] * (_DEEPEST - level)
        number = ".".join(str(part) for part in self._numbers[:level])
        # Own anchors, since every program has its own rule for making one out of a heading.
        anchor = "s" + number.replace(".", "-")
        shown = number if self._numbered else ""
        self._blocks.append(Heading(level=level, text=" ".join(text.split()), number=shown, anchor=anchor))

    def say(self, *parts: str | Run | Line, kind: ParagraphKind = ParagraphKind.NORMAL) -> None:
        """Add one paragraph, put together of texts and runs; nothing where there is no text."""
        found = line(*parts)
        if found:
            self._blocks.append(Paragraph(line=found, kind=kind))

    def text(self, text: str, kind: ParagraphKind = ParagraphKind.NORMAL, *, label: str = "") -> None:
        """Add a text of any number of paragraphs, which blank lines part; the first may have a label."""
        start: tuple[str | Run, ...] = (Run(text=label, strong=True), " ") if label else ()
        for found in paragraphs(text):
            self.say(*start, found, kind=kind)
            start = ()

    def items(self, items: Iterable[Text]) -> None:
        """Add a list; empty items are left out, and a list without any."""
        found = tuple(one for item in items if (one := line(item)))
        if found:
            self._blocks.append(Items(items=found))

    def titled(self, title: str, items: Iterable[Text]) -> None:
        """Add a list below its title, or nothing where there are no items."""
        found = tuple(one for item in items if (one := line(item)))
        if found:
            self.label(title)
            self.items(found)

    def label(self, text: str) -> None:
        """Add the title of the list or table that follows."""
        self.say(Run(text=text, strong=True), kind=ParagraphKind.LABEL)

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], caption: str = "", *, row_headings: bool = True
    ) -> None:
        """Add a table; nothing where it has no rows."""
        found = tuple(tuple(row) for row in rows)
        if found:
            self._blocks.append(Table(columns=tuple(columns), rows=found, caption=caption, row_headings=row_headings))

    def note(self, *lines: Text, tone: Tone = Tone.NOTED) -> None:
        """Add a note that is set apart; nothing where there is no text."""
        found = tuple(one for item in lines if (one := line(item)))
        if found:
            self._blocks.append(Callout(lines=found, tone=tone))

    def figure(self, figure: Figure) -> None:
        """Add a picture."""
        self._blocks.append(figure)

    def page_break(self) -> None:
        """Begin a new page."""
        self._blocks.append(PageBreak())

    def paper(self, **properties: Any) -> Paper:
        """The whole document, with the properties of `Paper`."""
        return Paper(blocks=self.blocks, **properties)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What was added so far, in order."""
        return tuple(self._blocks)
