"""Answers without content, and answers that contradict themselves."""

from __future__ import annotations

from typing import Any

import pytest
from tests.validators.tools import answer, codes, general, only, run

from kkrconsult.model import Attachment, Decision, DecisionKind, NoRemarks, Withdrawal

NAME = "empty-response"
FILE = Attachment(name="svar.pdf")


class TestAnAnswerWithoutContent:
    @pytest.mark.parametrize("body", ["", " \n\t"])
    def test_is_an_error(self, body: str) -> None:
        assert codes(run(NAME, answer(body=body))) == ["response.empty"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"no_remarks": NoRemarks()},
            {"declined": True},
            {"attachments": (FILE,)},
            {"points": (general(),)},
            {"body": "Vi støtter sporene."},
            {"withdrawn": Withdrawal(reason="Fejl")},
            {"decision": Decision(kind=DecisionKind.REJECTED)},
        ],
    )
    def test_is_fine_where_something_speaks_for_it(self, fields: dict[str, Any]) -> None:
        assert run(NAME, answer(**{"body": "", **fields})) == []


class TestAContradiction:
    def test_of_no_remarks_and_points_is_a_warning(self) -> None:
        finding = only(run(NAME, answer(no_remarks=NoRemarks(), points=(general(),))))
        assert finding.code == "response.no-remarks-with-points"
        assert finding.params == {"points": 1}

    def test_of_declining_and_points_is_a_warning(self) -> None:
        finding = only(run(NAME, answer(declined=True, points=(general(), general("p2")))))
        assert finding.code == "response.declined-with-points"
        assert finding.params == {"points": 2}

    def test_is_not_there_where_only_the_body_says_something(self) -> None:
        assert run(NAME, answer(no_remarks=NoRemarks(), body="Vi har ingen bemærkninger.")) == []


class TestAnAnswerThatOnlySaysThatThereIsNothingToSay:
    @pytest.mark.parametrize(
        "body",
        [
            "Ingen bemærkninger.",
            "Kommunen har ikke bemærkninger til strategien.",
            "Vi har ikke nogen\nbemærkninger",
            "Der er INTET at bemærke.",
            "Skive har ingen særlige kommentarer.",
            "We have no comments.",
        ],
    )
    def test_should_be_marked_so(self, body: str) -> None:
        assert codes(run(NAME, answer(body=body))) == ["response.no-remarks-unmarked"]

    @pytest.mark.parametrize(
        "body",
        [
            "Vi har følgende bemærkninger.",
            "Vand mangler. Vi har ikke yderligere bemærkninger.",
            "Ingen bemærkninger til spor 1. " + "Men vand mangler i strategien. " * 5,
            "Ingen bemærkninger. " + "x" * 600,
        ],
    )
    def test_is_not_one_that_says_something_as_well(self, body: str) -> None:
        assert run(NAME, answer(body=body)) == []

    def test_is_not_looked_for_where_the_round_does_not_want_it(self) -> None:
        assert run(NAME, answer(body="Ingen bemærkninger."), short_words=0) == []

    def test_is_not_looked_for_where_points_were_found(self) -> None:
        assert run(NAME, answer(body="Ingen bemærkninger.", points=(general(),))) == []
