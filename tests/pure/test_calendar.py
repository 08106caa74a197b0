"""Danish holidays, working days, day counts and local times."""

# Local times without a zone are what is tested here.
# ruff: noqa: DTZ001, DTZ901

from __future__ import annotations

import copy
import pickle
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz as dateutil_tz
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.calendar_ import (
    AmbiguousTime,
    DayCount,
    Holiday,
    HolidayPeriod,
    LocalTimeError,
    NonexistentTime,
    TimeOutOfRange,
    UnknownZone,
    add_working_days,
    count_days,
    customary_days_off,
    danish_holidays,
    end_of_day,
    in_holiday_period,
    is_working_day,
    next_working_day,
    previous_working_day,
    resolve_local,
    working_days_between,
)

COPENHAGEN = "Europe/Copenhagen"
DAY = timedelta(days=1)

# Month and day of each holiday, by year, as calendars print them.
KNOWN = {
    1970: "1-1 3-26 3-27 3-29 3-30 4-24 5-7 5-17 5-18 12-25 12-26",
    2000: "1-1 4-20 4-21 4-23 4-24 5-19 6-1 6-11 6-12 12-25 12-26",
    2008: "1-1 3-20 3-21 3-23 3-24 4-18 5-1 5-11 5-12 12-25 12-26",
    2020: "1-1 4-9 4-10 4-12 4-13 5-8 5-21 5-31 6-1 12-25 12-26",
    2023: "1-1 4-6 4-7 4-9 4-10 5-5 5-18 5-28 5-29 12-25 12-26",
    2024: "1-1 3-28 3-29 3-31 4-1 5-9 5-19 5-20 12-25 12-26",
    2026: "1-1 4-2 4-3 4-5 4-6 5-14 5-24 5-25 12-25 12-26",
    2038: "1-1 4-22 4-23 4-25 4-26 6-3 6-13 6-14 12-25 12-26",
}

dates = st.dates(date(1900, 1, 1), date(2150, 12, 31))
near_dates = st.dates(date(2019, 1, 1), date(2027, 12, 31))
customs = st.booleans()


def ids(holidays: object) -> list[str]:
    assert isinstance(holidays, tuple)
    return [period.id for period in holidays]


class TestHolidays:
    @pytest.mark.parametrize("year", KNOWN)
    def test_the_public_holidays_of_a_year_are_those_of_the_calendar(self, year: int) -> None:
        assert [f"{day.month}-{day.day}" for day in danish_holidays(year)] == KNOWN[year].split()

    def test_store_bededag_is_a_holiday_for_the_last_time_in_2023(self) -> None:
        assert danish_holidays(2023)[date(2023, 5, 5)].id == "great-prayer-day"
        assert date(2024, 4, 26) not in danish_holidays(2024)
        assert is_working_day(date(2024, 4, 26))

    def test_a_holiday_is_found_by_its_date_and_named_in_both_languages(self) -> None:
        holiday = danish_holidays(2026)[date(2026, 5, 14)]
        assert holiday == Holiday(date=date(2026, 5, 14), id="ascension-day")
        assert holiday.names == {"da": "Kristi himmelfartsdag", "en": "Ascension Day"}

    def test_public_holidays_are_statutory_and_customary_days_are_not(self) -> None:
        assert all(holiday.statutory for holiday in danish_holidays(2026).values())
        assert not any(holiday.statutory for holiday in customary_days_off(2026).values())

    def test_the_customary_days_off_are_constitution_day_and_the_two_eves(self) -> None:
        assert [(day, holiday.names["da"]) for day, holiday in customary_days_off(2026).items()] == [
            (date(2026, 6, 5), "grundlovsdag"),
            (date(2026, 12, 24), "juleaftensdag"),
            (date(2026, 12, 31), "nytårsaftensdag"),
        ]

    def test_a_day_may_be_both_customary_and_a_public_holiday(self) -> None:
        both = date(2022, 6, 5)
        assert danish_holidays(2022)[both].id == "whit-sunday"
        assert customary_days_off(2022)[both].id == "constitution-day"

    @given(st.integers(1, 9999))
    def test_every_holiday_says_its_own_date_in_order_and_has_two_names(self, year: int) -> None:
        for days in (danish_holidays(year), customary_days_off(year)):
            assert list(days) == sorted(days) == [holiday.date for holiday in days.values()]
            assert all(set(holiday.names) == {"da", "en"} for holiday in days.values())

    def test_the_table_cannot_be_changed_by_its_reader(self) -> None:
        with pytest.raises(TypeError):
            danish_holidays(2026)[date(2026, 1, 2)] = Holiday(  # type: ignore[index]
                date=date(2026, 1, 2), id="new-years-day"
            )

    def test_a_holiday_that_does_not_exist_cannot_be_made(self) -> None:
        with pytest.raises(ValueError, match="mayday"):
            Holiday(date=date(2026, 5, 1), id="mayday")

    @pytest.mark.parametrize("year", [0, 10_000])
    def test_a_year_outside_the_calendar_is_an_error(self, year: int) -> None:
        with pytest.raises(ValueError, match="year"):
            danish_holidays(year)
        with pytest.raises(ValueError, match="year"):
            customary_days_off(year)

    def test_a_holiday_can_be_hashed_and_sent_to_another_process(self) -> None:
        holiday = danish_holidays(2026)[date(2026, 5, 14)]
        again = pickle.loads(pickle.dumps(holiday))
        assert again == holiday
        assert len({again, holiday}) == 1


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("day", "working"),
        [
            (date(2020, 12, 15), True),  # a Tuesday
            (date(2025, 3, 9), False),  # a Sunday, the deadline of bill L 214 of 2024-25
            (date(2025, 3, 8), False),  # a Saturday
            (date(2026, 5, 14), False),  # Ascension Day, a Thursday
            (date(2026, 5, 15), True),  # the Friday after it
            (date(2026, 6, 5), True),  # Constitution Day, a Friday
        ],
    )
    def test_weekends_and_public_holidays_are_off(self, day: date, working: bool) -> None:
        assert is_working_day(day) is working

    def test_customary_days_are_off_only_if_asked_for(self) -> None:
        for day in customary_days_off(2026):
            assert is_working_day(day)
            assert not is_working_day(day, customary=True)

    def test_a_datetime_counts_as_its_own_date(self) -> None:
        noon = datetime(2026, 5, 14, 12, tzinfo=ZoneInfo(COPENHAGEN))
        assert not is_working_day(noon)
        assert type(next_working_day(noon)) is date
        assert working_days_between(noon, date(2026, 5, 15)) == 1
        assert count_days(noon, date(2026, 5, 15), DayCount.INCLUSIVE) == 2

    def test_the_next_working_day_skips_easter(self) -> None:
        assert next_working_day(date(2026, 4, 1)) == date(2026, 4, 7)
        assert previous_working_day(date(2026, 4, 7)) == date(2026, 4, 1)

    def test_the_next_working_day_may_skip_customary_days_too(self) -> None:
        assert next_working_day(date(2026, 12, 30)) == date(2026, 12, 31)
        assert next_working_day(date(2026, 12, 30), customary=True) == date(2027, 1, 4)
        assert previous_working_day(date(2027, 1, 4), customary=True) == date(2026, 12, 30)

    @given(near_dates, customs)
    def test_the_neighbouring_working_days_have_none_between(self, day: date, customary: bool) -> None:
        later = next_working_day(day, customary=customary)
        earlier = previous_working_day(day, customary=customary)
        assert earlier < day < later
        assert is_working_day(earlier, customary=customary)
        assert is_working_day(later, customary=customary)
        between = {earlier + n * DAY for n in range(1, (later - earlier).days)} - {day}
        assert not any(is_working_day(off, customary=customary) for off in between)

    def test_adding_no_days_stays_even_on_a_day_off(self) -> None:
        assert add_working_days(date(2026, 5, 14), 0) == date(2026, 5, 14)

    @given(near_dates, st.integers(1, 60), customs)
    def test_adding_and_counting_are_each_other_s_reverse(self, day: date, n: int, customary: bool) -> None:
        later = add_working_days(day, n, customary=customary)
        assert is_working_day(later, customary=customary)
        assert working_days_between(day, later, customary=customary) == n
        assert add_working_days(later, -n, customary=customary) <= day

    def test_going_past_the_end_of_the_calendar_is_an_overflow(self) -> None:
        with pytest.raises(OverflowError):
            next_working_day(date.max)

    def test_the_real_letter_under_regulation_1182_71_had_22_working_days(self) -> None:
        # TRU alm. del 2023-24, bilag 97
        assert working_days_between(date(2023, 12, 7), date(2024, 1, 11)) == 22

    def test_the_first_day_is_not_counted_and_the_last_is(self) -> None:
        monday, friday = date(2026, 2, 2), date(2026, 2, 6)
        assert working_days_between(monday, friday) == 4
        assert working_days_between(friday, monday) == -4
        assert working_days_between(monday, monday) == 0

    @given(near_dates, near_dates, customs)
    def test_the_count_is_that_of_going_through_the_days_one_by_one(
        self, one: date, other: date, customary: bool
    ) -> None:
        start, end = sorted((one, other))
        days = (start + n * DAY for n in range(1, (end - start).days + 1))
        expected = sum(is_working_day(day, customary=customary) for day in days)
        assert working_days_between(start, end, customary=customary) == expected

    @given(dates, dates, dates)
    def test_counts_add_up_in_any_order(self, a: date, b: date, c: date) -> None:
        assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


class TestDayCounts:
    @pytest.mark.parametrize(
        ("first", "last", "convention", "days"),
        [
            (date(2024, 12, 12), date(2025, 1, 15), DayCount.INCLUSIVE, 35),  # L 176 of 2024-25
            (date(2024, 10, 23), date(2024, 11, 20), DayCount.EXCLUSIVE, 28),  # L 116 of 2024-25
            (date(2025, 5, 15), date(2025, 7, 10), DayCount.EXCLUSIVE, 56),  # landsplandirektiv, "8 uger"
            (date(2023, 12, 7), date(2024, 1, 11), DayCount.REGULATION_1182_71, 35),  # TRU bilag 97
        ],
    )
    def test_published_counts_come_out_by_their_convention(
        self, first: date, last: date, convention: DayCount, days: int
    ) -> None:
        assert count_days(first, last, convention) == days

    @pytest.mark.parametrize(
        ("convention", "days"),
        [(DayCount.INCLUSIVE, 1), (DayCount.EXCLUSIVE, 0), (DayCount.REGULATION_1182_71, 0)],
    )
    def test_a_single_day_counts_only_inclusively(self, convention: DayCount, days: int) -> None:
        assert count_days(date(2026, 1, 1), date(2026, 1, 1), convention) == days

    def test_a_last_day_off_does_not_lengthen_a_period_between_two_dates(self) -> None:
        assert count_days(date(2025, 2, 9), date(2025, 3, 9), DayCount.REGULATION_1182_71) == 28

    @pytest.mark.parametrize("convention", DayCount)
    def test_a_period_that_ends_before_it_starts_is_an_error(self, convention: DayCount) -> None:
        with pytest.raises(ValueError, match="ends on 2026-01-01 before it starts on 2026-01-02"):
            count_days(date(2026, 1, 2), date(2026, 1, 1), convention)

    def test_the_conventions_are_written_in_files_by_these_words(self) -> None:
        assert [convention.value for convention in DayCount] == [
            "inclusive",
            "exclusive",
            "regulation-1182-71",
        ]


class TestHolidayPeriods:
    def test_the_reference_round_touches_none(self) -> None:
        assert in_holiday_period(date(2020, 10, 1), date(2020, 12, 15)) == ()

    def test_a_period_over_new_year_touches_christmas_week(self) -> None:
        assert ids(in_holiday_period(date(2024, 12, 12), date(2025, 1, 15))) == ["christmas-week"]

    def test_a_year_touches_all_three_in_order(self) -> None:
        touched = in_holiday_period(date(2026, 1, 1), date(2026, 12, 31))
        assert touched == (
            HolidayPeriod(id="easter-week", first=date(2026, 3, 29), last=date(2026, 4, 6)),
            HolidayPeriod(id="july", first=date(2026, 7, 1), last=date(2026, 7, 31)),
            HolidayPeriod(id="christmas-week", first=date(2026, 12, 24), last=date(2026, 12, 31)),
        )
        assert [period.names["da"] for period in touched] == ["påskeugen", "juli", "juleugen"]

    def test_each_year_has_its_own(self) -> None:
        touched = in_holiday_period(date(2025, 12, 31), date(2026, 12, 24))
        assert ids(touched) == ["christmas-week", "easter-week", "july", "christmas-week"]

    @pytest.mark.parametrize(
        ("day", "touched"),
        [
            (date(2026, 3, 28), []),
            (date(2026, 3, 29), ["easter-week"]),
            (date(2026, 4, 6), ["easter-week"]),
            (date(2026, 4, 7), []),
            (date(2026, 6, 30), []),
            (date(2026, 7, 1), ["july"]),
            (date(2026, 7, 31), ["july"]),
            (date(2026, 8, 1), []),
            (date(2026, 12, 23), []),
            (date(2026, 12, 24), ["christmas-week"]),
            (date(2026, 12, 31), ["christmas-week"]),
            (date(2027, 1, 1), []),
        ],
    )
    def test_the_first_and_the_last_day_belong_to_the_period(self, day: date, touched: list[str]) -> None:
        assert ids(in_holiday_period(day, day)) == touched

    def test_a_period_that_ends_before_it_starts_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="swap or correct the dates"):
            in_holiday_period(date(2026, 7, 2), date(2026, 7, 1))

    def test_a_period_that_does_not_exist_cannot_be_made(self) -> None:
        with pytest.raises(ValueError, match="autumn"):
            HolidayPeriod(id="autumn", first=date(2026, 10, 12), last=date(2026, 10, 18))


class TestLocalTime:
    def test_the_reference_deadline_is_ten_o_clock_in_winter_time(self) -> None:
        moment = resolve_local(datetime(2020, 12, 15, 10), COPENHAGEN)
        assert moment.isoformat() == "2020-12-15T10:00:00+01:00"
        assert moment.tzinfo == ZoneInfo(COPENHAGEN)

    def test_a_time_in_the_gap_does_not_exist_and_the_end_of_the_gap_is_named(self) -> None:
        with pytest.raises(NonexistentTime) as caught:
            resolve_local(datetime(2026, 3, 29, 2, 30, 15, 999), COPENHAGEN)
        assert caught.value.gap_end == datetime(2026, 3, 29, 1, tzinfo=UTC)
        assert "2026-03-29T02:30:15.000999 does not exist in Europe/Copenhagen" in str(caught.value)
        assert "2026-03-29T03:00:00+02:00" in str(caught.value)

    @pytest.mark.parametrize("minute", [0, 1, 59])
    def test_the_gap_ends_at_the_same_moment_wherever_in_it_one_asks(self, minute: int) -> None:
        with pytest.raises(NonexistentTime) as caught:
            resolve_local(datetime(2026, 3, 29, 2, minute), COPENHAGEN)
        assert caught.value.gap_end.isoformat() == "2026-03-29T03:00:00+02:00"

    def test_a_time_that_comes_twice_is_ambiguous_and_both_moments_are_named(self) -> None:
        with pytest.raises(AmbiguousTime) as caught:
            resolve_local(datetime(2026, 10, 25, 2, 30), COPENHAGEN)
        assert caught.value.earlier.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert caught.value.later.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        assert "2026-10-25T02:30:00+02:00 and 2026-10-25T02:30:00+01:00" in str(caught.value)

    def test_a_fold_that_the_caller_happens_to_carry_says_nothing(self) -> None:
        with pytest.raises(AmbiguousTime):
            resolve_local(datetime(2026, 10, 25, 2, 30, fold=1), COPENHAGEN)
        assert resolve_local(datetime(2026, 10, 25, 3, fold=1), COPENHAGEN).fold == 0

    def test_an_aware_time_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="has a time zone already"):
            resolve_local(datetime(2026, 1, 1, tzinfo=UTC), COPENHAGEN)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("europe/copenhagen", COPENHAGEN),
            ("Europe/Copenhagn", COPENHAGEN),
            ("Europe/København", COPENHAGEN),
            ("Copenhagen", COPENHAGEN),
            ("Danmark", COPENHAGEN),
            ("CEST", COPENHAGEN),
            ("New York", "America/New_York"),
        ],
    )
    def test_a_misspelt_zone_is_an_error_that_suggests_one(self, written: str, meant: str) -> None:
        with pytest.raises(UnknownZone) as caught:
            resolve_local(datetime(2026, 1, 1), written)
        assert caught.value.suggestion == meant
        assert str(caught.value) == f"no time zone is named {written!r}; did you mean {meant!r}?"

    @pytest.mark.parametrize("name", ["", ".", "../x", "/etc/passwd", "Europe", "a\0b", "\ud800", "x" * 5000])
    def test_what_is_no_zone_at_all_is_an_unknown_zone_and_the_message_stays_short(self, name: str) -> None:
        with pytest.raises(UnknownZone) as caught:
            end_of_day(date(2026, 1, 1), name)
        assert caught.value.suggestion is None
        assert "'Europe/Copenhagen'" in str(caught.value)
        assert len(str(caught.value)) < 250

    @pytest.mark.parametrize(("naive", "zone"), [(datetime.min, COPENHAGEN), (datetime.max, "America/New_York")])
    def test_a_moment_outside_the_calendar_is_an_error_and_no_overflow(self, naive: datetime, zone: str) -> None:
        with pytest.raises(TimeOutOfRange, match="lies outside the years 1-9999"):
            resolve_local(naive, zone)

    @pytest.mark.parametrize("year", [2020, 2026, 2038])
    def test_every_hour_of_a_year_is_one_moment_except_at_the_two_changes(self, year: int) -> None:
        """Dateutil, which reads the time zone database by itself, is the witness."""
        zone, witness = ZoneInfo(COPENHAGEN), dateutil_tz.gettz(COPENHAGEN)
        kinds: Counter[str] = Counter()
        naive = datetime(year, 1, 1)
        while naive.year == year:
            if not dateutil_tz.datetime_exists(naive, witness):
                kinds["none"] += 1
                with pytest.raises(NonexistentTime) as gap:
                    resolve_local(naive, COPENHAGEN)
                assert gap.value.gap_end.replace(tzinfo=None) == naive + timedelta(hours=1)
            elif dateutil_tz.datetime_ambiguous(naive, witness):
                kinds["two"] += 1
                with pytest.raises(AmbiguousTime) as twice:
                    resolve_local(naive, COPENHAGEN)
                apart = twice.value.later.astimezone(UTC) - twice.value.earlier.astimezone(UTC)
                assert apart == timedelta(hours=1)
            else:
                kinds["one"] += 1
                moment = resolve_local(naive, COPENHAGEN)
                assert moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive
                assert moment.utcoffset() == naive.replace(tzinfo=witness).utcoffset()
            naive += timedelta(hours=1)
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        assert kinds == {"one": days * 24 - 2, "none": 1, "two": 1}

    @given(
        st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
        st.sampled_from([COPENHAGEN, "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
    )
    def test_a_moment_comes_back_from_its_local_time(self, naive: datetime, name: str) -> None:
        moment = naive.replace(tzinfo=UTC)
        local = moment.astimezone(ZoneInfo(name)).replace(tzinfo=None)
        try:
            found = {resolve_local(local, name).astimezone(UTC)}
        except AmbiguousTime as error:
            found = {error.earlier.astimezone(UTC), error.later.astimezone(UTC)}
        assert moment in found

    @pytest.mark.parametrize(
        "error",
        [
            UnknownZone("Mars", None),
            NonexistentTime(datetime(2026, 3, 29, 2), COPENHAGEN, datetime(2026, 3, 29, 1, tzinfo=UTC)),
            AmbiguousTime(datetime(2026, 1, 1), "X", datetime.min, datetime.max),
            TimeOutOfRange("late"),
        ],
    )
    def test_the_errors_are_value_errors_that_can_cross_processes(self, error: LocalTimeError) -> None:
        assert isinstance(error, ValueError)
        assert str(pickle.loads(pickle.dumps(error))) == str(copy.copy(error)) == str(error)


class TestEndOfDay:
    def test_a_day_is_over_at_the_next_midnight(self) -> None:
        assert end_of_day(date(2020, 12, 15), COPENHAGEN).isoformat() == "2020-12-16T00:00:00+01:00"
        assert end_of_day(datetime(2020, 6, 15, 13), COPENHAGEN).isoformat() == "2020-06-16T00:00:00+02:00"

    @pytest.mark.parametrize("year", [2020, 2026, 2038])
    def test_days_in_denmark_last_24_hours_but_for_one_of_23_and_one_of_25(self, year: int) -> None:
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        ends = [end_of_day(date(year - 1, 12, 31) + n * DAY, COPENHAGEN) for n in range(days + 1)]
        hours = Counter((b.astimezone(UTC) - a.astimezone(UTC)) / timedelta(hours=1) for a, b in pairwise(ends))
        assert hours == {24.0: days - 2, 23.0: 1, 25.0: 1}

    @pytest.mark.parametrize(
        ("day", "zone", "end"),
        [
            # Put forward from 00:00 to 01:00: midnight does not exist.
            (date(2018, 11, 3), "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"),
            # Put forward from 23:30 to 00:30: the next day starts in the middle of an hour.
            (date(1919, 3, 30), "America/Toronto", "1919-03-31T00:30:00-04:00"),
            # Put back from 01:00 to 00:00: the next day starts at the first midnight.
            (date(2018, 11, 3), "America/Havana", "2018-11-04T00:00:00-04:00"),
            # Put back from 00:01 to 23:01: the day goes on after the first midnight.
            (date(2006, 10, 28), "America/St_Johns", "2006-10-29T00:00:00-03:30"),
            # The 30th was left out altogether.
            (date(2011, 12, 29), "Pacific/Apia", "2011-12-31T00:00:00+14:00"),
        ],
    )
    def test_it_is_right_where_the_clock_changes_around_midnight(self, day: date, zone: str, end: str) -> None:
        assert end_of_day(day, zone).isoformat() == end

    @given(
        st.dates(date(1905, 1, 1), date(2100, 1, 1)),
        st.sampled_from([COPENHAGEN, "America/Sao_Paulo", "America/Havana", "America/St_Johns", "Asia/Beirut"]),
    )
    def test_right_before_the_end_it_is_still_that_day_and_then_never_again(self, day: date, name: str) -> None:
        end = end_of_day(day, name).astimezone(UTC)
        zone = ZoneInfo(name)
        assert (end - timedelta.resolution).astimezone(zone).date() == day
        assert all((end + timedelta(minutes=n)).astimezone(zone).date() > day for n in range(0, 300, 10))

    def test_the_last_day_of_the_calendar_has_no_end(self) -> None:
        with pytest.raises(TimeOutOfRange, match="the day after 9999-12-31"):
            end_of_day(date.max, COPENHAGEN)
