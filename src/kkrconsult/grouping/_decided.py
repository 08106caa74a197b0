"""Themes as a person settled them: they go before what a program finds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import attrs

from kkrconsult.danish import sort_key
from kkrconsult.grouping._titles import title_words
from kkrconsult.model import GroupedBy, Proposal, Theme, ThemeDecision, ThemeReason
from kkrconsult.structure import FrozenMap

__all__ = ["DECIDED", "Decided", "decided"]

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
            the same title, when small words and endings do not count, the first goes before the other.

    Returns:
        The themes, and what is left for a program.
    """
    by_point = {point: index for index, decision in enumerate(decisions) for point in decision.points}
    by_words: dict[tuple[str, ...], int] = {}
    for index, decision in enumerate(decisions):
        for named in (decision.title, *decision.titles):
            by_words.setdefault(title_words(named), index)
    members: dict[int, list[Proposal]] = {}
    left: list[Proposal] = []
    points: set[str] = set()
    words: set[tuple[str, ...]] = set()
    for proposal in proposals:
        title = title_words(proposal.title)
        points.add(proposal.point)
        words.add(title)
        found = by_point.get(proposal.point, by_words.get(title))
        if found is None:
            left.append(proposal)
        else:
            members.setdefault(found, []).append(proposal)
    missing = {
        decision.title: (
            *(title for title in decision.titles if title_words(title) not in words),
            *(point for point in decision.points if point not in points),
        )
        for decision in decisions
    }
    return Decided(
        themes=tuple(_theme(decisions[index], members[index]) for index in sorted(members)),
        left=tuple(left),
        missing=FrozenMap({title: names for title, names in missing.items() if names}),
    )


def _theme(decision: ThemeDecision, members: Sequence[Proposal]) -> Theme:
    # Made of what was decided and not of the proposals, so that it stays the same when more of them come.
    digest = hashlib.sha256(f"{DECIDED}\x1f{decision.title}".encode()).hexdigest()
    points = tuple(sorted(item.point for item in members))
    parties = {name for item in members for name in item.participants}
    return Theme(
        id=f"theme-{digest[:12]}",
        title=decision.title,
        points=points,
        participants=tuple(sorted(parties, key=sort_key)),
        grouped_by=GroupedBy.PERSON,
        reasons=(ThemeReason(kind=DECIDED, words=(decision.note,) if decision.note else (), points=points),),
        track=decision.track,
    )
