"""Word files: python-docx fills in a template, our own where no other is given.

What ECMA-376 wants in which order, and what Word makes of it, is in the private modules; each looks after one part.
"""

from __future__ import annotations

from kkrconsult.errors import ExportError, MissingExtraError
from kkrconsult.paper import Paper
from kkrconsult.rendering._docx_blocks import blocks_xml, callouts_xml, contents_xml, facts_xml
from kkrconsult.rendering._docx_file import WordFile
from kkrconsult.rendering._docx_places import clear, places, put_line
from kkrconsult.rendering._docx_shell import shell
from kkrconsult.rendering._look import locale
from kkrconsult.rendering._marks import marks
from kkrconsult.rendering._places import fill

__all__ = ["render"]


def render(paper: Paper, template: bytes | None = None) -> bytes:
    """Write a document as a Word file.

    Args:
        paper: The document.
        template: A Word file or template with places such as ``{{body}}``; without one, the built-in look.

    Returns:
        The file; the same for the same document.

    Raises:
        MissingExtraError: python-docx is not installed.
        ExportError: The template cannot be used; with everything that is wrong with it.
    """
    try:
        import docx  # noqa: F401 - whether it is there
    except ImportError:
        raise MissingExtraError("documents", "a document for Word") from None
    if template is not None:
        raise ExportError("Word files take no templates yet; leave out the option template")
    tag = "-".join(filter(None, locale(paper)))
    file = WordFile(shell(paper.language, tag, landscape=paper.landscape))
    _fill(file, paper)
    file.describe(paper, tag)
    return file.saved()


def _fill(file: WordFile, paper: Paper) -> None:
    found = [place for element in (file.body, *file.flows()) for place in places(element)]
    (body,) = (place.paragraph for place in found if place.name == "body")
    writing = file.writing(body)
    names = marks(paper.headings)
    made = {
        "facts": list(facts_xml(paper.facts, writing)),
        "top": list(callouts_xml(paper.top, writing)),
        "contents": list(contents_xml(paper, writing, names)),
        "body": list(blocks_xml(paper.blocks, writing, names)),
    }
    fill(paper, found, made, file.put, put_line, clear)
    file.sheet.complete(writing.width)
