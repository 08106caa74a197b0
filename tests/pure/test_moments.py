"""Moments as people write them in tables and front matter."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.formats.moments import Moment, Unclear, read_moment

ZONE = "Europe/Copenhagen"


class TestMoments:
    @pytest.mark.parametrize(
        "written",
        [
            "1.12.2020 kl. 9.00",
            "1.12.2020 kl. 9",
            "1. december 2020 klokken 9",
            "1. december 2020, kl. 09.00",
            "1/12-2020 9:00",
            "01-12-2020 09:00:00",
            "2020-12-01 9:00",
            "2020-12-01 9.00",
            "2020-12-01 kl. 9",
            " 2020-12-01T09:00 ",
            "2020-12-01T08:00Z",
            "2020-12-01 09:00+01:00",
        ],
    )
    def test_the_danish_and_the_international_way_name_the_same(self, written: str) -> None:
        assert read_moment(written, ZONE) == Moment(dt.datetime(2020, 12, 1, 8, tzinfo=dt.UTC))

    @pytest.mark.parametrize(
        "written",
        [
            "1.12.2020 9",
            "1.12.2020 kl. 25",
            "2020-12-01 25:00",
            "2020-12-01T",
            "13/13-2020 9:00",
            "i morgen kl. 9",
            "2020120109",
            "kl. 9",
            "",
            "1.12.2020 kl. 9" + " " * 5 + "x" * 80,
        ],
    )
    def test_what_is_no_moment_is_told_with_what_is_allowed(self, written: str) -> None:
        found = read_moment(written, ZONE)
        assert isinstance(found, Unclear)
        assert "allowed: 2020-12-15T10:00, 15.12.2020 kl. 10.00" in found.reason

    def test_a_day_alone_is_its_first_moment_and_said_to_be_a_day(self) -> None:
        first = dt.datetime(2020, 11, 30, 23, tzinfo=dt.UTC)
        assert read_moment("1.12.2020", ZONE) == read_moment(dt.date(2020, 12, 1), ZONE) == Moment(first, day_only=True)

    def test_an_hour_that_was_left_out_in_spring_is_told(self) -> None:
        assert isinstance(read_moment("29.3.2020 kl. 2.30", ZONE), Unclear)

    @given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 86_399))
    def test_what_is_written_either_way_is_read_the_same(self, day: dt.date, second: int) -> None:
        at = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=second)
        danish = f"{at.day}.{at.month}.{at.year} kl. {at.hour}.{at.minute:02}.{at.second:02}"
        assert read_moment(danish, ZONE) == read_moment(at.isoformat(), ZONE)

    @given(st.text(max_size=90))
    def test_no_text_is_an_error(self, written: str) -> None:
        assert isinstance(read_moment(written, ZONE), (Moment, Unclear))
