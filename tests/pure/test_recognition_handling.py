"""How an answer was handled is recognised in the ways in which Danish municipalities write it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkrconsult.model import HandlingMode
from kkrconsult.recognition.handling import Said, handling_of

LONG = "Vi har mange ord at sige om denne sag. " * 12


def said(*paragraphs: str) -> Said:
    return handling_of(paragraphs)


class TestPolitical:
    @pytest.mark.parametrize(
        ("text", "body", "day"),
        [
            ("Høringssvaret er behandlet i Byrådet den 8. december 2020.", "Byrådet", dt.date(2020, 12, 8)),
            ("Byrådet har på sit møde den 25. november 2020 godkendt høringssvaret.", "Byrådet", dt.date(2020, 11, 25)),
            ("Svaret er godkendt af Økonomiudvalget den 2. december 2020", "Økonomiudvalget", dt.date(2020, 12, 2)),
            (
                "Klima- og Miljøudvalget har den 1. december 2020 tiltrådt høringssvaret",
                "Klima- og Miljøudvalget",
                dt.date(2020, 12, 1),
            ),
            (
                "Svaret er vedtaget af Udvalget for Klima og Miljø den 1.12.2020",
                "Udvalget for Klima og Miljø",
                dt.date(2020, 12, 1),
            ),
            ("Kommunalbestyrelsen har godkendt høringssvaret.", "Kommunalbestyrelsen", None),
            ("Svaret er politisk behandlet", None, None),
            ("Svaret er behandlet politisk den 3.12.2020", None, dt.date(2020, 12, 3)),
        ],
    )
    def test_with_the_body_and_the_day(self, text: str, body: str | None, day: dt.date | None) -> None:
        found = said(text)
        assert (found.mode, found.body, found.decided_on) == (HandlingMode.POLITICAL, body, day)
        assert found.words == text
        assert found.notes == {0}


class TestAdministrative:
    @pytest.mark.parametrize(
        "text",
        [
            "Svaret er afgivet administrativt.",
            "Der er tale om et administrativt høringssvar.",
            "Svaret er ikke politisk behandlet",
            "Bidraget er administrativt",
            "Her er forvaltningens administrative bemærkninger",
        ],
    )
    def test_in_many_words(self, text: str) -> None:
        assert said(text).mode is HandlingMode.ADMINISTRATIVE


class TestReservation:
    @pytest.mark.parametrize(
        ("text", "body", "day"),
        [
            ("Svaret sendes med forbehold for politisk godkendelse.", None, None),
            (
                "Med forbehold for politisk behandling i Økonomiudvalget den 14. december 2020",
                "Økonomiudvalget",
                dt.date(2020, 12, 14),
            ),
            (
                "Der tages forbehold for Byrådets endelige godkendelse den 21. december 2020",
                "Byrådet",
                dt.date(2020, 12, 21),
            ),
            (
                "Høringssvaret behandles i kommunalbestyrelsen den 18. december 2020",
                "Kommunalbestyrelsen",
                dt.date(2020, 12, 18),
            ),
        ],
    )
    def test_with_the_body_that_is_still_to_approve(self, text: str, body: str | None, day: dt.date | None) -> None:
        found = said(text)
        assert (found.awaited_body, found.expected_on) == (body, day)
        assert found.reservation == text
        assert found.mode is None

    def test_beside_administrative_handling(self) -> None:
        found = said("Svaret er afgivet administrativt med forbehold for politisk godkendelse.")
        assert found.mode is HandlingMode.ADMINISTRATIVE
        assert found.reservation


class TestNothingToSay:
    @pytest.mark.parametrize("text", ["Kommunen har ingen bemærkninger.", "Vi har intet at bemærke", "No comments."])
    def test_is_an_answer(self, text: str) -> None:
        assert said(text).no_remarks == text

    @pytest.mark.parametrize(
        "text",
        ["Skive Kommune ønsker ikke at afgive høringssvar", "Vi har valgt ikke at svare", "Kommunen afgiver ikke svar"],
    )
    def test_is_not_the_same_as_no_answer(self, text: str) -> None:
        assert said(text).declined == text

    def test_is_not_believed_in_the_middle_of_a_long_answer(self) -> None:
        found = said(LONG, "Til spor 2 har vi ingen bemærkninger, og vi ønsker ikke at afgive svar.", LONG)
        assert (found.no_remarks, found.declined) == (None, None)


class TestOtherThings:
    def test_an_answer_may_be_provisional(self) -> None:
        assert said("Dette er et foreløbigt høringssvar.").provisional == "Dette er et foreløbigt høringssvar."

    def test_a_long_paragraph_says_more_than_that(self) -> None:
        found = said(f"{LONG} Svaret er afgivet administrativt.")
        assert found.mode is HandlingMode.ADMINISTRATIVE
        assert found.notes == frozenset()

    def test_the_first_word_counts(self) -> None:
        found = said("Svaret er behandlet i Byrådet.", "Svaret er afgivet administrativt.")
        assert found.mode is HandlingMode.POLITICAL

    @pytest.mark.parametrize("text", ["", "Byrådet vil gerne have en klimaplan.", "Politikerne er glade."])
    def test_what_says_nothing_of_it(self, text: str) -> None:
        assert said(text) == Said()

    @given(st.lists(st.text(max_size=300), max_size=4))
    def test_any_text_is_taken(self, texts: list[str]) -> None:
        assert handling_of(texts).notes <= set(range(len(texts)))
