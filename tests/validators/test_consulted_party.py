"""Who answers: known, unknown, unsolicited, joint, or somebody under another name."""

from __future__ import annotations

import pytest
from tests.validators.tools import ROUND, answer, changed, codes, only, run, start, stranger

from kkrconsult.model import Sender
from kkrconsult.texts import message


class TestAPartyOnTheList:
    def test_is_fine(self) -> None:
        assert run("consulted-party", answer()) == []

    def test_is_fine_without_a_list_to_compare_with(self) -> None:
        empty = changed(participants=())
        assert run("consulted-party", answer("a", "hvemsomhelst"), stranger("En borger"), round=empty) == []


class TestAPartyThatIsNotOnTheList:
    def test_is_an_error(self) -> None:
        finding = only(run("consulted-party", answer("a", "paris")))
        assert finding.code == "party.unknown"
        assert finding.params == {"party": "paris", "suggestions": (), "suggested": 0}
        assert finding.location is not None
        assert finding.location.field == "participants[0]"
        assert message(finding.code, finding.params, "da") == "»paris« er ikke en af rundens høringsparter."

    @pytest.mark.parametrize(("written", "meant"), [("arhus", "aarhus"), ("Skivee", "skive"), ("smilets-by", "aarhus")])
    def test_comes_with_a_suggestion_where_one_is_close(self, written: str, meant: str) -> None:
        finding = only(run("consulted-party", answer("a", written)))
        assert finding.params["suggestions"] == (meant,)
        assert message(finding.code, finding.params, "da").endswith(f"Menes der »{meant}«?")
        assert message(finding.code, finding.params, "en").endswith(f"Did they mean “{meant}”?")


class TestAnUnsolicitedAnswer:
    def test_is_noted(self) -> None:
        finding = only(run("consulted-party", stranger("Dansk Ornitologisk Forening")))
        assert finding.code == "party.unsolicited"
        assert finding.params == {"sender": "Dansk Ornitologisk Forening"}

    def test_need_not_be_noted(self) -> None:
        assert run("consulted-party", stranger("En borger"), unsolicited=False) == []

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("Århus Kommune", "aarhus"),
            ("Byrådet i Aarhus", "aarhus"),
            ("Ringkøbing Skjern", "rksk"),
            ("smilets by", "aarhus"),
            ("Skvie Kommune", "skive"),
        ],
    )
    def test_may_be_that_of_a_consulted_party(self, written: str, meant: str) -> None:
        finding = only(run("consulted-party", stranger(written), unsolicited=False))
        assert finding.code == "party.unrecognised"
        assert finding.params["party"] == meant

    def test_may_be_known_by_its_address(self) -> None:
        finding = only(run("consulted-party", stranger("Hanne Høring", email="hanne@Skive.dk")))
        assert finding.code == "party.unrecognised"
        assert finding.params["name"] == "Skive"

    def test_is_not_compared_by_address_where_the_round_does_not_want_it(self) -> None:
        found = run("consulted-party", stranger("Hanne Høring", email="hanne@skive.dk"), domains=False)
        assert codes(found) == ["party.unsolicited"]

    @pytest.mark.parametrize(
        "name",
        [
            "Skvie",  # close, but by nothing official
            "Danmarks Kommunale Vandværkers Fællesforening af Kommuner",
            "Skive Kommune " * 20,
            "!?",
        ],
    )
    def test_is_not_taken_for_a_partys_on_thin_grounds(self, name: str) -> None:
        assert codes(run("consulted-party", stranger(name))) == ["party.unsolicited"]


class TestAJointAnswer:
    def test_is_noted_with_the_names_in_danish_order(self) -> None:
        finding = only(run("consulted-party", answer("a", "aarhus", "skive")))
        assert finding.code == "party.joint"
        assert finding.params == {"parties": ("Skive", "Aarhus"), "count": 2}

    def test_need_not_be_noted(self) -> None:
        assert run("consulted-party", answer("a", "aarhus", "skive"), joint=False) == []

    def test_may_have_one_party_that_nobody_knows(self) -> None:
        assert codes(run("consulted-party", answer("a", "aarhus", "paris"))) == ["party.joint", "party.unknown"]


class TestAnAnswerOnBehalfOfOthers:
    def test_may_speak_for_a_consulted_party_that_is_not_counted(self) -> None:
        finding = only(run("consulted-party", answer(on_behalf_of=("Borgerne", "Skive Kommune"))))
        assert finding.code == "party.on-behalf"
        assert finding.params == {"written": "Skive Kommune", "party": "skive", "name": "Skive"}
        assert finding.location is not None
        assert finding.location.field == "on_behalf_of[1]"

    def test_may_speak_for_its_own_party(self) -> None:
        assert run("consulted-party", answer(on_behalf_of=("Aarhus Kommune",))) == []


class TestTheAddressOfTheSender:
    def test_of_another_party_is_a_warning(self) -> None:
        finding = only(run("consulted-party", answer("a", "aarhus", sender=Sender(name="x", email="x@skive.dk"))))
        assert finding.code == "party.other-domain"
        assert finding.params == {"domain": "skive.dk", "owner": "Skive", "parties": ("Aarhus",)}

    def test_of_an_unknown_party_is_told_with_its_id(self) -> None:
        found = run("consulted-party", answer("a", "paris", sender=Sender(name="x", email="x@skive.dk")))
        assert next(one for one in found if one.code == "party.other-domain").params["parties"] == ("paris",)

    @pytest.mark.parametrize("email", ["x@aarhus.dk", "x@gmail.com", None])
    def test_of_its_own_or_of_nobody_is_fine(self, email: str | None) -> None:
        assert run("consulted-party", answer("a", "aarhus", sender=Sender(name="x", email=email))) == []

    def test_of_any_of_the_joint_parties_is_fine(self) -> None:
        joint = answer("a", "aarhus", "skive", sender=Sender(name="x", email="x@skive.dk"))
        assert run("consulted-party", joint, joint=False) == []


def test_the_names_are_indexed_once_a_run() -> None:
    validator = start("consulted-party", ROUND)
    list(validator.observe(stranger("A")))
    index = validator._by_name
    list(validator.observe(stranger("B")))
    assert validator._by_name is index
