"""Groups by average linkage: they grow by their average likeness, so no chain of neighbours joins strangers."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Mapping

__all__ = ["joined"]


def joined(count: int, likeness: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Join the two groups that are most alike, again and again, as long as they are so enough.

    Args:
        count: How many there are to group.
        likeness: How much alike two of them are, by their indices in ascending order; 0 for pairs that are not there.
        least: How much alike two groups must be on average to be joined, above 0.

    Returns:
        The groups, each in ascending order.
    """
    members: dict[int, list[int]] = {index: [index] for index in range(count)}
    near: dict[int, dict[int, float]] = {index: {} for index in range(count)}
    for (one, other), value in likeness.items():
        near[one][other] = near[other][one] = value
    queue = [(-value, one, other) for (one, other), value in likeness.items() if value >= least]
    heapq.heapify(queue)
    names = itertools.count(count)
    while queue:
        _, one, other = heapq.heappop(queue)
        if one not in members or other not in members:
            continue
        new = next(names)
        members[new] = members.pop(one) + members.pop(other)
        ours, theirs = near.pop(one), near.pop(other)
        near[new] = {}
        for third in sorted((ours.keys() | theirs.keys()) - {one, other}):
            near[third].pop(one, None)
            near[third].pop(other, None)
            total = ours.get(third, 0.0) + theirs.get(third, 0.0)
            near[new][third] = near[third][new] = total
            mean = total / (len(members[new]) * len(members[third]))
            if mean >= least:
                heapq.heappush(queue, (-mean, third, new))
    return [sorted(group) for group in members.values()]
