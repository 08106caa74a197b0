"""What points must have: a known track, a rationale, a title."""

from __future__ import annotations

from typing import Any

import pytest
from tests.validators.tools import answer, changed, codes, general, on_track, only, run, theme

from kkrconsult.findings import Location
from kkrconsult.model import Anchor, Decision, DecisionKind, Withdrawal
from kkrconsult.texts import message

GONE: list[dict[str, Any]] = [
    {"withdrawn": Withdrawal(reason="Fejl")},
    {"decision": Decision(kind=DecisionKind.REJECTED)},
]


class TestATrack:
    def test_of_the_round_is_fine(self) -> None:
        assert run("known-track", answer(points=(on_track("dk2020"), theme(id="p2"), general("p3")))) == []

    def test_that_the_round_does_not_have_is_an_error(self) -> None:
        point = on_track("klima", anchor=Anchor(page=2, paragraphs=(4, 5)))
        finding = only(run("known-track", answer(points=(point,))))
        assert finding.code == "track.unknown"
        assert finding.params == {"track": "klima", "suggestions": (), "suggested": 0}
        assert finding.location == Location(point="p1", page=2, paragraph=4)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("spor-1", "dk2020"),
            ("Green-growth", "groen-vaekst"),
            ("DK2020", "dk2020"),
            ("groenvækst", "groen-vaekst"),
            ("dk202", "dk2020"),
        ],
    )
    def test_comes_with_a_suggestion(self, written: str, meant: str) -> None:
        finding = only(run("known-track", answer(points=(on_track(written),))))
        assert finding.params["suggestions"] == (meant,)
        assert message(finding.code, finding.params, "da").endswith(f"Menes der »{meant}«?")

    def test_that_was_dropped_is_a_warning(self) -> None:
        finding = only(run("known-track", answer(points=(on_track("viden"),))))
        assert finding.code == "track.dropped"
        assert message(finding.code, finding.params, "en") == "The track “Viden” was dropped from the strategy."

    def test_cannot_be_known_in_a_round_without_any(self) -> None:
        found = run("known-track", answer(points=(on_track(),)), round=changed(tracks=()))
        assert codes(found) == ["track.unknown"]

    @pytest.mark.parametrize("gone", GONE)
    def test_of_an_answer_that_does_not_count_does_not_matter(self, gone: dict[str, Any]) -> None:
        assert run("known-track", answer(points=(on_track("klima"),), **gone)) == []


class TestARationale:
    def test_of_a_theme_is_asked_for(self) -> None:
        finding = only(run("rationale", answer(points=(theme("Vand", rationale=" \n"),))))
        assert finding.code == "rationale.missing"
        assert finding.params == {"title": "Vand"}
        assert finding.location == Location(point="p1")

    def test_that_is_there_is_fine(self) -> None:
        assert run("rationale", answer(points=(theme(text="Mere vand."),))) == []

    def test_of_signs_alone_is_none(self) -> None:
        assert codes(run("rationale", answer(points=(theme(rationale="–"),)))) == ["rationale.missing"]

    @pytest.mark.parametrize("reason", ["VAND", "mere vand"])
    def test_that_says_the_theme_again_is_none_either(self, reason: str) -> None:
        one = theme("Vand", text="Mere vand.", rationale=reason)
        assert codes(run("rationale", answer(points=(one,)))) == ["rationale.repeats"]

    def test_of_a_theme_may_be_left_out_where_the_round_does_not_ask(self) -> None:
        assert run("rationale", answer(points=(theme(rationale=None),)), themes=False) == []

    def test_of_a_track_is_not_asked_for(self) -> None:
        assert run("rationale", answer(points=(on_track(), general("p2")))) == []

    def test_of_a_track_may_be_asked_for(self) -> None:
        points = (on_track(), on_track(id="p2", rationale="Fordi."), general("p3"))
        finding = only(run("rationale", answer(points=points), tracks=True))
        assert finding.code == "rationale.track-missing"
        assert finding.params == {"track": "dk2020"}

    def test_names_a_theme_without_a_title_by_what_it_says(self) -> None:
        one = theme("", text="Vand   " + "x" * 99, rationale=None)
        title = only(run("rationale", answer(points=(one,)))).params["title"]
        assert title == "Vand " + "x" * 54 + "…"

    @pytest.mark.parametrize("gone", GONE)
    def test_of_an_answer_that_does_not_count_does_not_matter(self, gone: dict[str, Any]) -> None:
        assert run("rationale", answer(points=(theme(rationale=None),), **gone)) == []


class TestATitle:
    def test_of_few_words_is_fine(self) -> None:
        assert run("theme-title", answer(points=(theme("Vand"), theme("Affald", "p2"), on_track(id="p3")))) == []

    @pytest.mark.parametrize("title", ["", " ", "…"])
    def test_must_be_there(self, title: str) -> None:
        finding = only(run("theme-title", answer(points=(theme(title, text="Mere vand."),))))
        assert finding.code == "theme.missing-title"
        assert finding.params["text"] == (title if title.strip() else "Mere vand.")

    def test_may_be_long_but_not_too_long(self) -> None:
        assert run("theme-title", answer(points=(theme("x" * 110 + " "),))) == []
        finding = only(run("theme-title", answer(points=(theme("x" * 111),))))
        assert finding.code == "theme.too-long"
        assert finding.params == {"title": "x" * 59 + "…", "characters": 111, "limit": 110}

    def test_has_the_length_that_the_round_allows(self) -> None:
        assert codes(run("theme-title", answer(points=(theme("Vandløb"),)), maximum_characters=6)) == ["theme.too-long"]

    @pytest.mark.parametrize("title", ["Grøn Vækst!", "green growth", "Groen-vaekst", "Spor 1"])
    def test_must_not_be_that_of_a_track(self, title: str) -> None:
        finding = only(run("theme-title", answer(points=(theme(title),))))
        assert finding.code == "theme.same-as-track"
        assert finding.params["track"] == ("dk2020" if title == "Spor 1" else "groen-vaekst")

    def test_must_not_come_twice_in_an_answer(self) -> None:
        points = (theme("Vand"), theme("vand", "p2"))
        finding = only(run("theme-title", answer(points=points)))
        assert finding.code == "theme.repeated"
        assert finding.location == Location(point="p2")

    def test_may_come_in_several_answers(self) -> None:
        assert run("theme-title", answer(points=(theme(),)), answer("svar-2", points=(theme(),))) == []

    def test_is_not_wanted_where_no_themes_were_asked_for(self) -> None:
        found = run("theme-title", answer(points=(theme(),)), round=changed(new_themes=False))
        assert codes(found) == ["theme.not-invited"]

    @pytest.mark.parametrize("gone", GONE)
    def test_of_an_answer_that_does_not_count_does_not_matter(self, gone: dict[str, Any]) -> None:
        assert run("theme-title", answer(points=(theme("", text="x"),), **gone)) == []
