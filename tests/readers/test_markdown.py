"""Answer files: what people write by hand is understood, every paragraph has its place, faults have a line."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readers.tools import findings, places, responses, said

from kkrconsult.assessment import paragraphs
from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.formats.answer_file import read_answer_file, write_response_markdown
from kkrconsult.formats.names import Names
from kkrconsult.model import (
    Anchor,
    Attachment,
    Channel,
    Contact,
    Decision,
    DecisionKind,
    GeneralPoint,
    Handling,
    HandlingMode,
    NoRemarks,
    PageBasis,
    PageCount,
    Provenance,
    ProvenanceKind,
    Reservation,
    Response,
    Sender,
    SetAside,
    Signatory,
    Stage,
    ThemeProposal,
    TrackPoint,
    Withdrawal,
)
from kkrconsult.readers import markdown_
from kkrconsult.structure import FrozenMap

CET = dt.timezone(dt.timedelta(hours=1))

ANSWER = """\
+++
part = "skive"
modtaget = 2020-12-14T09:12:00
+++

# Konstrueret svar

## Uden for punkterne: hilsen

Kære KKR

## Spor: dk2020

Vi støtter sporet.

Det haster.

### Begrundelse

Havet stiger.

## Supplerende tema: Havet

Dæmninger.

### Begrundelse

Vand.

## Generelle bemærkninger

Tak for
indsatsen.

## Uden for punkterne: underskrift

Venlig hilsen
"""


def read(text: str | bytes, name: str = "svar.md", **options: Any) -> list[Response | Finding]:
    data = text if isinstance(text, bytes) else text.encode()
    found = list(markdown_.read(io.BytesIO(data), name, markdown_.Options(**options)))
    assert not any(isinstance(one, Document) for one in found)
    return [one for one in found if not isinstance(one, Document)]


def only(text: str | bytes, name: str = "svar.md", **options: Any) -> Response:
    (response,) = read(text, name, **options)
    assert isinstance(response, Response)
    return response


def with_(particulars: str, text: str = "") -> str:
    return f'+++\nparty = "skive"\n{particulars}\n+++\n{text}'


class TestAnAnswerFile:
    def test_says_everything_by_its_headings(self) -> None:
        response = only(ANSWER)
        ids = [point.id for point in response.points]
        assert response == Response(
            id="svar",
            participants=("skive",),
            received_at=dt.datetime(2020, 12, 14, 9, 12, tzinfo=CET),
            title="Konstrueret svar",
            body="Kære KKR\n\nVi støtter sporet.\n\nDet haster.\n\nHavet stiger.\n\nDæmninger.\n\nVand.\n\n"
            "Tak for\nindsatsen.\n\nVenlig hilsen",
            points=(
                TrackPoint(
                    id=ids[0],
                    track="dk2020",
                    text="Vi støtter sporet.\n\nDet haster.",
                    rationale="Havet stiger.",
                    anchor=Anchor(section="Spor: dk2020", paragraphs=(2, 3, 4)),
                ),
                ThemeProposal(
                    id=ids[1],
                    title="Havet",
                    text="Dæmninger.",
                    rationale="Vand.",
                    anchor=Anchor(section="Supplerende tema: Havet", paragraphs=(5, 6)),
                ),
                GeneralPoint(
                    id=ids[2],
                    text="Tak for\nindsatsen.",
                    anchor=Anchor(section="Generelle bemærkninger", paragraphs=(7,)),
                ),
            ),
            set_aside=(
                SetAside(paragraphs=(1,), reason="greeting"),
                SetAside(paragraphs=(8,), reason="signature"),
            ),
        )
        assert all(identity.startswith("svar-") for identity in ids)

    def test_gives_every_paragraph_a_place(self) -> None:
        response = only(ANSWER)
        claimed = [number for point in response.points if point.anchor for number in point.anchor.paragraphs]
        claimed += [number for item in response.set_aside for number in item.paragraphs]
        assert sorted(claimed) == list(range(1, len(paragraphs(response.body)) + 1))

    def test_may_be_in_english(self) -> None:
        danish = ("Spor:", "Supplerende tema:", "Generelle bemærkninger", "Uden for punkterne:", "Begrundelse")
        english = ("Track:", "Supplementary theme:", "General remarks", "Outside the points:", "Rationale")
        text = ANSWER
        for ours, theirs in zip(danish, english, strict=True):
            text = text.replace(ours, theirs)
        text = text.replace("hilsen\n\nKære", "greeting\n\nKære").replace("underskrift", "signature")
        text = text.replace("part =", "party =").replace("modtaget =", "received =")
        theirs_, ours_ = only(text), only(ANSWER)
        assert [point.text for point in theirs_.points] == [point.text for point in ours_.points]
        assert (theirs_.set_aside, theirs_.received_at) == (ours_.set_aside, ours_.received_at)

    def test_has_the_same_ids_of_points_whenever_it_is_read(self) -> None:
        assert only(ANSWER) == only(ANSWER)

    @pytest.mark.parametrize("fence", ["+++", "---"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_may_have_other_fences_and_line_ends(self, fence: str, end: str) -> None:
        assert only("\ufeff" + ANSWER.replace("+++", fence).replace("\n", end)) == only(ANSWER)

    @pytest.mark.parametrize(
        ("name", "identity"),
        [
            ("svar.md", "svar"),
            ("inbox.zip/Høringssvar fra Århus (endelig).md", "hoeringssvar-fra-aarhus-endelig"),
            ("mappe\\skive.v2.markdown", "skive.v2"),
            ("§.md", "svar"),
        ],
    )
    def test_takes_its_id_from_its_name(self, name: str, identity: str) -> None:
        assert only(ANSWER, name).id == identity

    def test_may_say_its_id(self) -> None:
        assert only(with_('id = "A-1"')).id == "A-1"

    def test_may_be_in_the_old_encoding_of_windows(self) -> None:
        found = read(ANSWER.encode("cp1252"))
        assert responses(found) == [only(ANSWER)]
        assert places(found) == [("answer.encoding", None)]

    def test_may_end_after_its_particulars(self) -> None:
        assert only('+++\nparty = "skive"\n+++') == Response(id="svar", participants=("skive",))

    @pytest.mark.parametrize(
        ("head", "expected"), [(b"+++\n", True), (b"\xef\xbb\xbf\n+++", True), (b"---\n", False), (b"", False)]
    )
    def test_is_known_by_its_beginning(self, head: bytes, expected: bool) -> None:
        assert markdown_.sniff(head) is expected


class TestSections:
    def test_left_empty_as_in_a_form_say_nothing(self) -> None:
        text = (
            "## Spor: dk2020\n\n## Supplerende tema:\n\n### Begrundelse\n\n"
            "## Generelle bemærkninger\n## Uden for punkterne: x\n"
        )
        assert only(with_("", text)) == Response(id="svar", participants=("skive",))

    def test_may_be_a_theme_that_its_title_says_whole(self) -> None:
        (point,) = only(with_("", "## Supplerende tema: Havet\n")).points
        assert point == ThemeProposal(id=point.id, title="Havet", anchor=Anchor(section="Supplerende tema: Havet"))

    @pytest.mark.parametrize("heading", ["Spor: dk2020", "Generelt", "Supplerende tema:"])
    def test_with_a_rationale_alone_say_it_both_ways(self, heading: str) -> None:
        (point,) = only(with_("", f"## {heading}\n### Begrundelse\nHavet stiger.\n")).points
        assert (point.text, point.rationale) == ("Havet stiger.", "Havet stiger.")

    def test_may_have_their_rationale_in_two_parts(self) -> None:
        (point,) = only(with_("", "## Spor: x\nJa\n### Begrundelse\nA\n### Motivering:\nB\n")).points
        assert (point.text, point.rationale) == ("Ja", "A\n\nB")

    def test_may_name_a_track_by_its_title(self) -> None:
        (point,) = only(with_("", "## Spor: Grøn vækst\nJa\n")).points
        assert isinstance(point, TrackPoint)
        assert point.track == "groen-vaekst"

    def test_may_name_a_track_as_the_file_or_the_caller_maps_it(self) -> None:
        text = "## Spor: Klimaplaner\nJa\n"
        mapped = FrozenMap({"Klimaplaner": "dk2020"})
        for response in (
            only(with_("", text), tracks=mapped),
            only(with_('spor = { "Klimaplaner" = "dk2020" }', text)),
        ):
            (point,) = response.points
            assert isinstance(point, TrackPoint)
            assert point.track == "dk2020"

    def test_may_give_their_point_an_id(self) -> None:
        (point,) = only(with_("", "## Spor: dk2020 {#p-1} ##\nJa\n")).points
        assert (point.id, point.anchor) == ("p-1", Anchor(section="Spor: dk2020", paragraphs=(1,)))

    def test_may_hold_headings_of_their_own(self) -> None:
        (point,) = only(with_("", "## Generelt\n### Vand\nJa\n#### Dybt\n\\## Ikke en overskrift\n")).points
        assert point.text == "### Vand\nJa\n#### Dybt\n## Ikke en overskrift"

    def test_may_hold_comments_that_count_for_nothing(self) -> None:
        text = (
            "<!-- Skriv her\n## Spor: x\n-->\n## Generelt\nEt <!-- ikke --> to\n<!-- a --><!-- b -->\n<!-- uden ende\n"
        )
        (point,) = only(with_("", text)).points
        assert point.text == "Et <!-- ikke --> to\n<!-- b -->\n<!-- uden ende"

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("hilsen", "greeting"),
            ("Signature", "signature"),
            ("følgebrev", "cover"),
            ("kort over byen", "kort over byen"),
        ],
    )
    def test_outside_the_points_have_a_reason(self, written: str, reason: str) -> None:
        assert only(with_("", f"## Uden for punkterne: {written}\nX\n")).set_aside == (
            SetAside(paragraphs=(1,), reason=reason),
        )

    def test_outside_the_points_without_a_reason_get_one(self) -> None:
        assert only(with_("", "## Set aside\n### Begrundelse\nX\n")).set_aside[0].reason == "uden for punkterne"

    def test_that_are_none_are_warned_of_and_kept_as_text(self) -> None:
        found = read(with_("", "## Spor: x\nJa\n## Sporr: y\nNej\n## Spor:\n## Begrundelse\n## Tema\n"))
        assert places(found) == [("markdown.unknown-section", line) for line in (7, 9, 10, 11)]
        assert said(found)[0].endswith("'Sporr: y'. Did you mean 'Spor'?")
        assert responses(found)[0].points[0].text.startswith("Ja\n## Sporr: y\nNej")

    def test_leave_what_stands_before_them_for_a_person(self) -> None:
        found = read(with_("", "Kære KKR\n\nTak.\n\n## Generelt\nJa\n"))
        assert places(found) == [("markdown.unplaced", 5)]
        (response,) = responses(found)
        assert response.body == "Kære KKR\n\nTak.\n\nJa"
        assert response.points[0].anchor == Anchor(section="Generelt", paragraphs=(3,))

    def test_need_not_be_there(self) -> None:
        assert only(with_("", "\nVi har læst\ndet.\n\n\n\nTak.\n")).body == "Vi har læst\ndet.\n\nTak."

    def test_may_have_a_title_above_them_unless_the_particulars_have_one(self) -> None:
        assert only(with_("", "\n# Svar #\n# Mere\n")).title == "Svar"
        assert only(with_("", "\n# Svar\n# Mere\n")).body == "# Mere"
        assert only(with_('titel = "T"', "\n# Svar\n")) == Response(
            id="svar", participants=("skive",), title="T", body="# Svar"
        )


class TestParticulars:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ('behandling = "politisk"', {"handling": Handling(mode=HandlingMode.POLITICAL)}),
            (
                '[behandling]\nform = "administrative"\ninstans = "Direktionen"\ndato = 2020-12-09',
                {
                    "handling": Handling(
                        mode=HandlingMode.ADMINISTRATIVE, body="Direktionen", decided_on=dt.date(2020, 12, 9)
                    )
                },
            ),
            (
                '[handling]\nmode = "political"\ndecided_on = "9. december 2020"',
                {"handling": Handling(mode=HandlingMode.POLITICAL, decided_on=dt.date(2020, 12, 9))},
            ),
            ("handling = false", {}),
            ("sider = 1.5", {"pages": PageCount(pages=1.5, basis=PageBasis.DECLARED)}),
            ('pages = { antal = 2, grundlag = "talt" }', {"pages": PageCount(pages=2, basis=PageBasis.COUNTED)}),
            ("ingen_bemaerkninger = true", {"no_remarks": NoRemarks()}),
            ('ingen_bemaerkninger = "ja"', {"no_remarks": NoRemarks()}),
            ('no_remarks = "Vi har ingen."', {"no_remarks": NoRemarks(quote="Vi har ingen.")}),
            ('"ingen_bemærkninger" = "nej"', {}),
            ("forbehold = true", {"reservation": Reservation()}),
            ('forbehold = { instans = "Byrådet" }', {"reservation": Reservation(body="Byrådet")}),
            ("oensker_ikke_at_svare = true", {"declined": True}),
            ('declined = "ja"', {"declined": True}),
            ('stadie = "foreløbigt"', {"stage": Stage.PROVISIONAL}),
            ('kanal = "høringsportal"', {"channel": Channel.PORTAL}),
            ('underskriver = "En Borgmester"', {"signatory": Signatory(name="En Borgmester")}),
            ('[kontakt]\nnavn = "En"\ntelefon = "12"', {"contact": Contact(name="En", phone="12")}),
            ('bilag = "a.pdf"', {"attachments": (Attachment(name="a.pdf"),)}),
            (
                'bilag = ["a.pdf", { navn = "b.pdf", titel = "B" }]',
                {"attachments": (Attachment(name="a.pdf"), Attachment(name="b.pdf", title="B"))},
            ),
            ('paa_vegne_af = "Havneforeningen"', {"on_behalf_of": ("Havneforeningen",)}),
            ("sprog = false", {"language": None}),
            ('trukket_tilbage = "Fejl"', {"withdrawn": Withdrawal(reason="Fejl")}),
            (
                '[trukket_tilbage]\ngrund = "Fejl"\ntidspunkt = 2020-12-16T10:00:00Z',
                {"withdrawn": Withdrawal(reason="Fejl", at=dt.datetime(2020, 12, 16, 10, tzinfo=dt.UTC))},
            ),
            ('afgoerelse = "afvist"', {"decision": Decision(kind=DecisionKind.REJECTED)}),
            ("maa_offentliggoeres = true", {"publication_consent": True}),
            ('afsender = "Skive Kommune"', {"sender": Sender(name="Skive Kommune")}),
            (
                'afsender = { navn = "Skive", email = "x@skive.dk" }',
                {"sender": Sender(name="Skive", email="x@skive.dk")},
            ),
            ('modtaget = "15.12.2020 kl. 9.59"', {"received_at": dt.datetime(2020, 12, 15, 9, 59, tzinfo=CET)}),
            ('tekst = "Ja"', {"body": "Ja"}),
            ("punkter = []", {}),
        ],
    )
    def test_have_short_forms_in_either_language(self, written: str, expected: dict[str, Any]) -> None:
        assert only(with_(written)) == Response(id="svar", participants=("skive",), **expected)

    def test_may_name_parties(self) -> None:
        response = only('+++\nparter = ["Skive Kommune", "viborg"]\n+++\n')
        assert response.participants == ("skive", "viborg")
        assert response.sender == Sender(name="Skive Kommune; viborg")
        assert response.provenance["participants"].kind is ProvenanceKind.RECOGNISED

    def test_may_name_a_sender_who_is_a_party(self) -> None:
        response = only('+++\nafsender = "Skive Kommune"\n+++\n')
        assert (response.participants, response.sender) == (("skive",), Sender(name="Skive Kommune"))

    def test_may_name_a_sender_who_is_none(self) -> None:
        assert only('+++\nafsender = "Hav og Fjord"\n+++\n').participants == ()
        assert only('+++\nafsender = "Skive Kommune"\nparticipants = []\n+++\n').participants == ()

    def test_may_name_parties_as_the_caller_maps_them(self) -> None:
        mapped = FrozenMap({"DSS": "det-store-selskab"})
        assert only('+++\npart = "DSS"\n+++\n', parties=mapped).participants == ("det-store-selskab",)

    def test_may_give_only_the_day(self) -> None:
        found = read(with_("modtaget = 2020-12-15"))
        assert places(found) == [("answer.day-only", 3)]
        (response,) = responses(found)
        assert response.received_at == dt.datetime(2020, 12, 15, tzinfo=CET)
        assert response.provenance == {"received_at": Provenance(kind=ProvenanceKind.ASSUMED, detail="2020-12-15")}

    def test_may_hold_the_points(self) -> None:
        response = only(
            with_('punkter = [{ text = "A" }, { title = "T" }, { track = "x", text = "B" }]', "\n## Spor: z\n\nC\n")
        )
        assert [type(point) for point in response.points] == [GeneralPoint, ThemeProposal, TrackPoint]
        assert response.body == "## Spor: z\n\nC"


class TestFaults:
    @pytest.mark.parametrize(
        ("written", "line", "says"),
        [
            ('recieved = "x"', 3, "unknown key"),
            ('\n\n[handling]\nmod = "politisk"', 6, "Did you mean 'mode'?"),
            ('behandling = "politiske"', 3, "allowed: political, administrative"),
            ('modtaget = "i går"', 3, "must be a date and time"),
            ("modtaget = 2020-03-29T02:30:00", 3, "does not exist"),
            ("modtaget = 10:00:00", 3, "must be a date and time"),
            ('kommune = "viborg"', 3, "means the same as 'party'"),
            ('participants = ["skive"]', 2, "cannot stand beside participants"),
            ("spor = 3", 3, "must be a table of ids by title"),
            ('ophav = "x"\nmodtaget = 2020-12-15', 3, "must be a table"),
            ("punkter = 3", 3, "must be a list"),
            ('punkter = [3, { text = "A" }]', 3, "must be a table"),
            ('[[punkter]]\ntext = "A"\nid = "a b"', 5, "must be an id"),
            ("id = 3", 3, "must be text"),
            ('handling = { mode = "political", mode_ = 1 }', 3, "unknown key"),
            ('withdrawn = { reason = " " }', 3, "must be text that is not empty"),
        ],
    )
    def test_in_the_particulars_are_named_with_their_line(self, written: str, line: int, says: str) -> None:
        found = read(with_(written))
        assert places(found)[0] == ("markdown.field", line)
        assert any(says in text for text in said(found))
        assert not responses(found)

    def test_are_all_told_at_once(self) -> None:
        found = read(with_('modtaget = "i går"\nbehandling = "ja"\nversion = 0\nhat = 1'))
        assert [line for _, line in places(found)] == [3, 4, 6]

    def test_of_the_version_are_told_too(self) -> None:
        assert places(read(with_("version = 0"))) == [("markdown.field", 3)]

    def test_of_parties_that_are_no_names_are_told(self) -> None:
        assert places(read("+++\nparty = 3\n+++\n"))[0] == ("markdown.field", 2)

    def test_of_a_file_that_says_nothing_of_its_sender_are_told(self) -> None:
        assert places(read("+++\n+++\nHej\n")) == [("markdown.field", 1)]

    def test_of_a_point_lead_to_its_heading(self) -> None:
        found = read(with_("", "\n## Generelt {#a}\nJa\n\n## Generelt {#§}\nNej\n"))
        assert places(found) == [("markdown.field", 9)]

    def test_of_two_texts_are_told(self) -> None:
        assert "both here and below" in said(read(with_('tekst = "A"', "B")))[0]

    @pytest.mark.parametrize("text", ["Kære KKR\n", "\n\n", "", "# README\n\n+++\n"])
    def test_of_a_text_without_particulars_are_told_by_whoever_wants_an_answer_file(self, text: str) -> None:
        found = read_answer_file(text, "svar.md", Names(), "UTC")
        assert [one.code for one in found if isinstance(one, Finding)] == ["markdown.no-front-matter"]

    def test_of_particulars_without_an_end_are_told(self) -> None:
        found = read('\n+++\nparty = "skive"\n\nHej\n')
        assert places(found) == [("markdown.not-toml", 2)]
        assert "linjen +++ efter dem mangler" in said(found, "da")[0]

    def test_of_the_syntax_are_told_with_their_line(self) -> None:
        found = read('+++\nparty = "skive"\nkanal = brev\n+++\n')
        assert places(found) == [("markdown.not-toml", 3)]

    @pytest.mark.parametrize("text", ["---\nparty: skive\n---\nHej\n", "+++\n# a\n\nmodtaget på:\n  - x\n+++\n"])
    def test_of_yaml_say_that_toml_is_wanted(self, text: str) -> None:
        found = read(text)
        assert places(found) == [("markdown.yaml", 1)]
        assert "TOML" in said(found, "da")[0]

    def test_of_an_unknown_encoding_are_told(self) -> None:
        assert places(read(b"+++\n\x81\x8d")) == [("file.not-a-response", None)]

    def test_of_size_are_told(self) -> None:
        assert places(read(ANSWER, largest_file=100)) == [("file.too-large", None)]


class TestHostileFiles:
    def test_nested_too_deeply_are_named(self) -> None:
        assert places(read(with_("x = " + "[" * 50_000)))[0][0] == "markdown.not-toml"

    def test_with_a_megabyte_on_a_line_are_read(self) -> None:
        assert len(only(with_("", "\n" + "æ" * 1_000_000)).body) == 1_000_000

    def test_with_endless_comments_are_read(self) -> None:
        assert only(with_("", "\n" + "<!--\n" * 50_000)).body.count("<!--") == 50_000

    def test_with_endless_white_space_in_a_heading_are_read(self) -> None:
        blank = " " * 500_000
        assert only(with_("", f"## Spor: a{blank}b\nJa\n### c{blank}d")).points[0].text.startswith("Ja\n### c ")

    def test_with_thousands_of_unknown_keys_are_given_up(self) -> None:
        found = read(with_("\n".join(f"k{n} = 1" for n in range(5_000))))
        assert len(found) == 1001

    def test_may_hold_zeros(self) -> None:
        assert only(with_("", "\na\x00b")).body == "a\x00b"

    @given(
        st.binary(max_size=60) | st.text('+\n#="[]{}: aé\x00', max_size=60).map(lambda text: f"+++\n{text}".encode())
    )
    def test_never_raise_and_never_go_in_silence(self, data: bytes) -> None:
        found = list(markdown_.read(io.BytesIO(data), "svar.md", markdown_.Options()))
        assert found
        findings([one for one in found if not isinstance(one, Document)])

    @given(st.text("#! \nabSpor:<->\\{}", max_size=60))
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_lose_no_word_of_the_text(self, text: str) -> None:
        (response,) = responses(read(with_("", text)))
        assert list(responses(read(write_response_markdown(response), "x.md"))) == [response]
        kept = "".join(
            [
                response.body,
                response.title or "",
                *(point.anchor.section or "" for point in response.points if point.anchor),
            ]
        )
        if "<!--" not in text:
            assert sum(kept.count(letter) for letter in "ab") == sum(text.count(letter) for letter in "ab")


class TestALetter:
    def test_in_markdown_is_a_document_with_headings(self) -> None:
        text = "# Høringssvar\n\nKære KKR\n\n## DK2020 ##\nVi er med.\n- Et\n- To\n#ikke en overskrift\n"
        (found,) = markdown_.read(io.BytesIO(text.encode()), "skive.md", markdown_.Options())
        assert isinstance(found, Document)
        assert [(one.kind, one.level, one.text) for one in found.blocks] == [
            (BlockKind.HEADING, 1, "Høringssvar"),
            (BlockKind.PARAGRAPH, None, "Kære KKR"),
            (BlockKind.HEADING, 2, "DK2020"),
            (BlockKind.PARAGRAPH, None, "Vi er med."),
            (BlockKind.LIST_ITEM, None, "- Et"),
            (BlockKind.LIST_ITEM, None, "- To\n#ikke en overskrift"),
        ]
