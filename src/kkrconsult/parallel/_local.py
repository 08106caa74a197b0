"""Parts checked on this machine: here, or in processes of their own."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from kkrconsult.engine import Plan, Summary, plan_part
from kkrconsult.errors import KkrconsultError, ReadError
from kkrconsult.intake import FilePart
from kkrconsult.parallel._job import Job, work
from kkrconsult.sandbox import Failure, WorkerLimits, run_isolated

__all__ = ["in_processes", "in_this_process", "named"]

# These are our own plugins and files that the caller chose, so time and memory are the caller's to give.
_UNLIMITED = WorkerLimits(seconds=7 * 24 * 3600.0, memory_bytes=1 << 46, output_bytes=1 << 40)


def in_this_process(plan: Plan, parts: Sequence[FilePart]) -> Generator[tuple[int, Summary], None, None]:
    """Check parts one after the other."""
    for part in parts:
        yield part.size, plan_part(plan, part)


def in_processes(jobs: Sequence[Job], count: int) -> Generator[tuple[int, Summary], None, None]:
    """Check parts in other processes, and give each as it is done. Leaving early ends them all.

    Raises:
        KkrconsultError: A part could not be checked; `ReadError` where its process ended.
    """
    for index, found in run_isolated(work, jobs, limits=_UNLIMITED, jobs=count):
        if isinstance(found, Failure):
            raise ReadError(f"{named(jobs[index].part)} was not checked: {_reason(found)}; no report was made")
        if isinstance(found, KkrconsultError):
            raise found
        yield jobs[index].size, found


def named(part: FilePart) -> str:
    """A part in words."""
    end = "the end" if part.stop is None else f"byte {part.stop}"
    return f"{part.file} from byte {part.start} to {end}"


def _reason(failure: Failure) -> str:
    if failure.kind == "crash":
        return f"its process ended before it was done ({failure.detail})"
    return f"{failure.kind}: {failure.detail}"
