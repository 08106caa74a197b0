"""The tree itself: frozen, of plain text, and knowing nothing of any format."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from typing import TypeAlias

import attrs

__all__ = [
    "Block",
    "Callout",
    "Cell",
    "Column",
    "Figure",
    "Heading",
    "Items",
    "Line",
    "PageBreak",
    "Paper",
    "Paragraph",
    "ParagraphKind",
    "Run",
    "Table",
    "Tone",
    "emphasis",
    "line",
    "link",
    "paragraphs",
    "plain",
    "strong",
]

# White space, but not the control characters that Python counts among it: what they stood for must not vanish unseen.
_WHITE = r"[^\S\x0b\x0c\x1c-\x1f]"
_START, _END = re.compile(rf"\A{_WHITE}+"), re.compile(rf"(?<!{_WHITE}){_WHITE}+\Z")
_PARTED = re.compile(rf"\n(?:(?!\n){_WHITE})*\n{_WHITE}*")
_LINE_END = re.compile(r"\r\n|\r")
_WEB = re.compile(r"https?://[!-;=?-~]+")


@attrs.frozen(kw_only=True)
class Run:
    """A piece of text in one style. A line feed in it is a line end inside the paragraph."""

    text: str
    """The text, as it is to be read."""
    strong: bool = False
    """Whether it is important: bold."""
    emphasis: bool = False
    """Whether it is stressed: italic."""
    url: str | None = None
    """Where it leads, if it is a link: an address on the web."""


Line: TypeAlias = tuple[Run, ...]
"""Text of one paragraph."""


def strong(text: str) -> Run:
    """Important text."""
    return Run(text=text, strong=True)


def emphasis(text: str) -> Run:
    """Stressed text."""
    return Run(text=text, emphasis=True)


def link(url: str, text: str | None = None) -> Run:
    """An address: a link where it is on the web, else only its text."""
    return Run(text=url if text is None else text, url=url if _WEB.fullmatch(url) else None)


def line(*parts: str | Run | Iterable[Run]) -> Line:
    """A line of texts and runs; neighbours of one style become one run, and white space at its ends goes."""
    runs: list[Run] = []
    for part in parts:
        for run in (Run(text=part),) if isinstance(part, str) else (part,) if isinstance(part, Run) else part:
            if runs and attrs.evolve(runs[-1], text="") == attrs.evolve(run, text=""):
                runs[-1] = attrs.evolve(run, text=runs[-1].text + run.text)
            elif run.text:
                runs.append(run)
    _trim(runs, 0, _START)
    _trim(runs, -1, _END)
    return tuple(runs)


def _trim(runs: list[Run], at: int, white: re.Pattern[str]) -> None:
    """Take white space away at one end, with runs that are nothing else."""
    while runs:
        text = white.sub("", runs[at].text)
        if text:
            runs[at] = attrs.evolve(runs[at], text=text)
            return
        del runs[at]


def paragraphs(text: str) -> list[Line]:
    """The paragraphs of a text, which blank lines part; line ends of any kind become line feeds."""
    return [found for part in _PARTED.split(_LINE_END.sub("\n", text)) if (found := line(part))]


def plain(line: Iterable[Run]) -> str:
    """The text of a line without its styles."""
    return "".join(run.text for run in line)


class Tone(enum.Enum):
    """What a cell or a note is like, at a glance; the text always says it too."""

    GOOD = "good"
    PARTLY = "partly"
    BAD = "bad"
    NOTED = "noted"
    OPEN = "open"


@attrs.frozen(kw_only=True)
class Heading:
    """The heading of a section."""

    level: int
    """1 for a section of the document, 2 for a part of one, 3 for a part of that."""
    text: str
    """The heading without its number."""
    number: str = ""
    """Its number, such as ``2.1``; empty where headings are not numbered."""
    anchor: str = ""
    """Its name for links, unique in the document: letters, digits and hyphens."""

    @property
    def shown(self) -> str:
        """Number and text."""
        return f"{self.number} {self.text}".strip()


class ParagraphKind(enum.Enum):
    """What a paragraph is for."""

    NORMAL = "normal"
    LABEL = "label"
    """The title of the list or table that follows; stays on its page."""
    NOTE = "note"
    """Small print."""
    QUOTE = "quote"
    """What somebody else wrote."""


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph."""

    line: Line
    """Its text."""
    kind: ParagraphKind = ParagraphKind.NORMAL
    """What it is for."""


@attrs.frozen(kw_only=True)
class Items:
    """A list, without numbers."""

    items: tuple[Line, ...]
    """Its items."""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table."""

    label: str
    """What stands at its head."""
    width: int = 10
    """Its share of the table's width, compared with the other columns."""


@attrs.frozen(kw_only=True)
class Cell:
    """A cell of a table."""

    lines: tuple[Line, ...] = ()
    """Its paragraphs."""
    tone: Tone | None = None
    """What it is like, at a glance."""

    @property
    def text(self) -> str:
        """Its text without styles, one paragraph a line."""
        return "\n".join(plain(line) for line in self.lines)


@attrs.frozen(kw_only=True)
class Table:
    """A table with one row of headings."""

    columns: tuple[Column, ...]
    """Its columns."""
    rows: tuple[tuple[Cell, ...], ...]
    """Its rows; each has a cell for every column."""
    caption: str = ""
    """What it shows, for those who hear the document read; renderers need not show it."""
    row_headings: bool = True
    """Whether the first cell of a row says what the row is about."""


@attrs.frozen(kw_only=True)
class Callout:
    """What a reader must not miss: set apart from the rest."""

    lines: tuple[Line, ...]
    """Its paragraphs."""
    tone: Tone = Tone.NOTED
    """What it is like: noted for information, bad for a warning."""


@attrs.frozen(kw_only=True)
class Figure:
    """A picture, with a text that says the same."""

    svg: bytes
    """The picture as SVG, of no foreign fonts, scripts or references."""
    png: bytes
    """The same picture as PNG, for what cannot show SVG."""
    width_mm: float
    """How wide it is on paper, in millimetres."""
    height_mm: float
    """How high it is on paper, in millimetres."""
    alt: str
    """What it shows, in words, for those who do not see it."""
    caption: str = ""
    """What stands below it."""


@attrs.frozen(kw_only=True)
class PageBreak:
    """What follows begins on a page of its own."""


Block: TypeAlias = Heading | Paragraph | Items | Table | Callout | Figure | PageBreak


@attrs.frozen(kw_only=True)
class Paper:
    """A whole document."""

    title: str
    """Its title."""
    language: str
    """Language tag of its texts, such as ``da``."""
    blocks: tuple[Block, ...] = ()
    """What it consists of, in order."""
    top: tuple[Callout, ...] = ()
    """What must be read first, between the title and the contents."""
    facts: tuple[tuple[str, str], ...] = ()
    """What it is about at a glance, as labels and values, below the title."""
    contents: str = ""
    """Title of the table of contents; none where it is empty."""
    author: str = ""
    """Who made it, for the document's properties."""
    subject: str = ""
    """What it is about, for the document's properties."""
    keywords: tuple[str, ...] = ()
    """For the document's properties."""
    footer: str = ""
    """What stands at the foot of each page, before its number."""
    landscape: bool = False
    """Whether its pages are wider than high, for wide tables."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))
