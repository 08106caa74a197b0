"""Text of OpenDocument files, as XML: white space is elements there, or programs would take it together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

import attrs

from kkrconsult.paper import Line, Run
from kkrconsult.rendering._plain import printable
from kkrconsult.rendering._text import web

__all__ = ["Writing", "pieces", "text_xml"]

# Spaces at an end, or several: what is left is a single one between letters.
_PIECES = re.compile(r"([\t\n]|\A +| +\Z| {2,}|(?<=[\t\n]) +| +(?=[\t\n]))")
_ELEMENTS = {"\t": "text:tab", "\n": "text:line-break"}


def pieces(text: str) -> Iterator[tuple[str | None, str]]:
    """A text in pieces: text without a name, or the name of an element and how many spaces it is, if it is spaces."""
    for piece in _PIECES.split(printable(text)):
        if piece in _ELEMENTS:
            yield _ELEMENTS[piece], ""
        elif piece and not piece.strip(" "):
            yield "text:s", str(len(piece))
        elif piece:
            yield None, piece


def text_xml(text: str) -> str:
    """A text with its tabulators, line ends and spaces."""
    return "".join(
        escape(content) if name is None else f'<{name} text:c="{content}"/>' if content else f"<{name}/>"
        for name, content in pieces(text)
    )


@attrs.define
class Writing:
    """What every element of a body needs to know of the file that it goes into."""

    style: Callable[[str], str]
    """Gives the name of a style in the file, by what LibreOffice shows."""
    picture: Callable[[bytes, str], str]
    """Gives the name of the entry that a picture is, by its bytes and its suffix."""
    width: float
    """The width of the text, in millimetres."""
    height: float
    """The height of the text, in millimetres."""
    prefix: str
    """What the names that we give begin with, and no others in the file."""
    heading: str = ""
    """Further attributes of a heading."""
    automatic: dict[str, str] = attrs.field(factory=dict)
    """Names of automatic styles by what they are: ``style:style`` without its name."""
    numbers: int = 0
    """How many tables and pictures there are."""

    def auto(self, family: str, inner: str, more: str = "") -> str:
        """The name of an automatic style, which is made where it is not there."""
        made = f' style:family="{family}"{more}>{inner}</style:style>'
        return self.automatic.setdefault(made, f"{self.prefix}{len(self.automatic) + 1}")

    def number(self) -> int:
        """A number for a table or a picture."""
        self.numbers += 1
        return self.numbers

    def paragraph(self, style: str, content: str, *, new_page: bool = False, kept: bool = False) -> str:
        """A paragraph.

        Args:
            style: The style, by what LibreOffice shows.
            content: Its text, as XML.
            new_page: Whether it begins a page.
            kept: Whether it stays on the page of what follows.
        """
        return f'<text:p text:style-name="{self.named(style, new_page=new_page, kept=kept)}">{content}</text:p>'

    def named(self, style: str, *, new_page: bool = False, kept: bool = False) -> str:
        """The name of a style, or of one with what it lacks; as `paragraph` has it."""
        name = self.style(style)
        more = ' fo:break-before="page"' * new_page + ' fo:keep-with-next="always"' * kept
        if not more:
            return name
        inner = f"<style:paragraph-properties{more}/>"
        return self.auto("paragraph", inner, f' style:parent-style-name="{name}"')

    def line(self, line: Line) -> str:
        """The text of a line."""
        return "".join(self._run(run) for run in line)

    def _run(self, run: Run) -> str:
        text = text_xml(run.text)
        if not text:
            return ""
        for style in self._looks(run):
            text = f'<text:span text:style-name="{self.style(style)}">{text}</text:span>'
        address = web(run)
        if address is None:
            return text
        named = self.style("Internet link")
        return (
            f'<text:a xlink:type="simple" xlink:href={quoteattr(address)} text:style-name="{named}" '
            f'text:visited-style-name="{named}">{text}</text:a>'
        )

    def _looks(self, run: Run) -> Iterator[str]:
        if run.emphasis:
            yield "Emphasis"
        if run.strong:
            yield "Strong Emphasis"
