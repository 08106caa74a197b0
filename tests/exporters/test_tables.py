"""The tables that people read: who answered, what was said of what, and what was done with it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping

import attrs
import openpyxl
import pytest

import kkrconsult as kc
from kkrconsult.paper import Cell, Column, Table, line
from kkrconsult.rendering.workbook import Sheet, write_workbook

REGISTRY = kc.load_plugins(entry_points=False)
AT = dt.datetime(2020, 12, 20, 12, tzinfo=dt.UTC)
RECEIVED = dt.datetime(2020, 12, 1, 9, tzinfo=dt.UTC)
FORMULA = '=HYPERLINK("http://example.org")'

ROUND = kc.Round(
    id="konstrueret",
    title=kc.localized(da="Konstrueret høring", en="Constructed round"),
    deadline=kc.Deadline(day=dt.date(2020, 12, 15)),
    tracks=(
        kc.Track(id="vand", title=kc.localized(da="Vand", en="Water")),
        kc.Track(id="luft", title=kc.localized(da="Luft", en="Air")),
    ),
    participants=tuple(kc.Participant(id=name.lower(), name=name) for name in ("Anden", "Bygd", "Aaby", "Tavs")),
)
RESPONSES = (
    kc.Response(
        id="svar-1",
        participants=("anden", "bygd"),
        received_at=RECEIVED,
        points=(
            kc.TrackPoint(id="p1", track="vand", text="Konstrueret bemærkning om vand. " * 12, rationale="Derfor"),
            kc.TrackPoint(id="p2", track="ild", text=FORMULA),
            kc.ThemeProposal(id="p3", title="Jord", text="Konstrueret tema"),
        ),
    ),
    kc.Response(id="svar-2", participants=("aaby",), received_at=RECEIVED, no_remarks=kc.NoRemarks()),
    kc.Response(
        id="svar-3",
        sender=kc.Sender(name="<b>Fremmed</b>"),
        received_at=RECEIVED,
        points=(kc.GeneralPoint(id="p4", text="Konstrueret og generel"),),
    ),
)
REMARKS = (
    kc.Assessment(
        point="p1", disposition=kc.Disposition.PARTLY, summary="Mere vand", reply="Enig", change="Ny sætning"
    ),
)
REPORT = kc.check(ROUND, RESPONSES, at=AT, assessments=REMARKS, registry=REGISTRY)
EMPTY = kc.check(kc.Round(id="tom", title=kc.localized(da="Tom")), (), at=AT, registry=REGISTRY)
TABLES = ("assessment-table", "matrix", "participation")


def written(exporter: str, suffix: str, report: kc.Report = REPORT, **options: object) -> bytes:
    sink = io.BytesIO()
    kc.export(report, exporter, sink, format=suffix, options=options, registry=REGISTRY)
    return sink.getvalue()


def rows(exporter: str, report: kc.Report = REPORT, **options: object) -> list[Mapping[str, str]]:
    text = written(exporter, ".csv", report, **{"profile": "rfc4180", **options}).decode()
    return list(csv.DictReader(io.StringIO(text)))


class TestTheAssessmentTable:
    def test_every_point_has_a_row_under_what_it_is_about(self) -> None:
        found = [(row["Emne"], row["Afsender"], row["Udfald"]) for row in rows("assessment-table")]
        assert found == [
            ("Generelle bemærkninger", "<b>Fremmed</b>", "åben"),
            ("Vand", "Anden og Bygd", "delvist imødekommet"),
            ("Spor, som høringen ikke har: ild", "Anden og Bygd", "åben"),
            ("Tema: Jord", "Anden og Bygd", "åben"),
        ]

    def test_the_summary_goes_before_the_wording(self) -> None:
        table = {row["Emne"]: row for row in rows("assessment-table")}
        assert table["Vand"]["Resumé"] == "Mere vand"
        assert (table["Vand"]["Vurdering"], table["Vand"]["Ændring"]) == ("Enig", "Ny sætning")
        assert table["Tema: Jord"]["Resumé"] == "Jord\nKonstrueret tema"

    def test_columns_can_have_other_labels(self) -> None:
        assert "Forvaltningens svar" in rows("assessment-table", columns={"assessment": "Forvaltningens  svar"})[0]

    def test_what_is_unknown_is_named_all_at_once(self) -> None:
        with pytest.raises(kc.ConfigError) as caught:
            written("assessment-table", ".csv", columns={"svar": "x"}, language="xx")
        assert "'svar'" in str(caught.value)
        assert "'xx'" in str(caught.value)

    def test_no_formula_comes_out_of_it(self) -> None:
        assert f"'{FORMULA}" in [row["Resumé"] for row in rows("assessment-table")]


class TestTheMatrix:
    def test_every_party_has_a_row_and_every_track_a_column(self) -> None:
        found = rows("matrix")
        assert [row["Høringspart"] for row in found] == [
            "Anden", "Bygd", "Tavs", "Aaby", "<b>Fremmed</b>", "Antal parter med bemærkninger",
        ]  # fmt: skip
        assert list(found[0]) == [
            "Høringspart", "Status", "Generelle bemærkninger", "Vand", "Luft", "Supplerende temaer",
            "Spor, som høringen ikke har",
        ]  # fmt: skip

    def test_a_joint_answer_stands_with_each_of_its_parties(self) -> None:
        anden, bygd = rows("matrix")[:2]
        assert anden["Vand"] == bygd["Vand"] == "Mere vand (delvist imødekommet)"
        assert anden["Status"] == "har svaret\nfælles svar med Bygd"

    def test_it_says_how_many_parties_speak_of_what(self) -> None:
        last = rows("matrix")[-1]
        assert (last["Vand"], last["Luft"], last["Supplerende temaer"]) == ("2", "0", "2")

    def test_a_long_text_is_cut_after_a_word_and_says_so(self) -> None:
        report = kc.check(ROUND, RESPONSES, at=AT, registry=REGISTRY)
        cell = rows("matrix", report, longest=40)[0]["Vand"]
        assert cell == "Konstrueret bemærkning om vand …"

    def test_a_column_that_nobody_used_is_only_there_for_a_track(self) -> None:
        report = kc.check(ROUND, RESPONSES[1:2], at=AT, registry=REGISTRY)
        assert list(rows("matrix", report)[0]) == ["Høringspart", "Status", "Vand", "Luft", "Supplerende temaer"]


class TestTheThreeLists:
    def test_every_name_stands_in_one_of_them(self) -> None:
        found = [tuple(row.values()) for row in rows("participation", form="lists")]
        assert found == [
            ("Har afgivet bemærkninger", "Anden", "fælles svar med Bygd"),
            ("Har afgivet bemærkninger", "<b>Fremmed</b>*", ""),
            ("Har afgivet bemærkninger", "Bygd", "fælles svar med Anden"),
            ("Har ikke haft bemærkninger", "Aaby", ""),
            ("Har ikke afgivet høringssvar", "Tavs", ""),
        ]


class TestWorkbooks:
    @pytest.mark.parametrize("exporter", TABLES)
    def test_they_hold_the_same_as_the_text(self, exporter: str) -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(written(exporter, ".xlsx"))).active
        assert sheet is not None
        cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        table = rows(exporter)
        assert cells[0] == list(table[0])
        assert [[str(cell).removeprefix("'") for cell in row] for row in cells[1:]] == [
            [cell.removeprefix("'") for cell in row.values()] for row in table
        ]

    @pytest.mark.parametrize("exporter", TABLES)
    def test_text_is_text_and_the_header_stays_in_sight(self, exporter: str) -> None:
        sheet = openpyxl.load_workbook(io.BytesIO(written(exporter, ".xlsx"))).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
        assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")
        assert str(sheet.freeze_panes).endswith("2")
        assert sheet.auto_filter.ref is not None
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"

    def test_what_must_not_be_missed_stands_above_the_table(self) -> None:
        sink = io.BytesIO()
        kc.export(REPORT, "matrix", sink, format=".xlsx", audience="public", registry=REGISTRY)
        sheet = openpyxl.load_workbook(sink).active
        assert sheet is not None
        assert str(sheet["A1"].value).startswith("Dette er den offentlige udgave.")
        assert sheet["A2"].value == "Høringspart"

    def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(self) -> None:
        long = kc.Response(
            id="svar-9",
            participants=("tavs",),
            received_at=RECEIVED,
            points=(kc.GeneralPoint(id="p9", text="\x00" + "ord " * 9000),),
        )
        report = kc.check(ROUND, [long], at=AT, registry=REGISTRY)
        sheet = openpyxl.load_workbook(io.BytesIO(written("assessment-table", ".xlsx", report))).active
        assert sheet is not None
        text = str(sheet["C2"].value)
        assert len(text) <= 32_767
        assert text.startswith("\ufffdord ord")
        assert text.endswith("den står i sin helhed i de andre formater]")

    @staticmethod
    def sheet(count: int, text: str = "Konstrueret") -> Sheet:
        head = Table(columns=(Column(label="Nr.", width=1), Column(label="Tekst", width=3)), rows=())

        def each() -> Iterator[tuple[Cell, ...]]:
            return ((Cell(lines=(line(str(number)),)), Cell(lines=(line(text),))) for number in range(count))

        return Sheet(name="Ark", head=head, rows=each, count=count)

    def test_with_more_rows_than_a_sheet_has_are_refused(self) -> None:
        sink = io.BytesIO()
        with pytest.raises(kc.ExportError, match="has room for 1048575; write it as CSV"):
            write_workbook(sink, self.sheet(1_048_576), title="x", language="da", made=AT)
        assert sink.getvalue() == b""

    def test_with_many_rows_are_read_by_others(self) -> None:
        sink = io.BytesIO()
        write_workbook(sink, self.sheet(1500), title="x", language="da", made=AT)
        page = openpyxl.load_workbook(sink).active
        assert page is not None
        assert page.dimensions == "A1:B1501"
        assert [cell.value for cell in page[1501]] == ["1499", "Konstrueret"]
        assert page.auto_filter.ref == "A1:B1501"

    @pytest.mark.parametrize("text", ["_x0041_", "a\nb", "1 < 2 & 3 > 2", '"citat"', "𝔘nderligt"])
    def test_hold_any_text_as_it_is(self, text: str) -> None:
        sink = io.BytesIO()
        write_workbook(sink, self.sheet(1, text), title="x", language="da", made=AT)
        page = openpyxl.load_workbook(sink).active
        assert page is not None
        assert str(page["B2"].value).replace("_x005F_x", "_x") == text

    @pytest.mark.parametrize("exporter", TABLES)
    def test_the_same_report_gives_the_same_bytes(self, exporter: str) -> None:
        assert written(exporter, ".xlsx") == written(exporter, ".xlsx")


class TestEverywhere:
    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("exporter", TABLES)
    @pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["report", "empty"])
    def test_every_format_is_written_for_any_report(self, exporter: str, language: str, report: kc.Report) -> None:
        formats = [entry.spec.suffix for entry in REGISTRY.exporters if entry.name == exporter]
        assert {".csv", ".docx", ".html", ".odt", ".pdf", ".xlsx"} == set(formats)
        for suffix in formats:
            assert written(exporter, suffix, report, language=language)


class TestWording:
    """What dispositions are called is the region's to say, once for all documents."""

    LABELS = kc.DispositionLabels(partly=kc.localized(da="medtaget i nogen grad"))
    RULES = kc.AssessmentRules(labels=LABELS)
    OWN = kc.check(attrs.evolve(ROUND, assessment=RULES), RESPONSES, at=AT, assessments=REMARKS, registry=REGISTRY)

    def test_tables_use_the_words_of_the_round(self) -> None:
        assert rows("assessment-table", self.OWN)[1]["Udfald"] == "medtaget i nogen grad"
        assert rows("matrix", self.OWN)[0]["Vand"] == "Mere vand (medtaget i nogen grad)"

    @pytest.mark.parametrize(("exporter", "suffix"), [("hoeringsnotat", ".md"), ("report-html", ".html")])
    def test_so_do_the_documents(self, exporter: str, suffix: str) -> None:
        assert "medtaget i nogen grad" in written(exporter, suffix, self.OWN).decode()
