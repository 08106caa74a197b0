"""Draws charts with matplotlib (extra ``charts``): the only module that knows it.

Never through pyplot, whose state belongs to whoever uses the library. What matplotlib reads from its settings while it
draws is set for the time of one drawing, under a lock, so that drawings in several threads do not disturb one another;
settings of the user, and so of the machine, have no part in it. The same chart gives the same bytes.
"""

from __future__ import annotations

import functools
import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kkrconsult.charts import _bars, _plots
from kkrconsult.charts._specs import Bars, Spec
from kkrconsult.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["png", "svg"]

_LOCK = threading.Lock()
_DPI = 200
_REMEMBERED = 32
_SETTINGS: Mapping[str, Any] = {
    "font.family": ["DejaVu Sans"],  # it comes with matplotlib
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "kkrconsult",
    "path.simplify": False,
}


@contextmanager
def _settings(letters: bool) -> Iterator[None]:
    import matplotlib

    with _LOCK, matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: dict[Any, Any] = {**_SETTINGS, "svg.fonttype": "none" if letters else "path"}
        matplotlib.rcParams.update(settings)
        yield


def _check() -> None:
    try:
        import matplotlib  # noqa: F401 - only whether it is there
    except ImportError:
        raise MissingExtraError("charts", "drawing a chart") from None


def _drawn(spec: Spec, width_mm: float) -> tuple[Figure, float]:
    draw = _bars.draw if isinstance(spec, Bars) else _plots.draw
    return draw(spec, width_mm)  # type: ignore[arg-type]


def svg(spec: Spec, width_mm: float, *, letters: bool) -> tuple[bytes, float]:
    """Draw as SVG, and say how high it came out in millimetres.

    Args:
        spec: What to draw.
        width_mm: How wide.
        letters: Whether letters are text; otherwise they are shapes.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    _check()
    return _svg(spec, width_mm, letters=letters)


# A report is written in several formats, each with the same charts.
@functools.lru_cache(maxsize=_REMEMBERED)
def _svg(spec: Spec, width_mm: float, *, letters: bool) -> tuple[bytes, float]:
    with _settings(letters):
        figure, height_mm = _drawn(spec, width_mm)
        found = io.BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(found, format="svg", transparent=True, metadata=nothing)
    return found.getvalue(), height_mm


def png(spec: Spec, width_mm: float) -> bytes:
    """Draw as PNG on white.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    _check()
    return _png(spec, width_mm)


@functools.lru_cache(maxsize=_REMEMBERED)
def _png(spec: Spec, width_mm: float) -> bytes:
    with _settings(letters=False):
        figure, _ = _drawn(spec, width_mm)
        found = io.BytesIO()
        figure.savefig(found, format="png", dpi=_DPI, facecolor="#ffffff", metadata={"Software": None})
    return found.getvalue()
