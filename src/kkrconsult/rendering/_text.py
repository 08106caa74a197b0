"""Texts of strangers in files of XML: nothing that a file cannot hold, and every line end a line feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kkrconsult.paper import Line, Run
from kkrconsult.texts import word

__all__ = ["attribute", "clean", "footer_parts", "has_text", "held", "in_line", "web"]

_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 cannot hold (production 2), halves of surrogate pairs among it.
_NEVER = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WEB = re.compile(r"https?://[!-;=?-~]+")
_FIELD = re.compile(r"(\{pages?\})")


def clean(text: str) -> str:
    """A text as every office program can hold it.

    Line ends of any kind become line feeds, and what XML cannot hold becomes U+FFFD; nothing else changes.
    """
    return _NEVER.sub("\ufffd", _LINE_END.sub("\n", text))


def held(text: str) -> str:
    """A text as content of an element."""
    return escape(clean(text))


def in_line(text: str) -> str:
    """A text in one line, for what has no lines."""
    return " ".join(clean(text).split())


def attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks, in one line."""
    return quoteattr(in_line(text))


def web(run: Run) -> str | None:
    """Where a run leads, if that is an address on the web; other addresses stay text."""
    return run.url if run.url is not None and _WEB.fullmatch(run.url) else None


def has_text(lines: tuple[Line, ...]) -> bool:
    """Whether there is anything to read in lines."""
    return any(run.text.strip() for line in lines for run in line)


def footer_parts(language: str) -> Iterator[str]:
    """The words for the page number: pieces of text, and ``{page}`` and ``{pages}`` between them."""
    yield from filter(None, _FIELD.split(word("paper.page-of", language)))
