"""One competitor, in a process of its own: it is warmed up, given the corpus, and told what it came to.

Run as ``python -m benchmarks.large.worker``, with what is to be done as JSON on standard input. The answer is JSON on
standard output. Imports, and what is made once, are done by the warm-up and not measured; processes that a competitor
starts are its own affair and are.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.large.data import Task

__all__ = ["main", "peak"]


def peak(pid: int | str = "self") -> int | None:
    """The most memory that a process has had, in bytes; None where the system does not tell.

    Not what `resource` tells: that begins with the memory of the process that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None


def _seconds() -> float:
    """Seconds of processor, of this process and of those that it started and that have ended."""
    found = os.times()
    return time.process_time() + found.children_user + found.children_system


def _named(place: str) -> Callable[[Task], Any]:
    module, _, name = place.partition(":")
    found: Callable[[Task], Any] = getattr(importlib.import_module(module), name)
    return found


def main() -> None:
    """Do what standard input says."""
    order: dict[str, Any] = json.load(sys.stdin)
    for name in order["without"]:
        # An import of it fails from now on, as where it is not installed.
        sys.modules[name] = None  # type: ignore[assignment]
    run, warm_up, task = _named(order["run"]), Task(corpus=order["warm_up"]), Task(**order["task"])
    if order["prepare"] is not None:
        prepare = _named(order["prepare"])
        prepare(warm_up)
        prepare(task)
    run(warm_up)
    gc.collect()
    cpu, wall = _seconds(), time.perf_counter()
    found = run(task)
    wall, cpu = time.perf_counter() - wall, _seconds() - cpu
    json.dump({"cpu": cpu, "wall": wall, "peak": peak(), "counts": found.counts, "about": found.about}, sys.stdout)


if __name__ == "__main__":
    main()
