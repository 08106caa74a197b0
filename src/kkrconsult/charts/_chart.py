"""A chart: what it shows, in words and as a table, and how to have it drawn."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kkrconsult.charts._specs import Spec
from kkrconsult.charts._svg import for_page, for_paper
from kkrconsult.paper import Cell, Column, Figure, Table, line

__all__ = ["Chart", "table_of"]

_PAPER_MM = 160.0


@attrs.frozen(kw_only=True)
class Chart:
    """A picture of numbers, with the same in words and as a table.

    Everything but `figure` and `inline` is there without any library, so that whoever cannot have the picture still
    has what it says.
    """

    name: str
    """What it is, such as ``answers-over-time``: letters and hyphens."""
    title: str
    """Its title."""
    alt: str
    """What it shows, in a sentence or two: the finding, not the axes."""
    table: Table
    """The numbers behind it."""
    note: str = ""
    """What is left out of it, and what it rests on."""
    spec: Spec
    """What is to be drawn."""

    def figure(self, width_mm: float = _PAPER_MM) -> Figure:
        """Draw it for a document: letters as shapes, so that it looks the same everywhere, on a white ground.

        Raises:
            MissingExtraError: matplotlib is not installed.
        """
        from kkrconsult.charts import _draw

        svg, height_mm = _draw.svg(self.spec, width_mm, letters=False)
        return Figure(
            svg=for_paper(svg, self.name, self.title, self.alt),
            png=_draw.png(self.spec, width_mm),
            width_mm=width_mm,
            height_mm=height_mm,
            alt=self.alt,
            caption=self.note,
        )

    def inline(self, prefix: str, width_mm: float = _PAPER_MM) -> str:
        """Draw it for a page: an ``svg`` element to be put into HTML as it is, hidden from those who hear the page.

        Its letters are text in the page's own font, and its colours are the page's variables ``--chart-good`` and so on
        (see `LIGHT`), so that it follows light and dark. It has no style, script, or reference to anything outside.

        Args:
            prefix: What its ids begin with; unique in the page: letters, digits and hyphens.
            width_mm: How wide it is drawn. It can be shown at any size.

        Raises:
            MissingExtraError: matplotlib is not installed.
        """
        from kkrconsult.charts import _draw

        svg, _ = _draw.svg(self.spec, width_mm, letters=True)
        return for_page(svg, prefix)


def table_of(caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    """A table of texts; the first column is as wide as three others."""
    columns = tuple(Column(label=label, width=10 if number else 30) for number, label in enumerate(head))
    return Table(
        columns=columns,
        rows=tuple(tuple(Cell(lines=(line(text),) if text else ()) for text in row) for row in rows),
        caption=caption,
    )
