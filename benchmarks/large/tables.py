"""What was measured, as tables in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from benchmarks.large.competitors import ALL_CHECKS, FLOOR, by_name
from benchmarks.large.data import Machine, Measurement, Results, Section
from benchmarks.large.goals import goals

__all__ = ["document", "table"]

_MEGABYTE = 1_000_000


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def document(results: Results) -> str:
    """Everything that was measured."""
    parts = [_machine(results.machine), "### Goals", _goals(results)]
    if results.peers is not None:
        parts += ["### Against peers", _peers(results.peers), _legend(results.peers)]
    return "\n\n".join(parts) + "\n"


def _machine(machine: Machine) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items() if version)
    return f"{machine.system}, {machine.processor}, {machine.cores} cores, {machine.python}; {versions}."


def _goals(results: Results) -> str:
    words = {True: "met", False: "not met", None: "not measured"}
    return table(
        ("goal", "wanted", "measured", ""),
        [
            (
                one.what,
                f"at {'most' if one.at_most else 'least'} {one.wanted:g}",
                "–" if one.value is None else f"{one.value:.2f}",
                words[one.met],
            )
            for one in goals(results)
        ],
    )


def _peers(section: Section) -> str:
    floor = section.median(FLOOR, lambda made: made.cpu_each)
    names = list(dict.fromkeys(one.competitor for one in section.measurements))
    return table(
        ("who", "checks", "µs of processor an answer", "least", "µs that pass", "times the floor", "peak MB"),
        [_row(name, section.of(name), floor) for name in names],
    )


def _row(name: str, made: Sequence[Measurement], floor: float | None) -> Sequence[str]:
    competitor = by_name(name)
    cpu = statistics.median(one.cpu_each for one in made)
    peaks = [one.peak for one in made if one.peak is not None]
    return (
        competitor.title,
        "all 12 and structure" if set(competitor.checks) >= set(ALL_CHECKS) else ", ".join(competitor.checks),
        f"{cpu:.1f}",
        f"{min(one.cpu_each for one in made):.1f}",
        f"{statistics.median(one.wall_each for one in made):.1f}",
        f"{cpu / floor:.2f}" if floor else "–",
        f"{max(peaks) / _MEGABYTE:.0f}" if peaks else "–",
    )


def _legend(section: Section) -> str:
    how = (
        f"Medians of {section.rounds} rounds over {section.responses:,} answers, all competitors in turn, each in a "
        "process of its own. All found exactly what the truth says of their checks."
    )
    which = f"All 12 checks: {', '.join(ALL_CHECKS[1:])}. `near-duplicate` is switched off here: no peer has it."
    lines = [how, which]
    lines += [f"Left out: {by_name(one.competitor).title} ({one.reason})." for one in section.left_out]
    return "\n\n".join(lines)
