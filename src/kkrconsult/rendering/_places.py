"""The places that a template of an office's own may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from kkrconsult.paper import Paper

__all__ = ["BLOCKS", "LINES", "Place", "fill", "found_in", "left_over"]

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


def found_in(text: str, paragraph: Any) -> Iterator[Place]:
    """The places in the text of a paragraph."""
    for found in _PLACE.finditer(text) if "{{" in text else ():
        yield Place(found[1].strip().lower(), paragraph, *found.span(), alone=text.strip() == found[0])


def left_over(text: str) -> bool:
    """Whether there are braces in the text of a paragraph that make no place."""
    rest = _PLACE.sub("", text)
    return "{{" in rest or "}}" in rest


def fill(
    paper: Paper,
    found: Sequence[Place],
    made: Mapping[str, Sequence[str]],
    put: Callable[[Any, Sequence[str]], None],
    put_line: Callable[[Any, int, int, str], None],
    clear: Callable[[Any], None],
) -> None:
    """Fill the places of a template.

    Args:
        paper: The document.
        found: The places, all of them before anything is filled, so that no text can add one.
        made: Paragraphs and tables as XML, for each of `BLOCKS`.
        put: Puts such in front of a paragraph.
        put_line: Puts a text into a paragraph, instead of what begins and ends at two places.
        clear: Takes a paragraph away, unless there is more to it than its text.
    """
    blocks = {place.name: place for place in found if place.name in BLOCKS}
    # What a reader must see is not lost where a template has no place for it.
    for name in ("facts", "top"):
        if name not in blocks:
            put(blocks["body"].paragraph, made[name])
    texts = {"title": paper.title, "subject": paper.subject, "author": paper.author, "footer": paper.footer}
    # From the end, so that what stands before stays where it is.
    for place in reversed(found):
        if place.name in texts:
            put_line(place.paragraph, place.start, place.end, texts[place.name])
    for name, place in blocks.items():
        put(place.paragraph, made[name])
        put_line(place.paragraph, place.start, place.end, "")
        clear(place.paragraph)
