"""The deadline: late, extended, in grace, impossible, and what is odd about the round's own dates."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.validators.tools import DAY, answer, changed, codes, moment, only, run, stranger

from kkrconsult.findings import Subject, SubjectKind
from kkrconsult.model import Deadline, Decision, DecisionKind, Extension, Round, Withdrawal
from kkrconsult.texts import message
from kkrconsult.timeline import WarningKind
from kkrconsult.validators import deadline

LATE = moment(15, 10, 0, second=1)
ACCEPTED, REJECTED = Decision(kind=DecisionKind.ACCEPTED), Decision(kind=DecisionKind.REJECTED)
WHOLE_DAY = changed(deadline=Deadline(day=DAY))
TO_SKIVE = Extension(deadline=Deadline(day=dt.date(2020, 12, 17), time=dt.time(12)), participants=("skive",))
EXTENDED = changed(extensions=(TO_SKIVE,))


class TestAnAnswer:
    def test_at_the_very_moment_of_the_deadline_is_in_time(self) -> None:
        assert run("deadline", answer(received_at=moment(15, 10))) == []

    def test_a_second_later_is_late(self) -> None:
        finding = only(run("deadline", answer(received_at=LATE)))
        assert finding.code == "deadline.late"
        assert finding.params == {"received": "2020-12-15T10:00:01+01:00", "deadline": "2020-12-15T10:00:00+01:00"}

    def test_received_in_another_zone_is_told_in_the_rounds_own(self) -> None:
        received = dt.datetime(2020, 12, 15, 10, 30, tzinfo=dt.UTC)
        assert only(run("deadline", answer(received_at=received))).params["received"] == "2020-12-15T11:30:00+01:00"

    def test_may_come_until_midnight_where_the_whole_day_counts(self) -> None:
        assert run("deadline", answer(received_at=moment(15, 23, 59)), round=WHOLE_DAY) == []
        late = only(run("deadline", answer(received_at=moment(16, 0)), round=WHOLE_DAY))
        assert late.code == "deadline.late"
        assert late.params["deadline"] == "2020-12-15"
        assert message(late.code, late.params, "da").endswith("fristen var 15. december 2020.")

    def test_that_is_late_but_accepted_is_only_noted(self) -> None:
        assert codes(run("deadline", answer(received_at=LATE, decision=ACCEPTED))) == ["deadline.late-accepted"]

    def test_that_is_late_and_rejected_is_only_noted(self) -> None:
        assert codes(run("deadline", answer(received_at=LATE, decision=REJECTED))) == ["deadline.late-rejected"]

    def test_is_late_as_long_as_the_decision_lies_ahead(self) -> None:
        ahead = Decision(kind=DecisionKind.ACCEPTED, on=dt.date(2020, 12, 18))
        late = answer(received_at=LATE, decision=ahead)
        assert codes(run("deadline", late, at=moment(17))) == ["deadline.late"]
        assert codes(run("deadline", late, at=moment(18))) == ["deadline.late-accepted"]

    def test_that_was_taken_back_cannot_be_late(self) -> None:
        assert run("deadline", answer(received_at=LATE, withdrawn=Withdrawal(reason="Fejl"))) == []

    def test_is_late_until_it_is_taken_back(self) -> None:
        late = answer(received_at=LATE, withdrawn=Withdrawal(reason="Fejl", at=moment(18)))
        assert codes(run("deadline", late, at=moment(17))) == ["deadline.late"]
        assert run("deadline", late, at=moment(18)) == []

    def test_without_a_moment_of_receipt_cannot_be_judged(self) -> None:
        assert codes(run("deadline", answer(received_at=None))) == ["deadline.unknown-time"]

    def test_from_before_the_round_opened_has_a_wrong_date(self) -> None:
        early = answer(received_at=moment(30, month=9))
        assert codes(run("deadline", early)) == ["deadline.before-opening"]

    def test_may_have_any_early_date_where_the_opening_is_unknown(self) -> None:
        assert run("deadline", answer(received_at=moment(1, month=1)), round=changed(opens=None)) == []

    def test_from_after_the_moment_asked_about_is_not_there_yet(self) -> None:
        finding = only(run("deadline", answer(received_at=moment(16)), at=moment(14)))
        assert finding.code == "deadline.after-moment"
        assert finding.params["at"] == "2020-12-14T12:00:00+01:00"

    def test_of_somebody_unsolicited_has_the_general_deadline(self) -> None:
        assert codes(run("deadline", stranger("En borger", received_at=LATE), round=EXTENDED)) == ["deadline.late"]


class TestAnExtension:
    def test_makes_an_answer_come_in_time(self) -> None:
        finding = only(run("deadline", answer("a", "skive", received_at=LATE), round=EXTENDED))
        assert finding.code == "deadline.extended"
        assert finding.params["extended_to"] == "2020-12-17T12:00:00+01:00"

    def test_is_for_those_who_got_it(self) -> None:
        assert codes(run("deadline", answer(received_at=LATE), round=EXTENDED)) == ["deadline.late"]

    def test_is_not_mentioned_where_it_was_not_needed(self) -> None:
        assert run("deadline", answer("a", "skive", received_at=moment(15, 9)), round=EXTENDED) == []

    def test_ends_too(self) -> None:
        finding = only(run("deadline", answer("a", "skive", received_at=moment(18)), round=EXTENDED))
        assert finding.code == "deadline.late"
        assert finding.params["deadline"] == "2020-12-17T12:00:00+01:00"

    def test_of_one_party_serves_a_joint_answer(self) -> None:
        joint = answer("a", "aarhus", "skive", received_at=LATE)
        assert codes(run("deadline", joint, round=EXTENDED)) == ["deadline.extended"]


class TestGrace:
    ROUND = changed(deadline=Deadline(day=DAY, time=dt.time(10), grace_minutes=15))

    def test_is_noted_where_it_was_used(self) -> None:
        finding = only(run("deadline", answer(received_at=LATE), round=self.ROUND))
        assert finding.code == "deadline.grace"
        assert finding.params["grace"] == 15

    def test_is_not_noted_where_it_was_not(self) -> None:
        assert run("deadline", answer(received_at=moment(15, 10)), round=self.ROUND) == []

    def test_of_a_whole_day_begins_at_midnight(self) -> None:
        whole = changed(deadline=Deadline(day=DAY, grace_minutes=15))
        assert codes(run("deadline", answer(received_at=moment(16, 0)), round=whole)) == ["deadline.grace"]
        assert codes(run("deadline", answer(received_at=moment(16, 0, 15)), round=whole)) == ["deadline.late"]


class TestARoundWithoutADeadline:
    ROUND = changed(deadline=None)

    def test_says_so_and_finds_no_answer_late(self) -> None:
        found = run("deadline", answer(), answer("svar-2", received_at=None), round=self.ROUND)
        assert codes(found) == ["deadline.none"]

    def test_judges_a_joint_answer_only_where_each_party_has_a_deadline(self) -> None:
        round_ = changed(deadline=None, extensions=(TO_SKIVE,))
        late = moment(18)
        assert "deadline.late" in codes(run("deadline", answer("a", "skive", received_at=late), round=round_))
        assert "deadline.late" not in codes(
            run("deadline", answer("a", "skive", "aarhus", received_at=late), round=round_)
        )


class TestTheDatesOfTheRound:
    def test_are_fine(self) -> None:
        assert run("deadline") == []

    def test_are_about_the_round(self) -> None:
        found = only(run("deadline", round=changed(deadline=None)))
        assert found.subject == Subject(kind=SubjectKind.ROUND, id="prøve")

    def test_should_leave_four_weeks(self) -> None:
        short = changed(opens=moment(18, month=11))
        finding = only(run("deadline", round=short))
        assert finding.code == "deadline.short-period"
        assert finding.params == {"first": "2020-11-18", "last": "2020-12-15", "days": 27, "least": 28}
        assert run("deadline", round=changed(opens=moment(17, month=11))) == []

    def test_may_leave_as_little_as_the_round_allows(self) -> None:
        short = changed(opens=moment(1))
        assert run("deadline", round=short, minimum_days=14) == []
        assert run("deadline", round=short, minimum_days=0) == []

    def test_must_leave_as_much_as_the_round_wants(self) -> None:
        assert codes(run("deadline", minimum_days=90)) == ["deadline.short-period"]

    SATURDAY = changed(deadline=Deadline(day=dt.date(2020, 12, 12)))

    def test_should_end_on_a_working_day(self) -> None:
        finding = only(run("deadline", round=self.SATURDAY))
        assert finding.code == "deadline.on-day-off"
        text = "Fristen 12. december 2020 (lørdag) ligger ikke på en arbejdsdag."
        assert message(finding.code, finding.params, "da") == text
        assert "(Saturday)" in message(finding.code, finding.params, "en")

    def test_may_end_on_a_day_off_where_the_round_does_not_mind(self) -> None:
        assert run("deadline", round=self.SATURDAY, working_day=False) == []

    CHRISTMAS = changed(deadline=Deadline(day=dt.date(2021, 1, 5)))

    def test_should_keep_clear_of_holidays(self) -> None:
        finding = only(run("deadline", round=self.CHRISTMAS))
        assert finding.code == "deadline.holiday-period"
        assert "juleugen" in message(finding.code, finding.params, "da")

    def test_may_touch_holidays_where_the_round_does_not_mind(self) -> None:
        assert run("deadline", round=self.CHRISTMAS, holiday_periods=False) == []

    def test_must_not_end_before_they_begin(self) -> None:
        finding = only(run("deadline", round=changed(opens=moment(16))))
        assert finding.code == "deadline.ends-before-opening"
        assert finding.params["opens"] == "2020-12-16T12:00:00+01:00"

    def test_tell_of_an_extension_that_changes_nothing(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 14)), participants=("skive",))
        finding = only(run("deadline", round=changed(extensions=(extension,))))
        assert finding.code == "deadline.extension-earlier"
        assert finding.params["participants"] == ("skive",)

    @pytest.mark.parametrize("kind", WarningKind)
    def test_have_a_code_for_every_warning_of_the_timeline(self, kind: WarningKind) -> None:
        # Four weeks are counted by the validator itself, because the round may want another number.
        assert kind in deadline._ROUND_CODES or kind is WarningKind.SHORT_PERIOD


def test_a_round_that_is_not_in_denmark_has_its_own_clock() -> None:
    nuuk = Round(
        id="nuuk",
        title=changed().title,
        timezone="America/Nuuk",
        deadline=Deadline(day=DAY, time=dt.time(10), timezone="America/Nuuk"),
    )
    finding = only(run("deadline", answer("a", "x", received_at=moment(15, 15)), round=nuuk))
    assert finding.params["received"] == "2020-12-15T11:00:00-03:00"
