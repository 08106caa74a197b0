"""What XML and HTML say: text, attributes, comments, instructions, scripts. Nothing has to be well-formed.

One scanner reads them all, since what a document hides from its readers counts as much as what it shows. Text of
one paragraph is put together however many elements it is cut into; all else is parted by line breaks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import attrs

from kkrconsult.leaks._pieces import Piece, Place

__all__ = ["looks_like_markup", "markup"]

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z_][^\s/>]*+)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<[!?](?P<other>[^>]*+)>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LOOKS = re.compile(r"\s*<(?:[A-Za-z_][\w:.-]*[\s/>]|[!?])")

# Elements within a paragraph: what stands before and after them is one text.
_WITHIN = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q"),
        *("samp", "small", "span", "strike", "strong", "sub", "sup", "tspan", "u", "var", "wbr"),
        # Word and OpenDocument
        *("bookmarkEnd", "bookmarkStart", "commentRangeEnd", "commentRangeStart", "del", "hyperlink"),
        *("lastRenderedPageBreak", "proofErr", "r", "sdt", "sdtContent", "smartTag", "softHyphen", "t"),
        *("bookmark", "bookmark-end", "bookmark-start", "soft-page-break"),
    }
)
_SPACES = {"text:s": " ", "text:tab": "\t"}
_RAW = frozenset({"script", "style"})
# Numbers in these are lengths, places and such, whatever they look like.
_GEOMETRY = frozenset(
    {
        *(
            "cx",
            "cy",
            "d",
            "dx",
            "dy",
            "fx",
            "fy",
            "gradientTransform",
            "height",
            "points",
            "r",
            "rx",
            "ry",
            "transform",
        ),
        *("viewBox", "width", "x", "x1", "x2", "y", "y1", "y2"),
    }
)
# Attributes that say something, even where it is digits alone.
_SAYING = frozenset(
    {
        *("alt", "author", "content", "creator", "descr", "description", "href", "initials", "label", "name", "nam"),
        *("placeholder", "src", "subject", "summary", "target", "text", "title", "tooltip", "value"),
    }
)
_NUMERIC = re.compile(r"[\d\s.,:;#%+\-]*")
_HYPHENATED = re.compile(r"\s*\d{6}\s?-\s?\d{4}\s*")


def looks_like_markup(text: str) -> bool:
    """Whether a text begins as XML or HTML does."""
    return _LOOKS.match(text) is not None


@attrs.define
class _Found:
    """What has been read so far; mutable, and of use for one text."""

    text: list[str] = attrs.field(factory=list)
    attributes: list[str] = attrs.field(factory=list)
    hidden: list[str] = attrs.field(factory=list)
    scripts: list[str] = attrs.field(factory=list)
    names: dict[str, None] = attrs.field(factory=dict)
    properties: int = 0
    """How many elements are open that say how a run looks: nothing in them is text."""


def markup(text: str, where: Place = ()) -> Iterator[Piece]:
    """The pieces of a document of XML or HTML."""
    found = _Found()
    position = 0
    while match := _TAG.search(text, position):
        _say(found, text[position : match.start()])
        position = match.end()
        if match["name"]:
            position = _tag(found, match, text)
        elif match["cdata"] is not None:
            found.text.append(match["cdata"])
        else:
            found.hidden.append(html.unescape(match["comment"] or match["other"] or ""))
    _say(found, text[position:])
    yield Piece(where=where, text="".join(found.text))
    yield Piece(where=(*where, "attributes"), text="\n".join(found.attributes))
    yield Piece(where=(*where, "comments"), text="\n".join(found.hidden))
    yield Piece(where=(*where, "scripts"), text="\n".join(found.scripts))
    yield Piece(where=(*where, "element names"), text="\n".join(found.names), prose=False)


def _say(found: _Found, text: str) -> None:
    if text:
        found.text.append(html.unescape(text) if "&" in text else text)


def _tag(found: _Found, match: re.Match[str], text: str) -> int:
    """Take in a tag; the answer is where to read on."""
    full = match["name"]
    local = full.rpartition(":")[2]
    found.names[full] = None
    attributes = match["attributes"]
    is_empty = attributes.endswith("/")
    if attributes and not match["end"]:
        _attributes(found, attributes)
    # Word says in w:rPr, within a run, how it looks.
    if local.endswith("Pr"):
        found.properties += 0 if is_empty else -1 if match["end"] else 1
    elif not found.properties and local not in _WITHIN:
        found.text.append(_SPACES.get(full, "\n"))
    if local.lower() in _RAW and not match["end"] and not is_empty:
        end = re.compile(rf"</{re.escape(full)}", re.IGNORECASE).search(text, match.end())
        stop = end.start() if end else len(text)
        found.scripts.append(text[match.end() : stop])
        return stop
    return match.end()


def _attributes(found: _Found, attributes: str) -> None:
    for match in _ATTRIBUTE.finditer(attributes):
        name, value = match[1], match[2] or match[3] or match[4] or ""
        local = name.rpartition(":")[2]
        if not value or local in _GEOMETRY:
            continue
        says = local in _SAYING or local.startswith(("aria-", "data-")) or _HYPHENATED.fullmatch(value)
        if says or not _NUMERIC.fullmatch(value):
            found.attributes.append(html.unescape(value) if "&" in value else value)
