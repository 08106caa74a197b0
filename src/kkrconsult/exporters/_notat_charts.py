"""The charts of the consultation report, and the numbers behind them as tables at its end."""

from __future__ import annotations

from kkrconsult.charts import CHARTS, Chart
from kkrconsult.errors import MissingExtraError
from kkrconsult.exporters._notat_words import Words
from kkrconsult.paper import Builder, Figure
from kkrconsult.report import Report

__all__ = ["Charts"]


class Charts:
    """Puts charts where they belong; remembers them for the tables at the end."""

    def __init__(self, build: Builder, report: Report, words: Words, *, wanted: bool, drawn: bool) -> None:
        """Get ready.

        Args:
            build: The document.
            report: The report.
            words: The words of its language.
            wanted: Whether there are to be charts at all.
            drawn: Whether the format can hold pictures; where it cannot, what they show stands in words.
        """
        self._build, self._report, self._words = build, report, words
        self._wanted, self._drawn = wanted, drawn
        self._shown: list[Chart] = []

    def show(self, name: str) -> None:
        """Show a chart by its name; nothing where there is nothing to show."""
        chart = CHARTS[name](self._report, self._words.language) if self._wanted else None
        if chart is None:
            return
        self._shown.append(chart)
        self._build.label(chart.title)
        figure = self._figure(chart)
        if figure is not None:
            self._build.figure(figure)
        else:
            self._build.say(chart.alt)

    def _figure(self, chart: Chart) -> Figure | None:
        if not self._drawn:
            return None
        try:
            return chart.figure()
        except MissingExtraError:
            # The report is worth more than its pictures: what they show is said in words, and in the tables.
            return None

    def numbers(self) -> None:
        """The section with the numbers behind the charts."""
        if not self._shown:
            return
        self._build.heading(self._words("figures"))
        self._build.say(self._words("figures-why"))
        for chart in self._shown:
            self._build.label(chart.title)
            self._build.table(chart.table.columns, chart.table.rows, chart.table.caption)
