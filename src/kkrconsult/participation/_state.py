"""Sees the responses of a round and says who has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kkrconsult.blocks import Kept
from kkrconsult.model import Participation, Response, Round
from kkrconsult.participation._facts import Fact, fact_of
from kkrconsult.participation._known import Known
from kkrconsult.participation._ordinary import Ordinary, Row, ordinary

__all__ = ["ParticipationState", "participation"]


class ParticipationState:
    """Sees responses one at a time, in any order and in any number of parts, and then says who has answered.

    It keeps id, sender and moment of a response, in less than a hundred bytes, and some hundred of one that came from a
    party or is unusual. It can be pickled.
    """

    def __init__(self) -> None:
        self._ordinary: Kept[Row, Ordinary] = Kept(Ordinary.of)
        self._unusual: list[Fact] = []

    def observe(self, response: Response) -> None:
        """Remember a response."""
        row = ordinary(response)
        if row is None:
            self._unusual.append(fact_of(response))
        else:
            self._ordinary.add(row)

    def copy(self) -> ParticipationState:
        """One that can go on without changing this one."""
        twin = ParticipationState()
        twin._ordinary = self._ordinary.copy()
        twin._unusual = self._unusual.copy()
        return twin

    def merge(self, other: ParticipationState) -> None:
        """Take over what another saw of other responses."""
        self._ordinary.merge(other._ordinary)
        self._unusual += other._unusual

    def finish(self, round_: Round, at: dt.datetime) -> Participation:
        """Say how all parties and responses stand.

        Args:
            round_: The round.
            at: The moment asked about, aware.

        Returns:
            How they stand; the lists of parties and of responses are made when somebody asks for them. It is the same
            for the same responses, whatever their order and the parts they came in.

        Raises:
            DataError: A deadline or the zone of the round cannot be resolved.
        """
        return Known(round_, at, self._ordinary.blocks(), tuple(self._unusual)).participation()


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
