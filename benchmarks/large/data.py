"""What is compared, what was measured, and what came out: values, without anything that runs."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping

import attrs

__all__ = [
    "Competitor",
    "Found",
    "LeftOut",
    "Machine",
    "Measurement",
    "Nearness",
    "Results",
    "Section",
    "Start",
    "Task",
]


@attrs.frozen(kw_only=True)
class Task:
    """What a competitor is given."""

    corpus: str
    """Path of the JSON Lines."""
    jobs: int = 1
    """How many processes it may use."""


@attrs.frozen(kw_only=True)
class Competitor:
    """One way of checking a corpus."""

    name: str
    """A short name without spaces."""
    title: str
    """What tables call it."""
    run: str
    """Where the function is that does it, as ``module:function``; it is given a `Task` and returns what it found."""
    checks: tuple[str, ...]
    """The validators whose work it does; ``structure`` for what is no answer at all."""
    kinds: tuple[str, ...] | None = None
    """The kinds of structural faults that it can find; None for all."""
    prepare: str | None = None
    """Where the function is that makes what it reads, which is not measured; None where it reads JSON Lines."""
    needs: tuple[str, ...] = ()
    """Modules that must be there."""
    without: tuple[str, ...] = ()
    """Modules that it must do without, even where they are installed."""
    jobs: int = 1
    """How many processes it uses."""
    fraction: int = 1
    """What it is given is the corpus divided by this; slow ones get less, and the figures are for each answer."""
    row_wise: bool = False
    """Whether it makes all checks, one answer after the other: a peer of the library."""


@attrs.frozen(kw_only=True)
class Found:
    """What a competitor found."""

    counts: dict[str, int]
    """How many of each code."""
    about: dict[str, list[str]]
    """By code, what was found: ids of answers or parties, or lines; perhaps not all of them where there are many."""


@attrs.frozen(kw_only=True)
class Measurement:
    """One run of one competitor, in a process of its own."""

    competitor: str
    responses: int
    """How many lines it went through."""
    cpu: float
    """Seconds of processor, all processes together."""
    wall: float
    """Seconds that passed."""
    peak: int | None
    """Most bytes of memory of its process; None where the system does not tell."""
    worker_peak: int | None = None
    """Most bytes of memory of any process that it started."""

    @property
    def cpu_each(self) -> float:
        """Microseconds of processor for each answer."""
        return self.cpu / self.responses * 1e6

    @property
    def wall_each(self) -> float:
        """Microseconds that passed for each answer."""
        return self.wall / self.responses * 1e6


@attrs.frozen(kw_only=True)
class LeftOut:
    """A competitor that was not measured."""

    competitor: str
    reason: str


@attrs.frozen(kw_only=True)
class Machine:
    """Where it was measured."""

    system: str
    processor: str
    cores: int
    python: str
    versions: Mapping[str, str]
    """Versions of the libraries, by name."""


@attrs.frozen(kw_only=True)
class Section:
    """Competitors that ran in turn, all of them over the same answers."""

    responses: int
    """How many answers there were for those that were given all of them."""
    rounds: int
    measurements: tuple[Measurement, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def of(self, name: str) -> list[Measurement]:
        """The measurements of a competitor, in the order of the rounds."""
        return [one for one in self.measurements if one.competitor == name]

    def median(self, name: str, what: Callable[[Measurement], float]) -> float | None:
        """The median of something over the rounds; None where the competitor did not run."""
        found = [what(one) for one in self.of(name)]
        return statistics.median(found) if found else None


@attrs.frozen(kw_only=True)
class Nearness:
    """How one way of finding copies did."""

    name: str
    texts: int
    planted: int
    """Pairs that are there."""
    found: int
    """Pairs that it found."""
    right: int
    """Pairs that it found and that are there."""
    cpu: float
    """Seconds of processor, the median of the rounds."""
    peak: int | None

    @property
    def precision(self) -> float:
        """Share of what it found that is there."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that it found."""
        return self.right / self.planted


@attrs.frozen(kw_only=True)
class Start:
    """How long a command takes to begin and end."""

    name: str
    median: float
    """Milliseconds that pass."""
    least: float
    """The least of all runs, in milliseconds."""
    runs: int


@attrs.frozen(kw_only=True)
class Results:
    """Everything that was measured on a machine; what was not is None, or empty."""

    machine: Machine
    seed: int
    peers: Section | None = None
    scaling: Section | None = None
    growth: tuple[Measurement, ...] = ()
    near_duplicates: tuple[Nearness, ...] = ()
    start_up: tuple[Start, ...] = ()
    busy: Mapping[str, float] = {}
    """By part, the share of the processors that other programs took just before it began."""
