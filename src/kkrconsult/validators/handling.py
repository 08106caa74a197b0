"""How a party handled the round: said or not, by politicians or not, finally or with a reservation."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from typing import Self

import attrs

from kkrconsult.danish import fold
from kkrconsult.findings import Code, Finding, Location, Severity, Subject, SubjectKind
from kkrconsult.model import Handling, HandlingMode, Response, Stage
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.structure import FrozenMap
from kkrconsult.validators._common import Gathering, dropped

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """What a party has to say about its handling."""

    required: bool = True
    """Whether an answer must say how it was handled. Answers without remarks, and of those who were not consulted,
    need not."""
    political: bool = False
    """Whether only political handling will do; otherwise it is up to each party."""


_WHERE = Location(field="handling")

Author = tuple[str, ...]


class _Run(Gathering):
    """Remembers the provisional answers, and what replaces an answer: nothing of most responses."""

    def __init__(self, options: Options, context: Context) -> None:
        round_ = context.round
        self._options = options
        self._zone = zoneinfo.ZoneInfo(round_.timezone)
        self._today = self._day(context.at)
        self._opens = None if round_.opens is None else self._day(round_.opens)
        self._pending: list[tuple[str, Author, int, Finding]] = []
        self._replaced: set[str] = set()
        self._versions: dict[Author, int] = {}

    def _day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self._zone).date()

    def observe(self, response: Response) -> Iterable[Finding]:
        plain = (
            response.handling is None
            and response.reservation is None
            and response.stage is Stage.FINAL
            and response.version == 1
            and response.supersedes is None
            and not (response.participants and self._options.required)
        )
        return () if plain else self._look(response)

    def _look(self, response: Response) -> Iterator[Finding]:
        if dropped(response):
            return
        if response.supersedes is not None:
            self._replaced.add(response.supersedes)
        if response.version > 1:
            author = _author(response)
            self._versions[author] = max(response.version, self._versions.get(author, 1))
        pending = self._unfinished(response)
        if pending is not None:
            self._pending.append((response.id, _author(response), response.version, pending))
        handling = response.handling
        if handling is not None:
            yield from self._judge(handling, response)
        elif self._options.required and response.participants and not _silent(response):
            yield Finding(code="handling.missing", location=_WHERE)

    def _unfinished(self, response: Response) -> Finding | None:
        """What is left to do before the answer is the party's last word."""
        reservation = response.reservation
        subject = Subject(kind=SubjectKind.RESPONSE, id=response.id)
        if reservation is None:
            provisional = response.stage is Stage.PROVISIONAL
            return Finding(code="handling.provisional", subject=subject) if provisional else None
        expected = reservation.expected_on
        overdue = expected is not None and expected < self._today
        params = {
            "body": reservation.body or "",
            "expected_on": "" if expected is None else expected.isoformat(),
            "dated": expected is not None,
        }
        return Finding(
            code="handling.reservation-overdue" if overdue else "handling.reservation",
            params=FrozenMap(params),
            subject=subject,
            location=Location(field="reservation"),
        )

    def _judge(self, handling: Handling, response: Response) -> Iterator[Finding]:
        if self._options.political and handling.mode is not HandlingMode.POLITICAL:
            yield Finding(code="handling.not-political", location=_WHERE)
        decided = handling.decided_on
        if decided is None:
            return
        params = {"decided_on": decided.isoformat(), "body": handling.body or ""}
        received = None if response.received_at is None else self._day(response.received_at)
        if decided > self._today:
            params["today"] = self._today.isoformat()
            yield Finding(code="handling.date-in-future", params=FrozenMap(params), location=_WHERE)
        elif received is not None and decided > received and response.reservation is None:
            params["received"] = received.isoformat()
            yield Finding(code="handling.decided-after-receipt", params=FrozenMap(params), location=_WHERE)
        elif self._opens is not None and decided < self._opens:
            params["opens"] = self._opens.isoformat()
            yield Finding(code="handling.before-opening", params=FrozenMap(params), location=_WHERE)

    def merge(self, other: Self) -> None:
        self._pending += other._pending
        self._replaced |= other._replaced
        for author, version in other._versions.items():
            self._versions[author] = max(version, self._versions.get(author, 1))

    def finish(self) -> Iterator[Finding]:
        """Tell of the provisional answers that no later version has replaced."""
        for response, author, version, finding in self._pending:
            if response not in self._replaced and version >= self._versions.get(author, 1):
                yield finding


def _author(response: Response) -> Author:
    """What tells one author's versions from another's: the parties, or the unsolicited sender's name."""
    if response.participants:
        return tuple(sorted(response.participants))
    return ("", fold(response.sender.name) if response.sender else "")


def _silent(response: Response) -> bool:
    return response.declined or response.no_remarks is not None


SPEC = ValidatorSpec(
    name="handling",
    codes=(
        Code("handling.missing", Severity.WARNING),
        Code("handling.not-political", Severity.ERROR),
        # body and expected_on, empty where unknown; dated: whether expected_on is known
        Code("handling.reservation", Severity.WARNING),
        Code("handling.reservation-overdue", Severity.WARNING),
        Code("handling.provisional", Severity.WARNING),
        # decided_on, body
        Code("handling.date-in-future", Severity.WARNING),  # and today
        Code("handling.decided-after-receipt", Severity.WARNING),  # and received
        Code("handling.before-opening", Severity.WARNING),  # and opens
    ),
    options=Options,
    create=_Run,
    keeps={
        "da": "Af foreløbige svar, hvad der mangler; intet af andre.",
        "en": "Of provisional answers what is left to do; nothing of others.",
    },
    summary={
        "da": "Om svaret siger, hvordan det er behandlet, og om det er endeligt.",
        "en": "Whether the answer says how it was handled, and whether it is final.",
    },
)
