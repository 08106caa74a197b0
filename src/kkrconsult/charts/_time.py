"""When the answers came, against the deadlines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from kkrconsult.charts._chart import Chart, table_of
from kkrconsult.charts._specs import Paint, Rule, Steps
from kkrconsult.charts._words import Words
from kkrconsult.model import Deadline
from kkrconsult.paper import Table
from kkrconsult.report import Report
from kkrconsult.timeline import cutoff, zone_of

__all__ = ["answers_over_time"]

_DAY = 86400.0
_MOST_RULES = 4
_THREE_WEEKS, _A_SEASON, _A_YEAR, _A_DECADE = 21, 120, 366, 3700


def answers_over_time(report: Report, language: str = "da") -> Chart | None:
    """How the number of parties that have answered grew, with the deadlines.

    Counted are the consulted parties; in a round without a list of them, everybody who answered. An answer counts from
    the moment of receipt; where that is unknown, the note says how many are left out.

    Args:
        report: The report.
        language: ``da`` or ``en``.

    Returns:
        The chart; None where no moment of an answer is known.

    Raises:
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    words = Words(language)
    parties = [party for party in report.participation.parties if party.consulted] or report.participation.parties
    answers = [party for party in parties if party.counted is not None]
    dated = sorted((party.received_at, bool(party.late)) for party in answers if party.received_at is not None)
    if not dated:
        return None
    zone = zone_of(report.round.timezone)
    found = _Time(report, words, dated, [(at.astimezone(zone), late) for at, late in dated])
    # In a public report more have answered than are told when.
    answering = report.participation.answering if report.participation.consulted else len(answers)
    return found.chart(answering, others=len(report.participation.parties) - len(parties))


class _Time:
    """What the chart is made of, in the round's own time."""

    def __init__(
        self,
        report: Report,
        words: Words,
        dated: Sequence[tuple[dt.datetime, bool]],
        local: Sequence[tuple[dt.datetime, bool]],
    ) -> None:
        self._report, self._words, self._dated, self._local = report, words, dated, local
        round_ = report.round
        self._zone = zone_of(round_.timezone)
        self._deadlines = _deadlines(report, words)
        moments = [at for at, _ in dated]
        moments += [cutoff(deadline).ends for deadline, _ in self._deadlines]
        moments += [round_.opens] if round_.opens else []
        self._origin = min(moments).astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        last = max(moments)
        # Where the round is still open, it is seen how much time is left; a report made years later changes nothing.
        self._ends = self._days(min(report.at, max(last, dated[-1][0])))
        span = max(self._days(last), 1.0)
        self._last = self._days(last) + max(span * 0.03, 0.25)

    def _days(self, moment: dt.datetime) -> float:
        return (moment - self._origin).total_seconds() / _DAY

    def chart(self, answering: int, others: int) -> Chart:
        """Put it together."""
        words, consulted = self._words, self._report.participation.consulted
        late = sum(late for _, late in self._dated)
        legend = [("line", words("time-line" if consulted else "time-line-all"))]
        if late:
            legend.append(("late", words("time-late")))
        return Chart(
            name="answers-over-time",
            title=words("time-title"),
            alt=self._alt(answering, late),
            table=self._table(),
            note=words.sentences(
                words("time-undated", n=answering - len(self._dated)) if answering > len(self._dated) else "",
                words("time-others", n=others) if others else "",
            ),
            spec=Steps(
                points=tuple(self._steps()),
                ends=max(self._ends, self._days(self._dated[-1][0])),
                first=0.0,
                last=self._last,
                late=tuple((self._days(at), number) for number, (at, late) in enumerate(self._dated, 1) if late),
                full=consulted,
                full_label=words("time-full", n=consulted),
                rules=tuple(
                    Rule(at=self._days(cutoff(deadline).ends), label=label, paint=Paint.BAD, dashed=number > 0)
                    for number, (deadline, label) in enumerate(self._deadlines)
                ),
                ticks=tuple(self._ticks()),
                legend=tuple(legend),
            ),
        )

    def _steps(self) -> Iterator[tuple[float, int]]:
        """Of answers at one moment only the last, so that the line is as short as it can be."""
        for number, (at, _) in enumerate(self._dated, 1):
            if number == len(self._dated) or self._dated[number][0] != at:
                yield self._days(at), number

    def _ticks(self) -> Iterator[tuple[float, str]]:
        """More days than there is room for; the drawing leaves out what would touch."""
        first, days = self._origin.date(), int(self._last)
        for day in _marked(first, days):
            yield float((day - first).days), self._words.day(day, year=days > _A_YEAR)

    def _alt(self, answering: int, late: int) -> str:
        words, consulted = self._words, self._report.participation.consulted
        at = words.moment(self._report.at.astimezone(self._zone))
        total = words("time-alt", answering=answering, consulted=consulted, at=at)
        if not consulted:
            total = words("time-alt-all", answering=answering, at=at)
        first, last = self._local[0][0], self._local[-1][0]
        between = words("time-alt-one", first=words.date(first.date()))
        if len(self._local) > 1:
            between = words("time-alt-between", first=words.date(first.date()), last=words.date(last.date()))
        if not self._deadlines:
            return words.sentences(total, between, words("time-alt-no-deadline"))
        return words.sentences(total, between, words("time-alt-late", n=late))

    def _table(self) -> Table:
        words = self._words
        by_day = Counter(at.date() for at, _ in self._local)
        late = Counter(at.date() for at, late in self._local if late)
        rows, total = [], 0
        for day, number in sorted(by_day.items()):
            total += number
            rows.append((words.date(day), str(number), str(total), str(late[day])))
        head = tuple(words(f"time-{key}") for key in ("day", "number", "total", "of-them-late"))
        return table_of(words("time-title"), head, rows)


def _marked(first: dt.date, span: int) -> Iterator[dt.date]:
    """The days that are written on an axis: each day, Mondays, first days of months, or new years."""
    last = first.toordinal() + min(span, dt.date.max.toordinal() - first.toordinal())
    if span <= _A_SEASON:
        step = 1 if span <= _THREE_WEEKS else 7
        start = first.toordinal() + (0 if step == 1 else -first.weekday() % 7)
        yield from map(dt.date.fromordinal, range(start, last + 1, step))
        return
    every, months = 1 + span // _A_DECADE, range(1, 13) if span <= _A_DECADE else (1,)
    for year in range(first.year, dt.date.fromordinal(last).year + 1):
        if span > _A_DECADE and year % every:
            continue
        days = (dt.date(year, month, 1) for month in months)
        yield from (day for day in days if first <= day and day.toordinal() <= last)


def _deadlines(report: Report, words: Words) -> list[tuple[Deadline, str]]:
    """The round's deadline, then the moments to which it was extended, each with whom it is for."""
    round_ = report.round
    found = [(round_.deadline, words("time-deadline", end=_end(round_.deadline, words)))] if round_.deadline else []
    parties: dict[Deadline, set[str]] = {}
    everybody = set()
    for extension in round_.extensions:
        parties.setdefault(extension.deadline, set()).update(extension.participants)
        if not extension.participants:
            everybody.add(extension.deadline)
    for deadline in sorted(parties, key=lambda one: cutoff(one).order)[:_MOST_RULES]:
        key = "time-extended-all" if deadline in everybody else "time-extended"
        found.append((deadline, words(key, end=_end(deadline, words), n=len(parties[deadline]))))
    return found


def _end(deadline: Deadline, words: Words) -> str:
    day = words.date(deadline.day)
    return words.moment(dt.datetime.combine(deadline.day, deadline.time)) if deadline.time else day
