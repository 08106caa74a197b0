"""Sheets as they come back: sorted, added to, damaged; each fault is named with its place and costs only itself."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assessing.tools import AT, ROUND, SAID, codes, edited, filled, put, read, report, sheet
from tests.readers.office import W, archive, docx, p, r

import kkrconsult as kc
from kkrconsult.texts import languages, message

REPORT = report()
DATA = sheet(REPORT)
FILLED = filled(DATA, SAID)
PLAIN = {**SAID, "skive-n": {**SAID["skive-n"], "Vurdering": "Fint."}}
REMARKS = read(filled(DATA, PLAIN)).assessments


def rewritten(change: Callable[[list[list[Any]]], list[list[Any]]], rows: Any = PLAIN) -> bytes:
    """A workbook whose table somebody rearranged."""

    def edit(book: Any) -> None:
        page = book["Vurdering"]
        cells = change([[cell.value for cell in row] for row in page.iter_rows()])
        page.auto_filter.ref = None
        page.delete_rows(1, page.max_row)
        for number, row in enumerate(cells, 1):
            for place, value in enumerate(row, 1):
                put(page.cell(number, place), value)

    return edited(filled(DATA, rows), edit)


def said(book: kc.AssessmentBook) -> dict[str, dict[str, str]]:
    return {point: remarks[0].said for point, remarks in book.by_point().items()}


def only(book: kc.AssessmentBook) -> kc.Finding:
    (found,) = book.problems
    for language in languages():
        assert "{" not in message(found.code, found.params, language)
    return found


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


class TestWhatPeopleDoToASheet:
    def test_sorting_and_leaving_out_rows_makes_no_difference(self) -> None:
        def shuffled(rows: list[list[Any]]) -> list[list[Any]]:
            body = [row for row in rows[1:] if row[0] != "skive-g"]
            return [rows[0], *body[1::2], *body[::2][::-1]]

        book = read(rewritten(shuffled))
        assert book.problems == ()
        assert book.assessments == REMARKS

    def test_moving_columns_makes_no_difference(self) -> None:
        book = read(rewritten(lambda rows: [row[::-1] for row in rows]))
        assert book.problems == ()
        assert book.assessments == REMARKS

    def test_filtering_makes_no_difference(self) -> None:
        def hide(book: Any) -> None:
            book["Vurdering"].row_dimensions[2].hidden = True
            book["Vurdering"].column_dimensions["K"].hidden = True

        assert read(edited(filled(DATA, PLAIN), hide)).assessments == REMARKS

    def test_rows_and_titles_above_the_headings_make_no_difference(self) -> None:
        book = read(rewritten(lambda rows: [["Udkast af 5. januar"], [], *rows, [], rows[0], *rows[1:]]))
        assert book.problems == ()
        assert book.assessments == REMARKS

    def test_a_row_is_no_heading_because_of_what_stands_in_it(self) -> None:
        text = csv("Id;Udfald;Resumé;Ansvarlig", "id;imødekommet;Resumé;ID", "id;udfald;resumé;ansvarlig")
        assert said(read(text)) == {"id": {"disposition": "accommodated", "summary": "Resumé", "responsible": "ID"}}

    def test_a_workbook_with_a_sheet_for_each_person_is_read_whole(self) -> None:
        def part(book: Any) -> None:
            page = book.copy_worksheet(book["Vurdering"])
            page.title = "Mette"
            page["I3"] = "noted"
            book["Vurdering"]["I3"] = None

        book = read(edited(filled(DATA, PLAIN), part))
        assert book.problems == ()
        assert said(book)["faelles-n"] == {"disposition": "noted"}

    def test_words_are_understood_as_people_write_them(self) -> None:
        rows = {
            "skive-n": {"Udfald": "IKKE imødekommet "},
            "faelles-n": {"Udfald": "partly"},
            "skive-g": {"Udfald": "tte"},
        }
        assert {one.point: one.disposition for one in read(filled(DATA, rows)).assessments} == {
            "skive-n": kc.Disposition.NOT_ACCOMMODATED,
            "faelles-n": kc.Disposition.PARTLY,
            "skive-g": kc.Disposition.NOTED,
        }

    def test_a_word_that_nobody_knows_leaves_the_point_open_and_is_kept(self) -> None:
        book = read(filled(DATA, {"skive-n": {"Udfald": "imødekomet", "Resumé": "Kort."}}))
        found = only(book)
        assert (found.code, found.location) == (
            "assessment.unknown-disposition",
            kc.Location(file="ark.xlsx", line=2, column=9, field="Udfald", point="skive-n"),
        )
        text = message(found.code, found.params, "da")
        assert "'imødekomet'" in text
        assert "Menes der 'imødekommet'?" in text
        assert "imødekommet, delvist imødekommet, ikke imødekommet og taget til efterretning" in text
        (assessment,) = book.assessments
        assert (assessment.disposition, assessment.summary) == (None, "Kort.")
        again = sheet(report(book=book), book=book)
        assert said(read(again))["skive-n"]["disposition"] == "imødekomet"

    def test_numbers_dates_and_truth_values_are_texts(self) -> None:
        rows: dict[str, dict[str, object]] = {
            "skive-n": {"Resumé": 12, "Vurdering": dt.date(2021, 3, 1), "Ændring": 2.5, "Ansvarlig": True}
        }
        assert said(read(filled(DATA, rows)))["skive-n"] == {
            "summary": "12",
            "reply": "2021-03-01",
            "change": "2.5",
            "responsible": "true",
        }

    def test_formulas_are_texts_where_they_have_no_value(self) -> None:
        book = read(filled(DATA, {"skive-n": {"Vurdering": "=se ovenfor"}}))
        assert said(book)["skive-n"] == {"reply": "=se ovenfor"}
        assert only(book).code == "assessment.no-value"

    def test_two_rows_about_one_point_are_one_where_they_agree(self) -> None:
        book = read(rewritten(lambda rows: [*rows, *rows[1:]]))
        assert book.assessments == REMARKS
        assert book.conflicts == ()
        assert len(book.by_point()["skive-n"][0].places) == 2

    def test_two_rows_that_do_not_agree_are_a_conflict_with_both_places(self) -> None:
        book = read(rewritten(lambda rows: [*rows, ["skive-n", *rows[1][1:9], "Noget andet.", *rows[1][10:]]]))
        found = report(book=book)
        (conflict,) = [one for one in found.findings if one.code == "assessment.conflict"]
        assert message(conflict.code, conflict.params, "da") == (
            "Om bemærkningen skive-n er der skrevet noget forskelligt i resumé: »Kort.« (ark.xlsx, række 2); "
            "»Noget andet.« (ark.xlsx, række 9). Intet af det er brugt."
        )
        assert conflict.subject == kc.Subject(kind=kc.SubjectKind.POINT, id="skive-n")

    def test_other_columns_come_along(self) -> None:
        book = read(
            rewritten(lambda rows: [[*row, head, "x"] for row, head in zip(rows, ["Noter", *"abcdefg"], strict=True)])
        )
        assert codes(book) == ["assessment.own-column"] * 2
        assert said(book)["skive-n"]["[Noter]"] == "a"
        hinted = read(
            rewritten(lambda rows: [["Vurdring" if cell == "Vurdering" else cell for cell in row] for row in rows])
        )
        assert codes(hinted) == ["assessment.missing-column", "assessment.own-column"]
        texts = [message(one.code, one.params, "da") for one in hinted.problems]
        assert "Menes der 'Vurdering'?" in texts[1]
        assert texts[0] == "I ark.xlsx mangler: Vurdering."

    def test_a_column_without_a_heading_comes_along(self) -> None:
        book = read(rewritten(lambda rows: [rows[0], [*rows[1], "løs note"], *rows[2:]]))
        assert said(book)["skive-n"]["[#18]"] == "løs note"

    def test_a_column_that_is_there_twice_is_named_and_kept(self) -> None:
        book = read(rewritten(lambda rows: [[*row, row[10]] for row in rows]))
        assert only(book).code == "assessment.repeated-column"
        assert said(book)["skive-n"]["[Vurdering #18]"] == "Fint."

    def test_a_row_without_an_id_keeps_its_text_and_is_named(self) -> None:
        def lose(rows: list[list[Any]]) -> list[list[Any]]:
            rows[1][0] = rows[1][13] = None
            rows[5][0] = rows[5][13] = None
            rows[5][8] = rows[5][10] = None
            return rows

        book = read(rewritten(lose))
        assert (only(book).code, only(book).location.line) == ("assessment.no-id", 2)  # type: ignore[union-attr]
        (loose,) = book.loose
        assert (loose.summary, loose.source["text"]) == ("Kort.", "Konstrueret.\n\nTo afsnit.")
        again = read(sheet(report(book=book), book=book))
        assert [one.said for one in again.loose] == [loose.said]
        assert codes(again) == ["assessment.no-id"]

    def test_a_row_may_have_its_id_in_one_of_two_places(self) -> None:
        def without(rows: list[list[Any]], place: int) -> list[list[Any]]:
            return [rows[0], *([*row[:place], None, *row[place + 1 :]] for row in rows[1:])]

        assert read(rewritten(lambda rows: without(rows, 0))).assessments == REMARKS
        assert read(rewritten(lambda rows: without(rows, 13))).assessments == REMARKS

    def test_columns_that_were_sorted_apart_are_found_out(self) -> None:
        def mixed(rows: list[list[Any]]) -> list[list[Any]]:
            ids = [row[0] for row in rows[1:]]
            return [rows[0], *([one, *row[1:]] for one, row in zip(ids[::-1], rows[1:], strict=True))]

        book = read(rewritten(mixed))
        assert book.assessments == ()
        assert set(codes(book)) == {"assessment.mixed-row"}
        assert len(book.loose) == 3

    def test_ids_that_a_spreadsheet_made_dates_of_are_still_known(self) -> None:
        answer = kc.Response(
            id="3-12", participants=("skive",), points=(kc.GeneralPoint(id="3-12", text="Konstrueret."),)
        )
        data = filled(sheet(report([answer])), {"3-12": {"Resumé": "Kort.", "Id": dt.datetime(2026, 12, 3)}})  # noqa: DTZ001
        assert said(read(data)) == {"3-12": {"summary": "Kort."}}

    def test_who_assessed_and_when_may_be_written_the_danish_way(self) -> None:
        def add(when: str) -> bytes:
            return rewritten(lambda rows: [[*rows[0], "Vurderet den"], [*rows[1], when], *rows[2:]])

        book = read(add("5.1.2021 kl. 12.00"))
        assert {one.assessed_at for one in book.assessments if one.point == "skive-n"} == {AT}
        wrong = read(add("i går"))
        assert only(wrong).code == "assessment.unusable"
        assert said(wrong)["skive-n"]["[Vurderet den #]"] == "i går"


class TestWhatElseIsInAFile:
    def test_sheets_and_comments_that_are_not_read_are_named(self) -> None:
        def add(book: Any) -> None:
            from openpyxl.comments import Comment

            book.create_sheet("Huskeliste")["A1"] = "Ring"
            book["Vurdering"]["K2"].comment = Comment("Er det rigtigt?", "NN")

        book = read(edited(FILLED, add))
        texts = [message(one.code, one.params, "da") for one in book.problems if one.code == "assessment.left-out"]
        assert texts == [
            "I ark.xlsx er der noget, som ikke er læst: arket 'Huskeliste'.",
            "I ark.xlsx er der noget, som ikke er læst: kommentarer i margenen.",
        ]

    def test_a_sheet_of_another_round_is_not_read(self) -> None:
        other = attrs.evolve(ROUND, id="anden")
        for suffix in (".xlsx", ".docx"):
            book = read(sheet(report(book=REMARKS), suffix), other)
            assert only(book).code == "assessment.other-round"
            assert (book.unread, book.remarks) == (("ark.xlsx",), ())
            assert not kc.check(other, [], at=AT, assessments=book).complete

    def test_a_workbook_without_a_table_is_named_with_its_headings(self) -> None:
        def spoil(book: Any) -> None:
            book["Vurdering"].delete_rows(1)

        book = read(edited(DATA, spoil))
        assert only(book).code == "assessment.no-table"
        assert book.unread == ("ark.xlsx",)


class TestCsv:
    HEAD = "Id;Udfald;Resumé"

    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_is_read_whatever_parts_its_cells_and_whatever_its_encoding(self, delimiter: str, encoding: str) -> None:
        data = csv(self.HEAD, "p1;Imødekommet;Æblegrød", "p2;ikke;", encoding=encoding)
        text = data.decode(encoding).replace(";", delimiter).encode(encoding)
        assert said(read(text)) == {
            "p1": {"disposition": "accommodated", "summary": "Æblegrød"},
            "p2": {"disposition": "not-accommodated"},
        }

    def test_may_say_itself_what_parts_its_cells(self) -> None:
        assert said(read(csv("sep=,", "Id,Resumé", 'p1,"a;b"'))) == {"p1": {"summary": "a;b"}}

    def test_with_a_quotation_mark_too_many_loses_only_what_it_hides(self) -> None:
        book = read(csv(self.HEAD, 'p1;;"Kort', "p2;ikke;Lang"))
        assert only(book).code == "assessment.unusable"
        assert only(book).location.line == 2  # type: ignore[union-attr]
        assert said(book)["p2"]["summary"] == "Lang"

    def test_of_something_else_is_named_with_its_headings(self) -> None:
        book = read(csv("Navn;Alder", "Bo;7"))
        assert only(book).code == "assessment.no-table"
        assert only(book).params["columns"] == ("'Navn'", "'Alder'", "'Bo'", "'7'")

    def test_in_no_encoding_is_unreadable(self) -> None:
        assert only(read(b"Id;Resum\x81\x8d\x8f\xff")).code == "file.unreadable"

    def test_with_very_many_faults_is_cut_off_and_keeps_all_remarks(self) -> None:
        book = read(csv(self.HEAD, *(f"p{number};sludder;" for number in range(1200))))
        assert len(book.problems) == 1000
        assert len(book.remarks) == 1200


class TestJson:
    def test_of_assessments_a_book_or_a_report_is_read(self) -> None:
        book = kc.AssessmentBook.of(REMARKS)
        found = report(book=book)
        for text in (
            "[" + ",".join(kc.to_json(one) for one in REMARKS) + "]",
            kc.to_json(book),
            kc.to_json(found),
        ):
            assert read(text.encode()).assessments == REMARKS

    def test_names_each_entry_that_cannot_be_read_and_keeps_the_others(self) -> None:
        book = read(b'[{"point": "p1", "reply": "x"}, {"point": "a b"}, {"point": "p2", "disposition": "maybe"}]')
        assert codes(book) == ["assessment.unusable"] * 2
        assert [problem.location.line for problem in book.problems] == [2, 3]  # type: ignore[union-attr]
        assert list(said(book)) == ["p1"]

    def test_of_another_round_is_not_read(self) -> None:
        text = kc.to_json(report(book=REMARKS))
        assert codes(read(text.encode(), attrs.evolve(ROUND, id="anden"))) == ["assessment.other-round"]

    @pytest.mark.parametrize("text", ["{}", '{"remarks": 1}', '{"participation": {}}'])
    def test_of_something_else_holds_none(self, text: str) -> None:
        book = read(text.encode())
        assert book.assessments == ()
        assert codes(book) in ([], ["assessment.no-table"])

    def test_that_is_none_is_unreadable(self) -> None:
        assert codes(read(b"[1,")) == ["file.unreadable"]
        assert codes(read(b"[" * 100_000)) == ["file.unreadable"]


class TestWord:
    HEAD = ("Id", "Udfald", "Resumé")

    @staticmethod
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    def table(self, *rows: str) -> str:
        return f"<w:tbl>{self.row(*(p(r(head)) for head in self.HEAD))}{''.join(rows)}</w:tbl>"

    def test_tables_are_read_cell_by_cell(self) -> None:
        row = self.row(p(r("p1")), p(r("ikke")), p(r("To")) + p(r("afsnit"), "<w:r><w:br/></w:r>", r("og mere")))
        assert said(read(docx(self.table(row)))) == {
            "p1": {"disposition": "not-accommodated", "summary": "To\nafsnit\nog mere"}
        }

    def test_tracked_changes_are_read_as_accepted(self) -> None:
        changed = f"<w:p><w:del>{r('gammel')}</w:del><w:ins>{r('ny')}</w:ins></w:p>"
        assert said(read(docx(self.table(self.row(p(r("p1")), p(r("")), changed))))) == {"p1": {"summary": "ny"}}

    def test_cells_that_were_joined_take_the_place_of_several(self) -> None:
        wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(r("p1"))}</w:tc>'
        row = f"<w:tr>{wide}<w:tc>{p(r('Kort'))}</w:tc></w:tr>"
        assert said(read(docx(self.table(row)))) == {"p1": {"summary": "Kort"}}

    def test_a_table_in_a_cell_is_part_of_its_text(self) -> None:
        inner = f"<w:tbl>{self.row(p(r('a')), p(r('b')))}</w:tbl>{p()}"
        book = read(docx(self.table(self.row(p(r("p1")), p(), inner))))
        assert said(book) == {"p1": {"summary": "a\nb"}}

    def test_text_beside_the_table_and_comments_are_named(self) -> None:
        own = p(r("Vejledning"), properties='<w:pStyle w:val="Kkrtext"/>')
        comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="1">{p(r("Hm?"))}</w:comment></w:comments>'
        body = own + self.table(self.row(p(r("p1")), p(), p(r("Kort")))) + p(r("Husk mødet"))
        book = read(docx(body, word__comments___xml=comments))
        assert [message(one.code, one.params, "da") for one in book.problems] == [
            "I ark.xlsx er der noget, som ikke er læst: kommentarer i margenen.",
            "I ark.xlsx er der noget, som ikke er læst: tekst uden for tabellen: 'Husk mødet'.",
        ]

    def test_without_a_table_is_named(self) -> None:
        book = read(docx(p(r("Kære alle")) + f"<w:tbl>{self.row(p(r('Navn')))}</w:tbl>"))
        assert "assessment.no-table" in codes(book)

    def test_choices_are_offered_and_the_headings_stand_on_each_page(self) -> None:
        import zipfile

        with zipfile.ZipFile(io.BytesIO(sheet(REPORT, ".docx"))) as file:
            text = file.read("word/document.xml").decode()
        assert text.count("<w:dropDownList>") == 7
        assert text.count("<w:tblHeader/>") == 1
        assert 'w:orient="landscape"' in text

    def test_can_be_opened_by_another_library(self) -> None:
        import docx as library

        document = library.Document(io.BytesIO(sheet(report(book=REMARKS), ".docx")))
        (table,) = document.tables
        assert [cell.text for cell in table.rows[0].cells] == [
            *("Id", "Mærke", "Afsender", "Spor eller tema", "Ordlyd"),
            *("Udfald", "Resumé", "Vurdering", "Ændring", "Ansvarlig"),
        ]
        assert table.rows[1].cells[0].text.startswith("skive-n p:skive-n f:")


class TestFilesThatAreNone:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "file.empty"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.unreadable"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file.unknown-type"),
            (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "file.unknown-type"),
            (b"PK\x03\x04 and no more", "file.unreadable"),
            (DATA[: len(DATA) // 2], "file.unreadable"),
        ],
    )
    def test_are_named_and_unread(self, data: bytes, code: str) -> None:
        book = read(data)
        assert only(book).code == code
        assert book.unread == ("ark.xlsx",)

    @pytest.mark.parametrize("entry", ["xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "word/document.xml"])
    def test_are_refused_where_they_unpack_to_too_much(self, entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from kkrconsult.assessing import _docx_in, _xlsx_in

        for module in (_docx_in, _xlsx_in):
            monkeypatch.setattr(module, "_MOST_CONTENT", 1_000_000)
        data = sheet(REPORT, ".docx") if entry.startswith("word") else DATA
        book = read(_replaced(data, entry, b"<a>" + b"x" * 2_000_000))
        assert codes(book) == ["file.over-limit"]
        assert book.unread

    @pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
    def test_are_refused_where_they_have_entities(self, suffix: str) -> None:
        home = {".xlsx": "xl/workbook.xml", ".docx": "word/document.xml"}[suffix]
        hostile = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
        book = read(_replaced(sheet(REPORT, suffix), home, hostile))
        assert codes(book) == ["file.unsafe"]
        assert book.unread

    def test_with_very_many_columns_are_not_read(self) -> None:
        wide = docx(f"<w:tbl><w:tr>{'<w:tc/>' * 200}</w:tr></w:tbl>")
        assert codes(read(wide)) == ["file.over-limit"]

    @pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".csv"])
    @given(st.data())
    @settings(max_examples=60)
    def test_never_end_the_program(self, suffix: str, data: st.DataObject) -> None:
        whole = bytearray(_SHEETS[suffix])
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(whole) - 1))
            way = data.draw(st.sampled_from(["flip", "cut", "double"]))
            if way == "flip":
                whole[at] ^= data.draw(st.integers(1, 255))
            elif way == "cut":
                del whole[at : at + data.draw(st.integers(1, 50))]
            else:
                whole[at:at] = whole[at : at + 40]
        book = read(bytes(whole))
        assert book.files == ("ark.xlsx",)


_SHEETS = {suffix: sheet(report(book=REMARKS), suffix) for suffix in (".xlsx", ".docx", ".csv")}


def _replaced(data: bytes, name: str, content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = {entry: file.read(entry) for entry in file.namelist()}
    return archive({**entries, name: content})


class TestWithoutItsLibrary:
    def test_a_workbook_says_which_extra_it_needs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import sys

        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        with pytest.raises(kc.MissingExtraError, match=r"kkrconsult\[documents\]"):
            sheet(REPORT)

    @pytest.mark.parametrize("suffix", [".docx", ".csv"])
    def test_other_formats_need_none(self, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
        import sys

        for name in ("xlsxwriter", "docx", "openpyxl"):
            monkeypatch.setitem(sys.modules, name, None)
        assert read(sheet(REPORT, suffix)).seen


class TestFiles:
    def test_are_known_by_their_content_and_not_by_their_name(self, tmp_path: Path) -> None:
        file = tmp_path / "vurdering.csv"
        file.write_bytes(filled(DATA, PLAIN))
        assert kc.read_assessments(file, REPORT).assessments == REMARKS

    def test_that_are_not_there_are_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(kc.ReadError, match="cannot be opened"):
            kc.read_assessments(tmp_path / "x.xlsx", ROUND)

    def test_may_be_streams_which_stay_open(self) -> None:
        stream = io.BytesIO(FILLED)
        assert kc.read_assessments(stream, ROUND).files == ("stream",)
        assert not stream.closed

    def test_too_large_are_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from kkrconsult.assessing import _files

        monkeypatch.setattr(_files, "_LARGEST", 100)
        assert codes(read(DATA)) == ["file.too-large"]


class TestASheetAmongTheAnswers:
    @pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".csv"])
    def test_is_no_answer_and_is_named(self, suffix: str, tmp_path: Path) -> None:
        (tmp_path / f"vurdering{suffix}").write_bytes(sheet(report(book=REMARKS), suffix))
        inbox = kc.read_inbox(tmp_path, ROUND)
        assert inbox.responses == ()
        (found,) = inbox.problems
        assert "give it with --assessments" in message(found.code, found.params, "en")

    def test_is_known_when_another_program_saved_it(self, tmp_path: Path) -> None:
        (tmp_path / "vurdering.xlsx").write_bytes(edited(DATA, lambda _: None))
        assert kc.read_inbox(tmp_path, ROUND).responses == ()


class TestOverwriting:
    def test_is_refused_where_remarks_would_be_lost(self, tmp_path: Path) -> None:
        file, before = tmp_path / "vurdering.xlsx", filled(DATA, PLAIN)
        file.write_bytes(before)
        with pytest.raises(kc.ExportError, match=r"on faelles-e, skive-n, skive-t; give it too, with --assessments"):
            kc.write_assessments(REPORT, file)
        assert file.read_bytes() == before

    def test_is_allowed_where_all_of_them_come_along(self, tmp_path: Path) -> None:
        file = tmp_path / "vurdering.xlsx"
        file.write_bytes(filled(DATA, PLAIN))
        book = kc.read_assessments(file, ROUND)
        kc.write_assessments(report(book=book), file, book=book)
        assert kc.read_assessments(file, ROUND).assessments == REMARKS

    def test_is_allowed_where_there_are_none(self, tmp_path: Path) -> None:
        file = tmp_path / "vurdering.xlsx"
        file.write_bytes(b"")
        kc.write_assessments(REPORT, file)
        kc.write_assessments(REPORT, file)
        assert file.read_bytes() == DATA

    def test_is_refused_where_the_file_is_something_else(self, tmp_path: Path) -> None:
        file = tmp_path / "vurdering.csv"
        file.write_bytes(csv("Navn;Alder", "Bo;7"))
        with pytest.raises(kc.ExportError, match="no assessment sheet of this round"):
            kc.write_assessments(REPORT, file)

    def test_is_refused_where_the_file_holds_more_than_a_sheet_keeps(self, tmp_path: Path) -> None:
        def add(book: Any) -> None:
            book.create_sheet("Huskeliste")["A1"] = "Ring"

        file = tmp_path / "vurdering.xlsx"
        file.write_bytes(edited(DATA, add))
        with pytest.raises(kc.ExportError, match=r"assessment\.left-out"):
            kc.write_assessments(REPORT, file)
