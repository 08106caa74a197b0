"""Texts of strangers in office files, which are XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kkrconsult.paper import Line, Run
from kkrconsult.rendering._plain import flat, printable
from kkrconsult.texts import word

__all__ = ["attribute", "footer_parts", "has_text", "held", "web"]

_WEB = re.compile(r"https?://[!-;=?-~]+")
_FIELD = re.compile(r"(\{pages?\})")


def held(text: str) -> str:
    """A text as content of an element."""
    return escape(printable(text))


def attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks, in one line."""
    return quoteattr(flat(text))


def web(run: Run) -> str | None:
    """Where a run leads, if that is an address on the web; other addresses stay text."""
    return run.url if run.url is not None and _WEB.fullmatch(run.url) else None


def has_text(lines: tuple[Line, ...]) -> bool:
    """Whether there is anything to read in lines."""
    return any(run.text.strip() for line in lines for run in line)


def footer_parts(language: str) -> Iterator[str]:
    """The words for the page number: pieces of text, and ``{page}`` and ``{pages}`` between them."""
    yield from filter(None, _FIELD.split(word("paper.page-of", language)))
