"""What tests of readers share: reading bytes, and looking at what was found."""

from __future__ import annotations

import string
from collections.abc import Iterable

from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.texts import languages, message, template

__all__ = ["findings", "places", "responses", "said"]


def responses(found: Iterable[Response | Finding]) -> list[Response]:
    return [item for item in found if isinstance(item, Response)]


def findings(found: Iterable[Response | Finding]) -> list[Finding]:
    """The findings, each of which names its file and can be said in every language."""
    items = [item for item in found if isinstance(item, Finding)]
    for item in items:
        assert item.location is not None
        assert item.location.file == item.params["file"]
        for language in languages():
            text = template(item.code, language)
            assert text is not None
            assert {field for _, field, _, _ in string.Formatter().parse(text) if field} <= item.params.keys()
            assert len(message(item.code, item.params, language)) < 1000
    return items


def places(found: Iterable[Response | Finding]) -> list[tuple[str, int | None]]:
    """Codes of the findings with the lines that they point to."""
    return [(item.code, item.location.line if item.location else None) for item in findings(found)]


def said(found: Iterable[Response | Finding], language: str = "en") -> list[str]:
    """The findings as a reader sees them."""
    return [message(item.code, item.params, language) for item in findings(found)]
