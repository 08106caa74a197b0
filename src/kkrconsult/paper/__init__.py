"""Paper: a document as a tree of headings, paragraphs, lists and tables, before it is Word, PDF or a page on the web.

Exporters build a tree once; renderers (`kkrconsult.rendering`) write it in a format. Texts in the tree are plain text:
whatever a stranger wrote is only ever text, and it is the renderer that escapes it for its format.

    >>> from kkrconsult.paper import Builder, strong
    >>> build = Builder()
    >>> build.heading("Høringen")
    >>> build.say(strong("Frist:"), " 15. december 2020")
    >>> paper = build.paper(title="Høringsnotat", language="da")
    >>> paper.headings[0].shown
    '1 Høringen'
"""

from __future__ import annotations

from kkrconsult.paper._build import Builder
from kkrconsult.paper._tree import (
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphKind,
    Run,
    Table,
    Tone,
    emphasis,
    line,
    link,
    paragraphs,
    plain,
    strong,
)

__all__ = [
    "Block",
    "Builder",
    "Callout",
    "Cell",
    "Column",
    "Figure",
    "Heading",
    "Items",
    "Line",
    "PageBreak",
    "Paper",
    "Paragraph",
    "ParagraphKind",
    "Run",
    "Table",
    "Tone",
    "emphasis",
    "line",
    "link",
    "paragraphs",
    "plain",
    "strong",
]
