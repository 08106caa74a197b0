"""Where very many answer who were not asked, the lists of them are made when somebody asks, and are the same."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Scenario, crowds, scenarios

from kkrconsult import blocks
from kkrconsult.assessment import AccountState, account, paragraphs
from kkrconsult.model import (
    Accounting,
    GeneralPoint,
    Participation,
    Response,
    Round,
    Sender,
    Standing,
    Status,
    Withdrawal,
    localized,
)
from kkrconsult.participation import ParticipationState, participation
from kkrconsult.participation._facts import fact_of
from kkrconsult.participation._known import as_of
from kkrconsult.participation._ordinary import ordinary
from kkrconsult.participation._table import Table
from kkrconsult.plugins.records import Context
from kkrconsult.standings import accepted_ids, by_standing, consulted_parties, notable_responses, order_of_receipt
from kkrconsult.structure import FrozenMap
from kkrconsult.timeline import local_date
from kkrconsult.validators.one_response_per_participant import SPEC, Options


def plainly(scenario: Scenario) -> Participation:
    """How all stand, from a table of all that is known of each, without any short cut."""
    facts = sorted(map(fact_of, scenario.responses), key=lambda fact: fact.order)
    came = [fact for fact in facts if fact.received_at is None or fact.received_at <= scenario.at]
    today = local_date(scenario.round, scenario.at)
    table = Table(scenario.round, scenario.at, [as_of(fact, scenario.at, today) for fact in came])
    consulted, responses = table.consulted(), table.responses()
    parties = (*consulted, *table.unsolicited())
    return Participation(
        parties=parties,
        responses=responses,
        later=tuple(fact.id for fact in facts if fact not in came),
        by_status=FrozenMap({status.value: sum(one.status is status for one in parties) for status in Status}),
        by_standing=FrozenMap({one.value: sum(entry.standing is one for entry in responses) for one in Standing}),
        consulted=len(consulted),
        answering=sum(entry.counted is not None for entry in consulted),
    )


def state_of(responses: tuple[Response, ...]) -> ParticipationState:
    state = ParticipationState()
    for response in responses:
        state.observe(response)
    return state


def listed(found: Participation) -> bool:
    """Whether the lists were made."""
    try:
        object.__getattribute__(found, "responses")
    except AttributeError:
        return False
    return True


AT = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
ROUND = Round(id="prøve", title=localized(da="Prøve"))
ONE = Response(
    id="svar-1",
    sender=Sender(name="Anna Hansen"),
    received_at=dt.datetime(2020, 12, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=1))),
)


def unasked() -> Participation:
    """How two responses stand, whose lists were not made."""
    return participation(ROUND, [ONE, attrs.evolve(ONE, id="svar-2")], AT)


class TestWhatIsSaidOfACrowd:
    @given(crowds())
    def test_is_what_a_table_of_everybody_says(self, scenario: Scenario) -> None:
        assert participation(scenario.round, scenario.responses, scenario.at) == plainly(scenario)

    @given(crowds(), st.data())
    def test_is_the_same_in_any_order_and_in_any_parts(self, scenario: Scenario, data: st.DataObject) -> None:
        parts = [ParticipationState() for _ in range(3)]
        for response in data.draw(st.permutations(scenario.responses)):
            parts[data.draw(st.integers(0, 2))].observe(response)
        one, two, three = (pickle.loads(pickle.dumps(part)) for part in parts)
        two.merge(three)
        one.merge(two)
        assert one.finish(scenario.round, scenario.at) == plainly(scenario)

    @given(crowds())
    def test_is_known_in_short_without_the_lists(self, scenario: Scenario) -> None:
        found, plain = participation(scenario.round, scenario.responses, scenario.at), plainly(scenario)
        every = attrs.fields_dict(Participation).keys() - {"parties", "responses"}
        assert {name: getattr(found, name) for name in every} == {name: getattr(plain, name) for name in every}
        assert accepted_ids(found) == accepted_ids(plain)
        assert {one: by_standing(found)[one] for one in Standing} == {one: by_standing(plain)[one] for one in Standing}
        assert consulted_parties(found) == consulted_parties(plain)
        assert not listed(found)

    @given(crowds(), st.sets(st.integers(0, 14)))
    def test_knows_the_order_of_any_of_them(self, scenario: Scenario, numbers: set[int]) -> None:
        ids = {f"svar-{number}" for number in numbers}
        found = order_of_receipt(participation(scenario.round, scenario.responses, scenario.at), ids)
        plain = order_of_receipt(plainly(scenario), ids)
        assert sorted(found, key=found.__getitem__) == sorted(plain, key=plain.__getitem__)

    @given(crowds())
    def test_names_whoever_is_not_like_all_others(self, scenario: Scenario) -> None:
        found, plain = participation(scenario.round, scenario.responses, scenario.at), plainly(scenario)
        notable = Counter(notable_responses(found))
        assert [entry for entry in plain.responses if entry in notable] == list(notable_responses(found))
        ids = Counter([*(entry.response for entry in plain.responses), *plain.later])
        named = {response.supersedes for response in scenario.responses}
        for entry in plain.responses:
            if entry not in notable:
                assert entry.standing is Standing.ACCEPTED
                assert not entry.participants
                assert ids[entry.response] == 1
                assert entry.response not in named

    @given(crowds() | scenarios(wordless=True), st.booleans())
    def test_tells_the_rules_on_second_answers_as_much(self, scenario: Scenario, unsolicited: bool) -> None:
        options = Options(unsolicited=unsolicited)
        rule = SPEC.create(options, Context(round=scenario.round, at=scenario.at))
        for response in scenario.responses:
            rule.observe(response)
        found = participation(scenario.round, scenario.responses, scenario.at)
        assert list(rule.conclude(found)) == list(rule.conclude(plainly(scenario)))  # type: ignore[attr-defined]
        assert listed(found) is unsolicited


class TestTheAccountsOfACrowd:
    @given(crowds())
    def test_add_up_whatever_has_an_id_that_counts(self, scenario: Scenario) -> None:
        found = account(scenario.responses, participation(scenario.round, scenario.responses, scenario.at))
        plain = plainly(scenario)
        counting = {entry.response for entry in plain.responses if entry.standing is Standing.ACCEPTED}
        counted = [response for response in scenario.responses if response.id in counting]
        assert found.paragraphs == sum(len(paragraphs(response.body)) for response in counted)
        assert found == account(scenario.responses, plain)

    def test_of_responses_that_nobody_asked_about_are_nothing(self) -> None:
        assert account([ONE], Participation()) == Accounting()


class TestTheLists:
    def test_are_made_when_somebody_asks_and_once(self) -> None:
        found = unasked()
        assert not listed(found)
        assert found.responses[0].response == "svar-1"
        assert listed(found)
        assert found.parties is found.parties
        assert not hasattr(found, "partys")

    def test_are_there_in_whatever_is_made_of_it(self) -> None:
        plain = attrs.evolve(unasked())
        made = [pickle.loads(pickle.dumps(unasked())), copy.copy(unasked()), copy.deepcopy(unasked())]
        assert all(listed(one) and one == plain for one in made)
        assert listed(attrs.evolve(unasked(), later=("svar-9",)))
        assert hash(unasked()) == hash(plain)
        assert repr(unasked()) == repr(plain)
        assert unasked() == plain

    def test_are_not_in_the_pickle_twice(self) -> None:
        assert len(pickle.dumps(unasked())) == len(pickle.dumps(attrs.evolve(unasked())))

    def test_go_without_what_makes_them(self) -> None:
        with pytest.raises(AttributeError, match="'Participation' object has no attribute 'partys'"):
            _ = unasked().partys  # type: ignore[attr-defined]


class TestWhatIsKeptOfAnOrdinaryResponse:
    @given(crowds())
    def test_gives_back_all_that_is_remembered_of_it(self, scenario: Scenario) -> None:
        rows = [(response, row) for response in scenario.responses if (row := ordinary(response)) is not None]
        kept = state_of(tuple(response for response, _ in rows))._ordinary.blocks()
        facts = [fact for block in kept for fact in block.facts()]
        assert facts == [fact_of(response) for response, _ in rows]
        offsets = [fact.received_at and fact.received_at.utcoffset() for fact in facts]
        assert offsets == [response.received_at and response.received_at.utcoffset() for response, _ in rows]

    @pytest.mark.parametrize("moment", [dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)])
    @pytest.mark.parametrize("hours", [-23, 0, 23])
    def test_is_exact_at_the_ends_of_time(self, moment: dt.datetime, hours: int) -> None:
        zone = dt.timezone(dt.timedelta(hours=hours, microseconds=1))
        response = attrs.evolve(ONE, received_at=moment.replace(tzinfo=zone))
        (fact,) = [fact for block in state_of((response,))._ordinary.blocks() for fact in block.facts()]
        assert fact.received_at == response.received_at
        assert fact.received_at is not None
        assert fact.received_at.utcoffset() == zone.utcoffset(None)

    def test_takes_a_hundred_bytes(self) -> None:
        many = tuple(attrs.evolve(ONE, id=f"svar-{n}", sender=Sender(name=f"Borger {n}")) for n in range(5000))
        state, accounts = state_of(many), AccountState()
        for response in many:
            accounts.observe(response)
        assert len(pickle.dumps(state)) < 100 * len(many)
        assert len(pickle.dumps(accounts)) < 100 * len(many)


class TestBlocks:
    def test_are_few_where_there_are_many_small_parts(self) -> None:
        parts = [state_of((attrs.evolve(ONE, id=f"svar-{n}"),)) for n in range(20)]
        whole = ParticipationState()
        for part in parts:
            whole.merge(part)
        assert [block.size for block in whole._ordinary.blocks()] == [20]

    def test_of_a_copy_are_its_own(self) -> None:
        one = attrs.evolve(ONE, points=(GeneralPoint(id="p", text="Konstrueret"),))
        state, accounts = state_of((one,)), AccountState()
        accounts.observe(one)
        twins = state.copy(), accounts.copy()
        for twin in twins:
            twin.observe(attrs.evolve(one, id="svar-2"))
        both = (state.finish(ROUND, AT), twins[0].finish(ROUND, AT))
        assert [sum(found.by_standing.values()) for found in both] == [1, 2]
        assert [each.finish(both[1]).points for each in (accounts, twins[1])] == [1, 2]

    def test_are_as_large_as_they_may_be(self) -> None:
        many = tuple(attrs.evolve(ONE, id=f"svar-{n}") for n in range(blocks.LIMIT + 1))
        state = state_of(many)
        assert [block.size for block in state._ordinary.blocks()] == [blocks.LIMIT, 1]
        found = state.finish(ROUND, AT)
        assert accepted_ids(found) == {response.id for response in many}
        accounts = AccountState()
        for response in many:
            accounts.observe(response)
        assert accounts.finish(found).accepted == len(many)

    def test_tell_what_stands_in_different_ones_apart_from_what_is_twice(self) -> None:
        many = [attrs.evolve(ONE, id=f"svar-{n}") for n in range(blocks.LIMIT + 1)]
        many[-1] = attrs.evolve(ONE, id="svar-7")
        many[-2] = attrs.evolve(ONE, id="svar-8", withdrawn=Withdrawal(reason="Fortrudt"))
        many.append(attrs.evolve(ONE, id="svar-9", version=2, sender=Sender(name="Bo")))
        found = state_of(tuple(many)).finish(ROUND, AT)
        assert Counter(entry.response for entry in notable_responses(found)) == {"svar-7": 2, "svar-8": 2, "svar-9": 2}

    @given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1))
    def test_give_back_any_text(self, texts: list[str]) -> None:
        assert blocks.unpacked(blocks.packed(texts)) == texts
        assert blocks.unpacked(blocks.joined(blocks.packed(texts), blocks.packed(["x"]))) == [*texts, "x"]
