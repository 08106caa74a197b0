"""Themes as a person settled them: they go before what a program finds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.grouping._quotes import quotes_of
from kkrconsult.grouping._titles import title_words
from kkrconsult.model import GroupedBy, Proposal, Theme, ThemeDecision, ThemeReason, merged_into
from kkrconsult.structure import FrozenMap

__all__ = ["DECIDED", "Claims", "Decided", "decided", "decided_id"]

DECIDED = "decided"
"""The reason for what a person put together."""


@attrs.frozen(kw_only=True)
class Decided:
    """What came of decisions on themes."""

    themes: tuple[Theme, ...]
    """The themes, in the order of the decisions; none for a decision that no proposal fits."""
    left: tuple[Proposal, ...]
    """The proposals that no decision is about, as they came."""
    missing: Mapping[str, tuple[str, ...]]
    """What a decision names and no answer has, by the title of the decision."""


def decided(proposals: Sequence[Proposal], decisions: Sequence[ThemeDecision]) -> Decided:
    """Put proposals together as was decided.

    Args:
        proposals: The proposals, in any order.
        decisions: The decisions. One that names a proposal by its id goes before one that names its title; of two with
            the same title, when small words and endings do not count, the first goes before the other, and what was
            taken out of a theme before both. What is part of a theme comes under the title of the whole.

    Returns:
        The themes, and what is left for a program.
    """
    claims = Claims(decisions)
    members: dict[int, list[Proposal]] = {}
    left: list[Proposal] = []
    points: set[str] = set()
    words: set[tuple[str, ...]] = set()
    for proposal in proposals:
        points.add(proposal.point)
        words.add(title_words(proposal.title))
        found = claims(proposal)
        if found is None:
            left.append(proposal)
        else:
            members.setdefault(claims.whole(found), []).append(proposal)
    missing: dict[str, tuple[str, ...]] = {}
    for decision in decisions:
        unseen = (
            *(title for title in decision.titles if title_words(title) not in words),
            *(point for point in decision.points if point not in points),
        )
        if unseen:
            missing[decision.title] = (*missing.get(decision.title, ()), *unseen)
    return Decided(
        themes=tuple(_theme(decisions, index, claims, members[index]) for index in sorted(members)),
        left=tuple(left),
        missing=FrozenMap(missing),
    )


class Claims:
    """Finds the decision that a proposal belongs to; made once for some decisions."""

    def __init__(self, decisions: Sequence[ThemeDecision]) -> None:
        self._into = merged_into(decisions)
        # What was taken out of a theme goes before it, and what was taken out of that before both.
        first = [index for index in reversed(range(len(decisions))) if decisions[index].splits is not None]
        order = [*first, *(index for index in range(len(decisions)) if decisions[index].splits is None)]
        self._points: dict[str, int] = {}
        self._words: dict[tuple[str, ...], int] = {}
        for index in order:
            for point in decisions[index].points:
                self._points.setdefault(point, index)
            for named in (decisions[index].title, *decisions[index].titles):
                self._words.setdefault(title_words(named), index)

    def __call__(self, proposal: Proposal) -> int | None:
        """The index of the decision that names a proposal; None where none does."""
        return self.of(proposal.title, proposal.point)

    def of(self, title: str, point: str = "") -> int | None:
        """The index of the decision that names a title or a point."""
        return self._points.get(point, self._words.get(title_words(title)))

    def owner(self, title: str, point: str = "") -> int:
        """The index of the decision that something belongs to in the end, which some decision must name."""
        return self.whole(self._points[point] if point in self._points else self._words[title_words(title)])

    def whole(self, index: int) -> int:
        """The index of the decision that one is part of in the end; its own where it is part of none."""
        while index in self._into:
            index = self._into[index]
        return index

    def parts(self, index: int) -> list[int]:
        """The indices of the decisions that are a direct part of one."""
        return sorted(part for part, into in self._into.items() if into == index)


def _theme(decisions: Sequence[ThemeDecision], index: int, claims: Claims, members: Sequence[Proposal]) -> Theme:
    decision = decisions[index]
    points = tuple(sorted(item.point for item in members))
    parties = {name for item in members for name in item.participants}
    reason = ThemeReason(kind=DECIDED, words=_notes(decisions, index, claims), points=points, quotes=quotes_of(members))
    return Theme(
        id=decided_id(decision.title),
        title=decision.title,
        points=points,
        participants=tuple(sorted(parties, key=sort_key)),
        grouped_by=GroupedBy.PERSON,
        reasons=(reason,),
        track=decision.track,
    )


def decided_id(title: str) -> str:
    """The id of a theme that a person settled.

    It is made of what was decided and not of the proposals, so that it stays the same when more of them come.
    """
    digest = hashlib.sha256(f"{DECIDED}\x1f{title}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"theme-{digest[:12]}"


def _notes(decisions: Sequence[ThemeDecision], index: int, claims: Claims) -> tuple[str, ...]:
    """What was noted of a decision and of those that are part of it, each once."""
    notes: list[str] = []
    ahead = [index]
    while ahead:
        one = ahead.pop()
        note = decisions[one].note
        notes += [note] if note and note not in notes else []
        ahead += reversed(claims.parts(one))
    return tuple(notes)
