"""What a chart shows, before it is drawn: numbers, labels and paints, and nothing of any library."""

from __future__ import annotations

import enum
from typing import TypeAlias

import attrs

__all__ = ["HATCHES", "LIGHT", "Bar", "Bars", "Column", "Columns", "Key", "Paint", "Rule", "Segment", "Spec", "Steps"]


class Paint(enum.Enum):
    """What something in a chart is like; how that looks is said in `LIGHT` and `HATCHES`."""

    GOOD = "good"
    PARTLY = "partly"
    BAD = "bad"
    NOTED = "noted"
    OPEN = "open"
    """Not decided or not known: hollow."""
    MAIN = "main"
    """Any number that is neither good nor bad."""
    MAIN_TOO = "main-too"
    """A part of such a number that is set off from the rest."""


LIGHT = {
    "good": "#1b7a57",
    "partly": "#9a5b00",
    "bad": "#b2352c",
    "noted": "#2d6ca2",
    "open": "#eef0f2",
    "main": "#0a5275",
    "main-too": "#41799a",
    "ink": "#1a2129",
    "muted": "#4f5b67",
    "edge": "#7d8996",
    "rule": "#d4dae0",
    # Text and hatching on a paint. Not quite white, so that no two names have one colour: a page puts its own in by it.
    "on": "#fffffe",
}
"""The colours on white, by name. They differ for those who see red and green as one, and never say anything alone."""

HATCHES = {
    Paint.GOOD: "",
    Paint.PARTLY: "///",
    Paint.BAD: "xxx",
    Paint.NOTED: "---",
    Paint.OPEN: "",
    Paint.MAIN: "",
    Paint.MAIN_TOO: "///",
}
"""The pattern of each paint, for those who do not see its colour."""


@attrs.frozen(kw_only=True)
class Key:
    """An entry of a legend."""

    paint: Paint
    """What is explained."""
    text: str
    """What it means."""


@attrs.frozen(kw_only=True)
class Segment:
    """A part of a bar."""

    paint: Paint
    """What it is like."""
    value: int
    """How long it is."""


@attrs.frozen(kw_only=True)
class Bar:
    """A row of a bar chart: its label above, its number behind, and the bar below."""

    label: str
    """What it counts."""
    total: str
    """Its number, in words."""
    segments: tuple[Segment, ...]
    """Its parts; none is 0."""


@attrs.frozen(kw_only=True)
class Bars:
    """Lying bars, each of several parts."""

    rows: tuple[Bar, ...]
    """The bars, from the top."""
    legend: tuple[Key, ...] = ()
    """What the paints mean."""


@attrs.frozen(kw_only=True)
class Rule:
    """A line across a chart at a place that means something, such as a deadline."""

    at: float
    """Where, on the horizontal axis."""
    label: str
    """What it is."""
    paint: Paint = Paint.BAD
    """What it is like."""
    dashed: bool = False
    """Whether it is of less weight."""


@attrs.frozen(kw_only=True)
class Steps:
    """A number that grows over time."""

    points: tuple[tuple[float, int], ...]
    """Moments in days, ascending, and the number from then on."""
    ends: float
    """Until when the last number is known to hold."""
    first: float
    """Where the horizontal axis begins."""
    last: float
    """Where it ends."""
    late: tuple[tuple[float, int], ...] = ()
    """The steps that came late."""
    full: int = 0
    """The number that would be all; 0 where there is none."""
    full_label: str = ""
    """What that is."""
    rules: tuple[Rule, ...] = ()
    """Deadlines."""
    ticks: tuple[tuple[float, str], ...] = ()
    """Labels of the horizontal axis."""
    legend: tuple[tuple[str, str], ...] = ()
    """Signs, ``line`` or ``late``, and what they mean."""


@attrs.frozen(kw_only=True)
class Column:
    """A standing bar: how many lie in a range."""

    left: float
    """Where the range begins."""
    right: float
    """Where it ends."""
    within: int
    """How many are within the limit."""
    beyond: int = 0
    """How many are not."""


@attrs.frozen(kw_only=True)
class Columns:
    """How often each size occurs."""

    columns: tuple[Column, ...]
    """The ranges, ascending; empty ones may be left out."""
    last: float
    """Where the horizontal axis ends; it begins at 0."""
    ticks: tuple[tuple[float, str], ...]
    """Labels of the horizontal axis."""
    label: str
    """What the horizontal axis measures."""
    rules: tuple[Rule, ...] = ()
    """Limits."""
    legend: tuple[Key, ...] = ()
    """What the paints mean."""


Spec: TypeAlias = Bars | Steps | Columns
