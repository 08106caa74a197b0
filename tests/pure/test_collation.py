"""Alphabetical order in the language of the reader."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kkrconsult.danish import collation_key, sort_key

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "".join(
    char
    for char in map(chr, range(0xC0, 0x180))
    if unicodedata.category(char)[0] == "L"
    and unicodedata.normalize("NFKD", char) == unicodedata.normalize("NFD", char)
)
"""Letters of European languages, without those that are only another way to draw one, such as the long s."""

SIGNS = "_-‐‒–—―,;:!¡?¿.·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•′`´^¯¨¸°©®+±÷×<=>¬|¦~−¤¢$£¥€"
SIMILAR = st.text(st.sampled_from("aAáàâåÅäæÆeéoOóøØöœsßdðđ -12"), max_size=6)
LATIN = st.text(st.sampled_from(LETTERS + ACCENTED + SIGNS + " 0123456789"), max_size=8)


def assert_order(*texts: str) -> None:
    for before, after in pairwise(texts):
        assert collation_key(before, "en") < collation_key(after, "en"), (before, after)


def levels(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What decides before the text itself does."""
    return collation_key(text, "en")[:2]


class TestDanish:
    @given(st.text())
    def test_is_the_order_of_danish_lists(self, text: str) -> None:
        assert collation_key(text, "da") == sort_key(text)


class TestEnglish:
    def test_sorts_danish_names_as_an_english_reader_looks_for_them(self) -> None:
        names = ["Viborg", "Ærø", "Aarhus", "Ørsted", "Odense", "Åbo", "Aeroe", "Skive", "Ishøj", "Ishoej", "Ishol"]
        assert sorted(names, key=lambda name: collation_key(name, "en")) == [
            "Aarhus", "Åbo", "Ærø", "Aeroe", "Ishoej", "Ishøj", "Ishol", "Odense", "Ørsted", "Skive", "Viborg",
        ]  # fmt: skip

    def test_double_a_is_two_letters(self) -> None:
        assert_order("Aarhus", "Ab", "Århus")

    def test_accents_count_only_where_letters_do_not_differ(self) -> None:
        assert_order("cote", "coté", "côte", "côté", "coter")
        assert_order("resume", "résumé", "resumes")

    def test_letters_of_other_languages_stand_by_those_that_they_come_from(self) -> None:
        assert_order("da", "đa", "ða", "daa", "e")
        assert_order("ha", "ħa", "haa")
        assert_order("la", "ła", "laa")
        assert_order("Oeuvre", "Œuvre", "Oeuvref")
        assert_order("strasse", "straße", "strassen")
        assert_order("zebra", "þing")
        assert_order("i", "ı", "j", "n", "ŋ", "o", "t", "ŧ", "u")

    def test_accents_on_such_letters_count_after_the_letters_themselves(self) -> None:
        assert_order("ae", "æ", "ǽ", "aea")
        assert_order("o", "ø", "ǿ", "oa")

    def test_small_letters_come_before_capitals_when_nothing_else_differs(self) -> None:
        assert_order("karl", "Karl", "karla")
        assert_order("aé", "Aé", "áe")

    def test_spaces_come_first_then_signs_digits_and_letters(self) -> None:
        assert_order("Ny Vejle", "Ny-Vejle", "Ny+", "Ny€", "Ny1", "Nyborg")
        assert_order(" a", "_a", "-a", "‡a", "`a", "~a", "$a", "0a", "a")

    def test_digits_are_digits_in_every_script(self) -> None:
        assert_order("Spor 1", "Spor ٢", "Spor 3")
        assert levels("Spor ٢") == levels("Spor 2") == levels("Spor ²")

    def test_letters_of_other_alphabets_come_after(self) -> None:
        assert_order("z", "þ", "α", "я")
        assert_order("я", "Я")

    def test_signs_that_are_seldom_come_after_those_of_their_kind(self) -> None:
        assert_order("′", "※", "`")
        assert_order("−", "∞", "¤")
        assert_order("€", "₿", "0")
        assert_order(" ", "\u1680", "_")

    def test_what_is_not_seen_does_not_count(self) -> None:
        assert levels("hø\u00adring\x00") == levels("høring")

    def test_a_composed_letter_is_as_one_taken_apart(self) -> None:
        for char in ACCENTED:
            assert levels(unicodedata.normalize("NFD", char)) == levels(char)

    def test_an_accent_that_is_seldom_comes_after_the_usual_ones(self) -> None:
        assert_order("a", "á", "ā", "a\u0323", "b")

    @given(st.text(), st.text())
    @example("a", "A")
    @example("é", "e\u0301")
    def test_different_texts_never_share_a_key(self, one: str, other: str) -> None:
        assert (collation_key(one, "en") == collation_key(other, "en")) == (one == other)

    @given(st.lists(SIMILAR).flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))))
    def test_the_order_does_not_depend_on_the_order_before(self, two: tuple[list[str], list[str]]) -> None:
        one, other = (sorted(texts, key=lambda text: collation_key(text, "en")) for texts in two)
        assert one == other


@pytest.fixture(scope="module")
def icu_order() -> Any:
    icu = pytest.importorskip("icu", reason="PyICU needs ICU itself", exc_type=ImportError)
    return icu.Collator.createInstance(icu.Locale("en_GB"))


class TestWhatIcuSays:
    """ICU is the usual implementation of CLDR's order. PyICU needs it installed, so that not everybody has it."""

    @given(one=SIMILAR, other=SIMILAR)
    def test_of_texts_that_are_alike(self, icu_order: Any, one: str, other: str) -> None:
        self.compare(icu_order, one, other)

    @given(one=LATIN, other=LATIN)
    def test_of_any_latin_texts(self, icu_order: Any, one: str, other: str) -> None:
        self.compare(icu_order, one, other)

    def test_of_each_letter_and_sign(self, icu_order: Any) -> None:
        chars = LETTERS + ACCENTED + SIGNS + " 0123456789"
        for one in chars:
            for other in chars:
                self.compare(icu_order, one, other)

    @staticmethod
    def compare(icu_order: Any, one: str, other: str) -> None:
        theirs = icu_order.compare(one, other)
        ours = (levels(one) > levels(other)) - (levels(one) < levels(other))
        assert ours == theirs, (one, other)


def test_an_unknown_language_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'de'; choose one of da, en"):
        collation_key("a", "de")
