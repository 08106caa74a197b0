"""From documents to a response: each thing in it with how it is known."""

from __future__ import annotations

import datetime as dt

import pytest

import kkrconsult as kc
from kkrconsult.assessment import paragraphs
from kkrconsult.document import Block, BlockKind, Document, Message
from kkrconsult.model import PageBasis, ProvenanceKind
from kkrconsult.recognition import Match, Recogniser, Sending, is_covering

ROUND = kc.load_round("midtjylland-klima-2020", registry=kc.load_plugins(entry_points=False))
RECOGNISER = Recogniser(ROUND)
LONG = "Vi bakker op om klimaarbejdet i hele regionen og vil gerne være med til at løfte opgaven sammen. " * 4


def document(*blocks: Block | str, **changes: object) -> Document:
    found = tuple(Block(text=block) if isinstance(block, str) else block for block in blocks)
    return Document(name="brev.docx", media_type="x", blocks=found, **changes)  # type: ignore[arg-type]


def response(*blocks: Block | str, file: str = "Skive Kommune.docx", **changes: object) -> kc.Response:
    sending = Sending(file=file, document=document(*blocks, **changes))
    match = RECOGNISER.match(sending)
    assert match.sure
    return RECOGNISER.response(sending, match)


def field(name: str, text: str) -> Block:
    return Block(kind=BlockKind.FIELD, field=name, text=text)


def quoted(text: str) -> Block:
    return Block(kind=BlockKind.NOTE, level=1, text=text)


class TestALetter:
    ANSWER = response(
        "Skive Kommune",
        "Sagsnr. 00.01-A00-1-20",
        "Kære KKR",
        "Svaret er administrativt behandlet, med forbehold for politisk godkendelse.",
        Block(kind=BlockKind.HEADING, level=1, text="DK2020"),
        "Vi er med.",
        "Venlig hilsen",
        "Anna Hansen\nKlimachef",
    )

    def test_says_who_answers(self) -> None:
        assert self.ANSWER.id == "skive-kommune"
        assert self.ANSWER.participants == ("skive",)
        known = self.ANSWER.provenance["participants"]
        assert known.kind is ProvenanceKind.RECOGNISED
        assert known.detail == "letterhead: skive kommune; file-name: skive kommune"
        assert known.confidence == 0.95

    def test_says_how_it_was_handled(self) -> None:
        assert self.ANSWER.handling == kc.Handling(mode=kc.HandlingMode.ADMINISTRATIVE)
        assert self.ANSWER.reservation is not None
        assert {"handling", "reservation", "signatory"} <= set(self.ANSWER.provenance)

    def test_says_who_signed_and_the_case(self) -> None:
        assert self.ANSWER.signatory == kc.Signatory(name="Anna Hansen", title="Klimachef")
        assert self.ANSWER.case_number == "00.01-A00-1-20"

    def test_says_its_points(self) -> None:
        assert [point.text for point in self.ANSWER.points] == ["Vi er med."]

    @pytest.mark.parametrize(
        ("lines", "signatory"),
        [
            ("Anna Hansen, borgmester", kc.Signatory(name="Anna Hansen", title="borgmester")),
            ("Anna Hansen", kc.Signatory(name="Anna Hansen")),
            ("Klimachef\nAnna Hansen", kc.Signatory(name="Anna Hansen")),
            ("skive kommune", None),
        ],
    )
    def test_is_signed_in_several_ways(self, lines: str, signatory: kc.Signatory | None) -> None:
        assert response("Vi er med.", "Venlig hilsen", lines).signatory == signatory

    def test_may_say_nothing_or_that_it_will_not_answer(self) -> None:
        assert response("Kommunen har ingen bemærkninger.").no_remarks is not None
        declined = response("Vi ønsker ikke at afgive høringssvar. Dette er et foreløbigt svar.")
        assert declined.declined
        assert declined.stage is kc.Stage.PROVISIONAL

    def test_with_points_has_remarks(self) -> None:
        assert response("Vi er med.", "Ellers ingen bemærkninger.").no_remarks is None

    def test_from_a_stranger_names_the_sender(self) -> None:
        found = response("Høringssvar fra Foreningen Eksempel", file="brev.docx")
        assert (found.participants, found.sender) == ((), kc.Sender(name="Foreningen Eksempel"))
        assert "sender" in found.provenance

    def test_of_which_a_person_said_whose_it_is_has_no_traces_to_show(self) -> None:
        sending = Sending(file="brev.docx", document=document("Vi er med."))
        found = RECOGNISER.response(sending, Match(participants=("skive",)))
        assert found.participants == ("skive",)
        assert found.provenance["participants"].detail is None

    def test_says_in_its_header_and_footer_whose_it_is(self) -> None:
        header = Block(kind=BlockKind.HEADER, text="Skive Kommune")
        footer = Block(kind=BlockKind.FOOTER, text="Byrådet i Skive")
        assert response("Vi er med.", header, footer, file="brev.docx").participants == ("skive",)


class TestLength:
    COUNTED = kc.PageCount(pages=2, basis=PageBasis.COUNTED)
    CLAIMED = kc.PageCount(pages=1, basis=PageBasis.ESTIMATED, method="docProps/app.xml")

    def test_is_what_was_counted(self) -> None:
        assert response("Vi er med.", pages=self.COUNTED).pages == self.COUNTED

    def test_is_what_the_file_claims_if_that_can_be(self) -> None:
        assert response(LONG, pages=self.CLAIMED).pages == self.CLAIMED
        assert response(LONG * 30, pages=self.CLAIMED).pages is None
        assert response("Vi er med.", pages=self.CLAIMED).pages is None


class TestAnEMail:
    def letter(self, *blocks: Block | str) -> Document:
        message = Message(sender_name="Anna", sender_email="anna@skive.dk", subject="Høring")
        return document(*blocks, message=message)

    def test_gives_sender_and_title(self) -> None:
        sending = Sending(file="a.eml", document=self.letter(LONG, "Mvh", "Anna"))
        found = RECOGNISER.response(sending, RECOGNISER.match(sending))
        assert found.participants == ("skive",)
        assert found.sender == kc.Sender(name="Anna", email="anna@skive.dk")
        assert found.title == "Høring"

    def test_around_an_answer_is_set_aside_as_a_cover(self) -> None:
        cover = self.letter("Hermed vores svar.", "Mvh", "Anna")
        sending = Sending(file="a.eml/svar.docx", document=document("Vi er med i DK2020."), covers=(("a.eml", cover),))
        found = RECOGNISER.response(sending, RECOGNISER.match(sending))
        assert paragraphs(found.body) == ("Hermed vores svar.", "Mvh", "Anna", "Vi er med i DK2020.")
        assert found.set_aside == (kc.SetAside(paragraphs=(1, 2, 3), reason="cover"),)
        assert [point.anchor and point.anchor.file for point in found.points] == ["a.eml/svar.docx"]

    def test_that_only_passes_a_letter_on_is_that_letter(self) -> None:
        sending = Sending(file="a.eml", document=self.letter(quoted(LONG)))
        found = RECOGNISER.response(sending, RECOGNISER.match(sending))
        assert [point.text for point in found.points] == [LONG.strip()]

    def test_with_an_answer_and_an_earlier_letter_is_the_answer(self) -> None:
        sending = Sending(file="a.eml", document=self.letter(LONG, quoted("Svar venligst.")))
        found = RECOGNISER.response(sending, RECOGNISER.match(sending))
        assert found.set_aside == (kc.SetAside(paragraphs=(2,), reason="quoted"),)

    def test_of_a_few_words_stays_what_it_is(self) -> None:
        sending = Sending(file="a.eml", document=self.letter("Vi er med.", quoted("Svar venligst.")))
        found = RECOGNISER.response(sending, RECOGNISER.match(sending))
        assert [point.text for point in found.points] == ["Vi er med."]

    def test_covers_where_it_says_so_or_says_nothing(self) -> None:
        assert is_covering(self.letter("Hej", "Se vedhæftede.", "Mvh", "Anna"))
        assert is_covering(self.letter(quoted(LONG)))
        assert is_covering(self.letter(f"Vi har vedhæftet svaret. {LONG}"))
        assert not is_covering(self.letter(LONG, LONG))


class TestAForm:
    def test_gives_what_was_filled_in_and_nothing_else(self) -> None:
        found = response(
            "Skriv i felterne, og gem filen. Felter, der ikke er brug for, lades stå.",
            field("participant", "skive"),
            field("track.dk2020", "Vi er med.\n\nVi vil mere."),
            field("track.groen-vaekst", ""),
            field("theme.1.title", "Affald"),
            field("theme.1.text", "Der er for meget."),
            field("theme.1.rationale", "Fordi."),
            field("theme.2.rationale", "Det haster."),
            field("general", "Godt tænkt."),
            field("handling.mode", "Politisk"),
            field("handling.body", "Byrådet"),
            field("handling.decided_on", "8. december 2020"),
            field("reservation", "ja"),
            field("contact.name", "Anna Hansen"),
            field("signatory.name", "Bo Hansen"),
            field("case_number", "1-20"),
            form="midtjylland-klima-2020",
            file="skema.docx",
        )
        assert found.participants == ("skive",)
        assert [(type(one).__name__, one.text, one.rationale) for one in found.points] == [
            ("TrackPoint", "Vi er med.\n\nVi vil mere.", None),
            ("ThemeProposal", "Der er for meget.", "Fordi."),
            ("ThemeProposal", "Det haster.", "Det haster."),
            ("GeneralPoint", "Godt tænkt.", None),
        ]
        assert found.handling == kc.Handling(
            mode=kc.HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2020, 12, 8)
        )
        assert found.reservation == kc.Reservation()
        assert found.contact == kc.Contact(name="Anna Hansen")
        assert found.signatory == kc.Signatory(name="Bo Hansen")
        assert found.case_number == "1-20"
        assert found.set_aside == ()
        numbers = [number for one in found.points if one.anchor for number in one.anchor.paragraphs]
        assert numbers == [1, 2, 3, 4, 5, 6]

    def test_that_was_left_empty_says_nothing(self) -> None:
        found = response(field("handling.mode", ""), form="x", file="skive kommune.docx")
        assert (found.points, found.body, found.handling) == ((), "", None)

    @pytest.mark.parametrize("mark", ["true", "☒", "x"])
    def test_takes_a_cross_for_no_remarks(self, mark: str) -> None:
        assert response(field("no_remarks", mark), form="x", file="Skive Kommune.odt").no_remarks == kc.NoRemarks()

    def test_does_not_take_a_word_that_is_no_way_of_handling(self) -> None:
        assert response(field("handling.mode", "ved ikke"), form="x").handling is None


class TestIds:
    @pytest.mark.parametrize(
        ("file", "own"), [("skive-1.docx", "skive-1"), ("Skive Svar.docx", "skive-svar"), ("skive", "skive")]
    )
    def test_are_made_of_the_files_name(self, file: str, own: str) -> None:
        sending = Sending(file=file, document=document("Vi er med."))
        assert RECOGNISER.response(sending, Match(participants=("skive",))).id == own
