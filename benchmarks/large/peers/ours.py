"""The library itself, as anybody calls it; and twice side by side, for what a machine gives two processes."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections import Counter, defaultdict
from pathlib import Path

import kkrconsult as kc
from benchmarks.large.competitors import APART
from benchmarks.large.corpus import AT, ROUND
from benchmarks.large.data import Found, Task
from benchmarks.large.peers.lines import lines_of

__all__ = ["apart", "check", "halve"]


def check(task: Task) -> Found:
    """Check all of it, with all validators of the round, and make the report."""
    round_ = kc.load_round(ROUND)
    return _found(kc.check_files(round_, task.corpus, at=dt.datetime.fromisoformat(AT), jobs=task.jobs))


def _found(report: kc.Report) -> Found:
    about: defaultdict[str, list[str]] = defaultdict(list)
    for finding in report.findings:
        where, subject = finding.location, finding.subject
        if finding.code == "file.not-a-response" and where is not None:
            about[finding.code].append(f"line {where.line}")
        elif subject is not None:
            about[finding.code].append(subject.id)
    counts: Counter[str] = Counter(dict(report.counts))
    return Found(counts=dict(counts), about=dict(about))


def halve(task: Task) -> None:
    """Write each half of the answers into a file of its own, where that was not done before."""
    size, halves = Path(task.corpus).stat().st_size, _halves(task)
    if sum(half.stat().st_size for half in halves if half.exists()) == size:
        return
    for half, part in zip(halves, ((0, size // 2), (size // 2, None)), strict=True):
        with half.open("wb") as sink:
            sink.writelines(lines_of(task.corpus, *part))
            # Not to be written while somebody is measured.
            sink.flush()
            os.fsync(sink.fileno())


def apart(task: Task) -> Found:
    """Check each half in a process that has nothing to do with the other, and put nothing together."""
    with multiprocessing.Pool(2) as pool:
        first, second = pool.map(_half, _halves(task))
    codes = _codes_apart()
    return Found(
        counts={code: first.counts.get(code, 0) + second.counts.get(code, 0) for code in codes},
        about={code: [*first.about.get(code, ()), *second.about.get(code, ())] for code in codes},
    )


def _half(file: Path) -> Found:
    return check(Task(corpus=str(file)))


def _halves(task: Task) -> list[Path]:
    return [Path(task.corpus).with_suffix(f".half-{number}.jsonl") for number in (1, 2)]


def _codes_apart() -> list[str]:
    known = kc.load_plugins(entry_points=False)
    return [code.name for name in APART for code in known.validator(name).spec.codes]
