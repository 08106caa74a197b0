"""Text of files as text of blocks: tidied, parted into paragraphs, and freed from the line breaks of old programs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from kkrconsult.document import Block, BlockKind

__all__ = ["is_list_item", "line_blocks", "paragraphs", "text_blocks", "tidy", "unwrapped"]

# Control characters, what marks the direction of writing or may break a word, and halves of characters.
_NOISE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_HALVES = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028]")
_BREAKS = re.compile("[\x0b\x0c\u2029]")
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•"})  # Word's, in a font of its own
_LIST_ITEM = re.compile(r"\s{0,12}(?:[-–—*•·▪◦●○■□‣⁃]|\(?(?:\d{1,3}|[a-zA-ZæøåÆØÅ]|[ivx]{1,5})[.)])[ \t]+\S")
# A date such as "3. december" may begin a line, and is no third item.
_DATE = re.compile(
    r"\s{0,12}\d{1,2}\.[ \t]+(?:"
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\.)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.:;!?…][\"'”»)\]]*\Z")
_WIDTHS = range(50, 101)


def tidy(text: str) -> str:
    r"""Text as it reads: composed letters, plain line ends and spaces, nothing invisible.

    >>> tidy("A\u030arhus\u00a0Kommune\r\n")
    'Århus Kommune\n'
    """
    text = _HALVES.sub("\ufffd", text).translate(_BULLETS)
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _NOISE.sub("", _BREAKS.sub("\n\n", text))
    return unicodedata.normalize("NFC", text)


def is_list_item(line: str) -> bool:
    """Whether a line begins with a bullet, a number or a letter of a list; a date does not."""
    return _LIST_ITEM.match(line) is not None and _DATE.match(line) is None


def paragraphs(lines: Iterable[str]) -> Iterator[list[str]]:
    """The paragraphs that blank lines part; a list item begins a paragraph of its own."""
    found: list[str] = []
    for line in lines:
        if found and (not line.strip() or is_list_item(line)):
            yield found
            found = []
        if line.strip():
            found.append(line.rstrip())
    if found:
        yield found


def text_blocks(text: str) -> Iterator[Block]:
    """Plain text as blocks.

    Args:
        text: Text that was tidied.
    """
    lines = text.split("\n")
    width = _wrapped_at(lines)
    for paragraph in paragraphs(lines):
        kind = BlockKind.LIST_ITEM if is_list_item(paragraph[0]) else BlockKind.PARAGRAPH
        yield Block(kind=kind, text=unwrapped(paragraph, width))


def line_blocks(text: str) -> Iterator[Block]:
    """The text of a file as blocks: where nothing was wrapped and hardly a line is blank, each line is a paragraph.

    Args:
        text: Text that was tidied.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    blank = text.count("\n\n")
    if _wrapped_at(text.split("\n")) is None and blank * 4 < len(lines) and max(map(len, lines)) > _WIDTHS[-1]:
        for line in lines:
            kind = BlockKind.LIST_ITEM if is_list_item(line) else BlockKind.PARAGRAPH
            yield Block(kind=kind, text=line.strip())
    else:
        yield from text_blocks(text)


def _wrapped_at(lines: Sequence[str]) -> int | None:
    """The width at which a program broke the lines of a text; None where it seems that none did."""
    # A line without a space could not be broken, and tells nothing.
    lengths = sorted(len(line.rstrip()) for line in lines if " " in line.strip())
    if len(lengths) < 3 or lengths[-1] not in _WIDTHS:
        return None
    # Lines that were broken come close to the width, and there is more than one.
    return lengths[-1] if lengths[-2] * 10 >= lengths[-1] * 8 else None


def unwrapped(lines: Sequence[str], width: int | None) -> str:
    """The lines of a paragraph as text, joined where only the width parted them.

    Args:
        lines: The lines.
        width: Where lines were broken; None if they were not.
    """
    text = ""
    for index, line in enumerate(lines):
        plain = line.strip()
        if index:
            word = plain.split(maxsplit=1)[0]
            before = lines[index - 1].rstrip()
            # It is the width's doing if the next word would not have fitted.
            full = width is not None and len(before) + 1 + len(word) > width
            text += " " if full and not _SENTENCE_END.search(before) else "\n"
        text += plain
    return text
