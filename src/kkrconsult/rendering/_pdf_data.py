"""A document as plain data for typst: text that can be shown, headings as PDF/UA has them, rows that fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from math import ceil
from typing import Any, assert_never

from kkrconsult.paper import (
    Block,
    Callout,
    Cell,
    Figure,
    Heading,
    Items,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    plain,
)
from kkrconsult.rendering._plain import flat, printable
from kkrconsult.rendering._titles import stands_above
from kkrconsult.rendering.pages import address
from kkrconsult.texts import word

__all__ = ["as_data"]

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{2}))?")
_NAMELESS = "–"
# Of the letters in tables, measured over Danish text: how many stand on a millimetre.
_LETTERS_A_MM = 0.6
_TEXT_WIDTH_MM = {False: 160, True: 257}
_SHORT_ROW_LINES = 20
# Hyphenation parts long words; what is longer than any word, or no word at all, must be parted by us.
_LONGEST_WORD = 40
_BREAK = "\u200b"
_JOINS = re.compile(r"[\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def as_data(paper: Paper, unshown: Collection[str] = ()) -> dict[str, Any]:
    """The document as JSON knows it.

    Args:
        paper: The document.
        unshown: Characters that no font has; each is written as its code point.
    """
    return _Data(paper, unshown).whole()


class _Data:
    def __init__(self, paper: Paper, unshown: Collection[str]) -> None:
        self._paper = paper
        self._width = _TEXT_WIDTH_MM[paper.landscape] * _LETTERS_A_MM
        # What only joins or varies others is nothing without them.
        self._unshown = {ord(char): "" if _JOINS.fullmatch(char) else _code_point(char) for char in unshown}

    def whole(self) -> dict[str, Any]:
        paper = self._paper
        tag = _LANGUAGE.fullmatch(paper.language)
        return {
            "title": self._flat(paper.title) or _NAMELESS,
            "lang": tag[1].lower() if tag else "und",
            "region": tag[2].upper() if tag and tag[2] else None,
            "author": self._flat(paper.author),
            "subject": self._flat(paper.subject),
            "keywords": [found for one in paper.keywords if (found := self._flat(one))],
            "facts": [[self._text(label), self._text(value)] for label, value in paper.facts],
            "top": [self._callout(one) for one in paper.top],
            "contents": self._flat(paper.contents),
            "footer": self._flat(paper.footer),
            "page_of": word("paper.page-of", paper.language),
            "landscape": paper.landscape,
            "blocks": list(self._blocks()),
        }

    def _blocks(self) -> Iterator[dict[str, Any]]:
        before: Block | None = None
        section: Heading | None = None
        level = 0
        for block in self._paper.blocks:
            match block:
                case Heading():
                    # PDF/UA knows no heading without one of the level above.
                    level = min(block.level, level + 1)
                    section = block
                    text = self._flat(block.text) or ("" if block.number else _NAMELESS)
                    yield {"type": "heading", "level": level, "number": self._flat(block.number), "text": text}
                case Paragraph():
                    yield {"type": "paragraph", "kind": block.kind.value, "line": self._line(block.line)}
                case Items():
                    yield {"type": "items", "items": [self._line(one) for one in block.items]}
                case Table():
                    above = stands_above(block, before, section)
                    yield self._table(block, "" if above else self._text(block.caption))
                case Callout():
                    yield {"type": "callout", **self._callout(block)}
                case Figure():
                    yield self._figure(block)
                case PageBreak():
                    yield {"type": "break"}
                case _:
                    assert_never(block)
            before = block

    def _callout(self, callout: Callout) -> dict[str, Any]:
        return {"tone": callout.tone.value, "lines": [self._line(one) for one in callout.lines]}

    def _figure(self, figure: Figure) -> dict[str, Any]:
        alt = printable(figure.alt).strip() or printable(figure.caption).strip() or self._flat(self._paper.title)
        return {
            "type": "figure",
            # As text, since JSON has no bytes; an SVG in another encoding than UTF-8 is nobody's.
            "svg": figure.svg.decode("utf-8", "replace"),
            "width_mm": figure.width_mm,
            "alt": alt or _NAMELESS,
            "caption": self._text(figure.caption),
        }

    def _table(self, table: Table, caption: str) -> dict[str, Any]:
        total = sum(column.width for column in table.columns)
        letters = [max(4, int(self._width * column.width / total)) for column in table.columns]
        return {
            "type": "table",
            "caption": caption,
            "row_headings": table.row_headings,
            "columns": [
                {"label": self._text(column.label, at_most), "width": column.width}
                for column, at_most in zip(table.columns, letters, strict=True)
            ],
            "rows": [
                {
                    "long": max(map(_lines, row, letters), default=0) > _SHORT_ROW_LINES,
                    "cells": [self._cell(cell, at_most) for cell, at_most in zip(row, letters, strict=True)],
                }
                for row in table.rows
            ],
        }

    def _cell(self, cell: Cell, letters: int) -> dict[str, Any]:
        return {
            "tone": cell.tone.value if cell.tone is not None else None,
            "lines": [self._line(one, letters) for one in cell.lines],
        }

    def _line(self, line: Line, letters: float | None = None) -> list[dict[str, Any]]:
        return [self._run(run, letters) for run in line]

    def _run(self, run: Run, letters: float | None) -> dict[str, Any]:
        return {
            "text": self._text(run.text, letters),
            "strong": run.strong,
            "emphasis": run.emphasis,
            "url": address(run.url) or None,
        }

    def _text(self, text: str, letters: float | None = None) -> str:
        return _parted(self._shown(printable(text)), int(letters or self._width))

    def _flat(self, text: str) -> str:
        return self._shown(flat(text))

    def _shown(self, text: str) -> str:
        # Typst's fonts keep ligatures of their own where everybody may put what they like.
        return _PRIVATE.sub(lambda found: _code_point(found[0]), text.translate(self._unshown))


def _code_point(char: str) -> str:
    return f"[U+{ord(char):04X}]"


def _lines(cell: Cell, letters: int) -> int:
    """How many lines a cell takes, or a few more."""
    parts = [part for line in cell.lines for part in plain(line).split("\n")]
    return sum(max(1, ceil(len(part) * 1.1 / letters)) for part in parts)


def _parted(text: str, letters: int) -> str:
    """A text that can be broken into lines of so many letters: what hyphenation does not part gets places to break."""

    def part(found: re.Match[str]) -> str:
        piece = found[0]
        if piece.isalpha() and len(piece) <= _LONGEST_WORD:
            return piece
        step = max(3, letters // 2)
        return _BREAK.join(piece[at : at + step] for at in range(0, len(piece), step))

    return re.sub(rf"[^\s/-]{{{letters + 1},}}", part, text)
