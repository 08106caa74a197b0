"""A report knows which answers count, what they say, and whether anything is wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from kkrconsult.errors import DataError
from kkrconsult.model import (
    Assessment,
    Disposition,
    GeneralPoint,
    Participation,
    Response,
    ResponseStatus,
    Round,
    Standing,
    localized,
)
from kkrconsult.report import PointEntry, Report
from kkrconsult.structure import FrozenMap

POINTS = tuple(GeneralPoint(id=f"p{number}", text="Godt.") for number in range(1, 4))
COUNTED = Response(id="b", participants=("skive",), body="Godt.", points=POINTS[:2])
REFUSED = Response(id="a", participants=("aarhus",), body="Skidt.", points=POINTS[2:])
REMARK = Assessment(point="p2", disposition=Disposition.NOTED)
REPORT = Report(
    round=Round(id="prøve", title=localized(da="Prøve")),
    at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC),
    responses=(COUNTED, REFUSED),
    assessments=(REMARK,),
    participation=Participation(
        responses=(
            ResponseStatus(response="b", standing=Standing.ACCEPTED),
            ResponseStatus(response="a", standing=Standing.REJECTED),
        )
    ),
)


class TestAReport:
    def test_counts_the_accepted_answers_only(self) -> None:
        assert REPORT.accepted == (COUNTED,)

    def test_gives_each_point_that_counts_with_its_answer_and_its_remark(self) -> None:
        assert REPORT.points == (
            PointEntry(point=POINTS[0], response="b", participants=("skive",)),
            PointEntry(point=POINTS[1], response="b", participants=("skive",), assessment=REMARK),
        )

    @pytest.mark.parametrize(
        ("changes", "valid"),
        [
            ({}, True),
            ({"severities": FrozenMap({"warning": 3})}, True),
            ({"severities": FrozenMap({"error": 1})}, False),
            ({"complete": False}, False),
        ],
    )
    def test_is_valid_when_complete_and_without_errors(self, changes: Any, valid: bool) -> None:
        assert attrs.evolve(REPORT, **changes).valid is valid

    @pytest.mark.parametrize("at", [None, dt.datetime(2021, 1, 1), "now", dt.date(2021, 1, 1)])  # noqa: DTZ001
    def test_is_of_a_moment(self, at: Any) -> None:
        with pytest.raises(DataError, match="at must be a moment"):
            attrs.evolve(REPORT, at=at)
