"""The body of a Word file: blocks of a document as XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kkrconsult.paper import Block, Callout, Figure, Heading, Items, PageBreak, Paper, Paragraph, ParagraphKind, Table
from kkrconsult.rendering._docx_runs import Writing, run_xml
from kkrconsult.rendering._docx_tables import table_xml
from kkrconsult.rendering._look import CALLOUTS
from kkrconsult.rendering._text import attribute

__all__ = ["blocks_xml", "callouts_xml", "contents_xml", "facts_xml"]

_NEW_PAGE = "<w:pageBreakBefore/>"
_KINDS = {
    ParagraphKind.NORMAL: "Normal",
    ParagraphKind.LABEL: "Label",
    ParagraphKind.NOTE: "Note",
    ParagraphKind.QUOTE: "Quote",
}
_EMU = 36_000
"""English Metric Units in a millimetre."""
_TWIPS = 1440 / 25.4
_GAP = '<w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>'


def blocks_xml(blocks: Iterable[Block], writing: Writing, names: Sequence[str]) -> Iterator[str]:
    """Paragraphs and tables, one after another.

    Args:
        blocks: The blocks.
        writing: The file that they go into.
        names: A bookmark for each heading among them.
    """
    named = iter(names)
    broken = table = False
    for block in blocks:
        if isinstance(block, PageBreak):
            broken = True
            continue
        now = isinstance(block, Table)
        # Two tables without a paragraph between them would become one; and a table cannot begin a page itself.
        if now and (table or broken):
            yield writing.paragraph("Normal", "", (_NEW_PAGE if broken else "") + _GAP)
        start = _NEW_PAGE if broken and not now else ""
        yield from _block(block, writing, named, start)
        broken, table = False, now
    if table:
        # Word wants a paragraph after the last table.
        yield writing.paragraph("Normal", "", _GAP)


def _block(block: Block, writing: Writing, names: Iterator[str], start: str) -> Iterator[str]:
    match block:
        case Heading():
            mark, name = writing.number(), next(names)
            runs = run_xml(block.shown)
            runs = f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{mark}"/>'
            yield writing.paragraph(f"heading {min(max(block.level, 1), 3)}", runs, start + writing.heading)
        case Paragraph():
            bold = block.kind is ParagraphKind.LABEL
            yield writing.paragraph(_KINDS[block.kind], writing.line(block.line, bold=bold), start)
        case Items():
            for number, item in enumerate(block.items):
                yield writing.paragraph("List Bullet", writing.line(item), ("" if number else start) + writing.bullets)
        case Table():
            yield table_xml(block, writing)
        case Callout():
            yield from callouts_xml([block], writing, start)
        case Figure():
            yield from _figure(block, writing, start)
        case PageBreak():  # pragma: no cover - is dealt with where blocks follow one another
            return
        case _:
            assert_never(block)


def callouts_xml(callouts: Iterable[Callout], writing: Writing, start: str = "") -> Iterator[str]:
    """Notes that are set apart."""
    for callout in callouts:
        for number, line in enumerate(callout.lines, 1):
            # All on one page.
            kept = "<w:keepNext/>" if number < len(callout.lines) else ""
            yield writing.paragraph(CALLOUTS[callout.tone], writing.line(line), kept + start)
            start = ""


def facts_xml(facts: Iterable[tuple[str, str]], writing: Writing) -> Iterator[str]:
    """Labels and values."""
    label = f'<w:rStyle w:val="{writing.style("Fact Label")}"/>'
    for name, value in facts:
        yield writing.paragraph("Fact", f"{run_xml(name, label)}<w:r><w:tab/></w:r>{run_xml(value)}")


def _figure(figure: Figure, writing: Writing, start: str) -> Iterator[str]:
    number = writing.number()
    # No larger than the page.
    wide, high = max(figure.width_mm, 0.1), max(figure.height_mm, 0.1)
    scale = min(1, writing.width / _TWIPS / wide, 0.85 * writing.height / _TWIPS / high)
    size = f'cx="{round(wide * scale * _EMU)}" cy="{round(high * scale * _EMU)}"'
    named = f'id="{number}" name="Figure {number}" descr={attribute(figure.alt)}'
    picture = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f"<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="{writing.picture(figure.png)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    yield writing.paragraph("Figure", picture, start)
    if figure.caption.strip():
        yield writing.paragraph("caption", run_xml(figure.caption))


def contents_xml(paper: Paper, writing: Writing, names: Sequence[str]) -> Iterator[str]:
    """The table of contents, as the field that Word fills in, filled in already but for the numbers of pages.

    Those nobody knows before the pages are laid out. Their places are fields, which LibreOffice fills in when it opens
    the file, and Word when it prints it or is asked to update.
    """
    if not paper.contents.strip() or not names:
        return
    title = writing.paragraph("TOC Heading", run_xml(paper.contents))
    field = '<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    begin, separate, end = (field.format(kind=kind) for kind in ("begin", "separate", "end"))
    order = ' TOC \\o "1-3" \\h \\z '
    start = f'{begin}<w:r><w:instrText xml:space="preserve">{order}</w:instrText></w:r>{separate}'
    entries: list[str] = []
    for heading, name in zip(paper.headings, names, strict=True):
        page = f'{begin}<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>{separate}{end}'
        entry = (
            f'<w:hyperlink w:anchor="{name}" w:history="1">{run_xml(heading.shown)}<w:r><w:tab/></w:r>{page}'
            "</w:hyperlink>"
        )
        last = end if len(entries) == len(names) - 1 else ""
        entries.append(writing.paragraph(f"toc {min(max(heading.level, 1), 3)}", start + entry + last))
        start = ""
    yield (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{title}{''.join(entries)}</w:sdtContent></w:sdt>"
    )
