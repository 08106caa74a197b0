"""What several validators need: a base class, and how to name things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from kkrconsult.findings import Finding, Location
from kkrconsult.model import DecisionKind, Point, Response, ThemeProposal
from kkrconsult.timeline import Cutoff

__all__ = ["EachResponse", "Gathering", "as_written", "at_point", "dropped", "email_domain", "headline"]

_LONGEST_HEADLINE = 60


class EachResponse:
    """Base of validators that work something out of the round once, and then look at each response by itself."""

    def observe(self, response: Response) -> Iterable[Finding]:
        """Look at one response."""
        raise NotImplementedError

    def finish(self) -> Iterable[Finding]:
        """Nothing holds for the round as a whole."""
        return ()

    def merge(self, other: Self) -> None:
        """Nothing is remembered."""

    def __copy__(self) -> Self:
        return self


class Gathering:
    """Base of validators that remember something of responses: lists, sets and dicts that only they change."""

    def __copy__(self) -> Self:
        """One that can go on without changing this one; what it remembers is frozen and need not be copied."""
        twin = object.__new__(type(self))
        for name, value in vars(self).items():
            mutable = isinstance(value, (list, set, dict))
            setattr(twin, name, value.copy() if mutable else value)
        return twin


def dropped(response: Response) -> bool:
    """Whether a response was taken back or rejected: nobody needs to mend it any more."""
    decision = response.decision
    return response.withdrawn is not None or (decision is not None and decision.kind is DecisionKind.REJECTED)


def as_written(cutoff: Cutoff) -> str:
    """A deadline as people know it: the day where the whole day counts, else the moment; both in ISO 8601."""
    deadline = cutoff.deadline
    return deadline.day.isoformat() if deadline.time is None else cutoff.ends.isoformat()


def at_point(point: Point) -> Location:
    """Where a point stands."""
    anchor = point.anchor
    if anchor is None:
        return Location(point=point.id)
    return Location(point=point.id, page=anchor.page, paragraph=anchor.paragraphs[0] if anchor.paragraphs else None)


def headline(theme: ThemeProposal) -> str:
    """The title of a theme, or the beginning of what it says where it has none."""
    text = " ".join((theme.title if theme.title.strip() else theme.text).split())
    return text if len(text) <= _LONGEST_HEADLINE else text[: _LONGEST_HEADLINE - 1] + "…"


def email_domain(address: str | None) -> str:
    """The domain of an e-mail address in lower case; empty where there is none."""
    return (address or "").rpartition("@")[2].strip().lower()
