"""The library itself, as anybody calls it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import kkrconsult as kc
from benchmarks.large.corpus import AT, ROUND
from benchmarks.large.data import Found, Task

__all__ = ["check"]


def check(task: Task) -> Found:
    """Check all of it, with all validators of the round, and make the report."""
    round_ = kc.load_round(ROUND)
    report = kc.check_files(round_, task.corpus, at=dt.datetime.fromisoformat(AT), jobs=task.jobs)
    about: defaultdict[str, list[str]] = defaultdict(list)
    for finding in report.findings:
        where, subject = finding.location, finding.subject
        if finding.code == "file.not-a-response" and where is not None:
            about[finding.code].append(f"line {where.line}")
        elif subject is not None:
            about[finding.code].append(subject.id)
    counts: Counter[str] = Counter(dict(report.counts))
    return Found(counts=dict(counts), about=dict(about))
