"""Decisions on themes that build on one another, as decisions that do not."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kkrconsult.grouping._decided import Claims
from kkrconsult.model import ThemeDecision, plain_title

__all__ = ["flat_decisions"]


def flat_decisions(decisions: Sequence[ThemeDecision]) -> tuple[ThemeDecision, ...]:
    """Say what holds in the end, without how it came about.

    Args:
        decisions: The decisions.

    Returns:
        One decision for each theme that there is in the end, with all that belongs to it; those that build on no other
        stay as they are. A proposal belongs to the same theme as before.
    """
    if not any(one.merges or one.splits is not None for one in decisions):
        return tuple(decisions)
    claims = Claims(decisions)
    titles: dict[int, dict[str, str]] = {}
    points: dict[int, list[str]] = {}
    for one in decisions:
        for title in (one.title, *one.titles):
            titles.setdefault(claims.owner(title), {}).setdefault(plain_title(title), title)
        for point in one.points:
            points.setdefault(claims.owner("", point), []).append(point)
    return tuple(
        attrs.evolve(
            decisions[index],
            titles=tuple(
                said for plain, said in titles.get(index, {}).items() if plain != plain_title(decisions[index].title)
            ),
            points=tuple(dict.fromkeys(points.get(index, ()))),
            merges=(),
            splits=None,
        )
        for index in sorted({*titles, *points})
    )
