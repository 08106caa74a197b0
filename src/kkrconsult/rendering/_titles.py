"""What a table is called, and whether that stands above it already."""

from __future__ import annotations

from kkrconsult.paper import Block, Heading, Paragraph, ParagraphKind, Table

__all__ = ["stands_above"]


def stands_above(table: Table, before: Block | None, section: Heading | None) -> bool:
    """Whether those who see a table know what it is called without its caption.

    Args:
        table: The table.
        before: What stands right before it.
        section: The heading that it stands under.
    """
    if isinstance(before, Heading) or (isinstance(before, Paragraph) and before.kind is ParagraphKind.LABEL):
        return True
    return section is not None and table.caption in (section.text, section.shown)
