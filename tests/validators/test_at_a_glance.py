"""Most answers are passed over at a glance; a longer look at them would find nothing either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import Scenario, lines, scenarios, texts
from tests.validators.tools import NOW, ROUND, SPECS, answer, general, on_track, stranger, theme

from kkrconsult.danish import fold
from kkrconsult.findings import Finding
from kkrconsult.model import Attachment, Response, SourceFile, ThemeProposal
from kkrconsult.plugins.records import Context
from kkrconsult.privacy import Glance, glance, prescan
from kkrconsult.structure import decode
from kkrconsult.validators import empty_response, page_limit, rationale

_EVERYTHING = Glance(digits=True, at=True, protection=True)
_BY_FUNCTION: dict[str, Callable[[Response, Any], Iterable[Finding]]] = {
    "empty-response": empty_response._look,
    "page-limit": page_limit._look,
    "rationale": rationale._look,
}
_BY_METHOD = (
    "consulted-party",
    "deadline",
    "handling",
    "known-track",
    "personal-data",
    "see-attachment",
    "theme-title",
)
NAMES = (*_BY_FUNCTION, *_BY_METHOD)


def at_length(name: str, validator: Any, options: Any, response: Response) -> list[Finding]:
    """What a validator finds that does not stop at a glance."""
    if name in _BY_FUNCTION:
        return list(_BY_FUNCTION[name](response, options))
    if name == "personal-data":
        return list(validator._look(response, _EVERYTHING))
    return list(validator._look(response))


def started(name: str, context: Context, **given: object) -> tuple[Any, Any]:
    options: Any = decode(SPECS[name].options, given)
    return SPECS[name].create(options, context), options


@pytest.mark.parametrize("name", NAMES)
class TestAGlance:
    @given(scenario=scenarios())
    def test_misses_nothing_that_a_long_look_finds(self, name: str, scenario: Scenario) -> None:
        context = Context(round=scenario.round, at=scenario.at)
        validator, options = started(name, context)
        if name == "consulted-party" and not scenario.round.participants:
            # Without parties it looks at nobody.
            return
        for response in scenario.responses:
            assert list(validator.observe(response)) == at_length(name, validator, options, response)

    def test_is_enough_for_an_answer_without_faults(self, name: str) -> None:
        validator, _ = started(name, Context(round=ROUND, at=NOW), **_KIND.get(name, {}))
        points = (on_track(id="p1"), theme("Skov", "p2", text="Byer."), general("p3"))
        assert validator.observe(stranger("En borger", body="Konstrueret. " * 250, points=points)) == ()


_KIND: dict[str, dict[str, object]] = {"consulted-party": {"unsolicited": False}}


class TestAGlanceAtParties:
    def test_is_enough_for_an_answer_of_one_party(self) -> None:
        validator, _ = started("consulted-party", Context(round=ROUND, at=NOW))
        assert validator.observe(answer("a", "aarhus")) == ()

    @pytest.mark.parametrize(
        "name", ["Konstrueret Byraad", "KONSTRUERET KOMMUNE", "Ålborg Byråd", "Foreningen Kommunen"]
    )
    def test_leaves_official_names_to_a_longer_look(self, name: str) -> None:
        validator, options = started("consulted-party", Context(round=ROUND, at=NOW), unsolicited=False)
        one = stranger(name)
        assert list(validator.observe(one)) == at_length("consulted-party", validator, options, one)

    def test_sees_nothing_where_no_parties_are_listed(self) -> None:
        validator, _ = started("consulted-party", Context(round=ROUND.__class__(id="x", title=ROUND.title), at=NOW))
        assert validator.observe(stranger("Aarhus Kommune")) == ()


class TestAGlanceAtReasons:
    # Words that fold to others, or to nothing; letters that become one, or another.
    words = st.lists(
        st.sampled_from(
            [
                "Kommune",
                "Kort",
                "K",
                "ro",
                "Regionskommunes",
                "aa",
                "Å",
                "é",
                "e\u0301",
                "u\u0308",
                "þ",
                "-",
                " ",
                "vand",
                "!",
                "ﬁ",
            ]
        ),
        max_size=4,
    ).map("".join)

    @given(
        reason=st.one_of(texts(), lines(), words),
        title=st.one_of(lines(), words),
        text=st.one_of(texts(), lines(), words),
    )
    def test_takes_none_for_another_that_is_the_same_when_folded(self, reason: str, title: str, text: str) -> None:
        if rationale._begin_otherwise(reason, (title, text)):
            assert fold(reason) not in ("", fold(title), fold(text))


class TestAGlanceAtEverything:
    pieces = st.lists(
        st.sampled_from(
            [
                "0",
                "12",
                "345",
                "6789",
                "000000",
                " ",
                "-",
                ".",
                "\u2011",
                "x",
                "\n",
                "@",
                "eskytte",
                "emmelig",
                "Beskyttet",
                "ø",
                "–",
            ]
        ),
        max_size=9,
    ).map("".join)

    @given(text=st.one_of(texts(max_size=40), pieces))
    def test_sees_digits_and_addresses_as_the_first_look_does(self, text: str) -> None:
        seen, guard = glance(text), prescan(text)
        assert (seen.digits, seen.at) == (guard.digits, guard.at)

    @given(before=texts(), word=st.sampled_from(["eskytte", "emmelig"]), after=texts())
    def test_misses_no_word_of_protection(self, before: str, word: str, after: str) -> None:
        assert glance(before + word + after).protection

    def test_sees_nothing_in_most_texts(self) -> None:
        assert not any(glance("Mødet den 15. december 2020 kl. 10.00 – 19 kommuner, 1.250.000 kr., 15-12-2020."))

    @pytest.mark.parametrize(
        "one",
        [
            answer(body="", title="hanne@gmail.com"),
            answer(body="", points=(ThemeProposal(id="p", title="hanne@gmail.com"),)),
            answer(body="", points=(general(text="hanne@gmail.com"),)),
            answer(body="", points=(general(rationale="hanne@gmail.com"),)),
            answer(body="", attachments=(Attachment(name="hanne@gmail.com"),)),
            answer(body="", attachments=(Attachment(name="a", title="hanne@gmail.com"),)),
            answer(body="", source=SourceFile(name="hanne@gmail.com")),
        ],
    )
    def test_is_at_every_text_of_an_answer(self, one: Response) -> None:
        validator, _ = started("personal-data", Context(round=ROUND, at=NOW))
        assert [finding.code for finding in validator.observe(one)] == ["personal-data.email"]
