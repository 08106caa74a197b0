"""Tables of Word files: a head that repeats, rows that stay whole where they are short, and cells with a tone."""

from __future__ import annotations

from collections.abc import Sequence

from kkrconsult.paper import Cell, Column, Table
from kkrconsult.rendering._docx_runs import Writing, run_xml
from kkrconsult.rendering._look import TONED, is_short
from kkrconsult.rendering._text import attribute, has_text

__all__ = ["table_xml", "widths"]

_TWIPS = 1440 / 25.4


def widths(columns: Sequence[Column], width: int) -> list[int]:
    """The widths of columns, which make up the whole width exactly."""
    shares = [max(1, column.width) for column in columns]
    ends = [round(width * sum(shares[: number + 1]) / sum(shares)) for number in range(len(shares))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def table_xml(table: Table, writing: Writing) -> str:
    """A table, as wide as the text."""
    wide = widths(table.columns, writing.width)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    labels = ", ".join(column.label for column in table.columns)
    look = f'w:firstRow="1" w:lastRow="0" w:firstColumn="{table.row_headings:d}" w:lastColumn="0" '
    caption = f"<w:tblCaption w:val={attribute(table.caption)}/>" if table.caption.strip() else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{writing.style("Consultation Table")}"/>'
        f'<w:tblW w:w="{writing.width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{0x0620 | 0x80 * table.row_headings:04X}" {look}w:noHBand="1" w:noVBand="1"/>'
        f"{caption}<w:tblDescription w:val={attribute(labels)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{_head(table.columns, wide, writing)}{''.join(_row(table, row, wide, writing) for row in table.rows)}</w:tbl>"
    )


def _head(columns: Sequence[Column], wide: Sequence[int], writing: Writing) -> str:
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{one}" w:type="dxa"/></w:tcPr>'
        f"{writing.paragraph('Table Heading', run_xml(column.label))}</w:tc>"
        for column, one in zip(columns, wide, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(table: Table, row: Sequence[Cell], wide: Sequence[int], writing: Writing) -> str:
    whole = is_short(row, (one / _TWIPS for one in wide))
    cells = (
        _cell(cell, one, writing, heading=table.row_headings and number == 0)
        for number, (cell, one) in enumerate(zip(row, wide, strict=True))
    )
    return f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if whole else ''}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int, writing: Writing, *, heading: bool) -> str:
    style = "Table Row Heading" if heading else "Table Text"
    # Without a text a tone would be told by the colour alone.
    if cell.tone is not None and has_text(cell.lines):
        style = TONED[cell.tone]
    # A cell must not be without a paragraph.
    lines = [writing.paragraph(style, writing.line(line)) for line in cell.lines] or [writing.paragraph(style, "")]
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(lines)}</w:tc>'
