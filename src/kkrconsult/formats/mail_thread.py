"""What somebody wrote in an e-mail, and what they left below it of earlier ones.

Everything is kept. Blocks of earlier e-mails become notes whose level says how far back they are, so that an answer is
not made of what is only quoted, and yet is found where a whole answer was merely forwarded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kkrconsult.document import Block, BlockKind
from kkrconsult.formats.plain_text import text_blocks

__all__ = ["mail_blocks", "mark_thread", "quoted_blocks", "unflowed"]

_QUOTED = re.compile(r"(?:> ?)+")
# "-----Oprindelig meddelelse-----", "---------- Forwarded message ---------", "Start på videresendt besked:"
_SEPARATOR = re.compile(
    r"(?:[-_*]{2,}\s*)?(?:oprindelig (?:meddelelse|aftale|besked|mail)|original (?:message|appointment)"
    r"|(?:videresendt|viderestillet) (?:meddelelse|besked|mail)|forwarded message"
    r"|(?:start på|begyndelse på) (?:videresendt|viderestillet) (?:meddelelse|besked|e-mail|mail)"
    r"|begin forwarded message)(?:\s*[-_*]{2,}|:)?",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_]{10,}")
_FIELD = re.compile(
    r"\W{0,3}(?:(?P<sender>fra|from)|(?P<sent>sendt|sent)|(?P<date>dato|date)|(?P<to>til|to)"
    r"|(?P<subject>emne|subject)|cc|kopi|bcc|svar til|reply-to|vigtighed|importance|prioritet"
    r"|vedhæftede filer|vedhæftet fil|attachments)\W{0,2}:.*",
    re.IGNORECASE | re.DOTALL,
)
# "Den 3. dec. 2020 kl. 10.15 skrev Anna Hansen <anna@…>:". A time or an address must be in it: a sentence of an answer
# may begin with "Den 3. december skrev" too.
_WROTE = re.compile(r".{4,250}\b(?:skrev|wrote|har skrevet)\b.{0,150}:", re.IGNORECASE | re.DOTALL)
_SURE = re.compile(r"\d{1,2}[.:]\d{2}|\S@\S")
_FIELDS_WITHIN = 8
_LONGEST_ATTRIBUTION = 3
_LONGEST_LINE = 300


def unflowed(text: str, *, delete_space: bool = False) -> str:
    r"""Join the lines of ``format=flowed`` (RFC 3676).

    >>> unflowed("En \nto\n> tre \n> fire\n-- \nfem")
    'En to\n> tre fire\n-- \nfem'

    Args:
        text: The text, with plain line ends.
        delete_space: Whether the space at a line's end is only a mark (``delsp=yes``).
    """
    found: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        flowing = content.endswith(" ") and content != "-- "
        piece = content[:-1] if flowing and delete_space else content
        if open_depth == depth and content != "-- ":
            found[-1] += piece
        else:
            found.append(f"{'>' * depth} {piece}" if depth else piece)
        open_depth = depth if flowing else None
    return "\n".join(found)


def mail_blocks(text: str) -> tuple[Block, ...]:
    """The text of an e-mail as blocks, earlier ones marked.

    Args:
        text: The text, tidied.
    """
    return mark_thread(quoted_blocks(text))


def quoted_blocks(text: str) -> list[Block]:
    """The text of an e-mail as blocks, what is quoted with ``>`` marked.

    Args:
        text: The text, tidied.
    """
    blocks: list[Block] = []
    for depth, lines in _by_depth(text.split("\n")):
        blocks += (_noted(block, depth) for block in text_blocks("\n".join(lines)))
    return blocks


def _by_depth(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are quoted equally deep, with the marks taken off."""
    depth, run = 0, list[str]()
    for line in lines:
        match = _QUOTED.match(line)
        # Mailboxes put ">" before a line of the writer's own that begins with "From ".
        own = match is None or line.startswith(">From ")
        now = 0 if match is None or own else match[0].count(">")
        if now != depth and run:
            yield depth, run
            run = []
        depth = now
        run.append(line[match.end() :] if match else line)
    yield depth, run


@attrs.frozen
class _Line:
    """A line of a block."""

    block: int
    """Which block."""
    number: int
    """Which of its lines."""
    text: str
    """The line."""


def mark_thread(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Make notes of the blocks that belong to earlier e-mails.

    Args:
        blocks: Blocks of an e-mail; those that are notes stay as they are.
    """
    lines = [
        _Line(index, number, text)
        for index, block in enumerate(blocks)
        if block.kind is not BlockKind.NOTE and block.kind is not BlockKind.FIELD
        for number, text in enumerate(block.text.split("\n"))
    ]
    notes = {index for index, block in enumerate(blocks) if block.kind is BlockKind.NOTE}
    # Where something earlier begins, by block and line: how far back it is, and how far what is quoted below it counts.
    marks: dict[tuple[int, int], tuple[int, int]] = {}
    depth, position = 0, 0
    while position < len(lines):
        length, attribution = _begins(lines, position)
        if not length:
            position += 1
            continue
        last = lines[position + length - 1]
        if attribution and last.block + 1 in notes:
            # What follows is quoted line by line; between the quotations the writer goes on.
            marks[lines[position].block, lines[position].number] = (depth + 1, depth)
            if position + length < len(lines):
                following = lines[position + length]
                marks.setdefault((following.block, following.number), (depth, depth))
        else:
            depth += 1
            marks[lines[position].block, lines[position].number] = (depth, depth)
        position += length
    return tuple(_marked(blocks, marks))


def _marked(blocks: Sequence[Block], marks: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Block]:
    depth = base = 0
    for index, block in enumerate(blocks):
        if block.kind in (BlockKind.NOTE, BlockKind.FIELD):
            yield attrs.evolve(block, level=block.level + base) if block.level and base else block
            continue
        rest: list[str] = []
        for number, line in enumerate(block.text.split("\n")):
            if (index, number) in marks:
                yield from _with_depth(block, rest, depth)
                rest, (depth, base) = [], marks[index, number]
            rest.append(line)
        yield from _with_depth(block, rest, depth)


def _with_depth(block: Block, lines: Sequence[str], depth: int) -> Iterator[Block]:
    text = "\n".join(lines)
    if text.strip():
        yield _noted(attrs.evolve(block, text=text), depth)


def _noted(block: Block, depth: int) -> Block:
    return attrs.evolve(block, kind=BlockKind.NOTE, level=depth) if depth else block


def _begins(lines: Sequence[_Line], position: int) -> tuple[int, bool]:
    """How many lines the head of an earlier e-mail takes that begins here, 0 for none; and whether it is a sentence."""
    text = lines[position].text.strip()
    if len(text) > _LONGEST_LINE:
        return 0, False
    if _SEPARATOR.fullmatch(text):
        return 1 + _fields(lines, position + 1, sure=True), False
    if _RULE.fullmatch(text):
        length = _fields(lines, position + 1, sure=False)
        return (1 + length if length else 0), False
    length = _fields(lines, position, sure=False)
    if length:
        return length, False
    for count in range(1, _LONGEST_ATTRIBUTION + 1):
        if position + count > len(lines) or lines[position + count - 1].block != lines[position].block:
            break
        joined = " ".join(line.text.strip() for line in lines[position : position + count])
        if joined.endswith(":") and _WROTE.fullmatch(joined) and _SURE.search(joined):
            return count, True
    return 0, False


def _fields(lines: Sequence[_Line], position: int, *, sure: bool) -> int:
    """How many lines the fields "Fra, Sendt, Til, Emne" take that begin here.

    Args:
        lines: All lines.
        position: Where to look.
        sure: Whether it is known that an earlier e-mail begins; else it must be told from the head of a letter, which
            may name sender, recipient and date too.
    """
    seen: set[str] = set()
    address = False
    length = 0
    for count, line in enumerate(lines[position : position + _FIELDS_WITHIN], 1):
        text = line.text.strip()
        match = _FIELD.fullmatch(text)
        if match is None:
            # A long list of recipients goes on in the next line.
            if not seen or "@" not in text:
                break
            length = count
            continue
        kinds = {kind for kind, value in match.groupdict().items() if value}
        if not seen and "sender" not in kinds:
            break
        seen |= kinds
        address = address or "@" in text
        length = count
    whole = "sender" in seen and bool(seen & {"to", "subject"})
    told = "sent" in seen or ("date" in seen and (address or sure))
    return length if whole and told else 0
