"""What was to be reached, and whether it was."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from benchmarks.large.competitors import COMPETITORS, CORE, FAST, FLOOR, PYDANTIC
from benchmarks.large.data import Results, Section

__all__ = ["Goal", "goals"]

_MEGABYTE = 1_000_000


@attrs.frozen(kw_only=True)
class Goal:
    """A number that was to be reached."""

    what: str
    wanted: float
    at_most: bool
    """Whether it may be no more; otherwise it may be no less."""
    value: float | None
    """What was measured; None where it was not."""

    @property
    def met(self) -> bool | None:
        """Whether it was reached; None where it was not measured."""
        if self.value is None:
            return None
        return self.value <= self.wanted if self.at_most else self.value >= self.wanted


def goals(results: Results) -> list[Goal]:
    """All goals, with what was measured."""
    found: list[Goal] = []

    def goal(what: str, wanted: float, value: float | None, *, at_most: bool = True) -> None:
        found.append(Goal(what=what, wanted=wanted, at_most=at_most, value=value))

    peers, scaling = results.peers, results.scaling
    ratio = _ratio_of(peers)
    goal("Core path, speed against pydantic", 1.2, ratio(PYDANTIC, CORE), at_most=False)
    goal("Path `fast`, time against the floor of parse and scan", 1.4, ratio(FAST, FLOOR))
    rivals = [value for one in COMPETITORS if one.row_wise and (value := ratio(FAST, one.name)) is not None]
    goal("Path `fast`, time against the fastest row-wise peer", 1.0, max(rivals, default=None))
    passed = _ratio_of(scaling, wall=True)
    goal("Two processes, speed against one", 1.85, passed("jobs-1", "jobs-2"), at_most=False)
    pools = [value for name in ("pool-pydantic", "pool-msgspec") if (value := passed("jobs-2", name)) is not None]
    goal("Two processes, time against the fastest pool by hand", 1.1, max(pools, default=None))
    goal("Most memory of a process, MB, state included", 100, _most_memory(peers))
    least = {one.name: one.least for one in results.start_up}

    def start(one: str, other: str) -> float | None:
        return least[one] / least[other] if one in least and other in least else None

    goal("`kkrconsult --help`, time against a bare interpreter with click", 2.5, start("help", "click"))
    goal("`kkrconsult rounds`, time against the same", 2.5, start("rounds", "click"))
    goal("`import kkrconsult`, time against a bare interpreter", 1.1, start("import", "bare"))
    goal("First model, time against `import attrs`", 1.5, start("model", "attrs"))
    return found


def _ratio_of(section: Section | None, *, wall: bool = False) -> Callable[[str, str], float | None]:
    def ratio(one: str, other: str) -> float | None:
        if section is None:
            return None
        first, second = (
            section.median(name, lambda made: made.wall_each if wall else made.cpu_each) for name in (one, other)
        )
        return first / second if first is not None and second else None

    return ratio


def _most_memory(section: Section | None) -> float | None:
    if section is None:
        return None
    found = [one.peak for name in (CORE, FAST) for one in section.of(name) if one.peak is not None]
    return max(found) / _MEGABYTE if found else None
