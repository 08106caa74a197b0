"""How long the answers are, against the limit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kkrconsult.charts._chart import Chart, table_of
from kkrconsult.charts._specs import Column, Columns, Key, Paint, Rule
from kkrconsult.charts._words import Words
from kkrconsult.model import PageBasis
from kkrconsult.paper import Table
from kkrconsult.report import Report
from kkrconsult.structure import FrozenMap

__all__ = ["length"]

_MOST_COLUMNS = 24
_HALF = 0.5


def length(report: Report, language: str = "da") -> Chart | None:
    """How many answers have how many pages, with the limit that the round file sets.

    Answers that have nothing to say (no remarks, declined) are left out, as the limit is not about them.

    Args:
        report: The report.
        language: ``da`` or ``en``.

    Returns:
        The chart; None where no answer's length is known.
    """
    words = Words(language)
    answers = [one for one in report.accepted if one.no_remarks is None and not one.declined]
    counts = [one.pages for one in answers if one.pages is not None]
    if not counts:
        return None
    pages = sorted(count.pages for count in counts)
    limit = _limit(report)
    width, last = _ranges(pages, limit)
    columns = tuple(_columns(pages, width, last, limit))
    beyond = sum(limit is not None and one > limit for one in pages)
    estimated = sum(count.basis is PageBasis.ESTIMATED for count in counts)
    middle = pages[(len(pages) - 1) // 2]
    legend: tuple[Key, ...] = ()
    if beyond:
        legend = (Key(paint=Paint.MAIN, text=words("length-within")), Key(paint=Paint.BAD, text=words("length-beyond")))
    return Chart(
        name="length",
        title=words("length-title"),
        alt=words.sentences(
            words("length-alt", n=len(pages), middle=middle, longest=pages[-1]),
            words("length-alt-beyond", n=beyond, limit=limit) if limit is not None else "",
        ),
        table=_table(columns, words),
        note=words.sentences(
            words("length-unknown", n=len(answers) - len(counts)) if len(answers) > len(counts) else "",
            words("length-estimated", n=estimated) if estimated else "",
            words("length-far", n=sum(one > last for one in pages), last=last) if pages[-1] > last else "",
        ),
        spec=Columns(
            columns=columns,
            last=last + width,
            ticks=tuple(_ticks(last, width)),
            label=words("length-pages"),
            rules=(Rule(at=limit, label=words("length-limit", limit=limit)),) if limit is not None else (),
            legend=legend,
        ),
    )


def _limit(report: Report) -> float | None:
    """The limit in the round file; none where it names none."""
    maximum = report.round.settings.validators.get("page-limit", FrozenMap()).get("maximum")
    if isinstance(maximum, (int, float)) and not isinstance(maximum, bool) and 0 < maximum < math.inf:
        return float(maximum)
    return None


def _ranges(pages: Sequence[float], limit: float | None) -> tuple[float, float]:
    """How wide a range is, and where the last but one ends: an answer of 300 pages must not squeeze all others."""
    reach = max(limit * 1.5 if limit else 0.0, min(pages[-1], 3 * max(pages[len(pages) // 2], limit or 1.0)), 2.0)
    width = _HALF
    while reach / width > _MOST_COLUMNS:
        width *= 2
    return width, math.ceil(reach / width) * width


def _columns(pages: Sequence[float], width: float, last: float, limit: float | None) -> Iterator[Column]:
    """Each range holds its end and not its beginning, so that two pages are within two pages."""
    within: dict[int, int] = {}
    beyond: dict[int, int] = {}
    for one in pages:
        number = min(max(math.ceil(one / width) - 1, 0), round(last / width))
        counts = beyond if limit is not None and one > limit else within
        counts[number] = counts.get(number, 0) + 1
    for number in sorted({*within, *beyond}):
        yield Column(
            left=number * width,
            right=(number + 1) * width,
            within=within.get(number, 0),
            beyond=beyond.get(number, 0),
        )


def _ticks(last: float, width: float) -> Iterator[tuple[float, str]]:
    step = max(1, math.ceil(2 * width))
    for number in range(0, math.floor(last) + 1, step):
        yield float(number), str(number)


def _table(columns: Sequence[Column], words: Words) -> Table:
    rows = [
        (
            words("length-range", left=one.left, right=one.right),
            str(one.within + one.beyond),
            str(one.beyond),
        )
        for one in columns
    ]
    head = (words("length-pages"), words("length-number"), words("length-beyond"))
    return table_of(words("length-title"), head, rows)
