"""Draws bar charts: the label above each bar, so that long titles have room on paper and on a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkrconsult.charts._sheet import LABEL, SMALL, Sheet, shown, width_of, wrapped
from kkrconsult.charts._specs import HATCHES, Bar, Bars, Key, Paint

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw"]

_LINE = 4.0
_BAR = 5.0
_GAP = 4.5


def draw(spec: Bars, width_mm: float) -> tuple[Figure, float]:
    """Draw it, and say how high it is in millimetres."""
    from matplotlib.patches import Rectangle

    labels = [_label(row, width_mm) for row in spec.rows]
    # Drawn twice, because how high it is shows only when the legend has been broken into lines.
    top = legend(Sheet(width_mm, 10), spec.legend)
    height = top + sum(len(lines) * _LINE + _BAR + _GAP for lines in labels)
    sheet = Sheet(width_mm, height)
    y = legend(sheet, spec.legend)
    most = max((sum(part.value for part in row.segments) for row in spec.rows), default=0) or 1
    for row, lines in zip(spec.rows, labels, strict=True):
        for number, text in enumerate(lines, 1):
            sheet.text(0, y + number * _LINE - 1.2, text)
        sheet.text(width_mm, y + len(lines) * _LINE - 1.2, row.total, bold=True, at="right")
        y += len(lines) * _LINE
        # A faint bar as long as can be, so that those of nothing can be seen and lengths compared.
        sheet.ground.add_patch(Rectangle((0, y), width_mm, _BAR, facecolor="none", edgecolor="none"))
        x = 0.0
        for part in row.segments:
            width = part.value / most * width_mm
            sheet.box(x, y, width, _BAR, part.paint)
            _number(sheet, x, y, width, part.value, part.paint, single=len(row.segments) == 1)
            x += width
        y += _BAR + _GAP
    return sheet.figure, height


def _label(row: Bar, width_mm: float) -> list[str]:
    room = width_mm - width_of(shown(row.total), LABEL, bold=True) - 4
    return wrapped(row.label, LABEL, room, 2) or [""]


def _number(sheet: Sheet, x: float, y: float, width: float, value: int, paint: Paint, *, single: bool) -> None:
    """The number of a part, where it fits; of a bar of one part it stands beside the label already."""
    text = str(value)
    needed = width_of(text, SMALL) + 2
    if single or width < needed:
        return
    if HATCHES[paint]:
        # A plain place in the hatching, so that the number can be read.
        from matplotlib.patches import Rectangle

        from kkrconsult.charts._specs import LIGHT

        left = x + (width - needed) / 2
        sheet.ground.add_patch(
            Rectangle((left, y + 0.7), needed, _BAR - 1.4, facecolor=LIGHT[paint.value], edgecolor="none")
        )
    colour = "ink" if paint is Paint.OPEN else "on"
    sheet.text(x + width / 2, y + _BAR / 2 + 0.95, text, size=SMALL, colour=colour, at="center")


def legend(sheet: Sheet, keys: tuple[Key, ...]) -> float:
    """Write what the paints mean; gives how far down it reaches."""

    def sign(paint: Paint) -> object:
        return lambda x, y: sheet.box(x, y, 3.6, 3.6, paint)

    return sheet.legend([(sign(key.paint), key.text) for key in keys], 0.4)
