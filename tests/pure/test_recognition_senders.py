"""Whose answer it is, is told from traces of the sender, and where they do not agree it is left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kkrconsult as kc
from kkrconsult.recognition.senders import Evidence, Ground, Match, SenderMatcher

ROUND = kc.load_round("midtjylland-klima-2020", registry=kc.load_plugins(entry_points=False))
MATCHER = SenderMatcher(ROUND)


def match(**evidence: object) -> Match:
    return MATCHER.match(Evidence(**evidence))  # type: ignore[arg-type]


def grounds(found: Match) -> list[Ground]:
    return [trace.ground for trace in found.grounds]


class TestOneTraceIsEnough:
    @pytest.mark.parametrize(
        ("evidence", "party", "ground"),
        [
            ({"email": "Anna <anna@skanderborg.dk>"}, "skanderborg", Ground.EMAIL),
            ({"email": "post@mail.ikast-brande.dk"}, "ikast-brande", Ground.EMAIL),
            ({"email": "raadhus@ringkoebing-skjern.dk"}, "ringkoebing-skjern", Ground.EMAIL),
            ({"sender_name": "Aarhus Kommune"}, "aarhus", Ground.SENDER_NAME),
            ({"file": "Høringssvar Århus.docx"}, "aarhus", Ground.FILE_NAME),
            ({"file": "svar/ringkoebing_skjern/Brev.pdf"}, "ringkoebing-skjern", Ground.FILE_NAME),
            ({"head": ("Ikast-Brande Kommune",)}, "ikast-brande", Ground.LETTERHEAD),
            ({"tail": ("Byrådet i Skive",)}, "skive", Ground.SIGNATURE),
            ({"subject": "Svar fra Syddjurs Kommune"}, "syddjurs", Ground.SUBJECT),
            ({"text": "Aarhus Kommunes høringssvar til strategien"}, "aarhus", Ground.STATEMENT),
            ({"text": "Høringssvar fra Byrådet i Randers"}, "randers", Ground.STATEMENT),
            ({"text": "Horsens Byråd takker for muligheden."}, "horsens", Ground.STATEMENT),
            ({"form": "lemvig"}, "lemvig", Ground.FORM),
        ],
    )
    def test_where_it_is_a_strong_one(self, evidence: dict[str, object], party: str, ground: Ground) -> None:
        found = match(**evidence)
        assert found.participants == (party,)
        assert ground in grounds(found)
        assert 0.75 <= found.confidence <= 1

    @pytest.mark.parametrize(
        "evidence",
        [
            {"head": ("Skive",)},
            {"file": "661_svar.docx"},
            {"author": "Viborg Kommune"},
            {"tail": ("CVR 29 18 99 27",)},
            {"text": "Vi mødtes i Herning og kørte til Struer."},
        ],
    )
    def test_and_not_where_it_is_a_faint_one(self, evidence: dict[str, object]) -> None:
        assert not match(**evidence).sure

    def test_and_two_faint_ones_make_a_strong_one(self) -> None:
        found = match(file="661_svar.docx", head=("Holstebro",), author="Holstebro Kommune")
        assert found.participants == ("holstebro",)
        assert set(grounds(found)) == {Ground.NUMBER, Ground.LETTERHEAD, Ground.AUTHOR}


class TestWhatIsNoTrace:
    def test_whom_a_letter_is_to(self) -> None:
        assert match(head=("Til Viborg Kommune", "Skive Kommune")).participants == ("skive",)

    def test_a_party_that_is_only_spoken_of(self) -> None:
        text = "Skive Kommune har set på sagen. I Viborg Kommune og i Aarhus er der gode erfaringer."
        assert match(text=text).participants == ("skive",)

    def test_a_part_of_another_word(self) -> None:
        assert match(file="skivende-odderne.docx").candidates == ()

    def test_nothing_at_all(self) -> None:
        assert match() == Match()


class TestSeveral:
    def test_two_that_are_equally_likely_are_left_open_with_both_as_candidates(self) -> None:
        found = match(head=("Viborg Kommune",), tail=("Skive Kommune",))
        assert not found.sure
        assert found.grounds == ()
        assert [one.participant for one in found.candidates] == ["skive", "viborg"]
        assert [one.name for one in found.candidates] == ["Skive Kommune", "Viborg Kommune"]
        assert [trace.words for trace in found.candidates[0].traces] == ["skive kommune"]

    def test_who_passes_a_letter_on_leaves_a_trace_too(self) -> None:
        assert not match(email="a@viborg.dk", head=("Skive Kommune",), file="Skive.pdf").sure

    @pytest.mark.parametrize(
        "text",
        [
            "Fælles høringssvar fra Lemvig og Struer Kommuner",
            "Svaret er afgivet på vegne af Lemvig Kommune og Struer Kommune.",
            "Lemvig Kommune, Struer Kommune har følgende bemærkninger",
        ],
    )
    def test_answer_together_where_they_are_named_in_one_breath(self, text: str) -> None:
        assert match(text=text).participants == ("lemvig", "struer")

    def test_are_not_together_where_a_third_is_as_likely(self) -> None:
        assert not match(text="Svar fra Lemvig og Struer Kommuner", email="a@skive.dk").sure

    def test_are_no_joint_answer_where_one_is_not_consulted(self) -> None:
        assert match(text="Svar fra Lemvig og Aalborg Kommuner").participants == ()


class TestStrangers:
    def test_a_municipality_that_is_not_asked_is_known_by_name(self) -> None:
        found = match(file="Aalborg Kommune.pdf")
        assert (found.participants, found.name) == ((), "Aalborg Kommune")

    def test_a_sentence_tells_the_name(self) -> None:
        assert match(text="Høringssvar fra Foreningen Eksempel, afdeling Vest").name == "Foreningen Eksempel"
        assert match(subject="Bemærkninger fra Grundejerne").name == "Grundejerne"

    def test_else_the_e_mail_does(self) -> None:
        assert match(sender_name="Foreningen Eksempel", email="a@example.dk").name == "Foreningen Eksempel"
        assert match(email="a@example.dk").name == "a@example.dk"

    def test_but_not_where_anything_speaks_for_a_party(self) -> None:
        assert match(email="a@example.dk", head=("Skive",)).name is None


class TestTheRoundsOwnParties:
    PARTIES = (
        kc.Participant(
            id="trafik",
            name="Trafikselskabet",
            kind=kc.ParticipantKind.COMPANY,
            cvr="12345678",
            email_domains=("trafik.example",),
            contact=kc.Contact(email="post@bus.example"),
        ),
        kc.Participant(id="ukendt", name="Nordby", kind=kc.ParticipantKind.OTHER),
    )
    OWN = SenderMatcher(kc.Round(id="r", title=kc.localized(da="R"), participants=PARTIES))

    @pytest.mark.parametrize(
        "evidence",
        [
            Evidence(email="a@trafik.example"),
            Evidence(email="a@bus.example"),
            Evidence(head=("Trafikselskabet",)),
            Evidence(head=("CVR: 12345678", "Trafikselskabet"), file="x.pdf"),
        ],
    )
    def test_are_known_by_what_the_round_says_of_them(self, evidence: Evidence) -> None:
        assert self.OWN.match(evidence).participants == ("trafik",)

    def test_a_round_without_parties_knows_the_municipalities(self) -> None:
        found = SenderMatcher(kc.Round(id="r", title=kc.localized(da="R"))).match(Evidence(file="Skive Kommune.pdf"))
        assert found.name == "Skive Kommune"


class TestAnyText:
    @given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
    def test_is_taken(self, text: str, name: str, email: str) -> None:
        found = match(text=text, file=name, email=email, head=(text,), tail=(name,), subject=name)
        assert 0 <= found.confidence <= 1
        assert all(0 <= one.confidence <= 1 for one in found.candidates)
