"""Word files: python-docx fills in a template, our own where no other is given.

What ECMA-376 wants in which order, and what Word makes of it, is in the private modules; each looks after one part.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kkrconsult.errors import ExportError, MissingExtraError
from kkrconsult.paper import Paper
from kkrconsult.rendering._docx_blocks import blocks_xml, callouts_xml, contents_xml, facts_xml, marks
from kkrconsult.rendering._docx_file import WordFile
from kkrconsult.rendering._docx_places import BLOCKS, Place, places, put_line, put_text
from kkrconsult.rendering._docx_shell import shell
from kkrconsult.rendering._look import locale

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
    blocks = {place.name: place for place in found if place.name in BLOCKS}
    lines: defaultdict[Any, list[Place]] = defaultdict(list)
    for place in found:
        if place.name not in BLOCKS:
            lines[place.paragraph].append(place)
    body = blocks["body"]
    writing = file.writing(body.paragraph)
    names = marks(paper.headings)
    made = {
        "facts": list(facts_xml(paper.facts, writing)),
        "top": list(callouts_xml(paper.top, writing)),
        "contents": list(contents_xml(paper, writing, names)) if "contents" in blocks else [],
        "body": list(blocks_xml(paper.blocks, writing, names)),
    }
    # What a reader must see is not lost where a template has no place for it.
    for name in ("facts", "top"):
        if name not in blocks:
            file.put(body.paragraph, made[name])
    texts = {"title": paper.title, "subject": paper.subject, "author": paper.author, "footer": paper.footer}
    put_text(lines, texts)
    for name, place in blocks.items():
        file.put(place.paragraph, made[name])
        _clear(place)
    file.sheet.complete(writing.width)


def _clear(place: Place) -> None:
    """Take away the paragraph that was a place, unless there is more to it than the place's name."""
    from docx.oxml.ns import qn

    paragraph = place.paragraph
    put_line(paragraph, place.start, place.end, "")
    kept = ("w:sectPr", "w:drawing", "w:pict", "w:object")
    sole = len(paragraph.getparent().findall(qn("w:p"))) == 1
    if not sole and not any(next(paragraph.iter(qn(name)), None) is not None for name in kept):
        paragraph.getparent().remove(paragraph)
