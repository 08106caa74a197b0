"""The sheet as it is written: what stands in it, in which order, and how it works in a spreadsheet."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import attrs
import openpyxl
import pytest
from tests.assessing import tools
from tests.assessing.tools import ANSWERS, FORMATS, ROUND, SAID, edited, filled, read, report, sheet, table

import kkrconsult as kc

REPORT = report()
DATA = sheet(REPORT)


def opened(data: bytes = DATA) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


class TestRows:
    def test_there_is_one_for_each_point(self) -> None:
        assert [row["Id"] for row in table(DATA)] == [
            *("skive-n", "faelles-n", "faelles-e", "fremmed-x", "skive-t", "faelles-t", "skive-g"),
        ]

    def test_are_sorted_by_track_then_theme_then_sender(self) -> None:
        assert [(row["Spor eller tema"], row["Afsender"]) for row in table(DATA)] == [
            ("Natur", "Skive"),
            ("Natur", "Ærø og Aarhus"),
            ("Energi & varme", "Ærø og Aarhus"),
            ("ukendt", "Foreningen +Konstrueret"),
            ("Tema: Støj", "Skive"),
            ("Tema: Støj", "Ærø og Aarhus"),
            ("Generelt", "Skive"),
        ]

    def test_are_in_the_alphabetical_order_of_the_language(self) -> None:
        rows = table(sheet(REPORT, language="en"), "Assessment")
        assert [row["Sender"] for row in rows[:2]] == ["Aarhus and Ærø", "Skive"]
        assert [row["Track or theme"] for row in rows] == [
            *("Nature", "Nature", "Energy & heat", "ukendt", "Theme: Støj", "Theme: Støj", "General"),
        ]

    def test_say_what_was_said_and_where(self) -> None:
        row = table(DATA)[0]
        assert row["Ordlyd"] == "Konstrueret.\n\nTo afsnit."
        assert row["Begrundelse"] == "Fordi."
        assert row["Sted"] == "skive.pdf\ns. 2, Natur, afsnit 3 og 4"
        assert row["Modtaget"].isoformat() == "2020-12-10T09:05:00"
        assert (row["Udfald"], row["Vurdering"], row["Mærke"]) == ("åben", None, None)
        assert table(DATA)[4]["Ordlyd"] == "»Støj«\nKonstrueret forslag."

    def test_have_a_column_for_reasons_only_where_there_are_any(self) -> None:
        assert "Begrundelse" not in table(sheet(report([tools.FAELLES])))[0]

    def test_hold_what_strangers_wrote_as_text(self) -> None:
        assert {cell.data_type for row in opened()["Vurdering"].iter_rows() for cell in row} <= {"s", "n", "d"}
        assert [row["Ordlyd"] for row in table(DATA)][1:3] == ["@konstrueret", "-konstrueret"]
        assert table(DATA)[-1]["Ordlyd"] == "=Konstrueret: 1+1"

    def test_that_cannot_show_all_of_a_text_say_so(self) -> None:
        text = "Konstrueret sætning. " * 300
        long = attrs.evolve(tools.LATER, points=(kc.GeneralPoint(id="lang", text=text),))
        data = sheet(report([long]))
        assert table(data)[0]["Ordlyd"] == f"[Lang tekst: markér feltet for at læse det hele]\n{text}"
        assert opened(data)["Vurdering"].row_dimensions[2].height > 400

    def test_shorten_only_what_no_cell_can_hold_and_say_so(self) -> None:
        text = "Konstrueret sætning. " * 3000
        long = attrs.evolve(tools.LATER, points=(kc.GeneralPoint(id="lang", text=text),))
        shown = table(sheet(report([long])))[0]["Ordlyd"]
        assert len(shown) < 32_767
        assert shown.endswith("…\n[forkortet; det hele står i svaret]")

    def test_are_as_high_as_their_text(self) -> None:
        heights = {number: size.height for number, size in opened()["Vurdering"].row_dimensions.items()}
        assert heights[2] > heights[3]


class TestTheWorkbook:
    def test_begins_with_a_guide(self) -> None:
        guide = opened()["Vejledning"]
        text = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value is not None)
        assert opened().sheetnames == ["Vejledning", "Vurdering", "kkrconsult"]
        assert text.count("\n") < 50
        for expected in ("Vurdering af bemærkninger: Prøvehøring", "5.", "taget til efterretning", "Åbne\n7"):
            assert expected in text
        assert "=" not in {str(cell.value)[:1] for row in guide.iter_rows() for cell in row}

    def test_offers_the_words_of_the_round(self) -> None:
        labels = kc.DispositionLabels(accommodated=kc.localized(da='Følges, "helt"'))
        round_ = attrs.evolve(ROUND, assessment=kc.AssessmentRules(labels=labels))
        book = opened(sheet(report(round_=round_)))
        (rule,) = book["Vurdering"].data_validations.dataValidation
        place = rule.formula1.split("!")[1].replace("$", "")
        offered = [row[0].value for row in book["Vejledning"][place]]
        assert offered[:3] == ["åben", 'Følges, "helt"', "delvist imødekommet"]
        assert str(rule.sqref) == "I2:I8"
        assert (rule.showInputMessage, bool(rule.promptTitle), bool(rule.error)) == (True, True, True)

    def test_protects_what_the_answers_say_and_nothing_that_people_write(self) -> None:
        page = opened()["Vurdering"]
        heads = {cell.value: cell.column for cell in page[1]}
        locked = {head: page.cell(2, column).protection.locked for head, column in heads.items()}
        free = {head for head, is_locked in locked.items() if not is_locked}
        assert free == {"Mærke", "Udfald", "Resumé", "Vurdering", "Ændring", "Ansvarlig"}
        protection = page.protection
        assert (protection.sheet, protection.password, protection.sort, protection.autoFilter) == (
            *(True, None, False, False),
        )

    def test_hides_what_is_for_the_program(self) -> None:
        book = opened()
        assert book["kkrconsult"].sheet_state == "hidden"
        assert {row[0].value: row[1].value for row in book["kkrconsult"].iter_rows()} == {
            "kkrconsult-assessments": "1",
            "round": "prøve-2020",
            "at": REPORT.at.isoformat(),
            "language": "da",
        }
        page = book["Vurdering"]
        hidden = {cell.value for cell in page[1] if page.column_dimensions[cell.column_letter].hidden}
        assert hidden == {"kkr:point"}  # openpyxl gives columns of one look as one
        assert table(DATA)[0]["kkr:response"] == "r:skive"

    def test_is_made_to_be_worked_in_and_printed(self) -> None:
        page = opened()["Vurdering"]
        assert page.freeze_panes == "D2"
        assert page.auto_filter.ref == "A1:Q8"
        assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == (
            *("landscape", 9, 0),
        )
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$1:$1"
        assert page.print_area.endswith("$A$1:$M$8")
        assert "&P" in page.oddFooter.right.text
        assert page["K2"].alignment.wrap_text

    def test_colours_what_it_also_says_in_words(self) -> None:
        rules = [rule for found in opened()["Vurdering"].conditional_formatting for rule in found.rules]
        assert [rule.type for rule in rules] == ["cellIs"] * 4 + ["expression"] * 2
        assert table(DATA)[0]["Udfald"] == "åben"

    def test_says_what_it_is(self) -> None:
        said = opened().properties
        assert (said.title, said.subject, said.creator) == (
            *("Vurdering af bemærkninger: Prøvehøring", "prøve-2020", "Sekretariatet"),
        )
        assert said.created.isoformat() == "2021-01-05T11:00:00"

    def test_of_a_round_without_points_can_be_opened(self) -> None:
        assert table(sheet(report([]))) == []


class TestTheSheetInEveryFormat:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_is_the_same_for_the_same_report(self, suffix: str, language: str) -> None:
        assert sheet(REPORT, suffix, language=language) == sheet(report(reversed(ANSWERS)), suffix, language=language)

    @pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
    def test_holds_no_time_of_its_making(self, suffix: str) -> None:
        with zipfile.ZipFile(io.BytesIO(sheet(REPORT, suffix))) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_that_there_is_not_is_refused_with_those_that_there_are(self) -> None:
        with pytest.raises(kc.ExportError, match=r"\.xlsx, \.docx, \.csv"):
            sheet(REPORT, ".pdf")
        with pytest.raises(kc.ExportError, match="da, en"):
            sheet(REPORT, language="kl")

    def test_is_not_made_with_a_word_for_a_disposition_that_says_open(self) -> None:
        labels = kc.DispositionLabels(noted=kc.localized(da="Åben"))
        with pytest.raises(kc.ExportError, match="'Åben', which says that nothing is decided"):
            sheet(report(round_=attrs.evolve(ROUND, assessment=kc.AssessmentRules(labels=labels))))

    def test_is_not_made_of_a_public_report(self) -> None:
        from kkrconsult.audience import public_view

        with pytest.raises(kc.ExportError, match="check the round again"):
            sheet(public_view(REPORT))


class TestWhatIsThereAlready:
    def test_stands_in_the_new_sheet_with_what_is_new_marked(self) -> None:
        book = read(filled(DATA, SAID))
        data = sheet(report([*ANSWERS, tools.LATER], book), book=book)
        rows = {row["Id"]: row for row in table(data)}
        assert {point for point, row in rows.items() if row["Mærke"]} == {"viborg-n"}
        assert rows["viborg-n"]["Mærke"] == "ny"
        assert rows["faelles-e"]["Udfald"] == "delvist imødekommet"
        assert rows["skive-n"]["Vurdering"] == "=1+1 er to\nog mere"
        assert rows["skive-t"]["Udfald"] == "åben"
        assert rows["skive-t"]["Vurdering"] == "Halvt udfyldt."

    def test_comes_from_the_report_where_no_book_is_given(self) -> None:
        remark = kc.Assessment(point="skive-n", reply="Fra rapporten.")
        rows = {row["Id"]: row for row in table(sheet(report(book=[remark])))}
        assert rows["skive-n"]["Vurdering"] == "Fra rapporten."

    def test_is_marked_where_the_point_has_changed_until_somebody_deletes_the_mark(self) -> None:
        book = read(filled(DATA, SAID))
        points = tuple(
            attrs.evolve(point, text="Konstrueret og rettet.") if point.id == "skive-n" else point
            for point in tools.SKIVE.points
        )
        answers = [attrs.evolve(tools.SKIVE, points=points), tools.FAELLES]
        found = report(answers, book)
        assert found.counts["assessment.changed"] == 1
        data = sheet(found, book=book)
        marked = {row["Id"]: row["Mærke"] for row in table(data) if row["Mærke"]}
        assert marked == {"skive-n": "ændret siden vurderingen"}
        again = report(answers, read(data))
        assert again.counts["assessment.changed"] == 1
        settled = report(answers, read(filled(data, {"skive-n": {"Mærke": None}})))
        assert "assessment.changed" not in settled.counts

    def test_stands_apart_where_its_point_is_gone_and_comes_back_with_it(self) -> None:
        book = read(filled(DATA, SAID))
        found = report([tools.FAELLES], book)
        assert found.counts["assessment.gone"] == 2
        data = sheet(found, book=book)
        assert {row["Id"]: (row["Mærke"], row["Afsender"]) for row in table(data, "Udgåede")} == {
            "skive-n": ("udgået", "Skive"),
            "skive-t": ("udgået", "Skive"),
        }
        back = report(ANSWERS, read(data))
        assert "assessment.gone" not in back.counts
        assert {one.point: one.reply for one in back.assessments if one.reply} == {
            "skive-n": "=1+1 er to\nog mere",
            "skive-t": "Halvt udfyldt.",
        }

    def test_stands_in_a_row_for_each_view_where_people_disagree(self) -> None:
        one = read(filled(DATA, {"skive-n": {"Udfald": "imødekommet", "Resumé": "Fælles."}}), name="a.xlsx")
        two = read(filled(DATA, {"skive-n": {"Udfald": "ikke", "Resumé": "Fælles.", "Ændring": "X"}}), name="b.xlsx")
        book = kc.merge_assessments(one, two)
        found = report(book=book)
        assert found.counts["assessment.conflict"] == 1
        (conflict,) = [one for one in found.findings if one.code == "assessment.conflict"]
        assert conflict.severity is kc.Severity.ERROR
        assert {entry.point.id: entry.assessment for entry in found.points}["skive-n"] == kc.Assessment(
            point="skive-n", summary="Fælles.", change="X", fingerprint=one.by_point()["skive-n"][0].fingerprint
        )
        data = sheet(found, book=book)
        rows = [row for row in table(data) if row["Id"] == "skive-n"]
        assert [(row["Mærke"], row["Udfald"], row["Resumé"], row["Ændring"]) for row in rows] == [
            ("konflikt", "imødekommet", "Fælles.", "X"),
            ("konflikt", "ikke imødekommet", "Fælles.", "X"),
        ]
        assert read(data).conflicts[0].versions[0].text == "accommodated"

        def settle(wb: Any) -> None:
            row = next(row for row in wb["Vurdering"].iter_rows(min_row=2) if row[8].value == "imødekommet")
            for cell in row[8:13]:
                cell.value = None

        settled = report(book=read(edited(data, settle)))
        assert "assessment.conflict" not in settled.counts
        assert settled.accounting.disposed == 1

    def test_includes_columns_and_particulars_of_their_own(self) -> None:
        remark = kc.Assessment(point="skive-n", reply="x", assessed_by="NN", assessed_at=tools.AT)
        start = sheet(report(book=[remark]))

        def add(wb: Any) -> None:
            page = wb["Vurdering"]
            page.insert_cols(1)
            page["A1"] = "Noter"
            page["A2"] = "Ring til Skive"

        book = read(edited(start, add))
        assert [problem.code for problem in book.problems] == ["assessment.own-column"]
        row = table(sheet(report(book=book), book=book))[0]
        assert (row["Noter"], row["Vurderet af"]) == ("Ring til Skive", "NN")
        again = read(sheet(report(book=book), book=book))
        assert again.assessments[0].assessed_at == remark.assessed_at
