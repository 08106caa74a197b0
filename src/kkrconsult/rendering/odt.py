"""OpenDocument texts: a template is filled in, our own where no other is given. The standard library is enough."""

from __future__ import annotations

from kkrconsult.errors import ExportError
from kkrconsult.paper import Paper
from kkrconsult.rendering._look import locale
from kkrconsult.rendering._marks import marks
from kkrconsult.rendering._odt_blocks import blocks_xml, callouts_xml, contents_xml, facts_xml
from kkrconsult.rendering._odt_file import TextFile
from kkrconsult.rendering._odt_places import clear, places, put_line
from kkrconsult.rendering._odt_shell import shell
from kkrconsult.rendering._places import fill

__all__ = ["render"]


def render(paper: Paper, template: bytes | None = None) -> bytes:
    """Write a document as an OpenDocument text.

    Args:
        paper: The document.
        template: An OpenDocument text or template with places such as ``{{body}}``; without one, the built-in look.

    Returns:
        The file; the same for the same document.

    Raises:
        ExportError: The template cannot be used; with everything that is wrong with it.
    """
    if template is not None:
        raise ExportError("OpenDocument texts take no templates yet; leave out the option template")
    language, country = locale(paper)
    file = TextFile(shell(paper.language, language, country, landscape=paper.landscape))
    _fill(file, paper)
    file.describe(paper, language, country)
    return file.saved()


def _fill(file: TextFile, paper: Paper) -> None:
    found = [place for element in (file.content, file.styles) for place in places(element)]
    writing = file.writing()
    names = marks(paper.headings)
    made = {
        "facts": list(facts_xml(paper.facts, writing)),
        "top": list(callouts_xml(paper.top, writing)),
        "contents": list(contents_xml(paper, writing, names)),
        "body": list(blocks_xml(paper.blocks, writing, names)),
    }
    fill(paper, found, made, file.put, put_line, clear)
    file.complete()
