"""What dispositions are called, and which one somebody meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import instances, texts

from kkrconsult.dispositions import disposition_label, disposition_labels, disposition_of, says_open
from kkrconsult.errors import DataError
from kkrconsult.model import AssessmentRules, Disposition, DispositionLabels, Round, localized

PLAIN = Round(id="prøve", title=localized(da="Prøve"))
LABELS = DispositionLabels(
    accommodated=localized(da="Følges", en="Followed"),
    partly=localized(da="Følges delvist", en="Followed in part"),
    not_accommodated=localized(da="Følges ikke"),
)
OWN = Round(id="egen", title=localized(da="Egen"), assessment=AssessmentRules(labels=LABELS))
YES, PARTLY, NO, NOTED = Disposition


class TestALabel:
    def test_is_the_catalogues_where_the_round_has_none(self) -> None:
        assert disposition_labels(PLAIN) == (
            *("imødekommet", "delvist imødekommet", "ikke imødekommet", "taget til efterretning"),
        )
        assert disposition_label(PLAIN, PARTLY, "en") == "partly accommodated"
        assert disposition_label(OWN, NOTED) == "taget til efterretning"

    def test_is_the_rounds_own_in_the_languages_that_it_has(self) -> None:
        assert disposition_label(OWN, YES) == "Følges"
        assert disposition_label(OWN, YES, "en") == "Followed"
        assert disposition_label(OWN, NO, "en") == "not accommodated"

    def test_is_danish_in_a_language_without_a_catalogue(self) -> None:
        assert disposition_label(OWN, NO, "kl") == "Følges ikke"
        assert disposition_label(PLAIN, YES, "kl") == "imødekommet"

    def test_cannot_be_that_of_two(self) -> None:
        with pytest.raises(DataError) as caught:
            DispositionLabels(partly=localized(da="Nå"), noted=localized(da="Ja", en=" nå "))
        assert str(caught.value.problems[0]) == "noted.en: is what partly is called already; found ' nå '"


class TestWhatSomebodyWrote:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("imødekommet", YES),
            ("IMØDEKOMMET", YES),
            (" Imødekommet. ", YES),
            ("imødek.", YES),
            ("im", YES),
            ("Imødekommes", YES),
            ("accommodated", YES),
            ("delvist imødekommet", PARTLY),
            ("Delvist", PARTLY),
            ("delv. imødek.", PARTLY),
            ("D.I.", PARTLY),
            ("di", PARTLY),
            ("partly", PARTLY),
            ("delvis imødekommet", PARTLY),
            ("ikke imødekommet", NO),
            ("IKKE-IMØDEKOMMET", NO),
            ("ikke", NO),
            ("ikke imøde", NO),
            ("imødekommes ikke", NO),
            ("not-accommodated", NO),
            ("not acc", NO),
            ("taget til efterretning", NOTED),
            ("tte", NOTED),
            ("t.t.e.", NOTED),
            ("til efterretning", NOTED),
            ("noted", NOTED),
            ("Noted", NOTED),
        ],
    )
    def test_is_understood_in_any_language_in_full_or_abbreviated(self, written: str, meant: Disposition) -> None:
        assert disposition_of(PLAIN, written) is meant

    @pytest.mark.parametrize(
        "written", ["", "i", "d", "no", "ja", "vist nok", "imødekomet", "delvist ikke imødekommet", "?", "x" * 1000]
    )
    def test_is_not_guessed_at(self, written: str) -> None:
        assert disposition_of(PLAIN, written) is None

    def test_is_the_rounds_own_word_before_any_other(self) -> None:
        assert disposition_of(OWN, "følges DELVIST") is PARTLY
        assert disposition_of(OWN, "følg. ikke") is NO
        assert disposition_of(OWN, "imødekommet") is YES
        turned = DispositionLabels(noted=localized(da="imødekommet"))
        round_ = Round(id="vendt", title=localized(da="Vendt"), assessment=AssessmentRules(labels=turned))
        assert disposition_of(round_, "imødekommet") is NOTED

    @pytest.mark.parametrize("written", ["", " ", "åben", "Åben", "open", "-", "?"])
    def test_may_say_that_nothing_is_decided(self, written: str) -> None:
        assert says_open(written)

    @pytest.mark.parametrize("written", ["imødekommet", "åbent spørgsmål"])
    def test_may_say_more_than_that(self, written: str) -> None:
        assert not says_open(written)

    @given(instances(Round), st.sampled_from(Disposition), st.sampled_from(["da", "en", "kl"]))
    def test_is_understood_as_it_is_shown(self, round_: Round, disposition: Disposition, language: str) -> None:
        label = disposition_label(round_, disposition, language)
        others = set(disposition_labels(round_, language)) - {label}
        if all(label.casefold() != other.casefold() for other in others):
            assert disposition_of(round_, label) in (disposition, None)

    @given(instances(Round), texts(max_size=40))
    def test_never_fails(self, round_: Round, written: str) -> None:
        assert disposition_of(round_, written) in (None, *Disposition)
