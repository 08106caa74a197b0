"""What is said of a number of instructions: it is as recorded, it is more, it is less, or nothing is recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tools.instructions import LIMIT, Count, judge

BUILD = "x86_64 GCC 12.2.0"
RECORD: dict[str, Any] = {"build": BUILD, "ratios": {"core": 2.0}}


def count(ratio: float, way: str = "core") -> Count:
    return Count(way=way, library=round(ratio * 1_000_000), reference=1_000_000)


@pytest.mark.parametrize(
    ("ratio", "outcome", "failed"),
    [
        (2.0, "ok", False),
        (2.099, "ok", False),
        (2.101, "regressed", True),
        (4.0, "regressed", True),
        (1.901, "ok", False),
        (1.899, "improved", False),
    ],
)
def test_only_what_takes_more_than_the_limit_fails(ratio: float, outcome: str, failed: bool) -> None:
    assert LIMIT == 0.05
    verdict = judge(count(ratio), RECORD, BUILD)
    assert (verdict.outcome, verdict.failed) == (outcome, failed)
    assert "recorded: 2.0" in verdict.text


@pytest.mark.parametrize(
    ("record", "way", "build"),
    [(None, "core", BUILD), (RECORD, "fast", BUILD), (RECORD, "core", "aarch64 Clang 19")],
)
def test_without_a_record_nothing_fails_and_it_is_said(record: dict[str, Any] | None, way: str, build: str) -> None:
    verdict = judge(count(9.0, way), record, build)
    assert (verdict.outcome, verdict.failed) == ("no record", False)
    assert f"nothing is recorded for this interpreter ({build})" in verdict.text


def test_the_record_has_a_ratio_for_both_ways_of_reading() -> None:
    file = Path(__file__).parents[2] / "benchmarks" / "instructions.json"
    for record in json.loads(file.read_text(encoding="utf-8")).values():
        assert set(record) == {"build", "ratios", "with"}
        assert set(record["ratios"]) == {"core", "fast"}
