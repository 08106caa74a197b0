"""A plain pool of processes that does the checks by hand, on ranges of bytes: what one writes without a library."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from typing import TypeAlias

from benchmarks.large.data import Found, Task
from benchmarks.large.peers.hand import Checks
from benchmarks.large.peers.lines import cuts, lines_of
from benchmarks.large.peers.scan import Scan, guarded

__all__ = ["with_msgspec", "with_pydantic"]

Part: TypeAlias = tuple[str, int, int]
_PARTS_EACH = 8


def _with_pydantic(part: Part) -> Checks:
    from benchmarks.large.peers.with_pydantic import checked

    return _checked(checked, part)


def _with_msgspec(part: Part) -> Checks:
    from benchmarks.large.peers.with_msgspec import checked

    return _checked(checked, part)


def _checked(checked: Callable[[Iterable[bytes], Scan], Checks], part: Part) -> Checks:
    return checked(lines_of(*part), guarded)


def _in_processes(work: Callable[[Part], Checks], task: Task) -> Found:
    parts = [(task.corpus, start, stop) for start, stop in cuts(task.corpus, task.jobs * _PARTS_EACH)]
    with multiprocessing.Pool(task.jobs) as pool:
        # In the order of the file, since lines are counted from its beginning.
        first, *others = pool.imap(work, parts)
    for other in others:
        first.merge(other)
    return first.finish()


def with_pydantic(task: Task) -> Found:
    """Pydantic in several processes."""
    return _in_processes(_with_pydantic, task)


def with_msgspec(task: Task) -> Found:
    """msgspec in several processes."""
    return _in_processes(_with_msgspec, task)
