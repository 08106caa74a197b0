"""The places in a template, ``{{title}}`` and the like: found however an office program has cut them up, and filled."""

from __future__ import annotations

from collections.abc import Iterator
from xml.dom.minidom import Document, Element, Node, Text

from kkrconsult.rendering._odt_text import pieces
from kkrconsult.rendering._places import Place, found_in

__all__ = ["clear", "elements", "places", "put_line", "texts_of"]

_PARAGRAPHS = ("text:p", "text:h")


def elements(node: Node) -> Iterator[Element]:
    """All elements below a node, in their order."""
    for child in list(node.childNodes):
        if isinstance(child, Element):
            yield child
            yield from elements(child)


def _texts(paragraph: Node) -> Iterator[Text]:
    """The texts of a paragraph, without those of paragraphs inside it, as in a text box."""
    for child in paragraph.childNodes:
        if isinstance(child, Text):
            yield child
        elif isinstance(child, Element) and child.tagName not in _PARAGRAPHS:
            yield from _texts(child)


def _paragraphs(node: Node) -> Iterator[tuple[Element, str]]:
    for paragraph in elements(node):
        if paragraph.tagName in _PARAGRAPHS:
            yield paragraph, "".join(one.data for one in _texts(paragraph))


def places(node: Node) -> Iterator[Place]:
    """The places in a part of a file, in the order in which they stand."""
    for paragraph, text in _paragraphs(node):
        yield from found_in(text, paragraph)


def texts_of(node: Node) -> Iterator[str]:
    """The texts of the paragraphs of a part of a file."""
    for _, text in _paragraphs(node):
        yield text


def put_line(paragraph: Element, start: int, end: int, text: str) -> None:
    """Put a text into a paragraph instead of another.

    Args:
        paragraph: The paragraph.
        start: Where in its text the other begins.
        end: Where it ends.
        text: What is to stand there.
    """
    position, put = 0, False
    for one in list(_texts(paragraph)):
        content = one.data
        first, last = max(start - position, 0), min(end - position, len(content))
        position += len(content)
        if first >= last:
            continue
        document, parent = one.ownerDocument, one.parentNode
        assert document is not None  # noqa: S101 - it was parsed
        assert isinstance(parent, Element)  # noqa: S101 - it is inside the paragraph
        new: list[Text | Element] = [document.createTextNode(content[:first])]
        if not put:
            new += _nodes(document, text)
        new.append(document.createTextNode(content[last:]))
        for node in new:
            parent.insertBefore(node, one)
        parent.removeChild(one)
        put = True


def clear(paragraph: Element) -> None:
    """Take away a paragraph that was a place, unless there is more to it, or nothing would be left where it stands."""
    parent = paragraph.parentNode
    assert parent is not None  # noqa: S101 - places stand in something
    # A comment stands for what was put there.
    sole = list(parent.childNodes) == [paragraph] and getattr(parent, "tagName", "") != "office:text"
    if not sole and not any(one.tagName.startswith("draw:") for one in elements(paragraph)):
        parent.removeChild(paragraph)


def _nodes(document: Document, text: str) -> Iterator[Text | Element]:
    for name, content in pieces(text):
        if name is None:
            yield document.createTextNode(content)
        else:
            element = document.createElement(name)
            if content:
                element.setAttribute("text:c", content)
            yield element
