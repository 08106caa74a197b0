"""Parts checked on this machine: here, or in processes of their own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Any, cast

from kkrconsult.engine import Plan, plan_part
from kkrconsult.errors import KkrconsultError, ReadError
from kkrconsult.findings import Finding
from kkrconsult.intake import FilePart, Reading
from kkrconsult.parallel._job import Done, Job, done, work, work_by
from kkrconsult.parallel._numbers import Numbers
from kkrconsult.sandbox import Failure, WorkerLimits, Workers

__all__ = ["in_processes", "in_this_process", "named"]

_AHEAD = 4
"""Parts a process that are begun, or wait, beyond the one whose turn it is: what is in memory of them is bounded."""
# These are our own plugins and files that the caller chose, so time and memory are the caller's to give.
_UNLIMITED = WorkerLimits(seconds=7 * 24 * 3600.0, memory_bytes=1 << 46, output_bytes=1 << 40)


def in_this_process(
    plan: Plan, parts: Sequence[FilePart], findings: Callable[[Finding], object] | None
) -> Generator[Done, None, None]:
    """Check parts one after the other. What is found is told at once, and not once more with the part."""
    numbers = Numbers()
    for part in parts:
        lines = Reading(part, numbers.known(part))
        summary = plan_part(plan, lines, findings)
        numbers.passed(part, lines.lines, lines.before)
        yield done(lines, summary, size=part.size, numbered=True)


def in_processes(plan: Plan, jobs: Sequence[Job], count: int) -> Generator[Done, None, None]:
    """Check parts in other processes, and give them in their order. Leaving early ends them all.

    Raises:
        KkrconsultError: A part could not be checked; `ReadError` where its process ended.
    """
    waiting: dict[int, Done] = {}
    turn = 0
    crew = Workers(work, limits=_UNLIMITED, jobs=min(count, len(jobs)), forked=functools.partial(work_by, plan))
    with crew, closing(crew.run(jobs, ahead=count * _AHEAD)) as found:
        for index, outcome in found:
            waiting[index] = _sound(jobs[index], outcome)
            while turn in waiting:
                yield waiting.pop(turn)
                turn += 1


def _sound(job: Job, outcome: Any) -> Done:
    if isinstance(outcome, Failure):
        raise ReadError(f"{named(job.part)} was not checked: {_reason(outcome)}; no report was made")
    if isinstance(outcome, KkrconsultError):
        raise outcome
    return cast("Done", outcome)


def named(part: FilePart) -> str:
    """A part in words."""
    end = "the end" if part.stop is None else f"byte {part.stop}"
    return f"{part.file} from byte {part.start} to {end}"


def _reason(failure: Failure) -> str:
    if failure.kind == "crash":
        return f"its process ended before it was done ({failure.detail})"
    return f"{failure.kind}: {failure.detail}"
