"""Whoever is compared must have found what is there: that is held against the truth, whoever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.large.data import Found
from benchmarks.large.main import main
from benchmarks.large.truth import Expected, differences

THERE = [
    Expected(line=3, code="deadline.late", about="svar-2", kind="late"),
    Expected(line=9, code="deadline.late", about="svar-8", kind="late"),
]


def found(*about: str, count: int | None = None) -> Found:
    return Found(counts={"deadline.late": len(about) if count is None else count}, about={"deadline.late": [*about]})


class TestWhatACompetitorFound:
    def test_is_right_where_it_is_what_is_there(self) -> None:
        assert differences(found("svar-8", "svar-2"), THERE) == []

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (found("svar-2"), ["deadline.late: 1 found, 2 there", "deadline.late: there, but not found: svar-8"]),
            (
                found("svar-2", "svar-7"),
                [
                    "deadline.late: found, but not there: svar-7",
                    "deadline.late: there, but not found: svar-8",
                ],
            ),
            (found("svar-2", "svar-8", "svar-8"), ["deadline.late: 3 found, 2 there", "found, but not there: svar-8"]),
            (found("svar-2", count=2), ["2 counted, but only 1 named", "there, but not found: svar-8"]),
            (Found(counts={"track.unknown": 1}, about={}), ["deadline.late: 0 found, 2 there"]),
        ],
    )
    def test_is_wrong_where_something_is_missing_or_too_much(self, given: Found, said: list[str]) -> None:
        wrong = differences(given, THERE)
        assert all(any(one in told for told in wrong) for one in said)

    def test_need_not_name_more_than_a_thousand_of_a_code(self) -> None:
        many = [Expected(line=n, code="deadline.late", about=f"svar-{n}", kind="late") for n in range(1, 1501)]
        named = [f"svar-{n}" for n in range(1, 1001)]
        assert differences(found(*named, count=1500), many) == []
        assert differences(found(*named[:-1], "svar-0", count=1500), many) != []
        assert differences(found(*named, count=1499), many) != []


class TestThoseThatAreInstalled:
    def test_find_what_is_there_and_nothing_else(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        # All of them, in several processes too, run where all of their libraries are: nox -s benchmarks.
        assert main(["--check", "--only", "core", "pydantic", "jsonschema", "--folder", str(tmp_path)]) == 0
        assert "found what is there, and nothing else" in capsys.readouterr().out
