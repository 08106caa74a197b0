"""Personal data: found, placed, and never repeated. All numbers here are constructed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import bodies, texts
from tests.validators.tools import answer, changed, codes, general, only, run, theme

from kkrconsult.assessment import paragraphs
from kkrconsult.findings import Finding, Location
from kkrconsult.jsonio import to_json
from kkrconsult.model import Attachment, Contact, SourceFile
from kkrconsult.validators.personal_data import _paragraph_starts

NAME = "personal-data"
CPR = "010180-1234"  # a date that exists, and a number that fails modulus 11


def found(body: str, **options: Any) -> list[Finding]:
    return run(NAME, answer(body=body), **options)


class TestACprNumber:
    def test_is_an_error_with_its_place(self) -> None:
        finding = only(found(f"Kære KKR\n\nBorgeren {CPR} er ked af det."))
        assert finding.code == "personal-data.cpr"
        assert finding.params == {"shown": "••••••-••••", "modulus_11": False}
        assert finding.location == Location(field="body", paragraph=2)

    @pytest.mark.parametrize("written", ["0101801234", "010180 1234", "610180-1234"])
    def test_is_found_however_it_is_written(self, written: str) -> None:
        assert codes(found(f"Nr. {written}.")) == ["personal-data.cpr"]

    @pytest.mark.parametrize("written", ["320180-1234", "13.05.00-G00-2-13", "29189129"])
    def test_is_not_any_other_number(self, written: str) -> None:
        assert found(f"Nr. {written}.") == []

    def test_is_an_error_wherever_the_address_is_allowed(self) -> None:
        assert codes(found(f"{CPR}@aarhus.dk")) == ["personal-data.cpr"]

    def test_is_told_once_for_every_place(self) -> None:
        places = [one.location and one.location.paragraph for one in found(f"{CPR}\n\n\nog\n\n{CPR} {CPR}")]
        assert places == [1, 3, 3]


class TestAnEmailAddress:
    def test_of_a_private_person_is_a_warning(self) -> None:
        finding = only(found("Skriv til hanne@gmail.com."))
        assert finding.code == "personal-data.email"
        assert finding.params == {"shown": "•••@gmail.com"}

    @pytest.mark.parametrize("address", ["hanne@aarhus.dk", "post@forening.dk"])
    def test_of_others_is_fine(self, address: str) -> None:
        assert found(f"Skriv til {address}.") == []

    def test_at_a_domain_that_the_round_knows_is_fine(self) -> None:
        assert found("hanne@mail.dk", official_domains=["@Mail.dk"]) == []

    def test_that_the_round_allows_is_fine(self) -> None:
        assert found("Hanne@gmail.com", allowed=["hanne@GMAIL.com"]) == []

    def test_of_the_rounds_contact_is_fine(self) -> None:
        round_ = changed(contact=Contact(email="kkr@gmail.com"))
        assert run(NAME, answer(body="kkr@gmail.com"), round=round_) == []

    @pytest.mark.parametrize(
        ("emails", "told"),
        [
            ("private", ["a@gmail.com"]),
            ("unofficial", ["a@gmail.com", "a@forening.dk"]),
            ("personal", ["a@gmail.com", "a@forening.dk", "a@aarhus.dk"]),
        ],
    )
    def test_is_told_of_by_the_rounds_own_measure(self, emails: str, told: list[str]) -> None:
        every = ["a@gmail.com", "a@forening.dk", "a@aarhus.dk", "post@mail.aarhus.dk"]
        assert [address for address in every if found(address, emails=emails)] == told


class TestATelephoneNumber:
    def test_is_a_warning(self) -> None:
        finding = only(found("Ring på tlf. 12 34 56 78."))
        assert finding.code == "personal-data.phone"
        assert finding.params == {"shown": "•• •• •• 78"}

    @pytest.mark.parametrize("allowed", ["12345678", "+45 1234 5678"])
    def test_that_the_round_allows_is_fine(self, allowed: str) -> None:
        assert found("Ring på tlf. 12 34 56 78.", allowed=[allowed]) == []

    def test_of_the_rounds_contact_is_fine(self) -> None:
        round_ = changed(contact=Contact(phone="12 34 56 78"))
        assert run(NAME, answer(body="tlf. 12345678"), round=round_) == []
        assert codes(run(NAME, answer(body="tlf. 12345679"), round=round_)) == ["personal-data.phone"]


class TestWhatIsLookedFor:
    TEXT = f"{CPR}, hanne@gmail.com, tlf. 12 34 56 78"

    def test_is_everything(self) -> None:
        every = ["personal-data.cpr", "personal-data.email", "personal-data.phone"]
        assert codes(found(self.TEXT)) == every

    def test_may_be_less(self) -> None:
        assert codes(found(self.TEXT, kinds=["cpr"])) == ["personal-data.cpr"]
        assert found(self.TEXT, kinds=[]) == []


class TestPlaces:
    def test_are_all_of_an_answer(self) -> None:
        one = answer(
            title=CPR,
            body="",
            points=(theme(CPR, "t"), general("g", CPR), general("r", "Nej", rationale=CPR)),
            attachments=(Attachment(name="a.pdf"), Attachment(name=f"{CPR}.pdf", title=CPR)),
            source=SourceFile(name=f"indbakke/{CPR}.txt"),
        )
        places = [(one.location.field or one.location.point) for one in run(NAME, one) if one.location is not None]
        assert sorted(filter(None, places)) == [
            "attachments[1].name",
            "attachments[1].title",
            "g",
            "r",
            "source.name",
            "t",
            "title",
        ]

    def test_that_quote_the_body_are_not_told_of_twice(self) -> None:
        one = answer(body=f"Kære\n\nNej til {CPR}.", points=(general(text=f"Nej til {CPR}."),))
        location = only(run(NAME, one)).location
        assert location == Location(field="body", paragraph=2)

    def test_never_hold_what_was_found(self) -> None:
        one = answer(
            title=CPR,
            body=f"{CPR} hanne@gmail.com tlf. 12 34 56 78",
            points=(general(text=f"Se {CPR}"),),
            attachments=(Attachment(name=CPR),),
            source=SourceFile(name=CPR),
        )
        told = to_json(run(NAME, one)[0]) + "".join(repr(finding) for finding in run(NAME, one))
        assert not any(datum in told for datum in (CPR, "1234", "hanne", "12 34 56"))

    @given(bodies() | texts(max_size=30))
    def test_count_paragraphs_as_the_accounts_do(self, text: str) -> None:
        starts = _paragraph_starts(text)
        assert len(starts) == len(paragraphs(text))
        for index, start in enumerate(starts):
            assert paragraphs(text[start:]) == paragraphs(text)[index:]


class TestProtectionOfNameAndAddress:
    @pytest.mark.parametrize(
        "text",
        [
            "Borgeren har navne- og adressebeskyttelse.",
            "Hun er adressebeskyttet.",
            "Han har hemmelig adresse.",
            "Hun har et beskyttet navn.",
            "Beskyttede adresser må ikke vises.",
        ],
    )
    def test_is_told_of_where_it_is_mentioned(self, text: str) -> None:
        finding = only(found(f"Kære KKR\n\n{text}"))
        assert finding.code == "personal-data.protected"
        assert finding.location == Location(field="body", paragraph=2)

    @pytest.mark.parametrize("text", ["Vi vil beskytte naturen.", "Beskyttede arter.", "Det er ikke hemmeligt."])
    def test_is_not_any_protection(self, text: str) -> None:
        assert found(text) == []

    def test_is_told_of_once(self) -> None:
        point = general(text="Hun er adressebeskyttet.")
        body = "Hun er adressebeskyttet.\n\nHan er adressebeskyttet."
        assert codes(run(NAME, answer(body=body, points=(point, general("p2", "navnebeskyttet"))))) == [
            "personal-data.protected"
        ]

    def test_is_told_of_where_a_point_mentions_it(self) -> None:
        points = (general("p1"), general("p2", "Hun er adressebeskyttet."), general("p3", "Adressebeskyttelse"))
        assert only(run(NAME, answer(points=points))).location == Location(point="p2")

    def test_is_not_looked_for_where_the_round_does_not_want_it(self) -> None:
        assert found("Hun er adressebeskyttet.", protection=False) == []


# As the rule is meant, held against the whole text; the validator looks only near the words that have to be there.
PROTECTION = re.compile(
    r"(?:adresse|navne)-?\s?beskytte\w+|\b(?:beskytte(?:t|de)|hemmelig[et]?)\s(?:navn|adresse)\w*", re.IGNORECASE
)
PIECES = [
    "adresse",
    "navne",
    "Navn",
    "-",
    " ",
    "\n",
    "\n\n",
    "beskytte",
    "Beskyttet",
    "beskyttede",
    "hemmelig",
    "t",
    "x",
]


class TestProtection:
    @given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
    def test_is_seen_wherever_it_is_mentioned_first(self, body: str) -> None:
        expected = PROTECTION.search(body)
        findings = found(body)
        assert bool(findings) == bool(expected)
        if expected is not None:
            before = body[: expected.start()]
            paragraph = len(paragraphs(before + "x"))
            assert only(findings).location == Location(field="body", paragraph=paragraph)
