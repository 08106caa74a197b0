"""The body of an OpenDocument text: blocks of a document as XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kkrconsult.paper import Block, Callout, Figure, Heading, Items, PageBreak, Paper, Paragraph, Table
from kkrconsult.rendering._look import CALLOUTS
from kkrconsult.rendering._odt_styles import BULLETS, KINDS
from kkrconsult.rendering._odt_tables import table_xml
from kkrconsult.rendering._odt_text import Writing, text_xml
from kkrconsult.rendering._plain import flat
from kkrconsult.rendering._text import held

__all__ = ["blocks_xml", "callouts_xml", "contents_xml", "facts_xml"]


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
        # A table cannot begin a page itself, and two without a paragraph between them look like one.
        if now and (table or broken):
            yield writing.paragraph("Gap", "", new_page=broken)
        yield from _block(block, writing, named, new_page=broken and not now)
        broken, table = False, now
    if table:
        yield writing.paragraph("Gap", "")


def _block(block: Block, writing: Writing, names: Iterator[str], *, new_page: bool) -> Iterator[str]:
    match block:
        case Heading():
            level, name = min(max(block.level, 1), 3), next(names)
            style = writing.named(f"Heading {level}", new_page=new_page)
            yield (
                f'<text:h text:style-name="{style}" text:outline-level="{level}"{writing.heading}><text:bookmark-start '
                f'text:name="{name}"/>{text_xml(block.shown)}<text:bookmark-end text:name="{name}"/></text:h>'
            )
        case Paragraph():
            yield writing.paragraph(KINDS[block.kind], writing.line(block.line), new_page=new_page)
        case Items():
            items = (
                writing.paragraph("List Bullet", writing.line(item), new_page=new_page and number == 0)
                for number, item in enumerate(block.items)
            )
            inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
            if inner:
                yield f'<text:list text:style-name="{BULLETS}">{inner}</text:list>'
        case Table():
            yield table_xml(block, writing)
        case Callout():
            yield from callouts_xml([block], writing, new_page=new_page)
        case Figure():
            yield from _figure(block, writing, new_page=new_page)
        case PageBreak():  # pragma: no cover - is dealt with where blocks follow one another
            return
        case _:
            assert_never(block)


def callouts_xml(callouts: Iterable[Callout], writing: Writing, *, new_page: bool = False) -> Iterator[str]:
    """Notes that are set apart."""
    for callout in callouts:
        for number, line in enumerate(callout.lines, 1):
            # All on one page.
            kept = number < len(callout.lines)
            yield writing.paragraph(CALLOUTS[callout.tone], writing.line(line), new_page=new_page, kept=kept)
            new_page = False


def facts_xml(facts: Iterable[tuple[str, str]], writing: Writing) -> Iterator[str]:
    """Labels and values."""
    for name, value in facts:
        label = f'<text:span text:style-name="{writing.style("Fact Label")}">{text_xml(name)}</text:span>'
        yield writing.paragraph("Fact", f"{label}<text:tab/>{text_xml(value)}")


def _figure(figure: Figure, writing: Writing, *, new_page: bool) -> Iterator[str]:
    number = writing.number()
    wide, high = max(figure.width_mm, 0.1), max(figure.height_mm, 0.1)
    # No larger than the page.
    scale = min(1, writing.width / wide, 0.85 * writing.height / high)
    images = "".join(
        f'<draw:image xlink:href="{writing.picture(data, suffix)}" xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad" draw:mime-type="{kind}"/>'
        # A program takes the first that it can show.
        for data, suffix, kind in ((figure.svg, "svg", "image/svg+xml"), (figure.png, "png", "image/png"))
    )
    caption = f"<svg:title>{held(flat(figure.caption))}</svg:title>" if flat(figure.caption) else ""
    plain = writing.auto("graphic", _PLAIN)
    picture = (
        f'<draw:frame draw:style-name="{plain}" draw:name="{writing.prefix}-figure-{number}" '
        f'text:anchor-type="as-char" svg:width="{wide * scale / 10:.3f}cm" svg:height="{high * scale / 10:.3f}cm">'
        f"{images}{caption}<svg:desc>{held(flat(figure.alt))}</svg:desc></draw:frame>"
    )
    yield writing.paragraph("Figure", picture, new_page=new_page)
    if figure.caption.strip():
        yield writing.paragraph("Caption", text_xml(figure.caption))


_PLAIN = '<style:graphic-properties style:vertical-pos="middle" style:vertical-rel="text" fo:border="none"/>'
_ENTRY = (
    '<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="{style}">'
    '<text:index-entry-link-start text:style-name="{link}"/><text:index-entry-text/>'
    '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
    "<text:index-entry-link-end/></text:table-of-content-entry-template>"
)


def contents_xml(paper: Paper, writing: Writing, names: Sequence[str]) -> Iterator[str]:
    """The table of contents, with its entries filled in; the numbers of pages are fields, counted when it is opened."""
    if not paper.contents.strip() or not names:
        return
    link, title = writing.style("Index Link"), writing.style("Contents Heading")
    entries = (
        writing.paragraph(
            f"Contents {min(max(heading.level, 1), 3)}",
            f'<text:a xlink:type="simple" xlink:href="#{name}" text:style-name="{link}" '
            f'text:visited-style-name="{link}">{text_xml(heading.shown)}<text:tab/>'
            f'<text:bookmark-ref text:reference-format="page" text:ref-name="{name}"/></text:a>',
        )
        for heading, name in zip(paper.headings, names, strict=True)
    )
    templates = "".join(
        _ENTRY.format(level=level, style=writing.style(f"Contents {level}"), link=link) for level in (1, 2, 3)
    )
    yield (
        f'<text:table-of-content text:name="{writing.prefix}-contents" text:protected="true">'
        f'<text:table-of-content-source text:outline-level="3" text:use-index-marks="false">'
        f'<text:index-title-template text:style-name="{title}">{held(flat(paper.contents))}'
        f"</text:index-title-template>{templates}</text:table-of-content-source><text:index-body>"
        f'<text:index-title text:name="{writing.prefix}-contents-title">'
        f"{writing.paragraph('Contents Heading', text_xml(paper.contents))}</text:index-title>{''.join(entries)}"
        "</text:index-body></text:table-of-content>"
    )
