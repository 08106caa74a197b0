"""Runs and paragraphs of Word files, as XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

import attrs

from kkrconsult.paper import Line, Run
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering._text import web

__all__ = ["Writing", "run_xml"]

_PIECES = re.compile(r"([\t\n])")
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def run_xml(text: str, properties: str = "") -> str:
    """A run: text, with tabulators and line ends as elements."""
    if not text:
        return ""
    pieces = (
        _BREAKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _PIECES.split(printable(text))
        if piece
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(pieces)}</w:r>"


@attrs.define
class Writing:
    """What every element of a body needs to know of the file that it goes into."""

    style: Callable[[str], str]
    """Gives the id of a style, which is named as `STYLES` names it."""
    link: Callable[[str], str]
    """Gives the id of the reference to an address."""
    picture: Callable[[bytes], str]
    """Gives the id of the reference to a picture in PNG."""
    width: int
    """The width of the text, in twentieths of a point."""
    height: int
    """The height of the text, in twentieths of a point."""
    bullets: str = ""
    """What a paragraph of a list needs beside its style."""
    heading: str = ""
    """What a heading needs beside its style."""
    next_id: int = 1
    """The next number of a bookmark or a picture."""

    def number(self) -> int:
        """A number that no bookmark or picture of the file has."""
        self.next_id += 1
        return self.next_id - 1

    def paragraph(self, style: str, content: str, properties: str = "") -> str:
        """A paragraph.

        Args:
            style: Name of its style.
            content: Its runs, as XML.
            properties: What follows the style in ``w:pPr``.
        """
        named = "" if style == "Normal" else f'<w:pStyle w:val="{self.style(style)}"/>'
        inner = named + properties
        return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{content}</w:p>"

    def line(self, line: Line, *, bold: bool = False) -> str:
        """The runs of a line.

        Args:
            line: The line.
            bold: Whether the style of the paragraph is bold. Bold in both is not bold in Word (ECMA-376 part 1,
                17.7.3).
        """
        return "".join(self._run(run, bold=bold) for run in line)

    def _run(self, run: Run, *, bold: bool) -> str:
        address = web(run)
        text = run_xml(run.text, "".join(self._looks(run, linked=address is not None, bold=bold)))
        if address is None or not text:
            return text
        return f'<w:hyperlink r:id="{self.link(address)}" w:history="1">{text}</w:hyperlink>'

    def _looks(self, run: Run, *, linked: bool, bold: bool) -> Iterator[str]:
        """The properties of a run: a style of its own, and by hand only what is on top of that."""
        wanted = [
            name
            for name, wished in (
                ("Hyperlink", linked),
                ("Strong", run.strong and not bold),
                ("Emphasis", run.emphasis),
            )
            if wished
        ]
        if wanted:
            yield f'<w:rStyle w:val="{self.style(wanted[0])}"/>'
        if "Strong" in wanted[1:]:
            yield "<w:b/><w:bCs/>"
        if "Emphasis" in wanted[1:]:
            yield "<w:i/><w:iCs/>"
