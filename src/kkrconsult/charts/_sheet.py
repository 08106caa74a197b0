"""What all drawings share: a figure measured in millimetres, and texts on it that are never taken for mathematics."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from typing import TYPE_CHECKING, Any

from kkrconsult.charts._specs import HATCHES, LIGHT, Paint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["LABEL", "SMALL", "Sheet", "look", "shown", "ticks_up_to", "wrapped"]

_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_LONGEST = 300
_STAND_IN = "□"
_MOST_TICKS = 6

SMALL = 7.5
"""Size of what stands on axes, in points."""
LABEL = 8.5
"""Size of labels, in points."""


@functools.cache
def _glyphs() -> frozenset[int]:
    """The characters that the font has."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def shown(text: str) -> str:
    """A text on one line, without what steers printers and the direction of writing, of what the font has."""
    kept = "".join(
        char for char in " ".join(text[: 2 * _LONGEST].split()) if unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    found = "".join(char if ord(char) in _glyphs() else _STAND_IN for char in kept)
    return found if len(found) <= _LONGEST else found[: _LONGEST - 1] + "…"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is in millimetres."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / _POINTS_PER_INCH * _MM_PER_INCH


def wrapped(text: str, size: float, width_mm: float, lines: int, *, bold: bool = False) -> list[str]:
    """A text on at most so many lines of that width; what does not fit is cut, visibly."""
    found: list[str] = []
    rest = shown(text)
    while rest and len(found) < lines:
        fits = _fitting(rest, size, width_mm, bold)
        if fits < len(rest) and len(found) == lines - 1:
            found.append(rest[: max(fits - 1, 1)].rstrip() + "…")
            return found
        if fits < len(rest) and (space := rest.rfind(" ", 1, fits + 1)) > 0:
            fits = space
        found.append(rest[:fits].rstrip())
        rest = rest[fits:].lstrip()
    return found


def _fitting(text: str, size: float, width_mm: float, bold: bool) -> int:
    """How many characters from the beginning fit; at least one."""
    least, most = 1, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if width_of(text[:middle], size, bold=bold) <= width_mm:
            least = middle
        else:
            most = middle - 1
    return least


def look(paint: Paint) -> dict[str, Any]:
    """How a patch of a paint looks."""
    hollow = paint is Paint.OPEN
    return {
        "facecolor": LIGHT[paint.value],
        # Hatching is drawn in the colour of the edge.
        "edgecolor": LIGHT["edge"] if hollow else LIGHT["on"],
        "linewidth": 0.8,
        "hatch": HATCHES[paint] or None,
    }


class Sheet:
    """A figure that is drawn from the top down, in millimetres."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        from matplotlib.figure import Figure

        self.width, self.height = width_mm, height_mm
        self.figure: Figure = Figure(figsize=(width_mm / _MM_PER_INCH, height_mm / _MM_PER_INCH))
        # One axis over everything, on which a millimetre is a millimetre.
        self.ground: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.ground.set_xlim(0, width_mm)
        self.ground.set_ylim(height_mm, 0)
        self.ground.axis("off")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = LABEL,
        colour: str = "ink",
        bold: bool = False,
        at: str = "left",
    ) -> None:
        """Write a text on one line; `y` is its foot."""
        # Without parse_math a name with two dollar signs would be a formula, or an error.
        self.ground.text(
            x,
            y,
            shown(text),
            fontsize=size,
            color=LIGHT[colour],
            ha=at,
            va="baseline",
            fontweight="bold" if bold else "normal",
            parse_math=False,
        )

    def box(self, x: float, y: float, width: float, height: float, paint: Paint) -> None:
        """Draw a box from its upper left corner."""
        from matplotlib.patches import Rectangle

        self.ground.add_patch(Rectangle((x, y), width, height, **look(paint)))

    def plot(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """An axis of its own between margins, all in millimetres."""
        width, height = self.width - left - right, self.height - top - bottom
        axes = self.figure.add_axes((left / self.width, bottom / self.height, width / self.width, height / self.height))
        axes.patch.set_visible(False)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(LIGHT["edge"])
        axes.tick_params(length=0, labelsize=SMALL, labelcolor=LIGHT["muted"])
        return axes

    def legend(self, keys: list[tuple[Any, str]], top: float) -> float:
        """Write a legend line by line, each key a call that draws its sign; gives how far down it reaches."""
        x, y = 0.0, top
        for draw, text in keys:
            needed = 5.5 + width_of(shown(text), SMALL)
            if x and x + needed > self.width:
                x, y = 0.0, y + 5
            draw(x, y)
            self.text(x + 5, y + 2.9, text, size=SMALL, colour="muted")
            x += needed + 4
        return y + 6 if keys else top


def ticks_up_to(highest: int) -> list[int]:
    """Whole numbers for an axis from 0, at most seven and evenly apart."""
    steps = (factor * 10**power for power in itertools.count() for factor in (1, 2, 5))
    return list(range(0, highest + 1, next(step for step in steps if highest // step <= _MOST_TICKS)))
