"""Which responses take the place of which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kkrconsult.model import DecisionKind
from kkrconsult.participation._facts import Fact

__all__ = ["replacers"]


def replacers(facts: Sequence[Fact]) -> Mapping[int, tuple[int, ...]]:
    """Which responses take the place of which, without circles.

    Every chain ends with a response that nothing replaces, so that no party loses its answer to a muddle.
    """
    edges = {
        (old, new)
        for old, new in (*_declared(facts), *_by_version(facts))
        if facts[new].decision is not DecisionKind.REJECTED and _shares(facts[old], facts[new])
    }
    circular = _in_circles(edges)
    found: dict[int, list[int]] = {}
    # The earlier ones are replaced first, so that what would close a circle is the replacement of the latest.
    for old, new in sorted(edges):
        if not ({old, new} <= circular and _leads_to(found, new, old)):
            found.setdefault(old, []).append(new)
    return {old: tuple(new) for old, new in found.items()}


def _declared(facts: Sequence[Fact]) -> Iterable[tuple[int, int]]:
    named = {fact.supersedes for fact in facts}
    by_id: dict[str, list[int]] = {}
    for index, fact in enumerate(facts):
        if fact.id in named:
            by_id.setdefault(fact.id, []).append(index)
    for new, fact in enumerate(facts):
        if fact.supersedes is not None:
            for old in by_id.get(fact.supersedes, ()):
                yield old, new


def _by_version(facts: Sequence[Fact]) -> Iterable[tuple[int, int]]:
    # Of very many nearly all give one version only.
    several = {_who(fact) for fact in facts if fact.version > 1}
    groups: dict[object, list[int]] = {}
    for index, fact in enumerate(facts):
        if several and (key := _who(fact)) in several:
            groups.setdefault(key, []).append(index)
    for group in groups.values():
        valid = [index for index in group if facts[index].decision is not DecisionKind.REJECTED]
        highest = max((facts[index].version for index in valid), default=0)
        # The last of those with the highest version stands for them.
        newest = max((index for index in valid if facts[index].version == highest), default=0)
        for index in group:
            if facts[index].version < highest:
                yield index, newest


def _who(fact: Fact) -> object:
    """What tells those that gave a response from others."""
    return frozenset(fact.participants) if fact.participants else fact.stranger


def _shares(old: Fact, new: Fact) -> bool:
    """Whether a response may replace another at all: a stranger cannot replace a party's answer."""
    return not old.participants or not set(old.participants).isdisjoint(new.participants)


def _leads_to(edges: Mapping[int, Sequence[int]], start: int, goal: int) -> bool:
    """Whether one goes from a node to another along the edges."""
    seen, ahead = {start}, {start}
    while ahead and goal not in ahead:
        ahead = {new for old in ahead for new in edges.get(old, ())} - seen
        seen |= ahead
    return bool(ahead)


def _in_circles(edges: Iterable[tuple[int, int]]) -> set[int]:
    """The nodes left when those that lead nowhere, or that nothing leads to, are taken away in turn."""
    left = set(edges)
    while True:
        heads, tails = {new for _, new in left}, {old for old, _ in left}
        kept = {(old, new) for old, new in left if new in tails and old in heads}
        if kept == left:
            return heads | tails
        left = kept
