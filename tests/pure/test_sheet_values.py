"""What a spreadsheet's numbers and strings mean to whoever sees them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.formats.sheet_values import Shown, number_text, shown_by, string_text

DATE, TIME, BOTH = Shown(date=True), Shown(time=True), Shown(date=True, time=True)


class TestFormats:
    @pytest.mark.parametrize(
        ("number", "shown"), [(0, Shown()), (1, Shown()), (14, DATE), (18, TIME), (22, BOTH), (58, DATE)]
    )
    def test_those_built_in_are_known(self, number: int, shown: Shown) -> None:
        assert shown_by(number) == shown

    @pytest.mark.parametrize(
        ("code", "shown"),
        [
            ("dd-mm-yyyy", DATE),
            ("mmmm", DATE),
            ("hh:mm", TIME),
            ("[h]:mm:ss", TIME),
            ('d. mmmm yyyy "kl." hh:mm', BOTH),
            ("dd/mm/yyyy\\ hh:mm", BOTH),
            ("0.00", Shown()),
            ('0 "dage"', Shown()),
            ("[Red]0", Shown()),
            ("0;hh", Shown()),
        ],
    )
    def test_those_written_are_read_without_their_texts_and_colours(self, code: str, shown: Shown) -> None:
        assert shown_by(164, code) == shown


class TestNumbers:
    @pytest.mark.parametrize(
        ("stored", "shown", "text"),
        [
            ("44180", DATE, "2020-12-15"),
            ("44180.4375", BOTH, "2020-12-15T10:30:00"),
            ("44180.4375", DATE, "2020-12-15T10:30:00"),
            ("44180", BOTH, "2020-12-15T00:00:00"),
            ("0.4375", TIME, "10:30:00"),
            ("1.5", TIME, "1900-01-01T12:00:00"),
            ("59", DATE, "1900-02-28"),
            ("61", DATE, "1900-03-01"),
            ("1e300", DATE, "1e+300"),
            ("nan", DATE, "nan"),
            ("2.0", Shown(), "2"),
            ("2.5", Shown(), "2.5"),
            ("-3", Shown(), "-3"),
            ("1e15", Shown(), "1000000000000000.0"),
            ("ti", Shown(), "ti"),
        ],
    )
    def test_they_are_what_the_cell_shows(self, stored: str, shown: Shown, text: str) -> None:
        assert number_text(stored, shown) == text

    def test_days_may_count_from_1904(self) -> None:
        assert number_text("42718", DATE, since_1904=True) == "2020-12-15"

    @given(st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)), st.integers(0, 86_399))
    def test_every_second_is_found_again(self, day: dt.date, second: int) -> None:
        at = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=second)
        days = (day - dt.date(1899, 12, 30)).days + second / 86_400
        assert number_text(repr(days), BOTH) == at.isoformat()

    @given(st.text(max_size=20), st.sampled_from([DATE, TIME, BOTH, Shown()]), st.booleans())
    def test_nothing_raises(self, text: str, shown: Shown, since_1904: bool) -> None:
        number_text(text, shown, since_1904=since_1904)


class TestStrings:
    def test_written_characters_are_read(self) -> None:
        assert string_text("a_x000A_b") == "a\nb"
        assert string_text("_x005F_x0041_") == "_x0041_"
