"""The text of HTML as blocks: what a reader would see, and nothing that is fetched, run or hidden.

The standard library's parser takes time in proportion to the square of what it is given where tags are broken; the
little that is needed here is found in one pass. Whatever is wrong with the tags, the text between them is kept.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

import attrs

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.plain_text import tidy

__all__ = ["HtmlText", "declared_encoding", "html_text"]

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)(?P<close>>?)"
    r"|<(?P<comment>!--)|<[!?][^>]*+>?"
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)
_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n\r\f]+")
_SKIPPED = frozenset(
    {"script", "style", "template", "svg", "math", "object", "iframe", "head", "noframes", "audio", "video"}
)
_RAW = frozenset({"script", "style", "title", "textarea", "xmp", "noframes", "iframe"})
_VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    }
)  # fmt: skip
_BREAKING = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_QUOTES = frozenset({"gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote"})
_DEEPEST = 400
_LONGEST_CELL = 1500
_MOST_ATTRIBUTES = 50
_MOST_COUNTED = 10_000


@attrs.frozen(kw_only=True)
class HtmlText:
    """What was found in a page."""

    blocks: tuple[Block, ...]
    """Its text."""
    title: str | None = None
    """Its title."""
    language: str | None = None
    """Its language tag."""
    embedded: frozenset[str] = frozenset()
    """Ids of the parts of an e-mail that are shown in it (``cid:``)."""
    remarks: tuple[str, ...] = ()
    """What was met and not followed: ``external-references``, ``hidden-text``, ``scripts``."""


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def html_text(text: str) -> HtmlText:
    """Find the blocks of a page.

    Blocks quoted from earlier e-mails are notes, with the depth of quotation as their level.
    """
    reader = _Reader(hides=True)
    reader.read(text)
    if not reader.blocks and "hidden-text" in reader.remarks:
        # Nothing but hidden text: a tag that hides is left open, and better read than lost.
        reader = _Reader(hides=False)
        reader.read(text)
        reader.remarks["hidden-text"] = True
    return HtmlText(
        blocks=tuple(reader.blocks),
        title=reader.title,
        language=reader.language,
        embedded=frozenset(reader.embedded),
        remarks=tuple(sorted(reader.remarks)),
    )


@attrs.define
class _Element:
    """An element that is open."""

    name: str
    hidden: bool = False
    quote: bool = False


@attrs.define
class _Table:
    """A table that is open: what stood before it, the cells of the row, and the cell that is being filled."""

    outer: list[Block]
    cells: list[list[Block]] = attrs.field(factory=list)


class _Reader:
    def __init__(self, *, hides: bool) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self.language: str | None = None
        self.embedded: set[str] = set()
        self.remarks: dict[str, bool] = {}
        self._hides = hides
        self._sink = self.blocks
        self._open: list[_Element] = []
        self._tables: list[_Table] = []
        self._lists: list[int | None] = []
        self._pieces: list[str] = []
        self._mark = ""
        self._pending: tuple[BlockKind, int | None] = (BlockKind.PARAGRAPH, None)
        self._hidden = self._quotes = self._pre = 0
        self._missing: set[str] = set()
        self._count: Counter[str] = Counter()

    def read(self, text: str) -> None:
        position = 0
        while True:
            match = _TAG.search(text, position)
            if match is None:
                break
            self._text(text[position : match.start()])
            position = match.end()
            if match["comment"]:
                end = self._find("-->", text, position)
                # A comment that is never closed ends with its tag, or it would swallow the rest.
                position = end + 3 if end >= 0 else _after(text, ">", position)
            elif match["name"]:
                position = self._tag(match, text, position)
        self._text(text[position:])
        while self._tables:
            self._end_table()
        self._flush()

    def _find(self, sign: str, text: str, position: int) -> int:
        """Where a sign stands next; -1 where it does not. What is not there is not looked for twice."""
        if sign in self._missing:
            return -1
        match = re.compile(re.escape(sign), re.IGNORECASE).search(text, position)
        if match is None:
            self._missing.add(sign)
            return -1
        return match.start()

    # ------------------------------------------------------------------------------------------- tags

    def _tag(self, match: re.Match[str], text: str, position: int) -> int:
        """Take a tag; gives where to go on."""
        name = match["name"].lower()
        if not match["close"]:
            # A quotation mark is missing; the tag ends where the next one does.
            position = _after(text, ">", position)
        if match["end"]:
            self._end(name)
            return position
        attributes = _attributes(match["attributes"])
        if name in _RAW:
            end = self._find(f"</{name}", text, position)
            content = text[position:end] if end >= 0 else ""
            if name == "title" and self.title is None:
                self.title = " ".join(tidy(html.unescape(content)).split())[:500] or None
            elif name == "script":
                self.remarks["scripts"] = True
            elif name in ("textarea", "xmp"):
                self._text(content)
            return _after(text, ">", end) if end >= 0 else position
        self._start(name, attributes)
        return position

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "html":
            self.language = self.language or attributes.get("lang") or None
        if name in ("img", "link", "iframe", "object", "embed"):
            self._reference(attributes)
        if name == "br":
            self._pieces.append("\n")
            return
        if name in _BREAKING:
            self._close_before(name)
            self._flush()
        if name not in _VOID:
            self._push(name, attributes)
        if name == "table" and len(self._tables) < _DEEPEST:
            self._tables.append(_Table(self._sink))
        elif name in ("td", "th") and self._tables:
            self._end_cell()
            self._sink = []
        elif name == "tr":
            self._end_row()
        elif name in _HEADINGS:
            self._pending = (BlockKind.HEADING, _HEADINGS[name])
        elif name in ("ul", "ol"):
            start = attributes.get("start", "1")
            number = int(start) if start.isdecimal() and len(start) < 5 else 1
            self._lists.append(number if name == "ol" else None)
        elif name == "li":
            self._item()

    def _item(self) -> None:
        self._pending = (BlockKind.LIST_ITEM, max(len(self._lists), 1))
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._mark = f"{number}. "
            self._lists[-1] = min(number + 1, _MOST_COUNTED)

    def _reference(self, attributes: dict[str, str]) -> None:
        target = attributes.get("src") or attributes.get("data") or attributes.get("href") or ""
        if target.lower().startswith("cid:"):
            self.embedded.add(target[4:])
        elif _EXTERNAL.match(target):
            self.remarks["external-references"] = True

    def _close_before(self, name: str) -> None:
        """Close what a tag closes by itself."""
        closes = {"li": "li", "p": "p", "dt": "dd", "dd": "dt", "option": "option"}.get(name)
        if closes and self._open and self._open[-1].name == closes:
            self._pop()

    def _push(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            return
        hidden = name in _SKIPPED
        if self._hides and not hidden and ("hidden" in attributes or _HIDDEN.search(attributes.get("style", ""))):
            hidden = True
            self.remarks["hidden-text"] = True
        classes = set(attributes.get("class", "").lower().split())
        quote = name == "blockquote" and attributes.get("type", "").lower() == "cite"
        element = _Element(name, hidden, quote or bool(classes & _QUOTES))
        self._open.append(element)
        self._count[name] += 1
        self._hidden += element.hidden
        self._quotes += element.quote
        self._pre += name == "pre"

    def _pop(self) -> None:
        element = self._open.pop()
        self._count[element.name] -= 1
        self._hidden -= element.hidden
        self._quotes -= element.quote
        self._pre -= element.name == "pre"

    def _end(self, name: str) -> None:
        if name in _BREAKING:
            self._flush()
        if name == "table" and self._tables:
            self._end_table()
        elif name == "tr":
            self._end_row()
        elif name in ("td", "th"):
            self._end_cell()
        elif name in ("ul", "ol") and self._lists:
            self._lists.pop()
        if self._count[name]:
            while self._open[-1].name != name:
                self._pop()
            self._pop()

    # ---------------------------------------------------------------------------------------- tables

    def _end_cell(self) -> None:
        if self._tables and self._sink is not self._tables[-1].outer:
            self._flush()
            self._tables[-1].cells.append(self._sink)
            self._sink = self._tables[-1].outer

    def _end_row(self) -> None:
        if not self._tables:
            return
        self._end_cell()
        table = self._tables[-1]
        filled = [cell for cell in table.cells if cell]
        text = "\t".join(" ".join(_one_line(block.text) for block in cell) for cell in table.cells)
        # A row of one cell, or of whole pages of text, only serves to place things.
        layout = len(filled) < 2 or any(
            len(cell) > 3 or sum(len(b.text) for b in cell) > _LONGEST_CELL for cell in filled
        )
        if layout:
            self._sink.extend(block for cell in filled for block in cell)
        else:
            kind, level = (BlockKind.NOTE, self._quotes) if self._quotes else (BlockKind.TABLE_ROW, None)
            self._sink.append(Block(kind=kind, level=level, text=text.rstrip("\t")))
        table.cells = []

    def _end_table(self) -> None:
        self._end_row()
        self._tables.pop()

    # ------------------------------------------------------------------------------------------ text

    def _text(self, text: str) -> None:
        if text and not self._hidden:
            plain = html.unescape(text)
            self._pieces.append(plain if self._pre else _WHITE.sub(" ", plain))

    def _flush(self) -> None:
        """End the block that is being written."""
        lines = tidy("".join(self._pieces)).split("\n")
        self._pieces.clear()
        text = "\n".join(line.rstrip() if self._pre else " ".join(line.split()) for line in lines).strip("\n")
        if not text.strip():
            return
        kind, level = self._pending
        if self._quotes:
            kind, level = BlockKind.NOTE, self._quotes
        for index, paragraph in enumerate(re.split(r"\n{2,}", text)):
            self._sink.append(Block(kind=kind, level=level, text=paragraph if index else self._mark + paragraph))
        self._pending, self._mark = (BlockKind.PARAGRAPH, None), ""


def _one_line(text: str) -> str:
    return text.replace("\t", " ")


def _after(text: str, sign: str, position: int) -> int:
    """Behind the next such sign; the end where there is none."""
    found = text.find(sign, position)
    return found + 1 if found >= 0 else len(text)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for count, match in enumerate(_pairs(text)):
        if count >= _MOST_ATTRIBUTES:
            break
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value).strip())
    return found


def _pairs(text: str) -> Iterator[re.Match[str]]:
    return _ATTRIBUTE.finditer(text[:20_000])
