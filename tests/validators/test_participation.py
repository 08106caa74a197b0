"""Who has not answered, and whether enough have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.validators.tools import DAY, answer, changed, codes, moment, only, run

from kkrconsult.findings import Finding, Subject, SubjectKind
from kkrconsult.model import Deadline, Decision, DecisionKind, Extension, Participant, Response, Withdrawal
from kkrconsult.texts import message

NAME = "participation"
ALL = (answer("a", "aarhus"), answer("b", "skive"), answer("c", "rksk"))


def about(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code.removeprefix("participation."), one.subject.id) for one in findings if one.subject]


class TestAParty:
    def test_that_has_answered_is_fine(self) -> None:
        assert run(NAME, *ALL) == []

    def test_that_has_not_is_missing_after_the_deadline(self) -> None:
        finding = only(run(NAME, *ALL[:2]))
        assert finding.code == "participation.missing"
        assert finding.subject == Subject(kind=SubjectKind.PARTICIPANT, id="rksk")
        params = {"party": "Ringkøbing-Skjern", "deadline": "2020-12-15T10:00:00+01:00", "dated": True}
        assert finding.params == params
        text = "Ringkøbing-Skjern har ikke svaret inden fristen 15. december 2020 kl. 10.00."
        assert message(finding.code, finding.params, "da") == text

    def test_that_has_not_has_until_the_deadline(self) -> None:
        assert run(NAME, at=moment(15, 10)) == []
        assert len(run(NAME, at=moment(15, 10, second=1))) == 3

    def test_with_an_extension_has_until_its_end(self) -> None:
        later = Extension(deadline=Deadline(day=dt.date(2020, 12, 21)), participants=("rksk",))
        round_ = changed(extensions=(later,))
        assert run(NAME, *ALL[:2], round=round_) == []
        finding = only(run(NAME, *ALL[:2], round=round_, at=moment(22)))
        assert finding.params["deadline"] == "2020-12-21"

    def test_without_a_deadline_is_missing_once_the_round_is_over(self) -> None:
        endless = changed(deadline=None)
        assert run(NAME, *ALL[:2], round=endless) == []
        over = changed(deadline=None, concluded_on=DAY)
        finding = only(run(NAME, *ALL[:2], round=over))
        assert finding.params == {"party": "Ringkøbing-Skjern", "deadline": "", "dated": False}
        assert message(finding.code, finding.params, "en") == "Ringkøbing-Skjern has not answered."

    def test_that_took_its_answer_back_has_none(self) -> None:
        back = answer("c", "rksk", withdrawn=Withdrawal(reason="Fejl"))
        assert about(run(NAME, *ALL[:2], back)) == [("withdrawn", "rksk")]

    def test_whose_answer_was_rejected_has_none(self) -> None:
        rejected = Decision(kind=DecisionKind.REJECTED)
        for received in (moment(1), moment(16)):
            one = answer("c", "rksk", decision=rejected, received_at=received)
            assert about(run(NAME, *ALL[:2], one)) == [("rejected", "rksk")]

    def test_that_was_not_consulted_cannot_be_missing(self) -> None:
        strange = answer("d", "paris", withdrawn=Withdrawal(reason="Fejl"))
        assert run(NAME, *ALL, strange) == []


class TestAQuorum:
    @staticmethod
    def few(*responses: Response, quorum: float = 0.5, **more: Any) -> list[Finding]:
        found = run(NAME, *responses, quorum=quorum, **more)
        return [one for one in found if one.code == "participation.too-few"]

    def test_that_is_not_reached_is_a_warning_on_the_round(self) -> None:
        finding = only(self.few(*ALL[:1]))
        assert finding.params == {"answering": 1, "consulted": 3, "least": 2}
        assert finding.subject == Subject(kind=SubjectKind.ROUND, id="prøve")

    def test_that_is_reached_is_fine(self) -> None:
        assert self.few(*ALL[:2]) == []
        assert self.few(*ALL, quorum=1) == []

    def test_is_not_asked_for_unless_the_round_says_so(self) -> None:
        assert "participation.too-few" not in codes(run(NAME))

    def test_is_not_asked_for_while_somebody_may_still_answer(self) -> None:
        assert self.few(*ALL[:1], at=moment(14)) == []

    def test_is_exact_where_the_computer_is_not(self) -> None:
        # 0.07 * 100 is a little more than 7.
        parties = tuple(Participant(id=f"part-{number}", name=f"Part {number}") for number in range(100))
        many = changed(participants=parties)
        answers = [answer(f"svar-{number}", f"part-{number}") for number in range(7)]
        assert self.few(*answers, quorum=0.07, round=many) == []
        assert len(self.few(*answers[:6], quorum=0.07, round=many)) == 1
