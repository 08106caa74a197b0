"""How a party handled the round, and whether its answer is final."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.validators.tools import answer, changed, codes, moment, only, results, run, start, stranger

from kkrconsult.findings import Subject, SubjectKind
from kkrconsult.model import (
    Decision,
    DecisionKind,
    Handling,
    HandlingMode,
    NoRemarks,
    Reservation,
    Response,
    Stage,
    Withdrawal,
)
from kkrconsult.texts import message

NAME = "handling"
POLITICAL = Handling(mode=HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 11, 25))
ADMINISTRATIVE = Handling(mode=HandlingMode.ADMINISTRATIVE)


def reserved(id: str = "svar-1", expected: dt.date | None = None, **fields: Any) -> Response:
    reservation = Reservation(body="Byrådet", expected_on=expected)
    return answer(id, handling=ADMINISTRATIVE, reservation=reservation, **fields)


class TestHowItWasHandled:
    @pytest.mark.parametrize("handling", [POLITICAL, ADMINISTRATIVE])
    def test_is_up_to_the_party(self, handling: Handling) -> None:
        assert run(NAME, answer(handling=handling)) == []

    def test_must_be_said(self) -> None:
        assert codes(run(NAME, answer())) == ["handling.missing"]

    def test_need_not_be_said_where_the_round_does_not_ask(self) -> None:
        assert run(NAME, answer(), required=False) == []

    @pytest.mark.parametrize(
        "response",
        [
            answer(no_remarks=NoRemarks()),
            answer(declined=True),
            stranger("En borger"),
            answer(withdrawn=Withdrawal(reason="Fejl")),
            answer(decision=Decision(kind=DecisionKind.REJECTED)),
        ],
    )
    def test_need_not_be_said_by_all(self, response: Response) -> None:
        assert run(NAME, response) == []

    def test_may_have_to_be_political(self) -> None:
        assert codes(run(NAME, answer(handling=ADMINISTRATIVE), political=True)) == ["handling.not-political"]
        assert run(NAME, answer(handling=POLITICAL), political=True) == []


class TestTheDayOfTheDecision:
    @staticmethod
    def on(day: dt.date, **fields: Any) -> Response:
        return answer(handling=Handling(mode=HandlingMode.POLITICAL, decided_on=day), **fields)

    def test_cannot_lie_in_the_future(self) -> None:
        finding = only(run(NAME, self.on(dt.date(2020, 12, 21))))
        assert finding.code == "handling.date-in-future"
        assert finding.params == {"decided_on": "2020-12-21", "body": "", "today": "2020-12-20"}

    def test_is_odd_after_the_answer_was_sent(self) -> None:
        finding = only(run(NAME, self.on(dt.date(2020, 12, 2))))
        assert finding.code == "handling.decided-after-receipt"
        assert finding.params["received"] == "2020-12-01"

    def test_may_come_after_an_answer_with_a_reservation(self) -> None:
        one = self.on(dt.date(2020, 12, 2), reservation=Reservation())
        assert codes(run(NAME, one)) == ["handling.reservation"]

    def test_may_be_any_where_nobody_knows_when_the_answer_came(self) -> None:
        assert run(NAME, self.on(dt.date(2020, 12, 2), received_at=None)) == []

    def test_cannot_lie_before_the_round(self) -> None:
        finding = only(run(NAME, self.on(dt.date(2020, 9, 30))))
        assert finding.code == "handling.before-opening"
        assert finding.params["opens"] == "2020-10-01"
        assert run(NAME, self.on(dt.date(2020, 9, 30)), round=changed(opens=None)) == []

    @pytest.mark.parametrize("day", [dt.date(2020, 10, 1), dt.date(2020, 12, 1)])
    def test_may_be_the_first_or_the_last(self, day: dt.date) -> None:
        assert run(NAME, self.on(day)) == []


class TestAReservation:
    def test_is_something_to_follow_up(self) -> None:
        finding = only(run(NAME, reserved()))
        assert finding.code == "handling.reservation"
        assert finding.subject == Subject(kind=SubjectKind.RESPONSE, id="svar-1")
        text = "Svaret er givet med forbehold for politisk godkendelse."
        assert message(finding.code, finding.params, "da") == text

    def test_tells_when_it_will_be_lifted(self) -> None:
        finding = only(run(NAME, reserved(expected=dt.date(2020, 12, 20))))
        assert finding.code == "handling.reservation"
        assert message(finding.code, finding.params, "da").endswith(", som ventes 20. december 2020.")

    def test_is_overdue_when_the_day_has_gone(self) -> None:
        finding = only(run(NAME, reserved(expected=dt.date(2020, 12, 19))))
        assert finding.code == "handling.reservation-overdue"

    def test_is_settled_by_a_version_that_supersedes_it(self) -> None:
        final = answer("svar-2", handling=POLITICAL, supersedes="svar-1")
        assert run(NAME, reserved(), final) == []

    def test_is_settled_by_a_higher_version(self) -> None:
        assert run(NAME, reserved(), answer("svar-2", handling=POLITICAL, version=2)) == []

    def test_is_not_settled_by_the_version_of_somebody_else(self) -> None:
        other = answer("svar-2", "skive", handling=POLITICAL, version=2)
        assert codes(run(NAME, reserved(), other)) == ["handling.reservation"]

    def test_is_not_settled_by_a_version_that_was_taken_back(self) -> None:
        back = answer("svar-2", handling=POLITICAL, supersedes="svar-1", withdrawn=Withdrawal(reason="Fejl"))
        assert codes(run(NAME, reserved(), back)) == ["handling.reservation"]

    def test_of_the_latest_version_stands(self) -> None:
        found = run(NAME, reserved(), reserved("svar-2", version=2), reserved("svar-3", version=2))
        assert [one.subject.id for one in found if one.subject] == ["svar-2", "svar-3"]


class TestAProvisionalAnswer:
    def test_is_something_to_follow_up(self) -> None:
        one = answer(handling=POLITICAL, stage=Stage.PROVISIONAL)
        assert codes(run(NAME, one)) == ["handling.provisional"]

    def test_with_a_reservation_is_told_once(self) -> None:
        assert codes(run(NAME, reserved(stage=Stage.PROVISIONAL))) == ["handling.reservation"]

    def test_of_a_stranger_is_settled_by_the_strangers_next(self) -> None:
        first = stranger("En borger", stage=Stage.PROVISIONAL)
        assert codes(run(NAME, first)) == ["handling.provisional"]
        assert run(NAME, first, stranger("En borger", "svar-2", version=2)) == []


def test_parts_know_of_one_anothers_versions() -> None:
    one, other, third = start(NAME), start(NAME), start(NAME)
    list(one.observe(reserved()))
    list(other.observe(answer("svar-3", handling=POLITICAL, version=3)))
    list(third.observe(reserved("svar-2", version=2)))
    one.merge(other)
    third.merge(one)
    assert results(third, changed(), []) == []


def test_the_day_is_that_of_the_round_and_not_of_the_clock_that_asked() -> None:
    handling = Handling(mode=HandlingMode.POLITICAL, decided_on=dt.date(2020, 12, 21))
    late_in_utc = dt.datetime(2020, 12, 20, 23, 30, tzinfo=dt.UTC)
    one = answer(handling=handling, received_at=moment(21, 0, 15))
    assert run(NAME, one, at=late_in_utc) == []
