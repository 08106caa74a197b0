"""Who has answered, and how: the result of `kkrconsult.participation`."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from kkrconsult.model._checks import as_moment, check_id, check_moment, check_text, check_tuple
from kkrconsult.structure import FrozenMap

__all__ = ["Lists", "Participation", "PartyStatus", "ResponseStatus", "Standing", "Status", "listed_when_asked"]


class Status(enum.Enum):
    """How a consulted party stands at a moment."""

    ANSWERED = "answered"
    NO_REMARKS = "no-remarks"
    DECLINED = "declined"
    LATE_ACCEPTED = "late-accepted"
    LATE_REJECTED = "late-rejected"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NOT_YET_DUE = "not-yet-due"
    MISSING = "missing"
    UNSOLICITED = "unsolicited"


class Standing(enum.Enum):
    """What became of a response that was received: each has exactly one standing."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@attrs.frozen(kw_only=True)
class PartyStatus:
    """How one party stands."""

    participant: str
    """Id of the consulted party; for an unsolicited sender an id made of the name."""
    name: str
    """The name to show."""
    status: Status
    """How it stands."""
    consulted: bool = True
    """Whether it was on the list."""
    responses: tuple[str, ...] = ()
    """Ids of all its responses, in the order of receipt."""
    counted: str | None = None
    """Id of the response that counts for it."""
    joint_with: tuple[str, ...] = ()
    """Ids of the parties with which it answers jointly."""
    due: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """The moment at which its own deadline ends."""
    extended: bool = False
    """Whether it has a later deadline than the round's."""
    received_at: dt.datetime | None = attrs.field(default=None, converter=as_moment)
    """When the response that counts was received."""
    late: bool | None = None
    """Whether that was after the party's own deadline; None where no response counts, or one of the two
    moments is unknown."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "participant", self.participant)
        check_text(self, "name", self.name)
        check_tuple(self, "responses", self.responses)
        check_tuple(self, "joint_with", self.joint_with)
        check_moment(self, "due", self.due)
        check_moment(self, "received_at", self.received_at)


@attrs.frozen(kw_only=True)
class ResponseStatus:
    """How one response stands."""

    response: str
    """Id of the response."""
    standing: Standing
    """What became of it."""
    participants: tuple[str, ...] = ()
    """Ids of the parties behind it; none for an unsolicited one."""
    late: bool | None = None
    """Whether it came after the deadlines of all its parties; None where the moment of receipt or the
    deadline is unknown."""
    superseded_by: str | None = None
    """Id of the response that replaced it."""
    unsolicited: bool = False
    """Whether no consulted party is behind it."""
    no_remarks: bool = False
    """Whether it says that there are no remarks."""

    def __attrs_post_init__(self) -> None:
        check_id(self, "response", self.response)
        check_tuple(self, "participants", self.participants)


class Lists(Protocol):
    """Can make the long lists of a `Participation`, and knows what follows from them without making them."""

    @property
    def consulted(self) -> tuple[PartyStatus, ...]:
        """The entries of the consulted parties."""
        ...

    @property
    def notable(self) -> tuple[ResponseStatus, ...]:
        """The entries of the responses of which there is something to say; see `kkrconsult.standings`."""
        ...

    def accepted(self) -> frozenset[str]:
        """The ids of the responses that count."""
        ...

    def in_order(self, among: Set[str]) -> tuple[str, ...]:
        """The ids of those responses that are among these, in the order of receipt."""
        ...

    def made(self) -> tuple[tuple[PartyStatus, ...], tuple[ResponseStatus, ...]]:
        """The two lists."""
        ...


class _Listed:
    """The part of a `Participation` that makes its long lists when somebody asks for them.

    A list that is not there yet is an empty slot, which is what Python calls `__getattr__` for. Comparing, printing,
    pickling and copying all ask, and what comes out of them is as if the lists had been there from the beginning.
    """

    __slots__ = ("_lists",)
    _lists: Lists

    # To a type checker every misspelt attribute would have a type.
    if not TYPE_CHECKING:  # pragma: no branch

        def __getattr__(self, name: str) -> Any:
            if name not in {"parties", "responses"}:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            for field, made in zip(("parties", "responses"), self._lists.made(), strict=True):
                object.__setattr__(self, field, made)
            return object.__getattribute__(self, name)


@attrs.frozen(kw_only=True)
class Participation(_Listed):
    """How all parties and all responses stand at a moment."""

    parties: tuple[PartyStatus, ...] = ()
    """One entry a consulted party, in Danish alphabetical order, then the unsolicited ones."""
    responses: tuple[ResponseStatus, ...] = ()
    """One entry a response, in the order of receipt."""
    later: tuple[str, ...] = ()
    """Ids of responses that came after the moment asked about: they are in none of the other fields."""
    by_status: FrozenMap[str, int] = FrozenMap()
    """Number of parties by status; the unsolicited senders count under ``unsolicited``."""
    by_standing: FrozenMap[str, int] = FrozenMap()
    """Number of responses by standing."""
    consulted: int = 0
    """Number of parties that were consulted."""
    answering: int = 0
    """Number of consulted parties with a response that counts."""

    def of(self, participant: str) -> PartyStatus | None:
        """The entry of one party, by its id."""
        return next((entry for entry in self.parties if entry.participant == participant), None)


def listed_when_asked(lists: Lists, others: Mapping[str, object]) -> Participation:
    """A `Participation` whose long lists are made when somebody asks for them: they may have millions of entries.

    Args:
        lists: Makes them.
        others: All other fields.
    """
    found = object.__new__(Participation)
    object.__setattr__(found, "_lists", lists)
    for name, value in others.items():
        object.__setattr__(found, name, value)
    return found
