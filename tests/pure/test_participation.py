"""Who has answered: nothing that came in is lost, whatever the order it came in."""

from __future__ import annotations

import datetime as dt
import pickle
import zoneinfo
from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Scenario, scenarios

from kkrconsult.model import (
    Deadline,
    Decision,
    DecisionKind,
    Extension,
    NoRemarks,
    Participant,
    Participation,
    PartyStatus,
    Response,
    ResponseStatus,
    Round,
    Sender,
    Standing,
    Status,
    Withdrawal,
    localized,
)
from kkrconsult.participation import ParticipationState, participation, three_lists

COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")
REJECTED = Decision(kind=DecisionKind.REJECTED)
ACCEPTED = Decision(kind=DecisionKind.ACCEPTED)


def local(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=COPENHAGEN)  # type: ignore[misc,arg-type]


IN_TIME = local(2020, 12, 1)
LATE = local(2020, 12, 16)
AFTER = local(2021, 1, 1)


def make(**fields: object) -> Round:
    names = ("Aarhus", "Skive", "Ærø", "Herning")
    standard = {
        "id": "prøve",
        "title": localized(da="Prøve"),
        "deadline": Deadline(day=dt.date(2020, 12, 15), time=dt.time(10)),
        "participants": tuple(Participant(id=name.casefold(), name=name) for name in names),
    }
    return Round(**{**standard, **fields})  # type: ignore[arg-type]


def answer(number: int = 1, *parties: str, **fields: object) -> Response:
    standard = {"id": f"svar-{number}", "participants": parties or ("skive",), "received_at": IN_TIME}
    return Response(**{**standard, **fields})  # type: ignore[arg-type]


def stranger(number: int, name: str, **fields: object) -> Response:
    return answer(number, **{"participants": (), "sender": Sender(name=name), **fields})


def ask(*responses: Response, at: dt.datetime = AFTER, round_: Round | None = None) -> Participation:
    return participation(round_ or make(), responses, at)


def party(found: Participation, identity: str = "skive") -> PartyStatus:
    entry = found.of(identity)
    assert entry is not None
    return entry


def response(found: Participation, number: int) -> ResponseStatus:
    (entry,) = [entry for entry in found.responses if entry.response == f"svar-{number}"]
    return entry


class TestAPartyThatHasNotAnswered:
    def test_is_not_yet_due_until_its_deadline_has_passed(self) -> None:
        assert party(ask(at=local(2020, 12, 15, 10))).status is Status.NOT_YET_DUE
        assert party(ask(at=local(2020, 12, 15, 10, 0, 1))).status is Status.MISSING

    def test_is_not_missing_while_its_own_extension_runs(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 22)), participants=("skive",))
        found = ask(at=local(2020, 12, 22, 23), round_=make(extensions=(extension,)))
        assert party(found).status is Status.NOT_YET_DUE
        assert party(found).extended
        assert party(found).due == local(2020, 12, 23)
        assert party(found, "herning").status is Status.MISSING
        assert not party(found, "herning").extended

    def test_is_missing_only_when_the_round_is_over_if_no_deadline_is_known(self) -> None:
        round_ = make(deadline=None, concluded_on=dt.date(2021, 2, 1))
        assert party(ask(round_=round_)).status is Status.NOT_YET_DUE
        assert party(ask(round_=round_)).due is None
        assert party(ask(round_=round_, at=local(2021, 2, 1))).status is Status.MISSING


class TestAnAnswer:
    def test_in_time_is_an_answer(self) -> None:
        found = ask(answer())
        assert party(found) == PartyStatus(
            participant="skive",
            name="Skive",
            status=Status.ANSWERED,
            responses=("svar-1",),
            counted="svar-1",
            due=local(2020, 12, 15, 10),
            received_at=IN_TIME,
            late=False,
        )
        assert response(found, 1) == ResponseStatus(
            response="svar-1", standing=Standing.ACCEPTED, participants=("skive",), late=False
        )

    def test_too_late_counts_until_somebody_decides_otherwise(self) -> None:
        found = ask(answer(received_at=LATE))
        assert party(found).status is Status.LATE_ACCEPTED
        assert response(found, 1).late is True
        assert response(found, 1).standing is Standing.ACCEPTED
        assert party(ask(answer(received_at=LATE, decision=ACCEPTED))).status is Status.LATE_ACCEPTED

    def test_too_late_and_rejected_does_not_count(self) -> None:
        found = ask(answer(received_at=LATE, decision=REJECTED))
        assert party(found).status is Status.LATE_REJECTED
        assert party(found).counted is None
        assert response(found, 1).standing is Standing.REJECTED

    def test_in_time_and_rejected_is_rejected(self) -> None:
        assert party(ask(answer(decision=REJECTED))).status is Status.REJECTED

    def test_that_came_within_the_extension_is_in_time(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 22)), participants=("skive",))
        found = ask(answer(received_at=LATE), round_=make(extensions=(extension,)))
        assert party(found).status is Status.ANSWERED
        assert response(found, 1).late is False

    def test_of_no_remarks_is_an_answer_also_when_late(self) -> None:
        found = ask(answer(no_remarks=NoRemarks(), received_at=LATE))
        assert party(found).status is Status.NO_REMARKS
        assert party(found).late is True
        assert found.answering == 1

    def test_can_be_to_decline(self) -> None:
        assert party(ask(answer(declined=True))).status is Status.DECLINED

    def test_taken_back_is_withdrawn(self) -> None:
        found = ask(answer(withdrawn=Withdrawal(reason="Fejl")))
        assert party(found).status is Status.WITHDRAWN
        assert party(found).responses == ("svar-1",)
        assert party(found).counted is None
        assert response(found, 1).standing is Standing.WITHDRAWN

    def test_taken_back_is_withdrawn_also_if_it_was_rejected(self) -> None:
        found = ask(answer(withdrawn=Withdrawal(reason="Fejl"), decision=REJECTED))
        assert response(found, 1).standing is Standing.WITHDRAWN

    def test_received_at_an_unknown_moment_is_taken_as_in_time(self) -> None:
        found = ask(answer(received_at=None))
        assert party(found).status is Status.ANSWERED
        assert (party(found).late, response(found, 1).late) == (None, None)

    def test_to_a_round_without_a_deadline_is_neither_late_nor_not(self) -> None:
        assert response(ask(answer(), round_=make(deadline=None)), 1).late is None


class TestTheMoment:
    def test_hides_what_came_later(self) -> None:
        found = ask(answer(), answer(2, "herning", received_at=LATE), at=IN_TIME)
        assert found.later == ("svar-2",)
        assert [entry.response for entry in found.responses] == ["svar-1"]
        assert party(found, "herning").status is Status.NOT_YET_DUE
        assert sum(found.by_standing.values()) == 1

    def test_hides_a_later_version_so_that_the_earlier_still_counts(self) -> None:
        found = ask(answer(), answer(2, supersedes="svar-1", received_at=LATE), at=IN_TIME)
        assert party(found).counted == "svar-1"

    def test_hides_a_later_withdrawal(self) -> None:
        withdrawn = answer(withdrawn=Withdrawal(reason="Fejl", at=LATE))
        assert party(ask(withdrawn, at=IN_TIME)).status is Status.ANSWERED
        assert party(ask(withdrawn, at=LATE)).status is Status.WITHDRAWN

    def test_hides_a_later_decision_by_the_day_in_the_round_s_zone(self) -> None:
        decided = answer(decision=Decision(kind=DecisionKind.REJECTED, on=dt.date(2020, 12, 3)))
        assert party(ask(decided, at=local(2020, 12, 2, 23, 30))).status is Status.ANSWERED
        # Half an hour into 3 December in Copenhagen it is still the 2nd in UTC.
        half_past = dt.datetime(2020, 12, 2, 23, 30, tzinfo=dt.UTC)
        assert party(ask(decided, at=half_past)).status is Status.REJECTED


class TestVersions:
    def test_one_that_names_another_takes_its_place(self) -> None:
        found = ask(answer(), answer(2, supersedes="svar-1", received_at=IN_TIME + dt.timedelta(days=1)))
        assert response(found, 1).standing is Standing.SUPERSEDED
        assert response(found, 1).superseded_by == "svar-2"
        assert party(found).counted == "svar-2"
        assert party(found).responses == ("svar-1", "svar-2")

    def test_one_that_names_another_takes_its_place_whatever_the_clocks_said(self) -> None:
        found = ask(answer(received_at=LATE), answer(2, supersedes="svar-1"))
        assert party(found).counted == "svar-2"

    def test_a_higher_version_of_the_same_parties_takes_the_place_of_all_lower(self) -> None:
        found = ask(answer(1), answer(2, version=3), answer(3, version=2))
        assert [response(found, n).superseded_by for n in (1, 2, 3)] == ["svar-2", None, "svar-2"]
        assert party(found).counted == "svar-2"

    def test_a_higher_version_of_other_parties_replaces_nothing(self) -> None:
        found = ask(answer(1, "skive", "herning"), answer(2, "skive", version=2))
        assert found.by_standing["accepted"] == 2

    def test_a_second_answer_that_declares_nothing_replaces_nothing(self) -> None:
        later = IN_TIME + dt.timedelta(days=1)
        found = ask(answer(1), answer(2, received_at=later))
        assert found.by_standing["accepted"] == 2
        assert party(found).counted == "svar-2"
        assert party(found).received_at == later

    def test_a_rejected_one_replaces_nothing(self) -> None:
        for second in (
            answer(2, supersedes="svar-1", decision=REJECTED),
            answer(2, version=2, decision=REJECTED),
        ):
            found = ask(answer(1), second)
            assert party(found).status is Status.ANSWERED
            assert party(found).counted == "svar-1"

    def test_a_withdrawn_one_leaves_the_party_without_an_answer(self) -> None:
        found = ask(answer(1), answer(2, version=2, withdrawn=Withdrawal(reason="Fejl")))
        assert party(found).status is Status.WITHDRAWN
        assert response(found, 1).standing is Standing.SUPERSEDED

    def test_one_that_replaces_an_unknown_one_is_an_answer_like_any_other(self) -> None:
        found = ask(answer(1, supersedes="findes-ikke"))
        assert party(found).status is Status.ANSWERED

    def test_two_that_replace_each_other_leave_the_later(self) -> None:
        found = ask(answer(1, supersedes="svar-2"), answer(2, supersedes="svar-1", received_at=LATE))
        assert party(found).counted == "svar-2"
        assert response(found, 1).superseded_by == "svar-2"

    def test_a_ring_of_three_leaves_the_latest(self) -> None:
        ring = [
            answer(number, supersedes=f"svar-{number % 3 + 1}", received_at=IN_TIME + dt.timedelta(days=number))
            for number in (1, 2, 3)
        ]
        found = ask(*ring)
        assert party(found).counted == "svar-3"
        assert found.by_standing["superseded"] == 2

    def test_a_declaration_that_contradicts_the_version_leaves_the_later(self) -> None:
        found = ask(answer(1, version=2), answer(2, version=1, supersedes="svar-1", received_at=LATE))
        assert party(found).counted == "svar-2"

    def test_two_rings_with_a_link_between_them_leave_an_answer(self) -> None:
        found = ask(
            answer(1, "skive", supersedes="svar-2"),
            answer(2, "skive", supersedes="svar-1"),
            answer(3, "skive", "herning", supersedes="svar-4"),
            answer(4, "skive", "herning", supersedes="svar-3", version=2),
            answer(5, "skive", supersedes="svar-2"),
        )
        assert party(found).counted is not None
        assert party(found, "herning").counted is not None

    def test_a_stranger_cannot_replace_a_party_s_answer(self) -> None:
        found = ask(answer(1), stranger(2, "En borger", supersedes="svar-1"))
        assert response(found, 1).standing is Standing.ACCEPTED
        assert party(found).counted == "svar-1"

    def test_a_party_can_replace_what_was_recorded_without_a_party(self) -> None:
        found = ask(stranger(1, "Skive Byråd"), answer(2, supersedes="svar-1"))
        assert response(found, 1).standing is Standing.SUPERSEDED
        assert found.by_status["unsolicited"] == 1
        assert party(found, "skive-byråd").counted is None


class TestAJointResponse:
    def test_is_one_response_and_counts_for_each_party(self) -> None:
        found = ask(answer(1, "ærø", "skive", "aarhus"))
        assert len(found.responses) == 1
        assert found.answering == 3
        assert party(found).joint_with == ("ærø", "aarhus")
        assert party(found, "aarhus").joint_with == ("skive", "ærø")

    def test_is_late_for_the_party_but_not_late_while_one_has_time(self) -> None:
        extension = Extension(deadline=Deadline(day=dt.date(2020, 12, 22)), participants=("herning",))
        found = ask(answer(1, "skive", "herning", received_at=LATE), round_=make(extensions=(extension,)))
        assert party(found).status is Status.LATE_ACCEPTED
        assert party(found, "herning").status is Status.ANSWERED
        assert response(found, 1).late is False

    def test_is_late_when_it_is_late_for_all(self) -> None:
        assert response(ask(answer(1, "skive", "herning", received_at=LATE)), 1).late is True

    def test_stands_for_the_others_when_one_answers_anew(self) -> None:
        found = ask(answer(1, "skive", "herning"), answer(2, "skive", supersedes="svar-1"))
        assert response(found, 1).standing is Standing.ACCEPTED
        assert response(found, 1).superseded_by is None
        assert party(found, "skive").counted == "svar-2"
        assert party(found, "herning").counted == "svar-1"

    def test_is_superseded_when_all_have_answered_anew(self) -> None:
        found = ask(
            answer(1, "skive", "herning"),
            answer(2, "skive", supersedes="svar-1"),
            answer(3, "herning", supersedes="svar-1"),
        )
        assert response(found, 1).standing is Standing.SUPERSEDED
        assert response(found, 1).superseded_by == "svar-3"

    def test_left_by_a_party_that_then_withdrew_leaves_that_party_without_one(self) -> None:
        found = ask(
            answer(1, "skive", "herning"),
            answer(2, "skive", supersedes="svar-1", withdrawn=Withdrawal(reason="Fejl")),
        )
        assert party(found, "skive").status is Status.WITHDRAWN
        assert party(found, "herning").status is Status.ANSWERED


class TestUnsolicited:
    def test_senders_follow_the_parties_in_danish_order(self) -> None:
        found = ask(stranger(1, "Åse Hansen"), stranger(2, "Dansk Industri"), stranger(3, "Aalborg Klub"))
        assert [entry.name for entry in found.parties] == [
            *("Herning", "Skive", "Ærø", "Aarhus"),
            *("Dansk Industri", "Aalborg Klub", "Åse Hansen"),
        ]
        assert {entry.status for entry in found.parties[4:]} == {Status.UNSOLICITED}
        assert found.by_status["unsolicited"] == 3
        assert found.consulted == 4
        assert found.answering == 0

    def test_responses_are_accepted_and_marked(self) -> None:
        found = ask(stranger(1, "Dansk Industri"))
        assert response(found, 1).standing is Standing.ACCEPTED
        assert response(found, 1).unsolicited
        entry = party(found, "dansk-industri")
        assert (entry.consulted, entry.counted, entry.late) == (False, "svar-1", False)

    def test_answers_under_two_spellings_are_from_one_sender(self) -> None:
        found = ask(stranger(1, "Dansk Industri"), stranger(2, "DANSK INDUSTRI"))
        assert party(found, "dansk-industri").responses == ("svar-1", "svar-2")
        assert found.by_status["unsolicited"] == 1

    def test_a_new_version_from_the_same_sender_takes_the_place_of_the_old(self) -> None:
        found = ask(stranger(1, "Dansk Industri"), stranger(2, "dansk industri", version=2))
        assert response(found, 1).superseded_by == "svar-2"
        assert party(found, "dansk-industri").counted == "svar-2"

    def test_a_sender_with_a_party_s_name_gets_an_id_of_its_own(self) -> None:
        found = ask(stranger(1, "Skive"), answer(2, "skive-2", sender=Sender(name="Skive Forsyning")))
        assert [(entry.participant, entry.name) for entry in found.parties[4:]] == [
            ("skive-3", "Skive"),
            ("skive-2", "Skive Forsyning"),
        ]

    def test_a_name_without_letters_gets_an_id_too(self) -> None:
        found = ask(stranger(1, "???"), stranger(2, "!!!"))
        assert [entry.participant for entry in found.parties[4:]] == ["afsender", "afsender-2"]

    def test_a_party_that_was_not_consulted_is_named_by_its_sender_or_else_its_id(self) -> None:
        named = ask(answer(1, "randers", sender=Sender(name="Randers Kommune")))
        assert party(named, "randers").name == "Randers Kommune"
        assert party(ask(answer(1, "randers")), "randers").name == "randers"

    def test_a_companion_of_a_consulted_party_is_listed_but_the_response_is_not_unsolicited(self) -> None:
        found = ask(answer(1, "skive", "randers", sender=Sender(name="Skive Kommune")))
        assert not response(found, 1).unsolicited
        assert party(found, "randers").status is Status.UNSOLICITED
        assert party(found, "randers").name == "randers"
        assert party(found, "skive").joint_with == ("randers",)


class TestTheThreeLists:
    def test_are_those_that_consultation_reports_print(self) -> None:
        lists = three_lists(
            ask(
                answer(1, "ærø", "aarhus", received_at=LATE),
                answer(2, "herning", no_remarks=NoRemarks()),
                stranger(3, "Dansk Industri"),
                stranger(4, "Zonen", no_remarks=NoRemarks()),
                stranger(5, "Borger", withdrawn=Withdrawal(reason="Fejl")),
            )
        )
        assert [(entry.name, entry.unsolicited, entry.late) for entry in lists.remarks] == [
            ("Dansk Industri", True, False),
            ("Ærø", False, True),
            ("Aarhus", False, True),
        ]
        assert lists.remarks[1].joint_with == ("aarhus",)
        assert [(entry.name, entry.unsolicited) for entry in lists.no_remarks] == [("Herning", False), ("Zonen", True)]
        assert [entry.name for entry in lists.no_response] == ["Skive"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"declined": True},
            {"decision": REJECTED},
            {"decision": REJECTED, "received_at": LATE},
            {"withdrawn": Withdrawal(reason="Fejl")},
        ],
    )
    def test_count_a_party_without_an_answer_that_counts_among_the_silent(self, fields: dict[str, object]) -> None:
        assert "Skive" in [entry.name for entry in three_lists(ask(answer(**fields))).no_response]  # type: ignore[arg-type]

    @given(scenarios(wordless=True))
    def test_hold_every_consulted_party_exactly_once(self, scenario: Scenario) -> None:
        lists = three_lists(participation(scenario.round, scenario.responses, scenario.at))
        listed = [
            entry.participant
            for group in (lists.remarks, lists.no_remarks, lists.no_response)
            for entry in group
            if not entry.unsolicited
        ]
        assert sorted(listed) == sorted(item.id for item in scenario.round.participants)


class TestWhateverComesIn:
    @given(scenarios(wordless=True), st.data())
    def test_the_order_changes_nothing(self, scenario: Scenario, data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(scenario.responses))
        assert participation(scenario.round, shuffled, scenario.at) == participation(
            scenario.round, scenario.responses, scenario.at
        )

    @given(scenarios(wordless=True), st.data())
    def test_parts_that_are_merged_are_the_whole(self, scenario: Scenario, data: st.DataObject) -> None:
        parts = [ParticipationState() for _ in range(3)]
        for item in scenario.responses:
            parts[data.draw(st.integers(0, 2))].observe(item)
        one, two, three = (pickle.loads(pickle.dumps(part)) for part in parts)
        two.merge(three)
        one.merge(two)
        whole = participation(scenario.round, scenario.responses, scenario.at)
        assert one.finish(scenario.round, scenario.at) == whole

    @given(scenarios(wordless=True))
    def test_every_response_is_accounted_for(self, scenario: Scenario) -> None:
        found = participation(scenario.round, scenario.responses, scenario.at)
        named = [entry.response for entry in found.responses] + list(found.later)
        assert Counter(named) == Counter(item.id for item in scenario.responses)
        assert sum(found.by_standing.values()) == len(found.responses)
        assert found.by_standing == {
            standing.value: sum(entry.standing is standing for entry in found.responses) for standing in Standing
        }

    @given(scenarios(wordless=True))
    def test_every_party_is_accounted_for(self, scenario: Scenario) -> None:
        found = participation(scenario.round, scenario.responses, scenario.at)
        assert found.consulted == len(scenario.round.participants)
        assert sum(found.by_status.values()) == len(found.parties)
        assert len({entry.participant for entry in found.parties}) == len(found.parties)
        assert found.answering == sum(
            entry.counted is not None and entry.status is not Status.UNSOLICITED for entry in found.parties
        )

    @given(scenarios(wordless=True))
    def test_what_counts_is_accepted_and_from_that_party(self, scenario: Scenario) -> None:
        found = participation(scenario.round, scenario.responses, scenario.at)
        standing = {entry.response: entry for entry in found.responses}
        for entry in found.parties:
            if entry.counted is not None:
                assert entry.counted in entry.responses
                assert standing[entry.counted].standing is Standing.ACCEPTED

    @given(scenarios(wordless=True))
    def test_no_party_loses_its_answer_to_a_muddle_of_versions(self, scenario: Scenario) -> None:
        # Without withdrawals and rejections, whoever sent something has something that counts.
        plain = [attrs.evolve(item, withdrawn=None, decision=None) for item in scenario.responses]
        found = participation(scenario.round, plain, scenario.at)
        for entry in found.parties:
            if entry.consulted and entry.responses:
                assert entry.counted is not None

    @given(scenarios(wordless=True))
    def test_what_is_superseded_names_one_that_is_there(self, scenario: Scenario) -> None:
        found = participation(scenario.round, scenario.responses, scenario.at)
        there = {entry.response for entry in found.responses}
        for entry in found.responses:
            assert (entry.superseded_by is not None) is (entry.standing is Standing.SUPERSEDED)
            assert entry.superseded_by is None or entry.superseded_by in there - {entry.response}

    @given(scenarios(wordless=True))
    def test_later_moments_know_more(self, scenario: Scenario) -> None:
        early = participation(scenario.round, scenario.responses, scenario.at)
        late = participation(scenario.round, scenario.responses, scenario.at + dt.timedelta(days=400))
        assert {entry.response for entry in early.responses} <= {entry.response for entry in late.responses}
        assert late.later == ()

    def test_two_responses_with_one_id_are_both_counted(self) -> None:
        found = ask(answer(1), answer(1, "herning"), answer(2, "herning", supersedes="svar-1"))
        assert len(found.responses) == 3
        assert party(found).counted == "svar-1"
        assert party(found, "herning").counted == "svar-2"
