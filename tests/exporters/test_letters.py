"""Letters are drafts: each for one party, with what that party should know, and nothing is ever sent."""

from __future__ import annotations

import csv
import datetime as dt
import email
import email.policy
import io
import zipfile
import zoneinfo
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from tests.strategies import Scenario, scenarios

import kkrconsult as kc
from kkrconsult.assessment import fingerprint
from kkrconsult.exporters._letters_receipt import receipt_of
from kkrconsult.exporters._letters_template import Fields, faults, filled
from kkrconsult.exporters._letters_texts import FIELDS, Kind, own_texts
from kkrconsult.model import (
    Attachment,
    Milestone,
    MilestoneKind,
    MilestoneStatus,
    NoRemarks,
    Outcome,
    Reservation,
    Speaker,
    Track,
    TrackStatus,
    localized,
)
from kkrconsult.paper import Heading, Items, Paragraph, plain
from kkrconsult.rendering.docx import built_in

docx = pytest.importorskip("docx")

ROOT = Path(__file__).parents[2]
REGISTRY = kc.load_plugins(entry_points=False)
ZONE = zoneinfo.ZoneInfo("Europe/Copenhagen")
SHIPPED = sorted(entry.spec.id for entry in REGISTRY.rounds)
KINDS = ["invitation", "reminder", "receipt", "feedback"]
BEFORE = dt.datetime(2026, 8, 20, 12, tzinfo=ZONE)
DURING = dt.datetime(2026, 10, 20, 12, tzinfo=ZONE)
AFTER = dt.datetime(2026, 11, 10, 12, tzinfo=ZONE)


def party(id: str, name: str, **more: Any) -> kc.Participant:
    return kc.Participant(id=id, name=name, contact=kc.Contact(email=f"post@{id}.example"), **more)


ROUND = kc.Round(
    id="vand",
    title=localized(da="Vandplan", en="Water plan"),
    opens=dt.datetime(2026, 9, 1, 8, tzinfo=ZONE),
    deadline=kc.Deadline(day=dt.date(2026, 11, 2), time=dt.time(10)),
    organiser="KKR Prøve",
    case_number="26/1234",
    contact=kc.Contact(name="Kim Ø", email="kim@kkr.example"),
    background=localized(da="Der mangler vand.\n\nDet er tørt.", en="Water is scarce."),
    purpose=localized(da="En plan.", en="A plan."),
    tracks=(
        Track(id="hav", title=localized(da="Hav", en="Sea"), description=localized(da="Om havet.", en="On the sea.")),
        Track(id="aa", title=localized(da="Åer", en="Streams")),
    ),
    materials=(
        kc.Material(
            id="m",
            title=localized(da="Om åer", en="On streams"),
            url="https://kkr.example/aa?a=1&b=2",
            speakers=(Speaker(name="Bo", organisation="AU"), Speaker(name="Ea")),
        ),
        kc.Material(id="n", title=localized(da="Udkast", en="Draft")),
    ),
    milestones=(
        Milestone(
            id="vedtages",
            kind=MilestoneKind.ADOPTED,
            title=localized(da="Planen vedtages", en="The plan is adopted"),
            on=dt.date(2027, 1, 15),
            place="Viborg",
        ),
        Milestone(id="slut", kind=MilestoneKind.OTHER, title=localized(da="Slut"), on=dt.date(2026, 1, 1)),
        Milestone(
            id="aflyst",
            kind=MilestoneKind.MEETING,
            title=localized(da="Aflyst møde"),
            on=dt.date(2027, 1, 2),
            status=MilestoneStatus.CANCELLED,
        ),
    ),
    participants=(
        party("skive", "Skive", official_name="Skive Kommune"),
        party("odder", "Odder"),
        party("aeroe", "Ærø"),
        kc.Participant(id="samsoe", name="Samsø"),
    ),
    extensions=(kc.Extension(deadline=kc.Deadline(day=dt.date(2026, 11, 9)), participants=("aeroe",)),),
    demands=(kc.Demand(id="d", text=localized(da="Højst to sider.", en="Two pages at most.")),),
)
POINTS = (
    kc.TrackPoint(id="p1", track="aa", text="Grav åerne op.", rationale="De er fulde."),
    kc.TrackPoint(id="p2", track="hav", text="Mindre kvælstof.\n\nMeget mindre."),
    kc.TrackPoint(id="p3", track="hav", text="Flere muslinger."),
    kc.ThemeProposal(id="p4", title="Drikkevand", text="Det skal med."),
    kc.GeneralPoint(id="p5", text="God proces."),
)
REMARKS = (
    kc.Assessment(
        point="p1",
        disposition=kc.Disposition.ACCOMMODATED,
        summary="Åerne skal oprenses.",
        reply="Vi er enige.",
        change="Nyt afsnit 3.",
    ),
    kc.Assessment(point="p2", disposition=kc.Disposition.PARTLY, reply="Noget mindre."),
    kc.Assessment(point="p4", disposition=kc.Disposition.NOTED),
)


def answer(id: str = "svar-1", **more: Any) -> kc.Response:
    given: dict[str, Any] = {
        "id": id,
        "participants": ("skive",),
        "received_at": dt.datetime(2026, 10, 1, 9, 30, tzinfo=ZONE),
        "points": POINTS,
        **more,
    }
    return kc.Response(**given)


def report_of(
    *responses: kc.Response,
    at: dt.datetime = AFTER,
    round_: kc.Round = ROUND,
    remarks: tuple[kc.Assessment, ...] = REMARKS,
) -> kc.Report:
    return kc.check(round_, responses, at=at, assessments=remarks, registry=REGISTRY)


def letters(report: kc.Report, audience: str = "internal", **options: Any) -> dict[str, bytes]:
    sink = io.BytesIO()
    kc.export(report, "letters", sink, audience=audience, options=options, registry=REGISTRY)
    with zipfile.ZipFile(sink) as found:
        assert found.testzip() is None
        assert len(set(found.namelist())) == len(found.namelist())
        return {name: found.read(name) for name in found.namelist()}


def mail(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default.clone(raise_on_defect=True))
    assert isinstance(found, EmailMessage)
    assert found["X-Unsent"] == "1"
    assert found["Date"] is found["Message-ID"] is None
    return found


def text_of(data: bytes) -> str:
    body = mail(data).get_body()
    assert body is not None
    content: str = body.get_content()
    return content.replace("\r\n", "\n")


def word_text(data: bytes) -> str:
    """All paragraphs and cells of a Word file."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def overview(files: dict[str, bytes], name: str = "oversigt.csv") -> list[dict[str, str]]:
    assert files[name].startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline=""), delimiter=";"))


class TestFeedback:
    def files(self, **more: Any) -> dict[str, bytes]:
        return letters(report_of(answer(**more)), kinds=["feedback"])

    def test_tells_of_each_point_what_was_written_and_what_was_done(self) -> None:
        text = word_text(self.files()["tilbagemelding/Skive.docx"])
        for said in (
            *("Grav åerne op.", "De er fulde.", "Vores resumé: Åerne skal oprenses.", "Vurdering: Vi er enige."),
            *("Ændring: Nyt afsnit 3.", "Udfald: imødekommet", "Mindre kvælstof.", "Meget mindre.", "Noget mindre."),
            *("Udfald: delvist imødekommet", "Drikkevand", "Det skal med.", "Udfald: taget til efterretning"),
            *("God proces.", "Skive Kommune", "26/1234", "10. november 2026", "Venlig hilsen\nKim Ø\nKKR Prøve"),
        ):
            assert said in text

    def test_says_what_is_still_open(self) -> None:
        files = self.files()
        text = word_text(files["tilbagemelding/Skive.docx"])
        assert text.count("Endnu ikke afgjort") == 2
        sums = "Svaret indeholder 5 bemærkninger: 1 imødekommet, 1 delvist imødekommet, 1 taget til efterretning og 2 "
        again = "Vi skriver igen, når de sidste bemærkninger er afgjort."
        for said in (text, text_of(files["tilbagemelding/Skive.eml"])):
            assert sums in said
            assert again in said
        all_done = tuple(kc.Assessment(point=point.id, disposition=kc.Disposition.NOT_ACCOMMODATED) for point in POINTS)
        done = letters(report_of(answer(), remarks=all_done), kinds=["feedback"])
        assert "skriver igen" not in text_of(done["tilbagemelding/Skive.eml"])

    def test_has_the_tracks_in_the_order_of_the_round_and_then_the_rest(self) -> None:
        unknown = kc.TrackPoint(id="p6", track="opfundet", text="Hvad med den?")
        document = docx.Document(io.BytesIO(self.files(points=(*POINTS, unknown))["tilbagemelding/Skive.docx"]))
        headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
        assert headings == [
            *("Spor: Hav", "Bemærkning 1", "Bemærkning 2", "Spor: Åer", "Spor: opfundet"),
            *("Supplerende temaer", "Drikkevand", "Generelle bemærkninger"),
        ]

    def test_goes_to_each_party_of_a_joint_response(self) -> None:
        files = self.files(participants=("skive", "aeroe"))
        assert sorted(name for name in files if name.endswith(".eml")) == [
            "tilbagemelding/Skive.eml",
            "tilbagemelding/Ærø.eml",
        ]
        for name in ("Skive", "Ærø"):
            assert "fælles for Skive Kommune og Ærø" in text_of(files[f"tilbagemelding/{name}.eml"])
        assert mail(files["tilbagemelding/Ærø.eml"])["To"] == "Ærø <post@aeroe.example>"

    def test_goes_to_a_sender_that_was_not_asked(self) -> None:
        sender = kc.Sender(name="Fiskerne", email="formand@fisk.example")
        files = self.files(participants=(), sender=sender)
        assert mail(files["tilbagemelding/Fiskerne.eml"])["To"] == "Fiskerne <formand@fisk.example>"
        assert (
            mail(
                self.files(participants=(), sender=sender, contact=kc.Contact(email="ea@fisk.example"))[
                    "tilbagemelding/Fiskerne.eml"
                ]
            )["To"]
            == "Fiskerne <ea@fisk.example>"
        )

    def test_thanks_for_an_answer_without_remarks(self) -> None:
        files = self.files(points=(), no_remarks=NoRemarks())
        assert "I havde ingen bemærkninger, og det er noteret." in text_of(files["tilbagemelding/Skive.eml"])
        assert "Vi har ikke fundet bemærkninger" in text_of(self.files(points=())["tilbagemelding/Skive.eml"])

    def test_tells_which_theme_a_proposal_was_put_into_and_what_became_of_it(self) -> None:
        other = kc.ThemeProposal(id="q", title="Drikkevand", text="Ja.")
        outcome = Outcome(
            tracks=(
                Track(id="drikkevand", title=localized(da="Rent vand", en="Clean water"), status=TrackStatus.FINAL),
            ),
            summary=localized(da="Planen fik tre spor.", en="The plan got three tracks."),
        )
        decided = (kc.ThemeDecision(title="Drikkevand", track="drikkevand"),)
        round_ = attrs.evolve(ROUND, outcome=outcome, themes=decided)
        report = report_of(answer(), answer("svar-2", participants=("odder",), points=(other,)), round_=round_)
        text = word_text(letters(report, kinds=["feedback"])["tilbagemelding/Odder.docx"])
        assert "samlet med andre i temaet ”Drikkevand”, som 2 parter har foreslået" in text
        assert "blevet til sporet ”Rent vand”" in text
        assert "Planen fik tre spor." in text
        theme = kc.Theme(id="t", title="Drikkevand", points=("q",), track="borte")
        text = word_text(
            letters(attrs.evolve(report, themes=(theme,)), kinds=["feedback"])["tilbagemelding/Odder.docx"]
        )
        assert "blevet til sporet ”borte”" in text

    def test_has_the_letter_attached_under_a_name_that_every_program_knows(self) -> None:
        files = self.files()
        (part,) = mail(files["tilbagemelding/Skive.eml"]).iter_attachments()
        assert part.get_filename() == "tilbagemelding.docx"
        assert part.get_content() == files["tilbagemelding/Skive.docx"]

    def test_warns_of_an_assessment_of_another_wording(self) -> None:
        old = attrs.evolve(REMARKS[0], fingerprint=fingerprint(POINTS[1]))
        report = report_of(answer(), remarks=(old,))
        (row,) = overview(letters(report, kinds=["feedback"]))
        assert "Pas på: 1 vurdering er skrevet om en tidligere ordlyd" in row["Hvorfor"]
        (row,) = overview(letters(report, "public", kinds=["feedback"]))
        assert "Pas på" not in row["Hvorfor"]

    def test_that_cannot_be_written_is_told(self) -> None:
        files = letters(attrs.evolve(report_of(answer()), responses=()), kinds=["feedback"])
        assert list(files) == ["oversigt.csv"]
        (row,) = overview(files)
        assert (row["Fil"], row["Til"]) == ("", "Skive Kommune")
        assert "ikke med i denne udgave" in row["Hvorfor"]


class TestReminders:
    def text(self, at: dt.datetime, party: str = "Odder", **more: Any) -> str:
        return text_of(letters(report_of(at=at, **more), kinds=["reminder"])[f"paamindelse/{party}.eml"])

    def test_go_to_those_who_are_silent(self) -> None:
        files = letters(report_of(answer()), kinds=["reminder"])
        assert [row["Til"] for row in overview(files)] == ["Odder", "Samsø", "Ærø"]
        assert not [name for name in files if name.endswith(".docx")]

    def test_tell_the_deadline_and_how_to_answer(self) -> None:
        text = self.text(DURING)
        assert "Fristen er den 2. november 2026 kl. 10.00, det er om 13 dage." in text
        assert "Svaret sendes til kim@kkr.example." in text
        assert "DET BEDER VI OM\n\n- Højst to sider." in text
        assert "deres egen" not in text

    def test_tell_each_party_its_own_deadline(self) -> None:
        text = self.text(dt.datetime(2026, 11, 5, tzinfo=ZONE), "Ærø")
        assert "Fristen er den 9. november 2026, det er om 4 dage." in text
        assert "Fristen er jeres egen" in text

    def test_know_the_day_itself_and_the_days_after(self) -> None:
        assert "Fristen er i dag, den 2. november 2026 kl. 10.00." in self.text(
            dt.datetime(2026, 11, 2, 9, tzinfo=ZONE)
        )
        assert "det er om 1 dag." in self.text(dt.datetime(2026, 11, 1, 9, tzinfo=ZONE))
        assert "var den 2. november 2026 kl. 10.00, og vi har ikke" in self.text(
            dt.datetime(2026, 11, 2, 11, tzinfo=ZONE)
        )

    def test_of_a_round_without_a_deadline_or_an_address_make_do(self) -> None:
        bare = attrs.evolve(ROUND, deadline=None, extensions=(), contact=None, organiser=None, demands=())
        text = self.text(DURING, round_=bare)
        assert "Vi har endnu ikke modtaget jeres høringssvar." in text
        assert "besvare vores e-mail" in text
        assert "DET BEDER VI OM" not in text
        assert text.endswith("Venlig hilsen\n")

    def test_name_a_zone_that_is_not_the_usual_one(self) -> None:
        away = kc.Deadline(day=dt.date(2026, 11, 2), time=dt.time(10), timezone="Atlantic/Faroe")
        assert "10.00 (Atlantic/Faroe)" in self.text(DURING, round_=attrs.evolve(ROUND, deadline=away, extensions=()))


class TestReceipts:
    def text(self, response: kc.Response, *others: kc.Response, party: str = "Skive", **more: Any) -> str:
        return text_of(letters(report_of(response, *others, **more), kinds=["receipt"])[f"kvittering/{party}.eml"])

    def test_tell_what_was_received_and_when(self) -> None:
        text = self.text(
            answer(
                source=kc.SourceFile(name="svar.docx", sha256="ab" * 32, size=1234),
                attachments=(Attachment(name="kort.pdf"), Attachment(name="tal.xlsx")),
                pages=kc.PageCount(pages=2, basis=kc.PageBasis.COUNTED),
                handling=kc.Handling(mode=kc.HandlingMode.POLITICAL, body="Byrådet", decided_on=dt.date(2026, 9, 30)),
                reservation=Reservation(body="Økonomiudvalget"),
            )
        )
        for said in (
            *("Vi modtog svaret den 1. oktober 2026 kl. 09.30.", "- Svarets nummer: svar-1"),
            *("- Fil: svar.docx (1234 byte)", f"(SHA-256): {'ab' * 32}", "- Bilag: kort.pdf og tal.xlsx"),
            *("- Længde: 2 sider (talt)", "- Behandling hos jer: politisk, Byrådet, 30. september 2026"),
            *("godkendelse: Økonomiudvalget", "3 bemærkninger til sporene, 1 supplerende tema og 1 generel bemærkning"),
        ):
            assert said in text

    def test_tell_what_is_not_known(self) -> None:
        text = self.text(
            answer(received_at=None, points=(), source=kc.SourceFile(name="svar.txt"), reservation=Reservation())
        )
        assert "Hvornår svaret kom, har vi ikke registreret." in text
        assert "- Fil: svar.txt\n- Behandling hos jer: fremgår ikke af svaret\n- Forbehold for politisk" in text
        text = self.text(
            answer(points=(), no_remarks=NoRemarks(), handling=kc.Handling(mode=kc.HandlingMode.POLITICAL))
        )
        assert "- I har ingen bemærkninger" in text
        assert "- Behandling hos jer: politisk\n" in text

    def test_go_to_everybody_behind_a_response(self) -> None:
        files = letters(
            report_of(
                answer(participants=("skive", "odder")), answer("b", participants=(), sender=kc.Sender(name="Bo"))
            ),
            kinds=["receipt"],
        )
        assert sorted(files) == ["kvittering/Bo.eml", "kvittering/Odder.eml", "kvittering/Skive.eml", "oversigt.csv"]

    def test_of_several_responses_of_a_party_are_several(self) -> None:
        first, later = answer(), answer("svar-2", supersedes="svar-1", version=2)
        assert "Et nyere svar fra jer er siden trådt i stedet" in self.text(first, later)
        files = letters(report_of(first, later), kinds=["receipt"])
        assert "Det træder i stedet for jeres tidligere svar." in text_of(files["kvittering/Skive-2.eml"])

    def test_tell_what_became_of_a_late_response(self) -> None:
        late = dt.datetime(2026, 11, 3, tzinfo=ZONE)
        assert "så svaret kom for sent" in self.text(answer(received_at=late))
        accepted = kc.Decision(kind=kc.DecisionKind.ACCEPTED)
        assert "men svaret er taget med" in self.text(answer(received_at=late, decision=accepted))
        rejected = kc.Decision(kind=kc.DecisionKind.REJECTED, reason="Planen er vedtaget.")
        assert "kan ikke tages med. Planen er vedtaget." in self.text(answer(received_at=late, decision=rejected))
        withdrawn = kc.Withdrawal(reason="Fortrudt")
        assert "trukket tilbage" in self.text(answer(withdrawn=withdrawn))
        bare = attrs.evolve(rejected, reason=None)
        assert "kan ikke tages med.\n" in self.text(answer(received_at=late, decision=bare))

    def test_are_not_given_for_what_had_not_come_yet(self) -> None:
        files = letters(report_of(answer(received_at=AFTER), at=DURING), kinds=["receipt"])
        assert list(files) == ["oversigt.csv"]

    def test_are_those_of_the_model(self) -> None:
        receipt = receipt_of(answer(recorded_by="Ea", source=kc.SourceFile(name="a", sha256="cd" * 32)))
        assert receipt is not None
        assert (receipt.response, receipt.recorded_by, receipt.sha256) == ("svar-1", "Ea", "cd" * 32)
        assert receipt_of(answer(received_at=None)) is None
        bare = receipt_of(answer())
        assert bare is not None
        assert bare.sha256 is None

    def test_name_a_party_that_the_round_does_not_know(self) -> None:
        assert "Til nordsoe" in self.text(answer(participants=("nordsoe",)), party="nordsoe")


class TestInvitations:
    def test_hold_what_a_party_needs_to_answer(self) -> None:
        files = letters(report_of(at=BEFORE))
        text = word_text(files["hoeringsbrev/Skive.docx"])
        for said in (
            *("Vandplan: høringsbrev", "Skive Kommune", "2. november 2026 kl. 10.00", "Der mangler vand."),
            *("Det er tørt.", "En plan.", "Hav: Om havet.", "Åer", "supplerende temaer", "Højst to sider."),
            *("Om åer (andet), Bo (AU) og Ea", "Udkast (andet)", "kim@kkr.example", "15. januar 2027: Planen vedtages"),
            *("Viborg", "i alt 62 dage"),
        ):
            assert said in text
        assert "Aflyst møde" not in text
        assert "Slut" not in text
        assert "senest den 2. november 2026 kl. 10.00" in text_of(files["hoeringsbrev/Skive.eml"])

    def test_have_links_to_the_materials(self) -> None:
        document = docx.Document(io.BytesIO(letters(report_of(at=BEFORE))["hoeringsbrev/Skive.docx"]))
        links = [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks]
        assert links == ["https://kkr.example/aa?a=1&b=2"]

    def test_leave_out_what_nobody_knows(self) -> None:
        bare = kc.Round(id="r", title=localized(da="Bar", en="Bare"), draft=True, participants=ROUND.participants)
        files = letters(report_of(round_=bare, at=BEFORE))
        document = docx.Document(io.BytesIO(files["hoeringsbrev/Odder.docx"]))
        assert [one.text for one in document.paragraphs if one.style.name.startswith("Heading")] == [
            "Frist og indsendelse"
        ]
        assert "Fristen meddeles senere." in text_of(files["hoeringsbrev/Odder.eml"])
        assert mail(files["hoeringsbrev/Odder.eml"])["From"] is None

    def test_do_not_ask_for_themes_that_nobody_may_propose(self) -> None:
        files = letters(report_of(at=BEFORE, round_=attrs.evolve(ROUND, new_themes=False)))
        assert "temaer" not in word_text(files["hoeringsbrev/Odder.docx"])


class TestWhichLetters:
    def kinds(self, report: kc.Report, **options: Any) -> set[str]:
        return {row["Brev"] for row in overview(letters(report, **options))}

    def test_are_made_is_a_matter_of_time(self) -> None:
        assert self.kinds(report_of(at=BEFORE)) == {"Høringsbrev"}
        assert self.kinds(report_of(at=DURING)) == {"Påmindelse"}
        assert self.kinds(report_of(answer(), at=AFTER)) == {"Påmindelse", "Kvittering", "Tilbagemelding"}
        assert self.kinds(report_of(answer(), remarks=())) == {"Påmindelse", "Kvittering"}
        over = attrs.evolve(ROUND, concluded_on=dt.date(2026, 11, 9))
        assert self.kinds(report_of(answer(), round_=over)) == {"Kvittering", "Tilbagemelding"}

    def test_are_made_can_be_said(self) -> None:
        assert self.kinds(report_of(answer()), kinds=["invitation", "receipt"]) == {"Høringsbrev", "Kvittering"}

    def test_there_are_is_checked(self) -> None:
        with pytest.raises(kc.ConfigError, match="kinds"):
            letters(report_of(), kinds=["rykker"])
        with pytest.raises(kc.ConfigError, match="language"):
            letters(report_of(), language="tlh")

    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("round_id", SHIPPED)
    def test_of_a_shipped_round_with_an_empty_inbox(self, round_id: str, language: str) -> None:
        round_ = kc.load_round(round_id, registry=REGISTRY)
        few = attrs.evolve(round_, participants=round_.participants[:2], extensions=())
        files = letters(report_of(round_=few), kinds=KINDS, language=language)
        drafts = [name for name in files if name.endswith(".eml")]
        assert len(drafts) == 2 * len(few.participants)
        for name in drafts:
            assert "{" not in text_of(files[name])

    def test_of_the_example_in_english(self) -> None:
        round_ = kc.load_round("midtjylland-klima-2020", registry=REGISTRY)
        inbox = kc.read_inbox(ROOT / "examples/midtjylland-klima-2020/inbox", round_, registry=REGISTRY)
        report = kc.check(round_, inbox, at=dt.datetime(2020, 12, 18, tzinfo=dt.UTC), registry=REGISTRY)
        files = letters(report, language="en", kinds=KINDS)
        folders = {name.partition("/")[0] for name in files}
        assert folders == {"invitation", "reminder", "receipt", "feedback", "overview.csv"}
        assert "We received the response on 7 December 2020" in text_of(files["receipt/Horsens.eml"])
        rows = overview(files, "overview.csv")
        assert {row["File"] for row in rows} == {name for name in files if name.endswith(".eml")}
        assert len([row for row in rows if row["Letter"] == "Invitation"]) == 19
        # Whoever would send these must see that the answers are examples.
        about = [row["Why"] for row in rows if row["Letter"] in ("Receipt", "Feedback")]
        assert len([why for why in about if "says of itself: “Dette svar er konstrueret" in why]) == len(about)


class TestTheOverview:
    def test_says_of_each_letter_for_whom_it_is_and_why(self) -> None:
        rows = {row["Fil"]: row for row in overview(letters(report_of(answer()), kinds=KINDS))}
        row = rows["tilbagemelding/Skive.eml"]
        assert (row["Brev som dokument"], row["Til"], row["E-mail"], row["Emne"]) == (
            "tilbagemelding/Skive.docx",
            "Skive Kommune",
            "post@skive.example",
            "Tilbagemelding på jeres høringssvar: Vandplan",
        )
        assert row["Hvorfor"] == "Svaret svar-1 tæller med: 5 bemærkninger, heraf 2 åbne."
        assert rows["paamindelse/Samsø.eml"]["Hvorfor"] == "Intet svar modtaget (mangler). Ingen e-mailadresse kendes."

    def test_says_which_address_cannot_be_used(self) -> None:
        wrong = attrs.evolve(ROUND.participants[0], contact=kc.Contact(email="skive at skive"))
        files = letters(report_of(at=BEFORE, round_=attrs.evolve(ROUND, participants=(wrong,), extensions=())))
        (row,) = overview(files)
        assert "Adressen ”skive at skive” kan ikke bruges." in row["Hvorfor"]
        assert mail(files["hoeringsbrev/Skive.eml"])["To"] is None

    def test_runs_nothing_in_a_spreadsheet(self) -> None:
        hostile = (kc.Participant(id="x", name="=cmd|'/c calc'!A1"),)
        files = letters(report_of(at=BEFORE, round_=attrs.evolve(ROUND, participants=hostile, extensions=())))
        (row,) = overview(files)
        assert row["Til"].startswith("'=")


class TestNames:
    def test_of_parties_make_safe_files_and_no_headers(self) -> None:
        names = [
            "../../x",
            "con",
            "A/B",
            "a_b",
            "Å\r\nBcc: ond@ond.example",
            "Å" * 150,
            "\u202ex",
            "Ærø",
            "ærø",
            '"',
            "%0A",
        ]
        parties = tuple(party(f"p{number}", name) for number, name in enumerate(names))
        files = letters(report_of(at=BEFORE, round_=attrs.evolve(ROUND, participants=parties, extensions=())))
        drafts = [name for name in files if name.endswith(".eml")]
        assert len(drafts) == len(names)
        assert len({name.casefold() for name in files}) == len(files)
        for name in files:
            folder, _, file = name.rpartition("/")
            assert folder in ("hoeringsbrev", "")
            assert not set(file) & set('<>:"\\|?*%\r\n')
        for name in drafts:
            found = mail(files[name])
            assert found["Bcc"] is None
            assert len(found["To"].addresses) == 1
        assert {"hoeringsbrev/Ærø.eml", "hoeringsbrev/ærø-2.eml", "hoeringsbrev/con_.eml"} <= set(drafts)

    def test_of_rounds_and_contacts_make_no_headers(self) -> None:
        round_ = attrs.evolve(
            ROUND,
            title=localized(da="Vand\r\nBcc: ond@ond.example"),
            contact=kc.Contact(name="Kim\nBcc: ond@ond.example", email="kim@kkr.example"),
        )
        found = mail(letters(report_of(at=BEFORE, round_=round_))["hoeringsbrev/Odder.eml"])
        assert found["Bcc"] is None
        assert found["Subject"] == "Vand Bcc: ond@ond.example: høringsbrev"
        assert [one.addr_spec for one in found["From"].addresses] == ["kim@kkr.example"]

    def test_of_senders_stand_in_where_a_contact_has_none(self) -> None:
        round_ = attrs.evolve(ROUND, contact=kc.Contact(email="kkr@kkr.example"))
        assert mail(letters(report_of(at=BEFORE, round_=round_))["hoeringsbrev/Odder.eml"])["From"] == (
            "KKR Prøve <kkr@kkr.example>"
        )


class TestForThePublic:
    def test_there_are_no_addresses_and_no_numbers_of_persons(self) -> None:
        point = kc.GeneralPoint(id="p", text="Ring til 010170-1234 om åen.")
        sender = kc.Sender(name="Bo", email="bo@privat.example")
        report = report_of(answer(points=(point,)), answer("b", participants=(), sender=sender, points=()), remarks=())
        files = letters(report, "public", kinds=KINDS)
        everything = [text_of(data) for name, data in files.items() if name.endswith(".eml")]
        everything += [word_text(data) for name, data in files.items() if name.endswith(".docx")]
        everything.append(files["oversigt.csv"].decode())
        for secret in ("010170", "@skive.example", "@privat.example", "kim@kkr.example", "Kim Ø"):
            assert not [text for text in everything if secret in text]
        for name, data in files.items():
            if name.endswith(".eml"):
                assert mail(data)["To"] is mail(data)["From"] is None
        assert "Offentlig udgave: uden adresser." in files["oversigt.csv"].decode()

    def test_there_is_no_answer_that_may_not_be_published(self) -> None:
        files = letters(report_of(answer(publication_consent=False)), "public", kinds=["receipt", "feedback"])
        assert list(files) == ["oversigt.csv"]


class TestAnyRound:
    @given(scenarios())
    @settings(max_examples=10)
    def test_gives_letters_that_can_be_read(self, scenario: Scenario) -> None:
        report = kc.check(scenario.round, scenario.responses, at=scenario.at, registry=REGISTRY)
        files = letters(report, kinds=["reminder", "receipt"])
        for name, data in files.items():
            if name.endswith(".eml"):
                assert text_of(data)
        assert {row["Fil"] for row in overview(files)} == {name for name in files if name.endswith(".eml")}

    def test_gives_the_same_letters_every_time(self) -> None:
        assert letters(report_of(answer()), kinds=KINDS) == letters(report_of(answer()), kinds=KINDS)


class TestTextsOfARegion:
    TEXTS = """
[reminder]
subject = "Husk: {title}"
text = '''
Hej {short_name}

# Om fristen

Der er {days} dage til {deadline}. {{sic}}

# Tomt

{extension}

- første
- {demands}

{demands}

Hilsen
{contact}
'''
"""

    def write(self, folder: Path, text: str | bytes) -> str:
        file = folder / "breve.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(file)

    def problems(self, folder: Path, text: str | bytes) -> list[str]:
        with pytest.raises(kc.ExportError) as caught:
            letters(report_of(at=DURING), texts=self.write(folder, text))
        assert all(problem.file == "breve.toml" for problem in caught.value.problems)
        return [str(problem) for problem in caught.value.problems]

    def test_take_the_place_of_the_librarys_own(self, tmp_path: Path) -> None:
        texts = self.TEXTS.replace("- {demands}", "- anden")
        files = letters(report_of(at=DURING), texts=self.write(tmp_path, texts), kinds=["reminder", "invitation"])
        found = mail(files["paamindelse/Odder.eml"])
        assert found["Subject"] == "Husk: Vandplan"
        assert text_of(files["paamindelse/Odder.eml"]) == (
            "Hej Odder\n\nOM FRISTEN\n\nDer er 13 dage til 2. november 2026 kl. 10.00. {sic}\n\n"
            "- første\n- anden\n\n- Højst to sider.\n\nHilsen\nKim Ø\n"
        )
        # What the region does not say is the library's.
        assert mail(files["hoeringsbrev/Odder.eml"])["Subject"] == "Vandplan: høringsbrev"

    def test_of_a_windows_editor_are_read(self, tmp_path: Path) -> None:
        texts = b"\xef\xbb\xbf[reminder]\r\ntext = '''\r\nHej {party}\r\n\r\nHusk det.\r\n'''\r\n"
        files = letters(report_of(at=DURING), texts=self.write(tmp_path, texts))
        assert text_of(files["paamindelse/Odder.eml"]) == "Hej Odder\n\nHusk det.\n"

    def test_are_checked_before_any_letter_is_written(self, tmp_path: Path) -> None:
        texts = """
[reminder]
subject = "{titel} {demands}"
text = '''
Kære {partty}
Senest {deadline.year} {deadline!r} {deadline:>9} {demands}
{ } } {
'''
letter = "Et brev"
[rykker]
text = "x"
[receipt]
text = 7
[feedback]
text = " "
[invitation]
"""
        found = self.problems(tmp_path, texts + '\n[other]\nx = "y"\n')
        expected = [
            ("reminder.subject", "'{titel}'", "Did you mean 'title'?"),
            ("reminder.subject", "whole part"),
            ("reminder.text", "'{partty}'", "Did you mean 'party'?"),
            ("reminder.text", "'{deadline.year}'"),
            ("reminder.text", "must be a name alone"),
            ("reminder.text", "must be a name alone"),
            ("reminder.text", "must stand alone on its line"),
            ("reminder.text", "brace that belongs to no placeholder"),
            ("reminder.letter", "is no text of this letter", "allowed: subject, text"),
            ("rykker", "is no kind of letter", "allowed: invitation, reminder, receipt, feedback"),
            ("receipt.text", "must be text"),
            ("feedback.text", "must be text"),
            ("other", "is no kind of letter"),
        ]
        assert len(found) == len(expected)
        for text, parts in zip(found, expected, strict=True):
            assert all(part in text for part in parts), text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("reminder = 3", "must be a table of texts"),
            ("[reminder", "is not TOML"),
            (b"\xff\xfe[", "is not UTF-8"),
            ("x = " + "[" * 5000, "is nested too deeply"),
        ],
    )
    def test_that_cannot_be_read_are_named(self, tmp_path: Path, text: str | bytes, said: str) -> None:
        (found,) = self.problems(tmp_path, text)
        assert said in found

    def test_are_one_file(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ExportError, match="option texts: must be one file"):
            letters(report_of(at=DURING), texts=str(tmp_path))

    def test_are_filled_in_once(self, tmp_path: Path) -> None:
        hostile = (party("x", "{title} {0.__class__} - x\n\n# y"),)
        round_ = attrs.evolve(ROUND, participants=hostile, extensions=())
        files = letters(report_of(at=BEFORE, round_=round_))
        (draft,) = (data for name, data in files.items() if name.endswith(".eml"))
        text = text_of(draft)
        assert text.startswith("Til {title} {0.__class__} - x\n\n# y\n")

    def test_know_the_placeholders_that_the_library_fills(self) -> None:
        report = report_of(answer(), at=AFTER)
        from kkrconsult.exporters._letters_common import Facts
        from kkrconsult.exporters.letters import _MAKERS

        facts = Facts(report, "da")
        for kind, make in _MAKERS.items():
            for letter in make(facts):
                assert tuple(sorted(letter.values)) == FIELDS[kind].all
                blocks = {name for name, value in letter.values.items() if not isinstance(value, str)}
                assert blocks == FIELDS[kind].blocks

    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("kind", list(Kind))
    def test_of_the_library_pass_the_same_checks(self, kind: Kind, language: str) -> None:
        texts = own_texts(language)[kind]
        for key, text in attrs.asdict(texts).items():
            assert list(faults(text, FIELDS[kind], path=(key,), line=key == "subject")) == []

    def test_may_be_set_in_a_letterhead(self, tmp_path: Path) -> None:
        own = docx.Document(io.BytesIO(built_in("da")))
        own.sections[0].header.paragraphs[0].text = "KKR Prøves brevhoved"
        own.save(str(tmp_path / "skabelon.docx"))
        files = letters(report_of(at=BEFORE), template=str(tmp_path / "skabelon.docx"))
        document = docx.Document(io.BytesIO(files["hoeringsbrev/Odder.docx"]))
        assert document.sections[0].header.paragraphs[0].text == "KKR Prøves brevhoved"
        assert "Der mangler vand." in word_text(files["hoeringsbrev/Odder.docx"])

    def test_may_be_in_a_look_that_is_checked_too(self, tmp_path: Path) -> None:
        (tmp_path / "forkert.docx").write_bytes(b"intet")
        with pytest.raises(kc.ExportError):
            letters(report_of(at=BEFORE), template=str(tmp_path / "forkert.docx"))
        # What is an e-mail alone needs no template.
        assert letters(report_of(at=DURING), template=str(tmp_path / "forkert.docx"))


class TestATemplate:
    FIELDS = Fields(inline=frozenset({"a", "b"}), blocks=frozenset({"p"}))

    def shown(self, template: str, **values: Any) -> list[str]:
        found = filled(template, {"a": "", "b": "", "p": (), **values})
        return [
            f"# {block.text}"
            if isinstance(block, Heading)
            else plain(block.line)
            if isinstance(block, Paragraph)
            else " | ".join(map(plain, block.items))
            if isinstance(block, Items)
            else "?"
            for block in found
        ]

    def test_leaves_out_lines_of_which_all_is_empty(self) -> None:
        assert self.shown("Hej\n{a}\n{b} {a}\nfarvel", a="") == ["Hej\nfarvel"]
        assert self.shown("x {a} {b}", b="y") == ["x  y"]
        assert self.shown("{a}\n\n{p}") == []

    def test_leaves_out_a_heading_with_what_follows_it(self) -> None:
        assert self.shown("# En\n\n{a}\n\nto") == ["to"]
        assert self.shown("# En\n{p}\n# To\ntre") == ["# To", "tre"]
        assert self.shown("# En\n\n# To\n\ntre\n\n# Fire") == ["# To", "tre"]
        assert self.shown("# {a}\n\ntre") == ["tre"]

    def test_makes_lists_and_never_of_what_is_filled_in(self) -> None:
        assert self.shown("- en\n- {a}\n- to\ntre", a="") == ["en | to", "tre"]
        assert self.shown("{a}", a="- en\n- to") == ["- en\n- to"]

    def test_puts_whole_parts_between(self) -> None:
        part = filled("midt", {})
        assert self.shown("før\n{p}\nefter", p=part) == ["før", "midt", "efter"]
        assert self.shown("# Del\n{p}", p=part) == ["# Del", "midt"]

    def test_gives_headings_names_of_their_own(self) -> None:
        part = filled("# En\n\nx", {})
        found = filled("{p}\n\n# To\n\ny", {"p": part})
        assert [block.anchor for block in found if isinstance(block, Heading)] == ["s1", "s2"]
