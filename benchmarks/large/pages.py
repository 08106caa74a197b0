"""Puts what was measured into the documentation."""

from __future__ import annotations

from pathlib import Path

from benchmarks.large.data import Results
from benchmarks.large.plot import growth_plot
from benchmarks.large.tables import document

__all__ = ["BEGIN", "END", "PAGE", "PLOT", "spliced", "write_pages"]

_DOCS = Path(__file__).parents[2] / "docs"
PAGE = _DOCS / "explanation" / "speed.md"
PLOT = _DOCS / "images" / "growth.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def spliced(page: str, results: Results) -> str:
    """A page with what was measured between the marks; what stood there is gone."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{document(results)}\n{END}{after}"


def write_pages(results: Results) -> None:
    """Write the page, and the plot where growth was measured."""
    PAGE.write_text(spliced(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    if results.growth:
        PLOT.write_text(growth_plot(results.growth), encoding="utf-8")
