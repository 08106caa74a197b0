"""Sees the responses of a round and says who has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kkrconsult.model import Participation, Response, Round
from kkrconsult.participation._facts import Fact, sender_key
from kkrconsult.participation._table import Table
from kkrconsult.timeline import local_date

__all__ = ["ParticipationState", "participation"]


class ParticipationState:
    """Sees responses one at a time, in any order and in any number of parts, and then says who has answered.

    It keeps some hundred bytes a response, and can be pickled.
    """

    def __init__(self) -> None:
        self._facts: list[Fact] = []

    def observe(self, response: Response) -> None:
        """Remember a response."""
        withdrawn, decision, sender = response.withdrawn, response.decision, response.sender
        self._facts.append(
            Fact(
                id=response.id,
                participants=response.participants,
                sender=sender.name if sender else "",
                stranger="" if response.participants or sender is None else sender_key(sender.name),
                received_at=response.received_at,
                version=response.version,
                supersedes=response.supersedes,
                withdrawn=withdrawn is not None,
                withdrawn_at=withdrawn.at if withdrawn else None,
                decision=decision.kind if decision else None,
                decided_on=decision.on if decision else None,
                no_remarks=response.no_remarks is not None,
                declined=response.declined,
            )
        )

    def copy(self) -> ParticipationState:
        """One that can go on without changing this one."""
        twin = ParticipationState()
        twin.merge(self)
        return twin

    def merge(self, other: ParticipationState) -> None:
        """Take over what another saw of other responses."""
        self._facts += other._facts

    def finish(self, round_: Round, at: dt.datetime) -> Participation:
        """Say how all parties and responses stand.

        Args:
            round_: The round.
            at: The moment asked about, aware.

        Returns:
            The same for the same responses, whatever their order and the parts they came in.

        Raises:
            DataError: A deadline or the zone of the round cannot be resolved.
        """
        # By the second first: moments of different offsets take long to compare.
        facts = sorted(self._facts, key=lambda fact: (fact.second, fact.order))
        today = local_date(round_, at)
        there = [_as_of(fact, at, today) for fact in facts if fact.received_at is None or fact.received_at <= at]
        later = tuple(fact.id for fact in facts if fact.received_at is not None and fact.received_at > at)
        return Table(round_, at, there).participation(later)


def participation(round_: Round, responses: Iterable[Response], at: dt.datetime) -> Participation:
    """Say who has answered a round, and how, at a moment; the rules are those of this module.

    Args:
        round_: The round.
        responses: Its responses, in any order; each is looked at once.
        at: The moment asked about, aware.

    Returns:
        How every party and every response stands.

    Raises:
        DataError: A deadline or the zone of the round cannot be resolved.
    """
    state = ParticipationState()
    for response in responses:
        state.observe(response)
    return state.finish(round_, at)


def _as_of(fact: Fact, at: dt.datetime, today: dt.date) -> Fact:
    """The same without what was decided or withdrawn after the moment."""
    if fact.withdrawn and fact.withdrawn_at is not None and fact.withdrawn_at > at:
        fact = fact._replace(withdrawn=False)
    if fact.decided_on is not None and fact.decided_on > today:
        fact = fact._replace(decision=None)
    return fact
