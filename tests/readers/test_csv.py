"""Tables of answers: exported ones lose nothing, hand-made ones are understood, broken ones cost little."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readers.tools import findings, places, responses, said

from kkrconsult.config.options import bind_options
from kkrconsult.errors import ConfigError
from kkrconsult.findings import Finding
from kkrconsult.model import (
    Anchor,
    Attachment,
    Contact,
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
    ThemeProposal,
    TrackPoint,
)
from kkrconsult.readers import csv_
from kkrconsult.structure import FrozenMap

CET = dt.timezone(dt.timedelta(hours=1))


def read(text: str | bytes, **options: Any) -> list[Response | Finding]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(csv_.read(io.BytesIO(data), "svar.csv", csv_.Options(**options)))


def only(text: str | bytes, **options: Any) -> Response:
    (response,) = read(text, **options)
    assert isinstance(response, Response)
    return response


class TestAHandMadeTable:
    def test_needs_only_a_party(self) -> None:
        assert only("party\nskive\n") == Response(id="skive", participants=("skive",))

    def test_gives_one_response_a_row(self) -> None:
        found = read("Høringspart;Modtaget;Svar\nskive;2020-12-14 09:12;Ja tak.\nviborg;15.12.2020 kl. 9.59;Nej tak.\n")
        assert found == [
            Response(
                id="skive",
                participants=("skive",),
                received_at=dt.datetime(2020, 12, 14, 9, 12, tzinfo=CET),
                body="Ja tak.",
            ),
            Response(
                id="viborg",
                participants=("viborg",),
                received_at=dt.datetime(2020, 12, 15, 9, 59, tzinfo=CET),
                body="Nej tak.",
            ),
        ]

    def test_gives_one_point_a_row_where_there_is_a_track_or_a_theme(self) -> None:
        response = only(
            "party;received;track;theme;text;rationale\n"
            "skive;2020-12-14 09:12;dk2020;;Ja tak.;Det haster.\n"
            "skive;2020-12-14 09:12;;Havet;;Det stiger.\n"
            "skive;2020-12-14 09:12;;;Godt.;\n"
        )
        assert response.body == ""
        assert response.points == (
            TrackPoint(id=response.points[0].id, track="dk2020", text="Ja tak.", rationale="Det haster."),
            ThemeProposal(id=response.points[1].id, title="Havet", rationale="Det stiger."),
            GeneralPoint(id=response.points[2].id, text="Godt."),
        )

    def test_may_leave_out_what_the_row_above_says(self) -> None:
        found = read(
            "part;modtaget;spor;svar\nskive;2020-12-14 09:12;dk2020;A\n;;dk2020;B\nviborg;;dk2020;C\n;;dk2020;D\n"
        )
        assert [[point.text for point in response.points] for response in responses(found)] == [["A", "B"], ["C", "D"]]

    def test_keeps_two_versions_apart(self) -> None:
        text = "party;received;track;text\nskive;2020-12-01 09:00;x;A\nskive;2020-12-02 09:00;x;A\n"
        assert [response.id for response in responses(read(text))] == ["skive", "skive-2"]

    def test_has_ids_of_points_that_reading_again_gives_again(self) -> None:
        text = "party;track;text\nskive;dk2020;A\nskive;dk2020;A\n"
        first, second = only(text).points
        assert (first.id, second.id) == tuple(point.id for point in only(text).points)
        assert second.id == f"{first.id}-2"

    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    def test_may_use_any_delimiter(self, delimiter: str) -> None:
        text = f'party{delimiter}text\nskive{delimiter}"Ja; nej, måske\ttak"\n'
        assert only(text).body == "Ja; nej, måske\ttak"

    @pytest.mark.parametrize("line", ["sep=,\n", "sep=,\r\n", '"sep=,"\n', "SEP=,;;\n"])
    def test_may_say_what_its_delimiter_is(self, line: str) -> None:
        found = read(f"{line}party,x;y\nskive,1\n")
        assert responses(found) == [Response(id="skive", participants=("skive",))]
        assert places(found) == [("csv.unknown-column", 2)]

    def test_may_use_a_delimiter_that_the_caller_names(self) -> None:
        assert only("party|text\nskive|Ja; tak, ja\n", delimiter="|").body == "Ja; tak, ja"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_may_have_a_byte_order_mark(self, encoding: str) -> None:
        assert only("party;text\nskive;Æblegrød\n".encode(encoding)).body == "Æblegrød"

    def test_in_the_old_encoding_of_windows_is_read_with_a_warning(self) -> None:
        found = read("party;text\nskive;Æblegrød – ja\n".encode("cp1252"))
        assert responses(found)[0].body == "Æblegrød – ja"
        assert places(found) == [("answer.encoding", None)]
        assert "cp1252" in said(found)[0]

    def test_may_have_empty_rows_and_columns(self) -> None:
        assert only(";;\n\nparty;text;;\n;;;\nskive;Ja;;\n;;;\n").body == "Ja"


class TestPartiesByName:
    @pytest.mark.parametrize(
        ("written", "ids"),
        [
            ("Aarhus Kommune", ("aarhus",)),
            ("Århus Kommunes", ("aarhus",)),
            ("Byrådet i Ringkøbing-Skjern", ("ringkoebing-skjern",)),
            ("Randers Byråd", ("randers",)),
            ("Vejles", ("vejle",)),
            ("Region Midtjylland", ("region-midtjylland",)),
            ("Lolland og Guldborgsund", ("lolland", "guldborgsund")),
            ("Skive, Viborg; Struer", ("skive", "viborg", "struer")),
            ("Skive / Viborg", ("skive", "viborg")),
            ("Skive; Skive Kommune", ("skive",)),
            ("Hav og Fjord", ("hav-og-fjord",)),
            ("midttrafik", ("midttrafik",)),
            ("§§", ("part",)),
        ],
    )
    def test_are_recognised(self, written: str, ids: tuple[str, ...]) -> None:
        assert only(f'party\n"{written}"\n').participants == ids

    def test_keep_how_they_were_written(self) -> None:
        response = only("party\nÅrhus Kommune\n")
        assert response.sender == Sender(name="Århus Kommune")
        evidence = Provenance(kind=ProvenanceKind.RECOGNISED, detail="Århus Kommune")
        assert response.provenance == {"participants": evidence}

    def test_may_be_mapped_by_the_caller(self) -> None:
        assert only("party\nDet store selskab\n", parties=FrozenMap({"Det Store Selskab": "dss"})).participants == (
            "dss",
        )

    def test_are_recognised_in_a_senders_name_too(self) -> None:
        response = only("afsender;svar\nSkive Kommune;Ja\n")
        assert (response.participants, response.sender) == (("skive",), Sender(name="Skive Kommune"))

    def test_that_nobody_knows_make_an_unsolicited_sender(self) -> None:
        response = only("afsender;e-mail\nHav og Fjord;hav@example.org\n")
        assert response == Response(id="hav-og-fjord", sender=Sender(name="Hav og Fjord", email="hav@example.org"))

    def test_are_not_looked_for_where_ids_are_given(self) -> None:
        assert only("participants;afsender\n;Skive Kommune\n").participants == ()

    def test_count_for_less_than_ids(self) -> None:
        assert only("participants;party\nskive;Viborg Kommune\n").participants == ("skive",)

    def test_of_signs_alone_are_none(self) -> None:
        assert places(read('party\n";"\n')) == [("csv.cell", 2)]

    def test_of_a_senders_e_mail_alone_are_none(self) -> None:
        assert places(read("sender.name;e-mail\n;hav@example.org\n")) == [("csv.cell", 2)]

    def test_that_are_endless_are_nobodys(self) -> None:
        assert only(f"afsender\n{'Skive ' * 100}\n").participants == ()


class TestTracksByTitle:
    @pytest.mark.parametrize(
        ("written", "track"), [("dk2020", "dk2020"), ("Grøn vækst", "groen-vaekst"), ("Videndeling", "videndeling")]
    )
    def test_become_ids(self, written: str, track: str) -> None:
        (point,) = only(f"party;spor;svar\nskive;{written};Ja\n").points
        assert isinstance(point, TrackPoint)
        assert point.track == track

    def test_may_be_mapped_by_the_caller(self) -> None:
        (point,) = only("party;spor;svar\nskive;Klimaplaner;Ja\n", tracks=FrozenMap({"klimaplaner": "dk2020"})).points
        assert isinstance(point, TrackPoint)
        assert point.track == "dk2020"


class TestTimes:
    @pytest.mark.parametrize(
        "written",
        [
            "2020-12-15T09:05:00+01:00",
            "2020-12-15T08:05:00Z",
            "2020-12-15 09:05",
            "15-12-2020 09:05",
            "15.12.2020 kl. 9.05",
            "15/12-2020, 09.05.00",
            "tirsdag den 15. december 2020 klokken 9.05",
        ],
    )
    def test_are_read_with_the_day_first_and_local_to_denmark(self, written: str) -> None:
        response = only(f'party;received\nskive;"{written}"\n')
        assert response.received_at == dt.datetime(2020, 12, 15, 9, 5, tzinfo=CET)

    def test_are_local_to_the_zone_that_the_caller_names(self) -> None:
        response = only("party;received\nskive;2020-12-15 09:05\n", timezone="UTC")
        assert response.received_at == dt.datetime(2020, 12, 15, 9, 5, tzinfo=dt.UTC)

    def test_never_have_the_month_first(self) -> None:
        assert only("party;received\nskive;12-03-2020 10:00\n").received_at == dt.datetime(2020, 3, 12, 10, tzinfo=CET)
        assert places(read("party;received\nskive;12/15/2020 10:00\n")) == [("csv.cell", 2)]

    def test_without_an_hour_are_the_start_of_the_day_and_said_to_be(self) -> None:
        found = read("party;received\nskive;15-12-2020\n")
        (response,) = responses(found)
        assert response.received_at == dt.datetime(2020, 12, 15, tzinfo=CET)
        assert response.provenance["received_at"] == Provenance(kind=ProvenanceKind.ASSUMED, detail="15-12-2020")
        assert places(found) == [("answer.day-only", 2)]
        assert "15. december 2020" in said(found, "da")[0]

    def test_that_the_clock_skips_or_repeats_are_no_moment(self) -> None:
        found = read("party;received\nskive;2020-03-29 02:30\nviborg;2020-10-25 02:30\n")
        assert places(found) == [("csv.cell", 2), ("csv.cell", 3)]
        assert ["does not exist" in said(found)[0], "comes twice" in said(found)[1]] == [True, True]

    @pytest.mark.parametrize(
        "written", ["i går", "20201215", "2020-12-15 25:00", "15.12.2020 kl. 25.00", "1" * 200, "31.2.2020 kl. 9.00"]
    )
    def test_that_are_none_are_named(self, written: str) -> None:
        found = read(f"party;received\nskive;{written}\n")
        assert places(found) == [("csv.cell", 2)]
        assert "must be a date and time" in said(found)[0]


class TestCells:
    @pytest.mark.parametrize("yes", ["ja", "Ja", "yes", "true", "SAND", "x", "1"])
    def test_say_yes_in_many_ways(self, yes: str) -> None:
        assert only(f"party;ingen bemærkninger\nskive;{yes}\n").no_remarks == NoRemarks()

    @pytest.mark.parametrize("no", ["nej", "no", "FALSK", "0", ""])
    def test_say_no_in_many_ways(self, no: str) -> None:
        assert only(f"party;no_remarks;declined\nskive;{no};{no}\n") == Response(id="skive", participants=("skive",))

    def test_that_say_neither_are_named(self) -> None:
        assert said(read("party;no_remarks\nskive;måske\n")) == [
            "The file svar.csv has something under 'no_remarks' that cannot be used: must be yes or no"
        ]
        assert places(read("party;declined\nskive;måske\n")) == [("csv.cell", 2)]

    @pytest.mark.parametrize("mode", ["politisk", "Politisk", "political"])
    def test_may_have_words_in_either_language(self, mode: str) -> None:
        assert only(f"party;behandling\nskive;{mode}\n").handling == Handling(mode=HandlingMode.POLITICAL)

    def test_with_an_unknown_word_are_told_what_is_allowed(self) -> None:
        (text,) = said(read("party;behandling\nskive;politiske\n"))
        assert "allowed: political, administrative" in text

    @pytest.mark.parametrize(("written", "pages"), [("2", 2), ("1,5", 1.5), ("1.5", 1.5)])
    def test_may_have_a_decimal_comma_or_point(self, written: str, pages: float) -> None:
        response = only(f'party;sider;Sidetallet er\nskive;"{written}";oplyst\n')
        assert response.pages == PageCount(pages=pages, basis=PageBasis.DECLARED)

    @pytest.mark.parametrize("written", ["to", "1.000,5", "9" * 400, "1e999"])
    def test_that_are_no_number_are_named(self, written: str) -> None:
        assert places(read(f'party;sider;pages.basis\nskive;"{written}";oplyst\n')) == [("csv.cell", 2)]

    def test_may_have_numbers_of_paragraphs_in_any_list(self) -> None:
        (point,) = only("party;text;point.id;Sted: afsnit\nskive;Ja;p1;1, 2;\n").points
        assert point.anchor == Anchor(paragraphs=(1, 2))
        assert places(read("party;text;point.id;Sted: afsnit\nskive;Ja;p1;to\n")) == [("csv.cell", 2)]

    def test_may_hold_names_parted_by_semicolons(self) -> None:
        assert only('party;På vegne af\nskive;"Hav, Fjord; Sø"\n').on_behalf_of == ("Hav, Fjord", "Sø")

    def test_with_json_that_is_none_are_named(self) -> None:
        found = read('party,attachments\nskive,"[{"\nviborg,[3]\nstruer,"[{""name"": ""a.pdf""}]"\n')
        assert places(found) == [("csv.cell", 2), ("csv.cell", 3)]
        assert responses(found)[0].attachments == (Attachment(name="a.pdf"),)

    def test_that_are_blank_say_nothing(self) -> None:
        assert only("party;version;received\nskive; ; \n") == Response(id="skive", participants=("skive",))

    def test_of_dates_may_be_danish(self) -> None:
        response = only("party;behandling;Behandlet den\nskive;politisk;9. december 2020\n")
        assert response.handling == Handling(mode=HandlingMode.POLITICAL, decided_on=dt.date(2020, 12, 9))
        assert places(read("party;behandling;Behandlet den\nskive;politisk;snart\n")) == [("csv.cell", 2)]


class TestProblems:
    def test_are_all_told_with_their_cells(self) -> None:
        found = read("party;version;channel;declined\nskive;nul;brevdue;nej\nviborg;0;brev;nej\nstruer;1;brev;nej\n")
        assert places(found) == [("csv.cell", 2), ("csv.cell", 2), ("csv.cell", 3)]
        assert [response.id for response in responses(found)] == ["struer"]
        first = findings(found)[0]
        assert first.location is not None
        assert (first.location.field, first.location.column) == ("version", 2)

    def test_of_a_point_name_its_own_row(self) -> None:
        found = read("party;point.type;text\nskive;general-point;Ja\nskive;generel bemærkning;Ja\nskive;mening;Ja\n")
        assert places(found) == [("csv.cell", 4)]

    def test_of_a_point_without_a_cell_name_the_row(self) -> None:
        found = read("party;track;rationale\nskive;dk2020;Ja\n")
        assert places(found) == [("csv.cell", 2)]
        assert "text: is missing" in said(found)[0]

    def test_of_points_in_json_name_the_cell(self) -> None:
        found = read('party,points\nskive,"[{""type"": ""general-point"", ""id"": ""p 1"", ""text"": ""Ja""}]"\n')
        assert places(found) == [("csv.cell", 2)]
        assert places(read("party,points\nskive,{}\n")) == [("csv.cell", 2)]

    def test_of_points_in_json_come_before_those_of_rows(self) -> None:
        cell = '"[{""type"": ""general-point"", ""id"": ""p1"", ""text"": ""Ja""}]"'
        assert [point.text for point in only(f"party,points,theme\nskive,{cell},Hav\n").points] == ["Ja", ""]
        assert places(read("party,points,theme\nskive,{},Hav\n")) == [("csv.cell", 2)]

    def test_of_ids_taken_from_names_lead_to_the_names(self) -> None:
        (item,) = findings(read("party;supersedes;id\nskive;a;a\n"))
        assert item.location is not None
        assert item.location.field == "supersedes"

    def test_of_an_unknown_column_come_with_a_suggestion(self) -> None:
        found = read("party;modtagt;xyz\nskive;1;2\n")
        assert places(found) == [("csv.unknown-column", 1)] * 2
        assert said(found, "da")[0].endswith("'modtagt'. Menes der 'Modtaget'?")
        assert len(responses(found)) == 1

    def test_of_a_column_without_a_heading_are_told_once_and_only_if_it_holds_something(self) -> None:
        found = read("party;\nskive;\nviborg;her\nstruer;og her\n")
        assert places(found) == [("csv.unknown-column", 3)]
        assert len(responses(found)) == 3

    def test_of_two_columns_for_the_same_name_both(self) -> None:
        found = read("party;received;modtaget\nskive;2020-12-15 09:00;2020-12-16 09:00\n")
        assert places(found) == [("csv.repeated-column", 1)]
        assert responses(found)[0].received_at == dt.datetime(2020, 12, 15, 9, tzinfo=CET)

    def test_of_rows_that_disagree_name_the_first(self) -> None:
        found = read("id;party;channel;text;track\na;skive;brev;A;x\na;skive;;B;x\na;;;C;x\na;skive;skema;D;x\n")
        assert places(found) == [("csv.contradiction", 5)]
        assert "in line 2" in said(found)[0]
        assert [point.text for point in responses(found)[0].points] == ["A", "B", "C"]

    @pytest.mark.parametrize("text", ["", "\n", ";;\n", "party;text\n", "party;text\n;\n"])
    def test_of_a_table_without_rows_are_a_warning(self, text: str) -> None:
        assert [code for code, _ in places(read(text))] == ["csv.no-rows"]

    @pytest.mark.parametrize("text", ["Kære KKR\n\nVi svarer.\n", "a;b\n1;2\n", "id;body\na;b\n"])
    def test_of_a_table_without_a_sender_name_its_columns(self, text: str) -> None:
        assert [code for code, _ in places(read(text))] == ["csv.no-sender"]

    def test_of_quotation_marks_cost_their_rows(self) -> None:
        found = read('party;text\nskive;"Ja\nviborg;Nej\n')
        assert places(found) == [("csv.quotes", 2)]
        assert [response.id for response in responses(found)] == ["viborg"]

    def test_of_quotation_marks_in_the_headings_cost_the_table(self) -> None:
        assert places(read('party;"text\nskive;Ja\n')) == [("csv.quotes", 1)]

    def test_of_rows_too_short_or_too_long_cost_the_row(self) -> None:
        found = read("party;text\nskive\nviborg;Ja;Nej\nstruer;Ja;\n")
        assert places(found) == [("csv.row-length", 2), ("csv.row-length", 3)]
        assert [response.id for response in responses(found)] == ["struer"]


class TestHostileTables:
    def test_with_ten_thousand_columns_are_not_read(self) -> None:
        assert places(read("party;" + ";".join(map(str, range(10_000))) + "\nskive\n")) == [("file.not-a-response", 1)]

    def test_with_a_megabyte_in_a_cell_are_read(self) -> None:
        assert len(only(f"party;text\nskive;{'æ' * 1_000_000}\n").body) == 1_000_000

    def test_with_more_bytes_than_allowed_are_not_read(self) -> None:
        assert places(read("party\nskive\n", largest_file=5)) == [("file.too-large", None)]

    def test_with_a_cell_that_never_ends_are_named(self) -> None:
        assert places(read('party;text\nskive;"' + "x" * 500, longest_cell=100)) == [("csv.quotes", 2)]

    def test_of_nothing_but_faults_are_given_up(self) -> None:
        found = read("party;text\n" + "skive\n" * 5_000)
        assert len(found) == 1001
        assert places(found)[-1] == ("file.not-a-response", None)

    def test_in_no_known_encoding_are_named(self) -> None:
        assert places(read(b"party;text\nskive;\x81\x8d")) == [("file.not-a-response", None)]

    def test_may_hold_zeros_and_lone_carriage_returns(self) -> None:
        assert only('party;text\nskive;"a\x00b\rc"\n').body == "a\x00b\rc"

    def test_with_json_nested_too_deeply_are_named(self) -> None:
        assert places(read("party;points\nskive;" + "[" * 100_000 + "\n")) == [("csv.cell", 2)]

    @given(
        st.binary(max_size=80)
        | st.text('party;,"\n\r=é\x00', max_size=60).map(lambda text: f"party;x\n{text}".encode())
    )
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_never_raise_and_never_go_in_silence(self, data: bytes) -> None:
        assert read(data)
        findings(read(data))

    @given(st.data())
    def test_cut_off_anywhere_lose_no_row_without_a_word(self, data: st.DataObject) -> None:
        text = "party;received;text\r\n" + "".join(
            f'skive;2020-12-15 09:00;"Linje 1\r\nlinje {n}"\r\n' for n in range(3)
        )
        cut = data.draw(st.integers(0, len(text)))
        found = read(text[:cut])
        whole = text[:cut].count('"\r\n')
        assert len(responses(found)) >= whole
        assert found


class TestFilesThatAreNoTables:
    @pytest.mark.parametrize("blank", ["\n\n\n", "\r\n\r\n\r\n", "\r\r\r", "\n\r\n\r"])
    def test_blank_lines_at_the_top_count(self, blank: str) -> None:
        assert places(read(f"{blank}party;text;received_at\nskive;Hej;i går\n"))[0][1] == 5

    def test_blank_lines_are_no_rows(self) -> None:
        assert [code for code, _ in places(read("\r\n" * 10))] == ["csv.no-rows"]

    def test_a_heading_longer_than_any_is_nobodys(self) -> None:
        assert [code for code, _ in places(read(f"{'-' * 300}party;text\nskive;Hej\n"))] == ["csv.no-sender"]


def test_a_delimiter_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="delimiter"):
        bind_options(csv_.Options, {"delimiter": "x"}, path=("readers", "csv"))


def test_what_may_be_there_without_saying_anything_has_a_column_that_says_so() -> None:
    response = only("party;Politisk forbehold;Har kontakt\nskive;ja;ja\n")
    assert (response.reservation, response.contact) == (Reservation(), Contact())
