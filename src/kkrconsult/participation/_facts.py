"""What is remembered of a response in order to say who has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from kkrconsult.danish import fold, fold_all
from kkrconsult.model import DecisionKind, Response

__all__ = ["Fact", "fact_of", "sender_key", "sender_keys"]

_EPOCH, _SECOND = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(seconds=1)
_FIRST = -(1 << 40)
_UNKNOWN = dt.datetime.min.replace(tzinfo=dt.UTC)


class Fact(NamedTuple):
    """What is remembered of a response: nothing that grows with its text. A tuple, since there is one for each."""

    id: str
    participants: tuple[str, ...]
    sender: str
    stranger: str
    """What tells an unsolicited sender from another; empty where a party answers."""
    received_at: dt.datetime | None
    version: int
    supersedes: str | None
    withdrawn: bool
    withdrawn_at: dt.datetime | None
    decision: DecisionKind | None
    decided_on: dt.date | None
    no_remarks: bool
    declined: bool

    @property
    def second(self) -> int:
        """When it was received, in whole seconds; first of all where that is unknown."""
        received = self.received_at
        return _FIRST if received is None else (received - _EPOCH) // _SECOND

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: the order of receipt, then whatever else differs, so that no order is left to chance."""
        return (
            self.received_at or _UNKNOWN,
            self.version,
            self.id,
            self.participants,
            self.sender,
            self.supersedes or "",
            (self.withdrawn, self.withdrawn_at or _UNKNOWN),
            (self.decision.value if self.decision else "", self.decided_on or dt.date.min),
            (self.no_remarks, self.declined, self.received_at is None),
        )


def fact_of(response: Response) -> Fact:
    """What is remembered of a response."""
    withdrawn, decision, sender = response.withdrawn, response.decision, response.sender
    return Fact(
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


def sender_key(name: str) -> str:
    """What tells one unsolicited sender from another, however the name is spelled."""
    return fold(name) or name.strip()


def sender_keys(names: Sequence[str]) -> list[str]:
    """The same for many; none of the names has a line feed."""
    return [key or name.strip() for key, name in zip(fold_all(names), names, strict=True)]
