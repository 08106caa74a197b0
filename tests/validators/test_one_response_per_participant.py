"""One coordinated answer from each party."""

from __future__ import annotations

from tests.validators.tools import answer, codes, moment, only, run, stranger

from kkrconsult.findings import Subject, SubjectKind
from kkrconsult.model import Decision, DecisionKind, Response, Withdrawal

NAME = "one-response-per-participant"


def both(**second: object) -> tuple[Response, Response]:
    """Two answers of Aarhus, the second with something about it."""
    return answer("svar-1", received_at=moment(1)), answer("svar-2", received_at=moment(2), **second)


class TestTwoAnswersOfAParty:
    def test_are_an_error_on_the_second(self) -> None:
        finding = only(run(NAME, *both()))
        assert finding.code == "response.second"
        assert finding.subject == Subject(kind=SubjectKind.RESPONSE, id="svar-2")
        assert finding.params == {"parties": ("Aarhus",), "responses": ("svar-1",), "truncated": False}

    def test_are_an_error_whichever_is_read_first(self) -> None:
        assert run(NAME, *both()) == run(NAME, *reversed(both()))

    def test_are_fine_where_one_supersedes_the_other(self) -> None:
        assert run(NAME, *both(supersedes="svar-1")) == []

    def test_are_fine_where_one_is_a_later_version(self) -> None:
        assert run(NAME, *both(version=2)) == []

    def test_are_fine_where_one_was_taken_back(self) -> None:
        assert run(NAME, *both(withdrawn=Withdrawal(reason="Fejl"))) == []

    def test_are_fine_where_one_was_rejected(self) -> None:
        assert run(NAME, *both(decision=Decision(kind=DecisionKind.REJECTED))) == []

    def test_are_fine_as_long_as_one_is_yet_to_come(self) -> None:
        assert run(NAME, *both(), at=moment(1, 13)) == []

    def test_of_different_parties_are_fine(self) -> None:
        assert run(NAME, answer(), answer("svar-2", "skive")) == []

    def test_of_one_unsolicited_sender_are_fine_unless_the_round_says_otherwise(self) -> None:
        letters = (stranger("En borger", "svar-1"), stranger("En  borger", "svar-2"))
        assert run(NAME, *letters) == []
        assert codes(run(NAME, *letters, unsolicited=True)) == ["response.second"]


class TestThreeAnswersOfAParty:
    def test_are_two_too_many(self) -> None:
        found = run(NAME, *both(), answer("svar-3", received_at=moment(3)))
        assert [(one.subject.id, one.params["responses"]) for one in found if one.subject] == [
            ("svar-2", ("svar-1",)),
            ("svar-3", ("svar-1", "svar-2")),
        ]


class TestManyAnswersOfAParty:
    def test_name_the_first_ten(self) -> None:
        found = run(NAME, *(answer(f"svar-{number:02}", received_at=moment(1, 8, number)) for number in range(12)))
        last = next(one for one in found if one.subject and one.subject.id == "svar-11")
        assert last.params["responses"] == tuple(f"svar-{number:02}" for number in range(10))
        assert last.params["truncated"] is True
        tenth = next(one for one in found if one.subject and one.subject.id == "svar-10")
        assert tenth.params["truncated"] is False


class TestAJointAnswer:
    JOINT = answer("fælles", "aarhus", "skive", received_at=moment(1))

    def test_alone_is_fine(self) -> None:
        assert run(NAME, self.JOINT) == []

    def test_beside_one_of_its_own_is_a_warning(self) -> None:
        finding = only(run(NAME, self.JOINT, answer("egen", "skive", received_at=moment(2))))
        assert finding.code == "response.also-joint"
        assert finding.params == {"parties": ("Skive",), "responses": ("fælles",), "truncated": False}

    def test_after_one_of_its_own_is_a_warning_too(self) -> None:
        found = run(NAME, self.JOINT, answer("egen", "skive", received_at=moment(1, 8)))
        assert only(found).subject == Subject(kind=SubjectKind.RESPONSE, id="fælles")

    def test_beside_one_of_its_own_may_be_fine_by_the_round(self) -> None:
        assert run(NAME, self.JOINT, answer("egen", "skive", received_at=moment(2)), joint=False) == []

    def test_that_a_party_has_replaced_for_itself_is_fine(self) -> None:
        own = answer("egen", "skive", received_at=moment(2), supersedes="fælles")
        assert run(NAME, self.JOINT, own) == []

    def test_given_twice_is_one_error_for_both_parties(self) -> None:
        finding = only(run(NAME, self.JOINT, answer("igen", "aarhus", "skive", received_at=moment(2))))
        assert finding.code == "response.second"
        assert finding.params == {"parties": ("Skive", "Aarhus"), "responses": ("fælles",), "truncated": False}


class TestAVersion:
    def test_of_an_answer_that_is_not_there_is_a_warning(self) -> None:
        finding = only(run(NAME, answer(supersedes="svar-0")))
        assert finding.code == "response.supersedes-unknown"
        assert finding.params == {"other": "svar-0"}

    def test_of_an_answer_that_another_party_gave_is_a_warning(self) -> None:
        finding = only(run(NAME, answer(), answer("svar-2", "skive", supersedes="svar-1")))
        assert finding.code == "response.supersedes-other"
        assert finding.params == {"other": "svar-1"}

    def test_may_give_an_unsolicited_answer_a_party(self) -> None:
        assert run(NAME, stranger("Skvie", "svar-1"), answer("svar-2", "skive", supersedes="svar-1")) == []

    def test_is_not_judged_before_it_is_there(self) -> None:
        later = answer("svar-2", "skive", received_at=moment(5), supersedes="svar-1")
        assert run(NAME, answer(), later, at=moment(4)) == []


class TestAnId:
    def test_that_two_answers_have_is_an_error(self) -> None:
        finding = only(run(NAME, answer("svar-1", "aarhus"), answer("svar-1", "skive")))
        assert finding.code == "response.repeated-id"
        assert finding.params == {"count": 2}

    def test_counts_also_where_one_is_yet_to_come(self) -> None:
        found = run(NAME, answer("svar-1", "aarhus"), answer("svar-1", "skive", received_at=moment(22)))
        assert codes(found) == ["response.repeated-id"]

    def test_that_comes_twice_from_one_party_is_told_once(self) -> None:
        assert codes(run(NAME, answer(body="a"), answer(body="b"))) == ["response.repeated-id"]
