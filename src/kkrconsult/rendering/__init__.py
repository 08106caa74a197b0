"""Renderers: each writes a document (`kkrconsult.paper`) or tables in one format, and reads no clock.

A renderer is a module with ``render(paper, template=None) -> bytes``; what a format needs a library for is imported
when it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from kkrconsult.paper import Paper

__all__ = ["FORMATS", "MEDIA_TYPES", "render"]

FORMATS: Mapping[str, str] = {
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
    ".html": "html",
    ".md": "markdown",
}
"""The module for each file name suffix."""

MEDIA_TYPES: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".md": "text/markdown",
}
"""The media type for each file name suffix."""


def render(paper: Paper, suffix: str, template: bytes | None = None) -> bytes:
    """Write a document in a format.

    Args:
        paper: The document.
        suffix: A key of `FORMATS`.
        template: A template of the region's own for this format, instead of the built-in look.

    Returns:
        The file; the same for the same document.

    Raises:
        MissingExtraError: A library for the format is not installed.
        ExportError: The template cannot be used; with everything that is wrong with it.
    """
    module = import_module(f"kkrconsult.rendering.{FORMATS[suffix]}")
    found: bytes = module.render(paper, template)
    return found
