"""Deadlines, phases, reminders and warnings: the same for whoever asks, at whatever hour of the year."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Scenario, deadlines, scenarios

from kkrconsult.calendar_ import DayCount, is_working_day
from kkrconsult.errors import DataError
from kkrconsult.model import (
    Contact,
    Deadline,
    Extension,
    Milestone,
    MilestoneKind,
    MilestoneStatus,
    Participant,
    Response,
    Round,
    as_moment,
    localized,
)
from kkrconsult.participation import participation
from kkrconsult.timeline import (
    Cutoff,
    Cutoffs,
    EventKind,
    Phase,
    ReminderKind,
    ReminderPlan,
    WarningKind,
    calendar_events,
    cutoff,
    deadline_moment,
    effective_deadline,
    is_extended,
    is_in_time,
    last_cutoff,
    local_date,
    period,
    phase,
    planned_reminders,
    reminders,
    warnings,
)

COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)
AARHUS = Participant(id="aarhus", name="Aarhus", contact=Contact(email="post@example.dk"))
SKIVE = Participant(id="skive", name="Skive")


def local(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=COPENHAGEN)  # type: ignore[misc,arg-type]


def make(**fields: object) -> Round:
    given_ = {
        "id": "prøve",
        "title": localized(da="Prøve"),
        "opens": local(2020, 10, 1, 8),
        "deadline": Deadline(day=dt.date(2020, 12, 15), time=dt.time(10)),
        "participants": (AARHUS, SKIVE),
    }
    return Round(**{**given_, **fields})  # type: ignore[arg-type]


def found_of(round_: Round) -> Cutoff:
    found = Cutoffs(round_).original
    assert found is not None
    return found


def hours(year: int) -> list[dt.datetime]:
    """Every hour that passes in a year, and a day on either side, in the time of Copenhagen."""
    start = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - dt.timedelta(days=1)
    moments = [as_moment((start + count * HOUR).astimezone(COPENHAGEN)) for count in range(368 * 24)]
    return [moment for moment in moments if moment is not None]


class TestADeadlineWithATime:
    DEADLINE = Deadline(day=dt.date(2020, 12, 15), time=dt.time(10))

    def test_ends_at_that_local_time(self) -> None:
        assert deadline_moment(self.DEADLINE).isoformat() == "2020-12-15T10:00:00+01:00"

    def test_admits_an_answer_at_that_very_moment(self) -> None:
        assert is_in_time(self.DEADLINE, local(2020, 12, 15, 10))

    def test_does_not_admit_one_a_second_later(self) -> None:
        assert not is_in_time(self.DEADLINE, local(2020, 12, 15, 10) + SECOND)

    def test_is_the_same_moment_seen_from_another_zone(self) -> None:
        assert is_in_time(self.DEADLINE, dt.datetime(2020, 12, 15, 9, tzinfo=dt.UTC))
        assert not is_in_time(self.DEADLINE, dt.datetime(2020, 12, 15, 9, 0, 1, tzinfo=dt.UTC))

    def test_admits_answers_in_the_grace_but_ends_when_it_says(self) -> None:
        kind = attrs.evolve(self.DEADLINE, grace_minutes=15)
        assert is_in_time(kind, local(2020, 12, 15, 10, 15))
        assert not is_in_time(kind, local(2020, 12, 15, 10, 15, 1))
        assert deadline_moment(kind) == deadline_moment(self.DEADLINE)

    def test_counts_grace_in_minutes_that_pass_over_a_clock_change(self) -> None:
        # On 25 October 2020 the hour from 2 to 3 came twice: three hours after 1:00 it was 3:00, not 4:00.
        found = cutoff(Deadline(day=dt.date(2020, 10, 25), time=dt.time(1), grace_minutes=180))
        assert found.last == local(2020, 10, 25, 3)

    @pytest.mark.parametrize(
        ("deadline", "complaint"),
        [
            (Deadline(day=dt.date(2026, 3, 29), time=dt.time(2, 30)), "does not exist"),
            (Deadline(day=dt.date(2026, 10, 25), time=dt.time(2, 30)), "comes twice"),
            (Deadline(day=dt.date(2026, 1, 1), timezone="Europe/Kopenhagen"), "Europe/Copenhagen"),
            (Deadline(day=dt.date(9999, 12, 31)), "outside the years"),
            (Deadline(day=dt.date(2026, 1, 1), grace_minutes=10**12), "beyond the year 9999"),
        ],
    )
    def test_that_is_no_moment_says_why(self, deadline: Deadline, complaint: str) -> None:
        with pytest.raises(DataError, match=complaint):
            deadline_moment(deadline)


class TestAnAllDayDeadline:
    @pytest.mark.parametrize(("day", "length"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2020, 12, 15), 24)])
    def test_lasts_as_long_as_its_day(self, day: tuple[int, int, int], length: int) -> None:
        deadline = Deadline(day=dt.date(*day))
        start = local(*day).astimezone(dt.UTC)
        last_instant = start + length * HOUR - dt.timedelta(microseconds=1)
        assert is_in_time(deadline, start)
        assert is_in_time(deadline, last_instant)
        assert not is_in_time(deadline, start + length * HOUR)
        assert deadline_moment(deadline) == start + length * HOUR

    def test_is_a_day_in_its_own_zone(self) -> None:
        nuuk = Deadline(day=dt.date(2020, 12, 15), timezone="America/Nuuk")
        assert is_in_time(nuuk, local(2020, 12, 16, 3, 59))
        assert not is_in_time(nuuk, local(2020, 12, 16, 4))


@pytest.mark.parametrize("year", [2020, 2026])
class TestEveryHourOfAYear:
    def test_an_hour_is_in_time_until_it_is_not_and_never_again(self, year: int) -> None:
        clock = hours(year)
        changes = [(3, 29), (3, 30), (10, 25), (10, 26), (7, 1), (12, 31)]
        times = [None, dt.time(0), dt.time(1), dt.time(3), dt.time(10)]
        for (month, day), time in itertools.product(changes, times):
            deadline = Deadline(day=dt.date(year, month, day), time=time)
            found = cutoff(deadline)
            verdicts = [found.admits(at) for at in clock]
            switch = verdicts.index(False)
            assert not any(verdicts[switch:])
            # The first hour that is late is the last moment's own, or the next where that moment is in time.
            first_late = clock[switch]
            expected = found.last + HOUR if found.inclusive else found.last
            assert first_late == expected
            assert all(is_in_time(deadline, at) is found.admits(at) for at in clock[switch - 2 : switch + 2])

    def test_an_all_day_deadline_agrees_with_the_calendar_on_the_wall(self, year: int) -> None:
        for day in (dt.date(year, 3, 29), dt.date(year, 10, 25)):
            found = cutoff(Deadline(day=day))
            assert all(found.admits(at) is (at.date() <= day) for at in hours(year))

    def test_a_phase_never_goes_back(self, year: int) -> None:
        order = list(Phase)
        round_ = make(
            opens=local(year, 3, 29, 3),
            deadline=Deadline(day=dt.date(year, 9, 1), time=dt.time(12)),
            extensions=(Extension(deadline=Deadline(day=dt.date(year, 10, 25)), participants=("skive",)),),
            concluded_on=dt.date(year, 11, 30),
        )
        seen = [order.index(phase(round_, at)) for at in hours(year)]
        assert seen == sorted(seen)
        assert set(seen) == {1, 2, 3, 4}


class TestExtensions:
    LATER = Deadline(day=dt.date(2020, 12, 22))
    EARLIER = Deadline(day=dt.date(2020, 12, 1))

    def test_one_for_a_party_is_for_that_party(self) -> None:
        round_ = make(extensions=(Extension(deadline=self.LATER, participants=("skive",)),))
        assert effective_deadline(round_, "skive") == self.LATER
        assert effective_deadline(round_, "aarhus") == round_.deadline
        assert effective_deadline(round_) == round_.deadline
        assert is_extended(round_, "skive")
        assert not is_extended(round_, "aarhus")

    def test_one_for_all_is_for_everybody_and_for_strangers(self) -> None:
        round_ = make(extensions=(Extension(deadline=self.LATER),))
        assert {effective_deadline(round_, party) for party in ("skive", "aarhus", "fremmed", None)} == {self.LATER}
        assert is_extended(round_)

    def test_the_latest_of_several_counts_in_whatever_order_they_stand(self) -> None:
        latest = Deadline(day=dt.date(2021, 1, 8))
        given_ = [
            Extension(deadline=self.LATER, participants=("skive",)),
            Extension(deadline=latest, participants=("skive",)),
            Extension(deadline=self.EARLIER),
        ]
        for extensions in itertools.permutations(given_):
            assert effective_deadline(make(extensions=extensions), "skive") == latest

    def test_an_earlier_one_takes_nothing_away(self) -> None:
        round_ = make(extensions=(Extension(deadline=self.EARLIER, participants=("skive",)),))
        assert effective_deadline(round_, "skive") == round_.deadline
        assert not is_extended(round_, "skive")

    def test_one_to_the_same_moment_extends_nothing(self) -> None:
        assert not is_extended(make(extensions=(Extension(deadline=make().deadline or self.LATER),)), "skive")

    def test_without_a_deadline_an_extension_is_the_only_one(self) -> None:
        round_ = make(deadline=None, extensions=(Extension(deadline=self.LATER, participants=("skive",)),))
        assert effective_deadline(round_, "skive") == self.LATER
        assert is_extended(round_, "skive")
        assert effective_deadline(round_, "aarhus") is None
        assert not is_extended(round_, "aarhus")

    def test_the_last_cutoff_is_that_of_the_last_extension(self) -> None:
        found = last_cutoff(make(extensions=(Extension(deadline=self.LATER, participants=("skive",)),)))
        assert found is not None
        assert found.deadline == self.LATER
        assert last_cutoff(make(deadline=None)) is None

    @given(scenarios(max_responses=0))
    def test_no_party_has_less_time_than_the_round_gives(self, scenario: Scenario) -> None:
        cutoffs = Cutoffs(scenario.round)
        for party in scenario.round.participants:
            own = cutoffs.of(party.id)
            if cutoffs.original is not None:
                assert own is not None
                assert own.order >= cutoffs.original.order
                assert cutoffs.extended(party.id) is (own.order > cutoffs.original.order)

    @given(deadlines(), deadlines(), st.integers(-200_000, 200_000))
    def test_the_greater_cutoff_admits_what_the_smaller_one_does(
        self, one: Deadline, other: Deadline, seconds: int
    ) -> None:
        small, great = sorted((cutoff(one), cutoff(other)), key=lambda found: found.order)
        at = small.last + seconds * SECOND
        assert great.admits(at) or not small.admits(at)


class TestThePhase:
    def test_of_a_draft_is_draft_whatever_the_date(self) -> None:
        assert phase(make(draft=True), local(2022, 1, 1)) is Phase.DRAFT

    def test_goes_from_scheduled_to_concluded(self) -> None:
        round_ = make(concluded_on=dt.date(2021, 2, 1))
        assert phase(round_, local(2020, 10, 1, 7, 59, 59)) is Phase.SCHEDULED
        assert phase(round_, local(2020, 10, 1, 8)) is Phase.OPEN
        assert phase(round_, local(2020, 12, 15, 10)) is Phase.OPEN
        assert phase(round_, local(2020, 12, 15, 10, 0, 1)) is Phase.CLOSED
        assert phase(round_, local(2021, 1, 31, 23, 59)) is Phase.CLOSED
        assert phase(round_, local(2021, 2, 1)) is Phase.CONCLUDED

    def test_is_open_while_anybody_still_has_time(self) -> None:
        round_ = make(extensions=(Extension(deadline=Deadline(day=dt.date(2020, 12, 22)), participants=("skive",)),))
        assert phase(round_, local(2020, 12, 22, 23, 59)) is Phase.OPEN
        assert phase(round_, local(2020, 12, 23)) is Phase.CLOSED

    def test_without_a_known_opening_is_open_before_the_deadline(self) -> None:
        assert phase(make(opens=None), local(1990, 1, 1)) is Phase.OPEN

    def test_without_a_known_deadline_is_open_until_concluded(self) -> None:
        assert phase(make(deadline=None), local(2050, 1, 1)) is Phase.OPEN

    def test_of_an_unknown_zone_is_an_error_with_a_suggestion(self) -> None:
        with pytest.raises(DataError, match="Europe/Copenhagen"):
            phase(make(timezone="Europe/Kobenhavn", concluded_on=dt.date(2021, 2, 1)), local(2021, 1, 1))

    @given(scenarios(max_responses=0), st.timedeltas(dt.timedelta(0), dt.timedelta(days=200)))
    def test_never_goes_back(self, scenario: Scenario, later: dt.timedelta) -> None:
        order = list(Phase)
        before, after = phase(scenario.round, scenario.at), phase(scenario.round, scenario.at + later)
        assert order.index(before) <= order.index(after)


class TestThePeriod:
    # Published reports count in different ways; these are two of them, see calendar_.DayCount.
    @pytest.mark.parametrize(
        ("first", "last", "convention", "days"),
        [
            ((2024, 12, 12), (2025, 1, 15), DayCount.INCLUSIVE, 35),
            ((2024, 10, 23), (2024, 11, 20), DayCount.EXCLUSIVE, 28),
        ],
    )
    def test_has_the_days_of_its_convention(
        self, first: tuple[int, int, int], last: tuple[int, int, int], convention: DayCount, days: int
    ) -> None:
        found = period(make(opens=local(*first, 9), deadline=Deadline(day=dt.date(*last)), day_count=convention))
        assert found is not None
        assert (found.first, found.last, found.days) == (dt.date(*first), dt.date(*last), days)
        assert found.convention is convention

    def test_counts_working_days_by_the_same_convention(self) -> None:
        span = {"opens": local(2023, 12, 7, 9), "deadline": Deadline(day=dt.date(2024, 1, 11))}
        exclusive = period(make(**span, day_count=DayCount.REGULATION_1182_71))
        inclusive = period(make(**span, day_count=DayCount.INCLUSIVE))
        assert exclusive is not None
        assert inclusive is not None
        assert (exclusive.days, exclusive.working_days) == (35, 22)
        assert (inclusive.days, inclusive.working_days) == (36, 23)

    def test_that_opens_on_a_sunday_has_no_working_day_more_for_it(self) -> None:
        found = period(
            make(
                opens=local(2020, 11, 1, 9),
                deadline=Deadline(day=dt.date(2020, 11, 2)),
                day_count=DayCount.INCLUSIVE,
            )
        )
        assert found is not None
        assert (found.days, found.working_days) == (2, 1)

    def test_begins_on_the_day_it_opens_in_the_round_s_zone(self) -> None:
        opens = dt.datetime(2020, 9, 30, 22, 30, tzinfo=dt.UTC)
        found = period(make(opens=opens))
        assert found is not None
        assert found.first == dt.date(2020, 10, 1)
        assert local_date(make(timezone="UTC"), opens) == dt.date(2020, 9, 30)

    def test_is_unknown_where_an_end_is_unknown_or_before_the_beginning(self) -> None:
        assert period(make(opens=None)) is None
        assert period(make(deadline=None)) is None
        assert period(make(deadline=Deadline(day=dt.date(2020, 9, 30)))) is None

    def test_is_plain_data_for_texts(self) -> None:
        found = period(make())
        assert found is not None
        assert found.params == {
            "first": "2020-10-01",
            "last": "2020-12-15",
            "days": 75,
            "working_days": 53,
            "convention": "exclusive",
        }


class TestReminders:
    PLAN = ReminderPlan(before=(14, 5), on_the_day=True, after=(1,))
    AT = local(2020, 11, 1)

    def moments(self, round_: Round, plan: ReminderPlan, at: dt.datetime | None = None) -> list[str]:
        asked = at or self.AT
        found = reminders(round_, participation(round_, [], asked), asked, plan)
        return [item.at.isoformat(timespec="minutes") for item in found if item.participant == "skive"]

    def test_come_before_on_and_after_the_day(self) -> None:
        # The fifth day before, 10 December 2020, is a Thursday; 1, 15 and 16 December are working days too.
        assert self.moments(make(), self.PLAN) == [
            "2020-12-01T09:00+01:00",
            "2020-12-10T09:00+01:00",
            "2020-12-15T09:00+01:00",
            "2020-12-16T09:00+01:00",
        ]

    def test_say_what_they_are_and_for_whom(self) -> None:
        round_ = make()
        found = reminders(round_, participation(round_, [], self.AT), self.AT, self.PLAN)
        assert [(item.participant, item.email) for item in found[:2]] == [
            ("skive", None),
            ("aarhus", "post@example.dk"),
        ]
        assert [item.kind for item in found[::2]] == [
            ReminderKind.BEFORE,
            ReminderKind.BEFORE,
            ReminderKind.ON_THE_DAY,
            ReminderKind.AFTER,
        ]
        assert [item.planned.days for item in found[::2]] == [14, 5, 0, -1]
        assert {item.planned.due for item in found} == {local(2020, 12, 15, 10)}
        assert [item.name for item in found[:2]] == ["Skive", "Aarhus"]

    def test_go_only_to_those_who_have_not_answered(self) -> None:
        round_ = make()
        answer = Response(id="svar-1", participants=("skive",), received_at=local(2020, 10, 20))
        found = reminders(round_, participation(round_, [answer], self.AT), self.AT, self.PLAN)
        assert {item.participant for item in found} == {"aarhus"}

    def test_of_the_past_are_not_sent(self) -> None:
        assert self.moments(make(), self.PLAN, local(2020, 12, 10, 9)) == [
            "2020-12-10T09:00+01:00",
            "2020-12-15T09:00+01:00",
            "2020-12-16T09:00+01:00",
        ]
        assert self.moments(make(), self.PLAN, local(2020, 12, 15, 9, 1)) == ["2020-12-16T09:00+01:00"]

    def test_follow_each_party_s_own_deadline(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 22), time=dt.time(10)), participants=("skive",))
        round_ = make(extensions=(extension,))
        found = reminders(round_, participation(round_, [], self.AT), self.AT, ReminderPlan(before=(7,), after=()))
        assert [(item.participant, item.at.day, item.extended) for item in found] == [
            ("aarhus", 8, False),
            ("skive", 15, True),
        ]

    def test_before_move_to_the_working_day_before_and_after_to_the_one_after(self) -> None:
        # 20 December 2020 is a Sunday; the 25th to the 27th are Christmas and a weekend, and few work on the 24th.
        round_ = make(deadline=Deadline(day=dt.date(2020, 12, 25)))
        found = planned_reminders(round_, ReminderPlan(before=(5,), on_the_day=True, after=(1,)), found_of(round_))
        assert [(item.kind, item.at.day, item.planned_on.day) for item in found] == [
            (ReminderKind.BEFORE, 18, 20),
            (ReminderKind.ON_THE_DAY, 23, 25),
            (ReminderKind.AFTER, 28, 26),
        ]

    def test_on_the_day_come_before_a_deadline_in_the_early_morning(self) -> None:
        round_ = make(deadline=Deadline(day=dt.date(2020, 12, 14), time=dt.time(8)))
        assert self.moments(round_, ReminderPlan(before=(), on_the_day=True, after=())) == ["2020-12-11T09:00+01:00"]

    def test_that_fall_together_are_one_and_the_one_that_was_meant(self) -> None:
        # The day before Monday 14 December and the day before that move to Friday, which is the third.
        round_ = make(deadline=Deadline(day=dt.date(2020, 12, 14), time=dt.time(10)))
        for before in itertools.permutations((1, 2, 3)):
            found = planned_reminders(round_, ReminderPlan(before=before, after=()), found_of(round_))
            assert [(item.at.day, item.planned_on.day) for item in found] == [(11, 11)]

    def test_never_come_before_the_round_opens(self) -> None:
        round_ = make(opens=local(2020, 12, 10, 12))
        assert self.moments(round_, self.PLAN) == ["2020-12-15T09:00+01:00", "2020-12-16T09:00+01:00"]

    def test_stop_when_the_round_is_concluded(self) -> None:
        round_ = make(concluded_on=dt.date(2020, 12, 16))
        assert self.moments(round_, self.PLAN)[-1] == "2020-12-15T09:00+01:00"

    def test_are_not_sent_for_a_draft_or_without_a_deadline(self) -> None:
        assert self.moments(make(draft=True), self.PLAN) == []
        assert self.moments(make(deadline=None), self.PLAN) == []

    def test_can_be_counted_in_working_days(self) -> None:
        plan = ReminderPlan(before=(5,), after=(8,), working_days=True)
        assert self.moments(make(), plan) == ["2020-12-08T09:00+01:00", "2020-12-29T09:00+01:00"]

    def test_go_on_as_often_as_the_plan_says(self) -> None:
        plan = ReminderPlan(before=(), after=(1,), every=7, times=3)
        assert [text[:10] for text in self.moments(make(), plan)] == [
            "2020-12-16",
            "2020-12-23",
            "2020-12-30",
            "2021-01-06",
        ]
        workdays = attrs.evolve(plan, working_days=True, every=5, times=2)
        assert [text[:10] for text in self.moments(make(), workdays)] == ["2020-12-16", "2020-12-23", "2021-01-05"]

    @pytest.mark.parametrize(
        ("planned", "sent"),
        [
            (dt.datetime(2025, 10, 30, 23, 30), "2025-10-30T23:30:00+03:00"),  # noqa: DTZ001 - local time
            (dt.datetime(2025, 4, 25, 0, 0), "2025-04-25T01:00:00+03:00"),  # noqa: DTZ001 - local time
        ],
    )
    def test_in_the_hour_of_a_clock_change_are_sent_all_the_same(self, planned: dt.datetime, sent: str) -> None:
        # Egypt changes its clocks in the night before a Friday, and so on a day on which reminders are sent.
        deadline = Deadline(day=planned.date() + dt.timedelta(days=4), timezone="Africa/Cairo")
        round_ = make(opens=None, deadline=deadline, timezone="Africa/Cairo")
        plan = ReminderPlan(before=(4,), after=(), at=planned.time())
        assert [item.at.isoformat() for item in planned_reminders(round_, plan, found_of(round_))] == [sent]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("before", [1]),
            ("before", (0,)),
            ("after", (True,)),
            ("after", (367,)),
            ("every", -1),
            ("times", 1.5),
            ("at", "09:00"),
            ("at", dt.time(9, tzinfo=dt.UTC)),
        ],
    )
    def test_cannot_be_planned_impossibly(self, field: str, value: object) -> None:
        with pytest.raises(DataError, match=f"ReminderPlan: {field} must"):
            ReminderPlan(**{field: value})  # type: ignore[arg-type]

    @given(scenarios(wordless=True), st.lists(st.integers(1, 40), max_size=3), st.booleans(), st.integers(0, 3))
    def test_fall_on_working_days_in_time_and_only_to_the_silent(
        self, scenario: Scenario, before: list[int], working: bool, times: int
    ) -> None:
        plan = ReminderPlan(before=tuple(before), on_the_day=True, working_days=working, every=9, times=times)
        found = participation(scenario.round, scenario.responses, scenario.at)
        answered = {entry.participant for entry in found.parties if entry.counted is not None}
        sent = reminders(scenario.round, found, scenario.at, plan)
        for item in sent:
            assert item.at >= scenario.at
            assert item.participant not in answered
            assert is_working_day(local_date(scenario.round, item.at), customary=True)
            assert scenario.round.opens is None or item.at >= scenario.round.opens
            if item.kind is not ReminderKind.AFTER:
                assert item.at < item.planned.due
        assert len({(item.participant, item.at) for item in sent}) == len(sent)


class TestWarnings:
    def kinds(self, round_: Round) -> list[WarningKind]:
        return [item.kind for item in warnings(round_)]

    def test_are_not_raised_for_a_round_as_it_should_be(self) -> None:
        assert warnings(make()) == ()

    def test_name_the_weekday_of_a_deadline_on_a_weekend(self) -> None:
        (found,) = warnings(make(opens=None, deadline=Deadline(day=dt.date(2025, 3, 9))))
        assert found.kind is WarningKind.NON_WORKING_DAY
        assert found.params == {"day": "2025-03-09", "reason": {"da": "søndag", "en": "Sunday"}}

    def test_name_the_holiday_of_a_deadline_on_one(self) -> None:
        (found,) = warnings(make(opens=None, deadline=Deadline(day=dt.date(2026, 5, 14))))
        assert found.params["reason"] == {"da": "Kristi himmelfartsdag", "en": "Ascension Day"}

    def test_tell_of_a_period_under_four_weeks(self) -> None:
        (found,) = warnings(make(opens=local(2020, 11, 18)))
        assert found.kind is WarningKind.SHORT_PERIOD
        assert found.params == {"first": "2020-11-18", "last": "2020-12-15", "days": 27, "least": 28}
        assert warnings(make(opens=local(2020, 11, 17))) == ()

    def test_tell_of_every_holiday_period_that_is_touched(self) -> None:
        found = warnings(make(opens=local(2020, 6, 1), deadline=Deadline(day=dt.date(2021, 1, 5))))
        assert [item.kind for item in found] == [WarningKind.HOLIDAY_PERIOD] * 2
        assert found[0].params == {
            "period": {"da": "juli", "en": "July"},
            "first": "2020-07-01",
            "last": "2020-07-31",
        }

    def test_tell_of_a_deadline_before_the_opening_and_then_not_of_the_period(self) -> None:
        found = warnings(make(opens=local(2020, 12, 15, 10)))
        assert [item.kind for item in found] == [WarningKind.BEFORE_OPENING]
        assert found[0].params == {
            "opens": "2020-12-15T10:00:00+01:00",
            "deadline": "2020-12-15T10:00:00+01:00",
        }

    def test_have_no_period_to_speak_of_where_zones_put_the_opening_after_the_last_day(self) -> None:
        # It opens an hour before the end, but by then the next day has begun in the round's zone.
        round_ = make(
            opens=local(2020, 12, 15, 23), deadline=Deadline(day=dt.date(2020, 12, 15)), timezone="Asia/Kathmandu"
        )
        assert warnings(round_) == ()

    def test_tell_of_a_missing_deadline(self) -> None:
        assert self.kinds(make(deadline=None)) == [WarningKind.NO_DEADLINE]

    def test_tell_of_extensions_that_extend_nothing_or_end_on_days_off(self) -> None:
        round_ = make(
            extensions=(
                Extension(deadline=Deadline(day=dt.date(2020, 12, 1)), participants=("skive",)),
                Extension(deadline=Deadline(day=dt.date(2020, 12, 19))),
            )
        )
        earlier, weekend = warnings(round_)
        assert earlier.kind is WarningKind.EXTENSION_EARLIER
        assert earlier.participants == ("skive",)
        assert earlier.params == {
            "extension": "2020-12-02T00:00:00+01:00",
            "deadline": "2020-12-15T10:00:00+01:00",
        }
        assert weekend.kind is WarningKind.NON_WORKING_DAY
        assert weekend.participants == ()

    def test_do_not_compare_an_extension_with_a_deadline_that_is_unknown(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 1)))
        assert self.kinds(make(deadline=None, extensions=(extension,))) == [WarningKind.NO_DEADLINE]


class TestEvents:
    def test_are_in_the_order_of_time(self) -> None:
        round_ = make(
            milestones=(
                Milestone(
                    id="drøftes",
                    kind=MilestoneKind.DISCUSSED,
                    title=localized(da="Drøftes"),
                    on=dt.date(2021, 2, 1),
                ),
                Milestone(
                    id="konference",
                    kind=MilestoneKind.CONFERENCE,
                    title=localized(da="Konference"),
                    on=dt.date(2020, 9, 30),
                    status=MilestoneStatus.CANCELLED,
                ),
                Milestone(id="engang", kind=MilestoneKind.OTHER, title=localized(da="Engang")),
            ),
            extensions=(
                Extension(deadline=Deadline(day=dt.date(2020, 12, 22)), participants=("skive",)),
                Extension(deadline=Deadline(day=dt.date(2020, 12, 22), time=dt.time(12))),
            ),
            concluded_on=dt.date(2021, 2, 1),
        )
        found = calendar_events(round_)
        assert [(item.kind, item.day.isoformat()) for item in found] == [
            (EventKind.MILESTONE, "2020-09-30"),
            (EventKind.OPENS, "2020-10-01"),
            (EventKind.DEADLINE, "2020-12-15"),
            (EventKind.EXTENSION, "2020-12-22"),
            (EventKind.EXTENSION, "2020-12-22"),
            (EventKind.MILESTONE, "2021-02-01"),
            (EventKind.CONCLUDED, "2021-02-01"),
        ]
        assert found[0].cancelled
        assert found[2].at == local(2020, 12, 15, 10)
        assert (found[3].at, found[3].participants) == (None, ("skive",))
        assert found[4].at == local(2020, 12, 22, 12)

    def test_take_the_title_of_a_milestone_that_says_the_same(self) -> None:
        milestone = Milestone(
            id="frist", kind=MilestoneKind.DEADLINE, title=localized(da="Svarfrist"), on=dt.date(2020, 12, 15)
        )
        (found,) = calendar_events(make(opens=None, milestones=(milestone,)))
        assert (found.kind, str(found.title), found.milestone) == (EventKind.DEADLINE, "Svarfrist", "frist")

    def test_keep_a_cancelled_or_moved_deadline_milestone_apart(self) -> None:
        cancelled = Milestone(
            id="a",
            kind=MilestoneKind.DEADLINE,
            title=localized(da="Aflyst"),
            on=dt.date(2020, 12, 15),
            status=MilestoneStatus.CANCELLED,
        )
        other = Milestone(id="b", kind=MilestoneKind.DEADLINE, title=localized(da="Før"), on=dt.date(2020, 12, 1))
        found = calendar_events(make(opens=None, milestones=(cancelled, other)))
        assert [item.kind for item in found] == [EventKind.MILESTONE, EventKind.MILESTONE, EventKind.DEADLINE]

    def test_have_the_reminders_of_a_plan(self) -> None:
        found = calendar_events(make(), ReminderPlan(before=(14,), after=()))
        assert [(item.kind, item.reminder) for item in found if item.reminder] == [
            (EventKind.REMINDER, ReminderKind.BEFORE)
        ]

    def test_have_an_all_day_deadline_without_a_time(self) -> None:
        (found,) = calendar_events(make(opens=None, deadline=Deadline(day=dt.date(2020, 12, 15))))
        assert found.at is None

    def test_of_a_round_that_nothing_is_known_of_are_none(self) -> None:
        assert calendar_events(make(opens=None, deadline=None), ReminderPlan()) == ()
