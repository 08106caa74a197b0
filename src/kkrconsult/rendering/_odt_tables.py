"""Tables of OpenDocument files: a head that repeats, light rules, and rows that stay whole where they are short."""

from __future__ import annotations

from collections.abc import Sequence

from kkrconsult.paper import Cell, Table
from kkrconsult.rendering._look import TONED, Ink, is_short
from kkrconsult.rendering._odt_text import Writing, text_xml
from kkrconsult.rendering._plain import flat
from kkrconsult.rendering._text import has_text, held

__all__ = ["table_xml"]


def table_xml(table: Table, writing: Writing) -> str:
    """A table, as wide as the text."""
    shares = [max(1, column.width) for column in table.columns]
    wide = [writing.width * share / sum(shares) for share in shares]
    style = writing.auto(
        "table",
        f'<style:table-properties style:width="{writing.width / 10:.3f}cm" style:rel-width="100%" '
        'table:align="margins" fo:margin-top="3pt" fo:margin-bottom="3pt" table:border-model="collapsing" '
        'style:may-break-between-rows="true"/>',
    )
    columns = [f'<table:table-column table:style-name="{_column(one, writing)}"/>' for one in wide]
    if table.row_headings:
        columns[0] = f"<table:table-header-columns>{columns[0]}</table:table-header-columns>"
    labels = ", ".join(column.label for column in table.columns)
    title = f"<table:title>{held(flat(table.caption))}</table:title>" if flat(table.caption) else ""
    head = "".join(
        _cell_xml(writing, "head", writing.paragraph("Table Heading", text_xml(column.label)))
        for column in table.columns
    )
    rows = "".join(
        _row(table, row, writing, wide, last=number == len(table.rows)) for number, row in enumerate(table.rows, 1)
    )
    return (
        f'<table:table table:name="{writing.prefix}-table-{writing.number()}" table:style-name="{style}">{title}'
        f"<table:desc>{held(flat(labels))}</table:desc>{''.join(columns)}<table:table-header-rows>"
        f'<table:table-row table:style-name="{_whole(writing)}">{head}</table:table-row></table:table-header-rows>'
        f"{rows}</table:table>"
    )


def _column(width: float, writing: Writing) -> str:
    share = round(65535 * width / writing.width)
    inner = (
        f'<style:table-column-properties style:column-width="{width / 10:.3f}cm" style:rel-column-width="{share}*"/>'
    )
    return writing.auto("table-column", inner)


def _whole(writing: Writing, *, whole: bool = True) -> str:
    kept = "always" if whole else "auto"
    return writing.auto("table-row", f'<style:table-row-properties fo:keep-together="{kept}"/>')


def _row(table: Table, row: Sequence[Cell], writing: Writing, wide: Sequence[float], *, last: bool) -> str:
    cells = (
        _cell(cell, writing, heading=table.row_headings and number == 0, last=last) for number, cell in enumerate(row)
    )
    style = _whole(writing, whole=is_short(row, wide))
    return f'<table:table-row table:style-name="{style}">{"".join(cells)}</table:table-row>'


def _cell(cell: Cell, writing: Writing, *, heading: bool, last: bool) -> str:
    style = "Table Row Heading" if heading else "Table Contents"
    # Without a text a tone would be told by the colour alone.
    if cell.tone is not None and has_text(cell.lines):
        style = TONED[cell.tone]
    lines = [writing.paragraph(style, writing.line(line)) for line in cell.lines] or [writing.paragraph(style, "")]
    return _cell_xml(writing, "last" if last else "inner", "".join(lines))


_RULES = {
    "head": (f"0.75pt solid #{Ink.EDGE.lower()}", f"1pt solid #{Ink.EDGE.lower()}"),
    "inner": ("none", f"0.5pt solid #{Ink.RULE.lower()}"),
    "last": ("none", f"0.75pt solid #{Ink.EDGE.lower()}"),
}


def _cell_xml(writing: Writing, kind: str, content: str) -> str:
    above, below = _RULES[kind]
    ground = f' fo:background-color="#{Ink.HEAD.lower()}" style:vertical-align="bottom"' if kind == "head" else ""
    style = writing.auto(
        "table-cell",
        f'<style:table-cell-properties fo:padding="0.07cm" fo:padding-left="0.17cm" fo:padding-right="0.17cm" '
        f'fo:border-left="none" fo:border-right="none" fo:border-top="{above}" fo:border-bottom="{below}"{ground}/>',
    )
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{content}</table:table-cell>'
