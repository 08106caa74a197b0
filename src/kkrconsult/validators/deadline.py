"""The deadline: answers that came late, or at a time that cannot be, and what looks wrong about the round's dates."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping

import attrs

from kkrconsult.findings import Code, Finding, Severity
from kkrconsult.model import DecisionKind, Response
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.structure import FrozenMap
from kkrconsult.timeline import (
    Cutoff,
    Cutoffs,
    TimelineWarning,
    WarningKind,
    local_date,
    period,
    warnings,
)
from kkrconsult.validators._common import EachResponse, as_written

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """What counts as a reasonable deadline."""

    minimum_days: int = attrs.field(default=28, validator=attrs.validators.ge(0))
    """Fewest days from the day after the opening to the day of the deadline, both included; 0 switches this off.
    Ministries are advised to give four weeks."""
    working_day: bool = True
    """Whether to warn of a deadline that is not on a working day."""
    holiday_periods: bool = True
    """Whether to warn of a period that touches Easter week, July or Christmas week."""


_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)

_ROUND_CODES: Mapping[WarningKind, str] = FrozenMap(
    {
        WarningKind.NO_DEADLINE: "deadline.none",
        WarningKind.BEFORE_OPENING: "deadline.ends-before-opening",
        WarningKind.NON_WORKING_DAY: "deadline.on-day-off",
        WarningKind.HOLIDAY_PERIOD: "deadline.holiday-period",
        WarningKind.EXTENSION_EARLIER: "deadline.extension-earlier",
    }
)


class _Run(EachResponse):
    """Resolves the deadlines of all parties once; per response it compares moments."""

    def __init__(self, options: Options, context: Context) -> None:
        self._options = options
        self._round = context.round
        self._at = context.at
        self._today = local_date(context.round, context.at)
        self._zone = zoneinfo.ZoneInfo(context.round.timezone)
        self._cutoffs = Cutoffs(context.round)
        # Between these there is nothing to say of an answer, whoever gave it.
        self._from = context.round.opens or _EVER
        self._until = min([context.at, *self._cutoffs.ends])

    def observe(self, response: Response) -> Iterable[Finding]:
        received = response.received_at
        if received is not None and self._from <= received < self._until:
            return ()
        return self._look(response)

    def _look(self, response: Response) -> Iterator[Finding]:
        withdrawn = response.withdrawn
        if withdrawn is not None and (withdrawn.at is None or withdrawn.at <= self._at):
            return
        received = response.received_at
        if received is None:
            if self._cutoffs.last is not None:
                yield Finding(code="deadline.unknown-time")
            return
        if received > self._at:
            params = {"received": self._iso(received), "at": self._iso(self._at)}
            yield Finding(code="deadline.after-moment", params=FrozenMap(params))
            return
        opens = self._round.opens
        if opens is not None and received < opens:
            params = {"received": self._iso(received), "opens": self._iso(opens)}
            yield Finding(code="deadline.before-opening", params=FrozenMap(params))
        cutoff = self._cutoff_of(response)
        if cutoff is not None:
            yield from self._against(cutoff, received, response)

    def _cutoff_of(self, response: Response) -> Cutoff | None:
        """The last moment for any of the parties: a joint response is late when it is late for all of them."""
        found = [self._cutoffs.of(party) for party in response.participants or (None,)]
        known = [cutoff for cutoff in found if cutoff is not None]
        return max(known, key=lambda cutoff: cutoff.order) if len(known) == len(found) else None

    def _against(self, cutoff: Cutoff, received: dt.datetime, response: Response) -> Iterator[Finding]:
        original = self._cutoffs.original
        if not cutoff.admits(received):
            params = {"received": self._iso(received), "deadline": as_written(cutoff)}
            yield Finding(code=self._late(response), params=FrozenMap(params))
        elif original is not None and not original.admits(received):
            params = {
                "received": self._iso(received),
                "deadline": as_written(original),
                "extended_to": as_written(cutoff),
            }
            yield Finding(code="deadline.extended", params=FrozenMap(params))
        elif received > cutoff.ends or (received == cutoff.ends and not cutoff.inclusive):
            facts: dict[str, object] = {"received": self._iso(received), "deadline": as_written(cutoff)}
            facts["grace"] = cutoff.deadline.grace_minutes
            yield Finding(code="deadline.grace", params=FrozenMap(facts))

    def _late(self, response: Response) -> str:
        decision = response.decision
        if decision is None or (decision.on is not None and decision.on > self._today):
            return "deadline.late"
        accepted = decision.kind is DecisionKind.ACCEPTED
        return "deadline.late-accepted" if accepted else "deadline.late-rejected"

    def finish(self) -> Iterator[Finding]:
        """Say what looks wrong about the dates of the round itself."""
        span = period(self._round)
        if span is not None and (days := (span.last - span.first).days) < self._options.minimum_days:
            params = {
                "first": span.first.isoformat(),
                "last": span.last.isoformat(),
                "days": days,
                "least": self._options.minimum_days,
            }
            yield Finding(code="deadline.short-period", params=FrozenMap(params))
        for warning in warnings(self._round):
            if self._wanted(warning.kind):
                yield Finding(code=_ROUND_CODES[warning.kind], params=self._params(warning))

    def _wanted(self, kind: WarningKind) -> bool:
        if kind is WarningKind.NON_WORKING_DAY:
            return self._options.working_day
        if kind is WarningKind.HOLIDAY_PERIOD:
            return self._options.holiday_periods
        # The timeline knows four weeks only; the round may want more days, or fewer.
        return kind is not WarningKind.SHORT_PERIOD

    def _params(self, warning: TimelineWarning) -> FrozenMap[str, object]:
        """The facts of a warning, moments in the round's own zone, with the parties that an extension is for."""
        facts: dict[str, object] = dict(warning.params)
        for key in ("opens", "deadline", "extension"):
            if key in facts:
                facts[key] = self._iso(dt.datetime.fromisoformat(str(facts[key])))
        return FrozenMap(facts | {"participants": warning.participants})

    def _iso(self, moment: dt.datetime) -> str:
        return moment.astimezone(self._zone).isoformat()


SPEC = ValidatorSpec(
    name="deadline",
    codes=(
        # received, deadline; a deadline without a time of day is a date.
        Code("deadline.late", Severity.ERROR),
        Code("deadline.late-accepted", Severity.INFO),
        Code("deadline.late-rejected", Severity.INFO),
        Code("deadline.extended", Severity.INFO),  # and extended_to
        Code("deadline.grace", Severity.INFO),  # and grace: minutes
        Code("deadline.unknown-time", Severity.WARNING),
        Code("deadline.before-opening", Severity.WARNING),  # received, opens
        Code("deadline.after-moment", Severity.WARNING),  # received, at
        # On the round.
        Code("deadline.none", Severity.INFO),
        Code("deadline.ends-before-opening", Severity.ERROR),  # deadline, opens
        Code("deadline.on-day-off", Severity.WARNING),  # day, reason
        Code("deadline.short-period", Severity.WARNING),  # first, last, days, least
        Code("deadline.holiday-period", Severity.WARNING),  # period, first, last
        Code("deadline.extension-earlier", Severity.WARNING),  # extension, deadline
    ),
    options=Options,
    create=_Run,
    summary={
        "da": "Om svaret kom inden fristen, med forlængelser, og om rundens datoer er rimelige.",
        "en": "Whether the answer came before the deadline, extensions included, and whether the dates are reasonable.",
    },
)
