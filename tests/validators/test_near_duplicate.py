"""Answers that are copies of one another, or nearly."""

from __future__ import annotations

from typing import Any

import pytest
from tests.validators.tools import answer, changed, codes, general, run, stranger

from kkrconsult.findings import Finding, Subject, SubjectKind
from kkrconsult.model import Decision, DecisionKind, Demand, NoRemarks, Withdrawal, localized
from kkrconsult.texts import message

NAME = "near-duplicate"


def text(seed: str, words: int = 60) -> str:
    """So many words that no text with another seed has."""
    return " ".join(f"{seed}{number}" for number in range(words))


COPIED = text("ord")
NEARLY = COPIED + " med en anden hilsen"


def by_response(findings: list[Finding]) -> dict[str, tuple[object, ...]]:
    return {one.subject.id: (one.params["responses"], one.params["count"]) for one in findings if one.subject}


class TestTwoAnswers:
    def test_with_the_same_text_are_each_told_of(self) -> None:
        found = run(NAME, answer("a", "aarhus", body=COPIED), answer("b", "skive", body=COPIED.upper()))
        assert codes(found) == ["response.near-duplicate"] * 2
        assert by_response(found) == {"a": (("b",), 1), "b": (("a",), 1)}
        assert found[0].subject == Subject(kind=SubjectKind.RESPONSE, id="a")
        assert (found[0].params["similarity"], found[0].params["percent"]) == (1.0, 100)
        text_ = "Svaret er 100 % ens med 1 andet: b."
        assert message(found[0].code, found[0].params, "da") == text_

    def test_with_nearly_the_same_text_are_never_wholly_the_same(self) -> None:
        found = run(NAME, answer("a", "aarhus", body=COPIED), answer("b", "skive", body=NEARLY))
        assert by_response(found) == {"a": (("b",), 1), "b": (("a",), 1)}
        similarity = found[0].params["similarity"]
        assert isinstance(similarity, float)
        assert 0.8 <= similarity < 1
        assert found[0].params["percent"] == round(similarity * 100)

    def test_that_look_the_same_in_every_sample_are_still_not_the_same(self) -> None:
        # A word of punctuation apart would be identical; a repeated sentence adds no new four-word sequence.
        found = run(
            NAME,
            answer("a", "aarhus", body=f"{COPIED} {COPIED}"),
            answer("b", "skive", body=f"{COPIED} {COPIED} {COPIED}"),
        )
        assert [one.params["percent"] for one in found] == [99, 99]

    def test_that_differ_are_fine(self) -> None:
        assert run(NAME, answer("a", "aarhus", body=text("x")), answer("b", "skive", body=text("y"))) == []

    def test_may_have_their_text_in_points(self) -> None:
        points = (general(text=COPIED),)
        found = run(NAME, answer("a", "aarhus", body="", points=points), answer("b", "skive", body=COPIED))
        assert len(found) == 2

    def test_are_alike_by_the_rounds_own_measure(self) -> None:
        pair = (answer("a", "aarhus", body=COPIED), answer("b", "skive", body=NEARLY))
        assert run(NAME, *pair, threshold=1) == []


class TestAnAnswerIsNotCompared:
    @pytest.mark.parametrize(
        "fields",
        [
            {"no_remarks": NoRemarks()},
            {"declined": True},
            {"withdrawn": Withdrawal(reason="Fejl")},
            {"decision": Decision(kind=DecisionKind.REJECTED)},
        ],
    )
    def test_where_it_need_not_be_its_own(self, fields: dict[str, Any]) -> None:
        assert run(NAME, answer("a", "aarhus", body=COPIED), answer("b", "skive", body=COPIED, **fields)) == []

    def test_where_it_is_short(self) -> None:
        for body in ("Vi er enige.", " ".join(["ord"] * 29), "langtord " * 20):
            assert run(NAME, answer("a", "aarhus", body=body), answer("b", "skive", body=body)) == []

    def test_where_it_is_short_by_the_rounds_own_measure(self) -> None:
        pair = (answer("a", "aarhus", body="Vi er enige."), answer("b", "skive", body="Vi er enige."))
        assert len(run(NAME, *pair, minimum_words=3)) == 2
        assert run(NAME, *pair, minimum_words=4) == []

    def test_with_another_of_the_same_party(self) -> None:
        assert run(NAME, answer("a", "aarhus", body=COPIED), answer("b", "aarhus", "skive", body=COPIED)) == []

    def test_with_another_of_the_same_sender(self) -> None:
        assert run(NAME, stranger("En borger", "a", body=COPIED), stranger("en Borger", "b", body=COPIED)) == []

    def test_with_the_one_that_it_replaces(self) -> None:
        old = stranger("Skvie", "a", body=COPIED)
        assert run(NAME, old, answer("b", "skive", body=COPIED, supersedes="a")) == []

    def test_with_one_of_the_same_id(self) -> None:
        assert run(NAME, answer("a", "aarhus", body=COPIED), answer("a", "skive", body=COPIED)) == []


class TestWhatEverybodyQuotes:
    QUOTED = text("citat")
    PAIR = (
        answer("a", "aarhus", body=QUOTED + " " + text("x", 40)),
        answer("b", "skive", body=QUOTED + " " + text("y", 40)),
    )

    def test_counts_where_nobody_knows_that_it_is_a_quotation(self) -> None:
        assert len(run(NAME, *self.PAIR, threshold=0.3)) == 2

    def test_does_not_count_where_it_is_from_the_round(self) -> None:
        asked = changed(
            background=localized(da=self.QUOTED),
            demands=(Demand(id="svar", text=localized(da="Svar kort.")),),
        )
        assert run(NAME, *self.PAIR, round=asked, threshold=0.3) == []
        assert len(run(NAME, *self.PAIR, round=asked, threshold=0.3, quotations=False)) == 2

    def test_does_not_count_where_it_is_from_the_template(self) -> None:
        assert run(NAME, *self.PAIR, threshold=0.3, boilerplate=[self.QUOTED]) == []


class TestManyAnswers:
    def test_of_one_text_are_told_of_once_each_with_the_first_ten(self) -> None:
        letters = [stranger(f"Borger {number}", f"svar-{number:02}", body=COPIED) for number in range(13)]
        found = run(NAME, *letters, stranger("Nabo", "svar-99", body=NEARLY))
        assert len(found) == 14
        first = found[0].params
        assert (first["count"], first["truncated"], first["percent"]) == (13, True, 100)
        assert first["responses"] == tuple(f"svar-{number:02}" for number in range(1, 11))
        last = next(one for one in found if one.subject and one.subject.id == "svar-99").params
        assert (last["count"], last["percent"]) == (13, round(float(str(last["similarity"])) * 100))

    def test_count_without_those_of_ones_own(self) -> None:
        own = [answer(f"egen-{number}", "aarhus", body=COPIED) for number in range(3)]
        others = [stranger(f"Borger {number}", f"svar-{number:02}", body=COPIED) for number in range(11)]
        found = by_response(run(NAME, *own, *others))
        assert found["egen-0"] == (tuple(f"svar-{number:02}" for number in range(10)), 11)
        assert found["svar-00"][1] == 13

    def test_are_the_most_like_first(self) -> None:
        found = run(
            NAME,
            answer("a", "aarhus", body=COPIED),
            stranger("Nabo", "b", body=NEARLY),
            answer("c", "skive", body=COPIED),
            answer("d", "rksk", body=COPIED + " " + text("slut", 6)),
        )
        assert by_response(found)["a"] == (("c", "b", "d"), 3)
