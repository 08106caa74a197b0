"""A competitor that finds nothing, for the test that this is noticed."""

from __future__ import annotations

from benchmarks.large.data import Found, Task


def check(task: Task) -> Found:
    """Find nothing."""
    assert task.corpus
    return Found(counts={}, about={})
