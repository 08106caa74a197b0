"""Charts of a report: pictures that say something, each with the same in a sentence and as a table.

    >>> import datetime as dt
    >>> from kkrconsult.charts import answers_over_time
    >>> from kkrconsult.model import Round, localized
    >>> from kkrconsult.report import Report
    >>> at = dt.datetime(2020, 12, 18, tzinfo=dt.UTC)
    >>> answers_over_time(Report(round=Round(id="ny", title=localized(da="Ny høring")), at=at)) is None
    True

Each function gives a `Chart`, or None where there is nothing to show. What it says is there without any library;
`Chart.figure` and `Chart.inline` draw it with matplotlib (extra ``charts``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kkrconsult.charts._chart import Chart
from kkrconsult.charts._counts import handling, points_per_track, themes
from kkrconsult.charts._length import length
from kkrconsult.charts._specs import LIGHT
from kkrconsult.charts._time import answers_over_time
from kkrconsult.report import Report

__all__ = [
    "CHARTS",
    "LIGHT",
    "Chart",
    "answers_over_time",
    "handling",
    "length",
    "points_per_track",
    "themes",
]

CHARTS: Mapping[str, Callable[[Report, str], Chart | None]] = {
    "answers-over-time": answers_over_time,
    "points-per-track": points_per_track,
    "themes": themes,
    "handling": handling,
    "length": length,
}
"""Every chart by its name, in the order in which a reader wants them."""
