"""Workbooks: tables of answers as Excel saves them, other sheets, broken and hostile files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kkrconsult.document import BlockKind, Document
from kkrconsult.findings import Finding
from kkrconsult.model import Response
from kkrconsult.readers import xlsx
from kkrconsult.structure import FrozenMap
from kkrconsult.texts import languages, message

Found = list[Response | Finding | Document]
HEAD = ("Høringspart", "Modtaget", "Svar")


def made(fill: Callable[[xlsxwriter.Workbook], None], **options: Any) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True, **options}) as book:
        fill(book)
    return sink.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Svar")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return made(fill)


def changed(data: bytes, entries: Mapping[str, bytes | None]) -> bytes:
    """A workbook with some of its entries changed, added, or (None) left out."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), *entries)):
            content = entries[name] if name in entries else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return sink.getvalue()


def sheet_xml(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


def read(data: bytes, **options: Any) -> Found:
    found = list(xlsx.read(io.BytesIO(data), "svar.xlsx", xlsx.Options(**options)))
    for item in found:
        if isinstance(item, Finding):
            assert all(len(message(item.code, item.params, language)) < 1000 for language in languages())
    return found


def codes(found: Found) -> list[str]:
    return [item.code for item in found if isinstance(item, Finding)]


def answers(found: Found) -> list[Response]:
    return [item for item in found if isinstance(item, Response)]


PLAIN = table(HEAD, ("skive", "14.12.2020 kl. 9.12", "Ja tak."), ("viborg", "2020-12-15 09:59", "Nej tak. Æøå."))
SHEET = "xl/worksheets/sheet1.xml"


class TestATable:
    def test_gives_one_response_a_row(self) -> None:
        first, second = answers(read(PLAIN))
        assert (first.participants, first.body) == (("skive",), "Ja tak.")
        assert first.received_at == dt.datetime(2020, 12, 14, 8, 12, tzinfo=dt.UTC)
        assert (second.participants, second.body) == (("viborg",), "Nej tak. Æøå.")

    def test_dates_of_excel_are_moments_here(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD)
            sheet.write(1, 0, "skive")
            form = book.add_format({"num_format": 'd. mmmm yyyy "kl." hh:mm'})
            sheet.write_datetime(1, 1, dt.datetime(2020, 12, 14, 9, 12), form)  # noqa: DTZ001 - as Excel has it
            sheet.write(1, 2, "Ja tak.")

        (response,) = answers(read(made(fill)))
        assert response.received_at == dt.datetime(2020, 12, 14, 8, 12, tzinfo=dt.UTC)

    def test_may_stand_below_a_title(self) -> None:
        assert len(answers(read(table(("Konstrueret oversigt",), (), HEAD, ("skive", "", "Ja."))))) == 1

    def test_of_headings_alone_has_no_rows(self) -> None:
        assert codes(read(table(HEAD))) == ["csv.no-rows"]
        assert codes(read(table())) == ["csv.no-rows"]

    def test_may_be_spread_over_sheets_and_others_are_named(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            for name, party in (("A", "skive"), ("B", "viborg")):
                sheet = book.add_worksheet(name)
                sheet.write_row(0, 0, HEAD)
                sheet.write_row(1, 0, (party, "", "Ja."))
            book.add_worksheet("Vejledning").write(0, 0, "Skriv på de andre ark.")
            book.add_worksheet("Tom")

        found = read(made(fill))
        assert [response.participants for response in answers(found)] == [("skive",), ("viborg",)]
        assert codes(found) == ["xlsx.other-sheet"]

    def test_what_is_hidden_is_read_and_told(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, ("skive", "", "Ja."))
            sheet.set_row(1, None, None, {"hidden": True})

        found = read(made(fill))
        assert (len(answers(found)), codes(found)) == (1, ["xlsx.hidden"])

    def test_hidden_columns_are_told_too(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, ("skive", "", "Ja."))
            sheet.set_column(1, 1, None, None, {"hidden": True})

        assert codes(read(made(fill))) == ["xlsx.hidden"]

    def test_formulas_are_not_computed_and_their_last_values_told(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, ("skive", ""))
            sheet.write_formula(1, 2, '=HYPERLINK("https://a.example","x")', None, "Ja.")  # pyright: ignore[reportArgumentType]

        found = read(made(fill))
        assert ([response.body for response in answers(found)], codes(found)) == (["Ja."], ["xlsx.formulas"])

    def test_a_formula_that_was_never_computed_is_told(self) -> None:
        rows = (
            '<row><c t="inlineStr"><is><t>Part</t></is></c><c t="inlineStr"><is><t>Svar</t></is></c></row>'
            '<row><c t="inlineStr"><is><t>skive</t></is></c><c t="str"><f>A1</f></c></row>'
        )
        found = read(changed(PLAIN, {SHEET: sheet_xml(rows.replace("Part", "Høringspart"))}))
        assert "xlsx.no-value" in codes(found)

    def test_macros_are_told_and_not_run(self) -> None:
        found = read(changed(PLAIN, {"xl/vbaProject.bin": b"x"}))
        assert (len(answers(found)), codes(found)) == (2, ["xlsx.macros"])

    def test_names_may_differ_from_ids(self) -> None:
        (response,) = answers(read(table(HEAD, ("Skive K.", "", "Ja.")), parties=FrozenMap({"Skive K.": "skive"})))
        assert response.participants == ("skive",)


class TestAnyOtherWorkbook:
    def test_is_a_document_of_rows(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            book.add_worksheet("Ark A").write_row(0, 0, ("Konstrueret", "tekst", 2))
            book.add_worksheet("Ark B").write(3, 1, "mere")

        (document,) = read(made(fill))
        assert isinstance(document, Document)
        assert [(block.kind, block.text) for block in document.blocks] == [
            (BlockKind.HEADING, "Ark A"),
            (BlockKind.TABLE_ROW, "Konstrueret\ttekst\t2"),
            (BlockKind.HEADING, "Ark B"),
            (BlockKind.TABLE_ROW, "\tmere"),
        ]

    def test_says_what_was_not_followed(self) -> None:
        data = changed(table(("x",)), {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"})
        (document,) = read(data)
        assert isinstance(document, Document)
        assert document.remarks == ("macros", "external-references")


class TestLimits:
    def test_rows_beyond_them_are_told(self) -> None:
        rows = [(f"part-{number}", "", "Ja.") for number in range(30)]
        found = read(table(HEAD, *rows), most_rows=25)
        assert (len(answers(found)), codes(found)) == (24, ["file.not-a-response"])

    def test_a_cell_in_the_last_column_of_all_is_refused(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            book.add_worksheet().write(0, 16_383, "x")

        assert codes(read(made(fill))) == ["file.over-limit"]
        assert isinstance(read(made(fill), most_columns=16_384)[0], Document)

    def test_a_bomb_is_not_unpacked(self) -> None:
        bomb = changed(PLAIN, {SHEET: sheet_xml(" " * 20_000_000)})
        assert len(bomb) < 100_000
        assert codes(read(bomb, largest_content=1_000_000)) == ["file.over-limit"]

    def test_a_file_over_the_limit_is_not_opened(self) -> None:
        assert codes(read(PLAIN, largest_file=100)) == ["file.too-large"]


class TestHostileAndBroken:
    @pytest.mark.parametrize("entry", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
    def test_entities_are_refused(self, entry: str) -> None:
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
        assert codes(read(changed(PLAIN, {entry: laughs}))) == ["file.unsafe"]

    def test_deep_nesting_is_refused(self) -> None:
        assert codes(read(changed(PLAIN, {SHEET: b"<a>" * 5000}))) == ["file.unsafe"]

    def test_thousands_of_entries_are_refused(self) -> None:
        many: dict[str, bytes | None] = {f"x/{number}": b"" for number in range(10_001)}
        assert codes(read(changed(PLAIN, many))) == ["file.unsafe"]

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"PK\x03\x04",
            b"Kommune;Svar",
            PLAIN[: len(PLAIN) // 2],
            changed(PLAIN, {"xl/workbook.xml": None}),
            changed(PLAIN, {"xl/workbook.xml": b"<workbook/>"}),
            changed(PLAIN, {"xl/workbook.xml": None, "xl/workbook.bin": b"x"}),
            changed(PLAIN, {SHEET: b"<worksheet><sheetData>"}),
            bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600,
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        ],
    )
    def test_one_that_is_damaged_old_or_locked_is_named(self, data: bytes) -> None:
        assert codes(read(data)) == ["file.unreadable"]

    def test_a_sheet_that_is_missing_is_an_empty_one(self) -> None:
        assert codes(read(changed(PLAIN, {SHEET: None}))) == ["csv.no-rows"]

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ('<c t="s"><v>99999</v></c>', ""),
            ('<c t="s"><v>x</v></c>', ""),
            ('<c t="b"><v>1</v></c>', "true"),
            ('<c t="b"><v>0</v></c>', "false"),
            ('<c t="e"><v>#REF!</v></c>', "#REF!"),
            ('<c s="99999999"><v>007</v></c>', "7"),
            ('<c s="x"><v>2,5</v></c>', "2,5"),
            ('<c r="??9"><v>3</v></c>', "3"),
            ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>', "ab"),
        ],
    )
    def test_strange_cells_are_read_as_far_as_they_go(self, cell: str, text: str) -> None:
        (document,) = read(changed(PLAIN, {SHEET: sheet_xml(f'<row r="x"><c><v>1</v></c>{cell}</row>')}))
        assert isinstance(document, Document)
        assert document.blocks[0].text == f"1\t{text}".rstrip("\t")

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
    @given(st.integers(0, len(PLAIN) - 1), st.integers(1, 255), st.integers(0, len(PLAIN)))
    def test_a_flipped_byte_or_a_cut_is_a_finding_or_an_answer(self, at: int, flip: int, cut: int) -> None:
        for data in (PLAIN[:at] + bytes([PLAIN[at] ^ flip]) + PLAIN[at + 1 :], PLAIN[:cut]):
            assert read(data)
