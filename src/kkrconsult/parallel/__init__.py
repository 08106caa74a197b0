"""Large rounds: files of JSON Lines, checked in parts on several processors or several machines.

What is done with a part is what `check_part` does; the parts are merged as they are done, and then finished, so the
report is the same to the byte however many there are and wherever they were checked.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any, TypeAlias

import attrs

from kkrconsult.engine import DEFAULT_CAP, Plan, absorb, begin_part, finish
from kkrconsult.errors import ReadError
from kkrconsult.findings import Finding
from kkrconsult.intake import FilePart, parts_of
from kkrconsult.model import Assessment, Round
from kkrconsult.parallel._cluster import connected, on_cluster
from kkrconsult.parallel._job import jobs_of
from kkrconsult.parallel._local import in_processes, in_this_process
from kkrconsult.parallel._numbers import Numbers
from kkrconsult.plugins import Registry
from kkrconsult.remarks import AssessmentBook
from kkrconsult.report import Report
from kkrconsult.sandbox import cores

__all__ = ["check_files", "connected"]

Progress: TypeAlias = Callable[[int, int, int], None]
_SHARE = 16
"""Into how many parts what is left of a file is cut: the last are the smallest, so that all processes end together."""
_SMALLEST_PART, _LARGEST_PART = 1 << 20, 1 << 23
"""Bytes of a part: that it is worth while, and that what is found in it can wait for its turn."""


def check_files(
    round_: Round,
    files: str | os.PathLike[str] | FilePart | Iterable[str | os.PathLike[str] | FilePart],
    *,
    at: dt.datetime,
    assessments: Iterable[Assessment] | AssessmentBook = (),
    registry: Registry | None = None,
    cap: int = DEFAULT_CAP,
    keep_responses: bool = False,
    keep_themes: bool = False,
    strict: bool = False,
    jobs: int | None = None,
    client: Any = None,
    progress: Progress | None = None,
    findings: Callable[[Finding], object] | None = None,
) -> Report:
    """Check the answers in files of JSON Lines, one answer a line, without having them all in memory.

    A line that cannot be read is a finding with its number, and costs only itself.

    Args:
        round_: The round.
        files: The files, or parts of files.
        at: The moment at which is asked, aware.
        assessments: As for `check`.
        registry: The plugins; by default those installed. Other processes load the same again where not all validators
            of the round are built in, so plugins given as objects must then be modules that can be imported there.
        cap: As for `check`.
        keep_responses: Whether the report holds the responses, and so points and themes; that takes the memory which
            they need.
        keep_themes: As for `check`: themes without the responses, for the memory that the proposed themes need.
        strict: As for `check`.
        jobs: How many processes; by default one a processor. With 1 everything is done in this process.
        client: A ``distributed.Client`` of Dask, whose workers check the parts instead; they must see the files under
            the same paths. Needs the extra ``cluster``.
        progress: Called with how many bytes are done, how many there are, and how many answers were read so far.
        findings: Called with every finding, also with those beyond `cap`: in the order of the files, and last what
            holds for the whole round; in the same order however many processes there are. Nothing is kept of them but
            what waits for the parts before. What a validator found before it failed has been told by then; the report
            leaves it out, and is incomplete.

    Returns:
        The report: the same as ``check(round_, FilePart(path=…), …)`` gives.

    Raises:
        ConfigError: The round's settings do not fit the plugins.
        DataError: `at` has no zone, or other processes have other plugins.
        PluginError: Under `strict`, a plugin failed; or a plugin cannot be loaded in other processes.
        ReadError: A file cannot be read, or a process ended before it was done. No report is made of less than all.
    """
    # Late, since every process that checks parts loads this package.
    from kkrconsult.plugins import load_plugins

    registry = load_plugins(strict=strict) if registry is None else registry
    plan = Plan.compile(
        round_,
        at=at,
        assessments=assessments,
        registry=registry,
        cap=cap,
        keep_responses=keep_responses,
        keep_themes=keep_themes,
        strict=strict,
    )
    count = cores() if jobs is None else jobs
    if count < 1:
        raise ReadError(f"at least one process is needed, not {count}")
    # Not by the number of processes: what a validator that fails had found by then hangs on where the cuts are.
    parts = [part for file in _each(files) for part in _cut(file)]
    if client is not None:
        done = on_cluster(client, jobs_of(plan, parts, told=findings is not None))
    elif count == 1:
        done = in_this_process(plan, parts, findings)
    else:
        done = in_processes(plan, jobs_of(plan, parts, told=findings is not None), count)
    total, finished = sum(part.size for part in parts), 0
    summary, numbers = begin_part(plan), Numbers()
    with closing(done):
        for one in done:
            part = one.within(summary.terms)
            told = one.findings if one.numbered else numbers.settle(one, part)
            summary = absorb(summary, part)
            if findings is not None:
                for finding in told:
                    findings(finding)
            finished += one.size
            if progress is not None:
                progress(finished, total, summary.responses)
    return finish(summary, registry=registry, findings=findings)


def _each(
    files: str | os.PathLike[str] | FilePart | Iterable[str | os.PathLike[str] | FilePart],
) -> Iterator[str | os.PathLike[str] | FilePart]:
    # A part can be iterated over too: it is a file, and not several.
    if isinstance(files, (str, os.PathLike, FilePart)):
        yield files
    else:
        yield from files


def _cut(file: str | os.PathLike[str] | FilePart) -> Iterator[FilePart]:
    part = file if isinstance(file, FilePart) else parts_of(file, 1)[0]
    start, left = part.start, part.size
    while (step := min(max(left // _SHARE, _SMALLEST_PART), _LARGEST_PART)) * 2 <= left:
        yield attrs.evolve(part, start=start, stop=start + step)
        start, left = start + step, left - step
    # No shorter than the smallest, but for a file that is.
    yield attrs.evolve(part, start=start)
