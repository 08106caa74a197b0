"""What is wrong with a Word file as a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kkrconsult.errors import Problem, bounded
from kkrconsult.formats.packages import attribute
from kkrconsult.formats.packing import packed
from kkrconsult.rendering._docx_file import WordFile
from kkrconsult.rendering._docx_places import places, texts_of
from kkrconsult.rendering._places import Place, left_over
from kkrconsult.rendering._templates import carefully, opened, place_problems, refuse, scan

__all__ = ["checked"]

_KIND = "a Word file (.docx or .dotx)"
_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
_RUNS = re.compile(r"(?:vbaproject\.bin|vbadata\.xml)$|/activex/", re.IGNORECASE)
_HELD = re.compile(r"/embeddings/", re.IGNORECASE)
# What may lead out of the file: a link does nothing until somebody follows it, and the template's own is cut.
_MAY_LEAD_OUT = {"hyperlink", "attachedTemplate"}
_FETCHES = re.compile(r"\b(?:DDE|DDEAUTO|IMPORT|INCLUDEPICTURE|INCLUDETEXT|LINK)\b")
_CHANGES = {"ins", "del", "moveFrom", "moveTo"}
_OTHER_TEXTS = re.compile(r"word/(?:footnotes|endnotes)\d*\.xml$")


def checked(data: bytes) -> WordFile:
    """A template, ready to be filled in.

    Args:
        data: A Word file or a template of Word's.

    Raises:
        ExportError: It cannot be used; with everything that is wrong with it.
    """
    entries = opened(data, _KIND)
    problems = list(_file_problems(entries))
    if _TYPES not in entries or not any(kind in entries[_TYPES] for kind in _kinds()):
        # With macros it is of another kind, which is told already.
        refuse(problems or [Problem(message=f"it is not {_KIND}")])
    template, document = _kinds()
    entries[_TYPES] = entries[_TYPES].replace(template, document)
    file = carefully(lambda: WordFile(packed(entries.items())))
    problems += carefully(lambda: list(_place_problems(file, entries)))
    if problems:
        refuse(problems)
    return file


def _kinds() -> tuple[bytes, bytes]:
    """The content types of a template of Word's, and of a file."""
    return _MAIN.format("template").encode(), _MAIN.format("document").encode()


def _file_problems(entries: Mapping[str, bytes]) -> Iterator[Problem]:
    if b"macroEnabled" in entries.get(_TYPES, b"") or any(map(_RUNS.search, entries)):
        yield Problem(message="it has macros or controls in it; save it as a file without macros (.docx)")
    for name in filter(_HELD.search, entries):
        yield Problem(message="another file is embedded in it; put a picture of it there instead", found=bounded(name))
    for name, content in entries.items():
        if name.endswith(".rels"):
            yield from _relations(content)
        elif name.startswith("word/") and name.endswith(".xml"):
            yield from _contents(name, content)


def _relations(content: bytes) -> Iterator[Problem]:
    found: list[str] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        kind = attribute(attributes, "Type").rpartition("/")[2]
        outside = attribute(attributes, "TargetMode") == "External"
        if element == "Relationship" and ((outside and kind not in _MAY_LEAD_OUT) or kind == "aFChunk"):
            found.append(attribute(attributes, "Target"))

    scan(content, start)
    for target in found:
        yield Problem(message="it needs something outside of it; put that into the file", found=bounded(target))


def _contents(name: str, content: bytes) -> Iterator[Problem]:
    changes, orders, in_order = 0, [], False

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal changes, in_order
        changes += element in _CHANGES
        in_order = element == "instrText"
        if element == "fldSimple":
            orders.append(f" {attribute(attributes, 'instr')} ")

    def text(found: str) -> None:
        if in_order:
            orders.append(found)

    scan(content, start, text)
    if changes:
        yield Problem(message="it holds tracked changes; accept them first", found=bounded(name))
    if fetches := _FETCHES.search("".join(orders)):
        yield Problem(message="it has a field that fetches something from outside", found=fetches[0])
    if re.match(r"word/comments\d*\.xml$", name) and b"<w:comment " in content:
        yield Problem(message="it holds comments; remove them first", found=bounded(name))


def _place_problems(file: WordFile, entries: Mapping[str, bytes]) -> Iterator[Problem]:
    for prefix in file.unusual():
        yield Problem(message="it names its elements in an unusual way; save it with Word", found=prefix)
    flows = list(file.flows())
    found = [place for element in (file.body, *flows) for place in places(element)]
    broken = [text for element in (file.body, *flows) for text in texts_of(element) if left_over(text)]
    yield from place_problems(found, lambda place: _no_blocks(place, file.body), broken)
    for name in filter(_OTHER_TEXTS.match, entries):
        if b"{{" in entries[name]:
            yield Problem(message="places in footnotes and endnotes are not filled", found=bounded(name))


def _no_blocks(place: Place, body: Any) -> str | None:
    """Why there can be no paragraphs and tables where a place is; None if they can stand there."""
    from docx.oxml.ns import qn

    around = [one.tag for one in place.paragraph.iterancestors()]
    if body.tag not in around:
        return "in a header or a footer, where only a line of text can stand"
    if qn("w:txbxContent") in around:
        return "in a text box, where only a line of text can stand"
    if place.name == "body" and qn("w:tc") in around:
        return "in a table; the document needs the width of the page"
    return None
