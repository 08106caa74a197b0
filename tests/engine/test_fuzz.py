"""Hundreds of mutated files of every format end as a response or as a named problem."""

from __future__ import annotations

from tests.fuzz import run


def test_five_hundred_mutated_files_cost_no_more_than_findings() -> None:
    told = run(500, seed=1)
    assert told["files"] == 500
    assert told["responses"] > 0
    assert told["file.unreadable"] > 0
