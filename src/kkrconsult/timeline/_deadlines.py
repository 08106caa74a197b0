"""The moments behind deadlines and extensions.

What "in time" means:

- With a time of day, an answer received at that very moment is in time, and one received a second later is
  not. A deadline of 10:00 therefore ends at 10:00:00, not at 10:00:59; ``grace_minutes`` is there for
  whoever wants to be kinder.
- Without a time, the whole day counts: an answer is in time before the first moment of the next day, in the
  deadline's own zone, whether that day has 23, 24 or 25 hours.
- Grace is counted in elapsed minutes, also where the clock changes meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from kkrconsult.calendar_ import LocalTimeError, end_of_day, resolve_local
from kkrconsult.errors import DataError, Problem
from kkrconsult.model import Deadline, Round, fixed_moment

__all__ = [
    "Cutoff",
    "Cutoffs",
    "cutoff",
    "deadline_moment",
    "effective_deadline",
    "is_extended",
    "is_in_time",
    "last_cutoff",
]


@attrs.frozen(kw_only=True)
class Cutoff:
    """A deadline resolved to moments, once, so that many answers can be held against it."""

    deadline: Deadline
    """The deadline as people write it."""
    ends: dt.datetime = attrs.field(converter=fixed_moment)
    """The moment at which it ends, without grace."""
    last: dt.datetime = attrs.field(converter=fixed_moment)
    """The same with grace."""
    inclusive: bool
    """Whether an answer at the last moment itself is in time: only where the deadline has a time of day."""

    def admits(self, received: dt.datetime) -> bool:
        """Whether an answer received at this moment is in time."""
        return received <= self.last if self.inclusive else received < self.last

    @property
    def order(self) -> tuple[dt.datetime, bool]:
        """Sort key: of two cutoffs, the greater one admits whatever the other does."""
        return self.last, self.inclusive


def cutoff(deadline: Deadline) -> Cutoff:
    """Resolve a deadline to moments.

    Raises:
        DataError: The local time does not exist or comes twice, or there is no such zone, or the moment lies
            beyond the calendar.
    """
    try:
        if deadline.time is None:
            ends = end_of_day(deadline.day, deadline.timezone)
        else:
            ends = resolve_local(dt.datetime.combine(deadline.day, deadline.time), deadline.timezone)
        # In UTC, because adding to a local time adds hours on the clock and not hours that pass.
        last = (ends.astimezone(dt.UTC) + dt.timedelta(minutes=deadline.grace_minutes)).astimezone(ends.tzinfo)
    except LocalTimeError as error:
        raise DataError("this deadline is not a moment:", [Problem(message=str(error))]) from None
    except OverflowError:
        found = f"{deadline.day} with {deadline.grace_minutes} minutes of grace"
        problem = Problem(message="lies beyond the year 9999", path=("grace_minutes",), found=found[:80])
        raise DataError("this deadline is not a moment:", [problem]) from None
    return Cutoff(deadline=deadline, ends=ends, last=last, inclusive=deadline.time is not None)


def deadline_moment(deadline: Deadline) -> dt.datetime:
    """The moment at which a deadline ends, without grace; of a whole day the first moment of the next.

    Raises:
        DataError: See `cutoff`.
    """
    return cutoff(deadline).ends


def is_in_time(deadline: Deadline, received: dt.datetime) -> bool:
    """Whether an answer received at a moment (aware) is in time; see the rules in this module.

    Raises:
        DataError: See `cutoff`.
    """
    return cutoff(deadline).admits(received)


class Cutoffs:
    """The cutoffs of a round, each resolved once; for whoever asks about many parties or answers.

    The deadline of a party is the latest of the round's and of the extensions that are for it or for all. An
    extension to an earlier moment thus takes nothing away from anybody.

    Raises:
        DataError: A deadline of the round is not a moment; see `cutoff`.
    """

    def __init__(self, round_: Round) -> None:
        self.original = None if round_.deadline is None else cutoff(round_.deadline)
        """The round's own deadline."""
        extensions = [(cutoff(extension.deadline), extension.participants) for extension in round_.extensions]
        for_all = [found for found, participants in extensions if not participants]
        self.general = _latest([self.original, *for_all])
        """What holds for a party without an extension of its own, and for anybody else."""
        self._own: dict[str, Cutoff] = {}
        for found, participants in extensions:
            for party in participants:
                later = _latest([self._own.get(party, self.general), found])
                assert later is not None  # noqa: S101 - one of the two is there
                self._own[party] = later
        resolved = [self.original, self.general, *self._own.values()]
        self.ends = tuple(item.ends for item in resolved if item is not None)
        """When they end, without grace, in no order."""
        self.last = _latest([self.general, *self._own.values()])
        """The last of all: when it has passed, the round is closed."""

    def of(self, participant: str | None) -> Cutoff | None:
        """What holds for a party; for None, or one that the round does not know, what holds in general."""
        return self.general if participant is None else self._own.get(participant, self.general)

    def extended(self, participant: str | None) -> bool:
        """Whether a later deadline holds for the party than the round's own."""
        own = self.of(participant)
        if own is None:
            return False
        return self.original is None or own.order > self.original.order


def _latest(cutoffs: Iterable[Cutoff | None]) -> Cutoff | None:
    found = [item for item in cutoffs if item is not None]
    # The first of equals, so that an extension that changes nothing does not take the deadline's place.
    return max(found, key=lambda item: item.order) if found else None


def effective_deadline(round_: Round, participant: str | None = None) -> Deadline | None:
    """The deadline that holds for a party: the latest of the round's and of the extensions that apply to it.

    Args:
        round_: The round.
        participant: Id of the party; None asks what holds in general.

    Returns:
        The deadline; None where the round has none.

    Raises:
        DataError: A deadline of the round is not a moment; see `cutoff`.
    """
    found = Cutoffs(round_).of(participant)
    return None if found is None else found.deadline


def is_extended(round_: Round, participant: str | None = None) -> bool:
    """Whether a later deadline holds for a party (or, for None, in general) than the round's own.

    Raises:
        DataError: A deadline of the round is not a moment; see `cutoff`.
    """
    return Cutoffs(round_).extended(participant)


def last_cutoff(round_: Round) -> Cutoff | None:
    """The last deadline of all in a round, extensions included; None where the round has none.

    Raises:
        DataError: A deadline of the round is not a moment; see `cutoff`.
    """
    return Cutoffs(round_).last
