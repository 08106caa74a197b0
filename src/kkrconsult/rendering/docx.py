"""Word files: python-docx fills in a template, our own where no other is given.

What ECMA-376 wants in which order, and what Word makes of it, is in the private modules; each looks after one part.
"""

from __future__ import annotations

from kkrconsult.errors import MissingExtraError
from kkrconsult.paper import PageBreak, Paper
from kkrconsult.rendering._docx_blocks import blocks_xml, callouts_xml, contents_xml, facts_xml
from kkrconsult.rendering._docx_check import checked
from kkrconsult.rendering._docx_file import WordFile
from kkrconsult.rendering._docx_places import begins_page, clear, places, put_line
from kkrconsult.rendering._docx_shell import shell
from kkrconsult.rendering._look import locale
from kkrconsult.rendering._marks import marks
from kkrconsult.rendering._places import fill
from kkrconsult.rendering._templates import carefully

__all__ = ["built_in", "render"]


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
    tag = "-".join(filter(None, locale(paper)))
    if template is None:
        return _filled(WordFile(shell(paper.language, tag, landscape=paper.landscape)), paper, tag)
    file = checked(template)
    return carefully(lambda: _filled(file, paper, tag))


def built_in(language: str, *, landscape: bool = False) -> bytes:
    """The built-in look as a template, to begin one's own with.

    Args:
        language: Language tag of its texts, such as ``da``.
        landscape: Whether its pages lie on their side.
    """
    paper = Paper(title="", language=language)
    return shell(language, "-".join(filter(None, locale(paper))), landscape=landscape)


def _filled(file: WordFile, paper: Paper, tag: str) -> bytes:
    _fill(file, paper)
    file.describe(paper, tag)
    return file.saved()


def _fill(file: WordFile, paper: Paper) -> None:
    found = [place for element in (file.body, *file.flows()) for place in places(element)]
    (body,) = (place.paragraph for place in found if place.name == "body")
    writing = file.writing(body)
    blocks = (PageBreak(), *paper.blocks) if begins_page(body) else paper.blocks
    names = marks(paper.headings)
    made = {
        "facts": list(facts_xml(paper.facts, writing)),
        "top": list(callouts_xml(paper.top, writing)),
        "contents": list(contents_xml(paper, writing, names)),
        "body": list(blocks_xml(blocks, writing, names)),
    }
    fill(paper, found, made, file.put, put_line, clear)
    file.sheet.complete(writing.width)
