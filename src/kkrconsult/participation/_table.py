"""The responses that are there at a moment, held against the round."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.model import DecisionKind, PartyStatus, ResponseStatus, Round, Standing, Status
from kkrconsult.participation._facts import Fact
from kkrconsult.participation._versions import replacers
from kkrconsult.timeline import Cutoffs, Phase, phase

__all__ = ["Table", "by_name"]


class Table:
    """The responses that are there, in the order of receipt, against the round. A response is its index."""

    def __init__(self, round_: Round, at: dt.datetime, facts: Sequence[Fact]) -> None:
        self.round = round_
        self.at = at
        self.facts = facts
        self.names = {party.id: party.name for party in round_.participants}
        self.cutoffs = Cutoffs(round_)
        self.concluded = phase(round_, at) is Phase.CONCLUDED
        self.replacers = replacers(facts)
        self.standings = [self._standing(index) for index in range(len(facts))]
        self.late = [self._late(index) for index in range(len(facts))]
        self.of_party: dict[str, list[int]] = {}
        for index, fact in enumerate(facts):
            for party in fact.participants:
                self.of_party.setdefault(party, []).append(index)

    def consulted(self) -> list[PartyStatus]:
        """How the consulted parties stand, in Danish alphabetical order."""
        return sorted((self._party(party.id, party.name) for party in self.round.participants), key=by_name)

    def unlisted(self) -> set[str]:
        """The ids of parties that were not consulted."""
        return self.of_party.keys() - self.names.keys()

    def unsolicited(self) -> list[PartyStatus]:
        """How those stand who were not consulted, in Danish alphabetical order."""
        return sorted(self._strangers(), key=by_name)

    def responses(self) -> tuple[ResponseStatus, ...]:
        """How the responses stand, in the order of receipt."""
        return tuple(self._response(index) for index in range(len(self.facts)))

    def _standing(self, index: int) -> Standing:
        fact = self.facts[index]
        if fact.withdrawn:
            return Standing.WITHDRAWN
        if fact.decision is DecisionKind.REJECTED:
            return Standing.REJECTED
        replacers = self.replacers.get(index, ())
        newer = {party for other in replacers for party in self.facts[other].participants}
        if replacers and newer.issuperset(fact.participants):
            return Standing.SUPERSEDED
        return Standing.ACCEPTED

    def _late_for(self, index: int, party: str | None) -> bool | None:
        received, cutoff = self.facts[index].received_at, self.cutoffs.of(party)
        return None if received is None or cutoff is None else not cutoff.admits(received)

    def _late(self, index: int) -> bool | None:
        found = [self._late_for(index, party) for party in self.facts[index].participants or (None,)]
        if False in found:
            return False
        return None if None in found else True

    def _response(self, index: int) -> ResponseStatus:
        fact, standing = self.facts[index], self.standings[index]
        replaced_by = self.replacers.get(index, ()) if standing is Standing.SUPERSEDED else ()
        return ResponseStatus(
            response=fact.id,
            standing=standing,
            participants=fact.participants,
            late=self.late[index],
            superseded_by=self.facts[max(replaced_by)].id if replaced_by else None,
            unsolicited=self.names.keys().isdisjoint(fact.participants),
            no_remarks=fact.no_remarks,
        )

    def _counted(self, indexes: Iterable[int], party: str) -> int | None:
        """The last response that counts for a party; a joint one that it has replaced for itself does not."""
        return max((index for index in indexes if self._counts(index, party)), default=None)

    def _counts(self, index: int, party: str) -> bool:
        if self.standings[index] is not Standing.ACCEPTED:
            return False
        return not any(party in self.facts[other].participants for other in self.replacers.get(index, ()))

    def _party(self, identity: str, name: str) -> PartyStatus:
        own = self.of_party.get(identity, [])
        cutoff = self.cutoffs.of(identity)
        entry = self._entry(identity, name, own)
        return attrs.evolve(
            entry,
            status=self._status(own, self._counted(own, identity), identity),
            due=None if cutoff is None else cutoff.ends,
            extended=self.cutoffs.extended(identity),
        )

    def _entry(self, identity: str, name: str, own: Sequence[int]) -> PartyStatus:
        counted = self._counted(own, identity)
        fact = None if counted is None else self.facts[counted]
        others = [other for other in fact.participants if other != identity] if fact else []
        return PartyStatus(
            participant=identity,
            name=name,
            status=Status.UNSOLICITED,
            consulted=identity in self.names,
            responses=tuple(self.facts[index].id for index in own),
            counted=fact.id if fact else None,
            joint_with=tuple(sorted(others, key=self._name_order)),
            received_at=fact.received_at if fact else None,
            late=None if counted is None else self._late_for(counted, identity),
        )

    def _sender(self, identity: str, name: str, own: Sequence[int]) -> PartyStatus:
        """The entry of somebody who is no party; there may be millions."""
        counted = next((index for index in reversed(own) if self.standings[index] is Standing.ACCEPTED), None)
        return PartyStatus(
            participant=identity,
            name=name,
            status=Status.UNSOLICITED,
            consulted=False,
            responses=tuple([self.facts[index].id for index in own]),
            counted=None if counted is None else self.facts[counted].id,
            received_at=None if counted is None else self.facts[counted].received_at,
            late=None if counted is None else self.late[counted],
        )

    def _name_order(self, identity: str) -> tuple[object, ...]:
        return sort_key(self.names.get(identity, identity)), identity

    def _status(self, own: Sequence[int], counted: int | None, party: str) -> Status:
        if counted is not None:
            fact = self.facts[counted]
            if fact.declined:
                return Status.DECLINED
            if fact.no_remarks:
                return Status.NO_REMARKS
            return Status.LATE_ACCEPTED if self._late_for(counted, party) else Status.ANSWERED
        # Whatever is left was withdrawn or rejected, or replaced by what was: the last of these says it.
        ended = (Standing.WITHDRAWN, Standing.REJECTED)
        last = max((index for index in own if self.standings[index] in ended), default=None)
        if last is not None:
            if self.standings[last] is Standing.WITHDRAWN:
                return Status.WITHDRAWN
            return Status.LATE_REJECTED if self._late_for(last, party) else Status.REJECTED
        cutoff = self.cutoffs.of(party)
        over = self.concluded if cutoff is None else not cutoff.admits(self.at)
        return Status.MISSING if over else Status.NOT_YET_DUE

    def _strangers(self) -> Iterable[PartyStatus]:
        """Entries of those who were not consulted: parties by their ids, senders by their folded names."""
        taken = set(self.names)
        nameless: dict[str, list[int]] = {}
        for index, fact in enumerate(self.facts):
            if not fact.participants:
                nameless.setdefault(fact.stranger, []).append(index)
        for identity in sorted(self.unlisted(), key=sort_key):
            taken.add(identity)
            own = self.of_party[identity]
            alone = [self.facts[index].sender for index in own if self.facts[index].participants == (identity,)]
            yield self._entry(identity, next(filter(None, alone), identity), own)
        named: dict[str, list[tuple[str, str]]] = {}
        for key, own in nameless.items():
            # Of several spellings of one name the first in the alphabet, which does not hang on who came first.
            spellings = {self.facts[index].sender for index in own} if len(own) > 1 else ()
            name = min(spellings, key=sort_key) if len(spellings) > 1 else self.facts[own[0]].sender
            named.setdefault(_id_of(name), []).append((key, name))
        for base in sorted(named):
            alike = named[base]
            if len(alike) > 1:
                # Names that make the same id are numbered in the order of the alphabet.
                alike.sort(key=lambda one: sort_key(one[0]))
            for key, name in alike:
                identity = _free(base, taken)
                taken.add(identity)
                yield self._sender(identity, name, nameless[key])


def by_name(entry: PartyStatus) -> tuple[object, ...]:
    """Sort key: Danish alphabetical order of names."""
    return sort_key(entry.name), entry.participant


def _id_of(name: str) -> str:
    """An id made of a name."""
    return "-".join(re.findall(r"[^\W_]+", name.casefold()))[:80] or "afsender"


def _free(base: str, taken: set[str]) -> str:
    """The id, with a number where another has it already."""
    identity, number = base, 1
    while identity in taken:
        number += 1
        identity = f"{base}-{number}"
    return identity
