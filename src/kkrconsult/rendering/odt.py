"""OpenDocument texts: a template is filled in, our own where no other is given. The standard library is enough."""

from __future__ import annotations

from kkrconsult.paper import PageBreak, Paper
from kkrconsult.rendering._look import locale
from kkrconsult.rendering._marks import marks
from kkrconsult.rendering._odt_blocks import blocks_xml, callouts_xml, contents_xml, facts_xml
from kkrconsult.rendering._odt_check import checked
from kkrconsult.rendering._odt_file import TextFile
from kkrconsult.rendering._odt_places import places, put_line
from kkrconsult.rendering._odt_shell import shell
from kkrconsult.rendering._places import fill
from kkrconsult.rendering._templates import carefully

__all__ = ["built_in", "render"]


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
    if template is None:
        return _filled(TextFile(shell(paper.language, *locale(paper), landscape=paper.landscape)), paper)
    file = checked(template)
    return carefully(lambda: _filled(file, paper))


def built_in(language: str, *, landscape: bool = False) -> bytes:
    """The built-in look as a template, to begin one's own with.

    Args:
        language: Language tag of its texts, such as ``da``.
        landscape: Whether its pages lie on their side.
    """
    return shell(language, *locale(Paper(title="", language=language)), landscape=landscape)


def _filled(file: TextFile, paper: Paper) -> bytes:
    _fill(file, paper)
    file.describe(paper, *locale(paper))
    return file.saved()


def _fill(file: TextFile, paper: Paper) -> None:
    found = [place for element in (file.content, file.styles) for place in places(element)]
    writing = file.writing()
    (body,) = (place.paragraph for place in found if place.name == "body")
    blocks = (PageBreak(), *paper.blocks) if file.begins_page(body) else paper.blocks
    names = marks(paper.headings)
    made = {
        "facts": list(facts_xml(paper.facts, writing)),
        "top": list(callouts_xml(paper.top, writing)),
        "contents": list(contents_xml(paper, writing, names)),
        "body": list(blocks_xml(blocks, writing, names)),
    }
    fill(paper, found, made, file.put, put_line, file.clear)
    file.complete()
