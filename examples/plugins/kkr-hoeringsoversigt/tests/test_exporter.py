"""The exporter keeps its contract, and writes the portal's columns. All answers are constructed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
import zipfile

import attrs
import kkrconsult as kc
import pytest
from kkrconsult.testing import assert_exporter, constructed_report, make, reference_round

from kkr_hoeringsoversigt import COLUMNS, Options, exporters, rows
from kkr_hoeringsoversigt._sheets import csv_sheet, harmless
from kkr_hoeringsoversigt.exporter import write_csv, write_xlsx

AT = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("exporter", exporters, ids=lambda one: one.suffix)
def test_it_keeps_its_contract(exporter: kc.ExporterSpec) -> None:
    assert assert_exporter(exporter)


def report_on(*responses: kc.Response) -> kc.Report:
    return kc.check(reference_round(), responses, at=AT)


def row_of(response: kc.Response, options: Options | None = None) -> dict[str, str]:
    (row,) = rows(report_on(response), options or Options())
    return dict(zip(COLUMNS, row, strict=True))


class TestTheHeadings:
    def test_are_the_portals_in_its_order(self) -> None:
        sink = io.BytesIO()
        write_csv(constructed_report(), sink, Options())
        first = sink.getvalue().decode("utf-8-sig").splitlines()[0]
        assert first == (
            "Dato modtaget;HøringID;Høringssvar ID;Emne;Navn på afsender;Udtaler sig som;Evt. Navn på organisation;"
            "Resume;Vurdering"
        )


class TestARow:
    def test_stands_for_an_answer_that_counts(self) -> None:
        report = constructed_report()
        assert [row[2] for row in rows(report, Options())] == [one.id for one in report.accepted]

    def test_has_the_moment_as_a_danish_clock_shows_it(self) -> None:
        party = reference_round().participants[0].id
        moment = dt.datetime(2026, 7, 1, 8, 5, tzinfo=dt.UTC)
        assert row_of(make(kc.Response, participants=(party,), received_at=moment))["Dato modtaget"] == (
            "01-07-2026 10:05"
        )

    def test_says_as_what_a_party_speaks(self) -> None:
        party = reference_round().participants[0]
        row = row_of(make(kc.Response, participants=(party.id,)))
        assert (row["Udtaler sig som"], row["Evt. Navn på organisation"]) == ("Kommune", party.full_name)

    def test_has_the_name_of_a_sender_who_was_not_asked(self) -> None:
        sender = kc.Sender(name="Konstrueret Forening")
        row = row_of(make(kc.Response, participants=(), sender=sender))
        assert row["Navn på afsender"] == "Konstrueret Forening"
        assert row["Udtaler sig som"] == "Ikke på høringslisten"
        assert row["Evt. Navn på organisation"] == ""

    def test_has_the_rounds_title_where_the_answer_has_none(self) -> None:
        title = reference_round().title.in_language("da")
        response = make(kc.Response, title=None)
        assert row_of(response)["Emne"] == title
        assert row_of(response, Options(subject="Klima"))["Emne"] == "Klima"
        assert row_of(make(kc.Response, title="Svar"), Options(subject="Klima"))["Emne"] == "Svar"

    def test_has_what_the_secretariat_wrote_of_each_point(self) -> None:
        track = reference_round().tracks[0]
        points = (
            kc.TrackPoint(id="p1", track=track.id, text="Konstrueret bemærkning."),
            kc.GeneralPoint(id="p2", text="En anden."),
        )
        response = make(kc.Response, points=points)
        remarks = (
            kc.Assessment(point="p1", summary="Kort\nsagt", reply="Indgår."),
            kc.Assessment(point="p2", reply="Noteret."),
        )
        report = attrs.evolve(report_on(response), assessments=remarks)
        title = track.title.in_language("da")
        (row,) = rows(report, Options())
        assert row[-2:] == (f"{title}: Kort sagt", f"{title}: Indgår.\nNoteret.")
        (row,) = rows(report, Options(own_words=True))
        assert row[-2] == f"{title}: Kort sagt\nEn anden."


class TestForThePublic:
    def test_the_name_of_an_employee_is_left_out(self) -> None:
        party = reference_round().participants[0].id
        sender = kc.Sender(name="Konstrueret Medarbejder", email="medarbejder@example.org")
        report = report_on(make(kc.Response, participants=(party,), sender=sender))
        for audience, shown in (("internal", True), ("public", False)):
            sink = io.BytesIO()
            kc.export(report, "hoeringsoversigt", sink, audience=audience, format=".csv")
            assert ("Konstrueret Medarbejder" in sink.getvalue().decode("utf-8-sig")) is shown


class TestCells:
    @pytest.mark.parametrize("text", ["=1+1", "+45", "-1", "@SUM(A1)", "\t=1", " =1", "\u200b=1", "\uff1d1+1", "\r=1"])
    def test_that_begin_as_formulas_are_made_harmless(self, text: str) -> None:
        assert harmless(text) == f"'{text}"
        sheet = csv_sheet(["a"], [[text]]).decode("utf-8-sig")
        assert next(csv.reader(io.StringIO(sheet.partition("\r\n")[2], newline=""), delimiter=";")) == [f"'{text}"]

    @pytest.mark.parametrize("text", ["", "Svar", "1+1=2", "a;b", 'sagt "sådan"', "to\nlinjer"])
    def test_that_are_plain_stay_as_they_are(self, text: str) -> None:
        sheet = csv_sheet(["a", "b"], [[text, "x"]]).decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(sheet, newline=""), delimiter=";"))[1] == [text, "x"]


class TestTheWorkbook:
    def test_has_text_and_no_formula(self) -> None:
        sink = io.BytesIO()
        write_xlsx(report_on(make(kc.Response, title="=1+1 \x01")), sink, Options())
        with zipfile.ZipFile(sink) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
            strings = archive.read("xl/sharedStrings.xml").decode()
        assert b"<f>" not in sheet
        assert "=1+1 \ufffd" in strings

    def test_says_what_is_missing_where_its_library_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        with pytest.raises(kc.MissingExtraError, match=r"kkrconsult\[documents\]"):
            write_xlsx(constructed_report(), io.BytesIO(), Options())
