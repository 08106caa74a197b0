"""Ordinary responses, which are nearly all where there are very many: little is kept of each."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress
from typing import Final, NamedTuple, TypeAlias

from kkrconsult.blocks import joined, packed, unpacked
from kkrconsult.model import Response
from kkrconsult.participation._facts import Fact, sender_keys

__all__ = ["Ordinary", "Row", "instant", "ordinary"]

Row: TypeAlias = tuple[str, str, dt.datetime | None]
"""Id, sender and moment of receipt of an ordinary response."""

_MICROSECOND: Final = dt.timedelta(microseconds=1)
_UNKNOWN: Final = -(1 << 63)
"""Before all moments."""


def ordinary(response: Response) -> Row | None:
    """What is kept of a response where all else about it is as usual; None where it is not.

    An ordinary response came from somebody who is no party, once and for all: nobody took it back or decided on it, and
    it replaces no other.
    """
    received, sender = response.received_at, response.sender
    if (
        response.participants
        or sender is None
        or response.no_remarks is not None
        or response.declined
        or response.version != 1
        or response.supersedes is not None
        or response.withdrawn is not None
        or response.decision is not None
        or "\n" in sender.name
        or (received is not None and type(received.tzinfo) is not dt.timezone)
    ):
        return None
    return response.id, sender.name, received


def instant(moment: dt.datetime) -> int:
    """An aware moment as microseconds in UTC, from the beginning of year 1."""
    return _clock(moment) - _offset(moment)


def _clock(moment: dt.datetime) -> int:
    """What a clock shows, as microseconds from the beginning of year 1: in a third of the time of a difference."""
    hours = (moment.toordinal() - 1) * 24 + moment.hour
    return ((hours * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond


def _offset(moment: dt.datetime) -> int:
    """How far a clock is ahead of UTC, in microseconds."""
    # Of a moment without a zone it is None, which raises TypeError, as comparing such a moment does.
    return moment.utcoffset() // _MICROSECOND  # type: ignore[operator]


class Ordinary(NamedTuple):
    """Some ordinary responses; see `kkrconsult.blocks`."""

    size: int
    ids: bytes
    senders: bytes
    keys: bytes
    """What tells the sender from others: many spell their name the same way, so it may stand there twice."""
    instants: array[int]
    offsets: array[int]
    """The offset of each moment from UTC, in microseconds."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Ordinary:
        """Put rows together."""
        ids, senders, moments = zip(*rows, strict=True)
        # Millions of moments have few zones.
        zones = {moment.tzinfo: moment for moment in moments if moment is not None}
        known = {zone: _offset(moment) for zone, moment in zones.items()}
        offsets = [0 if moment is None else known[moment.tzinfo] for moment in moments]
        pairs = zip(moments, offsets, strict=True)
        return cls(
            size=len(rows),
            ids=packed(ids),
            senders=packed(senders),
            keys=packed(sender_keys(senders)),
            instants=array("q", [_UNKNOWN if one is None else _clock(one) - offset for one, offset in pairs]),
            offsets=array("q", offsets),
        )

    def and_then(self, other: Ordinary) -> Ordinary:
        """These responses and then others."""
        return Ordinary(
            size=self.size + other.size,
            ids=joined(self.ids, other.ids),
            senders=joined(self.senders, other.senders),
            keys=joined(self.keys, other.keys),
            instants=self.instants + other.instants,
            offsets=self.offsets + other.offsets,
        )

    def after(self, moment: int) -> list[int]:
        """The places of those that came after a moment."""
        if max(self.instants) <= moment:
            return []
        return [index for index, passed in enumerate(self.instants) if passed > moment]

    def having(self, ids: AbstractSet[str], keys: AbstractSet[str]) -> list[int]:
        """The places of those that have one of these ids, or came from one of these senders."""
        found: list[int] = []
        for wanted, column in ((ids, self.ids), (keys, self.keys)):
            # In most blocks there are none, which is told sooner than where they are.
            if wanted and not wanted.isdisjoint(texts := unpacked(column)):
                found += [index for index, text in enumerate(texts) if text in wanted]
        return found

    def keys_until(self, moment: int) -> Iterable[str]:
        """What tells the senders of those from others that did not come after a moment."""
        keys = unpacked(self.keys)
        if max(self.instants) <= moment:
            return keys
        return compress(keys, [passed <= moment for passed in self.instants])

    def facts(self, places: Sequence[int] | None = None) -> Iterator[Fact]:
        """What is remembered of some, in full; of all where nothing tells of which."""
        if places is None:
            places = range(self.size)
        if not places:
            return
        ids, senders, keys = unpacked(self.ids), unpacked(self.senders), unpacked(self.keys)
        zones = {offset: dt.datetime.min.replace(tzinfo=_zone(offset)) for offset in {*self.offsets}}
        for place in places:
            passed, offset = self.instants[place], self.offsets[place]
            yield Fact(
                id=ids[place],
                participants=(),
                sender=senders[place],
                stranger=keys[place],
                received_at=None if passed == _UNKNOWN else zones[offset] + dt.timedelta(microseconds=passed + offset),
                version=1,
                supersedes=None,
                withdrawn=False,
                withdrawn_at=None,
                decision=None,
                decided_on=None,
                no_remarks=False,
                declined=False,
            )


def _zone(offset: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(microseconds=offset))
