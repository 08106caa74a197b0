"""What is known of the responses of a round at a moment, with the long lists left until somebody asks for them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, filterfalse

from kkrconsult.blocks import unpacked
from kkrconsult.model import Participation, PartyStatus, ResponseStatus, Round, Standing, Status
from kkrconsult.model.participation import listed_when_asked
from kkrconsult.participation._facts import Fact
from kkrconsult.participation._ordinary import Ordinary, instant
from kkrconsult.participation._table import Table
from kkrconsult.structure import FrozenMap
from kkrconsult.timeline import local_date

__all__ = ["Known", "as_of"]


class Known:
    """The responses that a state saw, at a moment. It never changes.

    Most are ordinary (see `Ordinary`). Of these only those matter at once that others have to do with: one that another
    names as replaced, whose id another has too, or whose sender gave a further version. Each of the rest is accepted.
    """

    def __init__(self, round_: Round, at: dt.datetime, blocks: Sequence[Ordinary], unusual: Sequence[Fact]) -> None:
        self._round = round_
        self._at = at
        self._today = local_date(round_, at)
        self._moment = instant(at)
        self._blocks = blocks
        self._unusual = unusual
        there, later = self._divided([*unusual, *self._involved()])
        self._later = tuple(fact.id for fact in later)
        self._table = Table(round_, at, there)
        self._notable: tuple[ResponseStatus, ...] | None = None
        self.consulted = tuple(self._table.consulted())

    def participation(self) -> Participation:
        """How everybody stands."""
        statuses = Counter(entry.status for entry in self.consulted)
        statuses[Status.UNSOLICITED] += self._strangers()
        standings = Counter(self._table.standings)
        total = sum(block.size for block in self._blocks) + len(self._unusual)
        standings[Standing.ACCEPTED] += total - len(self._later) - len(self._table.facts)
        return listed_when_asked(
            self,
            {
                "later": self._later,
                "by_status": FrozenMap({status.value: statuses[status] for status in Status}),
                "by_standing": FrozenMap({standing.value: standings[standing] for standing in Standing}),
                "consulted": len(self.consulted),
                "answering": sum(entry.counted is not None for entry in self.consulted),
            },
        )

    @property
    def notable(self) -> tuple[ResponseStatus, ...]:
        """How those stand that are not ordinary, or that others have to do with, in the order of receipt."""
        if self._notable is None:
            self._notable = self._table.responses()
        return self._notable

    def accepted(self) -> frozenset[str]:
        """The ids of the responses that count."""
        accepted = [entry.response for entry in self.notable if entry.standing is Standing.ACCEPTED]
        settled = {entry.response for entry in self.notable}.union(self._later)
        ids = chain.from_iterable(unpacked(block.ids) for block in self._blocks)
        return frozenset(chain(accepted, filterfalse(settled.__contains__, ids)))

    def in_order(self, among: Set[str]) -> tuple[str, ...]:
        """The ids of those responses that are among these, in the order of receipt."""
        unusual = [fact for fact in self._unusual if fact.id in among]
        there, _ = self._divided([*unusual, *self._ordinary(among, frozenset())])
        return tuple(fact.id for fact in there)

    def made(self) -> tuple[tuple[PartyStatus, ...], tuple[ResponseStatus, ...]]:
        """How all parties and all responses stand."""
        if not self._blocks:
            return (*self.consulted, *self._table.unsolicited()), self.notable
        there, _ = self._divided(chain(self._unusual, *(block.facts() for block in self._blocks)))
        table = Table(self._round, self._at, there)
        return (*self.consulted, *table.unsolicited()), table.responses()

    def _divided(self, facts: Iterable[Fact]) -> tuple[list[Fact], list[Fact]]:
        """Those that are there at the moment, as they are then, and those that came later; in the order of receipt."""
        # By the second first: moments of different offsets take long to compare.
        ordered = sorted(facts, key=lambda fact: (fact.second, fact.order))
        there: list[Fact] = []
        later: list[Fact] = []
        for fact in ordered:
            if fact.received_at is None or fact.received_at <= self._at:
                there.append(as_of(fact, self._at, self._today))
            else:
                later.append(fact)
        return there, later

    def _involved(self) -> Iterator[Fact]:
        """The ordinary ones that others have to do with, or that came later."""
        named = {fact.supersedes for fact in self._unusual if fact.supersedes is not None}
        versions = {fact.stranger for fact in self._unusual if fact.version > 1 and not fact.participants}
        return self._ordinary(named | self._repeated(), versions)

    def _repeated(self) -> set[str]:
        """The ids that several responses have, one of them at least an ordinary one."""
        seen = {fact.id for fact in self._unusual}
        found: set[str] = set()
        for block in self._blocks:
            ids = unpacked(block.ids)
            found |= seen.intersection(ids)
            before = len(seen)
            seen.update(ids)
            if len(seen) - before < block.size:
                found |= {identity for identity, count in Counter(ids).items() if count > 1}
        return found

    def _ordinary(self, ids: Set[str], keys: Set[str]) -> Iterator[Fact]:
        """Those ordinary ones that have one of these ids, or one of these senders, or came later."""
        for block in self._blocks:
            yield from block.facts(sorted({*block.after(self._moment), *block.having(ids, keys)}))

    def _strangers(self) -> int:
        """How many were not consulted and sent something that is there: parties by their ids, others by their names."""
        names = {fact.stranger for fact in self._table.facts if not fact.participants}
        for block in self._blocks:
            names.update(block.keys_until(self._moment))
        return len(names) + len(self._table.unlisted())


def as_of(fact: Fact, at: dt.datetime, today: dt.date) -> Fact:
    """The same without what was decided or withdrawn after the moment."""
    if fact.withdrawn and fact.withdrawn_at is not None and fact.withdrawn_at > at:
        fact = fact._replace(withdrawn=False)
    if fact.decided_on is not None and fact.decided_on > today:
        fact = fact._replace(decision=None)
    return fact
