"""The places in a template, ``{{title}}`` and the like: found however Word has cut them up, and filled.

Word cuts text into runs as it likes (at each correction, say), so a place is looked for in a paragraph as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kkrconsult.rendering._docx_runs import run_xml
from kkrconsult.rendering._docx_shell import NAMES

__all__ = ["BLOCKS", "LINES", "Place", "places", "put_line", "put_text"]

LINES = ("title", "subject", "author", "footer")
"""Places for a line of text, which may stand anywhere."""
BLOCKS = ("body", "contents", "facts", "top")
"""Places for paragraphs and tables, each in a paragraph of its own."""

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")


@attrs.frozen
class Place:
    """A place in a template."""

    name: str
    """What is to stand there, as it is written, but for white space and capitals."""
    paragraph: Any
    """The paragraph that it stands in."""
    start: int
    """Where in the paragraph's text it begins."""
    end: int
    """Where it ends."""
    alone: bool
    """Whether there is no other text in the paragraph."""


def _texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph, without those of paragraphs inside it, as in a text box."""
    from docx.oxml.ns import qn

    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph]


def places(element: Any) -> Iterator[Place]:
    """The places in a part of a file, in the order in which they stand."""
    from docx.oxml.ns import qn

    for paragraph in element.iter(qn("w:p")):
        text = "".join(one.text or "" for one in _texts(paragraph))
        for found in _PLACE.finditer(text) if "{{" in text else ():
            name = found[1].strip().lower()
            yield Place(name, paragraph, *found.span(), alone=text.strip() == found[0])


def put_text(found: Mapping[Any, list[Place]], texts: Mapping[str, str]) -> None:
    """Put texts into the places of paragraphs, each in the look of the letters that were there.

    Args:
        found: The places, by paragraph.
        texts: The texts, by name of the place.
    """
    for paragraph, those in found.items():
        # From the end, so that what stands before stays where it is.
        for place in reversed(those):
            put_line(paragraph, place.start, place.end, texts[place.name])


def put_line(paragraph: Any, start: int, end: int, text: str) -> None:
    """Put a text into a paragraph instead of another.

    Args:
        paragraph: The paragraph.
        start: Where in its text the other begins.
        end: Where it ends.
        text: What is to stand there.
    """
    position, put = 0, False
    for one in _texts(paragraph):
        content = one.text or ""
        first, last = max(start - position, 0), min(end - position, len(content))
        position += len(content)
        if first >= last:
            continue
        kept, rest = content[:first], content[last:]
        _replace(one, kept + rest if put else f"{kept}{text}{rest}")
        put = True


def _replace(element: Any, text: str) -> None:
    """Put text in the place of a ``w:t``, with its tabulators and line ends as elements."""
    from docx.oxml import parse_xml

    run = run_xml(text)
    if run:
        for child in parse_xml(run.replace("<w:r>", f"<w:r {NAMES}>", 1)):
            element.addprevious(child)
    element.getparent().remove(element)
