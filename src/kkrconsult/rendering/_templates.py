"""Templates of an office's own: opened with care, and checked before anything is written into them.

A template comes from the office itself, but has often been sent around; so it is opened like any other file, and
whatever would run, fetch something or tell who changed what stops it. All that is wrong is told at once.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NoReturn, TypeVar
from xml.parsers.expat import ExpatError

from kkrconsult.danish import suggest
from kkrconsult.errors import ExportError, Problem, bounded
from kkrconsult.formats.packages import Package, TooLargeError, UnsafeError, XmlReader, ignore
from kkrconsult.rendering._places import BLOCKS, LINES, Place

__all__ = ["carefully", "opened", "place_problems", "refuse", "scan"]

T = TypeVar("T")

_MOST_BYTES = 64 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refuse(problems: Iterable[Problem]) -> NoReturn:
    """Tell what is wrong with a template.

    Raises:
        ExportError: Always.
    """
    found = tuple(problems)
    raise ExportError(f"the template cannot be used: {len(found)} problem{'s' if len(found) > 1 else ''}", found)


def opened(data: bytes, kind: str) -> dict[str, bytes]:
    """What a template consists of, by name; its XML is whole, without document types, and not too deep.

    Args:
        data: The file.
        kind: What it should be, such as ``a Word file (.docx or .dotx)``.

    Raises:
        ExportError: It is something else, damaged, or built to do harm.
    """
    if data.startswith(_OLE):
        refuse([Problem(message=f"it is of an old format or locked with a password; save it as {kind}")])
    name = ""
    try:
        package = Package(io.BytesIO(data), _MOST_BYTES)
        entries = {}
        for name in package.entries:
            entries[name] = package.content(name)
            if name.lower().endswith((".xml", ".rels")):
                XmlReader(_nothing, ignore).feed(entries[name], last=True)
    except UnsafeError as error:
        refuse([Problem(message=f"it is built to do harm ({error})", found=bounded(name) if name else None)])
    except TooLargeError:
        refuse([Problem(message=f"it unpacks to more than {_MOST_BYTES >> 20} MB")])
    except ExpatError as error:
        refuse([Problem(message=f"it is damaged ({error})", found=bounded(name))])
    except MemoryError:
        raise
    except Exception:
        # Archives have many ways to be damaged, and each kind of compression its own errors.
        refuse([Problem(message=f"it is not {kind}, or it is damaged")])
    return entries


def _nothing(element: str, attributes: Mapping[str, str]) -> None:
    """What is called for an element of which nothing matters."""


def scan(
    data: bytes, start: Callable[[str, Mapping[str, str]], None], text: Callable[[str], None] | None = None
) -> None:
    """Look at the elements of XML that was checked before.

    Args:
        data: The XML.
        start: Called with the name of each element, without its prefix, and its attributes.
        text: Called with text.
    """
    XmlReader(start, ignore, text).feed(data, last=True)


def place_problems(
    found: Iterable[Place], blocks_here: Callable[[Place], str | None], broken: Iterable[str]
) -> Iterator[Problem]:
    """What is wrong with the places of a template.

    Args:
        found: Its places.
        blocks_here: Says why paragraphs and tables cannot stand at a place; None where they can.
        broken: Texts of paragraphs in which braces are left over.
    """
    known = sorted((*BLOCKS, *LINES))
    found = list(found)
    for place in found:
        shown = f"{{{{{place.name}}}}}"
        if place.name not in known:
            meant = suggest(place.name, known)
            yield Problem(
                message="there is no such place",
                found=bounded(shown),
                allowed=", ".join(f"{{{{{name}}}}}" for name in known),
                suggestion=f"Did you mean {{{{{meant[0]}}}}}?" if meant else None,
            )
        elif place.name in BLOCKS:
            if not place.alone:
                yield Problem(message=f"{shown} does not stand alone in its paragraph")
            if (reason := blocks_here(place)) is not None:
                yield Problem(message=f"{shown} stands {reason}")
    counts = Counter(place.name for place in found)
    if not counts["body"]:
        yield Problem(message="{{body}} is missing; it stands where the document goes")
    for name in BLOCKS:
        if counts[name] > 1:
            yield Problem(message=f"{{{{{name}}}}} stands in it {counts[name]} times, and can only once")
    for text in broken:
        yield Problem(message="braces do not make a place", found=bounded(text.strip()))


def carefully(do: Callable[[], T]) -> T:
    """Do what leans on the shape of a template.

    Raises:
        ExportError: The template has a shape that nobody foresaw.
    """
    try:
        return do()
    except (ExportError, MemoryError):
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {bounded(str(error))}"
        refuse([Problem(message=f"it is damaged, or of a kind that is not known ({what})")])
