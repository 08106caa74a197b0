"""Draws what has two axes: numbers over time, and how often each size occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kkrconsult.charts._bars import legend
from kkrconsult.charts._sheet import SMALL, Sheet, look, shown, ticks_up_to, width_of
from kkrconsult.charts._specs import LIGHT, Columns, Paint, Rule, Steps

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw"]

_LEFT, _RIGHT = 8.0, 3.0
_ROW = 4.6
_PLOT = 44.0


def draw(spec: Steps | Columns, width_mm: float) -> tuple[Figure, float]:
    """Draw it, and say how high it is in millimetres."""
    return _steps(spec, width_mm) if isinstance(spec, Steps) else _columns(spec, width_mm)


def _steps(spec: Steps, width_mm: float) -> tuple[Figure, float]:
    top = _signs(Sheet(width_mm, 10), spec)
    plot = top + _ROW * len(spec.rules) + (3 if spec.rules else 1)
    height, bottom = plot + _PLOT + 6, 6.0
    sheet = Sheet(width_mm, height)
    _signs(sheet, spec)
    axes = sheet.plot(_LEFT, plot, _RIGHT, bottom)
    span = (spec.last - spec.first) or 1
    axes.set_xlim(spec.first, spec.first + span)
    most = max([spec.full, *(number for _, number in spec.points), 1])
    axes.set_ylim(0, most * 1.08)
    _scale(axes, most)
    xs = [spec.first, *(x for x, _ in spec.points), max(spec.ends, spec.points[-1][0])]
    ys = [0, *(number for _, number in spec.points), spec.points[-1][1]]
    axes.fill_between(xs, ys, step="post", facecolor=LIGHT["main"], alpha=0.12, linewidth=0)
    axes.step(xs, ys, where="post", color=LIGHT["main"], linewidth=1.8, solid_joinstyle="miter")
    if spec.full:
        axes.axhline(spec.full, color=LIGHT["edge"], linewidth=0.9, dashes=(2, 2))
        y = plot + _PLOT * (1 - spec.full / (most * 1.08)) - 1
        sheet.text(_LEFT + 0.5, y, spec.full_label, size=SMALL, colour="muted")
    for x, number in spec.late:
        axes.plot([x], [number], marker="v", color=LIGHT["bad"], markersize=6.5, markeredgecolor=LIGHT["on"])
    _ticks(sheet, spec.ticks, spec.first, span, height - 2)
    _rules(sheet, axes, spec.rules, spec.first, span, top)
    return sheet.figure, height


def _signs(sheet: Sheet, spec: Steps) -> float:
    def line(x: float, y: float) -> None:
        sheet.ground.plot([x, x + 3.8], [y + 1.8, y + 1.8], color=LIGHT["main"], linewidth=1.8)

    def late(x: float, y: float) -> None:
        sheet.ground.plot([x + 1.9], [y + 1.8], marker="v", color=LIGHT["bad"], markersize=6.5)

    drawn = {"line": line, "late": late}
    return sheet.legend([(drawn[sign], text) for sign, text in spec.legend], 0.4)


def _columns(spec: Columns, width_mm: float) -> tuple[Figure, float]:
    top = legend(Sheet(width_mm, 10), spec.legend)
    plot = top + _ROW * len(spec.rules) + (3 if spec.rules else 1)
    height, bottom = plot + _PLOT + 11, 11.0
    sheet = Sheet(width_mm, height)
    legend(sheet, spec.legend)
    axes = sheet.plot(_LEFT, plot, _RIGHT, bottom)
    axes.set_xlim(0, spec.last)
    most = max([one.within + one.beyond for one in spec.columns] + [1])
    axes.set_ylim(0, most * 1.15)
    _scale(axes, most)
    for one in spec.columns:
        middle, width = (one.left + one.right) / 2, (one.right - one.left) * 0.86
        for foot, number, paint in ((0, one.within, Paint.MAIN), (one.within, one.beyond, Paint.BAD)):
            if number:
                axes.bar(middle, number, width, bottom=foot, **look(paint))
        x = _LEFT + middle / spec.last * (width_mm - _LEFT - _RIGHT)
        total = one.within + one.beyond
        sheet.text(x, plot + _PLOT * (1 - total / (most * 1.15)) - 0.8, str(total), size=SMALL, at="center")
    _ticks(sheet, spec.ticks, 0, spec.last, height - 7)
    sheet.text(
        _LEFT + (width_mm - _LEFT - _RIGHT) / 2, height - 1.5, spec.label, size=SMALL, colour="muted", at="center"
    )
    _rules(sheet, axes, spec.rules, 0, spec.last, top)
    return sheet.figure, height


def _scale(axes: Axes, most: int) -> None:
    """Whole numbers at the side, and faint lines across."""
    axes.set_xticks([])
    axes.set_yticks(ticks_up_to(most))
    axes.yaxis.grid(True, color=LIGHT["rule"], linewidth=0.7)
    axes.set_axisbelow(True)


def _ticks(sheet: Sheet, ticks: tuple[tuple[float, str], ...], first: float, span: float, foot: float) -> None:
    """Labels below the horizontal axis; one that would touch another is left out."""
    room, free = sheet.width - _LEFT - _RIGHT, 0.0
    for at, label in ticks:
        x, half = _LEFT + (at - first) / span * room, width_of(shown(label), SMALL) / 2
        x = min(x, sheet.width - half)
        if x - half >= free:
            sheet.text(x, foot, label, size=SMALL, colour="muted", at="center")
            free = x + half + 2


def _rules(sheet: Sheet, axes: Axes, rules: tuple[Rule, ...], first: float, span: float, top: float) -> None:
    """Lines at deadlines and limits, each label in a row of its own above the plot."""
    room = sheet.width - _LEFT - _RIGHT
    # The rightmost on top: labels stand to the left of their lines, where no line from further up comes down.
    for row, rule in enumerate(sorted(rules, key=lambda rule: -rule.at)):
        x, foot = _LEFT + (rule.at - first) / span * room, top + (row + 1) * _ROW - 1.2
        colour, style = LIGHT[rule.paint.value], (0, (3, 2)) if rule.dashed else "solid"
        # From the label to the axis, through the plot.
        bottom = sheet.height - axes.get_position().y0 * sheet.height
        sheet.ground.plot([x, x], [foot + 0.8, bottom], color=colour, linewidth=1.2, linestyle=style)
        left = max(x - width_of(shown(rule.label), SMALL), 0)
        sheet.text(left, foot, rule.label, size=SMALL)
