"""Every round that is shipped: it loads, says what it does not know, and speaks Danish and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import cast

import attrs
import pytest

import kkrconsult as kc
from kkrconsult.config import dump_round, parse_round
from kkrconsult.regions import kkrconsult_rounds
from kkrconsult.rounds import known_from

SPECS = tuple(kkrconsult_rounds())
IDS = [spec.id for spec in SPECS]


@pytest.fixture(params=IDS)
def round_(request: pytest.FixtureRequest) -> kc.Round:
    return kc.load_round(request.param)


def texts(value: object) -> Iterator[kc.LocalizedText]:
    """Every text in a value, however deep."""
    if isinstance(value, kc.LocalizedText):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif attrs.has(type(value)):
        for name in attrs.fields_dict(cast("type[attrs.AttrsInstance]", type(value))):
            yield from texts(getattr(value, name))


class TestEveryRound:
    def test_has_the_id_and_the_region_under_which_it_is_registered(self, round_: kc.Round) -> None:
        spec = {spec.id: spec for spec in SPECS}[round_.id]
        assert spec.region == round_.region
        assert set(spec.summary) == {"da", "en"}

    def test_has_each_text_in_danish_and_english(self, round_: kc.Round) -> None:
        found = list(texts(round_))
        assert found
        assert [str(text) for text in found if set(text.translations) != {"da", "en"}] == []

    def test_says_what_its_sources_do_not_tell(self, round_: kc.Round) -> None:
        assert len(round_.unknowns) >= 3
        assert round_.sources

    def test_names_only_validators_that_there_are(self, round_: kc.Round) -> None:
        known = {entry.name for entry in kc.load_plugins().validators}
        assert {name for demand in round_.demands for name in demand.validators} <= known

    def test_is_the_same_after_being_written_and_read(self, round_: kc.Round) -> None:
        assert parse_round(dump_round(round_), known=known_from(kc.load_plugins())) == round_

    def test_can_be_checked_before_any_answer_came(self, round_: kc.Round) -> None:
        report = kc.check(round_, (), at=dt.datetime(2010, 1, 1, tzinfo=dt.UTC))
        assert report.accounting.received == 0
        assert report.participation.consulted == len(round_.participants)


class TestRegistration:
    def test_two_calls_give_equal_specs(self) -> None:
        assert tuple(kkrconsult_rounds()) == SPECS

    def test_a_spec_gives_the_text_of_a_round_file(self) -> None:
        for spec in SPECS:
            text = spec.load()
            assert isinstance(text, str)
            assert f'id = "{spec.id}"' in text


# Round, parties, start, last day, time of day.
FACTS = [
    ("hovedstaden-klimastrategi-2011", 29, None, None, None),
    ("nordjylland-sundhedsaftale-2024", 0, dt.date(2023, 6, 28), dt.date(2023, 9, 8), dt.time(12)),
    ("syddanmark-akutplan-2021", 22, dt.date(2021, 5, 6), dt.date(2021, 8, 30), None),
    ("dk2020-runde-1-2020", 78, dt.date(2020, 9, 17), dt.date(2020, 10, 21), None),
    ("midtjylland-infrastruktur-2007", 19, None, None, None),
]


class TestFacts:
    @pytest.mark.parametrize(("name", "parties", "opens", "day", "time"), FACTS)
    def test_parties_and_period_are_those_of_the_source(
        self, name: str, parties: int, opens: dt.date | None, day: dt.date | None, time: dt.time | None
    ) -> None:
        found = kc.load_round(name)
        assert len(found.participants) == parties
        assert (found.opens.date() if found.opens else None) == opens
        assert (found.deadline.day if found.deadline else None) == day
        assert (found.deadline.time if found.deadline else None) == time

    def test_hovedstaden_has_five_themes_and_three_meetings(self) -> None:
        found = kc.load_round("hovedstaden-klimastrategi-2011")
        assert [str(track.title) for track in found.tracks] == [
            "Klimatilpasning",
            "Bæredygtig transport",
            "Omstilling af energisystemet",
            "Energieffektive bygninger",
            "Klimavenligt forbrug og indkøb",
        ]
        days = [dt.date(2011, 12, 8), dt.date(2012, 3, 23), dt.date(2012, 4, 10)]
        assert [step.on for step in found.milestones] == days
        assert found.outcome is not None
        assert "24 af 29 kommuner og 22 andre" in str(found.outcome.summary)

    def test_the_health_agreement_takes_effect_in_2024(self) -> None:
        (step,) = kc.load_round("nordjylland-sundhedsaftale-2024").milestones
        assert step.on == dt.date(2024, 1, 1)

    def test_the_input_to_the_joint_answer_is_due_before_the_answer(self) -> None:
        steps = {step.id: step.on for step in kc.load_round("syddanmark-akutplan-2021").milestones}
        assert steps == {"udkast": dt.date(2021, 5, 4), "input": dt.date(2021, 8, 3), "k22": None, "kkr": None}

    def test_dk2020_leaves_out_the_twenty_pilots(self) -> None:
        found = kc.load_round("dk2020-runde-1-2020")
        asked = {party.id for party in found.participants}
        assert not asked & {"aarhus", "lemvig", "randers", "samsoe", "middelfart"}
        assert {"syddjurs", "koebenhavn"} <= asked
        assert [step.on for step in found.milestones] == [dt.date(2020, 11, 19), dt.date(2021, 9, 27)]
        assert found.outcome is not None
        assert "46 kommuner" in str(found.outcome.summary)

    def test_the_infrastructure_proposal_has_a_day_of_approval_and_no_deadline(self) -> None:
        found = kc.load_round("midtjylland-infrastruktur-2007")
        assert found.outcome is not None
        assert found.outcome.decided_on == dt.date(2007, 6, 1)
        assert found.area == "infrastruktur"
