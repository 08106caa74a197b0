"""The text of rich text (RTF 1.9.1): paragraphs and rows of tables; and HTML that Outlook hid in it ([MS-OXRTFEX])."""

from __future__ import annotations

import re

import attrs

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.html_text import html_text
from kkrconsult.formats.plain_text import is_list_item, tidy
from kkrconsult.formats.tnef import codepage_of

__all__ = ["RtfText", "rtf_text"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that hold no text of the document (RTF 1.9.1, "Destinations").
_SKIPPED = frozenset(
    b"colortbl datastore fldinst fonttbl generator info latentstyles listoverridetable listtable mmathPr object pict"
    b" revtbl rsidtbl shpinst stylesheet themedata xmlnstbl".split()
)
_EDGES = {b"header": BlockKind.HEADER, b"footer": BlockKind.FOOTER, b"footnote": BlockKind.NOTE}
_EDGES |= {word + side: kind for word, kind in list(_EDGES.items())[:2] for side in (b"l", b"r", b"f")}
_SIGNS = {
    b"~": "\u00a0", b"_": "-", b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
# Code pages by the character set of a font (RTF 1.9.1, "Font table").
_FONT_SETS = {0: 1252, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}
_PARAGRAPH = frozenset({b"par", b"sect", b"page", b"column"})
_MOST_FONTS = 10_000
_DEEPEST = 1000


@attrs.frozen(kw_only=True)
class RtfText:
    """What was found in a file."""

    blocks: tuple[Block, ...]
    """Its text."""
    remarks: tuple[str, ...] = ()
    """What was met and left out: ``hidden-text``, ``embedded-objects``, or of HTML what `html_text` remarks."""


@attrs.frozen
class _Group:
    """What holds within a pair of braces."""

    skip: bool = False
    hidden: bool = False
    kind: BlockKind | None = None
    fallback: int = 1
    font: int | None = None
    in_fonts: bool = False
    tag: bool = False
    doubled: bool = False


def rtf_text(data: bytes) -> RtfText:
    """Find the text of a file; whatever is wrong with its braces, the text is kept."""
    reader = _Reader()
    reader.read(data)
    if reader.is_page:
        page = html_text("".join(reader.page))
        return RtfText(blocks=page.blocks, remarks=page.remarks)
    return RtfText(blocks=tuple(reader.blocks), remarks=tuple(sorted(reader.remarks)))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.remarks: set[str] = set()
        self.is_page = False
        self.page: list[str] = []
        self._group = _Group()
        self._stack: list[_Group] = []
        self._starred = self._fresh = False
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._bytes = bytearray()
        self._pieces: dict[BlockKind | None, list[str]] = {}
        self._cells: list[str] = []
        self._in_table = False
        self._omit = 0

    def read(self, data: bytes) -> None:
        position = 0
        while match := _TOKEN.search(data, position):
            position = match.end()
            if match["hex"]:
                self._byte(int(match["hex"], 16))
            elif match["text"]:
                self._plain(match["text"])
            elif match["brace"]:
                self._brace(match["brace"])
            elif match["sign"]:
                self._sign(match["sign"])
            else:
                number = int(match["number"]) if match["number"] else None
                position += self._word(match["word"], number, len(data) - position)
        for kind in (BlockKind.HEADER, BlockKind.FOOTER, None):
            self._end_paragraph(kind)
        self._end_row()

    # ------------------------------------------------------------------------------------- tokens

    def _brace(self, brace: bytes) -> None:
        self._decode()
        if brace == b"{":
            # Deeper than any document: the braces are passed over, the text is not.
            if len(self._stack) < _DEEPEST:
                self._stack.append(self._group)
            self._fresh = True
            return
        before = self._group
        if self._stack:
            self._group = self._stack.pop()
        if before.kind is not self._group.kind:
            self._end_paragraph(before.kind)
        self._fresh = self._starred = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in (b"\\", b"{", b"}"):
            self._plain(sign)
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])
        elif sign in (b"\n", b"\r"):
            self._end_paragraph(self._group.kind)

    def _word(self, word: bytes, number: int | None, left: int) -> int:
        """Take a control word; gives how many bytes behind it belong to it."""
        fresh, starred = self._fresh, self._starred
        self._fresh = self._starred = False
        if word == b"bin":
            return min(max(number or 0, 0), left)
        if word == b"u" and number is not None:
            self._decode()
            self._write(chr(number % 65536))
            self._omit = self._group.fallback
            return 0
        self._decode()
        if fresh or starred:
            self._destination(word, starred=starred)
        if word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in _PARAGRAPH:
            self._end_paragraph(self._group.kind)
        elif word in (b"cell", b"nestcell"):
            self._end_cell()
        elif word in (b"row", b"nestrow"):
            self._end_row()
        else:
            self._property(word, number)
        return 0

    def _destination(self, word: bytes, *, starred: bool) -> None:
        if word == b"htmltag":
            self._group = attrs.evolve(self._group, tag=True)
        elif word == b"fonttbl":
            self._group = attrs.evolve(self._group, skip=True, in_fonts=True)
        elif word in _EDGES:
            self._group = attrs.evolve(self._group, kind=_EDGES[word])
        elif word in _SKIPPED or (starred and word not in (b"shptxt", b"nesttableprops")):
            if word in (b"object", b"objdata"):
                self.remarks.add("embedded-objects")
            self._group = attrs.evolve(self._group, skip=True)

    def _property(self, word: bytes, number: int | None) -> None:
        on = number != 0
        group = self._group
        if word == b"v":
            self._group = attrs.evolve(group, hidden=on)
        elif word == b"plain":
            self._group = attrs.evolve(group, hidden=False)
        elif word == b"shptxt":
            self._group = attrs.evolve(group, skip=False)
        elif word == b"htmlrtf":
            self._group = attrs.evolve(group, doubled=on)
        elif word == b"fromhtml" and on:
            self.is_page = True
        elif word in (b"intbl", b"pard"):
            self._in_table = word == b"intbl"
        elif number is not None:
            self._number(word, number)

    def _number(self, word: bytes, number: int) -> None:
        """Take a property that says how letters are written."""
        if word == b"uc":
            self._group = attrs.evolve(self._group, fallback=min(max(number, 0), 10))
        elif word == b"ansicpg":
            self._encoding = codepage_of(number)
        elif word == b"f":
            self._font = number
            if not self._group.in_fonts:
                self._group = attrs.evolve(self._group, font=number)
        elif word == b"fcharset" and number in _FONT_SETS and len(self._fonts) < _MOST_FONTS:
            self._fonts[self._font] = codepage_of(_FONT_SETS[number])

    # --------------------------------------------------------------------------------------- text

    def _byte(self, value: int) -> None:
        self._fresh = False
        if self._omit:
            self._omit -= 1
        else:
            self._bytes.append(value)

    def _plain(self, text: bytes) -> None:
        self._fresh = False
        omitted = min(self._omit, len(text))
        self._omit -= omitted
        self._bytes += text[omitted:]

    def _decode(self) -> None:
        """Turn the bytes that have come together into text."""
        if self._bytes:
            font = self._fonts.get(self._group.font) if self._group.font is not None else None
            encoding = font if font is not None and self._encoding == "cp1252" else self._encoding
            text = self._bytes.decode(encoding, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        self._decode()
        group = self._group
        if group.skip:
            return
        if self.is_page:
            if not group.doubled:
                self.page.append(text)
        elif group.hidden:
            if text.strip():
                self.remarks.add("hidden-text")
        elif not group.tag:
            self._pieces.setdefault(group.kind, []).append(text)

    def _end_paragraph(self, kind: BlockKind | None) -> None:
        self._decode()
        if self.is_page:
            if not self._group.doubled:
                self.page.append("\n")
            return
        if self._in_table and kind is None and not self._group.skip:
            self._pieces.setdefault(kind, []).append("\n")
            return
        # Halves of a character beyond the basic plane come one by one.
        text = _whole("".join(self._pieces.pop(kind, [])))
        if text.strip():
            plain = BlockKind.LIST_ITEM if is_list_item(text) else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind=kind or plain, text=text.strip()))

    def _end_cell(self) -> None:
        self._decode()
        if not self.is_page:
            self._cells.append(_whole("".join(self._pieces.pop(None, []))).strip().replace("\t", " "))

    def _end_row(self) -> None:
        text = "\t".join(self._cells).rstrip("\t")
        if text.strip():
            self.blocks.append(Block(kind=BlockKind.TABLE_ROW, text=text))
        self._cells = []
        self._in_table = False


def _whole(text: str) -> str:
    return tidy(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
