"""Cells that are harmless in a spreadsheet and read back as they were; rows of any text, and broken ones."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import texts

from kkrconsult.formats.cells import guard, unguard
from kkrconsult.formats.encodings import Decoded, decode_text
from kkrconsult.formats.tables import BrokenRow, Row, read_rows, write_row

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\x00=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1",
    "\u22121",
]


class TestAGuardedCell:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_does_not_begin_like_a_formula(self, text: str) -> None:
        assert guard(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["Aarhus", "2020-12-15", "'s-Hertogenbosch", "a=1", "1-2", "– tankestreg", "(=1)"])
    def test_is_the_text_itself_where_that_is_harmless(self, text: str) -> None:
        assert guard(text) == text

    @given(texts(max_size=8) | st.text("'=+-@ \t\r\n\x00＝a", max_size=6))
    def test_reads_back_as_it_was(self, text: str) -> None:
        cell = guard(text)
        assert unguard(cell) == text
        assert cell != ""
        assert cell.lstrip()[:1] not in tuple("=+-@")

    @given(texts())
    def test_is_the_only_one_for_its_text(self, text: str) -> None:
        assert guard(unguard(guard(text))) == guard(text)


def rows_of(text: str, delimiter: str = ";", longest: int = 1000) -> list[Row | BrokenRow]:
    return list(read_rows(text, delimiter, longest=longest))


_tables = st.lists(st.lists(texts(), min_size=2, max_size=4).map(tuple), max_size=4)


class TestATable:
    @given(_tables, st.sampled_from([";", ",", "\t"]))
    def test_reads_back_as_it_was_written(self, table: list[tuple[str, ...]], delimiter: str) -> None:
        text = "".join(write_row(cells, delimiter) for cells in table)
        assert [row.cells for row in read_rows(text, delimiter, longest=1000) if isinstance(row, Row)] == table

    @given(_tables, st.sampled_from([";", ","]))
    def test_is_the_same_to_another_reader(self, table: list[tuple[str, ...]], delimiter: str) -> None:
        text = "".join(write_row(cells, delimiter) for cells in table)
        assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)] == table

    def test_needs_no_line_end_after_its_last_row(self) -> None:
        assert rows_of("a;b\n1;2") == [Row(1, ("a", "b")), Row(2, ("1", "2"))]

    def test_may_end_its_lines_in_any_way(self) -> None:
        assert [row.line for row in rows_of("a\rb\r\nc\nd")] == [1, 2, 3, 4]

    def test_counts_the_lines_inside_cells(self) -> None:
        assert rows_of('a;"1\r\n2\r3\n4"\nb;c\n') == [Row(1, ("a", "1\r\n2\r3\n4")), Row(5, ("b", "c"))]

    def test_keeps_quotation_marks_inside_a_plain_cell(self) -> None:
        assert rows_of('12" rør;b') == [Row(1, ('12" rør', "b"))]

    def test_of_nothing_has_no_rows(self) -> None:
        assert rows_of("") == []


class TestABrokenRow:
    def test_costs_itself_where_the_next_line_is_right(self) -> None:
        assert rows_of('a;b\n1;"2\n3;4\n5;6\n') == [
            Row(1, ("a", "b")),
            BrokenRow(2, 2),
            Row(3, ("3", "4")),
            Row(4, ("5", "6")),
        ]

    def test_hides_what_follows_until_a_row_fits(self) -> None:
        text = 'a;b\n1;"2\ntekst uden skilletegn\nmere\n5;6\n'
        assert rows_of(text) == [Row(1, ("a", "b")), BrokenRow(2, 4), Row(5, ("5", "6"))]

    def test_at_the_end_is_a_file_that_was_cut_off(self) -> None:
        assert rows_of('a;b\n1;"half a te') == [Row(1, ("a", "b")), BrokenRow(2, 2)]
        assert rows_of('a;b\n1;"half\na te\n') == [Row(1, ("a", "b")), BrokenRow(2, 3)]

    def test_has_text_behind_a_closing_quotation_mark(self) -> None:
        assert rows_of('a;b\n"1"x;2\n3;4') == [Row(1, ("a", "b")), BrokenRow(2, 2), Row(3, ("3", "4"))]

    def test_has_a_cell_that_is_longer_than_any_should_be(self) -> None:
        text = 'a;b\n1;"' + "x" * 50 + '"\n3;4\n'
        assert rows_of(text, longest=10) == [Row(1, ("a", "b")), BrokenRow(2, 2), Row(3, ("3", "4"))]
        assert len(rows_of(text, longest=50)) == 3

    def test_is_the_last_where_too_many_lines_after_it_do_not_fit(self) -> None:
        text = 'a;b\n1;"2\n' + "x\n" * 2000 + "3;4\n"
        assert rows_of(text) == [Row(1, ("a", "b")), BrokenRow(2, 2003)]

    @given(st.text('a;,"\n\r', max_size=60))
    def test_loses_no_line_without_a_word(self, text: str) -> None:
        found = rows_of(text)
        lines = len(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")) if text else 0
        covered = [row.line for row in found]
        assert covered == sorted(set(covered))
        assert not found or (covered[0] == 1 and covered[-1] <= lines)
        for row, following in pairwise(found):
            if isinstance(row, BrokenRow):
                assert following.line == row.last + 1


class TestBytes:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
    def test_with_a_mark_or_in_utf_8_are_certain(self, encoding: str) -> None:
        found = decode_text("Ærø; Ålborg".encode(encoding))
        assert found is not None
        assert found.text == "Ærø; Ålborg"
        assert not found.guessed

    def test_may_be_big_endian_with_a_mark(self) -> None:
        assert decode_text("\ufeffæ".encode("utf-16-be")) == Decoded("æ", "utf-16-be", False)

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
    def test_without_a_mark_are_guessed(self, encoding: str) -> None:
        text = "party;received\nÆrø;15-12-2020\n"
        assert decode_text(text.encode(encoding)) == Decoded(text, encoding, True)

    def test_that_fit_nothing_are_no_text(self) -> None:
        assert decode_text(b"\x81\x8d\xff") is None
        assert decode_text(b"\xff\xfe\x00") is None
        assert decode_text(b"\x81\x00b\x00c\x00\x00\xd8") is None

    def test_of_nothing_are_an_empty_text(self) -> None:
        assert decode_text(b"") == Decoded("", "utf-8", False)

    def test_with_a_few_zeros_are_still_utf_8(self) -> None:
        assert decode_text(b"a\x00b cdefgh") == Decoded("a\x00b cdefgh", "utf-8", False)
