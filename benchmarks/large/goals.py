"""What was to be reached, and whether it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from benchmarks.large.competitors import COMPETITORS, CORE, FAST, FLOOR, POOLS, PYDANTIC
from benchmarks.large.data import Measurement, Results, Section

__all__ = ["Goal", "goals"]

_MEGABYTE = _MILLION = 1_000_000


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
    # What the machine gives two processes is no two times one: they share caches, and perhaps a core.
    goal("The same, against two that share nothing, each with half", 0.925, passed("apart", "jobs-2"), at_most=False)
    for pool, by in POOLS.items():
        goal(f"Two processes, time against a pool of two with {by} by hand", 1.1, passed("jobs-2", pool))
        goal(f"A million answers on two processes, the same with {by}", 1.1, _of_a_million(results.growth, pool))
    goal("Most memory of a process, MB, without the state that grows", 100, _memory(results.growth))
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


def _of_a_million(growth: Sequence[Measurement], pool: str) -> float | None:
    """Time of the library over that of a pool, for a million answers."""
    ours, theirs = (
        next((one.wall for one in growth if one.competitor == name and one.responses == _MILLION), None)
        for name in ("jobs-2", pool)
    )
    return ours / theirs if ours and theirs else None


def _memory(growth: Sequence[Measurement]) -> float | None:
    """The memory of the largest process for the most answers, without what is kept of each of them.

    What is kept of an answer is what the main process has more for more answers.
    """
    ours = sorted((one for one in growth if one.competitor == "jobs-2"), key=lambda one: one.responses)
    if len(ours) < 2 or ours[0].peak is None or ours[-1].peak is None:
        return None
    first, last = ours[0], ours[-1]
    each = (ours[-1].peak - ours[0].peak) / (last.responses - first.responses)
    main = ours[-1].peak - each * last.responses
    # A worker keeps the state of the part that it is at, so all of what it has is counted.
    return max(main, *(one.worker_peak or 0 for one in ours)) / _MEGABYTE
