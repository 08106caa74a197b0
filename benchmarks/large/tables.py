"""What was measured, as tables in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.large.competitors import ALL_CHECKS, FLOOR, by_name
from benchmarks.large.data import Machine, Measurement, Nearness, Results, Section, Start
from benchmarks.large.goals import goals
from benchmarks.large.startup import TITLES

__all__ = ["BUSY", "document", "table"]

BUSY = 0.1
"""Share of the processors that others may take without a word."""
_MEGABYTE = 1_000_000
_PLOT = (
    "![Two plots with logarithmic axes: time on two processes, and memory, for more and more answers. The table below "
    "has the same figures.](../images/growth.svg)"
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def document(results: Results) -> str:
    """Everything that was measured."""
    parts = [_machine(results.machine), *_busy(results.busy), "### What was to be reached", _goals(results)]
    if results.peers is not None:
        parts += ["### Against others", _peers(results.peers), *_legend(results.peers)]
    if results.scaling is not None:
        parts += ["### One process and several", _scaling(results.scaling), *_left_out(results.scaling)]
    if results.growth:
        parts += ["### As a round grows", _PLOT, _growth(results.growth)]
    if results.near_duplicates:
        parts += ["### Copies among many texts", *_copies(results.near_duplicates)]
    if results.start_up:
        parts += ["### To begin", _start_up(results.start_up)]
    return "\n\n".join(parts) + "\n"


def _machine(machine: Machine) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items() if version)
    return f"{machine.system}, {machine.processor}, {machine.cores} cores, {machine.python}; {versions}."


def _busy(busy: Mapping[str, float]) -> list[str]:
    told = [f"{share:.0%} (`{part}`)" for part, share in busy.items() if share > BUSY]
    if not told:
        return []
    return [f"Other programs took a part of the processors: {', '.join(told)}. Times that pass are too long then."]


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
        ("who", "checks", "µs of processor an answer", "least", "µs that pass", "least", "times the floor", "peak MB"),
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
        f"{min(one.wall_each for one in made):.1f}",
        f"{cpu / floor:.2f}" if floor else "–",
        f"{max(peaks) / _MEGABYTE:.0f}" if peaks else "–",
    )


def _legend(section: Section) -> list[str]:
    fractions = sorted({one.responses for one in section.measurements} - {section.responses})
    fewer = [by_name(name).title for name in dict.fromkeys(one.competitor for one in section.measurements)]
    fewer = [title for title in fewer if any(_is_less(one, title, section) for one in section.measurements)]
    how = (
        f"Medians of {section.rounds} rounds over {section.responses:,} answers, all in turn, each in a process of its "
        "own; `least` is the least of the rounds. Starting and importing is not counted. Everybody found exactly what "
        "the truth says of their checks, or there would be no table."
    )
    slow = [f"Given {fractions[0]:,} answers only, since it takes long: {', '.join(fewer)}."] if fewer else []
    which = f"All 12 checks: {_quoted(ALL_CHECKS[1:])}. `near-duplicate` is switched off here, since no peer has it."
    return [" ".join([how, *slow]), which, *_left_out(section)]


def _is_less(one: Measurement, title: str, section: Section) -> bool:
    return by_name(one.competitor).title == title and one.responses < section.responses


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _left_out(section: Section) -> list[str]:
    return [f"Left out: {by_name(one.competitor).title} ({one.reason})." for one in section.left_out]


def _megabytes(value: int | None) -> str:
    return "–" if value is None else f"{value / _MEGABYTE:.0f}"


def _most(values: Iterable[int | None]) -> int | None:
    return max((one for one in values if one is not None), default=None)


def _scaling(section: Section) -> str:
    names = list(dict.fromkeys(one.competitor for one in section.measurements))
    one_process = section.median("jobs-1", lambda made: made.wall)
    rows = []
    for name in names:
        made = section.of(name)
        passed = statistics.median(one.wall for one in made)
        rows.append(
            (
                by_name(name).title,
                f"{passed:.2f}",
                f"{min(one.wall for one in made):.2f}",
                f"{section.responses / passed:,.0f}",
                f"{one_process / passed:.2f}" if one_process else "–",
                f"{statistics.median(one.cpu for one in made):.2f}",
                f"{min(one.cpu for one in made):.2f}",
                _megabytes(_most(one.peak for one in made)),
                _megabytes(_most(one.worker_peak for one in made)),
            )
        )
    head = (
        "who",
        "s that pass",
        "least",
        "answers a second",
        "times one process",
        "s of processor",
        "least",
        "main MB",
        "worker MB",
    )
    return f"{section.responses:,} answers, medians of {section.rounds} rounds.\n\n" + table(head, rows)


def _growth(growth: Sequence[Measurement]) -> str:
    rows = [
        (
            by_name(one.competitor).title,
            f"{one.responses:,}",
            f"{one.wall:.1f}",
            f"{one.responses / one.wall:,.0f}",
            _megabytes(one.peak),
            _megabytes(one.worker_peak),
        )
        for one in sorted(growth, key=lambda one: (one.responses, one.competitor))
    ]
    return table(("who", "answers", "s that pass", "answers a second", "main MB", "worker MB"), rows)


def _copies(found: Sequence[Nearness]) -> list[str]:
    first = found[0]
    rows = [
        (
            one.name,
            f"{one.precision:.3f}",
            f"{one.recall:.3f}",
            f"{one.cpu:.1f}",
            f"{one.cpu / first.cpu:.2f}",
            _megabytes(one.peak),
        )
        for one in found
    ]
    said = (
        f"{first.texts:,} texts of about 3 KB with {first.planted:,} pairs that share at least 0.8 of their four-word "
        "sequences, computed from all of these: whole copies, copies with some words changed, and copies of copies. "
        "Copies with more words changed, and texts that share a template and nothing else, are not to be found."
    )
    head = ("who", "precision", "recall", "s of processor", f"times {first.name}", "peak MB")
    return [said, table(head, rows)]


def _start_up(found: Sequence[Start]) -> str:
    return table(
        ("what", "ms, median", "ms, least"),
        [(TITLES[one.name], f"{one.median:.0f}", f"{one.least:.0f}") for one in found],
    )
