"""The blocks of a letter as plain text, for the e-mail around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kkrconsult.paper import Block, Heading, Items, Line, Paragraph, plain

__all__ = ["plain_text"]


def plain_text(blocks: Iterable[Block]) -> str:
    """Paragraphs with blank lines between them, lists with hyphens, addresses written out."""
    return "\n\n".join(text for block in blocks for text in _texts(block)) + "\n"


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.shown.upper()
    elif isinstance(block, Paragraph):
        yield _line(block.line)
    elif isinstance(block, Items):
        yield "\n".join(f"- {_line(item)}".replace("\n", "\n  ") for item in block.items)


def _line(line: Line) -> str:
    return "".join(
        f"{run.text} ({run.url})" if run.url and run.url not in run.text else run.text for run in line
    ) or plain(line)
