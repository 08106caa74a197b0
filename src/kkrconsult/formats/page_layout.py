"""The text of printed pages: from lines with their places to paragraphs, headings, list items and rows.

A PDF knows letters and places and nothing of paragraphs. What is found here is told from places alone, so it is found
in what any program prints; where it is in doubt, lines are kept apart rather than run together.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.hyphenation import joined, words_with_hyphens
from kkrconsult.formats.plain_text import is_list_item

__all__ = ["LaidOut", "Line", "Page", "lay_out"]

_SENTENCE_END = re.compile(r"[.:!?…][\"'”»)\]]*\Z")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:side|page|s\.|p\.)\s*)?\d{1,4}\s*(?:(?:/|af|of|\|)\s*\d{1,4})?\W{0,3}", re.IGNORECASE
)
# What browsers print at the edges of a page: the moment and the title above, the address and the page below.
_PRINTED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? +(?:kl\. ?)?\d{1,2}[.:]\d{2}\b.*|(?:https?|file)://\S*(?:\s.*)?\d{1,4}\s*/\s*\d{1,4}"
)
# The number of a page in a line with other words. "Spor 2" is none: each track may begin a page.
_NUMBERED = re.compile(
    r"\b(?:(?:side|page)\s*|[sp]\.\s?)\d{1,4}|\d{1,4}\s*(?:/|af|of|\|)\s*\d{1,4}|\t\d{1,4}\Z|\A\d{1,4}\t", re.IGNORECASE
)
_EDGE = 0.12
"""How much of a page's height counts as its edge, above and below."""
_HEADING_SIZE = 1.12
_LONGEST_HEADING = 250
_LONGEST_BOLD_HEADING = 120
_LEVELS = 6
_WIDE, _CELL, _NEAR = 6.0, 2.2, 3
_NOTE_SIZE = 0.88
_PITCH, _SINGLE, _SEVERAL = 1.25, 1.5, 3
_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3})\s?[^\W\d_]")


@attrs.frozen(kw_only=True)
class Line:
    """A line on a page."""

    text: str
    """Its text. A tab stands for every gap that is too wide for a mere space."""
    gaps: tuple[tuple[float, float], ...] = ()
    """For each of the tabs, where the text goes on behind it, and how wide the gap is."""
    left: float
    """Where it begins, in points from the left edge of the page."""
    right: float
    """Where it ends."""
    first_word: float
    """How wide its first word is."""
    inner_left: float
    """Where its second word begins; where it begins if it has one word only."""
    bottom: float
    """Where it stands, in points from the lower edge of the page."""
    size: float
    """Size of its letters, in points."""
    bold: bool = False
    """Whether it is set in bold type."""


@attrs.frozen(kw_only=True)
class Page:
    """A page."""

    number: int
    """Its number, counted from 1."""
    height: float
    """Its height in points."""
    lines: tuple[Line, ...] = ()
    """Its lines, in the order in which the file has them."""


@attrs.frozen(kw_only=True)
class LaidOut:
    """What is on a page."""

    blocks: tuple[Block, ...]
    """Its blocks. A paragraph that goes on overleaf is on the page where it begins."""
    length: int
    """How many characters are on it, header and footer left out."""


def lay_out(pages: Sequence[Page]) -> list[LaidOut]:
    """Find the blocks of pages that belong together."""
    edges = _edges(pages)
    bodies = [_with_cells([line for line in page.lines if (page.number, id(line)) not in edges]) for page in pages]
    lines = [line for body in bodies for line in body]
    style = _Style.of(lines)
    known = words_with_hyphens("\n".join(line.text for line in lines))
    blocks: list[list[Block]] = []
    last: tuple[int, int] | None = None
    for page, body in zip(pages, bodies, strict=True):
        found = [_block(paragraph, right, style, known, page.number) for paragraph, right in _paragraphs(body, style)]
        if found and last and _goes_on(blocks[last[0]][last[1]], found[0]):
            before = blocks[last[0]][last[1]]
            text = _together(before.text, found.pop(0).text, known)
            blocks[last[0]][last[1]] = attrs.evolve(before, text=text)
        blocks.append(found)
        if found:
            last = len(blocks) - 1, len(found) - 1
    return [
        LaidOut(
            blocks=(
                *_marked(page, edges, BlockKind.HEADER),
                *found,
                *_marked(page, edges, BlockKind.FOOTER),
            ),
            length=sum(len(line.text) for line in body),
        )
        for page, body, found in zip(pages, bodies, blocks, strict=True)
    ]


def _marked(page: Page, edges: Mapping[tuple[int, int], BlockKind], kind: BlockKind) -> Iterator[Block]:
    for line in page.lines:
        if edges.get((page.number, id(line))) is kind:
            yield Block(kind=kind, text=line.text, page=page.number)


def _together(before: str, after: str, known: Collection[str]) -> str:
    return joined(before, after, known) if before.endswith("-") else f"{before} {after}"


def _goes_on(last: Block, block: Block) -> bool:
    """Whether a page begins in the middle of the paragraph with which the one before it ended."""
    texts = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    if last.kind not in texts or block.kind is not BlockKind.PARAGRAPH:
        return False
    return block.text[0].islower() and not _SENTENCE_END.search(last.text)


# ---------------------------------------------------------------------------------- headers and footers


def _edges(pages: Sequence[Page]) -> dict[tuple[int, int], BlockKind]:
    """The lines that stand at the edge of several pages, and page numbers; by page and identity of the line."""
    candidates: list[tuple[Page, Line, BlockKind]] = []
    for page in pages:
        for line in page.lines:
            if line.bottom >= page.height * (1 - _EDGE):
                candidates.append((page, line, BlockKind.HEADER))
            elif line.bottom <= page.height * _EDGE:
                candidates.append((page, line, BlockKind.FOOTER))
    seen: dict[object, set[int]] = {}
    for page, line, kind in candidates:
        seen.setdefault(_likeness(line, kind), set()).add(page.number)
    # Half of the pages: some have other headers on left pages than on right ones.
    enough = max(2, len(pages) * 0.4)
    found = {
        (page.number, id(line)): kind for page, line, kind in candidates if len(seen[_likeness(line, kind)]) >= enough
    }
    for page in pages:
        found.update(_numbers(page, found))
    return found


def _likeness(line: Line, kind: BlockKind) -> object:
    return kind, " ".join(_NUMBERED.sub("#", line.text).lower().split()), round(line.size)


def _numbers(page: Page, found: dict[tuple[int, int], BlockKind]) -> Iterator[tuple[tuple[int, int], BlockKind]]:
    """The outermost lines of a page that are page numbers, or what a browser prints there."""
    rest = [line for line in page.lines if (page.number, id(line)) not in found]
    while rest:
        lowest, highest = min(rest, key=lambda line: line.bottom), max(rest, key=lambda line: line.bottom)
        if lowest.bottom <= page.height * _EDGE and _at_edge(lowest):
            line, kind = lowest, BlockKind.FOOTER
        elif highest.bottom >= page.height * (1 - _EDGE) and _at_edge(highest):
            line, kind = highest, BlockKind.HEADER
        else:
            return
        yield (page.number, id(line)), kind
        rest.remove(line)


def _at_edge(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text) or _PRINTED.fullmatch(line.text))


# ------------------------------------------------------------------------------------------------ cells


def _with_cells(lines: Sequence[Line]) -> list[Line]:
    """Tell the gaps that part cells from those that only fill a line; the tabs of the latter become spaces."""
    found: list[Line] = []
    for index, line in enumerate(lines):
        if not line.gaps:
            found.append(line)
            continue
        near = [one for one in lines[max(index - _NEAR, 0) : index + _NEAR + 1] if one is not line]
        pieces = line.text.split("\t")
        text = pieces[0]
        for piece, gap in zip(pieces[1:], line.gaps, strict=True):
            text += ("\t" if _is_cell(gap, line, near) else " ") + piece
        found.append(attrs.evolve(line, text=text))
    return found


def _is_cell(gap: tuple[float, float], line: Line, near: Sequence[Line]) -> bool:
    place, width = gap
    if width > line.size * _WIDE:
        return True
    # Cells stand below one another, words of different lines do not.
    if any(abs(place - other) < 1.5 for one in near for other, _ in one.gaps):
        return True
    # Words of a line that fills its column are drawn apart to fill it.
    return width > line.size * _CELL and not any(abs(line.right - one.right) < 1 for one in near)


# ------------------------------------------------------------------------------------------- paragraphs


@attrs.frozen(kw_only=True)
class _Style:
    """What is usual in a document."""

    size: float
    """Size of most letters."""
    bold: bool
    """Whether most letters are bold."""
    pitch: float
    """Distance of two lines of one paragraph, by the size of their letters."""
    headings: tuple[float, ...]
    """Sizes of letters that are larger, the largest first."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Style:
        letters: Counter[tuple[float, bool]] = Counter()
        for line in lines:
            letters[_rounded(line.size), line.bold] += len(line.text)
        (size, bold), _ = max(letters.items(), key=lambda item: (item[1], item[0]), default=((1.0, False), 0))
        # Between a full line and the next one there is no end of a paragraph, so their distance is the usual one.
        right = max((line.right for line in lines), default=0.0)
        pitches = [
            (one.bottom - other.bottom) / size
            for one, other in itertools.pairwise(lines)
            if _rounded(one.size) == _rounded(other.size) == size
            and 0.8 < (one.bottom - other.bottom) / size < 3
            and not _has_room(one, other, right)
        ]
        sizes = {_rounded(line.size) for line in lines if line.size >= size * _HEADING_SIZE}
        return cls(
            size=size,
            bold=bold,
            pitch=_usual(pitches),
            headings=tuple(sorted(sizes, reverse=True)),
        )


def _usual(pitches: Sequence[float]) -> float:
    """The distance of two lines of a paragraph. A large one is believed only where there are several alike.

    The longest line of all is taken for full, although it may be a paragraph of its own.
    """
    if not pitches:
        return _PITCH
    least = min(pitches)
    alike = sum(one <= least * 1.05 for one in pitches)
    return least if least <= _SINGLE or alike >= _SEVERAL else _PITCH


def _rounded(size: float) -> float:
    return max(round(size * 2) / 2, 0.5)


def _paragraphs(lines: Sequence[Line], style: _Style) -> list[tuple[list[Line], float]]:
    """The lines of each paragraph, and where its column ends."""
    found: list[tuple[list[Line], float]] = []
    for column in _columns(lines):
        right = max(line.right for line in column)
        for index, line in enumerate(column):
            if index and not _parts(found[-1][0], line, right, style):
                found[-1][0].append(line)
            else:
                found.append(([line], right))
    return found


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that stand below one another."""
    run: list[Line] = []
    for line in lines:
        if run:
            before = run[-1]
            beside = line.left > max(one.right for one in run[-3:]) or line.right < before.left
            if line.bottom > before.bottom + before.size * 0.5 or beside:
                yield run
                run = []
        run.append(line)
    if run:
        yield run


def _parts(paragraph: Sequence[Line], line: Line, right: float, style: _Style) -> bool:
    """Whether a new paragraph begins with a line.

    Args:
        paragraph: The lines of the one before it.
        line: The line.
        right: Where the column ends.
        style: What is usual.
    """
    first, before = paragraph[0], paragraph[-1]
    if _rounded(line.size) != _rounded(before.size):
        return True
    if line.bold != before.bold and (_has_room(before, line, right) or _SENTENCE_END.search(before.text)):
        # A bold phrase may fill a line in the middle of a paragraph; a heading leaves room.
        return True
    if "\t" in line.text or "\t" in before.text or is_list_item(line.text):
        return True
    if before.bottom - line.bottom > max(style.pitch * line.size * 1.2, line.size * 1.1):
        return True
    if is_list_item(first.text) and line.left < first.inner_left - line.size * 0.5:
        # Back below the bullet: not part of the item any more, unless items do not hang.
        return len(paragraph) > 1 or line.left < first.left - line.size * 0.5 or _has_room(before, line, right)
    if _SENTENCE_END.search(before.text):
        indented = line.left > before.left + line.size * 0.7 and not is_list_item(first.text)
        return indented or _has_room(before, line, right)
    return False


def _has_room(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted into the line before it."""
    return before.right + before.size * 0.5 + line.first_word < right


def _block(paragraph: Sequence[Line], right: float, style: _Style, known: Collection[str], page: int) -> Block:
    first = paragraph[0]
    text = first.text
    for before, line in itertools.pairwise(paragraph):
        if not text.endswith("-") and _is_own_line(before, line, right):
            text = f"{text}\n{line.text}"
        else:
            text = _together(text, line.text, known)
    size = _rounded(first.size)
    if size in style.headings and len(text) <= _LONGEST_HEADING and any(map(str.isalpha, text)):
        level = min(style.headings.index(size) + 1, _LEVELS)
        return Block(kind=BlockKind.HEADING, text=text, level=level, page=page)
    bold = first.bold and not style.bold and size >= style.size - 0.5
    if bold and len(text) <= _LONGEST_BOLD_HEADING and "\t" not in text and not text.endswith((".", ",", ";")):
        return Block(kind=BlockKind.HEADING, text=text, level=min(len(style.headings) + 1, _LEVELS), page=page)
    kind = BlockKind.PARAGRAPH
    if "\t" in text:
        kind = BlockKind.TABLE_ROW
    elif size <= style.size * _NOTE_SIZE and _NOTE.match(text):
        kind = BlockKind.NOTE
    elif is_list_item(text):
        kind = BlockKind.LIST_ITEM
    return Block(kind=kind, text=text, page=page)


def _is_own_line(before: Line, line: Line, right: float) -> bool:
    """Whether somebody ended a line by hand, as in an address: the next word would have fitted twice over."""
    return before.right + before.size * 2 + line.first_word * 1.5 < right
