"""The places in a template, ``{{title}}`` and the like: found however Word has cut them up, and filled.

Word cuts text into runs as it likes (at each correction, say), so a place is looked for in a paragraph as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kkrconsult.rendering._docx_runs import run_xml
from kkrconsult.rendering._docx_shell import NAMES
from kkrconsult.rendering._places import Place, found_in

__all__ = ["begins_page", "clear", "places", "put_line", "texts_of"]


def _texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph, without those of paragraphs inside it, as in a text box."""
    from docx.oxml.ns import qn

    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph]


def _paragraphs(element: Any) -> Iterator[tuple[Any, str]]:
    from docx.oxml.ns import qn

    for paragraph in element.iter(qn("w:p")):
        yield paragraph, "".join(one.text or "" for one in _texts(paragraph))


def places(element: Any) -> Iterator[Place]:
    """The places in a part of a file, in the order in which they stand."""
    for paragraph, text in _paragraphs(element):
        yield from found_in(text, paragraph)


def texts_of(element: Any) -> Iterator[str]:
    """The texts of the paragraphs of a part of a file."""
    for _, text in _paragraphs(element):
        yield text


def begins_page(paragraph: Any) -> bool:
    """Whether a paragraph begins a page by itself."""
    from docx.oxml.ns import qn

    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
    return found is not None and found.get(qn("w:val"), "1") in ("1", "true", "on")


def put_line(paragraph: Any, start: int, end: int, text: str) -> None:
    """Put a text into a paragraph instead of another.

    Args:
        paragraph: The paragraph.
        start: Where in its text the other begins.
        end: Where it ends.
        text: What is to stand there.
    """
    position, put = 0, False
    for one in _texts(paragraph):
        content = one.text or ""
        first, last = max(start - position, 0), min(end - position, len(content))
        position += len(content)
        if first >= last:
            continue
        kept, rest = content[:first], content[last:]
        _replace(one, kept + rest if put else f"{kept}{text}{rest}")
        put = True


def clear(paragraph: Any) -> None:
    """Take away a paragraph that was a place, unless there is more to it, or nothing would be left where it stands."""
    from docx.oxml.ns import qn

    kept = ("w:sectPr", "w:drawing", "w:pict", "w:object")
    around = paragraph.getparent()
    # A comment stands for what was put there.
    sole = len(around) == 1 + len(around.findall(qn("w:tcPr"))) and around.tag != qn("w:body")
    breaks = any(one.get(qn("w:type")) for one in paragraph.iter(qn("w:br")))
    if not sole and not breaks and not any(next(paragraph.iter(qn(name)), None) is not None for name in kept):
        around.remove(paragraph)


def _replace(element: Any, text: str) -> None:
    """Put text in the place of a ``w:t``, with its tabulators and line ends as elements."""
    from docx.oxml import parse_xml

    run = run_xml(text)
    if run:
        for child in parse_xml(run.replace("<w:r>", f"<w:r {NAMES}>", 1)):
            element.addprevious(child)
    element.getparent().remove(element)
