"""Time and memory as a round grows, drawn as SVG.

Axes are logarithmic, colours go with light and dark, and whoever sees none of it has it in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import attrs

from benchmarks.large.competitors import by_name
from benchmarks.large.data import Measurement

__all__ = ["growth_plot"]

_WIDTH, _HEIGHT = 760, 400
_LEFT, _TOP, _PANEL_WIDTH, _PANEL_HEIGHT, _GAP = 64, 56, 262, 230, 106
_MEGABYTE = 1_000_000
_STYLE = """
svg { font: 12px system-ui, sans-serif; }
.back { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.line { fill: none; stroke-width: 2; }
.a { stroke: #0550ae; } .b { stroke: #953800; } .c { stroke: #116329; }
.dot.a { fill: #0550ae; } .dot.b { fill: #953800; } .dot.c { fill: #116329; }
.b.line { stroke-dasharray: 7 4; } .c.line { stroke-dasharray: 2 4; }
@media (prefers-color-scheme: dark) {
  .back { fill: #131416; } .ink { fill: #f0f6fc; } .soft { fill: #9198a1; } .grid { stroke: #3d444d; }
  .a { stroke: #79c0ff; } .b { stroke: #ffa657; } .c { stroke: #7ee787; }
  .dot.a { fill: #79c0ff; } .dot.b { fill: #ffa657; } .dot.c { fill: #7ee787; }
}
"""


@attrs.frozen(kw_only=True)
class _Series:
    """A line of a panel."""

    title: str
    points: tuple[tuple[int, float], ...]


@attrs.frozen(kw_only=True)
class _Panel:
    """One of the two drawings."""

    title: str
    unit: str
    series: tuple[_Series, ...]


def growth_plot(growth: Sequence[Measurement]) -> str:
    """Draw it.

    Args:
        growth: Measurements of several competitors, each with several numbers of answers.
    """
    # Not every system tells how much memory was taken.
    panels = [one for one in (_times(growth), _memory(growth)) if one.series]
    named = 'role="img" aria-labelledby="growth-title growth-desc"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {named}>',
        '<title id="growth-title">Time and memory as a round grows</title>',
        f'<desc id="growth-desc">{escape(" ".join(map(_in_words, panels)))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="back" width="{_WIDTH}" height="{_HEIGHT}"/>',
    ]
    for number, panel in enumerate(panels):
        parts += _drawn(panel, _LEFT + number * (_PANEL_WIDTH + _GAP))
    return "\n".join([*parts, "</svg>\n"])


def _times(growth: Sequence[Measurement]) -> _Panel:
    series = _series(growth, lambda one: one.wall)
    return _Panel(title="Time on two processes", unit="seconds", series=series)


def _memory(growth: Sequence[Measurement]) -> _Panel:
    ours = [one for one in growth if one.competitor == "jobs-2"]
    peaks = {
        "main process": [(one.responses, one.peak) for one in ours],
        "largest worker": [(one.responses, one.worker_peak) for one in ours],
    }
    series = tuple(
        _Series(title=title, points=tuple((count, peak / _MEGABYTE) for count, peak in found if peak is not None))
        for title, found in peaks.items()
    )
    known = tuple(one for one in series if one.points)
    return _Panel(title="Memory of kkrconsult, at most", unit="MB", series=known)


def _series(growth: Sequence[Measurement], value: Callable[[Measurement], float]) -> tuple[_Series, ...]:
    names = dict.fromkeys(one.competitor for one in growth)
    return tuple(
        _Series(
            title=by_name(name).title.replace("`", ""),
            points=tuple((one.responses, value(one)) for one in growth if one.competitor == name),
        )
        for name in names
    )


def _in_words(panel: _Panel) -> str:
    told = [
        f"{one.title}: " + ", ".join(f"{value:.3g} {panel.unit} for {count:,} answers" for count, value in one.points)
        for one in panel.series
    ]
    return f"{panel.title}. {'; '.join(told)}."


def _drawn(panel: _Panel, left: int) -> list[str]:
    counts = [count for one in panel.series for count, _ in one.points]
    values = [value for one in panel.series for _, value in one.points]
    across = _scale(min(counts), max(counts), left, left + _PANEL_WIDTH)
    up = _scale(10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values))), *_BOTTOM_TO_TOP)
    parts = [f'<text class="ink" x="{left}" y="{_TOP - 32}" font-weight="600">{escape(panel.title)}</text>']
    parts.append(f'<text class="soft" x="{left}" y="{_TOP - 14}">{panel.unit}</text>')
    for power in range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1):
        y = up(10**power)
        parts.append(f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{left + _PANEL_WIDTH}" y2="{y:.1f}"/>')
        parts.append(f'<text class="soft" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    below = _TOP + _PANEL_HEIGHT
    parts += [
        f'<text class="soft" x="{across(count):.1f}" y="{below + 20}" text-anchor="middle">{count:,}</text>'
        for count in sorted(set(counts))
    ]
    parts.append(f'<text class="soft" x="{left + _PANEL_WIDTH}" y="{below + 38}" text-anchor="end">answers</text>')
    for place, (one, kind) in enumerate(zip(panel.series, "abc", strict=False)):
        path = " ".join(f"{across(count):.1f},{up(value):.1f}" for count, value in one.points)
        parts.append(f'<polyline class="line {kind}" points="{path}"/>')
        parts += [
            f'<circle class="dot {kind}" cx="{across(count):.1f}" cy="{up(value):.1f}" r="3.5"/>'
            for count, value in one.points
        ]
        y = below + 62 + 18 * place
        parts.append(f'<polyline class="line {kind}" points="{left},{y - 4} {left + 26},{y - 4}"/>')
        parts.append(f'<text class="ink" x="{left + 32}" y="{y}">{escape(one.title)}</text>')
    return parts


_BOTTOM_TO_TOP = (_TOP + _PANEL_HEIGHT, _TOP)


def _scale(least: float, most: float, begin: float, end: float) -> Callable[[float], float]:
    """Where a number stands on a logarithmic axis."""
    low, high = math.log10(least), math.log10(most)
    return lambda value: begin + (math.log10(value) - low) / ((high - low) or 1) * (end - begin)
