"""How decisions on themes build on one another, and what of it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kkrconsult.errors import Path, Problem
from kkrconsult.model.themes import ThemeDecision
from kkrconsult.structure import did_you_mean

__all__ = ["decision_problems", "merged_into", "plain_title", "taken_out_of"]


def plain_title(title: str) -> str:
    """A title as it is looked up: capitals and white space do not count.

    >>> plain_title(" Grøn  Vækst") == plain_title("grøn vækst")
    True
    """
    return " ".join(title.split()).casefold()


def merged_into(decisions: Sequence[ThemeDecision]) -> dict[int, int]:
    """By the index of a decision, that of the one that it is part of.

    A title leads to the last decision of that title that stands before. Of two that name a decision, the first counts.
    """
    return {part: into for part, into, _ in _parts(decisions)}


def taken_out_of(decisions: Sequence[ThemeDecision]) -> dict[int, int]:
    """By the index of a decision, that of the one before it that it was taken out of.

    One that was taken out of what a program had put together is not in it.
    """
    found: dict[int, int] = {}
    last: dict[str, int] = {}
    for index, decision in enumerate(decisions):
        if decision.splits is not None and plain_title(decision.splits) in last:
            found[index] = last[plain_title(decision.splits)]
        last[plain_title(decision.title)] = index
    return found


def decision_problems(decisions: Sequence[ThemeDecision]) -> Iterator[Problem]:
    """What is wrong with decisions as a whole: parts that are none, and what two of them claim."""
    named = {(into, place) for _, into, place in _parts(decisions)}
    for index, decision in enumerate(decisions):
        before = [other.title for other in decisions[:index]]
        for place, title in enumerate(decision.merges):
            if (index, place) not in named:
                path: Path = ("themes", index, "merges", place)
                if plain_title(title) in map(plain_title, before):
                    yield Problem(message="is part of a theme already", path=path, found=repr(title))
                else:
                    message, meant = "does not name a theme that stands before this one", did_you_mean(title, before)
                    yield Problem(message=message, path=path, found=repr(title), suggestion=meant)
    yield from _claimed_twice(decisions)


def _parts(decisions: Sequence[ThemeDecision]) -> list[tuple[int, int, int]]:
    """The index of a part, of the decision that has it, and the place where that one names it."""
    found: dict[int, tuple[int, int, int]] = {}
    last: dict[str, int] = {}
    for index, decision in enumerate(decisions):
        for place, title in enumerate(decision.merges):
            part = last.get(plain_title(title))
            if part is not None:
                found.setdefault(part, (part, index, place))
        last[plain_title(decision.title)] = index
    return list(found.values())


def _claimed_twice(decisions: Sequence[ThemeDecision]) -> Iterator[Problem]:
    """What two decisions name, but for those that build on one another: then it belongs to the later one."""
    owners: dict[tuple[str, str], int] = {}
    below: dict[int, set[int]] = {index: set() for index in range(len(decisions))}
    for part, into in merged_into(decisions).items():
        below[into].add(part)
    for part, source in taken_out_of(decisions).items():
        below[part].add(source)
    for index, decision in enumerate(decisions):
        claims: list[tuple[Path, str]] = [(("title",), decision.title)]
        claims += [(("titles", place), title) for place, title in enumerate(decision.titles)]
        claims += [(("points", place), point) for place, point in enumerate(decision.points)]
        for path, said in claims:
            kind = "point" if path[0] == "points" else "title"
            owner = owners.setdefault((kind, plain_title(said)), index)
            if _reaches(index, owner, below):
                owners[kind, plain_title(said)] = index
            else:
                yield Problem(message="is in another theme already", path=("themes", index, *path), found=repr(said))


def _reaches(index: int, other: int, below: Mapping[int, set[int]]) -> bool:
    seen, ahead = {index}, [index]
    while ahead:
        found = below[ahead.pop()] - seen
        seen |= found
        ahead += found
    return other in seen
