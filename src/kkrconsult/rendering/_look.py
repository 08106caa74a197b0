"""How office documents look: one accent, a calm scale of sizes, and tones that also tell themselves apart in grey.

Sizes are points, widths and margins millimetres, colours RGB as hexadecimal. Every pair of text and ground passes
WCAG 2.2 level AA (contrast 4.5), every mark beside its ground 3; tests hold the look to that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import attrs

from kkrconsult.paper import Cell, Paper, Tone, plain

__all__ = [
    "CALLOUTS",
    "FONT",
    "LOCALES",
    "PAGE",
    "TONED",
    "TONES",
    "Ink",
    "Page",
    "Size",
    "ToneLook",
    "is_short",
    "locale",
]

FONT = "Calibri"
"""On every machine with Office; LibreOffice has Carlito for it, which is as wide."""


class Ink:
    """Colours."""

    ACCENT = "1D4A63"
    """Headings, and what belongs to them."""
    MUTED = "545F68"
    """Small print, page numbers."""
    LINK = "0B5A8A"
    """Links; they are underlined too."""
    HEAD = "E3ECF1"
    """Ground of the head of a table."""
    RULE = "C3CED5"
    """Lines between rows."""
    EDGE = "7E939F"
    """Lines that enclose or part."""


class Size:
    """Sizes of letters."""

    TEXT = 11
    TITLE = 25
    SUBTITLE = 14
    HEADINGS = (17, 13.5, 11.5)
    SMALL = 9.5
    """Tables, notes and captions."""
    FOOT = 9
    """The head and the foot of a page."""


@attrs.frozen(kw_only=True)
class Page:
    """A page: A4."""

    width: float
    """How wide it is."""
    height: float
    """How high it is."""
    side: float
    """Margins left and right."""
    top: float
    """Margin above."""
    bottom: float
    """Margin below."""

    @property
    def text_width(self) -> float:
        """What is left between the margins."""
        return self.width - 2 * self.side


PAGE: Mapping[bool, Page] = {
    False: Page(width=210, height=297, side=25, top=25, bottom=23),
    True: Page(width=297, height=210, side=20, top=22, bottom=20),
}
"""The page, by whether it lies on its side."""


@attrs.frozen
class ToneLook:
    """How a tone shows: a light ground, and a bar at the left whose pattern differs from the others in grey too."""

    ground: str
    """Behind the text."""
    bar: str
    """The bar."""
    pattern: str
    """``solid``, ``double``, ``dashed`` or ``dotted``."""


TONES: Mapping[Tone, ToneLook] = {
    Tone.GOOD: ToneLook("E9F3EC", "2B7A4B", "solid"),
    Tone.PARTLY: ToneLook("FAF3E0", "94690A", "dashed"),
    Tone.BAD: ToneLook("FAEBE9", "A8322A", "double"),
    Tone.NOTED: ToneLook("EDF2F5", "4A6B7C", "solid"),
    Tone.OPEN: ToneLook("F4F4F2", "6E6E6A", "dotted"),
}
"""How each tone shows."""

CALLOUTS: Mapping[Tone, str] = {
    Tone.NOTED: "Callout",
    Tone.GOOD: "Callout Good",
    Tone.PARTLY: "Callout Partly",
    Tone.BAD: "Callout Warning",
    Tone.OPEN: "Callout Open",
}
"""The style of a note, by its tone."""

TONED: Mapping[Tone, str] = {
    Tone.NOTED: "Table Noted",
    Tone.GOOD: "Table Good",
    Tone.PARTLY: "Table Partly",
    Tone.BAD: "Table Bad",
    Tone.OPEN: "Table Open",
}
"""The style of text in a cell, by its tone."""

_LETTER = 1.62
"""How wide a letter of a table is on average."""
_SHORT = 14


def is_short(row: Iterable[Cell], widths: Iterable[float]) -> bool:
    """Whether a row of a table is so short that it stays on one page.

    Args:
        row: Its cells.
        widths: How wide each is.
    """
    return max(map(_lines, row, widths), default=0) <= _SHORT


def _lines(cell: Cell, width: float) -> int:
    """About how many lines a cell takes."""
    across = max(1, int((width - 3.5) / _LETTER))
    return sum(max(1, math.ceil(len(part) / across)) for line in cell.lines for part in plain(line).split("\n"))


LOCALES: Mapping[str, tuple[str, str]] = {"da": ("da", "DK"), "en": ("en", "GB")}
"""Language and country of the languages that texts are in."""


def locale(paper: Paper) -> tuple[str, str]:
    """Language and country of a document; the country may be empty."""
    language, _, country = paper.language.partition("-")
    return (language, country.upper()) if country else LOCALES.get(language, (language, ""))
